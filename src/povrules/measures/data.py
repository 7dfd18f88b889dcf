"""Data as they come in: a frame, a mapping of columns, or one plain column of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from povrules.facts.raw_table import from_frame
from povrules.language.errors import closest
from povrules.measures.errors import MeasureError
from povrules.measures.exact import ExactColumn, exact_column, together

Unit = str
HOUSEHOLDS, PEOPLE, ROWS = "household", "person", "row"


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Columns of one length.

    Args:
        columns: by name.
        height: how many rows.
        native: the kind of frame that came in, in which results go out.
    """

    columns: Mapping[str, pl.Series | Sequence[Any]]
    height: int
    native: str

    def column(self, name: str) -> pl.Series | Sequence[Any]:
        """A column by name.

        Raises:
            MeasureError: there is none, with the closest name.
        """
        if name not in self.columns:
            raise MeasureError(f"the data have no column {name!r}", closest=closest(name, self.columns))
        return self.columns[name]

    def exact(self, name: str) -> ExactColumn:
        """A column of exact numbers."""
        return exact_column(self.column(name), name)

    def labels(self, name: str) -> list[Any]:
        """A column of labels: groups, strata, clusters; null where missing."""
        column = self.column(name)
        values = column.to_list() if isinstance(column, pl.Series) else list(column)
        return [None if value != value else value for value in values]

    def groups(self, by: str | Sequence[str], rows: Sequence[int]) -> list[tuple[str | None, Any, list[int]]]:
        """Everybody, then each group of each column: the column, the label, its rows.

        Args:
            by: a column, or several, each a breakdown of its own.
            rows: those that count.
        """
        found: list[tuple[str | None, Any, list[int]]] = [(None, None, list(rows))]
        for name in [by] if isinstance(by, str) else by:
            labels = self.labels(name)
            members: dict[Any, list[int]] = {}
            for row in rows:
                members.setdefault(labels[row], []).append(row)
            found += [(name, label, its) for label, its in members.items()]
        return found


def read_data(given: Any) -> Data:
    """Take what was given: a frame of polars, pandas or pyarrow, a mapping of columns, or one column of numbers.

    One plain column is called ``value``.

    Raises:
        MeasureError: no data, or columns of different lengths.

    >>> read_data({"a": [1, 2], "b": [0.5, None]}).height
    2
    """
    if isinstance(given, Data):
        return given
    if isinstance(given, Mapping):
        columns = {str(name): _sequence(column, str(name)) for name, column in given.items()}
    elif isinstance(given, Sequence | pl.Series) and not isinstance(given, str):
        columns = {"value": given}
    else:
        raw = from_frame(given, "data")
        return Data({column.name: column for column in raw.frame.get_columns()}, raw.frame.height, raw.native)
    heights = {len(column) for column in columns.values()}
    if len(heights) > 1:
        lengths = ", ".join(f"{name} {len(column)}" for name, column in columns.items())
        raise MeasureError(f"the columns differ in length: {lengths}")
    return Data(columns, heights.pop() if heights else 0, "polars")


def _sequence(column: Any, name: str) -> pl.Series | Sequence[Any]:
    if isinstance(column, pl.Series) or (isinstance(column, Sequence) and not isinstance(column, str)):
        return column
    if hasattr(column, "tolist"):
        return list(column.tolist())
    raise MeasureError(f"column {name!r}: {type(column).__name__} is no column", expected="a list or a series")


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each row stands for.

    Args:
        values: whole numbers in proportion to the weights; measures are quotients, so their scale does not matter.
        denominator: by which they are divided to be weights.
        unit: ``household``, ``person`` or ``row``: whom a rate is a share of.
    """

    values: list[int]
    denominator: int
    unit: Unit


def read_weights(data: Data, weight: str | None, size: str | None) -> Weights:
    """The weight of each row, times its number of people when ``size`` is given.

    Args:
        data: the columns.
        weight: the column of household weights; None is 1 for each row.
        size: the column of household sizes: then rates are shares of people.

    Raises:
        MeasureError: a weight or size that is missing or below zero, or weights that are all zero.
    """
    named = [name for name in (weight, size) if name is not None]
    columns = [data.exact(name) for name in named]
    for name, column in zip(named, columns, strict=True):
        for row, value in enumerate(column.numerators):
            if value is None or value < 0:
                shown = "missing" if value is None else "below zero"
                raise MeasureError(f"{name}: row {row + 1} is {shown}", expected="a number from 0 in every row")
    product = together(ExactColumn([1] * data.height), *columns)
    values = [value for value in product.numerators if value is not None]
    if not any(values):
        raise MeasureError("the data have no row" if not values else "all weights are zero")
    unit = PEOPLE if size is not None else HOUSEHOLDS if weight is not None else ROWS
    return Weights(values, product.denominator, unit)
