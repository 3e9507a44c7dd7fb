"""YAML text as a tree of text, with the line and column of every key and value.

PyYAML's parser events are driven by libyaml and turned into our own containers. Nothing is
resolved: every scalar stays the text that was typed. What a fact file has no use for is
refused: repeated and merged keys, anchors, aliases, tags, several documents, deep nesting.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_BYTES", "At", "Mapping", "Node", "Sequence", "TreeError", "decode", "parse"]

MAX_BYTES = 1 << 20
MAX_DEPTH = 16
MAX_VALUES = 50_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# Printable, but invisible: fillers, joiners of the grapheme kind and variation selectors.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]",
)
_SIGN_UNQUOTED = re.compile(r"^\s*(?:- )?\s*(?:share|amount|quantity):\s*([<>].*)$")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)")


class At(NamedTuple):
    """A place in a file; both count from 1."""

    line: int
    column: int


class Mapping(dict[str, "Node"]):
    """A YAML mapping; ``keys_at`` and ``values_at`` hold PyYAML's marks, counted from 0."""

    __slots__ = ("keys_at", "mark", "values_at")

    def at(self, key: str | None = None) -> At:
        """Tell where the value of ``key`` stands, or the mapping itself."""
        mark = self.mark if key is None else self.values_at[key]
        return At(mark.line + 1, mark.column + 1)

    def key_at(self, key: str) -> At:
        """Tell where ``key`` stands."""
        mark = self.keys_at[key]
        return At(mark.line + 1, mark.column + 1)


class Sequence(list["Node"]):
    """A YAML sequence; ``items_at`` holds PyYAML's marks, counted from 0."""

    __slots__ = ("items_at", "mark")

    def at(self, index: int | None = None) -> At:
        """Tell where an item stands, or the sequence itself."""
        mark = self.mark if index is None else self.items_at[index]
        return At(mark.line + 1, mark.column + 1)


Node = str | Mapping | Sequence


class TreeError(Exception):
    """A file that cannot become a tree: one sentence and its place."""

    def __init__(self, message: str, at: At) -> None:
        self.message = message
        self.at = at
        super().__init__(message)


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'UNNAMED CHARACTER')}"


def _forbidden(text: str) -> Iterator[tuple[int, str]]:
    for index, char in enumerate(text):
        if (not char.isprintable() and char not in "\t\n\r") or _INVISIBLE.match(char):
            yield index, char


def decode(data: bytes) -> str:
    """Decode the bytes of a file; raise :class:`TreeError` on anything a reader could not see.

    UTF-8 with or without a byte order mark, any line ends, Unicode normal form C.
    """
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES} bytes; split it"
        raise TreeError(message, At(1, 1))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        hint = "; save the file as UTF-8"
        message = f"byte 0x{data[error.start]:02X} is not UTF-8{hint}"
        raise TreeError(message, At(line, column)) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    for number, line in enumerate(text.split("\n"), 1):
        if line.isprintable() and not _INVISIBLE.search(line):
            continue
        for index, char in _forbidden(line):
            message = f"character {_name(char)} is not allowed; delete it or write it visibly"
            raise TreeError(message, At(number, index + 1))
    if not unicodedata.is_normalized("NFC", text):
        _refuse_decomposed(text)
    return text


def _refuse_decomposed(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        normal = unicodedata.normalize("NFC", line)
        for index, (old, new) in enumerate(zip(line, normal, strict=False)):
            if old != new:
                message = f'text is not in Unicode form NFC; write "{new}" as {_name(new)}'
                raise TreeError(message, At(number, index + 1))
        if line != normal:
            message = "text is not in Unicode form NFC; write composed characters"
            raise TreeError(message, At(number, len(normal) + 1))


def _syntax_error(error: yaml.YAMLError, text: str) -> TreeError:
    """Say what PyYAML could not read, in our words where the cause is a known one."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return TreeError(f"not YAML: {str(error).splitlines()[0]}", At(1, 1))
    lines = text.split("\n")
    for number in range(min(mark.line, len(lines) - 1), max(mark.line - 2, -1), -1):
        line = lines[number]
        if match := _SIGN_UNQUOTED.match(line):
            message = f'a value that starts with < or > is written in quotes: "{match[1].strip()}"'
            return TreeError(message, At(number + 1, line.index(match[1]) + 1))
        if _CONFLICT.match(line):
            return TreeError("a merge conflict marker; settle the conflict", At(number + 1, 1))
    at = At(mark.line + 1, mark.column + 1)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1]:
        return TreeError("a tab; indent with spaces", At(mark.line + 1, line.index("\t") + 1))
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    context = getattr(error, "context", None)
    if "unexpected end of stream" in problem and context and "quoted scalar" in context:
        mark = error.context_mark  # type: ignore[attr-defined]
        return TreeError("a quotation mark that is never closed", At(mark.line + 1, mark.column + 1))
    if context and "flow" in context and problem.startswith("did not find expected"):
        opened = error.context_mark  # type: ignore[attr-defined]
        what = "[" if "sequence" in context else "{"
        message = f"a {what} that is never closed, or a comma missing inside it"
        return TreeError(message, At(opened.line + 1, opened.column + 1))
    if "mapping values are not allowed" in problem:
        return TreeError('a colon inside a value; write the value in quotes: "…: …"', at)
    return TreeError(f"not YAML: {problem}; check the indentation and quotes here", at)


def _value(event: ScalarEvent) -> str:
    """Return the text of a scalar, one paragraph on one line."""
    text: str = event.value
    if not text.isprintable():
        if "\n" in text:
            text = " ".join(text.split())
        for _, char in _forbidden(text):
            message = f"character {_name(char)} is not allowed, not even escaped"
            raise TreeError(message, _at(event))
    if text in _NULLS and not event.style:
        message = "the value is missing; write it, or leave the key out"
        raise TreeError(message, _at(event))
    return text


def _at(event: yaml.Event) -> At:
    return At(event.start_mark.line + 1, event.start_mark.column + 1)


def _refuse(event: yaml.Event) -> None:
    """Raise for node features that fact files do not use."""
    if event.__class__ is AliasEvent:
        message = f"aliases (*{event.anchor}) are not allowed; write the value out"  # type: ignore[attr-defined]
    elif getattr(event, "anchor", None):
        message = f"anchors (&{event.anchor}) are not allowed; write the value out"  # type: ignore[attr-defined]
    else:
        message = f"tags ({event.tag}) are not allowed; every value is text"  # type: ignore[attr-defined]
    raise TreeError(message, _at(event))


def _key(mapping: Mapping, event: ScalarEvent) -> str:
    key: str = event.value
    if key in mapping:
        message = f"the key '{key}' is repeated; it stands at line {mapping.keys_at[key].line + 1} already"
        raise TreeError(message, _at(event))
    if key == "<<" and not event.style:
        message = "merge keys (<<) are not allowed; write the values out"
        raise TreeError(message, _at(event))
    mapping.keys_at[key] = event.start_mark
    return key


def parse(text: str) -> Mapping:
    """Build the tree of a decoded file; raise :class:`TreeError` at the first thing refused."""
    try:
        root = _build(text)
    except yaml.YAMLError as error:
        raise _syntax_error(error, text) from None
    if root is None:
        message = "the file is empty; write the keys of the record, or delete the file"
        raise TreeError(message, At(1, 1))
    if not isinstance(root, Mapping):
        raise TreeError("a file holds keys and values, as in  kind: Company", At(1, 1))
    return root


def _build(text: str) -> Node | None:  # noqa: C901, PLR0912, PLR0915 - the hot loop of the reader, kept in one piece for speed
    loader = _LOADER(text)
    try:
        next_event = loader.get_event
        root: Node | None = None
        stack: list[Mapping | Sequence | None] = []
        current: Mapping | Sequence | None = None
        key: str | None = None
        values = documents = 0
        while (event := next_event()) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                if event.anchor or (event.tag and event.tag != "!"):
                    _refuse(event)
                values += 1
                if current.__class__ is Mapping:
                    if key is None:
                        key = _key(current, event)
                        continue
                    if key is not None:
                        current[key] = _value(event)
                        current.values_at[key] = event.start_mark
                        key = None
                elif current is None:
                    if event.value or event.style:
                        root = _value(event)
                else:
                    current.append(_value(event))
                    current.items_at.append(event.start_mark)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor or event.tag:
                    _refuse(event)
                values += 1
                new: Mapping | Sequence
                if kind is MappingStartEvent:
                    new = Mapping()
                    new.keys_at, new.values_at = {}, {}
                else:
                    new = Sequence()
                    new.items_at = []
                new.mark = event.start_mark
                if current is None:
                    root = new
                elif current.__class__ is Sequence:
                    current.append(new)
                    current.items_at.append(event.start_mark)
                elif key is None:
                    raise TreeError("a key is one word, not a list or mapping", _at(event))
                else:
                    current[key] = new
                    current.values_at[key] = event.start_mark
                    key = None
                stack.append(current)
                current = new
                if len(stack) > MAX_DEPTH:
                    message = f"values are nested deeper than {MAX_DEPTH} levels"
                    raise TreeError(message, _at(event))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                current = stack.pop()
            elif kind is AliasEvent:
                _refuse(event)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = "a second document (---); one file holds one record"
                    raise TreeError(message, _at(event))
            if values > MAX_VALUES:
                message = f"the file holds more than {MAX_VALUES} values; split it"
                raise TreeError(message, _at(event))
        return root
    finally:
        loader.dispose()
