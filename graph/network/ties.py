"""The network that analytics run on: which things of a view are tied, and by which claims.

Parallel claims make one tie. Counting them would measure how much was written about two
things, not how close they are, and nothing here turns claims into a weight.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graph.facts.values import near
from graph.meaning.changes import weakest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    import networkx

    from graph.meaning.view import Held, View
    from graph.vocabulary import Relation

__all__ = ["Basis", "Ties", "rounded", "thing_name", "ties"]

_DIGITS = 10
"""Significant digits of a measure; compiled libraries add in any order, so more would not repeat."""


def rounded(value: float) -> float:
    """Round a measure to what comes out the same on every run; a count stays a count."""
    return value if isinstance(value, int) else float(f"{value:.{_DIGITS}g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a row of an answer rests on: claims, the weakest layer among them, and whether all are certain."""

    claims: tuple[str, ...]
    layer: str | None
    certain: bool

    def as_json(self) -> dict[str, Any]:
        """Return the three as every row of a JSON answer has them."""
        return {"claims": list(self.claims), "layer": self.layer, "certain": self.certain}


class Ties:
    """Things by number, in the order of their ids, and the claims from one to another.

    ``between`` maps a pair (from, to) to the claims that make the tie, in the direction in
    which they count; a claim that says the same both ways stands under both pairs.
    """

    def __init__(self, view: View, between: dict[tuple[str, str], list[str]]) -> None:
        self.view = view
        # a claim of a thing about itself ties nothing
        found = {pair: tuple(sorted(claims)) for pair, claims in sorted(between.items()) if pair[0] != pair[1]}
        self.things = tuple(sorted({thing for pair in found for thing in pair}))
        self.number = {thing: number for number, thing in enumerate(self.things)}
        self.between = {(self.number[a], self.number[b]): claims for (a, b), claims in found.items()}

    def __len__(self) -> int:
        """Count the things."""
        return len(self.things)

    @cached_property
    def neighbours(self) -> list[list[int]]:
        """The things tied to each thing, in either direction, sorted."""
        found: list[set[int]] = [set() for _ in self.things]
        for a, b in self.between:
            found[a].add(b)
            found[b].add(a)
        return [sorted(others) for others in found]

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """The ties without their direction, each once, the lower number first."""
        return [(a, b) for a, others in enumerate(self.neighbours) for b in others if a < b]

    def claims(self, a: int, b: int) -> tuple[str, ...]:
        """Return the claims that tie two things in either direction."""
        return tuple(sorted({*self.between.get((a, b), ()), *self.between.get((b, a), ())}))

    def basis(self, claims: Iterable[str]) -> Basis:
        """Say what an answer that rests on some claims rests on."""
        ids = tuple(sorted(set(claims)))
        held = [self.view.edges[id_] for id_ in ids]
        return Basis(claims=ids, layer=weakest(h.evidence.layer for h in held), certain=all(h.certain for h in held))

    def basis_of(self, thing: int) -> Basis:
        """Say what an answer about a thing rests on: all claims that tie it."""
        return self.basis(claim for other in self.neighbours[thing] for claim in self.claims(thing, other))

    def name(self, thing: int) -> str:
        """Return the name of a thing."""
        return thing_name(self.view, self.things[thing])

    def undirected(self) -> networkx.Graph[int]:
        """Return the ties as a NetworkX graph whose nodes are numbers."""
        import networkx as nx  # noqa: PLC0415 - slow to import

        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self)))
        graph.add_edges_from(self.pairs)
        return graph

    def directed(self) -> networkx.DiGraph[int]:
        """Return the ties as a directed NetworkX graph whose nodes are numbers."""
        import networkx as nx  # noqa: PLC0415 - slow to import

        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(self)))
        graph.add_edges_from(self.between)
        return graph


def thing_name(view: View, id_: str) -> str:
    """Return the name of an entity or restriction."""
    entity = view.facts.entities.get(id_)
    return entity.name if entity else view.facts.restrictions[id_].name


def ties(
    view: View,
    *,
    relations: Collection[str] = (),
    through_places: bool = False,
    restrictions: bool = False,
    way: Callable[[Relation], int] = lambda _: 1,
) -> Ties:
    """Tie the things of a view by its claims, typed and derived.

    Places, regions, lists, categories and groups stay out unless asked for, and so do
    restrictions; these stand in by their short cuts (*issuer prohibits the use of asset*), which
    stay out where the restrictions themselves are in. ``relations`` limits the relations
    (:class:`LookupError` for an unknown one). ``way`` says how a relation counts: 1 from
    subject to object, -1 from object to subject, 0 not at all; symmetric ones count both ways.
    """
    words = view.facts.vocabulary
    for name in relations:
        if name not in words.relations:
            message = (
                f"no relation '{name}'{near(name, words.relations) or '; use one of ' + ', '.join(words.relations)}"
            )
            raise LookupError(message)
    inside = {id_ for id_, entity in view.facts.entities.items() if through_places or words.kinds[entity.kind].passable}
    if restrictions:
        inside |= view.facts.restrictions.keys()
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id_, held in view.edges.items():
        claim, relation = held.claim, words.relations[held.claim.relation]
        if claim.subject not in inside or claim.object not in inside or (relations and relation.name not in relations):
            continue
        direction = 0 if restrictions and _is_short_cut(held, relation) else way(relation)
        if direction > 0 or (direction and relation.symmetric):
            between[claim.subject, claim.object].append(id_)
        if direction < 0 or (direction and relation.symmetric):
            between[claim.object, claim.subject].append(id_)
    return Ties(view, between)


def _is_short_cut(held: Held, relation: Relation) -> bool:
    return held.derived and relation.force is not None
