"""Trees of fact files turned into records, as the ontology says which keys there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graph.facts.claims
import graph.facts.expressions  # noqa: F401 - both register how their types are read
from graph.facts.folder import FORMER
from graph.facts.keys import read_fields, reads
from graph.facts.records import Entity, Position, Restriction, Source, Step, Story
from graph.facts.restrictions import build_restriction
from graph.facts.values import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.facts.tree import At, Mapping, Node
    from graph.facts.values import Reader

__all__ = ["build_record"]


@reads("kind")
def _kind(reader: Reader, node: Node, at: At, _: str) -> str | None:
    text = reader.text(node, at)
    return text and reader.word(text, at, [k.name for k in reader.vocabulary.concrete_kinds()], "kind of entity")


@reads("sourceKind")
def _source_kind(reader: Reader, node: Node, at: At, _: str) -> str | None:
    text = reader.text(node, at)
    return text and reader.word(text, at, reader.vocabulary.source_kinds, "kind of source")


@reads("formerIds")
def _former_ids(reader: Reader, node: Node, at: At, _: str) -> tuple[str, ...]:
    found = []
    for item, place in reader.items(node, at):
        text = reader.text(item, place)
        if text is not None and not FORMER.fullmatch(text):
            reader.problem(
                place, f"'{shown(text)}' was never an id; a former name is an alias or a claim with 'called'"
            )
        elif text is not None:
            found.append(text)
    return tuple(found)


def _entity(reader: Reader, id_: str, mapping: Mapping, at: Position) -> Entity | None:
    values = read_fields(reader, "Entity", mapping)
    if not values.get("kind") or not values.get("name"):
        return None
    return Entity(
        id=id_,
        kind=values["kind"],
        name=values["name"],
        names=values.get("names") or {},
        aliases=values.get("aliases") or (),
        ids=values.get("ids") or {},
        was=values.get("was") or (),
        note=values.get("note"),
        claims=values.get("claims") or (),
        at=at,
    )


def _source(reader: Reader, id_: str, mapping: Mapping, at: Position) -> Source | None:
    values = read_fields(reader, "Source", mapping)
    kind = values.get("kind")
    _check_source(reader, mapping, kind, values.get("tier"))
    published, retrieved = values.get("published"), values.get("retrieved")
    if published is not None and retrieved is not None and retrieved.latest < published.earliest:
        message = f"it was retrieved ({retrieved}) before it was published ({published}); correct one of them"
        reader.problem(mapping.at("retrieved"), message)
    if not kind:
        return None
    return Source(
        id=id_,
        kind=kind,
        title=values.get("title"),
        publisher=values.get("publisher"),
        url=values.get("url"),
        published=values.get("published"),
        language=values.get("language"),
        tier=values.get("tier"),
        derived_from=values.get("derivedFrom") or (),
        retrieved=values.get("retrieved"),
        was=values.get("was") or (),
        note=values.get("note"),
        claims=values.get("claims") or (),
        at=at,
    )


def _check_source(reader: Reader, mapping: Mapping, kind: str | None, tier: str | None) -> None:
    """Apply the rules on tiers and names of sources (facts.md, Required)."""
    if kind == "Unidentified":
        if "note" not in mapping:
            reader.problem(mapping.at(), "the key 'note' is missing; write what is known of the unidentified source")
        for key in ("url", "publisher", "title"):
            if key in mapping:
                reader.problem(mapping.key_at(key), f"an unidentified source has no {key}; give it another kind")
        return
    if kind and "tier" not in mapping:
        reader.problem(mapping.at(), "the key 'tier' is missing; write  tier: A, B or C")
    if not mapping.keys() & {"title", "url", "note"}:
        reader.problem(mapping.at(), "nothing says which document this is; write a title, a url or a note")
    if tier in {"A", "B"} and not mapping.keys() & {"publisher", "url"}:
        reader.problem(
            mapping.at("tier"), "a text without publisher and url is tier C; write  tier: C  or where it appeared"
        )


@reads("steps")
def _steps(reader: Reader, node: Node, at: At, _: str) -> tuple[Step, ...]:
    found = []
    for item, place in reader.items(node, at):
        mapping = reader.mapping(item, place, "- caption: Acme makes Widget One.")
        if mapping is not None:
            values = read_fields(reader, "Step", mapping)
            found.append(
                Step(
                    caption=values.get("caption") or "",
                    claims=values.get("claims") or (),
                    as_of=values.get("as_of"),
                    known_at=values.get("known_at"),
                ),
            )
    return tuple(found)


def _story(reader: Reader, id_: str, mapping: Mapping, at: Position) -> Story | None:
    values = read_fields(reader, "Story", mapping)
    if not values.get("title"):
        return None
    return Story(
        id=id_,
        title=values["title"],
        summary=values.get("summary"),
        was=values.get("was") or (),
        steps=values.get("steps") or (),
        at=at,
    )


_BUILDERS: dict[str, Callable[[Reader, str, Mapping, Position], Any]] = {
    "entities": _entity,
    "sources": _source,
    "restrictions": build_restriction,
    "stories": _story,
}


def build_record(
    reader: Reader, folder: str, id_: str, mapping: Mapping
) -> Entity | Source | Restriction | Story | None:
    """Build the record of a file, or return None where too little of it could be read."""
    record: Entity | Source | Restriction | Story | None = _BUILDERS[folder](
        reader, id_, mapping, reader.position(mapping.at())
    )
    return record
