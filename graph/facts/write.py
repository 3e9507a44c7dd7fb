"""The one canonical way to write a fact file.

Keys stand in the order of the ontology, claims in the order of its relations, everything on
one line that fits there. The writer works on the tree of a file and asks nothing of what it
refers to, so that a file with mistakes of that sort can be tidied too.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from graph.atomic import write_atomically
from graph.facts.comments import Comments, find_comments
from graph.facts.folder import read_folder
from graph.facts.problems import FactsError, Problem
from graph.facts.tree import TreeError, decode, parse
from graph.facts.when import NEVER, parse_when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.facts.comments import Path
    from graph.vocabulary import Vocabulary

__all__ = ["RECORDS", "TOP_RECORDS", "canonical", "format_folder", "render"]

WIDTH = 120
"""Lists and small mappings stay on one line up to this many characters."""

TOP_RECORDS = {"entities": "Entity", "restrictions": "Restriction", "sources": "Source", "stories": "Story"}
"""Which record a file of each folder holds."""

RECORDS = {
    "attestations": "Attestation",
    "claims": "Claim",
    "events": "RestrictionEvent",
    "exceptions": "Exception",
    "expression": "Selector",
    "expressions": "Selector",
    "selection": "Selection",
    "steps": "Step",
    "variants": "Variant",
}
"""Which record the value of a type of key is, or the items of its list are."""

_RECORD_LISTS = frozenset(RECORDS) - {"expression", "selection"}
_WORD_LISTS = frozenset("texts formerIds sources entities restrictions storyRefs claimRefs codes selection".split())
_NAMED = frozenset({"labels", "ids"})
_TESTS = frozenset({"expression", "selection"})
_MOST_IN_BRACES = 2
"""How many keys a test may have, and how deep its braces may go, to stay on one line."""

_Tree = str | dict[str, Any] | list[Any]

_KEY = re.compile(r"[^\W_][\w-]*")
_NULLS = frozenset({"~", "null", "Null", "NULL"})
_FIRST = r"(?:[\w(/$.+;^]|[^\x00-\x7f]|-(?=[^\W_])"
_PLAIN = re.compile(rf"{_FIRST}|\?(?=\d))[^:#]*(?:(?::(?! |$)|(?<! )#)[^:#]*)*(?<! )")
_PLAIN_IN_BRACKETS = re.compile(rf"{_FIRST})[^:#,\[\]{{}}?]*(?:(?::(?=\w|/)|(?<! )#)[^:#,\[\]{{}}?]*)*(?<! )")


def canonical(text: str, folder: str, vocabulary: Vocabulary) -> str:
    """Write the text of a fact file in its canonical form; comments keep their places.

    ``folder`` is one of ``graph.facts.folder.FOLDERS``. Raises
    :class:`~graph.facts.tree.TreeError` when the text cannot be read as YAML of our sort, or
    would not be once it is written in full.
    """
    text = decode(text.encode("utf-8", "surrogatepass"))
    return render(parse(text), folder, vocabulary, find_comments(text))


def render(tree: dict[str, Any], folder: str, vocabulary: Vocabulary, comments: Comments | None = None) -> str:
    """Write a tree of texts, lists and dictionaries as the canonical file; see :func:`canonical`."""
    writer = _Writer(vocabulary, comments or Comments())
    written = "\n".join(writer.file(tree, TOP_RECORDS[folder])) + "\n"
    parse(decode(written.encode()))
    return written


def format_folder(folder: str, check: bool = False) -> list[str]:
    """Write the fact files of a folder in their canonical form; return the names of those that differ.

    With ``check`` nothing is written. Nothing is written either unless every file can be:
    raises :class:`~graph.facts.problems.FactsError` with all that cannot be read, and
    :class:`~graph.facts.problems.InputError` when the disk refuses. Each file is replaced in
    one step.
    """
    from graph import vocabulary  # noqa: PLC0415 - loaded only by those who have none yet

    words = vocabulary.load()
    files, problems = read_folder(folder)
    changed: dict[str, bytes] = {}
    for file in files:
        try:
            data = canonical(decode(file.data), file.folder, words).encode()
        except TreeError as error:
            problems.append(Problem(file.name, error.at.line, error.at.column, error.message))
            continue
        if data != file.data:
            changed[file.name] = data
    if problems:
        raise FactsError(problems)
    if not check:
        for name, data in changed.items():
            write_atomically(os.path.join(folder, name), data)
    return list(changed)


class _Writer:
    """Turns the tree of one file into lines."""

    def __init__(self, vocabulary: Vocabulary, comments: Comments) -> None:
        self._words = vocabulary
        self._comments = comments
        self._ranks = {name: rank for rank, name in enumerate(vocabulary.relations)}

    def file(self, tree: dict[str, Any], record: str) -> list[str]:
        """Write the whole file."""
        head = self._comments.head
        lines = [*self._comments.first, *head]
        if head:
            lines.append("")
        if not tree:
            return [*lines, "{}", *self._comments.below.get((), ())]
        body: list[str] = []
        apart = False
        for key, value, type_ in self._entries(tree, (), record):
            entry = self._entry(key, value, (key,), type_, 0)
            beside, apart = apart, type_ in _RECORD_LISTS and entry[-1].startswith(" ")
            if body and (beside or apart):
                body.append("")
            body += entry
        below = self._comments.below.get((), ())
        return [*lines, *body, *(["", *below] if below else ())]

    # ---- order and shape

    def _entries(self, node: dict[str, Any], path: Path, record: str | None) -> Iterator[tuple[str, _Tree, str]]:
        """Yield keys in canonical order with their values in canonical shape and their types."""
        fields = self._words.fields.get(record or "", {})
        ranks = {key: rank for rank, key in enumerate(fields)}
        if record in {"Claim", "RestrictionEvent"}:
            naming = self._ranks if record == "Claim" else self._words.codes["EventType"]
            names = [key for key in node if key in naming and key not in fields]
            names = names or [key for key in node if key not in fields][:1]
            ranks.update((key, -1) for key in names)
        elif record == "ids":
            ranks = {key: rank for rank, key in enumerate(self._words.codes["Identifier"])}
        keys = sorted(node) if record == "labels" else node
        for key in sorted(keys, key=lambda key: ranks.get(key, len(ranks))):
            field = fields.get(key)
            type_ = field.value_type.removeprefix("override:").partition(":")[0] if field else ""
            value = self._shaped(node[key], (*path, key), type_)
            if not self._goes_without_saying(key, value, node, (*path, key), record):
                yield key, value, type_

    def _goes_without_saying(
        self, key: str, value: _Tree, node: dict[str, Any], path: Path, record: str | None
    ) -> bool:
        """Tell whether this is ``as: reported``, which a document means anyway."""
        return (
            (record, key, value) == ("Attestation", "as", "reported")
            and "doc" in node
            and not self._comments.near(path)
        )

    def _shaped(self, value: _Tree, path: Path, type_: str) -> _Tree:
        """Make a list of what is a list of one, and the short form of what has one."""
        if type_ in _WORD_LISTS and isinstance(value, str):
            return [value]
        if type_ == "quantities" and path not in self._comments.holding:
            return _one(value)
        if type_ in _RECORD_LISTS:
            if isinstance(value, str) or (isinstance(value, dict) and path not in self._comments.holding):
                value = [value]
            if type_ == "attestations" and path not in self._comments.holding:
                return _short(value)
        return value

    def _claims(self, items: list[_Tree]) -> list[int]:
        """Return the order of claims: relation, start, object, as typed."""

        def rank(index: int) -> tuple[int, int, str, int]:
            item = items[index]
            names = [key for key in item if key in self._ranks] if isinstance(item, dict) else []
            if not isinstance(item, dict) or not names:
                return len(self._ranks), 0, "", index
            start = item.get("since", item.get("on"))
            object_ = item[names[0]]
            return self._ranks[names[0]], _earliest(start), object_ if isinstance(object_, str) else "", index

        return sorted(range(len(items)), key=rank)

    # ---- lines; every function returns them as if they stood at the left margin

    def _entry(self, key: str, value: _Tree, path: Path, type_: str, indent: int) -> list[str]:
        """Write a key with its value and its comments."""
        start = f"{key if _KEY.fullmatch(key) else _quoted(key)}:"
        above, beside = self._comments.above.get(path, ()), self._comments.beside.get(path)
        behind = f"  {beside}" if beside else ""
        inline = self._inline(value, path, type_, WIDTH - indent - len(start) - 1)
        if inline is not None:
            return [*above, f"{start} {inline}{behind}"]
        if isinstance(value, list):
            block = self._sequence(value, path, type_, indent + 2)
        else:
            assert isinstance(value, dict)
            block = self._mapping(value, path, RECORDS.get(type_, type_), indent + 2)
        return [*above, f"{start}{behind}", *_indented(block)]

    def _mapping(self, node: dict[str, Any], path: Path, record: str, indent: int) -> list[str]:
        lines = []
        for key, value, type_ in self._entries(node, path, record):
            lines += self._entry(key, value, (*path, key), type_, indent)
        return [*lines, *self._comments.below.get(path, ())]

    def _sequence(self, items: list[_Tree], path: Path, type_: str, indent: int) -> list[str]:
        lines: list[str] = []
        for index in self._claims(items) if type_ == "claims" else range(len(items)):
            if lines and type_ == "claims":
                lines.append("")
            lines += self._item(items[index], (*path, index), type_, indent)
        return [*lines, *self._comments.below.get(path, ())]

    def _item(self, item: _Tree, path: Path, type_: str, indent: int) -> list[str]:
        above, beside = self._comments.above.get(path, ()), self._comments.beside.get(path)
        behind = f"  {beside}" if beside else ""
        if type_ == "attestations" and isinstance(item, str):
            return [*above, f"- doc: {_scalar(item)}{behind}"]
        if isinstance(item, dict) and item:
            # the line of the brackets is gone, and with it the place beside it
            block = [*([beside] if beside else ()), *self._mapping(item, path, RECORDS.get(type_, ""), indent + 2)]
            return [*above, *_hung(block)]
        inline = self._inline(item, path, "", WIDTH - indent - 2)
        if inline is not None:
            return [*above, f"- {inline}{behind}"]
        assert isinstance(item, list)
        return [*above, *([beside] if beside else ()), *_hung(self._sequence(item, path, "", indent + 2))]

    def _inline(self, value: _Tree, path: Path, type_: str, room: int) -> str | None:
        """Write a value on one line, or return None where it takes several."""
        if isinstance(value, str):
            return _scalar(value)
        if not value:
            return "[]" if isinstance(value, list) else "{}"
        if path in self._comments.holding:
            return None
        written = self._list(value) if isinstance(value, list) else self._small(value, path, type_)
        return written if written is not None and len(written) <= room else None

    def _list(self, value: list[_Tree]) -> str | None:
        words = [_in_brackets(item) for item in value if isinstance(item, str)]
        return f"[{', '.join(words)}]" if len(words) == len(value) else None

    def _small(self, value: dict[str, Any], path: Path, type_: str, depth: int = 1) -> str | None:
        """Write names, ids or a small test in braces."""
        is_test = type_ in _TESTS
        if not (is_test or type_ in _NAMED) or (is_test and max(len(value), depth) > _MOST_IN_BRACES):
            return None
        pairs = []
        for key, inner, inner_type in self._entries(value, path, RECORDS.get(type_, type_)):
            if isinstance(inner, str):
                word: str | None = _in_brackets(inner)
            elif isinstance(inner, list):
                word = self._list(inner)
            else:
                word = self._small(inner, (*path, key), inner_type, depth + 1)
            if not word or not _KEY.fullmatch(key):
                return None
            pairs.append(f"{key}: {word}")
        return f"{{{', '.join(pairs)}}}"


def _one(value: _Tree) -> _Tree:
    """Write a list of one text as the text."""
    return value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) else value


def _short(value: _Tree) -> _Tree:
    """Write attestations that only name a document as the names of the documents."""
    if not isinstance(value, list):
        return value
    docs = [_only_document(item) for item in value]
    return docs if all(isinstance(doc, str) for doc in docs) else value


def _only_document(item: _Tree) -> _Tree:
    if isinstance(item, dict) and item.keys() <= {"doc", "as"} and item.get("as", "reported") == "reported":
        return item.get("doc", item)  # type: ignore[no-any-return]
    return item


def _earliest(start: object) -> int:
    """Return the first day a claim may have started; one without a date comes first."""
    try:
        return parse_when(start).earliest if isinstance(start, str) else NEVER - 1
    except ValueError:
        return NEVER - 1


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _hung(lines: list[str]) -> list[str]:
    """Hang a block on a hyphen; the comments above its first line stand above the hyphen."""
    first = next(index for index, line in enumerate(lines) if line and not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *_indented(lines[first + 1 :])]


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text not in _NULLS else _quoted(text)


def _in_brackets(text: str) -> str:
    return text if _PLAIN_IN_BRACKETS.fullmatch(text) and text not in _NULLS else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
