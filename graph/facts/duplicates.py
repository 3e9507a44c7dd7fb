"""What a new record may be a second copy of."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.facts.naming import fold, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.facts.load import Facts

__all__ = ["duplicates"]

_CLOSE = 0.85
"""How alike two names are that a person should look at, from 0 to 1 (difflib)."""


def duplicates(facts: Facts, top: str, tree: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence on each record that the tree of a new file of folder ``top`` may repeat.

    Names that are equal are left to the check of the facts, which warns of them itself.
    """
    yield from _sources(facts, tree) if top == "sources" else _names(facts, tree)
    for entity in facts.entities.values():
        for scheme, value in tree.get("ids", {}).items():
            if entity.ids.get(scheme) == value:
                yield f"{scheme} {value} is that of {entity.id} ({entity.name}); is it the same thing?"


def _sources(facts: Facts, tree: Mapping[str, Any]) -> Iterator[str]:
    address, title = _address(str(tree.get("url", ""))), fold(str(tree.get("title", "")))
    for source in facts.sources.values():
        if address and _address(source.url or "") == address:
            yield f"{source.id} has this address already; is it the same document?"
        elif title and fold(source.title or "") == title:
            yield f"{source.id} has this title already; is it the same document, or a copy (derivedFrom)?"


def _names(facts: Facts, tree: Mapping[str, Any]) -> Iterator[str]:
    known = names_of(facts)
    names = [tree.get("name", ""), *tree.get("names", {}).values(), *tree.get("aliases", [])]
    for name in dict.fromkeys(str(name) for name in names):
        for close in get_close_matches(fold(name), list(known), 1, _CLOSE):
            if close != name.casefold():
                yield f"'{name}' is close to '{close}', a name of {' and '.join(known[close])}; is it the same thing?"


def _address(url: str) -> str:
    """Reduce a web address to what tells pages apart."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return host and f"{host}{parts.path.rstrip('/')}?{parts.query}"
