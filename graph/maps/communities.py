"""Groups of nodes that are joined more closely to each other than to the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

__all__ = ["groups"]

_PASSES = 12
"""Sweeps over the nodes at one level; moves have died out long before on every graph tried."""


def groups(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Give each of ``count`` nodes the number of its group, 0 being the largest.

    The Louvain method (Blondel, Guillaume, Lambiotte, Lefebvre 2008, "Fast unfolding of
    communities in large networks"): nodes move to the neighbouring group that raises
    modularity most, then groups become nodes, until nothing moves. Nodes are visited in
    their order and ties go to the lowest group, so the same input gives the same groups.
    """
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for a, b in pairs:
        if a != b:
            weights[min(a, b), max(a, b)] += 1.0
    member = list(range(count))
    size = count
    loops = [0.0] * count
    while True:
        moved = _move(size, weights, loops)
        names = {old: new for new, old in enumerate(dict.fromkeys(moved))}
        if len(names) == size:
            return _largest_first(member)
        group = [names[old] for old in moved]
        member = [group[node] for node in member]
        weights, loops = _contract(len(names), group, weights, loops)
        size = len(names)


def _move(size: int, weights: dict[tuple[int, int], float], loops: list[float]) -> list[int]:
    beside: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    for (a, b), weight in weights.items():
        beside[a].append((b, weight))
        beside[b].append((a, weight))
    degree = [loops[node] + sum(weight for _, weight in beside[node]) for node in range(size)]
    total = sum(degree) or 1.0
    group = list(range(size))
    mass = degree.copy()
    for _ in range(_PASSES):
        moves = 0
        for node in range(size):
            links: dict[int, float] = defaultdict(float)
            for other, weight in beside[node]:
                links[group[other]] += weight
            home = group[node]
            mass[home] -= degree[node]
            best, gain = home, links[home] - degree[node] * mass[home] / total
            for candidate in sorted(links):
                found = links[candidate] - degree[node] * mass[candidate] / total
                if found > gain + 1e-12:
                    best, gain = candidate, found
            mass[best] += degree[node]
            moves += best != home
            group[node] = best
        if not moves:
            break
    return group


def _contract(
    size: int, group: list[int], weights: dict[tuple[int, int], float], loops: list[float]
) -> tuple[dict[tuple[int, int], float], list[float]]:
    inner = [0.0] * size
    for node, weight in enumerate(loops):
        inner[group[node]] += weight
    between: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b), weight in weights.items():
        first, second = group[a], group[b]
        if first == second:
            inner[first] += 2 * weight
        else:
            between[min(first, second), max(first, second)] += weight
    return between, inner


def _largest_first(member: list[int]) -> list[int]:
    sizes: dict[int, int] = defaultdict(int)
    first: dict[int, int] = {}
    for node, group in enumerate(member):
        sizes[group] += 1
        first.setdefault(group, node)
    order = sorted(sizes, key=lambda group: (-sizes[group], first[group]))
    rank = {group: number for number, group in enumerate(order)}
    return [rank[group] for group in member]
