"""Ownership: who counts as owned by whom under a rule, with a proof or with what is missing.

The cascade of semantics.md (Ownership) on exact fractions and intervals. A company is covered
when what covered owners hold of it passes the rule; a covered company passes on all of its own
stakes, one that is not covered nothing. Percentages are not multiplied: that is
:func:`effective_share`, a measure with its own name. The reading of "indirectly" is that of
OFAC's FAQ 401, adding up different parties that of its FAQ 399.

    >>> rule = Rule(">=", Fraction(50), aggregate=True)
    >>> covered = cascade([Stake("x", "a", parse_share("50"), "x.owns.a")], ["x"], rule=rule)
    >>> covered["a"].verdict, covered["a"].proof
    ('YES', ('x.owns.a',))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Literal

from graph.facts.share import Share, parse_share
from graph.meaning.chains import Missing, gaps, proof
from graph.meaning.effective import effective_share
from graph.meaning.flows import Apart, Together
from graph.meaning.register import Register, register
from graph.meaning.stakes import Holding, Stake, stakes_on

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Answer",
    "Coverage",
    "Holding",
    "Missing",
    "Oversubscribed",
    "Register",
    "Rule",
    "Stake",
    "Verdict",
    "cascade",
    "effective_share",
    "oversubscribed",
    "oversubscribed_ever",
    "register",
    "rule_of",
    "stakes_on",
]

Verdict = Literal["YES", "POSSIBLE", "NO"]

_ALL = Fraction(100)
_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Rule:
    """What it takes to count as owned.

    ``threshold`` is a percentage, None where a text says only "owned by": wholly owned is then
    covered, any other known stake possibly. ``aggregate`` tells whether the stakes of different
    parties add up, None where the text does not say. Raises :class:`ValueError` for another
    comparison than ``>`` and ``>=`` and for a threshold that every or no company passes.
    """

    comparison: str = ">="
    threshold: Fraction | None = None
    aggregate: bool | None = None

    def __post_init__(self) -> None:
        """Refuse what is no rule."""
        if self.comparison not in {">", ">="}:
            message = f"a rule compares with > or >=, not {self.comparison!r}"
            raise ValueError(message)
        if self.threshold is None:
            return
        passes = parse_share("> 0") if self.comparison == ">=" else Share("", _NONE, _ALL, high_closed=False)
        if self.threshold not in passes:
            message = f"a rule of {self.comparison} {self.threshold} per cent covers everything or nothing"
            raise ValueError(message)

    def passing(self, entries: Register) -> tuple[int, int]:
        """Return the least sums of lower and of upper ends that pass, as whole numbers of a register."""
        if self.threshold is None:
            return entries.passing(">=", _ALL)[0], entries.passing(">", _NONE)[1]
        return entries.passing(self.comparison, self.threshold)


def rule_of(share: Share | None, aggregate: bool | None = None) -> Rule:
    """Return the rule that a selector's share and ``aggregate`` spell; None = the text gives no share.

    ``> 50``, ``>= 25``, ``majority`` and ``wholly`` are rules; raises :class:`ValueError` for a
    share that has no lower end to pass or that ends below 100.
    """
    if share is None:
        return Rule(aggregate=aggregate)
    if share.high < _ALL or not share.high_closed:
        message = f'not a rule of ownership: {share}; write "> 50", ">= 25", majority or wholly'
        raise ValueError(message)
    return Rule(">=" if share.low_closed else ">", share.low, aggregate)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a party is covered by ownership, and why.

    ``proof`` lists claim ids from the ``seeds`` it rests on down to the party: a smallest set
    for YES, for POSSIBLE the claims by which it would be covered at best, nothing for NO.
    ``missing`` says what leaves it POSSIBLE. ``unaccounted`` is the percentage of the party's
    own capital that, at most, nobody known holds; ``at_stake`` tells that a NO could turn if a
    covered party held that (owners that are themselves NO report their own).
    """

    verdict: Verdict
    proof: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    unaccounted: Fraction = _ALL
    at_stake: bool = False


class Coverage(Mapping[str, Answer]):
    """The answers of a cascade for everyone it reached or touched, and for its seeds.

    A mapping from party to :class:`Answer`, sorted; answers are made when asked for. A seed is
    covered only where the cascade of other seeds reaches it. :meth:`answer` also answers for
    parties that were not touched, or of whom no stake is recorded.
    """

    __slots__ = ("_answers", "_entries", "_flows", "_rule", "_touched")

    def __init__(self, entries: Register, rule: Rule, flows: tuple[Apart | Together, ...]) -> None:
        """Hold finished cascades; use :func:`cascade`."""
        self._entries = entries
        self._rule = rule
        self._flows = flows
        self._answers: dict[str, Answer] = {}
        touched = set[int]().union(*(flow.touched() for flow in flows))
        self._touched = dict.fromkeys(sorted(entries.parties[party] for party in touched))

    def __getitem__(self, party: str) -> Answer:
        """Return the answer for a party that was reached or touched; raise :class:`KeyError` otherwise."""
        if party not in self._touched:
            raise KeyError(party)
        return self.answer(party)

    def __iter__(self) -> Iterator[str]:
        """Yield the parties reached or touched, sorted."""
        return iter(self._touched)

    def __len__(self) -> int:
        """Count the parties reached or touched."""
        return len(self._touched)

    def verdict(self, party: str) -> Verdict:
        """Return the verdict for any party; cheaper than its answer."""
        position = self._entries.position.get(party)
        if position is None or not any(flow.may(position) for flow in self._flows):
            return "NO"
        return "YES" if all(flow.sure(position) for flow in self._flows) else "POSSIBLE"

    def answer(self, party: str) -> Answer:
        """Return the answer for any party."""
        if party not in self._answers:
            self._answers[party] = self._answer(party)
        return self._answers[party]

    def _answer(self, party: str) -> Answer:
        position = self._entries.position.get(party)
        if position is None:
            return Answer("NO", at_stake=True)
        verdict = self.verdict(party)
        unaccounted = max(_ALL - self._entries.percent(self._entries.taken[position]), _NONE)
        if verdict == "NO":
            least = self._rule.passing(self._entries)[1]
            room = self._entries.full - min(flow.others(position) for flow in self._flows)
            return Answer("NO", unaccounted=unaccounted, at_stake=unaccounted > 0 and room >= least)
        open_ = [flow for flow in self._flows if flow.may(position)]
        # the firmest explanation: where only adding up covers it for certain, that is what is POSSIBLE
        chosen = min(open_, key=lambda flow: not flow.sure(position))
        claims: dict[str, None] = {}
        seeds: set[str] = set()
        for flow in islice(chosen.flows(position), None if chosen.sure(position) else 1):
            found, starts = proof(flow, position)
            claims.update(dict.fromkeys(found))
            seeds.update(starts)
        missing = self._missing(position) if verdict == "POSSIBLE" else ()
        return Answer(verdict, tuple(claims), tuple(sorted(seeds)), missing, unaccounted)

    def _missing(self, position: int) -> tuple[Missing, ...]:
        found: dict[Missing, None] = {}
        for flow in self._flows:
            for single in () if flow.sure(position) else flow.flows(position):
                found.update(dict.fromkeys(gaps(single, position)))
        if self._rule.threshold is None:
            found[Missing("From what share on does the rule count a company as owned?")] = None
        if len({(flow.sure(position), flow.may(position)) for flow in self._flows}) > 1:
            found[Missing("Does the rule add up the stakes of different parties?")] = None
        return tuple(found)


def cascade(
    stakes: Iterable[Stake] | Register, seeds: Iterable[str], possible_seeds: Iterable[str] = (), *, rule: Rule
) -> Coverage:
    """Answer who is owned by the seeds under a rule, given the stakes of one day.

    The lower cascade starts from ``seeds``, the upper one also from ``possible_seeds``. Where
    several rules are asked about the same stakes, make their :func:`register` once. The work is
    linear in the stakes for rules that add up; for those that do not, it is the sum of what each
    seed reaches. Whether a seed is itself covered by the others is worked out when it is asked
    for, among the owners above it.
    """
    entries = stakes if isinstance(stakes, Register) else register(stakes)
    sure = frozenset(entries.position[seed] for seed in seeds if seed in entries.position)
    maybe = frozenset(entries.position[seed] for seed in possible_seeds if seed in entries.position) - sure
    flows: list[Apart | Together] = []
    if rule.aggregate is not True:
        flows.append(Apart(entries, rule.passing, sure, maybe))
    if rule.aggregate is not False:
        flows.append(Together(entries, rule.passing, sure, maybe))
    return Coverage(entries, rule, tuple(flows))


@dataclass(frozen=True, slots=True)
class Oversubscribed:
    """A company of which more than the whole is held for certain: an error in the facts.

    ``total`` is the sum of the lower ends in per cent (100 where an end is open and so more is
    held); ``claims`` are all that hold some of it for certain, sorted; ``day`` is a day on
    which they do, where that was looked for.
    """

    asset: str
    total: Fraction
    claims: tuple[str, ...]
    day: int | None = None


def oversubscribed(stakes: Iterable[Stake] | Register) -> tuple[Oversubscribed, ...]:
    """Return the companies in which stakes that certainly stand together exceed the whole, sorted.

    Alternatives count once, with the least of them.
    """
    entries = stakes if isinstance(stakes, Register) else register(stakes)
    found = []
    for party, taken in enumerate(entries.taken):
        if taken > entries.full:
            claims = {entries.stakes[stake].claim for stake in entries.into[party] if entries.low[stake]}
            found.append(Oversubscribed(entries.parties[party], entries.percent(taken), tuple(sorted(claims))))
    return tuple(sorted(found, key=lambda each: each.asset))


def oversubscribed_ever(holdings: Iterable[Holding]) -> tuple[Oversubscribed, ...]:
    """Return the companies in which more than the whole is held for certain on some day, with the first such day.

    What stands changes only on the bounds of first days and after the bounds of last days, so
    only those days are looked at.
    """
    assets: defaultdict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        assets[holding.asset].append(holding)
    found = []
    for _, held in sorted(assets.items()):
        if sum(holding.share.low for holding in held) < _ALL:
            continue
        for day in sorted({day for holding in held for day in (*holding.start, *(end + 1 for end in holding.end))}):
            if errors := oversubscribed(stakes_on(held, day)):
                found.append(Oversubscribed(errors[0].asset, errors[0].total, errors[0].claims, day))
                break
    return tuple(found)
