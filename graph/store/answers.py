"""Answers as RDF (graph ``ai:derived``): is a restriction in force, whom and what does it cover, what clashes.

They are rebuilt with each view and name what they rest on by ``prov:wasDerivedFrom``: claims, events,
exceptions, and the restriction for its wording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.meaning.contradictions import find
from graph.meaning.coverage import covered
from graph.meaning.matching import Matcher
from graph.meaning.world import World
from graph.store.terms import literal, number, thing, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.meaning.finding import Finding
    from graph.meaning.standing import Standing
    from graph.meaning.view import View

__all__ = ["answers"]


def answers(view: View) -> Iterator[str]:
    """Yield the N-Quads lines of the answers of a view; of status and coverage for a view of one day."""
    if view.frame.as_of is not None:
        matcher = Matcher(World(view))
        for stand in view.standings.values():
            yield from _status(stand)
            yield from _coverage(view, stand, matcher)
    numbers: dict[str, int] = {}
    for contradiction in find(view):
        first = contradiction.claims[0]
        numbers[first] = numbers.get(first, 0) + 1
        node = f"{first}.contradiction.{numbers[first]}"
        pairs = [("kind", literal(contradiction.kind)), ("rdfs:label", literal(contradiction.sentence, "en"))]
        yield from _node(node, "Contradiction", pairs, contradiction.claims)


def _status(stand: Standing) -> Iterator[str]:
    restriction = stand.restriction.id
    pairs = [
        ("restriction", thing(restriction)),
        ("answer", literal(stand.status or "")),
        ("expected", number(str(stand.expected).lower(), "boolean")),
    ]
    events = (happening.event.id for happening in stand.happenings if happening.folded)
    yield from _node(f"{restriction}.standing", "Standing", pairs, (restriction, *events))


def _coverage(view: View, stand: Standing, matcher: Matcher) -> Iterator[str]:
    restriction = stand.restriction.id
    for party, finding in covered(view, restriction).parties.items():
        yield from _covered(restriction, "party", party, finding)
    if stand.wording is None or stand.wording.assets is None:
        return
    for id_ in view.facts.entities:
        if matcher.world.is_kind(id_, "Asset"):
            yield from _covered(restriction, "asset", id_, matcher.asset(stand.wording.assets, id_))


def _covered(restriction: str, side: str, id_: str, finding: Finding) -> Iterator[str]:
    if finding.value != "NO":
        pairs = [("restriction", thing(restriction)), (side, thing(id_)), ("answer", literal(finding.value))]
        if finding.how:
            pairs.append(("how", literal(finding.how)))
        yield from _node(f"{restriction}.coverage.{id_}", "Coverage", pairs, (restriction, *finding.proof))


def _node(id_: str, type_: str, pairs: Iterable[tuple[str, str]], proof: Iterable[str]) -> Iterator[str]:
    rows = [("rdf:type", word(type_)), ("id", literal(id_)), *pairs]
    rows += [("prov:wasDerivedFrom", thing(claim)) for claim in proof]
    for predicate, object_ in rows:
        yield f"{thing(id_)} {word(predicate)} {object_} {word('derived')} .\n"
