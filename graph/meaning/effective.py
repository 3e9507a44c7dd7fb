"""The effective share: what of a company an owner holds in the end, percentages multiplied along chains.

This is a measure of its own. Rules about ownership do not multiply (semantics.md, Ownership).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING

from graph.meaning.register import Register, register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.meaning.stakes import Stake

__all__ = ["effective_share"]

_NONE = Fraction(0)
_ALL = Fraction(1)
_PERCENT = 100


def effective_share(stakes: Iterable[Stake] | Register, owner: str, asset: str) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest percentage of a company that an owner holds through all chains.

    The sum over all chains of the product of their shares. Chains run through rings of
    cross-holdings any number of times but do not return to the owner, so that consistent stakes
    never give more than 100: ``y[j] = a[i,j] + sum(y[k] * a[k,j] for k != i)``, the integrated
    ownership of Brioschi, Buzzacchi and Colombo (Journal of Banking and Finance 13, 1989,
    747-772) without the chains that lead through the owner itself. Rings are solved exactly, at
    a cost cubic in the size of the largest. The least takes stakes at their lower ends and
    leaves out those that may be absent; the greatest gives the owner what the certain stakes of
    others leave; within rings and among alternatives both are bounds, elsewhere the best ones.
    Capital held by nobody known counts as nobody's; open ends count as closed. A party of whom
    no stake is recorded has no share.
    """
    entries = stakes if isinstance(stakes, Register) else register(stakes)
    if owner not in entries.position or asset not in entries.position:
        return _NONE, _NONE
    source, target = entries.position[owner], entries.position[asset]
    least, greatest = (end(entries, source, target).value() * _PERCENT for end in (_Least, _Greatest))
    return least, greatest


class _End(ABC):
    """One end of the effective share: the weight of the owner in every company between it and the target."""

    def __init__(self, entries: Register, source: int, target: int) -> None:
        self.entries, self.source, self.target = entries, source, target
        self.weights = {source: _ALL}

    @abstractmethod
    def amount(self, stake: int) -> Fraction:
        """Return what a stake counts, as a part of 1."""

    @abstractmethod
    def inflow(self, party: int, weights: dict[int, Fraction]) -> Fraction:
        """Return the weight in a company, given the weights in its owners."""

    @abstractmethod
    def terms(self, stakes: Sequence[int], ring: dict[int, int]) -> Iterator[tuple[int, Fraction]]:
        """Yield what a stake or group of alternatives puts into the linear equations of a ring."""

    @abstractmethod
    def solve(self, ring: Sequence[int]) -> dict[int, Fraction]:
        """Return the weights in the members of a ring (or of a single company)."""

    def value(self) -> Fraction:
        """Return the weight in the target, the companies above it solved first."""
        for ring in self._rings():
            self.weights.update(self.solve(ring))
        if self.target == self.source:
            return min(self.inflow(self.target, self.weights), _ALL)
        return self.weights.get(self.target, _NONE)

    def linear(self, ring: Sequence[int]) -> dict[int, Fraction] | None:
        """Solve the equations of a ring; None where they have no least solution (rings that hold themselves)."""
        place = {party: row for row, party in enumerate(ring)}
        rows = []
        for party in ring:
            row = [_NONE] * (len(ring) + 1)
            row[place[party]] = _ALL
            for stakes in _units(self.entries, party):
                for owner, factor in self.terms(stakes, place):
                    if owner in place:
                        row[place[owner]] -= factor
                    else:
                        row[-1] += factor * self.weights.get(owner, _NONE)
            rows.append(row)
        solution = _eliminate(rows)
        return None if solution is None else dict(zip(ring, solution, strict=True))

    def _below(self) -> set[int]:
        """Return the companies that the owner's stakes lead down to."""
        found: set[int] = set()
        pending = [self.source]
        while pending:
            for stake in self.entries.held[pending.pop()]:
                asset = self.entries.asset[stake]
                if self.amount(stake) and asset not in found and asset != self.source:
                    found.add(asset)
                    pending.append(asset)
        return found

    def _above(self, party: int, within: set[int]) -> list[int]:
        owners = (self.entries.owner[stake] for stake in self.entries.into[party] if self.amount(stake))
        return [owner for owner in owners if owner in within]

    def _rings(self) -> list[list[int]]:
        """Return the strongly connected groups between owner and target, owners before what they own.

        Tarjan's algorithm (SIAM Journal on Computing 1, 1972, 146-160) on the edges from company
        to owner, without recursion.
        """
        within = self._below()
        groups: list[list[int]] = []
        number: dict[int, int] = {}
        lowest: dict[int, int] = {}
        stack: list[int] = []
        waiting: set[int] = set()
        roots = [self.target] if self.target in within else self._above(self.target, within)
        for root in dict.fromkeys(roots):
            path = [] if root in number else [(root, iter(self._above(root, within)))]
            while path:
                party, owners = path[-1]
                if party not in number:
                    number[party] = lowest[party] = len(number)
                    stack.append(party)
                    waiting.add(party)
                fresh = next((owner for owner in owners if _lower(lowest, party, number, owner, waiting)), None)
                if fresh is not None:
                    path.append((fresh, iter(self._above(fresh, within))))
                    continue
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[party])
                if lowest[party] == number[party]:
                    group: list[int] = []
                    while not group or group[-1] != party:
                        group.append(stack.pop())
                    waiting.difference_update(group)
                    groups.append(group)
        return groups


class _Least(_End):
    def amount(self, stake: int) -> Fraction:
        known = self.entries.stakes[stake]
        return known.share.low / _PERCENT if known.certain else _NONE

    def inflow(self, party: int, weights: dict[int, Fraction]) -> Fraction:
        owner = self.entries.owner
        return sum(
            (
                min(self.amount(stake) * weights.get(owner[stake], _NONE) for stake in stakes)
                for stakes in _units(self.entries, party)
            ),
            _NONE,
        )

    def terms(self, stakes: Sequence[int], ring: dict[int, int]) -> Iterator[tuple[int, Fraction]]:
        owner = self.entries.owner
        worst = min(stakes, key=lambda stake: self.amount(stake) * self.weights.get(owner[stake], _NONE))
        # which of several alternatives gives least is not known before the ring is solved: none counts
        if len(stakes) == 1 or not any(owner[stake] in ring for stake in stakes):
            yield owner[worst], self.amount(worst)

    def solve(self, ring: Sequence[int]) -> dict[int, Fraction]:
        if len(ring) == 1 and not _holds_itself(self.entries, ring[0]):
            return {ring[0]: min(self.inflow(ring[0], self.weights), _ALL)}
        found = self.linear(ring)
        if found is None:
            # what has come round so far is a lower bound
            found = dict.fromkeys(ring, _NONE)
            for _ in ring:
                found = {party: min(self.inflow(party, {**self.weights, **found}), _ALL) for party in ring}
        return {party: min(weight, _ALL) for party, weight in found.items()}


class _Greatest(_End):
    def amount(self, stake: int) -> Fraction:
        return self.entries.stakes[stake].share.high / _PERCENT

    def inflow(self, party: int, weights: dict[int, Fraction]) -> Fraction:
        """Give every owner its least, then what is left of the whole to those of the greatest weight."""
        offers = []
        left, total = _ALL, _NONE
        for stakes in _units(self.entries, party):
            known = [self.entries.stakes[stake] for stake in stakes]
            low = min(stake.share.low for stake in known) / _PERCENT if all(s.certain for s in known) else _NONE
            weight = max(weights.get(self.entries.owner[stake], _NONE) for stake in stakes)
            left -= low
            total += low * weight
            offers.append((weight, max(self.amount(stake) for stake in stakes) - low))
        for weight, room in sorted(offers, reverse=True):
            part = max(min(room, left), _NONE)
            left -= part
            total += part * weight
        return min(total, _ALL)

    def terms(self, stakes: Sequence[int], ring: dict[int, int]) -> Iterator[tuple[int, Fraction]]:  # noqa: ARG002 - one signature
        yield from ((self.entries.owner[stake], self.amount(stake)) for stake in stakes)

    def solve(self, ring: Sequence[int]) -> dict[int, Fraction]:
        if len(ring) == 1 and not _holds_itself(self.entries, ring[0]):
            return {ring[0]: self.inflow(ring[0], self.weights)}
        found = self.linear(ring) or dict.fromkeys(ring, _ALL)
        bound = {**self.weights, **{party: min(weight, _ALL) for party, weight in found.items()}}
        # one more round with the caps of each whole can only come closer
        return {party: min(bound[party], self.inflow(party, bound)) for party in ring}


def _units(entries: Register, party: int) -> Iterator[tuple[int, ...]]:
    """Yield the stakes in a party one by one, alternatives together."""
    seen: set[int] = set()
    for stake in entries.into[party]:
        pool = entries.pool[stake]
        if pool < 0:
            yield (stake,)
        elif pool not in seen:
            seen.add(pool)
            yield entries.pools[pool].members


def _holds_itself(entries: Register, party: int) -> bool:
    return any(entries.owner[stake] == party for stake in entries.into[party])


def _lower(lowest: dict[int, int], party: int, number: dict[int, int], owner: int, waiting: set[int]) -> bool:
    """Note an edge to a party on the stack; tell whether the party is a new one."""
    if owner in waiting:
        lowest[party] = min(lowest[party], number[owner])
    return owner not in number


def _eliminate(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solve linear equations whose matrix is 1 minus shares; None unless all pivots are positive.

    Positive pivots without exchanging rows mean that the chains through the ring have a finite
    sum (the matrix is a non-singular M-matrix).
    """
    size = len(rows)
    for column in range(size):
        pivot = rows[column][column]
        if pivot <= 0:
            return None
        for row in rows[column + 1 :]:
            if row[column]:
                factor = row[column] / pivot
                for place in range(column, size + 1):
                    row[place] -= factor * rows[column][place]
    solution = [_NONE] * size
    for column in reversed(range(size)):
        known = sum((rows[column][place] * solution[place] for place in range(column + 1, size)), _NONE)
        solution[column] = (rows[column][-1] - known) / rows[column][column]
    return solution
