"""The status of a restriction on a day: its known events folded both ways where dates are vague.

The rules are those of semantics.md (Status of a restriction on D).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.facts.when import FOREVER, When
from graph.meaning.evidence import Evidence, publication

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.facts.records import Attestation, Event, Restriction, Wording
    from graph.meaning.evidence import Library

__all__ = ["Happening", "Standing", "answering", "happenings", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of a restriction as known under a frame.

    ``state`` is ``happened``, ``maybe`` or ``notYet`` on the day asked about, None without one.
    ``folded`` tells whether it is at or above the floor.
    """

    event: Event
    date: When
    evidence: Evidence
    state: str | None
    folded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The status of a restriction: IN_FORCE, NOT_YET, SUSPENDED, ENDED, INDETERMINATE or UNKNOWN.

    ``status`` is None when no day was asked about. ``last_evidence`` is the date of the
    latest dated document that supports anything in it.
    """

    restriction: Restriction
    wording: Wording | None
    evidence: Evidence | None
    happenings: tuple[Happening, ...]
    status: str | None
    expected: bool
    last_evidence: When | None


def answering(restriction: Restriction, library: Library) -> tuple[Wording, Evidence] | None:
    """Return the wording that answers: the restriction's own, else the first known variant."""
    for wording in (restriction.wording, *restriction.variants):
        evidence = library.evidence(wording.attestations, restriction.issuer)
        if evidence is not None and library.frame.admits(evidence.layer):
            return wording, evidence
    return None


def _date(event: Event, evidence: Evidence) -> When:
    """Return the date of an event as the known documents give it."""
    overrides = [a.overrides.get("on", event.date) for a in evidence.support or evidence.attestations]
    if not overrides or event.date in overrides:
        return event.date
    dated = [value for value in overrides if isinstance(value, When)]
    return dated[0] if dated else event.date


_STATES = {"yes": "happened", "no": "notYet", "maybe": "maybe"}


def happenings(restriction: Restriction, library: Library) -> tuple[Happening, ...]:
    """List the known events in the order in which they are folded."""
    found = []
    for event in restriction.events:
        evidence = library.evidence(event.attestations, restriction.issuer)
        if evidence is None:
            continue
        date = _date(event, evidence)
        as_of = library.frame.as_of
        found.append(
            Happening(
                event=event,
                date=date,
                evidence=evidence,
                state=None if as_of is None else _STATES[date.happened(as_of)],
                folded=library.frame.admits(evidence.layer),
            ),
        )
    order = library.facts.vocabulary.codes["EventType"]
    return tuple(sorted(found, key=lambda h: (h.date.earliest, h.date.latest, order[h.event.event].order)))


def standing(restriction: Restriction, library: Library) -> Standing:
    """Find the status of a restriction under the library's frame."""
    worded = answering(restriction, library)
    known = happenings(restriction, library)
    wording, evidence = worded or (None, None)
    status: str | None = None
    expected = False
    if worded is None:
        status = "UNKNOWN"
    elif library.frame.as_of is not None:
        status, expected = _Fold(restriction, library, known).result(library.frame.as_of)
    return Standing(
        restriction=restriction,
        wording=wording,
        evidence=evidence,
        happenings=known,
        status=status,
        expected=expected,
        last_evidence=_last_evidence(restriction, library),
    )


def _attestations(restriction: Restriction) -> Iterable[Attestation]:
    for part in restriction.parts:
        if part not in restriction.exemptions:
            yield from part.attestations


def _last_evidence(restriction: Restriction, library: Library) -> When | None:
    dates = [
        source.published
        for attestation in _attestations(restriction)
        if attestation.doc is not None
        and library.known(attestation.doc) != "no"
        and library.effect(attestation) == "supports"
        and (source := library.facts.sources[attestation.doc]).published is not None
    ]
    return max((d for d in dates if d is not None), key=lambda d: (d.latest, d.earliest), default=None)


@dataclass(frozen=True, slots=True)
class _World:
    """One reading of the vague dates: the status reached and the event that decided it."""

    status: str
    deciding: int | None = None
    since: int = 0
    lapsed: bool = False


class _Fold:
    """The fold of the events of one restriction."""

    def __init__(self, restriction: Restriction, library: Library, known: tuple[Happening, ...]) -> None:
        self.restriction = restriction
        self.library = library
        self.known = tuple(h for h in known if h.folded)
        effects = library.facts.vocabulary.codes["EventType"]
        self.effects = [effects[h.event.event].effect for h in self.known]

    def result(self, day: int) -> tuple[str, bool]:
        """Return the status on a day and whether it is only expected."""
        worlds = {world for start in self._start(day) for world in self._run(start, day)}
        if self._annulled():
            worlds = {w if w.status == "NOT_YET" else _World("ENDED", w.deciding, w.since) for w in worlds}
        statuses = {world.status for world in worlds}
        if len(statuses) > 1:
            return "INDETERMINATE", False
        status = statuses.pop()
        return status, status != "NOT_YET" and any(self._only_expected(world) for world in worlds)

    def _annulled(self) -> bool:
        """Tell whether a known annulment, which acts back to the start, has been made."""
        pairs = zip(self.known, self.effects, strict=True)
        return any(effect == "annuls" and "expected" not in h.evidence.flags for h, effect in pairs)

    def _start(self, day: int) -> list[_World]:
        """Return the worlds before any event: what stood when no start is known."""
        if any(effect in {"announces", "starts"} for effect in self.effects):
            return [_World("NOT_YET")]
        seen = self._first_seen()
        return [_World("IN_FORCE")] if day >= seen else [_World("IN_FORCE"), _World("NOT_YET")]

    def _first_seen(self) -> int:
        """Return the first day on which some source certainly shows the rule existing."""
        days = [
            publication(self.library.facts.sources[a.doc])[1]
            for a in _attestations(self.restriction)
            if a.doc is not None and self.library.known(a.doc) != "no" and self.library.effect(a) == "supports"
        ]
        return min(days, default=FOREVER)

    def _run(self, start: _World, day: int) -> set[_World]:
        worlds = {start}
        for index, happening in enumerate(self.known):
            happened = happening.date.happened(day)
            if happened == "no":
                continue
            after = {new for world in worlds for new in self._apply(world, index, day)}
            worlds = after if happened == "yes" else worlds | after
        return worlds

    def _apply(self, world: _World, index: int, day: int) -> list[_World]:
        """Return what an event makes of a world; an ended rule stays ended."""
        happening, effect = self.known[index], self.effects[index]
        since = happening.date.latest
        if world.status == "ENDED":
            return [world]
        if effect in {"ends", "annuls"}:
            return [_World("ENDED", index, since)]
        if effect in {"starts", "resumes"}:
            return [_World("IN_FORCE", index, since)]
        if effect == "suspends":
            return self._suspend(happening.event.until, index, since, day)
        return [world]

    def _suspend(self, until: When | None, index: int, since: int, day: int) -> list[_World]:
        """Return the suspended world, or the one after a suspension has run out."""
        suspended = _World("SUSPENDED", index, since)
        if until is None or day <= until.earliest:
            return [suspended]
        lapsed = _World("IN_FORCE", index, until.latest + 1, lapsed=True)
        return [lapsed] if day > until.latest else [suspended, lapsed]

    def _only_expected(self, world: _World) -> bool:
        """Tell whether no source other than an announcement confirms a status after it began."""
        if world.deciding is None:
            return False
        if world.lapsed:
            return True
        holders = [h.event.attestations for h in self.known[world.deciding :]]
        worded = answering(self.restriction, self.library)
        if worded is not None:
            holders.append(worded[0].attestations)
        return not any(self._confirms(a, world.since) for attestations in holders for a in attestations)

    def _confirms(self, attestation: Attestation, since: int) -> bool:
        if attestation.doc is None or self.library.known(attestation.doc) == "no":
            return False
        if attestation.modality == "expected" or self.library.effect(attestation) != "supports":
            return False
        return publication(self.library.facts.sources[attestation.doc])[0] >= since
