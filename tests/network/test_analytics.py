"""Rankings and communities: NetworkX's numbers, with the claims behind each row."""

import builtins
import math
import os
import subprocess
import sys

import hypothesis
import networkx as nx
import pytest
from hypothesis import strategies as st

import graph
from graph.network import measures
from graph.network.analytics import MEASURES, SEED, communities, rank
from graph.network.ties import Ties, rounded, ties

PAIRS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=30
)


def network(pairs):
    """Return ties between numbered things, each made by one claim."""
    return Ties(None, {(f"t{a:02}", f"t{b:02}"): [f"t{a:02}.r.t{b:02}"] for a, b in pairs})


def oracle(by, found):
    """Compute a measure by NetworkX alone."""
    if by == "pagerank":
        graph = nx.DiGraph()
        graph.add_nodes_from(range(len(found)))
        graph.add_edges_from(found.between)
        from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

        return _pagerank_python(graph)
    graph = nx.Graph(found.pairs)
    if by == "degree":
        return dict(graph.degree())
    function = {"constraint": nx.constraint}.get(by) or getattr(nx, f"{by}_centrality")
    return function(graph, list(graph)) if by == "constraint" else function(graph)


# ---- the same numbers as NetworkX


@pytest.mark.parametrize("by", MEASURES)
@hypothesis.given(PAIRS)
@hypothesis.settings(max_examples=60)
def test_measures_equal_networkx(by, pairs):
    """Whatever computes a measure, the numbers are those of NetworkX."""
    found = network(pairs)
    expected = oracle(by, found)
    values = measures.measure(found, by, "networkx").values
    assert all(math.isclose(values[thing], expected[thing], rel_tol=1e-9, abs_tol=1e-12) for thing in range(len(found)))


@pytest.mark.parametrize("by", ["betweenness", "closeness"])
@hypothesis.given(PAIRS)
@hypothesis.settings(max_examples=60)
def test_the_compiled_library_agrees(by, pairs):
    """NetworkX and rustworkx give the same number for every thing."""
    found = network(pairs)
    plain, fast = (measures.measure(found, by, engine) for engine in ("networkx", "rustworkx"))
    assert (plain.engine, fast.engine) == ("networkx", "rustworkx")
    assert list(map(rounded, plain.values)) == pytest.approx(list(map(rounded, fast.values)), rel=1e-9, abs=1e-12)


def test_large_views_go_to_the_compiled_library(monkeypatch):
    """From some size on shortest paths are not left to pure Python."""
    found = network([(0, 1), (1, 2)])
    assert measures.measure(found, "betweenness").engine == "networkx"
    monkeypatch.setattr(measures, "LARGE", 6)
    assert measures.measure(found, "betweenness").engine == "rustworkx"
    assert measures.measure(found, "degree").engine is None


def test_without_the_compiled_library_the_message_says_what_to_do(monkeypatch):
    """A large view without rustworkx is refused with the size and the remedy."""
    found = network([(0, 1), (1, 2)])
    monkeypatch.setattr(measures, "LARGE", 6)
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "rustworkx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ValueError, match="rustworkx") as error:
        measures.measure(found, "betweenness")
    assert str(error.value) == (
        "betweenness over 3 things and 2 ties is computed by rustworkx, which is not installed; "
        "run  pip install 'aikg[fast]', or wait for --engine networkx"
    )
    assert measures.measure(found, "betweenness", "networkx").engine == "networkx"


def test_pagerank_that_does_not_settle_is_not_computable(monkeypatch):
    """No number is printed where the iteration has not come to rest."""
    monkeypatch.setattr(measures, "_ROUNDS", 1)
    found = measures.measure(network([(0, 1), (1, 2), (2, 1)]), "pagerank")
    assert (found.values, found.not_computable) == ((), "PageRank has not settled after 1 rounds")


@pytest.mark.parametrize("by", MEASURES)
def test_without_ties_nothing_is_computable(told, by):
    """A view that ties nothing gives no rows and says why."""
    view = told([("a", "uses", "one")], {"one": "Product"}).view(known_at="2025-12-31")
    answer = rank(view, by)
    assert (answer.rows, answer.not_computable) == ((), "no claim of this view ties two things that are ranked")


def test_unknown_words_are_refused(invented):
    """A measure, engine or relation that does not exist is named."""
    view = invented.view()
    with pytest.raises(LookupError, match="no measure 'fame'; use one of degree, pagerank"):
        rank(view, "fame")
    with pytest.raises(LookupError, match="no engine 'steam'; use one of auto, networkx, rustworkx"):
        rank(view, engine="steam")
    with pytest.raises(LookupError, match=r"no relation 'own'; did you mean owns\?"):
        rank(view, relations=["own"])


# ---- rows


def test_parallel_claims_make_one_tie(told):
    """Four claims between two companies are one tie, named in full."""
    graph = told(
        [("a", "supplies", "b"), ("a", "sues", "b"), ("b", "partnersWith", "a"), ("b", "uses", "p")], {"p": "Product"}
    )
    answer = rank(graph.view())
    assert [(row.id, row.value) for row in answer.rows] == [("b", 2), ("a", 1), ("p", 1)]
    assert (answer.things, answer.ties) == (3, 2)
    assert answer.rows[1].basis.claims == ("a.sues.b", "a.supplies.b", "b.partnersWith.a")


def test_of_constraint_the_lowest_comes_first(told):
    """Whoever stands between the others is least constrained."""
    star = told([("a", "supplies", x) for x in ("b", "c", "d")] + [("b", "supplies", "c")]).view()
    answer = rank(star, "constraint")
    assert [row.id for row in answer.rows] == ["a", "d", "b", "c"]
    assert answer.rows[0].value == rounded(1 / 9 + 2 * (1 / 3 + 1 / 6) ** 2)


def test_a_row_has_the_weakest_layer_and_says_whether_it_is_certain(told):
    """An alleged claim weakens its row at the floor that admits it; a vague one makes it uncertain."""
    claims = [("a", "supplies", "b"), ("a", "supplies", "c", "since: 2026-01")]
    rows = {row.id: row.basis for row in rank(told(claims).view(as_of="2026-01-10")).rows}
    assert (rows["b"].certain, rows["c"].certain, rows["a"].certain) == (True, False, False)
    assert rows["a"].layer == "reported"


def test_places_groups_and_restrictions_are_ranked_only_when_asked(invented):
    """The defaults leave out what paths do not pass through."""
    view = invented.view()
    plain = {row.id for row in rank(view).rows}
    assert not plain & {"atlantis", "people-in-lemuria", "export-list", "frontier-models", "atlantis-order-12"}
    wide = {row.id for row in rank(view, through_places=True).rows}
    assert {"atlantis", "people-in-lemuria", "export-list", "frontier-models"} <= wide
    assert "atlantis-order-12" in {row.id for row in rank(view, restrictions=True).rows}


def test_short_cuts_stand_in_for_restrictions_and_leave_when_they_enter(invented):
    """An issuer and an asset are tied by the short cut, or by way of the restriction, never both."""
    view = invented.view()
    cut = "atlantis-order-12.requiresLicenceForExportOf.widget-a1"
    assert any(cut in claims for claims in ties(view).between.values())
    entered = {claim for claims in ties(view, restrictions=True).between.values() for claim in claims}
    assert cut not in entered
    assert {"atlantis-order-12.imposes", "atlantis-order-12.covers.widget-a1"} <= entered


def test_a_view_limits_the_network(invented):
    """As of a day and at a floor only what holds there counts."""
    assert rank(invented.view(floor="established")).things < rank(invented.view()).things
    early = rank(invented.view(as_of="2020-01-01", known_at="2024-12-31"))
    assert early.ties < rank(invented.view()).ties


def test_relations_limit_the_network(invented):
    """With one relation only its claims tie."""
    answer = rank(invented.view(), relations=["owns"])
    assert {claim.split(".")[1] for row in answer.rows for claim in row.basis.claims} == {"owns"}


def test_in_the_seeds_anthropic_stands_between(seeds):
    """Whom do most shortest connections pass through? Anthropic, then Claude Code."""
    answer = rank(seeds.view(only="s000,s002"), "betweenness")
    assert [row.id for row in answer.rows[:2]] == ["anthropic", "claude-code"]
    assert "anthropic.develops.claude-code" in answer.rows[0].basis.claims


def test_every_claim_named_is_an_edge_of_the_view(invented):
    """Rows name claims that exist, with the thing at one end."""
    view = invented.view(floor="alleged")
    for by in MEASURES:
        for row in rank(view, by).rows:
            assert row.basis.claims
            assert all(row.id in {view.edges[c].claim.subject, view.edges[c].claim.object} for c in row.basis.claims)


# ---- communities


def test_two_groups_with_one_tie_between_them_are_two_communities(told):
    """Triangles joined by one tie come apart."""
    claims = [("a", "supplies", "b"), ("b", "supplies", "c"), ("c", "supplies", "a"), ("c", "supplies", "x")]
    claims += [("x", "supplies", "y"), ("y", "supplies", "z"), ("z", "supplies", "x")]
    answer = communities(told(claims).view())
    assert [found.members for found in answer.communities] == [("a", "b", "c"), ("x", "y", "z")]
    assert answer.communities[0].basis.claims == ("a.supplies.b", "b.supplies.c", "c.supplies.a")
    assert answer.modularity == rounded(2 * (3 / 7 - (7 / 14) ** 2))


def test_hostility_binds_nobody(told):
    """Rivals are in no community through their rivalry."""
    claims = [("a", "supplies", "b"), ("a", "sues", "c"), ("c", "competesWith", "b")]
    assert [found.members for found in communities(told(claims).view()).communities] == [("a", "b")]
    only_foes = communities(told([("a", "sues", "c")]).view())
    assert only_foes.modularity is None
    assert only_foes.not_computable == "no claim of this view ties two things in a way that is not hostile"


def test_communities_are_networkxs_from_the_same_seed(invented):
    """The answer is the one of networkx.community.louvain_communities on the same ties."""
    view = invented.view()
    answer = communities(view)
    found = ties(view, way=lambda relation: int(relation.sign >= 0))
    expected = nx.community.louvain_communities(found.undirected(), seed=SEED)
    assert {found.members for found in answer.communities} == {
        tuple(found.things[thing] for thing in sorted(group)) for group in expected
    }
    members = [thing for found in answer.communities for thing in found.members]
    assert sorted(members) == list(found.things)


def test_answers_do_not_depend_on_how_python_hashes(world):
    """Two processes with different hash seeds print the same bytes."""
    program = (
        "import json, sys; from graph.library import load; from graph.network.analytics import communities, rank; "
        "view = load(sys.argv[1]).view(); "
        "print(json.dumps([communities(view).as_json(), rank(view, 'betweenness').as_json()]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, world],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.path.dirname(os.path.dirname(graph.__file__))},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
