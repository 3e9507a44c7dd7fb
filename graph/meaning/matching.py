"""Whether a party or an asset is meant by a restriction, in three values with a proof.

What each selector reads, and when nothing recorded means *no* or *possible*, is said in
facts.md (A restriction).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Select
from graph.meaning.finding import NO, Finding, Gap, all_of, any_of, negate
from graph.meaning.ownership import Coverage, Rule, cascade, rule_of
from graph.meaning.phrases import verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.facts.records import Expression
    from graph.meaning.view import Held
    from graph.meaning.world import World

__all__ = ["Matcher"]

_PLACES = frozenset({"headquarteredIn", "incorporatedIn", "locatedIn", "nationality"})
_HALF = Fraction(50)
_GROUP = Rule(">", _HALF, aggregate=True)
"""An employer's group: what it owns by more than half, added up (facts.md, ``employeesOf``)."""


def _questions(relation: str, name: str, is_: str = "is") -> str:
    return {
        "headquarteredIn": f"Where {is_} {name} headquartered?",
        "incorporatedIn": f"Where {is_} {name} incorporated?",
        "locatedIn": f"Where {is_} {name} located?",
        "nationality": f"Of what nationality {is_} {name}?",
        "develops": f"Who develops {name}?",
    }[relation]


class Matcher:
    """Tests of parties and assets in one world; ownership is worked out once an expression."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._coverages: dict[Owned | Employed, Coverage] = {}
        self._controls: dict[Expression, dict[str, Finding]] = {}
        self._tested: dict[tuple[Expression, str], Finding] = {}

    # ---- parties

    def party(self, expression: Expression | None, party: str) -> Finding:
        """Test a party; without an expression the text does not say who is restricted."""
        if expression is None:
            return Finding("POSSIBLE", (), (Gap("Whom does the restriction bind? Its text does not say."),), None)
        key = expression, party
        if key not in self._tested:
            self._tested[key] = self._party(expression, party)
        return self._tested[key]

    def _party(self, expression: Expression, party: str) -> Finding:
        match expression:
            case AnyOf(parts):
                return any_of(self.party(part, party) for part in parts)
            case AllOf(parts):
                return all_of(self.party(part, party) for part in parts)
            case Not(part):
                return negate(self.party(part, party))
            case Owned():
                return self._owned(expression, party)
            case Controlled(owner):
                return self._controlled(owner).get(party, Finding("NO", how="controlledBy"))
            case Employed():
                employers = self.world.claims_of("employedBy", party)
                return _how(
                    "employeesOf",
                    any_of(self._through(held, self.staff(expression, held.claim.object)) for held in employers),
                )
            case Select(selector, ids):
                return self._select(selector, ids, party)

    def staff(self, expression: Employed, employer: str) -> Finding:
        """Test whether the staff of an employer is meant."""
        own = self.party(expression.party, employer)
        if expression.scope == "entity" or own.value == "YES":
            return own
        group = self._group(expression, employer)
        if expression.scope == "notStated" and group.value == "YES":
            question = f"Does the rule mean the staff of {self.world.name(employer)} too, as part of a group?"
            group = Finding("POSSIBLE", group.proof, (Gap(question),), group.how)
        return any_of((own, group))

    def _group(self, expression: Employed, employer: str) -> Finding:
        """Test whether an employer belongs to the group of one that is meant: owned by over half, or controlled."""
        if expression not in self._coverages:
            self._coverages[expression] = self._cascade(expression.party, _GROUP)
        owned = self._explained(self._coverages[expression], expression.party, employer)
        return any_of((owned, self._controlled(expression.party).get(employer, NO)))

    def capacity(self, expression: Expression | None, employer: str) -> Finding:
        """Test somebody of whom nothing is known but the employer.

        Only what the expression says of employees counts; what it demands besides is possible.
        """
        if expression is None or not _speaks_of_staff(expression):
            return NO
        match expression:
            case AnyOf(parts):
                return any_of(self.capacity(part, employer) for part in parts if _speaks_of_staff(part))
            case AllOf(parts):
                return all_of(self._besides(part, employer) for part in parts)
            case Not(part):
                return negate(self.capacity(part, employer))
            case Employed():
                return _how("employeesOf", self.staff(expression, employer))
            case _:
                return NO

    def _besides(self, part: Expression, employer: str) -> Finding:
        if _speaks_of_staff(part):
            return self.capacity(part, employer)
        question = f"Does the employee of {self.world.name(employer)} meet the other conditions of the rule?"
        return Finding("POSSIBLE", (), (Gap(question),), "employeesOf")

    # ---- ownership and control

    def _seeds(self, expression: Expression) -> tuple[list[str], list[str]]:
        answers = [(party, self.party(expression, party).value) for party in self.world.parties]
        return [p for p, value in answers if value == "YES"], [p for p, value in answers if value == "POSSIBLE"]

    def _cascade(self, owners: Expression, rule: Rule) -> Coverage:
        sure, possible = self._seeds(owners)
        return cascade(self.world.holdings, sure, possible, rule=rule)

    def _owned(self, expression: Owned, party: str) -> Finding:
        if expression not in self._coverages:
            rule = rule_of(expression.share, expression.aggregate)
            self._coverages[expression] = self._cascade(expression.party, rule)
        return self._explained(self._coverages[expression], expression.party, party)

    def _explained(self, coverage: Coverage, owners: Expression, party: str) -> Finding:
        """Return the answer of a cascade with what makes its owners owners."""
        answer = coverage.answer(party)
        starts = [self.party(owners, seed) for seed in answer.seeds]
        proof = dict.fromkeys((*(claim for start in starts for claim in start.proof), *answer.proof))
        missing = dict.fromkeys(
            Gap(m.spoken(self.world.name), m.owner, "owns" if m.claim else None, m.asset) for m in answer.missing
        )
        if answer.verdict == "POSSIBLE":
            missing.update((gap, None) for start in starts if start.value == "POSSIBLE" for gap in start.missing)
        return Finding(answer.verdict, tuple(proof), tuple(missing), "ownedBy", answer.unaccounted)

    def _controlled(self, owners: Expression) -> dict[str, Finding]:
        """Return who is controlled, step by step, by parties that pass a test."""
        if owners in self._controls:
            return self._controls[owners]
        found = self._controls[owners] = {}
        sure, possible = self._seeds(owners)
        for seeds, value in ((sure, "YES"), (possible, "POSSIBLE")):
            for seed in seeds:
                start = self.party(owners, seed)
                reached = self._under(seed, Finding(value, start.proof, start.missing))  # type: ignore[arg-type]
                found.update((p, f) for p, f in reached.items() if f.rank > found.get(p, NO).rank)
        return found

    def _under(self, seed: str, start: Finding) -> dict[str, Finding]:
        """Return who is controlled by one party, which is not among them itself."""
        found: dict[str, Finding] = {}
        queue = [(seed, start)]
        while queue:
            party, reached = queue.pop(0)
            for held in self.world.claims_of("controls", party):
                answer = _how("controlledBy", self._through(held, reached))
                target = held.claim.object
                if target != seed and answer.rank > found.get(target, NO).rank:
                    found[target] = answer
                    queue.append((target, answer))
        return found

    def _through(self, held: Held, finding: Finding) -> Finding:
        """Return a finding as reached through a claim: no surer than the claim."""
        if finding.value == "NO":
            return finding
        proof = tuple(dict.fromkeys((*finding.proof, held.claim.id)))
        if held.certain:
            return Finding(finding.value, proof, finding.missing, finding.how, finding.unaccounted)
        missing = (*finding.missing, self.world.doubt(held))
        return Finding("POSSIBLE", proof, missing, finding.how, finding.unaccounted)

    # ---- selectors that read claims

    def _select(self, selector: str, ids: tuple[str, ...], id_: str) -> Finding:
        if selector == "entity":
            return Finding("YES" if id_ in ids else "NO", how="entity")
        if selector in _PLACES:
            return _how(selector, self._placed(selector, ids, id_))
        if selector in {"onList", "category"}:
            return _how(selector, self._included(ids, id_))
        if selector == "developedBy":
            return _how(selector, self._developed(ids, id_))
        if selector == "family":
            return _how(selector, self._upwards("memberOfFamily", ids, id_))
        if selector == "version":
            return _how(selector, self._version(ids, id_))
        held = [h for h in self.world.claims_of("hasCapability", id_) if h.claim.object in ids]
        return _how(selector, any_of(self._through(h, Finding("YES")) for h in held))

    def _included(self, ids: Iterable[str], id_: str) -> Finding:
        """Tell whether one of ``ids`` includes a thing, directly or through what it includes."""
        reached = {id_: Finding("YES")}
        queue = [id_]
        while queue:
            current = queue.pop(0)
            held = self.world.claims_on("includes", current)
            steps = [(h, h.claim.subject) for h in held]
            if current != id_ or self.world.is_kind(current, "Location"):
                steps += [(h, h.claim.object) for h in self.world.claims_of("locatedIn", current)]
            for claim, above in steps:
                answer = self._through(claim, reached[current])
                if answer.rank > reached.get(above, NO).rank:
                    reached[above] = answer
                    queue.append(above)
        return any_of(reached[target] for target in ids if target in reached and target != id_)

    def _placed(self, relation: str, ids: tuple[str, ...], id_: str) -> Finding:
        """Test a place: NO when another one is known, POSSIBLE when none is and the kind has places."""
        known = self.world.claims_of(relation, id_)
        if not known:
            domain = self.world.words.relations[relation].domain
            if not any(self.world.is_kind(id_, kind) for kind in domain):
                return NO
            return self._unknown(relation, id_)
        places = [(held, held.claim.object) for held in known]
        inside = [(h, Finding("YES") if place in ids else self._included(ids, place)) for h, place in places]
        if any(finding.value != "NO" for _, finding in inside):
            return any_of(self._through(held, finding) for held, finding in inside)
        return self._elsewhere(known)

    def _elsewhere(self, known: list[Held]) -> Finding:
        """Answer NO by the claims that give another value, POSSIBLE where none of them is certain."""
        if any(held.certain for held in known):
            return Finding("NO", tuple(held.claim.id for held in known if held.certain))
        return Finding("POSSIBLE", (), tuple(self.world.doubt(held) for held in known))

    def _unknown(self, relation: str, id_: str) -> Finding:
        question = _questions(relation, self.world.name(id_), verb(self.world.facts, id_, "is"))
        gap = Gap(question, id_, relation, None)
        return Finding("POSSIBLE", (), (gap,))

    def _developed(self, ids: tuple[str, ...], asset: str) -> Finding:
        makers = self.world.claims_on("develops", asset)
        if not makers:
            givers = [h for name in ("releases", "ownsProduct") for h in self.world.claims_on(name, asset)]
            others = [h for h in givers if h.certain and h.claim.subject not in ids]
            if others or not self.world.is_kind(asset, "Asset"):
                return Finding("NO", tuple(h.claim.id for h in others))
            gap = Gap(_questions("develops", self.world.name(asset)), None, "develops", asset)
            return Finding("POSSIBLE", tuple(h.claim.id for h in givers if h.claim.subject in ids), (gap,))
        meant = [h for h in makers if h.claim.subject in ids]
        return any_of(self._through(h, Finding("YES")) for h in meant) if meant else self._elsewhere(makers)

    def _upwards(self, relation: str, ids: tuple[str, ...], id_: str) -> Finding:
        """Follow a relation upwards, step by step, to one of ``ids``; one of them is meant itself."""
        reached = {id_: Finding("YES")}
        queue = [id_]
        while queue:
            current = queue.pop(0)
            for held in self.world.claims_of(relation, current):
                answer = self._through(held, reached[current])
                if answer.rank > reached.get(held.claim.object, NO).rank:
                    reached[held.claim.object] = answer
                    queue.append(held.claim.object)
        return any_of(reached[target] for target in ids if target in reached)

    def _version(self, ids: tuple[str, ...], asset: str) -> Finding:
        """Test a version: itself or a version of what is named is meant; what has such a version may be."""
        if asset in ids:
            return Finding("YES")
        below = [h for name in ids for h in self.world.claims_of("hasVersion", name) if h.claim.object == asset]
        if below:
            return any_of(self._through(h, Finding("YES")) for h in below)
        having = [h for h in self.world.claims_of("hasVersion", asset) if h.claim.object in ids]
        question = f"Which version of {self.world.name(asset)} is it?"
        return any_of(self._through(h, Finding("POSSIBLE", (), (Gap(question),))) for h in having)

    # ---- assets

    def asset(self, expression: Expression | None, asset: str) -> Finding:
        """Test an asset; what is built on a restricted one is possible unless the wording covers it."""
        if expression is None:
            return Finding("POSSIBLE", (), (Gap("Which assets does the restriction mean? Its text names none."),), None)
        own = self._asset(expression, asset)
        if own.value == "YES":
            return own
        return any_of((own, self._built(expression, asset)))

    def _asset(self, expression: Expression, asset: str) -> Finding:
        match expression:
            case AnyOf(parts):
                return any_of(self._asset(part, asset) for part in parts)
            case AllOf(parts):
                return all_of(self._asset(part, asset) for part in parts)
            case Not(part):
                return negate(self._asset(part, asset))
            case Select(selector, ids):
                return self._select(selector, ids, asset)
            case _:
                return NO

    def _built(self, expression: Expression, asset: str) -> Finding:
        """Look for a restricted thing under an asset, through any number of layers."""
        found = []
        seen = {asset}
        queue: list[tuple[str, tuple[str, ...]]] = [(asset, ())]
        while queue:
            current, proof = queue.pop(0)
            for held in self.world.claims_of("builtOn", current):
                base = held.claim.object
                if base in seen:
                    continue
                seen.add(base)
                steps = (*proof, held.claim.id)
                queue.append((base, steps))
                below = self._asset(expression, base)
                if below.value != "NO":
                    question = (
                        f"Does the rule reach {self.world.name(asset)}, which is built on {self.world.name(base)}?"
                    )
                    found.append(
                        Finding("POSSIBLE", (*steps, *below.proof), (Gap(question, asset, "builtOn", base),), "builtOn")
                    )
        return any_of(found)


def _how(selector: str, finding: Finding) -> Finding:
    return Finding(finding.value, finding.proof, finding.missing, selector, finding.unaccounted)


def _speaks_of_staff(expression: Expression) -> bool:
    match expression:
        case Employed():
            return True
        case AnyOf(parts) | AllOf(parts):
            return any(_speaks_of_staff(part) for part in parts)
        case Not(part):
            return _speaks_of_staff(part)
        case _:
            return False
