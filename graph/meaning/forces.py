"""From the grounds of a verdict to its headline, strongest first (semantics.md, Verdict)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.meaning.frame import FLOORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.meaning.verdict import Ground
    from graph.meaning.view import View

__all__ = ["OPEN", "at_most", "deciding", "headline", "strength", "strongest"]

NOTHING = "NO_KNOWN_RESTRICTION"
OPEN = "INDETERMINATE"
_BESIDE = frozenset({"directed", "listed"})
"""Forces that are reported beside the others and become the headline only when nothing else is."""


def strength(view: View, ground: Ground) -> int:
    """Return how much the force of a ground bars."""
    return view.facts.vocabulary.codes["Force"][ground.force].strength


def _plain(view: View, ground: Ground) -> str:
    """Return the verdict a force gives; a force that is not stated counts as a bar where all else is YES."""
    return view.facts.vocabulary.codes["Force"][ground.force].verdict or "PROHIBITED"


def _certain(ground: Ground) -> bool:
    return ground.value == "YES" and ground.force != "notStated"


def headline(view: View, grounds: list[Ground]) -> str:
    """Return the strongest certain verdict; a duty or listing only where nothing else is known."""
    barring = [g for g in grounds if g.force not in _BESIDE]
    certain = [g for g in barring if _certain(g)]
    if certain:
        return _plain(view, max(certain, key=lambda g: strength(view, g)))
    if barring or any(not _certain(g) for g in grounds):
        return OPEN
    return _plain(view, max(grounds, key=lambda g: strength(view, g))) if grounds else NOTHING


def at_most(view: View, grounds: list[Ground]) -> str:
    """Return the strongest verdict, were everything possible so."""
    return _plain(view, max(grounds, key=lambda g: strength(view, g))) if grounds else NOTHING


def deciding(view: View, grounds: list[Ground], verdict: str) -> list[Ground]:
    """Return the grounds that make a headline what it is."""
    if verdict == OPEN:
        return [g for g in grounds if not _certain(g)]
    return [g for g in grounds if _certain(g) and _plain(view, g) == verdict]


def strongest(layers: Iterable[str | None]) -> str | None:
    """Return the firmest of some layers; None where there are none."""
    return min((layer for layer in layers if layer is not None), key=FLOORS.index, default=None)
