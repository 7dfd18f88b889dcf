"""Comparisons of ages and moved days over columns are comparisons of the day itself: exact on every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import polars as pl
import pytest

from povrules.engines.columnar import choices, days
from povrules.engines.columnar.arithmetic import compared
from povrules.engines.columnar.intervals import by_day
from povrules.engines.columnar.logic import day_of
from povrules.engines.columnar.values import Day, Truth
from povrules.language import nodes as n
from povrules.language.calendar import add_months, age_on

OPERATIONS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}
NODE = n.Literal(True)
EACH = [date(2003, 12, 25) + timedelta(days=each) for each in range(500)]
COLUMN = Day(pl.col("day"), pl.col("day"), False, (1, 0))


def truths(found: Truth) -> list[bool]:
    return pl.DataFrame({"day": EACH}).select(found.expr).to_series().to_list()


@pytest.mark.parametrize("op", OPERATIONS)
@pytest.mark.parametrize("seen", [date(2024, 2, 28), date(2024, 2, 29), date(2025, 3, 1)])
def test_an_age_beside_a_number(op: str, seen: date) -> None:
    age = days.age_on(COLUMN, day_of(seen))
    for years in (19, 20, 21):
        expected = [OPERATIONS[op](age_on(born, seen), years) for born in EACH]
        assert truths(compared(age, op, choices.constant(years), NODE)) == expected
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op)
    assert truths(compared(choices.constant(20), turned, age, NODE)) == [
        OPERATIONS[op](age_on(born, seen), 20) for born in EACH
    ]


@pytest.mark.parametrize("op", OPERATIONS)
@pytest.mark.parametrize("months", [1, 12, 36, -1])
def test_a_day_some_months_on_beside_a_day(op: str, months: int) -> None:
    moved = days.plus_months(COLUMN, choices.constant(months), 1).moved
    assert moved is not None
    for day in (add_months(date(2004, 2, 28), months), add_months(date(2004, 8, 31), months)):
        expected = [OPERATIONS[op](add_months(each, months), day) for each in EACH]
        assert truths(by_day(moved, op, day)) == expected


def test_a_day_known_only_in_part_decides_where_both_ends_do() -> None:
    partly = Day(pl.col("day"), pl.col("day") + pl.duration(days=30), True, (1, 0))
    age = days.age_on(partly, day_of(date(2024, 6, 15)))
    found = truths(compared(age, ">=", choices.constant(20), NODE))
    ends = [[age_on(day, date(2024, 6, 15)) >= 20 for day in (born, born + timedelta(days=30))] for born in EACH]
    assert found == [first if first == last else None for first, last in ends]
