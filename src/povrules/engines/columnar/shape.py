"""What an evaluation depends on beside the law: which columns there are, and which of them hold nulls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import polars as pl

from povrules.engines.columnar.relations import Members
from povrules.facts.cells import LAST
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope

METHOD, LISTED, SIZE, POSITION, PLACE = "#method", "#listed", "#size", "#position", "#place"
HOUSEHOLD_ROW = "household_row"
Review = Literal["income", "score", "by row"]


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of a table: whether some are unknown, some are days known in part, and the decimals of a number."""

    name: str
    nullable: bool
    partial: bool
    scale: int


@dataclass(frozen=True, slots=True)
class Shape:
    """The same shape, the same expressions.

    Args:
        households: the facts of households.
        persons: the facts of persons; None when nobody is listed.
        observed_on: the day of the facts where a household does not carry its own.
        every_listed: each household lists somebody.
        complete: no household has members that are not listed.
        nobody: no household has anybody listed or rejected.
        review: the method of the review, when it is the same for all.
    """

    households: tuple[Column, ...]
    persons: tuple[Column, ...] | None
    observed_on: date
    every_listed: bool
    complete: bool
    nobody: bool
    review: Review

    def column(self, scope: Scope, name: str) -> Column | None:
        """The column of a fact, if there is one."""
        table = self.households if scope == "household" else self.persons or ()
        return next((column for column in table if column.name == name), None)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """A register ready for the engine: households with the size of each, persons in the order of their households.

    Args:
        households: facts, and with ``with_sizes`` ``#listed`` and ``#size`` (members, listed or not).
        persons: facts, sorted by household; None when nobody is listed.
        members: which person belongs to which household.
        order: where each sorted person stands in the register; None when they stood sorted.
    """

    households: pl.DataFrame
    persons: pl.DataFrame | None
    members: Members | None
    order: pl.Series | None
    every_listed: bool
    complete: bool


def tables_of(register: CheckedRegister) -> Tables:
    """The tables of a register, persons sorted by household."""
    households, persons = register.households, register.persons
    members, order = None, None
    unlisted = bool(households.get_column("unlisted").sum())
    if persons is None or not persons.height:
        complete = not unlisted and not ("household_size" in households.columns and _known(households))
        return Tables(households, None, None, None, False, complete)
    rows = persons.get_column(HOUSEHOLD_ROW)
    if not rows.is_sorted():
        order = rows.arg_sort()
        persons = persons[order]
        rows = persons.get_column(HOUSEHOLD_ROW)
    members = Members(rows, households.height)
    found = with_sizes(Tables(households, persons, members, order, False, False))
    listed, size = found.households.get_column(LISTED), found.households.get_column(SIZE)
    every, complete = bool((listed > 0).all()), bool((size == listed).all())
    return Tables(found.households, persons, members, order, every, complete)


def _known(households: pl.DataFrame) -> bool:
    sizes = households.get_column("household_size")
    return sizes.null_count() < len(sizes)


def with_sizes(tables: Tables) -> Tables:
    """The households with how many members are listed, and how many there are."""
    households = tables.households
    if SIZE in households.columns:
        return tables
    if tables.members is None:
        listed = pl.repeat(0, households.height, dtype=pl.Int64, eager=True)
    else:
        listed = tables.members.listed().cast(pl.Int64)
    size = listed + households.get_column("unlisted")
    if "household_size" in households.columns:
        given = households.get_column("household_size")
        size = size.zip_with((size >= given) | given.is_null(), given)
    return replace(tables, households=households.hstack([listed.alias(LISTED), size.alias(SIZE)]))


def shape_of(tables: Tables, register: CheckedRegister, observed_on: date, review: Review) -> Shape:
    """The shape of a register."""
    scales = register.scales
    return Shape(
        _columns(tables.households, scales.get("household", {})),
        None if tables.persons is None else _columns(tables.persons, scales.get("person", {})),
        observed_on,
        tables.every_listed,
        tables.complete,
        tables.persons is None and not tables.households.get_column("unlisted").sum(),
        review,
    )


def _columns(frame: pl.DataFrame, scales: object) -> tuple[Column, ...]:
    assert isinstance(scales, dict)
    columns = dict(zip(frame.columns, frame.iter_columns(), strict=True))
    return tuple(
        Column(name, column.null_count() > 0, name + LAST in columns, scales.get(name, 0))
        for name, column in columns.items()
        if not name.startswith("#") and not name.endswith(LAST)
    )
