"""What the program imports before it answers: nothing heavy where it can do without."""

from __future__ import annotations

import pytest

HEAVY = {"rdflib", "networkx", "pyvis", "yaml", "pyoxigraph", "oxrdflib", "numpy", "IPython", "jinja2", "rustworkx"}
LATE = {"dataclasses", "graph.facts.load", "graph.vocabulary", "graph.meaning.view", "graph.library"}


@pytest.fixture
def imported(run_program, world, tmp_path):
    """Return a function that runs the program on the invented world and gives the modules it imported."""

    def run(*words):
        done = run_program(*words, python=("-X", "importtime"), env={"AIKG_CACHE": str(tmp_path), "AIKG_FACTS": world})
        assert done.status == 0
        return {line.rpartition("|")[2].strip() for line in done.err.splitlines() if line.startswith("import time:")}

    return run


def test_the_overview_imports_no_command(imported):
    """Nor any library but click."""
    found = imported("--help")
    assert "click" in found
    assert not found & (HEAVY | LATE)
    assert not {name for name in found if name.startswith("graph.cli.") and name != "graph.cli.app"}


def test_a_cached_path_imports_nothing_that_reads_facts(imported):
    """It runs on the index alone."""
    words = ("path", "acme-labs", "Widget One")
    assert imported(*words) & HEAVY == {"yaml", "pyoxigraph"}
    found = imported(*words)
    assert "graph.network.paths" in found
    assert not found & (HEAVY | LATE | {"graph.network.indexing"})
    assert not imported(*words, "--json") & (HEAVY | LATE)


COMMANDS = [
    ("list", "claims"),
    ("show", "acme-labs"),
    ("check",),
    ("status", "acme-bar-on-atlantis", "--as-of", "2026-07-10"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_commands_on_facts_import_no_graph_libraries(imported, words):
    """Neither NetworkX nor Pyvis nor rdflib for a list, a record, a check or a status."""
    assert not imported(*words) & {"rdflib", "networkx", "pyvis", "IPython", "numpy"}
