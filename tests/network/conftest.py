"""What tests of networks share: views given as a list of claims."""

import os
import tempfile

import pytest

from graph.facts.load import Facts
from graph.facts.records import Attestation, Claim, Entity, Event, Position, Restriction, Select, Source, Wording
from graph.facts.when import parse_when
from graph.library import View, load
from graph.meaning.frame import Frame
from graph.vocabulary import load as load_words

HERE = os.path.dirname(os.path.abspath(__file__))
ARTICLE = "kind: NewsArticle\ntitle: A story\npublisher: Example Wire\npublished: 2026-01-05\ntier: A\n"


@pytest.fixture(scope="session")
def told():
    """Return a function that writes claims told by one article and loads them.

    A claim is (subject, relation, object) and, if need be, further lines of its own, its sources
    among them. Everything is a company unless ``kinds`` gives its kind.
    """

    def make(claims, kinds=None):
        kinds = kinds or {}
        texts = {}
        for subject, relation, object_, *more in claims:
            for thing in (subject, object_):
                texts.setdefault(thing, [])
            if not any(line.startswith("sources:") for line in more):
                more.append("sources: [wire]")
            texts[subject].append(f"  - {relation}: {object_}\n" + "".join(f"    {line}\n" for line in more))
        with tempfile.TemporaryDirectory() as folder:
            for part in ("entities", "sources", "restrictions"):
                os.makedirs(os.path.join(folder, part))
            with open(os.path.join(folder, "sources", "wire.yaml"), "w", encoding="utf-8") as stream:
                stream.write(ARTICLE)
            for thing, own in texts.items():
                text = f"kind: {kinds.get(thing, 'Company')}\nname: {thing.upper()}\n"
                text += f"claims:\n{''.join(own)}" if own else ""
                with open(os.path.join(folder, "entities", f"{thing}.yaml"), "w", encoding="utf-8") as stream:
                    stream.write(text)
            return load(folder)

    return make


@pytest.fixture(scope="session")
def invented(world):
    """Return the graph of the invented world."""
    return load(world)


@pytest.fixture(scope="session")
def seeds():
    """Return the graph of the project's own facts."""
    return load(os.path.join(HERE, "..", "..", "seeds"))


# ---- views made of values, without files

NOWHERE = Position("here.yaml", 1, 1)
DAY = parse_when("2026-01-01")
SAID = {"established": "official", "reported": "reported", "alleged": "alleged"}


def _source(id_):
    return Source(id=id_, kind="NewsArticle", publisher=id_, tier="A", published=DAY, at=NOWHERE)


def _claim(subject, relation, object_, layer, documents):
    told = tuple(Attestation(doc=doc, modality=SAID[layer], at=NOWHERE) for doc in documents)
    id_ = f"{subject}.{relation}.{object_}"
    return Claim(id=id_, subject=subject, relation=relation, object=object_, since=DAY, attestations=told, at=NOWHERE)


def _rule(id_, issuer, assets):
    told = (Attestation(doc="d1", modality="reported", at=NOWHERE),)
    wording = Wording(
        id=id_,
        instrument="Order",
        force="prohibited",
        actions=("use",),
        parties=None,
        assets=Select("entity", tuple(assets)),
        attestations=told,
        at=NOWHERE,
    )
    event = Event(id=f"{id_}.effective", event="effective", date=DAY, attestations=told, at=NOWHERE)
    return Restriction(id=id_, name=f"rule {id_}", issuer=issuer, wording=wording, events=(event,), at=NOWHERE)


@pytest.fixture(scope="session")
def network_of():
    """Return a function that makes a view of claims (subject, relation, object, layer, number of documents).

    ``kinds`` gives entities a kind other than Company, ``rules`` restrictions as id: (issuer, assets).
    """

    def make(claims, kinds=(), rules=(), nodes=(), **frame):
        kinds, rules = dict(kinds), dict(rules)
        found = {
            c.id: c for c in (_claim(s, r, o, layer, [f"d{n + 1}" for n in range(d)]) for s, r, o, layer, d in claims)
        }
        ids = {*kinds, *nodes, *(c.subject for c in found.values()), *(c.object for c in found.values())}
        ids |= {id_ for issuer, assets in rules.values() for id_ in (issuer, *assets)}
        entities = {
            id_: Entity(id=id_, kind=kinds.get(id_, "Company"), name=f"The {id_}", at=NOWHERE) for id_ in sorted(ids)
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
