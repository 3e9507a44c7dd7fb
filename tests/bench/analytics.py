"""Measure analytics: betweenness and closeness compiled and not, and how the other answers grow.

Run as ``python tests/bench/analytics.py [CLAIMS ...]`` from the checkout. The facts are written
as real fact files, scale-free and seeded, so every run asks the same questions. Prints CPU times
of one run each (compiled code uses all processors, so its wall time stands beside), and the
ratio of NetworkX to rustworkx for the two measures both compute.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import networkx
import rustworkx

from graph.library import load
from graph.network.analytics import communities, rank
from graph.network.balance import balance
from graph.network.chokepoints import chokepoints
from graph.network.cycles import cycles

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.library import View

SIZES = (1_000, 10_000)
FRIENDLY = ("supplies", "buysFrom", "investsIn", "partnersWith", "licensesTo")
HOSTILE = ("competesWith", "sues", "accuses")


def write_world(folder: str, claims: int, seed: int = 1) -> None:
    """Write companies whose claims prefer companies that have many."""
    dice = random.Random(seed)
    companies = [f"company-{number}" for number in range(claims // 2)]
    popular = [0]
    files: dict[int, set[tuple[str, int]]] = {number: set() for number in range(len(companies))}
    left = claims
    while left:
        subject = dice.randrange(len(companies))
        object_ = dice.choice(popular) if dice.random() < 0.6 else dice.randrange(len(companies))
        relation = dice.choice(FRIENDLY if dice.random() < 0.9 else HOSTILE)
        if subject != object_ and (relation, object_) not in files[subject]:
            files[subject].add((relation, object_))
            popular += [subject, object_]
            left -= 1
    for part in ("entities", "sources", "restrictions"):
        os.makedirs(os.path.join(folder, part))
    Path(folder, "sources", "wire.yaml").write_text(
        "kind: NewsArticle\ntitle: A day of deals\npublisher: Example Wire\npublished: 2026-01-05\ntier: A\n"
    )
    for number, found in files.items():
        text = f"kind: Company\nname: Company {number}\n"
        if found:
            lines = (f"  - {relation}: company-{other}\n    sources: [wire]\n" for relation, other in sorted(found))
            text += "\nclaims:\n" + "\n".join(lines)
        Path(folder, "entities", f"company-{number}.yaml").write_text(text)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU and wall seconds of one run."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def measure(view: View) -> None:
    """Print a line for each answer about one view."""
    print(f"{'answer':<28}{'CPU s':>10}{'wall s':>10}")
    for by in ("betweenness", "closeness"):
        times = {}
        for engine in ("networkx", "rustworkx"):
            times[engine] = timed(lambda by=by, engine=engine: rank(view, by, engine=engine))
            print(f"{by + ' (' + engine + ')':<28}{times[engine][0]:>10.3f}{times[engine][1]:>10.3f}")
        cpu, wall = (times["networkx"][part] / times["rustworkx"][part] for part in (0, 1))
        print(f"{'  ratio':<28}{cpu:>9.1f}x{wall:>9.1f}x")
    for name, work in {
        "degree": lambda: rank(view, "degree"),
        "pagerank": lambda: rank(view, "pagerank"),
        "constraint": lambda: rank(view, "constraint"),
        "communities": lambda: communities(view),
        "chokepoints": lambda: chokepoints(view),
        "balance": lambda: balance(view),
        "cycles of 3": lambda: cycles(view, longest=3),
    }.items():
        cpu, wall = timed(work)
        print(f"{name:<28}{cpu:>10.3f}{wall:>10.3f}")


def main(sizes: tuple[int, ...]) -> None:
    """Measure worlds of some sizes."""
    print(f"Python {platform.python_version()}, networkx {networkx.__version__}, rustworkx {rustworkx.__version__}")
    for claims in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "facts")
            write_world(path, claims)
            view = load(path).view()
            edges = len(view.edges)
            print(f"\n{edges:,} claims")
            measure(view)


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
