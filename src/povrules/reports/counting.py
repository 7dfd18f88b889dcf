"""What every table of a review is made with: the columns it needs, counts by place, rows above, percentages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.facts.raw_table import from_frame
from povrules.language.errors import closest
from povrules.reports.errors import ReportError

CLASS, SIZE = "poverty_class", "household_size"
POOR = ("poor", "near_poor")
UNITS = ("households", "people")
LEVEL, UNIT = "level", "unit"


def places_of(by: str | Sequence[str]) -> list[str]:
    """The columns of places as a list."""
    return [by] if isinstance(by, str) else list(by)


def table_with(
    frame: Any, needed: Sequence[str | None], what: str = "households", about: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """A frame as polars, with the columns that are needed.

    Args:
        frame: of polars, pandas or pyarrow.
        needed: columns; None for one that is not asked for.
        what: of what it is, for messages.
        about: for a column, what it should say.

    Raises:
        ReportError: a column is missing.
    """
    table = from_frame(frame, what).frame
    for name in needed:
        if name is not None and name not in table.columns:
            told = (about or {}).get(name)
            near = closest(name, table.columns) if told is None else None
            raise ReportError(f"the {what} have no column {name!r}", expected=told, closest=near)
    return table


def check_truths(table: pl.DataFrame, names: Sequence[str]) -> None:
    """Refuse columns that do not hold truths.

    Raises:
        ReportError: another type.
    """
    for name in names:
        if table.schema[name] not in (pl.Boolean, pl.Null):
            raise ReportError(f"{name!r} holds {table.schema[name]}", expected="true and false")


def check_sizes(table: pl.DataFrame, size: str | None) -> None:
    """Refuse households of which nobody knows how many live there.

    Raises:
        ReportError: a size that is not known.
    """
    if size is not None and table.get_column(size).null_count():
        raise ReportError(f"households of which {size!r} is not known", expected="size=None, or sizes for all")


def mapped(column: pl.Series, meaning: Callable[[Any], Any], type: Any) -> pl.Series:
    """What each value of a column means, looked up once for each different value; unknown stays unknown."""
    known = column.unique().drop_nulls().to_list()
    return column.replace_strict(known, [meaning(value) for value in known], default=None, return_dtype=type)


def counted(rows: pl.Expr, one: pl.Expr | None, name: str) -> pl.Expr:
    """How many rows there are of a kind, or what they sum to.

    Args:
        rows: whether a row is of the kind; unknown is no.
        one: what each counts for; None counts rows.
        name: of the count.
    """
    return pl.when(rows).then(pl.lit(1) if one is None else one).otherwise(0).sum().cast(pl.Int64).alias(name)


def by_place(table: pl.DataFrame, sums: Sequence[pl.Expr], places: Sequence[str]) -> pl.DataFrame:
    """Sums for each place, in the order of places; one row where there are none."""
    if not places:
        return table.select(sums)
    return table.group_by(places, maintain_order=True).agg(sums).sort(places, nulls_last=True)


def of_units(
    table: pl.DataFrame, sums: Mapping[str, Sequence[pl.Expr]], places: Sequence[str], totals: bool
) -> pl.DataFrame:
    """Sums for each place in households and in people: a row each, named in the column ``unit``.

    Args:
        table: the households.
        sums: for each unit.
        places: columns of places.
        totals: with the rows above.
    """
    parts = [
        by_place(table, exprs, places).with_columns(pl.lit(unit).alias(UNIT), pl.lit(UNITS.index(unit)).alias("#unit"))
        for unit, exprs in sums.items()
    ]
    found = rolled(pl.concat(parts), places, ("#unit", UNIT)) if totals else pl.concat(parts)
    if not totals:
        found = found.sort([*places, "#unit"], nulls_last=True)
    first = [*places, *([LEVEL] if totals else []), UNIT]
    return found.drop("#unit").select(*first, pl.exclude(first))


def rolled(counts: pl.DataFrame, places: Sequence[str], keys: Sequence[str] = ()) -> pl.DataFrame:
    """Counts of the smallest places, and above them what they sum to: districts, the whole.

    A row above stands before those it is the sum of. ``level`` says of how many places a row is: 0 the whole, 1 a place
    of the first column, and so on; the columns of the places below it are null.

    Args:
        counts: a row for each of the smallest places; every column but ``places`` and ``keys`` is added up.
        places: columns from the largest place to the smallest.
        keys: columns that tell apart rows of one place; the first one orders them.
    """
    parts = []
    summed = [name for name in counts.columns if name not in (*places, *keys)]
    for depth in range(len(places) + 1):
        over = [*places[:depth], *keys]
        sums = [pl.col(name).sum() for name in summed]
        part = counts.group_by(over).agg(sums) if over else counts.select(sums)
        below = [pl.lit(None, counts.schema[name]).alias(name) for name in places[depth:]]
        parts.append(
            part.with_columns(*below, pl.lit(depth, pl.Int64).alias(LEVEL)).select(*places, LEVEL, *keys, *summed)
        )
    order: list[pl.Expr] = []
    for position, name in enumerate(places):  # a place that is not known is no total: it stands after the known ones
        order += [pl.col(LEVEL) > position, pl.col(name)]
    return pl.concat(parts).sort(*order, *[pl.col(key) for key in keys[:1]], nulls_last=True)


def with_totals(counts: pl.DataFrame, places: Sequence[str], totals: bool) -> pl.DataFrame:
    """The counts, with the rows above them where they are wanted."""
    return rolled(counts, places) if totals else counts


def percent(part: pl.Series, total: pl.Series) -> pl.Series:
    """Two decimals, half up; null where there is nothing to be a part of.

    >>> percent(pl.Series([1, 0]), pl.Series([8, 0])).to_list()
    [Decimal('12.50'), None]
    """
    cells: list[Decimal | None] = []
    for some, all_ in zip(part.to_list(), total.to_list(), strict=True):
        if not all_:
            cells.append(None)
            continue
        hundredths = Fraction(10_000 * some, all_)
        whole = (Decimal(hundredths.numerator) / hundredths.denominator).quantize(Decimal(1), ROUND_HALF_UP)
        cells.append(whole.scaleb(-2))
    return pl.Series(cells, dtype=pl.Decimal(5, 2))
