"""Answers as rows, files and notebook tables."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib

from graph.store.result import Result, short
from graph.store.terms import PREFIXES
from graph.store.worker import Limits, run

TURTLE = """
PREFIX id: <https://w3id.org/ai-industry-graph/id/> PREFIX ai: <https://w3id.org/ai-industry-graph/vocab#>
id:acme ai:owns id:tiny, <https://w3id.org/ai-industry-graph/id/acme.owns.%5B..2026%5D> ;
    ai:says "<script>alert(1)</script>", "x,\\"y\\"\\n=1"@en , 5 .
"""
ROWS = "SELECT ?o ?none { ?s ?p ?o } ORDER BY STR(?o)"


@pytest.fixture(scope="module")
def store():
    found = ox.Store()
    found.load(input=TURTLE.encode(), format=ox.RdfFormat.TURTLE)
    return found


@pytest.fixture(scope="module")
def ask(store):
    return lambda text: run(store, text, {}, Limits())


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (PREFIXES["id"] + "acme.owns.%5B..2026%5D", "acme.owns.[..2026]"),
        (PREFIXES["ai"] + "owns", "ai:owns"),
        (PREFIXES["prov"] + "wasDerivedFrom", "prov:wasDerivedFrom"),
        ("https://a.example/x", "https://a.example/x"),
        (PREFIXES["ai"], PREFIXES["ai"]),
    ],
)
def test_iris_are_written_as_people_read_them(iri, expected):
    """Ids bare, words with a prefix, everything else whole."""
    assert short(iri) == expected


def test_rows_hold_ids_texts_and_none(ask):
    """A thing by its id, a text as it is, an absent value as None."""
    found = ask(ROWS)
    assert found.variables == ["o", "none"]
    assert [row["o"] for row in found] == [
        "5",
        "<script>alert(1)</script>",
        "acme.owns.[..2026]",
        "tiny",
        'x,"y"\n=1',
    ]
    assert {row["none"] for row in found.rows} == {None}
    assert len(found) == 5


def test_json_is_the_standard_form(ask):
    """SPARQL 1.1 Query Results JSON Format, as the engine writes it."""
    found = json.loads(ask(ROWS).serialize("json"))
    assert found["head"]["vars"] == ["o", "none"]
    assert found["results"]["bindings"][0]["o"]["datatype"] == PREFIXES["xsd"] + "integer"


def test_csv_can_be_read_back(ask):
    """Commas, quotes and line breaks survive."""
    rows = list(csv.reader(io.StringIO(ask(ROWS).serialize("csv").decode(), newline="")))
    assert rows[0] == ["o", "none"]
    assert rows[-1] == ['x,"y"\n=1', ""]


def test_tsv_writes_terms(ask):
    """Terms stay terms, with language and datatype."""
    lines = ask(ROWS).serialize("tsv").decode().splitlines()
    assert lines[0] == "?o\t?none"
    assert lines[1] == "5\t"
    assert lines[-1] == '"x,\\"y\\"\\n=1"@en\t'


def test_xml_is_well_formed(ask):
    """SPARQL Query Results XML Format, with what must be escaped escaped."""
    space = "{http://www.w3.org/2005/sparql-results#}"
    tree = ET.fromstring(ask(ROWS).serialize("xml"))  # noqa: S314 - our own
    assert [node.get("name") for node in tree.iter(f"{space}variable")] == ["o", "none"]
    assert "<script>alert(1)</script>" in [node.text for node in tree.iter(f"{space}literal")]


@pytest.mark.parametrize(
    ("form", "expected"), [("json", '"boolean":true'), ("csv", "true"), ("xml", "<boolean>true</")]
)
def test_a_yes_is_written_in_every_form(ask, form, expected):
    """An ASK has the same forms."""
    assert expected in ask("ASK { ?s ?p ?o }").serialize(form).decode()


@pytest.mark.parametrize(("form", "parser"), [("turtle", "turtle"), ("nt", "nt"), ("xml", "xml")])
def test_a_graph_is_written_whole(ask, form, parser):
    """Another tool reads the same triples."""
    found = ask("CONSTRUCT WHERE { ?s ?p ?o }")
    assert set(rdflib.Graph().parse(data=found.serialize(form), format=parser)) == set(
        rdflib.Graph().parse(data=TURTLE, format="turtle"),
    )


def test_a_graph_is_a_set_in_a_fixed_order(ask):
    """A CONSTRUCT that makes a triple twice has it once, and its lines are sorted."""
    found = ask("CONSTRUCT { ai:a ai:b ai:c . ?s ai:b ?s } WHERE { ?s ?p ?o }")
    lines = found.data.splitlines()
    assert len(found) == 2
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ASK { ?s ?p ?o }", True), ("ASK { ?s ?p 6 }", False), (ROWS, True), ("SELECT * { ?s ?p 6 }", False)],
)
def test_an_answer_is_true_when_it_is_yes_or_not_empty(ask, text, expected):
    """`if view.sparql(…)` means what it says."""
    assert bool(ask(text)) is expected


def test_a_yes_or_no_has_no_rows(ask):
    """Reading rows of an ASK is no error."""
    assert ask("ASK {}").rows == []


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        (ROWS, "turtle", "no form 'turtle' for this answer; use one of json, csv, tsv, xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "no form 'csv' for this answer; use one of turtle, nt, xml"),
    ],
)
def test_a_form_that_does_not_fit_is_told(ask, text, form, message):
    """Rows are no graph and a graph has no rows."""
    with pytest.raises(ValueError, match="no form") as caught:
        ask(text).serialize(form)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", [ROWS, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_notebook_shows_texts_and_runs_nothing(ask, text):
    """Whatever a fact says is escaped."""
    html = ask(text)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_notebook_escapes_the_names_of_columns():
    """Even what no engine would let through."""
    data = b'{"head":{"vars":["<b>"]},"results":{"bindings":[]}}'
    assert Result(kind="select", data=data)._repr_html_() == (
        "<table><thead><tr><th>&lt;b&gt;</th></tr></thead><tbody></tbody></table>"
    )


@pytest.mark.parametrize(("text", "expected"), [("ASK {}", "<p>yes</p>"), ("ASK { FILTER(false) }", "<p>no</p>")])
def test_a_notebook_shows_yes_or_no(ask, text, expected):
    """In a word."""
    assert ask(text)._repr_html_() == expected
