"""Dates as precise as known: EDTF text with its earliest and latest day.

The accepted forms are a part of EDTF (ISO 8601-2:2019): ``2026``, ``2026-03``,
``2026-07-10``, ``?2026-03`` (as written, but partly inferred), ``[2026-07-01..2026-07-05]``,
``[..2026-07-05]``, ``[2026-07-01..]``, and ``..`` for an end that is known to be open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

__all__ = ["FOREVER", "NEVER", "When", "day_text", "parse_day", "parse_when"]

NEVER = 0
"""The day number that stands for minus infinity (1 is 0001-01-01)."""
FOREVER = 4_000_000
"""The day number that stands for plus infinity (9999-12-31 is 3652059)."""

_SHOWN = 40
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FORMS = 'write 2026, 2026-03, 2026-07-10, ?2026-03 or "[2026-07-01..2026-07-05]"'


@dataclass(frozen=True, slots=True)
class When:
    """A date, possibly vague: some day between ``earliest`` and ``latest``, both included.

    Days are proleptic Gregorian ordinals as in :meth:`datetime.date.toordinal`;
    ``NEVER`` and ``FOREVER`` stand for the infinities. ``text`` is what was typed.
    """

    text: str
    earliest: int
    latest: int

    @property
    def inferred(self) -> bool:
        """Whether a part of the date was inferred by the curators."""
        return self.text.startswith("?")

    @property
    def open(self) -> bool:
        """Whether this is ``..``: known not to have ended."""
        return self.text == ".."

    def happened(self, day: int) -> str:
        """Tell whether it has happened by ``day``: ``yes``, ``maybe`` or ``no``."""
        if self.latest <= day:
            return "yes"
        return "no" if self.earliest > day else "maybe"

    def __str__(self) -> str:
        """Return the text as typed."""
        return self.text


def _month_end(year: int, month: int) -> int:
    if month == 12:  # noqa: PLR2004 - December, whose next month may be past the last year
        return date(year, 12, 31).toordinal()
    return date(year, month + 1, 1).toordinal() - 1


def _bounds(text: str) -> tuple[int, int]:
    match = _DATE.fullmatch(text)
    if match is None:
        message = f"not a date: {text[:_SHOWN]!r}; {_FORMS}"
        raise ValueError(message)
    year, month, day = match.groups()
    try:
        if day is not None:
            ordinal = date(int(year), int(month), int(day)).toordinal()
            return ordinal, ordinal
        if month is not None:
            return date(int(year), int(month), 1).toordinal(), _month_end(int(year), int(month))
        return date(int(year), 1, 1).toordinal(), _month_end(int(year), 12)
    except ValueError:
        message = f"no such date: {text}; correct the day, month or year"
        raise ValueError(message) from None


@lru_cache(maxsize=65536)
def parse_when(text: str) -> When:
    """Read a date; raise :class:`ValueError` with the allowed forms when it is none.

    A year or month inside brackets counts from its first or to its last day.
    """
    if text == "..":
        return When(text, FOREVER, FOREVER)
    if text.startswith("[") and text.endswith("]"):
        first, separator, last = text[1:-1].partition("..")
        if not separator or not (first or last):
            message = f"not a date: {text[:_SHOWN]!r}; {_FORMS}"
            raise ValueError(message)
        earliest = _bounds(first)[0] if first else NEVER
        latest = _bounds(last)[1] if last else FOREVER
        if earliest > latest:
            message = f"the range {text} ends before it starts; swap its ends"
            raise ValueError(message)
        return When(text, earliest, latest)
    earliest, latest = _bounds(text.removeprefix("?"))
    return When(text, earliest, latest)


def parse_day(text: str) -> int:
    """Read one day such as ``2026-07-10`` as an ordinal; raise :class:`ValueError` otherwise."""
    match = _DATE.fullmatch(text)
    if match is None or match.group(3) is None:
        message = f"not a day: {text[:_SHOWN]!r}; write it as 2026-07-10"
        raise ValueError(message)
    return _bounds(text)[0]


def day_text(day: int) -> str | None:
    """Write an ordinal as ``2026-07-10``, or None for an infinity."""
    return None if day <= NEVER or day >= FOREVER else date.fromordinal(day).isoformat()
