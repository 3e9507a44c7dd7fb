"""The commands of analytics print what the library answers."""

import json

import pytest
from click.testing import CliRunner

from graph.cli import analytics as commands
from graph.network.analytics import communities, rank
from graph.network.balance import balance
from graph.network.chokepoints import chokepoints
from graph.network.cycles import cycles

ANSWERS = {
    "rank": lambda view: rank(view).as_json(20),
    "communities": lambda view: communities(view).as_json(),
    "chokepoints": lambda view: chokepoints(view).as_json(20),
    "balance": lambda view: balance(view).as_json(),
    "cycles": lambda view: cycles(view).as_json(20),
}


def run(folder, name, *args):
    """Run a command on a folder of facts and return what it prints."""
    result = CliRunner().invoke(getattr(commands, f"{name}_command"), [*args, "--facts", folder])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", ANSWERS)
def test_json_is_the_answer_of_the_library(world, invented, name):
    """``--json`` prints the library's answer with the terms of the question."""
    body = json.loads(run(world, name, "--json"))
    assert body == json.loads(json.dumps(ANSWERS[name](invented.view())))
    assert {"as_of", "known_at", "floor", "only", "not_computable"} <= body.keys()


@pytest.mark.parametrize("name", ANSWERS)
def test_the_view_is_the_one_asked_for(world, invented, name):
    """The common options reach the view."""
    body = json.loads(run(world, name, "--json", "--as-of", "2025-01-01", "--floor", "established"))
    assert body == json.loads(json.dumps(ANSWERS[name](invented.view(as_of="2025-01-01", floor="established"))))


def test_a_ranking_is_a_table(world):
    """Rows give name, measure, layer, a few claims and the id."""
    lines = run(world, "rank", "-k", "1").splitlines()
    assert lines[0].split() == ["name", "degree", "layer", "claims", "id"]
    assert lines[1].startswith("Acme Labs  15      reported  ")
    assert lines[1].endswith("and 33 more  acme-labs")
    assert len(lines) == 2


def test_csv_names_every_claim(world, invented):
    """Tables shorten lists of claims, files do not."""
    first = rank(invented.view()).rows[0]
    line = run(world, "rank", "-k", "1", "--csv").splitlines()[1]
    assert line == f'Acme Labs,15,reported,"{", ".join(first.basis.claims)}",acme-labs'


def test_what_cannot_be_computed_is_said_in_words(world):
    """A reason stands where numbers would."""
    assert run(world, "chokepoints", "Mu") == "not computable: no claim of this view names a supplier of Mu\n"


def test_circles_show_their_deals(world):
    """A circle is read from party to party, with each deal's amount or share."""
    header, row = run(world, "cycles", "--csv").splitlines()
    deals = "ring-a.owns.ring-b: amount not stated, share 60; ring-b.owns.ring-a: amount not stated, share 60"
    assert (header, row) == ("cycle,deals,layer", f'Ring A → Ring B → Ring A,"{deals}",reported')


def test_balance_shows_camps_and_what_goes_against_them(world):
    """Camps, frustrated ties and ties of both signs have rows of their own."""
    rows = [line.split(",")[:2] for line in run(world, "balance", "--csv").splitlines()]
    assert ["1", "camp (1 of 4 as good)"] in rows
    assert ["1", "frustrated (hostile)"] in rows
    assert ["", "both"] in rows


@pytest.mark.parametrize("name", ANSWERS)
def test_help_ends_with_an_example(name):
    """Each command's help ends with an example of its own."""
    lines = CliRunner().invoke(getattr(commands, f"{name}_command"), ["--help"]).output.splitlines()
    assert f"  aikg {name}" in "\n".join(lines)


def test_the_examples_of_the_help_answer_on_the_shipped_facts():
    """The worked examples run."""
    for name, *args in (
        ("rank", "--by", "betweenness"),
        ("communities",),
        ("chokepoints", "claude-code"),
        ("balance",),
        ("cycles",),
    ):
        result = CliRunner().invoke(getattr(commands, f"{name}_command"), args)
        assert result.exit_code == 0
        assert result.output
