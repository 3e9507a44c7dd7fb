"""Room for every box: pushing boxes apart, packing parts side by side, finding a free spot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["free_spot", "pack", "spread"]

_GOLDEN = math.pi * (3 - 5**0.5)
_PATIENCE = 25
"""Rounds of pushing between two drawings apart."""
_SPIRAL, _TURNS = 9.0, 6000
"""How far apart the turns of the spiral are on which a free spot is sought, and how many are tried."""
_GAP = 40.0
"""Map units between two unconnected parts."""


def spread(points: Points, sizes: Points, *, rounds: int = 600) -> Points:
    """Push boxes of ``sizes`` (width, height) centred at ``points`` until none overlap.

    Each round moves every overlapping pair apart along the axis where they overlap
    less; now and then everything is drawn apart a little, so that crowds find room.
    With too few rounds for a crowded graph some overlap stays.
    """
    points = points.copy()
    largest = sizes.max(axis=0)
    for turn in range(rounds):
        if turn % _PATIENCE == _PATIENCE - 1:
            points *= 1.03
        tree = cKDTree(points / largest)
        pairs = tree.query_pairs(1.0, p=np.inf, output_type="ndarray")
        first, second = pairs[:, 0], pairs[:, 1]
        apart = points[second] - points[first]
        need = (sizes[first] + sizes[second]) / 2 - np.abs(apart)
        crowded = (need > 0.5).all(axis=1)  # noqa: PLR2004 - half a unit is not seen
        if not crowded.any():
            break
        first, second, apart, need = first[crowded], second[crowded], apart[crowded], need[crowded]
        axis = need.argmin(axis=1)
        rows = np.arange(len(axis))
        way = np.where(apart[rows, axis] == 0, np.where(first < second, 1.0, -1.0), np.sign(apart[rows, axis]))
        shift = way * need[rows, axis] * 0.52
        np.add.at(points, (first, axis), -shift / 2)
        np.add.at(points, (second, axis), shift / 2)
    return points


def pack(points: Points, sizes: Points, parts: Sequence[NDArray[np.int64]]) -> Points:
    """Move whole parts so that they do not overlap: the largest in the middle, single nodes in rows below."""
    points = points.copy()
    small = [part for part in parts if len(part) <= 2]  # noqa: PLR2004 - a node or a pair
    large = sorted((part for part in parts if len(part) > 2), key=lambda part: (-len(part), part[0]))  # noqa: PLR2004
    boxes: list[tuple[float, float, float, float]] = []
    for part in large:
        low = (points[part] - sizes[part] / 2).min(axis=0)
        high = (points[part] + sizes[part] / 2).max(axis=0)
        size = high - low + _GAP
        corner = _corner(size, boxes)
        points[part] += corner - low
        boxes.append((corner[0], corner[1], size[0], size[1]))
    if small:
        _rows(points, sizes, small, boxes)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    centred: Points = points - middle if len(points) else points
    return np.asarray(centred)


def _corner(size: Points, boxes: Sequence[tuple[float, float, float, float]]) -> Points:
    """Return the first free place for a box on a spiral around the first one."""
    if not boxes:
        return np.array([-size[0] / 2, -size[1] / 2])
    for turn in range(1, 4000):
        radius = 14.0 * turn**0.5 + turn * 0.5
        x = 1.35 * radius * math.cos(turn * _GOLDEN) - size[0] / 2
        y = radius * math.sin(turn * _GOLDEN) - size[1] / 2
        if all(x + size[0] <= a or a + w <= x or y + size[1] <= b or b + h <= y for a, b, w, h in boxes):
            return np.array([x, y])
    return np.array([boxes[0][0], max(b + h for _, b, _, h in boxes)])


def _rows(
    points: Points,
    sizes: Points,
    small: Sequence[NDArray[np.int64]],
    boxes: Sequence[tuple[float, float, float, float]],
) -> None:
    """Set single nodes and pairs in rows under everything else."""
    total = float(sum((sizes[part, 0].sum() + _GAP) * (sizes[part, 1].max() + 12) for part in small))
    left = min((a for a, _, _, _ in boxes), default=0.0)
    width = max(max((a + w for a, _, w, _ in boxes), default=0.0) - left, (1.6 * total) ** 0.5)
    x, y, tall = left, max((b + h for _, b, _, h in boxes), default=0.0) + _GAP, 0.0
    for part in sorted(small, key=lambda part: (-len(part), part[0])):
        wide = float(sizes[part, 0].sum()) + _GAP * 1.5 * (len(part) - 1)
        if x > left and x + wide > left + width:
            x, y, tall = left, y + tall + 12, 0.0
        for node in part:
            points[node] = np.array([x + sizes[node, 0] / 2, y + sizes[node, 1] / 2])
            x += float(sizes[node, 0]) + _GAP * 1.5
        tall = max(tall, float(sizes[part, 1].max()))


def free_spot(wish: Points, size: Points, points: Points, sizes: Points) -> Points:
    """Return the spot nearest to ``wish`` (along a spiral) where a box of ``size`` overlaps no other."""
    reach = _SPIRAL * _TURNS**0.5 + (sizes.max(initial=0.0) + size) / 2
    near = (np.abs(points - wish) < reach).all(axis=1)
    points, sizes = points[near], sizes[near]
    for turn in range(_TURNS):
        radius = _SPIRAL * turn**0.5
        spot = wish + radius * np.array([math.cos(turn * _GOLDEN), math.sin(turn * _GOLDEN)])
        if not (np.abs(points - spot) < (sizes + size) / 2).all(axis=1).any():
            return np.asarray(np.round(spot))
    return np.asarray(np.round(wish))
