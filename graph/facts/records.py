"""What was typed, as values: entities, claims, attestations, sources, restrictions, stories.

Everything is frozen and free of I/O. References between records are ids, already
resolved to their current form; dates are :class:`~graph.facts.when.When`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.facts.measure import Measure
from graph.facts.share import Share
from graph.facts.when import When

__all__ = [
    "AllOf",
    "AnyOf",
    "Attestation",
    "Claim",
    "Controlled",
    "Employed",
    "Entity",
    "Event",
    "Exemption",
    "Expression",
    "Not",
    "Owned",
    "Position",
    "Restriction",
    "Select",
    "Source",
    "Step",
    "Story",
    "Wording",
]

Override = When | Share | Measure | tuple[Measure, ...] | None


class Position(NamedTuple):
    """A place in a fact file; ``file`` is relative to the folder of facts."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One document putting one claim in its own words.

    ``overrides`` holds the values this document gives otherwise than the claim does, by
    key; None stands for ``none``: the document does not say.
    """

    doc: str | None
    modality: str
    via: tuple[str, ...] = ()
    speaker: str | None = None
    speaks_for: str | None = None
    says: str | None = None
    quote: str | None = None
    where: str | None = None
    note: str | None = None
    rests_on: tuple[str, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One relation between a subject and an object, with its valid time and its sources.

    ``object`` is an id, or the text itself when ``is_text``. A state has ``since`` and
    ``until``, an event has ``on``; an absent date is None.
    """

    id: str
    subject: str
    relation: str
    object: str
    is_text: bool = False
    on: When | None = None
    since: When | None = None
    until: When | None = None
    share: Share | None = None
    amount: Measure | None = None
    amount_kind: str | None = None
    quantity: tuple[Measure, ...] = ()
    role: str | None = None
    classed_as: str | None = None
    about: str | None = None
    note: str | None = None
    attestations: tuple[Attestation, ...]
    at: Position

    @property
    def start(self) -> When | None:
        """The date that starts it: ``since`` of a state, ``on`` of an event."""
        return self.since or self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A company, body, person, product, model, place … with the claims of its file."""

    id: str
    kind: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    was: tuple[str, ...] = ()
    note: str | None = None
    claims: tuple[Claim, ...] = ()
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document, or something said, that claims rest on."""

    id: str
    kind: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: When | None = None
    language: str | None = None
    tier: str | None = None
    derived_from: tuple[str, ...] = ()
    retrieved: When | None = None
    was: tuple[str, ...] = ()
    note: str | None = None
    claims: tuple[Claim, ...] = ()
    at: Position

    @property
    def name(self) -> str:
        """The title, or what else there is to call it."""
        return self.title or self.note or self.url or self.id

    @property
    def identified(self) -> bool:
        """Whether it can be a root of a claim of its own (facts.md, Roots)."""
        return bool(self.publisher or self.url) and self.tier in {"A", "B"}


@dataclass(frozen=True, slots=True)
class Select:
    """True of what one of ``ids`` stands for under a selector such as ``headquarteredIn``."""

    selector: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when one of the parts is."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when all parts are."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is not."""

    part: Expression


@dataclass(frozen=True, slots=True)
class Owned:
    """True of what parties own by a share; None where the text does not say."""

    party: Expression
    share: Share | None = None
    aggregate: bool | None = None


@dataclass(frozen=True, slots=True)
class Controlled:
    """True of what parties control."""

    party: Expression


@dataclass(frozen=True, slots=True)
class Employed:
    """True of the staff of parties; ``scope`` is ``entity``, ``group`` or ``notStated``."""

    party: Expression
    scope: str = "notStated"


Expression = Select | AnyOf | AllOf | Not | Owned | Controlled | Employed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How some documents word a restriction; ``differs`` names the keys a variant has of its own."""

    id: str
    instrument: str
    force: str
    actions: tuple[str, ...]
    parties: Expression | None
    assets: Expression | None
    attestations: tuple[Attestation, ...]
    differs: frozenset[str] = frozenset()
    note: str | None = None
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a restriction; ``until`` only on ``suspended``."""

    id: str
    event: str
    date: When
    until: When | None = None
    note: str | None = None
    attestations: tuple[Attestation, ...]
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A carve-out from a restriction (``exceptions`` in the file); an absent test means all."""

    id: str
    parties: Expression | None = None
    assets: Expression | None = None
    actions: tuple[str, ...] = ()
    since: When | None = None
    until: When | None = None
    note: str | None = None
    attestations: tuple[Attestation, ...]
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A rule with issuer, wording, variants, events and exemptions."""

    id: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    issuer: str
    wording: Wording
    variants: tuple[Wording, ...] = ()
    addressees: tuple[str, ...] = ()
    events: tuple[Event, ...]
    exemptions: tuple[Exemption, ...] = ()
    supersedes: tuple[str, ...] = ()
    in_response_to: str | None = None
    note: str | None = None
    at: Position

    @property
    def parts(self) -> tuple[Wording | Event | Exemption, ...]:
        """Everything in it that documents attest: wordings, events, exemptions."""
        return (self.wording, *self.variants, *self.events, *self.exemptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stop of a story; ``as_of`` and ``known_at`` are days as ordinals."""

    caption: str
    claims: tuple[str, ...]
    as_of: int | None = None
    known_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An ordered walk through claims for readers."""

    id: str
    title: str
    summary: str | None = None
    was: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    at: Position
