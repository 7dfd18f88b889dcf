"""The plan: one light row per household with its place, class, ethnicity and what is unknown, all by exact quota."""

from __future__ import annotations

import polars as pl

from povrules.facts.synthetic.draws import Draws
from povrules.facts.synthetic.province import (
    AVERAGE_PERMILLE,
    CLASSES,
    DISTRICTS,
    PROVINCE_CODE,
    PUBLISHED_CLASSES,
    PUBLISHED_MINORITY,
    PUBLISHED_MINORITY_CLASSES,
    URBAN_RISK_PERCENT,
    allocate,
    communes,
    scaled,
)

# One household in this many with something unknown is taken from the poor and near-poor, so that even a small example
# shows households whose class is open.
_LOW_INCOME_PART = 3

UNKNOWN_LOW = ("sanitation", "floor_area", "health_card", "open", "income", "structures", "birth_day", "work")
UNKNOWN_OTHER = ("income", "sanitation", "income", "devices", "floor_area", "open", "health_card", "structures")


def plan_households(households: int, seed: int, unknown_permille: int) -> pl.DataFrame:
    """Place and class of every household.

    Args:
        households: how many, at least 1.
        seed: of the draws.
        unknown_permille: households of 1,000 in which something is blank.

    Returns:
        One row per household in order of place: ``index`` (UInt64), ``household_id``, ``province``, ``district``,
        ``district_name``, ``commune``, ``commune_name``, ``hamlet``, ``area``, ``poverty_class`` (the class its facts
        will imply), ``minority``, ``unknown`` (what will be blank, or null).
    """
    draws = Draws(seed, "index")
    placed = _placed(households, draws)
    cells = _cells(placed)
    shuffled = placed.sort("stratum", draws.order("class"))
    classed = shuffled.with_columns(cells.get_columns()).sort("index")
    return classed.with_columns(_unknown(classed, draws, unknown_permille)).drop("stratum")


def _placed(households: int, draws: Draws) -> pl.DataFrame:
    by_district = allocate(households, [district.households for district in DISTRICTS])
    names = {district.code: district.name for district in DISTRICTS}
    everywhere = communes()
    sizes: list[int] = []
    for district, count in zip(DISTRICTS, by_district, strict=True):
        sizes += allocate(count, [commune.weight for commune in everywhere if commune.district == district.code])
    table = pl.DataFrame(
        {
            "number": range(1, len(everywhere) + 1),
            "district": [commune.district for commune in everywhere],
            "district_name": [names[commune.district] for commune in everywhere],
            "commune": [commune.code for commune in everywhere],
            "commune_name": [commune.name for commune in everywhere],
            "area": ["urban" if commune.urban else "rural" for commune in everywhere],
            "size": sizes,
        }
    )
    rows = (
        table.filter(pl.col("size") > 0)
        .with_columns(sequence=pl.int_ranges(1, pl.col("size") + 1))
        .explode("sequence")
        .with_row_index("index")
        .with_columns(pl.col("index").cast(pl.UInt64))
    )
    digits = max(5, len(str(max(sizes))))
    return rows.select(
        "index",
        household_id=_padded("number", 3) + _padded("sequence", digits),
        province=pl.lit(PROVINCE_CODE),
        district="district",
        district_name="district_name",
        commune="commune",
        commune_name="commune_name",
        hamlet=pl.lit("Thôn ") + (draws.below("hamlet", 6) + 1).cast(pl.String),
        area="area",
        stratum=pl.col("district") + pl.col("area"),
    )


def _padded(column: str, width: int) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.zfill(width)


def _cells(placed: pl.DataFrame) -> pl.DataFrame:
    """Class and ethnicity of the households in order of stratum: quotas by class, then by ethnicity inside a class."""
    total = placed.height
    strata = placed.group_by("stratum", "district", "area").len().sort("stratum")
    sizes: list[int] = strata["len"].to_list()
    priors = {district.code: district for district in DISTRICTS}
    districts = [priors[code] for code in strata["district"]]
    urban = [area == "urban" for area in strata["area"]]

    risk = [
        size * district.risk * (URBAN_RISK_PERCENT if town else 100)
        for size, district, town in zip(sizes, districts, urban, strict=True)
    ]
    quota = {name: scaled(total, count) for name, count in PUBLISHED_CLASSES.items()}
    quota["average"] = min(total * AVERAGE_PERMILLE // 1000, total - sum(quota.values()))
    left = list(sizes)
    counts: dict[str, list[int]] = {}
    for name in ("poor", "near_poor", "average"):
        counts[name] = allocate(quota[name], risk if name != "average" else sizes, left)
        left = [rest - taken for rest, taken in zip(left, counts[name], strict=True)]
    counts["above"] = left

    minority_quota = {name: scaled(total, count) for name, count in PUBLISHED_MINORITY_CLASSES.items()}
    others = scaled(total, PUBLISHED_MINORITY) - sum(minority_quota.values())
    low, high = sum(counts["average"]), sum(counts["above"])
    minority_quota["average"] = others * low // max(low + high, 1)
    minority_quota["above"] = others - minority_quota["average"]
    minority = {
        name: allocate(
            min(minority_quota[name], sum(counts[name])),
            [count * district.minority for count, district in zip(counts[name], districts, strict=True)],
            counts[name],
        )
        for name in CLASSES
    }
    cells = [
        (name, of_minority, minority[name][i] if of_minority else counts[name][i] - minority[name][i])
        for i in range(len(sizes))
        for name in CLASSES
        for of_minority in (True, False)
    ]
    return (
        pl.DataFrame(cells, schema={"poverty_class": pl.String, "minority": pl.Boolean, "n": pl.Int64}, orient="row")
        .filter(pl.col("n") > 0)
        .select(pl.exclude("n").repeat_by("n"))
        .explode("poverty_class", "minority")
    )


def _unknown(classed: pl.DataFrame, draws: Draws, permille: int) -> pl.Expr:
    """Which households have something unknown: an exact number, each kind in turn."""
    total = classed.height * permille // 1000
    low_income = pl.col("poverty_class").is_in(["poor", "near_poor"])
    in_low = min(-(-total // _LOW_INCOME_PART), classed.filter(low_income).height)
    rank = draws.order("unknown").rank("ordinal").over(low_income).cast(pl.Int64) - 1
    kinds = pl.when(low_income).then(_turn(UNKNOWN_LOW, rank)).otherwise(_turn(UNKNOWN_OTHER, rank))
    limit = pl.when(low_income).then(in_low).otherwise(total - in_low)
    return pl.when(rank < limit).then(kinds).alias("unknown")


def _turn(kinds: tuple[str, ...], rank: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(kinds, dtype=pl.String)).gather(rank % len(kinds))
