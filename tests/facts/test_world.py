"""The invented world uses every shape of the format, so that tests on it leave nothing out."""

import itertools
import os
import re

import pytest

from graph.facts.load import load
from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Select
from graph.facts.tree import decode, parse


@pytest.fixture(scope="module")
def facts(world):
    """Return the facts of the world."""
    return load(world)


@pytest.fixture(scope="module")
def typed(world):
    """Return the trees of the files of the world by folder."""
    trees = {}
    for below, _, names in os.walk(world):
        folder = os.path.relpath(below, world).split(os.sep)[0]
        for name in names:
            with open(os.path.join(below, name), "rb") as stream:
                trees.setdefault(folder, []).append(parse(decode(stream.read())))
    return trees


def attestations(facts):
    """Yield every attestation."""
    for claim in facts.claims.values():
        yield from claim.attestations
    for restriction in facts.restrictions.values():
        for part in restriction.parts:
            yield from part.attestations


def expressions(facts):
    """Yield every test of parties or assets, inner ones too."""
    parts = [part for restriction in facts.restrictions.values() for part in restriction.parts]
    queue = [e for part in parts for e in (getattr(part, "parties", None), getattr(part, "assets", None)) if e]
    while queue:
        found = queue.pop()
        yield found
        if isinstance(found, (AnyOf, AllOf)):
            queue += found.parts
        elif isinstance(found, Not):
            queue.append(found.part)
        elif isinstance(found, (Owned, Controlled, Employed)):
            queue.append(found.party)


def as_list(value):
    """Return the items of a list, or of what stands for a list of one."""
    return value if isinstance(value, list) else [value]


def test_every_key(facts, typed):
    """Every key of every record is typed somewhere."""
    used = {name: set() for name in facts.vocabulary.fields}
    used["Entity"] = {key for tree in typed["entities"] for key in tree}
    used["Source"] = {key for tree in typed["sources"] for key in tree}
    used["Restriction"] = {key for tree in typed["restrictions"] for key in tree}
    used["Story"] = {key for tree in typed["stories"] for key in tree}
    used["Step"] = {key for tree in typed["stories"] for step in tree["steps"] for key in step}
    claims = [c for tree in typed["entities"] + typed["sources"] for c in tree.get("claims", ())]
    used["Claim"] = {key for claim in claims for key in claim}
    parts = {"RestrictionEvent": "events", "Exception": "exceptions", "Variant": "variants"}
    holders = claims + typed["restrictions"]
    for record, key in parts.items():
        found = [part for tree in typed["restrictions"] for part in tree.get(key, ())]
        used[record] = {key for part in found for key in part}
        holders += found
    documents = [d for holder in holders for d in as_list(holder["sources"]) if isinstance(d, dict)]
    used["Attestation"] = {key for document in documents for key in document}
    names = {
        AnyOf: "anyOf",
        AllOf: "allOf",
        Not: "not",
        Owned: "ownedBy",
        Controlled: "controlledBy",
        Employed: "employeesOf",
    }
    for found in expressions(facts):
        used["Selector"].add(found.selector if isinstance(found, Select) else names[type(found)])
    used["Selection"] = set(re.findall(r"\b(party|share|aggregate|scope)\b", str(typed["restrictions"])))
    for record, fields in facts.vocabulary.fields.items():
        assert fields.keys() - used[record] == set(), record


def test_every_relation(facts):
    """Every relation that may be typed is."""
    typed = {claim.relation for claim in facts.claims.values()}
    assert typed == {relation.name for relation in facts.vocabulary.authored()}


def test_every_qualifier_of_every_relation(facts):
    """Every relation has a claim with each qualifier it takes."""
    fields = {"amountKind": "amount_kind", "classedAs": "classed_as"}
    for relation in facts.vocabulary.authored():
        claims = [claim for claim in facts.claims.values() if claim.relation == relation.name]
        for qualifier in relation.qualifiers:
            name = fields.get(qualifier, qualifier)
            assert any(getattr(claim, name) for claim in claims), (relation.name, qualifier)


def test_every_kind(facts):
    """There is an entity of every kind and a source of every kind."""
    assert {e.kind for e in facts.entities.values()} == {kind.name for kind in facts.vocabulary.concrete_kinds()}
    assert {s.kind for s in facts.sources.values()} == set(facts.vocabulary.source_kinds)


def test_every_code(facts):
    """Every word of the lists that curators type is typed."""
    codes = facts.vocabulary.codes
    wordings = [w for r in facts.restrictions.values() for w in (r.wording, *r.variants)]
    events = [event for r in facts.restrictions.values() for event in r.events]
    used = {
        "Modality": {a.modality for a in attestations(facts)},
        "Tier": {s.tier for s in facts.sources.values() if s.tier},
        "AmountKind": {c.amount_kind for c in facts.claims.values() if c.amount_kind},
        "Instrument": {w.instrument for w in wordings},
        "Force": {w.force for w in wordings},
        "Action": {action for w in wordings for action in w.actions},
        "EventType": {event.event for event in events},
        "Scope": {e.scope for e in expressions(facts) if isinstance(e, Employed)},
        "Identifier": {scheme for e in facts.entities.values() for scheme in e.ids},
    }
    for scheme, words in used.items():
        assert codes[scheme].keys() - words == set(), scheme


def test_every_form_of_date(facts):
    """A year, a month, a day, inferred ones, ranges closed and open, and the open end all occur."""
    claims = facts.claims.values()
    dates = {str(date) for c in claims for date in (c.since, c.until, c.on) if date}
    dates |= {str(date) for s in facts.sources.values() for date in (s.published, s.retrieved) if date}
    forms = {re.sub(r"\d+", lambda digits: "9" * len(digits[0]), date) for date in dates}
    assert forms >= {
        "9999",
        "9999-99",
        "9999-99-99",
        "?9999-99",
        "?9999-99-99",
        "[9999-99-99..9999-99-99]",
        "[9999-99..9999-99]",
        "[..9999-99-99]",
        "[9999-99-99..]",
        "[9999-99..]",
        "..",
    }
    assert {c.since for c in claims} >= {None}


def test_every_form_of_share(facts):
    """Numbers, signs, ranges, words and nothing at all occur as shares."""
    shares = {str(c.share) if c.share else None for c in facts.claims.values() if c.relation == "owns"}
    shares |= {str(c.share) for c in facts.claims.values() if c.share}
    shares |= {str(a.overrides["share"]) for a in attestations(facts) if "share" in a.overrides}
    forms = {share and re.sub(r"[\d.]*\d", "9", share) for share in shares}
    assert forms >= {None, "9", "> 9", ">= 9", "< 9", "<= 9", "majority", "minority", "wholly"}
    assert {"51.2", "20..30"} <= shares


def test_every_override(facts):
    """Every value that a document may give otherwise is given, and left out by a document that does not say."""
    given = {key for a in attestations(facts) for key, value in a.overrides.items() if value is not None}
    assert given == {"on", "since", "share", "amount", "quantity"}
    unsaid = {key for a in attestations(facts) for key, value in a.overrides.items() if value is None}
    assert unsaid == {"on", "since", "until", "quantity"}


def test_every_layer_and_status_has_its_claim(facts):
    """There is evidence of every strength: official, confirmed, twice reported, alleged, denied, withdrawn, none."""
    by = {claim.id: {a.modality for a in claim.attestations} for claim in facts.claims.values()}
    assert {"official"} in by.values()
    assert by["tiny-model-co.licensesTo.friendly-labs"] == {"reported", "retracted"}
    assert by["tiny-model-co.accesses.widget-one"] == {"alleged", "denied"}
    assert by["acme-labs.investsIn.cloudy-compute"] == {"expected"}
    assert by["acme-labs.supports.widget-trust"] == {"opinion"}
    assert by["friendly-labs.uses.widget-one"] == {"presupposed"}
    assert by["tiny-model-co.dependsOn.cloudy-compute"] == {"inferred"}


def test_chains(facts):
    """Documents rest on chains of two, on copies, and on sources that nobody names."""
    assert any(len(a.via) == 2 for a in attestations(facts))
    assert any(s.derived_from for s in facts.sources.values())
    assert any(s.kind == "Unidentified" and s.published for s in facts.sources.values())


def test_shapes_of_the_network(facts):
    """There are claims side by side, a chain of four steps, a dead end and a triple at two times."""
    pairs = [frozenset({c.subject, c.object}) for c in facts.claims.values()]
    assert pairs.count(frozenset({"acme-labs", "cloudy-compute"})) > 3
    chain = ["quarry-of-mu", "ingot-works", "widget-works", "widget-a1", "widget-lm-2"]
    for pair in itertools.pairwise(chain):
        assert frozenset(pair) in pairs
    assert not any(
        "lonely-institute" in pair and not c.is_text for pair, c in zip(pairs, facts.claims.values(), strict=True)
    )
    assert "acme-labs.releases.widget-one.2025-09-05" in facts.claims


def test_stakes(facts):
    """The ownership cases stand in the world with their numbers."""
    stakes = {
        (c.subject, c.object): str(c.share) if c.share else None for c in facts.claims.values() if c.relation == "owns"
    }
    cases = {
        ("stake-x", "w1-a"): "50", ("w1-a", "w1-b"): "50",
        ("stake-x", "w2-a"): "50", ("stake-x", "w2-b"): "50", ("w2-a", "w2-c"): "25", ("w2-b", "w2-c"): "25",
        ("stake-x", "w3-a"): "50", ("stake-x", "w3-b"): "10", ("w3-a", "w3-b"): "40",
        ("stake-x", "w6-a"): "25", ("stake-y", "w6-a"): "25", ("stake-x", "w6-b"): "30", ("stake-y", "w6-b"): "25",
        ("stake-x", "w8-a"): "60", ("w8-a", "w8-b"): "majority", ("w8-a", "w8-c"): None,
        ("stake-x", "w9-a"): "51", ("w9-a", "w9-b"): "51", ("w9-b", "w9-c"): "51",
        ("ring-a", "ring-b"): "60", ("ring-b", "ring-a"): "60",
    }  # fmt: skip
    assert cases.items() <= stakes.items()
    transfer = [c for c in facts.claims.values() if (c.subject, c.object) == ("stake-x", "vague-holding")]
    assert [str(c.share) for c in transfer] == ["40", "60"]
    assert transfer[0].until.latest > transfer[1].since.earliest


def test_nothing_real(facts):
    """Every address of the world is reserved for examples."""
    for source in facts.sources.values():
        assert source.url is None or re.match(r"https?://(?:[\w-]+\.)+example[:/]", source.url), source.id
