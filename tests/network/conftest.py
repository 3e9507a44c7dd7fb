"""What tests of networks share: views given as a list of claims."""

import os
import tempfile

import pytest

from graph.library import load

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
