"""From a view to the data of a map: the only module of maps that knows the meaning layer's records."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from graph.maps.course import Courses
from graph.maps.marks import RESTRICTION
from graph.maps.model import Card, Edge, Holds, MapData, Node, SourceCard, StoryCard, StoryStep, Witness
from graph.meaning.phrases import verb
from graph.meaning.wording import expression_phrase
from graph.places import data_folder

if TYPE_CHECKING:
    from graph.facts.records import (
        Attestation,
        Claim,
        Entity,
        Event,
        Exemption,
        Restriction,
        Source,
        Wording,
    )
    from graph.maps.model import Table
    from graph.maps.tables import Tables
    from graph.meaning.view import View

__all__ = ["from_view"]

_TITLE = "Who is connected to whom in the AI industry"


def from_view(view: View, title: str | None = None) -> MapData:
    """Turn a view into a map's data: all its days, nothing below its floor or learned after its ``known_at``."""
    tables = Courses(view)
    edges = sorted((*_claims(view, tables), *_rules(view, tables)), key=lambda edge: edge.id)
    ids = {edge.subject for edge in edges} | {edge.object for edge in edges if edge.object is not None}
    facts = view.facts
    nodes = [_entity(view, facts.entities[id_]) for id_ in ids if id_ in facts.entities]
    nodes += [_restriction(view, facts.restrictions[id_], tables) for id_ in ids if id_ in facts.restrictions]
    frame = view.frame
    return MapData(
        title=title or _TITLE,
        nodes=tuple(sorted(nodes, key=lambda node: node.id)),
        edges=tuple(edges),
        sources=tuple(_source(facts.sources[id_]) for id_ in sorted(_cited(edges, nodes)) if id_ in facts.sources),
        stories=tuple(_stories(view, {edge.id for edge in edges} | ids)),
        holds=Holds(
            as_of=frame.as_of,
            known_at=frame.known_at,
            floor=frame.floor,
            only=frame.only,
            licence=_licence(facts.folder),
        ),
    )


def _licence(folder: str) -> str | None:
    """Return the licence of the facts that come with aikg; of a folder of somebody's own none is known."""
    own = os.path.realpath(folder) == os.path.realpath(data_folder("seeds"))
    return "CC BY 4.0" if own else None


# ---- edges


def _claims(view: View, tables: Tables) -> Iterator[Edge]:
    for claim in view.facts.claims.values():
        if claim.subject not in view.facts.entities and claim.subject not in view.facts.restrictions:
            continue
        found = tables.of_claim(claim)
        if found:
            yield _edge(view, tables, claim, found)


def _rules(view: View, tables: Tables) -> Iterator[Edge]:
    words = view.facts.vocabulary
    for restriction in view.facts.restrictions.values():
        docs = tables.docs(a for part in _parts(restriction) for a in part)
        for held, found in tables.of_restriction(restriction).values():
            claim = held.claim
            yield Edge(
                id=claim.id,
                subject=claim.subject,
                relation=claim.relation,
                object=claim.object,
                dates=_dates(claim),
                tables=found,
                witnesses=_witnesses(view, claim.attestations),
                docs=docs,
                restriction=restriction.id,
                short_cut=words.relations[claim.relation].force is not None,
            )


def _edge(view: View, tables: Tables, claim: Claim, found: tuple[Table, ...]) -> Edge:
    thing = claim.object in view.facts.entities or claim.object in view.facts.restrictions
    linked = thing and not claim.is_text
    return Edge(
        id=claim.id,
        subject=claim.subject,
        relation=claim.relation,
        object=claim.object if linked else None,
        text=None if linked else _object_text(view, claim),
        dates=_dates(claim),
        facts=_figures(view, claim),
        tables=found,
        witnesses=_witnesses(view, claim.attestations),
        docs=tables.docs(claim.attestations),
    )


def _object_text(view: View, claim: Claim) -> str:
    """Say what a claim is about where that is no node: text, a document or another claim."""
    if claim.is_text:
        return claim.object
    source = view.facts.sources.get(claim.object)
    return source.name if source is not None else claim.object


def _dates(claim: Claim) -> tuple[tuple[str, str], ...]:
    dates = (("on", claim.on), ("since", claim.since), ("until", claim.until))
    return tuple((key, when.text) for key, when in dates if when is not None)


def _figures(view: View, claim: Claim) -> tuple[tuple[str, str], ...]:
    about = None if claim.about is None else _name_of(view, claim.about)
    figures = (
        ("share", None if claim.share is None else f"{claim.share} %"),
        ("amount", None if claim.amount is None else str(claim.amount)),
        ("amount is", claim.amount_kind),
        ("quantity", ", ".join(str(measure) for measure in claim.quantity)),
        ("role", claim.role),
        ("classed as", claim.classed_as),
        ("about", about),
        ("note", claim.note),
    )
    return tuple((key, text) for key, text in figures if text)


def _witnesses(view: View, attestations: Iterable[Attestation]) -> tuple[Witness, ...]:
    return tuple(
        Witness(
            doc=a.doc,
            modality=a.modality,
            via=a.via,
            speaker=a.speaker,
            speaks_for=a.speaks_for,
            where=a.where,
            says=a.says,
            quote=a.quote,
            note=a.note,
            differs=tuple((key, _override(value)) for key, value in a.overrides.items()),
        )
        for a in attestations
        if view.library.known(a.doc) != "no"
    )


def _override(value: object) -> str:
    if value is None:
        return "does not say"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


# ---- nodes


def _entity(view: View, entity: Entity) -> Node:
    kind = view.facts.vocabulary.kinds[entity.kind]
    return Node(
        id=entity.id,
        kind=entity.kind,
        name=entity.name,
        names=tuple(sorted(entity.names.items())),
        aliases=entity.aliases,
        note=entity.note,
        passable=kind.passable,
    )


def _parts(restriction: Restriction) -> Iterator[tuple[Attestation, ...]]:
    parts: tuple[Wording | Event, ...] = (restriction.wording, *restriction.variants, *restriction.events)
    for part in parts:
        yield part.attestations


def _restriction(view: View, restriction: Restriction, courses: Courses) -> Node:
    wording, words = restriction.wording, view.facts.vocabulary.codes
    facts = [
        ("issued by", _name_of(view, restriction.issuer)),
        ("as", words["Instrument"][wording.instrument].label),
        (
            "says",
            f"{words['Force'][wording.force].label}: " + ", ".join(words["Action"][a].label for a in wording.actions),
        ),
        ("for", expression_phrase(view, wording.parties) if wording.parties else "parties not stated"),
        ("about", expression_phrase(view, wording.assets) if wording.assets else "assets not stated"),
        ("note", restriction.note or wording.note or ""),
    ]
    known = [e for e in restriction.events if any(view.library.known(a.doc) != "no" for a in e.attestations)]
    return Node(
        id=restriction.id,
        kind=RESTRICTION,
        name=restriction.name,
        names=tuple(sorted(restriction.names.items())),
        aliases=restriction.aliases,
        passable=False,
        card=Card(
            facts=tuple((key, text) for key, text in facts if text),
            events=tuple((event.id, words["EventType"][event.event].label, event.date.text) for event in known),
            exceptions=tuple(_exception(view, one) for one in restriction.exemptions),
            witnesses=_witnesses(view, wording.attestations),
            course=courses.course(restriction),
        ),
    )


def _exception(view: View, exemption: Exemption) -> str:
    parts = [
        expression_phrase(view, exemption.parties) if exemption.parties else "everybody",
        expression_phrase(view, exemption.assets) if exemption.assets else "",
        f"since {exemption.since}" if exemption.since else "",
        f"until {exemption.until}" if exemption.until else "",
    ]
    return ", ".join(part for part in parts if part)


def _name_of(view: View, id_: str) -> str:
    facts = view.facts
    if id_ in facts.claims:
        claim = facts.claims[id_]
        label = verb(facts, claim.subject, facts.vocabulary.relations[claim.relation].label)
        return (
            f"{_name_of(view, claim.subject)} {label} {claim.object if claim.is_text else _name_of(view, claim.object)}"
        )
    record = facts.entities.get(id_) or facts.restrictions.get(id_) or facts.sources.get(id_)
    return id_ if record is None else record.name


# ---- sources and stories


def _cited(edges: Sequence[Edge], nodes: Iterable[Node]) -> set[str]:
    witnesses = [witness for edge in edges for witness in edge.witnesses]
    witnesses += [witness for node in nodes if node.card is not None for witness in node.card.witnesses]
    told = {source for w in witnesses for source in (w.doc, *w.via) if source is not None}
    return told | {doc for edge in edges for doc in edge.docs}


def _source(source: Source) -> SourceCard:
    return SourceCard(
        id=source.id,
        kind=source.kind,
        title=source.title or source.publisher or source.name,
        publisher=source.publisher if source.title else None,
        url=source.url,
        published=source.published.text if source.published else None,
        retrieved=source.retrieved.text if source.retrieved else None,
        language=source.language,
        tier=source.tier,
        note=source.note if source.title or source.publisher else None,
    )


def _stories(view: View, there: set[str]) -> Iterator[StoryCard]:
    """Yield the stories of which every step shows something in the map."""
    for story in sorted(view.facts.stories.values(), key=lambda story: (story.title, story.id)):
        steps = tuple(
            StoryStep(caption=step.caption, claims=step.claims, as_of=step.as_of, known_at=step.known_at)
            for step in story.steps
        )
        if all(any(id_ in there or id_.split(".")[0] in there for id_ in step.claims) for step in steps):
            yield StoryCard(id=story.id, title=story.title, summary=story.summary, steps=steps)
