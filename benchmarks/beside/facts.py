"""The register that all contestants decide, the numbers of law they are given, and both as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import povrules as pr
from benchmarks.register import CLASSES, DAY, NAMES, drawn

AREAS = ("rural", "urban")
ON_A_LINE = 50
"""Every so many households have exactly the income of a line."""
ONE_BY_ONE = 5_000
"""So many households are handed over as mappings too."""


def law(policy: pr.Policy) -> dict[str, Any]:
    """The numbers of law the decision stands on, from the policy.

    >>> import povrules as pr
    >>> law(pr.load_policy(on="2024-10-01"))["line"]
    {'rural': 1500000, 'urban': 2000000}
    """
    parameters = policy.resolved.parameters

    def lines(name: str) -> dict[str, Any]:
        return {area: parameters[f"vn:{name}"].value(area) for area in AREAS}

    return {
        "areas": list(AREAS),
        "classes": list(CLASSES),
        "flags": list(NAMES),
        "line": lines("income_line"),
        "average": lines("average_line"),
        "cutoff": parameters["vn:deprivation_cutoff"].value(),
    }


def register(rows: int, numbers: dict[str, Any]) -> pl.DataFrame:
    """Households with their area, income and flags; the first thousand of a large one are those of a small one.

    Args:
        rows: how many.
        numbers: as ``law`` gives them.
    """
    frame = drawn(rows, 0.0)
    index = pl.int_range(rows, dtype=pl.Int64)
    rural = pl.col("area") == "rural"

    def of_area(name: str) -> pl.Expr:
        of = numbers[name]
        return pl.when(rural).then(of["rural"]).otherwise(of["urban"])

    place = index % (2 * ON_A_LINE)
    income = pl.when(place == 0).then(of_area("line")).when(place == ON_A_LINE).then(of_area("average"))
    return frame.with_columns(income.otherwise(pl.col("income_per_capita")).cast(pl.Int64).alias("income_per_capita"))


def mappings(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """One mapping for each household, without its number."""
    return frame.head(ONE_BY_ONE).drop("household_id").to_dicts()


def hand_over(folder: Path, rows: int) -> None:
    """Write the law, the columns and the first households as mappings."""
    numbers = law(pr.load_policy(on=DAY))
    frame = register(rows, numbers)
    (folder / "law.json").write_text(json.dumps(numbers), encoding="utf-8")
    (folder / "households.json").write_text(json.dumps(mappings(frame)), encoding="utf-8")
    for column in frame.drop("household_id").iter_columns():
        plain = column.to_physical().cast(pl.Int8) if column.name == "area" else column
        np.save(folder / f"{column.name}.npy", plain.to_numpy())


def answers(folder: Path, way: str) -> pl.DataFrame:
    """What a contestant kept, as class and count."""
    found = np.load(folder / f"answers-{way}.npz")
    classes = pl.Series(CLASSES).gather(found["classes"].astype(np.uint32))
    return pl.DataFrame({"poverty_class": classes, "deprivation_count": found["counts"]})
