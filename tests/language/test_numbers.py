"""Exact numbers, rounding and the calendar, against slow definitions of the same."""

from __future__ import annotations

import decimal
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.language.calendar import add_months, age_on
from povrules.language.numbers import divide, exact, round_to, whole
from povrules.language.units import ANY, PURE, parse_unit

MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}
NUMBERS = st.fractions(max_denominator=10**6)
DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@given(st.decimals(-(10**12), 10**12, places=6, allow_nan=False, allow_infinity=False), st.sampled_from(sorted(MODES)))
def test_rounding_to_whole_numbers_is_that_of_decimal(value: Decimal, mode: str) -> None:
    assert round_to(Fraction(value), 1, mode) == int(value.quantize(Decimal(1), rounding=MODES[mode]))


@given(NUMBERS, st.fractions(min_value=Fraction(1, 100), max_value=10**6), st.sampled_from(sorted(MODES)))
def test_rounding_gives_a_near_multiple_of_the_step(value: Fraction, to: Fraction, mode: str) -> None:
    rounded = Fraction(round_to(value, to, mode))
    assert (rounded / to).denominator == 1
    assert abs(rounded - value) < to
    if mode.startswith("half"):
        assert abs(rounded - value) <= to / 2
    if mode == "down":
        assert abs(rounded) <= abs(value)
    if mode == "up":
        assert abs(rounded) >= abs(value)
    assert round_to(-value, to, mode) == -rounded
    assert round_to(rounded, to, mode) == rounded


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "down", "up"),
    [("0.5", 1, 0, 0, 1), ("1.5", 2, 2, 1, 2), ("-0.5", -1, 0, 0, -1), ("-2.5", -3, -2, -2, -3), ("2", 2, 2, 2, 2)],
)
def test_halves(value: str, half_up: int, half_even: int, down: int, up: int) -> None:
    got = [round_to(exact(value), 1, mode) for mode in ("half_up", "half_even", "down", "up")]
    assert got == [half_up, half_even, down, up]
    assert all(type(number) is int for number in got)


@given(st.integers(-(10**20), 10**20), st.integers(0, 10**9))
def test_written_out_numbers_are_read_exactly(head: int, tail: int) -> None:
    text = f"{head}.{tail:09d}"
    assert exact(text) == Fraction(text)
    assert exact(f"{head:_}") == head
    assert type(exact(f"{head}.000")) is int


NO_NUMBERS = ["", " 1", "1 ", "1e3", "0x1", ".5", "5.", "1__0", "1,5", "nan", "inf", "--1", "１", "9" * 41]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        exact(text)


@given(NUMBERS, NUMBERS.filter(bool))
def test_quotients_are_exact(left: Fraction, right: Fraction) -> None:
    assert divide(left, right) * right == left
    assert whole(left) == left
    assert (type(whole(left)) is int) == (left.denominator == 1)


def slow_age(birth: date, day: date) -> int:
    """Birthdays counted one by one; who is born on 29 February has it on 1 March of a common year."""
    age, year = 0, birth.year + 1
    while True:
        try:
            birthday = birth.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        if birthday > day:
            return age
        age, year = age + 1, year + 1


@given(DAYS, st.integers(0, 50_000))
def test_ages_are_birthdays_counted(birth: date, days: int) -> None:
    day = birth + timedelta(days=days)
    assert age_on(birth, day) == slow_age(birth, day)


@given(st.integers(1904, 2100).filter(lambda y: y % 4 == 0 and (y % 100 or y % 400 == 0)), st.integers(1, 90))
def test_born_on_29_february(year: int, years: int) -> None:
    birth = date(year, 2, 29)
    assert age_on(birth, date(year + years, 2, 28)) == years - 1
    assert age_on(birth, date(year + years, 3, 1)) == years


def slow_add_months(day: date, months: int) -> date:
    """One month after another by the calendar, then the day of the month, or the last there is."""
    first = day.replace(day=1)
    for _ in range(abs(months)):
        first = (first + timedelta(days=31 if months > 0 else -1)).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


@given(DAYS, st.integers(-300, 300))
def test_months_clip_to_the_end_of_the_month(day: date, months: int) -> None:
    assert add_months(day, months) == slow_add_months(day, months)


@given(DAYS, DAYS, st.integers(0, 600))
def test_adding_months_keeps_the_order_of_days(one: date, other: date, months: int) -> None:
    if one <= other:
        assert add_months(one, months) <= add_months(other, months)


UNITS = st.lists(st.sampled_from(["VND", "person", "month", "year", "m2", "point"]), min_size=1, max_size=4)


@given(UNITS, UNITS)
def test_units_multiply_and_divide_back(up: list[str], down: list[str]) -> None:
    unit = parse_unit("*".join(up)) / parse_unit("*".join(down))
    assert unit == parse_unit("*".join(up) + "".join(f"/{name}" for name in down))
    assert unit * parse_unit("*".join(down)) == parse_unit("*".join(up))
    assert unit / unit == PURE
    assert unit * ANY == ANY


@pytest.mark.parametrize("text", ["VNDD", "VND//person", "/month", "VND per month", "2", "VND/", "*"])
def test_no_units(text: str) -> None:
    with pytest.raises(ValueError, match="unit"):
        parse_unit(text)
