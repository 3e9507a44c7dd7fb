"""Simple paths between two things: every one of them, in order, along what is allowed (cli.md, ``path``)."""

from __future__ import annotations

import json
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts.naming import NameProblem
from graph.network.paths import Options, between

LAYERS = ["established", "reported", "alleged"]
COMPANY = ["owns", "supplies", "controls", "partnersWith"]


def nodes(answer):
    """Return the node ids of each path."""
    ends = [[step.object if step.forward else step.subject for step in path.steps] for path in answer.paths]
    return [(answer.start, *reached) for reached in ends]


# ---- networkx as the oracle

NAMES = "abcdefg"
KINDS = {"f": "Group", "g": "Place"}
TIES = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from([*COMPANY, "operatesIn"]),
    st.sampled_from(NAMES),
    st.sampled_from(LAYERS),
    st.integers(1, 3),
).filter(lambda tie: tie[0] != tie[2])


def oracle(view, start, goal, options):
    """List (weakest layer, nodes) of the k best paths by trying all of networkx's."""
    graph = view.network()
    kinds = nx.get_node_attributes(graph, "kind")
    closed = {"Restriction"} | (set() if options.through_places else {"Group", "Place"})
    allowed = [n for n in graph if n in {start, goal} or (kinds[n] not in closed and n not in options.avoid)]
    simple = nx.DiGraph() if options.directed else nx.Graph()
    simple.add_nodes_from(allowed)
    for subject, object_, claim, data in graph.edges(keys=True, data=True):
        relation_fits = not options.relations or data["relation"] in options.relations
        rooted = len(view.edges[claim].evidence.roots) >= options.min_roots
        if subject in allowed and object_ in allowed and relation_fits and rooted:
            rank = LAYERS.index(data["layer"])
            held = simple.get_edge_data(subject, object_, {"rank": 9})["rank"]
            simple.add_edge(subject, object_, rank=min(rank, held))
    found = []
    for path in nx.all_simple_paths(simple, start, goal, cutoff=options.max_hops):
        worst = max(simple[a][b]["rank"] for a, b in pairwise(path))
        found.append((len(path), worst, tuple(path)))
    return [(LAYERS[worst], path) for _, worst, path in sorted(found)[: options.k]]


@settings(max_examples=200)
@given(
    ties=st.lists(TIES, max_size=16),
    ends=st.permutations(NAMES),
    options=st.builds(
        Options,
        k=st.integers(1, 6),
        max_hops=st.integers(1, 6),
        relations=st.sampled_from([(), ("owns",), ("owns", "supplies")]),
        avoid=st.sampled_from([(), ("a",), ("b", "c")]),
        directed=st.booleans(),
        min_roots=st.integers(0, 3),
        through_places=st.booleans(),
    ),
    rules=st.sampled_from([{}, {"rule": ("a", ["b"])}]),
)
def test_paths_are_those_of_networkx_in_order(network_of, ties, ends, options, rules):
    """All simple paths, sorted by hops, strongest weakest layer and node ids, the first k of them."""
    start, goal = [name for name in ends if name not in options.avoid][:2]
    view = network_of(ties, KINDS, rules, nodes=NAMES)
    answer = between(view, start, goal, options)
    found = list(zip([path.layer for path in answer.paths], nodes(answer), strict=True))
    assert found == oracle(view, start, goal, options)


@settings(max_examples=50)
@given(ties=st.lists(TIES, max_size=16), ends=st.permutations(NAMES), directed=st.booleans())
def test_each_step_is_the_strongest_claim_and_names_the_others(network_of, ties, ends, directed):
    """``claim`` and ``parallel`` together are all claims between two neighbours, walked the way that is allowed."""
    view = network_of(ties, KINDS, nodes=NAMES)
    for path in between(view, ends[0], ends[1], Options(directed=directed, k=5)).paths:
        for step in path.steps:
            ends_ = {step.subject, step.object}
            between_them = {
                id_
                for id_, held in view.edges.items()
                if {held.claim.subject, held.claim.object} == ends_
                and (not directed or (held.claim.subject, held.claim.object) == (step.subject, step.object))
            }
            assert {step.claim, *step.parallel} == between_them
            ranks = {id_: LAYERS.index(view.edges[id_].evidence.layer) for id_ in between_them}
            assert ranks[step.claim] == min(ranks.values())
            assert list(step.parallel) == sorted(step.parallel)


# ---- one by one

LINE = [("a", "owns", "b", "reported", 1), ("c", "supplies", "b", "alleged", 2), ("c", "owns", "d", "established", 1)]


def test_a_step_reads_in_the_direction_of_the_path(network_of):
    """Forward with the label, backward with its inverse; dates and documents beside."""
    steps = between(network_of(LINE), "a", "d").paths[0].steps
    assert [step.sentence for step in steps] == ["The a owns The b", "The b is supplied by The c", "The c owns The d"]
    assert [step.forward for step in steps] == [True, False, True]
    assert [step.when for step in steps] == ["since 2026-01-01"] * 3
    assert [step.sources for step in steps] == [("d1",), ("d1", "d2"), ("d1",)]
    assert [step.status for step in steps] == ["single-source", "corroborated", "official"]


def test_a_path_is_as_firm_as_its_weakest_step(network_of):
    """Alleged, here."""
    answer = between(network_of(LINE), "a", "d")
    assert answer.paths[0].layer == "alleged"
    assert between(network_of(LINE[1:]), "b", "d").paths[0].layer == "alleged"
    assert between(network_of(LINE), "a", "b").paths[0].layer == "reported"


def test_parallel_claims_make_one_path(network_of):
    """The strongest stands first: by layer, then by roots, then by id."""
    claims = [
        ("a", "owns", "b", "alleged", 3),
        ("a", "controls", "b", "reported", 1),
        ("b", "partnersWith", "a", "reported", 2),
        ("a", "supplies", "b", "reported", 2),
    ]
    (path,) = between(network_of(claims), "a", "b").paths
    (step,) = path.steps
    assert step.claim == "a.supplies.b"
    assert step.parallel == ("a.controls.b", "a.owns.b", "b.partnersWith.a")


@pytest.mark.parametrize("kind", ["Place", "Region", "OfficialList", "Category", "Group"])
def test_paths_pass_through_places_lists_and_groups_only_when_asked(network_of, kind):
    """They are ends, or are passed with ``through_places``."""
    view = network_of(
        [("a", "interestedIn", "g", "reported", 1), ("d", "interestedIn", "g", "reported", 1)], {"g": kind}
    )
    assert between(view, "a", "d").paths == ()
    assert nodes(between(view, "a", "g")) == [("a", "g")]
    assert nodes(between(view, "a", "d", Options(through_places=True))) == [("a", "g", "d")]


def test_a_restriction_is_only_an_end(network_of):
    """Its short cuts are passed; itself never, not even with ``through_places``."""
    view = network_of([], rules={"rule": ("a", ["t"])}, kinds={"t": "Product"})
    assert nodes(between(view, "a", "t", Options(through_places=True))) == [("a", "t")]
    assert nodes(between(view, "a", "rule")) == [("a", "rule"), ("a", "t", "rule")]
    assert [step.claim for step in between(view, "rule", "t").paths[0].steps] == ["rule.covers.t"]


def test_the_frame_decides_what_is_a_path(network_of):
    """At a floor or on a day without the claim there is none; what was searched is said."""
    answer = between(network_of(LINE, floor="reported"), "a", "d")
    assert (answer.paths, answer.entities, answer.claims) == ((), 4, 2)
    assert between(network_of(LINE, as_of=1), "a", "b").paths == ()


def test_max_hops_is_the_longest_path(network_of):
    """Three hops need three."""
    assert between(network_of(LINE), "a", "d", Options(max_hops=2)).paths == ()
    assert len(between(network_of(LINE), "a", "d", Options(max_hops=3)).paths) == 1


def test_a_thing_has_no_path_to_itself(network_of):
    """The answer says so, and is no error."""
    answer = between(network_of(LINE), "a", "The A")
    assert answer.paths == ()
    assert str(answer) == "The a – The a: both are a, and nothing is a path to itself; name two things"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(avoid=("a",)), "a is an end of the path and cannot be avoided; leave it out of avoid"),
        (Options(k=0), "ask for at least one path of at least one hop"),
        (Options(max_hops=0), "ask for at least one path of at least one hop"),
        (Options(relations=("own",)), "no relation 'own'; did you mean owns?"),
        (Options(avoid=("nobody",)), "nothing is called 'nobody'; see  aikg list entities"),
    ],
)
def test_what_cannot_be_asked_is_refused(network_of, options, message):
    """With one sentence that says what is wrong."""
    with pytest.raises((ValueError, NameProblem)) as refused:
        between(network_of(LINE), "a", "d", options)
    assert refused.value.args[0] == message


def test_a_hub_that_leads_nowhere_does_not_stop_the_search(network_of):
    """A thousand neighbours among themselves, and one way out: found at once, and the rest soon given up."""
    crowd = [f"n{i}" for i in range(60)]
    claims = [("a", "owns", n, "reported", 1) for n in crowd]
    claims += [(m, "supplies", n, "reported", 1) for m in crowd for n in crowd if m < n]
    claims += [("hub", "owns", n, "reported", 1) for n in crowd]
    claims += [
        ("a", "owns", "hub", "reported", 1),
        ("hub", "owns", "z", "reported", 1),
        ("z", "owns", "y", "reported", 1),
    ]
    claims += [("x", "owns", n, "reported", 1) for n in crowd]
    view = network_of(claims)
    answer = between(view, "a", "y", Options(avoid=("hub",), max_hops=8))
    assert answer.paths == ()
    assert nodes(between(view, "a", "y", Options(k=2, max_hops=8)))[0] == ("a", "hub", "z", "y")


def test_dead_ends_are_given_up(network_of):
    """Beyond a cut point a crowd could be walked for ever: k paths that do not exist are not looked for there."""
    crowd = [f"n{i:02}" for i in range(40)]
    claims = [("m", "owns", n, "reported", 1) for n in crowd]
    claims += [(m, "supplies", n, "reported", 1) for m in crowd for n in crowd if m < n]
    claims += [("a", "owns", "m", "reported", 1), ("m", "owns", "z", "reported", 1)]
    assert nodes(between(network_of(claims), "a", "z", Options(k=3, max_hops=12))) == [("a", "m", "z")]


# ---- the answer as JSON, text and in a notebook


def test_the_json_has_exactly_the_keys_scripts_rely_on(network_of):
    """The keys of cli.md, with the frame; lists are sorted, absent terms null."""
    answer = between(network_of(LINE, floor="alleged"), "a", "d", Options(relations=("supplies", "owns"))).as_json()
    assert list(answer) == ["from", "to", "as_of", "known_at", "floor", "only", "paths", "searched"]
    assert (answer["as_of"], answer["known_at"], answer["floor"], answer["only"]) == (None, None, "alleged", None)
    assert answer["searched"] == {"entities": 4, "claims": 3, "max_hops": 6, "relations": ["owns", "supplies"]}
    (path,) = answer["paths"]
    assert (list(path), path["hops"], path["layer"]) == (["hops", "layer", "steps"], 3, "alleged")
    assert path["steps"][1] == {
        "claim": "c.supplies.b",
        "subject": "c",
        "relation": "supplies",
        "object": "b",
        "forward": False,
        "status": "corroborated",
        "layer": "alleged",
        "flags": [],
        "sources": ["d1", "d2"],
        "parallel": [],
    }
    assert json.loads(json.dumps(answer)) == answer


def test_the_json_repeats_the_frame(network_of):
    """All four terms."""
    view = network_of(LINE, as_of=739_995, known_at=740_001, only=("d1", "d2"))
    answer = between(view, "a", "b").as_json()
    terms = [answer[key] for key in ("as_of", "known_at", "floor", "only")]
    assert terms == ["2027-01-14", "2027-01-20", "alleged", ["d1", "d2"]]


def test_the_text_says_what_was_asked_and_each_step(network_of):
    """Printing an answer is the answer."""
    assert str(between(network_of(LINE), "a", "c", Options(directed=False))) == (
        "The a – The c: 1 path (floor alleged)\n"
        "\n"
        "1. The a – The b – The c  (2 hops, weakest layer alleged)\n"
        "   The a owns The b, since 2026-01-01\n"
        "       a.owns.b  [reported, single-source; d1]\n"
        "   The b is supplied by The c, since 2026-01-01\n"
        "       c.supplies.b  [alleged, corroborated; d1, d2]"
    )


def test_no_path_says_what_was_searched(network_of):
    """And along what."""
    options = Options(relations=("owns",), avoid=("c",), directed=True, min_roots=2, through_places=True)
    assert str(between(network_of(LINE), "a", "d", options)) == (
        "The a – The d: no path (floor alleged, along owns, avoiding c, from subject to object, "
        "with at least 2 independent roots, through places too). Searched 4 entities and 3 claims for up to 6 hops."
    )


def test_an_answer_prints_in_a_notebook(network_of):
    """As the same text, with nothing in it that a browser would run."""
    answer = between(network_of(LINE), "a", "b")
    assert answer._repr_html_() == f"<pre>{answer}</pre>"
    answer.start_name = "<script>"
    assert "<script>" in str(answer)
    assert "<script>" not in answer._repr_html_()


def test_answers_are_compared_and_shown_by_their_fields(network_of):
    """As values are."""
    one, other = (between(network_of(LINE), "a", "d") for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != between(network_of(LINE), "a", "c")
    assert repr(Options(k=2)) == (
        "Options(avoid=(), directed=False, k=2, max_hops=6, min_roots=0, relations=(), through_places=False)"
    )


# ---- names


@pytest.mark.parametrize(
    "name", ["acme-labs", "Acme Labs", "ACME  labs", "Acme", "acme-research", "阿克米实验室", "مختبرات أكمي"]
)
def test_names_are_forgiving(invented, name):
    """An id, a former id, a name or alias in any language, script and case."""
    assert invented.view().path(name, "tiny-model-co", k=1).start == "acme-labs"


def test_a_name_of_several_things_lists_them(network_of):
    """With their names; the id decides."""
    view = network_of(LINE)
    entities = view.facts.entities
    object.__setattr__(entities["a"], "aliases", ("Twin",))
    object.__setattr__(entities["b"], "aliases", ("twin",))
    with pytest.raises(NameProblem, match=r"^'TWIN' may be any of: a \(The a\), b \(The b\); use the id$"):
        between(view, "TWIN", "d")


def test_a_name_of_nothing_gets_near_ones(network_of):
    """Did you mean."""
    with pytest.raises(NameProblem, match=r"^nothing is called 'the aa'; did you mean 'the a'"):
        between(network_of(LINE), "the aa", "d")
