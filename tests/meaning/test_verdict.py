"""May a party do something with an asset on a day? (semantics.md, Verdict)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.meaning import verdict as judging
from graph.meaning.verdict import verdict
from graph.meaning.why import of_verdict

DAY = "2026-06-01"
MAYBE = "[2026-03..2027-01]"
PEOPLE = {
    "acme": {"claims": [{"headquarteredIn": "atlantis"}]},
    "bolt": {},
    "ada": {"kind": "Person", "claims": [{"employedBy": "acme"}]},
    "crew": {"kind": "Group"},
    "atlantis": {"kind": "Place"},
    "tool": {"kind": "Product"},
    "kit": {"kind": "Product", "claims": [{"builtOn": "tool"}]},
    "maker": {"claims": [{"develops": "tool"}, {"develops": "kit"}]},
}
SOURCES = {
    "august": {"published": "2026-08-15"},
    "undated": {"published": None, "retrieved": "2026-11-22"},
    "june": {"published": "2026-06-01"},
}


@pytest.fixture(scope="module")
def ask(view_of):
    """Return a function that asks for a verdict on acme and tool under some rules."""

    def ask(*rules, party="acme", asset="tool", action="use", lifted=(), **terms):
        plain = {"parties": {"entity": ["acme"]}, "assets": {"entity": ["tool"]}}
        named = {f"rule-{n}": {**plain, **rule} for n, rule in enumerate(rules, 1)}
        view = view_of(PEOPLE, SOURCES, named, **{"as_of": DAY, **terms})
        return verdict(view, party, asset, action, lifted=lifted)

    return ask


def rule(**given):
    """Make a rule; None takes a key away."""
    return given


SURE, OPEN = {"entity": ["acme"]}, {"nationality": ["atlantis"]}
"""A party test that is YES of acme, and one that is POSSIBLE."""


# ---- the headline


FORCES = {
    "prohibited": "PROHIBITED",
    "licenceRequired": "LICENCE_REQUIRED",
    "conditional": "CONDITIONAL",
    "discouraged": "DISCOURAGED",
    "directed": "DIRECTED",
    "listed": "LISTED",
}


@pytest.mark.parametrize(("force", "headline"), FORCES.items())
def test_one_certain_ground_is_the_headline(ask, force, headline):
    """Each force has its verdict, and nothing stronger is possible."""
    answer = ask(rule(force=force))
    assert (answer.verdict, answer.at_most, answer.expected) == (headline, headline, False)


@pytest.mark.parametrize(("force", "headline"), FORCES.items())
def test_one_possible_ground_is_indeterminate(ask, force, headline):
    """``at_most`` says what it would be, were it so."""
    answer = ask(rule(force=force, parties=OPEN))
    assert (answer.verdict, answer.at_most) == ("INDETERMINATE", headline)


def test_without_a_ground_there_is_no_known_restriction(ask):
    """No answer says permitted."""
    answer = ask(rule(parties={"entity": ["bolt"]}))
    assert (answer.verdict, answer.at_most, answer.grounds, answer.layer) == (*["NO_KNOWN_RESTRICTION"] * 2, (), None)
    assert answer.searched == 1


RANKED = ["prohibited", "licenceRequired", "conditional", "discouraged", "directed", "listed"]


@pytest.mark.parametrize("stronger", range(5))
def test_the_strongest_force_is_the_headline(ask, stronger):
    """Whatever the order of the rules; all grounds are kept."""
    forces = RANKED[stronger : stronger + 2]
    for pair in (forces, forces[::-1]):
        answer = ask(*(rule(force=force) for force in pair))
        assert answer.verdict == FORCES[forces[0]]
        assert [ground.force for ground in answer.grounds] == forces


def test_of_equal_forces_the_certain_ground_comes_first(ask):
    """Then by the id of the restriction."""
    answer = ask(rule(parties=OPEN), rule(), rule())
    assert [g.standing.restriction.id for g in answer.grounds] == ["rule-2", "rule-3", "rule-1"]


@pytest.mark.parametrize("beside", ["directed", "listed"])
def test_duties_and_listings_stand_beside(ask, beside):
    """They are the headline only when nothing else is YES or POSSIBLE."""
    certain, open_ = rule(force="discouraged"), rule(force="prohibited", parties=OPEN)
    assert ask(rule(force=beside), certain).verdict == "DISCOURAGED"
    answer = ask(rule(force=beside), open_)
    assert (answer.verdict, answer.at_most) == ("INDETERMINATE", "PROHIBITED")
    assert {ground.force for ground in answer.grounds} == {beside, "prohibited"}


def test_a_certain_weaker_verdict_stands_while_a_stronger_is_possible(ask):
    """Both are said."""
    answer = ask(rule(force="discouraged"), rule(force="prohibited", parties=OPEN))
    assert (answer.verdict, answer.at_most) == ("DISCOURAGED", "PROHIBITED")


def test_a_force_that_is_not_stated_counts_as_possible(ask):
    """And in ``at_most`` as a bar, even where party, asset and status are certain."""
    answer = ask(rule(force="notStated"))
    assert (answer.verdict, answer.at_most, answer.grounds[0].value) == ("INDETERMINATE", "PROHIBITED", "YES")
    assert ask(rule(force="notStated"), rule(force="listed")).verdict == "INDETERMINATE"


# ---- status


@pytest.mark.parametrize(
    ("events", "status", "headline"),
    [
        ([{"effective": "2026-01-01"}], "IN_FORCE", "PROHIBITED"),
        ([{"effective": "2026"}], "INDETERMINATE", "INDETERMINATE"),
        ([{"announced": "2026-01-01"}], None, "NO_KNOWN_RESTRICTION"),
        ([{"effective": "2026-01-01"}, {"suspended": "2026-05-01"}], None, "NO_KNOWN_RESTRICTION"),
        ([{"effective": "2026-01-01"}, {"lifted": "2026-05-01"}], None, "NO_KNOWN_RESTRICTION"),
    ],
)
def test_a_rule_is_a_ground_while_it_is_in_force(ask, events, status, headline):
    """YES when IN_FORCE, POSSIBLE when INDETERMINATE, else none."""
    answer = ask(rule(events=[{"sources": ["law"], **event} for event in events]))
    assert answer.verdict == headline
    assert [ground.standing.status for ground in answer.grounds] == ([status] if status else [])


def test_a_verdict_is_expected_only_if_every_certain_ground_of_its_strength_is(ask):
    """One confirmed bar is enough; a weaker one does not count."""
    soon = rule(
        sources=[{"doc": "law", "as": "expected"}],
        events=[{"effective": "2026-05-01", "sources": [{"doc": "law", "as": "expected"}]}],
    )
    assert ask(soon).expected
    assert not ask(soon, rule()).expected
    assert ask(soon, rule(force="discouraged")).expected
    assert ask(soon, rule(parties=OPEN)).expected
    assert not ask(rule(**{**soon, "parties": OPEN})).expected


def test_a_wording_only_maybe_known_is_a_possible_ground(ask):
    """As known before the undated page was retrieved."""
    page = rule(sources=["undated"])
    early = ask(page, known_at="2026-06-01")
    assert (early.verdict, early.at_most) == ("INDETERMINATE", "PROHIBITED")
    assert [gap.question for gap in early.missing] == [
        "Had what words the restriction 'rule-1' been published by 2026-06-01?"
    ]
    assert ask(page, known_at="2026-11-22").verdict == "PROHIBITED"


# ---- actions


@pytest.mark.parametrize(
    ("barred", "asked", "headline"),
    [
        ("use", "use", "PROHIBITED"),
        ("use", "install", "PROHIBITED"),
        ("install", "use", "INDETERMINATE"),
        ("install", "access", "NO_KNOWN_RESTRICTION"),
        ("sell", "use", "NO_KNOWN_RESTRICTION"),
        ("supply", "use", "NO_KNOWN_RESTRICTION"),
        ("use", "supply", "NO_KNOWN_RESTRICTION"),
        ("export", "deemedExport", "PROHIBITED"),
    ],
)
def test_a_bar_on_a_broader_action_covers_the_narrower(ask, barred, asked, headline):
    """A bar on a narrower action than asked is possible; a bar on supply is not a bar on use."""
    assert ask(rule(actions=[barred]), action=asked).verdict == headline


def test_one_broad_action_among_several_is_enough(ask):
    """Any of them."""
    assert ask(rule(actions=["install", "use"]), action="use").verdict == "PROHIBITED"


# ---- exceptions


def exempting(**given):
    """Make a rule with one exception."""
    return rule(exceptions=[{"sources": ["law"], **given}])


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ({"parties": SURE}, "NO_KNOWN_RESTRICTION"),
        ({"parties": OPEN}, "INDETERMINATE"),
        ({"parties": {"entity": ["bolt"]}}, "PROHIBITED"),
        ({"parties": SURE, "since": "2026"}, "INDETERMINATE"),
        ({"parties": SURE, "since": "2027"}, "PROHIBITED"),
        ({"parties": SURE, "until": "2026-05-31"}, "PROHIBITED"),
        ({"assets": {"entity": ["tool"]}}, "NO_KNOWN_RESTRICTION"),
        ({"assets": {"entity": ["kit"]}}, "PROHIBITED"),
        ({"parties": SURE, "assets": {"entity": ["kit"]}}, "PROHIBITED"),
        ({"actions": ["use"]}, "NO_KNOWN_RESTRICTION"),
        ({"actions": ["install"]}, "PROHIBITED"),
        ({"parties": SURE, "sources": [{"doc": "law", "as": "alleged"}]}, "PROHIBITED"),
    ],
)
def test_an_exception_defeats_the_rule_or_leaves_it_possible(ask, given, headline):
    """All that it says must fit: parties, assets, actions (absent = all), its days and its layer."""
    answer = ask(exempting(**given))
    assert answer.verdict == headline
    if headline == "INDETERMINATE":
        assert answer.missing
        assert "rule-1.exception.1" in answer.grounds[0].proof


def test_only_the_exceptions_that_apply_take_a_rule_out(view_of):
    """One for somebody else is not named as a reason."""
    others = [{"parties": {"entity": [id_]}, "sources": ["law"]} for id_ in ("bolt", "acme")]
    barred = rule(parties={"entity": ["acme", "bolt"]}, assets={"entity": ["tool"]}, exceptions=others)
    view = view_of(PEOPLE, SOURCES, {"rule-1": barred}, as_of=DAY)
    assert judging.exempting(view, "acme", "tool", "use", "rule-1") == ("rule-1.exception.2",)
    [left] = [branch for branch in of_verdict(view, "acme", "tool").tree.branches if branch.id == "rule-1"]
    assert [branch.id for branch in left.branches] == ["rule-1.exception.2"]


def test_a_possible_exception_weakens_the_layer_of_its_ground(ask):
    """It is in the proof, so its layer and flags count like those of a claim."""
    official = [{"doc": "law", "as": "official"}]
    told = [{"doc": "wire", "as": "reported"}, {"doc": "law", "as": "denied"}]
    [ground] = ask(
        rule(
            sources=official,
            events=[{"effective": "2026-01-01", "sources": official}],
            exceptions=[{"parties": SURE, "since": "2026", "sources": told}],
        ),
    ).grounds
    assert ground.proof == ("rule-1.imposes", "rule-1.effective", "rule-1.exception.1")
    assert (ground.layer, ground.flags) == ("reported", ("disputed",))


def test_the_firmest_of_several_exceptions_counts(ask):
    """One that is certain defeats the rule, whatever the others are."""
    both = [{"parties": OPEN, "sources": ["law"]}, {"parties": SURE, "sources": ["law"]}]
    assert ask(rule(exceptions=both)).verdict == "NO_KNOWN_RESTRICTION"
    assert ask(rule(exceptions=both[::-1])).verdict == "NO_KNOWN_RESTRICTION"


# ---- parties, capacities, assets


def test_a_company_is_also_asked_as_an_employer(ask):
    """Each ground says in which capacity."""
    staff = rule(parties={"employeesOf": {"party": {"entity": ["acme"]}}})
    answer = ask(staff, rule())
    assert [(g.standing.restriction.id, g.capacity) for g in answer.grounds] == [
        ("rule-1", "employeesOf"),
        ("rule-2", "self"),
    ]
    assert [g.capacity for g in ask(staff, party="ada").grounds] == ["self"]
    assert ask(rule(parties={"employeesOf": {"party": {"entity": ["ada"]}}}), party="ada").grounds == ()


def test_a_party_that_is_unknown_or_an_asset_that_is_not_named_leaves_it_open(ask):
    """A text without parties or assets is possible for everybody and everything."""
    assert ask(rule(parties=None)).verdict == "INDETERMINATE"
    assert ask(rule(assets=None)).verdict == "INDETERMINATE"


def test_what_is_built_on_a_restricted_thing_is_possible(ask):
    """Unless the wording covers it."""
    assert ask(rule(), asset="kit").verdict == "INDETERMINATE"
    assert ask(rule(assets={"developedBy": ["maker"]}), asset="kit").verdict == "PROHIBITED"


def test_an_organization_can_be_what_is_asked_about(ask):
    """Investing and hiring are done with organizations."""
    assert (
        ask(rule(assets={"entity": ["bolt"]}, actions=["invest"]), asset="bolt", action="invest").verdict
        == "PROHIBITED"
    )


# ---- grounds, proofs, layers


def test_a_ground_holds_its_proof_and_its_weakest_layer(ask):
    """The wording, what happened, then the claims that the tests rest on."""
    firm = {"sources": [{"doc": "law", "as": "official"}]}
    events = [{"effective": "2026-01-01", **firm}, {"expired": "2027-01-01", **firm}]
    sure = rule(**firm, events=events)
    located = rule(**firm, events=events, parties={"headquarteredIn": ["atlantis"]})
    answer = ask(sure, located)
    assert [g.proof for g in answer.grounds] == [
        ("rule-1.imposes", "rule-1.effective"),
        ("rule-2.imposes", "rule-2.effective", "acme.headquarteredIn.atlantis"),
    ]
    assert [g.layer for g in answer.grounds] == ["established", "reported"]
    assert answer.layer == "established"


def test_the_layer_of_a_verdict_is_the_strongest_of_its_headline_grounds(ask):
    """A firmer ground of a weaker force does not lend its layer."""
    firm = {
        "sources": [{"doc": "law", "as": "official"}],
        "events": [{"effective": "2026-01-01", "sources": [{"doc": "law", "as": "official"}]}],
    }
    assert ask(rule(), rule(**firm, force="discouraged")).layer == "reported"
    assert ask(rule(), rule(**firm)).layer == "established"


def test_lifting_one_rule_frees_only_who_has_no_other(ask):
    """The counterfactual leaves rules out by name."""
    assert ask(rule(), rule(), lifted=["rule-1"]).verdict == "PROHIBITED"
    freed = ask(rule(), rule(), lifted=["rule-1", "rule-2"])
    assert (freed.verdict, freed.searched) == ("NO_KNOWN_RESTRICTION", 0)
    unworded = rule(sources=["august"])
    assert ask(rule(), unworded, lifted=["rule-2"], known_at="2026-07-01").searched == 1


def test_what_is_missing_is_the_facts_that_would_settle_it(ask):
    """As claims to look for, each with its question."""
    (gap,) = ask(rule(parties=OPEN)).missing
    assert gap.as_json() == {
        "subject": "acme",
        "relation": "nationality",
        "object": None,
        "question": "Of what nationality is acme?",
    }


def test_a_disputed_claim_in_a_proof_flags_the_ground(view_of):
    """What somebody denies is carried along, of claims and of events."""
    denied = [{"doc": "law"}, {"doc": "wire", "as": "denied"}]
    people = {**PEOPLE, "acme": {"claims": [{"headquarteredIn": "atlantis", "sources": denied}]}}
    rules = {
        "by-place": {"parties": {"headquarteredIn": ["atlantis"]}, "assets": {"entity": ["tool"]}},
        "by-event": {
            "parties": SURE,
            "assets": {"entity": ["tool"]},
            "events": [{"effective": "2026-01-01", "sources": denied}],
        },
    }
    answer = verdict(view_of(people, restrictions=rules, as_of=DAY), "acme", "tool")
    assert [ground.flags for ground in answer.grounds] == [("disputed",), ("disputed",)]


# ---- variants


def test_a_variant_that_answers_otherwise_disputes_the_ground(ask):
    """The wording answers; the ground is flagged and names the variant."""
    milder = {"force": "discouraged", "sources": ["wire"]}
    other = {"parties": {"entity": ["bolt"]}, "sources": ["wire"]}
    same = {"instrument": "Order", "sources": ["wire"]}
    (ground,) = ask(rule(variants=[milder, other, same])).grounds
    assert (ground.value, ground.flags) == ("YES", ("disputed",))
    assert ground.variants == ("rule-1.variant.1", "rule-1.variant.2")
    (calm,) = ask(rule(variants=[same])).grounds
    assert (calm.flags, calm.variants) == ((), ())


def test_an_exception_holds_under_a_variant_too(ask):
    """A possible exception makes both POSSIBLE, which is no difference."""
    same = {"instrument": "Order", "sources": ["wire"]}
    (ground,) = ask(rule(**exempting(parties=OPEN), variants=[same])).grounds
    assert (ground.value, ground.variants) == ("POSSIBLE", ())


def test_a_variant_that_is_not_known_disputes_nothing(ask):
    """Not yet published, or below the floor."""
    late = {"parties": {"entity": ["bolt"]}, "sources": ["august"]}
    alleged = {"parties": {"entity": ["bolt"]}, "sources": [{"doc": "wire", "as": "alleged"}]}
    (ground,) = ask(rule(variants=[late, alleged]), known_at="2026-06-01").grounds
    assert ground.variants == ()


def test_a_variant_that_would_be_a_ground_is_named_where_the_wording_is_none(ask):
    """The verdict stays; nobody is told that nothing is in dispute."""
    wider = {"parties": {"entity": ["acme"]}, "sources": ["wire"]}
    answer = ask(rule(parties={"entity": ["bolt"]}, variants=[wider]))
    assert (answer.verdict, answer.disputed) == ("NO_KNOWN_RESTRICTION", ("rule-1.variant.1",))
    assert ask(rule(variants=[wider])).disputed == ()


# ---- the floor


def test_what_fell_below_the_floor_is_named(ask):
    """Liftings, exceptions, wordings and claims that the question is about, and no others."""
    official, alleged = [{"doc": "law", "as": "official"}], [{"doc": "wire", "as": "alleged"}]
    lifted = rule(
        sources=official,
        events=[{"effective": "2026-01-01", "sources": official}, {"lifted": "2026-05-01", "sources": alleged}],
        exceptions=[{"parties": SURE, "sources": alleged}],
    )
    elsewhere = rule(**{**lifted, "assets": {"entity": ["kit"]}})
    reported = rule()
    low = ask(lifted, elsewhere, reported, floor="alleged")
    high = ask(lifted, elsewhere, reported, floor="established")
    assert (low.verdict, low.below_floor) == ("PROHIBITED", ())
    assert high.verdict == "PROHIBITED"
    assert [g.standing.restriction.id for g in high.grounds] == ["rule-1"]
    assert high.below_floor == (
        "rule-1.lifted",
        "rule-1.exception.1",
        "rule-3",
        "rule-3.effective",
        "acme.headquarteredIn.atlantis",
        "maker.develops.tool",
    )


def test_other_owners_stakes_below_the_floor_are_named(view_of):
    """A stake that only a newspaper tells of could tip an established one."""
    official = [{"doc": "law", "as": "official"}]
    people = {
        **PEOPLE,
        "cog": {},
        "acme": {"claims": [{"owns": "cog", "share": "40..60", "sources": official}]},
        "bolt": {"claims": [{"owns": "cog", "share": "45"}]},
    }
    owned = {
        "parties": {"ownedBy": {"party": SURE, "share": ">= 50", "aggregate": "true"}},
        "assets": {"entity": ["tool"]},
        "sources": official,
        "events": [{"effective": "2026-01-01", "sources": official}],
    }

    def at(floor):
        return verdict(view_of(people, restrictions={"rule": owned}, as_of=DAY, floor=floor), "cog", "tool")

    assert (at("reported").verdict, at("reported").below_floor) == ("INDETERMINATE", ())
    assert "bolt.owns.cog" in at("established").below_floor


# ---- what cannot be asked


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"party": "tool"}, "'tool' is of kind Product; a verdict is about a party: an organization, person or group"),
        ({"party": "rule-1"}, "'rule-1' is a restriction; a verdict is about a party and an asset"),
        ({"asset": "rule-1"}, "'rule-1' is a restriction; a verdict is about a party and an asset"),
        ({"party": "nobody"}, "no entity 'nobody'"),
        ({"lifted": ["rool"]}, "no restriction 'rool'"),
        ({"as_of": None}, "this question is about one day; give it with as_of"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(ask, terms, message):
    """With one sentence that says what is wrong."""
    with pytest.raises((ValueError, LookupError)) as refused:
        ask(rule(), **terms)
    assert refused.value.args[0] == message


def test_an_unknown_action_is_refused_with_the_list(ask):
    """All actions are named."""
    with pytest.raises(ValueError, match=r"^'eat' is not an action; use one of use, access, execute, "):
        ask(rule(), action="eat")


def test_the_json_has_the_keys_scripts_rely_on(ask):
    """Absent values are null, lists are lists."""
    answer = ask(rule(), rule(parties=OPEN)).as_json()
    expected = "party asset action as_of known_at floor only verdict at_most expected layer grounds missing"
    assert list(answer)[:13] == expected.split()
    wanted = "restriction status expected force capacity party asset proof layer flags variants".split()
    assert all(set(wanted) <= set(ground) for ground in answer["grounds"])
    assert [(g["party"], g["asset"]) for g in answer["grounds"]] == [("YES", "YES"), ("POSSIBLE", "YES")]


# ---- laws

RULES = st.fixed_dictionaries(
    {
        "force": st.sampled_from([*FORCES, "notStated"]),
        "parties": st.sampled_from([SURE, OPEN, {"entity": ["bolt"]}]),
        "actions": st.sampled_from([["use"], ["install"], ["sell"]]),
    },
    optional={"exceptions": st.sampled_from([[{"parties": p, "sources": ["law"]}] for p in (SURE, OPEN)])},
)


@settings(max_examples=25)
@given(st.lists(RULES, max_size=4), st.randoms())
def test_the_verdict_does_not_depend_on_the_order_of_rules(ask, rules, random):
    """Headline, at most and grounds' values are the same, whatever the rules are called."""
    shuffled = list(rules)
    random.shuffle(shuffled)
    one, other = ask(*rules), ask(*shuffled)
    assert (one.verdict, one.at_most) == (other.verdict, other.at_most)
    assert sorted((g.force, g.value) for g in one.grounds) == sorted((g.force, g.value) for g in other.grounds)


@settings(max_examples=25)
@given(st.lists(RULES, min_size=1, max_size=4), st.data())
def test_a_verdict_is_the_strongest_of_what_each_rule_says_alone(ask, rules, data):
    """One rule more never weakens an answer, and ``at_most`` is the strongest of all."""
    order = [*FORCES.values()]
    ranks = {"NO_KNOWN_RESTRICTION": 99, "INDETERMINATE": 4.5, **{v: n for n, v in enumerate(order)}}
    ranks["DIRECTED"], ranks["LISTED"] = 5, 6
    left_out = data.draw(st.integers(0, len(rules) - 1))
    whole, fewer = ask(*rules), ask(*rules[:left_out], *rules[left_out + 1 :])
    assert ranks[whole.verdict] <= ranks[fewer.verdict]
    assert order.index(whole.at_most) <= order.index(fewer.at_most) if fewer.grounds else True
