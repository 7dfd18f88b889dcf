"""What children of poor and near-poor households are deprived of: health and education (form 11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from povrules.reports.asking import check_apart, places_of
from povrules.reports.counting import (
    CLASS,
    LEVEL,
    POOR,
    by_place,
    check_truths,
    counted,
    table_with,
    with_totals,
)
from povrules.reports.districts import check_districts
from povrules.reports.errors import ReportError

FLAGS = ("child", "insurance", "nutrition", "education")
_ABOUT = {
    "child": "a truth of each person: is it a child",
    "insurance": "a truth of each child: without the health insurance that the standard asks for",
    "nutrition": "a truth of each child: stunted or underweight, as the standard says",
    "education": "a truth of each child: not at the school that the standard asks for",
}


def children(
    households: Any,
    persons: Any,
    *,
    child: str = "child",
    insurance: str = "child_insurance",
    nutrition: str = "child_nutrition",
    education: str = "child_education",
    by: str | Sequence[str] = (),
    of_class: str = CLASS,
    id: str = "household_id",
    totals: bool = False,
    on: date | str | None = None,
) -> pl.DataFrame:
    """How many children poor and near-poor households have, and what these are deprived of.

    Args:
        households: with ids and classes.
        persons: with the ids of their households and four columns of truths, null where it is not known
            (``with_child_deprivations`` makes them by the law of a day).
        child, insurance, nutrition, education: the columns.
        by, of_class, totals, on: as for ``summary``.
        id: the column of households' ids, in both.

    Returns:
        For each place, and each of ``poor`` and ``near_poor``: ``poor_children``, ``poor_health`` (deprived of
        insurance or nutrition), ``poor_health_open`` (not known), ``poor_education``, ``poor_education_open``, and
        ``poor_age_open``, members of whom it is not known whether they are children; ``undetermined``, children of
        households of no known class.

    Raises:
        ReportError: a column that is missing, with what it should say; a member of no household.
    """
    places = places_of(by)
    check_districts(places, on)
    homes = table_with(households, [id, *places], of_class=of_class)
    named = dict(zip(FLAGS, (child, insurance, nutrition, education), strict=True))
    table = table_with(persons, [id, *named.values()], "persons", {named[flag]: text for flag, text in _ABOUT.items()})
    check_truths(table, list(named.values()))
    members = table.select(
        pl.col(id).cast(pl.String).alias("#id"),
        *(pl.col(name).cast(pl.Boolean).alias(f"#{flag}") for flag, name in named.items()),
    )
    homes = homes.select(pl.col(id).cast(pl.String).alias("#id"), pl.col(of_class).alias("#class"), *places)
    twice = homes.filter(pl.col("#id").is_duplicated()).get_column("#id")
    if len(twice):
        raise ReportError(f"the households have {twice[0]!r} twice", expected="each once")
    lost = members.join(homes, on="#id", how="anti").get_column("#id")
    if len(lost):
        raise ReportError(f"a person of the household {lost[0]!r}, which is not among the households")
    # Every place has a row, also one without children.
    joined = homes.join(members, on="#id", how="left", maintain_order="left")
    sums = _sums(set(members.get_column("#id")))
    first = [*places, *([LEVEL] if totals else [])]
    check_apart(places, [*first[len(places) :], *(s.meta.output_name() for s in sums)])
    found = with_totals(by_place(joined, sums, places), places, totals)
    return found.select(*first, pl.exclude(first))


def _sums(listed: set[str]) -> list[pl.Expr]:
    is_child, somebody = pl.col("#child"), pl.col("#id").is_in(list(listed))
    health = pl.col("#insurance") | pl.col("#nutrition")
    parts: dict[str, pl.Expr] = {}
    for name in POOR:
        mine = somebody & (pl.col("#class") == name)
        parts[f"{name}_children"] = mine & is_child
        parts[f"{name}_health"] = mine & is_child & health
        parts[f"{name}_health_open"] = mine & is_child & health.is_null()
        parts[f"{name}_education"] = mine & is_child & pl.col("#education")
        parts[f"{name}_education_open"] = mine & is_child & pl.col("#education").is_null()
        parts[f"{name}_age_open"] = mine & is_child.is_null()
    parts["undetermined"] = somebody & pl.col("#class").is_null() & is_child
    return [counted(rows, None, name) for name, rows in parts.items()]
