"""Who and what a restriction means: each selector in three values, with proof and with what is missing."""

from __future__ import annotations

from itertools import product

import pytest

from graph.meaning.finding import Finding, Gap, all_of, any_of, negate
from graph.meaning.matching import Matcher
from graph.meaning.world import World

MAYBE = "[2026-03..2027-01]"
"""Bounds of a start that the day asked about may or may not have reached."""
DAY = "2026-06-01"

KINDS = {
    "acme": "Company",
    "bolt": "Company",
    "crew": "Group",
    "ada": "Person",
    "ministry": "GovernmentBody",
    "tool": "Product",
    "tool-2": "Product",
    "kit": "Product",
    "model": "Model",
    "line": "Family",
    "sub-line": "Family",
    "atlantis": "Place",
    "city": "Place",
    "mu": "Place",
    "east": "Region",
    "far-east": "Region",
    "black-list": "OfficialList",
    "annex": "OfficialList",
    "makers": "Category",
    "frontier": "Category",
    "coding": "Capability",
    "zap": "Company",
}


@pytest.fixture
def matcher(view_of):
    """Return a function that makes a world of claims, each as ``subject relation object [since]``."""

    def make(*claims, rule=None, **terms):
        people = {id_: {"kind": kind, "claims": []} for id_, kind in KINDS.items()}
        for claim in claims:
            subject, relation, object_, *rest = claim.split()
            since = {"since": rest[0]} if rest and relation != "releases" else {}
            people[subject]["claims"].append({relation: object_, **since})
        rules = {"rule": rule} if rule else {}
        return Matcher(World(view_of(people, restrictions=rules, **{"as_of": DAY, **terms})))

    return make


@pytest.fixture
def party(matcher):
    """Return a function that tests a party against an expression in a world of claims."""

    def test(expression, who, *claims, **terms):
        found = matcher(*claims, rule={"parties": expression}, **terms)
        return found.party(found.world.facts.restrictions["rule"].wording.parties, who)

    return test


@pytest.fixture
def asset(matcher):
    """Return a function that tests an asset against an expression in a world of claims."""

    def test(expression, what, *claims, **terms):
        found = matcher(*claims, rule={"assets": expression}, **terms)
        return found.asset(found.world.facts.restrictions["rule"].wording.assets, what)

    return test


# ---- places

PLACES = ["headquarteredIn", "incorporatedIn", "nationality"]


@pytest.mark.parametrize("relation", PLACES)
def test_a_party_in_the_place_is_meant(party, relation):
    """YES by the claim, which is the proof."""
    found = party({relation: ["atlantis"]}, "acme", f"acme {relation} atlantis")
    assert (found.value, found.how, found.proof) == ("YES", relation, (f"acme.{relation}.atlantis",))


@pytest.mark.parametrize("relation", PLACES)
def test_a_party_in_another_place_is_not_meant(party, relation):
    """NO by the other value, which is the proof of it."""
    found = party({relation: ["atlantis"]}, "acme", f"acme {relation} mu")
    assert (found.value, found.proof) == ("NO", (f"acme.{relation}.mu",))


@pytest.mark.parametrize("relation", PLACES)
def test_where_no_place_is_known_it_is_possible(party, relation):
    """What is missing is that claim."""
    found = party({relation: ["atlantis"]}, "acme")
    (gap,) = found.missing
    assert (found.value, found.proof, gap.subject, gap.relation, gap.object) == ("POSSIBLE", (), "acme", relation, None)
    asked = {"nationality": "Of what nationality is acme?", "incorporatedIn": "Where is acme incorporated?"}
    assert gap.question == asked.get(relation, "Where is acme headquartered?")


def test_kinds_that_have_no_such_place_are_not_meant(party):
    """A person is not headquartered anywhere; of a nationality it may be."""
    assert party({"headquarteredIn": ["atlantis"]}, "ada").value == "NO"
    assert party({"incorporatedIn": ["atlantis"]}, "crew").value == "NO"
    assert party({"nationality": ["atlantis"]}, "ada").value == "POSSIBLE"


def test_headquarters_is_not_incorporation(party):
    """Each selector reads its own relation."""
    claims = "acme headquarteredIn atlantis", "acme incorporatedIn mu"
    assert party({"headquarteredIn": ["atlantis"]}, "acme", *claims).value == "YES"
    assert party({"incorporatedIn": ["atlantis"]}, "acme", *claims).value == "NO"
    assert party({"nationality": ["atlantis"]}, "acme", *claims).value == "POSSIBLE"


def test_a_region_means_what_it_includes_at_any_remove(party):
    """Up through ``includes``, every claim on the way in the proof."""
    claims = "acme headquarteredIn city", "atlantis includes city", "east includes atlantis", "far-east includes east"
    found = party({"headquarteredIn": ["far-east"]}, "acme", *claims)
    assert found.value == "YES"
    assert found.proof == (
        "atlantis.includes.city",
        "east.includes.atlantis",
        "far-east.includes.east",
        "acme.headquarteredIn.city",
    )


def test_a_place_is_in_what_it_is_located_in(party):
    """A city lies in its country without the country listing it."""
    claims = "acme headquarteredIn city", "city locatedIn atlantis", "east includes atlantis"
    assert party({"headquarteredIn": ["east"]}, "acme", *claims).value == "YES"


def test_a_region_is_a_dated_list(party):
    """Before the place was added nobody in it is meant."""
    claims = "acme headquarteredIn atlantis", "east includes atlantis 2026-05-01"
    assert party({"headquarteredIn": ["east"]}, "acme", *claims).value == "YES"
    assert party({"headquarteredIn": ["east"]}, "acme", *claims, as_of="2026-04-30").value == "NO"


def test_one_doubtful_claim_makes_it_possible(party):
    """No link of a proof may be weaker than the answer."""
    for claims in (
        ("acme headquarteredIn atlantis " + MAYBE, "east includes atlantis"),
        ("acme headquarteredIn atlantis", "east includes atlantis " + MAYBE),
    ):
        found = party({"headquarteredIn": ["east"]}, "acme", *claims)
        assert (found.value, len(found.missing)) == ("POSSIBLE", 1)
        assert found.missing[0].question.startswith("Did this hold on 2026-06-01: ")


def test_a_doubtful_claim_of_another_place_leaves_it_possible(party):
    """It may not be there after all; a certain one elsewhere settles it, whatever else is doubtful."""
    doubtful = "acme headquarteredIn mu " + MAYBE
    assert party({"headquarteredIn": ["atlantis"]}, "acme", doubtful).value == "POSSIBLE"
    both = doubtful, "acme headquarteredIn city"
    assert party({"headquarteredIn": ["atlantis"]}, "acme", *both).value == "NO"


def test_any_of_the_places_will_do(party):
    """A list in a selector is anyOf, a scalar a list of one."""
    assert party({"headquarteredIn": ["atlantis", "mu"]}, "acme", "acme headquarteredIn mu").value == "YES"
    assert party({"headquarteredIn": "mu"}, "acme", "acme headquarteredIn mu").value == "YES"


# ---- lists, categories, names


def test_an_entity_is_meant_by_its_id(party):
    """And nobody else is."""
    assert party({"entity": ["acme"]}, "acme").value == "YES"
    assert party({"entity": ["acme"]}, "bolt") == Finding("NO", how="entity")


@pytest.mark.parametrize(("selector", "name"), [("onList", "black-list"), ("category", "makers")])
def test_a_list_means_what_it_includes(party, selector, name):
    """NO when nothing is recorded; dated like everything."""
    assert party({selector: [name]}, "acme").value == "NO"
    assert party({selector: [name]}, "acme", f"{name} includes acme").value == "YES"
    assert party({selector: [name]}, "acme", f"{name} includes acme {MAYBE}").value == "POSSIBLE"
    assert party({selector: [name]}, "acme", f"{name} includes acme 2027").value == "NO"


def test_a_list_may_include_a_list(party):
    """Membership is followed upwards."""
    claims = "annex includes acme", "black-list includes annex"
    assert party({"onList": ["black-list"]}, "acme", *claims).value == "YES"


# ---- ownership, control, employment


def test_owned_by_parties_that_are_meant(party):
    """NO without a stake; the proof names what makes the owner one, and the stake."""
    rule = {"ownedBy": {"party": {"headquarteredIn": ["atlantis"]}, "share": "> 50", "aggregate": "true"}}
    home = "acme headquarteredIn atlantis"
    assert party(rule, "bolt", home).value == "NO"
    found = party(rule, "bolt", home, "bolt headquarteredIn mu", "acme owns bolt")
    assert (found.value, found.how) == ("POSSIBLE", "ownedBy")
    assert found.proof == ("acme.headquarteredIn.atlantis", "acme.owns.bolt")


def test_a_possible_owner_owns_possibly(party):
    """What is missing of the owner is missing of the owned."""
    rule = {"ownedBy": {"party": {"headquarteredIn": ["atlantis"]}}}
    found = party(rule, "bolt", "bolt headquarteredIn mu", "acme owns bolt")
    assert found.value == "POSSIBLE"
    assert "Where is acme headquartered?" in [gap.question for gap in found.missing]


def test_control_is_followed_step_by_step(party):
    """NO when nothing is recorded; at any remove; not the controller itself."""
    rule = {"controlledBy": {"party": {"entity": ["acme"]}}}
    claims = "acme controls bolt", "bolt controls zap"
    assert party(rule, "bolt").value == "NO"
    assert party(rule, "zap", *claims).proof == ("acme.controls.bolt", "bolt.controls.zap")
    assert party(rule, "zap", *claims).value == "YES"
    assert party(rule, "acme", *claims).value == "NO"
    assert party(rule, "zap", "acme controls bolt " + MAYBE, "bolt controls zap").value == "POSSIBLE"


def test_one_controller_may_be_controlled_by_another(party):
    """A ring through two controllers catches each of them by the other, and by nobody alone."""
    ring = "acme controls zap", "bolt controls zap", "zap controls acme"
    both = {"controlledBy": {"party": {"entity": ["acme", "bolt"]}}}
    assert {who: party(both, who, *ring).value for who in ("acme", "bolt", "zap")} == {
        "acme": "YES",
        "bolt": "NO",
        "zap": "YES",
    }
    assert party({"controlledBy": {"party": {"entity": ["acme"]}}}, "acme", *ring).value == "NO"


def test_staff_are_not_their_employer(party):
    """The employer is not meant, its people are; NO when no employer is recorded."""
    rule = {"employeesOf": {"party": {"entity": ["acme"]}}}
    assert party(rule, "acme").value == "NO"
    assert party(rule, "ada").value == "NO"
    assert party(rule, "ada", "ada employedBy acme").value == "YES"
    assert party(rule, "crew", "crew employedBy acme " + MAYBE).value == "POSSIBLE"


@pytest.mark.parametrize(("scope", "value"), [("entity", "NO"), ("group", "YES"), ("notStated", "POSSIBLE")])
@pytest.mark.parametrize("tie", ["acme owns bolt wholly", "acme controls bolt"])
def test_staff_of_the_group(view_of, scope, value, tie):
    """Group = also what the employer owns by over half or controls; not stated = possible."""
    owner, relation, owned, *share = tie.split()
    people = {
        owner: {"claims": [{relation: owned, **({"share": share[0]} if share else {})}]},
        owned: {},
        "ada": {"kind": "Person", "claims": [{"employedBy": owned}]},
    }
    rule = {"parties": {"employeesOf": {"party": {"entity": [owner]}, "scope": scope}}}
    matcher = Matcher(World(view_of(people, restrictions={"rule": rule}, as_of=DAY)))
    expression = matcher.world.facts.restrictions["rule"].wording.parties
    assert matcher.party(expression, "ada").value == value
    assert matcher.capacity(expression, owned).value == value
    assert matcher.capacity(expression, owner).value == "YES"


def test_staff_of_an_unknown_kind_of_employer(matcher):
    """In the capacity of an employee only what is said of employees counts; the rest is possible."""
    rule = {"parties": {"allOf": [{"employeesOf": {"party": {"entity": ["acme"]}}}, {"nationality": ["mu"]}]}}
    found = matcher(rule=rule)
    expression = found.world.facts.restrictions["rule"].wording.parties
    assert found.capacity(expression, "acme").value == "POSSIBLE"
    assert found.capacity(expression, "bolt").value == "NO"
    bare = matcher(rule={"parties": {"entity": ["acme"]}})
    assert bare.capacity(bare.world.facts.restrictions["rule"].wording.parties, "acme").value == "NO"


# ---- assets


def test_developed_by(asset):
    """YES by ``develops``; NO by another maker; where none is known, by somebody else's release or product."""
    rule = {"developedBy": ["acme"]}
    assert asset(rule, "tool", "acme develops tool").value == "YES"
    assert asset(rule, "tool", "bolt develops tool").value == "NO"
    assert asset(rule, "tool", "bolt develops tool", "acme develops tool").value == "YES"
    assert asset(rule, "tool", "bolt releases tool").value == "NO"
    assert asset(rule, "tool", "bolt ownsProduct tool").value == "NO"
    assert asset(rule, "tool", "acme releases tool").value == "POSSIBLE"
    assert asset(rule, "tool", "acme develops tool", "bolt releases tool").value == "YES"
    assert asset(rule, "bolt").value == "NO"
    assert asset(rule, "tool", f"bolt develops tool {MAYBE}").value == "POSSIBLE"
    assert asset(rule, "tool", f"bolt develops tool {MAYBE}", "zap develops tool").value == "NO"


def test_an_asset_whose_maker_is_unknown_is_possible(asset):
    """What is missing is who develops it."""
    found = asset({"developedBy": ["acme"]}, "tool")
    assert found.value == "POSSIBLE"
    assert found.missing == (Gap("Who develops tool?", None, "develops", "tool"),)


def test_a_family_means_its_members_at_any_remove(asset):
    """And itself; NO when no family is recorded."""
    claims = "model memberOfFamily sub-line", "sub-line memberOfFamily line"
    assert asset({"family": ["line"]}, "model", *claims).value == "YES"
    assert asset({"family": ["line"]}, "line").value == "YES"
    assert asset({"family": ["line"]}, "model").value == "NO"


def test_a_version_means_itself_and_versions_of_what_is_named(asset):
    """What only has such a version may be meant."""
    claims = ("tool hasVersion tool-2",)
    assert asset({"version": ["tool"]}, "tool-2", *claims).value == "YES"
    assert asset({"version": ["tool-2"]}, "tool-2").value == "YES"
    assert asset({"version": ["tool-2"]}, "tool", *claims).value == "POSSIBLE"
    assert asset({"version": ["tool-2"]}, "kit", *claims).value == "NO"


def test_a_capability_means_what_has_it(asset):
    """NO when nothing is recorded."""
    assert asset({"capability": ["coding"]}, "tool", "tool hasCapability coding").value == "YES"
    assert asset({"capability": ["coding"]}, "tool").value == "NO"


def test_a_category_means_what_it_includes(asset):
    """As with parties."""
    assert asset({"category": ["frontier"]}, "model", "frontier includes model").value == "YES"
    assert asset({"category": ["frontier"]}, "tool", "frontier includes model").value == "NO"


def test_what_is_built_on_a_restricted_model_is_possible(asset):
    """Through any number of layers, unless the wording covers it itself."""
    claims = "kit builtOn tool", "tool builtOn model"
    found = asset({"entity": ["model"]}, "kit", *claims)
    assert (found.value, found.how, found.proof) == ("POSSIBLE", "builtOn", ("kit.builtOn.tool", "tool.builtOn.model"))
    assert found.missing == (Gap("Does the rule reach kit, which is built on model?", "kit", "builtOn", "model"),)
    assert asset({"entity": ["model", "kit"]}, "kit", *claims).value == "YES"
    assert asset({"entity": ["kit"]}, "model", *claims).value == "NO"


def test_a_text_that_names_no_asset_or_party_is_possible_for_each(matcher):
    """The question says what the text leaves open."""
    found = matcher()
    assert found.asset(None, "tool").missing == (Gap("Which assets does the restriction mean? Its text names none."),)
    assert found.party(None, "acme").missing == (Gap("Whom does the restriction bind? Its text does not say."),)
    assert (found.asset(None, "tool").value, found.party(None, "acme").value) == ("POSSIBLE", "POSSIBLE")


# ---- joined tests


def test_several_keys_are_all_of_them(party):
    """A map with two selectors demands both."""
    rule = {"headquarteredIn": ["atlantis"], "onList": ["black-list"]}
    home, listed = "acme headquarteredIn atlantis", "black-list includes acme"
    assert party(rule, "acme", home, listed).value == "YES"
    assert party(rule, "acme", home).value == "NO"
    assert party(rule, "acme", listed).value == "POSSIBLE"


def test_not_turns_an_answer_around_with_its_proof(party):
    """A place elsewhere proves that the party is not there; an unknown one leaves it possible."""
    rule = {"not": {"anyOf": [{"headquarteredIn": ["atlantis"]}, {"incorporatedIn": ["atlantis"]}]}}
    away = "acme headquarteredIn mu", "acme incorporatedIn city"
    found = party(rule, "acme", *away)
    assert (found.value, found.proof) == ("YES", ("acme.headquarteredIn.mu", "acme.incorporatedIn.city"))
    assert party(rule, "acme", away[0]).value == "POSSIBLE"
    assert party(rule, "acme", "acme headquarteredIn atlantis").value == "NO"


VALUES = ("NO", "POSSIBLE", "YES")
ONE = {value: Finding(value, (value,)) for value in VALUES}


@pytest.mark.parametrize("pair", list(product(VALUES, repeat=2)))
def test_kleene(pair):
    """All is the weakest, any the strongest, order does not matter, De Morgan holds."""
    a, b = (ONE[value] for value in pair)
    assert all_of([a, b]).value == all_of([b, a]).value == min(pair, key=VALUES.index)
    assert any_of([a, b]).value == any_of([b, a]).value == max(pair, key=VALUES.index)
    assert negate(all_of([a, b])).value == any_of([negate(a), negate(b)]).value
    assert negate(any_of([a, b])).value == all_of([negate(a), negate(b)]).value


@pytest.mark.parametrize("triple", list(product(VALUES, repeat=3)))
def test_kleene_is_associative_and_distributive(triple):
    """However tests are grouped, the value is the same."""
    a, b, c = (ONE[value] for value in triple)
    assert any_of([a, any_of([b, c])]).value == any_of([any_of([a, b]), c]).value == any_of([a, b, c]).value
    assert all_of([a, all_of([b, c])]).value == all_of([all_of([a, b]), c]).value == all_of([a, b, c]).value
    assert all_of([a, any_of([b, c])]).value == any_of([all_of([a, b]), all_of([a, c])]).value


def test_a_negation_taken_back_is_the_answer_itself():
    """Not not."""
    assert [negate(negate(ONE[value])).value for value in VALUES] == list(VALUES)


def test_nothing_to_choose_from_is_no():
    """Any of none."""
    assert any_of([]).value == "NO"


def test_possible_keeps_everything_that_could_settle_it():
    """Each possible alternative may be the one; of parts that must all hold each is needed."""
    first, second = (Finding("POSSIBLE", (), (Gap(question),)) for question in ("a?", "b?"))
    assert [gap.question for gap in any_of([first, ONE["NO"], second]).missing] == ["a?", "b?"]
    assert [gap.question for gap in all_of([first, ONE["YES"], second]).missing] == ["a?", "b?"]


# ---- the two clocks, the floor


def test_what_is_only_maybe_known_is_possible(view_of):
    """A headquarters told by an undated document before the day that it was retrieved."""
    people = {
        "acme": {"claims": [{"headquarteredIn": "mu", "since": "2020", "sources": ["undated"]}]},
        "mu": {"kind": "Place"},
    }
    sources = {"undated": {"published": None, "retrieved": "2026-11-22"}}
    rule = {"parties": {"headquarteredIn": ["mu"]}}
    values = []
    for known_at in ("2026-06-01", "2026-11-22"):
        view = view_of(people, sources, {"rule": rule}, as_of=DAY, known_at=known_at)
        values.append(Matcher(World(view)).party(view.facts.restrictions["rule"].wording.parties, "acme").value)
    assert values == ["POSSIBLE", "YES"]


def test_a_question_without_a_day_is_refused(view_of):
    """Nobody is covered in no time."""
    with pytest.raises(ValueError, match=r"^this question is about one day; give it with as_of$"):
        World(view_of())


def test_of_several_possible_reasons_one_with_claims_is_told():
    """A stake of unknown size says more than a nationality that nobody told; what is missing is all of it."""
    unknown = Finding("POSSIBLE", (), (Gap("Of what nationality is it?"),), "nationality")
    owned = Finding("POSSIBLE", ("a.owns.b",), (Gap("How much of it?"),), "ownedBy")
    for parts in ([unknown, owned], [owned, unknown]):
        found = any_of(parts)
        assert (found.how, found.proof) == ("ownedBy", ("a.owns.b",))
        assert {gap.question for gap in found.missing} == {"Of what nationality is it?", "How much of it?"}
