"""How kinds look: the shape and colours of the ontology, and the mark of restrictions."""

from __future__ import annotations

from dataclasses import dataclass

from graph.vocabulary import Vocabulary

__all__ = ["RESTRICTION", "Mark", "marks"]

RESTRICTION = "Restriction"
"""The kind under which a restriction is drawn."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind's label, outline and colours; ``vis_shape`` is the nearest shape vis-network has."""

    label: str
    shape: str
    light: str
    dark: str
    vis_shape: str


def marks(vocabulary: Vocabulary) -> dict[str, Mark]:
    """Return the mark of every kind a node can have, restrictions last."""
    found = {
        kind.name: Mark(kind.label, kind.shape, kind.colour, kind.colour_on_dark, kind.shape)
        for kind in vocabulary.kinds.values()
        if not kind.abstract
    }
    # a rule, as on a road: red, eight-sided; vis-network has six sides at most
    found[RESTRICTION] = Mark("restriction", "octagon", "#B3261E", "#FF8A80", "hexagon")
    return found
