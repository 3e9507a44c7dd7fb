"""What the tests of the store share: views of both worlds, and the same data in rdflib."""

import os
import sys

import pyoxigraph
import pytest
import rdflib

sys.path.insert(0, os.path.dirname(__file__))  # importlib mode puts no folder of tests on the path

from invented import invented

from graph import load
from graph.meaning.frame import frame
from graph.meaning.view import View
from graph.store.quads import quads
from graph.store.terms import PREFIXES


@pytest.fixture(scope="session")
def seeds():
    """Return the facts shipped with aikg."""
    return load()


@pytest.fixture(scope="session")
def reports(seeds):
    """Return what the two reports say that the project starts from."""
    return seeds.view(only=("s000", "s002"))


@pytest.fixture(scope="session")
def world_graph(world):
    """Return the invented world of the tests."""
    return load(world)


@pytest.fixture(scope="session")
def world_view(world_graph):
    """Return all of the invented world, allegations too."""
    return world_graph.view(floor="alleged")


def in_memory(lines):
    """Return a store in memory that holds some N-Quads lines."""
    store = pyoxigraph.Store()
    store.bulk_load(input="".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def in_rdflib(lines):
    """Return an rdflib Dataset in memory that holds some N-Quads lines."""
    dataset = rdflib.Dataset()
    dataset.parse(data="".join(lines), format="nquads")
    for prefix, base in PREFIXES.items():
        dataset.bind(prefix, base, override=True)
    return dataset


@pytest.fixture(scope="session")
def many():
    """Return a function that makes the N-Quads lines of invented facts with so many claims."""

    def lines(size):
        return list(quads(View(invented(size), frame(floor="alleged"))))

    return lines
