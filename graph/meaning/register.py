"""A share register: stakes as whole numbers, and how far ownership spreads through them.

Percentages are exact fractions, and some ends of intervals are open. Both become plain
integers without loss: a percentage is multiplied by the common denominator of all of them and
by a *unit* larger than the number of stakes; an open lower end then adds 1 and an open upper
end takes 1 away. So a sum of lower ends that equals a threshold lies just above it when some
end in it is open, and a sum of upper ends just below, which is what *reached* means in
semantics.md (Ownership). Comparing with a threshold is comparing two integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain
from math import lcm
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.facts.share import Share
    from graph.meaning.stakes import Stake

    Ledger: TypeAlias = "Mapping[int, Sequence[int]] | Grouped"

__all__ = ["Pool", "Register", "register", "spread_high", "spread_low"]

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Pool:
    """Alternatives: of the stakes at these positions exactly one stands, or at most one.

    ``low`` is what is held in every case, as a whole number of the register: 0 where none may stand.
    """

    members: tuple[int, ...]
    low: int


class Grouped:
    """Stakes by party, in two flat lists: a list a party would cost more than the cascade itself."""

    __slots__ = ("_ends", "_order")

    def __init__(self, party_of: Sequence[int], parties: int) -> None:
        self._order = sorted(range(len(party_of)), key=party_of.__getitem__)
        counts = [0] * (parties + 1)
        for party in party_of:
            counts[party] += 1
        self._ends = list(accumulate(counts))

    def __getitem__(self, party: int) -> list[int]:
        """Return the stakes of a party, in order."""
        return self._order[self._ends[party - 1] if party else 0 : self._ends[party]]


@dataclass(frozen=True, slots=True)
class Register:
    """Stakes by owner and by asset; parties and stakes are named by their positions.

    ``held[party]`` and ``into[party]`` list the stakes it holds and the stakes in it; ``owner``,
    ``asset``, ``low``, ``high`` and ``pool`` describe a stake: ``low`` is 0 where it may be
    absent, ``pool`` is -1 where it is no alternative. ``taken[party]`` is the sum of all lower
    ends of the stakes in it.
    """

    stakes: tuple[Stake, ...]
    parties: tuple[str, ...]
    position: dict[str, int]
    held: Grouped
    into: Grouped
    owner: list[int]
    asset: list[int]
    low: list[int]
    high: list[int]
    pool: list[int]
    pools: tuple[Pool, ...]
    taken: list[int]
    scale: int
    unit: int

    @property
    def full(self) -> int:
        """The whole capital of a company."""
        return _WHOLE * self.scale * self.unit

    def passing(self, comparison: str, threshold: Fraction) -> tuple[int, int]:
        """Return the least sum of lower ends and the least sum of upper ends that pass a comparison."""
        whole, part = divmod(threshold * self.scale, 1)
        if part:
            return (whole + 1) * self.unit, whole * self.unit + 1
        bound = whole * self.unit + (comparison == ">")
        return bound, bound

    def percent(self, amount: int) -> Fraction:
        """Return a sum of lower ends as a percentage."""
        return Fraction(amount // self.unit, self.scale)


def register(stakes: Iterable[Stake], parties: Iterable[str] = ()) -> Register:
    """Enter stakes into a register, after these parties; the work is linear in their number."""
    stakes = tuple(stakes)
    owners, assets = [stake.owner for stake in stakes], [stake.asset for stake in stakes]
    position = {party: number for number, party in enumerate(dict.fromkeys(chain(parties, owners, assets)))}
    owner, asset = [position[party] for party in owners], [position[party] for party in assets]
    unit = 1 << (len(stakes) + 1).bit_length()
    scale, ends = _whole_numbers(stakes, unit)
    low = [ends[id(stake.share)][0] if stake.certain else 0 for stake in stakes]
    high = [ends[id(stake.share)][1] for stake in stakes]
    pools, pool = _pools(stakes, low)
    taken = [0] * len(position)
    for party, amount, group in zip(asset, low, pool, strict=True):
        if group < 0:
            taken[party] += amount
    for alternatives in pools:
        taken[asset[alternatives.members[0]]] += alternatives.low
    return Register(
        stakes=stakes,
        parties=tuple(position),
        position=position,
        held=Grouped(owner, len(position)),
        into=Grouped(asset, len(position)),
        owner=owner,
        asset=asset,
        low=low,
        high=high,
        pool=pool,
        pools=pools,
        taken=taken,
        scale=scale,
        unit=unit,
    )


def _whole_numbers(stakes: Sequence[Stake], unit: int) -> tuple[int, dict[int, tuple[int, int]]]:
    """Return the common denominator, and the ends of each share (by its identity) as whole numbers."""
    shares: dict[int, Share] = {id(stake.share): stake.share for stake in stakes}
    scale = lcm(1, *{end.denominator for share in shares.values() for end in (share.low, share.high)})
    # on integers throughout: arithmetic on fractions takes a gcd a step
    return scale, {
        key: (
            share.low.numerator * (scale // share.low.denominator) * unit + (not share.low_closed),
            share.high.numerator * (scale // share.high.denominator) * unit - (not share.high_closed),
        )
        for key, share in shares.items()
    }


def _pools(stakes: Sequence[Stake], lows: Sequence[int]) -> tuple[tuple[Pool, ...], list[int]]:
    """Return the groups of alternatives, and for each stake the number of its group or -1."""
    members: dict[tuple[str, str], list[int]] = {}
    for number, stake in enumerate(stakes):
        if stake.choice:
            members.setdefault((stake.asset, stake.choice), []).append(number)
    pool = [-1] * len(stakes)
    pools: list[Pool] = []
    for group in members.values():
        for number in group:
            pool[number] = len(pools)
        pools.append(Pool(tuple(group), min(lows[number] for number in group)))
    return tuple(pools), pool


def spread_low(entries: Register, seeds: Iterable[int], least: int, held: Ledger | None = None) -> dict[int, int]:
    """Return who is covered for certain, each with the round that covered it (seeds: 0).

    The least fixpoint of semantics.md (Ownership), by a worklist: each stake is looked at once.
    ``held`` replaces the register's lists where only some stakes matter.
    """
    ledger = entries.held if held is None else held
    assets, lows, pool_of, pools = entries.asset, entries.low, entries.pool, entries.pools
    rounds = dict.fromkeys(seeds, 0)
    sums: dict[int, int] = {}
    waiting: dict[int, int] = {}
    frontier = list(rounds)
    current = 0
    while frontier:
        current += 1
        reached = []
        for owner in frontier:
            for stake in ledger[owner]:
                asset = assets[stake]
                if asset in rounds:
                    continue
                low = lows[stake]
                pool = pool_of[stake]
                if pool >= 0:
                    # alternatives count once all their owners are covered, then with the least of them
                    waiting[pool] = left = waiting.get(pool, len(pools[pool].members)) - 1
                    low = 0 if left else pools[pool].low
                if low:
                    sums[asset] = total = sums.get(asset, 0) + low
                    if total >= least:
                        rounds[asset] = current
                        reached.append(asset)
        frontier = reached
    return rounds


def spread_high(
    entries: Register, seeds: Iterable[int], least: int, held: Ledger | None = None
) -> tuple[dict[int, int], dict[int, int]]:
    """Return who may be covered, with rounds, and what others hold for certain in those touched but not covered.

    A company is bounded by what covered owners may hold, and by what others leave of the whole.
    """
    ledger = entries.held if held is None else held
    assets, lows, highs, pool_of = entries.asset, entries.low, entries.high, entries.pool
    pools, taken, full = entries.pools, entries.taken, entries.full
    rounds = dict.fromkeys(seeds, 0)
    sums: dict[int, int] = {}
    others: dict[int, int] = {}
    best: dict[int, int] = {}
    frontier = list(rounds)
    current = 0
    while frontier:
        current += 1
        reached = []
        for owner in frontier:
            for stake in ledger[owner]:
                asset = assets[stake]
                if asset in rounds:
                    continue
                low, high, pool = lows[stake], highs[stake], pool_of[stake]
                if pool >= 0:
                    # one covered alternative is enough to take the whole group from the others
                    known = best.get(pool)
                    best[pool] = high if known is None or high > known else known
                    low = pools[pool].low if known is None else 0
                    high = best[pool] - (known or 0)
                sums[asset] = total = sums.get(asset, 0) + high
                others[asset] = rest = others.get(asset, taken[asset]) - low
                if total >= least and full - rest >= least:
                    rounds[asset] = current
                    reached.append(asset)
        frontier = reached
    return rounds, others
