"""The answers of the meaning layer as tables: for each choice of documents, day by day.

Nothing is decided here. For every day on which an answer can change, the view is asked, and
equal answers that follow each other become one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from graph.facts.when import FOREVER, NEVER, When
from graph.maps.model import Span, Step, Table
from graph.meaning.evidence import publication
from graph.meaning.frame import FLOORS
from graph.meaning.standing import standing
from graph.meaning.view import STALE_AFTER, Held, View

if TYPE_CHECKING:
    from graph.facts.records import Attestation, Claim, Event, Restriction, Wording
    from graph.meaning.frame import Frame
    from graph.meaning.standing import Standing

__all__ = ["Tables"]

_MOST_DOCS = 4
"""Up to this many documents every choice among them gets its own table (15 choices)."""
_LAST_DAY = 3_652_059


class Tables:
    """Tables of claims and of the edges of restrictions, within what a view admits."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.floors = FLOORS[: FLOORS.index(view.frame.floor) + 1]
        self._frame = replace(view.frame, as_of=None)
        self._known = cache(self._at)

    def _at(self, frame: Frame) -> View:
        return View(self.view.facts, frame)

    def docs(self, attestations: Iterable[Attestation]) -> tuple[str, ...]:
        """Return the documents of these attestations that the view may know."""
        told = {a.doc for a in attestations if a.doc is not None and self.view.library.known(a.doc) != "no"}
        return tuple(sorted(told))

    def _choices(self, docs: tuple[str, ...]) -> Iterator[tuple[str, ...] | None]:
        yield None
        if len(docs) <= _MOST_DOCS:
            for size in range(len(docs) - 1, 0, -1):
                yield from combinations(docs, size)

    def _learned(self, docs: Iterable[str]) -> list[int]:
        """Return the days of knowledge on which something can change, the first before everything."""
        until = self._frame.known_at if self._frame.known_at is not None else _LAST_DAY
        days = {NEVER}
        for doc in docs:
            days.update(day for day in publication(self.view.facts.sources[doc]) if NEVER < day <= until)
        return sorted(days)

    # ---- claims

    def of_claim(self, claim: Claim) -> tuple[Table, ...]:
        """Return the tables of a typed claim; none when nothing in them is at or above the floor."""
        docs = self.docs(claim.attestations)
        found: list[Table] = []
        for choice in self._choices(docs):
            days = self._learned(choice or docs)
            rows = [
                _merged([self._step(claim, self._asked(day, choice, floor), day) for day in days])
                for floor in self.floors
            ]
            if choice is None and not any(step.layer for step in rows[-1]):
                return ()
            if all(row == rows[-1] for row in rows):
                found.append(Table(choice, rows[-1]))
            else:
                # a document that is only maybe known can carry a claim over one floor and not over another
                found += [Table(choice, row, floor) for row, floor in zip(rows, self.floors, strict=True)]
        return tuple(found)

    def _asked(self, known_at: int, choice: tuple[str, ...] | None, floor: str) -> View:
        only = self._frame.only if choice is None else choice
        return self._known(replace(self._frame, known_at=known_at, only=only, floor=floor))

    def _step(self, claim: Claim, view: View, day: int) -> Step | None:
        held = _held(view, claim)
        if held is None:
            return None
        evidence = held.evidence
        stale = None
        if held.values["until"] is None and held.values["on"] is None and evidence.last is not None:
            event = self.view.facts.vocabulary.relations[claim.relation].event
            stale = None if event else evidence.last + STALE_AFTER + 1
        return Step(
            known_from=None if day == NEVER else day,
            certain=evidence.known == "yes",
            status=evidence.status,
            layer=evidence.layer if self._frame.admits(evidence.layer) else None,
            flags=self.view.marks(held),
            roots=len(evidence.roots),
            stale_from=stale,
            spans=_spans(held),
        )

    # ---- edges of restrictions

    def of_restriction(self, restriction: Restriction) -> dict[str, tuple[Held, tuple[Table, ...]]]:
        """Return each derived edge with its tables: they differ by floor, as events below it are not folded."""
        docs = self.docs(_attestations(restriction))
        turns = self._turns(restriction)
        edges: dict[str, Held] = {}
        answers: dict[tuple[str, tuple[str, ...] | None], dict[str, list[Step]]] = {}
        for floor in self.floors:
            for choice in self._choices(docs):
                rows: dict[str, list[Step]] = {}
                for day in self._learned(choice or docs):
                    frame = self._asked(day, choice, floor).frame
                    found = self._derived(restriction, frame, day, turns)
                    for id_, (held, step) in found.items():
                        edges.setdefault(id_, held)
                        rows.setdefault(id_, []).append(step)
                    for id_ in rows.keys() - found.keys():  # what followed once may follow no more
                        rows[id_].append(replace(rows[id_][-1], known_from=day, layer=None, spans=()))
                answers[floor, choice] = rows
        return {
            id_: (
                edges[id_],
                tuple(Table(choice, _merged(rows.get(id_, ())), floor) for (floor, choice), rows in answers.items()),
            )
            for id_ in sorted(edges)
        }

    def _derived(
        self, restriction: Restriction, frame: Frame, day: int, turns: Sequence[int]
    ) -> dict[str, tuple[Held, Step]]:
        view = self._known(frame)
        always = {held.claim.id: held for held in _derived(view, standing(restriction, view.library))}
        if not always:
            return {}
        spans: dict[str, list[Span]] = {id_: [] for id_ in always}
        for number, first in enumerate(turns):
            last = turns[number + 1] - 1 if number + 1 < len(turns) else None
            asked = self._known(replace(frame, as_of=max(first, 1)))
            stand = standing(restriction, asked.library)
            for held in _derived(asked, stand):
                if held.claim.id in spans:
                    begin = None if first == NEVER else first
                    expected = "expected" in held.flags
                    span = Span(begin, last, held.certain, stand.status or "", expected)
                    spans[held.claim.id].append(span)
        return {
            id_: (
                held,
                Step(
                    known_from=None if day == NEVER else day,
                    certain=held.evidence.known == "yes",
                    status=held.evidence.status,
                    layer=held.evidence.layer if frame.admits(held.evidence.layer) else None,
                    flags=self.view.marks(held),
                    roots=len(held.evidence.roots),
                    spans=_joined(spans[id_]),
                ),
            )
            for id_, held in always.items()
        }

    def _turns(self, restriction: Restriction) -> list[int]:
        """Return every day on which the restriction's status may change, and NEVER."""
        days = {NEVER}
        for event in restriction.events:
            whens = [event.date, event.until, *(a.overrides.get("on") for a in event.attestations)]
            for when in whens:
                if isinstance(when, When):
                    days |= {when.earliest, when.latest, when.earliest + 1, when.latest + 1}
        for attestation in _attestations(restriction):
            if attestation.doc is not None:
                days.update(publication(self.view.facts.sources[attestation.doc]))
        return sorted(day for day in days if day == NEVER or 0 < day <= _LAST_DAY)


def _held(view: View, claim: Claim) -> Held | None:
    """Ask the view about one claim alone; `View.known` would weigh all of them for each day."""
    evidence = view.library.evidence(claim.attestations, claim.subject)
    return None if evidence is None else view.hold(claim, evidence)


def _derived(view: View, stand: Standing) -> Iterator[Held]:
    """Ask the view what follows from one restriction alone."""
    return view.derive(stand)


def _attestations(restriction: Restriction) -> Iterator[Attestation]:
    parts: tuple[Wording | Event, ...] = (restriction.wording, *restriction.variants, *restriction.events)
    for part in parts:
        yield from part.attestations


def _merged(steps: Sequence[Step | None]) -> tuple[Step, ...]:
    """Keep the steps at which something changes."""
    found: list[Step] = []
    for step in steps:
        if step is None:
            continue
        if found and replace(step, known_from=found[-1].known_from) == found[-1]:
            continue
        found.append(step)
    return tuple(found)


def _spans(held: Held) -> tuple[Span, ...]:
    """Return on which days a claim holds: certainly from latest start to earliest end, else maybe."""
    (early, late), (soon, far) = held.start, held.end
    if late > soon:
        parts = [(early, far, False)]
    else:
        parts = [(early, late - 1, False), (late, soon, True), (soon + 1, far, False)]
    spans = []
    for first, last, certain in parts:
        if first > last or last < 1 or first > _LAST_DAY:
            continue
        begin = None if first <= NEVER else first
        spans.append(Span(begin, None if last > _LAST_DAY or last >= FOREVER else last, certain))
    return tuple(spans)


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join spans that follow each other and say the same."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if (
            before is not None
            and before.last is not None
            and span.first == before.last + 1
            and replace(span, first=before.first) == replace(before, last=span.last)
        ):
            found[-1] = replace(before, last=span.last)
        else:
            found.append(span)
    return tuple(found)
