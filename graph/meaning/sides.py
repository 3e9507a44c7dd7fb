"""The record of a contradiction: what is said on each side, and by which documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.facts.records import Attestation

__all__ = ["KINDS", "Contradiction", "Side", "documents"]

KINDS = ("denied", "functional", "exclusive", "values", "wording", "expected", "account", "origin")
"""The kinds in the order in which they are listed; what each means says ``contradictions.find``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One thing said: in words, by claims, by documents."""

    says: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the side as JSON answers give it."""
        return {"says": self.says, "claims": list(self.claims), "sources": list(self.sources)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two or more sides that cannot all be right, or (not ``certain``) that may not be.

    ``claims`` are ids of claims, or of a restriction's wordings, events and exceptions.
    """

    kind: str
    certain: bool
    claims: tuple[str, ...]
    sentence: str
    sides: tuple[Side, ...]

    @property
    def place(self) -> tuple[object, ...]:
        """What contradictions are sorted by."""
        return KINDS.index(self.kind), self.claims, self.sentence

    def as_json(self) -> dict[str, Any]:
        """Return the contradiction as ``aikg list contradictions --json`` prints it."""
        return {
            "kind": self.kind,
            "certain": self.certain,
            "claims": list(self.claims),
            "sentence": self.sentence,
            "sides": [side.as_json() for side in self.sides],
        }


def documents(attestations: Iterable[Attestation]) -> tuple[str, ...]:
    """List the documents of some attestations, each once, sorted."""
    return tuple(sorted({a.doc for a in attestations if a.doc is not None}))
