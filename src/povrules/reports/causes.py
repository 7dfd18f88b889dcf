"""Why the poor are poor, as the review asked them (form 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from povrules.reports.asking import check_apart, places_of
from povrules.reports.counting import CLASS, LEVEL, table_with
from povrules.reports.errors import ReportError
from povrules.reports.summaries import deprived

CAUSES = ("land", "capital", "labour", "tools", "knowledge", "skills", "illness", "other")
"""Lack of land for production, capital, labour, tools, knowledge of production, skills of work; illness or accident."""
COLUMNS: Mapping[str, str] = {cause: f"cause_{cause}" for cause in CAUSES}


def causes(
    households: Any,
    columns: Mapping[str, str] = COLUMNS,
    of: str = "poor",
    *,
    by: str | Sequence[str] = (),
    of_class: str = CLASS,
    totals: bool = False,
    on: date | str | None = None,
) -> pl.DataFrame:
    """How many households of a class name which cause; one may name several.

    Args:
        households: with their classes and a column of truths for each cause; null where it was not asked.
        columns: the column of each of the eight causes.
        of: the class.
        by, of_class, totals, on: as for ``summary``.

    Returns:
        For each place ``households`` of the class; for each cause how many name it, ``<cause>_percent`` of them, and
        ``<cause>_open``, not known; ``undetermined``.

    Raises:
        ReportError: a cause without a column, a column that is missing, or holds no truths.
    """
    lacking = [cause for cause in CAUSES if cause not in columns]
    if lacking:
        raise ReportError(f"no column for the causes {', '.join(lacking)}", expected=", ".join(CAUSES))
    places = places_of(by)
    check_apart(places, [*([LEVEL] if totals else []), *CAUSES])
    wanted = [columns[cause] for cause in CAUSES]
    about = {column: f"a truth of each household: is the cause {cause!r}" for cause, column in columns.items()}
    table = table_with(households, [*places, *wanted], about=about, of_class=of_class)
    named = table.select(
        *dict.fromkeys((of_class, *places)), *(pl.col(columns[cause]).alias(cause) for cause in CAUSES)
    )
    return deprived(named, CAUSES, of, by=places, of_class=of_class, totals=totals, on=on).drop("deprivations")
