"""What every JSON answer has, and every option that takes a day (cli.md)."""

from __future__ import annotations

import json

import pytest

from graph.cli.app import COMMANDS

DAY = ("--as-of", "2026-07-10")
QUESTIONS = {
    "path": ("path", "acme-labs", "mu"),
    "path by way of click": ("path", "acme-labs", "mu", "-k3"),
    "show": ("show", "acme-labs"),
    "show a claim": ("show", "acme-labs.owns.tiny-model-co"),
    "show a restriction": ("show", "acme-bar-on-atlantis"),
    "show a source": ("show", "acme-terms-2025"),
    "show a story": ("show", "how-one-tool-was-barred"),
    "list": ("list", "claims"),
    "verdict": ("verdict", "tiny-model-co", "widget-one", *DAY),
    "why": ("why", "tiny-model-co", "widget-one", *DAY),
    "why a claim": ("why", "acme-labs.owns.tiny-model-co"),
    "status": ("status", "acme-bar-on-atlantis", *DAY),
    "covered": ("covered", "acme-bar-on-atlantis", *DAY),
    "exposure": ("exposure", "acme-bar-on-atlantis", *DAY),
    "changes": ("changes", "--from", "2026-07-01", "--to", "2026-07-10"),
    "timeline": ("timeline", "acme-labs"),
    "rank": ("rank", "--by", "degree"),
    "communities": ("communities",),
    "chokepoints": ("chokepoints",),
    "balance": ("balance",),
    "cycles": ("cycles",),
}
OTHERWISE = {"whatif", "query", "sparql", "map", "export", "add", "check", "format", "schema"}
"""Commands whose JSON is that of a standard, that print none, or that need a file."""


def test_every_command_is_asked():
    """A new command finds its way into the tests below."""
    assert {words[0] for words in QUESTIONS.values()} | OTHERWISE == set(COMMANDS)


@pytest.mark.parametrize("words", QUESTIONS.values(), ids=QUESTIONS)
def test_every_answer_repeats_its_frame(call, world, words):
    """``as_of``, ``known_at``, ``floor`` and ``only``, absent ones null; text that is not ASCII stays as it is."""
    shown = call(*words, "--facts", world, "--json")
    assert (shown.status, shown.err) == (0, "")
    answer = json.loads(shown.out)
    assert {"as_of", "known_at", "floor", "only"} <= set(answer)
    assert answer["only"] is None
    assert answer["known_at"] is None
    assert answer["as_of"] == ("2026-07-10" if DAY[1] in words and "--as-of" in words else None)
    assert "\\u" not in shown.out


SORTED = {"proof", "missing", "flags", "sources", "variants", "disputed", "below_floor"}


def _place(gap):
    return tuple(gap[key] or "" for key in ("subject", "relation", "object"))


def lists_of(value, key=""):
    """Yield the lists of an answer that stand under the keys above, of texts or of records."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from lists_of(inner, name)
    elif isinstance(value, list):
        if key in SORTED:
            yield [_place(item) for item in value] if key == "missing" else value
        for inner in value:
            yield from lists_of(inner)


@pytest.mark.parametrize("words", QUESTIONS.values(), ids=QUESTIONS)
def test_lists_are_sorted(call, world, words):
    """Proofs, flags, sources and what is missing come in an order that a script can rely on."""
    answer = json.loads(call(*words, "--facts", world, "--json").out)
    for found in lists_of(answer):
        if all(isinstance(item, (str, tuple)) for item in found):
            assert found == sorted(found)


DAYS = [
    ("show", "acme-labs", "--as-of"),
    ("list", "claims", "--since"),
    ("list", "claims", "--until"),
    ("verdict", "tiny-model-co", "widget-one", "--as-of"),
    ("status", "acme-bar-on-atlantis", "--known-at"),
    ("changes", "--to", "2026-07-10", "--from"),
    ("changes", "--from", "2026-07-10", "--to"),
    ("timeline", "--known-at"),
    ("map", "-o", "never.html", "--as-of"),
    ("export", "turtle", "--as-of"),
    ("sparql", "ASK {}", "--as-of"),
    ("query", "single-source", "--known-at"),
]


@pytest.mark.parametrize("words", DAYS, ids=" ".join)
def test_every_option_that_takes_a_day_takes_one_day(call, world, tmp_path, monkeypatch, words):
    """A month or a year is a usage error, wherever it is typed."""
    monkeypatch.chdir(tmp_path)
    for day in ("2026-07", "2026"):
        shown = call(*words, day, "--facts", world)
        assert (shown.status, shown.out) == (2, "")
        assert shown.err.splitlines()[-1].endswith(f": '{day}' is not a day; write it as 2026-07-10")
    assert list(tmp_path.iterdir()) == []
