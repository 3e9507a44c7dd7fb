"""Maps: a view as one offline HTML file, made with Pyvis and a template of our own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from graph.atomic import write_atomically
from graph.maps.around import around
from graph.maps.drawing import Drawing
from graph.maps.lock import NAME, lock_text, pinned_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.facts.load import Facts
    from graph.meaning.view import View

__all__ = ["Drawing", "draw", "lock"]

_HOPS = 2


def draw(
    view: View,
    *,
    focus: Iterable[str] = (),
    hops: int | None = None,
    path: tuple[str, str] | None = None,
    title: str | None = None,
) -> Drawing:
    """Draw a view as one interactive, offline HTML page.

    ``focus`` (ids) keeps only what lies at most ``hops`` edges (default 2) from one of them
    and opens on the first, laid out anew; ``path`` opens with the path between two ids brought out. All
    days are in the page; ``as_of`` of the view is where it opens. Nothing in it is below the
    view's floor, from documents outside ``only``, or learned after ``known_at``.
    Raises :class:`LookupError` for an id that is not in the view's facts.
    """
    from graph.maps.adapt import from_view  # noqa: PLC0415 - a Drawing can be made without the meaning layer

    ids = tuple(focus)
    known = view.facts.entities.keys() | view.facts.restrictions.keys()
    for id_ in (*ids, *(path or ())):
        if id_ not in known:
            message = f"no entity or restriction '{id_}'"
            raise LookupError(message)
    data = from_view(view, title)
    if ids:
        data = around(data, ids, _HOPS if hops is None else hops)
    return Drawing(
        data,
        view.facts.vocabulary,
        # a cut-out at the places of the whole would be mostly empty
        pinned=None if ids else pinned_for(view.facts.folder),
        path=path,
        select=ids[0] if ids else None,
    )


def lock(facts: Facts) -> tuple[str, int, int]:
    """Write where everything of these facts stands beside them, so that later maps keep it there.

    What an older lock file has stays; what is new is set beside its neighbours. To lay out
    everything anew, delete the file first. Returns its path, how many things it holds and how
    many of them are new. Raises :class:`~graph.facts.problems.InputError` when it cannot be
    written, :class:`ValueError` when the old file is not a lock file.
    """
    from graph.meaning.frame import Frame  # noqa: PLC0415 - a Drawing can be made without the meaning layer
    from graph.meaning.view import View  # noqa: PLC0415

    old = pinned_for(facts.folder)
    positions = draw(View(facts, Frame(floor="alleged"))).positions()
    path = os.path.join(facts.folder, NAME)
    write_atomically(path, lock_text(positions).encode("utf-8"))
    return path, len(positions), len(positions.keys() - old.keys())
