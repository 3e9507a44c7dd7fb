"""Claims and attestations read from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.facts.folder import ID
from graph.facts.keys import check_order, read_fields, reads
from graph.facts.records import Attestation, Claim
from graph.facts.tree import Mapping, Sequence
from graph.facts.values import near

if TYPE_CHECKING:
    from graph.facts.tree import At, Node
    from graph.facts.values import Reader
    from graph.vocabulary import Relation

__all__: list[str] = []


@reads("attestations")
def _attestations(reader: Reader, node: Node, at: At, _: str) -> tuple[Attestation, ...]:
    found = []
    for item, place in reader.items(node, at):
        if isinstance(item, str):
            doc = reader.refer(item, place, "source")
            found.append(Attestation(doc=doc, modality="reported", at=reader.position(place)))
        elif (mapping := reader.mapping(item, place, "{doc: example-wire, as: reported}")) is not None:
            found.append(_attestation(reader, mapping))
    return tuple(found)


_OVERRIDES = ("on", "since", "until", "share", "amount", "quantity")


def _attestation(reader: Reader, mapping: Mapping) -> Attestation:
    values = read_fields(reader, "Attestation", mapping)
    modality = values.get("as") or "reported"
    if modality == "inferred" and "note" not in mapping:
        reader.problem(mapping.at(), "the key 'note' is missing; write from what this was inferred")
    if modality != "inferred" and "doc" not in mapping:
        reader.problem(mapping.at(), "the key 'doc' is missing; write  doc: example-wire-2024-10-02")
    if modality == "confirmed" and "speaker" not in mapping:
        reader.problem(
            mapping.at(),
            "'confirmed' needs a speaker; name the party to the claim that says so, or write  as: reported",
        )
    if "for" in mapping and "speaker" not in mapping:
        reader.problem(mapping.key_at("for"), "'for' needs a speaker; name who speaks for it")
    if "from" in mapping and modality != "inferred":
        reader.problem(
            mapping.key_at("from"), "'from' names what an inference rests on; write  as: inferred  or remove it"
        )
    check_order(reader, mapping, values.get("since"), values.get("until"))
    return Attestation(
        doc=values.get("doc"),
        modality=modality,
        via=values.get("via") or (),
        speaker=values.get("speaker"),
        speaks_for=values.get("for"),
        says=values.get("says"),
        quote=values.get("quote"),
        where=values.get("where"),
        note=values.get("note"),
        rests_on=values.get("from") or (),
        overrides={key: values[key] for key in _OVERRIDES if key in values},
        at=reader.position(mapping.at()),
    )


@reads("claims")
def _claims(reader: Reader, node: Node, at: At, _: str) -> tuple[Claim, ...]:
    """Read claims whose subject is the id of the file; their own ids are given later."""
    found = []
    for item, place in reader.items(node, at):
        mapping = reader.mapping(item, place, "- develops: widget-one")
        if mapping is not None and (claim := _claim(reader, mapping)) is not None:
            found.append(claim)
    return tuple(found)


def _claim(reader: Reader, mapping: Mapping) -> Claim | None:
    relations = [key for key in mapping if key in reader.vocabulary.relations]
    if len(relations) != 1:
        _explain_relation(reader, mapping, relations)
        known = reader.vocabulary.fields["Claim"]
        read_fields(reader, "Claim", mapping, extra=tuple(key for key in mapping if key not in known))
        return None
    relation = reader.vocabulary.relations[relations[0]]
    values = read_fields(reader, "Claim", mapping, extra=(relation.name,))
    place = mapping.at(relation.name)
    if relation.derived:
        reader.problem(
            mapping.key_at(relation.name),
            f"'{relation.name}' follows from restrictions and is not typed; write a file in restrictions/",
        )
        return None
    text = reader.text(mapping[relation.name], place)
    if text is None:
        return None
    is_text = relation.takes_text and (len(relation.range) == 1 or not _looks_like_id(reader, text))
    if not is_text:
        text = reader.refer(text, place, f"object:{relation.name}")
    _check_qualifiers(reader, mapping, relation.name)
    check_order(reader, mapping, values.get("since"), values.get("until"))
    return Claim(
        id="",
        subject="",
        relation=relation.name,
        object=text,
        is_text=is_text,
        on=values.get("on"),
        since=values.get("since"),
        until=values.get("until"),
        share=values.get("share"),
        amount=values.get("amount"),
        amount_kind=values.get("amountKind"),
        quantity=values.get("quantity") or (),
        role=values.get("role"),
        classed_as=values.get("classedAs"),
        about=values.get("about"),
        note=values.get("note"),
        attestations=values.get("sources") or (),
        at=reader.position(mapping.at()),
    )


def _looks_like_id(reader: Reader, text: str) -> bool:
    """Tell whether a text is a known id, or can hardly be anything else: words joined by hyphens."""
    return reader.former.get(text, text) in reader.known or ("-" in text and ID.fullmatch(text) is not None)


def _explain_relation(reader: Reader, mapping: Mapping, relations: list[str]) -> None:
    if relations:
        message = f"a claim has one relation, not both '{relations[0]}' and '{relations[1]}'; write two claims"
        reader.problem(mapping.key_at(relations[1]), message)
        return
    known = reader.vocabulary.fields["Claim"]
    words = [relation.name for relation in reader.vocabulary.authored()]
    unknown = [key for key in mapping if key not in known]
    if unknown:
        reader.problem(mapping.key_at(unknown[0]), f"unknown relation '{unknown[0]}'{near(unknown[0], words)}")
    else:
        reader.problem(mapping.at(), "the claim has no relation; write one, as in  develops: widget-one")


_TIMES = {"on": True, "since": False, "until": False}
_ALWAYS = frozenset({"note", "sources"})


def _check_qualifiers(reader: Reader, mapping: Mapping, name: str) -> None:
    """Note keys that claims of the relation do not take."""
    relation = reader.vocabulary.relations[name]
    for key in mapping:
        if key == name or key in _ALWAYS or key not in reader.vocabulary.fields["Claim"]:
            continue
        _check_qualifier(reader, mapping, key, relation)
    if "amountKind" in mapping and "amount" not in mapping:
        reader.problem(mapping.key_at("amountKind"), "'amountKind' needs an amount; write one or remove it")
    _check_overrides(reader, mapping, name)


def _check_qualifier(reader: Reader, mapping: Mapping, key: str, relation: Relation) -> None:
    """Note a date of the wrong sort, or a qualifier the relation does not take."""
    if key in _TIMES:
        if _TIMES[key] != relation.event:
            sort, keys = ("an event", "on") if relation.event else ("a state", "since and until")
            reader.problem(mapping.key_at(key), f"'{relation.name}' is {sort}: it is dated with {keys}, not '{key}'")
    elif key not in relation.qualifiers:
        allowed = ", ".join(sorted(relation.qualifiers)) or "none"
        reader.problem(mapping.key_at(key), f"'{relation.name}' takes no '{key}'; its qualifiers are: {allowed}")


def _check_overrides(reader: Reader, mapping: Mapping, name: str) -> None:
    """Note values that a document gives otherwise, though claims of the relation have no such value."""
    sources = mapping.get("sources")
    for item in sources if isinstance(sources, Sequence) else (sources,):
        if isinstance(item, Mapping):
            for key in item:
                if key in _OVERRIDES:
                    _check_qualifier(reader, item, key, reader.vocabulary.relations[name])
