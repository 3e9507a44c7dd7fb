"""What changed between two days, and what was learned between two states of knowledge.

The world is compared, not the files: a claim or a status is asked for on both days (or as
known on both) and listed where the answers differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.facts.when import When, day_text
from graph.meaning.coverage import live_exemptions
from graph.meaning.describe import sentence
from graph.meaning.frame import FLOORS
from graph.meaning.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.facts.load import Facts
    from graph.meaning.frame import Frame
    from graph.meaning.standing import Standing
    from graph.meaning.view import Held

__all__ = ["NEARNESS", "SILENT", "STATES", "Change", "Changes", "between", "weakest"]

# How near a status is to binding: a certain rise is a change *in*, a certain fall one *out*.
NEARNESS = {"ENDED": 0, "NOT_YET": 1, "SUSPENDED": 2, "IN_FORCE": 3}
_NOW = {
    "IN_FORCE": "is in force",
    "NOT_YET": "is not yet in force",
    "SUSPENDED": "is suspended",
    "ENDED": "has ended",
    "INDETERMINATE": "may or may not be in force",
}
_BEFORE = {
    "IN_FORCE": "it was in force",
    "NOT_YET": "it was not yet in force",
    "SUSPENDED": "it was suspended",
    "ENDED": "it had ended",
    "INDETERMINATE": "it may or may not have been in force",
}
# What these events do leaves the status alone.
SILENT = frozenset({"none", "announces"})
STATES = {"happened": "yes", "maybe": "maybe", "notYet": "no", None: "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that is otherwise on the second day.

    ``what`` is ``claim``, ``restriction``, ``event`` or ``exception``. ``was`` and ``now`` are
    ``yes``, ``maybe`` or ``no``, for a restriction its statuses. ``rests_on`` names the events
    of a restriction whose state differs between the days. ``known`` is ``maybe`` where only
    documents of uncertain date say so. Layer, flags, dates and sources are those of the second
    day; of the first, where it does not hold on the second.
    """

    id: str
    what: str
    sentence: str
    was: str
    now: str
    on: str | None = None
    since: str | None = None
    until: str | None = None
    layer: str | None
    flags: tuple[str, ...] = ()
    known: str = "yes"
    sources: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def way(self) -> str | None:
        """``in``, ``out``, ``maybe``, or None where nothing changed."""
        if self.was == self.now:
            return None
        if self.known != "yes" or "INDETERMINATE" in {self.was, self.now}:
            return "maybe"
        if self.what == "restriction":
            return "in" if NEARNESS[self.now] > NEARNESS[self.was] else "out"
        return {("no", "yes"): "in", ("yes", "no"): "out"}.get((self.was, self.now), "maybe")

    def as_json(self) -> dict[str, Any]:
        """Return the entry as ``aikg changes --json`` prints it."""
        return {
            "id": self.id,
            "what": self.what,
            "sentence": self.sentence,
            "was": self.was,
            "now": self.now,
            "on": self.on,
            "since": self.since,
            "until": self.until,
            "layer": self.layer,
            "flags": list(self.flags),
            "known": self.known,
            "sources": list(self.sources),
            "rests_on": list(self.rests_on),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed from one day to another; each list is sorted by id.

    ``came`` did certainly not hold on the first day and certainly holds on the second (a
    restriction came certainly nearer to binding); ``went`` is the reverse; in ``maybe`` the
    two answers differ and at least one of them is not certain.
    """

    from_day: int
    to_day: int
    came: tuple[Change, ...]
    maybe: tuple[Change, ...]
    went: tuple[Change, ...]
    frame: Frame = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg changes --json`` prints it."""
        return {
            "from": day_text(self.from_day),
            "to": day_text(self.to_day),
            **self.frame.as_json(),
            "in": [change.as_json() for change in self.came],
            "maybe": [change.as_json() for change in self.maybe],
            "out": [change.as_json() for change in self.went],
        }


def between(facts: Facts, frame: Frame, from_day: int, to_day: int) -> Changes:
    """Compare the worlds of two days under one state of knowledge, floor and choice of documents.

    Days are ordinals and may stand in either order; ``as_of`` of the frame is not used. A
    claim that only may hold, or that only may have been published, is a *maybe*. What began and
    ended between the days is on neither of them. Events of restrictions that leave the status
    alone (announced, amended, narrowed, widened) and exceptions are entries of their own.
    """
    frame = replace(frame, as_of=None)
    first, second = (View(facts, replace(frame, as_of=day)) for day in (from_day, to_day))
    changes = sorted(
        (*_claims(first, second), *_restrictions(first, second), *_exceptions(first, second)),
        key=lambda change: change.id,
    )
    ways: dict[str | None, list[Change]] = {"in": [], "maybe": [], "out": [], None: []}
    for change in changes:
        ways[change.way].append(change)
    return Changes(
        from_day=from_day,
        to_day=to_day,
        came=tuple(ways["in"]),
        maybe=tuple(ways["maybe"]),
        went=tuple(ways["out"]),
        frame=frame,
    )


def weakest(layers: Iterable[str | None]) -> str | None:
    """Return the weakest of some layers; None where there are none."""
    return max((layer for layer in layers if layer is not None), key=FLOORS.index, default=None)


def _claims(first: View, second: View) -> Iterator[Change]:
    for id_ in first.claims.keys() | second.claims.keys():
        was, now = first.claims.get(id_), second.claims.get(id_)
        if _answer(was) == _answer(now):
            continue
        held, view = (now, second) if now is not None else (was, first)
        assert held is not None
        yield Change(
            id=id_,
            what="claim",
            sentence=sentence(view, held),
            was=_answer(was),
            now=_answer(now),
            on=_text(held.values["on"]),
            since=_text(held.values["since"]),
            until=_text(held.values["until"]),
            layer=held.evidence.layer,
            flags=held.flags,
            known=held.evidence.known,
            sources=held.evidence.documents,
        )


def _answer(held: Held | None) -> str:
    if held is None:
        return "no"
    return "yes" if held.certain else "maybe"


def _text(value: object) -> str | None:
    return value.text if isinstance(value, When) else None


def _restrictions(first: View, second: View) -> Iterator[Change]:
    for id_, was in first.standings.items():
        now = second.standings[id_]
        # what is known is the same on both days, so that both are UNKNOWN or neither is
        if was.status is None or now.status is None or now.status == "UNKNOWN":
            continue
        if was.status != now.status:
            yield _status_change(second, was, now)
        yield from _events(second, was, now)


def _status_change(view: View, was: Standing, now: Standing) -> Change:
    assert was.status is not None and now.status is not None and now.evidence is not None  # noqa: PT018 - one fact
    words = view.facts.vocabulary.codes["EventType"]
    folded = [h for h in now.happenings if h.folded and words[h.event.event].effect not in SILENT]
    before = {h.event.id: h.state for h in was.happenings}
    # a suspension runs out without an event
    moved = [h for h in folded if h.state != before[h.event.id]] or [h for h in folded if h.until is not None]
    known = {now.evidence.known, *(h.evidence.known for h in folded)}
    documents = dict.fromkeys(doc for h in moved for doc in h.evidence.documents) or now.evidence.documents
    expected = ("expected",) if now.expected or was.expected else ()
    return Change(
        id=now.restriction.id,
        what="restriction",
        sentence=f"{now.restriction.name} {_NOW[now.status]}; before, {_BEFORE[was.status]}",
        was=was.status,
        now=now.status,
        layer=weakest((now.evidence.layer, *(h.evidence.layer for h in moved))),
        flags=tuple(dict.fromkeys((*now.evidence.flags, *expected))),
        known="yes" if known == {"yes"} else "maybe",
        sources=tuple(documents),
        rests_on=tuple(h.event.id for h in moved),
    )


def _events(view: View, was: Standing, now: Standing) -> Iterator[Change]:
    """Yield the events that change nothing about the status and so would not be seen."""
    words = view.facts.vocabulary.codes["EventType"]
    for before, after in zip(was.happenings, now.happenings, strict=True):
        if after.folded and words[after.event.event].effect in SILENT:
            yield Change(
                id=after.event.id,
                what="event",
                sentence=f"{now.restriction.name}: {words[after.event.event].label}",
                was=STATES[before.state],
                now=STATES[after.state],
                on=after.date.text,
                layer=after.evidence.layer,
                flags=after.evidence.flags,
                known=after.evidence.known,
                sources=after.evidence.documents,
            )


def _exceptions(first: View, second: View) -> Iterator[Change]:
    for restriction in second.facts.restrictions.values():
        was, now = (dict(_live(view, restriction.id)) for view in (first, second))
        for exemption in restriction.exemptions:
            evidence = second.library.evidence(exemption.attestations, restriction.issuer)
            if evidence is not None and exemption.id in was.keys() | now.keys():
                number = exemption.id.rpartition(".")[2]
                yield Change(
                    id=exemption.id,
                    what="exception",
                    sentence=f"{restriction.name}: exception {number} applies",
                    was=was.get(exemption.id, "no"),
                    now=now.get(exemption.id, "no"),
                    since=_text(exemption.since),
                    until=_text(exemption.until),
                    layer=evidence.layer,
                    flags=evidence.flags,
                    known=evidence.known,
                    sources=evidence.documents,
                )


def _live(view: View, restriction: str) -> Iterator[tuple[str, str]]:
    for exemption, certain in live_exemptions(view, view.facts.restrictions[restriction]):
        yield exemption.id, "yes" if certain else "maybe"
