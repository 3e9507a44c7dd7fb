"""What to ask somebody who adds a fact, and whether an answer will do (cli.md, add)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.facts.keys import read_value
from graph.facts.nodes import At, TreeError
from graph.facts.shelf import RefusedError, find_relation
from graph.facts.tree import parse
from graph.facts.values import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.facts.shelf import Shelf
    from graph.vocabulary import Field, Vocabulary

__all__ = ["Question", "answer", "questions"]

_ENDS = (("subject", "Who or what it is about"), ("relation", "What it does or is"), ("object", "To whom or what"))
_NAMES = {"entity": "entities", "attestations": "sources", "source": "sources"}
"""Types of values that may be given by name, and where the name is looked up."""
_LISTS = ("attestations", "codes")
"""Types of values that may be typed one after the other with commas between; a name may hold a comma."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A key that is not known yet; ``choices`` are all the words that may answer, where they are few.

    ``field`` is None for the ends of a claim.
    """

    key: str
    text: str
    example: str
    required: bool
    choices: tuple[str, ...] = ()
    field: Field | None = None


def questions(words: Vocabulary, record: str, given: Mapping[str, Any]) -> Iterator[Question]:
    """Yield what is to be asked about a record, one by one; ``given`` grows with the answers meanwhile.

    ``record`` is ``Entity``, ``Source``, ``Restriction`` or ``Claim``.
    """
    if record == "Claim":
        for key, text in _ENDS:
            if key not in given:
                yield Question(key=key, text=text, example="", required=True)
    for field in words.fields[record].values():
        if field.key not in given and (wanted := _wanted(words, field, given)):
            yield wanted
    if record == "Restriction" and not {"events", *words.codes["EventType"]} & given.keys():
        day = words.fields["Claim"]["on"]
        yield Question(key="effective", text="The day it takes effect", example=day.example, required=True, field=day)
    if record == "Claim" and isinstance(given.get("sources"), str):
        for field in words.fields["Attestation"].values():
            # who confirms is to be named (facts.md, Sources of a claim)
            speaks = field.key == "speaker" and given.get("as") == "confirmed"
            if (field.asked or speaks) and field.key not in given:
                yield _question(words, field, required=speaks)


def _wanted(words: Vocabulary, field: Field, given: Mapping[str, Any]) -> Question | None:
    """Turn a key into a question, or None where it is not for this record."""
    unidentified = given.get("kind") == "Unidentified"
    if unidentified:
        # such a source is told of in a note and has nothing else (facts.md, Required)
        return _question(words, field, required=True) if field.key == "note" else None
    if field.value_type == "events" or not (field.required or field.asked) or field.key == "note":
        return None
    relation = given.get("relation")
    if relation is not None:
        found = find_relation(words, relation)
        timing = {"on"} if found.event else {"since", "until"}
        if not field.required and field.key not in found.qualifiers | timing:
            return None
    return _question(words, field, required=field.required or field.key == "tier")


def _question(words: Vocabulary, field: Field, *, required: bool) -> Question:
    type_, _, list_ = field.value_type.partition(":")
    choices: tuple[str, ...] = ()
    if type_ in {"code", "codes"}:
        choices = tuple(words.codes[list_])
    elif type_ == "kind":
        choices = tuple(kind.name for kind in words.concrete_kinds())
    elif type_ == "sourceKind":
        choices = tuple(words.source_kinds)
    text = field.definition.rstrip(".")
    return Question(key=field.key, text=text, example=field.example, required=required, choices=choices, field=field)


def answer(shelf: Shelf, question: Question, value: Any, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - text, list or mapping
    """Return a value as a file holds it, names turned into ids.

    Raises :class:`RefusedError` or :class:`~graph.facts.naming.NameProblem` with what is wrong.
    """
    if question.key == "relation":
        return find_relation(shelf.words, value).name
    if shelf.facts is None and (question.field is None or question.field.value_type in _NAMES):
        raise RefusedError("there are no facts in the folder yet; add a source and entities first")
    if question.key == "subject":
        return shelf.resolve(value, "entities sources")
    if question.key == "object":
        return shelf.object(find_relation(shelf.words, given["relation"]), value)
    assert question.field is not None
    type_ = question.field.value_type
    if isinstance(value, str) and "," in value and type_.startswith(_LISTS):
        value = _list(value)
    if type_ in _NAMES:
        return _resolved(shelf, value, _NAMES[type_])
    reader = Reader(file="", vocabulary=shelf.words, former={}, known=frozenset())
    read_value(reader, question.field, value, At(1, 1))
    if reader.problems:
        raise RefusedError(reader.problems[0].message)
    return value


def _list(text: str) -> Any:  # noqa: ANN401 - a list as a file holds it
    try:
        return parse(f"value: [{text}]\n")["value"]
    except TreeError as error:
        raise RefusedError(error.message) from None


def _resolved(shelf: Shelf, value: Any, among: str) -> Any:  # noqa: ANN401 - text, mapping, or a list of them
    if isinstance(value, list):
        return [_resolved(shelf, item, among) for item in value]
    return shelf.resolve(value, among) if isinstance(value, str) else value
