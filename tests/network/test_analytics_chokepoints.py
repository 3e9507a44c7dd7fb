"""What a view hangs on: things that split it and suppliers that cannot be avoided."""

import hypothesis
import networkx as nx
import pytest
from hypothesis import strategies as st

from graph.network.chokepoints import _pieces, _Supply, chokepoints
from graph.network.ties import ties

PAIRS = st.lists(
    st.tuples(st.integers(0, 13), st.integers(0, 13)).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=25
)


def suppliers(graph, of=None, **options):
    """Map each supplier to those who cannot avoid it."""
    return {row.id: set(row.dependents) for row in chokepoints(graph.view(), of, **options).suppliers}


# ---- splits


@hypothesis.given(PAIRS)
@hypothesis.settings(max_examples=150)
def test_pieces_are_what_is_left_without_the_thing(pairs):
    """Sizes read off the blocks are those of the components NetworkX finds without each thing."""
    graph = nx.Graph(pairs)
    found = {}
    for component in nx.connected_components(graph):
        part = graph.subgraph(component)
        found |= _pieces([sorted(block) for block in nx.biconnected_components(part)], len(component))
    assert found.keys() == set(nx.articulation_points(graph))
    for thing, pieces in found.items():
        rest = graph.subgraph(nx.node_connected_component(graph, thing) - {thing})
        assert list(pieces) == sorted(map(len, nx.connected_components(rest)), reverse=True)


def test_splits_are_ordered_by_what_they_cut_off(told):
    """The thing that cuts off most comes first, with the claims that tie it."""
    claims = [("a", "supplies", "b"), ("b", "supplies", "c"), ("c", "supplies", "a"), ("c", "supplies", "d")]
    claims += [("d", "supplies", "e"), ("d", "supplies", "f")]
    answer = chokepoints(told(claims).view())
    assert [(split.id, split.pieces, split.cut_off) for split in answer.splits] == [
        ("c", (3, 2), 2),
        ("d", (3, 1, 1), 2),
    ]
    assert answer.splits[1].basis.claims == ("c.supplies.d", "d.supplies.e", "d.supplies.f")


def test_in_the_seeds_anthropic_and_claude_code_split_the_graph(seeds):
    """Which nodes, if removed, split the graph? (question 48)."""
    answer = chokepoints(seeds.view(only="s000,s002"))
    assert [split.id for split in answer.splits][:2] == ["anthropic", "claude-code"]


# ---- suppliers


def test_who_has_one_supplier_cannot_avoid_it_nor_what_it_needs(told):
    """Losses pass down the chain."""
    graph = told([("a", "supplies", "b"), ("b", "supplies", "c")])
    assert suppliers(graph) == {"a": {"b", "c"}, "b": {"c"}}


def test_two_suppliers_by_one_relation_replace_each_other(told):
    """Whoever has another supplier of the same kind does not fall."""
    graph = told([("a", "supplies", "c"), ("b", "supplies", "c"), ("x", "supplies", "a"), ("x", "supplies", "b")])
    assert suppliers(graph) == {"x": {"a", "b", "c"}}


def test_a_purchase_and_a_supply_are_one_kind(told):
    """What one buys and what another supplies replace each other."""
    assert suppliers(told([("a", "supplies", "c"), ("c", "buysFrom", "b")])) == {}


def test_suppliers_by_different_relations_are_both_needed(told):
    """A model needs its maker and its chip."""
    kinds = {"m": "Model", "chip": "Chip"}
    graph = told([("a", "develops", "m"), ("m", "runsOn", "chip"), ("b", "manufactures", "chip")], kinds)
    assert suppliers(graph) == {"a": {"m"}, "b": {"chip", "m"}, "chip": {"m"}}


def test_what_is_indispensable_has_no_alternative(told):
    """Each thing somebody depends on is needed by itself."""
    graph = told([("c", "dependsOn", "a"), ("c", "dependsOn", "b")])
    assert suppliers(graph) == {"a": {"c"}, "b": {"c"}}


def test_the_suppliers_of_a_capability(told):
    """Which suppliers can nobody who writes code avoid? (question 49)."""
    kinds = {"one": "Model", "two": "Model", "code": "Capability", "chip": "Chip"}
    claims = [("one", "hasCapability", "code"), ("two", "hasCapability", "code")]
    claims += [("one", "runsOn", "chip"), ("two", "runsOn", "chip"), ("a", "develops", "one"), ("b", "develops", "two")]
    answer = chokepoints(told(claims, kinds).view(), "code")
    assert [(row.id, row.dependents) for row in answer.suppliers] == [("chip", ("code",))]
    assert answer.suppliers[0].basis.claims == (
        "one.hasCapability.code",
        "one.runsOn.chip",
        "two.hasCapability.code",
        "two.runsOn.chip",
    )


def test_the_nearest_supplier_comes_first(told):
    """Suppliers of one thing stand in the order of the claims that lead to it."""
    graph = told([("a", "supplies", "b"), ("b", "supplies", "c")])
    answer = chokepoints(graph.view(), "c")
    assert [(row.id, row.basis.claims) for row in answer.suppliers] == [
        ("b", ("b.supplies.c",)),
        ("a", ("a.supplies.b", "b.supplies.c")),
    ]


def test_a_thing_without_a_known_supplier_is_not_computable(told):
    """No answer is given where no claim says anything."""
    answer = chokepoints(told([("a", "supplies", "b"), ("a", "sues", "c")]).view(), "c")
    assert (answer.suppliers, answer.not_computable) == ((), "no claim of this view names a supplier of C")


def test_a_ring_of_suppliers_holds_itself_up(told):
    """Two that supply each other stay when a third that supplies one of them goes, but not without each other."""
    ring = [("a", "supplies", "b"), ("b", "supplies", "a")]
    assert suppliers(told(ring)) == {"a": {"b"}, "b": {"a"}}
    assert suppliers(told([*ring, ("x", "supplies", "a")])) == {"a": {"b"}}


def test_an_unknown_thing_is_refused(told):
    """The thing must exist."""
    with pytest.raises(LookupError, match="no entity or restriction 'z'"):
        chokepoints(told([("a", "supplies", "b")]).view(), "z")


@hypothesis.given(PAIRS)
@hypothesis.settings(max_examples=40)
def test_without_rings_unavoidable_means_dominance(told, pairs):
    """With one relation and no rings, a supplier is unavoidable where it is a dominator."""
    edges = sorted({(min(pair), max(pair)) for pair in pairs})
    graph = nx.DiGraph(edges)
    graph.add_edges_from(("root", node) for node in list(graph) if graph.in_degree(node) == 0)
    above = nx.immediate_dominators(graph, "root")
    expected = set()
    for node in graph:
        step = above.get(node)
        while node != "root" and step not in {None, "root", node}:
            expected.add((f"c{step}", f"c{node}"))
            step = above.get(step)
    found = suppliers(told([(f"c{a}", "supplies", f"c{b}") for a, b in edges]))
    assert {(supplier, thing) for supplier, things in found.items() for thing in things} == expected


@hypothesis.given(
    PAIRS, st.lists(st.sampled_from(["supplies", "dependsOn", "manufacturesFor"]), min_size=25, max_size=25)
)
@hypothesis.settings(max_examples=40)
def test_each_row_is_proved_by_its_claims(told, pairs, relations):
    """On the claims of a row alone, its dependents still cannot avoid the supplier."""
    claims = sorted({(f"c{a}", relation, f"c{b}") for (a, b), relation in zip(pairs, relations, strict=False)})
    answer = chokepoints(told(claims).view())
    for row in answer.suppliers:
        left = [tuple(claim.split(".")) for claim in row.basis.claims]
        assert suppliers(told(left))[row.id] >= set(row.dependents)
        break  # one row an example keeps the law quick


def test_supply_runs_the_way_the_ontology_says(invented):
    """Makers come before what they make, what is needed before what needs it."""
    supply = _Supply(ties(invented.view(), way=lambda relation: relation.supply))
    number = supply.ties.number
    assert frozenset({number["acme-labs"]}) in supply.needs[number["widget-one"]]
    assert frozenset({number["widget-a1"]}) in supply.needs[number["tiny-chat"]]
    assert frozenset({number["widget-one"], number["widget-lm-2"]}) in supply.needs[number["writing-code"]]
