"""How firmly a claim stands: its known attestations, roots, status, flags and layer.

All of it is computed from the attestations as facts.md says (What is computed, never
typed); nothing is weighed or multiplied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graph.facts.when import FOREVER, NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.facts.load import Facts
    from graph.facts.records import Attestation, Override, Source
    from graph.meaning.frame import Frame

__all__ = ["Evidence", "Library", "publication"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a claim under a frame.

    ``known`` is ``yes``, or ``maybe`` where it depends on documents of uncertain date.
    ``attestations`` are the known ones, ``support`` those that still support it, ``sure``
    those of them (all, where ``known`` is ``maybe``) from which status, layer, roots and values
    follow. ``roots`` names each independent root by its smallest source id. ``first`` is the
    day by which the earliest support was published, ``last`` that of the latest (ordinals).
    """

    status: str
    layer: str | None
    flags: tuple[str, ...]
    roots: tuple[str, ...]
    known: str
    attestations: tuple[Attestation, ...]
    support: tuple[Attestation, ...]
    sure: tuple[Attestation, ...]
    first: int
    last: int | None

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that support it, or say anything of it where none does, sorted."""
        said = self.support or self.attestations
        return tuple(sorted({a.doc for a in said if a.doc is not None}))

    def value(self, key: str, own: Override) -> Override:
        """Return what answers for a key: ``own`` while somebody gives it, else what the first gives.

        A document that does not say (``none``) is passed over where another one says something
        (facts.md, Sources of a claim).
        """
        told = self.sure or self.attestations
        given = [a.overrides[key] for a in told if key in a.overrides]
        if len(given) < len(told):
            return own
        return next((value for value in given if value is not None), None)


class _Weighed(NamedTuple):
    """What follows from some attestations, all taken as known."""

    status: str
    layer: str | None
    roots: tuple[str, ...]
    standing: tuple[Attestation, ...]


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
        # by the identity of the attestations, which are kept beside the answer so that it stays theirs
        self._evidence: dict[tuple[int, str], tuple[Sequence[Attestation], Evidence | None]] = {}

    def known(self, doc: str | None) -> str:
        """Tell whether a document had been published by ``known_at``: ``yes``, ``maybe`` or ``no``."""
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

        For a restriction the subject is its issuer. What follows from the documents certainly
        known answers if it reaches the floor; documents that are only maybe known can make it
        doubtful, but not firmer. The same attestations are weighed once.
        """
        key = (id(attestations), subject)
        if key not in self._evidence:
            self._evidence[key] = attestations, self._found(attestations, subject)
        return self._evidence[key][1]

    def _found(self, attestations: Sequence[Attestation], subject: str) -> Evidence | None:
        told = tuple(a for a in attestations if self.known(a.doc) != "no")
        if not told:
            return None
        sure = tuple(a for a in told if self.known(a.doc) == "yes")
        weighed = whole = self._weigh(told, subject)
        known = "yes" if sure else "maybe"
        if sure and len(sure) < len(told):
            certain = self._weigh(sure, subject)
            if self.frame.admits(certain.layer) or not self.frame.admits(whole.layer):
                weighed = certain
            if self.frame.admits(certain.layer) != self.frame.admits(whole.layer):
                known = "maybe"
        support = tuple(a for a in told if a in whole.standing or a in weighed.standing)
        return Evidence(
            status=weighed.status,
            layer=weighed.layer,
            flags=self._flags(told, weighed.standing),
            roots=weighed.roots,
            known=known,
            attestations=told,
            support=support,
            sure=weighed.standing,
            first=min((self._published_by(a) for a in weighed.standing or told), default=FOREVER),
            last=max((self._published_by(a) for a in support), default=None),
        )

    def _weigh(self, told: tuple[Attestation, ...], subject: str) -> _Weighed:
        """Work out status, layer and roots as if exactly these attestations were known."""
        standing = supporting = tuple(a for a in told if self.effect(a) == "supports")
        retractions = [a for a in told if self.effect(a) == "withdraws"]
        if retractions:
            standing = tuple(a for a in supporting if not self._withdrawn(a, told, retractions))
        roots = self.roots(standing)
        return _Weighed(_status(supporting, standing, roots), _layer(standing, subject), roots, standing)

    def _published_by(self, attestation: Attestation) -> int:
        return FOREVER if attestation.doc is None else publication(self.facts.sources[attestation.doc])[1]

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
        Sources that rest on each other in a ring are one end, named by the smallest of them.
        """
        if attestation.doc is None:
            return ()
        chains: dict[str, tuple[str, ...]] = {}
        for other in attestations:
            if other.doc is not None and other.via:
                chains[other.doc] = (*chains.get(other.doc, ()), other.via[-1])
        start = attestation.via[-1] if attestation.via else attestation.doc
        if not attestation.via:
            chains.pop(start, None)
        if not chains.get(start) and not self.facts.sources[start].derived_from:
            return (start,)
        arrows: dict[str, tuple[str, ...]] = {}
        queue = [start]
        while queue:
            source = queue.pop()
            if source not in arrows:
                arrows[source] = chains.get(source) or self.facts.sources[source].derived_from
                queue += arrows[source]
        return _sinks(arrows)

    def roots(self, standing: Sequence[Attestation]) -> tuple[str, ...]:
        """Name the independent identified roots; ends of one publisher or speaker are one.

        Who speaks for a party is that party's voice, and so no other root than the party itself.
        What a text without publisher and address rests on is as unidentified as the text.
        """
        return self.independent((a, self.ends(a, standing)) for a in standing)

    def independent(self, rested: Iterable[tuple[Attestation, Iterable[str]]]) -> tuple[str, ...]:
        """Name the independent identified roots of attestations, each given with its ends; see :meth:`roots`."""
        groups: list[tuple[set[str], set[str]]] = []
        for attestation, ends in rested:
            if attestation.doc is None or not self._placed(attestation.doc):
                continue
            for end in ends:
                source = self.facts.sources[end]
                if not source.identified:
                    continue
                marks = {f"source {end}"}
                if source.publisher:
                    marks.add(f"publisher {source.publisher.casefold()}")
                marks |= {f"speaker {voice}" for voice in (attestation.speaker, attestation.speaks_for) if voice}
                names = {end}
                for group in [group for group in groups if group[0] & marks]:
                    groups.remove(group)
                    marks |= group[0]
                    names |= group[1]
                groups.append((marks, names))
        return tuple(sorted(min(names) for _, names in groups))

    def _placed(self, doc: str) -> bool:
        source = self.facts.sources[doc]
        return bool(source.publisher or source.url)

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
            voices = {attestation.speaker, attestation.speaks_for} - {None}
            return bool(voices & {retraction.speaker, retraction.speaks_for})
        ends = (attestation.doc, *self.ends(attestation, told))
        withdrawn = [end == retraction.doc or self._same_publisher(end, retraction.doc) for end in ends]
        return withdrawn[0] or all(withdrawn[1:])

    def _same_publisher(self, doc: str | None, other: str | None) -> bool:
        assert doc is not None and other is not None  # noqa: PT018 - callers have checked
        publisher = self.facts.sources[other].publisher
        return publisher is not None and publisher.casefold() == (self.facts.sources[doc].publisher or "").casefold()


def _sinks(arrows: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the nodes from which nothing leads on; of a ring from which nothing does, the smallest."""
    reach: dict[str, set[str]] = {}
    for node in arrows:
        reached = reach[node] = {node}
        queue = [node]
        while queue:
            fresh = set(arrows[queue.pop()]) - reached
            reached |= fresh
            queue += fresh
    last = {node for node, reached in reach.items() if all(node in reach[other] for other in reached)}
    return tuple(sorted({min(reach[node]) for node in last}))


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
