"""YAML of any sort as a tree of text, by way of libyaml's events.

Nothing is resolved: every scalar stays the text that was typed. What a fact file has no use
for is refused: repeated and merged keys, anchors, aliases, tags, several documents, deep
nesting.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

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

from graph.facts.characters import described, forbidden
from graph.facts.nodes import MAX_DEPTH, MAX_VALUES, At, Mapping, Node, Sequence, TreeError

__all__ = ["parse_yaml"]

MAX_KEY = 100
_SHOWN = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SIGN = re.compile(r"<=?\s*\d")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]+(#[^\s#]\S*)")
_KEY_ALONE = re.compile(r"\s*(?:- +)*[A-Za-z][\w-]*")


def parse_yaml(text: str) -> Mapping:
    """Build the tree with libyaml, whatever the file is written like; raise as :func:`parse`."""
    try:
        root = _read(text)
    except yaml.YAMLError as error:
        raise _syntax_error(error, text) from None
    if root is None:
        message = "the file is empty; write the keys of the record, or delete the file"
        raise TreeError(message, At(1, 1))
    if not isinstance(root, Mapping):
        raise TreeError("a file holds keys and values, as in  kind: Company", At(1, 1))
    return root


def _read(text: str) -> Node | None:
    try:
        return _build(text, _LOADER)
    except yaml.YAMLError as error:
        if "nesting depth" not in str(error):
            raise
        # From 6.0.4 on libyaml gives up on a thousand open brackets before it tells of the first;
        # the slow scanner reaches the level that is one too many and says where it stands.
        return _build(text, yaml.SafeLoader)


def _build(text: str, scanner: type[Any]) -> Node | None:  # noqa: C901, PLR0912, PLR0915 - the hot loop of the reader, kept in one piece for speed
    loader = scanner(text)
    lines = text.split("\n") if "#" in text else None
    try:
        next_event = loader.get_event
        root: Node | None = None
        stack: list[Any] = []
        current: Any = None
        key: str | None = None
        key_at = At(1, 1)
        values = documents = 0
        while (event := next_event()) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                if event.anchor or event.tag:
                    _refuse(event)
                values += 1
                if key is None and current.__class__ is Mapping:
                    key, key_at = _key(current, event), _at(event)
                elif current is None:
                    if event.value or event.style:
                        root = _value(event)
                else:
                    value = _value(event)
                    if lines and not event.style:
                        _refuse_cut_short(event, lines)
                    mark = event.start_mark
                    if key is None:
                        current.append(value)
                        current.places.append((mark.line + 1, mark.column + 1))
                    else:
                        current[key] = value
                        current.places[key] = (*key_at, mark.line + 1, mark.column + 1)
                        key = None
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor or event.tag:
                    _refuse(event)
                values += 1
                at = _at(event)
                new: Mapping | Sequence = Mapping(at) if kind is MappingStartEvent else Sequence(at)
                if current is None:
                    root = new
                elif current.__class__ is Sequence:
                    current.append(new)
                    current.places.append(at)
                elif key is None:
                    raise TreeError("a key is one word, not a list or mapping; write the word", at)
                else:
                    current[key] = new
                    current.places[key] = (*key_at, *at)
                    key = None
                stack.append(current)
                current = new
                if len(stack) > MAX_DEPTH:
                    message = f"values are nested deeper than {MAX_DEPTH} levels; flatten them"
                    raise TreeError(message, at)
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
                message = f"the file holds more than {MAX_VALUES} values, the most one record may have; shorten it"
                raise TreeError(message, _at(event))
        return root
    finally:
        loader.dispose()


def _syntax_error(error: yaml.YAMLError, text: str) -> TreeError:
    """Say what PyYAML could not read, in our words where the cause is a known one."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return TreeError(f"not YAML: {str(error).splitlines()[0]}", At(1, 1))
    if conflict := _CONFLICT.search(text):
        return TreeError("a merge conflict marker; settle the conflict", _place(text, conflict.start()))
    opened = getattr(error, "context_mark", None) or mark
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    context = getattr(error, "context", None) or ""
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    start = lines[opened.line][opened.column :] if opened.line < len(lines) else ""
    at = At(mark.line + 1, mark.column + 1)
    if "\t" in line[: mark.column + 1]:
        return TreeError("a tab; indent with spaces", At(mark.line + 1, line.index("\t") + 1))
    if "block scalar" in context and start[:1] in {">", "|"}:
        message = f'a value that starts with < or > is written in quotes: "{start.strip()[:_SHOWN]}"'
        return TreeError(message, At(opened.line + 1, opened.column + 1))
    if "quoted scalar" in context and ("end of stream" in problem or "document indicator" in problem):
        return TreeError("a quotation mark that is never closed; close it", At(opened.line + 1, opened.column + 1))
    if start[:1] in {"[", "{"} and problem.startswith("did not find expected ',' or"):
        close = {"[": "]", "{": "}"}[start[0]]
        message = f"a {start[0]} that is never closed, or a comma missing inside it; write {close} or the comma"
        return TreeError(message, At(opened.line + 1, opened.column + 1))
    if "simple key" in context:
        return TreeError("a key without a colon; write  key: value", At(opened.line + 1, opened.column + 1))
    if start[:1] in {"*", "&", "!", "%"}:
        message = f"a value that starts with {start[0]} is written in quotes"
        return TreeError(message, At(opened.line + 1, opened.column + 1))
    return _line_error(problem, line, at)


def _line_error(problem: str, line: str, at: At) -> TreeError:  # noqa: C901 - one case a cause
    """Say what is wrong where a line of YAML stops making sense."""
    before, rest = line[: at.column - 1], line[at.column - 1 :]
    indent = At(at.line, len(line) - len(line.lstrip()) + 1)
    if "cannot start any token" in problem:
        sign = "< or >" if rest[:1] == ">" else rest[:1]
        return TreeError(f"a value that starts with {sign} is written in quotes", at)
    if "mapping values are not allowed" in problem:
        if _KEY_ALONE.fullmatch(before) and before[0] == " ":
            return TreeError(
                "the line is indented deeper than the line above allows; align it with its neighbours", indent
            )
        return TreeError('a colon inside a value; write the value in quotes: "…: …"', at)
    if "sequence entries are not allowed" in problem:
        return TreeError("a list starts on a line of its own; break the line before the hyphen", at)
    if "unexpected ':'" in problem:
        return TreeError("a colon inside brackets; write the value in quotes", at)
    if problem == "did not find expected node content" and not rest:
        return TreeError("the file ends inside brackets; close them", at)
    if problem.startswith("did not find expected") and ("<" in problem or "'-'" in problem or not before.strip(" -")):
        return TreeError("the line does not fit under the lines above; align it with its neighbours", indent)
    if problem in {"did not find expected key", "mapping keys are not allowed in this context"}:
        return TreeError("something follows the end of the value; put the whole value in quotes", at)
    if problem == "did not find expected node content":
        return TreeError(f"a value is missing before {rest[:1]}; write it or take the sign out", at)
    if "escape" in problem or "hexdecimal" in problem:
        return TreeError("an escape that YAML does not know; write the backslash twice, or use single quotes", at)
    return TreeError(f"not YAML: {problem}; check the indentation and quotes here", at)


def _place(text: str, index: int) -> At:
    return At(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _refuse_cut_short(event: ScalarEvent, lines: list[str]) -> None:
    """Refuse ``title: Issue #12``: YAML would take the rest for a comment and drop it in silence."""
    end: Any = event.end_mark
    if end.line < len(lines) and (match := _COMMENT.match(lines[end.line], end.column)):
        message = (
            f"the value would end before {match[1][:20]}; write the value in quotes, or a space after # for a comment"
        )
        raise TreeError(message, At(end.line + 1, match.start(1) + 1))


def _value(event: ScalarEvent) -> str:
    """Return the text of a scalar, one paragraph on one line."""
    text: str = event.value
    if not text.isprintable():
        if "\n" in text:
            text = " ".join(text.split())
        _refuse_escaped(text, event)
    elif not event.style and (text in _NULLS or _SIGN.match(text)):
        _refuse_plain(event)
    elif event.style == ">" and not text:
        # ``share: >5`` opens a folded text that is indented by five, and empty
        raise TreeError('a value that starts with < or > is written in quotes: ">…"', _at(event))
    elif event.style == '"' and not text.isascii():
        _refuse_escaped(text, event)
    return text


def _refuse_plain(event: ScalarEvent) -> None:
    if event.value in _NULLS:
        message = "the value is missing; write it, or leave the key out"
    else:
        message = f'a value that starts with < or > is written in quotes: "{event.value[:_SHOWN]}"'
    raise TreeError(message, _at(event))


def _refuse_escaped(text: str, event: ScalarEvent) -> None:
    """Hold text that was written with escapes to the same rules as the bytes of the file."""
    for char in text:
        if forbidden(char):
            message = f"character {described(char)} is not allowed inside a value, not even escaped; take it out"
            raise TreeError(message, _at(event))
    if not unicodedata.is_normalized("NFC", text):
        raise TreeError("text is not in Unicode form NFC; write composed characters", _at(event))


def _at(event: yaml.Event) -> At:
    mark: Any = event.start_mark
    return At(mark.line + 1, mark.column + 1)


def _refuse(event: yaml.Event) -> None:
    """Raise for node features that fact files do not use."""
    anchor: str = getattr(event, "anchor", None) or ""
    if event.__class__ is AliasEvent:
        message = f"aliases (*{anchor[:_SHOWN]}) are not allowed; write the value out"
    elif anchor:
        message = f"anchors (&{anchor[:_SHOWN]}) are not allowed; write the value out"
    else:
        tag: str = getattr(event, "tag", None) or ""
        tag = tag.replace("tag:yaml.org,2002:", "!!")[:_SHOWN]
        message = f"tags ({tag}) are not allowed; every value is text"
    raise TreeError(message, _at(event))


def _key(mapping: Mapping, event: ScalarEvent) -> str:
    key: str = event.value
    if not key.isprintable() or not key.isascii():
        _refuse_escaped(key, event)
    if len(key) > MAX_KEY:
        raise TreeError(f"a key has at most {MAX_KEY} characters; is this a value?", _at(event))
    if key in mapping:
        message = f"the key '{key}' is repeated; it stands at line {mapping.places[key][0]} already"
        raise TreeError(message, _at(event))
    if key == "<<" and not event.style:
        message = "merge keys (<<) are not allowed; write the values out"
        raise TreeError(message, _at(event))
    return key
