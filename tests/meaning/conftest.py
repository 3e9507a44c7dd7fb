"""What tests of the meaning layer share: facts of a few lines."""

import os
import tempfile

import pytest

from graph.library import load

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
