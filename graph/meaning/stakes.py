"""Stakes: who holds how much of what on a day, when days and sizes are known only in part.

A *holding* is what a claim says: an owner, an asset, a share, and bounds for its first and
last day. A *stake* is what is left of it on one day: it stands for certain, or it may stand.
Some stakes are alternatives of each other, because a change of hands or of size fell on a
day that is known only within bounds; of such alternatives exactly one stands
(semantics.md, Ownership).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.facts.share import UNSTATED, Share
from graph.facts.when import FOREVER, NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Links = dict[int, set[int]]

__all__ = ["Holding", "Stake", "stakes_on"]


@dataclass(frozen=True, slots=True)
class Stake:
    """A share of an asset that an owner holds, or may hold, on the day asked about.

    ``certain`` tells whether the claim covers the day for sure. Stakes in one asset that have
    the same non-empty ``choice`` are alternatives: of those exactly one stands, or at most one
    when they are not certain.
    """

    owner: str
    asset: str
    share: Share
    claim: str
    certain: bool = True
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A claim of ownership with the bounds (earliest, latest) of its first and of its last day.

    Days are ordinals as in :mod:`graph.facts.when`. ``known`` is False where it is not certain
    that the claim was known at the time of knowledge; such a holding never stands for certain.
    """

    owner: str
    asset: str
    share: Share = UNSTATED
    claim: str = ""
    start: tuple[int, int] = (NEVER, NEVER)
    end: tuple[int, int] = (FOREVER, FOREVER)
    known: bool = True

    def covers(self, day: int) -> bool:
        """Tell whether it covers the day by its dates, for certain."""
        return self.start[1] <= day <= self.end[0]

    def may_cover(self, day: int) -> bool:
        """Tell whether it covers the day by its dates, possibly."""
        return self.start[0] <= day <= self.end[1]


def stakes_on(holdings: Iterable[Holding], day: int) -> tuple[Stake, ...]:
    """Return the stakes that stand or may stand on a day, alternatives marked as such.

    Two holdings of one owner in one asset are one stake where the bounds of the last day of
    the one overlap the bounds of the first day of the other. So are two of different owners
    that must be a transfer: the same share, both days dated, and neither has another partner.
    Whoever certainly stands excludes the alternatives that only may. Holdings that cannot have
    begun by the day change nothing; one that has ended may still show that its successor began.
    """
    begun = [holding for holding in holdings if holding.start[0] <= day]
    links = _links(begun)
    stakes = [
        Stake(each.owner, each.asset, each.share, each.claim, each.known and each.start[1] <= day <= each.end[0])
        for position, each in enumerate(begun)
        if position not in links and each.end[1] >= day
    ]
    for thread in _threads(links, links):
        stakes += _alternatives(begun, thread, links, day)
    return tuple(stakes)


def _links(holdings: Sequence[Holding]) -> Links:
    """Return which holdings may pass into which, in both directions; holdings without any are absent."""
    assets = {holding.asset for holding in holdings if holding.end[0] < FOREVER}
    candidates = [position for position, holding in enumerate(holdings) if holding.asset in assets]
    pairs: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for position in candidates:
        pairs[holdings[position].owner, holdings[position].asset].append(position)
    found = [
        (first, second)
        for positions in pairs.values()
        for first in positions
        for second in positions
        if first != second and _succeeds(holdings[first], holdings[second])
    ]
    own = {position for pair in found for position in pair}
    found += _transfers(holdings, [position for position in candidates if position not in own])
    links: Links = {}
    for first, second in found:
        links.setdefault(first, set()).add(second)
        links.setdefault(second, set()).add(first)
    return links


def _succeeds(before: Holding, after: Holding) -> bool:
    """Tell whether the one may have ended on the day, as far as known, on which the other began."""
    ended = before.end[0] < FOREVER
    return ended and before.end[0] <= after.start[1] and after.start[0] <= before.end[1]


def _dated(before: Holding, after: Holding) -> bool:
    """Tell whether the day of a change is bounded on both sides: a missing date is not a vague one."""
    return before.end[1] < FOREVER and after.start[0] > NEVER


def _transfers(holdings: Sequence[Holding], candidates: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of holdings of different owners of which the one took the stake from the other."""
    leaving: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    arriving: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for position in candidates:
        holding = holdings[position]
        share = holding.share
        key: tuple[object, ...] = (holding.asset, share.low, share.low_closed, share.high, share.high_closed)
        if holding.end[1] < FOREVER:
            leaving[key].append(position)
        if holding.start[0] > NEVER:
            arriving[key].append(position)
    for key in leaving.keys() & arriving.keys():
        found = [
            (first, second)
            for first in leaving[key]
            for second in arriving[key]
            if holdings[first].owner != holdings[second].owner and _succeeds(holdings[first], holdings[second])
        ]
        sold = Counter(first for first, _ in found)
        bought = Counter(second for _, second in found)
        yield from ((first, second) for first, second in found if sold[first] == bought[second] == 1)


def _threads(positions: Iterable[int], links: Links) -> list[list[int]]:
    """Return the connected groups of linked holdings among these, each group and all of them in order."""
    left = dict.fromkeys(positions)
    threads = []
    while left:
        thread = [next(iter(left))]
        del left[thread[0]]
        for position in thread:
            fresh = [other for other in links[position] if other in left]
            thread += fresh
            for other in fresh:
                del left[other]
        threads.append(sorted(thread))
    return threads


def _alternatives(holdings: Sequence[Holding], thread: Sequence[int], links: Links, day: int) -> Iterator[Stake]:
    """Yield what a group of linked holdings leaves on a day: stakes of their own, or alternatives."""
    alive = [position for position in thread if holdings[position].may_cover(day)]
    sure = {position for position in alive if holdings[position].known and holdings[position].covers(day)}
    # what certainly stands excludes what it is linked to, unless that certainly stands as well
    groups = _threads((p for p in alive if p in sure or sure.isdisjoint(links[p])), links)
    bridged = len(groups) == 1 and _bridged(holdings, thread, links, day)
    for group in groups:
        certain = bridged or sure.issuperset(group)
        choice = min(holdings[position].claim for position in group) if len(group) > 1 else ""
        if any(other not in links[position] for position in group for other in group if other != position):
            # a stake that was split, or several that were merged: which of them exclude which is not clear
            certain, choice = False, ""
        for position in group:
            holding = holdings[position]
            yield Stake(holding.owner, holding.asset, holding.share, holding.claim, certain, choice)


def _bridged(holdings: Sequence[Holding], thread: Sequence[int], links: Links, day: int) -> bool:
    """Tell whether the day lies for certain between the start of one holding and the end of its successor."""
    for position in thread:
        before = holdings[position]
        if not before.known or before.start[1] > day:
            continue
        for after in (holdings[other] for other in links[position]):
            if not after.known or after.end[0] < day or not _succeeds(before, after):
                continue
            if _dated(before, after) or (before.may_cover(day) and after.may_cover(day)):
                return True
    return False
