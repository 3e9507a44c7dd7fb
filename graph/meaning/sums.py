"""Stakes that cannot all be: certain shares of one company that add up to more than all of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.facts.problems import Problem
from graph.meaning.frame import Frame
from graph.meaning.view import View

if TYPE_CHECKING:
    from fractions import Fraction

    from graph.facts.load import Facts
    from graph.meaning.view import Held

__all__ = ["oversubscribed"]


def oversubscribed(facts: Facts) -> list[Problem]:
    """List companies whose owners' lower bounds exceed 100 on a day that all of them certainly cover.

    The problem stands at the latest of the claims and names the others (semantics.md, Ownership).
    """
    stakes: dict[str, list[Held]] = defaultdict(list)
    for held in View(facts, Frame(floor="reported")).claims.values():
        if held.claim.relation == "owns" and held.claim.share is not None and held.start[1] <= held.end[0]:
            stakes[held.claim.object].append(held)
    problems = []
    for asset, group in sorted(stakes.items()):
        for day in sorted({held.start[1] for held in group}):
            covering = [held for held in group if held.start[1] <= day <= held.end[0]]
            total: Fraction | int = sum(held.claim.share.low for held in covering if held.claim.share)
            if total > 100:  # noqa: PLR2004 - per cent
                problems.append(_problem(asset, covering, total))
                break
    return problems


def _problem(asset: str, covering: list[Held], total: Fraction | int) -> Problem:
    places = sorted(held.claim.at for held in covering)
    others = ", ".join(f"{at.file}:{at.line}" for at in places[:-1])
    shown = f"{float(total):g}"
    message = f"the stakes in {asset} add up to at least {shown} per cent (with {others}); correct a share or date"
    return Problem(*places[-1], message)
