"""Amounts of money and counts of things, as precise as a document gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

__all__ = ["Measure", "parse_amount", "parse_quantity"]

_SHOWN = 40
_SCALES = {"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_NUMBER = r"\d{1,15}(?:\.\d{1,6})?"
_MEASURE = re.compile(
    rf"(?:(>=|<=|>|<)\s*)?({_NUMBER})(?:\.\.({_NUMBER}))?"
    r"(?:\s+(thousand|million|billion|trillion))?\s+(\S.{0,60})",
    re.ASCII,
)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number or range with its unit; ``low`` or ``high`` is None where no bound is given."""

    text: str
    low: Decimal | None
    high: Decimal | None
    unit: str

    def __str__(self) -> str:
        """Return the text as typed."""
        return self.text


def _parse(text: str) -> Measure | None:
    match = _MEASURE.fullmatch(text)
    if match is None:
        return None
    sign, first, last, scale, unit = match.groups()
    # "16 Millions" is no count of sixteen, nor "24 000 accounts" of twenty-four.
    misread = unit[0].isdigit() or unit.split()[0].lower().removesuffix("s") in _SCALES
    if (sign and last) or misread:
        return None
    low = Decimal(first).scaleb(_SCALES[scale or ""])
    high = Decimal(last).scaleb(_SCALES[scale or ""]) if last else low
    if low > high:
        return None
    return Measure(
        text,
        None if sign in {"<", "<="} else low,
        None if sign in {">", ">="} else high,
        unit,
    )


@lru_cache(maxsize=4096)
def parse_amount(text: str) -> Measure:
    """Read an amount of money such as ``2 billion USD``; raise :class:`ValueError` otherwise."""
    measure = _parse(text)
    if measure is None or not _CURRENCY.fullmatch(measure.unit):
        message = f'not an amount: {text[:_SHOWN]!r}; write 2 billion USD, 1.5 million EUR or "<= 5 billion USD"'
        raise ValueError(message)
    return measure


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Measure:
    """Read a count such as ``16 million exchanges``; raise :class:`ValueError` otherwise."""
    measure = _parse(text)
    if measure is None:
        message = f"not a count: {text[:_SHOWN]!r}; write 24000 accounts or 16 million exchanges"
        raise ValueError(message)
    return measure
