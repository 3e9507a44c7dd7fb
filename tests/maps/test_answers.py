"""The page's answers are the view's: both clocks, floor and sources, on the real seeds."""

import itertools
import json
import random
from datetime import date

import pytest

from graph import maps
from graph.facts.when import FOREVER, NEVER
from graph.meaning.evidence import publication


def days(facts):
    """Return days around everything that has a date in the facts."""
    found = set()
    for source in facts.facts.sources.values():
        found.update(publication(source))
    for claim in facts.facts.claims.values():
        for when in (claim.on, claim.since, claim.until):
            found.update((when.earliest, when.latest) if when else ())
    for restriction in facts.facts.restrictions.values():
        for event in restriction.events:
            found.update((event.date.earliest, event.date.latest))
    near = {day + shift for day in found if NEVER < day < FOREVER - 1 for shift in (-1, 0, 1)}
    return sorted(day for day in near if 1 < day < 3_000_000)


def of_view(view):
    """Return what a view says of each claim that concerns an entity or restriction."""
    things = view.facts.entities.keys() | view.facts.restrictions.keys()
    held = {**view.claims, **view.derived}
    return {
        id_: (
            "yes" if one.certain else "maybe",
            one.evidence.layer,
            one.evidence.status,
            sorted(one.flags),
            len(one.evidence.roots),
        )
        for id_, one in held.items()
        if one.claim.subject in things and view.frame.admits(one.evidence.layer)
    }


def of_page(page, terms):
    """Return what the page says under a fragment, short cuts and restrictions both, and what it weighs in full."""
    found, whole = {}, set()
    for rules in ("", "&rules=folded"):
        page.page.evaluate("(hash) => { location.hash = hash }", "&".join(terms) + rules)
        page.page.wait_for_timeout(15)
        for claim in json.loads(page.page.evaluate("aikg.json()"))["claims"]:
            whole |= {claim["id"]} if claim["weighs_all_sources"] else set()
            found[claim["id"]] = (
                claim["holds"],
                claim["layer"],
                claim["status"],
                sorted(set(claim["flags"]) - {"contradicted"}),  # that one is marked for the whole page
                claim["roots"],
            )
    return found, whole


def test_the_page_answers_as_the_view_does(reader, facts, seeds):
    """Sixty frames drawn from all days that matter: the same claims, certainty, layer, status, flags and roots."""
    chance = random.Random(4)
    page = reader(seeds)
    some = days(facts)
    drawn = maps.draw(facts.view(floor="alleged")).data
    used = sorted(
        page.page.eval_on_selector_all("input[data-facet=source]", "all => all.map(box => box.dataset.value)")
    )
    frames = [
        (None, None, "reported", ()),
        *(
            (
                chance.choice([None, *some]),
                chance.choice([None, None, *some]),
                chance.choice(("established", "reported", "alleged")),
                only,
            )
            for only in itertools.chain(
                [()] * 24, [tuple(sorted(chance.sample(used, 1 + i % len(used)))) for i in range(10)]
            )
        ),
    ]
    for as_of, known_at, floor, only in frames:
        terms = [f"as-of={date.fromordinal(as_of) if as_of else 'any'}", f"floor={floor}"]
        terms += [f"known-at={date.fromordinal(known_at)}"] if known_at else []
        terms += [f"no-source={'~'.join(s for s in used if s not in only)}"] if only and set(only) != set(used) else []
        expected = of_view(facts.view(as_of=as_of, known_at=known_at, floor=floor, only=only))
        found, whole = of_page(page, terms)
        large = {edge.id for edge in drawn.edges if len(edge.docs) > 4}
        assert whole <= large  # the page says where it cannot tell
        assert {id_: a for id_, a in found.items() if not (only and id_ in large)} == {
            id_: a for id_, a in expected.items() if not (only and id_ in large)
        }, terms


def test_a_view_bounds_what_its_page_holds(facts):
    """Nothing below the floor, learned after `known_at` or outside `only` is in the file at all."""
    page = maps.draw(facts.view(floor="established")).data
    assert {step.layer for edge in page.edges for table in edge.tables for step in table.steps} <= {"established", None}
    # an edge may follow only from some of the documents, as where another wording answers without the first
    assert all(any(step.layer for table in edge.tables for step in table.steps) for edge in page.edges)
    only = maps.draw(facts.view(only=["s000"])).data
    assert {witness.doc for edge in only.edges for witness in edge.witnesses} == {"s000"}
    early = maps.draw(facts.view(known_at="2026-07-04")).data
    docs = {witness.doc for edge in early.edges for witness in edge.witnesses}
    assert all(publication(facts.facts.sources[doc])[0] <= date(2026, 7, 4).toordinal() for doc in docs)


def test_alibaba_to_mythos_is_on_the_map(reader, facts, tmp_path):
    """The seeds' chain: Alibaba, Claude Code, Anthropic, Mythos 5; at `established` the page finds none."""
    maps.draw(facts.view(only=["s000", "s002"]), path=("alibaba", "mythos-5")).save(tmp_path / "map.html")
    page = reader(tmp_path / "map.html")
    assert set(page.lit()["entities"]) == {"alibaba", "claude-code", "anthropic", "mythos-5"}
    page.page.check("input[name=floor][value=established]")
    assert "No path among the" in page.text("#panel-b")


def test_an_unknown_id_is_refused(facts):
    """Focus and path name things of the facts."""
    with pytest.raises(LookupError, match="no entity or restriction 'nobody'"):
        maps.draw(facts.view(), focus=["nobody"])


def test_focus_draws_the_neighbourhood(facts):
    """One hop around an entity: its neighbours, and the page says that it was cut."""
    data = maps.draw(facts.view(), focus=["glm-5-2"], hops=1).data
    assert "z-ai" in {node.id for node in data.nodes}
    assert "alibaba" not in {node.id for node in data.nodes}
    assert (data.holds.focus, data.holds.hops) == (("glm-5-2",), 1)
