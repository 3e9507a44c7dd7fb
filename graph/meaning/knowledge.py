"""What was learned, corrected and retracted between two states of knowledge.

A claim is *learned* when it comes into the view for the first time, *retracted* when what
supported it has been withdrawn, *corrected* when anything else about it differs: status,
layer, flags, dates and other values, for restrictions the status on the day asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.facts.when import day_text
from graph.meaning.changes import between
from graph.meaning.describe import sentence
from graph.meaning.standing import answering
from graph.meaning.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.facts.load import Facts
    from graph.facts.records import Attestation, Exemption, Restriction
    from graph.meaning.changes import Changes
    from graph.meaning.evidence import Evidence
    from graph.meaning.frame import Frame
    from graph.meaning.standing import Happening

__all__ = ["Comparison", "Gained", "Lesson", "compare", "gained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One thing that is known otherwise in the second state of knowledge.

    ``what`` is ``claim``, ``restriction``, ``event`` or ``exception``; ``differs`` maps what is
    otherwise to its two values. It is ``certain`` unless a document that may or may not have
    been published by one of the two days has a part in it.
    """

    id: str
    what: str
    sentence: str
    certain: bool
    layer: str | None
    status: str | None
    flags: tuple[str, ...]
    sources: tuple[str, ...]
    differs: Mapping[str, tuple[Any, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return the entry as ``aikg changes --json`` prints it."""
        return {
            "id": self.id,
            "what": self.what,
            "sentence": self.sentence,
            "certain": self.certain,
            "layer": self.layer,
            "status": self.status,
            "flags": list(self.flags),
            "sources": list(self.sources),
            "differs": {key: {"from": was, "to": now} for key, (was, now) in self.differs.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Gained:
    """What one state of knowledge has over an earlier one; each list is sorted by id."""

    known_from: int
    known_to: int
    learned: tuple[Lesson, ...]
    corrected: tuple[Lesson, ...]
    retracted: tuple[Lesson, ...]
    frame: Frame = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg changes --json`` prints it."""
        return {
            "known_from": day_text(self.known_from),
            "known_to": day_text(self.known_to),
            **self.frame.as_json(),
            "learned": [lesson.as_json() for lesson in self.learned],
            "corrected": [lesson.as_json() for lesson in self.corrected],
            "retracted": [lesson.as_json() for lesson in self.retracted],
        }


def gained(facts: Facts, frame: Frame, known_from: int, known_to: int) -> Gained:
    """Compare what was known on two days (ordinals) of one world, floor and choice of documents.

    ``known_at`` of the frame is not used; with an ``as_of``, what holds on that day counts.
    Raises :class:`ValueError` where the first day comes after the second.
    """
    if known_from > known_to:
        message = f"knowledge grows from {day_text(known_to)} to {day_text(known_from)}; swap the two days"
        raise ValueError(message)
    frame = replace(frame, known_at=None)
    first, second = (_States(View(facts, replace(frame, known_at=day))) for day in (known_from, known_to))
    was, now = first.found, second.found
    lists: dict[str, list[Lesson]] = {"learned": [], "corrected": [], "retracted": []}
    for id_ in sorted(now):
        kind = _kind(was.get(id_), now[id_])
        if kind is not None:
            lists[kind].append(_lesson(was.get(id_), now[id_]))
    return Gained(
        known_from=known_from,
        known_to=known_to,
        frame=frame,
        **{kind: tuple(lessons) for kind, lessons in lists.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A thing as known in one state of knowledge; ``shown`` when it is in the view."""

    id: str
    what: str
    sentence: str
    shown: bool
    evidence: Evidence
    sure: bool
    values: dict[str, Any]


def _kind(was: _State | None, now: _State) -> str | None:
    if not now.shown:
        if was is None or not was.shown:
            return None
        return "retracted" if now.evidence.status == "retracted" else "corrected"
    if was is None or (was.shown and was.evidence.known == "maybe" and now.evidence.known == "yes"):
        return "learned"
    return "corrected" if not was.shown or was.values != now.values else None


def _lesson(was: _State | None, now: _State) -> Lesson:
    before: dict[str, Any] = {} if was is None else was.values
    differs = {key: (before.get(key), value) for key, value in now.values.items() if before.get(key) != value}
    return Lesson(
        id=now.id,
        what=now.what,
        sentence=now.sentence,
        certain=now.sure and (was is None or was.sure),
        layer=now.evidence.layer,
        status=now.evidence.status,
        flags=now.evidence.flags,
        sources=now.evidence.documents,
        differs=differs if was is not None else {},
    )


class _States:
    """Everything known under a view, by id."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.found: dict[str, _State] = {}
        self._claims()
        for restriction in view.facts.restrictions.values():
            self._wording(restriction)
            for happening in view.standings[restriction.id].happenings:
                self._event(restriction, happening)
            for exemption in restriction.exemptions:
                self._exemption(restriction, exemption)

    def _add(self, id_: str, what: str, sentence: str, evidence: Evidence, shown: bool, values: dict[str, Any]) -> None:
        self.found[id_] = _State(
            id=id_,
            what=what,
            sentence=sentence,
            shown=shown,
            evidence=evidence,
            sure=self._sure(evidence.attestations),
            values={
                "layer": evidence.layer,
                "status": evidence.status,
                "flags": list(evidence.flags),
                "known": evidence.known,
                **values,
            },
        )

    def _sure(self, attestations: Iterable[Attestation]) -> bool:
        return all(self.view.library.known(a.doc) == "yes" for a in attestations)

    def _claims(self) -> None:
        for id_, held in self.view.known.items():
            values = {"holds": held.covers, **{key: _text(value) for key, value in held.values.items()}}
            shown = id_ in self.view.claims
            self._add(id_, "claim", sentence(self.view, held), held.evidence, shown, values)

    def _wording(self, restriction: Restriction) -> None:
        library = self.view.library
        worded = answering(restriction, library)
        if worded is not None:
            stand = self.view.standings[restriction.id]
            values = {"wording": worded[0].id, "standing": stand.status, "standing_expected": stand.expected}
            self._add(restriction.id, "restriction", restriction.name, worded[1], True, values)
            return
        own = library.evidence(restriction.wording.attestations, restriction.issuer)
        if own is not None:
            values = {"wording": None, "standing": "UNKNOWN", "standing_expected": False}
            self._add(restriction.id, "restriction", restriction.name, own, False, values)

    def _event(self, restriction: Restriction, happening: Happening) -> None:
        label = self.view.facts.vocabulary.codes["EventType"][happening.event.event].label
        values = {"on": happening.date.text, "until": _text(happening.until), "state": happening.state}
        said = f"{restriction.name}: {label}"
        self._add(happening.event.id, "event", said, happening.evidence, happening.folded, values)

    def _exemption(self, restriction: Restriction, exemption: Exemption) -> None:
        evidence = self.view.library.evidence(exemption.attestations, restriction.issuer)
        if evidence is not None:
            number = exemption.id.rpartition(".")[2]
            shown = self.view.frame.admits(evidence.layer)
            self._add(exemption.id, "exception", f"{restriction.name}: exception {number}", evidence, shown, {})


def _text(value: Any) -> Any:  # noqa: ANN401 - dates, shares, amounts and lists of them
    if isinstance(value, tuple):
        return [measure.text for measure in value]
    return None if value is None else value.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two days of the world, two states of knowledge, or both."""

    days: Changes | None
    knowledge: Gained | None
    frame: Frame

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg changes --json`` prints it; what was not asked is null or empty."""
        answer: dict[str, Any] = {"from": None, "to": None, "known_from": None, "known_to": None}
        answer |= {key: [] for key in ("in", "maybe", "out", "learned", "corrected", "retracted")}
        for part in (self.days, self.knowledge):
            answer |= {} if part is None else part.as_json()
        return answer | self.frame.as_json()


def compare(facts: Facts, frame: Frame, days: tuple[int, int] | None, known: tuple[int, int] | None) -> Comparison:
    """Compare two days, two states of knowledge, or both; all are ordinals.

    With both, the days are compared as known at the end, and what was learned counts where it
    is about the second day.
    """
    seen = frame if known is None else replace(frame, known_at=known[1])
    about = frame if days is None else replace(frame, as_of=days[1])
    return Comparison(
        days=None if days is None else between(facts, seen, *days),
        knowledge=None if known is None else gained(facts, about, *known),
        frame=frame,
    )
