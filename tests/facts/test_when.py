"""Laws of dates as precise as known."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.facts.when import FOREVER, NEVER, When, day_text, parse_day, parse_when

DAYS = st.dates()
FORMS = 'write 2026, 2026-03, 2026-07-10, ?2026-03 or "[2026-07-01..2026-07-05]"'


@st.composite
def plain(draw):
    """Draw a year, month or day as text."""
    day = draw(DAYS)
    return draw(st.sampled_from([f"{day.year:04}", f"{day.year:04}-{day.month:02}", day.isoformat()]))


@st.composite
def any_text(draw):
    """Draw a date of any form."""
    first, last = sorted((draw(plain()), draw(plain())), key=lambda text: parse_when(text).earliest)
    assume(parse_when(first).earliest <= parse_when(last).latest)
    forms = [first, f"?{first}", f"[{first}..{last}]", f"[{first}..]", f"[..{last}]", ".."]
    return draw(st.sampled_from(forms))


def of(day):
    """Return the day number of an ISO date."""
    return date.fromisoformat(day).toordinal()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-07-10", "2026-07-10", "2026-07-10"),
        ("2026-07", "2026-07-01", "2026-07-31"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("?2026-03", "2026-03-01", "2026-03-31"),
        ("?2026-07-10", "2026-07-10", "2026-07-10"),
        ("[2026-07-01..2026-07-05]", "2026-07-01", "2026-07-05"),
        ("[2025..2026-02]", "2025-01-01", "2026-02-28"),
        ("[2026-07..2026-07-05]", "2026-07-01", "2026-07-05"),
    ],
)
def test_bounds(text, first, last):
    """A partial date counts from its first day to its last, never wider."""
    when = parse_when(text)
    assert (when.earliest, when.latest) == (of(first), of(last))


def test_open_bounds():
    """A missing end of a range is infinite; two dots alone are known to be open."""
    assert parse_when("[..2026-07-05]") == When("[..2026-07-05]", NEVER, of("2026-07-05"))
    assert parse_when("[2026-07-01..]") == When("[2026-07-01..]", of("2026-07-01"), FOREVER)
    assert parse_when("..") == When("..", FOREVER, FOREVER)
    assert parse_when("..").open
    assert not parse_when("[2026..]").open


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2026-00", "0000", "2026-04-31", "2025-02-29"])
def test_no_such_date(text):
    """A date of the right form that no calendar has is refused by that name."""
    with pytest.raises(ValueError, match=r"^no such date") as error:
        parse_when(text)
    assert str(error.value) == f"no such date: {text}; correct the day, month or year"


@pytest.mark.parametrize(
    "text",
    [
        "", "today", "2026-7-1", "26-07-10", "2026/07/10", "10.07.2026", "2026-07-10T12:30", "2026-W27", "2026-07-10Z",
        "2026..2027", "[..]", "[]", "[2026]", "[2026,2027]", "[2026..2027", "2026?", "2026~", "...", ". .", "２０２６",
        "٢٠٢٦", " 2026", "2026 ", "2026-07-10\n", "-2026", "+2026", "none", "1e3",
    ],
)  # fmt: skip
def test_not_a_date(text):
    """Anything else is no date; the sentence shows the forms that are."""
    with pytest.raises(ValueError, match=r"^not a date") as error:
        parse_when(text)
    assert str(error.value) == f"not a date: {text!r}; {FORMS}"


@pytest.mark.parametrize(
    ("text", "part"),
    [("[2026..2027..2028]", "2027..2028"), ("[?2026-03..]", "?2026-03"), ("?..", ".."), ("??2026", "?2026")],
)
def test_not_a_date_in_part(text, part):
    """Where a part of the text is no date, the sentence names that part."""
    with pytest.raises(ValueError, match=r"^not a date") as error:
        parse_when(text)
    assert str(error.value) == f"not a date: {part!r}; {FORMS}"


def test_long_text_is_cut_in_the_sentence():
    """A sentence stays a sentence, however long the value is."""
    with pytest.raises(ValueError, match=r"^not a date") as error:
        parse_when("x" * 100_000)
    assert str(error.value) == f"not a date: '{'x' * 40}'; {FORMS}"


def test_range_that_ends_before_it_starts():
    """A range runs forward."""
    with pytest.raises(ValueError, match=r"^the range \[2026-07\.\.2026-06\] ends before it starts; swap its ends$"):
        parse_when("[2026-07..2026-06]")


@given(any_text())
def test_earliest_is_not_after_latest(text):
    """The bounds of every date are in order and inside the infinities."""
    when = parse_when(text)
    assert NEVER <= when.earliest <= when.latest <= FOREVER


@given(any_text())
def test_text_is_kept(text):
    """What was typed is what is shown."""
    assert str(parse_when(text)) == text
    assert parse_when(text).inferred == text.startswith("?")


@given(any_text(), st.integers(1, date.max.toordinal()))
def test_happened_follows_the_bounds(text, day):
    """It has happened when the latest day is reached, not before the earliest, else maybe."""
    when = parse_when(text)
    wanted = "yes" if when.latest <= day else "no" if when.earliest > day else "maybe"
    assert when.happened(day) == wanted


@given(any_text(), st.integers(1, date.max.toordinal() - 1))
def test_happened_never_goes_back(text, day):
    """As days go by, no turns to maybe and maybe to yes, never back."""
    order = ["no", "maybe", "yes"]
    when = parse_when(text)
    assert order.index(when.happened(day)) <= order.index(when.happened(day + 1))


@given(DAYS)
def test_less_precise_text_holds_the_more_precise(day):
    """A day lies in its month, the month in its year."""
    year, month, exact = (parse_when(text) for text in (f"{day.year:04}", f"{day.year:04}-{day.month:02}", str(day)))
    assert year.earliest <= month.earliest <= exact.earliest == exact.latest <= month.latest <= year.latest


@given(DAYS)
def test_months_meet(day):
    """The day after a month's last is the first of the next."""
    last = date.fromordinal(parse_when(f"{day.year:04}-{day.month:02}").latest)
    assert last.month == day.month
    assume(last < date.max)
    assert (last + timedelta(days=1)).day == 1


@given(DAYS)
def test_day_and_text_are_inverse(day):
    """A day number written out reads back as itself."""
    assert parse_day(day.isoformat()) == day.toordinal()
    assert day_text(day.toordinal()) == day.isoformat()


def test_infinities_have_no_text():
    """Minus and plus infinity are no days."""
    assert day_text(NEVER) is None
    assert day_text(FOREVER) is None


@pytest.mark.parametrize("text", ["2026", "2026-07", "?2026-07-10", "[..2026-07-10]", "..", "tomorrow"])
def test_a_day_is_one_day(text):
    """Where one day is wanted, nothing vaguer passes."""
    with pytest.raises(ValueError, match=r"^not a day") as error:
        parse_day(text)
    assert str(error.value) == f"not a day: {text!r}; write it as 2026-07-10"


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text):
    """Nothing but ValueError comes out."""
    for parse in (parse_when, parse_day):
        with contextlib.suppress(ValueError):
            parse(text)
