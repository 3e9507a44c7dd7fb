"""The status of a restriction on a day, as known on another (semantics.md, Status of a restriction on D)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.facts.load import Facts
from graph.facts.records import Attestation, Event, Position, Restriction, Source, Wording
from graph.facts.when import NEVER, When, parse_when
from graph.meaning.evidence import Library
from graph.meaning.frame import Frame
from graph.meaning.standing import standing
from graph.vocabulary import load as load_words

HERE = Position("here.yaml", 1, 1)
WORDS = load_words()
SOURCES = {
    "law": {"published": "2026-01-01"},
    "june": {"published": "2026-06-15"},
    "august": {"published": "2026-08-15"},
    "july": {"published": "2026-07"},
    "undated": {"published": None, "retrieved": "2026-11-22"},
}


@pytest.fixture
def stand(view_of):
    """Return a function that gives the standing of a rule with these events."""

    def stand(*events, rule=(), **terms):
        told = [{"sources": ["law"], **event} for event in events]
        record = {"assets": {"entity": ["tool"]}, **dict(rule), "events": told}
        people = {"tool": {"kind": "Product"}}
        return view_of(people, SOURCES, {"rule": record}, **terms).standings["rule"]

    return stand


@pytest.fixture
def status(stand):
    """Return a function that gives the status of a rule with these events on a day."""

    def status(day, *events, **terms):
        return stand(*events, as_of=day, **terms).status

    return status


# ---- from announcement to end


def test_a_rule_starts_on_the_day_it_takes_effect(status):
    """NOT_YET before, IN_FORCE from that day on."""
    event = {"effective": "2026-03-01"}
    assert status("2026-02-28", event) == "NOT_YET"
    assert status("2026-03-01", event) == "IN_FORCE"


def test_a_vague_start_is_indeterminate_in_between(status):
    """Both readings of a maybe are folded; they differ."""
    event = {"effective": "2026-03"}
    assert [status(f"2026-{day}", event) for day in ("02-28", "03-01", "03-30", "03-31")] == [
        *("NOT_YET", "INDETERMINATE", "INDETERMINATE", "IN_FORCE")
    ]


def test_announced_without_a_known_start_is_not_yet_on_every_day(status):
    """Not even years later, and not by an amendment."""
    events = {"announced": "2026-01-01"}, {"amended": "2026-02-01"}
    assert {status(day, *events) for day in ("2025-01-01", "2026-01-01", "2036-01-01")} == {"NOT_YET"}


def test_a_suspension_that_has_run_out_starts_nothing(status):
    """A rule that was only announced is NOT_YET again after its suspension."""
    events = {"announced": "2026-01-01"}, {"suspended": "2026-02-01", "until": "2026-03-01"}
    assert status("2026-04-01", *events) == "NOT_YET"
    assert status("2026-04-01", *events, {"effective": "2026-06-01"}) == "NOT_YET"


@pytest.mark.parametrize("end", ["lifted", "expired", "superseded"])
def test_an_end_counts_from_its_own_day(status, end):
    """In force the day before, ended that day."""
    events = {"effective": "2026-01-01"}, {end: "2026-05-10"}
    assert status("2026-05-09", *events) == "IN_FORCE"
    assert status("2026-05-10", *events) == "ENDED"
    assert status("2036-05-10", *events) == "ENDED"


def test_a_vague_end_is_indeterminate_in_between(status):
    """In May it may have ended."""
    events = {"effective": "2026-01-01"}, {"lifted": "2026-05"}
    assert [status(day, *events) for day in ("2026-04-30", "2026-05-01", "2026-05-31")] == [
        *("IN_FORCE", "INDETERMINATE", "ENDED")
    ]


def test_an_ended_rule_stays_ended(status):
    """Nothing brings it back, in whatever order vague days are read."""
    events = {"lifted": "[..2026-05-10]"}, {"effective": "2026-01-01"}, {"resumed": "2026-06-01"}
    assert status("2026-07-01", *events) == "ENDED"


@pytest.mark.parametrize("change", ["amended", "narrowed", "widened"])
def test_changes_of_wording_leave_the_status_alone(status, change):
    """A rule is in force before and after."""
    events = {"effective": "2026-01-01"}, {change: "2026-05"}
    assert {status(day, *events) for day in ("2026-04-30", "2026-05-15", "2026-06-01")} == {"IN_FORCE"}


# ---- suspension


def test_a_suspension_lasts_through_its_last_day(stand):
    """Suspended up to and including ``until``; from the day after in force, as expected."""
    events = {"effective": "2026-01-01"}, {"suspended": "2026-05-10", "until": "2026-06-10"}
    found = {day: stand(*events, as_of=day) for day in ("2026-05-09", "2026-05-10", "2026-06-10", "2026-06-11")}
    assert [s.status for s in found.values()] == ["IN_FORCE", "SUSPENDED", "SUSPENDED", "IN_FORCE"]
    assert found["2026-06-11"].expected


def test_a_suspension_without_a_last_day_lasts(status):
    """Until something else happens."""
    events = {"effective": "2026-01-01"}, {"suspended": "2026-05-10"}
    assert status("2036-05-10", *events) == "SUSPENDED"
    assert status("2036-05-10", *events, {"resumed": "2027-01-01"}) == "IN_FORCE"
    assert status("2036-05-10", *events, {"lifted": "2027-01-01"}) == "ENDED"


def test_a_vague_last_day_is_indeterminate_in_between(status):
    """Suspended for certain until the first, in force again after the last reading."""
    events = {"effective": "2026-01-01"}, {"suspended": "2026-05-10", "until": "2026-06"}
    assert [status(day, *events) for day in ("2026-06-01", "2026-06-02", "2026-06-30", "2026-07-01")] == [
        *("SUSPENDED", "INDETERMINATE", "INDETERMINATE", "IN_FORCE")
    ]


def test_the_last_day_is_as_the_known_document_gives_it(status):
    """A document that does not say when a suspension ends leaves it open."""
    told = [{"doc": "law", "until": "none"}, "june"]
    events = {"effective": "2026-01-01"}, {"suspended": "2026-05-10", "until": "2026-06-10", "sources": told}
    assert status("2026-07-01", *events) == "IN_FORCE"
    assert status("2026-07-01", *events, only="law") == "SUSPENDED"


# ---- annulment


@pytest.mark.parametrize("day", ["2026-01-01", "2026-04-30", "2026-05-10", "2026-06-01"])
def test_an_annulment_acts_back_to_the_start(status, day):
    """The rule is ended from the day it took effect."""
    events = {"effective": "2026-01-01"}, {"annulled": "2026-05-10"}
    assert status(day, *events) == "ENDED"
    assert status("2025-12-31", *events) == "NOT_YET"


def test_an_annulment_counts_once_it_is_known(status):
    """As known before the judgment, the rule was in force."""
    events = {"effective": "2026-01-01"}, {"annulled": "2026-06-10", "sources": ["june"]}
    assert status("2026-03-01", *events, known_at="2026-06-14") == "IN_FORCE"
    assert status("2026-03-01", *events, known_at="2026-06-15") == "ENDED"


def test_an_annulment_that_is_only_expected_does_not_act_back(stand):
    """It has not been made; from its own day on the rule is ended as far as expected."""
    told = [{"doc": "law", "as": "expected"}]
    events = {"effective": "2026-01-01"}, {"annulled": "2026-06-10", "sources": told}
    assert stand(*events, as_of="2026-03-01").status == "IN_FORCE"
    assert (stand(*events, as_of="2026-07-01").status, stand(*events, as_of="2026-07-01").expected) == ("ENDED", True)


# ---- no start known


def test_without_a_known_start_a_rule_is_in_force_once_a_source_shows_it(status):
    """Before the first document it may have existed."""
    event = {"amended": "2026-02-01", "sources": ["june"]}
    assert status("2025-12-31", event) == "INDETERMINATE"
    assert status("2026-01-01", event) == "IN_FORCE"


def test_an_announcement_does_not_show_a_rule_existing(status):
    """What a source expects is not yet there."""
    rule = {"sources": [{"doc": "law", "as": "expected"}]}
    event = {"amended": "2026-02-01", "sources": ["june"]}
    assert status("2026-03-01", event, rule=rule) == "INDETERMINATE"
    assert status("2026-06-15", event, rule=rule) == "IN_FORCE"


def test_an_end_without_a_known_start_ends(status):
    """Whatever it was before, it is ended from that day."""
    event = {"lifted": "2026-05-10", "sources": ["june"]}
    rule = {"sources": ["june"]}
    assert status("2026-05-09", event, rule=rule) == "INDETERMINATE"
    assert status("2026-05-10", event, rule=rule) == "ENDED"


# ---- what is known


def test_events_below_the_floor_are_not_folded(stand):
    """An alleged lifting lifts only where allegations count, but it is shown."""
    events = {"effective": "2026-01-01"}, {"lifted": "2026-05-10", "sources": [{"doc": "law", "as": "alleged"}]}
    at = {floor: stand(*events, as_of="2026-06-01", floor=floor) for floor in ("reported", "alleged")}
    assert (at["reported"].status, at["alleged"].status) == ("IN_FORCE", "ENDED")
    assert [(h.event.event, h.folded) for h in at["reported"].happenings] == [("effective", True), ("lifted", False)]


@pytest.mark.parametrize("modality", ["presupposed", "opinion", "denied"])
def test_events_without_a_layer_are_not_folded(status, modality):
    """What is only taken for granted has not happened."""
    told = [{"doc": "law", "as": modality}]
    events = {"effective": "2026-01-01"}, {"lifted": "2026-05-10", "sources": told}
    assert status("2026-06-01", *events, floor="alleged") == "IN_FORCE"


def test_a_rule_whose_wording_nobody_known_gives_is_unknown(stand, status):
    """Not known yet, not among the documents, or below the floor."""
    event = {"effective": "2026-01-01"}
    assert status("2026-03-01", event, known_at="2025-12-31") == "UNKNOWN"
    assert status("2026-03-01", event, only="june") == "UNKNOWN"
    assert status("2026-03-01", event, floor="established") == "UNKNOWN"
    assert stand(event, known_at="2025-12-31").status == "UNKNOWN"


def test_a_known_variant_answers_where_the_wording_is_not_known(stand):
    """The first variant whose documents are known stands in."""
    rule = {"sources": ["june"], "variants": [{"actions": ["sell"], "sources": ["law"]}]}
    found = stand({"effective": "2026-01-01"}, rule=rule, as_of="2026-03-01", known_at="2026-03-01")
    assert (found.status, found.wording.id, found.wording.actions) == ("IN_FORCE", "rule.variant.1", ("sell",))


def test_an_event_is_dated_as_the_known_documents_date_it(stand):
    """A document that gives no day shows only that the event was over when it appeared."""
    told = ["law", {"doc": "june", "on": "none"}, {"doc": "august", "on": "2026-04-01"}]
    event = {"effective": "2026-02-01", "sources": told}
    rule = {"sources": ["law", "june", "august"]}
    dates = {only: stand(event, rule=rule, only=only).happenings[0].date.text for only in ("law", "june", "august")}
    assert dates == {"law": "2026-02-01", "june": "[..2026-06-15]", "august": "2026-04-01"}
    assert stand(event, rule=rule, only="june,august").happenings[0].date.text == "2026-04-01"
    assert stand(event, rule=rule, only="june", as_of="2026-06-14").status == "INDETERMINATE"
    assert stand(event, rule=rule, only="june", as_of="2026-06-15").status == "IN_FORCE"


def test_an_event_only_maybe_known_is_a_maybe(stand):
    """Folded both ways: the lifting may not have been told yet."""
    events = {"effective": "2026-01-01"}, {"lifted": "2026-05-10", "sources": ["undated"]}
    early = stand(*events, as_of="2026-06-01", known_at="2026-06-01")
    assert (early.status, early.happenings[1].state) == ("INDETERMINATE", "maybe")
    late = stand(*events, as_of="2026-06-01", known_at="2026-11-22")
    assert (late.status, late.happenings[1].state) == ("ENDED", "happened")


def test_an_annulment_only_maybe_known_leaves_it_open(status):
    """It acts back, if it had been told."""
    events = {"effective": "2026-01-01"}, {"annulled": "2026-05-10", "sources": ["undated"]}
    assert status("2026-03-01", *events, known_at="2026-06-01") == "INDETERMINATE"
    assert status("2026-03-01", *events, known_at="2026-11-22") == "ENDED"


def test_a_start_only_maybe_known_leaves_it_open(status):
    """Perhaps no start is known, and the rule is in force since it was first seen."""
    event = {"effective": "2026-05-01", "sources": ["undated"]}
    assert status("2026-03-01", event, known_at="2026-06-01") == "INDETERMINATE"
    assert status("2026-03-01", event, known_at="2026-11-22") == "NOT_YET"


def test_without_a_day_there_is_no_status(stand):
    """The history is all there, the status of no day."""
    found = stand({"effective": "2026-01-01"})
    assert (found.status, found.happenings[0].state) == (None, None)


# ---- expected is not done


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([{"doc": "june", "as": "expected"}], True),
        (["june"], True),
        ([{"doc": "august", "as": "expected"}], True),
        (["august"], False),
        (["june", "august"], False),
        (["july"], False),
        (["june", {"doc": "august", "as": "opinion"}], True),
        (["undated"], True),
    ],
)
def test_a_start_that_no_source_confirms_is_expected(stand, told, expected):
    """Somebody other than an announcement must be published on or after the effective day, for certain."""
    found = stand({"effective": "2026-07-01", "sources": told}, as_of="2026-09-01")
    assert (found.status, found.expected) == ("IN_FORCE", expected)


@pytest.mark.parametrize(
    ("effective", "expected"), [("2026-06-15", False), ("2026-06", True), ("[..2026-06-15]", False)]
)
def test_it_is_the_latest_reading_of_the_day_that_must_be_confirmed(stand, effective, expected):
    """A document of 15 June confirms what began by then on every reading."""
    found = stand({"effective": effective, "sources": ["june"]}, as_of="2026-09-01")
    assert found.expected is expected


def test_a_later_event_confirms(stand):
    """Who reports a later change reports a rule that exists."""
    start = {"effective": "2026-07-01", "sources": [{"doc": "june", "as": "expected"}]}
    later = {"amended": "2026-08-01", "sources": ["august"]}
    assert stand(start, as_of="2026-09-01").expected
    assert not stand(start, later, as_of="2026-09-01").expected


def test_the_wording_confirms(stand):
    """A document that words the rule after it began confirms it."""
    start = {"effective": "2026-07-01", "sources": [{"doc": "june", "as": "expected"}]}
    assert not stand(start, rule={"sources": ["law", "august"]}, as_of="2026-09-01").expected


def test_a_confirmation_counts_once_it_is_known(stand):
    """As known in July, nobody has confirmed the start."""
    start = {"effective": "2026-07-01", "sources": [{"doc": "june", "as": "expected"}, "august"]}
    assert stand(start, as_of="2026-07-10", known_at="2026-07-10").expected
    assert not stand(start, as_of="2026-07-10", known_at="2026-08-15").expected


def test_suspension_and_end_can_be_expected_as_well(stand):
    """The same holds of every status but NOT_YET and INDETERMINATE."""
    start = {"effective": "2026-01-01"}
    soon = [{"doc": "june", "as": "expected"}]
    suspended = stand(start, {"suspended": "2026-07-01", "sources": soon}, as_of="2026-08-01")
    assert (suspended.status, suspended.expected) == ("SUSPENDED", True)
    ended = stand(start, {"expired": "2026-07-01", "sources": soon}, as_of="2026-08-01")
    assert (ended.status, ended.expected) == ("ENDED", True)
    done = stand(start, {"expired": "2026-07-01", "sources": [*soon, "august"]}, as_of="2026-08-01")
    assert (done.status, done.expected) == ("ENDED", False)
    assert not stand(start, as_of="2025-12-31").expected


def test_after_a_suspension_only_a_resumption_is_more_than_expected(stand):
    """Whatever is published later: that it is in force again is told by ``resumed``."""
    events = {"effective": "2026-01-01"}, {"suspended": "2026-05-10", "until": "2026-06-10"}
    amended = {"amended": "2026-08-01", "sources": ["august"]}
    assert stand(*events, amended, as_of="2026-09-01").expected
    assert not stand(*events, {"resumed": "2026-06-11", "sources": ["june"]}, as_of="2026-09-01").expected


def test_a_document_only_maybe_known_confirms_nothing(stand):
    """The page may not have been out."""
    start = {"effective": "2026-07-01", "sources": [{"doc": "june", "as": "expected"}]}
    page = {"sources": ["july"]}
    assert stand(start, rule=page, as_of="2026-07-10", known_at="2026-07-10").expected
    assert not stand(start, rule=page, as_of="2026-07-10", known_at="2026-07-31").expected


def test_last_evidence_is_the_latest_published_day_of_the_support(stand):
    """Undated documents, denials and what was withdrawn do not count; null where all are undated."""
    told = ["law", "undated", {"doc": "august", "as": "denied"}]
    start = {"effective": "2026-01-01", "sources": told}
    assert stand(start, as_of="2026-09-01").last_evidence.text == "2026-01-01"
    later = {"amended": "2026-06-01", "sources": ["june"]}
    assert stand(start, later, as_of="2026-09-01").last_evidence.text == "2026-06-15"
    assert stand(start, later, as_of="2026-09-01", known_at="2026-06-14").last_evidence.text == "2026-01-01"
    assert stand(start, rule={"sources": ["undated"]}, as_of="2026-09-01", only="undated").last_evidence is None


# ---- an oracle that enumerates all readings

ORDER = "announced effective resumed amended narrowed widened suspended lifted expired superseded annulled".split()
ENDS = {"lifted", "expired", "superseded", "annulled"}
FIRST = 740_000
SEEN = FIRST + 12
"""The day on which the one document of the oracle's rules was published."""


def oracle(events, day):
    """Return the status by trying every reading: which maybes happened, which suspensions have run out.

    An event is (type, earliest, latest, bounds of until or None).
    """
    events = sorted(events, key=lambda e: (e[1], e[2], ORDER.index(e[0])))
    started = any(e[0] in {"announced", "effective"} for e in events)
    before = ["NOT_YET"] if started else ["IN_FORCE"] if day >= SEEN else ["IN_FORCE", "NOT_YET"]
    happened = [[True] if e[2] <= day else [False] if e[1] > day else [True, False] for e in events]
    over = [[False] if e[3] is None or day <= e[3][0] else [True] if day > e[3][1] else [True, False] for e in events]
    results = {
        read(events, start, choice, out) for start in before for choice in product(*happened) for out in product(*over)
    }
    return results.pop() if len(results) == 1 else "INDETERMINATE"


def read(events, status, happened, over):
    """Fold the events of one reading, one after the other."""
    begun = status == "IN_FORCE"
    for event, done, out in zip(events, happened, over, strict=True):
        if not done or status == "ENDED":
            continue
        if event[0] in ENDS:
            status = "ENDED"
        elif event[0] in {"effective", "resumed"}:
            status, begun = "IN_FORCE", True
        elif event[0] == "suspended":
            status = "SUSPENDED" if not out else "IN_FORCE" if begun else status
    if status != "NOT_YET" and any(event[0] == "annulled" for event in events):
        return "ENDED"
    return status


@st.composite
def happening(draw):
    """Draw an event with vague days."""
    kind = draw(st.sampled_from(ORDER))
    low = draw(st.just(NEVER) | st.integers(FIRST, FIRST + 20))
    high = draw(st.integers(max(low, FIRST), FIRST + 24))
    if kind != "suspended" or draw(st.booleans()):
        return kind, low, high, None
    last = draw(st.integers(high, FIRST + 28))
    return kind, low, high, (last, draw(st.integers(last, FIRST + 30)))


def when(low, high):
    """Write bounds as a date."""
    return When(f"[{low}..{high}]", low, high)


def folded(events, day):
    """Return the status of a rule with these events by the code."""
    told = (Attestation(doc="law", modality="reported", at=HERE),)
    wording = Wording(
        id="rule",
        instrument="Law",
        force="prohibited",
        actions=("use",),
        parties=None,
        assets=None,
        attestations=told,
        at=HERE,
    )
    rule = Restriction(
        id="rule",
        name="rule",
        issuer="state",
        wording=wording,
        events=tuple(
            Event(
                id=f"rule.{n}", event=kind, date=when(low, high), until=last and when(*last), attestations=told, at=HERE
            )
            for n, (kind, low, high, last) in enumerate(events)
        ),
        at=HERE,
    )
    published = parse_when(date.fromordinal(SEEN).isoformat())
    law = Source(id="law", kind="OfficialRecord", publisher="state", tier="A", published=published, at=HERE)
    known = Facts(
        folder="",
        digest="",
        vocabulary=WORDS,
        entities={},
        sources={"law": law},
        restrictions={"rule": rule},
        stories={},
        claims={},
        former={},
    )
    return standing(rule, Library(known, Frame(as_of=day))).status


@given(st.lists(happening(), max_size=5), st.integers(FIRST - 2, FIRST + 32))
@example([("lifted", NEVER, FIRST + 5, None), ("effective", FIRST, FIRST, None)], FIRST + 6)
@example([("annulled", FIRST + 20, FIRST + 20, None), ("effective", FIRST, FIRST + 4, None)], FIRST + 2)
@example([("suspended", FIRST, FIRST, (FIRST + 2, FIRST + 9)), ("announced", FIRST, FIRST, None)], FIRST + 5)
def test_the_fold_agrees_with_all_readings_of_the_maybes(events, day):
    """Folding worlds side by side gives what trying each reading by itself gives."""
    assert folded(events, day) == oracle(events, day)


@given(st.lists(happening(), max_size=4), st.integers(FIRST - 2, FIRST + 32), st.randoms())
def test_the_order_of_events_in_the_file_does_not_matter(events, day, random):
    """Events are folded by their bounds and kinds, not as typed."""
    shuffled = list(events)
    random.shuffle(shuffled)
    assert folded(shuffled, day) == folded(events, day)


def test_the_oracle_knows_every_event_type():
    """The order of the oracle is that of the ontology."""
    assert list(WORDS.codes["EventType"]) == ORDER
