"""What changed between two days, and between two states of knowledge."""

import json

import hypothesis
import pytest
from click.testing import CliRunner
from hypothesis import strategies as st

from graph.cli.change import changes_command
from graph.facts.when import parse_day
from graph.meaning.changes import between
from graph.meaning.frame import frame
from graph.meaning.knowledge import compare, gained

TWO_SEEDS = "s000,s002"


def days(graph, first, second, **terms):
    """Compare two days."""
    return between(graph.facts, frame(**terms), parse_day(first), parse_day(second))


def ids(changes):
    """Return the ids of some changes."""
    return [change.id for change in changes]


def lessons(graph, first, second, **terms):
    """Compare two states of knowledge; return the ids learned, corrected and retracted."""
    found = gained(graph.facts, frame(**terms), parse_day(first), parse_day(second))
    return ids(found.learned), ids(found.corrected), ids(found.retracted)


# ---- questions on the real seeds


def test_alibabas_ban_is_what_comes_in_between_5_and_12_july(seeds):
    """What changed between 2026-07-05 and 2026-07-12? The ban, which is only expected."""
    answer = days(seeds, "2026-07-05", "2026-07-12", only=TWO_SEEDS)
    assert ids(answer.came) == ["alibaba-claude-code-ban"]
    assert not answer.went
    assert not answer.maybe
    (ban,) = answer.came
    assert ban.sentence == "Alibaba's ban on Claude Code for its staff is in force; before, it was not yet in force"
    assert (ban.was, ban.now, ban.flags) == ("NOT_YET", "IN_FORCE", ("expected",))
    assert ban.rests_on == ("alibaba-claude-code-ban.effective",)


def test_what_changed_from_june_to_july_as_it_was_known_on_5_july(seeds):
    """What changed between 2026-06-01 and 2026-07-12? The lifting of the US curbs is undated: maybe."""
    answer = days(seeds, "2026-06-01", "2026-07-12", only=TWO_SEEDS, known_at="2026-07-05")
    assert ids(answer.came) == ["alibaba-claude-code-ban"]
    assert not answer.went
    curbs = {change.id: change for change in answer.maybe}["us-export-fable-mythos"]
    assert (curbs.was, curbs.now) == ("INDETERMINATE", "ENDED")


def test_nothing_of_july_is_known_in_june(seeds):
    """What had been published by June says nothing of July's ban."""
    answer = days(seeds, "2026-07-05", "2026-07-12", only="s000", known_at="2026-06-30")
    assert not answer.came + answer.maybe + answer.went


# ---- claims


@pytest.fixture(scope="module")
def tools(small, article):
    """Return a company that used tools at different times."""
    text = """kind: Company
name: A
claims:
  - uses: one
    since: 2026-03-10
    sources: [wire]
  - uses: two
    since: 2026-01-01
    until: 2026-03-10
    sources: [wire]
  - uses: three
    since: 2026-03
    sources: [wire]
  - uses: four
    since: 2026-01-01
    until: "[2026-03-10..2026-05-10]"
    sources: [wire]
  - uses: five
    since: 2026-03-10
    until: 2026-03-20
    sources: [wire]
  - uses: six
    since: 2026-03-10
    sources: [undated]
  - uses: seven
    sources: [wire]
"""
    names = ("one", "two", "three", "four", "five", "six", "seven")
    files = {f"entities/{name}": f"kind: Product\nname: {name.title()}\n" for name in names}
    undated = "kind: NewsArticle\ntitle: Found\npublisher: Daily\ntier: A\nretrieved: 2026-12-01\n"
    return small({"entities/a": text, "sources/wire": article("2026-02-15"), "sources/undated": undated, **files})


def test_a_state_that_began_between_the_days_came_in(tools):
    """*In* did certainly not hold on the first day and certainly holds on the second."""
    answer = days(tools, "2026-03-09", "2026-04-01")
    assert ids(answer.came) == ["a.uses.one", "a.uses.six"]


def test_a_state_that_ended_between_the_days_went_out(tools):
    """The day after its last day a state no longer holds."""
    assert ids(days(tools, "2026-03-10", "2026-03-11").went) == ["a.uses.two"]
    assert "a.uses.two" not in ids(days(tools, "2026-03-09", "2026-03-10").went)


def test_a_vague_date_gives_a_maybe_on_either_side_of_it(tools):
    """Whatever is *maybe* on a day and answered otherwise on the other is a maybe."""
    inside = {change.id: (change.was, change.now) for change in days(tools, "2026-02-28", "2026-03-15").maybe}
    assert inside == {"a.uses.three": ("no", "maybe"), "a.uses.four": ("yes", "maybe")}


def test_a_vague_date_that_lies_between_the_days_is_certain(tools):
    """A month is over on a day after it, whichever day of it was meant."""
    answer = days(tools, "2026-02-28", "2026-05-11")
    assert "a.uses.three" in ids(answer.came)
    assert "a.uses.four" in ids(answer.went)


def test_what_began_and_ended_between_the_days_is_on_neither(tools):
    """Two days are compared, not the time between them."""
    answer = days(tools, "2026-03-01", "2026-04-01")
    assert "a.uses.five" not in ids(answer.came + answer.maybe + answer.went)


def test_what_only_may_have_been_known_is_a_maybe(tools):
    """A document of uncertain date makes no change certain."""
    answer = days(tools, "2026-03-09", "2026-04-01", known_at="2026-06-01")
    assert ids(answer.came) == ["a.uses.one"]
    assert {change.id: change.known for change in answer.maybe}["a.uses.six"] == "maybe"


def test_a_start_that_nobody_dates_is_open_until_it_is_told(tools):
    """Without *since* a state is a maybe before the day its earliest document was published."""
    (seven,) = [change for change in days(tools, "2026-02-14", "2026-02-15").maybe if change.id == "a.uses.seven"]
    assert (seven.was, seven.now, seven.since) == ("maybe", "yes", None)


# ---- restrictions


def test_a_suspension_takes_a_rule_out_and_its_end_brings_it_in(invented):
    """Order 12 is suspended on 2025-11-10 and resumed on 2026-06-08."""
    out = {change.id: change for change in days(invented, "2025-11-09", "2025-11-10").went}["atlantis-order-12"]
    assert out.sentence == "Order 12 on Widget A1 is suspended; before, it was in force"
    assert out.layer == "established"
    came = {change.id: change for change in days(invented, "2026-06-07", "2026-06-08").came}["atlantis-order-12"]
    assert (came.was, came.now, came.rests_on) == ("SUSPENDED", "IN_FORCE", ("atlantis-order-12.resumed",))


def test_a_suspension_that_runs_out_is_a_change_without_an_event(small, article):
    """The day after its last day the rule is in force again, as is only expected."""
    rule = """name: Rule
issuer: body
instrument: Order
force: prohibited
actions: [use]
sources: [wire]
events:
  - effective: 2025-01-01
    sources: [wire]
  - suspended: 2025-11-10
    until: 2026-11-09
    sources: [wire]
"""
    graph = small(
        {
            "entities/body": "kind: GovernmentBody\nname: Body\n",
            "restrictions/rule": rule,
            "sources/wire": article("2025-11-11"),
        }
    )
    (change,) = days(graph, "2026-11-09", "2026-11-10").came
    assert (change.was, change.now, change.flags) == ("SUSPENDED", "IN_FORCE", ("expected",))
    assert change.rests_on == ("rule.suspended",)


def test_ends_that_are_not_yet_due_and_rules_that_ended_count_as_further_from_binding(invented):
    """A rule that ends goes out; asked the other way round it comes in."""
    assert "acme-terms-of-2024" in ids(days(invented, "2025-09-04", "2025-09-05").went)
    assert "acme-terms-of-2024" in ids(days(invented, "2025-09-05", "2025-09-04").came)


def test_events_that_leave_the_status_alone_are_entries_of_their_own(invented):
    """A widening changes no status and is seen nevertheless."""
    widened = {change.id: change for change in days(invented, "2026-02-28", "2026-03-31").came}[
        "acme-bar-on-atlantis.widened"
    ]
    assert (widened.what, widened.sentence) == ("event", "Acme's bar on Atlantis: widened")


def test_exceptions_come_and_go(invented):
    """An exception that begins between the days came in."""
    came = {change.id: change for change in days(invented, "2026-06-25", "2026-06-26").came}
    exception = came["acme-bar-on-atlantis.exception.1"]
    assert exception.sentence == "Acme's bar on Atlantis: exception 1 applies"
    assert (exception.what, exception.since, exception.until) == ("exception", "2026-06-26", "2026-12-31")


def test_a_status_that_is_uncertain_on_both_days_is_no_change(seeds):
    """Alone, the undated text leaves it open on either day whether the ban is known, so nothing differs."""
    answer = days(seeds, "2026-07-05", "2026-07-12", only="s002", known_at="2026-07-31")
    assert not answer.came + answer.maybe + answer.went


# ---- laws

_DATES = st.sampled_from(
    ["2026-01-10", "2026-02", "2026", "?2026-02", "[2026-01-15..2026-02-15]", "[..2026-02-10]", "[2026-02-10..]"]
)
_STATES = st.tuples(st.none() | _DATES, st.none() | st.just("..") | _DATES)
_EVENTS = st.lists(
    st.tuples(st.sampled_from(["announced", "effective", "suspended", "resumed", "lifted", "amended"]), _DATES),
    min_size=1,
    max_size=4,
    unique_by=lambda event: event[0],
)
_DAYS = st.integers(parse_day("2025-12-20"), parse_day("2026-03-10"))


@pytest.fixture(scope="module")
def drawn(small, article):
    """Return a function that makes a graph of drawn states and events."""
    from graph.facts.problems import FactsError

    def make(states, events):
        lines = ["kind: Company", "name: A", "claims:"]
        for number, (since, until) in enumerate(states):
            lines += [f"  - uses: p{number}", "    sources: [wire]"]
            lines += [f'    since: "{since}"'] if since else []
            lines += [f'    until: "{until}"'] if until else []
        rule = ["name: R", "issuer: a", "instrument: Order", "force: prohibited", "actions: [use]"]
        rule += ["sources: [wire]", "events:"]
        for event, date in events:
            rule += [f'  - {event}: "{date}"', "    sources: [wire]"]
        files = {f"entities/p{number}": f"kind: Product\nname: P{number}\n" for number in range(len(states))}
        files |= {"entities/a": "\n".join(lines) + "\n", "restrictions/r": "\n".join(rule) + "\n"}
        try:
            return small({**files, "sources/wire": article("2026-01-20")})
        except FactsError:
            hypothesis.reject()  # a state that ends before it starts

    return make


@hypothesis.given(st.lists(_STATES, min_size=1, max_size=4), _EVENTS, _DAYS, _DAYS)
@hypothesis.settings(max_examples=60)
def test_the_way_back_turns_in_and_out_around(drawn, states, events, first, second):
    """changes(D1, D2).in == changes(D2, D1).out, and the maybes are the same."""
    graph = drawn(states, events)
    there, back = between(graph.facts, frame(), first, second), between(graph.facts, frame(), second, first)
    assert ids(there.came) == ids(back.went)
    assert ids(there.went) == ids(back.came)
    assert ids(there.maybe) == ids(back.maybe)


@hypothesis.given(st.lists(_STATES, min_size=1, max_size=4), _EVENTS, _DAYS)
@hypothesis.settings(max_examples=30)
def test_a_day_does_not_differ_from_itself(drawn, states, events, day):
    """changes(D, D) is empty, and so is what was learned from T to T."""
    graph = drawn(states, events)
    same = between(graph.facts, frame(), day, day)
    assert not same.came + same.maybe + same.went
    known = gained(graph.facts, frame(), day, day)
    assert not known.learned + known.corrected + known.retracted


@hypothesis.given(st.lists(_STATES, min_size=1, max_size=4), _EVENTS, _DAYS, _DAYS)
@hypothesis.settings(max_examples=30)
def test_each_list_is_what_the_views_of_the_two_days_say(drawn, states, events, first, second):
    """A claim is in exactly one list when the two views differ on it, and in none when they agree."""
    graph = drawn(states, events)
    views = [graph.view(as_of=day) for day in (first, second)]

    def answer(view, id_):
        return "no" if id_ not in view.claims else "yes" if view.claims[id_].certain else "maybe"

    answers = {id_: tuple(answer(view, id_) for view in views) for id_ in graph.facts.claims}
    found = between(graph.facts, frame(), first, second)
    claims = [[c.id for c in part if c.what == "claim"] for part in (found.came, found.maybe, found.went)]
    assert claims[0] == [id_ for id_, pair in answers.items() if pair == ("no", "yes")]
    assert claims[2] == [id_ for id_, pair in answers.items() if pair == ("yes", "no")]
    assert claims[1] == [id_ for id_, pair in answers.items() if pair[0] != pair[1] and "maybe" in pair]


# ---- knowledge


@pytest.fixture(scope="module")
def papers(small, article):
    """Return claims on which papers came out one after the other."""
    text = """kind: Company
name: A
claims:
  - uses: one
    sources: [early, late]
  - uses: two
    sources:
      - doc: early
        as: alleged
      - doc: late
  - uses: three
    sources:
      - early
      - doc: late
        as: denied
  - uses: four
    sources:
      - early
      - doc: correction
        as: retracted
  - uses: five
    sources: [late]
  - uses: six
    since: 2026-01-05
    sources:
      - doc: early
        since: 2026-01-04
      - late
  - uses: seven
    sources: [early]
  - uses: eight
    sources:
      - doc: early
        as: opinion
      - late
  - uses: nine
    sources: [undated]
"""
    names = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    undated = "kind: NewsArticle\ntitle: Found\npublisher: Daily\ntier: A\nretrieved: 2026-12-01\n"
    return small(
        {
            "entities/a": text,
            **{f"entities/{name}": f"kind: Product\nname: {name.title()}\n" for name in names},
            "sources/early": article("2026-02-01"),
            "sources/late": article("2026-03-01", "Other Post"),
            "sources/correction": article("2026-03-02"),
            "sources/undated": undated,
        }
    )


def test_learned_is_what_nobody_had_told(papers):
    """A claim is learned when the first document that speaks of it comes out."""
    assert lessons(papers, "2026-02-15", "2026-03-15")[0] == ["a.uses.five"]


def test_corrected_is_whatever_else_differs(papers):
    """A second root, a firmer layer, a denial, another date and a first real support correct a claim."""
    found = gained(papers.facts, frame(), parse_day("2026-02-15"), parse_day("2026-03-15"))
    differs = {lesson.id: lesson.differs for lesson in found.corrected}
    assert differs["a.uses.one"] == {"status": ("single-source", "corroborated")}
    assert differs["a.uses.two"]["layer"] == ("alleged", "reported")
    assert differs["a.uses.three"] == {"flags": ([], ["disputed"])}
    assert differs["a.uses.six"]["since"] == ("2026-01-04", "2026-01-05")
    assert differs["a.uses.eight"]["layer"] == (None, "reported")
    assert sorted(differs) == [f"a.uses.{name}" for name in ("eight", "one", "six", "three", "two")]


def test_retracted_is_what_lost_its_support(papers):
    """A correction of the only paper takes the claim back."""
    assert lessons(papers, "2026-02-15", "2026-03-15")[2] == ["a.uses.four"]


def test_more_support_of_the_same_kind_is_no_lesson(papers):
    """A claim of which nothing new is told is in no list."""
    assert not any("a.uses.seven" in part for part in lessons(papers, "2026-02-15", "2026-03-15"))


def test_a_document_of_uncertain_date_teaches_nothing_for_certain(papers):
    """What may have been known before, and certainly is now, may have been learned."""
    found = gained(papers.facts, frame(), parse_day("2026-03-15"), parse_day("2026-12-31"))
    assert [(lesson.id, lesson.certain) for lesson in found.learned] == [("a.uses.nine", False)]


def test_below_the_floor_nothing_is_listed(papers):
    """At floor established the reports teach nothing."""
    assert lessons(papers, "2026-01-01", "2026-03-15", floor="established") == ([], [], [])


def test_a_rules_effective_day_is_corrected_from_expected_to_done(invented):
    """A second paper that tells Order 12 as in force corrects its announcement."""
    found = gained(invented.facts, frame(), parse_day("2025-06-01"), parse_day("2025-12-31"))
    corrected = {lesson.id: lesson.differs for lesson in found.corrected}
    assert corrected["atlantis-order-12.effective"]["flags"] == (["expected"], [])


def test_with_a_day_the_status_of_a_rule_is_among_what_differs(invented):
    """As of June 2025 the order stands where the announcement left it; the later gazette tells nothing of that day."""
    found = gained(invented.facts, frame(as_of="2025-12-01"), parse_day("2025-10-01"), parse_day("2026-03-01"))
    order = {lesson.id: lesson.differs for lesson in found.corrected}["atlantis-order-12"]
    assert order["standing"] == ("IN_FORCE", "SUSPENDED")


def test_knowledge_does_not_shrink(papers):
    """The days stand in order."""
    with pytest.raises(ValueError, match="knowledge grows from 2026-01-01 to 2026-02-01; swap the two days"):
        lessons(papers, "2026-02-01", "2026-01-01")


def test_in_the_seeds_the_ban_was_learned_on_5_july(seeds):
    """Nothing of the ban was known before the dated text came out."""
    learned, _, _ = lessons(seeds, "2026-07-04", "2026-07-05", only="s000")
    assert "alibaba-claude-code-ban" in learned
    assert "alibaba-claude-code-ban.effective" in learned


# ---- both, as JSON and on the command line


def test_json_has_every_key_whatever_was_asked(papers):
    """Lists that were not asked for are empty, days that were not given null."""
    day = parse_day("2026-03-15")
    body = compare(papers.facts, frame(), (day, day), None).as_json()
    assert list(body) == [
        "from",
        "to",
        "known_from",
        "known_to",
        "in",
        "maybe",
        "out",
        "learned",
        "corrected",
        "retracted",
        "as_of",
        "known_at",
        "floor",
        "only",
    ]
    assert (body["from"], body["known_from"], body["learned"], body["as_of"]) == ("2026-03-15", None, [], None)


def test_with_both_pairs_the_days_are_compared_as_known_at_the_end(papers):
    """Before the correction was out, the claim it took back stood in the world."""
    days_ = parse_day("2026-01-01"), parse_day("2026-03-15")
    early = parse_day("2026-01-15"), parse_day("2026-02-15")
    both = compare(papers.facts, frame(), days_, early)
    assert "a.uses.four" in ids(both.days.maybe)
    assert "a.uses.four" in ids(both.knowledge.learned)
    late = compare(papers.facts, frame(), days_, days_)
    assert "a.uses.four" not in ids(late.days.came + late.days.maybe)


def run(world, *args):
    """Run ``aikg changes`` on the invented world."""
    return CliRunner().invoke(changes_command, [*args, "--facts", world])


def test_the_command_prints_the_librarys_json(world, invented):
    """``--json`` is the answer of the library."""
    result = run(world, "--from", "2025-09-04", "--to", "2025-09-06", "--json")
    pair = parse_day("2025-09-04"), parse_day("2025-09-06")
    assert json.loads(result.output) == compare(invented.facts, frame(), pair, None).as_json()


def test_the_command_prints_one_row_a_change(world):
    """Rows say which way, what, when and how firmly."""
    result = run(world, "--from", "2025-11-01", "--to", "2025-11-30", "--csv")
    assert result.output.splitlines()[:2] == [
        "change,what,sentence,detail,layer,flags,id",
        'out,restriction,"Order 12 on Widget A1 is suspended; before, it was in force",,established,,atlantis-order-12',
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "give two days with --from and --to, or with --known-from and --known-to"),
        (("--from", "2026-01-01"), "give --from and --to together"),
        (("--known-to", "2026-01-01"), "give --known-from and --known-to together"),
        (
            ("--from", "2026-01-01", "--to", "2026-02-01", "--as-of", "2026-01-01"),
            "--as-of does not go with --from and --to, nor --known-at with --known-from and --known-to",
        ),
    ],
)
def test_days_come_in_pairs(world, args, message):
    """A missing day is a usage error that says what to give."""
    result = run(world, *args)
    assert result.exit_code == 2
    assert message in result.output
