"""The comments of a fact file, each with the key or item it belongs to.

YAML readers drop comments; the canonical writer must not. A path such as
``("claims", 0, "owns")`` names a key or an item of the tree as typed. A comment on its own
line belongs to what follows it, or, where it is indented deeper than that, to the end of the
block it stands in; a comment behind something belongs to what it stands behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

import yaml
from yaml.events import (
    CollectionEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Comments", "Path", "find_comments"]

Path = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MODELINE = re.compile(r"#\s*yaml-language-server\s*:")
# What may stand before a comment without being anything it could belong to.
_NOTHING = re.compile(r"(?:---|\.\.\.|%.*)?[\s?:-]*")
# ``x #1`` is refused by the reader, since the writer of such a line meant a value.
_TOO_CLOSE = re.compile(r"#[^\s#]")
_END = -1


class _Mark(Protocol):
    """A mark of either of PyYAML's two readers."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class _Comment(NamedTuple):
    line: int
    column: int
    text: str


@dataclass(slots=True)
class Comments:
    """Comments by path; an empty line inside a list separates paragraphs.

    ``above`` and ``beside`` name keys and items; ``below`` names mappings and sequences whose
    last lines these are. ``first`` is the modeline for editors, ``head`` what introduces the
    whole file. ``holding`` has the path of every mapping and sequence with comments inside.
    """

    first: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    above: dict[Path, list[str]] = field(default_factory=dict)
    beside: dict[Path, str] = field(default_factory=dict)
    below: dict[Path, list[str]] = field(default_factory=dict)
    holding: frozenset[Path] = frozenset()

    def near(self, path: Path) -> bool:
        """Tell whether a key or item has comments of its own or inside."""
        return path in self.above or path in self.beside or path in self.holding


def find_comments(text: str) -> Comments:
    """Find the comments of a text that :func:`graph.facts.tree.parse` can read."""
    if "#" not in text:
        return Comments()
    if not text.endswith("\n"):
        text += "\n"
    loader = _LOADER(text)
    try:
        events: list[yaml.Event] = list(iter(loader.get_event, None))
    finally:
        loader.dispose()
    lines = text.split("\n")
    comments = list(_scan(lines, events))
    finder = _Finder(lines, [c for c in comments if not _MODELINE.match(c.text)])
    finder.found.first = [c.text for c in comments if _MODELINE.match(c.text)]
    for event in events:
        finder.take(event)
    return finder.finish()


def _scan(lines: list[str], events: list[yaml.Event]) -> Iterator[_Comment]:
    """Yield the comments: every ``#`` outside a value starts one."""
    line = column = 0
    for event in events:
        if not isinstance(event, ScalarEvent):
            continue
        start = _place(event.start_mark)
        yield from _gap(lines, line, column, *start)
        line, column = _place(event.end_mark)
        if event.style in {"|", ">"}:
            head = lines[start[0]].find("#", start[1])
            if head >= 0:
                yield _Comment(start[0], head, lines[start[0]][head:].rstrip())
    yield from _gap(lines, line, column, len(lines), 0)


def _place(mark: _Mark | None) -> tuple[int, int]:
    """Return line and column, from 0."""
    assert mark is not None
    return mark.line, mark.column


def _gap(lines: list[str], line: int, column: int, last: int, until: int) -> Iterator[_Comment]:
    for number in range(line, min(last, len(lines) - 1) + 1):
        begin = column if number == line else 0
        found = lines[number].find("#", begin, until if number == last else None)
        if found >= 0:
            yield _Comment(number, found, lines[number][found:].rstrip())


@dataclass(slots=True)
class _Frame:
    """An open mapping or sequence."""

    path: Path
    is_mapping: bool
    flow: bool
    column: int
    key: str | None = None
    count: int = 0


@dataclass(slots=True)
class _Finder:
    """Walks the events and the comments side by side."""

    lines: list[str]
    comments: list[_Comment]
    found: Comments = field(default_factory=Comments)
    stack: list[_Frame] = field(default_factory=list)
    pending: list[_Comment] = field(default_factory=list)
    behind: dict[Path, list[str]] = field(default_factory=dict)
    last_lines: dict[int, int] = field(default_factory=dict)
    last: Path | None = None
    next: int = 0

    # ---- events

    def take(self, event: yaml.Event) -> None:
        """Take one event, after the comments before it."""
        self._gather(*_place(event.start_mark))
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._open(event)
        elif isinstance(event, CollectionEndEvent):
            self._close(event)

    def _scalar(self, event: ScalarEvent) -> None:
        frame = self.stack[-1]
        if frame.is_mapping and frame.key is None:
            frame.key = event.value
            self.last = (*frame.path, event.value)
        else:
            self.last = self._value_path(frame)
        frame.count += 1
        self._rest(self.found.above, self.last)
        if event.style in {"|", ">"}:
            self._gather(_place(event.start_mark)[0] + 1, 0)

    def _value_path(self, frame: _Frame) -> Path:
        """Name the value that comes next, and be ready for the one after it."""
        if not frame.is_mapping:
            return (*frame.path, frame.count)
        assert frame.key is not None
        path = (*frame.path, frame.key)
        frame.key = None
        return path

    def _open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        path: Path = ()
        is_item = False
        if self.stack:
            frame = self.stack[-1]
            is_item = not frame.is_mapping
            path = self._value_path(frame)
            frame.count += 1
        else:
            self._head(_place(event.start_mark)[0])
        flow = bool(event.flow_style)
        if path and (flow or is_item):
            self._rest(self.found.above, path)
        if flow:
            self.last = path
        column = _place(event.start_mark)[1]
        self.stack.append(_Frame(path, isinstance(event, MappingStartEvent), flow, column))

    def _close(self, event: yaml.Event) -> None:
        frame = self.stack.pop()
        if frame.flow:
            self._rest(self.found.below if frame.count or not frame.path else self.found.above, frame.path)
            self.last = frame.path
            return
        following = self._indent(_place(event.start_mark)[0])
        while self.pending and self.pending[0].column >= frame.column and self.pending[0].column > following:
            self._put(self.found.below, frame.path, self.pending.pop(0))
        if isinstance(event, MappingEndEvent) and not self.stack:
            self._rest(self.found.below, ())

    def _indent(self, line: int) -> int:
        """Tell how far a line of content is indented; the end of the file counts as -1."""
        text = self.lines[line] if line < len(self.lines) else ""
        if not text.strip() or text.startswith("..."):
            return _END
        return len(text) - len(text.lstrip(" "))

    # ---- comments

    def _gather(self, line: int, column: int) -> None:
        """Take the comments before a place: behind what was last, or waiting for what comes."""
        while self.next < len(self.comments) and self.comments[self.next][:2] < (line, column):
            comment = self.comments[self.next]
            self.next += 1
            before = self.lines[comment.line][: comment.column]
            if self.last is None or _NOTHING.fullmatch(before):
                self.pending.append(comment)
            else:
                self.behind.setdefault(self.last, []).append(comment.text)

    def _rest(self, where: dict[Path, list[str]], path: Path) -> None:
        for comment in self.pending:
            self._put(where, path, comment)
        self.pending.clear()

    def _put(self, where: dict[Path, list[str]], path: Path, comment: _Comment) -> None:
        self._append(where.setdefault(path, []), comment)

    def _append(self, texts: list[str], comment: _Comment) -> None:
        """Add a comment, after an empty line where one stood before it."""
        if texts and self.last_lines.get(id(texts), comment.line) < comment.line - 1:
            texts.append("")
        texts.append(comment.text)
        self.last_lines[id(texts)] = comment.line

    def _head(self, content: int) -> None:
        """Split what stands above the first key: paragraphs about the file, and the key's own."""
        own: list[_Comment] = []
        while self.pending and self.pending[-1].line >= content - 1:
            content = self.pending[-1].line
            own.insert(0, self.pending.pop())
        for comment in self.pending:
            self._append(self.found.head, comment)
        self.pending = own

    def finish(self) -> Comments:
        """Return what was found, at most one comment behind each thing."""
        found = self.found
        self._gather(len(self.lines), 0)
        self._rest(found.below, ())
        for path, texts in self.behind.items():
            if not path:
                found.below[()] = [*texts, *found.below.get((), [])]
                continue
            if not _TOO_CLOSE.match(texts[-1]):
                found.beside[path] = texts.pop()
            if texts:
                found.above[path] = [*found.above.get(path, []), *texts]
        holding = {path[:end] for path in (*found.above, *found.beside) for end in range(len(path))}
        holding |= {path[:end] for path in found.below for end in range(len(path) + 1)}
        found.holding = frozenset(holding)
        return found
