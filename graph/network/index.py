"""A view's network as arrays in one file, searched without loading it.

The file holds a checksum, a table of sections and the sections: adjacency in compressed
sparse rows over node numbers in the order of their ids, one byte or number a claim, and the
texts that answers need. Nothing here imports more than the interpreter has at hand, so that
a path query starts as fast as Python does.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.meaning.view import View

__all__ = ["Index", "StaleIndex", "build"]

_MAGIC = b"aikgidx1"
_SEP = "\x1f"
_SECTIONS = (
    "meta",
    "offsets",
    "targets",
    "links",
    "passable",
    "layers",
    "roots",
    "relations",
    "subjects",
    "objects",
    "node_at",
    "node_text",
    "edge_at",
    "edge_text",
    "relation_text",
    "name_at",
    "name_text",
)
_LAYERS = ("established", "reported", "alleged")


class StaleIndex(Exception):  # noqa: N818 - not an error of the user's
    """The bytes are not a whole index of this version."""


def _texts(rows: Iterable[str]) -> tuple[bytes, bytes]:
    """Return the ends of each text, with a leading 0, and all texts in one."""
    ends = array("I", [0])
    blob = bytearray()
    for row in rows:
        blob += row.encode()
        ends.append(len(blob))
    return ends.tobytes(), bytes(blob)


def build(view: View) -> bytes:
    """Write the network of a view as the bytes of an index file."""
    from graph.facts.naming import names_of  # noqa: PLC0415 - reading needs none of it
    from graph.meaning.phrases import held_phrase  # noqa: PLC0415

    facts = view.facts
    things = sorted(facts.entities.keys() | facts.restrictions.keys())
    number = {id_: index for index, id_ in enumerate(things)}
    edges = list(view.edges.values())
    relations = list(facts.vocabulary.relations)
    links: list[list[tuple[int, int]]] = [[] for _ in things]
    for index, held in enumerate(edges):
        subject, object_ = number[held.claim.subject], number[held.claim.object]
        links[subject].append((object_, 2 * index))
        links[object_].append((subject, 2 * index + 1))
    offsets, targets, link_numbers = array("I", [0]), array("I"), array("I")
    for row in links:
        row.sort()
        targets.extend(target for target, _ in row)
        link_numbers.extend(link for _, link in row)
        offsets.append(len(targets))
    node_at, node_text = _texts(f"{id_}{_SEP}{_thing_name(view, id_)}" for id_ in things)
    edge_at, edge_text = _texts(
        _SEP.join(
            (
                held.claim.id,
                held.evidence.status,
                ",".join(held.flags),
                ",".join(held.evidence.documents),
                held_phrase(held),
                "yes" if held.certain else "maybe",
            ),
        )
        for held in edges
    )
    named = {name: [number[id_] for id_ in ids] for name, ids in names_of(facts).items()}
    name_at, name_text = _texts(f"{n}{_SEP}{','.join(map(str, ids))}" for n, ids in sorted(named.items()))
    sections = {
        "meta": _SEP.join((facts.digest, view.frame.key)).encode(),
        "offsets": offsets.tobytes(),
        "targets": targets.tobytes(),
        "links": link_numbers.tobytes(),
        "passable": bytes(_passable(view, id_) for id_ in things),
        "layers": bytes(_LAYERS.index(held.evidence.layer or "alleged") for held in edges),
        "roots": bytes(min(len(held.evidence.roots), 255) for held in edges),
        "relations": array("I", [relations.index(held.claim.relation) for held in edges]).tobytes(),
        "subjects": array("I", [number[held.claim.subject] for held in edges]).tobytes(),
        "objects": array("I", [number[held.claim.object] for held in edges]).tobytes(),
        "node_at": node_at,
        "node_text": node_text,
        "edge_at": edge_at,
        "edge_text": edge_text,
        "relation_text": "\n".join(
            _SEP.join((r.name, r.label, r.inverse_label)) for r in facts.vocabulary.relations.values()
        ).encode(),
        "name_at": name_at,
        "name_text": name_text,
    }
    return _pack([sections[name] for name in _SECTIONS])


def _thing_name(view: View, id_: str) -> str:
    entity = view.facts.entities.get(id_)
    return entity.name if entity else view.facts.restrictions[id_].name


def _passable(view: View, id_: str) -> int:
    """Return 1 where paths pass through, 2 where they do if asked, 0 where they never do."""
    entity = view.facts.entities.get(id_)
    if entity is None:
        return 0
    return 1 if view.facts.vocabulary.kinds[entity.kind].passable else 2


def _pack(sections: Sequence[bytes]) -> bytes:
    table = array("Q")
    at = len(_MAGIC) + 8 + 16 * len(sections)
    padded = []
    for section in sections:
        table.extend((at, len(section)))
        section += b"\0" * (-len(section) % 8)  # noqa: PLW2901 - aligned for casting
        padded.append(section)
        at += len(section)
    body = table.tobytes() + b"".join(padded)
    return _MAGIC + array("Q", [zlib.crc32(body)]).tobytes() + body


class Index:
    """An index over bytes or a memory map. Node and edge numbers are positions in it."""

    def __init__(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        head = len(_MAGIC) + 8
        if len(view) < head + 16 * len(_SECTIONS) or bytes(view[: len(_MAGIC)]) != _MAGIC:
            raise StaleIndex
        if view[len(_MAGIC) : head].cast("Q")[0] != zlib.crc32(view[head:]):
            raise StaleIndex
        table = view[head : head + 16 * len(_SECTIONS)].cast("Q")
        parts = {name: view[table[2 * i] : table[2 * i] + table[2 * i + 1]] for i, name in enumerate(_SECTIONS)}
        self.digest, self.key = bytes(parts["meta"]).decode().split(_SEP)
        self.offsets = parts["offsets"].cast("I")
        self.targets = parts["targets"].cast("I")
        self.links = parts["links"].cast("I")
        self.passable = parts["passable"]
        self.layers = parts["layers"]
        self.roots = parts["roots"]
        self.relations = parts["relations"].cast("I")
        self.subjects = parts["subjects"].cast("I")
        self.objects = parts["objects"].cast("I")
        self._node_at, self._node_text = parts["node_at"].cast("I"), parts["node_text"]
        self._edge_at, self._edge_text = parts["edge_at"].cast("I"), parts["edge_text"]
        self._name_at, self._name_text = parts["name_at"].cast("I"), parts["name_text"]
        self._relation_text = parts["relation_text"]

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self.passable)

    @property
    def edge_count(self) -> int:
        """Count the claims that link two things."""
        return len(self.layers)

    @staticmethod
    def _text(at: memoryview, blob: memoryview, index: int) -> list[str]:
        return bytes(blob[at[index] : at[index + 1]]).decode().split(_SEP)

    def node(self, number: int) -> tuple[str, str]:
        """Return the id and the name of a node."""
        id_, name = self._text(self._node_at, self._node_text, number)
        return id_, name

    def edge(self, number: int) -> list[str]:
        """Return claim id, status, flags, documents, dates and certainty of an edge, as texts."""
        return self._text(self._edge_at, self._edge_text, number)

    def layer(self, number: int) -> str:
        """Return the layer of an edge."""
        return _LAYERS[self.layers[number]]

    def relation_words(self) -> list[list[str]]:
        """Return name, label and inverse label of each relation by its number."""
        return [line.split(_SEP) for line in bytes(self._relation_text).decode().split("\n")]

    def named(self, folded: str) -> list[int]:
        """Return the nodes that a folded name stands for."""
        at = bisect_left(range(len(self._name_at) - 1), folded, key=self._name)
        if at < len(self._name_at) - 1 and self._name(at) == folded:
            return [int(n) for n in self._text(self._name_at, self._name_text, at)[1].split(",")]
        return []

    def _name(self, index: int) -> str:
        return self._text(self._name_at, self._name_text, index)[0]

    def names(self) -> list[str]:
        """Return every folded name, sorted."""
        return [self._name(i) for i in range(len(self._name_at) - 1)]
