"""What a restriction names outright: the ids under ``entity`` in its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.facts.records import AllOf, AnyOf, Select

if TYPE_CHECKING:
    from graph.facts.records import Expression, Restriction

__all__ = ["named", "named_assets", "named_parties"]


def named(expression: Expression | None) -> tuple[str, ...]:
    """List the ids under ``entity`` that an expression names, outside ``not`` and inner parties."""
    if isinstance(expression, Select):
        return expression.ids if expression.selector == "entity" else ()
    if isinstance(expression, (AnyOf, AllOf)):
        return tuple(dict.fromkeys(id_ for part in expression.parts for id_ in named(part)))
    return ()


def named_parties(restriction: Restriction) -> tuple[str, ...]:
    """List the parties the wording or a variant of it names."""
    wordings = (restriction.wording, *restriction.variants)
    return tuple(dict.fromkeys(id_ for wording in wordings for id_ in named(wording.parties)))


def named_assets(restriction: Restriction) -> tuple[str, ...]:
    """List the assets the wording or a variant of it names."""
    wordings = (restriction.wording, *restriction.variants)
    return tuple(dict.fromkeys(id_ for wording in wordings for id_ in named(wording.assets)))
