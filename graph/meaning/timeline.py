"""What happened, in order: events of restrictions, dated claims and when each was first told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Select
from graph.facts.when import NEVER, When, day_text
from graph.meaning.describe import sentence
from graph.meaning.evidence import publication
from graph.meaning.standing import answering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.facts.records import Exemption, Expression, Restriction, Source
    from graph.meaning.evidence import Evidence
    from graph.meaning.standing import Happening
    from graph.meaning.view import Held, View

__all__ = ["Moment", "of"]

_ORDER = {"told": 0, "start": 1, "event": 2, "end": 3}
_STATES = {"yes": "happened", "maybe": "maybe", "no": "notYet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened at one time, or is due.

    ``what`` is ``event``, ``start``, ``end`` or ``told`` (first told of by a known document).
    ``date`` is EDTF text, None where no document gives one; ``earliest`` and ``latest`` are its
    bounds as ordinals in any case. ``id`` names the claim, event, restriction or exception.
    ``state`` is None without a day to ask about.
    """

    what: str
    id: str
    sentence: str
    date: str | None
    earliest: int
    latest: int
    layer: str | None
    flags: tuple[str, ...]
    sources: tuple[str, ...]
    state: str | None

    @property
    def dated(self) -> bool:
        """Whether some document gives a date."""
        return self.date is not None

    @property
    def place(self) -> tuple[object, ...]:
        """What moments are sorted by: the first known bound, undated ones last."""
        bound = self.earliest if self.earliest > NEVER else self.latest
        return not self.dated, bound, self.latest, _ORDER[self.what], self.id

    def as_json(self) -> dict[str, Any]:
        """Return the moment as ``aikg timeline --json`` prints it."""
        return {
            "what": self.what,
            "id": self.id,
            "sentence": self.sentence,
            "date": self.date,
            "earliest": day_text(self.earliest),
            "latest": day_text(self.latest),
            "dated": self.dated,
            "state": self.state,
            "layer": self.layer,
            "flags": list(self.flags),
            "sources": list(self.sources),
        }


def of(view: View, id_: str | None = None) -> tuple[Moment, ...]:
    """List the moments of a view in order, or those that touch one thing.

    The thing is an entity, claim, restriction, event, exception or source; a restriction touches
    its issuer, addressees and everything its wordings name. Only what is at or above the
    floor is listed; with a day to ask about, only what has or may have happened by then. The
    order is by the first known bound; what no document dates stands at the end. A state whose
    start nobody dates has no moment of its own but the one when it was first told of.
    """
    moments = [moment for moment in _Moments(view).all(id_) if view.frame.as_of is None or moment.state != "notYet"]
    return tuple(sorted(moments, key=lambda moment: moment.place))


class _Moments:
    """The moments of a view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.facts = view.facts

    def all(self, id_: str | None) -> Iterator[Moment]:
        for held in self.view.known.values():
            if self.view.frame.admits(held.evidence.layer) and (id_ is None or self._is_about(held, id_)):
                yield from self._claim(held)
        for restriction in self.facts.restrictions.values():
            touched = id_ is None or id_ in _things(restriction)
            for moment in self._restriction(restriction):
                if touched or moment.id == id_ or id_ in moment.sources:
                    yield moment

    def _is_about(self, held: Held, id_: str) -> bool:
        claim = held.claim
        if id_ in {claim.id, claim.subject, claim.about} or (claim.object == id_ and not claim.is_text):
            return True
        return id_ in self.facts.sources and any(a.doc == id_ or id_ in a.via for a in held.evidence.attestations)

    # ---- claims

    def _claim(self, held: Held) -> Iterator[Moment]:
        said = sentence(self.view, held)
        event = self.facts.vocabulary.relations[held.claim.relation].event
        if event:
            on = held.values["on"]
            yield self._moment("event", held.claim.id, said, on, held.start, held.evidence)
        else:
            since, until = held.values["since"], held.values["until"]
            if isinstance(since, When):
                yield self._moment("start", held.claim.id, f"{said}: begins", since, held.start, held.evidence)
            if isinstance(until, When) and not until.open:
                yield self._moment("end", held.claim.id, f"{said}: ends", until, held.end, held.evidence)
        yield from self._told(held.claim.id, said, held.evidence)

    def _told(self, id_: str, said: str, evidence: Evidence) -> Iterator[Moment]:
        """Yield when something was first told of: no later than its earliest certain publication."""
        documents = {a.doc: publication(self.facts.sources[a.doc]) for a in evidence.support if a.doc is not None}
        if not documents:
            return
        bounds = min(first for first, _ in documents.values()), min(last for _, last in documents.values())
        earliest = sorted(doc for doc, (_, last) in documents.items() if last == bounds[1])
        yield Moment(
            what="told",
            id=id_,
            sentence=f"first told: {said}",
            date=_told_on(self.facts.sources[earliest[0]], bounds),
            earliest=bounds[0],
            latest=bounds[1],
            layer=evidence.layer,
            flags=evidence.flags,
            sources=tuple(earliest),
            state=self._state(bounds),
        )

    # ---- restrictions

    def _restriction(self, restriction: Restriction) -> Iterator[Moment]:
        worded = answering(restriction, self.view.library)
        if worded is not None:
            yield from self._told(restriction.id, restriction.name, worded[1])
        for happening in self.view.standings[restriction.id].happenings:
            if happening.folded:
                yield from self._event(restriction, happening)
        for exemption in restriction.exemptions:
            yield from self._exemption(restriction, exemption)

    def _event(self, restriction: Restriction, happening: Happening) -> Iterator[Moment]:
        event, date, until, evidence = happening.event, happening.date, happening.until, happening.evidence
        said = f"{restriction.name}: {self.facts.vocabulary.codes['EventType'][event.event].label}"
        given = evidence.value("on", event.date)
        bounds = (date.earliest, date.latest)
        yield self._moment("event", event.id, said, given, bounds, evidence)
        if until is not None and not until.open:
            ends = (until.earliest, until.latest)
            last = f"{restriction.name}: last day of the suspension"
            yield self._moment("end", event.id, last, until, ends, evidence)

    def _exemption(self, restriction: Restriction, exemption: Exemption) -> Iterator[Moment]:
        evidence = self.view.library.evidence(exemption.attestations, restriction.issuer)
        if evidence is None or not self.view.frame.admits(evidence.layer):
            return
        said = f"{restriction.name}: exception {exemption.id.rpartition('.')[2]}"
        since, until = exemption.since, exemption.until
        if since is not None:
            bounds = (since.earliest, since.latest)
            yield self._moment("start", exemption.id, f"{said} begins", since, bounds, evidence)
        if until is not None and not until.open:
            bounds = (until.earliest, until.latest)
            yield self._moment("end", exemption.id, f"{said} ends", until, bounds, evidence)
        yield from self._told(exemption.id, said, evidence)

    def _moment(
        self, what: str, id_: str, said: str, date: object, bounds: tuple[int, int], evidence: Evidence
    ) -> Moment:
        return Moment(
            what=what,
            id=id_,
            sentence=said,
            date=date.text if isinstance(date, When) else None,
            earliest=bounds[0],
            latest=bounds[1],
            layer=evidence.layer,
            flags=evidence.flags,
            sources=evidence.documents,
            state=self._state(bounds),
        )

    def _state(self, bounds: tuple[int, int]) -> str | None:
        day = self.view.frame.as_of
        return None if day is None else _STATES[When("", *bounds).happened(day)]


def _told_on(source: Source, bounds: tuple[int, int]) -> str | None:
    """Write when a document was published, less precisely where another may have come before it."""
    if source.published is None:
        return None
    if source.published.earliest <= bounds[0]:
        return source.published.text
    return f"[{day_text(bounds[0]) or ''}..{day_text(bounds[1])}]"


def _things(restriction: Restriction) -> frozenset[str]:
    """Return the ids a restriction touches: its own, its issuer's, addressees', what its wordings name."""
    tests = [test for w in (restriction.wording, *restriction.variants) for test in (w.parties, w.assets)]
    tests += [test for exemption in restriction.exemptions for test in (exemption.parties, exemption.assets)]
    return frozenset(
        (restriction.id, restriction.issuer, *restriction.addressees, *(id_ for test in tests for id_ in _ids(test))),
    )


def _ids(expression: Expression | None) -> Iterator[str]:
    """Yield every id in an expression."""
    match expression:
        case Select(_, ids):
            yield from ids
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from _ids(part)
        case Not(part) | Owned(part) | Controlled(part) | Employed(part):
            yield from _ids(part)
