"""Six households with everything that any table needs, and four of their members."""

from __future__ import annotations

from datetime import date

import polars as pl

from povrules.reports.causes import COLUMNS

CODES = ["poor", "near_poor", "average", "above", None, "poor"]
HOMES = pl.DataFrame(
    {
        "household_id": list("123456"),
        "commune": ["A", "A", "A", "B", "B", "B"],
        "poverty_class": CODES,
        "household_size": [5, 2, 3, 4, 1, 6],
        "minority": [True, False, False, True, None, True],
        "unable_to_work": [False] * 6,
        "merit": [False] * 6,
        "ethnicity": ["17", "01", "01", "17", None, "17"],
        "deprived_water": [True, True, False, False, False, None],
        **{column: [True, False, False, False, False, True] for column in COLUMNS.values()},
    }
)
TRUTHS = ("child", "child_insurance", "child_nutrition", "child_education")
PERSONS = pl.DataFrame({"household_id": list("1256")} | {name: [True] * 4 for name in TRUTHS})
YEAR = {"begin": date(2024, 1, 1), "end": date(2024, 12, 31), "today": date(2024, 12, 31)}
