"""Two days compared in the page: the same answers as ``aikg changes``, seen, read, linked and taken along."""

import csv
import io
import json
import random
import xml.etree.ElementTree as ET
from datetime import date

import pytest

import graph
from graph import maps
from graph.meaning import changes

_SVG = "{http://www.w3.org/2000/svg}"
# In the invented world: Northwind's bar begins and Mesa's use of the chip ends between the two days.
_DAYS = "as-of=2025-02-01&compare=2025-04-01"


def _of_library(facts, frame, first, second):
    """Return what the library lists of entities and restrictions, by way."""
    answer = changes.between(facts, frame, first, second)
    things = facts.entities.keys() | facts.restrictions.keys()
    return {
        way: {
            one.id: (one.what, one.was, one.now, one.sentence if one.what != "claim" else None)
            for one in listed
            if one.what != "claim" or facts.claims[one.id].subject in things
        }
        for way, listed in (("in", answer.came), ("out", answer.went), ("maybe", answer.maybe))
    }


def _of_page(page, fragment):
    """Return what the page lists under a fragment, by way, and which entries weigh every document."""
    page.page.evaluate("(hash) => { location.hash = hash }", fragment)
    page.page.wait_for_timeout(15)
    found = json.loads(page.page.evaluate("aikg.json()"))["changes"]
    whole = {one["id"] for listed in found.values() for one in listed if one["weighs_all_sources"]}
    return {
        way: {
            one["id"]: (one["what"], one["was"], one["now"], one["sentence"] if one["what"] != "claim" else None)
            for one in listed
        }
        for way, listed in found.items()
    }, whole


def test_the_page_compares_as_the_library_does(reader, facts, seeds):
    """Twenty-five random pairs of days, floors, states of knowledge and choices of documents: the same three lists."""
    chance = random.Random(40)
    page = reader(seeds)
    used = sorted(
        page.page.eval_on_selector_all("input[data-facet=source]", "all => all.map(box => box.dataset.value)")
    )
    many = {claim.id for claim in facts.facts.claims.values() if len({a.doc for a in claim.attestations}) > 4}
    for number in range(25):
        first, second = (date(2018, 1, 1).toordinal() + chance.randrange(3300) for _ in range(2))
        known_at = chance.choice([None, date(2025, 1, 1).toordinal() + chance.randrange(700)])
        floor = chance.choice(("established", "reported", "alleged"))
        only = tuple(sorted(chance.sample(used, 300))) if number % 5 == 0 else ()
        view = facts.view(known_at=known_at, floor=floor, only=only)
        terms = [f"as-of={date.fromordinal(first)}", f"compare={date.fromordinal(second)}", f"floor={floor}"]
        terms += [f"known-at={date.fromordinal(known_at)}"] if known_at else []
        terms += [f"no-source={'~'.join(sorted({*used} - {*only}))}"] if only else []
        expected = _of_library(facts.facts, view.frame, first, second)
        found, whole = _of_page(page, "&".join(terms))
        if only:  # what weighs all documents says so, and only that
            rules = {id_ for id_ in whole if id_ not in facts.facts.claims}
            assert whole - rules <= many
            skip = (
                many
                | rules
                | {
                    id_
                    for way in (*expected.values(), *found.values())
                    for id_, one in way.items()
                    if one[0] != "claim"
                }
            )
        else:
            assert whole == set()
            skip = set()
        assert [{k: v for k, v in found[way].items() if k not in skip} for way in ("in", "out", "maybe")] == [
            {k: v for k, v in expected[way].items() if k not in skip} for way in ("in", "out", "maybe")
        ], terms


def test_compare_opens_on_two_days_and_is_left_again(reader):
    """The button asks for a second day, brings out what is otherwise, says how much, and goes back."""
    page = reader(fragment="as-of=2024-06-01")
    page.page.click("#compare")
    assert page.page.evaluate("document.activeElement.id") == "versus-date"
    page.page.fill("#as-of-date", "2025-02-01")
    page.page.fill("#versus-date", "2025-04-01")
    assert page.fragment().startswith(_DAYS)
    assert page.text("#panel-h") == "What changed"
    assert page.text("#kicker") == "from 2025-02-01 to 2025-04-01"
    assert page.text("#count").endswith(" · 2 began, 1 ended, 0 maybe")
    assert set(page.lit()["claims"]) == {"bar.imposes", "bar.restricts.mesa", "bar.covers.chip", "mesa.uses.chip"}
    page.until("document.getElementById('live').textContent.includes('1 ended')")
    page.page.click("#compare")
    assert page.page.is_hidden("#versus-date")
    assert page.fragment().startswith("as-of=2024-06-01")


def test_compare_lists_what_changed_with_its_claims(reader):
    """Panel and table say began, ended and maybe of each claim; a link brings the same back."""
    page = reader(fragment=_DAYS)
    came, went = page.page.eval_on_selector_all("#panel-b section", "all => all.map(s => s.innerText)")
    assert "Northwind's bar on Mesa is in force; before, it was not yet in force" in came
    assert "Northwind's bar on Mesa: exception 1 applies" in came
    assert "Mesa Data uses Example One" in went
    page.open(_DAYS + "&view=table&sort=change")
    first = page.page.inner_text("#rows tr:first-child td:first-child")
    assert first == "+ began"
    rows = page.page.eval_on_selector_all("#rows tr", "all => all.map(r => r.firstChild.textContent)")
    assert sorted(set(rows)) == ["+ began", "the same", "− ended"]


def test_a_vague_beginning_is_a_maybe_between_two_days(reader):
    """Where the dates leave open whether it held on one of the days, the change is a maybe and says from what to what."""
    page = reader(fragment="as-of=2024-06-01&compare=2025-06-01&claim=qzsc.headquarteredIn.atlantis")
    assert page.text("#panel-b .chip.way") == "~ maybe changed: maybe → yes"


def test_only_changes_hides_the_rest(reader):
    """With the box ticked only what is otherwise is left on map and in table, and the rest says why it is gone."""
    page = reader(fragment=_DAYS)
    page.page.check("#versus-only")
    assert set(page.shown()["claims"]) == {"bar.imposes", "bar.restricts.mesa", "bar.covers.chip", "mesa.uses.chip"}
    assert "changes=only" in page.fragment()
    page.page.evaluate("location.hash += '&claim=ada.founds.northwind'")
    page.until("document.getElementById('panel-b').textContent.includes('it is the same on both days')")


def test_changes_are_seen_without_colour(reader):
    """Began, ended and maybe have lines and signs of their own on the map, in the picture and in the legend."""
    page = reader(fragment="as-of=2024-06-01&compare=2025-03-15")
    root = ET.fromstring(page.page.evaluate("aikg.svg()"))  # noqa: S314 - our own page wrote it
    lines = [
        root.find(f".//*[@data-claim='{id_}']")
        for id_ in ("bar.imposes", "mesa.uses.chip", "qzsc.headquarteredIn.atlantis")
    ]
    assert [line.findtext(f"{_SVG}text[@font-weight]") for line in lines] == ["+", "−", "~"]
    assert len({line.find(f"{_SVG}path").get("stroke-dasharray") for line in lines}) == 3
    legend = page.page.eval_on_selector_all("li.compared", "all => all.map(i => i.innerText)")
    assert legend == ["+ began", "− ended", "~ maybe changed"]


def test_changes_by_keyboard(reader):
    """Compare, dates, changes one by one and the way out need no pointer; N and P go over what changed."""
    page = reader(fragment="as-of=2025-02-01")
    keys = page.page.keyboard
    page.page.focus("#compare")
    keys.press("Enter")
    page.page.fill("#versus-date", "2025-04-01")
    page.page.focus("#map")
    seen = set()
    for _ in range(4):
        keys.press("n")
        seen.add(page.page.inner_text("#panel-b article:first-child .id code"))
    assert seen == {"bar.imposes", "bar.restricts.mesa", "bar.covers.chip", "mesa.uses.chip"}
    keys.press("Escape")
    assert page.text("#panel-h") == "What changed"


@pytest.mark.parametrize("more", ["&path=ada~mesa", "&story=one-chip~1"])
def test_a_path_or_a_story_is_of_one_day(reader, more):
    """A comparison gives way to a path and to a story; any day cannot be compared with one."""
    page = reader(fragment=_DAYS + more)
    assert page.page.is_hidden("#versus-date")
    page.open(_DAYS)
    page.page.check("#as-of-any")
    assert "compare" not in page.fragment()
    page.open(_DAYS)
    page.page.click("#path-open")
    assert "compare" not in page.fragment()


def test_a_comparison_is_taken_along(reader):
    """CSV and JSON name both days and what was and is; the picture names both days."""
    page = reader(fragment=_DAYS)
    rows = list(csv.DictReader(io.StringIO(page.page.evaluate("aikg.csv()").removeprefix("\ufeff"))))
    row = next(row for row in rows if row["id"] == "mesa.uses.chip")
    assert (row["was"], row["now"], row["change"], row["as_of"]) == ("yes", "no", "out", "2025-02-01 / 2025-04-01")
    answer = json.loads(page.page.evaluate("aikg.json()"))
    assert (answer["as_of"], answer["compared_with"]) == ("2025-02-01", "2025-04-01")
    assert [one["id"] for one in answer["changes"]["out"]] == ["mesa.uses.chip"]
    assert "As of 2025-02-01 · Compared with 2025-04-01" in page.page.evaluate("aikg.svg()")


def test_the_courses_of_restrictions_travel_with_the_map(world):
    """Every restriction on a map brings its course for each floor the map has."""
    nodes = [node for node in maps.draw(graph.load(world).view()).data.nodes if node.kind == "Restriction"]
    assert all([floor for floor, _ in node.card.course.tables] == ["established", "reported"] for node in nodes)
