"""One value of a fact file read into its type, with references noted for later checking.

Which type a key has stands in the ontology (``ai:valueType``); here is how each type is
read. A value that cannot be read gives a problem and None.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.facts.measure import parse_amount, parse_quantity
from graph.facts.naming import renewed
from graph.facts.problems import Problem
from graph.facts.records import Position
from graph.facts.share import parse_share
from graph.facts.tree import At, Mapping, Sequence
from graph.facts.when import parse_day, parse_when

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from graph.facts.tree import Node
    from graph.vocabulary import Vocabulary

__all__ = ["MAX_TEXT", "NOT_SAID", "Reader", "Reference", "article", "near", "shown"]

NOT_SAID = "none"
MAX_TEXT = 2000
MAX_SHOWN = 80
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?", re.ASCII)
_HOST = re.compile(r"(?:[\w-]+\.)+(?!\d+$|0x)[\w-]+")
# Characters that no address may hold as they are (RFC 3986); they would break an IRI.
_NOT_IN_URL = re.compile(r"[\s<>\"{}|\\^`]")


def near(word: str, words: Iterable[str]) -> str:
    """Return ``; did you mean …?`` for the nearest of ``words``, or nothing."""
    close = get_close_matches(word, list(words), 1)
    return f"; did you mean {close[0]}?" if close else ""


def shown(text: str) -> str:
    """Cut a text so that a sentence that quotes it stays a sentence."""
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def article(noun: str) -> str:
    """Put ``a`` or ``an`` before a noun of the ontology."""
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that a file names, and what it should be; ``kind`` narrows entities."""

    target: str
    wanted: str
    at: Position
    kind: str | None = None


@dataclass(slots=True)
class Reader:
    """Reads the values of one file; collects ``problems`` and ``references``."""

    file: str
    vocabulary: Vocabulary
    former: dict[str, str]
    known: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def problem(self, at: At, message: str) -> None:
        """Note a mistake."""
        self.problems.append(Problem(self.file, at.line, at.column, message))

    def position(self, at: At) -> Position:
        """Turn a place in this file into a place in the folder."""
        return Position(self.file, at.line, at.column)

    # ---- shapes

    def text(self, node: Node, at: At) -> str | None:
        """Read one text."""
        if not isinstance(node, str):
            self.problem(at, "one text belongs here, not a list or mapping")
            return None
        if not node.strip():
            self.problem(at, "the text is empty; write it, or leave the key out")
            return None
        if node != node.strip():
            self.problem(at, "the text starts or ends with a space; take it away")
            return None
        if len(node) > MAX_TEXT:
            self.problem(at, f"a text has at most {MAX_TEXT} characters, not {len(node)}; shorten it")
            return None
        return node

    def items(self, node: Node, at: At) -> list[tuple[Node, At]]:
        """Read a list; one value counts as a list of one."""
        if isinstance(node, Sequence):
            if not node:
                self.problem(at, "the list is empty; write its items, or leave the key out")
            return [(item, node.at(index)) for index, item in enumerate(node)]
        return [(node, at)]

    def texts(self, node: Node, at: At) -> tuple[str, ...]:
        """Read a list of texts."""
        read = (self.text(item, place) for item, place in self.items(node, at))
        return tuple(text for text in read if text is not None)

    def mapping(self, node: Node, at: At, example: str) -> Mapping | None:
        """Expect keys and values."""
        if isinstance(node, Mapping):
            return node
        self.problem(at, f"keys and values belong here, as in  {example}")
        return None

    # ---- words and ids

    def word(self, text: str, at: At, words: Collection[str], what: str) -> str | None:
        """Expect one of the words of a list."""
        if text in words:
            return text
        choice = near(text, words) or f"; use one of {', '.join(words)}"
        self.problem(at, f"'{shown(text)}' is not {article(what)}{choice}")
        return None

    def refer(self, text: str, at: At, wanted: str, kind: str | None = None) -> str:
        """Note a reference and return the current id of what it names."""
        target = renewed(text, self.former)
        self.references.append(Reference(target, wanted, self.position(at), kind))
        return target

    # ---- plain values

    def parsed(self, node: Node, at: At, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401 - returns what parse does
        """Read a text by a parser that raises ValueError with a sentence."""
        if isinstance(node, Sequence) and len(node) == 1 and isinstance(node[0], str) and ".." in node[0]:
            self.problem(at, f'a date in brackets is written in quotes: "[{node[0]}]"')
            return None
        text = self.text(node, at)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.problem(at, str(error))
            return None

    def when(self, node: Node, at: At) -> Any:  # noqa: ANN401 - When or None
        """Read a date; ``..`` is only for ends."""
        if node == "..":
            self.problem(at, "'..' stands for the end of a state that is known to be open; write a date here")
            return None
        return self.parsed(node, at, parse_when)

    def until(self, node: Node, at: At) -> Any:  # noqa: ANN401 - When or None
        """Read an end; ``..`` means it is known to be open."""
        return self.parsed(node, at, parse_when)

    def day(self, node: Node, at: At) -> Any:  # noqa: ANN401 - ordinal or None
        """Read one day as an ordinal."""
        return self.parsed(node, at, parse_day)

    def share(self, node: Node, at: At) -> Any:  # noqa: ANN401 - Share or None
        """Read a share."""
        return self.parsed(node, at, parse_share)

    def amount(self, node: Node, at: At) -> Any:  # noqa: ANN401 - Measure or None
        """Read an amount of money."""
        return self.parsed(node, at, parse_amount)

    def quantities(self, node: Node, at: At) -> Any:  # noqa: ANN401 - tuple of Measure
        """Read counts with their units."""
        read = (self.parsed(item, place, parse_quantity) for item, place in self.items(node, at))
        return tuple(value for value in read if value is not None)

    def boolean(self, node: Node, at: At) -> bool | None:
        """Read true or false."""
        if node in ("true", "false"):
            return node == "true"
        self.problem(at, "write true or false")
        return None

    def language(self, node: Node, at: At) -> str | None:
        """Read a BCP 47 tag such as ``zh`` or ``zh-Hant``."""
        text = self.text(node, at)
        if text is not None and not _LANGUAGE.fullmatch(text):
            self.problem(at, f"'{shown(text)}' is not a language tag; write en, zh, ar or zh-Hant")
            return None
        return text

    def url(self, node: Node, at: At) -> str | None:
        """Read an http(s) address of a public host, without credentials."""
        text = self.text(node, at)
        if text is None:
            return None
        try:
            parts = urlsplit(text)
            public = parts.scheme in {"http", "https"} and not _private(parts.hostname or "") and parts.port != 0
        except ValueError:
            public = False
        if not public or parts.username is not None or _NOT_IN_URL.search(text):
            self.problem(at, f"'{shown(text)}' is not a public web address; write https://host/path without a password")
            return None
        return text

    def labels(self, node: Node, at: At) -> dict[str, str]:
        """Read names by language tag."""
        mapping = self.mapping(node, at, "{zh: 阿克米}")
        found: dict[str, str] = {}
        for tag, value in (mapping or {}).items():
            assert mapping is not None
            if self.language(tag, mapping.key_at(tag)) and (text := self.text(value, mapping.at(tag))):
                found[tag] = text
        return found

    def ids(self, node: Node, at: At) -> dict[str, str]:
        """Read identifiers elsewhere by the name of their scheme."""
        mapping = self.mapping(node, at, "{wikidata: Q42}")
        found: dict[str, str] = {}
        schemes = self.vocabulary.codes["Identifier"]
        for scheme, value in (mapping or {}).items():
            assert mapping is not None
            known = self.word(scheme, mapping.key_at(scheme), schemes, "scheme of identifiers")
            text = self.text(value, mapping.at(scheme))
            if known and text:
                if not re.fullmatch(schemes[scheme].pattern or ".+", text):
                    self.problem(
                        mapping.at(scheme),
                        f"'{shown(text)}' is not a {scheme} identifier; it looks like {schemes[scheme].example}",
                    )
                found[scheme] = text
        return found


def _private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        host = host.removesuffix(".")
        return not _HOST.fullmatch(host) or host.endswith((".local", ".localhost", ".internal"))
