"""``aikg sparql`` and ``aikg query``."""

from __future__ import annotations

import csv
import io
import json

import pytest

ROWS = "SELECT ?model WHERE { id:acme-labs ai:develops ?model } ORDER BY ?model"


@pytest.fixture
def facts(world):
    """Return the words that choose the invented world."""
    return ("--facts", world)


def test_rows_as_table_json_and_csv(call, facts):
    """The same answer in each form; JSON is that of SPARQL 1.1."""
    table = call("sparql", ROWS, *facts).out.splitlines()
    assert (table[0], table[1:]) == ("model", ["widget-lm-2", "widget-one"])
    answer = json.loads(call("sparql", ROWS, *facts, "--json").out)
    values = [binding["model"]["value"] for binding in answer["results"]["bindings"]]
    assert [value.rpartition("/")[2] for value in values] == ["widget-lm-2", "widget-one"]
    rows = list(csv.reader(io.StringIO(call("sparql", ROWS, *facts, "--csv").out)))
    assert rows == [["model"], *([value] for value in values)]
    for form in ("tsv", "xml"):
        assert all(value in call("sparql", ROWS, *facts, "--format", form).out for value in values)


def test_yes_and_no(call, facts):
    """An ASK is answered in one word."""
    assert call("sparql", "ASK { id:acme-labs ai:develops id:widget-one }", *facts).out == "yes\n"
    assert call("sparql", "ASK { id:acme-labs ai:develops id:mu }", *facts).out == "no\n"


def test_graphs(call, facts):
    """Turtle, N-Triples or XML; a table form is refused with the ones that fit."""
    ask = ("sparql", "CONSTRUCT { ?s ai:develops ?o } WHERE { ?s ai:develops ?o }", *facts)
    assert "ai:develops" in call(*ask).out
    assert "/vocab#develops>" in call(*ask, "--format", "nt").out
    refused = call(*ask, "--json")
    assert (refused.status, refused.error) == (1, "aikg: the answer is a graph; choose --format turtle, nt or xml")
    rows = call("sparql", ROWS, *facts, "--format", "turtle")
    assert rows.error == "aikg: the answer is rows; choose --format table, json, csv, tsv or xml"


def test_the_frame_limits_what_is_asked(call, facts):
    """A SPARQL view holds what the other views hold."""
    assert call("sparql", ROWS, *facts, "--as-of", "2024-03-15").out.splitlines() == ["model", "widget-one"]
    assert (
        call("sparql", ROWS, *facts, "--floor", "established", "--only", "example-wire-2025-09-05").out
        == "model\n(none)\n"
    )


def test_a_query_from_a_file(call, facts, tmp_path):
    """With or without a byte order mark."""
    file = tmp_path / "q.rq"
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + ROWS.encode())
        assert call("sparql", "-f", str(file), *facts).out.splitlines()[0] == "model"


def test_a_query_from_standard_input(run_program, facts, tmp_path):
    """``-f -``."""
    (tmp_path / "q.rq").write_text(ROWS, encoding="utf-8")
    with open(tmp_path / "q.rq", "rb") as stream:
        shown = run_program("sparql", "-f", "-", *facts, stdin=stream)
    assert (shown.status, shown.out.splitlines()[0]) == (0, "model")


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "Error: give a query as text, or a file with -f"),
        (("ASK {}", "-f", "x"), 2, "Error: give a query as text, or a file with -f"),
        (("-f", "nowhere.rq"), 3, "aikg: nowhere.rq: No such file or directory"),
        (("-f", "bad.rq"), 1, "aikg: bad.rq: byte 4 is not UTF-8; save the query as UTF-8"),
    ],
)
def test_a_query_that_cannot_be_read(call, facts, tmp_path, monkeypatch, words, status, message):
    """Usage, missing file, or bytes that are no text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.rq").write_bytes(b"ASK\xff")
    shown = call("sparql", *words, *facts)
    assert (shown.status, shown.out, shown.err.splitlines()[-1]) == (status, "", message)


def test_a_mistake_in_a_query_is_pointed_at(call, facts):
    """Line, column and a caret."""
    shown = call("sparql", "SELECT ?s WHERE { ?s ai:develops }", *facts)
    first, line, caret = shown.err.splitlines()
    assert shown.status == 1
    assert first.startswith("aikg: query:1:")
    assert (line, caret.strip()) == ("SELECT ?s WHERE { ?s ai:develops }", "^")


# ---- named queries


def test_the_list_of_named_queries(call):
    """Name, parameters, what it answers; at least the fifteen that were asked for."""
    rows = json.loads(call("query", "--list", "--json").out)
    assert len(rows) >= 15
    assert all(row["name"] and row["answers"] for row in rows)
    assert len(call("query", "--list").out.splitlines()) == len(rows) + 1


def test_a_named_query_takes_parameters_by_any_name(call, facts):
    """Forgiving as everywhere."""
    by_id, by_name = (call("query", "said-of", f"of={of}", *facts) for of in ("acme-labs", "Acme AI"))
    assert (by_id.status, by_id.out) == (0, by_name.out)
    assert "tiny-model-co" in by_id.out


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "Error: name a query, or see them with --list"),
        (("said-of", "acme"), 2, "Error: 'acme' is not key=value"),
        (("sad-of", "of=acme"), 1, "aikg: no query 'sad-of'; did you mean said-of?"),
        (("xyz",), 1, "aikg: no query 'xyz'; see  aikg query --list"),
        (("said-of",), 1, "aikg: the query said-of needs of=…: "),
        (("said-of", "of=nobody"), 1, "aikg: nothing is called 'nobody'"),
        (("said-of", "off=acme"), 1, "aikg: the query said-of has no parameter 'off'; did you mean of?"),
        (("said-of", "xyz=acme"), 1, "aikg: the query said-of has no parameter 'xyz'; it takes of"),
    ],
)
def test_a_named_query_that_cannot_be_asked(call, facts, words, status, message):
    """What is missing, or what was meant."""
    shown = call("query", *words, *facts)
    assert (shown.status, shown.out) == (status, "")
    assert shown.err.splitlines()[-1].startswith(message)
