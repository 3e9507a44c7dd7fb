"""Tests of parties and assets written again as the keys and values of fact files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Select

if TYPE_CHECKING:
    from graph.facts.records import Expression

__all__ = ["expression_json"]


def expression_json(expression: Expression | None) -> dict[str, Any] | None:  # noqa: C901 - one case a shape
    """Return an expression as a fact file has it, or None where there is none."""
    match expression:
        case None:
            return None
        case Select(selector, ids):
            return {selector: list(ids)}
        case AnyOf(parts):
            return {"anyOf": [expression_json(part) for part in parts]}
        case AllOf(parts):
            return {"allOf": [expression_json(part) for part in parts]}
        case Not(part):
            return {"not": expression_json(part)}
        case Owned(party, share, aggregate):
            body: dict[str, Any] = {"party": expression_json(party)}
            if share is not None:
                body["share"] = share.text
            if aggregate is not None:
                body["aggregate"] = aggregate
            return {"ownedBy": body}
        case Controlled(party):
            return {"controlledBy": {"party": expression_json(party)}}
        case Employed(party, scope):
            return {"employeesOf": {"party": expression_json(party), "scope": scope}}
