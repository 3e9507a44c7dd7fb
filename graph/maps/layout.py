"""Where the nodes of a map stand: computed here, seeded, whole numbers, the same each time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from graph.maps.communities import groups
from graph.maps.forces import settle
from graph.maps.spacing import free_spot, pack, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["Box", "Layout", "place"]

_GOLDEN = math.pi * (3 - 5**0.5)
_FEW = 64
"""Parts up to which they are picked out one by one."""
_LOOSE = 1.9
"""How many times the area of all its boxes a part is spread over."""
_MANY = 3_000
"""Above this many nodes forces act for fewer rounds: what moves after that is not seen."""
_EVEN = 0.5
_NEIGHBOURS = 6
_ROOM = 1.7
"""Distance to the sixth neighbour, in mark sizes, at which lines between marks can be seen; 1.44 is a dense packing."""
_GROUPED = 300
"""Above this many nodes communities are drawn apart."""
_LABELLED = 800
"""Up to this many nodes labels get room of their own; above, only the marks do."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room a node wants, in map units: its mark's radius and its label's width."""

    radius: float
    label: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions and group numbers by node, in the order of the ids given."""

    points: dict[str, tuple[int, int]]
    groups: dict[str, int]


def place(
    boxes: Mapping[str, Box],
    links: Sequence[tuple[str, str]],
    *,
    pinned: Mapping[str, tuple[int, int]] | None = None,
) -> Layout:
    """Lay out the nodes of ``boxes`` joined by ``links``; those in ``pinned`` stay where they are.

    Without pins: communities are found, each connected part is laid out by forces from a
    start in which communities stand apart, boxes are pushed off each other, parts are
    packed side by side. With pins only the others move: each goes to the free spot
    nearest to the middle of its neighbours. Map units are CSS pixels at 100 % zoom.
    """
    ids = sorted(boxes)
    number = {node: index for index, node in enumerate(ids)}
    pairs = sorted({(number[a], number[b]) for a, b in links if a != b and a in number and b in number})
    members = groups(len(ids), pairs)
    if not ids:
        return Layout({}, {})
    held = {number[node]: spot for node, spot in (pinned or {}).items() if node in number}
    sizes = _sizes([boxes[node] for node in ids])
    points = _beside(held, pairs, sizes) if held else _fresh(pairs, members, sizes)
    spots = {node: (round(float(x)), round(float(y))) for node, (x, y) in zip(ids, points, strict=True)}
    return Layout(spots, dict(zip(ids, members, strict=True)))


def _sizes(boxes: Sequence[Box]) -> Points:

    if len(boxes) > _LABELLED:
        return np.array([(2 * box.radius + 6, 2 * box.radius + 6) for box in boxes])
    return np.array([(max(2 * box.radius, box.label) + 14, 2 * box.radius + 30) for box in boxes])


def _fresh(pairs: Sequence[tuple[int, int]], members: Sequence[int], sizes: Points) -> Points:

    count = len(sizes)
    links = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    matrix = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(count, count))
    parts, label = connected_components(matrix, directed=False)
    points = np.zeros((count, 2))
    inside = [np.flatnonzero(label == part) for part in range(parts)] if parts < _FEW else _split(label)
    for nodes in inside:
        if len(nodes) > 1:
            points[nodes] = _part(nodes, links[label[links[:, 0]] == label[nodes[0]]], members, sizes)
    return pack(points, sizes, inside)


def _split(label: NDArray[np.int32]) -> list[NDArray[np.int64]]:

    order = np.argsort(label, kind="stable")
    return list(np.split(order, np.flatnonzero(np.diff(label[order])) + 1))


def _part(nodes: NDArray[np.int64], links: NDArray[np.int64], members: Sequence[int], sizes: Points) -> Points:
    """Lay out one connected part around (0, 0)."""
    local = np.searchsorted(nodes, links)
    points = settle(_start([members[node] for node in nodes]), local, rounds=300 if len(nodes) <= _MANY else 160)
    points = _level(points - points.mean(axis=0))
    if len(nodes) > _GROUPED:
        points = _thinned(_apart(points, np.array([members[node] for node in nodes])))
    if len(nodes) > _LABELLED:
        return spread(_roomy(points, sizes[nodes]), sizes[nodes], rounds=40)
    room = float(np.sqrt((sizes[nodes].prod(axis=1)).sum() * _LOOSE))
    width, height = (float(side) for side in np.ptp(points, axis=0))
    extent = max((width * height) ** 0.5, 0.6 * max(width, height), 1e-9)  # a chain has hardly any height
    return spread(points * (room / extent), sizes[nodes], rounds=600)


def _thinned(points: Points) -> Points:
    """Draw the radius of each point towards the one it would have if all were spread evenly over a disc."""
    radius = np.linalg.norm(points, axis=1)
    even = np.empty_like(radius)
    even[np.argsort(radius, kind="stable")] = np.sqrt((np.arange(len(points)) + 0.5) / len(points)) * radius.max()
    thinned: Points = points * ((1 - _EVEN) + _EVEN * even / (radius + 1e-9))[:, None]
    return thinned


def _roomy(points: Points, sizes: Points) -> Points:
    """Scale until six neighbours fit around most marks, as pushing thousands apart takes long."""
    near, _ = cKDTree(points).query(points, k=_NEIGHBOURS + 1)
    lacking = _ROOM * sizes[:, 0] / (near[:, -1] + 1e-9)
    return points * float(np.quantile(lacking, 0.7))


def _apart(points: Points, members: NDArray[np.int64]) -> Points:
    """Draw communities away from each other, so that an overview shows them one by one."""
    counts = np.bincount(members)
    middles = np.stack(
        [np.bincount(members, weights=points[:, axis]) / np.maximum(counts, 1) for axis in (0, 1)], axis=1
    )
    drawn: Points = points * 0.55 + middles[members] * 0.9
    return drawn


def _start(members: Sequence[int]) -> Points:
    """Put communities on a sunflower, the largest in the middle, their nodes on small ones."""
    order = {group: rank for rank, group in enumerate(sorted(set(members)))}
    seen: dict[int, int] = {}
    total = len(members) ** 0.5 * 10
    points = np.empty((len(members), 2))
    for index, group in enumerate(members):
        rank, nth = order[group], seen.setdefault(group, 0)
        seen[group] += 1
        radius, turn = total * (rank / (len(order) + 1)) ** 0.5, rank * _GOLDEN
        near, angle = 5.0 * (nth + 0.5) ** 0.5, nth * _GOLDEN + rank
        points[index] = (
            radius * math.cos(turn) + near * math.cos(angle),
            radius * math.sin(turn) + near * math.sin(angle),
        )
    return points


def _level(points: Points) -> Points:
    """Turn the longest axis to the horizontal, as screens are wide."""
    spread_of = points.T @ points
    angle = 0.5 * math.atan2(2 * spread_of[0, 1], spread_of[0, 0] - spread_of[1, 1])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turned: Points = points @ turn
    return turned


def _beside(held: Mapping[int, tuple[int, int]], pairs: Sequence[tuple[int, int]], sizes: Points) -> Points:
    """Keep the held points; put every other at a free spot near its placed neighbours."""
    beside: dict[int, list[int]] = {}
    for a, b in pairs:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    points = np.zeros((len(sizes), 2))
    order = sorted(held)  # of the placed nodes, so that each is compared with those before it
    points[order] = [held[node] for node in order]
    border = points[order].max(axis=0) + 80.0
    count = len(order)
    spots, taken = np.zeros_like(points), np.zeros_like(sizes)
    spots[:count], taken[:count] = points[order], sizes[order]
    known = {
        node: [other for other in beside.get(node, ()) if other in held]
        for node in range(len(sizes))
        if node not in held
    }
    # the one with most placed neighbours first: chains grow outwards from what is known
    queue = [(-len(others), node) for node, others in known.items()]
    heapify(queue)
    while queue:
        placed, node = heappop(queue)
        if node not in known or -placed != len(known[node]):
            continue  # an older entry of a node that is placed, or has more placed neighbours by now
        others = known.pop(node)
        wish = points[others].mean(axis=0) if others else border
        points[node] = spots[count] = free_spot(wish, sizes[node], spots[:count], taken[:count])
        taken[count] = sizes[node]
        count += 1
        for other in beside.get(node, ()):
            if other in known:
                known[other].append(node)
                heappush(queue, (-len(known[other]), other))
    return points
