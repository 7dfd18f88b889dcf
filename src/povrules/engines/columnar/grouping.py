"""Rows of equal signature, told apart exactly (no hashes stand for values)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from povrules.engines.columnar.shape import HOUSEHOLD_ROW, POSITION, Tables
from povrules.engines.columnar.signature import Signature


def grouped(
    signature: Signature, tables: Tables, made: Mapping[int, pl.DataFrame], members: Sequence[tuple[int, int]] | None
) -> pl.Series:
    """Which signature each row has, numbered in the order in which they are met.

    Args:
        signature: its columns.
        tables: the households that hold the rows, with their members.
        made: the columns, of households and of persons.
        members: for a person's decision, of each row the household and the place in it; None for households.
    """
    parts = _telling(made[0].select(signature.households) if signature.households else pl.DataFrame())
    people = _people(signature, tables, made[1])
    if people is not None:
        parts = parts.with_columns(people) if parts.width else pl.DataFrame([people])
    homes = _numbered(parts, tables.households.height)
    if members is None:
        return homes
    assert tables.members is not None
    rows = pl.Series([home for home, _ in members], dtype=pl.UInt32)
    places = tables.members.starts.gather(rows) + pl.Series([place for _, place in members], dtype=pl.UInt32)
    own = made[1].select(signature.own)[places]
    return _numbered(own.with_columns(homes.gather(rows).alias("home")), len(rows))


def _telling(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that say anything."""
    return frame.select(column for column in frame.get_columns() if column.null_count() < len(column))


def _people(signature: Signature, tables: Tables, made: pl.DataFrame) -> pl.Series | None:
    """For each household what is open about its members, member by member; null when nothing is."""
    if tables.persons is None or not signature.persons:
        return None
    said = _telling(made.select(signature.persons))
    if not said.width:
        return None
    numbered = pl.DataFrame(
        [tables.persons.get_column(HOUSEHOLD_ROW), tables.persons.get_column(POSITION), _numbered(said, said.height)]
    )
    told = numbered.filter(said.select(pl.any_horizontal(pl.all().is_not_null())).to_series())
    one = pl.format("{}:{}", POSITION, "number")
    lists = told.group_by(HOUSEHOLD_ROW, maintain_order=True).agg(one.str.join("|").alias("people"))
    which = pl.repeat(None, tables.households.height, dtype=pl.UInt32, eager=True)
    which = which.scatter(lists.get_column(HOUSEHOLD_ROW), pl.int_range(lists.height, dtype=pl.UInt32, eager=True))
    return lists.get_column("people").gather(which).alias("people")


def _numbered(frame: pl.DataFrame, height: int) -> pl.Series:
    """Equal rows, equal numbers."""
    if not frame.width:
        return pl.repeat(0, height, dtype=pl.UInt32, eager=True).alias("number")
    names = frame.columns
    indexed = frame.with_row_index("#row")
    groups = indexed.group_by(names, maintain_order=True).agg("#row").with_row_index("number")
    pairs = groups.select("number", "#row").explode("#row")
    numbers = pl.repeat(0, height, dtype=pl.UInt32, eager=True).alias("number")
    return numbers.scatter(pairs.get_column("#row"), pairs.get_column("number"))
