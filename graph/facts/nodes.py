"""The tree of a fact file: text, mappings and sequences that know where they stand."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["MAX_DEPTH", "MAX_VALUES", "At", "Mapping", "Node", "Sequence", "TreeError"]

MAX_DEPTH = 16
MAX_VALUES = 50_000


class At(NamedTuple):
    """A place in a file; both count from 1."""

    line: int
    column: int


class Mapping(dict[str, "Node"]):
    """A YAML mapping.

    ``mark`` is the (line, column) where it starts, ``places`` holds (line, column) of each
    key and then (line, column) of its value in one tuple of four.
    """

    __slots__ = ("mark", "places")

    def __init__(self, mark: tuple[int, int]) -> None:
        self.mark = mark
        self.places: dict[str, tuple[int, int, int, int]] = {}

    def at(self, key: str | None = None) -> At:
        """Tell where the value of ``key`` stands, or the mapping itself."""
        return At(*(self.mark if key is None else self.places[key][2:]))

    def key_at(self, key: str) -> At:
        """Tell where ``key`` stands."""
        return At(*self.places[key][:2])


class Sequence(list["Node"]):
    """A YAML sequence; ``mark`` is the (line, column) where it starts, ``places`` those of its items."""

    __slots__ = ("mark", "places")

    def __init__(self, mark: tuple[int, int]) -> None:
        self.mark = mark
        self.places: list[tuple[int, int]] = []

    def at(self, index: int | None = None) -> At:
        """Tell where an item stands, or the sequence itself."""
        return At(*(self.mark if index is None else self.places[index]))


Node = str | Mapping | Sequence


class TreeError(Exception):
    """A file that cannot become a tree: one sentence and its place."""

    def __init__(self, message: str, at: At) -> None:
        self.message = message
        self.at = at
        super().__init__(message)
