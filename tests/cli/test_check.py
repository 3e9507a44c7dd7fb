"""``aikg check``, ``format`` and ``schema``: the files of facts."""

from __future__ import annotations

import json
import os

import pytest

MISTAKES = {
    "entities/mu.yaml": "kind: Place\nname: Mu\nclaims:\n  - locatedIn: lemuriaa\n    sources: [leaflet]\n",
    "entities/mu-campus.yaml": "kind: Facility\nnam: Mu campus\n",
}


def test_right_facts_are_said_to_be_right(call, world):
    """0, and a line on what was read."""
    shown = call("check", "--facts", world)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.splitlines()[-1].endswith((": everything is right", " warnings", " warning"))
    assert ": 0 errors" in shown.out or "everything is right" in shown.out


def test_every_mistake_is_named_at_once(call, lay_over):
    """Sorted by place, as file:line:column: sentence; 1; with the count."""
    shown = call("check", "--facts", lay_over(MISTAKES))
    lines = [line for line in shown.out.splitlines() if "warning: " not in line]
    assert shown.status == 1
    assert lines[0].startswith("entities/mu-campus.yaml:")
    assert "entities/mu.yaml:4:16: no entity 'lemuriaa'; did you mean lemuria?" in lines
    assert ": 3 errors, " in lines[-1]


def test_problems_as_json(call, lay_over):
    """A list of places, severities and sentences."""
    shown = call("check", "--facts", lay_over(MISTAKES), "--format", "json")
    problems = json.loads(shown.out)
    assert shown.status == 1
    assert all(list(problem) == ["file", "line", "column", "severity", "message"] for problem in problems)
    assert {problem["file"] for problem in problems if problem["severity"] == "error"} == set(MISTAKES)


def test_problems_as_annotations(call, lay_over):
    """Workflow commands of GitHub Actions, one a line, nothing else on standard output."""
    shown = call("check", "--facts", lay_over(MISTAKES), "--format", "github")
    assert "::error file=entities/mu.yaml,line=4,col=16::no entity 'lemuriaa'; did you mean lemuria?" in shown.out
    assert all(line.startswith(("::error file=", "::warning file=")) for line in shown.out.splitlines())


def test_a_terminal_shows_fifty_and_the_count(call, lay_over):
    """Scripts get all."""
    claims = "".join(f"  - locatedIn: nowhere-{n}\n    sources: [leaflet]\n" for n in range(60))
    folder = lay_over({"entities/mu.yaml": f"kind: Place\nname: Mu\nclaims:\n{claims}"})
    shown = call("check", "--facts", folder)
    total = len(json.loads(call("check", "--facts", folder, "--format", "json").out))
    assert total >= 60
    assert len([line for line in shown.out.splitlines() if line.startswith("entities/")]) == 50
    assert f"… and {total - 50} more; see them all with  --format json" in shown.out


def test_format_check_changes_nothing(call, lay_over):
    """1 where a file would change, and its name; 0 where none would."""
    folder = lay_over()
    assert call("format", "--facts", folder).status == 0
    assert call("format", "--check", "--facts", folder).out == "every file is in its canonical form\n"
    path = os.path.join(folder, "entities", "mu.yaml")
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("name: Mu\nkind: Place\n")
    shown = call("format", "--check", "--facts", folder)
    assert (shown.status, shown.out) == (1, "would write entities/mu.yaml\n")
    assert call("format", "--facts", folder).out == "wrote entities/mu.yaml\n"
    with open(path, encoding="utf-8") as stream:
        assert stream.read() == "kind: Place\nname: Mu\n"


@pytest.mark.parametrize("ids", [(), ("--ids",)])
def test_the_schema_is_json_schema(call, world, ids):
    """With the ids of the facts where asked for."""
    shown = call("schema", "--facts", world, *ids)
    schema = json.loads(shown.out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert ("lonely-institute" in shown.out) == bool(ids)
