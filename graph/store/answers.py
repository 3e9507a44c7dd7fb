"""Answers as RDF: who is covered by a restriction, and what contradicts what (graph ``ai:derived``).

They are rebuilt with each view and name the claims they rest on by ``prov:wasDerivedFrom``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.meaning.contradictions import find
from graph.meaning.coverage import covered
from graph.store.terms import literal, thing, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.meaning.view import View

__all__ = ["answers"]


def answers(view: View) -> Iterator[str]:
    """Yield the N-Quads lines of the answers of a view; coverage is answered for a view of one day."""
    if view.frame.as_of is not None:
        for restriction in view.facts.restrictions:
            yield from _coverage(view, restriction)
    numbers: dict[str, int] = {}
    for contradiction in find(view):
        first = contradiction.claims[0]
        numbers[first] = numbers.get(first, 0) + 1
        node = f"{first}.contradiction.{numbers[first]}"
        pairs = [("kind", literal(contradiction.kind)), ("rdfs:label", literal(contradiction.sentence, "en"))]
        yield from _node(node, "Contradiction", pairs, contradiction.claims)


def _coverage(view: View, restriction: str) -> Iterator[str]:
    for party, finding in covered(view, restriction).parties.items():
        if finding.value != "NO":
            pairs = [
                ("restriction", thing(restriction)),
                ("party", thing(party)),
                ("answer", literal(finding.value)),
                *([("how", literal(finding.how))] if finding.how else []),
            ]
            proof = (f"{restriction}.imposes", *finding.proof)
            yield from _node(f"{restriction}.coverage.{party}", "Coverage", pairs, proof)


def _node(id_: str, type_: str, pairs: Iterable[tuple[str, str]], proof: Iterable[str]) -> Iterator[str]:
    rows = [("rdf:type", word(type_)), ("id", literal(id_)), *pairs]
    rows += [("prov:wasDerivedFrom", thing(claim)) for claim in proof]
    for predicate, object_ in rows:
        yield f"{thing(id_)} {word(predicate)} {object_} {word('derived')} .\n"
