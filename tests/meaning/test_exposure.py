"""Exposure: who is named, covered, deals with what is, or depends on it, each once with its claims."""

import os

import pytest

import graph
from graph.meaning.exposure import TIERS, exposed

WIRE = "kind: NewsArticle\ntitle: A story\npublisher: Wire\npublished: 2024-01-10\ntier: A\n"
ENTITIES = {
    "east": ("Place",),
    "state": ("GovernmentBody", "uses: model, sources: [wire]"),
    "named": ("Company", "owns: child, share: 60, sources: [wire]"),
    "child": ("Company", "supplies: client, sources: [wire]"),
    "maybe-child": ("Company",),
    "half-owner": ("Company", "owns: maybe-child, share: 40..60, sources: [wire]"),
    "maker": ("Company", "develops: model, sources: [wire]", "develops: tool, sources: [wire]"),
    "user": ("Company", "uses: model, sources: [wire]", "uses: tool, sources: [wire]"),
    "gossip": ("Company", "uses: model, sources: [{doc: wire, as: alleged}]"),
    "former": ("Company", "uses: model, since: 2020, until: 2023-12-31, sources: [wire]"),
    "supplier": ("Company", "supplies: child, sources: [wire]"),
    "client": ("Company",),
    "seller": ("Company", "buysFrom: named, on: 2023, sources: [wire]"),
    "model": ("Model",),
    "tool": ("Product", "builtOn: model, sources: [wire]"),
    "app": ("Product", "runsOn: tool, since: '[2024-05-01..2024-07-01]', sources: [wire]"),
    "app-maker": ("Company", "develops: app, sources: [wire]"),
    "leaner": ("Company", "dependsOn: app-maker, sources: [wire]"),
    "far": ("Company", "dependsOn: leaner, sources: [wire]", "uses: other, sources: [wire]"),
    "other": ("Model",),
    "apart": ("Company", "partnersWith: named, sources: [wire]"),
}
RULE = (
    "name: Rule\nissuer: state\ninstrument: Order\nforce: prohibited\nactions: [use]\n"
    "parties: {anyOf: [{entity: [named]}, {ownedBy: {party: {entity: [named, half-owner]}, share: '> 50'}}]}\n"
    "assets: {entity: [model]}\nsources: [wire]\nevents:\n  - {effective: 2024-01-01, sources: [wire]}\n"
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """Write a small supply network around one rule and load it."""
    root = tmp_path_factory.mktemp("facts")
    files = {"sources/wire": WIRE, "restrictions/rule": RULE}
    files["restrictions/vague"] = RULE.replace("parties: {anyOf", "# parties: {anyOf").replace("Rule", "Vague")
    files["restrictions/over"] = RULE.replace("Rule", "Over") + "  - {lifted: 2024-02-01, sources: [wire]}\n"
    for id_, (kind, *claims) in ENTITIES.items():
        listed = "".join(f"  - {{{claim}}}\n" for claim in claims)
        files[f"entities/{id_}"] = f"kind: {kind}\nname: {id_.title()}\n" + (f"claims:\n{listed}" if claims else "")
    for name, text in files.items():
        path = os.path.join(root, f"{name}.yaml")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    return graph.load(str(root))


def rows(answer):
    """Map each exposed thing to its tier, value, how and through."""
    return {row.entity: (row.tier, row.value, row.how, row.through) for row in answer.rows}


def test_everything_stands_once_at_its_strongest_tier(facts):
    """Named, covered, uses or supplies, depends: the whole of a small network."""
    answer = exposed(facts.view(as_of="2024-06-01"), "rule")
    assert rows(answer) == {
        "named": (1, "YES", "entity", None),
        "model": (1, "YES", "entity", None),
        "child": (2, "YES", "ownedBy", None),
        "maybe-child": (2, "POSSIBLE", "ownedBy", None),
        "maker": (3, "YES", "develops", "model"),
        "user": (3, "YES", "uses", "model"),
        "supplier": (3, "YES", "supplies", "child"),
        "client": (3, "YES", "supplies", "child"),
        "seller": (3, "YES", "buysFrom", "named"),
        "tool": (4, "YES", "builtOn", "model"),
        "app": (4, "POSSIBLE", "runsOn", "tool"),
        "app-maker": (4, "POSSIBLE", "develops", "app"),
        "leaner": (4, "POSSIBLE", "dependsOn", "app-maker"),
        "far": (4, "POSSIBLE", "dependsOn", "leaner"),
    }
    assert [row.tier for row in answer.rows] == sorted(row.tier for row in answer.rows)


def test_each_row_names_the_claims_behind_it(facts):
    """The chain of claims leads from the rule to the thing, and all of them are in the view."""
    view = facts.view(as_of="2024-06-01")
    found = {row.entity: row for row in exposed(view, "rule").rows}
    assert found["named"].claims == ("rule.restricts.named",)
    assert found["child"].claims == ("named.owns.child",)
    assert found["client"].claims == ("named.owns.child", "child.supplies.client")
    assert found["far"].claims == (
        "rule.covers.model",
        "tool.builtOn.model",
        "app.runsOn.tool",
        "app-maker.develops.app",
        "leaner.dependsOn.app-maker",
        "far.dependsOn.leaner",
    )
    known = view.claims.keys() | view.derived.keys()
    assert all(claim in known for row in found.values() for claim in row.claims)
    assert all(row.claims for row in found.values())


def test_the_issuer_has_no_row(facts):
    """Who imposes a rule is not exposed to it, though it uses what the rule covers."""
    assert "state" not in rows(exposed(facts.view(as_of="2024-06-01"), "rule"))


def test_what_does_not_hold_on_the_day_or_below_the_floor_exposes_nobody(facts):
    """A use that has ended and one that is only alleged count under their own terms."""
    assert "former" not in rows(exposed(facts.view(as_of="2024-06-01"), "rule"))
    assert rows(exposed(facts.view(as_of="2023-06-01"), "rule"))["former"] == (3, "YES", "uses", "model")
    alleged = {row.entity: row for row in exposed(facts.view(as_of="2024-06-01", floor="alleged"), "rule").rows}
    assert alleged["gossip"].layer == "alleged"
    assert "gossip" not in rows(exposed(facts.view(as_of="2024-06-01"), "rule"))


def test_what_only_lacks_a_fact_is_counted_not_listed(facts):
    """A rule that does not say whom it binds gives no rows for parties, only their number."""
    answer = exposed(facts.view(as_of="2024-06-01"), "vague")
    assert "child" not in rows(answer)
    assert rows(answer)["model"] == (1, "YES", "entity", None)
    assert answer.unsettled == sum(kind[0] == "Company" for kind in ENTITIES.values())


def test_a_portfolio_limits_the_rows_and_names_the_rest(facts):
    """Only what was asked about is listed; what is not exposed is named too."""
    answer = exposed(facts.view(as_of="2024-06-01"), "rule", ["user", "apart", "child"])
    assert [row.entity for row in answer.rows] == ["child", "user"]
    assert answer.portfolio == ("apart", "child", "user")
    assert answer.unexposed == ("apart",)


def test_the_status_stands_beside(facts):
    """Exposure is to the wording; that the rule has ended is said beside the rows."""
    view = facts.view(as_of="2024-06-01")
    answer = exposed(view, "over")
    assert answer.standing.status == "ENDED"
    assert set(rows(answer)) == set(rows(exposed(view, "rule")))


def test_what_cannot_be_asked(facts):
    """An unknown restriction, an unknown thing and a view without a day are errors."""
    view = facts.view(as_of="2024-06-01")
    with pytest.raises(LookupError, match="no restriction 'none'"):
        exposed(view, "none")
    with pytest.raises(LookupError, match="no entity 'none'"):
        exposed(view, "rule", ["none"])
    with pytest.raises(ValueError, match="this question is about one day; give it with as_of"):
        exposed(facts.view(), "rule")


def test_exposure_is_json(facts):
    """Every key is there, tiers by number and name."""
    answer = exposed(facts.view(as_of="2024-06-01"), "rule", ["maker"]).as_json()
    assert answer == {
        "restriction": "rule",
        "as_of": "2024-06-01",
        "known_at": None,
        "floor": "reported",
        "only": None,
        "status": "IN_FORCE",
        "exposed": [
            {
                "entity": "maker",
                "tier": 3,
                "tier_name": TIERS[3],
                "value": "YES",
                "how": "develops",
                "through": "model",
                "claims": ["rule.covers.model", "maker.develops.model"],
                "layer": "reported",
            },
        ],
        "portfolio": ["maker"],
        "unexposed": [],
        "unsettled": 0,
    }
