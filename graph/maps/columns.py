"""Rows of numbers as columns: a page of many claims is smaller and opens sooner this way.

Forty thousand small arrays are slow to read in a browser, a dozen long ones are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.maps.model import Edge, MapData, Step, Table

__all__ = ["columns", "edge_columns", "folded"]

_LAYERS = ("established", "reported", "alleged")
_FLAGS = {"disputed": 1, "expected": 2, "stale": 4, "contradicted": 8}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SHARED = len(_DIGITS) - 1


def columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Turn rows into a column for each name; a column of one number throughout is that number."""
    found = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: _column(values) for name, values in zip(names, found, strict=True)}


def _column(values: Sequence[Any]) -> int | list[Any]:
    same = len(values) > 0 and isinstance(values[0], int) and all(value == values[0] for value in values)
    return values[0] if same else list(values)


def folded(ids: Sequence[str]) -> list[str]:
    """Write each id as how much it shares with the one before (a digit of base 36), and the rest."""
    found, before = [], ""
    for id_ in ids:
        most = min(len(before), len(id_), _SHARED)
        same = next((at for at in range(most) if before[at] != id_[at]), most)
        found.append(_DIGITS[same] + id_[same:])
        before = id_
    return found


def edge_columns(
    data: MapData,
    nodes: Mapping[str, int],
    relations: Mapping[str, int],
    sources: Mapping[str, int],
    statuses: Mapping[str, int],
) -> dict[str, Any]:
    """Return edges, their documents, tables, steps and spans as columns; each row says how many the next level has.

    Subjects rise from row to row, objects are told by their distance from the subject: small
    numbers. Days that are not bounded are 0, an absent layer, floor or choice of documents is
    -1, and an absent object stands before node 0.
    """
    docs = {edge.id: [doc for doc in edge.docs if doc in sources] for edge in data.edges}
    subjects = [nodes[edge.subject] for edge in data.edges]
    tables = [(edge, table) for edge in data.edges for table in edge.tables]
    steps = [step for _, table in tables for step in table.steps]
    spans = [span for step in steps for span in step.spans]
    states = sorted({span.state for span in spans})
    number = {state: index for index, state in enumerate(states)}
    return {
        "edges": {
            "id": folded([edge.id for edge in data.edges]),
            **columns(
                ("rise", "down", "relation", "docs", "tables", "short", "rule"),
                (
                    (subject - before, *_edge(edge, subject, nodes, relations), len(docs[edge.id]), *_rest(edge))
                    for edge, subject, before in zip(data.edges, subjects, [0, *subjects], strict=False)
                ),
            ),
        },
        "docs": [sources[doc] for edge in data.edges for doc in docs[edge.id]],
        "tables": columns(("mask", "floor", "steps"), (_table(table, docs[edge.id]) for edge, table in tables)),
        "steps": columns(
            ("from", "sure", "status", "layer", "flags", "stale", "roots", "spans"),
            (_step(step, statuses) for step in steps),
        ),
        "spans": columns(
            ("first", "last", "sure", "state", "expected"),
            (
                (span.first or 0, span.last or 0, int(span.certain), number[span.state], int(span.expected))
                for span in spans
            ),
        ),
        "states": states,
    }


def _edge(edge: Edge, subject: int, nodes: Mapping[str, int], relations: Mapping[str, int]) -> tuple[int, int]:
    return subject - (-1 if edge.object is None else nodes[edge.object]), relations[edge.relation]


def _rest(edge: Edge) -> tuple[int, int, int]:
    return len(edge.tables), int(edge.short_cut), int(edge.restriction is not None and not edge.short_cut)


def _table(table: Table, docs: list[str]) -> tuple[int, int, int]:
    mask = -1 if table.docs is None else sum(1 << docs.index(doc) for doc in table.docs)
    return mask, -1 if table.floor is None else _LAYERS.index(table.floor), len(table.steps)


def _step(step: Step, statuses: Mapping[str, int]) -> tuple[int, ...]:
    return (
        step.known_from or 0,
        int(step.certain),
        statuses[step.status],
        -1 if step.layer is None else _LAYERS.index(step.layer),
        sum(_FLAGS[flag] for flag in step.flags),
        step.stale_from or 0,
        step.roots,
        len(step.spans),
    )
