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
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.meaning.stakes import Stake

    Line = tuple[int, int, int, int]
    Ledger = Mapping[int, Sequence[Line]] | Sequence[Sequence[Line]]

__all__ = ["Pool", "Register", "register", "spread_high", "spread_low"]

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Pool:
    """Alternatives: of the stakes at these positions exactly one stands (at most one: ``certain`` False).

    ``low`` is what is held in every case, as a whole number of the register.
    """

    members: tuple[int, ...]
    certain: bool
    low: int


@dataclass(frozen=True, slots=True)
class Register:
    """Stakes by owner and by asset; parties and stakes are named by their positions.

    ``held[party]`` lists (asset, low, high, pool) of what it holds, pool -1 where a stake is no
    alternative; ``into[party]`` lists the stakes in it; ``owner``, ``low``, ``high`` and ``pool``
    describe a stake; ``taken[party]`` is the sum of all lower ends of the stakes in it.
    ``low`` is 0 for a stake that may be absent.
    """

    stakes: tuple[Stake, ...]
    parties: tuple[str, ...]
    position: dict[str, int]
    held: tuple[list[Line], ...]
    into: tuple[list[int], ...]
    owner: list[int]
    low: list[int]
    high: list[int]
    pool: list[int]
    pools: tuple[Pool, ...]
    taken: tuple[int, ...]
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
    shares = {id(stake.share): stake.share for stake in stakes}
    scale = lcm(1, *{end.denominator for share in shares.values() for end in (share.low, share.high)})
    unit = 1 << (len(stakes) + 1).bit_length()
    ends = {
        key: (
            int(share.low * scale) * unit + (not share.low_closed),
            int(share.high * scale) * unit - (not share.high_closed),
        )
        for key, share in shares.items()
    }
    position = {party: number for number, party in enumerate(dict.fromkeys(parties))}
    for stake in stakes:
        position.setdefault(stake.owner, len(position))
        position.setdefault(stake.asset, len(position))
    pools, pool = _pools(stakes, ends)
    held: tuple[list[Line], ...] = tuple([] for _ in position)
    into: tuple[list[int], ...] = tuple([] for _ in position)
    taken = [0] * len(position)
    owners, lows, highs = [], [], []
    for number, stake in enumerate(stakes):
        owner, asset = position[stake.owner], position[stake.asset]
        low, high = ends[id(stake.share)]
        low = low if stake.certain else 0
        held[owner].append((asset, low, high, pool[number]))
        into[asset].append(number)
        if pool[number] < 0:
            taken[asset] += low
        owners.append(owner)
        lows.append(low)
        highs.append(high)
    for entry in pools:
        taken[position[stakes[entry.members[0]].asset]] += entry.low
    return Register(
        stakes=stakes,
        parties=tuple(position),
        position=position,
        held=held,
        into=into,
        owner=owners,
        low=lows,
        high=highs,
        pool=pool,
        pools=pools,
        taken=tuple(taken),
        scale=scale,
        unit=unit,
    )


def _pools(stakes: Sequence[Stake], ends: Mapping[int, tuple[int, int]]) -> tuple[tuple[Pool, ...], list[int]]:
    """Return the groups of alternatives, and for each stake the number of its group or -1."""
    members: dict[tuple[str, str], list[int]] = {}
    for number, stake in enumerate(stakes):
        if stake.choice:
            members.setdefault((stake.asset, stake.choice), []).append(number)
    pool = [-1] * len(stakes)
    pools: list[Pool] = []
    for group in members.values():
        certain = all(stakes[number].certain for number in group)
        low = min(ends[id(stakes[number].share)][0] for number in group) if certain else 0
        for number in group:
            pool[number] = len(pools)
        pools.append(Pool(tuple(group), certain, low))
    return tuple(pools), pool


def spread_low(
    held: Ledger,
    pools: Sequence[Pool],
    seeds: Iterable[int],
    least: int,
) -> dict[int, int]:
    """Return who is covered for certain, each with the round that covered it (seeds: 0).

    The least fixpoint of semantics.md (Ownership), by a worklist: each stake is looked at once.
    """
    rounds = dict.fromkeys(seeds, 0)
    sums: dict[int, int] = {}
    waiting: dict[int, int] = {}
    frontier = list(rounds)
    current = 0
    while frontier:
        current += 1
        reached = []
        for owner in frontier:
            for asset, own, _, pool in held[owner]:
                if asset in rounds:
                    continue
                low = own
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
    held: Ledger,
    entries: Register,
    seeds: Iterable[int],
    least: int,
) -> tuple[dict[int, int], dict[int, int]]:
    """Return who may be covered, with rounds, and what others hold for certain in those touched but not covered.

    A company is bounded by what covered owners may hold, and by what others leave of the whole.
    """
    rounds = dict.fromkeys(seeds, 0)
    pools, taken, full = entries.pools, entries.taken, entries.full
    sums: dict[int, int] = {}
    others: dict[int, int] = {}
    best: dict[int, int] = {}
    frontier = list(rounds)
    current = 0
    while frontier:
        current += 1
        reached = []
        for owner in frontier:
            for asset, own, own_high, pool in held[owner]:
                if asset in rounds:
                    continue
                low, high = own, own_high
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
