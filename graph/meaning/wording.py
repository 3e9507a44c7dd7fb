"""Wordings in words: whom and what a test means, why it is met, how one wording differs from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Select
from graph.meaning.phrases import several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.facts.records import Expression, Restriction, Wording
    from graph.meaning.finding import Finding
    from graph.meaning.view import View

__all__ = ["difference_phrases", "expression_phrase", "reason", "variant_phrase"]


# ---- why somebody or something is meant


_REASONS = {
    "builtOn": "what {it} {is} built on",
    "capability": "what {it} can do",
    "category": "a category {it} belong{s} to",
    "controlledBy": "who controls {them}",
    "developedBy": "who develops {them}",
    "employeesOf": "who employs {them}",
    "exception": "an exception",
    "family": "the family {it} belong{s} to",
    "headquarteredIn": "where {it} {is} headquartered",
    "incorporatedIn": "where {it} {is} incorporated",
    "locatedIn": "where {it} {is} located",
    "nationality": "{its} nationality",
    "not": "what {it} {is} not",
    "onList": "a list {it} {is} on",
    "ownedBy": "who owns {them}",
    "version": "{its} version",
}
_ONE = {"it": "it", "its": "its", "is": "is", "them": "it", "s": "s"}
_MANY = {"it": "they", "its": "their", "is": "are", "them": "them", "s": ""}


def reason(view: View, finding: Finding, id_: str, *, staff: bool = False) -> str:
    """Say by which test something is meant, or on which it depends: ``because of its nationality``.

    ``staff`` tells that it is the staff of a company that is, or may be, meant.
    """
    if finding.how == "entity":
        return "named in the text"
    if finding.how not in _REASONS:
        return "as the text does not say who or what is meant"
    entity = view.facts.entities.get(id_)
    person = entity is not None and view.facts.vocabulary.is_kind(entity.kind, "Person")
    words = _MANY if staff or person or several(view.facts, id_) else _ONE
    start = "depending on" if finding.value == "POSSIBLE" else "because of"
    return f"{start} {_REASONS[finding.how].format(**words)}"


# ---- whom and what a test means


_SELECTORS = {
    "headquarteredIn": "headquartered in",
    "incorporatedIn": "incorporated in",
    "locatedIn": "located in",
    "nationality": "of the nationality",
    "onList": "on the list",
    "category": "in the category",
    "developedBy": "developed by",
    "family": "of the family",
    "version": "of the version",
    "capability": "with the capability",
}


def expression_phrase(view: View, expression: Expression) -> str:
    """Say a test of parties or assets in words: ``owned > 50 % by (headquartered in Atlantis)``."""
    match expression:
        case Select(selector, ids):
            names = " or ".join(_name(view, id_) for id_ in ids)
            return names if selector == "entity" else f"{_SELECTORS.get(selector, selector)} {names}"
        case AnyOf(parts):
            return "; or ".join(expression_phrase(view, part) for part in parts)
        case AllOf(parts):
            return ", and ".join(expression_phrase(view, part) for part in parts)
        case Not(part):
            return f"not ({expression_phrase(view, part)})"
        case Owned(party, share, _):
            much = f" {share} %" if share is not None else ""
            return f"owned{much} by ({expression_phrase(view, party)})"
        case Controlled(party):
            return f"controlled by ({expression_phrase(view, party)})"
        case Employed(party, _):
            return f"employees of {expression_phrase(view, party)}"


def _name(view: View, id_: str) -> str:
    entity = view.facts.entities.get(id_)
    return entity.name if entity else id_


# ---- how wordings differ


_OTHERWISE = {"YES": "it would apply", "POSSIBLE": "it might apply", "NO": "it would not apply"}


def variant_phrase(value: str) -> str:
    """Say what it would mean for a ground if another wording were right: ``under another wording it might apply``."""
    return f"under another wording {_OTHERWISE[value]}"


def difference_phrases(view: View, restriction: Restriction, base: Wording, other: str) -> tuple[str, ...]:
    """Say key by key in what a variant, given by its id, differs from the wording that answers."""
    wordings = {wording.id: wording for wording in (restriction.wording, *restriction.variants)}
    said, instead = dict(_said(view, wordings[other])), dict(_said(view, base))
    return tuple(f"{key}: {said[key]}, instead of {instead[key]}" for key in said if said[key] != instead[key])


def _said(view: View, wording: Wording) -> Iterator[tuple[str, str]]:
    codes = view.facts.vocabulary.codes
    for key, test in (("parties", wording.parties), ("assets", wording.assets)):
        yield key, "not stated" if test is None else f"“{expression_phrase(view, test)}”"
    yield "actions", ", ".join(codes["Action"][action].label for action in wording.actions)
    yield "force", codes["Force"][wording.force].label
    yield "instrument", codes["Instrument"][wording.instrument].label
