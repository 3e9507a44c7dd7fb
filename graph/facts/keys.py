"""The keys of a record read by the types the ontology gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.facts.values import NOT_SAID, near

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.facts.tree import At, Mapping, Node
    from graph.facts.values import Reader
    from graph.facts.when import When
    from graph.vocabulary import Field

__all__ = ["check_order", "read_fields", "read_value", "reads"]

_PLAIN = frozenset(
    "text texts when until day share amount quantities boolean language url labels ids".split(),
)
_REFERENCES = {"entity": "entity", "source": "source", "restriction": "restriction", "claimRef": "claim"}
_LISTS = {
    "sources": "source",
    "entities": "entity",
    "restrictions": "restriction",
    "storyRefs": "anything",
    "claimRefs": "claim",
}
_RECORDS: dict[str, Callable[[Reader, Node, At, str], Any]] = {}


def reads(type_: str) -> Callable[[Callable[[Reader, Node, At, str], Any]], Callable[[Reader, Node, At, str], Any]]:
    """Register the reader of a type that is itself a record or list of records."""

    def register(function: Callable[[Reader, Node, At, str], Any]) -> Callable[[Reader, Node, At, str], Any]:
        _RECORDS[type_] = function
        return function

    return register


def read_value(reader: Reader, field: Field, node: Node, at: At) -> Any:  # noqa: ANN401 - each type reads to its own
    """Read the value of a key by the type the ontology gives it."""
    type_, _, argument = field.value_type.partition(":")
    if type_ == "override":
        if node == NOT_SAID:
            return None
        type_ = argument
    if type_ in _PLAIN:
        return getattr(reader, type_)(node, at)
    if type_ in _REFERENCES:
        text = reader.text(node, at)
        return None if text is None else reader.refer(text, at, _REFERENCES[type_])
    if type_ in _LISTS:
        wanted = _LISTS[type_]
        places = [(reader.text(item, place), place) for item, place in reader.items(node, at)]
        return tuple(reader.refer(text, place, wanted) for text, place in places if text is not None)
    if type_ == "code":
        text = reader.text(node, at)
        words = reader.vocabulary.codes[argument]
        return text and reader.word(text, at, words, _spoken(argument))
    if type_ == "codes":
        words = reader.vocabulary.codes[argument]
        found = [(reader.text(item, place), place) for item, place in reader.items(node, at)]
        return tuple(w for text, place in found if text and (w := reader.word(text, place, words, _spoken(argument))))
    return _RECORDS[type_](reader, node, at, argument)


def _spoken(scheme: str) -> str:
    """Name a code list as it reads inside a sentence."""
    names = {"EventType": "restriction event", "AmountKind": "kind of amount", "Modality": "wording strength (as)"}
    return names.get(scheme, scheme.lower())


def read_fields(reader: Reader, record: str, mapping: Mapping, extra: tuple[str, ...] = ()) -> dict[str, Any]:
    """Read all known keys of a record; note unknown and missing ones. ``extra`` keys are left alone."""
    fields = reader.vocabulary.fields[record]
    values: dict[str, Any] = {}
    for key, node in mapping.items():
        if key in extra:
            continue
        field = fields.get(key)
        if field is None:
            reader.problem(mapping.key_at(key), f"unknown key '{key}'{near(key, [*fields, *extra])}")
            continue
        values[key] = read_value(reader, field, node, mapping.at(key))
    for field in fields.values():
        if field.required and field.key not in mapping:
            shown = "and a list below it" if field.example == "a list" else field.example
            reader.problem(mapping.at(), f"the key '{field.key}' is missing; write  {field.key}: {shown}")
    return values


def check_order(reader: Reader, mapping: Mapping, since: When | None, until: When | None) -> None:
    """Note an end that lies before the start on every reading of both."""
    if since is not None and until is not None and until.latest < since.earliest:
        reader.problem(mapping.at("until"), f"it ends ({until}) before it starts ({since}); correct one of them")
