"""Restrictions with their events, exceptions and variants read from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.facts.keys import check_order, read_fields, reads
from graph.facts.records import Event, Exemption, Position, Restriction, Wording
from graph.facts.values import near

if TYPE_CHECKING:
    from graph.facts.tree import At, Mapping, Node
    from graph.facts.values import Reader

__all__ = ["build_restriction"]


@reads("events")
def _events(reader: Reader, node: Node, at: At, _: str) -> tuple[Event, ...]:
    """Read events; their ids are given later."""
    types = reader.vocabulary.codes["EventType"]
    found = []
    for item, place in reader.items(node, at):
        mapping = reader.mapping(item, place, "- effective: 2025-09-05")
        if mapping is None:
            continue
        named = [key for key in mapping if key in types]
        if len(named) != 1:
            unknown = [k for k in mapping if k not in types and k not in reader.vocabulary.fields["RestrictionEvent"]]
            if unknown:
                reader.problem(mapping.key_at(unknown[0]), f"unknown event '{unknown[0]}'{near(unknown[0], types)}")
            else:
                reader.problem(place, f"an event has exactly one of these keys, with its date: {', '.join(types)}")
            continue
        values = read_fields(reader, "RestrictionEvent", mapping, extra=(named[0],))
        date = reader.when(mapping[named[0]], mapping.at(named[0]))
        if "until" in mapping and types[named[0]].effect != "suspends":
            reader.problem(mapping.key_at("until"), f"'{named[0]}' takes no 'until'; only 'suspended' has a last day")
        check_order(reader, mapping, date, values.get("until"))
        if date is not None:
            event = Event(
                id="",
                event=named[0],
                date=date,
                until=values.get("until"),
                note=values.get("note"),
                attestations=values.get("sources") or (),
                at=reader.position(place),
            )
            found.append(event)
    return tuple(found)


@reads("exceptions")
def _exceptions(reader: Reader, node: Node, at: At, _: str) -> tuple[Exemption, ...]:
    found = []
    for item, place in reader.items(node, at):
        mapping = reader.mapping(item, place, "- parties: {entity: [friendly-labs]}")
        if mapping is None:
            continue
        values = read_fields(reader, "Exception", mapping)
        if not mapping.keys() & {"parties", "assets", "actions"}:
            reader.problem(place, "an exception carves out something; write parties, assets or actions")
        check_order(reader, mapping, values.get("since"), values.get("until"))
        found.append(
            Exemption(
                id="",
                parties=values.get("parties"),
                assets=values.get("assets"),
                actions=values.get("actions") or (),
                since=values.get("since"),
                until=values.get("until"),
                note=values.get("note"),
                attestations=values.get("sources") or (),
                at=reader.position(place),
            ),
        )
    return tuple(found)


_WORDED = frozenset({"instrument", "force", "actions", "parties", "assets"})


@reads("variants")
def _variants(reader: Reader, node: Node, at: At, _: str) -> tuple[dict[str, Any], ...]:
    """Read variants as values; they become wordings once the restriction's own is known."""
    found = []
    for item, place in reader.items(node, at):
        mapping = reader.mapping(item, place, "- assets: {entity: [widget-one]}")
        if mapping is None:
            continue
        values = read_fields(reader, "Variant", mapping)
        if not mapping.keys() & _WORDED:
            reader.problem(
                place, "a variant words something otherwise; write instrument, force, actions, parties or assets"
            )
        found.append({**values, "at": reader.position(place)})
    return tuple(found)


def _wording(id_: str, values: dict[str, Any], at: Position) -> Wording:
    return Wording(
        id=id_,
        instrument=values["instrument"],
        force=values["force"],
        actions=values["actions"],
        parties=values.get("parties"),
        assets=values.get("assets"),
        attestations=values.get("sources") or (),
        differs=frozenset(values.get("differs", ())),
        note=values.get("note"),
        at=at,
    )


def build_restriction(reader: Reader, id_: str, mapping: Mapping, at: Position) -> Restriction | None:
    """Build a restriction from its tree, or return None where too little of it could be read."""
    values = read_fields(reader, "Restriction", mapping)
    if not all(values.get(key) for key in ("name", "issuer", "instrument", "force", "actions")):
        return None
    variants = []
    for number, variant in enumerate(values.get("variants") or (), 1):
        own = {key: value for key, value in variant.items() if value is not None}
        merged = {**{key: values.get(key) for key in _WORDED}, **own, "differs": own.keys() & _WORDED}
        variants.append(_wording(f"{id_}.variant.{number}", merged, variant["at"]))
    return Restriction(
        id=id_,
        name=values["name"],
        names=values.get("names") or {},
        aliases=values.get("aliases") or (),
        was=values.get("was") or (),
        issuer=values["issuer"],
        wording=_wording(id_, {**values, "note": None}, at),
        variants=tuple(variants),
        addressees=values.get("addressees") or (),
        events=values.get("events") or (),
        exemptions=values.get("exceptions") or (),
        supersedes=values.get("supersedes") or (),
        in_response_to=values.get("inResponseTo"),
        note=values.get("note"),
        at=at,
    )
