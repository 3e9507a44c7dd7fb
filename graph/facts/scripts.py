"""Words that mix scripts whose letters look alike (Unicode TR 39, mixed-script detection)."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["mixed_script", "skeleton"]

_WORD = re.compile(r"\w+")
_LOOKALIKE = ("LATIN", "CYRILLIC", "GREEK")
# Small letters that pass for Latin ones in common typefaces, as they are or as capitals.
_LATIN = {
    "Cyrillic": ("авеёкмнорстухіїјѕԁһԛԝ", "abeekmhopctyxiijsdhqw"),
    "Greek": ("αβγεζηικμνορτυχ", "abyezhikmnoptyx"),
}
_TO_LATIN = str.maketrans("".join(pair[0] for pair in _LATIN.values()), "".join(pair[1] for pair in _LATIN.values()))


def mixed_script(text: str) -> str | None:
    """Name the scripts that one word of ``text`` mixes, as ``Cyrillic and Latin``, or return None."""
    if text.isascii():
        return None
    for word in _WORD.findall(text):
        scripts = {unicodedata.name(char, "").split(" ")[0] for char in word}
        mixed = sorted(scripts.intersection(_LOOKALIKE))
        if len(mixed) > 1:
            return " and ".join(script.capitalize() for script in mixed)
    return None


def skeleton(text: str) -> str:
    """Replace small Cyrillic and Greek letters by the Latin ones they look like."""
    return text if text.isascii() else text.translate(_TO_LATIN)
