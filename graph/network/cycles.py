"""Circular deals: money that comes back to where it started, with the amounts that documents give."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from graph.meaning.phrases import held_phrase
from graph.network.ties import Basis, ties

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.meaning.frame import Frame
    from graph.meaning.view import View
    from graph.network.ties import Ties

__all__ = ["LONGEST", "MOST", "Cycle", "Cycles", "Deal", "Leg", "cycles"]

LONGEST = 5
"""How many parties a cycle has at most unless more are asked for."""
MOST = 10_000
"""How many cycles are listed at most; dense networks have more than anybody can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A claim that moves money, as its documents give it; ``amount`` is None where none does."""

    claim: str
    relation: str
    amount: str | None
    amount_kind: str | None
    share: str | None
    dates: str
    layer: str | None
    flags: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the deal as ``aikg cycles --json`` prints it."""
        return {
            "claim": self.claim,
            "relation": self.relation,
            "amount": self.amount,
            "amountKind": self.amount_kind,
            "share": self.share,
            "dates": self.dates or None,
            "layer": self.layer,
            "flags": list(self.flags),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Money from one party to the next, by one deal or several."""

    payer: str
    payee: str
    deals: tuple[Deal, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the leg as ``aikg cycles --json`` prints it."""
        return {"from": self.payer, "to": self.payee, "deals": [deal.as_json() for deal in self.deals]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Parties each of which pays the next, and the last the first; it starts at the smallest id."""

    parties: tuple[str, ...]
    names: tuple[str, ...]
    legs: tuple[Leg, ...]
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the cycle as ``aikg cycles --json`` prints it."""
        return {
            "parties": list(self.parties),
            "names": list(self.names),
            "legs": [leg.as_json() for leg in self.legs],
            **self.basis.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycles:
    """The circular deals of a view, the shortest first; not ``complete`` where there are too many to list."""

    cycles: tuple[Cycle, ...]
    longest: int
    complete: bool
    not_computable: str | None
    frame: Frame = field(repr=False)

    def as_json(self, most: int | None = None) -> dict[str, Any]:
        """Return the answer as ``aikg cycles --json`` prints it; ``most`` limits the list."""
        return {
            **self.frame.as_json(),
            "longest": self.longest,
            "complete": self.complete,
            "not_computable": self.not_computable,
            "cycles": [cycle.as_json() for cycle in self.cycles[:most]],
        }


def cycles(view: View, *, relations: Collection[str] = (), longest: int = LONGEST, most: int = MOST) -> Cycles:
    """Find the simple cycles of money between the things of a view (NetworkX's ``simple_cycles``).

    Which way money passes in a relation says the ontology (``ai:passesMoney``): an investor pays the
    company, a customer its supplier, an owner has paid for its stake. Deals in one direction
    between two parties make one leg, as two of them may be one deal told from both sides;
    amounts are given as the documents give them and never added up.
    """
    network = ties(view, relations=relations, way=lambda relation: relation.money)
    import networkx as nx  # noqa: PLC0415 - slow to import

    graph = network.directed()
    found = list(islice(nx.simple_cycles(graph, length_bound=longest), most + 1))
    turned = sorted((_turned(cycle) for cycle in found[:most]), key=lambda cycle: (len(cycle), cycle))
    return Cycles(
        cycles=tuple(_cycle(network, cycle) for cycle in turned),
        longest=longest,
        complete=len(found) <= most,
        not_computable=None if network.pairs else "no claim of this view moves money between two things",
        frame=view.frame,
    )


def _turned(cycle: list[int]) -> list[int]:
    start = cycle.index(min(cycle))
    return [*cycle[start:], *cycle[:start]]


def _cycle(network: Ties, cycle: list[int]) -> Cycle:
    pairs = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    legs = tuple(
        Leg(
            payer=network.things[a],
            payee=network.things[b],
            deals=tuple(_deal(network.view, claim) for claim in network.between[a, b]),
        )
        for a, b in pairs
    )
    return Cycle(
        parties=tuple(network.things[thing] for thing in cycle),
        names=tuple(network.name(thing) for thing in cycle),
        legs=legs,
        basis=network.basis(claim for pair in pairs for claim in network.between[pair]),
    )


def _deal(view: View, id_: str) -> Deal:
    held = view.edges[id_]
    amount, share = held.values.get("amount"), held.values.get("share")
    return Deal(
        claim=id_,
        relation=held.claim.relation,
        amount=None if amount is None else str(amount),
        amount_kind=held.claim.amount_kind,
        share=None if share is None else str(share),
        dates=held_phrase(held),
        layer=held.evidence.layer,
        flags=held.flags,
    )
