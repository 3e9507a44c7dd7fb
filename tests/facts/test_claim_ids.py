"""The permalinks of claims, events and exceptions."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts.claim_ids import MAX_SLUG, number_claims, slug
from graph.facts.load import read
from graph.facts.records import Claim, Position
from graph.facts.when import parse_when


def claim(line, object_, start=None, *, text=False, relation="owns"):
    """Return a claim as it is before it has an id."""
    return Claim(
        id="",
        subject="",
        relation=relation,
        object=object_,
        is_text=text,
        since=start and parse_when(start),
        attestations=(),
        at=Position("entities/acme.yaml", line, 5),
    )


def ids(*claims):
    """Return the ids that claims of acme get, and the sentences about clashes."""
    numbered, problems = number_claims("acme", claims)
    return [numbered_claim.id for numbered_claim in numbered], [str(problem) for problem in problems]


def tail(text):
    """Return what ends the id of a text that has no slug of its own."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def test_subject_relation_object():
    """A claim is found under its triple."""
    assert ids(claim(1, "tiny"), claim(2, "tiny", relation="uses")) == (["acme.owns.tiny", "acme.uses.tiny"], [])


def test_earliest_start_keeps_the_bare_id():
    """Of the same triple the earliest keeps the bare id, wherever it stands in the file."""
    found = ids(claim(1, "tiny", "2026-02"), claim(2, "tiny", "2024"), claim(3, "tiny", "2025-01-01"))
    assert found == (["acme.owns.tiny.2026-02", "acme.owns.tiny", "acme.owns.tiny.2025-01-01"], [])


def test_no_start_is_the_earliest():
    """A claim without a start may have begun at any time, so it comes first, even before an open range."""
    found = ids(claim(1, "tiny", "[..2020]"), claim(2, "tiny"), claim(3, "tiny", "0001-01-01"))
    assert found == (["acme.owns.tiny.[..2020]", "acme.owns.tiny", "acme.owns.tiny.0001-01-01"], [])


def test_starts_that_begin_together():
    """Starts of one earliest day but different text are different claims, the first in the file first."""
    assert ids(claim(1, "tiny", "2024"), claim(2, "tiny", "2024-01"))[0] == ["acme.owns.tiny", "acme.owns.tiny.2024-01"]


@pytest.mark.parametrize("start", [None, "2024", "?2024-03"])
def test_same_triple_and_start_is_one_claim(start):
    """The same triple with the same start, or none, is one claim with two documents."""
    _, problems = ids(claim(5, "tiny", start), claim(9, "tiny", start))
    assert problems == [
        "entities/acme.yaml:9:5: one claim: put both documents under 'sources' (the same claim stands at line 5)",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Series A", "series-a"),
        ("  What?!  Now. ", "what-now"),
        ("Ünïcödé Café", "unicode-cafe"),
        ("阿克米 AI", "ai"),
        ("阿克米", ""),
        ("معهد", ""),
        ("½ price", "12-price"),
        ("a" * 41, "a" * 40),
        ("a" * 39 + " b", "a" * 39),
        ("...", ""),
        ("2 billion USD", "2-billion-usd"),
    ],
)
def test_slug(text, wanted):
    """A text becomes lower-case ASCII words joined by hyphens, at most forty characters."""
    assert slug(text) == wanted


@given(st.text())
def test_every_slug_is_empty_or_an_id(text):
    """Whatever the text, its slug is empty or looks like an id; a slug is its own slug."""
    found = slug(text)
    assert len(found) <= MAX_SLUG
    assert not found or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert slug(found) == found


def test_text_of_other_scripts():
    """A text without a slug is known by the first eight digits of its hash."""
    found = ids(claim(1, "阿克米", text=True), claim(2, "معهد", text=True))[0]
    assert found == [f"acme.owns.{tail('阿克米')}", f"acme.owns.{tail('معهد')}"]


def test_texts_of_one_slug():
    """The second text of a slug gets its hash behind it; the first keeps the plain id."""
    long = "a harmless test that counts how many users there are"
    other = long + " in Mu"
    assert slug(long) == slug(other)
    found = ids(claim(1, long, text=True), claim(2, other, text=True), claim(3, "A harmless test!", text=True))[0]
    assert found == [
        f"acme.owns.{slug(long)}",
        f"acme.owns.{slug(other)}-{tail(other)}",
        "acme.owns.a-harmless-test",
    ]


def test_text_with_the_slug_of_an_id():
    """A text whose slug is the id of another object of the relation is not mistaken for it."""
    found = ids(claim(1, "Widget One", text=True), claim(2, "widget-one"))
    assert found == ([f"acme.owns.widget-one-{tail('Widget One')}", "acme.owns.widget-one"], [])


def test_the_same_text_at_two_times():
    """One text keeps one slug, whenever it is said."""
    found = ids(claim(1, "Series A", "2025", text=True), claim(2, "Series A", "2024", text=True))
    assert found == (["acme.owns.series-a.2025", "acme.owns.series-a"], [])
    found = ids(claim(1, "阿克米", "2025", text=True), claim(2, "阿克米", "2024", text=True))
    assert found == ([f"acme.owns.{tail('阿克米')}.2025", f"acme.owns.{tail('阿克米')}"], [])


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(["tiny", "widget-one", "Widget One", "widget one", "阿克米", "阿"]),
        st.sampled_from([None, "2024", "2024-01", "?2025", "[2023..2025]", "[..2024]"]),
    ),
    unique=True,
    max_size=12,
)


@given(CLAIMS)
def test_ids_are_unique(drawn):
    """Claims that differ in object or start never share an id."""
    claims = [claim(i, o, start, text=not re.fullmatch("[a-z-]+", o)) for i, (o, start) in enumerate(drawn, 1)]
    found, problems = ids(*claims)
    assert problems == []
    assert len(set(found)) == len(found)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_ids_of_objects_do_not_depend_on_order(drawn, chance):
    """Where starts differ in their earliest day, the order of claims in a file means nothing to their ids."""
    drawn = [(o, start) for o, start in drawn if o in {"tiny", "widget-one"} and start != "2024-01"]
    shuffled = chance.sample(drawn, len(drawn))
    first = dict(zip(drawn, ids(*(claim(i, *pair) for i, pair in enumerate(drawn)))[0], strict=True))
    second = dict(zip(shuffled, ids(*(claim(i, *pair) for i, pair in enumerate(shuffled)))[0], strict=True))
    assert first == second


def test_events_and_exceptions(world):
    """An event is found under its kind, with its date where the kind is repeated; exceptions are counted."""
    facts, _ = read(world)
    bar = facts.restrictions["acme-bar-on-atlantis"]
    assert [event.id for event in bar.events] == [
        "acme-bar-on-atlantis.announced",
        "acme-bar-on-atlantis.effective",
        "acme-bar-on-atlantis.amended",
        "acme-bar-on-atlantis.widened",
        "acme-bar-on-atlantis.narrowed",
    ]
    assert [part.id for part in bar.exemptions] == [
        "acme-bar-on-atlantis.exception.1",
        "acme-bar-on-atlantis.exception.2",
    ]
    assert [part.id for part in bar.variants] == ["acme-bar-on-atlantis.variant.1", "acme-bar-on-atlantis.variant.2"]


def test_repeated_events(lay_over):
    """Two suspensions are two events, told apart by their dates as typed."""
    rule = (
        "name: Stop and go\nissuer: acme-labs\ninstrument: Order\nforce: prohibited\nactions: [use]\n"
        "sources: [acme-terms-2025]\nevents:\n"
        "  - suspended: 2025-11\n    sources: [acme-terms-2025]\n"
        "  - resumed: 2026-01-05\n    sources: [acme-terms-2025]\n"
        '  - suspended: "[2026-02..2026-03]"\n    sources: [acme-terms-2025]\n'
    )
    facts, problems = read(lay_over({"restrictions/stop-and-go.yaml": rule}))
    assert problems == []
    assert [event.id for event in facts.restrictions["stop-and-go"].events] == [
        "stop-and-go.suspended.2025-11",
        "stop-and-go.resumed",
        "stop-and-go.suspended.[2026-02..2026-03]",
    ]
