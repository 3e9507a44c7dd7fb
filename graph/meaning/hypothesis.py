"""What would be otherwise if some facts were: a patch of hypothetical facts laid over the real ones.

A patch is a YAML file with ``claims`` (as in a fact file, with a ``subject``), ``events`` (with a
``restriction``) and ``remove`` (ids of claims, events, exceptions). What it says counts as
official, unless it names sources of its own. Nothing is written to disk.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.facts.build import build_record
from graph.facts.check import check
from graph.facts.claim_ids import number_claims
from graph.facts.naming import NameProblem, resolve
from graph.facts.problems import FactsError, InputError, Problem
from graph.facts.records import Entity, Position, Restriction, Source
from graph.facts.tree import MAX_BYTES, At, Mapping, Sequence, TreeError, decode, parse
from graph.facts.values import Reader, near
from graph.facts.when import When, day_text
from graph.meaning.coverage import covered
from graph.meaning.removal import parts
from graph.meaning.verdict import Verdict, verdict
from graph.meaning.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.facts.load import Facts
    from graph.facts.records import Claim, Event
    from graph.facts.tree import Node
    from graph.meaning.coverage import Covered

__all__ = ["HYPOTHESIS", "Difference", "Patch", "Shift", "Turn", "difference", "read_patch", "supposed"]

HYPOTHESIS = "(hypothesis)"
"""The source of what a patch says; no file can have this id."""
_KEYS = ("claims", "events", "remove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Hypothetical facts: claims with their ids, events with the restriction of each, ids to leave out."""

    claims: tuple[Claim, ...] = ()
    events: tuple[tuple[str, Event], ...] = ()
    removed: tuple[str, ...] = ()


# ---- reading


def read_patch(path: str, facts: Facts) -> Patch:
    """Read a patch to be laid over facts.

    Raises :class:`~graph.facts.problems.FactsError` with every mistake in it, each at its line,
    and :class:`~graph.facts.problems.InputError` where the file cannot be read.
    """
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise InputError(message) from None
    try:
        tree = parse(decode(data))
    except TreeError as error:
        raise FactsError([Problem(path, error.at.line, error.at.column, error.message)]) from None
    former = {old: new for old, new in facts.former.items() if "." not in old}
    known = frozenset({*facts.entities, *facts.sources, *facts.restrictions, *facts.stories})
    reading = _Reading(Reader(path, facts.vocabulary, former, known), facts)
    patch = reading.patch(tree)
    problems = [*reading.reader.problems, *_checked(facts, patch, reading.reader)]
    if problems:
        raise FactsError(list(dict.fromkeys(problems)))
    return patch


def _checked(facts: Facts, patch: Patch, reader: Reader) -> list[Problem]:
    """List what is wrong with a patch only in the light of the facts it is laid over."""
    found = check(replace(_overlaid(facts, patch, ()), references=tuple(reader.references)))
    return [problem for problem in found if problem.file == reader.file and problem.severity == "error"]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A patch being read by a reader that notes its problems."""

    reader: Reader
    facts: Facts

    def patch(self, tree: Mapping) -> Patch:
        for key in tree:
            if key not in _KEYS:
                self.reader.problem(tree.key_at(key), f"unknown key '{key}'{near(key, _KEYS)}")
        if not tree.keys() & set(_KEYS):
            self.reader.problem(tree.at(), "the patch says nothing; write claims, events or remove")
        return Patch(
            claims=self._claims(tree),
            events=self._events(tree),
            removed=self._removed(tree),
        )

    def _items(self, tree: Mapping, key: str) -> list[tuple[Node, At]]:
        return self.reader.items(tree[key], tree.at(key)) if key in tree else []

    def _target(self, mapping: Mapping, key: str, wanted: str, example: str) -> str | None:
        """Read the id under a key that says what a claim or event is about."""
        if key not in mapping:
            self.reader.problem(mapping.at(), f"the key '{key}' is missing; write  {key}: {example}")
            return None
        text = self.reader.text(mapping[key], mapping.at(key))
        return None if text is None else self.reader.refer(text, mapping.at(key), wanted)

    def _claims(self, tree: Mapping) -> tuple[Claim, ...]:
        found: dict[str, list[Claim]] = {}
        for item, place in self._items(tree, "claims"):
            mapping = self.reader.mapping(item, place, "- {subject: acme-labs, owns: tiny-model-co}")
            if mapping is None:
                continue
            subject = self._target(mapping, "subject", "entity", "acme-labs")
            known = self.facts.entities.get(subject or "")
            kind = known.kind if known else next(iter(self.facts.vocabulary.concrete_kinds())).name
            body = _tree(place, kind=kind, name=subject or "nobody", claims=_list(place, _sourced(mapping, "subject")))
            record = build_record(self.reader, "entities", subject or "", body)
            if isinstance(record, Entity) and known:
                found.setdefault(known.id, []).extend(record.claims)
        numbered: list[Claim] = []
        for subject, claims in found.items():
            named, clashes = number_claims(subject, tuple(claims))
            self.reader.problems.extend(clashes)
            numbered += named
        return tuple(numbered)

    def _events(self, tree: Mapping) -> tuple[tuple[str, Event], ...]:
        found = []
        for item, place in self._items(tree, "events"):
            mapping = self.reader.mapping(item, place, "- {restriction: acme-ban, lifted: 2026-07-10}")
            if mapping is None:
                continue
            id_ = self._target(mapping, "restriction", "restriction", "acme-ban")
            restriction = self.facts.restrictions.get(id_ or "")
            if restriction is None:
                continue
            body = _tree(
                place,
                name=restriction.name,
                issuer=restriction.issuer,
                instrument=restriction.wording.instrument,
                force=restriction.wording.force,
                actions=_list(place, *restriction.wording.actions),
                sources=HYPOTHESIS,
                events=_list(place, _sourced(mapping, "restriction")),
            )
            record = build_record(self.reader, "restrictions", restriction.id, body)
            if isinstance(record, Restriction):
                found += [(restriction.id, event) for event in record.events]
        return tuple(found)

    def _removed(self, tree: Mapping) -> tuple[str, ...]:
        pieces = [part for restriction in self.facts.restrictions.values() for part in parts(restriction)]
        removable = {*self.facts.claims, *pieces}
        found = []
        for item, place in self._items(tree, "remove"):
            text = self.reader.text(item, place)
            if text is None:
                continue
            id_ = text if text in removable else self._former(text)
            if id_ is not None:
                found.append(id_)
            elif text in self.facts.restrictions:
                message = f"'{text}' is a restriction; write an event 'lifted' for it under events"
                self.reader.problem(place, message)
            else:
                self.reader.problem(place, f"no claim, event or exception '{text}'{near(text, sorted(removable))}")
        return tuple(dict.fromkeys(found))

    def _former(self, text: str) -> str | None:
        try:
            return resolve(self.facts, text, among="claims")
        except NameProblem:
            return None


def _tree(place: At, **values: Node) -> Mapping:
    """Make a mapping all of whose parts stand at one place."""
    made = Mapping(place)
    for key, value in values.items():
        made[key] = value
        made.places[key] = (*place, *place)
    return made


def _list(place: At, *items: Node) -> Sequence:
    made = Sequence(place)
    for item in items:
        made.append(item)
        made.places.append(item.mark if isinstance(item, Mapping) else place)
    return made


def _sourced(mapping: Mapping, target: str) -> Mapping:
    """Return a claim or event without the key that says what it is about, and with a source."""
    made = Mapping(mapping.mark)
    for key, value in mapping.items():
        if key != target:
            made[key] = value
            made.places[key] = mapping.places[key]
    if "sources" not in made:
        place = mapping.at()
        made["sources"] = _list(place, _tree(place, **{"doc": HYPOTHESIS, "as": "official"}))
        made.places["sources"] = (*place, *place)
    return made


# ---- laying over


def supposed(view: View, patch: Patch) -> View:
    """Return the view of one day as it would be if the patch were so.

    A hypothetical state takes the place of what is recorded of the same subject, relation and
    object, or, where a relation has one object at a time, of the same subject and relation,
    if it may hold on that day. Raises :class:`ValueError` for a view without a day.
    """
    frame = view.frame
    if frame.as_of is None:
        message = "this question is about one day; give it with as_of"
        raise ValueError(message)
    facts = _overlaid(view.facts, patch, _replaced(view.facts, patch, frame.as_of))
    day = frame.as_of if frame.known_at is None else min(frame.as_of, frame.known_at)
    told = replace(facts.sources[HYPOTHESIS], published=When(day_text(day) or "", day, day))
    facts = replace(facts, sources={**facts.sources, HYPOTHESIS: told})
    return View(facts, replace(frame, only=(*frame.only, HYPOTHESIS)) if frame.only else frame)


def _replaced(facts: Facts, patch: Patch, day: int) -> tuple[str, ...]:
    """List the recorded claims whose place a patch takes on a day."""
    relations = facts.vocabulary.relations
    taken: set[tuple[str, str, str | None]] = set()
    for claim in patch.claims:
        begun = claim.since is None or claim.since.happened(day) != "no"
        ended = claim.until is not None and claim.until.latest < day
        if begun and not ended and not relations[claim.relation].event:
            taken.add((claim.subject, claim.relation, claim.object))
            if relations[claim.relation].functional:
                taken.add((claim.subject, claim.relation, None))
    return tuple(
        claim.id
        for claim in facts.claims.values()
        if not taken.isdisjoint(
            {(claim.subject, claim.relation, claim.object), (claim.subject, claim.relation, None)},
        )
    )


def _overlaid(facts: Facts, patch: Patch, replaced: Iterable[str]) -> Facts:
    gone = {*patch.removed, *replaced}
    claims = {id_: claim for id_, claim in facts.claims.items() if id_ not in gone}
    for claim in patch.claims:
        id_ = claim.id if claim.id not in claims else f"{claim.id}.{HYPOTHESIS}"
        claims[id_] = replace(claim, id=id_)
    restrictions = dict(facts.restrictions)
    for id_, restriction in facts.restrictions.items():
        added = [event for target, event in patch.events if target == id_]
        if added or not gone.isdisjoint(parts(restriction)):
            events = tuple(event for event in restriction.events if event.id not in gone)
            kept = tuple(exemption for exemption in restriction.exemptions if exemption.id not in gone)
            named = _numbered(id_, events, added)
            restrictions[id_] = replace(restriction, events=(*events, *named), exemptions=kept)
    source = Source(
        id=HYPOTHESIS,
        kind=next(iter(facts.vocabulary.source_kinds)),
        title="hypothesis",
        published=When("..", 0, 0),
        at=Position(HYPOTHESIS, 1, 1),
    )
    return replace(
        facts,
        claims=dict(sorted(claims.items())),
        restrictions=restrictions,
        sources={**facts.sources, HYPOTHESIS: source},
    )


def _numbered(restriction: str, recorded: Iterable[Event], added: Iterable[Event]) -> list[Event]:
    """Give hypothetical events ids that no other event has."""
    taken = {event.id for event in recorded}
    found = []
    for event in added:
        bare = f"{restriction}.{event.event}"
        choices = (bare, f"{bare}.{event.date}", f"{bare}.{event.date}.{HYPOTHESIS}")
        id_ = next((choice for choice in choices if choice not in taken), choices[-1])
        taken.add(id_)
        found.append(replace(event, id=id_))
    return found


# ---- the difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A party whose coverage by a restriction differs, or a restriction whose status does (no party)."""

    restriction: str
    party: str | None = None
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        """Return the shift as ``covered`` or ``statuses`` lists it."""
        party = {} if self.party is None else {"party": self.party}
        return {"restriction": self.restriction, **party, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A verdict before and after; the grounds of both are in it."""

    before: Verdict
    after: Verdict

    def as_json(self) -> dict[str, Any]:
        """Return the two headlines as ``verdicts`` lists them, with what each is at most."""
        before, after = self.before, self.after
        return {
            "party": before.party,
            "asset": before.asset,
            "action": before.action,
            "before": before.verdict,
            "after": after.verdict,
            "at_most_before": before.at_most,
            "at_most_after": after.at_most,
            "grounds_before": [ground.standing.restriction.id for ground in before.grounds],
            "grounds_after": [ground.standing.restriction.id for ground in after.grounds],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a patch makes otherwise on the day of a view; ``replaced`` names what it took the place of."""

    frame: dict[str, object]
    covered: tuple[Shift, ...]
    statuses: tuple[Shift, ...]
    verdicts: tuple[Turn, ...] = ()
    replaced: tuple[str, ...] = ()
    after: View = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the difference as ``aikg whatif --json`` prints it."""
        return {
            "covered": [shift.as_json() for shift in self.covered],
            "statuses": [shift.as_json() for shift in self.statuses],
            "verdicts": [turn.as_json() for turn in self.verdicts],
            "replaced": list(self.replaced),
            **self.frame,
        }


def _value(answer: Covered, party: str) -> str:
    found = answer.parties.get(party)
    return "NO" if found is None else found.value


def difference(view: View, patch: Patch, questions: Iterable[tuple[str, str, str]] = ()) -> Difference:
    """Compare coverage, statuses and some verdicts (party, asset, action) with what a patch would make of them."""
    after = supposed(view, patch)
    shifts, statuses = [], []
    for id_ in view.facts.restrictions:
        old, new = covered(view, id_), covered(after, id_)
        for party in sorted({*old.parties, *new.parties}):
            was, now = _value(old, party), _value(new, party)
            if was != now:
                shifts.append(Shift(restriction=id_, party=party, before=was, after=now))
        if old.standing.status != new.standing.status:
            before, after_ = old.standing.status or "", new.standing.status or ""
            statuses.append(Shift(restriction=id_, before=before, after=after_))
    return Difference(
        frame=view.frame.as_json(),
        covered=tuple(shifts),
        statuses=tuple(statuses),
        verdicts=tuple(Turn(before=verdict(view, *each), after=verdict(after, *each)) for each in questions),
        replaced=_replaced(view.facts, patch, after.frame.as_of or 0),
        after=after,
    )
