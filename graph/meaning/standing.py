"""The status of a restriction on a day: its known events folded both ways where dates are vague.

The rules are those of semantics.md (Status of a restriction on D).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.facts.when import FOREVER, NEVER, When, day_text
from graph.meaning.evidence import Evidence, publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.facts.records import Attestation, Event, Restriction, Wording
    from graph.meaning.evidence import Library

__all__ = ["Happening", "Standing", "answering", "happenings", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of a restriction as known under a frame.

    ``date`` and ``until`` are as the known documents give them. ``state`` is ``happened``,
    ``maybe`` (also where it is only maybe known) or ``notYet`` on the day asked about, None
    without one. ``folded`` tells whether it is at or above the floor.
    """

    event: Event
    date: When
    until: When | None
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
    """Return the date of an event as the known documents give it; where none does, it was over when they appeared."""
    given = evidence.value("on", event.date)
    if isinstance(given, When):
        return given
    return When(f"[..{day_text(evidence.first) or ''}]", NEVER, evidence.first)


def happenings(restriction: Restriction, library: Library) -> tuple[Happening, ...]:
    """List the known events in the order in which they are folded."""
    found = []
    for event in restriction.events:
        evidence = library.evidence(event.attestations, restriction.issuer)
        if evidence is None:
            continue
        date = _date(event, evidence)
        until = evidence.value("until", event.until)
        found.append(
            Happening(
                event=event,
                date=date,
                until=until if isinstance(until, When) else None,
                evidence=evidence,
                state=_state(date, evidence, library.frame.as_of),
                folded=library.frame.admits(evidence.layer),
            ),
        )
    order = library.facts.vocabulary.codes["EventType"]
    return tuple(sorted(found, key=lambda h: (h.date.earliest, h.date.latest, order[h.event.event].order)))


def _state(date: When, evidence: Evidence, day: int | None) -> str | None:
    if day is None:
        return None
    happened = date.happened(day)
    if happened == "no":
        return "notYet"
    return "happened" if happened == "yes" and evidence.known == "yes" else "maybe"


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


def _support(restriction: Restriction, library: Library) -> Iterator[Attestation]:
    """Yield the known support of the wordings and events that are at or above the floor."""
    parts: tuple[Wording | Event, ...] = (restriction.wording, *restriction.variants, *restriction.events)
    for part in parts:
        evidence = library.evidence(part.attestations, restriction.issuer)
        if evidence is not None and library.frame.admits(evidence.layer):
            yield from evidence.support


def _last_evidence(restriction: Restriction, library: Library) -> When | None:
    sources = (library.facts.sources[a.doc] for a in _support(restriction, library) if a.doc is not None)
    dates = [source.published for source in sources if source.published is not None]
    return max(dates, key=lambda d: (d.latest, d.earliest), default=None)


@dataclass(frozen=True, slots=True)
class _World:
    """One reading of the vague dates: the status reached and the event that decided it."""

    status: str
    deciding: int | None = None
    since: int = 0
    lapsed: bool = False
    begun: bool = True


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
        worlds = {world for before in worlds for world in self._annul(before)}
        statuses = {world.status for world in worlds}
        if len(statuses) > 1:
            return "INDETERMINATE", False
        status = statuses.pop()
        return status, status != "NOT_YET" and any(self._only_expected(world) for world in worlds)

    def _annul(self, world: _World) -> list[_World]:
        """Return what a known annulment, whatever its day, makes of a world: it acts back to the start.

        One that is only expected has not been made, and ends the rule from its day on at most.
        """
        if world.status in {"NOT_YET", "ENDED"}:
            return [world]
        for index, (happening, effect) in enumerate(zip(self.known, self.effects, strict=True)):
            if effect == "annuls" and "expected" not in happening.evidence.flags:
                ended = _World("ENDED", index, happening.date.latest)
                return [ended] if happening.evidence.known == "yes" else [world, ended]
        return [world]

    def _start(self, day: int) -> list[_World]:
        """Return the worlds before any event: what stood when no start is known."""
        pairs = zip(self.known, self.effects, strict=True)
        told = [h.evidence.known for h, effect in pairs if effect in {"announces", "starts"}]
        if "yes" in told:
            return [_World("NOT_YET", begun=False)]
        unstarted = [_World("IN_FORCE")]
        if day < self._first_seen():
            unstarted.append(_World("NOT_YET", begun=False))
        return [*unstarted, _World("NOT_YET", begun=False)] if told else unstarted

    def _first_seen(self) -> int:
        """Return the first day on which some source certainly shows the rule existing."""
        days = [
            publication(self.library.facts.sources[a.doc])[1]
            for a in _support(self.restriction, self.library)
            if a.doc is not None and a.modality != "expected"
        ]
        return min(days, default=FOREVER)

    def _run(self, start: _World, day: int) -> set[_World]:
        worlds = {start}
        for index, happening in enumerate(self.known):
            if happening.state == "notYet":
                continue
            after = {new for world in worlds for new in self._apply(world, index, day)}
            worlds = after if happening.state == "happened" else worlds | after
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
            return self._suspend(world, index, day)
        return [world]

    def _suspend(self, world: _World, index: int, day: int) -> list[_World]:
        """Return the suspended world, or the one after a suspension has run out.

        A rule that had not begun is then what it was before.
        """
        until, since = self.known[index].until, self.known[index].date.latest
        suspended = _World("SUSPENDED", index, since, begun=world.begun)
        if until is None or day <= until.earliest:
            return [suspended]
        lapsed = _World("IN_FORCE", index, until.latest + 1, lapsed=True) if world.begun else world
        return [lapsed] if day > until.latest else [suspended, lapsed]

    def _only_expected(self, world: _World) -> bool:
        """Tell whether no source other than an announcement confirms a status after it began."""
        if world.deciding is None:
            return False
        if world.lapsed:
            return True
        held = [h.evidence for h in self.known[world.deciding :]]
        worded = answering(self.restriction, self.library)
        if worded is not None:
            held.append(worded[1])
        return not any(self._confirms(a, world.since) for evidence in held for a in evidence.sure)

    def _confirms(self, attestation: Attestation, since: int) -> bool:
        if attestation.doc is None or attestation.modality == "expected":
            return False
        known = self.library.known(attestation.doc) == "yes"
        return known and publication(self.library.facts.sources[attestation.doc])[0] >= since
