"""A view in the formats of other tools: the same facts give the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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


def export(view: View, form: str) -> bytes:
    """Write a view in one of :data:`FORMS`, sorted; raise :class:`LookupError` for any other.

    Formats of one graph hold the default graph. RDF 1.2 needs a reader that knows it (W3C
    RDF 1.2 Concepts, section 1.5); there the claim's IRI reifies its triple, which need not
    be asserted: an allegation stays one.
    """
    if form not in FORMS:
        message = f"no format '{form}'{near(form, FORMS) or '; use one of ' + ', '.join(FORMS)}"
        raise LookupError(message)
    found = _sorted(view)
    if form == "rdf12":
        found = _sort(_reified(found))
    if form in _WHOLE:
        data = ox.serialize(found, format=_WHOLE[form], prefixes=PREFIXES) or b""
        return _with_context(data) if form == "jsonld" else data
    triples = (quad.triple for quad in found if quad.graph_name == ox.DefaultGraph())
    return ox.serialize(triples, format=_DEFAULT_GRAPH[form], prefixes=PREFIXES) or b""


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


# ---- JSON-LD


def _with_context(data: bytes) -> bytes:
    """Write expanded JSON-LD with our prefixes, one node a line (JSON-LD 1.1, section 4.1.5)."""
    lines = []
    for node in json.loads(data):
        if "@graph" in node:
            inner = ",\n".join(json.dumps(_compact(one), ensure_ascii=False) for one in node["@graph"])
            lines.append(f'{{"@id": {json.dumps(_curie(node["@id"]))}, "@graph": [\n{inner}\n]}}')
        else:
            lines.append(json.dumps(_compact(node), ensure_ascii=False))
    context = json.dumps(PREFIXES, indent=1)
    nodes = ",\n".join(lines)
    return f'{{"@context": {context},\n"@graph": [\n{nodes}\n]}}\n'.encode()


def _compact(node: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Shorten the IRIs of a node, and values and lists that need no brackets."""
    if node.keys() == {"@value"}:
        return node["@value"]
    found: dict[str, Any] = {}
    for key, value in node.items():
        if key in {"@id", "@type"}:
            found[key] = _only([_curie(v) for v in value]) if isinstance(value, list) else _curie(value)
        elif key.startswith("@"):
            found[key] = value
        else:
            found[_curie(key)] = _only([_compact(v) for v in value])
    return found


def _only(values: list[Any]) -> Any:  # noqa: ANN401 - JSON
    return values[0] if len(values) == 1 else values


def _curie(iri: str) -> str:
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri
