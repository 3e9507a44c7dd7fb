"""The network of a view written as the bytes of an index file."""

from __future__ import annotations

import zlib
from array import array
from typing import TYPE_CHECKING

from graph.facts.naming import names_of
from graph.meaning.phrases import held_phrase, several
from graph.network.index import LAYERS, NUMBERS, PIECE, SEP, TEXTS, Index, pack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.meaning.view import Held, View

__all__ = ["build", "index_of"]

_MOST_ROOTS = 255


def index_of(view: View) -> Index:
    """Return the index of a view."""
    return Index(build(view))


def build(view: View) -> bytes:
    """Write the network of a view as the bytes of an index file."""
    facts = view.facts
    things = sorted(facts.entities.keys() | facts.restrictions.keys())
    number = {id_: index for index, id_ in enumerate(things)}
    edges = list(view.edges.values())
    relations = {name: index for index, name in enumerate(facts.vocabulary.relations)}
    named = {name: [number[id_] for id_ in ids] for name, ids in names_of(facts).items()}
    sections = {
        "meta": SEP.join((facts.digest, view.frame.key, str(len(facts.entities)))).encode(),
        **_adjacency(edges, number),
        "passable": bytes(_passable(view, id_) for id_ in things),
        "layers": bytes(LAYERS.index(held.evidence.layer or "alleged") for held in edges),
        "roots": bytes(min(len(held.evidence.roots), _MOST_ROOTS) for held in edges),
        "relations": array("I", [relations[held.claim.relation] for held in edges]).tobytes(),
        "subjects": array("I", [number[held.claim.subject] for held in edges]).tobytes(),
        "objects": array("I", [number[held.claim.object] for held in edges]).tobytes(),
        "relation_text": "\n".join(
            SEP.join((r.name, r.label, r.inverse_label)) for r in facts.vocabulary.relations.values()
        ).encode(),
        **_texts("node", (SEP.join((id_, _name(view, id_), "several" * several(facts, id_))) for id_ in things)),
        **_texts("edge", (_edge_text(view, held) for held in edges)),
        **_texts("name", (f"{name}{SEP}{','.join(map(str, ids))}" for name, ids in sorted(named.items()))),
    }
    return pack({name: sections[name] for name in (*NUMBERS, *TEXTS)})


def _adjacency(edges: list[Held], number: dict[str, int]) -> dict[str, bytes]:
    """Return the links of each node, both ways, sorted by the node they lead to."""
    links: list[list[tuple[int, int]]] = [[] for _ in number]
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
    return {"offsets": offsets.tobytes(), "targets": targets.tobytes(), "links": link_numbers.tobytes()}


def _texts(name: str, rows: Iterable[str]) -> dict[str, bytes]:
    """Return texts in one section, the end of each, with a leading 0, and the checksums of the pieces."""
    ends = array("I", [0])
    blob = bytearray()
    for row in rows:
        blob += row.encode()
        ends.append(len(blob))
    sums = array("I", (zlib.crc32(blob[at : at + PIECE]) for at in range(0, len(blob), PIECE)))
    return {f"{name}_at": ends.tobytes(), f"{name}_sum": sums.tobytes(), name: bytes(blob)}


def _edge_text(view: View, held: Held) -> str:
    evidence = held.evidence
    flags, documents = ",".join(view.marks(held)), ",".join(evidence.documents)
    certain = "yes" if held.certain else "maybe"
    return SEP.join((held.claim.id, evidence.status, flags, documents, held_phrase(held), certain))


def _name(view: View, id_: str) -> str:
    entity = view.facts.entities.get(id_)
    return entity.name if entity else view.facts.restrictions[id_].name


def _passable(view: View, id_: str) -> int:
    """Return 1 where paths pass through, 2 where they do if asked, 0 where they never do."""
    entity = view.facts.entities.get(id_)
    if entity is None:
        return 0
    return 1 if view.facts.vocabulary.kinds[entity.kind].passable else 2
