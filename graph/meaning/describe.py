"""Everything known of one thing under a view, as plain values for JSON and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.facts.expressed import expression_json
from graph.facts.records import Entity, Restriction, Source, Story
from graph.meaning.evidence import publication
from graph.meaning.phrases import held_phrase, verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.facts.records import Attestation, Override, Wording
    from graph.meaning.standing import Happening, Standing
    from graph.meaning.view import Held, View

__all__ = ["attestation_json", "claim_json", "describe", "events_json", "sentence", "standing_json"]

Json = dict[str, Any]


def _name(view: View, id_: str) -> str:
    facts = view.facts
    found = facts.entities.get(id_) or facts.restrictions.get(id_) or facts.sources.get(id_)
    return found.name if found else id_


def sentence(view: View, held: Held) -> str:
    """Read a claim as a sentence from its subject: ``Acme Labs owns Tiny Model Co``."""
    claim = held.claim
    object_ = claim.object if claim.is_text else _name(view, claim.object)
    label = verb(view.facts, claim.subject, view.facts.vocabulary.relations[claim.relation].label)
    words = f"{_name(view, claim.subject)} {label} {object_}"
    return f"{words} as {claim.classed_as}" if claim.classed_as else words


def _text(value: Override) -> object:
    if isinstance(value, tuple):
        return [item.text for item in value]
    return None if value is None else str(value)


def attestation_json(view: View, attestation: Attestation) -> Json:
    """Return an attestation with the keys of a fact file, absent ones null."""
    return {
        "doc": attestation.doc,
        "as": attestation.modality,
        "via": list(attestation.via),
        "speaker": attestation.speaker,
        "for": attestation.speaks_for,
        "says": attestation.says,
        "quote": attestation.quote,
        "where": attestation.where,
        "note": attestation.note,
        "from": list(attestation.rests_on),
        "gives": {key: "none" if value is None else _text(value) for key, value in attestation.overrides.items()},
        "known": view.library.known(attestation.doc),
    }


def claim_json(view: View, held: Held) -> Json:
    """Return a claim as JSON answers give it; dates are EDTF text, absent values null."""
    claim, values = held.claim, held.values
    return {
        "id": claim.id,
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "sentence": sentence(view, held),
        "since": _text(values.get("since")),
        "until": _text(values.get("until")),
        "on": _text(values.get("on")),
        "share": _text(values.get("share")),
        "amount": _text(values.get("amount")),
        "amountKind": claim.amount_kind,
        "quantity": _text(values.get("quantity") or None),
        "role": claim.role,
        "classedAs": claim.classed_as,
        "about": claim.about,
        "note": claim.note,
        "holds": held.covers,
        "known": held.evidence.known,
        "derived": held.derived,
        "status": held.evidence.status,
        "layer": held.evidence.layer,
        "flags": list(view.marks(held)),
        "roots": list(held.evidence.roots),
        "sources": [attestation_json(view, attestation) for attestation in held.evidence.attestations],
    }


def events_json(happenings: Iterable[Happening]) -> list[Json]:
    """Return events of a restriction in the order in which they are folded (cli.md, ``events``)."""
    return [
        {
            "id": happening.event.id,
            "event": happening.event.event,
            "date": happening.date.text,
            "until": _text(happening.until),
            "state": happening.state,
            "layer": happening.evidence.layer,
            "flags": list(happening.evidence.flags),
            "sources": list(happening.evidence.documents),
        }
        for happening in happenings
    ]


def standing_json(view: View, stand: Standing) -> Json:
    """Return the status of a restriction as ``aikg status --json`` prints it."""
    return {
        "restriction": stand.restriction.id,
        **view.frame.as_json(),
        "status": stand.status,
        "expected": stand.expected,
        "last_evidence": stand.last_evidence.text if stand.last_evidence else None,
        "events": events_json(stand.happenings),
    }


def _wording_json(view: View, wording: Wording) -> Json:
    told = view.attested.get(wording.id, ())
    return {
        "instrument": wording.instrument,
        "force": wording.force,
        "actions": list(wording.actions),
        "parties": expression_json(wording.parties),
        "assets": expression_json(wording.assets),
        "note": wording.note,
        "sources": [attestation_json(view, attestation) for attestation in told],
    }


def _about(view: View, id_: str) -> list[Json]:
    """List the claims that speak of a thing: as subject first, then as object."""
    held = [*view.known.values(), *view.derived.values()]
    found = [h for h in held if id_ in {h.claim.subject, h.claim.object} and _shown(view, h)]
    return [claim_json(view, h) for h in sorted(found, key=lambda h: (h.claim.subject != id_, h.claim.id))]


def _shown(view: View, held: Held) -> bool:
    """Tell whether a claim is shown: it may hold, and its layer is admitted or it has none."""
    layer = held.evidence.layer
    return held.covers != "no" and (layer is None or view.frame.admits(layer))


def _entity(view: View, entity: Entity) -> Json:
    return {
        "id": entity.id,
        "type": "entity",
        "kind": entity.kind,
        "name": entity.name,
        "names": dict(entity.names),
        "aliases": list(entity.aliases),
        "ids": dict(entity.ids),
        "was": list(entity.was),
        "note": entity.note,
        **view.frame.as_json(),
        "claims": _about(view, entity.id),
    }


def _source(view: View, source: Source) -> Json:
    first, last = publication(source)
    held = [h for h in view.known.values() if any(a.doc == source.id for a in h.evidence.attestations)]
    return {
        "id": source.id,
        "type": "source",
        "kind": source.kind,
        "name": source.name,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": _text(source.published),
        "language": source.language,
        "tier": source.tier,
        "derivedFrom": list(source.derived_from),
        "retrieved": _text(source.retrieved),
        "identified": source.identified,
        "known": view.library.known(source.id) if first <= last else "no",
        "was": list(source.was),
        "note": source.note,
        **view.frame.as_json(),
        "claims": [claim_json(view, h) for h in held if _shown(view, h)],
    }


def _restriction(view: View, restriction: Restriction) -> Json:
    stand = view.standings[restriction.id]
    return {
        "id": restriction.id,
        "type": "restriction",
        "kind": "Restriction",
        "name": restriction.name,
        "names": dict(restriction.names),
        "aliases": list(restriction.aliases),
        "was": list(restriction.was),
        "issuer": restriction.issuer,
        "addressees": list(restriction.addressees),
        **_wording_json(view, restriction.wording),
        "note": restriction.note,
        "variants": [
            {"id": v.id, "differs": sorted(v.differs), **_wording_json(view, v)}
            for v in restriction.variants
            if v.id in view.attested
        ],
        "exceptions": [
            {
                "id": e.id,
                "parties": expression_json(e.parties),
                "assets": expression_json(e.assets),
                "actions": list(e.actions),
                "since": _text(e.since),
                "until": _text(e.until),
                "note": e.note,
                "sources": [attestation_json(view, a) for a in view.attested[e.id]],
            }
            for e in restriction.exemptions
            if e.id in view.attested
        ],
        "supersedes": list(restriction.supersedes),
        "inResponseTo": restriction.in_response_to,
        "layer": stand.evidence.layer if stand.evidence else None,
        **{key: value for key, value in standing_json(view, stand).items() if key != "restriction"},
        "claims": _about(view, restriction.id),
    }


def _story(view: View, story: Story) -> Json:
    return {
        "id": story.id,
        "type": "story",
        "kind": "Story",
        "name": story.title,
        "summary": story.summary,
        "steps": [{"caption": step.caption, "claims": list(step.claims)} for step in story.steps],
        **view.frame.as_json(),
        "claims": [],
    }


def _claim(view: View, held: Held) -> Json:
    claim = held.claim
    body = claim_json(view, held)
    return {
        "id": claim.id,
        "type": "claim",
        "kind": "Claim",
        "name": body["sentence"],
        "dates": held_phrase(held) or None,
        **view.frame.as_json(),
        **{key: value for key, value in body.items() if key != "id"},
        "claims": [body],
    }


def describe(view: View, id_: str) -> Json:
    """Return everything known of an entity, claim, restriction, source or story.

    Raises :class:`LookupError` for a claim that no known document speaks of.
    """
    facts = view.facts
    record = facts.entities.get(id_) or facts.restrictions.get(id_) or facts.sources.get(id_) or facts.stories.get(id_)
    if isinstance(record, Entity):
        return _entity(view, record)
    if isinstance(record, Restriction):
        return _restriction(view, record)
    if isinstance(record, Source):
        return _source(view, record)
    if isinstance(record, Story):
        return _story(view, record)
    held = view.known.get(id_) or view.derived.get(id_)
    if held is None:
        message = f"no known document speaks of {id_} under this view"
        raise LookupError(message)
    return _claim(view, held)
