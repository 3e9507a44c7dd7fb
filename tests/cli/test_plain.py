"""The short way of ``aikg path``: the same answer as the command's, or none."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.cli.app import run
from graph.cli.plain import plain_path

NAMES = ["acme-labs", "Widget One", "tiny model co", "阿克米实验室", "mu"]
PLAIN = {
    "-k": ["1", "3", "1000"],
    "--max-hops": ["1", "6", "20"],
    "--min-roots": ["0", "2", "255"],
    "--floor": ["established", "reported", "alleged"],
    "--as-of": ["2026-07-10", "2024-02-28"],
    "--known-at": ["2026-07-10"],
    "--only": ["acme-terms-2025", "acme-blog-2025-09-05, acme-terms-2025"],
    "--relations": ["owns", "owns,develops"],
    "--avoid": ["cloudy-compute", "Cloudy Compute, lemuria"],
    "--json": [None],
    "--directed": [None],
    "--through-places": [None],
}


@pytest.fixture(autouse=True)
def _invented_facts(world, monkeypatch):
    """Ask the invented world."""
    monkeypatch.setenv("AIKG_FACTS", world)


@st.composite
def questions(draw):
    """Draw two names and some options in any order, values behind ``=`` or a space."""
    words = [[name] for name in draw(st.permutations(NAMES))[:2]]
    for option in draw(st.sets(st.sampled_from(sorted(PLAIN)), max_size=4)):
        value = draw(st.sampled_from(PLAIN[option]))
        if value is None:
            words.append([option])
        else:
            words.append([f"{option}={value}"] if option != "-k" and draw(st.booleans()) else [option, value])
    return [word for group in draw(st.permutations(words)) for word in group]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions())
def test_the_short_way_prints_what_the_command_prints(capsys, words):
    """For any plain question: the same status and the same bytes."""
    capsys.readouterr()
    status = plain_path(words)
    short = (status, *capsys.readouterr())
    command = (run(["path", *words]), *capsys.readouterr())
    assert short == command
    assert status == 0


OTHERWISE = [
    (),
    ("acme-labs",),
    ("acme-labs", "mu", "lemuria"),
    ("acme-labs", "mu", "--help"),
    ("acme-labs", "mu", "-h"),
    ("acme-labs", "--", "mu"),
    ("acme-labs", "mu", "-k3"),
    ("acme-labs", "mu", "-k=3"),
    ("acme-labs", "mu", "-k", "0"),
    ("acme-labs", "mu", "-k", "1001"),
    ("acme-labs", "mu", "-k", "٣"),
    ("acme-labs", "mu", "-k", "3", "-k", "4"),
    ("acme-labs", "mu", "-k"),
    ("acme-labs", "mu", "--max-hops", "21"),
    ("acme-labs", "mu", "--as-of", "2026-07"),
    ("acme-labs", "mu", "--as-of", "2026-07-31"),
    ("acme-labs", "mu", "--as-of", "2026-13-01"),
    ("acme-labs", "mu", "--as-of", "0000-01-01"),
    ("acme-labs", "mu", "--as-of", "2026-07-1x"),
    ("acme-labs", "mu", "--as-of", ""),
    ("acme-labs", "mu", "--floor", "high"),
    ("acme-labs", "mu", "--json=yes"),
    ("acme-labs", "mu", "--nope"),
    ("acme-labs", "mu", "--only", "--json"),
    ("acme-labs", "mu", "--only", "nothing"),
    ("acme-labs", "nobody"),
    ("acme-labs", "mu", "--facts", "/nowhere"),
    ("acme-labs", "mu", "--avoid", "mu"),
]


@pytest.mark.parametrize("words", OTHERWISE, ids=" ".join)
def test_everything_else_is_left_to_the_command(capsys, words):
    """Whatever is not plain, mistaken or refused: nothing is printed, the command answers."""
    assert plain_path(list(words)) is None
    assert capsys.readouterr() == ("", "")


def test_completion_is_left_to_click(monkeypatch):
    """The shell asks for words, not for a path."""
    monkeypatch.setenv("_AIKG_COMPLETE", "bash_complete")
    assert plain_path(["acme-labs", "mu"]) is None


def test_the_facts_of_the_option_win_over_those_of_the_environment(capsys, monkeypatch, tmp_path, world):
    """As with every command."""
    monkeypatch.setenv("AIKG_FACTS", str(tmp_path))
    assert plain_path(["acme-labs", "mu", "--facts", world, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["from"] == "acme-labs"


def test_an_empty_environment_variable_chooses_nothing(capsys, monkeypatch):
    """The shipped facts, as when it is not there."""
    monkeypatch.setenv("AIKG_FACTS", "")
    monkeypatch.setattr("graph.cli.plain.data_folder", lambda _: os.path.join(os.path.dirname(__file__), "..", "world"))
    assert plain_path(["acme-labs", "mu"]) == 0
    assert capsys.readouterr().out.startswith("Acme Labs – Mu: ")
