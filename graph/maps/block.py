"""The data block of a page: a map as rows of numbers and texts, inert inside HTML."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from graph.maps.marks import Mark
from graph.maps.model import ATLAS_VERSION, Edge, MapData, Node, Step, Table, Witness
from graph.vocabulary import Vocabulary

__all__ = ["block", "inert", "packed", "visible"]

_LAYERS = ("established", "reported", "alleged")
_FLAGS = {"disputed": 1, "expected": 2, "stale": 4, "contradicted": 8}
_LISTS = ("Status", "Layer", "Flag", "Modality", "Tier")
_PACK_FROM = 300_000
"""Characters of JSON above which the block is compressed."""


_UNSEEN = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9a-f]|[bf])")
"""A control character as JSON escapes it; tabs and line ends stay."""


def visible(text: str) -> str:
    """Put U+FFFD for characters that are not seen, turn a line's direction or have no place in XML.

    Facts cannot hold them (they are refused when read); a map made by hand can.
    """
    return _UNSEEN.sub("\ufffd", text)


def inert(value: object) -> str:
    """Write JSON that cannot end its ``<script>`` element: sorted, without ``<``, ``>`` and ``&``."""
    text = visible(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    text = _CONTROL.sub("\\1\ufffd", text)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def packed(text: str) -> str:
    """Compress a large block (zlib, base64, as a JSON string); return a small one as it is."""
    if len(text) < _PACK_FROM:
        return text
    return '"' + base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii") + '"'


def block(
    data: MapData,
    rows: Mapping[str, Mapping[str, Any]],
    kinds: Mapping[str, Mark],
    vocabulary: Vocabulary,
    more: Mapping[str, object],
) -> dict[str, object]:
    """Return what the page reads; ``rows`` has x, y, size and group of each node by id."""
    kind_number = {name: number for number, name in enumerate(kinds)}
    used = sorted({edge.relation for edge in data.edges})
    relation_number = {name: number for number, name in enumerate(used)}
    node_number = {node.id: number for number, node in enumerate(data.nodes)}
    source_number = {source.id: number for number, source in enumerate(data.sources)}
    statuses = {name: number for number, name in enumerate(vocabulary.codes["Status"])}
    return {
        "version": ATLAS_VERSION,
        "title": data.title,
        "hash": data.digest(),
        "holds": _plain(data.holds, ("as_of", "known_at", "floor", "only", "focus", "hops", "licence")),
        "kinds": [[name, mark.label, mark.shape, mark.light, mark.dark] for name, mark in kinds.items()],
        "relations": [_relation(vocabulary, name) for name in used],
        "codes": {
            scheme: {code.name: [code.label, code.definition] for code in vocabulary.codes[scheme].values()}
            for scheme in _LISTS
        },
        "statuses": list(statuses),
        "nodes": [_node(node, kind_number, rows[node.id]) for node in data.nodes],
        "edges": [_edge(edge, node_number, relation_number, source_number, statuses) for edge in data.edges],
        "sources": [_drop(_plain(source, source.__slots__)) for source in data.sources],
        "cited": sorted({source_number[doc] for edge in data.edges for doc in edge.docs if doc in source_number}),
        "stories": [
            {
                "id": story.id,
                "title": story.title,
                "summary": story.summary,
                "steps": [_plain(step, ("caption", "claims", "as_of", "known_at")) for step in story.steps],
            }
            for story in data.stories
        ],
        **more,
    }


def _plain(value: object, keys: Iterable[str]) -> dict[str, Any]:
    return {key: getattr(value, key) for key in keys}


def _drop(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is absent or empty: most of a block would be."""
    return {key: value for key, value in values.items() if value not in (None, (), [], {}, "", False)}


def _relation(vocabulary: Vocabulary, name: str) -> list[object]:
    relation = vocabulary.relations[name]
    return [name, relation.label, relation.inverse_label, relation.sign, int(relation.symmetric)]


def _node(node: Node, kinds: Mapping[str, int], row: Mapping[str, Any]) -> list[object]:
    card = node.card
    more = _drop(
        {
            "names": dict(node.names),
            "aliases": node.aliases,
            "note": node.note,
            "card": card
            and {
                "facts": card.facts,
                "events": card.events,
                "exceptions": card.exceptions,
                "witnesses": [_witness(witness) for witness in card.witnesses],
                "course": card.course.plain(),
            },
        }
    )
    place = [row["x"], row["y"], row["size"], row["group"]]
    return [node.id, kinds[node.kind], node.name, *place, int(node.passable), *([more] if more else [])]


def _edge(
    edge: Edge,
    nodes: Mapping[str, int],
    relations: Mapping[str, int],
    sources: Mapping[str, int],
    statuses: Mapping[str, int],
) -> list[object]:
    docs = [doc for doc in edge.docs if doc in sources]
    more = _drop(
        {
            "text": edge.text,
            "dates": edge.dates,
            "facts": edge.facts,
            "witnesses": [_witness(witness) for witness in edge.witnesses],
            "short": edge.short_cut,
            "rule": edge.restriction,
        }
    )
    return [
        edge.id,
        nodes[edge.subject],
        -1 if edge.object is None else nodes[edge.object],
        relations[edge.relation],
        [sources[doc] for doc in docs],
        [_table(table, docs, statuses) for table in edge.tables],
        *([more] if more else []),
    ]


def _table(table: Table, docs: list[str], statuses: Mapping[str, int]) -> list[object]:
    mask = -1 if table.docs is None else sum(1 << docs.index(doc) for doc in table.docs)
    floor = -1 if table.floor is None else _LAYERS.index(table.floor)
    return [mask, floor, [_step(step, statuses) for step in table.steps]]


def _step(step: Step, statuses: Mapping[str, int]) -> list[object]:
    return [
        step.known_from,
        int(step.certain),
        statuses[step.status],
        -1 if step.layer is None else _LAYERS.index(step.layer),
        sum(_FLAGS[flag] for flag in step.flags),
        step.stale_from,
        step.roots,
        [
            [
                span.first,
                span.last,
                int(span.certain),
                *([span.state, int(span.expected)] if span.state else []),
            ]
            for span in step.spans
        ],
    ]


def _witness(witness: Witness) -> dict[str, Any]:
    row = _drop(_plain(witness, witness.__slots__))
    row["as"] = row.pop("modality")
    if "speaks_for" in row:
        row["for"] = row.pop("speaks_for")
    return row
