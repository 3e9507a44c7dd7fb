"""Stakes that cannot all be: certain shares of one company that add up to more than all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.facts.problems import Problem
from graph.meaning.frame import Frame
from graph.meaning.ownership import oversubscribed_ever
from graph.meaning.view import View
from graph.meaning.world import holdings

if TYPE_CHECKING:
    from graph.facts.load import Facts

__all__ = ["oversubscribed"]


def oversubscribed(facts: Facts) -> list[Problem]:
    """List companies whose owners' lower bounds exceed 100 on a day that all of them certainly cover.

    The problem stands at the latest of the claims and names the others (semantics.md, Ownership).
    """
    problems = []
    for found in oversubscribed_ever(holdings(View(facts, Frame()))):
        places = sorted(facts.claims[claim].at for claim in found.claims)
        others = ", ".join(f"{at.file}:{at.line}" for at in places[:-1])
        shown = f"{float(found.total):g}"
        message = (
            f"the stakes in {found.asset} add up to at least {shown} per cent (with {others}); correct a share or date"
        )
        problems.append(Problem(*places[-1], message))
    return problems
