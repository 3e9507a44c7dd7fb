"""Two camps against the fewest ties."""

import itertools

import hypothesis
from hypothesis import strategies as st

from graph.network import balance as module
from graph.network.balance import _components, balance, divide

SIGNS = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([1, -1]),
    min_size=1,
    max_size=18,
)


def against(sides, signs):
    """Count the ties that a division goes against."""
    return sum((sides[a] == sides[b]) != (sign > 0) for (a, b), sign in signs.items())


@hypothesis.given(SIGNS)
@hypothesis.settings(max_examples=200)
def test_the_division_is_the_best_of_all(signs):
    """No other division goes against fewer ties, and as many are as good as is said."""
    for group in _components(signs):
        own = {pair: sign for pair, sign in signs.items() if pair[0] in group}
        sides, divisions = divide(group, own)
        rest = itertools.product((0, 1), repeat=len(group) - 1)
        costs = [against(dict(zip(group, (0, *way), strict=True)), own) for way in rest]
        assert against(sides, own) == min(costs)
        assert divisions == costs.count(min(costs))
        assert sides[group[0]] == 0


def test_the_enemy_of_an_enemy_stands_on_ones_side(told):
    """A balanced network divides without a frustrated tie."""
    claims = [("a", "sues", "b"), ("c", "competesWith", "b"), ("a", "supplies", "c")]
    (found,) = balance(told(claims).view()).components
    assert (found.frustration, found.divisions, found.frustrated) == (0, 1, ())
    assert found.camps == (("a", "c"), ("b",))


def test_a_friend_who_serves_a_rival_is_frustrated(told):
    """Three things with one hostile tie among friends cannot be divided."""
    claims = [
        ("a", "sues", "b"),
        ("a", "supplies", "c"),
        ("b", "supplies", "c"),
        ("d", "owns", "a"),
        ("d", "owns", "b"),
    ]
    (found,) = balance(told(claims).view()).components
    assert (found.frustration, found.divisions) == (1, 1)
    (tie,) = found.frustrated
    assert (tie.a, tie.b, tie.sign, tie.basis.claims) == ("a", "b", "hostile", ("a.sues.b",))


def test_friends_who_are_foes_are_listed_apart(told):
    """A tie with claims of both signs goes against every division alike."""
    answer = balance(told([("a", "investsIn", "b"), ("b", "sues", "a"), ("b", "supplies", "c")]).view())
    assert [(tie.a, tie.b, tie.sign, tie.basis.claims) for tie in answer.mixed] == [
        ("a", "b", "both", ("a.investsIn.b", "b.sues.a"))
    ]
    assert [found.members for found in answer.components] == [("b", "c")]


def test_neutral_relations_do_not_count(told):
    """Without a friendly or hostile claim nothing is computable."""
    answer = balance(told([("a", "writesTo", "b")]).view())
    assert answer.components == ()
    assert answer.not_computable == "no claim of this view is friendly or hostile between two things"


def test_what_is_tied_too_closely_is_not_computable(told, monkeypatch):
    """Where an exact answer would take too long there is none, and the reason."""
    monkeypatch.setattr(module, "WIDEST", 2)
    claims = [(a, "sues", b) for a, b in itertools.combinations("abcd", 2)] + [("x", "sues", "y")]
    wide, narrow = balance(told(claims).view()).components
    assert (wide.members, wide.frustration, wide.camps) == (("a", "b", "c", "d"), None, ())
    assert wide.not_computable == (
        "the fewest ties against a division are not computed: the 4 things are tied too closely (more than 2 at once)"
    )
    assert wide.as_json()["balanced"] is None
    assert (narrow.frustration, narrow.not_computable) == (0, None)


def test_in_the_seeds_alibaba_and_anthropic_stand_apart(seeds):
    """The ban on Claude Code divides the two, and nothing is frustrated."""
    camps = balance(seeds.view(only="s000,s002")).components[0]
    assert camps.frustration == 0
    sides = {thing: number for number, camp in enumerate(camps.camps) for thing in camp}
    assert sides["alibaba"] == sides["qoder"] != sides["anthropic"] == sides["claude-code"]


def test_claims_of_a_component_are_edges_of_the_view(invented):
    """Each component names the signed claims it rests on."""
    view = invented.view(floor="alleged")
    for found in balance(view).components:
        assert len(found.basis.claims) >= found.ties
        assert all(view.edges[claim].claim.subject in found.members for claim in found.basis.claims)
