"""Money that comes back to where it started."""

import hypothesis
import networkx as nx
from hypothesis import strategies as st

from graph.network.cycles import cycles

PAIRS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=14,
    unique=True,
)


def test_an_investor_whose_company_buys_from_it(told):
    """Investment one way and a purchase the other way make a circle, with the amounts given."""
    claims = [
        ("a", "investsIn", "b", "amount: 100 billion USD", "amountKind: talks", "on: 2025-09-22"),
        ("b", "buysFrom", "a", "on: 2025-10"),
        ("a", "owns", "b", "share: minority"),
    ]
    (found,) = cycles(told(claims).view()).cycles
    assert found.parties == ("a", "b")
    assert [(leg.payer, leg.payee, [deal.claim for deal in leg.deals]) for leg in found.legs] == [
        ("a", "b", ["a.investsIn.b", "a.owns.b"]),
        ("b", "a", ["b.buysFrom.a"]),
    ]
    assert found.legs[0].deals[0].as_json() == {
        "claim": "a.investsIn.b",
        "relation": "investsIn",
        "amount": "100 billion USD",
        "amountKind": "talks",
        "share": None,
        "dates": "on 2025-09-22",
        "layer": "reported",
        "flags": [],
    }
    assert found.legs[1].deals[0].amount is None
    assert found.legs[0].deals[1].share == "minority"


def test_one_deal_told_from_both_sides_is_no_circle(told):
    """A supplies B and B buys from A: money passes one way only."""
    assert cycles(told([("a", "supplies", "b"), ("b", "buysFrom", "a")]).view()).cycles == ()


def test_goods_one_way_and_money_the_same_way_are_a_circle(told):
    """A invests in B and supplies B, who pays for that."""
    (found,) = cycles(told([("a", "investsIn", "b"), ("a", "supplies", "b")]).view()).cycles
    assert found.parties == ("a", "b")


def test_partners_move_no_money(told):
    """Relations without a direction of money make no circle, and alone nothing computable."""
    answer = cycles(told([("a", "partnersWith", "b")]).view())
    assert (answer.cycles, answer.not_computable) == ((), "no claim of this view moves money between two things")


def test_longer_circles_need_to_be_asked_for(told):
    """Circles of more parties than asked for are left out."""
    ring = told([("a", "owns", "b"), ("b", "owns", "c"), ("c", "owns", "a")]).view()
    assert [found.parties for found in cycles(ring, longest=3).cycles] == [("a", "b", "c")]
    assert cycles(ring, longest=2).cycles == ()


def test_too_many_circles_are_said_to_be_too_many(told):
    """The list is cut, and says so."""
    claims = [(a, "owns", b) for a in "abcd" for b in "abcd" if a != b]
    answer = cycles(told(claims).view(), most=5)
    assert (len(answer.cycles), answer.complete) == (5, False)
    assert cycles(told(claims).view()).complete


def test_an_expected_deal_is_marked(told):
    """What is only announced carries its flag into the circle."""
    expected = "sources: [{doc: wire, as: expected}]"
    (found,) = cycles(told([("a", "investsIn", "b"), ("b", "buysFrom", "a", expected)]).view()).cycles
    assert [deal.flags for leg in found.legs for deal in leg.deals] == [(), ("expected",)]


@hypothesis.given(PAIRS, st.integers(2, 5))
@hypothesis.settings(max_examples=40)
def test_circles_are_networkxs(told, pairs, longest):
    """The circles found are those of networkx.simple_cycles up to the length asked for."""
    answer = cycles(told([(f"c{a}", "lendsTo", f"c{b}") for a, b in pairs]).view(), longest=longest)
    graph = nx.DiGraph((f"c{a}", f"c{b}") for a, b in pairs)
    expected = set()
    for cycle in nx.simple_cycles(graph, length_bound=longest):
        start = cycle.index(min(cycle))
        expected.add((*cycle[start:], *cycle[:start]))
    assert {found.parties for found in answer.cycles} == expected
    assert [len(found.parties) for found in answer.cycles] == sorted(len(found.parties) for found in answer.cycles)


def test_the_invented_ring_of_owners(invented):
    """Ring A and Ring B own most of each other."""
    (found,) = cycles(invented.view(), relations=["owns"]).cycles
    assert found.names == ("Ring A", "Ring B")
    assert [deal.share for leg in found.legs for deal in leg.deals] == ["60", "60"]
