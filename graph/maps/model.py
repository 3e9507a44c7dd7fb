"""What a map draws: a view turned into nodes, edges and tables that need no rule to be read.

The page can move both clocks, raise the floor and choose sources. So that no rule of
evidence is written a second time in a browser, every edge carries the answers as tables:
for each choice of documents, from which day of knowledge on, which status, layer and flags,
and on which days it holds. The page only looks them up.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

__all__ = [
    "ATLAS_VERSION",
    "Card",
    "Course",
    "CourseStep",
    "Edge",
    "Holds",
    "MapData",
    "Node",
    "SourceCard",
    "Span",
    "Step",
    "StoryCard",
    "StoryStep",
    "Stretch",
    "Table",
    "Turn",
    "Witness",
]

ATLAS_VERSION = 2
"""The version of the data block of a page."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days ``first`` to ``last`` (ordinals, both included; None is unbounded) on which an edge holds.

    ``state`` is the restriction's status where the edge comes from one, else empty;
    ``expected`` tells that on these days it is only expected to hold.
    """

    first: int | None
    last: int | None
    certain: bool
    state: str = ""
    expected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is known from day ``known_from`` on (None: from the start).

    ``certain`` is False while it is only possible that a source had been published by then.
    ``stale_from`` is the first day of the flag `stale`.
    """

    known_from: int | None
    certain: bool
    status: str
    layer: str | None
    flags: tuple[str, ...] = ()
    roots: int = 0
    stale_from: int | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The steps for one choice among an edge's documents; ``docs`` None means all of them.

    ``floor`` names the floor the steps are for, where the answer depends on it (a
    restriction folds only the events at or above it); None: for every floor.
    """

    docs: tuple[str, ...] | None
    steps: tuple[Step, ...]
    floor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One document's word on an edge; the texts are shown as they are."""

    doc: str | None
    modality: str
    via: tuple[str, ...] = ()
    speaker: str | None = None
    speaks_for: str | None = None
    where: str | None = None
    says: str | None = None
    quote: str | None = None
    note: str | None = None
    differs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A claim, or an edge derived from a restriction.

    ``object`` is a node's id; where the object is no node (text, a document, another claim)
    it is None and ``text`` says it. ``dates`` and ``facts`` are (key, text) as written.
    """

    id: str
    subject: str
    relation: str
    object: str | None
    text: str | None = None
    dates: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    docs: tuple[str, ...] = ()
    """The documents whose choice changes the tables, sorted."""
    restriction: str | None = None
    short_cut: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ``first`` to ``last`` (as in :class:`Span`) on which something about a restriction is in one state."""

    first: int | None
    last: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A ``restriction``'s status, a silent ``event`` or an ``exception``, and its states day by day.

    Days outside every stretch answer ``no``. ``sure`` is False while documents of uncertain
    date have a part in it; ``label`` is the event's, or the exception's number.
    """

    what: str
    id: str
    label: str
    sure: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class CourseStep:
    """What is known of a restriction's course from day ``known_from`` on (None: from the start)."""

    known_from: int | None
    rows: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What changes about a restriction, for each floor; all of ``docs`` are weighed."""

    docs: tuple[str, ...] = ()
    tables: tuple[tuple[str, tuple[CourseStep, ...]], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as a page reads it: for each floor (day of knowledge, [what, id, label, sure, stretches])."""
        return {
            "docs": list(self.docs),
            "steps": {
                floor: [[step.known_from, [_turn(turn) for turn in step.rows]] for step in steps]
                for floor, steps in self.tables
            },
        }


def _turn(turn: Turn) -> list[object]:
    stretches = [[stretch.first, stretch.last, stretch.state] for stretch in turn.stretches]
    return [turn.what, turn.id, turn.label, int(turn.sure), stretches]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a restriction's panel shows beside its edges, as (key, text) pairs and dated events."""

    facts: tuple[tuple[str, str], ...] = ()
    events: tuple[tuple[str, str, str], ...] = ()
    """(id, event, EDTF text)"""
    exceptions: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    course: Course = field(default_factory=Course)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entity or a restriction; ``passable`` says whether paths may run through it."""

    id: str
    kind: str
    name: str
    names: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    note: str | None = None
    passable: bool = True
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """A document as the panel cites it."""

    id: str
    kind: str
    title: str
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    language: str | None = None
    tier: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryStep:
    """One stop of a story; days are ordinals."""

    caption: str
    claims: tuple[str, ...]
    as_of: int | None = None
    known_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """An ordered walk through claims."""

    id: str
    title: str
    summary: str | None
    steps: tuple[StoryStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What the page contains at most: nothing learned after ``known_at``, nothing below ``floor``.

    ``as_of`` is only where the page opens: all days are in it. ``focus`` and ``hops`` say
    what neighbourhood was cut out, if any.
    """

    as_of: int | None = None
    known_at: int | None = None
    floor: str = "reported"
    only: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    hops: int | None = None
    licence: str | None = None
    """That of the facts, where it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapData:
    """Everything a page is made from. Tuples are sorted by id, stories by title."""

    title: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    sources: tuple[SourceCard, ...] = ()
    stories: tuple[StoryCard, ...] = ()
    holds: Holds = field(default_factory=Holds)

    def digest(self) -> str:
        """Return the SHA-256 of the content, title and positions left out, as 64 hex digits."""
        content = _fields(replace(self, title=""))
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_fields)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def keep(self, ids: frozenset[str]) -> MapData:
        """Return the part whose edges join (or whose text belongs to) the nodes ``ids``."""
        edges = tuple(
            edge for edge in self.edges if edge.subject in ids and (edge.object is None or edge.object in ids)
        )
        cited = {doc for edge in edges for doc in edge.docs}
        cited |= {source for edge in edges for witness in edge.witnesses for source in witness.via}
        nodes = tuple(node for node in self.nodes if node.id in ids)
        for node in nodes:
            for witness in node.card.witnesses if node.card else ():
                cited |= {*witness.via, *([witness.doc] if witness.doc else [])}
        kept = {edge.id for edge in edges} | ids
        return replace(
            self,
            nodes=nodes,
            edges=edges,
            sources=tuple(source for source in self.sources if source.id in cited),
            stories=tuple(s for s in self.stories if all(set(step.claims) & kept for step in s.steps)),
        )


def _fields(record: object) -> dict[str, Any]:
    # `dataclasses.asdict` copies everything there is and takes most of the time of a big map
    return {name: getattr(record, name) for name in type(record).__slots__}  # type: ignore[attr-defined]
