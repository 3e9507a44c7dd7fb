"""The words the ontology knows, read from ``ontology/ontology.ttl``.

Nothing else in the project lists kinds, relations, keys or codes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

from graph.places import data_folder

__all__ = ["BASE", "TEXT", "Code", "Field", "Kind", "Relation", "Vocabulary", "load"]

BASE = "https://w3id.org/ai-industry-graph/"
"""The base of every IRI; not registered yet."""
VOCAB = BASE + "vocab#"
THING = BASE + "id/"
TEXT = "text"
"""Stands among the range of a relation whose object is text."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SCHEMA = "https://schema.org/"
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of entity or source; ``parents`` holds every kind above it, itself included."""

    name: str
    label: str
    definition: str
    example: str
    parents: frozenset[str]
    abstract: bool
    passable: bool
    shape: str
    colour: str
    colour_on_dark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation with both readings, the kinds it links and what its claims may carry.

    ``supply`` and ``money`` are 1 where goods or money pass from subject to object, -1 where
    they pass the other way, else 0; the remaining marks are defined in the ontology.
    """

    name: str
    label: str
    inverse_label: str
    definition: str
    example: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    qualifiers: frozenset[str]
    event: bool
    sign: int
    functional: bool
    inverse_functional: bool
    exclusive_with: tuple[str, ...]
    account: bool
    supply: int
    supply_as: str
    indispensable: bool
    money: int
    symmetric: bool
    acyclic: bool
    derived: bool
    force: str | None
    action: str | None

    @property
    def takes_text(self) -> bool:
        """Whether an object may be text."""
        return TEXT in self.range


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A word of a code list; ``broader``, ``effect``, ``verdict`` where the list has them."""

    name: str
    label: str
    definition: str
    example: str
    order: int
    strength: int
    effect: str | None
    verdict: str | None
    broader: str | None
    pattern: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of a record: ``value_type`` says what its value looks like.

    Who adds a fact by answering questions is asked for ``required`` and ``asked`` keys.
    """

    key: str
    value_type: str
    required: bool
    asked: bool
    side: str | None
    definition: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All words. Dictionaries keep the canonical order."""

    kinds: dict[str, Kind]
    source_kinds: dict[str, Kind]
    relations: dict[str, Relation]
    codes: dict[str, dict[str, Code]]
    fields: dict[str, dict[str, Field]]
    short_cuts: dict[tuple[str, str], Relation]

    def is_kind(self, kind: str, wanted: str) -> bool:
        """Tell whether a kind of entity is ``wanted`` or below it."""
        found = self.kinds.get(kind)
        return found is not None and wanted in found.parents

    def broader(self, action: str) -> tuple[str, ...]:
        """List an action and all that are broader than it, narrowest first."""
        chain = [action]
        while (above := self.codes["Action"][chain[-1]].broader) is not None:
            chain.append(above)
        return tuple(chain)

    def short_cut(self, force: str, action: str) -> Relation:
        """Return the relation from an issuer to an asset for a force and action."""
        return self.short_cuts[force, self.broader(action)[-1]]

    def concrete_kinds(self) -> list[Kind]:
        """List the kinds an entity can be typed as."""
        return [kind for kind in self.kinds.values() if not kind.abstract]

    def authored(self) -> list[Relation]:
        """List the relations a curator may type."""
        return [relation for relation in self.relations.values() if not relation.derived]


class _Triples:
    """The triples of the ontology by subject and predicate, in file order."""

    def __init__(self, path: str) -> None:
        import pyoxigraph  # noqa: PLC0415 - only commands that read facts need it

        self.values: dict[str, dict[str, list[str]]] = {}
        for triple in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject = self.values.setdefault(triple.subject.value, {})
            subject.setdefault(triple.predicate.value, []).append(triple.object.value)

    def of(self, type_: str) -> list[str]:
        """List the subjects of a type."""
        return [s for s, po in self.values.items() if type_ in po.get(_RDF + "type", ())]

    def all(self, subject: str, predicate: str) -> list[str]:
        return self.values.get(subject, {}).get(predicate, [])

    def one(self, subject: str, predicate: str) -> str | None:
        found = self.all(subject, predicate)
        return found[0] if found else None

    def text(self, subject: str, predicate: str) -> str:
        return self.one(subject, predicate) or ""

    def number(self, subject: str, predicate: str) -> int:
        return int(self.one(subject, predicate) or 0)

    def true(self, subject: str, predicate: str) -> bool:
        return self.one(subject, predicate) == "true"

    def named(self, subject: str, predicate: str) -> str | None:
        value = self.one(subject, predicate)
        return None if value is None else _local(value)


def _local(iri: str) -> str:
    return TEXT if iri == _XSD_STRING else iri.removeprefix(VOCAB)


def _parents(triples: _Triples, iri: str) -> frozenset[str]:
    found: list[str] = []
    queue = [iri]
    while queue:
        current = queue.pop()
        if current.startswith(VOCAB) and _local(current) not in found:
            found.append(_local(current))
            queue += triples.all(current, _RDFS + "subClassOf")
    return frozenset(found)


def _kind(triples: _Triples, iri: str) -> Kind:
    return Kind(
        name=_local(iri),
        label=triples.text(iri, _RDFS + "label"),
        definition=triples.text(iri, _SKOS + "definition"),
        example=triples.text(iri, _SKOS + "example"),
        parents=_parents(triples, iri),
        abstract=triples.true(iri, VOCAB + "abstract"),
        passable=triples.one(iri, VOCAB + "passable") != "false",
        shape=triples.text(iri, VOCAB + "shape"),
        colour=triples.text(iri, VOCAB + "colour"),
        colour_on_dark=triples.text(iri, VOCAB + "colourOnDark"),
    )


def _relation(triples: _Triples, iri: str) -> Relation:
    return Relation(
        name=_local(iri),
        label=triples.text(iri, _RDFS + "label"),
        inverse_label=triples.text(iri, VOCAB + "inverseLabel"),
        definition=triples.text(iri, _SKOS + "definition"),
        example=triples.text(iri, _SKOS + "example"),
        domain=tuple(_local(value) for value in triples.all(iri, _SCHEMA + "domainIncludes")),
        range=tuple(_local(value) for value in triples.all(iri, _SCHEMA + "rangeIncludes")),
        qualifiers=frozenset(triples.all(iri, VOCAB + "qualifier")),
        event=triples.named(iri, VOCAB + "timing") == "event",
        sign=triples.number(iri, VOCAB + "sign"),
        functional=triples.true(iri, VOCAB + "functional"),
        inverse_functional=triples.true(iri, VOCAB + "inverseFunctional"),
        exclusive_with=tuple(_local(value) for value in triples.all(iri, VOCAB + "exclusiveWith")),
        account=triples.true(iri, VOCAB + "account"),
        supply=triples.number(iri, VOCAB + "passesGoods"),
        supply_as=triples.named(iri, VOCAB + "supplyAs") or _local(iri),
        indispensable=triples.true(iri, VOCAB + "indispensable"),
        money=triples.number(iri, VOCAB + "passesMoney"),
        symmetric=triples.true(iri, VOCAB + "symmetric"),
        acyclic=triples.true(iri, VOCAB + "acyclic"),
        derived=triples.true(iri, VOCAB + "derived"),
        force=triples.named(iri, VOCAB + "shortCutForce"),
        action=triples.named(iri, VOCAB + "shortCutAction"),
    )


def _codes(triples: _Triples) -> dict[str, dict[str, Code]]:
    lists: dict[str, dict[str, Code]] = {}
    for iri in triples.of(_SKOS + "Concept"):
        scheme = triples.named(iri, _SKOS + "inScheme") or ""
        name = triples.text(iri, _SKOS + "notation")
        lists.setdefault(scheme, {})[name] = Code(
            name=name,
            label=triples.text(iri, _RDFS + "label"),
            definition=triples.text(iri, _SKOS + "definition"),
            example=triples.text(iri, _SKOS + "example"),
            order=triples.number(iri, VOCAB + "order"),
            strength=triples.number(iri, VOCAB + "strength"),
            effect=triples.one(iri, VOCAB + "effect"),
            verdict=triples.one(iri, VOCAB + "verdict"),
            broader=triples.named(iri, _SKOS + "broader"),
            pattern=triples.one(iri, VOCAB + "pattern"),
            link=triples.one(iri, VOCAB + "link"),
        )
    return lists


def _fields(triples: _Triples) -> dict[str, dict[str, Field]]:
    records: dict[str, dict[str, Field]] = {}
    for iri in [iri for iri, po in triples.values.items() if VOCAB + "field" in po]:
        nodes = sorted(triples.all(iri, VOCAB + "field"), key=lambda n: triples.number(n, VOCAB + "order"))
        records[_local(iri)] = {
            triples.text(node, VOCAB + "key"): Field(
                key=triples.text(node, VOCAB + "key"),
                value_type=triples.text(node, VOCAB + "valueType"),
                required=triples.true(node, VOCAB + "required"),
                asked=triples.true(node, VOCAB + "asked"),
                side=triples.one(node, VOCAB + "side"),
                definition=triples.text(node, _SKOS + "definition"),
                example=triples.text(node, _SKOS + "example"),
            )
            for node in nodes
        }
    return records


@lru_cache(maxsize=4)
def load(path: str | None = None) -> Vocabulary:
    """Read the vocabulary from a Turtle file; by default the project's own."""
    triples = _Triples(path or os.path.join(data_folder("ontology"), "ontology.ttl"))
    kinds, source_kinds = {}, {}
    for iri in triples.of(_OWL + "Class"):
        kind = _kind(triples, iri)
        if "Entity" in kind.parents:
            kinds[kind.name] = kind
        elif "Source" in kind.parents and kind.name != "Source":
            source_kinds[kind.name] = kind
    relations = {_local(iri): _relation(triples, iri) for iri in triples.of(VOCAB + "Relation")}
    return Vocabulary(
        kinds=kinds,
        source_kinds=source_kinds,
        relations=relations,
        codes=_codes(triples),
        fields=_fields(triples),
        short_cuts={(r.force, r.action): r for r in relations.values() if r.force and r.action},
    )
