"""What an answer rests on, step by step, and each step down to the sources where its chains end.

A step is a claim, the wording of a restriction, one of its events or one of its exceptions.
Chains follow ``via`` and ``derivedFrom`` as facts.md says (Roots of a claim).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.facts.when import When
from graph.meaning.describe import sentence
from graph.meaning.phrases import date_phrase, held_phrase
from graph.meaning.wording import expression_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.facts.records import Attestation, Exemption, Source
    from graph.meaning.evidence import Evidence
    from graph.meaning.standing import Happening, Standing
    from graph.meaning.view import Held, View

__all__ = [
    "Branch",
    "Footing",
    "Step",
    "attestations",
    "ending",
    "footing",
    "step",
    "step_branch",
    "voice",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A node of a tree that explains an answer: a sentence, what it is about, what stands below it.

    ``kind`` is ``answer``, ``ground``, ``test``, ``claim``, ``wording``, ``event``, ``exception``,
    ``attestation``, ``source`` or ``missing``; ``marks`` hold status, layer and flags.
    """

    text: str
    kind: str
    id: str | None = None
    marks: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the branch and all below it."""
        return {
            "text": self.text,
            "kind": self.kind,
            "id": self.id,
            "marks": list(self.marks),
            "branches": [branch.as_json() for branch in self.branches],
        }


# ---- steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing a proof rests on, as a sentence with its dates (``when`` may be empty) and evidence."""

    id: str
    kind: str
    sentence: str
    when: str
    evidence: Evidence
    flags: tuple[str, ...]
    certain: bool = True

    @property
    def text(self) -> str:
        """The sentence with its dates."""
        return f"{self.sentence}, {self.when}" if self.when else self.sentence

    @property
    def marks(self) -> tuple[str, ...]:
        """Status, layer and flags, in words."""
        layer = self.evidence.layer or "no layer"
        return (self.evidence.status, layer, *self.flags, *(() if self.certain else ("may hold",)))


def step(view: View, id_: str) -> Step:
    """Return what an id in a proof stands for.

    Takes ids of claims, events, exceptions, variants and restrictions (for their wording). Raises
    :class:`LookupError` where no known document speaks of it.
    """
    held = view.known.get(id_) or view.derived.get(id_)
    if held is not None:
        return _claim(view, held)
    stand = view.standings.get(id_.partition(".")[0])
    found = None if stand is None else _part(view, stand, id_)
    if found is None:
        message = f"no known document speaks of {id_} under this view"
        raise LookupError(message)
    return found


def _claim(view: View, held: Held) -> Step:
    given = [f"{key} {held.values[key]}" for key in ("share", "amount") if held.values.get(key) is not None]
    return Step(
        id=held.claim.id,
        kind="wording" if held.derived else "claim",
        sentence=" ".join([sentence(view, held), *([f"({', '.join(given)})"] if given else [])]),
        when=held_phrase(held),
        evidence=held.evidence,
        flags=held.flags,
        certain=held.certain,
    )


def _part(view: View, stand: Standing, id_: str) -> Step | None:
    """Return a part of a restriction that is known, or None."""
    restriction = stand.restriction
    if id_ in {restriction.id, f"{restriction.id}.imposes"}:
        # below the floor no wording answers, but there is one to explain
        evidence = stand.evidence or view.library.evidence(restriction.wording.attestations, restriction.issuer)
        words = f"{view.facts.entities[restriction.issuer].name} imposes {restriction.name}"
        return None if evidence is None else _plain(id_, "wording", words, evidence)
    for happening in stand.happenings:
        if happening.event.id == id_:
            return _event(view, stand, happening)
    for variant in restriction.variants:
        found = view.library.evidence(variant.attestations, restriction.issuer) if variant.id == id_ else None
        if found is not None:
            return _plain(id_, "wording", f"A variant of {restriction.name}", found)
    for exemption in restriction.exemptions:
        found = view.library.evidence(exemption.attestations, restriction.issuer) if exemption.id == id_ else None
        if found is not None:
            return _plain(id_, "exception", _carved(view, stand, exemption), found)
    return None


def _plain(id_: str, kind: str, words: str, evidence: Evidence) -> Step:
    """Return a step without dates of its own."""
    certain = evidence.known == "yes"
    return Step(id=id_, kind=kind, sentence=words, when="", evidence=evidence, flags=evidence.flags, certain=certain)


def _event(view: View, stand: Standing, happening: Happening) -> Step:
    event = happening.event
    label = view.facts.vocabulary.codes["EventType"][event.event].label
    until = f" until {date_phrase(event.until)}" if event.until is not None else ""
    return Step(
        id=event.id,
        kind="event",
        sentence=f"{stand.restriction.name}: {label}",
        when=f"{date_phrase(happening.date)}{until}",
        evidence=happening.evidence,
        flags=happening.evidence.flags,
        certain=happening.state != "maybe" and happening.evidence.known == "yes",
    )


def _carved(view: View, stand: Standing, exemption: Exemption) -> str:
    """Say what an exception takes out of a restriction."""
    tests = (("for", exemption.parties), ("about", exemption.assets))
    parts = [f"{word} “{expression_phrase(view, test)}”" for word, test in tests if test is not None]
    if exemption.actions:
        parts.append(f"actions {', '.join(exemption.actions)}")
    for word, when in (("since", exemption.since), ("until", exemption.until)):
        if isinstance(when, When):
            parts.append("still open" if when.open else f"{word} {date_phrase(when)}")
    number = exemption.id.rpartition(".")[2]
    return f"Exception {number} from {stand.restriction.name}: {'; '.join(parts)}"


def step_branch(view: View, id_: str) -> Branch:
    """Return a step with its attestations below it."""
    found = step(view, id_)
    below = attestations(view, found.evidence)
    return Branch(text=found.text, kind=found.kind, id=found.id, marks=found.marks, branches=below)


# ---- attestations and the ends of their chains


def voice(view: View, attestation: Attestation) -> str:
    """Say how a document puts a claim: ``confirmed by Ada Example for Acme Labs``."""
    label = view.facts.vocabulary.codes["Modality"][attestation.modality].label
    entities = view.facts.entities
    speaker = f" by {entities[attestation.speaker].name}" if attestation.speaker else ""
    behalf = f" for {entities[attestation.speaks_for].name}" if attestation.speaks_for else ""
    return f"{label}{speaker}{behalf}"


_EFFECTS = {
    "supports": "supports it",
    "disputes": "denies it",
    "withdraws": "withdraws it",
    "neither": "neither supports nor denies it",
}


def attestations(view: View, evidence: Evidence) -> tuple[Branch, ...]:
    """Return each known attestation with the chain it rests on down to its ends."""
    return tuple(_attestation(view, evidence, attestation) for attestation in evidence.attestations)


def _attestation(view: View, evidence: Evidence, attestation: Attestation) -> Branch:
    effect = view.library.effect(attestation)
    marks = [_EFFECTS[effect]]
    if effect == "supports" and attestation not in evidence.support:
        marks = ["withdrawn"]
    if view.library.known(attestation.doc) == "maybe":
        marks.append("may have been known")
    where = f", {attestation.where}" if attestation.where else ""
    says = attestation.says or attestation.note
    name = "The curators" if attestation.doc is None else _dated(view, attestation.doc)
    text = f"{name}: {voice(view, attestation)}{where}{f': {says}' if says else ''}"
    counted = evidence.sure if attestation in evidence.sure else evidence.attestations
    below = () if attestation.doc is None else _chain(view, attestation, counted)
    return Branch(text=text, kind="attestation", id=attestation.doc, marks=tuple(marks), branches=below)


def _dated(view: View, id_: str) -> str:
    source = view.facts.sources[id_]
    if source.published is not None:
        return f"{id_} ({date_phrase(source.published)})"
    return f"{id_} (undated, seen {source.retrieved})" if source.retrieved is not None else f"{id_} (undated)"


def _chain(view: View, attestation: Attestation, told: Sequence[Attestation]) -> tuple[Branch, ...]:
    """Follow a chain as :meth:`graph.meaning.evidence.Library.ends` does, keeping what lies between."""
    assert attestation.doc is not None
    chains: dict[str, list[str]] = {}
    for other in told:
        if other.doc is not None and other.via:
            chains.setdefault(other.doc, []).append(other.via[-1])
    walk = _Walk(view, attestation.doc, chains, {attestation.doc})
    if not attestation.via:
        chains[attestation.doc] = []
        return walk.onward(attestation.doc) or (walk.source(attestation.doc, ()),)
    last = attestation.via[-1]
    branch = walk.source(last, walk.onward(last))
    for name in reversed(attestation.via[:-1]):
        branch = walk.source(name, (branch,))
    return (branch,)


@dataclass(frozen=True, slots=True)
class _Walk:
    """The way from one document down to the ends of its chain."""

    view: View
    doc: str
    chains: dict[str, list[str]]
    seen: set[str]

    def onward(self, source: str) -> tuple[Branch, ...]:
        """Return what a source rests on, without what was passed already."""
        following = self.chains.get(source) or self.view.facts.sources[source].derived_from
        fresh = [name for name in following if name not in self.seen]
        self.seen.update(fresh)
        return tuple(self.source(name, self.onward(name)) for name in fresh)

    def source(self, id_: str, below: tuple[Branch, ...]) -> Branch:
        """Return a source with what it rests on, or as an end."""
        source = self.view.facts.sources[id_]
        if below:
            text = f"rests on {_dated(self.view, id_)}: {source.name}"
            return Branch(text=text, kind="source", id=id_, branches=below)
        if id_ == self.doc:
            start = "it rests on no other document"
        else:
            start = f"ends in {_dated(self.view, id_)}: {source.name}"
        carrier = self.view.facts.sources[self.doc]
        mark = "identified" if _identified(source, carrier) else "not identified"
        return Branch(text=f"{start}; {ending(source, carrier)}", kind="source", id=id_, marks=(mark,))


def _placed(source: Source) -> bool:
    return bool(source.publisher or source.url)


def _identified(end: Source, document: Source) -> bool:
    """Tell whether an end counts as identified for a document that rests on it."""
    return end.identified and _placed(document)


def ending(source: Source, document: Source) -> str:
    """Say why an end of a document's chain counts as identified, or why not (facts.md, Roots)."""
    if source.identified and not _placed(document):
        return f"not identified: {document.id}, which passes it on, has neither publisher nor address"
    if source.identified:
        who = f"published by {source.publisher}" if source.publisher else "with an address"
        return f"identified: {who}, tier {source.tier}"
    if source.kind == "Unidentified":
        return "not identified: nobody says who it is"
    if not _placed(source):
        return "not identified: neither publisher nor address is known"
    return f"not identified: tier {source.tier or 'unknown'}"


# ---- what all of a proof rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """The sources that everything in a proof rests on in the end.

    ``documents`` are those that support its steps, ``ends`` where their chains end, ``identified``
    those of the ends that are identified; ``unattributed`` names the steps that rest on none.
    """

    documents: tuple[str, ...]
    ends: tuple[str, ...]
    identified: tuple[str, ...]
    unattributed: tuple[str, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Return the footing as ``rests_on``."""
        return {
            "sentence": self.sentence,
            "documents": list(self.documents),
            "ends": list(self.ends),
            "identified": list(self.identified),
            "unattributed": list(self.unattributed),
        }


def footing(view: View, ids: Iterable[str]) -> Footing:
    """Find where everything that these steps rest on ends, and say so in a sentence."""
    steps = [step(view, id_) for id_ in dict.fromkeys(ids)]
    sources = view.facts.sources
    rested = [(a, view.library.ends(a, s.evidence.sure)) for s in steps for a in s.evidence.sure if a.doc is not None]
    documents = {a.doc for a, _ in rested if a.doc is not None}
    ends = {end for _, below in rested for end in below}
    identified = {end for a, below in rested for end in below if a.doc and _identified(sources[end], sources[a.doc])}
    roots = view.library.independent(rested)
    return Footing(
        documents=tuple(sorted(documents)),
        ends=tuple(sorted(ends)),
        identified=tuple(sorted(identified)),
        unattributed=tuple(found.id for found in steps if not found.evidence.roots),
        sentence=_footing_sentence(view, sorted(ends), sorted(identified), sorted(documents), roots),
    )


def _footing_sentence(
    view: View, ends: Sequence[str], identified: Sequence[str], documents: Sequence[str], roots: Sequence[str]
) -> str:
    sources = view.facts.sources
    if not ends:
        return "It rests on no source: no recorded fact makes it so."
    if not identified and len(ends) == 1:
        carriers = [doc for doc in documents if doc not in ends]
        passed = f", passed on by {' and '.join(carriers)}" if carriers else ""
        what = "one source that does not count as identified" if _placed(sources[ends[0]]) else "one anonymous source"
        return f"It rests on {what}: {ends[0]}{passed}."
    if not identified:
        return f"It rests on {len(ends)} sources, none of them identified: {', '.join(ends)}."
    anonymous = len(ends) - len(identified)
    beside = f", and on {anonymous} that {'is' if anonymous == 1 else 'are'} not identified" if anonymous else ""
    if len(roots) == 1:
        name = sources[roots[0]].publisher or sources[roots[0]].name
        return f"It rests on one {'identified ' if anonymous else ''}source: {name}{beside}."
    return f"It rests on {len(roots)} identified sources that do not rest on each other{beside}."
