"""What every table of a review is made with: the columns it needs, counts by place, rows above, percentages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.facts.raw_table import from_frame
from povrules.language.errors import closest
from povrules.reports.classes import classes_in
from povrules.reports.errors import ReportError

CLASS, SIZE = "poverty_class", "household_size"
POOR = ("poor", "near_poor")
UNITS = ("households", "people")
LEVEL, UNIT = "level", "unit"


def table_with(
    frame: Any,
    needed: Sequence[str | None],
    what: str = "households",
    about: Mapping[str, str] | None = None,
    *,
    of_class: str | None = None,
    size: str | None = None,
) -> pl.DataFrame:
    """A frame as polars, with the columns that are needed; classes by their codes, sizes as whole numbers.

    Args:
        frame: of polars, pandas or pyarrow.
        needed: columns; None for one that is not asked for.
        what: of what it is, for messages.
        about: for a column, what it should say.
        of_class, size: the columns of classes and of sizes; they are needed.

    Raises:
        ReportError: a column is missing, a word that names no class, a size that is none.
    """
    table = from_frame(frame, what).frame
    for name in (of_class, size, *needed):
        if name is not None and name not in table.columns:
            told = (about or {}).get(name)
            near = closest(name, table.columns) if told is None else None
            raise ReportError(f"the {what}: no column {name!r}", expected=told, closest=near)
    if of_class is not None:
        table = table.with_columns(classes_in(table, of_class, f"the {what}").alias(of_class))
    if size is not None:
        table = table.with_columns(sizes_in(table, size, f"the {what}").alias(size))
    return table


def sizes_in(table: pl.DataFrame, size: str, what: str, rows: pl.Series | None = None) -> pl.Series:
    """A column of household sizes as whole numbers; null, not-a-number and empty cells are unknown.

    Args:
        table: that has the column.
        size: its name.
        what: of what the table is, for messages.
        rows: where a person sees each row; its position, where there is no other.

    Raises:
        ReportError: a size that is no whole number, or negative, with its row.

    >>> sizes_in(pl.DataFrame({"n": ["4", "", None]}), "n", "households").to_list()
    [4, None, None]
    """
    column = given = table.get_column(size)
    if column.is_null().all():
        return column.cast(pl.Int64)
    if column.dtype == pl.String:
        given = column.str.strip_chars().replace("", None)
        column = given.str.replace(r"^([0-9]+)\.0+$", "$1").str.to_integer(strict=False)  # as pandas writes them
    elif column.dtype.is_float():
        column = given = column.fill_nan(None)
    elif not column.dtype.is_numeric():
        raise ReportError(f"{what}: {size!r} holds {column.dtype}", expected="whole numbers")
    found = column.cast(pl.Int64, strict=False)
    wrong = given.is_not_null() & (found.is_null() | (found < 0)).fill_null(True)
    if column.dtype.is_float() or column.dtype.is_decimal():
        wrong |= (column.cast(pl.Float64) != found.cast(pl.Float64)).fill_null(False)
    if wrong.any():
        position = int(wrong.arg_max() or 0)
        row = position + 1 if rows is None else rows[position]
        raise ReportError(
            f"{what}: {size!r} in row {row} is {table.get_column(size)[position]!r}",
            expected="a whole number of people",
        )
    return found


def same_places(
    first: pl.DataFrame, second: pl.DataFrame, places: Sequence[str], names: tuple[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two tables with columns of places that can be held against one another.

    Args:
        first, second: the tables.
        places: columns of places, in both.
        names: of the tables, for messages.

    Raises:
        ReportError: numbers in one and text in the other: 27 may be the code 027 or 00027.
    """
    tables = [table.with_columns(_comparable(table.get_column(name)) for name in places) for table in (first, second)]
    for name in places:
        types = [table.schema[name] for table in tables]
        known = next((kind for kind in types if kind != pl.Null), pl.Null)
        if any(kind not in (known, pl.Null) for kind in types):
            raise ReportError(
                f"{name!r} holds {types[0]} in the {names[0]} and {types[1]} in the {names[1]}",
                expected="one type in both: codes as text, such as '00027'",
            )
        tables = [table.with_columns(pl.col(name).cast(known)) for table in tables]
    return tables[0], tables[1]


def _comparable(column: pl.Series) -> pl.Series:
    """Categories as text, whole numbers of any width as one type, no type where nothing is known."""
    if column.is_null().all():
        return pl.Series(column.name, [None] * len(column), pl.Null)
    if column.dtype in (pl.Categorical, pl.Enum):
        return column.cast(pl.String)
    return column.cast(pl.Int64) if column.dtype.is_integer() else column


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
    order += [pl.col(key) for key in keys[:1]]
    whole = pl.concat(parts)
    return whole.sort(order, nulls_last=True) if order else whole


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
