"""Ownership: the worked examples, the ends of intervals, dates, proofs, missing facts, measures."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from graph.facts.share import UNSTATED, Share, parse_share
from graph.facts.when import FOREVER, NEVER, parse_day, parse_when
from graph.meaning.ownership import (
    Answer,
    Coverage,
    Holding,
    Missing,
    Oversubscribed,
    Rule,
    Stake,
    cascade,
    effective_share,
    oversubscribed,
    oversubscribed_ever,
    register,
    rule_of,
    stakes_on,
)

OFAC = Rule(">=", Fraction(50), aggregate=True)
MORE = Rule(">", Fraction(50), aggregate=True)
UK = Rule(">", Fraction(50), aggregate=False)
UNSAID = Rule(">=", Fraction(50), aggregate=None)
OWNED = Rule(threshold=None, aggregate=True)


def share(text: str) -> Share:
    """Read a share, nothing being an unstated one."""
    return parse_share(text) if text else UNSTATED


def stakes(text: str) -> list[Stake]:
    """Read stakes such as ``x a 50, a b majority, a c`` (a question mark at the end: not certain)."""
    found = []
    for each in text.split(", "):
        certain = not each.endswith("?")
        owner, asset, size = f"{each.removesuffix('?').strip()} ".split(" ", 2)
        found.append(Stake(owner, asset, share(size.strip()), f"{owner}.owns.{asset}", certain))
    return found


def covered(text: str, rule: Rule, seeds: str = "xy", possible: str = "") -> Coverage:
    """Run the cascade from single-letter seeds."""
    return cascade(stakes(text), seeds, possible, rule=rule)


def yes(coverage: Coverage) -> str:
    """Return who is covered, as letters."""
    return "".join(party for party in coverage if coverage.verdict(party) == "YES")


def possible(coverage: Coverage) -> str:
    """Return who is possibly covered, as letters."""
    return "".join(party for party in coverage if coverage.verdict(party) == "POSSIBLE")


# --- worked examples ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "least", "more", "apart"),
    [
        pytest.param("x a 50, a b 50", "ab", "", "", id="W1"),
        pytest.param("x a 50, x b 50, a c 25, b c 25", "abc", "", "", id="W2"),
        pytest.param("x a 50, x b 10, a b 40", "ab", "", "", id="W3"),
        pytest.param("x a 25, y a 25", "a", "", "", id="W6"),
        pytest.param("x a 30, y a 25", "a", "a", "", id="W6, variant"),
        pytest.param("x a 60, a b majority", "ab", "ab", "ab", id="W8, majority"),
        pytest.param("x a 60, a b", "a", "a", "a", id="W8, unstated"),
        pytest.param("x a 51, a b 51, b c 51", "abc", "abc", "abc", id="W9"),
    ],
)
def test_worked_example(edges: str, least: str, more: str, apart: str) -> None:
    """The table of semantics.md: ">= 50" added up, "> 50" added up, "> 50" per party."""
    results = [covered(edges, rule) for rule in (OFAC, MORE, UK)]
    assert [yes(each) for each in results] == [least, more, apart]
    unstated = "b" if edges == "x a 60, a b" else ""
    assert [possible(each) for each in results] == [unstated] * 3


# --- ends of intervals --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "least", "more"),
    [
        ("x a 50", "YES", "NO"),
        ("x a > 50", "YES", "YES"),
        ("x a >= 50", "YES", "POSSIBLE"),
        ("x a <= 50", "POSSIBLE", "NO"),
        ("x a minority", "NO", "NO"),
        ("x a 40..50", "POSSIBLE", "NO"),
        ("x a 20..30, y a 30", "YES", "POSSIBLE"),
        ("x a 25, y a > 25", "YES", "YES"),
        ("x a < 25, y a 25", "NO", "NO"),
        ("x a > 0, y a 50", "YES", "YES"),
        ("x a 33.3, y a 16.7", "YES", "NO"),
        ("x a 33.333, y a 16.666", "NO", "NO"),
    ],
)
def test_a_sum_reaches_a_threshold_only_with_closed_ends(edges: str, least: str, more: str) -> None:
    """At equality ">=" passes below always and above only if reached; ">" passes below only if not, above never."""
    assert covered(edges, OFAC).verdict("a") == least
    assert covered(edges, MORE).verdict("a") == more


@pytest.mark.parametrize(
    ("edges", "verdict"),
    [
        ("x a, z a 50", "POSSIBLE"),
        ("x a, z a 50.1", "NO"),
        ("x a, z a majority", "NO"),
        ("x a 20..40, y a 20..40, z a 55", "NO"),
        ("x a 20..40, y a 20..40, z a 55?", "POSSIBLE"),
    ],
)
def test_what_others_hold_caps_all_stakes_jointly(edges: str, verdict: str) -> None:
    """Covered owners together hold at most what the certain stakes of others leave."""
    assert covered(edges, OFAC).verdict("a") == verdict


def test_no_rounding_at_a_threshold() -> None:
    """Thirds add up to a whole exactly, and a threshold need not be a multiple of any share."""
    third = Fraction(100, 3)
    held = [Stake("x", f"a{n}", Share("", third * 3, third * 3), f"c{n}") for n in range(3)]
    held += [Stake(f"a{n}", "b", Share("", third, third), f"d{n}") for n in range(3)]
    assert cascade(held, ["x"], rule=Rule(">=", Fraction(100), aggregate=True)).verdict("b") == "YES"
    two = Rule(">=", Fraction(200, 3), aggregate=True)
    assert cascade(held[:2] + held[3:], ["x"], rule=two).verdict("b") == "YES"
    above = Rule(">=", Fraction(200, 3) + Fraction(1, 10**9), aggregate=True)
    assert cascade(held[:2] + held[3:], ["x"], rule=above).verdict("b") == "NO"


# --- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "verdict"),
    [("x a wholly", "YES"), ("x a 99", "POSSIBLE"), ("x a", "POSSIBLE"), ("x a > 0", "POSSIBLE"), ("z a 100", "NO")],
)
def test_a_text_that_only_says_owned_by(edges: str, verdict: str) -> None:
    """Wholly owned is YES, any other known stake POSSIBLE."""
    assert covered(edges, OWNED).verdict("a") == verdict


def test_a_text_that_does_not_say_whether_to_add_up() -> None:
    """Both are run; where the answers differ it is POSSIBLE, and the rule's text is what is missing."""
    coverage = covered("x a 30, y a 25, x b 55, z c 90", UNSAID)
    assert [coverage.verdict(party) for party in "abc"] == ["POSSIBLE", "YES", "NO"]
    answer = coverage["a"]
    assert answer.proof == ("x.owns.a", "y.owns.a")
    assert answer.missing == (Missing("Does the rule add up the stakes of different parties?"),)


def test_where_adding_up_settles_it_that_is_the_proof_shown() -> None:
    """The firmer of the two readings is proved; what would settle the other is missing beside the rule's text."""
    answer = covered("x a 30..60, y a 25", UNSAID)["a"]
    assert answer.verdict == "POSSIBLE"
    assert answer.proof == ("x.owns.a", "y.owns.a")
    assert [fact.question for fact in answer.missing] == [
        "What share of a did x hold on that day?",
        "Does the rule add up the stakes of different parties?",
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("> 50", Rule(">", Fraction(50), aggregate=True)),
        (">= 25", Rule(">=", Fraction(25), aggregate=True)),
        ("majority", Rule(">", Fraction(50), aggregate=True)),
        ("wholly", Rule(">=", Fraction(100), aggregate=True)),
        ("", Rule(aggregate=True)),
    ],
)
def test_a_share_spells_a_rule(text: str, rule: Rule) -> None:
    """What a selector's ``share`` says becomes comparison and threshold."""
    assert rule_of(parse_share(text) if text else None, aggregate=True) == rule


@pytest.mark.parametrize("text", ["minority", "< 25", "20..30", "50", "< 100"])
def test_a_share_that_is_no_rule(text: str) -> None:
    """A share that a whole company does not pass is refused."""
    sentence = f'not a rule of ownership: {text}; write "> 50", ">= 25", majority or wholly'
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        rule_of(parse_share(text))


@pytest.mark.parametrize(
    ("comparison", "threshold", "sentence"),
    [
        ("<", 50, "a rule compares with > or >=, not '<'"),
        (">=", 0, "a rule of >= 0 per cent covers everything or nothing"),
        (">", 100, "a rule of > 100 per cent covers everything or nothing"),
        (">", -1, "a rule of > -1 per cent covers everything or nothing"),
        (">=", 101, "a rule of >= 101 per cent covers everything or nothing"),
    ],
)
def test_what_is_no_rule(comparison: str, threshold: int, sentence: str) -> None:
    """A rule that everybody or nobody passes is refused."""
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Rule(comparison, Fraction(threshold))


# --- seeds and rings ----------------------------------------------------------------------------


def test_a_ring_does_not_capture_itself() -> None:
    """Companies that hold each other are not covered without an owner outside."""
    assert yes(covered("a b 100, b a 100, x c 60", OFAC)) == "c"


@pytest.mark.parametrize("rule", [OFAC, UK, UNSAID])
def test_a_seed_is_covered_only_through_another_seed(rule: Rule) -> None:
    """What a seed owns does not cover it; what another seed owns does."""
    ring = "x a 100, a x 100"
    assert covered(ring, rule, "x").verdict("x") == "NO"
    assert covered(f"{ring}, y b 60, b x 60", rule, "x").verdict("x") == "NO"
    both = covered("x a 100, a x 30, y b 60, b x 60", rule, "xy")
    assert both.verdict("x") == "YES"
    assert both.verdict("y") == "NO"
    assert both["x"].proof == ("y.owns.b", "b.owns.x")


def test_seeds_add_up_in_another_seed() -> None:
    """Two seeds together cover a third where stakes add up; its own stake in itself does not count."""
    edges = "x z 25, y z 20, z a 100, a z 55"
    assert covered(edges, OFAC, "xyz").verdict("z") == "NO"
    assert covered(edges.replace("y z 20", "y z 25").replace("55", "50"), OFAC, "xyz").verdict("z") == "YES"


def test_a_seed_deep_in_a_ring() -> None:
    """A seed that others reach only from afar, through a ring it is part of, is found."""
    chain = ", ".join(f"{a} {b} 60" for a, b in zip("ybcdefgh", "bcdefghx", strict=True))
    coverage = covered(f"{chain}, x i 100, i b 40", OFAC, "xy")
    assert coverage["x"].verdict == "YES"
    assert coverage["x"].proof == tuple(f"{a}.owns.{b}" for a, b in zip("ybcdefgh", "bcdefghx", strict=True))


def test_a_possible_seed_covers_possibly() -> None:
    """Only the upper cascade starts from possible seeds, and it asks about them."""
    coverage = covered("p a 60, a b majority, x c 30, p c 30", OFAC, "x", "p")
    assert [coverage.verdict(party) for party in "abcp"] == ["POSSIBLE", "POSSIBLE", "POSSIBLE", "NO"]
    assert coverage["b"] == Answer(
        "POSSIBLE",
        proof=("p.owns.a", "a.owns.b"),
        seeds=("p",),
        missing=(Missing("Is p one of the parties the rule names?", owner="p"),),
        unaccounted=Fraction(50),
    )


def test_a_covered_owner_passes_on_all_it_holds_and_others_nothing() -> None:
    """Percentages are not multiplied along a chain, and 49 per cent stop it."""
    assert yes(covered("x a 50, a b 100, x c 49, c d 100", OFAC)) == "ab"


# --- proofs -------------------------------------------------------------------------------------


def test_a_proof_runs_from_the_seeds_down() -> None:
    """The claims of W2 in an order in which each owner is covered before it passes on."""
    answer = covered("a c 25, b c 25, x b 50, x a 50", OFAC)["c"]
    assert answer.proof == ("x.owns.a", "x.owns.b", "a.owns.c", "b.owns.c")
    assert answer.seeds == ("x",)
    assert answer.missing == ()


def test_a_proof_takes_the_fewest_stakes() -> None:
    """Small stakes that are not needed are left out."""
    assert covered("x a 20, y a 60, x b 30, y b 5, a b 25", OFAC)["a"].proof == ("y.owns.a",)
    assert covered("x b 10, y b 30, z b 25, w b 5", OFAC, "xyzw")["b"].proof == ("y.owns.b", "z.owns.b")


def test_per_party_names_the_seed_that_covers() -> None:
    """Each seed runs for itself; the proof is that of the shortest chain."""
    answer = covered("x b 60, b a 60, y a 30", UK)["a"]
    assert (answer.seeds, answer.proof) == (("x",), ("x.owns.b", "b.owns.a"))


def test_per_party_names_the_nearest_of_several_seeds() -> None:
    """Where several seeds cover a party alone, the one with the fewest rounds proves it."""
    answer = covered("x b 60, b a 30, y a 30", Rule(">=", Fraction(25), aggregate=False))["a"]
    assert (answer.seeds, answer.proof) == (("y",), ("y.owns.a",))


def test_long_chains_need_no_recursion() -> None:
    """A proof may be longer than Python's stack is deep."""
    chain = [Stake(f"c{n}", f"c{n + 1}", parse_share("51"), str(n)) for n in range(5000)]
    answer = cascade(chain, ["c0"], rule=UK)["c5000"]
    assert answer.proof == tuple(str(n) for n in range(5000))


# --- what is missing ----------------------------------------------------------------------------


def questions(coverage: Coverage, party: str) -> list[str]:
    """Return what is asked about a party."""
    return [fact.question for fact in coverage[party].missing]


def test_the_size_of_a_stake_is_asked_for() -> None:
    """An unstated share leaves POSSIBLE and is what is missing, by owner, asset and claim."""
    answer = covered("x a 60, a b", OFAC)["b"]
    assert answer.proof == ("x.owns.a", "a.owns.b")
    assert answer.missing == (Missing("What share of b did a hold on that day?", "a", "b", "a.owns.b"),)


def test_the_day_of_a_stake_is_asked_for() -> None:
    """A stake that covers the day only maybe is asked for as such, at the company where it matters."""
    coverage = covered("x a 60?, a b majority", OFAC)
    assert coverage["b"].missing == (Missing("Did x hold its share of a on that day?", "x", "a", "x.owns.a"),)
    assert coverage["b"].proof == ("x.owns.a", "a.owns.b")


def test_facts_that_settle_alone_come_without_those_that_do_not() -> None:
    """Of two open stakes only the one that could decide is asked for; where neither could alone, both are."""
    assert questions(covered("x a 20..60, y a < 5", OFAC), "a") == ["What share of a did x hold on that day?"]
    assert questions(covered("x a 0..40, y a 0..40", OFAC), "a") == [
        "What share of a did x hold on that day?",
        "What share of a did y hold on that day?",
    ]
    # x and y would each settle it as NO, z would settle nothing
    assert questions(covered("x a 10..40, y a 0..12, z a 0..1", OFAC, "xyz"), "a") == [
        "What share of a did x hold on that day?",
        "What share of a did y hold on that day?",
    ]


def test_an_open_end_settles_nothing_by_coming_close() -> None:
    """Less than 25 beside more than 25 need not make 50, however close it comes."""
    assert questions(covered("x a < 25, y a > 25", OFAC), "a") == ["What share of a did y hold on that day?"]


def test_a_ring_of_open_answers_is_traced_to_what_opens_it() -> None:
    """Where each of two companies would settle the other, the doubtful stakes that feed them are asked for."""
    coverage = covered("x m 30?, y m 30?, n m 50, m n 60", OFAC)
    asked = ["Did x hold its share of m on that day?", "Did y hold its share of m on that day?"]
    assert questions(coverage, "n") == questions(coverage, "m") == asked


def test_a_stake_of_others_can_settle_too() -> None:
    """Where the share of an owner outside would leave too little, it is asked for after the others."""
    assert questions(covered("x a, z a 20..60", OFAC), "a") == [
        "What share of a did x hold on that day?",
        "What share of a did z hold on that day?",
    ]


def test_only_owned_by_asks_for_the_rule() -> None:
    """A known stake under a text without a share lacks only the text."""
    assert questions(covered("x a 60", OWNED), "a") == ["From what share on does the rule count a company as owned?"]


# --- unaccounted capital ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "rule", "unaccounted", "at_stake"),
    [
        ("x a 30, z a 30", OFAC, 40, True),
        ("x a 30, z a 60", OFAC, 10, False),
        ("x a 30, z a 50", OFAC, 20, True),
        ("x a 30, z a 50", MORE, 20, False),
        ("x a 30, z a 70", OFAC, 0, False),
        ("x a 30, y a 30, z a 30", UK, 10, False),
        ("x a 45, y a 30, z a 10", UK, 15, True),
        ("z a majority", OFAC, 50, False),
        ("x a 20, y a 20, z a 45", UNSAID, 15, True),
    ],
)
def test_a_no_says_what_is_unaccounted_for(edges: str, rule: Rule, unaccounted: int, at_stake: bool) -> None:
    """A NO tells how much nobody known holds, and whether that could turn it."""
    answer = covered(edges, rule).answer("a")
    assert answer == Answer("NO", unaccounted=Fraction(unaccounted), at_stake=at_stake)


def test_of_whom_nothing_is_recorded() -> None:
    """A party without any stake is NO with all its capital unaccounted for, and not among those touched."""
    coverage = covered("x a 60", OFAC)
    assert "nobody" not in coverage
    with pytest.raises(KeyError, match="nobody"):
        coverage["nobody"]
    assert coverage.answer("nobody") == Answer("NO", unaccounted=Fraction(100), at_stake=True)


def test_coverage_lists_whom_it_reached_or_touched() -> None:
    """Seeds, covered companies and those a covered owner holds something of; sorted."""
    assert list(covered("x b 60, b a 10, z c 100", OFAC, "x")) == ["a", "b", "x"]


# --- days ---------------------------------------------------------------------------------------

DAY = parse_day("2026-03-15")


def span(since: str = "", until: str = "") -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the bounds of the first and last day, as the loader gives them."""
    first = (parse_when(since).earliest, parse_when(since).latest) if since else (NEVER, parse_day("2025-01-01"))
    last = (parse_when(until).earliest, parse_when(until).latest) if until else (FOREVER, FOREVER)
    return first, last


def holding(owner: str, size: str, since: str = "", until: str = "", name: str = "") -> Holding:
    """Return a holding in ``a``."""
    return Holding(owner, "a", share(size), name or f"{owner}.owns.a", *span(since, until))


def on(day: int, *holdings: Holding, seeds: str = "x") -> str:
    """Return the verdict on ``a`` under ">= 50, added up" on a day."""
    return cascade(stakes_on(holdings, day), seeds, rule=OFAC).verdict("a")


@pytest.mark.parametrize(
    ("day", "certain"),
    [
        ("2026-02-28", []),
        ("2026-03-01", [False]),
        ("2026-03-31", [True]),
        ("2026-09-01", [True]),
        ("2026-09-02", [False]),
        ("2026-10-01", []),
    ],
)
def test_a_vague_day_makes_a_stake_doubtful(day: str, certain: list[bool]) -> None:
    """A stake stands from its latest start to its earliest end, may stand around that, and else does not."""
    found = stakes_on([holding("x", "60", "2026-03", "2026-09")], parse_day(day))
    assert [stake.certain for stake in found] == certain


def test_a_claim_not_certainly_known_does_not_stand_for_certain() -> None:
    """What may not have been known yet may be left out."""
    known = Holding("x", "a", share("60"), "c", *span("2025"), known=False)
    assert [stake.certain for stake in stakes_on([known], DAY)] == [False]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("60", "70", "YES"),
        ("30", "40", "NO"),
        ("40", "60", "POSSIBLE"),
        ("60", "40", "POSSIBLE"),
        ("30", "", "POSSIBLE"),
    ],
)
def test_a_stake_that_changed_size_on_a_vague_day_counts_once(before: str, after: str, verdict: str) -> None:
    """One of the two values holds: neither both of them nor none."""
    changed = (holding("x", before, "2020", "2026-03", "old"), holding("x", after, "2026-03", "", "new"))
    assert on(DAY, *changed) == verdict


def test_a_change_of_size_asks_which_value_held() -> None:
    """The two claims are named in one question."""
    changed = (holding("x", "40", "2020", "2026-03", "old"), holding("x", "60", "2026-03", "", "new"))
    answer = cascade(stakes_on(changed, DAY), "x", rule=OFAC)["a"]
    assert answer.missing == (Missing("Which of these held on that day: new, old?", "x", "a", "new"),)
    assert answer.proof == ("new",)


def test_what_certainly_stands_excludes_its_alternatives() -> None:
    """Before the earliest day of the change the old value holds, after the latest the new one."""
    changed = (holding("x", "40", "2020", "[2026-03-10..2026-03-31]", "old"), holding("x", "60", "2026-03", "", "new"))
    assert [on(parse_day(day), *changed) for day in ("2026-03-05", "2026-03-15", "2026-03-31", "2026-04-01")] == [
        "NO",
        "POSSIBLE",
        "YES",
        "YES",
    ]


def test_a_successor_is_certain_once_its_predecessor_has_ended() -> None:
    """Exactly one of the two values holds, and the old one no longer does."""
    changed = (holding("x", "40", "2020", "2026-03-10", "old"), holding("x", "60", "2026-03", "", "new"))
    assert on(parse_day("2026-03-20"), *changed) == "YES"
    unbegun = (holding("x", "40", "2020", "2024-03-10", "old"), holding("x", "60", "", "", "new"))
    assert on(parse_day("2024-06-01"), *unbegun) == "POSSIBLE"  # a missing date is not a vague one


def test_stakes_of_one_owner_that_do_not_overlap_in_doubt_add_up() -> None:
    """Two claims that both cover the day for certain are two stakes."""
    assert on(DAY, holding("x", "30", "2020", "", "first"), holding("x", "25", "2021", "", "second")) == "YES"


@pytest.mark.parametrize(
    ("sold", "bought", "seeds", "verdict"),
    [
        ("60", "60", "xy", "YES"),
        ("30", "30", "xy", "NO"),
        ("60", "60", "x", "POSSIBLE"),
        ("60", "60", "y", "POSSIBLE"),
        ("60", "60", "z", "NO"),
        ("majority", "majority", "xy", "YES"),
        ("30", "25", "xy", "POSSIBLE"),
    ],
)
def test_a_transfer_on_a_vague_day_is_two_worlds(sold: str, bought: str, seeds: str, verdict: str) -> None:
    """The buyer or the seller holds the stake; the answer is POSSIBLE where the two worlds differ.

    Stakes of different sizes are no transfer: both may stand, or neither.
    """
    moved = (holding("x", sold, "2020", "2026-03"), holding("y", bought, "2026-03"))
    assert on(DAY, *moved, seeds=seeds) == verdict


def test_a_transfer_between_seeds_covers_per_party_too() -> None:
    """Whoever holds the stake covers the company alone; the proof names both."""
    moved = (holding("x", "60", "2020", "2026-03"), holding("y", "60", "2026-03"))
    below = Holding("a", "b", share("wholly"), "a.owns.b", *span("2020"))
    answer = cascade(stakes_on((*moved, below), DAY), "xy", rule=UK)["b"]
    assert answer.verdict == "YES"
    assert answer.proof == ("x.owns.a", "a.owns.b", "y.owns.a")
    assert answer.seeds == ("x", "y")


def test_a_transfer_with_two_possible_buyers_is_not_guessed() -> None:
    """Two stakes of that size that may begin: which one was sold is not known, so each stands for itself."""
    moved = (holding("x", "25", "2020", "2026-03"), holding("y", "25", "2026-03"), holding("z", "25", "2026-03"))
    assert on(DAY, *moved, seeds="xyz") == "POSSIBLE"
    keeps = replace(moved[0], end=(DAY + 5, DAY + 10))
    assert on(DAY, keeps, *moved[1:], seeds="yz") == "POSSIBLE"


def test_a_buyer_who_soon_sold_again_is_a_buyer() -> None:
    """A holding whose own first and last days overlap is not its own partner."""
    moved = (holding("x", "60", "2020", "2026-03"), holding("y", "60", "2026-03", "2026"))
    assert on(DAY, *moved, seeds="xy") == "POSSIBLE"  # y may have sold to somebody else
    assert {stake.choice for stake in stakes_on(moved, DAY)} == {"x.owns.a"}


def test_a_gap_between_two_holdings_is_left_open() -> None:
    """Where the old stake ended before the new one can have begun, there may be neither."""
    apart = (holding("x", "60", "2020", "2026-01", "old"), holding("x", "60", "2026-03", "", "new"))
    assert [on(parse_day(day), *apart) for day in ("2026-02-15", "2026-03-15", "2026-04-01")] == [
        "NO",
        "POSSIBLE",
        "YES",
    ]


def test_a_successor_not_certainly_known_leaves_the_old_stake_in_doubt() -> None:
    """A change is certain only where both claims were known."""
    old = holding("x", "60", "2020", "2026-03", "old")
    new = holding("x", "70", "2026-03", "", "new")
    assert [on(DAY, old, new), on(DAY, old, replace(new, known=False))] == ["YES", "POSSIBLE"]


def test_a_successor_of_a_stake_that_may_never_have_begun_is_not_certain() -> None:
    """A stake is certain only as the direct successor of one that certainly began."""
    vague = Holding("x", "a", share("60"), "vague", (DAY - 999, DAY + 1), (DAY - 20, DAY - 1))
    short = Holding("x", "a", share("60"), "short", (DAY - 18, DAY - 15), (DAY - 10, DAY - 8))
    later = Holding("x", "a", share("60"), "later", (DAY - 5, DAY + 5))
    assert on(DAY, vague, short, later) == "POSSIBLE"


def test_a_stake_that_was_split_is_not_one_of_its_parts() -> None:
    """Two stakes that stand side by side add up, though each may have followed the same third one."""
    whole = Holding("x", "a", share("60"), "whole", (1, 1), (DAY - 20, DAY - 10))
    parts = [Holding("x", "a", share("30"), name, (DAY - 15, DAY - 12), (DAY + 5, DAY + 5)) for name in ("one", "two")]
    assert [on(day, whole, *parts) for day in (DAY - 30, DAY - 12, DAY)] == ["YES", "YES", "YES"]
    # in between it is not known which of the three exclude each other
    assert on(DAY - 13, whole, *parts) == "POSSIBLE"
    # nor that both parts followed as soon as the whole had ended
    doubtful = [replace(part, start=(DAY - 15, DAY - 2)) for part in parts]
    assert on(DAY - 8, whole, *doubtful) == "POSSIBLE"


def test_a_missing_date_is_no_transfer() -> None:
    """A buyer whose first day is not known at all may have held its stake beside the seller's."""
    assert on(parse_day("2024-06-01"), holding("x", "30", "2020", "2024"), holding("y", "30"), seeds="xy") == "POSSIBLE"


def test_a_sale_within_one_day_is_not_counted_twice() -> None:
    """The seller's last day may be the buyer's first."""
    moved = (holding("x", "60", "2020", "2026-03-15"), holding("y", "60", "2026-03-15"))
    assert oversubscribed(stakes_on(moved, DAY)) == ()
    assert on(DAY, *moved, seeds="xy") == "YES"


@pytest.mark.parametrize(
    ("threshold", "verdict"), [(20, "YES"), (30, "YES"), (31, "POSSIBLE"), (55, "POSSIBLE"), (56, "NO")]
)
def test_alternatives_of_several_covered_owners_count_once(threshold: int, verdict: str) -> None:
    """At least the least of them, at most the greatest, and never more than others leave."""
    either = [Stake(owner, "a", parse_share(size), owner, choice="c") for owner, size in (("x", "60"), ("y", "30"))]
    rest = Stake("z", "a", parse_share("45"), "z")
    rule = Rule(">=", Fraction(threshold), aggregate=True)
    assert cascade([*either, rest], "xy", rule=rule).verdict("a") == verdict


def test_the_greatest_alternative_counts_whichever_owner_comes_first() -> None:
    """An alternative that is covered in a later round takes nothing from a greater one."""
    either = [Stake(owner, "a", parse_share(size), owner, choice="c") for owner, size in (("x", "60"), ("y", "30"))]
    later = stakes("x y 80, x b 80, b d 80, d a 20")
    rule = Rule(">=", Fraction(75), aggregate=True)
    assert cascade([*either, *later], "x", rule=rule).verdict("a") == "POSSIBLE"


def test_alternatives_with_the_same_name_in_two_companies_are_apart() -> None:
    """A choice is one of stakes in one asset."""
    whole = parse_share("60")
    both = [Stake("x", "a", whole, "1", choice="c"), Stake("x", "b", whole, "2", choice="c")]
    assert yes(cascade(both, "x", rule=OFAC)) == "ab"


# --- contradictory facts ------------------------------------------------------------------------


def test_more_than_the_whole_is_named_with_its_claims() -> None:
    """Certain lower bounds over 100 are an error in the facts; possible ones are not."""
    assert oversubscribed(stakes("x a 60, y a 50, z a?, x b 60, y b 50?, x c 60, y c 40")) == (
        Oversubscribed("a", Fraction(110), ("x.owns.a", "y.owns.a")),
    )
    assert oversubscribed(stakes("x a majority, y a > 50")) == (
        Oversubscribed("a", Fraction(100), ("x.owns.a", "y.owns.a")),
    )


def test_the_first_day_of_more_than_the_whole_is_named() -> None:
    """Only stakes that certainly stand on one day count together."""
    held = (holding("x", "60", "2020", "2026-03-20"), holding("y", "55", "2026-03"))
    assert oversubscribed_ever(held) == ()
    held = (holding("x", "60", "2020", "2026-05-20"), holding("y", "55", "2026-03"))
    assert oversubscribed_ever(held) == (
        Oversubscribed("a", Fraction(115), ("x.owns.a", "y.owns.a"), parse_day("2026-03-31")),
    )


def test_alternatives_can_make_more_than_the_whole() -> None:
    """As soon as one of two alternatives certainly stands, the least of them counts."""
    changed = (holding("x", "30", "[2026-01..2026-02]", "[2026-01..2026-04]", "old"), holding("x", "100", "2026-03"))
    held = (*changed, holding("y", "90", "2020"))
    assert oversubscribed_ever(held) == (
        Oversubscribed("a", Fraction(120), ("old", "x.owns.a", "y.owns.a"), parse_day("2026-03-01")),
    )


def test_more_than_the_whole_can_begin_when_an_alternative_no_longer_stands() -> None:
    """On the day on which two values meet the least counts, the day after only the new one."""
    changed = (
        Holding("x", "a", share("30"), "old", (1, 1), (DAY, DAY + 3)),
        Holding("x", "a", share("60"), "new", (DAY, DAY)),
    )
    other = Holding("y", "a", share("60"), "other", (1, 1))
    assert oversubscribed_ever((*changed, other)) == (Oversubscribed("a", Fraction(120), ("new", "other"), DAY + 1),)


def test_what_is_certain_is_possible_even_where_facts_contradict_each_other() -> None:
    """A company held for certain stays covered, and passes on, though others claim the rest twice."""
    coverage = covered("x a 60, z a 90, a b 60", OFAC)
    assert yes(coverage) == "ab"
    # also where that is known only through a party that is possibly a seed, and reaches another seed
    edges = "a b 40, b d 50, d d 100, d g 0..25, g f 50?, f a 25"
    assert covered(edges, Rule(">", Fraction(1), aggregate=True), "af", "b").verdict("f") == "POSSIBLE"


# --- the effective share ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "least", "greatest"),
    [
        ("x a 50, a b 50", 25, 25),
        ("x a 50, a b 50, x b 10", 35, 35),
        ("x a majority, a b 50", 25, 50),
        ("x a 50?, a b 50", 0, 25),
        ("x a, z a 60, a b 50", 0, 20),
        ("z a 60", 0, 0),
    ],
)
def test_the_effective_share_multiplies(edges: str, least: int, greatest: int) -> None:
    """The sum over chains of the product of shares, of ``x`` in the last company."""
    target = edges.rsplit(", ", maxsplit=1)[-1].split(" ")[1]
    assert effective_share(stakes(edges), "x", target) == (least, greatest)


def test_the_effective_share_runs_through_rings() -> None:
    """A ring is solved as linear equations: a = 1/2 + b/4 and b = a/2 give 4/7 and 2/7."""
    ring = register(stakes("x a 50, a b 50, b a 25"))
    assert effective_share(ring, "x", "a") == (Fraction(400, 7), Fraction(400, 7))
    assert effective_share(ring, "x", "b") == (Fraction(200, 7), Fraction(200, 7))


def test_chains_do_not_return_to_the_owner() -> None:
    """What a company holds of its owner adds nothing to what the owner holds of others; of itself it does."""
    ring = register(stakes("x a 50, a x 40"))
    assert effective_share(ring, "x", "a") == (50, 50)
    assert effective_share(ring, "x", "x") == (20, 20)


def test_a_ring_that_holds_itself_wholly_belongs_to_nobody_outside() -> None:
    """Without a stake from outside the least is nothing, with one that may be large the greatest is."""
    ring = register(stakes("a b 100, b a 100"))
    assert effective_share(ring, "x", "a") == (0, 0)
    assert effective_share(stakes("x a, a b 100, b a"), "x", "b") == (0, 100)
    assert effective_share(stakes("x a, a b, b a, a c, c b"), "x", "a") == (0, 100)


def test_what_others_hold_caps_the_effective_share_in_a_ring() -> None:
    """The owner gets at most what the certain stakes of others leave, whatever comes round."""
    assert effective_share(stakes("x a, z a 60, a b 50, b a"), "x", "a") == (0, 40)


def test_alternatives_count_once_in_the_effective_share() -> None:
    """A stake that changed size on a vague day gives the range of its values."""
    changed = (holding("x", "40", "2020", "2026-03", "old"), holding("x", "60", "2026-03", "", "new"))
    assert effective_share(stakes_on(changed, DAY), "x", "a") == (40, 60)


def test_alternatives_within_a_ring_are_bounds() -> None:
    """Which alternative gives least depends on the ring itself: it counts as nothing, and as all of them at most."""
    either = [Stake("x", "a", parse_share("10"), "1", choice="c"), Stake("b", "a", parse_share("60"), "2", choice="c")]
    ring = [*either, *stakes("a b 100, x a 20")]
    # in the two worlds it is 30 and 50
    assert effective_share(ring, "x", "a") == (20, 75)
