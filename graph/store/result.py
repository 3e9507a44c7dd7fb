"""The answer of a SPARQL query as a value: rows, a yes or no, or a graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from graph.store.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Result", "short"]

_IDS = PREFIXES["id"]


def short(iri: str) -> str:
    """Write an IRI as people read it: the bare id of a thing, a prefixed word, else the IRI."""
    if iri.startswith(_IDS):
        return unquote(iri.removeprefix(_IDS))
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An answer: ``kind`` is ``select``, ``ask`` or ``graph``.

    ``data`` holds SPARQL JSON results for the first two and N-Triples for a graph.
    """

    kind: str
    data: bytes

    @property
    def variables(self) -> list[str]:
        """The columns of a SELECT."""
        names: list[str] = json.loads(self.data)["head"].get("vars", [])
        return names

    @property
    def boolean(self) -> bool:
        """The answer of an ASK."""
        return bool(json.loads(self.data)["boolean"])

    @property
    def rows(self) -> list[dict[str, str | None]]:
        """The rows of a SELECT; things by their ids, words with a prefix, absent values None."""
        if self.kind != "select":
            return []
        names = self.variables
        return [
            {name: _plain(binding.get(name)) for name in names}
            for binding in json.loads(self.data)["results"]["bindings"]
        ]

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Count the rows, or the triples of a graph; a yes or no has none."""
        return self.data.count(b"\n") if self.kind == "graph" else len(self.rows)

    def __bool__(self) -> bool:
        """Tell whether the answer is yes, or has a row or triple."""
        return self.boolean if self.kind == "ask" else len(self) > 0

    def serialize(self, form: str) -> bytes:
        """Write the answer as ``json``, ``csv``, ``tsv`` or ``xml``; a graph as ``turtle``, ``nt`` or ``xml``.

        Raises :class:`ValueError` for any other form.
        """
        import pyoxigraph as ox  # noqa: PLC0415 - only where another form is wanted

        results, triples = ox.QueryResultsFormat, ox.RdfFormat
        if self.kind == "graph":
            graphs = {"turtle": triples.TURTLE, "nt": triples.N_TRIPLES, "xml": triples.RDF_XML}
            parsed = ox.parse(input=self.data, format=triples.N_TRIPLES)
            return bytes(ox.serialize(parsed, format=_chosen(form, graphs), prefixes=PREFIXES) or b"")
        forms = {"json": results.JSON, "csv": results.CSV, "tsv": results.TSV, "xml": results.XML}
        if (chosen := _chosen(form, forms)) is results.JSON:
            return self.data
        return bytes(ox.parse_query_results(input=self.data, format=results.JSON).serialize(format=chosen) or b"")

    def _repr_html_(self) -> str:
        """Show the answer as a table in a notebook."""
        if self.kind == "ask":
            return f"<p>{'yes' if self.boolean else 'no'}</p>"
        if self.kind == "graph":
            return f"<pre>{escape(self.serialize('turtle').decode())}</pre>"
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(value or '')}</td>" for value in row.values()) + "</tr>" for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _chosen(form: str, forms: dict[str, Any]) -> Any:  # noqa: ANN401 - a format of rows or of triples
    if form not in forms:
        message = f"no form '{form}' for this answer; use one of {', '.join(forms)}"
        raise ValueError(message)
    return forms[form]


def _plain(term: dict[str, str] | None) -> str | None:
    if term is None:
        return None
    return short(term["value"]) if term["type"] == "uri" else term["value"]
