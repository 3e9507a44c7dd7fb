"""A force layout in NumPy and SciPy: ForceAtlas2's forces, its repulsion summed by FFT.

Forces and speed rule: Jacomy, Venturini, Heymann, Bastian 2014, "ForceAtlas2, a continuous
graph layout algorithm". Repulsion between all pairs is a convolution of the masses with
1/distance; on a grid it costs O(nodes + cells log cells) a round instead of O(nodes^2).
Below ``_EXACT`` nodes every pair is summed, as the grid is too coarse for few nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Pairs = NDArray[np.int64]

__all__ = ["settle"]

_EXACT = 450
_GRIDS = ((3_000, 96), (15_000, 160))
"""Up to how many nodes how many cells a side are fine enough; 256 above."""
_REPULSION = 2.0
_SWING = 0.05
"""Jacomy et al. call it tolerance: how much swinging a round may keep."""


def settle(start: Points, pairs: Pairs, *, rounds: int = 300) -> Points:
    """Move points of shape (n, 2) until linked ones are near and others apart; return the new points."""
    count = len(start)
    mass = 1.0 + np.bincount(pairs.ravel(), minlength=count).astype(np.float64)
    repel = _every_pair(mass) if count <= _EXACT else _on_a_grid(mass, _cells(count))
    points, before, speed = start.copy(), np.zeros_like(start), 1.0
    for _ in range(rounds):
        force = repel(points) + _attraction(points, pairs) - _gravity(points, mass)
        swing = mass * np.linalg.norm(force - before, axis=1)
        advance = float((mass * np.linalg.norm(force + before, axis=1)).sum()) / 2
        tolerance = max(_SWING * count**0.5, min(10.0, _SWING * count**0.5 * advance / count**2))
        speed += min(tolerance * advance / (float(swing.sum()) + 1e-9) - speed, 0.5 * speed)
        points = points + force * (speed / (1.0 + np.sqrt(speed * swing)))[:, None]
        before = force
    return points


def _cells(count: int) -> int:
    """Return the number of grid cells along a side."""
    return next((cells for most, cells in _GRIDS if count < most), 256)


def _attraction(points: Points, pairs: Pairs) -> Points:

    first, second = pairs[:, 0], pairs[:, 1]
    pull = points[second] - points[first]
    force = np.empty_like(points)
    for axis in (0, 1):
        force[:, axis] = np.bincount(first, weights=pull[:, axis], minlength=len(points))
        force[:, axis] -= np.bincount(second, weights=pull[:, axis], minlength=len(points))
    return force


def _gravity(points: Points, mass: NDArray[np.float64]) -> Points:

    radius = np.linalg.norm(points, axis=1) + 1e-9
    pull: Points = (mass / radius)[:, None] * points
    return pull


def _every_pair(mass: NDArray[np.float64]) -> Callable[[Points], Points]:
    def repel(points: Points) -> Points:
        norm = (points * points).sum(axis=1)
        square = norm[:, None] + norm[None, :] - 2.0 * (points @ points.T)
        weight = mass[None, :] / (square.clip(min=0.0) + 0.01)
        force: Points = points * weight.sum(axis=1)[:, None] - weight @ points
        return force * (_REPULSION * mass)[:, None]

    return repel


def _on_a_grid(mass: NDArray[np.float64], cells: int) -> Callable[[Points], Points]:
    """Spread the masses over cells, convolve by FFT, read the field back: all bilinear."""
    size = (2 * cells, 2 * cells)
    steps = np.arange(2 * cells)
    steps = np.where(steps < cells, steps, steps - 2 * cells)
    across, down = np.meshgrid(steps, steps, indexing="ij")
    square = across**2 + down**2 + 0.5
    # half the precision is twice as fast, and far finer than the grid
    kernels = [fft.rfft2((way / square).astype(np.float32)) for way in (across, down)]

    def repel(points: Points) -> Points:
        low = points.min(axis=0)
        side = float((points.max(axis=0) - low).max()) / (cells - 3) + 1e-9
        place = (points - low) / side + 1.0
        corner = place.astype(np.int64)
        part = place - corner
        shares, spots = [], []
        for right in (0, 1):
            for under in (0, 1):
                shares.append(np.abs(1 - right - part[:, 0]) * np.abs(1 - under - part[:, 1]))
                spots.append((corner[:, 0] + right) * cells + corner[:, 1] + under)
        spread = np.zeros(cells * cells)
        for share, spot in zip(shares, spots, strict=True):
            spread += np.bincount(spot, weights=share * mass, minlength=cells * cells)
        waves = fft.rfft2(spread.reshape(cells, cells).astype(np.float32), s=size)
        force = np.empty_like(points)
        for axis, kernel in enumerate(kernels):
            field = fft.irfft2(waves * kernel, s=size)[:cells, :cells].ravel() / side
            force[:, axis] = sum(share * field[spot] for share, spot in zip(shares, spots, strict=True))
        return force * (_REPULSION * mass)[:, None]

    return repel
