"""Days in the reference engine: months added to days that are unknown, against every day they could be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.engines.reference.dates import Day, compare_days, plus_months
from povrules.language.calendar import add_months
from povrules.language.linear import TRUTH
from povrules.language.unknowns import Diagrams, leaves

DAYS = st.dates(date(2019, 12, 1), date(2024, 4, 1))


@given(DAYS, st.integers(1, 45), st.lists(st.integers(-14, 14), max_size=3), st.sampled_from(sorted(TRUTH)), DAYS)
def test_an_unknown_day_can_be_what_each_of_its_days_says(
    first: date, length: int, months: list[int], op: str, other: date
) -> None:
    diagrams = Diagrams()
    last = first + timedelta(days=length)
    day: date | Day = Day(diagrams.unknown("day", first.toordinal(), last.toordinal(), whole=True))
    for count in months:
        day = plus_months(day, count)
    found = set(leaves(compare_days(diagrams, day, op, other)))
    expected = set()
    for days in range(length + 1):
        each = first + timedelta(days=days)
        for count in months:
            each = add_months(each, count)
        expected.add(TRUTH[op](each, other))
    assert found == expected


@pytest.mark.parametrize(("months", "end"), [((1, 1), date(2024, 3, 29)), ((2,), date(2024, 3, 31))])
def test_each_step_clips(months: tuple[int, ...], end: date) -> None:
    diagrams = Diagrams()
    day: date | Day = Day(diagrams.unknown("day", date(2024, 1, 31).toordinal(), date(2024, 2, 1).toordinal()), ())
    for count in months:
        day = plus_months(day, count)
    assert isinstance(day, Day)
    assert day.at(date(2024, 1, 31).toordinal()) == end
