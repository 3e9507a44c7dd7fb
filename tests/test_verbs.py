"""Verbs in the plural, for groups of people."""

from __future__ import annotations

import pytest

from graph import load
from graph.verbs import plural

PLURALS = {
    "is employed by": "are employed by",
    "was trained on": "were trained on",
    "has the nationality": "have the nationality",
    "owns": "own",
    "uses": "use",
    "releases": "release",
    "accesses": "access",
    "publishes the weights of": "publish the weights of",
    "supplies": "supply",
    "sues": "sue",
    "writes to": "write to",
}


@pytest.mark.parametrize(("label", "wanted"), PLURALS.items())
def test_a_verb_takes_the_form_of_several(label, wanted):
    """Only the first word changes."""
    assert plural(label) == wanted


def test_a_group_is_read_as_several_everywhere():
    """In sentences, in questions and on paths: its employees *are* employed."""
    view = load().view(as_of="2026-07-12")
    step = view.path("alibaba-employees", "alibaba", relations=["employedBy"]).paths[0].steps[0]
    back = view.path("alibaba", "alibaba-employees", relations=["employedBy"]).paths[0].steps[0]
    assert step.sentence == "Alibaba employees are employed by Alibaba"
    assert back.sentence == "Alibaba employs Alibaba employees"
