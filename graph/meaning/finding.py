"""Three-valued answers that carry their proof and what would settle them.

Kleene's strong logic: *all* is as weak as its weakest part, *any* as strong as its strongest,
*not* turns YES and NO around and leaves POSSIBLE (S. C. Kleene, Introduction to
Metamathematics, 1952, § 64).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

__all__ = ["NO", "Finding", "Gap", "Value", "all_of", "any_of", "gaps_json", "negate"]

Value = Literal["YES", "POSSIBLE", "NO"]
_Item = TypeVar("_Item")
_RANK = {"NO": 0, "POSSIBLE": 1, "YES": 2}


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that would settle an answer: the claim to look for, and the question to ask."""

    question: str
    subject: str | None = None
    relation: str | None = None
    object: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """Return the gap as ``missing`` lists it."""
        return {"subject": self.subject, "relation": self.relation, "object": self.object, "question": self.question}

    @property
    def place(self) -> tuple[str, ...]:
        """What gaps are sorted by in JSON."""
        return (self.subject or "", self.relation or "", self.object or "", self.question)


def gaps_json(gaps: Iterable[Gap]) -> list[dict[str, str | None]]:
    """Return gaps as ``missing`` lists them, sorted like every list of a JSON answer."""
    return [gap.as_json() for gap in sorted(gaps, key=lambda gap: gap.place)]


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer: ``proof`` holds claim ids in an order that reads, ``how`` the selector that decided.

    ``unaccounted`` is the percentage of a party's capital that nobody known holds, where
    ownership was asked about.
    """

    value: Value
    proof: tuple[str, ...] = ()
    missing: tuple[Gap, ...] = ()
    how: str | None = None
    unaccounted: Fraction | None = None

    @property
    def rank(self) -> int:
        """0 for NO, 1 for POSSIBLE, 2 for YES."""
        return _RANK[self.value]


NO = Finding("NO")


def _joined(parts: Iterable[tuple[_Item, ...]]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))


def _unaccounted(findings: Iterable[Finding]) -> Fraction | None:
    return max((f.unaccounted for f in findings if f.unaccounted is not None), default=None)


def any_of(findings: Iterable[Finding]) -> Finding:
    """Return the strongest finding.

    Of several POSSIBLE ones that is one with claims to show, where some only lack a fact. It keeps
    what is missing from all of them, a NO the proofs of all parts.
    """
    found = list(findings)
    best = max(found, key=lambda f: (f.rank, f.value == "POSSIBLE" and bool(f.proof)), default=NO)
    if best.value == "POSSIBLE":
        best = replace(best, missing=_joined(f.missing for f in found if f.value == "POSSIBLE"))
    elif best.value == "NO":
        best = replace(best, proof=_joined(f.proof for f in found))
    return replace(best, unaccounted=_unaccounted(found))


def all_of(findings: Iterable[Finding]) -> Finding:
    """Return YES with the proofs of all parts, or the weakest part."""
    found = list(findings)
    weakest = min(found, key=lambda f: f.rank)
    if weakest.value == "NO":
        return replace(weakest, unaccounted=_unaccounted(found))
    return Finding(
        weakest.value,
        _joined(f.proof for f in found),
        _joined(f.missing for f in found),
        weakest.how if weakest.value == "POSSIBLE" else found[0].how,
        _unaccounted(found),
    )


def negate(finding: Finding) -> Finding:
    """Turn YES and NO around; the proof that something is so proves that its negation is not."""
    turned: Value = {"YES": "NO", "NO": "YES", "POSSIBLE": "POSSIBLE"}[finding.value]  # type: ignore[assignment]
    return replace(finding, value=turned, how="not")
