"""The data block of a page: a map as rows of numbers and texts, inert inside HTML."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.maps.columns import columns, edge_columns, folded
from graph.maps.marks import Mark
from graph.maps.model import ATLAS_VERSION, Edge, MapData, Node, Witness
from graph.vocabulary import Vocabulary

__all__ = ["block", "inert", "packed", "visible"]

_LISTS = ("Status", "Layer", "Flag", "Modality", "Tier")
_PACK_FROM = 300_000
"""Characters of JSON above which the block is compressed."""
_PARCEL = 64
"""Records in one parcel: few enough to open one for a click, enough to compress well."""


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
        "nodes": {
            "id": folded([node.id for node in data.nodes]),
            **columns(
                ("name", "kind", "x", "y", "size", "group", "passable"),
                (_node(node, kind_number, rows[node.id]) for node in data.nodes),
            ),
        },
        **edge_columns(data, node_number, relation_number, source_number, statuses),
        "details": {
            "nodes": _parcels([_node_details(node) for node in data.nodes]),
            "edges": _parcels([_edge_details(edge) for edge in data.edges]),
        },
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


def _parcels(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write records as texts of ``_PARCEL`` each, which the page reads when one of them is asked for."""
    parts = [records[first : first + _PARCEL] for first in range(0, len(records), _PARCEL)]
    return [inert(part) if any(part) else "" for part in parts]


def _plain(value: object, keys: Iterable[str]) -> dict[str, Any]:
    return {key: getattr(value, key) for key in keys}


def _drop(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is absent or empty: most of a block would be."""
    return {key: value for key, value in values.items() if value not in (None, (), [], {}, "", False)}


def _relation(vocabulary: Vocabulary, name: str) -> list[object]:
    relation = vocabulary.relations[name]
    return [name, relation.label, relation.inverse_label, relation.sign, int(relation.symmetric)]


def _node(node: Node, kinds: Mapping[str, int], row: Mapping[str, Any]) -> tuple[object, ...]:
    place = (row["x"], row["y"], row["size"], row["group"])
    return node.name, kinds[node.kind], *place, int(node.passable)


def _node_details(node: Node) -> dict[str, Any]:
    card = node.card
    return _drop(
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


def _edge_details(edge: Edge) -> dict[str, Any]:
    witnesses = [_witness(witness) for witness in edge.witnesses]
    return _drop({"text": edge.text, "dates": edge.dates, "facts": edge.facts, "witnesses": witnesses})


def _witness(witness: Witness) -> dict[str, Any]:
    row = _drop(_plain(witness, witness.__slots__))
    row["as"] = row.pop("modality")
    if "speaks_for" in row:
        row["for"] = row.pop("speaks_for")
    return row
