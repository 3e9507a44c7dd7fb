"""Who is exposed to a restriction: named in it, covered by it, dealing with what is, or depending on it.

Exposure is not guilt and not loss: each row names the claims by which a thing is tied to the
restriction on the day, and nothing is estimated.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.facts.named import named
from graph.meaning.coverage import covered
from graph.meaning.frame import FLOORS
from graph.meaning.matching import Matcher
from graph.meaning.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.meaning.finding import Finding
    from graph.meaning.standing import Standing
    from graph.meaning.view import Held, View

__all__ = ["TIERS", "Exposed", "Exposure", "exposed"]

TIERS = {1: "named", 2: "covered", 3: "uses or supplies", 4: "depends"}
"""The tiers from the strongest, with their names."""

# Relations of tier 3: who uses, makes or sells an asset, and who deals with a party.
_OF_ASSETS = ("accesses", "designs", "develops", "distributes", "manufactures", "ownsProduct", "uses")
_BETWEEN_PARTIES = ("buysFrom", "licensesTo", "manufacturesFor", "supplies")
# Relations of tier 4: the subject cannot do as it does without the object.
_DEPENDENCE = ("builtOn", "dependsOn", "runsOn", "trainedOn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """A thing at its strongest tier, with the claims behind it.

    ``value`` is YES, or POSSIBLE where some claim on the way only may hold; ``how`` is a selector
    for tier 2, a relation for tiers 3 and 4; ``through`` names what ties it to the restriction.
    """

    entity: str
    tier: int
    value: str
    how: str | None
    through: str | None
    claims: tuple[str, ...]
    layer: str | None

    def as_json(self) -> dict[str, Any]:
        """Return the row as ``exposed`` lists it."""
        return {
            "entity": self.entity,
            "tier": self.tier,
            "tier_name": TIERS[self.tier],
            "value": self.value,
            "how": self.how,
            "through": self.through,
            "claims": list(self.claims),
            "layer": self.layer,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """The exposed of a restriction by tier and id.

    ``unsettled`` counts parties that may be covered for lack of facts alone; they have no claims
    and so no row. ``portfolio`` is what the rows were limited to, ``unexposed`` those of it
    without a row.
    """

    standing: Standing
    frame: dict[str, object]
    rows: tuple[Exposed, ...]
    unsettled: int
    portfolio: tuple[str, ...] | None
    unexposed: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg exposure --json`` prints it."""
        return {
            "restriction": self.standing.restriction.id,
            **self.frame,
            "status": self.standing.status,
            "exposed": [row.as_json() for row in self.rows],
            "portfolio": None if self.portfolio is None else list(self.portfolio),
            "unexposed": list(self.unexposed),
            "unsettled": self.unsettled,
        }


def exposed(view: View, restriction: str, portfolio: Iterable[str] | None = None) -> Exposure:
    """Find who is exposed to a restriction on the view's day, whatever its status on that day.

    Tier 1 is named in the wording, tier 2 covered by it, tier 3 uses, makes or sells a covered
    asset or deals with a covered party, tier 4 depends on any of these at any remove. The issuer
    has no row. Raises :class:`LookupError` for an unknown restriction or thing and
    :class:`ValueError` for a view without a day.
    """
    wanted = None if portfolio is None else tuple(sorted(set(portfolio)))
    for id_ in wanted or ():
        if id_ not in view.facts.entities:
            message = f"no entity '{id_}'"
            raise LookupError(message)
    answer = covered(view, restriction)
    search = _Search(World(view), answer.standing)
    search.named_and_covered(answer.parties)
    search.dealing()
    search.depending()
    search.rows.pop(answer.standing.restriction.issuer, None)
    rows = [row for row in search.rows.values() if wanted is None or row.entity in wanted]
    found = {row.entity for row in rows}
    return Exposure(
        standing=answer.standing,
        frame=view.frame.as_json(),
        rows=tuple(sorted(rows, key=lambda row: (row.tier, row.entity))),
        unsettled=sum(f.value == "POSSIBLE" and not f.proof for f in answer.parties.values()),
        portfolio=wanted,
        unexposed=tuple(id_ for id_ in wanted or () if id_ not in found),
    )


class _Search:
    """The rows of one restriction, found tier by tier; the first row of a thing stands."""

    def __init__(self, world: World, stand: Standing) -> None:
        self.world = world
        self.stand = stand
        self.rows: dict[str, Exposed] = {}

    def _add(self, row: Exposed) -> None:
        old = self.rows.get(row.entity)
        if old is None or (old.tier == row.tier and _firmness(row) < _firmness(old)):
            self.rows[row.entity] = row

    def _layer(self, claims: Iterable[str]) -> str | None:
        """Return the weakest layer among claims and the wording."""
        held = [self.world.view.known.get(id_) for id_ in claims]
        evidence = [self.stand.evidence, *(h.evidence for h in held if h is not None)]
        layers = [e.layer for e in evidence if e is not None and e.layer is not None]
        return max(layers, key=FLOORS.index, default=None)

    # ---- tiers 1 and 2

    def named_and_covered(self, parties: dict[str, Finding]) -> None:
        """Add what the wording names, and what its tests meet."""
        wording = self.stand.wording
        if wording is None:
            return
        id_ = self.stand.restriction.id
        for relation, expression in (("restricts", wording.parties), ("covers", wording.assets)):
            for name in named(expression):
                self._named(name, f"{id_}.{relation}.{name}")
        for party, finding in parties.items():
            self._covered(party, finding)
        if wording.assets is not None:
            matcher = Matcher(self.world)
            for entity in self.world.facts.entities:
                if entity not in parties:
                    self._covered(entity, matcher.asset(wording.assets, entity))

    def _named(self, entity: str, claim: str) -> None:
        row = Exposed(
            entity=entity,
            tier=1,
            value="YES",
            how="entity",
            through=None,
            claims=(claim,),
            layer=self._layer(()),
        )
        self._add(row)

    def _covered(self, entity: str, finding: Finding) -> None:
        """Add what is covered; what only lacks a fact has no claims to show, what is built on it depends."""
        if finding.value == "NO" or not finding.proof or finding.how == "builtOn":
            return
        row = Exposed(
            entity=entity,
            tier=2,
            value=finding.value,
            how=finding.how,
            through=None,
            claims=finding.proof,
            layer=self._layer(finding.proof),
        )
        self._add(row)

    # ---- tiers 3 and 4

    def dealing(self) -> None:
        """Add who uses, makes or sells a covered asset, or deals with a covered party."""
        core = list(self.rows.values())
        for row in core:
            is_party = self.world.is_kind(row.entity, "Party")
            for relation in _BETWEEN_PARTIES if is_party else _OF_ASSETS:
                for held in self.world.claims_on(relation, row.entity):
                    self._tied(row, held, held.claim.subject, 3)
            for relation in _BETWEEN_PARTIES if is_party else ():
                for held in self.world.claims_of(relation, row.entity):
                    self._tied(row, held, held.claim.object, 3)

    def depending(self) -> None:
        """Add what depends on a row at any remove, and who uses or makes what depends."""
        links: dict[str, list[Held]] = defaultdict(list)
        for held in self.world.view.claims.values():
            if held.claim.relation in _DEPENDENCE:
                links[held.claim.object].append(held)
        queue = [self.rows[entity] for entity in sorted(self.rows)]
        while queue:
            row = queue.pop(0)
            onward = list(links.get(row.entity, ()))
            if row.tier == max(TIERS) and not self.world.is_kind(row.entity, "Party"):
                onward += [h for relation in _OF_ASSETS for h in self.world.claims_on(relation, row.entity)]
            for held in onward:
                new = self._tied(row, held, held.claim.subject, 4)
                if new is not None:
                    queue.append(new)

    def _tied(self, row: Exposed, held: Held, entity: str, tier: int) -> Exposed | None:
        """Add a thing tied by a claim to one that has a row; return its row if it is new or firmer."""
        if entity == self.stand.restriction.issuer:
            return None
        claims = tuple(dict.fromkeys((*row.claims, held.claim.id)))
        new = Exposed(
            entity=entity,
            tier=tier,
            value="YES" if held.certain and row.value == "YES" else "POSSIBLE",
            how=held.claim.relation,
            through=row.entity,
            claims=claims,
            layer=self._layer(claims),
        )
        self._add(new)
        return new if self.rows[entity] is new else None


def _firmness(row: Exposed) -> tuple[object, ...]:
    """Order the rows of one thing in one tier: certain ones, firm layers, short chains first."""
    layer = FLOORS.index(row.layer) if row.layer else len(FLOORS)
    return (row.value != "YES", layer, len(row.claims), row.claims)
