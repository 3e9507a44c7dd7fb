"""The library of named queries: its headers, its parameters and its page."""

import os
import re

import pytest
from queries_page import COMMAND, PAGE, page

from graph.store.named import NamedQuery, Parameter, _read, queries
from graph.store.worker import Limits, check

QUERIES = sorted(queries())


def test_the_library_is_large_and_answers_each_kind_of_reader():
    """At least thirty queries on at least thirty-five of the questions."""
    asked = {question.split()[0] for query in queries().values() for question in query.questions}
    assert len(QUERIES) >= 30
    assert len(asked) >= 35


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_says_what_it_answers(name):
    """Title, questions, and an example that gives exactly its parameters."""
    query = queries()[name]
    assert re.fullmatch(r"[A-Z].{10,100}[^.]", query.title)
    assert query.questions
    assert all(re.fullmatch(r"\d+ \S.+", question) for question in query.questions)
    assert list(query.example) == [parameter.name for parameter in query.parameters]


@pytest.mark.parametrize("name", QUERIES)
def test_every_comment_of_a_header_is_understood(name):
    """No line of a header is a parameter misspelt."""
    query = queries()[name]
    header = query.text.partition("SELECT")[0].splitlines()
    marked = [line for line in header if re.match(r"# ?(param|question|example)\b", line)]
    examples = 1 if query.example else 0
    assert len(marked) == len(query.parameters) + len(query.questions) + examples
    assert all(line.startswith("#") for line in header)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_is_sorted_and_selects_its_parameters(name):
    """The engine binds only what is selected; readers and files want one order."""
    query = queries()[name]
    selected = re.search(r"^SELECT (?:DISTINCT )?(.+)$", query.text, re.MULTILINE)[1]
    columns = re.findall(r"\?\w+", re.sub(r"\(.*? AS (\?\w+)\)", r"\1", selected))
    assert {f"?{parameter.name}" for parameter in query.parameters} <= set(columns)
    assert re.search(r"^ORDER BY", query.text, re.MULTILINE)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_has_the_shape_that_the_engine_plans_well(name):
    """No path with `?` inside, no list of relations as a path beside other patterns, no SERVICE."""
    query = queries()[name]
    check(query.text, Limits())
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    assert not re.search(r"ai:\w+\?", body)
    assert not re.search(r"\sai:\w+\|ai:\w+\s", body)


def test_a_header_is_read_as_documented():
    """Title, questions, typed parameters with defaults, example, reading."""
    text = (
        "# Who makes what\n# question: 99 Who?\n# param of (thing): the maker\n# param day (day) = 2026-01-01: the day\n"
        '# example: of="Acme Labs" day=2026-02-01\n#\n# Read it\n# so.\nSELECT ?of ?day {}\n'
    )
    assert _read("who", text) == NamedQuery(
        name="who",
        title="Who makes what",
        questions=("99 Who?",),
        parameters=(
            Parameter(name="of", type="thing", default=None, text="the maker"),
            Parameter(name="day", type="day", default="2026-01-01", text="the day"),
        ),
        example={"of": "Acme Labs", "day": "2026-02-01"},
        reading="Read it so.",
        text=text,
    )


@pytest.mark.parametrize(
    ("name", "given", "error", "message"),
    [
        ("rots", {}, LookupError, "no query 'rots'; did you mean roots?"),
        ("zzz", {}, LookupError, "no query 'zzz'"),
        ("roots", {}, ValueError, "the query roots needs of=…: a claim, a restriction, or an event of one"),
        ("roots", {"off": "x"}, ValueError, "the query roots has no parameter 'off'; did you mean of?"),
        ("causes", {"of": "x"}, ValueError, "the query causes has no parameter 'of'; it takes none"),
        (
            "corrections",
            {"since": "2026"},
            ValueError,
            "since: not a day: '2026'; write it as 2026-07-10",
        ),
        (
            "corrections",
            {"since": "2026-02-30"},
            ValueError,
            "since: no such date: 2026-02-30; correct the day, month or year",
        ),
        ("said-of", {"of": "widgit-one"}, LookupError, "nothing is called 'widgit-one'; did you mean 'widget one'"),
    ],
)
def test_a_wrong_name_or_parameter_is_told_in_one_sentence(world_view, name, given, error, message):
    """What is wrong, and the nearest thing that is right."""
    with pytest.raises(error) as caught:
        world_view.query(name, **given)
    assert caught.value.args[0].startswith(message)
    assert "\n" not in caught.value.args[0]


@pytest.mark.parametrize("text", ["12x", "1e3", "", "١"])
def test_a_number_is_digits(world_view, text, monkeypatch):
    """A parameter of type number takes nothing else."""
    query = _read("n", "# Numbers\n# param days (number): how many\nSELECT ?days { BIND(1 AS ?x) }\n")
    monkeypatch.setattr("graph.store.named.queries", lambda: {"n": query})
    with pytest.raises(ValueError, match=r"^days: not a number: .+; write it as 30 or 2\.5$"):
        world_view.query("n", days=text)
    assert world_view.query("n", days="30").rows == [{"days": "30"}]
    assert world_view.query("n", days="-2.5").rows == [{"days": "-2.5"}]


@pytest.mark.parametrize("name", ["widget-one", "Widget One", "WIDGET ONE", "小部件一号"])
def test_names_are_forgiving(world_view, name):
    """An id, a name, any case, any language: one thing, and its id comes back as a column."""
    found = world_view.query("said-of", of=name)
    assert {row["of"] for row in found} == {"widget-one"}


@pytest.mark.parametrize(
    "id_",
    [
        "atlantis-order-12.suspended",
        "acme-bar-on-atlantis.exception.1",
        "acme-bar-on-atlantis.variant.2",
        "acme-labs.owns.tiny-model-co",
    ],
)
def test_parts_of_restrictions_and_claims_go_by_their_ids(world_view, id_):
    """Whatever has sources can be asked for."""
    assert {row["of"] for row in world_view.query("roots", of=id_)} == {id_}


def test_the_page_is_what_the_queries_say():
    """The page is written by a command, which this sentence names."""
    with open(PAGE, encoding="utf-8") as stream:
        written = stream.read()
    assert written == page(), f"docs/queries.md is out of date; write it again with  {COMMAND}"


def test_the_page_names_every_query_and_no_place_of_one_machine():
    """Readers find each query by its heading."""
    with open(PAGE, encoding="utf-8") as stream:
        text = stream.read()
    assert re.findall(r"^## ([a-z0-9-]+)$", text, re.MULTILINE) == QUERIES
    assert os.sep + "tmp" not in text
