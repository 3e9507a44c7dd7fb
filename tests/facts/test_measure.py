"""Laws of amounts of money and counts of things."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts.measure import parse_amount, parse_quantity

NUMBERS = st.decimals(0, 999_999, places=4).map(lambda number: f"{number:f}")
SCALES = {"": 0, "thousand ": 3, "million ": 6, "billion ": 9, "trillion ": 12}


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("2 billion USD", "2000000000", "2000000000", "USD"),
        ("1.5 million EUR", "1500000", "1500000", "EUR"),
        ("0.5 trillion JPY", "500000000000", "500000000000", "JPY"),
        ("300 thousand CNY", "300000", "300000", "CNY"),
        ("12 AED", "12", "12", "AED"),
        ("<= 5 billion USD", None, "5000000000", "USD"),
        ("< 5 USD", None, "5", "USD"),
        (">= 1.5 billion USD", "1500000000", None, "USD"),
        ("> 1 USD", "1", None, "USD"),
        ("3..4 billion EUR", "3000000000", "4000000000", "EUR"),
    ],
)
def test_amounts(text, low, high, unit):
    """An amount is a number or range at its scale, with a currency; a sign leaves one end open."""
    amount = parse_amount(text)
    assert (amount.low, amount.high) == (low and Decimal(low), high and Decimal(high))
    assert (amount.unit, str(amount)) == (unit, text)


@pytest.mark.parametrize(
    "text",
    [
        "1.000,50 USD", "1,000 USD", "1 000 USD", "1e999 USD", "NaN USD", "Infinity USD", "-5 USD", "+5 USD", "5", "USD",
        "USD 5", "$5", "5 usd", "5 Billion USD", "5 bn USD", "5 billions USD", "5 billion", "5 billion USD a year",
        "5 US dollars", "5USD", "> 3..4 USD", "4..3 USD", "3-4 USD", "5 ÜSD", "５ USD", "", "9" * 5000 + " USD",
        "1.0000001 USD", "2 2 billion USD",
    ],
)  # fmt: skip
def test_not_an_amount(text):
    """Anything else is no amount; the sentence shows the allowed forms and stays short."""
    with pytest.raises(ValueError, match=r"^not an amount") as error:
        parse_amount(text)
    assert str(error.value) == (
        f'not an amount: {text[:40]!r}; write 2 billion USD, 1.5 million EUR or "<= 5 billion USD"'
    )


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("24000 accounts", "24000", "24000", "accounts"),
        ("16 million exchanges", "16000000", "16000000", "exchanges"),
        ("20..30 thousand boards", "20000", "30000", "boards"),
        ("> 3 entries", "3", None, "entries"),
        ("< 90 per cent of the price", None, "90", "per cent of the price"),
        ("8 块板", "8", "8", "块板"),
        ("1 million-token window", "1", "1", "million-token window"),
    ],
)
def test_quantities(text, low, high, unit):
    """A count has a unit in any words."""
    count = parse_quantity(text)
    assert (count.low, count.high) == (low and Decimal(low), high and Decimal(high))
    assert (count.unit, str(count)) == (unit, text)


@pytest.mark.parametrize(
    "text",
    [
        "24000", "accounts", "24,000 accounts", "24 000 accounts", "16 Million exchanges", "2 billions tokens",
        "2 Thousand tokens", "", "many accounts", "5..4 boards", "> 3..4 boards", "NaN accounts", "1e3 accounts",
        "5 " + "x" * 62,
    ],
)  # fmt: skip
def test_not_a_count(text):
    """A count that would be misread is refused rather than read."""
    with pytest.raises(ValueError, match=r"^not a count") as error:
        parse_quantity(text)
    assert str(error.value) == f"not a count: {text[:40]!r}; write 24000 accounts or 16 million exchanges"


@given(NUMBERS, st.sampled_from(sorted(SCALES)))
def test_scale_is_exact(number, scale):
    """A scale moves the point and rounds nothing."""
    amount = parse_amount(f"{number} {scale}USD")
    assert amount.low == amount.high == Decimal(number) * 10 ** SCALES[scale]


@given(NUMBERS, NUMBERS)
def test_range_runs_forward(first, second):
    """A range is read when it runs forward, and refused otherwise."""
    low, high = sorted((first, second), key=Decimal)
    amount = parse_amount(f"{low}..{high} USD")
    assert amount.low <= amount.high
    if Decimal(low) < Decimal(high):
        with pytest.raises(ValueError, match=r"^not an amount"):
            parse_amount(f"{high}..{low} USD")


@given(NUMBERS, st.sampled_from(["<", "<=", ">", ">="]), st.booleans())
def test_sign_leaves_one_end_open(number, sign, spaced):
    """Up to and from leave the other end unknown, whether or not a space follows the sign."""
    amount = parse_amount(f"{sign}{' ' * spaced}{number} USD")
    assert (amount.low is None) == sign.startswith("<")
    assert (amount.high is None) == sign.startswith(">")
    assert Decimal(number) in {amount.low, amount.high}


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text):
    """Nothing but ValueError comes out."""
    for parse in (parse_amount, parse_quantity):
        with contextlib.suppress(ValueError):
            parse(text)
