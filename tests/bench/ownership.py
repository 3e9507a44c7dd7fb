"""Measure the ownership cascade: its growth with the stakes, and rules per party beside rules that add up.

Run as ``python tests/bench/ownership.py [OWNERS ...]`` from the checkout. Prints medians of a
few runs; the worlds are seeded, so every run asks the same questions.
"""

from __future__ import annotations

import math
import platform
import random
import sys
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graph.facts.share import UNSTATED, parse_share
from graph.facts.when import FOREVER
from graph.meaning.ownership import Holding, Rule, cascade, effective_share, oversubscribed, register, stakes_on

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 739_000
RUNS = 5
SIZES = (1_000, 10_000, 100_000)
ADDED = Rule(">=", Fraction(50), aggregate=True)
APART = Rule(">", Fraction(50), aggregate=False)


def world(owners: int, seed: int = 1) -> list[Holding]:
    """Return holdings of that many owners: pyramids, minority stakes, some rings, some vague days and sizes."""
    dice = random.Random(seed)
    names = [f"company-{number}" for number in range(owners)]
    popular = [0]
    holdings = []
    for number in range(1, owners):
        left = 100
        for _ in range(dice.choice((1, 1, 2, 3))):
            owner = dice.choice(popular) if dice.random() < 0.5 else dice.randrange(number)
            if dice.random() < 0.02:
                owner = dice.randrange(owners)  # may close a ring
            popular.append(owner)
            holdings.append(_holding(dice, names[owner], names[number], left, len(holdings)))
            left -= int(holdings[-1].share.low)
    return holdings


def _holding(dice: random.Random, owner: str, asset: str, left: int, number: int) -> Holding:
    kind = dice.random()
    if kind < 0.1:
        share = UNSTATED
    elif kind < 0.2 and left > 50:
        share = parse_share("majority")
    else:
        whole = dice.randint(1, max(left, 1))
        share = parse_share(str(whole) if dice.random() < 0.5 else f"{max(whole - 1, 0)}.{dice.randint(1, 99)}")
    start = DAY - dice.randint(1, 5000)
    vague = dice.random()
    first = (start, DAY + 100) if vague < 0.02 else (start, start)
    last = (DAY - 10, DAY + 20) if vague > 0.98 else (FOREVER, FOREVER)
    return Holding(owner, asset, share, f"claim-{number}", first, last)


def timed(work: Callable[[], object]) -> float:
    """Return the median seconds of a few runs, in CPU time."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times)


def measure(owners: int) -> tuple[int, float]:
    """Print what each step costs in a world of that many owners; return its stakes and the cost of all steps."""
    holdings = world(owners)
    stakes = stakes_on(holdings, DAY)
    entries = register(stakes)
    names = sorted(entries.position)
    few, many = (random.Random(2).sample(names, max(1, owners // part)) for part in (1000, 20))
    coverage = cascade(entries, many, rule=ADDED)
    rows = {
        "stakes of the day": lambda: stakes_on(holdings, DAY),
        "register": lambda: register(stakes),
        f"added up, {len(few)} seeds": lambda: cascade(entries, few, rule=ADDED),
        f"added up, {len(many)} seeds": lambda: cascade(entries, many, rule=ADDED),
        f"added up, {len(many)} seeds, with register": lambda: cascade(stakes, many, rule=ADDED),
        f"per party, {len(few)} seeds": lambda: cascade(entries, few, rule=APART),
        f"per party, {len(many)} seeds": lambda: cascade(entries, many, rule=APART),
        f"all {len(coverage)} answers with proofs": lambda: dict(cascade(entries, many, rule=ADDED)),
        "oversubscribed": lambda: oversubscribed(entries),
        "effective share of one pair": lambda: effective_share(entries, names[0], names[-1]),
        "day, register and cascade": lambda: cascade(stakes_on(holdings, DAY), many, rule=ADDED),
    }
    verdicts = Counter(coverage.verdict(party) for party in names)
    print(f"{owners:,} owners, {len(stakes):,} stakes: " + ", ".join(f"{n:,} {v}" for v, n in sorted(verdicts.items())))
    whole = 0.0
    for name, work in rows.items():
        whole = timed(work)
        print(f"  {name:<45}{whole:>9.4f}")
    return len(stakes), whole


def main() -> None:
    """Print one table of medians, and how the work grows."""
    print(f"ownership cascade, median CPU seconds of {RUNS} runs, Python {platform.python_version()}")
    costs = [measure(owners) for owners in [int(each) for each in sys.argv[1:]] or SIZES]
    (less, quick), (more, slow) = costs[0], costs[-1]
    if more > less:
        print(f"growth of all steps: slope {math.log(slow / quick) / math.log(more / less):.2f} on a log-log plot")


if __name__ == "__main__":
    main()
