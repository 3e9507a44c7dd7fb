"""Proofs and missing facts of an ownership cascade, read off its rounds.

A proof of a party is a smallest set of claims that covers it, found from the party upwards:
at each company the fewest stakes, largest first, of owners covered in an earlier round. Taking
any one of them away breaks the proof. What is missing are the stakes whose size, day or owner
leaves an answer open, those that would settle it alone before all others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.meaning.flows import Flow

__all__ = ["Missing", "gaps", "proof"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that would settle an answer, with the question to ask.

    A stake is named by owner, asset and claim; a party that may be one the rule names has an
    owner alone; what the text of the rule leaves open has none of the three. ``form`` is the
    question with places for the names of owner and asset, where it names any.
    """

    question: str
    owner: str | None = None
    asset: str | None = None
    claim: str | None = None
    form: str = field(default="", compare=False, repr=False)

    def spoken(self, name: Callable[[str], str]) -> str:
        """Return the question with the names that a function gives to ids."""
        if not self.form:
            return self.question
        return self.form.format(owner=name(self.owner or ""), asset=name(self.asset or ""))


def _asked(form: str, owner: str, asset: str | None = None, claim: str | None = None) -> Missing:
    return Missing(form.format(owner=owner, asset=asset), owner, asset, claim, form)


def proof(flow: Flow, party: int) -> tuple[list[str], list[str]]:
    """Return the claims that cover a party, from the seeds down to it, and those seeds."""
    supports: dict[int, list[int]] = {}
    seeds: set[int] = set()
    pending = [party]
    while pending:
        current = pending.pop()
        if current in supports:
            continue
        supports[current] = stakes = _support(flow, current)
        for owner in (flow.entries.owner[stake] for stake in stakes):
            if flow.starts(owner):
                seeds.add(owner)
            else:
                pending.append(owner)
    names = flow.entries.parties

    def place(current: int) -> tuple[bool, int, str]:
        certain = current in flow.low
        return not certain, (flow.low if certain else flow.high)[current], names[current]

    ordered = (stake for current in sorted(supports, key=place) for stake in supports[current])
    claims = dict.fromkeys(flow.entries.stakes[stake].claim for stake in ordered)
    return list(claims), sorted(names[seed] for seed in seeds)


def _support(flow: Flow, party: int) -> list[int]:
    """Return the fewest stakes in a party that cover it, of owners covered in an earlier round."""
    entries, certain = flow.entries, party in flow.low
    rounds, least = (flow.low, flow.least[0]) if certain else (flow.high, flow.least[1])
    before = rounds[party]

    def latest(stakes: tuple[int, ...]) -> int:
        return max(rounds.get(entries.owner[stake], before) for stake in stakes)

    offers = []
    for stakes in _units(flow, party):
        earlier = tuple(stake for stake in stakes if latest((stake,)) < before)
        pool = entries.pool[stakes[0]]
        if certain and len(earlier) == len(stakes):
            offers.append((entries.pools[pool].low if pool >= 0 else entries.low[stakes[0]], earlier))
        elif not certain and earlier:
            best = min(earlier, key=lambda stake: (-entries.high[stake], entries.stakes[stake].claim))
            offers.append((entries.high[best], (best,)))
    offers.sort(key=lambda offer: (-offer[0], latest(offer[1]), [entries.stakes[stake].claim for stake in offer[1]]))
    chosen: list[int] = []
    total = 0
    for amount, stakes in offers:
        if total >= least:
            break
        total += amount
        chosen += stakes
    return chosen


def _units(flow: Flow, party: int) -> Iterator[tuple[int, ...]]:
    """Yield the stakes in a party one by one, alternatives together, each group once and sorted by claim."""
    entries = flow.entries
    seen: set[int] = set()
    for stake in entries.into[party]:
        pool = entries.pool[stake]
        if pool < 0:
            yield (stake,)
        elif pool not in seen:
            seen.add(pool)
            yield tuple(sorted(entries.pools[pool].members, key=lambda member: entries.stakes[member].claim))


def gaps(flow: Flow, party: int) -> list[Missing]:
    """Return the facts that leave it open whether a party is covered, nearest to it first."""
    # the stakes that would settle a ring's members alone can all lie within the ring
    return _gaps(flow, party, only_decisive=True) or _gaps(flow, party, only_decisive=False)


def _gaps(flow: Flow, party: int, *, only_decisive: bool) -> list[Missing]:
    names = flow.entries.parties
    found: dict[Missing, None] = {}
    pending, seen = [party], {party}
    for current in pending:
        for stakes, in_itself in _open(flow, current, only_decisive=only_decisive):
            found.update(dict.fromkeys(_questions(flow, stakes) if in_itself else ()))
            for owner in sorted({flow.entries.owner[stake] for stake in stakes}, key=names.__getitem__):
                if owner in flow.low or owner not in flow.high:
                    continue
                if flow.starts(owner):
                    found[_asked("Is {owner} one of the parties the rule names?", names[owner])] = None
                elif owner not in seen:
                    seen.add(owner)
                    pending.append(owner)
    return list(found)


class _Span(NamedTuple):
    """What a stake or group of alternatives counts in the sums of the company it is in.

    ``low`` to ``high`` is what covered owners hold by it, ``rest`` what others do for certain;
    ``firm`` is what it would add were its owners covered, ``best`` the most it can turn out to
    add, ``other`` the most that others can turn out to hold by it.
    """

    stakes: tuple[int, ...]
    low: int
    high: int
    rest: int
    firm: int
    best: int
    other: int


def _span(flow: Flow, stakes: tuple[int, ...]) -> _Span:
    entries = flow.entries
    pool = entries.pool[stakes[0]]
    certain = entries.pools[pool].low if pool >= 0 else entries.low[stakes[0]]
    open_to = [stake for stake in stakes if entries.owner[stake] in flow.high]
    sure = all(entries.owner[stake] in flow.low for stake in stakes)
    if not open_to:
        return _Span(stakes, 0, 0, certain, 0, 0, max(entries.high[stake] for stake in stakes))
    high = max(entries.high[stake] for stake in open_to)
    # an open end can be approached but not held: less than any whole step below it
    best = max(
        entries.high[stake] - (0 if entries.stakes[stake].share.high_closed else entries.unit - 2) for stake in open_to
    )
    return _Span(stakes, certain if sure else 0, high, 0, certain, best, 0)


def _open(flow: Flow, party: int, *, only_decisive: bool) -> list[tuple[tuple[int, ...], bool]]:
    """Return the stakes in a party that would settle its answer alone; if none would, all that are open.

    With each, whether it is open in itself, or only because it is open whether its owner is covered.
    """
    spans = [_span(flow, stakes) for stakes in _units(flow, party)]
    low, high, rest = sum(s.low for s in spans), sum(s.high for s in spans), sum(s.rest for s in spans)
    least_low, least_high = flow.least
    left = flow.entries.full - rest

    def settles(span: _Span) -> bool:
        if span.low < span.high:
            return low - span.low + span.best >= least_low or min(high - span.high + span.low, left) < least_high
        return span.rest < span.other and left + span.rest - span.other < least_high

    held = [span for span in spans if span.low < span.high]
    chosen = [span for span in spans if settles(span)]
    if not only_decisive or not any(span.high for span in chosen):
        chosen = held + [span for span in chosen if not span.high]
    claims = flow.entries.stakes
    chosen.sort(key=lambda span: (not span.high, span.low - span.high, claims[span.stakes[0]].claim))
    return [(span.stakes, len(span.stakes) > 1 or low - span.low + span.firm < least_low) for span in chosen]


def _questions(flow: Flow, stakes: tuple[int, ...]) -> Iterator[Missing]:
    """Yield what is not known of a stake or of a group of alternatives itself."""
    known = [flow.entries.stakes[stake] for stake in stakes]
    if len(known) > 1:
        first = known[0]
        claims = ", ".join(stake.claim for stake in known)
        yield Missing(f"Which of these held on that day: {claims}?", first.owner, first.asset, first.claim)
    for stake in known:
        if not stake.certain and len(known) == 1:
            form = "Did {owner} hold its share of {asset} on that day?"
            yield _asked(form, stake.owner, stake.asset, stake.claim)
        if stake.share.low < stake.share.high:
            form = "What share of {asset} did {owner} hold on that day?"
            yield _asked(form, stake.owner, stake.asset, stake.claim)
