"""The bytes of a fact file as text that a reader can see all of."""

from __future__ import annotations

import codecs
import re
import unicodedata

from graph.facts.nodes import At, TreeError

__all__ = ["MAX_BYTES", "decode", "described", "forbidden"]

MAX_BYTES = 1 << 20
# Printable, but invisible: fillers, joiners of the grapheme kind, blanks and variation selectors.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]",
)
_NAMELESS = {"Cc": "CONTROL CHARACTER", "Co": "PRIVATE-USE CHARACTER", "Cn": "UNASSIGNED CHARACTER"}


def described(char: str) -> str:
    """Name a character by code point and Unicode name."""
    nameless = _NAMELESS.get(unicodedata.category(char), "UNNAMED CHARACTER")
    return f"U+{ord(char):04X} {unicodedata.name(char, nameless)}"


def forbidden(char: str) -> bool:
    """Tell whether a character is a control, unassigned, or leaves no mark on the page."""
    return not char.isprintable() or _INVISIBLE.match(char) is not None


def decode(data: bytes) -> str:
    """Decode the bytes of a file; raise :class:`TreeError` on anything a reader could not see.

    UTF-8 with or without a byte order mark, any line ends, Unicode normal form C.
    """
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES} bytes, the most one record may have; shorten it"
        raise TreeError(message, At(1, 1))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        at = At(before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise TreeError(message, at) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\n", "").isprintable() and not text.replace("\n", "").replace("\t", "").isprintable():
        _refuse_forbidden(text)
    if not text.isascii():
        # Most lines are ASCII, which needs no closer look.
        others = "\n".join([line for line in text.split("\n") if not line.isascii()])
        if _INVISIBLE.search(others):
            _refuse_forbidden(text)
        if not unicodedata.is_normalized("NFC", others):
            _refuse_decomposed(text)
    return text


def _refuse_forbidden(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        for index, char in enumerate(line):
            if char != "\t" and forbidden(char):
                message = f"character {described(char)} is not allowed; delete it or write a visible one instead"
                raise TreeError(message, At(number, index + 1))


def _refuse_decomposed(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        normal = unicodedata.normalize("NFC", line)
        for index, (old, new) in enumerate(zip(line, normal, strict=False)):
            if old != new:
                message = f'text is not in Unicode form NFC; write "{new}" as {described(new)}'
                raise TreeError(message, At(number, index + 1))
        if line != normal:
            message = "text is not in Unicode form NFC; write composed characters"
            raise TreeError(message, At(number, len(normal) + 1))
