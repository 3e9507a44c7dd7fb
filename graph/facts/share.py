"""Shares of a whole as intervals of percentages, exactly.

``51.2`` is one value, ``> 50`` the half-open interval (50, 100], ``20..30`` a closed one;
``majority`` is (50, 100], ``minority`` (0, 50), ``wholly`` 100. Ends are fractions, since
percentages decide about thresholds and floats round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

__all__ = ["UNSTATED", "Share", "parse_share"]

_ALL = Fraction(100)
_HALF = Fraction(50)
_NONE = Fraction(0)
_SHOWN = 40
_NUMBER = r"\d{1,3}(?:\.\d{1,12})?"
_ONE = re.compile(rf"(>=|<=|>|<)?\s*({_NUMBER})", re.ASCII)
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})", re.ASCII)
_FORMS = 'write 51.2, "> 50", ">= 25", "< 25", "<= 25", "20..30", majority, minority or wholly'


@dataclass(frozen=True, slots=True)
class Share:
    """An interval of percentages, 0 to 100; ``low_closed`` tells whether ``low`` belongs to it."""

    text: str
    low: Fraction
    high: Fraction
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, percent: Fraction | int) -> bool:
        """Tell whether a percentage lies in the interval."""
        above = percent > self.low or (self.low_closed and percent == self.low)
        below = percent < self.high or (self.high_closed and percent == self.high)
        return above and below

    def __str__(self) -> str:
        """Return the text as typed."""
        return self.text


UNSTATED = Share("", _NONE, _ALL)
"""A stake of unknown size: [0, 100]."""

_WORDS = {
    "majority": (_HALF, _ALL, False, True),
    "minority": (_NONE, _HALF, False, False),
    "wholly": (_ALL, _ALL, True, True),
}


@lru_cache(maxsize=4096)
def parse_share(text: str) -> Share:
    """Read a share; raise :class:`ValueError` with the allowed forms when it is none."""
    if text in _WORDS:
        return Share(text, *_WORDS[text])
    if match := _RANGE.fullmatch(text):
        low, high = Fraction(match[1]), Fraction(match[2])
        share = Share(text, low, high)
    elif match := _ONE.fullmatch(text):
        sign, value = match[1], Fraction(match[2])
        share = {
            None: Share(text, value, value),
            ">": Share(text, value, _ALL, low_closed=False),
            ">=": Share(text, value, _ALL),
            "<": Share(text, _NONE, value, high_closed=False),
            "<=": Share(text, _NONE, value),
        }[sign]
    else:
        message = f"not a share: {text[:_SHOWN]!r}; {_FORMS}"
        raise ValueError(message)
    if max(share.low, share.high, value if match.re is _ONE else _NONE) > _ALL:
        message = f"a share is at most 100 per cent, not {text}; correct it"
        raise ValueError(message)
    empty = share.low == share.high and not (share.low_closed and share.high_closed)
    if share.low > share.high or empty:
        message = f"no percentage satisfies {text!r}; correct it"
        raise ValueError(message)
    return share
