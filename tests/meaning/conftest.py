"""What tests of the meaning layer share: facts of a few lines."""

import itertools
import json
import os
import tempfile

import pytest

from graph.facts.load import load as load_facts
from graph.library import View, load
from graph.meaning.frame import frame

HERE = os.path.dirname(os.path.abspath(__file__))
WIRE = "kind: NewsArticle\ntitle: A story\npublisher: {}\npublished: {}\ntier: A\n"


def wire(published, publisher="Example Wire"):
    """Return the file of a dated article."""
    return WIRE.format(publisher, published)


@pytest.fixture(scope="session")
def small():
    """Return a function that writes files (name to text) into a folder of its own and loads them."""

    def make(files):
        with tempfile.TemporaryDirectory() as folder:
            for part in ("entities", "sources", "restrictions"):
                os.makedirs(os.path.join(folder, part))
            for name, text in files.items():
                with open(os.path.join(folder, f"{name}.yaml"), "w", encoding="utf-8") as stream:
                    stream.write(text)
            return load(folder)

    return make


@pytest.fixture(scope="session")
def article():
    """Return the function that writes a dated article."""
    return wire


@pytest.fixture(scope="session")
def invented(world):
    """Return the graph of the invented world."""
    return load(world)


@pytest.fixture(scope="session")
def seeds():
    """Return the graph of the project's own facts."""
    return load(os.path.join(HERE, "..", "..", "seeds"))


# ---- facts given as values: a record says only how it differs from a plain one

_SOURCE = {"kind": "NewsArticle", "tier": "A", "published": "2026-01-01"}
_RULE = {"issuer": "state", "instrument": "Law", "force": "prohibited", "actions": ["use"], "sources": ["law"]}
_EVENT = {"effective": "2026-01-01", "sources": ["law"]}
_ALWAYS = {
    "entities": {"state": {"kind": "GovernmentBody"}},
    "sources": {"law": {"kind": "OfficialRecord"}, "wire": {}},
    "restrictions": {},
}


def _filled(folder, id_, given):
    """Fill in what every record needs; None takes a key away."""
    if folder == "entities":
        record = {"kind": "Company", "name": id_, **given}
        record["claims"] = [{"sources": ["wire"], **claim} for claim in record.get("claims", ())] or None
    elif folder == "sources":
        own = {"title": id_, "publisher": id_, "url": f"https://{id_}.example/"}
        record = {**_SOURCE, **own, **given}
        if record["kind"] == "Unidentified":
            record = {"kind": "Unidentified", "note": id_, **given}
    else:
        record = {"name": id_, **_RULE, "events": [_EVENT], **given}
    return {key: value for key, value in record.items() if value is not None}


@pytest.fixture(scope="session")
def facts_of(tmp_path_factory):
    """Return a function that writes entities, sources and restrictions to a new folder and loads it.

    Each is a mapping from id to what differs from a plain record; claims without sources rest
    on ``wire``, restrictions on ``law``, both of 2026-01-01.
    """
    root = tmp_path_factory.mktemp("invented")
    numbers = itertools.count()

    def build(entities=(), sources=(), restrictions=()):
        folder = root / str(next(numbers))
        given = {"entities": dict(entities), "sources": dict(sources), "restrictions": dict(restrictions)}
        for name, always in _ALWAYS.items():
            os.makedirs(folder / name)
            for id_, record in {**always, **given[name]}.items():
                text = json.dumps(_filled(name, id_, record), ensure_ascii=False)
                (folder / name / f"{id_}.yaml").write_text(text + "\n", encoding="utf-8")
        return load_facts(str(folder))

    return build


@pytest.fixture(scope="session")
def view_of(facts_of):
    """Return a function that makes facts and takes a view of them in one go."""

    def view(entities=(), sources=(), restrictions=(), **terms):
        return View(facts_of(entities, sources, restrictions), frame(**terms))

    return view
