"""Who stands where in a view: rankings and communities, with the claims behind each row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.network.measures import LOWEST_FIRST, MEASURES, measure
from graph.network.ties import Basis, rounded, ties

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.meaning.frame import Frame
    from graph.meaning.view import View
    from graph.network.ties import Ties

__all__ = ["MEASURES", "Communities", "Community", "Ranking", "Row", "communities", "rank"]

SEED = 1
"""Louvain visits things in an order drawn from this seed, so that the same ties give the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A thing with its measure and what that rests on."""

    id: str
    name: str
    value: float
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the row as ``aikg rank --json`` prints it."""
        return {"id": self.id, "name": self.name, "value": self.value, **self.basis.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Things in the order of a measure, the most central first; equal ones by id.

    ``not_computable`` says why there is no number, where there is none; ``engine`` is the
    library that computed it.
    """

    by: str
    rows: tuple[Row, ...]
    things: int
    ties: int
    engine: str | None
    not_computable: str | None
    frame: Frame = field(repr=False)

    def as_json(self, most: int | None = None) -> dict[str, Any]:
        """Return the answer as ``aikg rank --json`` prints it; ``most`` limits the rows."""
        return {
            "by": self.by,
            **self.frame.as_json(),
            "things": self.things,
            "ties": self.ties,
            "engine": self.engine,
            "not_computable": self.not_computable,
            "rows": [row.as_json() for row in self.rows[:most]],
        }


def rank(
    view: View,
    by: str = "degree",
    *,
    relations: Collection[str] = (),
    through_places: bool = False,
    restrictions: bool = False,
    engine: str = "auto",
) -> Ranking:
    """Rank the things of a view by a measure of NetworkX, with its name and its numbers.

    ``degree`` counts the things tied to a thing; ``betweenness``, ``closeness`` and
    ``constraint`` (Burt, American Journal of Sociology 110, 2004, 349-399; the lowest first,
    as they broker most) run on ties without direction, ``pagerank`` on ties from subject to
    object. Every tie counts 1, however many claims make it (:mod:`graph.network.ties`). Things
    without a tie are not ranked. ``engine`` is ``networkx``, ``rustworkx`` or ``auto``: for
    betweenness and closeness the compiled one where a view is large. Raises :class:`LookupError`
    for an unknown measure, relation or engine and :class:`ValueError` where a view needs
    rustworkx and it is not installed.
    """
    if by not in MEASURES:
        message = f"no measure '{by}'; use one of {', '.join(MEASURES)}"
        raise LookupError(message)
    network = ties(view, relations=relations, through_places=through_places, restrictions=restrictions)
    answer = measure(network, by, engine)
    sign = 1 if by in LOWEST_FIRST else -1
    values = [rounded(value) for value in answer.values]
    order = sorted(range(len(values)), key=lambda thing: (sign * values[thing], network.things[thing]))
    return Ranking(
        by=by,
        rows=tuple(_row(network, thing, values[thing]) for thing in order),
        things=len(network),
        ties=len(network.pairs),
        engine=answer.engine,
        not_computable=answer.not_computable,
        frame=view.frame,
    )


def _row(network: Ties, thing: int, value: float) -> Row:
    return Row(id=network.things[thing], name=network.name(thing), value=value, basis=network.basis_of(thing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Things tied more closely to each other than to the rest, and the claims among them."""

    members: tuple[str, ...]
    names: tuple[str, ...]
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the community as ``aikg communities --json`` prints it."""
        return {"members": list(self.members), "names": list(self.names), **self.basis.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The communities of a view, the largest first; ``modularity`` is None where there is no tie."""

    communities: tuple[Community, ...]
    things: int
    ties: int
    modularity: float | None
    not_computable: str | None
    frame: Frame = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg communities --json`` prints it."""
        return {
            **self.frame.as_json(),
            "things": self.things,
            "ties": self.ties,
            "modularity": self.modularity,
            "not_computable": self.not_computable,
            "communities": [community.as_json() for community in self.communities],
        }


def communities(
    view: View,
    *,
    relations: Collection[str] = (),
    through_places: bool = False,
    restrictions: bool = False,
) -> Communities:
    """Divide the things of a view into communities by NetworkX's Louvain method, from a fixed seed.

    Hostile relations (``ai:sign`` -1) bind nobody and are left out; what has no other tie is in
    no community. Every tie counts 1. The method is of Blondel, Guillaume, Lambiotte and
    Lefebvre (Journal of Statistical Mechanics, 2008, P10008).
    """
    network = ties(
        view,
        relations=relations,
        through_places=through_places,
        restrictions=restrictions,
        way=lambda relation: int(relation.sign >= 0),
    )
    if not network.pairs:
        return Communities(
            communities=(),
            things=0,
            ties=0,
            modularity=None,
            not_computable="no claim of this view ties two things in a way that is not hostile",
            frame=view.frame,
        )
    import networkx as nx  # noqa: PLC0415 - slow to import

    graph = network.undirected()
    groups = [sorted(group) for group in nx.community.louvain_communities(graph, seed=SEED)]
    groups.sort(key=lambda group: (-len(group), group))
    return Communities(
        communities=tuple(_community(network, group) for group in groups),
        things=len(network),
        ties=len(network.pairs),
        modularity=rounded(nx.community.modularity(graph, [set(group) for group in groups])),
        not_computable=None,
        frame=view.frame,
    )


def _community(network: Ties, group: list[int]) -> Community:
    inside = set(group)
    claims = (c for a in group for b in network.neighbours[a] if b in inside for c in network.claims(a, b))
    return Community(
        members=tuple(network.things[thing] for thing in group),
        names=tuple(network.name(thing) for thing in group),
        basis=network.basis(claims),
    )
