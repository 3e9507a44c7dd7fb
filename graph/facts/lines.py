"""Fact files written in the usual way, read line by line: the quick road to their tree.

libyaml spends most of its time on making events. Lines of the plain sort, which nearly all
fact files consist of, need none: a key or a hyphen, then a value, a list or a few pairs.
Anything else makes :func:`plain_tree` return None, and the file is read with libyaml, which
also finds out what is wrong with it. Both roads give the same tree and the same places.
"""

from __future__ import annotations

import re
from typing import Any

from graph.facts.nodes import MAX_DEPTH, MAX_VALUES, Mapping, Sequence

__all__ = ["plain_tree"]

# What could stop a plain value, continue it or mean something in brackets is left to libyaml.
_KEY = r"[A-Za-z][\w-]{0,99}+"
_PLAIN = r"(?:[A-Za-z0-9_.(\x80-\U0010ffff]|\?(?=\d))[^\t:#]*+(?:(?::(?=\S)|(?<=\S)#)[^\t:#]*+)*+(?<! )"
_QUOTED = r'"[^"\\\t]*+"'
_ITEM = r"[^\W_][^\t:#,\[\]{}\"'?]*(?<! )"
_LIST = rf"\[{_ITEM}(?:, {_ITEM})*\]"
_PAIRS = rf"\{{{_KEY}: {_ITEM}(?:, {_KEY}: {_ITEM})*\}}"
_LINE = re.compile(
    rf"( *)(- )?(?:({_KEY}):(?: ({_PLAIN}|{_QUOTED}|{_LIST}|{_PAIRS}))?|(?<=- )({_PLAIN}|{_QUOTED}))",
)
_NULLS = frozenset({"null", "Null", "NULL"})
# A line holds at most a key, a value, a mapping and a sequence; a comma parts two values.
_PER_LINE = 4
_PER_COMMA = 2


def plain_tree(text: str) -> Mapping | None:  # noqa: C901, PLR0912, PLR0915 - the hot loop of the reader, kept in one piece for speed
    """Build the tree of a decoded file, or return None where a line is not of the plain sort."""
    if _PER_LINE * text.count("\n") + _PER_COMMA * text.count(",") > MAX_VALUES:
        return None
    match_line = _LINE.fullmatch
    outer: list[tuple[Any, int]] = []
    current: Any = None
    here = 0
    waiting: tuple[str, int, int] | None = None
    number = 0
    for line in text.split("\n"):
        number += 1
        if not line:
            continue
        match = match_line(line)
        if match is None:
            return None
        spaces, hyphen, key, value, item = match.groups()
        column = len(spaces)
        if waiting is None and current is not None:
            while here > column or (here == column and (current.__class__ is Sequence) != (hyphen is not None)):
                if not outer:
                    return None
                current, here = outer.pop()
            if here != column:
                return None
        else:
            new = Sequence((number, column + 1)) if hyphen else Mapping((number, column + 1))
            if waiting is not None:
                deeper = column > here or (column == here and hyphen is not None)
                if not deeper or len(outer) > MAX_DEPTH - 4:
                    return None
                key_, line_, column_ = waiting
                current[key_] = new
                current.places[key_] = (line_, column_, number, column + 1)
                waiting = None
                outer.append((current, here))
            elif column or hyphen:
                return None
            current, here = new, column
        if hyphen:
            column += 2
            current.places.append((number, column + 1))
            if key is None:
                if item in _NULLS:
                    return None
                current.append(item[1:-1] if item[0] == '"' else item)
                continue
            below = Mapping((number, column + 1))
            current.append(below)
            outer.append((current, here))
            current, here = below, column
        if key in current:
            return None
        if value is None:
            waiting = key, number, column + 1
            continue
        behind = column + len(key) + 3
        first = value[0]
        if first == '"':
            value = value[1:-1]
        elif first == "[":
            value = _items(value, number, behind)
        elif first == "{":
            value = _pairs(value, number, behind)
        elif value in _NULLS:
            return None
        if value is None:
            return None
        current[key] = value
        current.places[key] = (number, column + 1, number, behind)
    if waiting is not None:
        return None
    root: Mapping | None = outer[0][0] if outer else current
    return root


def _items(value: str, line: int, column: int) -> Sequence | None:
    """Read ``[a, b]``."""
    found = Sequence((line, column))
    column += 1
    for item in value[1:-1].split(", "):
        if item in _NULLS:
            return None
        found.append(item)
        found.places.append((line, column))
        column += len(item) + 2
    return found


def _pairs(value: str, line: int, column: int) -> Mapping | None:
    """Read ``{zh: a, ar: b}``."""
    found = Mapping((line, column))
    column += 1
    for pair in value[1:-1].split(", "):
        key, _, text = pair.partition(": ")
        if key in found or text in _NULLS:
            return None
        found[key] = text
        found.places[key] = (line, column, line, column + len(key) + 2)
        column += len(pair) + 2
    return found
