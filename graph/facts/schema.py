"""The JSON Schema of fact files, by which editors complete and explain what is typed.

Made from the ontology: which keys there are, what their values look like, which words
exist, and what they mean. It is looser than ``aikg check`` on purpose. An editor reads
``2026`` as a number and ``no`` as a truth value where the reader of facts sees text, so both
pass; dates, shares, references and rules between keys are left to the check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.facts.folder import ID
from graph.facts.tree import parse
from graph.facts.values import MAX_TEXT
from graph.facts.write import RECORDS, TOP_RECORDS
from graph.vocabulary import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.facts.load import Facts
    from graph.vocabulary import Code, Field, Kind, Relation, Vocabulary

__all__ = ["json_schema"]

_Schema = dict[str, Any]

_SCALAR = ["string", "number", "boolean"]
_TEXTS = frozenset({"text", "texts", "when", "until", "day", "share", "amount", "quantities", "language"})
_MANY = frozenset({"texts", "quantities"})
_REFERENCES = {
    "entity": "entityId",
    "entities": "entityId",
    "source": "sourceId",
    "sources": "sourceId",
    "restriction": "restrictionId",
    "restrictions": "restrictionId",
    "claimRef": "claimId",
    "claimRefs": "claimId",
    "storyRefs": "storyId",
}
_RECORD_IDS = {"Claim": "claimId", "Restriction": "restrictionId", "Source": "sourceId"}
_TIMES = {"on": True, "since": False, "until": False}
_SIDES = {"party": "partyTest", "asset": "assetTest"}


def json_schema(vocabulary: Vocabulary, facts: Facts | None = None) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of fact files.

    One schema serves all four folders and tells by the keys which record a file holds;
    ``#/$defs/entity``, ``source``, ``restriction`` and ``story`` are those of one record.
    With ``facts`` the ids they hold are offered for completion; others stay allowed.
    """
    return _Builder(vocabulary, facts).whole()


class _Builder:
    """Builds the definitions one after the other; those of ids on demand."""

    def __init__(self, vocabulary: Vocabulary, facts: Facts | None) -> None:
        self._words = vocabulary
        self._facts = facts
        self._defs: dict[str, _Schema] = {}

    def whole(self) -> _Schema:
        """Return the schema with all its definitions, sorted."""
        for record in (*TOP_RECORDS.values(), *RECORDS.values()):
            if record not in {"Selector", "Claim", "RestrictionEvent"}:
                self._defs[_def(record)] = self._record(record)
        for side, name in _SIDES.items():
            self._defs[name] = self._test(side)
        self._defs["claim"] = self._claim()
        self._defs["event"] = self._event()
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Fact files of aikg",
            "description": "One file holds one entity, source, restriction or story; the name of the file is its id.",
            "type": "object",
            **self._choice(),
            "$defs": dict(sorted(self._defs.items())),
        }

    def _choice(self) -> _Schema:
        """Tell the record of a file: by its kind, else by a key that only one record has.

        Kinds are told apart by a pattern: editors offer the words of an ``enum`` even where
        it only asks a question.
        """
        tests = [
            (_is_kind(self._words.source_kinds), "source"),
            ({"required": ["kind"]}, "entity"),
            (self._has_own_key("Story"), "story"),
            (self._has_own_key("Restriction"), "restriction"),
        ]
        choice = self._undecided()
        for test, name in reversed(tests):
            choice = {"if": test, "then": {"$ref": f"#/$defs/{name}"}, "else": choice}
        kinds = {**{kind.name: kind for kind in self._words.concrete_kinds()}, **self._words.source_kinds}
        return {"properties": {"kind": _enum(kinds)}, **choice}

    def _has_own_key(self, record: str) -> _Schema:
        fields = self._words.fields
        others = {key for name in TOP_RECORDS.values() if name != record for key in fields[name]}
        return {"anyOf": [{"required": [key]} for key in fields[record] if key not in others]}

    def _undecided(self) -> _Schema:
        """Offer the keys of every record while a file does not show yet what it is."""
        every = [field for record in TOP_RECORDS.values() for field in self._words.fields[record].values()]
        keys: _Schema = {field.key: {"description": field.definition} for field in reversed(every)}
        return {"properties": keys, "additionalProperties": False, "required": ["kind"]}

    # ---- records

    def _record(self, record: str) -> _Schema:
        fields = self._words.fields[record]
        schema: _Schema = {
            "type": "object",
            "properties": {key: self._property(field) for key, field in fields.items()},
            "additionalProperties": False,
        }
        if required := [key for key, field in fields.items() if field.required]:
            schema["required"] = required
        return schema

    def _property(self, field: Field) -> _Schema:
        """Describe one key; a key that a record requires is said to be."""
        schema = self._value(field.value_type, field.side or "party")
        if (example := _example(field)) is not None:
            schema = {**schema, "examples": [example]}
            if field.value_type.startswith("override:"):
                schema["examples"].append("none")
        needed = " Required." if field.required else ""
        return {"description": f"{field.definition}{needed}", **schema}

    def _claim(self) -> _Schema:
        schema = self._record("Claim")
        relations = self._words.authored()
        schema["properties"] = {**{r.name: self._relation(r) for r in relations}, **schema["properties"]}
        schema["minProperties"] = 2
        schema["allOf"] = self._conditions(relations)
        return schema

    def _relation(self, relation: Relation) -> _Schema:
        sort = "An event, dated with on." if relation.event else "A state, dated with since and until."
        description = (
            f"{relation.definition} Backwards: {relation.inverse_label}. "
            f"From {_or(relation.domain)} to {_or(relation.range)}. {sort} Example: {relation.example}."
        )
        kinds = [kind for kind in relation.range if kind in self._words.kinds]
        choices = [self._id("entityId", kinds)] if kinds else []
        choices += [self._id(_RECORD_IDS[name]) for name in relation.range if name in _RECORD_IDS]
        choices += [_text()] if TEXT in relation.range else []
        return {"description": description, **(choices[0] if len(choices) == 1 else {"anyOf": choices})}

    def _conditions(self, relations: Iterable[Relation]) -> list[_Schema]:
        """Say which keys the claims of a relation do not take."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for relation in relations:
            barred = [
                key
                for key, field in self._words.fields["Claim"].items()
                if not field.required and key != "note" and not _takes(relation, key)
            ]
            groups.setdefault(tuple(barred), []).append(relation.name)
        return [
            {
                "if": {"anyOf": [{"required": [name]} for name in names]},
                "then": {"properties": dict.fromkeys(barred, False)},
            }
            for barred, names in groups.items()
        ]

    def _event(self) -> _Schema:
        schema = self._record("RestrictionEvent")
        events = self._words.codes["EventType"].values()
        types = {
            event.name: {"description": event.definition, **_text(), "examples": ["2025-09-05"]} for event in events
        }
        schema["properties"] = {**types, **schema["properties"]}
        schema["minProperties"] = 2
        return schema

    def _test(self, side: str) -> _Schema:
        fields = self._words.fields["Selector"].values()
        return {
            "type": "object",
            "properties": {
                field.key: {"description": field.definition, **self._value(field.value_type, side)}
                for field in fields
                if field.side in {None, side}
            },
            "additionalProperties": False,
            "minProperties": 1,
        }

    # ---- values

    def _value(self, value_type: str, side: str) -> _Schema:
        """Describe what a value of a type looks like."""
        type_, _, argument = value_type.removeprefix("override:").partition(":")
        if type_ in _TEXTS:
            return _one_or_more(_text()) if type_ in _MANY else _text()
        if type_ in _REFERENCES:
            id_ = self._id(_REFERENCES[type_], [argument] if argument else ["Entity"])
            return _one_or_more(id_) if type_.endswith("s") else id_
        if type_ == "expression":
            return {"$ref": f"#/$defs/{_SIDES[argument or side]}"}
        if type_ == "expressions":
            return _one_or_more({"$ref": f"#/$defs/{_SIDES[side]}"})
        if type_ == "selection":
            return {"anyOf": [*_one_or_more(self._id("entityId", ["Party"]))["anyOf"], {"$ref": "#/$defs/selection"}]}
        if type_ == "attestations":
            return _one_or_more({"anyOf": [self._id("sourceId"), {"$ref": "#/$defs/attestation"}]})
        if type_ in RECORDS:
            return _one_or_more({"$ref": f"#/$defs/{_def(RECORDS[type_])}"})
        return getattr(self, f"_{type_}")(argument)  # type: ignore[no-any-return]

    def _kind(self, _: str) -> _Schema:
        return _enum({kind.name: kind for kind in self._words.concrete_kinds()})

    def _sourceKind(self, _: str) -> _Schema:  # noqa: N802 - named as the type is
        return _enum(self._words.source_kinds)

    def _code(self, scheme: str) -> _Schema:
        return _enum(self._words.codes[scheme])

    def _codes(self, scheme: str) -> _Schema:
        return _one_or_more(self._code(scheme))

    def _boolean(self, _: str) -> _Schema:
        return {"enum": [True, False, "true", "false"]}

    def _url(self, _: str) -> _Schema:
        return {"type": "string", "format": "uri"}

    def _formerIds(self, _: str) -> _Schema:  # noqa: N802 - named as the type is
        return _one_or_more(_text())

    def _labels(self, _: str) -> _Schema:
        return {"type": "object", "additionalProperties": _text(), "minProperties": 1}

    def _ids(self, _: str) -> _Schema:
        schemes = self._words.codes["Identifier"].values()
        properties = {
            scheme.name: {
                "description": scheme.definition,
                **_text(),
                **({"pattern": f"^(?:{scheme.pattern})$"} if scheme.pattern else {}),
                "examples": [scheme.example],
            }
            for scheme in schemes
        }
        return {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1}

    # ---- ids

    def _id(self, name: str, kinds: Iterable[str] = ("Entity",)) -> _Schema:
        """Refer to the definition of ids of a sort, entities narrowed to kinds; make it if needed."""
        kinds = list(kinds)
        known = self._known(name)
        if name == "entityId" and kinds != ["Entity"] and self._facts is not None:
            known = {id_: text for id_, text in known.items() if self._fits(id_, kinds)}
            name = ".".join((name, *kinds))
        if name not in self._defs:
            pattern = {} if name in {"claimId", "storyId"} else {"pattern": f"^(?:{ID.pattern})$"}
            any_id: _Schema = {"type": _SCALAR, **pattern}
            offered = {"enum": list(known), "enumDescriptions": list(known.values())}
            self._defs[name] = {"anyOf": [offered, any_id]} if known else any_id
        return {"$ref": f"#/$defs/{name}"}

    def _fits(self, id_: str, kinds: Iterable[str]) -> bool:
        assert self._facts is not None
        kind = self._facts.entities[id_].kind
        return any(self._words.is_kind(kind, wanted) for wanted in kinds)

    def _known(self, name: str) -> Mapping[str, str]:
        """List the ids that the facts hold, each with what it is called."""
        facts = self._facts
        if facts is None:
            return {}
        entities = {e.id: f"{e.name} ({e.kind})" for e in facts.entities.values()}
        restrictions = {r.id: r.name for r in facts.restrictions.values()}
        claims = {c.id: f"{c.subject} {c.relation} {c.object}" for c in facts.claims.values()}
        parts = {e.id: str(e.date) for r in facts.restrictions.values() for e in r.events}
        found = {
            "entityId": entities,
            "sourceId": {s.id: s.name for s in facts.sources.values()},
            "restrictionId": restrictions,
            "claimId": {**claims, **restrictions, **parts},
            "storyId": {**claims, **entities, **restrictions, **parts},
        }
        return found[name]


def _def(record: str) -> str:
    """Name the definition of a record."""
    return {"RestrictionEvent": "event"}.get(record, record[0].lower() + record[1:])


def _text() -> _Schema:
    return {"type": _SCALAR, "minLength": 1, "maxLength": MAX_TEXT}


def _one_or_more(item: _Schema) -> _Schema:
    return {"anyOf": [{"type": "array", "items": item, "minItems": 1}, item]}


def _enum(words: Mapping[str, Code] | Mapping[str, Kind]) -> _Schema:
    return {"enum": list(words), "enumDescriptions": [word.definition for word in words.values()]}


def _is_kind(kinds: Iterable[str]) -> _Schema:
    return {"properties": {"kind": {"type": "string", "pattern": f"^(?:{'|'.join(kinds)})$"}}, "required": ["kind"]}


def _takes(relation: Relation, key: str) -> bool:
    return relation.event == _TIMES[key] if key in _TIMES else key in relation.qualifiers


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)


def _example(field: Field) -> Any:  # noqa: ANN401 - any JSON value
    """Return the example of a key as JSON, or None where it only says that a list belongs there."""
    if field.value_type in RECORDS and field.value_type != "attestations":
        return None
    return parse(f"example: {field.example}")["example"]
