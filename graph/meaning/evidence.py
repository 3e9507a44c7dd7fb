"""How firmly a claim stands: its known attestations, roots, status, flags and layer.

All of it is computed from the attestations as facts.md says (What is computed, never
typed); nothing is weighed or multiplied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.facts.when import FOREVER, NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.facts.load import Facts
    from graph.facts.records import Attestation, Source
    from graph.meaning.frame import Frame

__all__ = ["Evidence", "Library", "publication"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a claim under a frame.

    ``known`` is ``yes``, or ``maybe`` where only documents of uncertain date say it.
    ``attestations`` are the known ones, ``support`` those that still support it. ``roots``
    names each independent root by its smallest source id. ``first`` is the day by which the
    earliest support was published, ``last`` that of the latest dated one (ordinals).
    """

    status: str
    layer: str | None
    flags: tuple[str, ...]
    roots: tuple[str, ...]
    known: str
    attestations: tuple[Attestation, ...]
    support: tuple[Attestation, ...]
    first: int
    last: int | None

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that support it, or say anything of it where none does."""
        said = self.support or self.attestations
        return tuple(dict.fromkeys(a.doc for a in said if a.doc is not None))


def publication(source: Source) -> tuple[int, int]:
    """Return the first and last day on which a source may have been published.

    An undated source was published at the latest on the day it was retrieved.
    """
    if source.published is not None:
        return source.published.earliest, source.published.latest
    if source.retrieved is not None:
        return NEVER, source.retrieved.latest
    return NEVER, FOREVER


class Library:
    """The documents of some facts as known under a frame."""

    def __init__(self, facts: Facts, frame: Frame) -> None:
        self.facts = facts
        self.frame = frame
        self._effect = {code.name: code.effect for code in facts.vocabulary.codes["Modality"].values()}
        self._known: dict[str, str] = {}

    def known(self, doc: str | None) -> str:
        """Answer ``yes``, ``maybe`` or ``no``: had a document been published by ``known_at``?"""
        if doc is None:
            return "no" if self.frame.only else "yes"
        answer = self._known.get(doc)
        if answer is None:
            answer = self._known[doc] = self._published(doc)
        return answer

    def _published(self, doc: str) -> str:
        if self.frame.only and doc not in self.frame.only:
            return "no"
        if self.frame.known_at is None:
            return "yes"
        earliest, latest = publication(self.facts.sources[doc])
        if latest <= self.frame.known_at:
            return "yes"
        return "no" if earliest > self.frame.known_at else "maybe"

    def effect(self, attestation: Attestation) -> str:
        """Tell what an attestation does: ``supports``, ``disputes``, ``withdraws`` or ``neither``."""
        return self._effect[attestation.modality] or "neither"

    def evidence(self, attestations: Sequence[Attestation], subject: str) -> Evidence | None:
        """Weigh the attestations of a claim of ``subject``; return None where none is known.

        For a restriction the subject is its issuer.
        """
        told = tuple(a for a in attestations if self.known(a.doc) != "no")
        if not told:
            return None
        supporting = [a for a in told if self.effect(a) == "supports"]
        retractions = [a for a in told if self.effect(a) == "withdraws"]
        standing = [a for a in supporting if not self._withdrawn(a, told, retractions)] if retractions else supporting
        roots = self.roots(standing)
        dated = [self._published_by(a) for a in standing or told]
        return Evidence(
            status=_status(supporting, standing, roots),
            layer=_layer(standing, subject),
            flags=self._flags(told, standing),
            roots=roots,
            known="yes" if any(self.known(a.doc) == "yes" for a in standing or told) else "maybe",
            attestations=told,
            support=tuple(standing),
            first=min(dated, default=FOREVER),
            last=self._last(standing),
        )

    def _published_by(self, attestation: Attestation) -> int:
        return FOREVER if attestation.doc is None else publication(self.facts.sources[attestation.doc])[1]

    def _last(self, standing: Iterable[Attestation]) -> int | None:
        sources = (self.facts.sources[a.doc] for a in standing if a.doc is not None)
        return max((s.published.latest for s in sources if s.published is not None), default=None)

    def _flags(self, told: Iterable[Attestation], standing: Sequence[Attestation]) -> tuple[str, ...]:
        flags = []
        if any(self.effect(a) == "disputes" for a in told):
            flags.append("disputed")
        if standing and all(a.modality == "expected" for a in standing):
            flags.append("expected")
        return tuple(flags)

    # ---- roots

    def ends(self, attestation: Attestation, attestations: Sequence[Attestation]) -> tuple[str, ...]:
        """Follow ``via`` and ``derivedFrom`` to the sources an attestation rests on in the end.

        Where a source on the way attests the same claim by a chain of its own, that is followed.
        """
        if attestation.doc is None:
            return ()
        chains: dict[str, list[str]] = {}
        for other in attestations:
            if other.doc is not None and other.via:
                chains.setdefault(other.doc, []).append(other.via[-1])
        start = attestation.via[-1] if attestation.via else attestation.doc
        seen = {attestation.doc}
        return tuple(dict.fromkeys(self._follow(start, chains if attestation.via else {**chains, start: []}, seen)))

    def _follow(self, source: str, chains: dict[str, list[str]], seen: set[str]) -> list[str]:
        following = chains.get(source) or self.facts.sources[source].derived_from
        fresh = [name for name in following if name not in seen]
        seen.update(fresh)
        if not fresh:
            return [source]
        return [end for name in fresh for end in self._follow(name, chains, seen)]

    def roots(self, standing: Sequence[Attestation]) -> tuple[str, ...]:
        """Name the independent identified roots; ends of one publisher or speaker are one."""
        groups: list[tuple[set[str], set[str]]] = []
        for attestation in standing:
            for end in self.ends(attestation, standing):
                source = self.facts.sources[end]
                if not source.identified:
                    continue
                marks = {f"source {end}"}
                if source.publisher:
                    marks.add(f"publisher {source.publisher.casefold()}")
                if attestation.speaker:
                    marks.add(f"speaker {attestation.speaker}")
                names = {end}
                for group in [group for group in groups if group[0] & marks]:
                    groups.remove(group)
                    marks |= group[0]
                    names |= group[1]
                groups.append((marks, names))
        return tuple(sorted(min(names) for _, names in groups))

    # ---- retraction

    def _withdrawn(
        self, attestation: Attestation, told: Sequence[Attestation], retractions: Iterable[Attestation]
    ) -> bool:
        """Tell whether a retraction takes back an attestation, or the ends it rests on."""
        for retraction in retractions:
            if retraction.doc is None or attestation.doc is None:
                continue
            if self._earlier(attestation.doc, retraction.doc) and self._takes_back(retraction, attestation, told):
                return True
        return False

    def _earlier(self, doc: str, retraction: str) -> bool:
        sources = self.facts.sources
        return publication(sources[doc])[0] <= publication(sources[retraction])[1]

    def _takes_back(self, retraction: Attestation, attestation: Attestation, told: Sequence[Attestation]) -> bool:
        if retraction.speaker is not None:
            return retraction.speaker in {attestation.speaker, attestation.speaks_for}
        assert retraction.doc is not None
        publisher = self.facts.sources[retraction.doc].publisher
        ends = (attestation.doc, *self.ends(attestation, told))
        withdrawn = [
            end == retraction.doc or (publisher is not None and self.facts.sources[end].publisher == publisher)
            for end in ends
            if end is not None
        ]
        return withdrawn[0] or all(withdrawn[1:])


def _status(supporting: Sequence[Attestation], standing: Sequence[Attestation], roots: tuple[str, ...]) -> str:
    if supporting and not standing:
        return "retracted"
    for modality in ("official", "confirmed"):
        if any(a.modality == modality for a in standing):
            return modality
    if len(roots) > 1:
        return "corroborated"
    return "single-source" if roots else "unattributed"


def _layer(standing: Sequence[Attestation], subject: str) -> str | None:
    if not standing:
        return None
    for a in standing:
        if a.modality == "official" or (a.modality == "confirmed" and subject in {a.speaker, a.speaks_for}):
            return "established"
    return "alleged" if all(a.modality == "alleged" for a in standing) else "reported"
