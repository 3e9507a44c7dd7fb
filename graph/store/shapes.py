"""What SHACL finds in the graph, told of the place in the fact files that it came from.

The shapes (``ontology/shapes.ttl``) state constraints of the graph; the code lists, kinds and
relations they speak of are read from the ontology, which is laid beside the data.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.facts.problems import Problem
from graph.meaning.frame import frame
from graph.meaning.view import View
from graph.places import data_folder
from graph.store.quads import quads
from graph.store.result import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import shacl

    from graph.facts.load import Facts
    from graph.facts.records import Attestation, Event, Exemption, Position, Wording

__all__ = ["Finding", "findings", "violations"]

_IRI = re.compile(r"https?://[^\s<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong with a node of the graph, named by its IRI in angle brackets."""

    node: str
    message: str
    severity: str


@lru_cache(maxsize=1)
def _shapes() -> shacl.Shapes:
    import shacl  # noqa: PLC0415 - only a check needs it

    return shacl.Shapes.from_file(os.path.join(data_folder("ontology"), "shapes.ttl"))


@lru_cache(maxsize=1)
def _ontology() -> str:
    """Return the ontology as N-Triples, to be laid beside the data."""
    import pyoxigraph  # noqa: PLC0415 - only a check needs it

    path = os.path.join(data_folder("ontology"), "ontology.ttl")
    triples = pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    return (pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"").decode()


def findings(lines: Iterable[str]) -> list[Finding]:
    """Check the union of the graphs in some N-Quads lines; list what the shapes find, sorted."""
    report = _shapes().validate_text("".join((*lines, _ontology())), format="nquads")
    return sorted(
        {
            Finding(
                result.focus_node,
                _IRI.sub(lambda match: short(match[0]), result.message or f"against the shape {result.root_shape}"),
                "error" if result.severity == "Violation" else "warning",
            )
            for result in report.results
        },
    )


def violations(facts: Facts) -> list[Problem]:
    """List what the shapes find in checked facts, at the places in their files, sorted.

    The graph looked at is the whole history, with every document, down to what is alleged.
    """
    view = View(facts, frame(floor="alleged"))
    places = dict(_places(view))
    found = set()
    for finding in findings(quads(view)):
        at = _place(places, short(finding.node.strip("<>")))
        found.add(Problem(at.file, at.line, at.column, finding.message, finding.severity))
    return sorted(found)


def _places(view: View) -> Iterator[tuple[str, Position]]:
    """Yield the ids of records, claims, parts of restrictions and attestations with their places."""
    facts = view.facts
    yield from ((record.id, record.at) for record in facts.entities.values())
    yield from ((record.id, record.at) for record in facts.sources.values())
    for held in (*view.known.values(), *view.derived.values()):
        yield held.claim.id, held.claim.at
        yield from _numbered(held.claim.id, held.evidence.attestations)
    for stand in view.standings.values():
        restriction, wording = stand.restriction, stand.wording or stand.restriction.wording
        yield restriction.id, restriction.at
        yield from _numbered(restriction.id, view.attested.get(wording.id, ()))
        parts: tuple[Wording | Exemption | Event, ...]
        parts = (*restriction.variants, *restriction.exemptions, *restriction.events)
        for part in parts:
            yield part.id, part.at
            yield from _numbered(part.id, view.attested.get(part.id, ()))


def _numbered(id_: str, attestations: Iterable[Attestation]) -> Iterator[tuple[str, Position]]:
    for number, attestation in enumerate(attestations, 1):
        yield f"{id_}.attestation.{number}", attestation.at


def _place(places: dict[str, Position], id_: str) -> Position:
    """Return the place of a node, or of the record it is a part of: ids grow to the right."""
    owner = id_
    while owner not in places and "." in owner:
        owner = owner.rpartition(".")[0]
    return places[owner]
