"""Results of several chunks as one table: the columns and types they would have if they had come at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import polars as pl

from povrules.facts.cells import LAST
from povrules.facts.spool import Parts

_ENDS = (LAST, "_low", "_high")


class Joined:
    """Tables put one after another on disk, and read as one; a single one stays in memory.

    Args:
        folder: where they lie.
    """

    def __init__(self, folder: Path) -> None:
        self._parts = Parts(folder)
        self._schemas: list[pl.Schema] = []
        self._first: pl.DataFrame | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Put a table behind the others; it may lack columns of theirs, or have more.

        Raises:
            FileProblem: there is no room.
        """
        if self._schemas:
            if self._first is not None:
                self._parts.add(self._first)
                self._first = None
            self._parts.add(frame)
        else:
            self._first = frame
        self._schemas.append(frame.schema)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._parts.height if self._first is None else self._first.height

    def slices(self, rows: int) -> Iterator[pl.DataFrame]:
        """The table, some rows at a time."""
        table = self.table().lazy()
        for start in range(0, self.height, rows):
            yield table.slice(start, rows).collect()

    def table(self) -> pl.DataFrame | pl.LazyFrame:
        """All of them as one, lazy where they lie on disk; at least one must have been added."""
        if self._first is not None:
            return self._first
        order = merged_order([schema.names() for schema in self._schemas])
        types = {
            name: common_type(schema[source] for schema in self._schemas if (source := source_of(name, schema)))
            for name in order
        }
        return pl.concat(
            pl.scan_parquet(file).select(as_type(name, types[name], schema) for name in order)
            for file, schema in zip(self._parts.files, self._schemas, strict=True)
        )


def one_below_another(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Tables in memory as one, with the columns and types they would have if they had come at once."""
    schemas = [frame.schema for frame in frames]
    order = merged_order([schema.names() for schema in schemas])
    types = {
        name: common_type(schema[source] for schema in schemas if (source := source_of(name, schema))) for name in order
    }
    return pl.concat(
        frame.select(as_type(name, types[name], frame.schema) for name in order) if frame.width else frame
        for frame in frames
    )


def merged_order(orders: Iterable[Sequence[str]]) -> list[str]:
    """One order of all names; a name that some lack stands behind the one it follows where it is.

    >>> merged_order([["a", "c"], ["a", "b", "c", "d"]])
    ['a', 'b', 'c', 'd']
    """
    merged: list[str] = []
    for names in orders:
        at = 0
        for name in names:
            if name in merged:
                at = merged.index(name) + 1
            else:
                merged.insert(at, name)
                at += 1
    return merged


def common_type(types: Iterable[pl.DataType]) -> pl.DataType:
    """The type that holds all of them: decimals with the most places, text where a number cannot be one."""
    different = list(dict.fromkeys(types))
    if len(different) == 1:
        return different[0]
    known = [kind for kind in different if kind != pl.Null]
    if any(kind == pl.String for kind in known):
        return pl.String()
    scales = [kind.scale for kind in known if isinstance(kind, pl.Decimal)]
    return pl.Decimal(38, max(scales)) if scales else known[0]


def source_of(name: str, schema: pl.Schema) -> str | None:
    """The column that gives another in one of the tables. A missing end of an interval is the value itself: nothing
    was open in that table."""
    plain = [name.removesuffix(ending) for ending in _ENDS if name.endswith(ending)]
    return next((found for found in (name, *plain) if found in schema), None)


def as_type(name: str, kind: pl.DataType, schema: pl.Schema) -> pl.Expr:
    """A column of one table as it is in all of them together; nothing where that table has none."""
    source = source_of(name, schema)
    if source is None:
        return pl.lit(None, kind).alias(name)
    column = pl.col(source).alias(name)
    if isinstance(schema[source], pl.Decimal) and kind == pl.String:
        return column.cast(pl.String).map_elements(_shortest, return_dtype=pl.String)
    return column if schema[source] == kind else column.cast(kind)


def _shortest(decimal: str) -> str:
    """An exact number as a text column shows it: ``3/2``."""
    return str(Fraction(decimal))
