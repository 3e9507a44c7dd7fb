"""Roots, status, layer and flags of a claim: what is computed, never typed (facts.md)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts.records import Attestation, Position, Source
from graph.facts.when import parse_day, parse_when
from graph.meaning.evidence import Library
from graph.meaning.frame import Frame, frame
from graph.vocabulary import load as load_words

HERE = Position("here.yaml", 1, 1)
WORDS = load_words()
SUPPORTING = ("official", "confirmed", "reported", "alleged", "expected")


@dataclass
class Known:
    """As much of a folder of facts as evidence is computed from."""

    sources: dict[str, Source]
    vocabulary: object = WORDS


def source(id_, **given):
    """Make a dated article of a newsroom of its own."""
    dates = {key: parse_when(given.pop(key)) for key in ("published", "retrieved") if given.get(key)}
    plain = {"kind": "NewsArticle", "publisher": id_, "tier": "A", "published": parse_when("2026-01-01")}
    return Source(id=id_, at=HERE, **{**plain, **given, **dates})


def said(doc, as_="reported", **given):
    """Make an attestation."""
    return Attestation(doc=doc, modality=as_, at=HERE, **given)


NEWSROOMS = [source("wire"), source("post"), source("gazette")]


def weigh(*attestations, sources=(), subject="acme", under=None):
    """Weigh attestations of a claim of acme."""
    known = Known({s.id: s for s in (*NEWSROOMS, *sources)})
    return Library(known, under or Frame()).evidence(attestations, subject)


# ---- roots


def test_a_document_that_names_no_source_is_its_own_end():
    """Without via and derivedFrom a document is the root."""
    assert weigh(said("wire")).roots == ("wire",)


def test_identified_ends_that_differ_are_independent_roots():
    """Two newsrooms that report by themselves are two roots, named by their ids, sorted."""
    assert weigh(said("wire"), said("post")).roots == ("post", "wire")


def test_a_chain_is_followed_to_its_end():
    """``via`` lists what a document rests on, nearest first: the last is the end."""
    assert weigh(said("wire", via=("post", "gazette"))).roots == ("gazette",)


def test_documents_that_rest_on_one_source_have_one_root():
    """Ten papers that repeat one agency are one root."""
    assert weigh(said("wire", via=("gazette",)), said("post", via=("gazette",))).roots == ("gazette",)


def test_a_second_chain_is_a_second_attestation():
    """Two chains of one document lead to two ends."""
    assert weigh(said("wire", via=("post",)), said("wire", via=("gazette",))).roots == ("gazette", "post")


def test_a_chain_goes_on_where_its_end_has_a_chain_of_its_own():
    """What the document at the end rests on for the same claim is followed."""
    assert weigh(said("wire", via=("post",)), said("post", via=("gazette",))).roots == ("gazette",)


def test_a_copy_is_no_root():
    """``derivedFrom`` is followed to the original."""
    copy = source("copy", derived_from=("wire",))
    assert weigh(said("copy"), said("wire"), sources=[copy]).roots == ("wire",)


def test_a_copy_of_copies_is_no_root():
    """Two copies of one text, both rewritten into a third, lead to one end, not to two."""
    sources = [
        source("left", derived_from=("wire",)),
        source("right", derived_from=("wire",)),
        source("both", derived_from=("left", "right")),
    ]
    assert weigh(said("both"), sources=sources).roots == ("wire",)


def test_a_text_made_of_two_others_has_two_roots():
    """A document derived from two leads to both."""
    assert weigh(said("digest"), sources=[source("digest", derived_from=("wire", "post"))]).roots == ("post", "wire")


def test_the_end_of_a_chain_may_be_a_copy():
    """``via`` and ``derivedFrom`` are followed one after the other."""
    copy = source("copy", derived_from=("gazette",))
    assert weigh(said("wire", via=("copy",)), sources=[copy]).roots == ("gazette",)


def test_documents_that_cite_each_other_are_one_root():
    """A ring of documents has one end, whichever of them is asked."""
    ring = (said("wire", via=("post",)), said("post", via=("wire",)))
    assert weigh(*ring).roots == ("post",)


def test_ends_of_one_publisher_are_one_root():
    """Two articles of one newsroom are one root, named by the smaller id, however the name is written."""
    sources = [source("monday", publisher="The Wire"), source("friday", publisher="the wire")]
    assert weigh(said("monday"), said("friday"), sources=sources).roots == ("friday",)


def test_ends_of_one_speaker_are_one_root():
    """Two papers that quote the same speaker are one root."""
    assert weigh(said("wire", speaker="ada"), said("post", speaker="ada"), said("gazette")).roots == ("gazette", "post")


def test_who_speaks_for_a_party_is_that_partys_voice():
    """A spokesman and the party itself are one root, and so are two spokesmen of it."""
    told = (said("wire", speaker="ada", speaks_for="acme"), said("post", speaker="acme"), said("gazette"))
    assert weigh(*told).roots == ("gazette", "post")
    told = (said("wire", speaker="ada", speaks_for="acme"), said("post", speaker="bob", speaks_for="acme"))
    assert weigh(*told).roots == ("post",)


def test_publisher_and_speaker_join_roots_in_a_chain():
    """Roots joined to one that is joined to another are all one."""
    sources = [source("a", publisher="x"), source("b", publisher="x")]
    told = (said("a"), said("b", speaker="ada"), said("wire", speaker="ada"))
    assert weigh(*told, sources=sources).roots == ("a",)


UNIDENTIFIED = [
    source("rumour", kind="Unidentified", publisher=None, tier=None),
    source("leaflet", publisher=None),
    source("blog", tier="C"),
]


@pytest.mark.parametrize("end", ["rumour", "leaflet", "blog"])
def test_an_unidentified_end_is_no_root(end):
    """An unidentified source, one without publisher and address, one of tier C: none adds a root."""
    assert weigh(said("wire", via=(end,)), sources=UNIDENTIFIED).roots == ()
    assert weigh(said("wire", via=(end,)), sources=UNIDENTIFIED).status == "unattributed"


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_what_a_text_without_publisher_and_address_rests_on_is_unidentified_too(tier):
    """However good such a text looks, its ends are unidentified, also where it names them."""
    pasted = source("pasted", publisher=None, tier=tier)
    assert weigh(said("pasted"), sources=[pasted]).roots == ()
    assert weigh(said("pasted", via=("gazette",)), sources=[pasted]).roots == ()


def test_an_address_identifies_as_well_as_a_publisher():
    """A page of tier B with an address alone is a root."""
    page = source("page", publisher=None, url="https://page.example/", tier="B")
    assert weigh(said("page"), sources=[page]).roots == ("page",)


# ---- status and layer


@pytest.mark.parametrize(
    ("told", "status", "layer"),
    [
        ((said("wire", "official"), said("post", "confirmed", speaker="acme")), "official", "established"),
        ((said("wire", "confirmed", speaker="acme"), said("post")), "confirmed", "established"),
        ((said("wire", "confirmed", speaker="ada", speaks_for="acme"),), "confirmed", "established"),
        ((said("wire", "confirmed", speaker="ada"),), "confirmed", "reported"),
        ((said("wire", "confirmed", speaker="bolt"),), "confirmed", "reported"),
        ((said("wire"), said("post")), "corroborated", "reported"),
        ((said("wire", "alleged"), said("post", "alleged")), "corroborated", "alleged"),
        ((said("wire", "alleged"), said("post")), "corroborated", "reported"),
        ((said("wire"),), "single-source", "reported"),
        ((said("wire", "alleged"),), "single-source", "alleged"),
        ((said("wire", "expected"),), "single-source", "reported"),
        ((said("wire", "expected"), said("wire", "alleged")), "single-source", "reported"),
        ((said("blog"),), "unattributed", "reported"),
        ((said("blog", "alleged"),), "unattributed", "alleged"),
        ((said("wire", "opinion"),), "unattributed", None),
        ((said("wire", "presupposed"),), "unattributed", None),
        ((said(None, "inferred", note="because"),), "unattributed", None),
        ((said("wire", "denied"),), "unattributed", None),
        ((said("wire", "opinion"), said("post", "alleged")), "single-source", "alleged"),
    ],
)
def test_status_and_layer(told, status, layer):
    """Status is the first that fits; only official, or confirmed by the claim's own subject, is established."""
    found = weigh(*told, sources=UNIDENTIFIED)
    assert (found.status, found.layer) == (status, layer)


@given(st.lists(st.sampled_from(SUPPORTING), min_size=1, max_size=4))
def test_support_always_has_a_layer_and_nothing_else_has(modalities):
    """Only official, confirmed, reported, alleged and expected support; opinion beside them changes nothing."""
    told = [said("wire", as_, speaker="acme") for as_ in modalities]
    found = weigh(*told)
    assert found.layer is not None
    silent = [said("post", as_) for as_ in ("opinion", "presupposed", "denied")]
    beside = weigh(*told, *silent)
    assert (beside.layer, beside.status, beside.roots) == (found.layer, found.status, found.roots)


@given(st.permutations([said("wire"), said("post", via=("gazette",)), said("gazette", "alleged"), said("blog")]))
def test_the_order_of_sources_does_not_matter(told):
    """Status, layer, roots and flags are the same however the sources are listed."""
    found = weigh(*told, sources=UNIDENTIFIED)
    assert (found.status, found.layer, found.roots, found.flags) == (
        "corroborated",
        "reported",
        ("gazette", "wire"),
        (),
    )


# ---- flags


def test_a_denial_disputes_and_takes_nothing_away():
    """A known denial adds the flag; status and layer stay."""
    found = weigh(said("wire"), said("post", "denied"))
    assert (found.flags, found.status, found.layer) == (("disputed",), "single-source", "reported")


def test_expected_is_flagged_while_nobody_says_that_it_was_done():
    """All support is expected: flagged. One report that it is so: not any more."""
    assert weigh(said("wire", "expected"), said("post", "expected")).flags == ("expected",)
    assert weigh(said("wire", "expected"), said("post")).flags == ()


# ---- retraction

LATER = [
    source("wire-2", publisher="wire", published="2026-02-01"),
    source("old-wire", publisher="wire", published="2025-01-01"),
    source("copy", derived_from=("wire",)),
    source("ada-2", published="2026-02-01"),
]


def test_a_retraction_withdraws_what_the_publisher_said_before():
    """Nobody else supports it: the claim is retracted and has no layer."""
    found = weigh(said("wire"), said("wire-2", "retracted"), sources=LATER)
    assert (found.status, found.layer, found.support) == ("retracted", None, ())


def test_a_document_may_withdraw_what_it_said_itself():
    """The same document, corrected."""
    assert weigh(said("wire"), said("wire", "retracted")).status == "retracted"


def test_a_retraction_does_not_reach_forward():
    """What the publisher says later stands."""
    assert weigh(said("wire-2"), said("old-wire", "retracted"), sources=LATER).status == "single-source"


def test_a_retraction_by_a_speaker_withdraws_what_that_speaker_said():
    """Reports of the same speaker fall in every paper; those of others stay."""
    told = (said("wire", speaker="ada"), said("post", speaker="bob"), said("ada-2", "retracted", speaker="ada"))
    assert [a.doc for a in weigh(*told, sources=LATER).support] == ["post"]


def test_a_retraction_for_somebody_withdraws_what_was_said_for_it():
    """Who speaks for a company takes back what another said for it."""
    told = (
        said("wire", speaker="bob", speaks_for="acme"),
        said("ada-2", "retracted", speaker="ada", speaks_for="acme"),
    )
    assert weigh(*told, sources=LATER).status == "retracted"


def test_a_copy_falls_with_its_original():
    """All that a copy rests on is withdrawn, and so is the copy."""
    assert weigh(said("copy"), said("wire-2", "retracted"), sources=LATER).status == "retracted"
    assert weigh(said("post", via=("wire",)), said("wire-2", "retracted"), sources=LATER).status == "retracted"


def test_one_root_left_keeps_a_claim():
    """Retracted means that every supporting root has withdrawn."""
    found = weigh(said("wire"), said("post"), said("wire-2", "retracted"), sources=LATER)
    assert (found.status, found.roots, found.layer) == ("single-source", ("post",), "reported")


# ---- what is known, and when

DATED = [
    source("may", published="2026-05-10"),
    source("some-day-in-may", published="2026-05"),
    source("undated", published=None, retrieved="2026-11-22"),
]


@pytest.mark.parametrize(
    ("doc", "day", "known"),
    [
        ("may", "2026-05-09", "no"),
        ("may", "2026-05-10", "yes"),
        ("some-day-in-may", "2026-04-30", "no"),
        ("some-day-in-may", "2026-05-01", "maybe"),
        ("some-day-in-may", "2026-05-30", "maybe"),
        ("some-day-in-may", "2026-05-31", "yes"),
        ("undated", "2020-01-01", "maybe"),
        ("undated", "2026-11-21", "maybe"),
        ("undated", "2026-11-22", "yes"),
    ],
)
def test_when_a_document_is_known(doc, day, known):
    """A document is known from its publication on; an undated one maybe before the day it was retrieved."""
    found = weigh(said(doc), sources=DATED, under=frame(known_at=day))
    assert (found.known if found else "no") == known


def test_only_limits_what_is_known_to_the_documents_named():
    """Everything is computed as if no other document existed, yet their chains stay."""
    told = (said("wire", via=("gazette",)), said("post", "official"))
    found = weigh(*told, under=frame(only="wire"))
    assert (found.layer, found.roots, found.documents) == ("reported", ("gazette",), ("wire",))
    assert weigh(said("post"), under=frame(only="wire")) is None
    assert weigh(said(None, "inferred"), under=frame(only="wire")) is None


def test_a_document_only_maybe_known_makes_nothing_firmer():
    """The layer is that of what is known for sure, and so are the roots."""
    told = (said("may"), said("undated", "official"))
    found = weigh(*told, sources=DATED, under=frame(known_at="2026-06-01"))
    assert (found.layer, found.status, found.roots, found.known) == ("reported", "single-source", ("may",), "yes")
    assert found.documents == ("may", "undated")


def test_at_a_floor_that_needs_a_document_maybe_known_the_claim_is_maybe_known():
    """At established, all depends on whether the undated record was out."""
    told = (said("may"), said("undated", "official"))
    found = weigh(*told, sources=DATED, under=frame(known_at="2026-06-01", floor="established"))
    assert (found.layer, found.known) == ("established", "maybe")


def test_a_retraction_only_maybe_known_makes_the_claim_maybe_known():
    """It stands, or it was taken back already: nobody can tell."""
    told = (said("may"), said("undated", "retracted", speaker="ada"), said("wire", speaker="ada"))
    alone = weigh(told[2], told[1], sources=DATED, under=frame(known_at="2026-06-01"))
    assert (alone.layer, alone.known, alone.documents) == ("reported", "maybe", ("wire",))
    assert weigh(*told, sources=DATED, under=frame(known_at="2026-06-01")).known == "yes"


def test_first_and_last_are_the_days_by_which_support_was_published():
    """An undated document counts from the day it was retrieved."""
    found = weigh(said("may"), said("undated"), said("some-day-in-may"), sources=DATED)
    assert (found.first, found.last) == (parse_day("2026-05-10"), parse_day("2026-11-22"))


# ---- values that documents give otherwise


OWN, FIRST, SECOND = parse_when("2026-01"), parse_when("2026-02"), parse_when("2026-03")


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ([{}], OWN),
        ([{"since": FIRST}, {}], OWN),
        ([{"since": FIRST}, {"since": SECOND}], FIRST),
        ([{"since": None}], None),
        ([{"since": None}, {"since": SECOND}], SECOND),
        ([{"until": FIRST}], OWN),
    ],
)
def test_the_claims_own_value_answers_while_somebody_gives_it(told, value):
    """Otherwise the first known document that gives one does; ``none`` gives none."""
    docs = ("wire", "post", "gazette")
    found = weigh(*(said(doc, overrides=given_) for doc, given_ in zip(docs, told, strict=False)))
    assert found.value("since", OWN) == value


def test_a_denial_gives_no_value():
    """The claim's own value does not answer because of a document that only denies it."""
    assert weigh(said("wire", overrides={"since": FIRST}), said("post", "denied")).value("since", OWN) == FIRST
