"""What documents say that cannot all be so, or say differently."""

import pytest

from graph.meaning.contradictions import KINDS, by_id, find
from graph.meaning.listing import Filters, listing

TWO_SEEDS = "s000,s002"
PLACES = ("atlantis", "atlantis-city", "lemuria")


def of_kind(graph, kind, **terms):
    """Return the contradictions of one kind."""
    return [found for found in find(graph.view(**terms)) if found.kind == kind]


def sides(contradiction):
    """Return what each side says and its documents."""
    return [(side.says, side.sources) for side in contradiction.sides]


@pytest.fixture(scope="module")
def papers(small, article):
    """Return a function that makes a company with claims of two papers, and whatever else is given."""

    def make(claims, **more):
        things = ("one", "two", "b")
        files = {f"entities/{name}": f"kind: Product\nname: {name.title()}\n" for name in things[:2]}
        files |= {f"entities/{name}": f"kind: Place\nname: {name.title()}\n" for name in PLACES}
        files["entities/atlantis"] += "claims:\n  - includes: atlantis-city\n    sources: [early]\n"
        files["entities/b"] = "kind: GovernmentBody\nname: B\n"
        files["entities/a"] = f"kind: Company\nname: A\nclaims:\n{claims}"
        files |= {"sources/early": article("2026-02-01"), "sources/late": article("2026-03-01", "Other Post")}
        return small({**files, **{name.replace("__", "/"): text for name, text in more.items()}})

    return make


# ---- the two reports this project began with: differences that must survive as data


def test_whether_the_ban_is_expected_or_there_differs(seeds):
    """Expected, will, and a headline in the present tense stand beside each other."""
    (ban,) = of_kind(seeds, "expected", only=TWO_SEEDS)
    assert ban.claims == ("alibaba-claude-code-ban",)
    assert ban.sentence == "Alibaba's ban on Claude Code for its staff: put as expected and as done"
    assert sides(ban) == [("it is expected", ("s000", "s002")), ("it is so", ("s002",))]


def test_who_first_alleged_covert_detection_differs(seeds):
    """One text traces it to The Information, the other to a Reddit post."""
    (covert,) = of_kind(seeds, "origin", only=TWO_SEEDS, floor="alleged")
    assert covert.claims == ("user-detection.describedAs.covert",)
    assert sides(covert) == [("The Information", ("s000",)), ("reddit-post", ("s002",))]


def test_in_which_product_the_detection_sat_differs(seeds):
    """Claude in one text, Claude Code in the other; they may mean the same."""
    (where,) = of_kind(seeds, "functional", only=TWO_SEEDS, floor="alleged")
    assert where.claims == ("claude-code.hasFeature.user-detection", "claude.hasFeature.user-detection")
    assert not where.certain
    assert [side.sources for side in where.sides] == [("s002",), ("s000",)]


def test_what_the_detection_is_called_differs(seeds):
    """Spyware and covert are allegations; its maker's man calls it an experiment."""
    described, _ = of_kind(seeds, "account", only=TWO_SEEDS, floor="alleged")
    assert described.sentence == (
        "User detection in Claude or Claude Code is described as: “covert” (alleged); “experiment”; “spyware” (alleged)"
    )
    assert sides(described)[2] == ("spyware", ("s000",))


def test_what_the_detection_was_for_differs(seeds):
    """The alleged purpose stands beside those the party gives."""
    _, purpose = of_kind(seeds, "account", only=TWO_SEEDS, floor="alleged")
    assert [side.says for side in purpose.sides] == [
        "against abuse by unauthorised resellers",
        "against distillation",
        "closing of the loopholes to Claude",
    ]


def test_whether_foreign_entities_are_banned_or_access_is_made_harder_differs(seeds):
    """One text bars them, the other tells of access being tightened."""
    _, tightening = of_kind(seeds, "wording", only=TWO_SEEDS)
    assert tightening.claims == ("anthropic-china-bar", "anthropic-china-bar.variant.2")
    assert tightening.sentence == (
        "Anthropic's bar on Chinese companies: documents differ on its force, actions and assets"
    )
    assert sides(tightening) == [
        ("force: prohibited; actions: use; assets: developedBy anthropic", ("s000",)),
        ("force: notStated; actions: access; assets: category anthropic-models", ("s002",)),
    ]


def test_models_and_tools_or_models_alone_differ(seeds):
    """One text bars models and tools and owned entities, the other models alone."""
    models, _ = of_kind(seeds, "wording", only=TWO_SEEDS)
    assert models.claims == ("anthropic-china-bar", "anthropic-china-bar.variant.1")
    assert not models.certain


def test_one_text_alone_contradicts_no_other(seeds):
    """Under one document only the two voices within it are left."""
    assert {found.kind for found in find(seeds.view(only="s000", floor="alleged"))} == {"account"}
    assert find(seeds.view(only="s000")) == ()


def test_restricted_and_lifted_at_different_times_is_no_contradiction(seeds):
    """The US curbs were sought and ended: both are so."""
    touched = by_id(seeds.view(only=TWO_SEEDS, floor="alleged"))
    assert "us-export-fable-mythos" not in touched
    assert "us-government.seeks.curbs-on-access-to-cutting-edge-models" not in touched


# ---- denied


def test_a_denial_stands_against_a_report(papers):
    """A supported claim that another document denies is a certain contradiction."""
    graph = papers("""  - uses: one
    sources:
      - early
      - doc: late
        as: denied
        speaker: a
""")
    (denied,) = find(graph.view())
    assert (denied.kind, denied.certain) == ("denied", True)
    assert denied.sentence == "A uses One: said by some and denied by A"
    assert sides(denied) == [("it is so", ("early",)), ("it is not so", ("late",))]


def test_a_denial_that_is_not_yet_known_contradicts_nothing(papers):
    """Contradictions are those of the view."""
    graph = papers("  - uses: one\n    sources:\n      - early\n      - doc: late\n        as: denied\n")
    assert find(graph.view(known_at="2026-02-15")) == ()
    assert find(graph.view(only="early")) == ()


def test_a_denial_alone_contradicts_nothing(papers):
    """What nobody supports is no claim of the view."""
    graph = papers("  - uses: one\n    sources:\n      - doc: late\n        as: denied\n")
    assert find(graph.view(floor="alleged")) == ()


def test_a_restriction_can_be_denied(invented):
    """The store denies that it removed the tool."""
    (denied,) = [c for c in of_kind(invented, "denied", floor="alleged") if c.claims == ("store-block",)]
    assert denied.sentence == "Removal of Widget One from the store: said by some and denied by Cloudy Compute"


# ---- values


def values(papers, key, first, second, own="uses: one"):
    """Find how two papers differ on a value."""
    graph = papers(f"""  - {own}
    {key}: "{first}"
    sources:
      - early
      - doc: late
        {key}: "{second}"
""")
    return of_kind(graph, "values")


@pytest.mark.parametrize(
    ("own", "key", "first", "second", "certain"),
    [
        ("uses: one", "since", "2026-01", "2026-02", True),
        ("uses: one", "since", "2026-01", "2026-01-05", False),
        ("releases: one", "on", "2026-01-02", "2026-01-05", True),
        ("owns: c", "share", "51", "49", True),
        ("owns: c", "share", "> 50", "50", True),
        ("owns: c", "share", ">= 50", "50", False),
        ("owns: c", "share", "> 50", "51.2", False),
        ("investsIn: c", "amount", "2 billion USD", "3 billion USD", True),
        ("investsIn: c", "amount", "2 billion USD", "2 billion EUR", False),
        ("investsIn: c", "amount", "<= 3 billion USD", "2 billion USD", False),
        ("investsIn: c", "amount", "2060600000 HKD", "2.06 billion HKD", False),
        ("investsIn: c", "amount", "2.06 billion HKD", "2.07 billion HKD", True),
        ("investsIn: c", "amount", "2.06 billion HKD", "2066 million HKD", True),
        ("accesses: one", "quantity", "24000 accounts", "25000 accounts", True),
        ("accesses: one", "quantity", "24000 accounts", "16 million exchanges", False),
    ],
)
def test_values_differ_for_certain_when_they_exclude_each_other(papers, own, key, first, second, certain):
    """A less precise or rounded value or another currency differs without excluding."""
    extra = {"entities__c": "kind: Company\nname: C\n"}
    graph = papers(
        f"""  - {own}
    {key}: "{first}"
    sources:
      - early
      - doc: late
        {key}: "{second}"
""",
        **extra,
    )
    (found,) = of_kind(graph, "values")
    assert found.certain is certain
    assert sorted(sides(found)) == sorted([(first, ("early",)), (second, ("late",))])


def test_the_sentence_names_what_differs(papers):
    """Dates read as dates."""
    (found,) = values(papers, "since", "2026-01", "2026-02")
    assert found.sentence == "A uses One: documents differ on the start, 2026-01 or 2026-02"
    (found,) = values(papers, "since", "2026-01", "2026-01-05")
    assert found.sentence == "A uses One: documents are not equally exact on the start, 2026-01 or 2026-01-05"


@pytest.mark.parametrize(("first", "second"), [("2026-01", "none"), ("2026-01-05", "?2026-01-05"), ("2026", "2026")])
def test_silence_and_the_same_bounds_are_no_difference(papers, first, second):
    """A document that does not say, or that infers the same days, contradicts nobody."""
    assert values(papers, "since", first, second) == []


def test_a_value_nobody_gives_contradicts_nobody(papers):
    """The claim's own value counts only while a document without another gives it."""
    graph = papers("  - uses: one\n    since: 2026-01\n    sources:\n      - doc: early\n        since: 2026-02\n")
    assert find(graph.view()) == ()


def test_events_of_restrictions_differ_too(invented):
    """Two papers give two days for the start of one rule."""
    (found,) = [c for c in of_kind(invented, "values") if c.claims == ("acme-bar-on-atlantis.effective",)]
    assert found.certain
    assert found.sentence == "Acme's bar on Atlantis (effective): documents differ on the day, 2025-09-05 or 2025-09-06"


# ---- one at a time


def homes(papers, first, second):
    """Find whether two head offices clash."""
    return papers(
        f"  - headquarteredIn: {first}\n    sources: [early]\n  - headquarteredIn: {second}\n    sources: [late]\n"
    )


def test_two_head_offices_on_one_day_clash(papers):
    """A functional relation has one object a day."""
    graph = homes(papers, "atlantis\n    since: 2025-01-01", "lemuria\n    since: 2025-06-01")
    (found,) = find(graph.view())
    assert (found.kind, found.certain) == ("functional", True)
    assert found.sentence == (
        "A is headquartered in Atlantis, and A is headquartered in Lemuria, on the same days: "
        "only one at a time can hold"
    )


def test_two_head_offices_one_after_the_other_do_not_clash(papers):
    """A move is no contradiction."""
    graph = homes(papers, "atlantis\n    since: 2025-01-01\n    until: 2025-05-31", "lemuria\n    since: 2025-06-01")
    assert find(graph.view()) == ()


def test_head_offices_whose_days_may_overlap_may_clash(papers):
    """A vague end makes the clash possible only."""
    graph = homes(papers, "atlantis\n    since: 2025-01-01\n    until: 2025-06", "lemuria\n    since: 2025-06-10")
    (found,) = find(graph.view())
    assert not found.certain
    assert "on days that may be the same" in found.sentence


def test_with_a_day_the_clash_is_that_days(papers):
    """As of a day on which both certainly hold it is certain, on one between them possible."""
    graph = homes(papers, "atlantis\n    since: 2025-01-01\n    until: 2025-06", "lemuria\n    since: 2025-06-10")
    assert [c.certain for c in find(graph.view(as_of="2025-06-15"))] == [False]
    assert find(graph.view(as_of="2025-06-05")) == ()


def test_a_city_and_its_country_do_not_clash(papers):
    """An office in a city is one in the country that includes it."""
    assert find(homes(papers, "atlantis", "atlantis-city").view()) == ()


def test_below_the_floor_nothing_clashes(papers):
    """An allegation of another office clashes at the floor of allegations alone."""
    graph = papers("""  - headquarteredIn: atlantis
    sources: [early]
  - headquarteredIn: lemuria
    sources:
      - doc: late
        as: alleged
""")
    assert find(graph.view()) == ()
    assert [c.kind for c in find(graph.view(floor="alleged"))] == ["functional"]


def test_two_valuations_of_one_month_may_clash(invented):
    """900 before the money and 965 after it are shown beside each other."""
    (found,) = [c for c in of_kind(invented, "functional") if "valuedAt" in c.claims[0]]
    assert not found.certain
    assert [side.says for side in found.sides] == [
        "Tiny Model Co is valued at 900 million USD before the money",
        "Tiny Model Co is valued at 965 million USD",
    ]


# ---- exclusive


def test_support_and_opposition_exclude_each_other(papers):
    """Nobody supports what it opposes on the same days."""
    graph = papers("""  - supports: one
    since: 2026-01-01
    sources: [early]
  - opposes: one
    since: 2026-02-01
    sources: [late]
""")
    (found,) = find(graph.view())
    assert (found.kind, found.certain, found.claims) == ("exclusive", True, ("a.opposes.one", "a.supports.one"))
    assert found.sentence == "A opposes One, and A supports One, on the same days: the two exclude each other"


def test_approval_and_rejection_exclude_each_other_on_one_day(papers):
    """Events clash on the day on which they happen, for certain when that day is exact."""
    claims = "  - approves: one\n    on: {}\n    sources: [early]\n  - rejects: one\n    on: {}\n    sources: [late]\n"
    assert [c.certain for c in find(papers(claims.format("2026-01-05", "2026-01-05")).view())] == [True]
    assert [c.certain for c in find(papers(claims.format("2026-01", "2026-01-05")).view())] == [False]
    assert find(papers(claims.format("2026-01-05", "2026-01-06")).view()) == ()


def test_exclusion_is_declared_both_ways():
    """The ontology names each exclusive pair on both relations."""
    from graph import vocabulary

    relations = vocabulary.load().relations
    pairs = {(name, other) for name, relation in relations.items() for other in relation.exclusive_with}
    assert pairs == {(b, a) for a, b in pairs}
    assert ("approves", "rejects") in pairs


# ---- put differently


def test_what_came_true_later_is_no_contradiction(papers):
    """An announcement and a later report of the deed agree."""
    claims = "  - releases: one\n    sources:\n      - doc: {}\n        as: expected\n      - {}\n"
    assert find(papers(claims.format("early", "late")).view()) == ()
    (found,) = find(papers(claims.format("late", "early")).view())
    assert found.sentence == "A releases One: put as expected and as done"


def test_one_allegation_with_one_origin_is_no_difference(papers):
    """Two papers that name the same speaker trace it to the same one."""
    claims = """  - uses: one
    sources:
      - doc: early
        as: alleged
        speaker: b
      - doc: late
        as: alleged
        speaker: {}
"""
    assert find(papers(claims.format("b")).view(floor="alleged")) == ()
    (found,) = find(papers(claims.format("a")).view(floor="alleged"))
    assert found.sentence == "A uses One: the allegation is traced to A and B"


def test_two_descriptions_without_an_allegation_are_no_difference(papers):
    """Different words for a thing are no contradiction as long as nobody accuses."""
    claims = "  - describedAs: a giant\n    sources: [early]\n  - describedAs: a firm\n    sources:\n      - {}\n"
    assert find(papers(claims.format("late")).view(floor="alleged")) == ()
    assert [c.kind for c in find(papers(claims.format("{doc: late, as: alleged}")).view(floor="alleged"))] == [
        "account"
    ]


def test_a_wording_in_another_force_is_certain(invented):
    """A bar in one document is advice in the other."""
    found = [c for c in of_kind(invented, "wording") if c.claims[1] == "acme-bar-on-atlantis.variant.2"]
    assert [c.certain for c in found] == [True]


# ---- the list


def test_contradictions_are_listed_by_kind_then_claims(invented):
    """The order is fixed, and the list of the command line is the same."""
    found = find(invented.view(floor="alleged"))
    assert [(KINDS.index(c.kind), c.claims) for c in found] == sorted((KINDS.index(c.kind), c.claims) for c in found)
    table = listing(invented.view(floor="alleged"), "contradictions", Filters())
    assert table.items == [c.as_json() for c in found]


def test_every_contradiction_has_two_sides_with_documents(invented, seeds):
    """Each side names documents, and every claim of a contradiction stands on a side."""
    for graph in (invented, seeds):
        for found in find(graph.view(floor="alleged")):
            assert len(found.sides) > 1
            assert all(side.sources for side in found.sides)
            assert {id_ for side in found.sides for id_ in side.claims} == set(found.claims)


def test_a_claims_contradictions_can_be_looked_up(invented):
    """Each claim maps to what it is part of."""
    touched = by_id(invented.view())
    assert [c.kind for c in touched["tiny-model-co.uses.widget-one"]] == ["denied"]
    assert "widget-one.builtOn.widget-lm-2" not in touched
