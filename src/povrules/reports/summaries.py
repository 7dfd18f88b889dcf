"""Tables of one review: households and people by class, and what the poor and the near-poor are deprived of.

Percentages are of all households (or people) of the place for classes, of the households of the class for
deprivations, with two decimals, rounded half up as the published tables are. An undetermined household is in none of
the classes; the column ``undetermined`` says how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from povrules.reports.asking import check_apart, check_once, places_of
from povrules.reports.classes import class_named
from povrules.reports.counting import (
    CLASS,
    LEVEL,
    POOR,
    SIZE,
    by_place,
    check_sizes,
    check_truths,
    counted,
    percent,
    table_with,
    with_totals,
)
from povrules.reports.districts import check_districts

FARM = "farm_average"


def summary(
    households: Any,
    *,
    by: str | Sequence[str] = (),
    of_class: str = CLASS,
    size: str | None = SIZE,
    farm_average: str | None = None,
    totals: bool = False,
    on: date | str | None = None,
) -> pl.DataFrame:
    """How many households, and people, are poor and near-poor in each place (form 1 of a review).

    Args:
        households: with their classes; a frame of polars, pandas or pyarrow.
        by: columns of places: ``["district", "commune"]``.
        of_class: the column of classes, by code or by the law's words (``poor``, ``Hộ nghèo``); null where
            undetermined.
        size: the column of household sizes; None leaves people out.
        farm_average: the column that says whether a household of farming, forestry, fishery or salt making has an
            average living standard (the third class of the form); null where it is not known. None leaves it out.
        totals: with a row for each larger place and for the whole, before the rows it is the sum of, and the column
            ``level``: 0 the whole, 1 a place of the first column of ``by`` ...
        on: the day of the review, so that districts that are no more are refused.

    Returns:
        For each place ``households``, ``poor``, ``poor_percent``, ``near_poor``, ``near_poor_percent``
        (``farm_average``, ``farm_average_percent``, ``farm_average_open``), ``undetermined``; and the same of people,
        ``people``, ``people_poor`` ...

    Raises:
        ReportError: a column that is missing, a class that is none, sizes that are not known, districts after their
            last day.

    >>> frame = pl.DataFrame({"poverty_class": ["poor", "near_poor", "above"], "household_size": [5, 2, 3]})
    >>> summary(frame).select("households", "poor", "poor_percent", "people_poor_percent").row(0)
    (3, 1, Decimal('33.33'), Decimal('50.00'))
    """
    places = places_of(by)
    check_districts(places, on)
    table = table_with(households, [*places, farm_average], of_class=of_class, size=size)
    check_sizes(table, size)
    if farm_average is not None:
        check_truths(table, [farm_average])
    units = {"households": ("", None)} | ({} if size is None else {"people": ("people_", size)})
    sums = [s for total, (prefix, of) in units.items() for s in _classes(of_class, of, prefix, total, farm_average)]
    classes = [*POOR, *([] if farm_average is None else [FARM])]
    made = [LEVEL] if totals else []
    for total, (prefix, _) in units.items():
        made += [total, *(f"{prefix}{name}{end}" for name in classes for end in ("", "_percent"))]
        made += [f"{prefix}{FARM}_open"] * (farm_average is not None) + [f"{prefix}undetermined"]
    check_apart(places, made)
    found = with_totals(by_place(table, sums, places), places, totals)
    for total, (prefix, _) in units.items():
        for name in classes:
            share = percent(found.get_column(f"{prefix}{name}"), found.get_column(total))
            found = found.with_columns(share.alias(f"{prefix}{name}_percent"))
    return found.select(*places, *made)


def deprived(
    households: Any,
    indicators: Sequence[str],
    of: str = "poor",
    *,
    by: str | Sequence[str] = (),
    of_class: str = CLASS,
    totals: bool = False,
    on: date | str | None = None,
) -> pl.DataFrame:
    """What the households of a class are deprived of, in numbers and as percentages (forms 4 to 7 of a review).

    Args:
        households: with their classes and indicators.
        indicators: columns of truths, in the order of the form; null where it is not known.
        of: the class.
        by, of_class, totals, on: as for ``summary``.

    Returns:
        For each place ``households`` of the class, ``deprivations`` of all of them, and for each indicator how many are
        deprived, ``<indicator>_percent`` of them, and ``<indicator>_open`` of whom it is not known; ``undetermined``,
        households of no known class.

    Raises:
        ReportError: a column that is missing, or holds no truths.
    """
    places = places_of(by)
    check_districts(places, on)
    check_once(indicators, "the list of indicators")
    of = class_named(of, "of")
    table = table_with(households, [*places, *indicators], of_class=of_class)
    check_truths(table, indicators)
    each = [f"{name}{end}" for name in indicators for end in ("", "_percent", "_open")]
    made = [*([LEVEL] if totals else []), "households", "deprivations", *each, "undetermined"]
    check_once(made, "the table of these indicators")
    check_apart(places, made)
    mine = pl.col(of_class) == of
    sums = [counted(mine, None, "households")]
    sums += [counted(mine & pl.col(name), None, name) for name in indicators]
    sums += [counted(mine & pl.col(name).is_null(), None, f"{name}_open") for name in indicators]
    sums += [counted(pl.col(of_class).is_null(), None, "undetermined")]
    found = with_totals(by_place(table, sums, places), places, totals)
    total = found.get_column("households")
    shares = [percent(found.get_column(name), total).alias(f"{name}_percent") for name in indicators]
    found = found.with_columns(*shares, pl.sum_horizontal(indicators).cast(pl.Int64).alias("deprivations"))
    return found.select(*places, *made)


def _classes(of_class: str, size: str | None, prefix: str, total: str, farm: str | None) -> list[pl.Expr]:
    """How many rows, or members of their households, there are: in all, in each class, and in none that is known."""
    one = None if size is None else pl.col(size).cast(pl.Int64)
    member = pl.col(of_class)
    wanted = {name: member == name for name in POOR} | {"undetermined": member.is_null()}
    if farm is not None:
        wanted |= {FARM: pl.col(farm), f"{FARM}_open": pl.col(farm).is_null()}
    everybody = pl.len() if one is None else one.sum()
    sums = [everybody.cast(pl.Int64).alias(total)]
    return sums + [counted(rows, one, f"{prefix}{name}") for name, rows in wanted.items()]
