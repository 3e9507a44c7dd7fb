"""The bytes of a fact file as a tree of text, with the line and column of every key and value."""

from __future__ import annotations

from graph.facts.characters import MAX_BYTES, decode
from graph.facts.lines import plain_tree
from graph.facts.nodes import At, Mapping, Node, Sequence, TreeError

__all__ = ["MAX_BYTES", "At", "Mapping", "Node", "Sequence", "TreeError", "decode", "parse"]


def parse(text: str) -> Mapping:
    """Build the tree of a decoded file; raise :class:`TreeError` at the first thing refused."""
    tree = plain_tree(text)
    if tree is None:
        from graph.facts.events import parse_yaml  # noqa: PLC0415 - most files do without libyaml

        tree = parse_yaml(text)
    return tree
