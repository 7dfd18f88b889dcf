"""The poor and the near-poor by group: ethnic minorities, nobody able to work, persons of merit, others (form 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from povrules.reports.asking import check_apart, places_of
from povrules.reports.counting import (
    CLASS,
    LEVEL,
    POOR,
    SIZE,
    UNIT,
    UNITS,
    check_sizes,
    check_truths,
    counted,
    of_units,
    table_with,
)
from povrules.reports.districts import check_districts

GROUPS = ("minority", "unable_to_work", "merit")
_ABOUT = {
    "minority": "a truth of each household: is it one of an ethnic minority (hộ dân tộc thiểu số)",
    "unable_to_work": "a truth of each household: is nobody in it able to work (hộ không có khả năng lao động)",
    "merit": "a truth of each household: does a person of merit live in it (người có công với cách mạng)",
}


def groups(
    households: Any,
    *,
    minority: str = "minority",
    unable_to_work: str = "unable_to_work",
    merit: str = "merit",
    by: str | Sequence[str] = (),
    of_class: str = CLASS,
    size: str | None = SIZE,
    totals: bool = False,
    on: date | str | None = None,
) -> pl.DataFrame:
    """How many poor and near-poor households, and people in them, belong to which group.

    A household can be in several groups, so they need not add up to the total.

    Args:
        households: with their classes and the columns of the groups, of truths; null where it is not known
            (``with_household_groups`` makes the first two from members).
        minority, unable_to_work, merit: the columns.
        by, of_class, size, totals, on: as for ``summary``.

    Returns:
        For each place and unit, and each of ``poor`` and ``near_poor``: all of them, ``poor_minority``,
        ``poor_unable_to_work``, ``poor_merit``, ``poor_other`` (certainly in none of the groups), ``poor_open`` (of
        whom something is not known); and ``undetermined``.

    Raises:
        ReportError: a column that is missing, with what it should say.
    """
    places = places_of(by)
    check_districts(places, on)
    named = {"minority": minority, "unable_to_work": unable_to_work, "merit": merit}
    about = {column: _ABOUT[group] for group, column in named.items()}
    table = table_with(households, [*places, *named.values()], about=about, of_class=of_class, size=size)
    check_truths(table, list(named.values()))
    check_sizes(table, size)
    flags = {group: pl.col(column).cast(pl.Boolean) for group, column in named.items()}
    some = reduce(or_, (flag.fill_null(False) for flag in flags.values()))
    unknown = reduce(or_, (flag.is_null() for flag in flags.values()))
    member = pl.col(of_class)
    sums: dict[str, list[pl.Expr]] = {}
    for unit in UNITS if size is not None else UNITS[:1]:
        one = None if unit == "households" or size is None else pl.col(size).cast(pl.Int64)
        parts = {"undetermined": member.is_null()}
        for name in POOR:
            mine = member == name
            parts |= {name: mine} | {f"{name}_{group}": mine & flag for group, flag in flags.items()}
            parts |= {f"{name}_other": mine & ~some & ~unknown, f"{name}_open": mine & unknown}
        order = [n for n in parts if n != "undetermined"] + ["undetermined"]
        sums[unit] = [counted(parts[name], one, name) for name in order]
    check_apart(places, [*([LEVEL] if totals else []), UNIT, *order])
    return of_units(table, sums, places, totals)
