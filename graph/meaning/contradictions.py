"""What the documents say that cannot all be so, or that they say differently.

Everything is found from the facts and shown with the documents on each side; nothing is
resolved. Ownership that sums to more than the whole is an error of the facts, found elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.meaning.clashes import clashes
from graph.meaning.differences import differences
from graph.meaning.sides import KINDS, Contradiction, Side

if TYPE_CHECKING:
    from graph.meaning.view import View

__all__ = ["KINDS", "Contradiction", "Side", "by_id", "find"]


def find(view: View) -> tuple[Contradiction, ...]:
    """List the contradictions of a view, among what is at or above its floor.

    ``denied``: some documents say so, others deny it. ``functional``: a relation of which one
    at a time can hold has two objects (or two subjects) on days that overlap, or may.
    ``exclusive``: two relations that exclude each other between the same things. ``values``:
    documents give different dates, shares, amounts or quantities (*certain* where the values
    exclude each other, not where one is only less precise or in another currency).
    ``wording``: documents word a restriction differently. ``expected``: one document puts as
    to come what another, not certainly later, puts as done. ``account``: an allegation and
    another voice describe a thing, or its purpose, in different words. ``origin``: an
    allegation is traced to different people or reports. The order is that of ``KINDS``, then
    of the claim ids.
    """
    found = [*differences(view), *clashes(view)]
    return tuple(sorted(found, key=lambda contradiction: contradiction.place))


def by_id(view: View) -> dict[str, tuple[Contradiction, ...]]:
    """Map each claim, event, exception or wording to the contradictions it is part of."""
    touched: dict[str, list[Contradiction]] = defaultdict(list)
    for contradiction in find(view):
        for id_ in contradiction.claims:
            touched[id_].append(contradiction)
    return {id_: tuple(found) for id_, found in sorted(touched.items())}
