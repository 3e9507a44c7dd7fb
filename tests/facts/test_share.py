"""Laws of shares as intervals."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.facts.share import UNSTATED, parse_share

FORMS = 'write 51.2, "> 50", ">= 25", "< 25", "<= 25", "20..30", majority, minority or wholly'
NUMBERS = st.decimals(0, 100, places=3).map(lambda number: f"{number:f}")
POINTS = st.fractions(0, 100)


@st.composite
def any_text(draw):
    """Draw a share of any form that some percentage satisfies."""
    number = draw(NUMBERS)
    low, high = sorted((number, draw(NUMBERS)), key=Fraction)
    sign = draw(st.sampled_from(["", "> ", ">= ", "< ", "<= ", ">", ">=", "<", "<="]))
    assume(not (sign.strip() == ">" and Fraction(number) == 100))
    assume(not (sign.strip() == "<" and Fraction(number) == 0))
    return draw(st.sampled_from([f"{sign}{number}", f"{low}..{high}", "majority", "minority", "wholly"]))


@pytest.mark.parametrize(
    ("text", "low", "high", "low_closed", "high_closed"),
    [
        ("51.2", "51.2", "51.2", True, True),
        ("0", "0", "0", True, True),
        ("100", "100", "100", True, True),
        ("> 50", "50", "100", False, True),
        (">50", "50", "100", False, True),
        (">= 25", "25", "100", True, True),
        ("< 25", "0", "25", True, False),
        ("<= 25", "0", "25", True, True),
        ("20..30", "20", "30", True, True),
        ("33.333333333333..50", "33.333333333333", "50", True, True),
        ("majority", "50", "100", False, True),
        ("minority", "0", "50", False, False),
        ("wholly", "100", "100", True, True),
    ],
)
def test_ends(text, low, high, low_closed, high_closed):
    """Each form has its ends, and each end belongs to it or not."""
    share = parse_share(text)
    assert (share.low, share.high) == (Fraction(low), Fraction(high))
    assert (share.low_closed, share.high_closed) == (low_closed, high_closed)


def test_minority_of_nothing():
    """A minority may be as small as one likes but is not nothing."""
    assert parse_share("minority").low_closed is False
    assert 0 not in parse_share("minority")


def test_majority_is_more_than_half():
    """The word and the sign mean the same interval."""
    word, sign = parse_share("majority"), parse_share("> 50")
    assert (word.low, word.high, word.low_closed, word.high_closed) == (
        sign.low,
        sign.high,
        sign.low_closed,
        sign.high_closed,
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "about 33", "51,2", "51.2%", "51.2 %", "half", "Majority", "1e1", "NaN", "inf", "-5", "+5", ".5", "5.",
        "=> 50", "> 50 %", "> -1", "20-30", "20...30", "20 .. 30", "> 20..30", "1000", "0x10", "５０", "٥٠", "1/2", "none",
        "5" * 5000, "0." + "3" * 13,
    ],
)  # fmt: skip
def test_not_a_share(text):
    """Anything else is no share; the sentence shows the forms that are."""
    with pytest.raises(ValueError, match=r"^not a share") as error:
        parse_share(text)
    assert str(error.value) == f"not a share: {text[:40]!r}; {FORMS}"


@pytest.mark.parametrize("text", ["100.5", "> 101", "<= 200", "50..150", "999"])
def test_above_all(text):
    """Nobody holds more than everything."""
    with pytest.raises(ValueError, match=r"^a share") as error:
        parse_share(text)
    assert str(error.value) == f"a share is at most 100 per cent, not {text}; correct it"


@pytest.mark.parametrize("text", ["30..20", "> 100", "< 0"])
def test_of_nothing(text):
    """A share that no percentage satisfies is a slip of the pen."""
    with pytest.raises(ValueError, match=r"^no percentage") as error:
        parse_share(text)
    assert str(error.value) == f"no percentage satisfies '{text}'; correct it"


@given(any_text())
def test_some_percentage_satisfies_it(text):
    """The middle of every share lies in it, and its ends are percentages."""
    share = parse_share(text)
    assert 0 <= share.low <= share.high <= 100
    assert (share.low + share.high) / 2 in share


@given(any_text(), POINTS)
def test_nothing_outside_the_ends_belongs(text, percent):
    """What lies in a share lies between its ends, and strictly between them everything does."""
    share = parse_share(text)
    if percent in share:
        assert share.low <= percent <= share.high
    if share.low < percent < share.high:
        assert percent in share


@given(any_text())
def test_ends_belong_as_they_say(text):
    """An end lies in the share exactly when it is closed."""
    share = parse_share(text)
    if share.low < share.high:
        assert (share.low in share) == share.low_closed
        assert (share.high in share) == share.high_closed


@given(NUMBERS, POINTS)
def test_signs_part_the_whole(number, percent):
    """Above, at and below a number are three shares that leave no gap and do not meet."""
    assume(0 < Fraction(number) < 100)
    parts = [parse_share(f"> {number}"), parse_share(number), parse_share(f"< {number}")]
    assert sum(percent in part for part in parts) == 1


@given(NUMBERS, POINTS)
def test_weak_signs_are_the_strong_or_the_number(number, percent):
    """At least means above or at, at most below or at."""
    assume(0 < Fraction(number) < 100)
    assert (percent in parse_share(f">= {number}")) == (
        percent in parse_share(f"> {number}") or percent in parse_share(number)
    )
    assert (percent in parse_share(f"<= {number}")) == (
        percent in parse_share(f"< {number}") or percent in parse_share(number)
    )


@given(POINTS)
def test_unstated_may_be_anything(percent):
    """A stake of unknown size excludes nothing."""
    assert percent in UNSTATED


@given(any_text())
def test_text_is_kept_and_arithmetic_is_exact(text):
    """What was typed is what is shown; ends are fractions, never floats."""
    share = parse_share(text)
    assert str(share) == text
    assert isinstance(share.low, Fraction)
    assert isinstance(share.high, Fraction)


def test_tenths_add_up():
    """Ten tenths are one, which floats deny."""
    assert sum(parse_share("0.1").low for _ in range(10)) == 1


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text):
    """Nothing but ValueError comes out."""
    with contextlib.suppress(ValueError):
        parse_share(text)
