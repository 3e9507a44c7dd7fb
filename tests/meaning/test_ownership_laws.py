"""The laws of ownership on random graphs, against a naive reading of the rule and against worlds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.facts.share import UNSTATED, Share, parse_share
from graph.meaning.flows import Together
from graph.meaning.ownership import (
    Holding,
    Rule,
    Stake,
    cascade,
    effective_share,
    oversubscribed,
    oversubscribed_ever,
    register,
    stakes_on,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NODES = "abcdefg"
TEXTS = ("majority", "minority", "wholly", "> 50", ">= 50", "< 25", "<= 25", "20..30", "> 0", "< 100")
EXACT = ("50", "25", "10", "33.3", "40", "60", "51", "49.9", "75", "100", "5")
RANK = {"NO": 0, "POSSIBLE": 1, "YES": 2}


def law(examples: int) -> settings:
    """Return the settings of a law, sized so that all of them together take seconds."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, database=None, suppress_health_check=slow)


# --- graphs -------------------------------------------------------------------------------------


def overfull(stakes: Sequence[Stake]) -> bool:
    """Tell whether more of some company is held for certain than there is, alternatives at their greatest."""
    for asset in {stake.asset for stake in stakes}:
        held = [stake.share for stake in stakes if stake.asset == asset]
        total = sum(share.low for share in held)
        if total > 100 or (total == 100 and not all(share.low_closed for share in held)):
            return True
    return False


shares = st.sampled_from((UNSTATED, *map(parse_share, TEXTS + EXACT)))
exact = st.sampled_from([parse_share(text) for text in EXACT])


@st.composite
def graphs(
    draw: st.DrawFn,
    sizes: st.SearchStrategy[Share] = shares,
    vague: bool = True,
    choices: bool = False,
    fitting: bool = True,
) -> list[Stake]:
    """Draw stakes among a few companies: rings, self-holdings and parallel stakes included."""
    party = st.sampled_from(NODES)
    drawn = draw(
        st.lists(st.tuples(party, party, sizes, st.integers(0, 7), st.sampled_from("pq")), min_size=1, max_size=14)
    )
    stakes: list[Stake] = []
    for number, (owner, asset, share, doubt, choice) in enumerate(drawn):
        stake = Stake(owner, asset, share, f"{owner}.{asset}.{number}", certain=not vague or doubt > 1)
        if choices and doubt > 4:
            # all alternatives of a group are certain or none is
            stake = replace(stake, certain=choice == "p", choice=choice)
        if not (fitting and overfull([*stakes, stake])):
            stakes.append(stake)
    return stakes


parties = st.sets(st.sampled_from(NODES), max_size=3)
someone = st.sets(st.sampled_from(NODES), min_size=1, max_size=3)
comparisons = st.sampled_from([">", ">="])
thresholds = st.sampled_from([Fraction(text) for text in ("1", "10", "25", "33.3", "50", "60", "75", "99", "1/3")])
rules = st.builds(Rule, comparisons, thresholds, st.booleans())
any_rules = st.one_of(
    rules, st.builds(Rule, comparisons, st.one_of(st.none(), thresholds), st.sampled_from([True, False, None]))
)


def verdicts(stakes: Iterable[Stake], seeds: Iterable[str], rule: Rule, possible: Iterable[str] = ()) -> dict[str, str]:
    """Return the verdict for every company there could be."""
    coverage = cascade(stakes, seeds, possible, rule=rule)
    return {node: coverage.verdict(node) for node in NODES}


def chosen(answers: dict[str, str], least: str = "YES") -> set[str]:
    """Return who has at least a verdict."""
    return {node for node, verdict in answers.items() if RANK[verdict] >= RANK[least]}


# --- the naive reading --------------------------------------------------------------------------


def naive_round(stakes: Sequence[Stake], covered: set[str], test: tuple[str, Fraction], *, upper: bool) -> set[str]:
    """Return who is covered next, straight from the pseudo-code of semantics.md."""
    comparison, threshold = test
    found = set()
    for node in set(NODES) - covered:
        inside = [s for s in stakes if s.asset == node and s.owner in covered and (upper or s.certain)]
        outside = [s for s in stakes if s.asset == node and s.owner not in covered and s.certain]
        if not inside:
            continue
        if upper:
            sums = sum((s.share.high for s in inside), Fraction())
            left = 100 - sum((s.share.low for s in outside), Fraction())
            value = min(sums, left)
            reached = all(s.share.high_closed for s in inside) or sums != value
            reached &= all(s.share.low_closed for s in outside) or left != value
            at_equality = comparison == ">=" and reached
        else:
            value = sum((s.share.low for s in inside), Fraction())
            reached = all(s.share.low_closed for s in inside)
            at_equality = comparison == ">=" or not reached
        if value > threshold or (value == threshold and at_equality):
            found.add(node)
    return found


def naive_cover(stakes: Sequence[Stake], start: Iterable[str], test: tuple[str, Fraction], *, upper: bool) -> set[str]:
    """Return the least fixpoint, round by round."""
    covered = set(start)
    while fresh := naive_round(stakes, covered, test, upper=upper):
        covered |= fresh
    return covered


def both_tests(rule: Rule) -> tuple[tuple[str, Fraction], tuple[str, Fraction]]:
    """Return the tests of the lower and of the upper cascade."""
    if rule.threshold is None:
        return (">=", Fraction(100)), (">", Fraction(0))
    return (rule.comparison, rule.threshold), (rule.comparison, rule.threshold)


def worlds(stakes: Sequence[Stake]) -> list[list[Stake]]:
    """Return the stakes of every world of the alternatives, in which each is chosen or gone."""
    groups: dict[tuple[str, str], list[Stake]] = {}
    for stake in stakes:
        if stake.choice:
            groups.setdefault((stake.asset, stake.choice), []).append(stake)
    options = [[*group, *([] if group[0].certain else [None])] for group in groups.values()]
    plain = [stake for stake in stakes if not stake.choice]
    return [
        plain + [replace(stake, certain=True, choice="") for stake in picked if stake] for picked in product(*options)
    ]


def naive(stakes: Sequence[Stake], seeds: set[str], possible: set[str], rule: Rule) -> dict[str, str]:
    """Answer by trying all worlds of alternatives, each seed left out for its own answer."""
    if rule.aggregate is None:
        both = [naive(stakes, seeds, possible, replace(rule, aggregate=kind)) for kind in (True, False)]
        return {node: both[0][node] if both[0][node] == both[1][node] else "POSSIBLE" for node in NODES}
    lower, upper = both_tests(rule)
    answers = {}
    for node in NODES:
        sure, maybe = seeds - {node}, possible - {node}
        starts = [(sure, sure | maybe)]
        if not rule.aggregate:
            starts = [({seed} & sure, {seed}) for seed in sorted(sure | maybe)]
        lows, highs = [], []
        for world in worlds(stakes):
            covers = [
                (
                    low := naive_cover(world, first, lower, upper=False),
                    naive_cover(world, second | low, upper, upper=True),
                )
                for first, second in starts
            ]
            lows.append(any(node in low for low, _ in covers))
            highs.append(any(node in high for _, high in covers))
        answers[node] = "YES" if all(lows) else "POSSIBLE" if any(highs) else "NO"
    return answers


# --- the laws -----------------------------------------------------------------------------------


@law(250)
@given(graphs(fitting=False), someone, parties, any_rules)
def test_it_is_the_naive_reading(stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule) -> None:
    """The worklist on whole numbers answers as the pseudo-code on fractions does, contradictory facts included."""
    possible -= seeds
    assert verdicts(stakes, seeds, rule, possible) == naive(stakes, seeds, possible, rule)


@law(250)
@given(graphs(choices=True), someone, parties, any_rules)
def test_alternatives_are_worlds(stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule) -> None:
    """With alternatives the answer is YES when it is in every world, NO when it is in every world, else POSSIBLE."""
    possible -= seeds
    assume(len(worlds(stakes)) <= 64)
    assert verdicts(stakes, seeds, rule, possible) == naive(stakes, seeds, possible, rule)


@law(160)
@given(graphs(choices=True), someone, parties, any_rules, st.data())
def test_any_concrete_world_lies_between(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule, data: st.DataObject
) -> None:
    """Whatever the sizes, days and parties turn out to be, YES holds and NO does not."""
    assume(rule.threshold is not None)
    possible -= seeds
    stakes = data.draw(st.sampled_from(worlds(stakes)))
    concrete = []
    for stake in stakes:
        if stake.certain or data.draw(st.booleans()):
            share = stake.share
            ends = [e for e in (share.low, share.high, (share.low + share.high) / 2) if e in share]
            size = data.draw(st.sampled_from(ends))
            concrete.append(replace(stake, share=Share(str(size), size, size), certain=True))
    assume(not overfull(concrete))
    turned_out = seeds | data.draw(st.sets(st.sampled_from(sorted(possible)))) if possible else seeds
    world = naive(concrete, turned_out, set(), rule)
    answers = verdicts(stakes, seeds, rule, possible)
    assert chosen(answers) <= chosen(world)
    assert chosen(world) <= chosen(answers, "POSSIBLE")


@law(160)
@given(graphs(choices=True, fitting=False), someone, parties, any_rules, st.data())
def test_order_does_not_matter(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule, data: st.DataObject
) -> None:
    """The same facts in another order give the same answers with the same proofs and the same missing facts."""
    shuffled = data.draw(st.permutations(stakes))
    first, second = (cascade(each, seeds, possible, rule=rule) for each in (stakes, shuffled))
    assert dict(first) == dict(second)
    assert list(first) == list(second)


@law(160)
@given(graphs(fitting=False), someone, parties, rules)
def test_at_most_as_many_rounds_as_companies(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule
) -> None:
    """Every round covers somebody, so there are at most as many as companies that are not seeds."""
    entries = register(stakes)
    sure = frozenset(entries.position[seed] for seed in seeds & entries.position.keys())
    maybe = frozenset(entries.position[seed] for seed in possible & entries.position.keys()) - sure
    flow = Together(entries, rule.passing, sure, maybe).flow
    for rounds in (flow.low, flow.high):
        assert set(range(max(rounds.values(), default=0) + 1)) <= {0, *rounds.values()}
        assert max(rounds.values(), default=0) <= len(entries.parties) - len(sure)


@law(160)
@given(graphs(choices=True, fitting=False), someone, parties, thresholds, st.sampled_from([True, False, None]))
def test_more_than_is_within_at_least(
    stakes: list[Stake], seeds: set[str], possible: set[str], threshold: Fraction, aggregate: bool | None
) -> None:
    """Covered by "> 50" is covered by ">= 50"."""
    more, least = (
        verdicts(stakes, seeds, Rule(comparison, threshold, aggregate), possible) for comparison in (">", ">=")
    )
    assert all(RANK[more[node]] <= RANK[least[node]] for node in NODES)


@law(160)
@given(graphs(choices=True, fitting=False), someone, parties, rules)
def test_per_party_is_within_added_up(stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule) -> None:
    """Covered by one party is covered by all together; where the text does not say, the answer lies between."""
    apart, unsaid, together = (
        verdicts(stakes, seeds, replace(rule, aggregate=kind), possible) for kind in (False, None, True)
    )
    assert all(RANK[apart[node]] <= RANK[unsaid[node]] <= RANK[together[node]] for node in NODES)


@law(160)
@given(graphs(choices=True, fitting=False), someone, parties, any_rules, st.sampled_from(NODES))
def test_another_seed_takes_nothing_away(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule, another: str
) -> None:
    """Adding a seed never removes a YES, nor a POSSIBLE."""
    before = verdicts(stakes, seeds, rule, possible)
    after = verdicts(stakes, seeds | {another}, rule, possible)
    assert all(RANK[before[node]] <= RANK[after[node]] for node in NODES)


@law(160)
@given(graphs(choices=True, fitting=False), someone, any_rules, st.data())
def test_a_higher_lower_bound_takes_nothing_away(
    stakes: list[Stake], seeds: set[str], rule: Rule, data: st.DataObject
) -> None:
    """Raising the lower bound of a stake never removes a YES."""
    assume(stakes)
    place = data.draw(st.integers(0, len(stakes) - 1))
    share = stakes[place].share
    raised = data.draw(st.sampled_from([share.low, (share.low + share.high) / 2]))
    closed = share.low_closed if raised == share.low else True
    if share.low == raised and share.high_closed and not closed:
        raised, closed = share.high, True
    tighter = replace(share, low=raised, low_closed=closed)
    after = [*stakes[:place], replace(stakes[place], share=tighter), *stakes[place + 1 :]]
    assert chosen(verdicts(stakes, seeds, rule)) <= chosen(verdicts(after, seeds, rule))


@law(160)
@given(graphs(choices=True), someone, parties, any_rules, st.data())
def test_narrowing_only_settles(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule, data: st.DataObject
) -> None:
    """Knowing a share or a party better only turns POSSIBLE into YES or NO."""
    assume(stakes)
    place = data.draw(st.integers(0, len(stakes) - 1))
    share = stakes[place].share
    middle = (share.low + share.high) / 2
    narrower = data.draw(
        st.sampled_from(
            [
                Share("middle", middle, middle),
                replace(share, high=middle, high_closed=True),
                replace(share, low=middle, low_closed=True),
            ]
        )
    )
    after = [*stakes[:place], replace(stakes[place], share=narrower), *stakes[place + 1 :]]
    assume(not overfull(after))
    known = data.draw(st.sets(st.sampled_from(sorted(possible)))) if possible else set()
    old = verdicts(stakes, seeds, rule, possible)
    new = verdicts(after, seeds | known, rule, possible - known)
    assert all(new[node] == old[node] for node in NODES if old[node] != "POSSIBLE")


@law(160)
@given(graphs(exact, vague=False), someone, rules)
def test_exact_facts_leave_nothing_possible(stakes: list[Stake], seeds: set[str], rule: Rule) -> None:
    """Exact shares with certain seeds, days and ``aggregate`` give no POSSIBLE."""
    assert "POSSIBLE" not in verdicts(stakes, seeds, rule).values()


@law(160)
@given(graphs(fitting=False), someone, parties, any_rules, st.data())
def test_fewer_facts_add_no_yes(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule, data: st.DataObject
) -> None:
    """Raising the floor, which takes stakes away or makes them doubtful, adds no YES."""
    kept = [stake for stake in stakes if data.draw(st.booleans())]
    doubted = [replace(stake, certain=stake.certain and data.draw(st.booleans())) for stake in kept]
    assert chosen(verdicts(doubted, seeds, rule, possible)) <= chosen(verdicts(stakes, seeds, rule, possible))


# --- proofs and missing facts -------------------------------------------------------------------


@law(160)
@given(graphs(), someone, any_rules)
def test_a_proof_is_enough_and_has_no_claim_to_spare(stakes: list[Stake], seeds: set[str], rule: Rule) -> None:
    """The claims of a proof alone give the same YES, from its seeds alone; without any of them they do not."""
    coverage = cascade(stakes, seeds, rule=rule)
    for node, answer in coverage.items():
        if answer.verdict != "YES":
            continue
        needed = [stake for stake in stakes if stake.claim in answer.proof]
        assert set(answer.seeds) <= seeds
        assert cascade(needed, answer.seeds, rule=rule).verdict(node) == "YES"
        for claim in answer.proof:
            fewer = [stake for stake in needed if stake.claim != claim]
            assert cascade(fewer, answer.seeds, rule=rule).verdict(node) != "YES"


@law(160)
@given(graphs(choices=True), someone, parties, any_rules)
def test_a_proof_reads_from_the_seeds_down(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule
) -> None:
    """Each claim of a proof is held by one of its seeds or by a company that claims before it are about."""
    by_claim = {stake.claim: stake for stake in stakes}
    assume(len(worlds(stakes)) <= 64)
    for node, answer in cascade(stakes, seeds, possible, rule=rule).items():
        reached = set(answer.seeds)
        for claim in answer.proof:
            assert by_claim[claim].owner in reached or by_claim[claim].choice
            reached.add(by_claim[claim].asset)
        assert (answer.verdict == "NO") == (not answer.proof)
        if answer.proof:
            assert node in reached
            only = [by_claim[claim] for claim in answer.proof]
            again = verdicts(only, seeds & set(answer.seeds), rule, possible & set(answer.seeds))
            assert RANK[again[node]] >= RANK["POSSIBLE"]


@law(160)
@given(graphs(choices=True), someone, parties, any_rules)
def test_only_and_every_possible_names_what_is_missing(
    stakes: list[Stake], seeds: set[str], possible: set[str], rule: Rule
) -> None:
    """POSSIBLE always says what is missing, as stakes that are there, seeds that are possible, or the rule's text."""
    there = {(stake.owner, stake.asset, stake.claim) for stake in stakes}
    for answer in cascade(stakes, seeds, possible - seeds, rule=rule).values():
        assert bool(answer.missing) == (answer.verdict == "POSSIBLE")
        for fact in answer.missing:
            if fact.claim is not None:
                assert (fact.owner, fact.asset, fact.claim) in there
            elif fact.owner is not None:
                assert fact.owner in possible - seeds
            else:
                assert rule.threshold is None or rule.aggregate is None


@law(160)
@given(graphs(fitting=False), someone, rules)
def test_an_unaccounted_share_at_stake_could_turn_a_no(stakes: list[Stake], seeds: set[str], rule: Rule) -> None:
    """``at_stake`` holds exactly where a stake of a seed in the rest of a company would turn its NO."""
    coverage = cascade(stakes, seeds, rule=rule)
    for node, answer in coverage.items():
        if answer.verdict != "NO" or node in seeds:
            continue
        rest = Share("rest", Fraction(0), answer.unaccounted)
        turned = {
            cascade([*stakes, Stake(seed, node, rest, "rest")], seeds, rule=rule).verdict(node) != "NO"
            for seed in seeds
            if answer.unaccounted
        }
        assert answer.at_stake == (True in turned)


# --- days ---------------------------------------------------------------------------------------

days = st.integers(3, 12)
bounds = st.tuples(days, st.integers(0, 3)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def dated(draw: st.DrawFn) -> list[Holding]:
    """Draw holdings of two owners in two companies, with vague first and last days."""
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from("xy"), st.sampled_from("ab"), exact, bounds, bounds, st.booleans()), max_size=6
        )
    )
    return [
        Holding(owner, asset, share, f"{owner}.{asset}.{number}", start, end, known)
        for number, (owner, asset, share, start, end, known) in enumerate(drawn)
        if start[0] <= end[1]
    ]


@law(160)
@given(dated(), days, st.integers(1, 4))
def test_what_starts_after_the_day_changes_nothing(holdings: list[Holding], day: int, later: int) -> None:
    """Holdings that cannot have begun by the day leave its stakes as they were."""
    future = Holding("x", "a", parse_share("60"), "future", (day + later, day + later + 2))
    assert stakes_on([*holdings, future], day) == stakes_on(holdings, day)


@law(160)
@given(exact, exact, bounds, bounds, days)
def test_two_holdings_of_one_owner_are_one_stake_in_every_world(
    old: Share, new: Share, last: tuple[int, int], first: tuple[int, int], day: int
) -> None:
    """Where one holding passes into the next, the answer is the common one of all days on which it may have done so."""
    worlds_on = [old if day <= end else new for end in range(last[0], last[1] + 1) if first[0] <= end + 1 <= first[1]]
    assume(worlds_on)
    # bounds that only touch are no overlap: the two are then stakes of their own
    assume(last[0] <= first[1] and first[0] <= last[1])
    stakes = stakes_on([Holding("x", "a", old, "old", (1, 1), last), Holding("x", "a", new, "new", first)], day)
    verdict = cascade(stakes, "x", rule=Rule(">=", Fraction(50), aggregate=True)).verdict("a")
    results = {share.low >= 50 for share in worlds_on}
    common = "POSSIBLE" if len(results) > 1 else "YES" if True in results else "NO"
    # what cannot have begun by the day may not be used, even where it would settle that the old one still holds
    assert verdict == common or (verdict == "POSSIBLE" and day < first[0])


@law(160)
@given(dated(), days, st.data())
def test_the_stakes_of_a_day_do_not_depend_on_order(holdings: list[Holding], day: int, data: st.DataObject) -> None:
    """The same holdings in another order leave the same stakes with the same alternatives."""
    assert set(stakes_on(data.draw(st.permutations(holdings)), day)) == set(stakes_on(holdings, day))


@law(160)
@given(dated(), days)
def test_a_doubt_about_knowledge_adds_no_certainty(holdings: list[Holding], day: int) -> None:
    """Making it doubtful whether a claim was known takes no possibility away and adds no YES."""
    rule = Rule(">=", Fraction(50), aggregate=True)
    doubted = [replace(holding, known=False) for holding in holdings]
    before, after = (cascade(stakes_on(each, day), "xy", rule=rule) for each in (holdings, doubted))
    for asset in "ab":
        assert after.verdict(asset) != "YES"
        assert RANK[after.verdict(asset)] >= min(1, RANK[before.verdict(asset)])


@law(160)
@given(dated())
def test_every_oversubscribed_day_is_found(holdings: list[Holding]) -> None:
    """A company is reported when, and first on the day on which, its stakes exceed the whole."""
    found = {each.asset: each.day for each in oversubscribed_ever(holdings)}
    expected: dict[str, int] = {}
    for day in range(30):
        for each in oversubscribed(stakes_on(holdings, day)):
            expected.setdefault(each.asset, day)
    assert found == expected


# --- the effective share ------------------------------------------------------------------------


def summed_chains(stakes: Sequence[Stake], owner: str, rounds: int) -> dict[str, Fraction]:
    """Return the weight of an owner everywhere after so many steps along chains that do not return to it."""
    weights = dict.fromkeys(NODES, Fraction())
    for _ in range(rounds):
        weights = {
            node: sum(
                (s.share.low / 100 * (1 if s.owner == owner else weights[s.owner]) for s in stakes if s.asset == node),
                Fraction(),
            )
            for node in NODES
        }
    return weights


@law(160)
@given(graphs(exact, vague=False), st.sampled_from(NODES))
def test_the_effective_share_is_the_sum_over_chains(stakes: list[Stake], owner: str) -> None:
    """Without rings exactly, with rings in the limit; never over 100."""
    forward = [stake for stake in stakes if stake.owner < stake.asset]
    expected = summed_chains(forward, owner, len(NODES))
    for node in NODES:
        assert effective_share(forward, owner, node) == (expected[node] * 100, expected[node] * 100)
    short, long = summed_chains(stakes, owner, 6), summed_chains(stakes, owner, 12)
    for node in NODES:
        low, high = effective_share(stakes, owner, node)
        assert short[node] * 100 <= long[node] * 100 <= low <= high <= 100


@law(160)
@given(graphs(choices=True), st.sampled_from(NODES), st.data())
def test_the_effective_share_of_any_concrete_world_lies_between(
    stakes: list[Stake], owner: str, data: st.DataObject
) -> None:
    """Whatever the sizes and days turn out to be, the effective share is within its bounds."""
    concrete = []
    for stake in data.draw(st.sampled_from(worlds(stakes))):
        if stake.certain or data.draw(st.booleans()):
            size = data.draw(st.sampled_from([stake.share.low, stake.share.high]))
            concrete.append(replace(stake, share=Share(str(size), size, size), certain=True))
    assume(not overfull(concrete))
    entries = register(concrete)
    for node in NODES:
        low, high = effective_share(stakes, owner, node)
        real, same = effective_share(entries, owner, node)
        assert low <= real <= same <= high
