"""A view's network as arrays in one file, searched without loading it.

The file holds a table of sections and the sections: adjacency in compressed sparse rows over
node numbers in the order of their ids, one byte or number a claim, and the texts that answers
need. Numbers are checked against their checksums when a file is opened, texts piece by piece
when they are read, since an answer needs few of them. Nothing here imports more than the
interpreter has at hand, so that a path query starts as fast as Python does.
"""

from __future__ import annotations

import sys
import zlib

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LAYERS", "MAGIC", "NUMBERS", "PIECE", "SEP", "TEXTS", "Index", "StaleIndex", "pack"]

MAGIC = b"aikgidx3"
SEP = "\x1f"
PIECE = 16384
"""Bytes of text that share a checksum."""
NUMBERS = {
    "meta": "B",
    "offsets": "I",
    "targets": "I",
    "links": "I",
    "passable": "B",
    "layers": "B",
    "roots": "B",
    "relations": "I",
    "subjects": "I",
    "objects": "I",
    "relation_text": "B",
    "node_at": "I",
    "edge_at": "I",
    "name_at": "I",
    "node_sum": "I",
    "edge_sum": "I",
    "name_sum": "I",
}
"""The sections checked as a whole, each with the type of its items."""
TEXTS = ("node", "edge", "name")
"""Sections of texts, whose ends stand in ``<name>_at`` and the checksums of their pieces in ``<name>_sum``."""
LAYERS = ("established", "reported", "alleged")
_ROW = 24
"""Bytes of the table a section: where it starts, how long it is, its checksum."""


class StaleIndex(Exception):  # noqa: N818 - not an error of the user's
    """The bytes are not a whole index of this version."""


def pack(sections: dict[str, bytes]) -> bytes:
    """Put sections into one file: magic, checksum of the table, table, sections aligned for casting."""
    at = len(MAGIC) + 8 + _ROW * len(sections)
    table, padded = bytearray(), []
    for name, section in sections.items():
        checksum = zlib.crc32(section) if name in NUMBERS else 0
        for number in (at, len(section), checksum):
            table += number.to_bytes(8, sys.byteorder)
        padded.append(section + b"\0" * (-len(section) % 8))
        at += len(padded[-1])
    return MAGIC + zlib.crc32(table).to_bytes(8, sys.byteorder) + bytes(table) + b"".join(padded)


class _Texts:
    """Texts that follow each other in one section."""

    __slots__ = ("_at", "_blob", "_checked", "_sums")

    def __init__(self, at: memoryview, sums: memoryview, blob: memoryview) -> None:
        if len(at) < 1 or at[len(at) - 1] != len(blob) or len(sums) != -(-len(blob) // PIECE):
            raise StaleIndex
        self._at = at
        self._sums = sums
        self._blob = blob
        self._checked: set[int] = set()

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, index: int) -> list[str]:
        """Return the parts of a text; raise :class:`StaleIndex` where its bytes have changed."""
        start, end = self._at[index], self._at[index + 1]
        for piece in range(start // PIECE, -(-end // PIECE)):
            if piece not in self._checked:
                if zlib.crc32(self._blob[piece * PIECE : (piece + 1) * PIECE]) != self._sums[piece]:
                    raise StaleIndex
                self._checked.add(piece)
        return str(self._blob[start:end], "utf-8").split(SEP)


class Index:
    """An index over bytes or a memory map. Node and edge numbers are positions in it."""

    def __init__(self, data: bytes | memoryview) -> None:
        """Open an index; raise :class:`StaleIndex` where the bytes are none of this version."""
        parts = _sections(memoryview(data))
        self.digest, self.key, entities = str(parts["meta"], "utf-8").split(SEP)
        self.entity_count = int(entities)
        self.offsets = parts["offsets"]
        self.targets = parts["targets"]
        self.links = parts["links"]
        self.passable = parts["passable"]
        self.layers = parts["layers"]
        self.roots = parts["roots"]
        self.relations = parts["relations"]
        self.subjects = parts["subjects"]
        self.objects = parts["objects"]
        self._relation_text = parts["relation_text"]
        self._nodes, self._edges, self._names = (
            _Texts(parts[f"{name}_at"], parts[f"{name}_sum"], parts[name]) for name in TEXTS
        )

    def __len__(self) -> int:
        """Count the nodes: entities and restrictions."""
        return len(self.passable)

    @property
    def edge_count(self) -> int:
        """Count the claims that link two things."""
        return len(self.layers)

    def node(self, number: int) -> tuple[str, str]:
        """Return the id and the name of a node."""
        id_, name, _ = self._nodes[number]
        return id_, name

    def several(self, number: int) -> bool:
        """Tell whether the name of a node is a plural."""
        return bool(self._nodes[number][2])

    def edge(self, number: int) -> list[str]:
        """Return claim id, status, flags, documents, dates and certainty of an edge, as texts."""
        return self._edges[number]

    def layer(self, number: int) -> str:
        """Return the layer of an edge."""
        return LAYERS[self.layers[number]]

    def relation_words(self) -> list[list[str]]:
        """Return name, label and inverse label of each relation by its number."""
        return [line.split(SEP) for line in str(self._relation_text, "utf-8").split("\n")]

    def row(self, node: int) -> range:
        """Return the positions of a node's links, which are sorted by the node they lead to."""
        return range(self.offsets[node], self.offsets[node + 1])

    def links_to(self, node: int, other: int) -> Sequence[int]:
        """Return the links between two nodes: twice the edge's number, and 1 where ``other`` is its subject."""
        row = self.row(node)
        low, high = row.start, row.stop
        while low < high:
            middle = (low + high) // 2
            if self.targets[middle] < other:
                low = middle + 1
            else:
                high = middle
        while high < row.stop and self.targets[high] == other:
            high += 1
        return self.links[low:high]

    def named(self, folded: str) -> list[int]:
        """Return the nodes that a folded name stands for."""
        low, high = 0, len(self._names)
        while low < high:
            middle = (low + high) // 2
            if self._names[middle][0] < folded:
                low = middle + 1
            else:
                high = middle
        found = self._names[low] if low < len(self._names) else ["", ""]
        return [int(n) for n in found[1].split(",")] if found[0] == folded and found[1] else []

    def names(self) -> list[str]:
        """Return every folded name, sorted."""
        return [self._names[i][0] for i in range(len(self._names))]


def _sections(view: memoryview) -> dict[str, memoryview]:
    """Cut bytes into sections and check the table and all numbers."""
    names = [*NUMBERS, *TEXTS]
    head, end = len(MAGIC) + 8, len(MAGIC) + 8 + _ROW * len(names)
    if len(view) < end or view[: len(MAGIC)] != MAGIC:
        raise StaleIndex
    if int.from_bytes(view[len(MAGIC) : head], sys.byteorder) != zlib.crc32(view[head:end]):
        raise StaleIndex
    table = view[head:end].cast("Q")
    parts = {}
    for number, name in enumerate(names):
        start, size, checksum = table[3 * number], table[3 * number + 1], table[3 * number + 2]
        part = view[start : start + size]
        if len(part) != size or (name in NUMBERS and zlib.crc32(part) != checksum):
            raise StaleIndex
        parts[name] = part.cast(NUMBERS[name]) if name in NUMBERS else part  # type: ignore[call-overload]
    return parts
