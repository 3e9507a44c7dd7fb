"""Mistakes that show only when all files are read: references, kinds, rings, orphans.

Words, domains and ranges come from the ontology; nothing here lists them again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.facts.folder import ID
from graph.facts.named import named_assets, named_parties
from graph.facts.naming import fold
from graph.facts.problems import Problem
from graph.facts.scripts import mixed_script, skeleton
from graph.facts.values import article, near, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from graph.facts.load import Facts
    from graph.facts.records import Attestation, Claim, Entity, Position, Restriction, Source
    from graph.facts.values import Reference

__all__ = ["check"]

MAX_HINTS = 50
"""How many unknown ids get a "did you mean": looking for near names is slow, and screens are short."""


def check(facts: Facts, unread: frozenset[str] = frozenset()) -> list[Problem]:
    """List what is wrong across files; ids in ``unread`` belong to files already complained of."""
    problems: list[Problem] = []
    problems += _references(facts, unread)
    problems += _claims(facts)
    problems += _attestations(facts)
    problems += _rings(facts)
    problems += _events(facts)
    problems += _former(facts)
    if not unread:
        problems += _sources(facts)
    problems += _names(facts)
    problems += _successors(facts)
    return problems


def _at(position: Position, message: str, severity: str = "error") -> Problem:
    return Problem(*position, message, severity)


# ---- references


def _references(facts: Facts, unread: frozenset[str]) -> Iterator[Problem]:
    parts = {part.id for r in facts.restrictions.values() for part in r.parts}
    pools: dict[str, tuple[Collection[str], ...]] = {
        "entity": (facts.entities,),
        "source": (facts.sources,),
        "restriction": (facts.restrictions,),
        "claim": (facts.claims, facts.restrictions, parts),
        "anything": (facts.claims, facts.entities, facts.restrictions, parts),
    }
    hints = MAX_HINTS
    for reference in facts.references:
        wanted, _, relation = reference.wanted.partition(":")
        target = reference.target
        if relation:
            problem = _object(facts, reference, relation, unread, hints)
        elif any(target in pool for pool in pools[wanted]):
            problem = _narrow(facts, reference)
        elif target.partition(".")[0] in unread:
            problem = None
        else:
            names = [name for pool in pools[wanted] for name in pool] if hints else []
            what = "id" if wanted == "anything" else wanted
            problem = _unknown(facts, reference, what, names)
        if problem is not None:
            hints = max(0, hints - 1)
            yield problem


_FOLDER = {"entity": "entities", "source": "sources", "restriction": "restrictions"}


def _unknown(facts: Facts, reference: Reference, what: str, names: Iterable[str]) -> Problem:
    target = reference.target
    found = _what_is(facts, target)
    if found is not None:
        return _at(reference.at, f"'{target}' is {article(found)}, but {article(what)} belongs here; correct the id")
    hint = near(target, names)
    if not hint:
        addable = what in _FOLDER and ID.fullmatch(target)
        hint = f"; add {_FOLDER[what]}/{target}.yaml or correct the id" if addable else "; correct it"
    return _at(reference.at, f"no {what} '{shown(target)}'{hint}")


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
    return _at(
        reference.at, f"'{reference.target}' is of kind {kind}, but {article(wanted)} belongs here; correct the id"
    )


def _object(facts: Facts, reference: Reference, name: str, unread: frozenset[str], hints: int) -> Problem | None:
    """Check the object of a claim against the range of its relation."""
    relation = facts.vocabulary.relations[name]
    target = reference.target
    pools: dict[str, Collection[str]] = {
        "Claim": facts.claims,
        "Restriction": facts.restrictions,
        "Source": facts.sources,
    }
    entity = facts.entities.get(target)
    found = entity.kind if entity is not None else next((kind for kind, pool in pools.items() if target in pool), None)
    if found is None:
        if target.partition(".")[0] in unread:
            return None
        names = [id_ for kind in relation.range for id_ in pools.get(kind, facts.entities)] if hints else []
        return _unknown(facts, reference, "entity" if set(relation.range) - pools.keys() else "id", names)
    if any(found == kind or facts.vocabulary.is_kind(found, kind) for kind in relation.range):
        return None
    message = f"the object of '{name}' is of kind {_listed(relation.range)}, but '{target}' is of kind {found}"
    return _at(reference.at, f"{message}; correct the relation or the id")


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
            wanted = f"the subject of '{claim.relation}' is of kind {_listed(relation.domain)}"
            found = f"'{claim.subject}' is of kind {kind}"
            advice = "write the claim the other way round or under another relation"
            yield _at(claim.at, f"{wanted}, but {found}; {advice}")
        if claim.object == claim.subject and not claim.is_text:
            yield _at(claim.at, f"'{claim.relation}' links {claim.subject} to itself; name another object")


def _holders(facts: Facts) -> Iterator[tuple[tuple[Attestation, ...], frozenset[str], Claim | None]]:
    """Yield attestations with the parties to what they attest."""
    makers: dict[str, set[str]] = defaultdict(set)
    for claim in facts.claims.values():
        if claim.relation == "develops":
            makers[claim.object].add(claim.subject)
        yield claim.attestations, frozenset({claim.subject, claim.object}), claim
    for restriction in facts.restrictions.values():
        parties = _parties_to(restriction, makers)
        for part in restriction.parts:
            yield part.attestations, parties, None


def _parties_to(restriction: Restriction, makers: dict[str, set[str]]) -> frozenset[str]:
    """Name the parties to a restriction (facts.md: issuer, addressee, named party, developer of a named asset)."""
    parties = {restriction.issuer, *restriction.addressees, *named_parties(restriction)}
    for asset in named_assets(restriction):
        parties |= makers.get(asset, set())
    return frozenset(parties)


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
            voice = attestation.speaks_for or attestation.speaker
            message = f"'confirmed' is for a party to the claim, and {voice} is none"
            yield _at(attestation.at, f"{message}; name one under 'for', or write  as: reported")
    source = facts.sources.get(attestation.doc or "")
    if source is not None and source.published is None and source.retrieved is None:
        yield _at(attestation.at, f"{source.id} is cited without a date; write 'published' or 'retrieved' in its file")
    if attestation.doc is not None and attestation.doc in attestation.via:
        yield _at(attestation.at, f"{attestation.doc} cannot rest on itself; remove it from 'via'")


def _written_before(facts: Facts, claim: Claim) -> Iterator[Problem]:
    """Warn of a claim that starts after every document that supports it."""
    if claim.start is None:
        return
    words = facts.vocabulary.codes["Modality"]
    supporting = [a for a in claim.attestations if words[a.modality].effect == "supports"]
    sources = [facts.sources[a.doc] for a in supporting if a.doc in facts.sources]
    dates = [source.published or source.retrieved for source in sources]
    if not dates or len(dates) != len(supporting):
        return
    if all(date is not None and date.latest < claim.start.earliest for date in dates):
        message = f"it starts ({claim.start}) after every document that supports it; write  as: expected"
        yield _at(claim.at, message, "warning")


# ---- rings


def _rings(facts: Facts) -> Iterator[Problem]:
    """Complain of chains that return to their start, where the ontology or the format has none."""
    for relation in facts.vocabulary.relations.values():
        if relation.acyclic:
            links = {
                (claim.subject, claim.object): claim.at
                for claim in facts.claims.values()
                if claim.relation == relation.name and claim.subject != claim.object
            }
            yield from _ring(links, f"'{relation.name}'")
    derived = {(s.id, from_): s.at for s in facts.sources.values() for from_ in s.derived_from}
    yield from _ring(derived, "'derivedFrom'")
    rules = facts.restrictions.values()
    yield from _ring({(r.id, older): r.at for r in rules for older in r.supersedes}, "'supersedes'")
    yield from _ring({(r.id, r.in_response_to): r.at for r in rules if r.in_response_to}, "'inResponseTo'")


def _ring(links: dict[tuple[str, str], Position], what: str) -> Iterator[Problem]:
    """Complain of each ring once, where its smallest id links on."""
    arrows: dict[str, list[str]] = defaultdict(list)
    for start, end in links:
        arrows[start].append(end)
    done: set[str] = set()
    for start in sorted(arrows):
        path: dict[str, None] = {}
        stack = [(start, 0)]
        while stack:
            node, index = stack.pop()
            if index == 0:
                if node in path:
                    yield _complaint(links, list(path), node, what)
                    continue
                if node in done:
                    continue
                path[node] = None
            following = arrows.get(node, ())
            if index < len(following):
                stack.append((node, index + 1))
                stack.append((following[index], 0))
            else:
                path.popitem()
                done.add(node)


def _complaint(links: dict[tuple[str, str], Position], path: list[str], node: str, what: str) -> Problem:
    ring = path[path.index(node) :]
    turn = ring.index(min(ring))
    ring = [*ring[turn:], *ring[:turn], ring[turn]]
    return _at(links[ring[0], ring[1]], f"{what} runs in a ring: {' - '.join(ring)}; remove one link")


# ---- events, sources, names, successors


def _events(facts: Facts) -> Iterator[Problem]:
    """Complain of one event written twice."""
    for restriction in facts.restrictions.values():
        lines: dict[str, int] = {}
        for event in restriction.events:
            if event.id in lines:
                message = (
                    f"one event: put both documents under 'sources' (the same event stands at line {lines[event.id]})"
                )
                yield _at(event.at, message)
            lines.setdefault(event.id, event.at.line)


def _former(facts: Facts) -> Iterator[Problem]:
    """Complain of former ids of claims that present claims have."""
    records: list[Entity | Source] = [*facts.entities.values(), *facts.sources.values()]
    for record in records:
        for name in facts.claims.keys() & record.was:
            yield _at(record.at, f"{name} is the id of a claim now; remove it from 'was'")


def _sources(facts: Facts) -> Iterator[Problem]:
    """Warn of sources that nothing refers to."""
    used = {reference.target for reference in facts.references}
    for source in facts.sources.values():
        if source.id not in used:
            yield _at(source.at, "no claim rests on this source; cite it or delete the file", "warning")


def _names(facts: Facts) -> Iterator[Problem]:
    """Warn of names that two records share, or seem to share since their letters look alike."""
    for group in (facts.entities, facts.restrictions):
        holders: dict[str, tuple[str, str]] = {}
        for record in group.values():
            for name in dict.fromkeys((record.name, *record.names.values(), *record.aliases)):
                if scripts := mixed_script(name):
                    message = f"'{name}' mixes {scripts} letters in one word; write it in one script"
                    yield _at(record.at, message, "warning")
                looks = skeleton(fold(name))
                id_, other = holders.setdefault(looks, (record.id, name))
                if looks and id_ != record.id:
                    same = "is also" if fold(other) == fold(name) else f"looks like '{other}',"
                    message = f"the name '{name}' {same} a name of {id_}; a question by name will be ambiguous"
                    yield _at(record.at, message, "warning")


def _successors(facts: Facts) -> Iterator[Problem]:
    """Warn of a replaced restriction that has no end of its own."""
    for restriction in facts.restrictions.values():
        for older_id in restriction.supersedes:
            older = facts.restrictions.get(older_id)
            if older is not None and not any(event.event == "superseded" for event in older.events):
                message = f"it supersedes {older_id}, whose file has no event 'superseded'; add it there"
                yield _at(restriction.at, message, "warning")
