"""The poor and the near-poor by ethnic group (form 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from povrules.reports.asking import check_apart, places_of
from povrules.reports.counting import CLASS, LEVEL, POOR, by_place, counted, mapped, table_with, with_totals
from povrules.reports.districts import check_districts
from povrules.reports.ethnic_groups import FOREIGN, KINH, MINORITIES, ethnic_code

_ABOUT = "the ethnic group of each household, by code or name"


def ethnicity(
    households: Any,
    *,
    ethnicity: str = "ethnicity",
    by: str | Sequence[str] = (),
    of_class: str = CLASS,
    totals: bool = False,
    on: date | str | None = None,
) -> pl.DataFrame:
    """How many poor and near-poor households there are of each ethnic group.

    Args:
        households: with their classes and ethnic groups, codes or names (``with_household_groups`` takes those of the
            heads).
        ethnicity: the column; null or ``56`` where it is not known.
        by, of_class, totals, on: as for ``summary``.

    Returns:
        For each place, and each of ``poor`` and ``near_poor``: all of them, ``poor_01`` (Kinh), ``poor_minorities``, a
        column ``poor_<code>`` for each minority that has households of either class anywhere, ``poor_other``
        (foreigners), ``poor_open`` (not known); and ``undetermined``.

    Raises:
        ReportError: a column that is missing, a group that there is not.
    """
    places = places_of(by)
    check_districts(places, on)
    table = table_with(households, [*places, ethnicity], about={ethnicity: _ABOUT}, of_class=of_class)
    table = table.with_columns(
        mapped(table.get_column(ethnicity), ethnic_code, pl.String).alias("#code"),
        pl.col(of_class).alias("#class"),
    )
    there = set(table.filter(pl.col("#class").is_in(POOR)).get_column("#code").to_list())
    present = [code for code in MINORITIES if code in there]
    code, sums = pl.col("#code"), []
    for name in POOR:
        mine = pl.col("#class") == name
        parts = {name: mine, f"{name}_{KINH}": mine & (code == KINH)}
        parts[f"{name}_minorities"] = mine & code.is_in(MINORITIES)
        parts |= {f"{name}_{group}": mine & (code == group) for group in present}
        parts |= {f"{name}_other": mine & (code == FOREIGN), f"{name}_open": mine & code.is_null()}
        sums += [counted(rows, None, part) for part, rows in parts.items()]
    sums.append(counted(pl.col("#class").is_null(), None, "undetermined"))
    first = [*places, *([LEVEL] if totals else [])]
    check_apart(places, [*first[len(places) :], *(s.meta.output_name() for s in sums)])
    found = with_totals(by_place(table, sums, places), places, totals)
    return found.select(*first, pl.exclude(first))
