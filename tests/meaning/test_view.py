"""The world on a day, as known on a day: what holds, what may, and by which values (semantics.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts.load import Facts
from graph.facts.records import Attestation, Claim, Entity, Position, Source
from graph.facts.when import parse_day, parse_when
from graph.library import View
from graph.meaning.frame import Frame, frame
from graph.vocabulary import load as load_words

HERE = Position("here.yaml", 1, 1)


def holds(view_of, day, claim, sources=(), **terms):
    """Return whether a claim of acme is in the view of a day: yes, maybe or no."""
    pair = {"acme": {"claims": [claim]}, "bolt": {}, "tool": {"kind": "Product"}}
    view = view_of(pair, sources, as_of=day, **terms)
    held = [h for h in view.known.values() if h.claim.subject == "acme"]
    return held[0].covers if held else "unknown"


@pytest.mark.parametrize(
    ("claim", "day", "answer"),
    [
        ({"since": "2025-03-01", "until": "2025-03-31"}, "2025-02-28", "no"),
        ({"since": "2025-03-01", "until": "2025-03-31"}, "2025-03-01", "yes"),
        ({"since": "2025-03-01", "until": "2025-03-31"}, "2025-03-31", "yes"),
        ({"since": "2025-03-01", "until": "2025-03-31"}, "2025-04-01", "no"),
        ({"since": "2025-03", "until": "2025-06"}, "2025-02-28", "no"),
        ({"since": "2025-03", "until": "2025-06"}, "2025-03-01", "maybe"),
        ({"since": "2025-03", "until": "2025-06"}, "2025-03-31", "yes"),
        ({"since": "2025-03", "until": "2025-06"}, "2025-06-01", "yes"),
        ({"since": "2025-03", "until": "2025-06"}, "2025-06-02", "maybe"),
        ({"since": "2025-03", "until": "2025-06"}, "2025-06-30", "maybe"),
        ({"since": "2025-03", "until": "2025-06"}, "2025-07-01", "no"),
        ({"since": "2025", "until": "2025"}, "2025-07-01", "maybe"),
        ({"since": "?2025-03"}, "2025-03-02", "maybe"),
        ({"since": "?2025-03"}, "2025-03-31", "yes"),
        ({"since": "[2025-03-10..2025-03-12]"}, "2025-03-09", "no"),
        ({"since": "[2025-03-10..2025-03-12]"}, "2025-03-11", "maybe"),
        ({"since": "[2025-03-10..2025-03-12]"}, "2025-03-12", "yes"),
        ({"since": "[..2025-03-12]"}, "1999-01-01", "maybe"),
        ({"since": "2025-03-01", "until": "[2025-05-01..]"}, "2025-05-01", "yes"),
        ({"since": "2025-03-01", "until": "[2025-05-01..]"}, "2125-05-01", "maybe"),
        ({"since": "2025-03-01", "until": ".."}, "2125-05-01", "yes"),
        ({"since": "2025-03-01"}, "2125-05-01", "yes"),
    ],
)
def test_a_state_covers_a_day(view_of, claim, day, answer):
    """Yes between latest start and earliest end, both included; no outside; else maybe."""
    assert holds(view_of, day, {"owns": "bolt", **claim}) == answer


@pytest.mark.parametrize(
    ("on", "day", "answer"),
    [
        ("2025-06-10", "2025-06-09", "no"),
        ("2025-06-10", "2025-06-10", "yes"),
        ("2025-06-10", "2035-06-10", "yes"),
        ("2025-06", "2025-05-31", "no"),
        ("2025-06", "2025-06-29", "maybe"),
        ("2025-06", "2025-06-30", "yes"),
        ("[..2025-06-10]", "2025-06-09", "maybe"),
        ("[..2025-06-10]", "2025-06-10", "yes"),
        (None, "2025-12-31", "maybe"),
        (None, "2026-01-01", "yes"),
    ],
)
def test_an_event_is_in_the_view_once_it_has_happened(view_of, on, day, answer):
    """Latest day reached: yes; earliest not reached: no; without a day, published by 2026-01-01: as a start."""
    assert holds(view_of, day, {"releases": "tool", **({"on": on} if on else {})}) == answer


def test_without_a_start_a_state_began_by_the_day_of_its_earliest_document(view_of):
    """Before that day it may have begun; an undated document counts from its retrieved day."""
    sources = {"june": {"published": "2026-06-10"}, "undated": {"published": None, "retrieved": "2026-11-22"}}
    assert holds(view_of, "2026-01-01", {"owns": "bolt"}) == "yes"
    assert holds(view_of, "2025-12-31", {"owns": "bolt"}) == "maybe"
    both = {"owns": "bolt", "sources": ["undated", "june"]}
    assert holds(view_of, "2026-06-09", both, sources) == "maybe"
    assert holds(view_of, "2026-06-10", both, sources) == "yes"
    assert holds(view_of, "2026-06-10", {**both, "sources": ["undated"]}, sources) == "maybe"
    assert holds(view_of, "2026-11-22", {**both, "sources": ["undated"]}, sources) == "yes"


def test_without_a_day_everything_known_holds(view_of):
    """``as_of`` absent means the whole history."""
    assert holds(view_of, None, {"owns": "bolt", "since": "1999", "until": "2000"}) == "yes"


@pytest.mark.parametrize(
    ("claim", "day", "flags"),
    [
        ({}, "2027-01-01", ()),
        ({}, "2027-01-02", ("stale",)),
        ({"until": ".."}, "2037-01-02", ()),
        ({"until": "2099"}, "2037-01-02", ()),
        ({"sources": ["retrieved-later"]}, "2027-01-02", ()),
        ({"sources": ["retrieved-later"]}, "2027-06-02", ("stale",)),
        ({"sources": ["wire", "retrieved-later"]}, "2027-01-02", ()),
        ({"sources": ["wire", {"doc": "retrieved-later", "as": "opinion"}]}, "2027-01-02", ("stale",)),
    ],
)
def test_a_state_without_an_end_goes_stale(view_of, claim, day, flags):
    """Its last support is over 365 days old; what is known to be open never goes stale, and events do not."""
    sources = {"retrieved-later": {"published": None, "retrieved": "2026-06-01"}}
    people = {"acme": {"claims": [{"owns": "bolt", **claim}]}, "bolt": {}}
    assert view_of(people, sources, as_of=day).claims["acme.owns.bolt"].flags == flags
    event = {"acme": {"claims": [{"acquires": "bolt", "on": "2025-01-01"}]}, "bolt": {}}
    assert view_of(event, sources, as_of=day).claims["acme.acquires.bolt"].flags == ()


def test_the_floor_keeps_out_what_is_weaker(view_of):
    """Established admits established alone; opinion, presupposition and retraction are in no view."""
    people = {
        "acme": {
            "claims": [
                {"owns": "bolt", "sources": [{"doc": "wire", "as": "official"}]},
                {"controls": "bolt"},
                {"supplies": "bolt", "sources": [{"doc": "wire", "as": "alleged"}]},
                {"partnersWith": "bolt", "sources": [{"doc": "wire", "as": "opinion"}]},
                {"lendsTo": "bolt", "sources": ["wire", {"doc": "wire", "as": "retracted"}]},
            ]
        },
        "bolt": {},
    }

    def at(floor):
        return [h.claim.relation for h in view_of(people, floor=floor).claims.values()]

    assert at("established") == ["owns"]
    assert at("reported") == ["controls", "owns"]
    assert at("alleged") == ["controls", "owns", "supplies"]
    assert len(view_of(people).known) == 5


def test_values_are_those_of_the_documents_that_are_known(view_of):
    """Alone, a document answers with what it gives; with one that agrees with the claim, the claim does."""
    told = [{"doc": "wire", "share": "30", "since": "none"}, {"doc": "law", "until": "2027"}]
    people = {"acme": {"claims": [{"owns": "bolt", "share": "51", "since": "2025", "sources": told}]}, "bolt": {}}

    def values(**terms):
        held = view_of(people, **terms).known["acme.owns.bolt"]
        return [str(held.values[key]) for key in ("share", "since", "until")]

    assert values() == ["51", "2025", "None"]
    assert values(only="wire") == ["30", "None", "None"]
    assert values(only="law") == ["51", "2025", "2027"]
    assert view_of(people, only="wire", as_of="2025-12-31").known["acme.owns.bolt"].covers == "maybe"


def test_an_unknown_document_is_refused(view_of):
    """``only`` names documents of the facts."""
    with pytest.raises(LookupError, match=r"^no source 'wyre'; did you mean wire\?$"):
        view_of(only="wyre")


# ---- what restrictions add


RULED = {"acme": {}, "bolt": {}, "tool": {"kind": "Product"}, "kit": {"kind": "Product"}}


def test_a_restriction_gives_the_edges_that_its_wording_names(view_of):
    """Issuer, named parties and assets, and one short cut for each force and top-level action."""
    rule = {
        "parties": {"anyOf": [{"entity": ["acme"]}, {"ownedBy": {"party": {"entity": ["bolt"]}}}]},
        "assets": {"entity": ["tool"]},
        "actions": ["access", "install", "sell"],
    }
    derived = view_of(RULED, restrictions={"rule": rule}).derived
    assert list(derived) == [
        "rule.covers.tool",
        "rule.imposes",
        "rule.prohibitsSupplyOf.tool",
        "rule.prohibitsUseOf.tool",
        "rule.restricts.acme",
    ]
    assert {h.claim.subject for h in derived.values()} == {"rule", "state"}


@pytest.mark.parametrize(
    ("day", "covers"), [("2025-12-31", None), ("2026-01-20", "maybe"), ("2026-02-01", "yes"), (None, "yes")]
)
def test_edges_of_a_restriction_hold_while_it_is_in_force(view_of, day, covers):
    """Maybe where the status is INDETERMINATE; without a day always."""
    rule = {"assets": {"entity": ["tool"]}, "events": [{"effective": "2026-01", "sources": ["law"]}]}
    held = view_of(RULED, restrictions={"rule": rule}, as_of=day).derived.get("rule.covers.tool")
    assert (held.covers if held else None) == covers


def test_text_and_sources_are_no_ends_of_edges(view_of):
    """An edge links two entities or restrictions."""
    people = {"acme": {"claims": [{"called": "Acme Works"}, {"owns": "bolt"}]}, "bolt": {}}
    sources = {"reply": {"claims": [{"inResponseTo": "wire", "sources": ["reply"]}]}}
    view = view_of(people, sources)
    assert len(view.claims) == 3
    assert list(view.edges) == ["acme.owns.bolt"]


# ---- laws

DAYS = st.integers(parse_day("2025-01-01"), parse_day("2025-12-31"))
RELATIONS = ("owns", "controls", "supplies", "acquires")
MODALITIES = ("official", "confirmed", "reported", "alleged", "expected", "denied", "retracted", "opinion")


def dated(day):
    """Write an ordinal as a date of the format."""
    return parse_when(date.fromordinal(day).isoformat())


@st.composite
def attestations(draw, docs):
    """Draw what one of some documents says."""
    doc, modality = draw(st.sampled_from(docs)), draw(st.sampled_from(MODALITIES))
    return Attestation(doc=doc, modality=modality, speaker=draw(st.sampled_from([None, "a", "b"])), at=HERE)


@st.composite
def claims(draw, docs, first, last):
    """Draw a claim between two of three companies that starts between two days."""
    subject, object_ = draw(st.permutations("abc"))[:2]
    relation = draw(st.sampled_from(RELATIONS))
    start = dated(draw(st.integers(first, last)))
    end = None if relation == "acquires" else draw(st.none() | st.integers(start.latest, last + 400).map(dated))
    times = {"on": start} if relation == "acquires" else {"since": start, "until": end}
    told = tuple(draw(st.lists(attestations(docs), min_size=1, max_size=3)))
    return Claim(id="", subject=subject, relation=relation, object=object_, attestations=told, at=HERE, **times)


def some(data, docs, first, last, group, most=3):
    """Draw claims with ids of their own."""
    found = data.draw(st.lists(claims(docs, first, last), max_size=most))
    return [replace(c, id=f"{c.subject}.{c.relation}.{c.object}.{group}{n}") for n, c in enumerate(found)]


def facts(found, sources):
    """Put claims together as facts."""
    return Facts(
        folder="",
        digest="",
        vocabulary=load_words(),
        entities={id_: Entity(id=id_, kind="Company", name=id_, at=HERE) for id_ in "abc"},
        sources=sources,
        restrictions={},
        stories={},
        claims={claim.id: claim for claim in sorted(found, key=lambda claim: claim.id)},
        former={},
    )


def source(id_, published, publisher):
    """Make an article of a newsroom."""
    return Source(id=id_, kind="NewsArticle", publisher=publisher, tier="A", published=dated(published), at=HERE)


FIRST, LAST = parse_day("2025-01-01"), parse_day("2025-12-31")


@given(st.data(), DAYS, DAYS, st.sampled_from(["established", "reported", "alleged"]))
def test_what_starts_after_the_day_or_was_learned_after_the_other_changes_nothing(data, day, known_at, floor):
    """Claims that start later, and documents published later, with whatever they say, leave the view as it was."""
    early = {name: source(name, data.draw(st.integers(FIRST, known_at)), "x") for name in ("e1", "e2")}
    late = {name: source(name, data.draw(st.integers(known_at + 1, LAST + 99)), "x") for name in ("l1", "l2")}
    base = some(data, list(early), FIRST, LAST, "base")
    later_start = some(data, list(early), day + 1, LAST + 99, "later", most=2)
    learned = some(data, list(late), FIRST, LAST, "learned", most=2)
    more = [
        replace(c, attestations=(*c.attestations, *data.draw(st.lists(attestations(list(late)), max_size=2))))
        for c in base
    ]
    under = Frame(as_of=day, known_at=known_at, floor=floor)
    before = View(facts(base, early), under).claims
    after = View(facts([*more, *later_start, *learned], {**early, **late}), under).claims
    assert {id_: (h.evidence, h.covers, h.flags, h.values) for id_, h in before.items()} == {
        id_: (h.evidence, h.covers, h.flags, h.values) for id_, h in after.items()
    }


@given(st.data(), DAYS)
def test_a_higher_floor_holds_no_more(data, day):
    """What is in the view at a floor is in it at every lower one."""
    sources = {name: source(name, data.draw(DAYS), name) for name in ("e1", "e2")}
    base = some(data, list(sources), FIRST, LAST, "base")
    views = [View(facts(base, sources), Frame(as_of=day, floor=f)) for f in ("established", "reported", "alleged")]
    held = [set(view.claims) for view in views]
    assert held[0] <= held[1] <= held[2]


@given(st.data(), DAYS)
def test_only_is_the_view_of_facts_without_the_other_documents(data, day):
    """Asking some documents alone is as if no other existed."""
    sources = {name: source(name, data.draw(DAYS), name) for name in ("e1", "e2", "e3")}
    base = some(data, list(sources), FIRST, LAST, "base")
    alone = [replace(c, attestations=tuple(a for a in c.attestations if a.doc != "e3")) for c in base]
    alone = [c for c in alone if c.attestations]
    limited = View(facts(base, sources), Frame(as_of=day, only=("e1", "e2"))).claims
    without = View(facts(alone, sources), Frame(as_of=day)).claims
    assert {id_: (h.evidence, h.covers, h.flags) for id_, h in limited.items()} == {
        id_: (h.evidence, h.covers, h.flags) for id_, h in without.items()
    }


# ---- the frame itself


def test_a_frame_repeats_its_terms():
    """Every JSON answer has the four terms; no document chosen is null."""
    assert frame("2026-07-10", "2026-07-05", "alleged", "b, a,b").as_json() == {
        "as_of": "2026-07-10",
        "known_at": "2026-07-05",
        "floor": "alleged",
        "only": ["a", "b"],
    }
    assert frame().as_json() == {"as_of": None, "known_at": None, "floor": "reported", "only": None}


@pytest.mark.parametrize("terms", [{"as_of": "2026-07"}, {"known_at": "2026"}, {"as_of": "2026-02-30"}, {"floor": "x"}])
def test_a_frame_takes_one_day_and_a_floor(terms):
    """Anything else is refused with a sentence."""
    with pytest.raises(ValueError, match=r"write it as 2026-07-10|no such date: 2026-02-30|'x' is not a floor"):
        frame(**terms)
