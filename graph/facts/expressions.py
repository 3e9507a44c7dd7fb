"""Tests of parties and assets read from their trees.

A mapping with several keys means all of them, a list under a selector any of its ids
(facts.md, A restriction).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.facts.keys import read_fields, reads
from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Expression, Not, Owned, Select
from graph.facts.tree import Mapping, Sequence
from graph.facts.values import near

if TYPE_CHECKING:
    from graph.facts.tree import At, Node
    from graph.facts.values import Reader

__all__: list[str] = []

_ALL = 100


@reads("expression")
def _expression(reader: Reader, node: Node, at: At, side: str) -> Expression | None:
    """Read a test of parties or assets; ``side`` says which selectors fit."""
    mapping = reader.mapping(node, at, "{entity: [acme-labs]}")
    if mapping is None:
        return None
    fields = {key: field for key, field in reader.vocabulary.fields["Selector"].items() if field.side in {None, side}}
    parts: list[Expression] = []
    for key, value in mapping.items():
        field = fields.get(key)
        if field is None:
            choice = near(key, fields) or f"; use one of {', '.join(fields)}"
            reader.problem(mapping.key_at(key), f"'{key}' is not a selector of {_plural(side)}{choice}")
            continue
        part = _selector(reader, key, field.value_type, value, mapping.at(key), side)
        if part is not None:
            parts.append(part)
    if not mapping:
        reader.problem(at, "the test is empty; write a selector, as in  {entity: [acme-labs]}")
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _plural(side: str) -> str:
    return "parties" if side == "party" else "assets"


def _selector(reader: Reader, key: str, type_: str, node: Node, at: At, side: str) -> Expression | None:
    name, _, argument = type_.partition(":")
    if name == "selection":
        return _selection(reader, key, node, at)
    if name == "entities":
        return Select(key, _ids(reader, node, at, argument))
    if name == "expression":
        part = _expression(reader, node, at, side)
        return None if part is None else Not(part)
    if not isinstance(node, Sequence):
        reader.problem(at, f"'{key}' takes a list of tests; write each on a line that starts with a hyphen")
        return None
    read = [_expression(reader, item, place, side) for item, place in reader.items(node, at)]
    parts = tuple(part for part in read if part is not None)
    if not parts:
        return None
    return AnyOf(parts) if key == "anyOf" else AllOf(parts)


def _ids(reader: Reader, node: Node, at: At, kind: str) -> tuple[str, ...]:
    places = [(reader.text(item, place), place) for item, place in reader.items(node, at)]
    return tuple(reader.refer(text, place, "entity", kind) for text, place in places if text is not None)


def _selection(reader: Reader, key: str, node: Node, at: At) -> Expression | None:
    """Read what ``ownedBy``, ``controlledBy`` or ``employeesOf`` refers to; ids alone are short for a party."""
    if not isinstance(node, Mapping):
        party: Expression | None = Select("entity", _ids(reader, node, at, "Party"))
        values = {}
    else:
        values = read_fields(reader, "Selection", node)
        party = values.get("party")
        for name, owner in (("share", "ownedBy"), ("aggregate", "ownedBy"), ("scope", "employeesOf")):
            if name in node and key != owner:
                reader.problem(node.key_at(name), f"'{name}' belongs under {owner}, not under {key}; remove it")
        share = values.get("share")
        if share is not None and share.high != _ALL:
            reader.problem(node.at("share"), f'a threshold has no upper end, unlike {share}; write "> 50" or ">= 50"')
    if party is None:
        return None
    if key == "ownedBy":
        return Owned(party, values.get("share"), values.get("aggregate"))
    if key == "employeesOf":
        return Employed(party, values.get("scope") or "notStated")
    return Controlled(party)
