"""The world as of a day, as known on a day: which claims hold, and how firmly.

A view is a value computed from facts and a frame; everything shown to a user is read from one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.facts.named import named
from graph.facts.records import Claim
from graph.facts.values import near
from graph.facts.when import FOREVER, NEVER, When
from graph.meaning.evidence import Library
from graph.meaning.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.facts.load import Facts
    from graph.facts.records import Attestation, Override
    from graph.meaning.evidence import Evidence
    from graph.meaning.frame import Frame
    from graph.meaning.standing import Standing

__all__ = ["Held", "View"]

STALE_AFTER = 365
"""Days after its last support from which a state without an end is flagged stale (facts.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim as known under a frame.

    ``start`` and ``end`` are the bounds (earliest, latest) of its first and last day;
    ``covers`` answers ``yes``, ``maybe`` or ``no`` for the day asked about (``yes`` without
    one). ``values`` holds what answers for ``since``, ``until``, ``on``, ``share``, ``amount``
    and ``quantity`` under the frame. ``derived`` claims follow from restrictions.
    """

    claim: Claim
    evidence: Evidence
    start: tuple[int, int]
    end: tuple[int, int]
    covers: str
    flags: tuple[str, ...]
    values: dict[str, Override]
    derived: bool = False

    @property
    def certain(self) -> bool:
        """Whether it holds on the day and is known for sure."""
        return self.covers == "yes" and self.evidence.known == "yes"


_KEYS = ("on", "since", "until", "share", "amount", "quantity")


def _covers(start: tuple[int, int], end: tuple[int, int], day: int) -> str:
    """Answer whether a state covers a day (semantics.md, Two clocks and a floor)."""
    if start[1] <= day <= end[0]:
        return "yes"
    return "no" if day < start[0] or day > end[1] else "maybe"


class View:
    """Facts seen under a frame. Everything is computed on first use and kept."""

    def __init__(self, facts: Facts, frame: Frame) -> None:
        unknown = [doc for doc in frame.only if doc not in facts.sources]
        if unknown:
            message = f"no source '{unknown[0]}'{near(unknown[0], facts.sources) or '; see  aikg list sources'}"
            raise LookupError(message)
        self.facts = facts
        self.frame = frame
        self.library = Library(facts, frame)

    def __repr__(self) -> str:
        """Summarize the view in one line."""
        terms = ", ".join(f"{key}={value}" for key, value in self.frame.as_json().items() if value)
        return f"<View of {self.facts.digest[:12]}: {terms}; {len(self.claims)} claims hold>"

    @cached_property
    def known(self) -> dict[str, Held]:
        """Every claim some known document speaks of, whether or not it holds."""
        found: dict[str, Held] = {}
        for claim in self.facts.claims.values():
            evidence = self.library.evidence(claim.attestations, claim.subject)
            if evidence is not None:
                found[claim.id] = self.hold(claim, evidence)
        return found

    def hold(self, claim: Claim, evidence: Evidence) -> Held:
        """Tell when one claim holds under the frame, given its evidence."""
        values: dict[str, Override] = {key: evidence.value(key, getattr(claim, key)) for key in _KEYS}
        event = self.facts.vocabulary.relations[claim.relation].event
        first = values["on"] if event else values["since"]
        last = None if event else values["until"]
        start = (first.earliest, first.latest) if isinstance(first, When) else (NEVER, evidence.first)
        end = (last.earliest, last.latest) if isinstance(last, When) else (FOREVER, FOREVER)
        day = self.frame.as_of
        flags = evidence.flags
        if day is not None and not event and last is None and _stale(evidence, day):
            flags = (*flags, "stale")
        covers = "yes" if day is None else _covers(start, end, day)
        return Held(claim=claim, evidence=evidence, start=start, end=end, covers=covers, flags=flags, values=values)

    @cached_property
    def claims(self) -> dict[str, Held]:
        """The typed claims that hold, or may hold, on the day, at or above the floor."""
        return {
            id_: held
            for id_, held in self.known.items()
            if held.covers != "no" and self.frame.admits(held.evidence.layer)
        }

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Each restriction with its status."""
        return {id_: standing(r, self.library) for id_, r in self.facts.restrictions.items()}

    @cached_property
    def derived(self) -> dict[str, Held]:
        """The claims that follow from restrictions: imposes, restricts, covers and the short cuts."""
        found: dict[str, Held] = {}
        for stand in self.standings.values():
            for held in self.derive(stand):
                found[held.claim.id] = held
        return dict(sorted(found.items()))

    def derive(self, stand: Standing) -> Iterator[Held]:
        """Yield the claims that follow from one restriction with its status."""
        if stand.wording is None or stand.evidence is None:
            return
        if stand.status not in {None, "IN_FORCE", "INDETERMINATE"}:
            return
        restriction, wording = stand.restriction, stand.wording
        yield self._derived(stand, f"{restriction.id}.imposes", restriction.issuer, "imposes", restriction.id)
        for party in named(wording.parties):
            yield self._derived(stand, f"{restriction.id}.restricts.{party}", restriction.id, "restricts", party)
        words = self.facts.vocabulary
        relations = dict.fromkeys(words.short_cut(wording.force, action).name for action in wording.actions)
        for asset in named(wording.assets):
            yield self._derived(stand, f"{restriction.id}.covers.{asset}", restriction.id, "covers", asset)
            for relation in relations:
                id_ = f"{restriction.id}.{relation}.{asset}"
                yield self._derived(stand, id_, restriction.issuer, relation, asset)

    def _derived(self, stand: Standing, id_: str, subject: str, relation: str, object_: str) -> Held:
        assert stand.wording is not None and stand.evidence is not None  # noqa: PT018 - callers have checked
        begins, ends = _span(self.facts, stand)
        claim = Claim(
            id=id_,
            subject=subject,
            relation=relation,
            object=object_,
            since=begins,
            until=ends,
            attestations=stand.wording.attestations,
            at=stand.wording.at,
        )
        flags = stand.evidence.flags
        if "expected" not in flags and (stand.expected or _only_announced(self.facts, stand)):
            flags = (*flags, "expected")
        return Held(
            claim=claim,
            evidence=stand.evidence,
            start=(begins.earliest, begins.latest) if begins else (NEVER, stand.evidence.first),
            end=(ends.earliest, ends.latest) if ends else (FOREVER, FOREVER),
            covers="maybe" if stand.status == "INDETERMINATE" else "yes",
            flags=flags,
            values={"since": begins, "until": ends},
            derived=True,
        )

    @cached_property
    def contradicted(self) -> frozenset[str]:
        """The claims and restrictions that are part of a contradiction known under the frame."""
        from graph.meaning.contradictions import by_id  # noqa: PLC0415 - it reads views

        return frozenset(id_.split(".variant.")[0] for id_ in by_id(self))

    def marks(self, held: Held) -> tuple[str, ...]:
        """Return the flags of a claim, sorted, and ``contradicted`` where something known speaks against it."""
        ids = {held.claim.id, held.claim.id.split(".", 1)[0]} if held.derived else {held.claim.id}
        return tuple(sorted((*held.flags, "contradicted") if ids & self.contradicted else held.flags))

    @cached_property
    def edges(self) -> dict[str, Held]:
        """The claims of the view, typed and derived, that link two things of the graph."""
        things = self.facts.entities.keys() | self.facts.restrictions.keys()
        typed = {
            id_: held
            for id_, held in self.claims.items()
            if not held.claim.is_text and held.claim.subject in things and held.claim.object in things
        }
        return dict(sorted({**typed, **self.derived}.items()))

    @cached_property
    def attested(self) -> dict[str, tuple[Attestation, ...]]:
        """The known attestations of every claim, event, wording and exception by its id."""
        found = {id_: held.evidence.attestations for id_, held in self.known.items()}
        for restriction in self.facts.restrictions.values():
            for part in restriction.parts:
                told = tuple(a for a in part.attestations if self.library.known(a.doc) != "no")
                if told:
                    found[part.id] = told
        return found


def _stale(evidence: Evidence, day: int) -> bool:
    """Tell whether even the latest support is old; an undated document counts from its ``retrieved`` day."""
    return evidence.last is not None and evidence.last + STALE_AFTER < day


def _effects(facts: Facts, stand: Standing, *effects: str) -> list[When]:
    words = facts.vocabulary.codes["EventType"]
    return [h.date for h in stand.happenings if h.folded and words[h.event.event].effect in effects]


def _span(facts: Facts, stand: Standing) -> tuple[When | None, When | None]:
    """Return the dates between which a restriction is in force, where known."""
    starts = _effects(facts, stand, "starts")
    ends = _effects(facts, stand, "ends", "annuls")
    return (starts[0] if starts else None), (ends[0] if ends else None)


def _only_announced(facts: Facts, stand: Standing) -> bool:
    """Tell whether every known start of a restriction is only expected by its sources."""
    words = facts.vocabulary.codes["EventType"]
    starts = [h for h in stand.happenings if h.folded and words[h.event.event].effect == "starts"]
    return bool(starts) and all("expected" in h.evidence.flags for h in starts)
