"""Blank cells, so that a register has households whose class nobody can settle yet."""

from __future__ import annotations

import polars as pl

from povrules.facts.synthetic.composition import RULE_AGES
from povrules.facts.synthetic.household_facts import DEVICES, STRUCTURES
from povrules.facts.synthetic.province import OBSERVED_ON

_OF_HOUSEHOLD: dict[str, tuple[str, ...]] = {
    "income": ("income_per_capita", "income_total"),
    "sanitation": ("water_source", "toilet_type"),
    "floor_area": ("floor_area",),
    "structures": STRUCTURES,
    "devices": DEVICES,
}
_OF_PERSON: dict[str, tuple[str, ...]] = {"health_card": ("has_health_card",), "work": ("work_status",)}


def blank(households: pl.DataFrame, persons: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make unknown what the plan's ``unknown`` names.

    ``open`` leaves the last member of a household unlisted (where somebody lives alone: nobody is listed);
    ``birth_day`` leaves of the birth of a member at an age where a rule changes only the year, and where no member
    is at such an age the floor area is blank instead.
    """
    at_rule_age = pl.col("year_age").is_in(RULE_AGES)
    persons = persons.with_columns(unknown=households["unknown"][persons["row"]])
    year_kept = persons.filter((pl.col("unknown") == "birth_day") & at_rule_age)["row"].unique()
    unsettled = households.with_row_index("row").with_columns(
        unknown=pl.when((pl.col("unknown") == "birth_day") & ~pl.col("row").is_in(year_kept.implode()))
        .then(pl.lit("floor_area"))
        .otherwise("unknown")
    )
    lost_day = (pl.col("unknown") == "birth_day") & at_rule_age
    last = pl.col("slot") == pl.col("slot").max().over("row")
    persons = persons.filter(~((pl.col("unknown") == "open") & last).fill_null(False)).with_columns(
        birth_year=pl.when(lost_day).then(OBSERVED_ON.year - pl.col("year_age")).otherwise("birth_year"),
        birth_date=pl.when(~lost_day.fill_null(False)).then("birth_date"),
        **_blanked(_OF_PERSON),
    )
    return unsettled.with_columns(**_blanked(_OF_HOUSEHOLD)).drop("row"), persons


def _blanked(columns: dict[str, tuple[str, ...]]) -> dict[str, pl.Expr]:
    return {
        name: pl.when((pl.col("unknown") == kind).fill_null(False)).then(None).otherwise(pl.col(name))
        for kind, names in columns.items()
        for name in names
    }
