"""What a floor leaves out of a question, so that an answer says what it did not count.

Raising the floor can weaken a verdict, and strengthen it too, since exceptions, liftings and
other owners' stakes fall below it (semantics.md, Ownership).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.meaning.standing import Standing
    from graph.meaning.view import Held, View

__all__ = ["fallen_claims", "fallen_parts"]

_FORWARD = frozenset(
    "headquarteredIn incorporatedIn locatedIn nationality employedBy builtOn memberOfFamily hasVersion "
    "hasCapability".split()
)
"""Relations by which selectors go from a claim's subject to its object."""
_BACKWARD = frozenset("owns controls includes develops releases ownsProduct hasVersion".split())
"""Relations by which they go from its object to its subject."""


def fallen_parts(view: View, stand: Standing) -> Iterator[str]:
    """Yield the wording, events and exceptions of a restriction that are known but below the floor."""
    restriction = stand.restriction
    if stand.wording is None and any(w.id in view.attested for w in (restriction.wording, *restriction.variants)):
        yield restriction.id
    for happening in stand.happenings:
        if not happening.folded and happening.evidence.layer is not None:
            yield happening.event.id
    for exemption in restriction.exemptions:
        evidence = view.library.evidence(exemption.attestations, restriction.issuer)
        if evidence is not None and evidence.layer is not None and not view.frame.admits(evidence.layer):
            yield exemption.id


def fallen_claims(view: View, things: Collection[str]) -> list[str]:
    """List the claims below the floor that selectors would read on their way up from some things."""
    above: dict[str, list[tuple[str, Held]]] = defaultdict(list)
    for held in view.known.values():
        claim = held.claim
        if held.covers == "no" or held.evidence.layer is None:
            continue
        if claim.relation in _FORWARD:
            above[claim.subject].append((claim.object, held))
        if claim.relation in _BACKWARD:
            above[claim.object].append((claim.subject, held))
    reached = set(things)
    queue = list(things)
    found = set()
    while queue:
        for thing, held in above.get(queue.pop(), ()):
            if not view.frame.admits(held.evidence.layer):
                found.add(held.claim.id)
            if thing not in reached:
                reached.add(thing)
                queue.append(thing)
    return sorted(found)
