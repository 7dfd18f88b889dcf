"""Tables of one review: households and people by class, and what the poor and the near-poor are deprived of.

Percentages are of all households (or people) of the place for classes, of the households of the class for
deprivations, with two decimals, rounded half up as the published tables are. An undetermined household is in none of
the classes; the column ``undetermined`` says how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.facts.raw_table import from_frame
from povrules.language.errors import closest
from povrules.reports.errors import ReportError

CLASS, SIZE = "poverty_class", "household_size"
POOR = ("poor", "near_poor")


def summary(
    households: Any, *, by: str | Sequence[str] = (), of_class: str = CLASS, size: str | None = SIZE
) -> pl.DataFrame:
    """How many households, and people, are poor and near-poor in each place (form 1 of a review).

    Args:
        households: with their classes; a frame of polars, pandas or pyarrow.
        by: columns of places: ``["district", "commune"]``.
        of_class: the column of classes; null where undetermined.
        size: the column of household sizes; None leaves people out.

    Returns:
        For each place ``households``, ``poor``, ``poor_percent``, ``near_poor``, ``near_poor_percent``,
        ``undetermined``; and the same of people, ``people``, ``people_poor`` ...

    Raises:
        ReportError: a column that is missing, sizes that are not known.

    >>> frame = pl.DataFrame({"poverty_class": ["poor", "near_poor", "above"], "household_size": [5, 2, 3]})
    >>> summary(frame).select("households", "poor", "poor_percent", "people_poor_percent").row(0)
    (3, 1, Decimal('33.33'), Decimal('50.00'))
    """
    places = [by] if isinstance(by, str) else list(by)
    table = _table(households, [of_class, *places, *([] if size is None else [size])])
    if size is not None and table.get_column(size).null_count():
        raise ReportError(f"households of which {size!r} is not known", expected="size=None, or sizes for all")
    units = {"households": ("", None)} | ({} if size is None else {"people": ("people_", size)})
    found = _grouped(
        table, [s for total, (prefix, of) in units.items() for s in _classes(of_class, of, prefix, total)], places
    )
    order = [*places]
    for total, (prefix, _) in units.items():
        for name in POOR:
            share = _percent(found.get_column(f"{prefix}{name}"), found.get_column(total))
            found = found.with_columns(share.alias(f"{prefix}{name}_percent"))
        order += [total, *(f"{prefix}{n}{end}" for n in POOR for end in ("", "_percent")), f"{prefix}undetermined"]
    return found.select(order)


def deprived(
    households: Any,
    indicators: Sequence[str],
    of: str = "poor",
    *,
    by: str | Sequence[str] = (),
    of_class: str = CLASS,
) -> pl.DataFrame:
    """What the households of a class are deprived of, in numbers and as percentages (forms 4 to 7 of a review).

    Args:
        households: with their classes and indicators.
        indicators: columns of truths, in the order of the form; null where it is not known.
        of: the class.
        by: columns of places.
        of_class: the column of classes.

    Returns:
        For each place ``households`` of the class, ``deprivations`` of all of them, and for each indicator how many are
        deprived, ``<indicator>_percent`` of them, and ``<indicator>_open`` of whom it is not known.

    Raises:
        ReportError: a column that is missing, or holds no truths.
    """
    places = [by] if isinstance(by, str) else list(by)
    table = _table(households, [of_class, *places, *indicators])
    for name in indicators:
        if table.schema[name] not in (pl.Boolean, pl.Null):
            raise ReportError(f"{name!r} holds {table.schema[name]}", expected="true and false")
    mine = table.filter(pl.col(of_class).cast(pl.String) == of)
    sums = [pl.len().cast(pl.Int64).alias("households")]
    sums += [pl.col(name).sum().cast(pl.Int64).alias(name) for name in indicators]
    sums += [pl.col(name).null_count().cast(pl.Int64).alias(f"{name}_open") for name in indicators]
    found = _grouped(mine, sums, places)
    total = found.get_column("households")
    shares = [_percent(found.get_column(name), total).alias(f"{name}_percent") for name in indicators]
    found = found.with_columns(*shares, pl.sum_horizontal(indicators).cast(pl.Int64).alias("deprivations"))
    each = [f"{name}{end}" for name in indicators for end in ("", "_percent", "_open")]
    return found.select(*places, "households", "deprivations", *each)


def _table(frame: Any, needed: Sequence[str]) -> pl.DataFrame:
    table = from_frame(frame, "households").frame
    for name in needed:
        if name not in table.columns:
            raise ReportError(f"the households have no column {name!r}", closest=closest(name, table.columns))
    return table


def _classes(of_class: str, size: str | None, prefix: str, total: str) -> list[pl.Expr]:
    """How many rows, or members of their households, there are: in all, in each class, and in none that is known."""
    one = pl.lit(1) if size is None else pl.col(size).cast(pl.Int64)
    member = pl.col(of_class).cast(pl.String)
    wanted = {name: member == name for name in POOR} | {"undetermined": member.is_null()}
    everybody = pl.len() if size is None else one.sum()
    sums = [everybody.cast(pl.Int64).alias(total)]
    return sums + [
        pl.when(rows).then(one).otherwise(0).sum().cast(pl.Int64).alias(f"{prefix}{name}")
        for name, rows in wanted.items()
    ]


def _grouped(table: pl.DataFrame, sums: Sequence[pl.Expr], places: Sequence[str]) -> pl.DataFrame:
    return table.group_by(places, maintain_order=True).agg(sums).sort(places) if places else table.select(sums)


def _percent(part: pl.Series, total: pl.Series) -> pl.Series:
    """Two decimals, half up; null where there is nothing to be a part of."""
    cells: list[Decimal | None] = []
    for some, all_ in zip(part.to_list(), total.to_list(), strict=True):
        if not all_:
            cells.append(None)
            continue
        hundredths = Fraction(10_000 * some, all_)
        whole = (Decimal(hundredths.numerator) / hundredths.denominator).quantize(Decimal(1), ROUND_HALF_UP)
        cells.append(whole.scaleb(-2))
    return pl.Series(cells, dtype=pl.Decimal(5, 2))
