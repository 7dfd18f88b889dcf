"""Raw facts of the household that imply its flags and class: income, house, water, latrine, devices."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from povrules.facts.synthetic.draws import Draws

# The lines of the years 2022 to 2026 in đồng a person a month. The generator needs them to aim; no engine reads them.
_RURAL_LINE = 1_500_000
_URBAN_LINE = 2_000_000
_STEP = 10_000
_FINE = 1 << 15

_CLEAN_WATER: Mapping[str, int] = {
    "piped": 58,
    "borehole": 20,
    "protected_dug_well": 11,
    "rain": 5,
    "bottled": 3,
    "protected_spring": 3,
}
_OTHER_WATER: Mapping[str, int] = {"unprotected_dug_well": 48, "surface": 27, "unprotected_spring": 18, "other": 7}
_HYGIENIC: Mapping[str, int] = {"septic": 72, "pour_flush": 18, "ventilated_pit": 5, "double_vault": 5}
_NOT_HYGIENIC: Mapping[str, int] = {"other": 55, "none": 45}
_DEVICES: Mapping[str, int] = {
    "has_tv": 880,
    "has_radio": 110,
    "has_desktop": 90,
    "has_phone": 460,
    "has_laptop": 150,
    "has_tablet": 60,
    "has_smartphone": 380,
}
DEVICES = tuple(_DEVICES)
STRUCTURES = ("wall_durable", "frame_durable", "roof_durable")


def with_household_facts(households: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add the raw facts to rows that have size and flags (``deprive``); every flag follows from them by the law."""
    draws = Draws(seed, "index")
    facts = households.with_columns(
        _income(draws),
        _floor_area(draws),
        *_structures(draws),
        _chosen("water_source", "deprived_water", draws, _OTHER_WATER, _CLEAN_WATER),
        _chosen("toilet_type", "deprived_toilet", draws, _NOT_HYGIENIC, _HYGIENIC),
        *_devices(draws),
        hears_loudspeaker=draws.chance("loudspeaker", pl.when(pl.col("area") == "rural").then(820).otherwise(600)),
    )
    # A few households state what they had in the year instead of a month's amount per head.
    by_year = draws.chance("by year", 40)
    durable = pl.sum_horizontal(pl.col(name).cast(pl.Int64) for name in STRUCTURES)
    any_phone = pl.col("has_phone") | pl.col("has_smartphone")
    return facts.with_columns(
        income_per_capita=pl.when(~by_year).then("income"),
        income_total=pl.when(by_year).then(pl.col("income") * pl.col("household_size") * 12),
        house_kind=pl.lit(pl.Series(["simple", "not_solid", "semi_solid", "solid"])).gather(durable),
        phone_subscription=any_phone & draws.chance("subscription", 940),
    ).drop("income")


def _income(draws: Draws) -> pl.Expr:
    """Whole đồng a person a month inside the band of the class; some stand exactly on a line or one đồng above it."""
    line = pl.when(pl.col("area") == "urban").then(_URBAN_LINE).otherwise(_RURAL_LINE)
    upper = line * 3 // 2
    crumbs = pl.when(draws.chance("crumbs", 300)).then(1000 * (1 + draws.below("thousands", 9)))

    def toward(stream: str, span: pl.Expr) -> pl.Expr:
        # The product of two even draws crowds near nothing, that is near the line.
        first, second = draws.below(f"{stream} a", _FINE), draws.below(f"{stream} b", _FINE)
        return first * second // _FINE * span // _FINE

    depth = pl.when(pl.col("poverty_class") == "poor").then(line * 4 // 5).otherwise(line // 2)
    below = line - toward("below", depth // _STEP) * _STEP - crumbs.fill_null(0)
    loss = -_STEP * (1 + draws.below("loss", 80))
    low = (
        pl.when(draws.chance("on the line", 15))
        .then(line)
        .when(draws.chance("a bad harvest", 8))
        .then(loss)
        .otherwise(below)
    )
    step = crumbs.fill_null(_STEP)
    between = (
        pl.when(draws.chance("on the upper line", 10))
        .then(upper)
        .when(draws.chance("one above", 10))
        .then(line + 1)
        .otherwise(line + draws.below("average", line // 2 // _STEP) * _STEP + step)
    )
    reach = pl.when(draws.chance("rich", 80)).then(line * 12).when(draws.chance("well off", 350)).then(line * 5)
    above = (
        pl.when(draws.chance("one above the upper", 3))
        .then(upper + 1)
        .otherwise(upper + toward("above", reach.otherwise(line * 2) // _STEP) * _STEP + step)
    )
    return (
        pl.when(pl.col("poverty_class").is_in(["poor", "near_poor"]))
        .then(low)
        .when(pl.col("poverty_class") == "average")
        .then(between)
        .otherwise(above)
        .cast(pl.Int64)
        .alias("income")
    )


def _floor_area(draws: Draws) -> pl.Expr:
    """Whole square metres, below or from eight a person; some exactly eight."""
    size = pl.col("household_size")
    tight = size * 8 - 1 - draws.below("tight", size * 4)
    wide = size * 8 + draws.below("wide", size * 16) + draws.below("wider", size * 10 + 12)
    exact = draws.chance("exactly eight", 8)
    return (
        pl.when("deprived_housing_area")
        .then(tight)
        .otherwise(pl.when(exact).then(size * 8).otherwise(wide))
        .alias("floor_area")
    )


def _structures(draws: Draws) -> list[pl.Expr]:
    """Wall, frame and roof: two or three of them weak in a deprived house, none or one in any other."""
    weak = (
        pl.when("deprived_housing_quality")
        .then(2 + draws.chance("all weak", 250).cast(pl.Int64))
        .otherwise(draws.chance("one weak", 170).cast(pl.Int64))
    )
    which = draws.below("which structure", 3)
    # One weak part is the drawn one; of two weak parts the drawn one is the sound one.
    return [
        (~((weak == 3) | ((weak == 2) & (which != part)) | ((weak == 1) & (which == part)))).alias(name)
        for part, name in enumerate(STRUCTURES)
    ]


def _chosen(name: str, flag: str, draws: Draws, if_deprived: Mapping[str, int], if_not: Mapping[str, int]) -> pl.Expr:
    return (
        pl.when(flag)
        .then(draws.choose(f"{name} deprived", if_deprived))
        .otherwise(draws.choose(name, if_not))
        .alias(name)
    )


def _devices(draws: Draws) -> list[pl.Expr]:
    """No device in a deprived household, at least one in any other; where the net is used mostly a smartphone."""
    deprived = pl.col("deprived_information_means")
    online = ~pl.col("deprived_telecom")
    drawn = {name: draws.chance(name, permille) for name, permille in _DEVICES.items()}
    drawn["has_smartphone"] = drawn["has_smartphone"] | (online & draws.chance("smartphone online", 930))
    others = pl.any_horizontal(expression for name, expression in drawn.items() if name != "has_phone")
    drawn["has_phone"] = drawn["has_phone"] | ~others
    return [(expression & ~deprived).alias(name) for name, expression in drawn.items()]
