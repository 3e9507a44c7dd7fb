"""The library: load, view, ask; what each question returns, and how it prints."""

from __future__ import annotations

import doctest
import importlib
import json
import subprocess
import sys

import networkx as nx
import pytest
import rdflib

import graph
from graph.facts.problems import FactsError, InputError
from graph.library import Graph, View


@pytest.fixture(scope="module")
def invented(world):
    """Load the invented world."""
    return graph.load(world)


def test_the_package_exports_what_five_lines_need():
    """``import graph`` is enough, and a word it does not know is an error of the usual kind."""
    assert graph.load is importlib.import_module("graph.library").load
    assert [getattr(graph, name).__name__ for name in ("Graph", "View", "FactsError", "InputError")] == [
        *("Graph", "View", "FactsError", "InputError")
    ]
    with pytest.raises(AttributeError, match=r"^module 'graph' has no attribute 'lode'$"):
        _ = graph.lode


def test_importing_the_package_imports_no_library():
    """The first line of a script costs nothing."""
    code = "import sys, graph; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rdflib", "networkx", "pyvis", "yaml", "click", "pyoxigraph"} & set(done.stdout.split())


def test_facts_and_views_print_in_one_line(invented):
    """What was loaded, and which view it is."""
    assert isinstance(invented, Graph)
    assert repr(invented).startswith("<Graph of facts ")
    view = invented.view(as_of="2026-07-10", only="acme-terms-2025")
    assert isinstance(view, View)
    assert "as_of=2026-07-10, floor=reported, only=['acme-terms-2025']; " in repr(view)
    assert view._repr_html_().startswith("<p>&lt;View of ")


def test_a_path(invented):
    """Options by name; one relation or a list of them; the text is what prints."""
    view = invented.view()
    answer = view.path("acme", "tiny model co", relations="owns", k=1)
    assert str(answer).startswith("Acme Labs – Tiny Model Co: 1 path (floor reported, along owns)\n")
    assert answer == view.path("acme-labs", "tiny-model-co", relations=["owns"], k=1)
    assert view.path("acme", "tiny model co", avoid="Tiny Chat", max_hops=2).options.avoid == ("Tiny Chat",)
    assert answer._repr_html_().startswith("<pre>")


def test_sparql_and_named_queries(invented):
    """Rows as dictionaries of ids."""
    view = invented.view()
    assert {"model": "widget-lm-2"} in view.sparql("SELECT ?model { id:acme-labs ai:develops ?model }").rows
    assert view.query("said-of", of="acme-labs").rows


def test_networkx_and_rdflib(invented):
    """The view in the libraries people know."""
    view = invented.view(floor="established")
    assert isinstance(view.network(), nx.MultiDiGraph)
    assert view.network().number_of_edges() == len(view.edges)
    assert isinstance(view.rdf(), rdflib.Dataset)


def test_a_map_is_drawn_around_things_by_any_name(invented):
    """The page is text; nothing is written before it is saved."""
    drawing = invented.view().map("Acme AI", hops=1)
    assert "<!doctype html>" in drawing.html()[:100].lower()


def test_questions_about_restrictions(invented):
    """Status, coverage and verdict of a day, by forgiving names, with the JSON of the command line."""
    view = invented.view(as_of="2026-07-10")
    assert view.status("the acme ban").status == "IN_FORCE"
    assert view.covered("acme-bar").as_json()["restriction"] == "acme-bar-on-atlantis"
    answer = view.verdict("Tiny Model Co", "Widget One")
    assert answer.as_json()["party"] == "tiny-model-co"
    gone = [ground.standing.restriction.name for ground in answer.grounds]
    assert view.verdict("Tiny Model Co", "Widget One", lifted=gone).verdict == "NO_KNOWN_RESTRICTION"
    assert json.dumps(answer.as_json())


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda view: view.path("acme", "nobody"), "nothing is called 'nobody'"),
        (lambda view: view.path("acme", "mu", k=0), "ask for at least one path"),
        (lambda view: view.status("acme"), "nothing is called 'acme'"),
        (lambda view: view.verdict("acme", "widget-one"), "this question is about one day"),
        (lambda view: view.map("nobody"), "nothing is called 'nobody'"),
        (lambda view: view.query("nothing"), "no query 'nothing'"),
        (lambda view: view.sparql("SELECT"), "query:1:"),
    ],
)
def test_a_question_that_cannot_be_asked_is_an_error_with_a_sentence(invented, ask, message):
    """LookupError or ValueError, never something deeper."""
    with pytest.raises((LookupError, ValueError)) as refused:
        ask(invented.view())
    assert refused.value.args[0].startswith(message)


def test_facts_that_do_not_load_name_every_mistake(lay_over, tmp_path):
    """And a folder that is none is another error."""
    with pytest.raises(FactsError) as refused:
        graph.load(lay_over({"entities/mu.yaml": "kind: Place\nnam: Mu\n"}))
    assert refused.value.problems[0].file == "entities/mu.yaml"
    with pytest.raises(InputError, match=r"no such folder; name a folder with entities/"):
        graph.load(tmp_path / "nowhere")


def test_without_a_folder_the_shipped_facts_are_loaded():
    """The seeds, as in the docstring of the package."""
    assert "s000" in graph.load().facts.sources
    assert doctest.DocTestParser().get_examples(graph.__doc__)[0].source == "import graph\n"
