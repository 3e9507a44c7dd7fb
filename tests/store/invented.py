"""Invented facts of any size, made in memory: the same number and seed give the same facts."""

import random
from itertools import count

from graph import vocabulary
from graph.facts.load import Facts
from graph.facts.measure import parse_amount, parse_quantity
from graph.facts.records import (
    AnyOf,
    Attestation,
    Claim,
    Employed,
    Entity,
    Event,
    Exemption,
    Owned,
    Position,
    Restriction,
    Select,
    Source,
    Wording,
)
from graph.facts.share import parse_share
from graph.facts.when import parse_when

KINDS = ("Company", "Product", "Model", "Person", "GovernmentBody", "Place", "OfficialList", "Category")
SHAPES = (
    ("develops", "Company", "Model"),
    ("develops", "Company", "Product"),
    ("uses", "Company", "Product"),
    ("builtOn", "Product", "Model"),
    ("builtOn", "Model", "Model"),
    ("supplies", "Company", "Company"),
    ("owns", "Company", "Company"),
    ("nationality", "Company", "Place"),
    ("availableIn", "Product", "Place"),
    ("includes", "OfficialList", "Company"),
    ("alternativeTo", "Product", "Product"),
    ("regulates", "GovernmentBody", "Company"),
    ("saidToCause", "Company", "Category"),
    ("employedBy", "Person", "Company"),
    ("accuses", "Company", "Company"),
)


class Invention:
    """A maker of facts: about ``size`` claims, a fifth as many entities and documents."""

    def __init__(self, size, seed=1):
        self.size = size
        self.chance = random.Random(seed)
        self.words = vocabulary.load()
        self.lines = count(1)
        many = max(2, size // (5 * len(KINDS)))
        self.ids = {kind: [f"{kind.lower()}-{number}" for number in range(many)] for kind in KINDS}
        self.documents = [f"document-{number}" for number in range(max(10, size // 5))]

    def at(self, folder, id_):
        return Position(f"{folder}/{id_}.yaml", next(self.lines), 1)

    def date(self):
        return f"20{self.chance.randint(20, 26)}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"

    def entities(self):
        for kind, ids in self.ids.items():
            for number, id_ in enumerate(ids):
                numbers = (
                    {"wikidata": f"Q{number - number % 50 // 49}"} if kind == "Company" and number % 3 == 0 else {}
                )
                yield Entity(id=id_, kind=kind, name=id_.replace("-", " "), ids=numbers, at=self.at("entities", id_))

    def sources(self):
        for number, id_ in enumerate(self.documents):
            at = self.at("sources", id_)
            if number % 9 == 8:
                yield Source(id=id_, kind="Unidentified", note=f"people {number}", at=at)
                continue
            yield Source(
                id=id_,
                kind="OfficialRecord" if number % 9 == 7 else "NewsArticle",
                title=f"text {number}",
                publisher=f"house {number % 40}",
                tier="ABC"[number % 3],
                published=parse_when(self.date()) if number % 5 else None,
                retrieved=parse_when("2026-11-01"),
                derived_from=(self.documents[number - 1],) if number % 10 == 3 else (),
                at=at,
            )

    def attestation(self, id_, number, **more):
        doc = self.chance.choice(
            [d for d in self.chance.sample(self.documents, 3) if int(d[9:]) % 9 != 8] or ["document-0"]
        )
        modality = self.chance.choice(("reported", "reported", "reported", "alleged", "expected", "opinion", "denied"))
        speaker = self.chance.choice(self.ids["Person"]) if number % 4 == 0 else None
        return Attestation(
            doc=doc,
            modality=modality,
            via=("document-8",) if number % 6 == 0 else (),
            speaker=speaker,
            speaks_for=self.chance.choice(self.ids["Company"]) if speaker else None,
            says=f"passage {number}" if number % 3 else None,
            at=self.at("entities", id_),
            **more,
        )

    def claims(self):
        seen = set()
        for number in range(self.size):
            relation, domain, range_ = SHAPES[number % len(SHAPES)]
            subject, object_ = self.pair(relation, domain, range_)
            id_ = f"{subject}.{relation}.{object_}"
            if subject == object_ or id_ in seen:
                continue
            seen.add(id_)
            if not seen - {id_}:  # the first claim stands in two known documents
                yield self.told_twice(id_, subject, relation, object_)
                continue
            yield self.claim(number, id_, subject, relation, object_)

    def pair(self, relation, domain, range_):
        """Choose two things; chains of what is built on something stay within a family of twenty."""
        first = self.chance.randrange(len(self.ids[domain]))
        second = self.chance.randrange(len(self.ids[range_]))
        if relation == "builtOn":
            second = min(first // 20 * 20 + second % 20, len(self.ids[range_]) - 1)
            if domain == range_ and second >= first:
                first, second = second, first
        return self.ids[domain][first], self.ids[range_][second]

    def told_twice(self, id_, subject, relation, object_):
        told = tuple(
            Attestation(doc=doc, modality="reported", at=self.at("entities", subject))
            for doc in ("document-1", "document-2")
        )
        return Claim(
            id=id_,
            subject=subject,
            relation=relation,
            object=object_,
            attestations=told,
            at=self.at("entities", subject),
        )

    def claim(self, number, id_, subject, relation, object_):
        event = self.words.relations[relation].event
        when = parse_when(self.date()) if number % 4 else None
        overrides = {"on" if event else "since": parse_when(self.date()) if number % 2 else None}
        first = self.attestation(id_, number, overrides=overrides if number % 7 == 0 else {})
        return Claim(
            id=id_,
            subject=subject,
            relation=relation,
            object=object_,
            on=when if event else None,
            since=None if event else when,
            until=parse_when("2027-01") if not event and number % 5 == 0 else None,
            share=parse_share(str(number % 101)) if relation == "owns" else None,
            amount=parse_amount(f"{number} million USD") if relation == "supplies" else None,
            quantity=(parse_quantity(f"{number} accounts"),) if relation == "accuses" else (),
            attestations=(first, self.attestation(id_, number + 1)) if number % 2 else (first,),
            at=self.at("entities", subject),
        )

    def restrictions(self):
        for number in range(max(2, self.size // 20)):
            id_ = f"rule-{number}"
            yield self.restriction(number, id_)

    def wording(self, number, id_, **more):
        parties = AnyOf(
            (
                Select("nationality", (self.chance.choice(self.ids["Place"]),)),
                Owned(Select("entity", (self.chance.choice(self.ids["Company"]),))),
                Employed(Select("entity", (self.chance.choice(self.ids["Company"]),))),
                Select("entity", ("company-2" if number == 0 else self.chance.choice(self.ids["Company"]),)),
            ),
        )
        return Wording(
            id=id_,
            instrument=self.chance.choice(tuple(self.words.codes["Instrument"])),
            force=self.chance.choice(("prohibited", "licenceRequired", "listed")),
            actions=("use", "export")[: 1 + number % 2],
            parties=parties,
            assets=Select("entity", (self.chance.choice(self.ids["Product"]),)),
            attestations=(self.support(id_, number),),
            at=self.at("restrictions", id_),
            **more,
        )

    def support(self, id_, number):
        return Attestation(
            doc=f"document-{number % 7}",
            modality="reported",
            speaker="person-1" if number == 1 else None,
            at=self.at("restrictions", id_),
        )

    def restriction(self, number, id_):
        chosen = ("announced", "effective", "suspended", "resumed", "lifted")[: 2 + number % 4]
        dates = sorted(self.date() for _ in chosen)
        events = [
            Event(
                id=f"{id_}.{event}",
                event=event,
                date=parse_when(date),
                until=parse_when("2027-01-01") if event == "suspended" else None,
                attestations=(self.support(id_, number),),
                at=self.at("restrictions", id_),
            )
            for event, date in zip(chosen, dates, strict=True)
        ]
        exemption = Exemption(
            id=f"{id_}.exception.1",
            parties=Select("entity", (self.chance.choice(self.ids["Company"]),)),
            actions=("use",),
            attestations=(self.support(id_, number),),
            at=self.at("restrictions", id_),
        )
        return Restriction(
            id=id_,
            name=f"rule {number}",
            issuer="company-1"
            if number == 0
            else self.chance.choice(self.ids[("Company", "GovernmentBody")[number % 2]]),
            wording=self.wording(number, id_),
            variants=(self.wording(number, f"{id_}.variant.1", differs=frozenset({"assets"})),)
            if number % 3 == 0
            else (),
            addressees=(self.chance.choice(self.ids["Company"]),),
            events=tuple(events),
            exemptions=(exemption,) if number % 2 else (),
            in_response_to=f"rule-{number - 1}" if number % 4 == 3 else None,
            at=self.at("restrictions", id_),
        )

    def facts(self):
        return Facts(
            folder="",
            digest=f"invented {self.size}",
            vocabulary=self.words,
            entities={entity.id: entity for entity in self.entities()},
            sources={source.id: source for source in self.sources()},
            restrictions={restriction.id: restriction for restriction in self.restrictions()},
            stories={},
            claims={claim.id: claim for claim in self.claims()},
            former={},
        )


def invented(size, seed=1):
    """Return facts with about ``size`` claims."""
    return Invention(size, seed).facts()
