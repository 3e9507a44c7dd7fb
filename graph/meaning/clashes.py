"""Claims that cannot hold together, by what the ontology says of their relations."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from graph.meaning.describe import sentence
from graph.meaning.phrases import verb
from graph.meaning.sides import Contradiction, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.meaning.view import Held, View

__all__ = ["clashes", "overlap"]

# Relations that put a thing inside another: from subject up to object, and the other way.
_UP = ("locatedIn", "memberOfFamily", "partOf", "builtOn")
_DOWN = ("includes", "hasVersion")


def clashes(view: View) -> Iterator[Contradiction]:
    """Yield claims that exclude each other: functional, exclusive, account."""
    by_relation: dict[str, list[Held]] = defaultdict(list)
    for held in view.claims.values():
        by_relation[held.claim.relation].append(held)
    relations = view.facts.vocabulary.relations
    inside = _Containment(view)
    for name, found in sorted(by_relation.items()):
        relation = relations[name]
        if relation.functional:
            yield from _one_of(view, found, inside, by_object=False)
        if relation.inverse_functional:
            yield from _one_of(view, found, inside, by_object=True)
        for other in relation.exclusive_with:
            if name < other:
                yield from _exclusive(view, found, by_relation.get(other, []))
        if relation.account:
            yield from _accounts(view, found)


# ---- one at a time


def _one_of(view: View, claims: Iterable[Held], inside: _Containment, *, by_object: bool) -> Iterator[Contradiction]:
    """Yield pairs of a relation with one subject and two objects, or the reverse, at a time.

    Two ends of which one lies in the other (a city and its country) do not clash. Two subjects
    of one object are never certain: each document may speak of a thing of its own.
    """
    groups: dict[str, list[Held]] = defaultdict(list)
    for held in claims:
        groups[held.claim.object if by_object else held.claim.subject].append(held)
    for _, group in sorted(groups.items()):
        for a, b in combinations(group, 2):
            ends = [held.claim.subject if by_object else held.claim.object for held in (a, b)]
            if ends[0] != ends[1] and not inside.joins(*ends):
                why = "documents place it in different things" if by_object else "only one at a time can hold"
                yield from _pair(view, "functional", a, b, why, doubtful=by_object)


def _exclusive(view: View, claims: Iterable[Held], others: Iterable[Held]) -> Iterator[Contradiction]:
    """Yield pairs of two relations that exclude each other between the same things."""
    ends: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for held in others:
        ends[held.claim.subject, held.claim.object].append(held)
    for a in claims:
        for b in ends.get((a.claim.subject, a.claim.object), ()):
            yield from _pair(view, "exclusive", a, b, "the two exclude each other")


def _pair(view: View, kind: str, a: Held, b: Held, why: str, *, doubtful: bool = False) -> Iterator[Contradiction]:
    answer = overlap(view, a, b)
    if answer == "no":
        return
    first, second = sorted((a, b), key=lambda held: held.claim.id)
    when = "on the same days" if answer == "yes" else "on days that may be the same"
    yield Contradiction(
        kind=kind,
        certain=answer == "yes" and not doubtful,
        claims=(first.claim.id, second.claim.id),
        sentence=f"{sentence(view, first)}, and {sentence(view, second)}, {when}: {why}",
        sides=tuple(
            Side(says=sentence(view, held), claims=(held.claim.id,), sources=tuple(sorted(held.evidence.documents)))
            for held in (first, second)
        ),
    )


def overlap(view: View, a: Held, b: Held) -> str:
    """Answer ``yes``, ``maybe`` or ``no``: is there a day on which both hold, or both happen.

    With a day to ask about, that day. Events overlap on the day on which they happen.
    """
    relations = view.facts.vocabulary.relations
    sure = a.evidence.known == b.evidence.known == "yes"
    if relations[a.claim.relation].event or relations[b.claim.relation].event:
        possible = max(a.start[0], b.start[0]) <= min(a.start[1], b.start[1])
        certain = a.start == b.start and a.start[0] == a.start[1]
    elif view.frame.as_of is not None:
        possible, certain = True, a.covers == b.covers == "yes"
    else:
        possible = max(a.start[0], b.start[0]) <= min(a.end[1], b.end[1])
        certain = max(a.start[1], b.start[1]) <= min(a.end[0], b.end[0])
    if certain and sure:
        return "yes"
    return "maybe" if possible else "no"


class _Containment:
    """Which things lie in which others, by the claims of a view, whatever their days."""

    def __init__(self, view: View) -> None:
        self._above: dict[str, set[str]] = defaultdict(set)
        for held in view.claims.values():
            claim = held.claim
            if claim.relation in _UP:
                self._above[claim.subject].add(claim.object)
            elif claim.relation in _DOWN:
                self._above[claim.object].add(claim.subject)

    def joins(self, a: str, b: str) -> bool:
        """Tell whether one of two things lies in the other."""
        return b in self._ancestors(a) or a in self._ancestors(b)

    def _ancestors(self, id_: str) -> set[str]:
        found: set[str] = set()
        pending = [id_]
        while pending:
            fresh = self._above.get(pending.pop(), set()) - found
            found |= fresh
            pending += fresh
        return found


# ---- accounts


def _accounts(view: View, claims: Iterable[Held]) -> Iterator[Contradiction]:
    """Yield where an allegation gives one account of a thing and another voice a different one."""
    groups: dict[str, list[Held]] = defaultdict(list)
    for held in claims:
        groups[held.claim.subject].append(held)
    for _, group in sorted(groups.items()):
        alleged = [held for held in group if held.evidence.layer == "alleged"]
        others = [held for held in group if held.evidence.layer != "alleged"]
        pairs = [(a, b) for a in alleged for b in others if not _voices(view, a) & _voices(view, b)]
        if pairs:
            parts = sorted({held.claim.id: held for pair in pairs for held in pair}.items())
            claim = parts[0][1].claim
            label = verb(view.facts, claim.subject, view.facts.vocabulary.relations[claim.relation].label)
            name = view.facts.entities[claim.subject].name
            told = "; ".join(
                f"“{h.claim.object}”{' (alleged)' if h.evidence.layer == 'alleged' else ''}" for _, h in parts
            )
            yield Contradiction(
                kind="account",
                certain=False,
                claims=tuple(id_ for id_, _ in parts),
                sentence=f"{name} {label}: {told}",
                sides=tuple(
                    Side(says=h.claim.object, claims=(id_,), sources=tuple(sorted(h.evidence.documents)))
                    for id_, h in parts
                ),
            )


def _voices(view: View, held: Held) -> set[str]:
    """Return who says something: the speakers, else the sources it rests on in the end."""
    support = held.evidence.support
    return {voice for a in support for voice in ((a.speaker,) if a.speaker else view.library.ends(a, support))}
