"""The permalinks of claims, events and exceptions (facts.md, Claim id).

``subject.relation.object``; where the same triple occurs again, the earliest-starting
claim keeps the bare id and later ones get ``.<start as typed>``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.facts.problems import Problem
from graph.facts.when import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.facts.records import Claim, Restriction

__all__ = ["number_claims", "number_parts", "slug"]

MAX_SLUG = 40
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Write a text as lower-case ASCII words joined by hyphens, at most 40 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")[:MAX_SLUG].strip("-")


def _tail(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _text_keys(claims: Sequence[Claim]) -> dict[tuple[str, str], str]:
    """Give each (relation, text) of a subject its part of the id."""
    keys: dict[tuple[str, str], str] = {}
    taken = {(claim.relation, claim.object) for claim in claims if not claim.is_text}
    for claim in claims:
        if not claim.is_text or (claim.relation, claim.object) in keys:
            continue
        part = slug(claim.object)
        if not part:
            part = _tail(claim.object)
        elif (claim.relation, part) in taken:
            part = f"{part}-{_tail(claim.object)}"
        taken.add((claim.relation, part))
        keys[claim.relation, claim.object] = part
    return keys


def _earliest(claim: Claim) -> int:
    """Return the first day a claim can start on; one without a start comes before all others."""
    return NEVER - 1 if claim.start is None else claim.start.earliest


def number_claims(subject: str, claims: tuple[Claim, ...]) -> tuple[tuple[Claim, ...], list[Problem]]:
    """Return the claims of a subject with their ids, in the order given, and the clashes among them."""
    keys = _text_keys(claims)
    triples: dict[str, list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        part = keys[claim.relation, claim.object] if claim.is_text else claim.object
        triples[f"{subject}.{claim.relation}.{part}"].append(index)
    numbered = list(claims)
    problems = []
    for base, indexes in triples.items():
        ordered = sorted(indexes, key=lambda i: (_earliest(claims[i]), i))
        used: dict[str, int] = {}
        for rank, index in enumerate(ordered):
            claim = claims[index]
            start = claim.start.text if claim.start else ""
            if start in used:
                first = claims[used[start]].at
                message = f"one claim: put both documents under 'sources' (the same claim stands at line {first.line})"
                problems.append(Problem(*claim.at, message))
            used.setdefault(start, index)
            name = base if rank == 0 else f"{base}.{start}"
            numbered[index] = replace(claim, id=name, subject=subject)
    return tuple(numbered), problems


def number_parts(restriction: Restriction) -> Restriction:
    """Return a restriction whose events and exceptions have their ids."""
    counts: dict[str, int] = defaultdict(int)
    for event in restriction.events:
        counts[event.event] += 1
    events = []
    for event in restriction.events:
        tail = f".{event.date}" if counts[event.event] > 1 else ""
        events.append(replace(event, id=f"{restriction.id}.{event.event}{tail}"))
    exemptions = [
        replace(exemption, id=f"{restriction.id}.exception.{number}")
        for number, exemption in enumerate(restriction.exemptions, 1)
    ]
    return replace(restriction, events=tuple(events), exemptions=tuple(exemptions))
