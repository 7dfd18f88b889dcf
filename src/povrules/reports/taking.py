"""The tables of a review from whatever holds them: results of a policy, or a frame."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import polars as pl

from povrules.decisions.evaluated import Evaluated
from povrules.facts.parse_scalars import parse_bool
from povrules.facts.raw_table import from_frame
from povrules.facts.reasons import BadValue
from povrules.reports.classes import classes_in
from povrules.reports.counting import sizes_in


def households_of(given: Any, what: str) -> pl.DataFrame:
    """The households of a review: results beside everything the register says.

    Args:
        given: what ``policy.evaluate`` handed back, also when it was asked for some ``outputs`` only; or a frame.
        what: of what it is, for messages.
    """
    if not isinstance(given, Evaluated):
        return from_frame(given, what).frame
    return _beside(given.frames[0], given.register.households, given.register.extra_households)


def members_of(given: Any, persons: Any) -> pl.DataFrame | None:
    """The members of its households; None when they are not listed."""
    if isinstance(given, Evaluated):
        register = given.register
        if register.persons is None or register.extra_persons is None:
            return None
        return _beside(pl.DataFrame(), register.persons, register.extra_persons)
    return None if persons is None else from_frame(persons, "persons").frame


def _beside(answers: pl.DataFrame, *given: pl.DataFrame) -> pl.DataFrame:
    """Rows of one order side by side; what was answered goes before what was given."""
    columns = {series.name: series for series in answers.get_columns()}
    for table in given:
        for series in table.get_columns():
            text = series.cast(pl.String) if isinstance(series.dtype, pl.Enum) else series
            columns.setdefault(series.name, text)
    return pl.DataFrame(list(columns.values()))


def with_classes_and_sizes(frame: pl.DataFrame, what: str, of_class: str, size: str | None) -> pl.DataFrame:
    """Classes and sizes, where they are there, as the forms count them."""
    read = [classes_in(frame, of_class, what)] if of_class in frame.columns else []
    if size is not None and size in frame.columns:
        read.append(sizes_in(frame, size, what))
    return frame.with_columns(read)


def sizes_known(frame: pl.DataFrame, size: str) -> bool:
    """Whether the table says of every household how many live there."""
    return size in frame.columns and not frame.get_column(size).null_count()


def with_truths(homes: pl.DataFrame, told: Iterable[str]) -> pl.DataFrame:
    """Truths written in words as truths; a column with other words stays, and the form that needs it says so."""
    read: list[pl.Series] = []
    for name in told:
        if name in homes.columns and homes.schema[name] not in (pl.Boolean, pl.Null):
            column = homes.get_column(name)
            with suppress(BadValue):
                cells = [None if cell is None else parse_bool(str(cell)) for cell in column.to_list()]
                read.append(pl.Series(name, cells, pl.Boolean))
    return homes.with_columns(read)


def names_of_codes(homes: pl.DataFrame, first: pl.DataFrame | None, of: str, called: str) -> dict[Any, str]:
    """The name of each code, of this review and of the one before."""
    labels: dict[Any, str] = {}
    for frame in (first, homes):
        if frame is not None and of in frame.columns and called in frame.columns:
            pairs = frame.select(pl.col(of).alias("#code"), pl.col(called).alias("#name")).unique().drop_nulls()
            labels |= dict(sorted(pairs.rows()))
    return labels
