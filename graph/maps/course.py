"""The course of each restriction: its status, its silent events and its exceptions, day by day.

A page that compares two days needs them: they are what ``aikg changes`` lists beside claims.
As in :mod:`graph.maps.tables`, nothing is decided here; the view is asked for every day on
which an answer can change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.facts.when import NEVER, When
from graph.maps.model import Course, CourseStep, Stretch, Turn
from graph.maps.tables import Tables
from graph.meaning.changes import SILENT, STATES
from graph.meaning.coverage import live_exemptions
from graph.meaning.standing import standing

if TYPE_CHECKING:
    from graph.facts.records import Attestation, Event, Exemption, Restriction, Wording
    from graph.meaning.view import View

__all__ = ["Courses"]


class Courses(Tables):
    """Tables of claims and of the edges of restrictions, and the courses of restrictions."""

    def course(self, restriction: Restriction) -> Course:
        """Return what is otherwise from day to day about one restriction, for each floor.

        All its documents are weighed: a table for each choice among them would double the time
        a map takes, and a page says where a choice is not heeded.
        """
        docs = self.docs(_attestations(restriction))
        days = self._days(restriction)
        found: list[tuple[str, tuple[CourseStep, ...]]] = []
        for floor in self.floors:
            steps: list[CourseStep] = []
            for day in self._learned(docs):
                rows = self._rows(restriction, self._asked(day, None, floor), days)
                if rows if not steps else steps[-1].rows != rows:
                    steps.append(CourseStep(None if day == NEVER else day, rows))
            found.append((floor, tuple(steps)))
        return Course(docs=docs, tables=tuple(found))

    def _days(self, restriction: Restriction) -> list[int]:
        days = set(self._turns(restriction))
        for exemption in restriction.exemptions:
            told = [a.overrides.get(key) for a in exemption.attestations for key in ("since", "until")]
            whens = (exemption.since, exemption.until, *told)
            for when in whens:
                if isinstance(when, When):
                    days |= {when.earliest, when.latest, when.earliest + 1, when.latest + 1}
        return sorted(day for day in days if day == NEVER or day > 0)

    def _rows(self, restriction: Restriction, view: View, days: list[int]) -> tuple[Turn, ...]:
        """Ask for every stretch between two days; equal answers that follow each other become one."""
        found: dict[tuple[str, str, str, bool], list[Stretch]] = {}
        for number, first in enumerate(days):
            last = days[number + 1] - 1 if number + 1 < len(days) else None
            asked = self._known(replace(view.frame, as_of=max(first, 1)))
            for key, state in _states(restriction, asked):
                stretches = found.setdefault(key, [])
                begin = None if first == NEVER else first
                before = stretches[-1] if stretches else None
                if before is not None and before.state == state and before.last == first - 1:
                    stretches[-1] = replace(before, last=last)
                else:
                    stretches.append(Stretch(begin, last, state))
        return tuple(Turn(*key, tuple(stretches)) for key, stretches in found.items())


def _attestations(restriction: Restriction) -> Iterator[Attestation]:
    parts: tuple[Wording | Event | Exemption, ...] = (
        restriction.wording,
        *restriction.variants,
        *restriction.events,
        *restriction.exemptions,
    )
    for part in parts:
        yield from part.attestations


def _states(restriction: Restriction, view: View) -> Iterator[tuple[tuple[str, str, str, bool], str]]:
    """Yield (what, id, label, surely known) and the state on the view's day."""
    words = view.facts.vocabulary.codes["EventType"]
    stand = standing(restriction, view.library)
    if stand.evidence is not None and stand.status is not None:
        folded = [h for h in stand.happenings if h.folded]
        weighed = [h.evidence.known for h in folded if words[h.event.event].effect not in SILENT]
        yield ("restriction", restriction.id, "", {stand.evidence.known, *weighed} == {"yes"}), stand.status
        for happening in folded:
            event = words[happening.event.event]
            if event.effect in SILENT:
                yield (
                    ("event", happening.event.id, event.label, happening.evidence.known == "yes"),
                    STATES[happening.state],
                )
    for exemption, certain in live_exemptions(view, restriction):
        evidence = view.library.evidence(exemption.attestations, restriction.issuer)
        assert evidence is not None
        key = ("exception", exemption.id, exemption.id.rpartition(".")[2], evidence.known == "yes")
        yield key, "yes" if certain else "maybe"
