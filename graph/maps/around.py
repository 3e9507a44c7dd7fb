"""The part of a map around some of its nodes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.maps.model import MapData

__all__ = ["around"]


def around(data: MapData, focus: Iterable[str], hops: int) -> MapData:
    """Keep what lies at most ``hops`` edges from the nodes in ``focus``, in either direction.

    As for paths, nothing is reached *through* a place, region, list or group (they would
    join everybody with everybody) unless it is itself in focus. Ids without a node are ignored.
    """
    wanted = tuple(dict.fromkeys(focus))
    passable = {node.id: node.passable for node in data.nodes}
    beside: dict[str, set[str]] = {node.id: set() for node in data.nodes}
    for edge in data.edges:
        if edge.object is not None:
            beside[edge.subject].add(edge.object)
            beside[edge.object].add(edge.subject)
    reached = {node for node in wanted if node in beside}
    border = set(reached)
    for _ in range(hops):
        through = {node for node in border if passable[node] or node in wanted}
        border = {neighbour for node in through for neighbour in beside[node]} - reached
        reached |= border
    kept = data.keep(frozenset(reached))
    return replace(kept, holds=replace(data.holds, focus=wanted, hops=hops))
