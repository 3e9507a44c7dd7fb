"""The claims that hold on one day, arranged for looking up."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from graph.facts.share import UNSTATED, Share
from graph.facts.when import day_text
from graph.meaning.finding import Gap
from graph.meaning.ownership import Holding, register, stakes_on
from graph.meaning.phrases import verb

if TYPE_CHECKING:
    from graph.meaning.ownership import Register
    from graph.meaning.view import Held, View

__all__ = ["World", "holdings"]


def holdings(view: View) -> list[Holding]:
    """Return every known claim of ownership at or above the floor, whenever it held."""
    found = []
    for held in view.known.values():
        if held.claim.relation == "owns" and view.frame.admits(held.evidence.layer):
            share = held.values["share"]
            found.append(
                Holding(
                    owner=held.claim.subject,
                    asset=held.claim.object,
                    share=share if isinstance(share, Share) else UNSTATED,
                    claim=held.claim.id,
                    start=held.start,
                    end=held.end,
                    known=held.evidence.known == "yes",
                ),
            )
    return found


class World:
    """A view of one day. ``day`` is its ordinal."""

    def __init__(self, view: View) -> None:
        if view.frame.as_of is None:
            message = "this question is about one day; give it with as_of"
            raise ValueError(message)
        self.view = view
        self.facts = view.facts
        self.words = view.facts.vocabulary
        self.day = view.frame.as_of
        self._from: dict[tuple[str, str], list[Held]] = defaultdict(list)
        self._to: dict[tuple[str, str], list[Held]] = defaultdict(list)
        for held in view.claims.values():
            self._from[held.claim.relation, held.claim.subject].append(held)
            self._to[held.claim.relation, held.claim.object].append(held)

    def claims_of(self, relation: str, subject: str) -> list[Held]:
        """List the claims of a relation with this subject."""
        return self._from.get((relation, subject), [])

    def claims_on(self, relation: str, object_: str) -> list[Held]:
        """List the claims of a relation with this object."""
        return self._to.get((relation, object_), [])

    def is_kind(self, id_: str, kind: str) -> bool:
        """Tell whether an entity is of a kind or below it."""
        entity = self.facts.entities.get(id_)
        return entity is not None and self.words.is_kind(entity.kind, kind)

    @cached_property
    def parties(self) -> list[str]:
        """The entities that can be a party, sorted."""
        return [id_ for id_ in self.facts.entities if self.is_kind(id_, "Party")]

    @cached_property
    def holdings(self) -> Register:
        """The stakes of the day, ready for any rule."""
        return register(stakes_on(holdings(self.view), self.day))

    def name(self, id_: str) -> str:
        """Return the name of an entity or restriction."""
        found = self.facts.entities.get(id_) or self.facts.restrictions.get(id_)
        return found.name if found else id_

    def doubt(self, held: Held) -> Gap:
        """Return the question that a claim which may hold leaves open."""
        claim = held.claim
        label = verb(self.facts, claim.subject, self.words.relations[claim.relation].label)
        sentence = f"{self.name(claim.subject)} {label} {self.name(claim.object)}"
        return Gap(f"Did this hold on {day_text(self.day)}: {sentence}?", claim.subject, claim.relation, claim.object)
