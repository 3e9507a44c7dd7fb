"""Who stands with whom: the division of a view into two camps that goes against the fewest ties.

A network of friendly and hostile ties is balanced when it divides into two camps with friendly
ties within and hostile ties between (Harary, Michigan Mathematical Journal 2, 1953, 143-146).
The ties against the best division are the frustrated ones; finding the fewest is as hard as
finding a maximum cut, so that the answer is exact where the network is narrow, and else none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any

from graph.network.ties import Basis, ties

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.meaning.frame import Frame
    from graph.meaning.view import View
    from graph.network.ties import Ties

__all__ = ["Balance", "Component", "Tie", "balance", "divide"]

WIDEST = 14
"""The widest a network may get when its things are taken out one by one; time doubles with each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two things, the claims that tie them and whether they are ``friendly``, ``hostile`` or ``both``."""

    a: str
    b: str
    sign: str
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the tie as ``aikg balance --json`` prints it."""
        return {"a": self.a, "b": self.b, "sign": self.sign, **self.basis.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Things that friendly and hostile ties join, and their best division into two camps.

    ``frustration`` is the least number of ties that any division goes against, and ``frustrated``
    are those against the one shown, which is one of ``divisions`` that are equally good. All are
    None or empty where ``not_computable`` says why.
    """

    members: tuple[str, ...]
    camps: tuple[tuple[str, ...], ...]
    ties: int
    frustration: int | None
    divisions: int | None
    frustrated: tuple[Tie, ...]
    not_computable: str | None
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the component as ``aikg balance --json`` prints it."""
        return {
            "members": list(self.members),
            "ties": self.ties,
            "balanced": None if self.frustration is None else not self.frustration,
            "frustration": self.frustration,
            "divisions": self.divisions,
            "camps": [list(camp) for camp in self.camps],
            "frustrated": [tie.as_json() for tie in self.frustrated],
            "not_computable": self.not_computable,
            **self.basis.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The components of a view, the largest first, and the ties that are friendly and hostile at once."""

    components: tuple[Component, ...]
    mixed: tuple[Tie, ...]
    not_computable: str | None
    frame: Frame = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg balance --json`` prints it."""
        return {
            **self.frame.as_json(),
            "not_computable": self.not_computable,
            "components": [component.as_json() for component in self.components],
            "mixed": [tie.as_json() for tie in self.mixed],
        }


def balance(
    view: View,
    *,
    relations: Collection[str] = (),
    through_places: bool = False,
    restrictions: bool = False,
) -> Balance:
    """Divide the things of a view into camps by the signs of their relations (``ai:sign``).

    Neutral relations do not count. Two things with friendly and hostile claims between them go
    against every division alike; they are listed under ``mixed`` and tie nothing. Every other
    tie counts 1, however many claims make it.
    """
    network = ties(
        view,
        relations=relations,
        through_places=through_places,
        restrictions=restrictions,
        way=lambda relation: abs(relation.sign),
    )
    signs = {pair: _signs(network, pair) for pair in network.pairs}
    clear = {pair: found.pop() for pair, found in signs.items() if len(found) == 1}
    mixed = tuple(_tie(network, pair, "both") for pair in network.pairs if pair not in clear)
    components = [_component(network, group, clear) for group in _components(clear)]
    return Balance(
        components=tuple(sorted(components, key=lambda found: (-len(found.members), found.members))),
        mixed=mixed,
        not_computable=None if clear else "no claim of this view is friendly or hostile between two things",
        frame=view.frame,
    )


def _signs(network: Ties, pair: tuple[int, int]) -> set[int]:
    relations, edges = network.view.facts.vocabulary.relations, network.view.edges
    return {relations[edges[claim].claim.relation].sign for claim in network.claims(*pair)}


def _tie(network: Ties, pair: tuple[int, int], sign: str) -> Tie:
    a, b = pair
    return Tie(a=network.things[a], b=network.things[b], sign=sign, basis=network.basis(network.claims(a, b)))


def _components(signs: dict[tuple[int, int], int]) -> list[list[int]]:
    near: dict[int, list[int]] = {}
    for a, b in signs:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    groups: list[list[int]] = []
    seen: set[int] = set()
    for start in sorted(near):
        if start in seen:
            continue
        group = [start]
        seen.add(start)
        for thing in group:
            fresh = [other for other in near[thing] if other not in seen]
            seen.update(fresh)
            group += fresh
        groups.append(sorted(group))
    return groups


def _component(network: Ties, group: list[int], clear: dict[tuple[int, int], int]) -> Component:
    inside = set(group)
    signs = {pair: sign for pair, sign in clear.items() if pair[0] in inside}
    found = divide(group, signs)
    members = tuple(network.things[thing] for thing in group)
    basis = network.basis(claim for pair in signs for claim in network.claims(*pair))
    if found is None:
        reason = (
            f"the fewest ties against a division are not computed: the {len(group):,} things are tied too "
            f"closely (more than {WIDEST} at once)"
        )
        return Component(
            members=members,
            camps=(),
            ties=len(signs),
            frustration=None,
            divisions=None,
            frustrated=(),
            not_computable=reason,
            basis=basis,
        )
    sides, divisions = found
    camps = [tuple(network.things[thing] for thing in group if sides[thing] == side) for side in (0, 1)]
    against = [pair for pair, sign in signs.items() if (sides[pair[0]] == sides[pair[1]]) != (sign > 0)]
    names = {1: "friendly", -1: "hostile"}
    return Component(
        members=members,
        camps=tuple(sorted(camp for camp in camps if camp)),
        ties=len(signs),
        frustration=len(against),
        divisions=divisions,
        frustrated=tuple(_tie(network, pair, names[signs[pair]]) for pair in against),
        not_computable=None,
        basis=basis,
    )


def divide(group: list[int], signs: dict[tuple[int, int], int]) -> tuple[dict[int, int], int] | None:
    """Divide connected things into two sides with the fewest ties against; count the best divisions.

    Returns the side (0 or 1) of each thing, the first thing's being 0, and the number of
    divisions that are as good; None where the network is too wide. Things are taken out one by
    one, those with the fewest neighbours first; for every way to place a thing's neighbours, the
    cost of its better side is kept (nonserial dynamic programming, Bertelè and Brioschi 1972).
    """
    order = _order(group, signs)
    if order is None:
        return None
    tables: dict[int, list[_Table]] = {thing: [] for thing, _ in order}
    position = {thing: place for place, (thing, _) in enumerate(order)}
    for (a, b), sign in signs.items():
        first, second = sorted((a, b), key=position.__getitem__)
        # by the sides of first (bit 0) and second (bit 1): a friendly tie wants them equal
        costs = [0, 1, 1, 0] if sign > 0 else [1, 0, 0, 1]
        tables[first].append(_Table((first, second), costs, [1] * 4))
    choices: list[tuple[int, tuple[int, ...], list[int]]] = []
    divisions = 1
    for thing, near in order:
        table, choice = _best(thing, near, tables[thing])
        choices.append((thing, near, choice))
        if near:
            tables[min(near, key=position.__getitem__)].append(table)
        else:
            divisions = table.counts[0] // 2  # swapping the sides gives the same division
    sides: dict[int, int] = {}
    for thing, near, choice in reversed(choices):
        sides[thing] = choice[sum(sides[other] << bit for bit, other in enumerate(near))]
    turn = sides[group[0]]
    return {thing: side ^ turn for thing, side in sides.items()}, divisions


@dataclass(frozen=True, slots=True)
class _Table:
    """The least number of ties against, and how often it comes, for each way to place some things.

    Bit ``i`` of an index is the side of ``scope[i]``.
    """

    scope: tuple[int, ...]
    costs: list[int]
    counts: list[int]


def _order(group: list[int], signs: dict[tuple[int, int], int]) -> list[tuple[int, tuple[int, ...]]] | None:
    """Return the things in the order in which they are taken out, each with its neighbours then."""
    near: dict[int, set[int]] = {thing: set() for thing in group}
    for a, b in signs:
        near[a].add(b)
        near[b].add(a)
    queue = [(len(others), thing) for thing, others in near.items()]
    heapify(queue)
    order: list[tuple[int, tuple[int, ...]]] = []
    while queue:
        degree, thing = heappop(queue)
        if thing not in near or degree != len(near[thing]):
            continue  # an entry of an earlier time
        if degree > WIDEST:
            return None
        others = near.pop(thing)
        for other in others:
            near[other] |= others
            near[other] -= {thing, other}
            heappush(queue, (len(near[other]), other))
        order.append((thing, tuple(sorted(others))))
    return order


def _best(thing: int, near: tuple[int, ...], tables: list[_Table]) -> tuple[_Table, list[int]]:
    """Add tables up and take a thing out of them; return what is left and the thing's better side."""
    size = 1 << len(near)
    sums = [[0] * size, [0] * size]
    ways = [[1] * size, [1] * size]
    for table in tables:
        rows = _rows(table.scope, near, size)
        own = 1 << table.scope.index(thing)
        for side in (0, 1):
            at = [row + own * side for row in rows]
            sums[side] = [total + table.costs[row] for total, row in zip(sums[side], at, strict=True)]
            ways[side] = [count * table.counts[row] for count, row in zip(ways[side], at, strict=True)]
    costs = [min(a, b) for a, b in zip(*sums, strict=True)]
    counts = [
        (first if a <= b else 0) + (second if b <= a else 0) for a, b, first, second in zip(*sums, *ways, strict=True)
    ]
    choice = [int(b < a) for a, b in zip(*sums, strict=True)]
    return _Table(near, costs, counts), choice


def _rows(scope: tuple[int, ...], near: tuple[int, ...], size: int) -> list[int]:
    """Return, for each way to place the neighbours, the row of a table in which they stand so."""
    rows = [0] * size
    for bit, other in enumerate(near):
        if other in scope:
            weight = 1 << scope.index(other)
            step = 1 << bit
            for index in range(size):
                if index & step:
                    rows[index] += weight
    return rows
