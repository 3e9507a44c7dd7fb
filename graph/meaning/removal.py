"""What an answer hangs on: the smallest sets of facts without which it would be another.

Facts are taken away one by one, and the question is asked again of what is left. Only those
are tried that can matter (:func:`reaching`, :func:`unhindered`); then pairs, of which one is part
of the proof and the other of the proof that is left without it. Where taking facts away only
weakens an answer that finds all pairs: a set that misses a proof leaves it standing (R. Reiter,
A theory of diagnosis from first principles, 1987, § 4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.meaning import forces
from graph.meaning.coverage import covered
from graph.meaning.standing import standing
from graph.meaning.verdict import refuting, verdict
from graph.meaning.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from graph.facts.records import Restriction
    from graph.meaning.verdict import Ground, Verdict
    from graph.meaning.view import Held

__all__ = [
    "Asked",
    "Flip",
    "coverage_flips",
    "deciding",
    "parts",
    "reaching",
    "smallest",
    "unhindered",
    "verdict_flips",
    "without",
]


@dataclass(frozen=True, slots=True, order=True)
class Flip:
    """Facts (ids of claims, events, exceptions) and what the answer would be without them."""

    removed: tuple[str, ...]
    answer: str

    def as_json(self) -> dict[str, Any]:
        """Return the flip as ``why --json`` lists it."""
        return {"remove": list(self.removed), "answer": self.answer}


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer and one proof that is enough for it, with what keeps a stronger answer away."""

    answer: str
    proof: tuple[str, ...]


# ---- taking away


def parts(restriction: Restriction) -> tuple[str, ...]:
    """List what can be taken from a restriction: its events and exceptions."""
    return (*(event.id for event in restriction.events), *(exemption.id for exemption in restriction.exemptions))


def without(view: View, ids: Collection[str]) -> View:
    """Return the view of the facts with some claims, events and exceptions left out.

    What the rest says does not depend on them, so it is taken over and not worked out again.
    """
    facts = view.facts
    restrictions = {}
    for id_, restriction in facts.restrictions.items():
        left = restriction
        if not set(parts(restriction)).isdisjoint(ids):
            left = replace(
                restriction,
                events=tuple(event for event in restriction.events if event.id not in ids),
                exemptions=tuple(exemption for exemption in restriction.exemptions if exemption.id not in ids),
            )
        restrictions[id_] = left
    claims = {id_: claim for id_, claim in facts.claims.items() if id_ not in ids}
    reduced = View(replace(facts, claims=claims, restrictions=restrictions), view.frame)
    known = {id_: held for id_, held in view.known.items() if id_ not in ids}
    standings = {
        id_: view.standings[id_] if left is facts.restrictions[id_] else standing(left, reduced.library)
        for id_, left in restrictions.items()
    }
    reduced.__dict__.update(known=known, standings=standings)  # fills what the view would work out itself
    return reduced


# ---- what can matter


# Where a claim leads on from a thing: tests of a party or an asset read only what can be reached
# from it so. Relations to which nothing is added lead to things whose own claims are not read.
_FROM_SUBJECT = {
    "builtOn": True,
    "employedBy": True,
    "hasCapability": False,
    "hasVersion": True,
    "headquarteredIn": True,
    "incorporatedIn": True,
    "locatedIn": True,
    "memberOfFamily": True,
    "nationality": True,
}
_FROM_OBJECT = {
    "controls": True,
    "develops": False,
    "hasVersion": True,
    "includes": True,
    "owns": True,
    "ownsProduct": False,
    "releases": False,
}


def reaching(view: View, things: Iterable[str]) -> tuple[str, ...]:
    """List the claims that a test of these things can read, sorted.

    They lead up from a thing to places, lists, families, employers, owners and so on. Stakes
    count whenever they held, since one that has ended may show that another began.
    """
    around: dict[str, list[tuple[Held, str | None]]] = {}
    for held in view.known.values():
        claim = held.claim
        if not view.frame.admits(held.evidence.layer) or (held.covers == "no" and claim.relation != "owns"):
            continue
        if claim.relation in _FROM_SUBJECT:
            onward = claim.object if _FROM_SUBJECT[claim.relation] else None
            around.setdefault(claim.subject, []).append((held, onward))
        if claim.relation in _FROM_OBJECT:
            onward = claim.subject if _FROM_OBJECT[claim.relation] else None
            around.setdefault(claim.object, []).append((held, onward))
    queue = list(dict.fromkeys(things))
    seen = set(queue)
    found: set[str] = set()
    for thing in queue:
        for held, onward in around.get(thing, ()):
            found.add(held.claim.id)
            if onward is not None and onward not in seen:
                seen.add(onward)
                queue.append(onward)
    return tuple(sorted(found))


def unhindered(view: View) -> View:
    """Return the view as if every worded restriction were in force and had no exceptions.

    A restriction that is no ground even there is none whatever its events and exceptions are.
    """
    exceptions = {exemption.id for r in view.facts.restrictions.values() for exemption in r.exemptions}
    free = without(view, exceptions)
    free.__dict__["standings"] = {
        id_: stand if stand.wording is None else replace(stand, status="IN_FORCE")
        for id_, stand in free.standings.items()
    }
    return free


# ---- searching


def smallest(
    view: View, ask: Callable[[View], Asked], singles: Iterable[str], pairs: Iterable[tuple[str, str]] = ()
) -> tuple[Flip, ...]:
    """Find the single facts, then the pairs of others, without which a question is answered otherwise.

    ``singles`` can matter alone, ``pairs`` can matter together beside those that proofs suggest.
    Sorted by size and ids.
    """
    removable = view.facts.claims.keys() | {part for r in view.facts.restrictions.values() for part in parts(r)}
    now = ask(view)
    alone = {id_: ask(without(view, (id_,))) for id_ in sorted({*singles, *now.proof}) if id_ in removable}
    flips = [Flip((id_,), asked.answer) for id_, asked in alone.items() if asked.answer != now.answer]
    needed = {flip.removed[0] for flip in flips}
    tried: set[tuple[str, ...]] = set()
    for pair in (*_suggested(now, alone, removable), *pairs):
        ordered = tuple(sorted(pair))
        if ordered in tried or not needed.isdisjoint(ordered):
            continue
        tried.add(ordered)
        answer = ask(without(view, ordered)).answer
        if answer != now.answer:
            flips.append(Flip(ordered, answer))
    return tuple(sorted(flips, key=lambda flip: (len(flip.removed), flip.removed)))


def _suggested(now: Asked, alone: dict[str, Asked], removable: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each fact of the proof with each of the proof that is left without it."""
    for first in now.proof:
        if first in alone:
            yield from ((first, second) for second in alone[first].proof if second in removable and second != first)


def deciding(view: View, answer: Verdict) -> list[Ground]:
    """Return the grounds that make the headline of a verdict what it is."""
    return forces.deciding(view, list(answer.grounds), answer.verdict)


def verdict_flips(view: View, answer: Verdict, lifted: Iterable[str] = ()) -> tuple[Flip, ...]:
    """Find the smallest sets of facts without which a verdict would have another headline.

    Claims that lead up from the party and the asset can matter, and the events and exceptions
    of restrictions that would bear on the question, were they in force.
    """
    party, asset, action = answer.party, answer.asset, answer.action
    gone = tuple(lifted)

    def ask(world: View) -> Asked:
        found = verdict(world, party, asset, action, lifted=gone)
        proofs = [ground.proof for ground in deciding(world, found)]
        proof = min(proofs, key=lambda proof: (len(proof), proof), default=())
        # what could bar more is kept away by facts: they hold the answer down as the proof holds it up
        held = () if found.verdict == "PROHIBITED" else refuting(world, found).values()
        return Asked(found.verdict, tuple(dict.fromkeys((*proof, *(id_ for ids in held for id_ in ids)))))

    widest = verdict(unhindered(view), party, asset, action, lifted=gone)
    ids = dict.fromkeys(ground.standing.restriction.id for ground in widest.grounds)
    pieces = [parts(view.facts.restrictions[id_]) for id_ in ids]
    singles = (*reaching(view, (party, asset)), *(part for piece in pieces for part in piece))
    pairs = [pair for piece in pieces for pair in combinations(sorted(piece), 2)]
    return smallest(view, ask, singles, pairs)


def coverage_flips(view: View, restriction: str, party: str) -> tuple[Flip, ...]:
    """Find the smallest sets of facts without which a party would be covered otherwise."""

    def ask(world: View) -> Asked:
        found = covered(world, restriction, among=(party,)).parties.get(party)
        return Asked("NO", ()) if found is None else Asked(found.value, found.proof)

    exceptions = [exemption.id for exemption in view.facts.restrictions[restriction].exemptions]
    return smallest(view, ask, (*reaching(view, (party,)), *exceptions), list(combinations(sorted(exceptions), 2)))
