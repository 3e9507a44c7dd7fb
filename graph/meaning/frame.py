"""The question every answer is for: the day asked about, the day of knowledge, a floor, documents."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facts.when import day_text, parse_day

__all__ = ["FLOORS", "Frame", "frame"]

FLOORS = ("established", "reported", "alleged")
"""The layers from the firmest to the weakest; a floor admits itself and what is firmer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Two clocks, a floor and an optional choice of documents (semantics.md, Two clocks).

    Days are ordinals; ``as_of`` None means the whole history, ``known_at`` None everything
    known to the facts, ``only`` empty all documents.
    """

    as_of: int | None = None
    known_at: int | None = None
    floor: str = "reported"
    only: tuple[str, ...] = ()

    def admits(self, layer: str | None) -> bool:
        """Tell whether a layer is at or above the floor; None (no layer) never is."""
        return layer is not None and FLOORS.index(layer) <= FLOORS.index(self.floor)

    @property
    def key(self) -> str:
        """A text that is the same for the same frame only."""
        days = ((day is not None and day_text(day)) or "" for day in (self.as_of, self.known_at))
        return "|".join((*days, self.floor, ",".join(self.only)))

    def as_json(self) -> dict[str, object]:
        """Return the four terms as every JSON answer repeats them."""
        return {
            "as_of": None if self.as_of is None else day_text(self.as_of),
            "known_at": None if self.known_at is None else day_text(self.known_at),
            "floor": self.floor,
            "only": list(self.only) or None,
        }


def frame(
    as_of: str | int | None = None,
    known_at: str | int | None = None,
    floor: str = "reported",
    only: tuple[str, ...] | list[str] | str = (),
) -> Frame:
    """Make a frame from days as text or ordinals; raise :class:`ValueError` on anything else."""
    if floor not in FLOORS:
        message = f"'{floor}' is not a floor; use one of {', '.join(FLOORS)}"
        raise ValueError(message)
    documents = only.split(",") if isinstance(only, str) else only
    return Frame(
        as_of=parse_day(as_of) if isinstance(as_of, str) else as_of,
        known_at=parse_day(known_at) if isinstance(known_at, str) else known_at,
        floor=floor,
        only=tuple(sorted({name.strip() for name in documents if name.strip()})),
    )
