"""Small invented networks: views made of values, without files."""

from __future__ import annotations

import pytest

from graph.facts.load import Facts
from graph.facts.records import Attestation, Claim, Entity, Event, Position, Restriction, Select, Source, Wording
from graph.facts.when import parse_when
from graph.library import View
from graph.meaning.frame import Frame
from graph.vocabulary import load as load_words

HERE = Position("here.yaml", 1, 1)
DAY = parse_when("2026-01-01")
SAID = {"established": "official", "reported": "reported", "alleged": "alleged"}


def _source(id_):
    return Source(id=id_, kind="NewsArticle", publisher=id_, tier="A", published=DAY, at=HERE)


def _claim(subject, relation, object_, layer, documents):
    told = tuple(Attestation(doc=doc, modality=SAID[layer], at=HERE) for doc in documents)
    id_ = f"{subject}.{relation}.{object_}"
    return Claim(id=id_, subject=subject, relation=relation, object=object_, since=DAY, attestations=told, at=HERE)


def _rule(id_, issuer, assets):
    told = (Attestation(doc="d1", modality="reported", at=HERE),)
    wording = Wording(
        id=id_,
        instrument="Order",
        force="prohibited",
        actions=("use",),
        parties=None,
        assets=Select("entity", tuple(assets)),
        attestations=told,
        at=HERE,
    )
    event = Event(id=f"{id_}.effective", event="effective", date=DAY, attestations=told, at=HERE)
    return Restriction(id=id_, name=f"rule {id_}", issuer=issuer, wording=wording, events=(event,), at=HERE)


@pytest.fixture(scope="session")
def network_of():
    """Return a function that makes a view of claims (subject, relation, object, layer, number of documents).

    ``kinds`` gives entities a kind other than Company, ``rules`` restrictions as id: (issuer, assets).
    """

    def make(claims, kinds=(), rules=(), nodes=(), **frame):
        kinds, rules = dict(kinds), dict(rules)
        found = {c.id: c for c in (_claim(s, r, o, l, [f"d{n + 1}" for n in range(d)]) for s, r, o, l, d in claims)}
        ids = {*kinds, *nodes, *(c.subject for c in found.values()), *(c.object for c in found.values())}
        ids |= {id_ for issuer, assets in rules.values() for id_ in (issuer, *assets)}
        entities = {
            id_: Entity(id=id_, kind=kinds.get(id_, "Company"), name=f"The {id_}", at=HERE) for id_ in sorted(ids)
        }
        facts = Facts(
            folder="",
            digest="0" * 64,
            vocabulary=load_words(),
            entities=entities,
            sources={f"d{n}": _source(f"d{n}") for n in range(1, 5)},
            restrictions={id_: _rule(id_, *rule) for id_, rule in sorted(rules.items())},
            stories={},
            claims=dict(sorted(found.items())),
            former={},
        )
        return View(facts, Frame(**{"floor": "alleged", **frame}))

    return make
