"""A view as RDF: the one place that says which triples a fact becomes (semantics.md, RDF).

Direct triples stand in a named graph by layer and, when established or reported, in the
default graph, which also describes entities and names restrictions. Claims, attestations,
sources and the parts of restrictions stand in ``ai:claims``; what follows from restrictions
has its claim node in ``ai:derived``. Nothing is there that no known document says at or above
the floor, except names.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from graph.facts.measure import Measure
from graph.facts.named import named
from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Select
from graph.facts.share import Share
from graph.meaning.phrases import held_phrase, verb
from graph.store.answers import answers
from graph.store.terms import date, iri, literal, number, thing, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.facts.records import Attestation, Claim, Entity, Exemption, Expression, Restriction, Source, Wording
    from graph.meaning.standing import Happening, Standing
    from graph.meaning.view import Held, View

__all__ = ["quads"]

Pairs = list[tuple[str, str | None]]


def quads(view: View) -> Iterator[str]:
    """Yield the N-Quads lines of a view, in an order that depends on the facts alone."""
    for entity in view.facts.entities.values():
        yield from _lines(thing(entity.id), _entity(view, entity), "")
    for stand in view.standings.values():
        yield from _restriction(view, stand)
    for source in _sources(view):
        yield from _lines(thing(source.id), _source(source), _graph("claims"))
    for held in view.known.values():
        layer = held.evidence.layer
        if held.covers == "no" or (layer is not None and not view.frame.admits(layer)):
            continue
        yield from _claim(view, held, _graph("claims"))
        if layer is not None:
            yield from _direct(held)
    for held in view.derived.values():
        yield from _claim(view, held, _graph("derived"))
        yield from _direct(held)
    yield from answers(view)


def _graph(name: str) -> str:
    return f" {word(name)}"


def _lines(subject: str, pairs: Iterable[tuple[str, str | None]], graph: str) -> Iterator[str]:
    for predicate, object_ in pairs:
        if object_ is not None:
            yield f"{subject} {word(predicate)} {object_}{graph} .\n"


def _names(name: str, names: Iterable[tuple[str, str]], aliases: Iterable[str]) -> Pairs:
    pairs: Pairs = [("rdfs:label", literal(name, "en"))]
    pairs += [("skos:altLabel", literal(text, tag)) for tag, text in names]
    pairs += [("skos:altLabel", literal(alias)) for alias in aliases]
    return pairs


def _entity(view: View, entity: Entity) -> Pairs:
    links = view.facts.vocabulary.codes["Identifier"]
    pairs: Pairs = [("rdf:type", word(entity.kind)), ("id", literal(entity.id))]
    pairs += _names(entity.name, entity.names.items(), entity.aliases)
    for scheme, value in entity.ids.items():
        pairs.append(("identifier", literal(f"{scheme}:{value}")))
        if scheme == "wikidata":
            pairs.append(("owl:sameAs", iri(f"http://www.wikidata.org/entity/{value}")))
        elif link := links[scheme].link:
            pairs.append(("rdfs:seeAlso", iri(link.replace("{}", value))))
    if entity.note:
        pairs.append(("skos:note", literal(entity.note, "en")))
    return pairs


def _sources(view: View) -> list[Source]:
    """List the documents that may be known under the frame, and those that they rest on or speak of."""
    sources = view.facts.sources
    queue = [id_ for id_ in sources if view.library.known(id_) != "no"]
    queue += [id_ for told in view.attested.values() for attestation in told for id_ in attestation.via]
    queue += [id_ for held in view.known.values() for id_ in (held.claim.subject, held.claim.object)]
    found: set[str] = set()
    while queue:
        id_ = queue.pop()
        if id_ in sources and id_ not in found:
            found.add(id_)
            queue += sources[id_].derived_from
    return [source for id_, source in sources.items() if id_ in found]


def _source(source: Source) -> Pairs:
    pairs: Pairs = [("rdf:type", word("Source")), ("rdf:type", word(source.kind)), ("id", literal(source.id))]
    pairs.append(("rdfs:label", literal(source.name)))
    for predicate, text in (("dcterms:publisher", source.publisher), ("dcterms:language", source.language)):
        pairs.append((predicate, literal(text) if text else None))
    pairs.append(("tier", literal(source.tier) if source.tier else None))
    pairs.append(("schema:url", iri(source.url) if source.url else None))
    for name, when in (("published", source.published), ("retrieved", source.retrieved)):
        if when is not None:
            pairs.append((name, literal(when.text)))
            pairs.append((f"{name}Earliest", date(when.earliest)))
            pairs.append((f"{name}Latest", date(when.latest)))
    pairs += [("prov:wasDerivedFrom", thing(other)) for other in source.derived_from]
    pairs.append(("identified", _boolean(source.identified)))
    if source.note:
        pairs.append(("skos:note", literal(source.note, "en")))
    return pairs


def _boolean(value: bool) -> str:
    return number(str(value).lower(), "boolean")


# ---- claims


def _object(claim: Claim) -> str:
    return literal(claim.object) if claim.is_text else thing(claim.object)


def _direct(held: Held) -> Iterator[str]:
    triple = f"{thing(held.claim.subject)} {word(held.claim.relation)} {_object(held.claim)}"
    layer = held.evidence.layer or "alleged"
    yield f"{triple}{_graph(layer)} .\n"
    if layer != "alleged":
        yield f"{triple} .\n"


def _claim(view: View, held: Held, graph: str) -> Iterator[str]:
    claim, evidence = held.claim, held.evidence
    label = verb(view.facts, claim.subject, view.facts.vocabulary.relations[claim.relation].label)
    pairs: Pairs = [
        # the classes above are written too, since the stores draw no conclusions
        *(("rdf:type", word(name)) for name in ("Claim", "rdf:Statement", "prov:Entity")),
        ("id", literal(claim.id)),
        ("rdf:subject", thing(claim.subject)),
        ("rdf:predicate", word(claim.relation)),
        ("rdf:object", _object(claim)),
        ("rdfs:label", literal(f"{_name(view, claim.subject)} {label} {_spoken_object(view, claim)}", "en")),
        ("status", literal(evidence.status)),
        ("layer", literal(evidence.layer) if evidence.layer else None),
        ("holds", literal("yes" if held.certain else "maybe")),
        ("dates", literal(held_phrase(held)) if held_phrase(held) else None),
        ("startEarliest", date(held.start[0])),
        ("startLatest", date(held.start[1])),
        ("endEarliest", date(held.end[0])),
        ("endLatest", date(held.end[1])),
        ("rootCount", number(len(evidence.roots), "integer")),
    ]
    pairs += [("flag", literal(flag)) for flag in view.marks(held)]
    pairs += [("root", thing(root)) for root in evidence.roots]
    pairs += _qualifiers(held)
    if held.derived:
        pairs.append(("prov:wasDerivedFrom", thing(claim.id.split(".", 1)[0])))
    yield from _lines(thing(claim.id), pairs, graph)
    yield from _attestations(view, claim.id, evidence.attestations, graph)


def _qualifiers(held: Held) -> Pairs:
    claim, values = held.claim, held.values
    pairs: Pairs = []
    for key in ("on", "since", "until", "share", "amount"):
        if value := values.get(key):
            pairs.append((key, literal(str(value))))
    if isinstance(share := values.get("share"), Share):
        pairs += [("shareLow", _decimal(share.low)), ("shareHigh", _decimal(share.high))]
    if isinstance(amount := values.get("amount"), Measure):
        pairs += [("amountLow", _decimal(amount.low)), ("amountHigh", _decimal(amount.high))]
        pairs.append(("currency", literal(amount.unit)))
    if isinstance(quantities := values.get("quantity"), tuple):
        pairs += [("quantity", literal(quantity.text)) for quantity in quantities]
    for key, text in (("amountKind", claim.amount_kind), ("role", claim.role), ("classedAs", claim.classed_as)):
        pairs.append((key, literal(text) if text else None))
    pairs.append(("about", thing(claim.about) if claim.about else None))
    pairs.append(("skos:note", literal(claim.note, "en") if claim.note else None))
    return pairs


def _decimal(value: Fraction | Decimal | None) -> str | None:
    """Write a number without an exponent or zeros at its end, as every store would.

    A share's end is a fraction of a decimal as typed, so that it has an end.
    """
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return number(f"{exact.normalize():f}")


def _name(view: View, id_: str) -> str:
    facts = view.facts
    named = facts.entities.get(id_) or facts.restrictions.get(id_) or facts.sources.get(id_)
    return named.name if named else id_


def _spoken_object(view: View, claim: Claim) -> str:
    return claim.object if claim.is_text else _name(view, claim.object)


# ---- attestations


def _attestations(view: View, id_: str, attestations: Iterable[Attestation], graph: str) -> Iterator[str]:
    told = tuple(attestations)
    for number_, attestation in enumerate(told, 1):
        node = thing(f"{id_}.attestation.{number_}")
        yield f"{thing(id_)} {word('attestation')} {node}{graph} .\n"
        pairs: Pairs = [
            ("rdf:type", word("Attestation")),
            ("modality", literal(attestation.modality)),
            ("effect", literal(view.library.effect(attestation))),
            ("prov:wasQuotedFrom", thing(attestation.doc) if attestation.doc else None),
            ("prov:wasAttributedTo", thing(attestation.speaker) if attestation.speaker else None),
            ("speaksFor", thing(attestation.speaks_for) if attestation.speaks_for else None),
            ("says", literal(attestation.says, "en") if attestation.says else None),
            ("quote", literal(attestation.quote) if attestation.quote else None),
            ("where", literal(attestation.where) if attestation.where else None),
            ("skos:note", literal(attestation.note, "en") if attestation.note else None),
        ]
        pairs += [("via", thing(source)) for source in attestation.via]
        pairs += [("end", thing(source)) for source in view.library.ends(attestation, told)]
        pairs += [("prov:wasDerivedFrom", thing(claim)) for claim in attestation.rests_on]
        for key, value in attestation.overrides.items():
            text = "; ".join(map(str, value)) if isinstance(value, tuple) else "none" if value is None else str(value)
            pairs.append((f"{key}AsGiven", literal(text)))
        yield from _lines(node, pairs, graph)


# ---- restrictions


def _restriction(view: View, stand: Standing) -> Iterator[str]:
    restriction = stand.restriction
    node, claims = thing(restriction.id), _graph("claims")
    names: Pairs = [("rdf:type", word("Restriction")), ("id", literal(restriction.id))]
    names += _names(restriction.name, restriction.names.items(), restriction.aliases)
    yield from _lines(node, names, "")
    pairs: Pairs = [("rdf:type", word("Restriction"))]
    if stand.status is not None:
        pairs += [("restrictionStatus", literal(stand.status)), ("expected", _boolean(stand.expected))]
    if stand.last_evidence is not None:
        pairs.append(("lastEvidence", literal(stand.last_evidence.text)))
    if stand.wording is not None or any(happening.folded for happening in stand.happenings):
        pairs.append(("issuer", thing(restriction.issuer)))
    yield from _lines(node, pairs, claims)
    if stand.wording is not None:
        yield from _worded(view, stand, stand.wording)
    for happening in stand.happenings:
        if happening.folded:
            yield from _event(view, restriction, happening)
    yield from _parts(view, restriction)


def _parts(view: View, restriction: Restriction) -> Iterator[str]:
    claims = _graph("claims")
    comparable = _admitted(view, restriction, restriction.wording)
    for variant in restriction.variants:
        if _admitted(view, restriction, variant):
            yield f"{thing(restriction.id)} {word('variant')} {thing(variant.id)}{claims} .\n"
            pairs = [("rdf:type", word("Variant")), ("id", literal(variant.id)), *_wording(variant)]
            pairs += [("differsIn", literal(key)) for key in sorted(variant.differs) if comparable]
            pairs.append(("skos:note", literal(variant.note, "en") if variant.note else None))
            yield from _part(view, variant, pairs)
    for exemption in restriction.exemptions:
        if _admitted(view, restriction, exemption):
            yield f"{thing(restriction.id)} {word('exception')} {thing(exemption.id)}{claims} .\n"
            yield from _part(view, exemption, _exemption(exemption))


def _worded(view: View, stand: Standing, wording: Wording) -> Iterator[str]:
    """Yield what the wording that answers says of a restriction."""
    restriction, claims = stand.restriction, _graph("claims")
    pairs = _wording(wording)
    known = [w for w in (restriction.wording, *restriction.variants) if _admitted(view, restriction, w)]
    for key, ids in (
        ("namesParty", [id_ for w in known for id_ in named(w.parties)]),
        ("namesAsset", [id_ for w in known for id_ in named(w.assets)]),
    ):
        pairs += [(key, thing(id_)) for id_ in dict.fromkeys(ids)]
    if (evidence := stand.evidence) is not None:
        pairs += [("layer", literal(evidence.layer or "")), ("status", literal(evidence.status))]
        pairs.append(("rootCount", number(len(evidence.roots), "integer")))
        pairs += [("flag", literal(flag)) for flag in evidence.flags]
        pairs += [("root", thing(root)) for root in evidence.roots]
    if wording is restriction.wording:
        pairs += _beside(restriction)
    yield from _lines(thing(restriction.id), pairs, claims)
    yield from _tests(restriction.id, wording.parties, wording.assets)
    yield from _attestations(view, restriction.id, view.attested.get(wording.id, ()), claims)


def _beside(restriction: Restriction) -> Pairs:
    """Return what the file says beside its own wording, on the same sources."""
    pairs: Pairs = [("addressee", thing(party)) for party in restriction.addressees]
    pairs += [("supersedes", thing(older)) for older in restriction.supersedes]
    if restriction.in_response_to:
        pairs.append(("inResponseTo", thing(restriction.in_response_to)))
    if restriction.note:
        pairs.append(("skos:note", literal(restriction.note, "en")))
    return pairs


def _admitted(view: View, restriction: Restriction, part: Wording | Exemption) -> bool:
    """Tell whether some known document says so, at or above the floor."""
    evidence = view.library.evidence(part.attestations, restriction.issuer)
    return evidence is not None and view.frame.admits(evidence.layer)


def _wording(wording: Wording) -> Pairs:
    pairs: Pairs = [("instrument", literal(wording.instrument)), ("force", literal(wording.force))]
    pairs += [("action", literal(action)) for action in wording.actions]
    return pairs


def _exemption(exemption: Exemption) -> Pairs:
    pairs: Pairs = [("rdf:type", word("Exception")), ("id", literal(exemption.id))]
    pairs += [("action", literal(action)) for action in exemption.actions]
    for key, when in (("since", exemption.since), ("until", exemption.until)):
        pairs.append((key, literal(str(when)) if when else None))
    pairs.append(("skos:note", literal(exemption.note, "en") if exemption.note else None))
    return pairs


def _part(view: View, part: Wording | Exemption, pairs: Pairs) -> Iterator[str]:
    claims = _graph("claims")
    yield from _lines(thing(part.id), pairs, claims)
    yield from _tests(part.id, part.parties, part.assets)
    yield from _attestations(view, part.id, view.attested.get(part.id, ()), claims)


def _tests(owner: str, parties: Expression | None, assets: Expression | None) -> Iterator[str]:
    """Yield the single tests of a wording: what each reads and names, and what it stands under.

    How they combine (any, all) is not written; the meaning of the whole is for the verdict.
    """
    claims = _graph("claims")
    for side, expression in (("party", parties), ("asset", assets)):
        for number_, (select, under) in enumerate(_leaves(expression, ()), 1):
            node = thing(f"{owner}.{side}.{number_}")
            yield f"{thing(owner)} {word('test')} {node}{claims} .\n"
            pairs: Pairs = [("rdf:type", word("Selector")), ("side", literal(side)), ("key", literal(select.selector))]
            pairs += [("names", thing(id_)) for id_ in select.ids]
            pairs += [("under", literal(key)) for key in under]
            yield from _lines(node, pairs, claims)


def _leaves(expression: Expression | None, under: tuple[str, ...]) -> Iterator[tuple[Select, tuple[str, ...]]]:
    match expression:
        case Select():
            yield expression, under
        case AnyOf(parts=parts) | AllOf(parts=parts):
            for part in parts:
                yield from _leaves(part, under)
        case Not(part=part):
            yield from _leaves(part, (*under, "not"))
        case Owned(party=party):
            yield from _leaves(party, (*under, "ownedBy"))
        case Controlled(party=party):
            yield from _leaves(party, (*under, "controlledBy"))
        case Employed(party=party):
            yield from _leaves(party, (*under, "employeesOf"))


def _event(view: View, restriction: Restriction, happening: Happening) -> Iterator[str]:
    event = happening.event
    claims = _graph("claims")
    yield f"{thing(restriction.id)} {word('event')} {thing(event.id)}{claims} .\n"
    pairs: Pairs = [
        ("rdf:type", word("RestrictionEvent")),
        ("id", literal(event.id)),
        ("eventType", literal(event.event)),
        ("on", literal(happening.date.text)),
        ("startEarliest", date(happening.date.earliest)),
        ("startLatest", date(happening.date.latest)),
        ("until", literal(happening.until.text) if happening.until else None),
        ("state", literal(happening.state) if happening.state else None),
        ("layer", literal(happening.evidence.layer or "")),
        ("status", literal(happening.evidence.status)),
        ("rootCount", number(len(happening.evidence.roots), "integer")),
        ("skos:note", literal(event.note, "en") if event.note else None),
    ]
    pairs += [("flag", literal(flag)) for flag in happening.evidence.flags]
    yield from _lines(thing(event.id), pairs, claims)
    yield from _attestations(view, event.id, happening.evidence.attestations, claims)
