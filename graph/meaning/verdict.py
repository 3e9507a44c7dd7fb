"""May a party do something with an asset on a day? All grounds, their proofs, and what is missing.

The rules are those of semantics.md (Verdict). No answer says "permitted".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.facts.when import day_text
from graph.meaning import forces
from graph.meaning.coverage import exemption_doubt, known_variants, live_exemptions
from graph.meaning.fallen import fallen_claims, fallen_parts
from graph.meaning.finding import NO, Finding, Gap, all_of, any_of, gaps_json
from graph.meaning.forces import OPEN
from graph.meaning.frame import FLOORS
from graph.meaning.matching import Matcher
from graph.meaning.world import World

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.facts.records import Wording
    from graph.meaning.evidence import Evidence
    from graph.meaning.standing import Standing
    from graph.meaning.view import View

__all__ = ["Ground", "Verdict", "exempting", "refuting", "verdict"]

SELF = "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A restriction that bears, or may bear, on the question.

    ``value`` is YES, or POSSIBLE where anything of it is; ``capacity`` is ``self`` or
    ``employeesOf``. ``otherwise`` maps the variants that would answer otherwise to YES, POSSIBLE
    or NO; of those with the same value the force is another.
    """

    standing: Standing
    wording: Wording
    value: str
    capacity: str
    party: Finding
    asset: Finding
    action: Finding
    proof: tuple[str, ...]
    missing: tuple[Gap, ...]
    layer: str | None
    flags: tuple[str, ...]
    otherwise: Mapping[str, str]

    @property
    def variants(self) -> tuple[str, ...]:
        """Name the variants that would answer otherwise."""
        return tuple(self.otherwise)

    @property
    def force(self) -> str:
        """What the wording demands."""
        return self.wording.force

    def as_json(self) -> dict[str, Any]:
        """Return the ground as ``grounds`` lists it."""
        return {
            "restriction": self.standing.restriction.id,
            "status": self.standing.status,
            "expected": self.standing.expected,
            "force": self.force,
            "capacity": self.capacity,
            "party": self.party.value,
            "asset": self.asset.value,
            "action": self.action.value,
            "how": self.party.how,
            "proof": sorted(self.proof),
            "missing": gaps_json(self.missing),
            "layer": self.layer,
            "flags": list(self.flags),
            "variants": sorted(self.variants),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to one question; ``below_floor`` names what would have counted at a lower floor.

    ``disputed`` names the variants under which a restriction that is no ground would be one.
    ``lifted`` names the restrictions that were left out because the question said so.
    """

    party: str
    asset: str
    action: str
    frame: dict[str, object]
    verdict: str
    at_most: str
    expected: bool
    layer: str | None
    grounds: tuple[Ground, ...]
    missing: tuple[Gap, ...]
    disputed: tuple[str, ...]
    below_floor: tuple[str, ...]
    searched: int
    lifted: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg verdict --json`` prints it."""
        return {
            "party": self.party,
            "asset": self.asset,
            "action": self.action,
            **self.frame,
            "verdict": self.verdict,
            "at_most": self.at_most,
            "expected": self.expected,
            "layer": self.layer,
            "grounds": [ground.as_json() for ground in self.grounds],
            "missing": gaps_json(self.missing),
            "disputed": sorted(self.disputed),
            "below_floor": sorted(self.below_floor),
            "searched": {"restrictions": self.searched},
            "lifted": list(self.lifted),
        }


def verdict(view: View, party: str, asset: str, action: str = "use", *, lifted: Iterable[str] = ()) -> Verdict:
    """Find what is known to restrict a party in doing something with an asset on the view's day.

    ``lifted`` names restrictions to leave out: what would the answer be if they were gone?
    Raises :class:`ValueError` where the question cannot be asked (no day, a party that is none,
    an unknown action) and :class:`LookupError` for an unknown party, asset or restriction.
    """
    world = World(view)
    gone = tuple(sorted(set(lifted)))
    _askable(world, party, asset, action, gone)
    judge = _Judge(world, party, asset, action)
    grounds = [
        ground
        for stand in view.standings.values()
        if stand.restriction.id not in gone
        for ground in judge.grounds(stand)
    ]
    grounds.sort(key=lambda g: (-forces.strength(view, g), g.value != "YES", g.standing.restriction.id, g.capacity))
    headline = forces.headline(view, grounds)
    deciding = forces.deciding(view, grounds, headline)
    return Verdict(
        party=party,
        asset=asset,
        action=action,
        frame=view.frame.as_json(),
        verdict=headline,
        at_most=forces.at_most(view, grounds),
        expected=headline != OPEN and bool(deciding) and all(g.standing.expected for g in deciding),
        layer=forces.strongest([g.layer for g in deciding]),
        grounds=tuple(grounds),
        missing=tuple(dict.fromkeys(gap for g in grounds for gap in g.missing)),
        disputed=judge.disputed(gone),
        below_floor=judge.fallen(gone),
        searched=sum(stand.wording is not None and id_ not in gone for id_, stand in view.standings.items()),
        lifted=gone,
    )


def _askable(world: World, party: str, asset: str, action: str, lifted: tuple[str, ...]) -> None:
    for id_ in (party, asset):
        if id_ in world.facts.restrictions:
            message = f"'{id_}' is a restriction; a verdict is about a party and an asset"
            raise ValueError(message)
        if id_ not in world.facts.entities:
            message = f"no entity '{id_}'"
            raise LookupError(message)
    for id_ in lifted:
        if id_ not in world.facts.restrictions:
            message = f"no restriction '{id_}'"
            raise LookupError(message)
    if not world.is_kind(party, "Party"):
        kind = world.facts.entities[party].kind
        message = f"'{party}' is of kind {kind}; a verdict is about a party: an organization, person or group"
        raise ValueError(message)
    actions = world.words.codes["Action"]
    if action not in actions:
        message = f"'{action}' is not an action; use one of {', '.join(actions)}"
        raise ValueError(message)


def exempting(view: View, party: str, asset: str, action: str, restriction: str) -> tuple[str, ...]:
    """Name the exceptions that take a question out of a restriction."""
    return _Judge(World(view), party, asset, action).exempting(view.standings[restriction])


def refuting(view: View, answer: Verdict) -> dict[str, tuple[str, ...]]:
    """Name what keeps restrictions that are no grounds of a verdict away: claims, exceptions, events.

    Of a restriction that other facts cannot bring to bear there is no entry.
    """
    judge = _Judge(World(view), answer.party, answer.asset, answer.action)
    found = {id_: judge.refuting(stand) for id_, stand in view.standings.items() if id_ not in answer.lifted}
    return {id_: proof for id_, proof in found.items() if proof}


class _Judge:
    """One question put to every restriction of a world."""

    def __init__(self, world: World, party: str, asset: str, action: str) -> None:
        self.world = world
        self.view = world.view
        self.matcher = Matcher(world)
        self.subject = party
        self.object = asset
        self.action = action
        employers = world.words.relations["employedBy"].range
        can_employ = any(world.is_kind(party, kind) for kind in employers)
        self.capacities = (SELF, "employeesOf") if can_employ else (SELF,)
        self._tested: dict[tuple[str, str], tuple[Finding, Finding, Finding] | None] = {}

    def grounds(self, stand: Standing) -> Iterator[Ground]:
        """Yield what a restriction is to the question, once for each capacity of the party."""
        if stand.wording is None or stand.status not in {"IN_FORCE", OPEN}:
            return
        for capacity in self.capacities:
            ground = self._ground(stand, stand.wording, capacity)
            if ground is not None:
                yield ground

    def fallen(self, gone: Collection[str]) -> tuple[str, ...]:
        """Name what is known but below the floor, of the restrictions and claims the question is about."""
        parts = [
            part
            for stand in self.view.standings.values()
            if stand.restriction.id not in gone and self._concerns(stand)
            for part in fallen_parts(self.view, stand)
        ]
        return (*parts, *fallen_claims(self.view, (self.subject, self.object)))

    def disputed(self, gone: Collection[str]) -> tuple[str, ...]:
        """Name the known variants that would make a ground of a restriction that is none."""
        found = []
        for stand in self.view.standings.values():
            own_words = stand.wording
            if own_words is None or stand.restriction.id in gone or stand.status not in {"IN_FORCE", OPEN}:
                continue
            others = known_variants(self.view, stand)
            found += [variant.id for variant in others if self._may(variant) and not self._may(own_words)]
        return tuple(found)

    def _concerns(self, stand: Standing) -> bool:
        """Tell whether some known wording of a restriction may be about the question."""
        wordings = (stand.restriction.wording, *stand.restriction.variants)
        return any(self._may(wording) for wording in wordings if wording.id in self.view.attested)

    def _may(self, wording: Wording) -> bool:
        """Tell whether a wording is, or may be, about the question in some capacity."""
        return any(self._tests(wording, capacity) is not None for capacity in self.capacities)

    def _party(self, wording: Wording, capacity: str) -> Finding:
        if capacity == SELF:
            return self.matcher.party(wording.parties, self.subject)
        return self.matcher.capacity(wording.parties, self.subject)

    def _action(self, wording: Wording) -> Finding:
        """Test the action: a bar on a broader one covers it, one on a narrower one may."""
        words = self.world.words
        asked = words.broader(self.action)
        if any(action in asked for action in wording.actions):
            return Finding("YES", how="action")
        narrower = [action for action in wording.actions if self.action in words.broader(action)]
        if narrower:
            question = f"Is it more than '{narrower[0]}' that is meant by '{self.action}'?"
            return Finding("POSSIBLE", (), (Gap(question),), "action")
        return Finding("NO", how="action")

    def _tests(self, wording: Wording, capacity: str) -> tuple[Finding, Finding, Finding] | None:
        """Return the tests of party, asset and action, or None as soon as one is NO; the costly one comes last."""
        key = wording.id, capacity
        if key not in self._tested:
            self._tested[key] = None
            action = self._action(wording)
            if action.value != "NO" and (asset := self.matcher.asset(wording.assets, self.object)).value != "NO":
                party = self._party(wording, capacity)
                self._tested[key] = (party, asset, action) if party.value != "NO" else None
        return self._tested[key]

    def _ground(self, stand: Standing, wording: Wording, capacity: str) -> Ground | None:
        tests = self._tests(wording, capacity)
        if tests is None:
            return None
        party, asset, action = tests
        out = self._exemption(stand, capacity)
        if out.value == "YES":
            return None
        whole = _narrowed(all_of([self._status(stand), party, asset, action]), out)
        proof = tuple(dict.fromkeys((*self._rests_on(stand), *whole.proof)))
        otherwise = self._differing(stand, wording, capacity, whole.value, out)
        flags = {flag for id_ in proof for flag in self._flags(stand, id_)} | ({"disputed"} if otherwise else set())
        return Ground(
            standing=stand,
            wording=wording,
            value=whole.value,
            capacity=capacity,
            party=party,
            asset=asset,
            action=action,
            proof=proof,
            missing=tuple(dict.fromkeys(whole.missing)),
            layer=self._weakest(stand, proof),
            flags=tuple(sorted(flags)),
            otherwise=otherwise,
        )

    def _status(self, stand: Standing) -> Finding:
        """Test whether the restriction applies on the day, as far as its wording is known for sure."""
        if stand.evidence is not None and stand.evidence.known == "maybe":
            told = day_text(self.view.frame.known_at or self.world.day)
            question = f"Had what words the restriction '{stand.restriction.name}' been published by {told}?"
            return Finding("POSSIBLE", (), (Gap(question, stand.restriction.id),), "status")
        if stand.status == "IN_FORCE":
            return Finding("YES")
        day = day_text(self.world.day)
        question = f"Was the restriction '{stand.restriction.name}' in force on {day}?"
        return Finding("POSSIBLE", (), (Gap(question, stand.restriction.id, "status", None),), "status")

    def _exemption(self, stand: Standing, capacity: str) -> Finding:
        """Return how far an exception takes the question out of the restriction."""
        return any_of(found for _, found in self._exemptions(stand, capacity))

    def _exemptions(self, stand: Standing, capacity: str) -> Iterator[tuple[str, Finding]]:
        """Yield each exception with how far it takes the question out of the restriction."""
        for exemption, certain in live_exemptions(self.view, stand.restriction):
            doubt = () if certain else (exemption_doubt(exemption, self.world.day),)
            parts = [Finding("YES" if certain else "POSSIBLE", (exemption.id,), doubt)]
            if exemption.parties is not None:
                test = self.matcher.party if capacity == SELF else self.matcher.capacity
                parts.append(test(exemption.parties, self.subject))
            if exemption.assets is not None:
                parts.append(self.matcher.asset(exemption.assets, self.object))
            if exemption.actions:
                covered = any(a in self.world.words.broader(self.action) for a in exemption.actions)
                parts.append(Finding("YES" if covered else "NO"))
            yield exemption.id, all_of(parts)

    def exempting(self, stand: Standing) -> tuple[str, ...]:
        """Name the exceptions that take the question out of a restriction in some capacity."""
        found = (pair for capacity in self.capacities for pair in self._exemptions(stand, capacity))
        return tuple(sorted({id_ for id_, finding in found if finding.value == "YES"}))

    def refuting(self, stand: Standing) -> tuple[str, ...]:
        """Name what keeps a restriction away: claims by which a test is NO, else its exceptions and its end."""
        wording = stand.wording
        if wording is None or self._action(wording).value == "NO":
            return ()
        hindering = [] if stand.status in {"IN_FORCE", OPEN} else [h.event.id for h in stand.happenings if h.folded]
        found: dict[str, None] = {}
        for capacity in self.capacities:
            asset = self.matcher.asset(wording.assets, self.object)
            tests = (asset, self._party(wording, capacity))
            refuted = [test for test in tests if test.value == "NO"]
            if not refuted:
                found.update(dict.fromkeys((*hindering, *self.exempting(stand))))
            elif all(test.proof for test in refuted):
                found.update(dict.fromkeys(id_ for test in refuted for id_ in test.proof))
        return tuple(found)

    def _rests_on(self, stand: Standing) -> list[str]:
        """Name the wording and the events that made the status what it is."""
        events = [h.event.id for h in stand.happenings if h.folded and h.state != "notYet"]
        return [f"{stand.restriction.id}.imposes", *events]

    def _evidence(self, stand: Standing, id_: str) -> Evidence | None:
        """Return how firmly one thing in a proof stands: a claim, or a part of the restriction."""
        held = self.view.claims.get(id_) or self.view.derived.get(id_)
        if held is not None:
            return held.evidence
        attested = self.view.attested.get(id_)
        return None if attested is None else self.view.library.evidence(attested, stand.restriction.issuer)

    def _flags(self, stand: Standing, id_: str) -> tuple[str, ...]:
        held = self.view.claims.get(id_) or self.view.derived.get(id_)
        evidence = held or self._evidence(stand, id_)
        return evidence.flags if evidence is not None else ()

    def _weakest(self, stand: Standing, proof: Iterable[str]) -> str | None:
        evidence = [stand.evidence, *(self._evidence(stand, id_) for id_ in proof)]
        layers = [e.layer for e in evidence if e is not None and e.layer is not None]
        return max(layers, key=FLOORS.index, default=None)

    def _differing(self, stand: Standing, wording: Wording, capacity: str, value: str, out: Finding) -> dict[str, str]:
        """Say what known variants would answer that differ in that or in their force."""
        found: dict[str, str] = {}
        for variant in known_variants(self.view, stand):
            tests = self._tests(variant, capacity)
            whole = _narrowed(all_of([self._status(stand), *tests]), out) if tests else NO
            if whole.value != value or variant.force != wording.force:
                found[variant.id] = whole.value
        return found


def _narrowed(whole: Finding, out: Finding) -> Finding:
    """Return how far a restriction applies where an exception that is not certain may take the question out."""
    if whole.value == "NO" or out.value != "POSSIBLE":
        return whole
    return Finding("POSSIBLE", (*whole.proof, *out.proof), (*whole.missing, *out.missing), whole.how)
