"""Dated events in order."""

import json

import hypothesis
import pytest
from click.testing import CliRunner
from hypothesis import strategies as st

from graph.cli.change import timeline_command
from graph.facts.when import parse_day
from graph.meaning.timeline import of


def told(moments):
    """Return date, kind and id of each moment."""
    return [(moment.date, moment.what, moment.id) for moment in moments]


@pytest.fixture(scope="module")
def story(small, article):
    """Return a few dated things and a few that are not."""
    text = """kind: Company
name: A
claims:
  - uses: one
    since: 2026-01-20
    until: 2026-03
    sources: [wire]
  - releases: one
    on: 2026-02-10
    sources: [wire, found]
  - releases: two
    sources: [wire]
  - uses: two
    until: ..
    sources: [found]
  - investsIn: b
    on: "[2026-02-01..2026-02-05]"
    sources:
      - doc: wire
        as: alleged
  - seeks: a licence
    on: 2026-02-11
    sources:
      - doc: wire
        as: opinion
  - writesTo: b
    about: a.uses.one
    on: 2026-02-12
    sources: [wire]
"""
    rule = """name: Rule
issuer: b
instrument: Order
force: prohibited
actions: [use]
parties:
  employeesOf: {party: {entity: [a]}}
sources: [wire]
events:
  - announced: 2026-02-15
    sources:
      - doc: wire
        on: none
  - effective: 2026-05-01
    sources: [wire]
  - suspended: 2026-06-01
    until: 2026-08-31
    sources: [wire]
exceptions:
  - actions: [fineTune]
    since: 2026-07-01
    until: 2026-07-31
    sources: [wire]
"""
    found = "kind: NewsArticle\ntitle: Found\npublisher: Daily\ntier: A\nretrieved: 2026-12-01\n"
    return small(
        {
            "entities/a": text,
            "entities/b": "kind: GovernmentBody\nname: B\n",
            "entities/one": "kind: Product\nname: One\n",
            "entities/two": "kind: Product\nname: Two\n",
            "restrictions/rule": rule,
            "sources/wire": article("2026-02-20"),
            "sources/found": found,
        }
    )


def test_everything_stands_in_order_and_the_undated_at_the_end(story):
    """First told, starts, events and ends come by their first known bound; undated ones come last."""
    assert told(of(story.view())) == [
        ("2026-01-20", "start", "a.uses.one"),
        ("2026-02-10", "event", "a.releases.one"),
        ("2026-02-12", "event", "a.writesTo.b"),
        ("[..2026-02-20]", "told", "a.releases.one"),
        ("2026-02-20", "told", "a.releases.two"),
        ("2026-02-20", "told", "a.uses.one"),
        ("2026-02-20", "told", "a.writesTo.b"),
        ("2026-02-20", "told", "rule"),
        ("2026-02-20", "told", "rule.exception.1"),
        ("2026-03", "end", "a.uses.one"),
        ("2026-05-01", "event", "rule.effective"),
        ("2026-06-01", "event", "rule.suspended"),
        ("2026-07-01", "start", "rule.exception.1"),
        ("2026-07-31", "end", "rule.exception.1"),
        ("2026-08-31", "end", "rule.suspended"),
        (None, "event", "a.releases.two"),
        (None, "event", "rule.announced"),
        (None, "told", "a.uses.two"),
    ]


def test_sentences_say_what_happened(story):
    """Each kind of moment reads as what it is."""
    said = {(moment.what, moment.id): moment.sentence for moment in of(story.view())}
    assert said["start", "a.uses.one"] == "A uses One: begins"
    assert said["end", "a.uses.one"] == "A uses One: ends"
    assert said["event", "a.releases.one"] == "A releases One"
    assert said["told", "a.uses.two"] == "first told: A uses Two"
    assert said["event", "rule.effective"] == "Rule: effective"
    assert said["end", "rule.suspended"] == "Rule: last day of the suspension"
    assert said["start", "rule.exception.1"] == "Rule: exception 1 begins"


def test_an_undated_moment_keeps_its_bounds(story):
    """A date nobody gives is null; when it was told of bounds it nevertheless."""
    body = [moment.as_json() for moment in of(story.view(), "a.releases.two") if moment.what == "event"]
    assert body == [
        {
            "what": "event",
            "id": "a.releases.two",
            "sentence": "A releases Two",
            "date": None,
            "earliest": None,
            "latest": "2026-02-20",
            "dated": False,
            "state": None,
            "layer": "reported",
            "flags": [],
            "sources": ["wire"],
        }
    ]


def test_below_the_floor_and_without_a_layer_nothing_is_listed(story):
    """Allegations appear at their floor, opinions never."""
    assert "a.investsIn.b" not in [moment.id for moment in of(story.view())]
    assert ("[2026-02-01..2026-02-05]", "event", "a.investsIn.b") in told(of(story.view(floor="alleged")))
    assert "a.seeks.a-licence" not in [moment.id for moment in of(story.view(floor="alleged"))]


def test_as_of_a_day_only_what_may_have_happened_by_then(story):
    """Later moments are left out; one that may lie before is marked."""
    moments = of(story.view(as_of="2026-03-10"))
    assert {m.id: m.state for m in moments if m.what == "end"} == {"a.uses.one": "maybe"}
    assert "rule.effective" not in [moment.id for moment in moments]
    assert all(m.state == "happened" for m in moments if m.what == "start")


def test_known_at_a_day_nothing_is_told_that_came_out_later(story):
    """Before the article nothing is known."""
    assert of(story.view(known_at="2026-02-19", only="wire")) == ()


def test_a_things_timeline_holds_its_claims_and_its_rules(story):
    """An entity has what it is subject, object, issuer, addressee of, or is named by."""
    ids = {moment.id for moment in of(story.view(), "a")}
    assert ids == {
        "a.uses.one",
        "a.releases.one",
        "a.releases.two",
        "a.uses.two",
        "a.writesTo.b",
        "rule",
        "rule.announced",
        "rule.effective",
        "rule.suspended",
        "rule.exception.1",
    }
    assert {moment.id for moment in of(story.view(), "two")} == {"a.releases.two", "a.uses.two"}


def test_the_timeline_of_a_claim_holds_what_speaks_about_it(story):
    """A letter about a claim belongs to the claim."""
    assert {moment.id for moment in of(story.view(), "a.uses.one")} == {"a.uses.one", "a.writesTo.b"}


def test_the_timeline_of_an_event_is_the_event(story):
    """An event of a restriction stands alone."""
    assert told(of(story.view(), "rule.suspended")) == [
        ("2026-06-01", "event", "rule.suspended"),
        ("2026-08-31", "end", "rule.suspended"),
    ]


def test_the_timeline_of_a_source_holds_what_it_says(story):
    """A document has what it attests."""
    assert {moment.id for moment in of(story.view(), "found")} == {"a.releases.one", "a.uses.two"}


def test_first_told_is_no_later_than_any_document_of_certain_date(story):
    """A document that may be earlier widens the date; the one of certain date bounds it."""
    (moment,) = [m for m in of(story.view(), "a.releases.one") if m.what == "told"]
    assert (moment.date, moment.latest, moment.sources) == ("[..2026-02-20]", parse_day("2026-02-20"), ("wire",))


# ---- the seeds and the invented world


def test_the_story_of_the_two_bans_in_order(seeds):
    """Alibaba's ban stands on 10 July, expected; the direction to use Qoder lies before the report."""
    moments = of(seeds.view(only="s000,s002", floor="alleged"))
    events = [(m.date, m.id, m.flags) for m in moments if m.what == "event"]
    assert ("2026-07-10", "alibaba-claude-code-ban.effective", ("expected",)) in events
    assert ("?2026-03", "anthropic.releases.user-detection", ()) in events
    dates = [m.id for m in moments]
    assert dates.index("anthropic.releases.user-detection") < dates.index("alibaba-claude-code-ban.effective")


def test_what_is_due_after_a_day_can_be_read_off(invented):
    """Suspensions, exceptions and announced starts of the coming months are in the timeline."""
    moments = of(invented.view())
    due = [m.id for m in moments if parse_day("2026-07-12") < m.earliest and m.dated]
    assert due == [
        "acme-group.mergesWith.mu-holding",
        "atlantis-order-12.suspended",
        "acme-bar-on-atlantis.exception.1",
        "atlantis-widget-regulation.effective",
    ]


@hypothesis.given(st.sampled_from(["established", "reported", "alleged"]), st.none() | st.integers(739000, 740500))
@hypothesis.settings(max_examples=25)
def test_moments_are_sorted_and_marked(invented, floor, day):
    """Dated moments come first and in order; with a day, each is marked and none lies after it."""
    view = invented.view(floor=floor, as_of=day)
    moments = of(view)
    assert sorted(moments, key=lambda m: m.place) == list(moments)
    assert [m.dated for m in moments] == sorted((m.dated for m in moments), reverse=True)
    assert all((m.state is None) == (day is None) for m in moments)
    assert all(day is None or m.earliest <= day for m in moments)
    assert all(view.frame.admits(m.layer) for m in moments)


def test_every_claim_of_the_view_has_a_moment(invented):
    """Nothing that holds is missing from the timeline of everything."""
    view = invented.view(floor="alleged")
    assert view.claims.keys() <= {moment.id for moment in of(view)}


# ---- the command


def run(world, *args):
    """Run ``aikg timeline`` on the invented world."""
    return CliRunner().invoke(timeline_command, [*args, "--facts", world])


def test_the_command_prints_the_librarys_json(world, invented):
    """``--json`` is the answer of the library with its terms."""
    result = run(world, "Order 12 on Widget A1", "--json")
    view = invented.view()
    assert json.loads(result.output) == {
        "of": "atlantis-order-12",
        **view.frame.as_json(),
        "moments": [moment.as_json() for moment in of(view, "atlantis-order-12")],
    }


def test_the_command_prints_a_row_a_moment(world):
    """Rows say when, what and by whom."""
    assert run(world, "acme-bar-on-atlantis.amended", "--csv").output.splitlines() == [
        "date,what,sentence,layer,flags,sources,id",
        "2025-10-01,event,Acme's bar on Atlantis: amended,reported,,acme-terms-2025,acme-bar-on-atlantis.amended",
    ]


def test_undated_moments_say_by_when(world):
    """An undated moment is marked in its row."""
    rows = run(world, "acme-labs.investsIn.cloudy-compute", "--csv").output.splitlines()
    assert rows[-1] == (
        '"undated, by 2025-02-20",event,Acme Labs invests in Cloudy Compute,reported,expected,'
        "lemurian-post-2025-02-20,acme-labs.investsIn.cloudy-compute"
    )
