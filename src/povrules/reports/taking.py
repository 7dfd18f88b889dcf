"""The tables of a review from whatever holds them: results of a policy, or a frame."""

from __future__ import annotations

from typing import Any

import polars as pl

from povrules.decisions.evaluated import Evaluated
from povrules.facts.raw_table import from_frame


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
