"""Who falls under the wording of a restriction on a day (cli.md, ``covered``)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graph.meaning.coverage import covered, percent_text

PLACES = {"atlantis": {"kind": "Place"}, "mu": {"kind": "Place"}}
PEOPLE = {
    **PLACES,
    "acme": {"claims": [{"headquarteredIn": "atlantis"}, {"owns": "bolt", "share": "60"}]},
    "bolt": {"claims": [{"headquarteredIn": "mu"}, {"owns": "cog", "share": "20..60"}]},
    "cog": {"claims": [{"headquarteredIn": "mu"}]},
    "dot": {"claims": [{"headquarteredIn": "mu"}]},
    "tool": {"kind": "Product"},
}
RULE = {
    "parties": {
        "anyOf": [
            {"headquarteredIn": ["atlantis"]},
            {"ownedBy": {"party": {"headquarteredIn": ["atlantis"]}, "share": "> 50", "aggregate": "true"}},
        ]
    },
    "assets": {"entity": ["tool"]},
}
DAY = "2026-06-01"


@pytest.fixture
def ask(view_of):
    """Return a function that asks who is covered by a rule of those people."""

    def ask(rule=(), **terms):
        view = view_of(PEOPLE, restrictions={"rule": {**RULE, **dict(rule)}}, **{"as_of": DAY, **terms})
        return covered(view, "rule")

    return ask


def test_every_party_but_the_issuer_is_tested(ask):
    """Places, products and the issuer are not in the answer; it is sorted."""
    values = {party: found.value for party, found in ask().parties.items()}
    assert list(values.items()) == [("acme", "YES"), ("bolt", "YES"), ("cog", "POSSIBLE"), ("dot", "NO")]


def test_the_json_has_the_keys_scripts_rely_on(ask):
    """Without ``every`` the NOs stay out."""
    answer = ask().as_json()
    assert list(answer) == ["restriction", "as_of", "known_at", "floor", "only", "status", "parties"]
    assert (answer["restriction"], answer["as_of"], answer["floor"], answer["only"]) == ("rule", DAY, "reported", None)
    assert [p["party"] for p in answer["parties"]] == ["acme", "bolt", "cog"]
    assert [p["party"] for p in ask().as_json(every=True)["parties"]] == ["acme", "bolt", "cog", "dot"]
    assert answer["parties"][1] == {
        "party": "bolt",
        "verdict": "YES",
        "how": "ownedBy",
        "proof": ["acme.headquarteredIn.atlantis", "acme.owns.bolt"],
        "missing": [],
        "unaccounted": "40",
    }
    assert all(set(gap) == {"subject", "relation", "object", "question"} for gap in answer["parties"][2]["missing"])
    assert answer["parties"][2]["missing"]


def test_a_no_says_what_share_nobody_known_holds(ask):
    """Where ownership was asked about."""
    assert ask().parties["dot"].unaccounted == 100
    assert ask({"parties": {"headquarteredIn": ["atlantis"]}}).parties["dot"].unaccounted is None


@pytest.mark.parametrize("day", ["2025-06-01", "2026-06-01"])
def test_the_wording_is_tested_whatever_the_status(ask, day):
    """Before it takes effect a rule already says whom it means; only the claims must hold."""
    rule = {"events": [{"effective": "2026-01-01", "sources": ["law"]}]}
    answer = ask(rule, as_of=day)
    assert answer.standing.status == {"2025-06-01": "NOT_YET", "2026-06-01": "IN_FORCE"}[day]
    assert answer.parties["acme"].value == {"2025-06-01": "POSSIBLE", "2026-06-01": "YES"}[day]


@pytest.mark.parametrize("terms", [{"known_at": "2025-12-31"}, {"floor": "established"}, {"only": "wire"}])
def test_an_unknown_wording_covers_nobody(ask, terms):
    """UNKNOWN: the list is empty, and that is an answer."""
    answer = ask(**terms)
    assert (answer.standing.status, answer.parties) == ("UNKNOWN", {})


def exception(**given):
    """Make a rule with one exception."""
    return {"exceptions": [{"parties": {"entity": ["bolt"]}, "sources": ["law"], **given}]}


def test_an_exception_takes_a_party_out(ask):
    """How and proof name the exception."""
    found = ask(exception()).parties["bolt"]
    assert (found.value, found.how, found.proof) == ("NO", "exception", ("rule.exception.1",))
    assert ask(exception()).parties["acme"].value == "YES"


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"since": "2026-06-01"}, "NO"),
        ({"since": "2026-06-02"}, "YES"),
        ({"until": "2026-06-01"}, "NO"),
        ({"until": "2026-05-31"}, "YES"),
        ({"since": "2026-06"}, "POSSIBLE"),
        ({"until": "2026-06"}, "NO"),
        ({"until": "2026"}, "POSSIBLE"),
        ({"until": ".."}, "NO"),
        ({"sources": [{"doc": "law", "as": "alleged"}]}, "YES"),
        ({"parties": {"incorporatedIn": ["mu"]}}, "POSSIBLE"),
    ],
)
def test_an_exception_has_its_own_interval_floor_and_doubts(ask, given, value):
    """A possible exception turns YES into POSSIBLE; below the floor it is none."""
    found = ask(exception(**given)).parties["bolt"]
    assert found.value == value
    if value == "POSSIBLE":
        assert found.missing
        assert "rule.exception.1" in found.proof


def test_an_exception_for_some_assets_or_actions_takes_nobody_out_of_the_rule(ask):
    """It only narrows what they may not do."""
    assert ask(exception(assets={"entity": ["tool"]})).parties["bolt"].value == "YES"
    assert ask(exception(actions=["install"])).parties["bolt"].value == "YES"


def test_a_variant_that_answers_otherwise_is_named(ask):
    """For each party of whom it is so, once its documents are known."""
    variants = [
        {"parties": {"headquarteredIn": ["atlantis"]}, "sources": ["wire"]},
        {"force": "discouraged", "sources": ["wire"]},
    ]
    answer = ask({"variants": variants})
    assert answer.variants == {"bolt": ("rule.variant.1",), "cog": ("rule.variant.1",)}
    assert [p.get("variants") for p in answer.as_json()["parties"]] == [None, ["rule.variant.1"], ["rule.variant.1"]]
    assert ask({"variants": variants}, only="law").variants == {}


def test_an_exception_lasts_as_the_known_documents_say(ask):
    """A document that gives another last day answers where it is alone."""
    told = [{"doc": "law", "until": "2026-05-31"}, "wire"]
    rule = exception(until="2026-12-31", sources=told)
    assert ask(rule).parties["bolt"].value == "NO"
    assert ask(rule, only="law,wire").parties["bolt"].value == "NO"
    alone = ask({**rule, "sources": ["law"]}, only="law").parties
    assert alone["bolt"].value != "NO"


def test_an_unknown_restriction_is_refused(view_of):
    """With its name."""
    with pytest.raises(LookupError, match=r"^no restriction 'rool'"):
        covered(view_of(as_of=DAY), "rool")


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, None), (Fraction(40), "40"), (Fraction(1, 8), "0.125"), (Fraction(100, 3), "~33.333333333333")],
)
def test_percentages_are_decimal_text(share, text):
    """Exact where they end within twelve places, else marked as rounded."""
    assert percent_text(share) == text
