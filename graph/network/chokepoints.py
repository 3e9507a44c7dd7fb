"""What a view hangs on: things whose loss splits it, and suppliers that cannot be avoided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.network.ties import Basis, thing_name, ties

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.meaning.frame import Frame
    from graph.meaning.view import View
    from graph.network.ties import Ties

__all__ = ["Chokepoints", "Split", "Supplier", "chokepoints"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A thing without which what is tied together falls apart.

    ``pieces`` are the sizes of the parts, the largest first; ``cut_off`` counts the things
    outside the largest.
    """

    id: str
    name: str
    pieces: tuple[int, ...]
    basis: Basis

    @property
    def cut_off(self) -> int:
        """Count the things outside the largest piece."""
        return sum(self.pieces[1:])

    def as_json(self) -> dict[str, Any]:
        """Return the row as ``aikg chokepoints --json`` prints it."""
        return {
            "id": self.id,
            "name": self.name,
            "cut_off": self.cut_off,
            "pieces": list(self.pieces),
            **self.basis.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A supplier and those who cannot avoid it, the nearest first; the claims lead to all of them."""

    id: str
    name: str
    dependents: tuple[str, ...]
    names: tuple[str, ...]
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the row as ``aikg chokepoints --json`` prints it."""
        return {
            "id": self.id,
            "name": self.name,
            "dependents": list(self.dependents),
            "names": list(self.names),
            **self.basis.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chokepoints:
    """What a view, or one thing in it, hangs on; ``not_computable`` says why there is no answer."""

    of: str | None
    splits: tuple[Split, ...]
    suppliers: tuple[Supplier, ...]
    not_computable: str | None
    frame: Frame = field(repr=False)

    def as_json(self, most: int | None = None) -> dict[str, Any]:
        """Return the answer as ``aikg chokepoints --json`` prints it; ``most`` limits each list."""
        return {
            "of": self.of,
            **self.frame.as_json(),
            "not_computable": self.not_computable,
            "splits": [split.as_json() for split in self.splits[:most]],
            "suppliers": [supplier.as_json() for supplier in self.suppliers[:most]],
        }


def chokepoints(
    view: View,
    of: str | None = None,
    *,
    relations: Collection[str] = (),
    through_places: bool = False,
    restrictions: bool = False,
) -> Chokepoints:
    """Find what the things of a view, or one thing, hang on.

    *Splits* are NetworkX's articulation points of the ties without direction, by how many things
    they cut off. *Suppliers* are found on what the ontology calls supply (``ai:passesGoods``), from
    supplier to supplied: take one away, and whoever has lost every supplier by one relation falls
    with it, and so on; they cannot avoid it. Suppliers by the same relation count as one
    another's alternatives, since facts do not say which can replace which, except for relations
    that name something indispensable (*depends on*, *is built on*); suppliers by different
    relations are both needed. Without rings and with one relation this is NetworkX's
    dominance; a ring of suppliers holds itself up. With ``of``, only the suppliers of that
    thing, a capability for instance. Raises :class:`LookupError` for an unknown thing.
    """
    network = ties(view, relations=relations, through_places=through_places, restrictions=restrictions)
    supply = _Supply(
        ties(
            view,
            relations=relations,
            through_places=through_places,
            restrictions=restrictions,
            way=lambda relation: relation.supply,
        ),
    )
    if of is None:
        splits = tuple(sorted(_splits(network), key=lambda split: (-split.cut_off, split.id)))
        suppliers = tuple(sorted(supply.all(), key=lambda row: (-len(row.dependents), row.id)))
        reason = None if network.pairs else "no claim of this view ties two things"
        return Chokepoints(of=None, splits=splits, suppliers=suppliers, not_computable=reason, frame=view.frame)
    if of not in view.facts.entities and of not in view.facts.restrictions:
        message = f"no entity or restriction '{of}'"
        raise LookupError(message)
    target = supply.ties.number.get(of)
    if target is None or not supply.needs[target]:
        reason = f"no claim of this view names a supplier of {thing_name(view, of)}"
        return Chokepoints(of=of, splits=(), suppliers=(), not_computable=reason, frame=view.frame)
    return Chokepoints(of=of, splits=(), suppliers=supply.of(target), not_computable=None, frame=view.frame)


# ---- splits


def _splits(network: Ties) -> Iterator[Split]:
    import networkx as nx  # noqa: PLC0415 - slow to import

    graph = network.undirected()
    for component in sorted(nx.connected_components(graph), key=min):
        found: Any = nx.biconnected_components(graph.subgraph(component))
        blocks = [sorted(block) for block in found]
        for thing, pieces in sorted(_pieces(blocks, len(component)).items()):
            yield Split(
                id=network.things[thing],
                name=network.name(thing),
                pieces=pieces,
                basis=network.basis_of(thing),
            )


def _pieces(blocks: list[list[int]], size: int) -> dict[int, tuple[int, ...]]:
    """Return the sizes of what is left of a component without each of its articulation points.

    Blocks and the things in several of them make a tree (Harary, Graph Theory, 1969, chapter 4);
    a piece is a branch of it at the thing, so that one walk up the tree counts them all.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for thing in block:
            holders[thing].append(number)
    above: dict[int, int | None] = {}
    order: list[tuple[int, int | None]] = [(0, None)] if blocks else []
    for number, parent in order:
        above[number] = parent
        for thing in blocks[number]:
            if thing != parent:
                order += [(other, thing) for other in holders[thing] if other != number]
    below = [0] * len(blocks)
    pieces: dict[int, list[int]] = defaultdict(list)
    for number, parent in reversed(order):
        hanging = sum(sum(pieces[thing]) for thing in blocks[number] if thing != parent and thing in pieces)
        below[number] = len(blocks[number]) - (parent is not None) + hanging
        if parent is not None:
            pieces[parent].append(below[number])
    return {thing: tuple(sorted([*found, size - 1 - sum(found)], reverse=True)) for thing, found in pieces.items()}


# ---- suppliers


class _Supply:
    """Who needs whom: for each thing the groups of suppliers of which it needs one each."""

    def __init__(self, network: Ties) -> None:
        self.ties = network
        self.needs: list[list[frozenset[int]]] = [[] for _ in network.things]
        self.supplies: list[list[tuple[int, int]]] = [[] for _ in network.things]
        self.claims: dict[tuple[int, int], list[str]] = {}
        words, edges = network.view.facts.vocabulary, network.view.edges
        groups: dict[tuple[int, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for (supplier, supplied), claims in network.between.items():
            for claim in claims:
                relation = words.relations[edges[claim].claim.relation]
                kind = f"{relation.name} {supplier}" if relation.indispensable else relation.supply_as
                groups[supplied, kind][supplier].append(claim)
        for (supplied, _), found in sorted(groups.items()):
            group = len(self.needs[supplied])
            self.needs[supplied].append(frozenset(found))
            self.claims[supplied, group] = [claim for claims in found.values() for claim in claims]
            for supplier in found:
                self.supplies[supplier].append((supplied, group))

    def falls(self, supplier: int) -> dict[int, int]:
        """Return who falls without a supplier, in order, each with the group of which it has none left."""
        left: dict[tuple[int, int], int] = {}
        fallen: dict[int, int] = {}
        gone = [supplier]
        for lost in gone:
            for supplied, group in self.supplies[lost]:
                key = supplied, group
                left[key] = left.get(key, len(self.needs[supplied][group])) - 1
                if not left[key] and supplied not in fallen and supplied != supplier:
                    fallen[supplied] = group
                    gone.append(supplied)
        return fallen

    def all(self) -> Iterator[Supplier]:
        """Yield every supplier that somebody cannot avoid."""
        for supplier in range(len(self.ties)):
            fallen = self.falls(supplier)
            if fallen:
                yield self._row(supplier, tuple(fallen), fallen)

    def of(self, target: int) -> tuple[Supplier, ...]:
        """Return the suppliers that one thing cannot avoid, those nearest to it first."""
        found = []
        for supplier in sorted(self._upstream(target)):
            fallen = self.falls(supplier)
            if target in fallen:
                row = self._row(supplier, (target,), fallen)
                found.append((len(row.basis.claims), row.id, row))
        return tuple(row for _, _, row in sorted(found, key=lambda item: item[:2]))

    def _upstream(self, target: int) -> set[int]:
        found: set[int] = set()
        pending = [target]
        while pending:
            fresh = {supplier for group in self.needs[pending.pop()] for supplier in group} - found
            found |= fresh
            pending += fresh
        return found - {target}

    def _row(self, supplier: int, dependents: tuple[int, ...], fallen: dict[int, int]) -> Supplier:
        claims: set[str] = set()
        pending, seen = list(dependents), set(dependents)
        while pending:
            thing = pending.pop()
            group = fallen[thing]
            claims.update(self.claims[thing, group])
            fresh = self.needs[thing][group] - seen - {supplier}
            seen |= fresh
            pending += fresh
        things = self.ties.things
        return Supplier(
            id=things[supplier],
            name=self.ties.name(supplier),
            dependents=tuple(things[thing] for thing in dependents),
            names=tuple(self.ties.name(thing) for thing in dependents),
            basis=self.ties.basis(claims),
        )
