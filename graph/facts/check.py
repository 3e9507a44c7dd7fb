"""Mistakes that show only when all files are read: references, kinds, rings, orphans.

Words, domains and ranges come from the ontology; nothing here lists them again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.facts.named import named_assets, named_parties
from graph.facts.problems import Problem
from graph.facts.scripts import mixed_script
from graph.facts.values import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.facts.load import Facts
    from graph.facts.records import Attestation, Claim, Position, Restriction
    from graph.facts.values import Reference

__all__ = ["check"]


def check(facts: Facts, unread: frozenset[str] = frozenset()) -> list[Problem]:
    """List what is wrong across files; ids in ``unread`` belong to files already complained of."""
    problems: list[Problem] = []
    problems += _references(facts, unread)
    problems += _claims(facts)
    problems += _attestations(facts)
    problems += _rings(facts)
    problems += _sources(facts)
    problems += _names(facts)
    problems += _successors(facts)
    return problems


def _at(position: Position, message: str, severity: str = "error") -> Problem:
    return Problem(*position, message, severity)


# ---- references


def _references(facts: Facts, unread: frozenset[str]) -> Iterator[Problem]:
    parts = {part.id for r in facts.restrictions.values() for part in (*r.events, *r.exemptions)}
    pools: dict[str, tuple[dict[str, object] | set[str], ...]] = {
        "entity": (facts.entities,),  # type: ignore[dict-item]
        "source": (facts.sources,),  # type: ignore[dict-item]
        "restriction": (facts.restrictions,),  # type: ignore[dict-item]
        "claim": (facts.claims, facts.restrictions, parts),  # type: ignore[dict-item]
        "anything": (facts.claims, facts.entities, facts.restrictions, parts),  # type: ignore[dict-item]
    }
    for reference in facts.references:
        wanted, _, relation = reference.wanted.partition(":")
        target = reference.target
        if relation:
            problem = _object(facts, reference, relation, unread)
        elif any(target in pool for pool in pools[wanted]):
            problem = _narrow(facts, reference)
        elif target in unread:
            problem = None
        else:
            names = [name for pool in pools[wanted] for name in pool]
            what = "id" if wanted == "anything" else wanted
            problem = _unknown(facts, reference, what, names)
        if problem is not None:
            yield problem


_FOLDER = {"entity": "entities", "source": "sources", "restriction": "restrictions"}


def _unknown(facts: Facts, reference: Reference, what: str, names: Iterable[str]) -> Problem:
    target = reference.target
    found = _what_is(facts, target)
    if found is not None:
        return _at(reference.at, f"'{target}' is a {found}, but a {what} belongs here".replace("a entity", "an entity"))
    hint = near(target, names)
    if not hint and what in _FOLDER:
        hint = f"; add {_FOLDER[what]}/{target}.yaml or correct the id"
    return _at(reference.at, f"no {what} '{target}'{hint}")


def _what_is(facts: Facts, target: str) -> str | None:
    for what, group in (
        ("entity", facts.entities),
        ("source", facts.sources),
        ("restriction", facts.restrictions),
        ("story", facts.stories),
        ("claim", facts.claims),
    ):
        if target in group:
            return what
    return None


def _narrow(facts: Facts, reference: Reference) -> Problem | None:
    """Check the kind of an entity where a selector wants one."""
    if reference.kind is None or reference.target not in facts.entities:
        return None
    kind = facts.entities[reference.target].kind
    if facts.vocabulary.is_kind(kind, reference.kind):
        return None
    wanted = facts.vocabulary.kinds[reference.kind].label
    return _at(reference.at, f"'{reference.target}' is of kind {kind}, but a {wanted} belongs here")


def _object(facts: Facts, reference: Reference, name: str, unread: frozenset[str]) -> Problem | None:
    relation = facts.vocabulary.relations[name]
    target = reference.target
    entity = facts.entities.get(target)
    if entity is not None:
        if any(facts.vocabulary.is_kind(entity.kind, kind) for kind in relation.range):
            return None
        return _at(reference.at, f"the object of '{name}' is {_listed(relation.range)}, not {entity.kind} ('{target}')")
    for kind, group in (("Claim", facts.claims), ("Restriction", facts.restrictions), ("Source", facts.sources)):
        if target in group:
            if kind in relation.range:
                return None
            return _at(reference.at, f"the object of '{name}' is {_listed(relation.range)}, not {kind} ('{target}')")
    if target in unread:
        return None
    pools = {"Claim": facts.claims, "Restriction": facts.restrictions, "Source": facts.sources}
    names: list[str] = list(facts.entities)
    for kind in relation.range:
        names += pools.get(kind, ())
    return _unknown(facts, reference, "entity" if set(relation.range) - pools.keys() else "id", names)


def _listed(kinds: Iterable[str]) -> str:
    return " or ".join(kinds)


# ---- claims


def _claims(facts: Facts) -> Iterator[Problem]:
    for claim in facts.claims.values():
        relation = facts.vocabulary.relations[claim.relation]
        if claim.subject in facts.entities:
            kind = facts.entities[claim.subject].kind
            fits = any(facts.vocabulary.is_kind(kind, wanted) for wanted in relation.domain)
        else:
            kind, fits = "Source", "Source" in relation.domain
        if not fits:
            yield _at(claim.at, f"the subject of '{claim.relation}' is {_listed(relation.domain)}, not {kind}")
        if claim.object == claim.subject and not claim.is_text:
            yield _at(claim.at, f"'{claim.relation}' links {claim.subject} to itself; name another object")


def _holders(facts: Facts) -> Iterator[tuple[tuple[Attestation, ...], frozenset[str], Claim | None]]:
    """Yield attestations with the parties to what they attest."""
    for claim in facts.claims.values():
        yield claim.attestations, frozenset({claim.subject, claim.object}), claim
    for restriction in facts.restrictions.values():
        parties = _parties_to(facts, restriction)
        holders = (restriction.wording, *restriction.variants, *restriction.events, *restriction.exemptions)
        for holder in holders:
            yield holder.attestations, parties, None


def _parties_to(facts: Facts, restriction: Restriction) -> frozenset[str]:
    """Name the parties to a restriction (facts.md: issuer, addressee, named party, developer of a named asset)."""


    parties = {restriction.issuer, *restriction.addressees, *named_parties(restriction)}
    assets = named_assets(restriction)
    makers = {c.subject for c in facts.claims.values() if c.relation == "develops" and c.object in assets}
    return frozenset(parties | makers)


def _attestations(facts: Facts) -> Iterator[Problem]:
    for attestations, parties, claim in _holders(facts):
        expected = any(a.modality == "expected" for a in attestations)
        for attestation in attestations:
            yield from _attestation(facts, attestation, parties)
        if claim is not None and not expected:
            yield from _written_before(facts, claim)


def _attestation(facts: Facts, attestation: Attestation, parties: frozenset[str]) -> Iterator[Problem]:
    if attestation.modality == "confirmed" and attestation.speaker:
        voices = {attestation.speaker, attestation.speaks_for}
        if not voices & parties:
            message = f"'confirmed' is for a party to the claim; {attestation.speaker} is none: add 'for', or write  as: reported"
            yield _at(attestation.at, message)
    source = facts.sources.get(attestation.doc or "")
    if source is not None and source.published is None and source.retrieved is None:
        yield _at(attestation.at, f"{source.id} is cited, so its file needs 'published' or 'retrieved'")
    if attestation.doc is not None and attestation.doc in attestation.via:
        yield _at(attestation.at, f"{attestation.doc} cannot rest on itself; remove it from 'via'")


def _written_before(facts: Facts, claim: Claim) -> Iterator[Problem]:
    """Warn of a claim that starts after every document that supports it."""
    words = facts.vocabulary.codes["Modality"]
    supporting = [a for a in claim.attestations if words[a.modality].effect == "supports"]
    sources = [facts.sources.get(a.doc or "") for a in supporting]
    dates = [s and (s.published or s.retrieved) for s in sources]
    if claim.start is not None and dates and all(d is not None and d.latest < claim.start.earliest for d in dates):
        message = f"it starts ({claim.start}) after every document that supports it; write  as: expected"
        yield _at(claim.at, message, "warning")


# ---- rings


def _rings(facts: Facts) -> Iterator[Problem]:
    for relation in facts.vocabulary.relations.values():
        if relation.acyclic:
            arrows: dict[str, list[str]] = defaultdict(list)
            places = {}
            for claim in facts.claims.values():
                if claim.relation == relation.name and claim.subject != claim.object:
                    arrows[claim.subject].append(claim.object)
                    places.setdefault(claim.subject, claim.at)
            yield from _ring(arrows, places, f"'{relation.name}'")
    arrows = {source.id: list(source.derived_from) for source in facts.sources.values() if source.derived_from}
    yield from _ring(arrows, {source.id: source.at for source in facts.sources.values()}, "'derivedFrom'")


def _ring(arrows: dict[str, list[str]], places: dict[str, Position], what: str) -> Iterator[Problem]:
    """Complain once of each ring found, at its smallest id."""
    done: set[str] = set()
    for start in sorted(arrows):
        path: list[str] = []
        stack = [(start, 0)]
        while stack:
            node, index = stack.pop()
            if index == 0:
                if node in path:
                    ring = path[path.index(node) :]
                    first = min(ring)
                    turn = ring.index(first)
                    shown = " - ".join([*ring[turn:], *ring[:turn], first])
                    yield _at(places[first], f"{what} runs in a ring: {shown}; remove one link")
                    continue
                if node in done:
                    continue
                path.append(node)
            following = arrows.get(node, [])
            if index < len(following):
                stack.append((node, index + 1))
                stack.append((following[index], 0))
            else:
                path.remove(node)
                done.add(node)


# ---- sources, names, successors


def _sources(facts: Facts) -> Iterator[Problem]:
    cited: set[str] = set()
    for source in facts.sources.values():
        cited.update(source.derived_from)
        cited.update(c.object for c in source.claims if not c.is_text)
        if source.id in source.derived_from:
            yield _at(source.at, f"{source.id} cannot be derived from itself; remove it from 'derivedFrom'")
    for attestations, _, _ in _holders(facts):
        for attestation in attestations:
            cited.update((*attestation.via, attestation.doc or ""))
    for source in facts.sources.values():
        if source.id not in cited:
            yield _at(source.at, "no claim rests on this source; cite it or delete the file", "warning")


def _names(facts: Facts) -> Iterator[Problem]:
    holders: dict[str, list[str]] = defaultdict(list)
    for record in (*facts.entities.values(), *facts.restrictions.values()):
        names = (record.name, *record.names.values(), *record.aliases)
        for name in names:
            if scripts := mixed_script(name):
                message = f"'{name}' mixes {scripts} letters in one word; look-alike letters hide a second entity"
                yield _at(record.at, message, "warning")
        for name in {name.casefold() for name in names}:
            holders[name].append(record.id)
    for name, ids in sorted(holders.items()):
        if len(ids) > 1 and len({_folder(facts, id_) for id_ in ids}) == 1:
            record = facts.entities.get(ids[1]) or facts.restrictions[ids[1]]
            message = f"the name '{name}' is also that of {ids[0]}; a question by name will be ambiguous"
            yield _at(record.at, message, "warning")


def _folder(facts: Facts, id_: str) -> str:
    return "entity" if id_ in facts.entities else "restriction"


def _successors(facts: Facts) -> Iterator[Problem]:
    """Warn of a replaced restriction that has no end of its own."""
    for restriction in facts.restrictions.values():
        for older_id in restriction.supersedes:
            older = facts.restrictions.get(older_id)
            if older is not None and not any(event.event == "superseded" for event in older.events):
                message = f"it supersedes {older_id}, whose file has no event 'superseded'; add it there"
                yield _at(restriction.at, message, "warning")
