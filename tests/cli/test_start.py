"""What the program imports before it answers: nothing heavy where it can do without."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEAVY = {"rdflib", "networkx", "pyvis", "yaml", "pyoxigraph", "oxrdflib", "numpy", "IPython", "jinja2", "rustworkx"}
LATE = {"dataclasses", "graph.facts.load", "graph.vocabulary", "graph.meaning.view", "graph.library"}


@pytest.fixture
def imported(world, tmp_path):
    """Return a function that runs the program on the invented world and gives the modules it imported."""

    def run(*words):
        code = f"import sys; sys.argv[1:] = {list(words)!r}; from graph.cli import main; main()"
        env = {**os.environ, "AIKG_CACHE": str(tmp_path), "AIKG_FACTS": world, "PYTHONPATH": ROOT}
        command = [sys.executable, "-X", "importtime", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}

    return run


def test_the_overview_imports_no_command(imported):
    """Nor any library but click."""
    found = imported("--help")
    assert "click" in found
    assert not found & (HEAVY | LATE)
    assert {name for name in found if name.startswith("graph.cli.")} == {"graph.cli.app", "graph.cli.streams"}


def test_a_cached_path_imports_nothing_that_reads_facts(imported):
    """It runs on the index alone."""
    words = ("path", "acme-labs", "Widget One")
    assert imported(*words) & HEAVY == {"yaml", "pyoxigraph"}
    found = imported(*words)
    assert "graph.network.paths" in found
    assert not found & (HEAVY | LATE | {"graph.network.indexing"})
    assert not found & {"click", "typing", "re", "collections", "json", "difflib"}
    assert not imported(*words, "--json") & (HEAVY | LATE | {"click"})
    assert not imported(*words, "-k3") & (HEAVY | LATE)


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
