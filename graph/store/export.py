"""A view in the formats of other tools: the same facts give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.facts.values import near
from graph.store.quads import quads
from graph.store.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.meaning.view import View

__all__ = ["FORMS", "export"]

_WHOLE = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf12": ox.RdfFormat.TRIG,
}
_DEFAULT_GRAPH = {"rdfxml": ox.RdfFormat.RDF_XML, "turtle": ox.RdfFormat.TURTLE}
FORMS = {
    "jsonld": "JSON-LD 1.1, all graphs",
    "nquads": "N-Quads, all graphs",
    "rdf12": "TriG of RDF 1.2, all graphs, each claim the reifier of its triple",
    "rdfxml": "RDF/XML, the default graph: names and what is established or reported",
    "trig": "TriG, all graphs",
    "turtle": "Turtle, the default graph: names and what is established or reported",
}
"""The formats by name, each with what it holds."""

_RDF = PREFIXES["rdf"]
_PARTS = tuple(ox.NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
_REIFIES = ox.NamedNode(_RDF + "reifies")
_STATEMENT = ox.NamedNode(PREFIXES["ai"] + "Claim")


def export(view: View, form: str) -> bytes:
    """Write a view in one of :data:`FORMS`, sorted; raise :class:`LookupError` for any other.

    Formats of one graph hold the default graph. RDF 1.2 needs a reader that knows it (W3C
    RDF 1.2 Concepts, section 1.5); there the claim's IRI reifies its triple, which need not
    be asserted: an allegation stays one.
    """
    if form not in FORMS:
        message = f"no format '{form}'{near(form, FORMS)}"
        raise LookupError(message)
    found = _sorted(view)
    if form == "rdf12":
        found = _sort(_reified(found))
    if form in _WHOLE:
        return ox.serialize(found, format=_WHOLE[form], prefixes=_prefixes(form)) or b""
    triples = (quad.triple for quad in found if quad.graph_name == ox.DefaultGraph())
    return ox.serialize(triples, format=_DEFAULT_GRAPH[form], prefixes=_prefixes(form)) or b""


def _prefixes(form: str) -> dict[str, str] | None:
    return None if form == "nquads" else PREFIXES


def _sorted(view: View) -> list[ox.Quad]:
    lines = sorted(set(quads(view)))
    return _sort(ox.parse(input="".join(lines).encode(), format=ox.RdfFormat.N_QUADS))


def _sort(found: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Put the default graph first, then the others by name, each by subject, predicate and object."""
    return sorted(found, key=_place)


def _place(quad: ox.Quad) -> tuple[str, ...]:
    graph = "" if quad.graph_name == ox.DefaultGraph() else str(quad.graph_name)
    return graph, str(quad.subject), str(quad.predicate), str(quad.object)


def _reified(found: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Say in one triple term what a claim says in three triples of RDF 1.1."""
    parts: dict[tuple[object, object], dict[object, ox.NamedNode | ox.Literal]] = {}
    for quad in found:
        if quad.predicate in _PARTS:
            parts.setdefault((quad.subject, quad.graph_name), {})[quad.predicate] = quad.object  # type: ignore[assignment]
        else:
            yield quad
    for (claim, graph), said in parts.items():
        triple = ox.Triple(*(said[part] for part in _PARTS))  # type: ignore[arg-type]
        yield ox.Quad(claim, _REIFIES, triple, graph)  # type: ignore[arg-type]
