"""``aikg path``: how two things are connected, as a stranger reads it and as a script does."""

from __future__ import annotations

import json

import pytest

import graph
from graph.network.paths import Options, between

SEEDS = ("--only", "s000,s002")


@pytest.fixture
def asked(call):
    """Return a function that asks for paths as JSON."""

    def ask(*words):
        shown = call("path", *words, "--json")
        assert (shown.status, shown.err) == (0, "")
        return json.loads(shown.out)

    return ask


def test_how_alibaba_is_connected_to_mythos_5(call):
    """The chain over Claude Code and Anthropic, at reported, in words with dates and documents."""
    shown = call("path", "alibaba", "Mythos 5", *SEEDS, "-k", "1")
    lines = shown.out.splitlines()
    assert shown.status == 0
    assert lines[0] == "Alibaba – Mythos 5: 1 path (floor reported, only s000, s002)"
    assert lines[2] == "1. Alibaba – Claude Code – Anthropic – Mythos 5  (3 hops, weakest layer reported)"
    assert "   Alibaba prohibits the use of Claude Code, since 2026-07-10 (expected)" in lines
    assert "   Claude Code is developed by Anthropic, seen by 2026-07-05" in lines
    assert "       anthropic.develops.mythos-5  [reported, unattributed; s000]" in lines


def test_at_established_there_is_no_such_path(call):
    """An answer too: what was searched, and status 0."""
    shown = call("path", "alibaba", "Mythos 5", *SEEDS, "--floor", "established")
    assert shown.status == 0
    assert shown.out.startswith("Alibaba – Mythos 5: no path (floor established, only s000, s002). Searched ")


@pytest.mark.parametrize("ends", [("阿里巴巴", "أنثروبيك"), ("ALIBABA", "anthropic"), ("Alibaba Group", "Anthropic")])
def test_names_in_any_language_and_case(asked, ends):
    """The ids are in the answer."""
    answer = asked(*ends, *SEEDS)
    assert (answer["from"], answer["to"]) == ("alibaba", "anthropic")
    assert answer["paths"]


def test_the_json_is_the_librarys(asked):
    """A command is a thin twin of a library function."""
    view = graph.load().view(only=["s000", "s002"], as_of="2026-07-12", known_at="2026-07-10", floor="alleged")
    options = Options(k=5, max_hops=4, directed=True)
    words = ("-k", "5", "--max-hops", "4", "--directed", "--as-of", "2026-07-12", "--known-at", "2026-07-10")
    answer = asked("alibaba", "mythos-5", *SEEDS, *words, "--floor", "alleged")
    assert answer == between(view, "alibaba", "mythos-5", options).as_json()
    assert [answer[key] for key in ("as_of", "known_at", "floor", "only")] == [
        *("2026-07-12", "2026-07-10", "alleged", ["s000", "s002"])
    ]


def test_options_reach_the_search(asked, world):
    """Each narrows or widens what is searched."""
    facts = ("--facts", world)
    plain = asked("acme-labs", "tiny-model-co", "-k", "50", *facts)
    assert len(plain["paths"]) > 3
    assert len(asked("acme-labs", "tiny-model-co", "-k", "2", *facts)["paths"]) == 2
    only_owning = asked("acme-labs", "tiny-model-co", "--relations", "owns", "-k", "50", *facts)
    assert {step["relation"] for path in only_owning["paths"] for step in path["steps"]} == {"owns"}
    assert only_owning["searched"]["relations"] == ["owns"]
    avoiding = asked("acme-labs", "tiny-model-co", "--avoid", "Widget One,cloudy-compute", "-k", "50", *facts)
    passed = {step[end] for path in avoiding["paths"] for step in path["steps"] for end in ("subject", "object")}
    assert not {"widget-one", "cloudy-compute"} & passed
    short = asked("acme-labs", "tiny-model-co", "--max-hops", "1", "-k", "50", *facts)
    assert {path["hops"] for path in short["paths"]} == {1}
    forward = asked("acme-labs", "tiny-model-co", "--directed", "-k", "50", *facts)
    assert all(step["forward"] for path in forward["paths"] for step in path["steps"])
    rooted = asked("acme-labs", "tiny-model-co", "--min-roots", "2", "-k", "50", *facts)
    assert len(rooted["paths"]) < len(plain["paths"])


def test_places_are_passed_only_when_asked(asked, lay_over):
    """Two companies with nothing in common but a country."""
    new = "kind: Company\nname: New Office\nclaims:\n  - operatesIn: mu\n    sources: [leaflet]\n"
    ends = ("new-office", "acme-labs", "-k", "1", "--facts", lay_over({"entities/new-office.yaml": new}))
    assert asked(*ends)["paths"] == []
    assert [step["object"] for step in asked(*ends, "--through-places")["paths"][0]["steps"]] == ["mu", "mu"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-k", "0"), "Error: Invalid value for '-k': 0 is not in the range 1<=x<=1000."),
        (("--max-hops", "99"), "Error: Invalid value for '--max-hops': 99 is not in the range 1<=x<=20."),
    ],
)
def test_numbers_have_a_range(call, words, message):
    """Outside is a usage error."""
    shown = call("path", "alibaba", "anthropic", *words)
    assert (shown.status, shown.err.splitlines()[-1]) == (2, message)


def test_an_end_cannot_be_avoided(call, world):
    """A question that cannot be asked is 1, with the reason."""
    shown = call("path", "acme", "mu", "--avoid", "Acme Labs", "--facts", world)
    assert (shown.status, shown.out) == (1, "")
    assert shown.error == "aikg: acme-labs is an end of the path and cannot be avoided; leave it out of avoid"
