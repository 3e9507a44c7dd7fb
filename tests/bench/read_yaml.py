"""Compare reading fact files with line and column against PyYAML's CSafeLoader without.

Run from the checkout as ``python tests/bench/read_yaml.py [FILES]``. Both readers get the
same bytes and take turns, so that a busy machine slows both; CPU time is what counts. The
goal is a ratio of at least 3.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

import yaml

from graph.facts.tree import decode, parse

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
GOAL = 3.0
SEED = 20260705
_WORDS = "acme labs says it holds most of the shares in the company since the deal closed last year".split()
_RELATIONS = ("owns", "develops", "uses", "supplies", "partnersWith", "competesWith")


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(6, 16))).capitalize() + "."


def _date(chance: random.Random) -> str:
    year, month, day = chance.randint(2019, 2026), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}", f'"[..{year}-{month:02}]"'])


def _claim(chance: random.Random, total: int) -> list[str]:
    lines = [f"  - {chance.choice(_RELATIONS)}: company-{chance.randrange(total)}"]
    if chance.random() < 0.3:
        lines.append(f'    share: "> {chance.randint(1, 99)}"')
    lines.append(f"    since: {_date(chance)}")
    lines.append("    sources:")
    for _ in range(chance.randint(1, 3)):
        lines.append(f"      - doc: example-wire-{chance.randrange(total)}")
        lines.append(f"        as: {chance.choice(['reported', 'confirmed', 'alleged'])}")
        lines.append(f"        where: paragraph {chance.randint(1, 20)}")
        lines.append(f"        says: {_sentence(chance)}")
    return lines


def fact_file(chance: random.Random, number: int, total: int) -> bytes:
    """Write one entity file with a random number of claims."""
    lines = ["kind: Company", f"name: Company {number}", "names: {zh: 阿克米, ar: أكمي}", "claims:"]
    for _ in range(chance.randint(1, 12)):
        lines += _claim(chance, total)
    return ("\n".join(lines) + "\n").encode()


def _seconds(read: Callable[[bytes], object], files: list[bytes]) -> float:
    start = time.process_time()
    for data in files:
        read(data)
    return time.process_time() - start


def main() -> None:
    """Print the medians of both readers and their ratio."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    chance = random.Random(SEED)
    files = [fact_file(chance, number, total) for number in range(total)]
    readers: dict[str, Callable[[bytes], object]] = {
        "facts.tree, with positions": lambda data: parse(decode(data)),
        "CSafeLoader, without": lambda data: yaml.load(data, Loader=yaml.CSafeLoader),
    }
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            taken[name].append(_seconds(read, files))
    size = sum(map(len, files)) / 1e6
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{total} files, {size:.2f} MB, median of {ROUNDS} rounds, CPU time, PyYAML {yaml.__version__}")
    for name, median in medians.items():
        print(f"  {name:28} {median * 1e3:8.1f} ms  {size / median:6.2f} MB/s")
    ours, theirs = medians.values()
    print(f"  ratio {theirs / ours:.2f} (goal at least {GOAL:g})")


if __name__ == "__main__":
    main()
