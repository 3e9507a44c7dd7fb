"""Wordings in words: why something is meant, what a test means, how wordings differ."""

from __future__ import annotations

import pytest

from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Select
from graph.facts.share import parse_share
from graph.meaning.finding import Finding
from graph.meaning.verdict import verdict
from graph.meaning.wording import difference_phrases, expression_phrase, reason, variant_phrase

ENTITIES = {
    "acme": {"name": "Acme Labs"},
    "staff": {"kind": "Group", "name": "Acme's people", "claims": [{"employedBy": "acme"}]},
    "ada": {"kind": "Person", "name": "Ada Example"},
    "atlantis": {"kind": "Place", "name": "Atlantis"},
    "tool": {"kind": "Product", "name": "Tool"},
    "kit": {"kind": "Product", "name": "Kit"},
}


@pytest.fixture(scope="module")
def view(view_of):
    """Return a view of a rule with two variants."""
    rule = {
        "parties": {"entity": ["acme"]},
        "assets": {"entity": ["tool"]},
        "variants": [
            {"assets": {"entity": ["kit"]}, "sources": ["wire"]},
            {"force": "discouraged", "actions": ["use", "buy"], "sources": ["wire"]},
        ],
    }
    return view_of(ENTITIES, {}, {"rule": rule}, as_of="2026-06-15")


@pytest.mark.parametrize(
    ("value", "how", "id_", "said"),
    [
        ("YES", "nationality", "acme", "because of its nationality"),
        ("POSSIBLE", "nationality", "acme", "depending on its nationality"),
        ("POSSIBLE", "nationality", "staff", "depending on their nationality"),
        ("YES", "employeesOf", "ada", "because of who employs them"),
        ("YES", "onList", "staff", "because of a list they are on"),
        ("YES", "entity", "acme", "named in the text"),
        ("POSSIBLE", None, "acme", "as the text does not say who or what is meant"),
    ],
)
def test_a_reason_says_what_decided_or_what_it_depends_on(view, value, how, id_, said):
    """People are "they", a company or product is "it"."""
    assert reason(view, Finding(value, how=how), id_) == said


def test_the_staff_of_a_company_are_they(view):
    """In the capacity of an employer it is the people who are meant."""
    assert reason(view, Finding("YES", how="employeesOf"), "acme", staff=True) == "because of who employs them"


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (Select("entity", ("acme", "staff")), "Acme Labs or Acme's people"),
        (Select("nationality", ("atlantis",)), "of the nationality Atlantis"),
        (Not(Select("headquarteredIn", ("atlantis",))), "not (headquartered in Atlantis)"),
        (Owned(Select("entity", ("acme",)), parse_share("> 50"), None), "owned > 50 % by (Acme Labs)"),
        (Controlled(Select("entity", ("acme",))), "controlled by (Acme Labs)"),
        (Employed(Select("entity", ("acme",)), "group"), "employees of Acme Labs"),
        (
            AnyOf(
                (Select("entity", ("ada",)), AllOf((Select("locatedIn", ("atlantis",)), Select("entity", ("ada",)))))
            ),
            "Ada Example; or located in Atlantis, and Ada Example",
        ),
    ],
)
def test_a_test_is_said_with_names(view, expression, said):
    """No ids, no keys of fact files."""
    assert expression_phrase(view, expression) == said


def test_a_variant_says_in_what_it_differs_and_what_it_would_mean(view):
    """Only the keys that differ, each with what the wording that answers says instead."""
    answer = verdict(view, "acme", "tool")
    [ground] = answer.grounds
    assert ground.otherwise == {"rule.variant.1": "NO", "rule.variant.2": "YES"}
    restriction = ground.standing.restriction
    assert difference_phrases(view, restriction, ground.wording, "rule.variant.1") == (
        "assets: “Kit”, instead of “Tool”",
    )
    assert difference_phrases(view, restriction, ground.wording, "rule.variant.2") == (
        "actions: use, buy, instead of use",
        "force: discouraged, instead of prohibited",
    )
    assert variant_phrase("NO") == "under another wording it would not apply"


def test_questions_name_things_and_agree_with_them(view_of):
    """Names for ids, and "are" of several."""
    view = view_of(
        {**ENTITIES, "bolt": {"name": "Bolt"}, "owner": {"name": "Owner Co", "claims": [{"owns": "bolt"}]}},
        {},
        {
            "one": {"parties": {"nationality": ["atlantis"]}, "assets": {"entity": ["tool"]}},
            "two": {
                "parties": {"ownedBy": {"party": {"entity": ["owner"]}, "share": "> 50", "aggregate": True}},
                "assets": {"entity": ["tool"]},
            },
        },
        as_of="2026-06-15",
    )
    assert [gap.question for gap in verdict(view, "staff", "tool").missing] == [
        "Of what nationality are Acme's people?",
    ]
    assert "What share of Bolt did Owner Co hold on that day?" in [
        gap.question for gap in verdict(view, "bolt", "tool").missing
    ]
