"""A view as a NetworkX graph."""

from __future__ import annotations

import networkx as nx
import pytest

CLAIMS = [("a", "owns", "b", "established", 2), ("a", "controls", "b", "reported", 1), ("b", "sues", "a", "alleged", 1)]


@pytest.fixture
def made(network_of):
    """Make the graph of a few claims and a rule."""
    return network_of(CLAIMS, {"kit": "Product", "lone": "Place"}, {"rule": ("b", ["kit"])}).network()


def test_edges_are_keyed_by_claim_so_that_parallel_ones_stay_apart(made):
    """Two claims of one pair are two edges; direction is that of the claim."""
    assert isinstance(made, nx.MultiDiGraph)
    assert sorted(made["a"]["b"]) == ["a.controls.b", "a.owns.b"]
    assert list(made["b"]["a"]) == ["b.sues.a"]


def test_nodes_are_all_things_with_kind_and_name(made):
    """Entities and restrictions, also those without a claim."""
    assert dict(made.nodes(data="kind")) == {
        "a": "Company",
        "b": "Company",
        "kit": "Product",
        "lone": "Place",
        "rule": "Restriction",
    }
    assert made.nodes["lone"]["name"] == "The lone"


def test_an_edge_carries_what_is_known_of_its_claim(made):
    """Relation, status, layer, flags, documents, dates, certainty, sign, and whether it is derived."""
    assert made.edges["a", "b", "a.owns.b"] == {
        "relation": "owns",
        "status": "official",
        "layer": "established",
        "flags": [],
        "sources": ["d1", "d2"],
        "dates": "since 2026-01-01",
        "certain": True,
        "sign": 1,
        "derived": False,
    }
    assert made.edges["b", "kit", "rule.prohibitsUseOf.kit"]["derived"]
    assert made.edges["b", "a", "b.sues.a"]["sign"] == -1


def test_the_graph_is_the_view(network_of):
    """At a floor it holds what the view holds, and it says of which view it is."""
    view = network_of(CLAIMS, floor="reported", as_of=740_000)
    made = view.network()
    assert {key for _, _, key in made.edges(keys=True)} == set(view.edges) == {"a.owns.b", "a.controls.b"}
    assert (made.graph["floor"], made.graph["as_of"], made.graph["only"]) == ("reported", "2027-01-19", None)
    assert made.graph["digest"] == view.facts.digest
