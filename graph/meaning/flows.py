"""Where ownership flows from a set of seeds: added up, or each seed for itself.

A *flow* is one finished cascade with the rounds in which it covered each party; proofs and
missing facts are read off the rounds. :class:`Together` adds the seeds up, :class:`Apart` runs
once per seed and keeps the strongest result (semantics.md, Ownership).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from graph.meaning.register import register, spread_high, spread_low

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.meaning.register import Ledger, Pool, Register

__all__ = ["Apart", "Flow", "Together"]

READINGS = 64
"""How many worlds of alternatives are tried for rules that do not add up; beyond, POSSIBLE stays."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One cascade: ``low`` and ``high`` give the round in which a party was (or may have been) covered.

    Seeds have round 0 in ``low``; seeds, possible seeds and everything in ``low`` have round 0
    in ``high``. ``others`` is what parties outside hold for certain in those touched in vain.
    ``least`` are the sums that pass the rule, for lower and for upper ends.
    """

    entries: Register
    least: tuple[int, int]
    seeds: frozenset[int]
    possible: frozenset[int]
    low: dict[int, int]
    high: dict[int, int]
    others: dict[int, int]

    def starts(self, party: int) -> bool:
        """Tell whether a covered party is so by itself and not by its owners."""
        return (self.low[party] if party in self.low else self.high[party]) == 0


def _flow(
    entries: Register,
    least: tuple[int, int],
    seeds: Iterable[int],
    possible: Iterable[int],
    held: Ledger | None = None,
) -> Flow:
    """Run the lower cascade from the seeds, then the upper one from it and the possible seeds."""
    sure, maybe = frozenset(seeds), frozenset(possible)
    low = spread_low(entries, sure, least[0], held)
    high, others = spread_high(entries, (*low, *maybe), least[1], held)
    return Flow(entries, least, sure, maybe, low, high, others)


class Together:
    """All seeds at once: their stakes, and those of everyone they cover, add up."""

    __slots__ = ("_returning", "flow")

    def __init__(
        self,
        entries: Register,
        passing: Callable[[Register], tuple[int, int]],
        seeds: frozenset[int],
        possible: frozenset[int],
    ) -> None:
        """Run the cascade; ``passing`` measures the rule in a register."""
        self.flow = _flow(entries, passing(entries), seeds, possible)
        self._returning: dict[int, Flow | None] = {}

    def sure(self, party: int) -> bool:
        """Tell whether a party is covered for certain."""
        flow = self._of(party)
        return flow is not None and party in flow.low

    def may(self, party: int) -> bool:
        """Tell whether a party is, or may be, covered."""
        flow = self._of(party)
        return flow is not None and party in flow.high

    def flows(self, party: int) -> Iterator[Flow]:
        """Yield the cascades that explain why a party is, or may be, covered."""
        flow = self._of(party)
        if flow is not None:
            yield flow

    def others(self, party: int) -> int:
        """Return what parties outside hold for certain in a party that is not covered."""
        return self.flow.others.get(party, self.flow.entries.taken[party])

    def touched(self) -> set[int]:
        """Return everyone in whom a party that is or may be covered holds a stake, and the seeds."""
        return {*self.flow.high, *self.flow.others}

    def _of(self, party: int) -> Flow | None:
        """Return the cascade that answers for a party: for a seed, that of the others which reaches it."""
        if party not in self.flow.seeds and party not in self.flow.possible:
            return self.flow
        if party not in self._returning:
            self._returning[party] = _returning(self.flow, party)
        return self._returning[party]


def _returning(flow: Flow, seed: int) -> Flow | None:
    """Return the cascade of the other seeds that reaches this one; None where none does."""
    if seed in flow.low:
        found = _around(flow, seed, flow.low)
        if found is not None and seed in found.low:
            return found
    found = _around(flow, seed, flow.high)
    return found if found is not None and seed in found.high else None


def _around(flow: Flow, seed: int, covered: dict[int, int]) -> Flow | None:
    """Run the cascade of the other seeds among the covered owners above a seed, until it reaches that.

    What lies above other seeds cannot matter, since they are covered by themselves. The part
    looked at doubles until it suffices or nothing is left, so that a large group is not
    searched where two steps decide.
    """
    entries, certain = flow.entries, covered is flow.low
    amounts, least = (entries.low, flow.least[0]) if certain else (entries.high, flow.least[1])
    most = sum(amounts[stake] for stake in entries.into[seed] if entries.owner[stake] in covered)
    if most < least:
        return None
    held: dict[int, list[int]] = {seed: []}
    edge, size = [seed], 1
    while True:
        while edge and len(held) <= size:
            edge = _climb(entries, edge, covered, amounts, held)
            edge = [party for party in edge if party not in flow.seeds]
        seeds, possible = (
            {party for party in held if party in kind and party != seed} for kind in (flow.seeds, flow.possible)
        )
        part = _flow(entries, flow.least, seeds, possible, held)
        if seed in (part.low if certain else part.high) or not edge:
            return part
        size = 2 * len(held)


def _climb(
    entries: Register,
    edge: Sequence[int],
    covered: dict[int, int],
    amounts: Sequence[int],
    held: dict[int, list[int]],
) -> list[int]:
    """Enter the covered owners of some parties, with stakes that count, into ``held``; return the new ones."""
    above = []
    for asset in edge:
        for stake in entries.into[asset]:
            owner = entries.owner[stake]
            if amounts[stake] and owner in covered:
                if owner not in held:
                    held[owner] = []
                    above.append(owner)
                held[owner].append(stake)
    return above


class Apart:
    """Each seed for itself: only what one seed and those it covers hold adds up; the strongest result counts.

    The cost grows with the seeds: each pays for what it reaches.
    """

    __slots__ = ("_entries", "_joint", "_maybe", "_others", "_passing", "_possible", "_seeds", "_sure")

    def __init__(
        self,
        entries: Register,
        passing: Callable[[Register], tuple[int, int]],
        seeds: frozenset[int],
        possible: frozenset[int],
    ) -> None:
        """Run one cascade a seed; ``passing`` measures the rule in a register."""
        self._entries, self._passing = entries, passing
        self._seeds, self._possible = seeds, possible
        self._sure: dict[int, int] = {}
        self._maybe: dict[int, list[int]] = {}
        self._others: dict[int, int] = {}
        rounds: dict[int, int] = {}
        for seed in sorted(seeds | possible, key=entries.parties.__getitem__):
            flow = self._from(seed)
            for party, current in flow.low.items():
                if current and current < rounds.get(party, current + 1):
                    rounds[party], self._sure[party] = current, seed
            for party, current in flow.high.items():
                if current:
                    self._maybe.setdefault(party, []).append(seed)
            for party, rest in flow.others.items():
                self._others[party] = min(rest, self._others.get(party, rest))
        self._joint = self._read()

    def sure(self, party: int) -> bool:
        """Tell whether a party is covered for certain."""
        return party in self._sure or party in self._joint

    def may(self, party: int) -> bool:
        """Tell whether a party is, or may be, covered."""
        return self.sure(party) or party in self._maybe

    def flows(self, party: int) -> Iterator[Flow]:
        """Yield the cascades that explain why a party is, or may be, covered."""
        if party in self._sure:
            yield self._from(self._sure[party])
        elif party in self._joint:
            for entries, seed in self._joint[party]:
                yield _flow(entries, self._passing(entries), [seed], [])
        else:
            yield from map(self._from, self._maybe.get(party, ()))

    def others(self, party: int) -> int:
        """Return what parties outside hold for certain in a party that is not covered, at the least."""
        return self._others.get(party, self._entries.taken[party])

    def touched(self) -> set[int]:
        """Return everyone in whom a party that is or may be covered holds a stake, and the seeds."""
        return {*self._sure, *self._joint, *self._maybe, *self._others, *self._seeds, *self._possible}

    def _from(self, seed: int) -> Flow:
        sure, maybe = ([seed], []) if seed in self._seeds else ([], [seed])
        return _flow(self._entries, self._passing(self._entries), sure, maybe)

    def _read(self) -> dict[int, list[tuple[Register, int]]]:
        """Return who is covered in every reading of the alternatives, though by different seeds.

        Where a stake passed from one seed to another on a vague day, either of them holds it:
        two worlds with one answer.
        """
        pools = [self._sorted(pool.members) for pool in self._entries.pools if self._splits(pool)]
        if not pools or prod(map(len, pools)) > READINGS:
            return {}
        pools.sort(key=lambda members: self._entries.stakes[members[0]].claim)
        found: list[dict[int, tuple[Register, int]]] = []
        for chosen in product(*pools):
            entries = _reading(self._entries, {stake for pool in pools for stake in pool}, chosen)
            least = self._passing(entries)[0]
            covered: dict[int, tuple[Register, int]] = {}
            for seed in sorted(self._seeds, key=entries.parties.__getitem__):
                for party, current in spread_low(entries, [seed], least).items():
                    if current:
                        covered.setdefault(party, (entries, seed))
            found.append(covered)
        everywhere = set(found[0]).intersection(*found) - self._sure.keys()
        return {party: [covered[party] for covered in found] for party in everywhere}

    def _sorted(self, stakes: Iterable[int]) -> list[int]:
        return sorted(stakes, key=lambda stake: self._entries.stakes[stake].claim)

    def _splits(self, pool: Pool) -> bool:
        """Tell whether a group of alternatives may be held by different seeds in different worlds."""
        owners = {self._entries.owner[stake] for stake in pool.members}
        covered = (owner in self._seeds or owner in self._maybe or owner in self._sure for owner in owners)
        return pool.low > 0 and len(owners) > 1 and all(covered)


def _reading(entries: Register, alternatives: set[int], chosen: Sequence[int]) -> Register:
    """Return the register of the world in which, of some alternatives, the chosen ones stand."""
    return register(
        (
            replace(stake, choice="") if number in chosen else stake
            for number, stake in enumerate(entries.stakes)
            if number in chosen or number not in alternatives
        ),
        entries.parties,
    )
