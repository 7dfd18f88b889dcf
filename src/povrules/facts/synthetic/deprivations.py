"""Which of the twelve indicators a household is deprived of: as many as its class asks, of those its members allow."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from povrules.facts.synthetic.draws import Draws, chosen_member

INDICATORS = (
    "employment",
    "dependents",
    "nutrition",
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "water",
    "toilet",
    "telecom",
    "information_means",
)

# How many deprivations a household of each class has: weights of 100. The class fixes the range (three or more for the
# poor, at most two for the near-poor, anything above the line); inside it the weights are invented.
_COUNTS: Mapping[str, Mapping[str, int]] = {
    "poor": {"3": 52, "4": 28, "5": 13, "6": 5, "7": 2},
    "near_poor": {"0": 14, "1": 38, "2": 48},
    "average": {"0": 34, "1": 36, "2": 20, "3": 8, "4": 2},
    "above": {"0": 60, "1": 27, "2": 9, "3": 3, "4": 1},
}

# How readily an indicator is drawn. ``dependents`` is not drawn: it follows from who lives in the household.
_WEIGHTS: Mapping[str, tuple[int, int]] = {
    "employment": (60, 55),
    "nutrition": (40, 25),
    "health_insurance": (85, 90),
    "adult_education": (95, 70),
    "child_schooling": (40, 12),
    "housing_quality": (52, 10),
    "housing_area": (38, 14),
    "water": (24, 9),
    "toilet": (66, 22),
    "telecom": (34, 16),
    "information_means": (12, 3),
}
_NEVER = 1 << 62


def with_eligible(persons: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add to each person what some rule asks of them: a student, able to work, and one person drawn per indicator.

    Adds ``student``, ``able_to_work`` and ``pick_<indicator>`` for the indicators that one member is enough for.
    """
    draws = Draws(seed, "counter")
    age = pl.col("year_age")
    persons = persons.with_columns(
        student=(
            (age.is_between(16, 17) & draws.chance("student", 850))
            | (age.is_between(18, 22) & draws.chance("student", 400))
        )
        & ~pl.col("has_disability"),
        able_to_work=age.is_between(15, 74) & ~(pl.col("has_disability") & draws.chance("unable", 600)),
    )
    eligible = {
        "employment": age.is_between(19, 50) & pl.col("able_to_work") & ~pl.col("student"),
        "nutrition": age < 16,
        "health_insurance": age >= 6,
        "adult_education": age.is_between(16, 29),
        "child_schooling": age.is_between(3, 15),
        "telecom": age.is_between(12, 70),
    }
    return persons.with_columns(
        chosen_member(condition, draws.order(f"pick {name}"), "row").alias(f"pick_{name}")
        for name, condition in eligible.items()
    )


def deprive(households: pl.DataFrame, persons: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add ``household_size`` and ``deprived_<indicator>`` to the rows of the plan.

    Args:
        households: rows of the plan.
        persons: their members, as ``with_eligible`` leaves them.
        seed: of the draws.

    Returns:
        The households, with flags whose number fits ``poverty_class`` exactly.
    """
    dependent = (pl.col("year_age") < 16) | pl.col("receives_monthly_allowance")
    picks = ("employment", "nutrition", "adult_education", "child_schooling")
    members = persons.group_by("row", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("household_size"),
        dependent.sum().cast(pl.Int64).alias("dependents"),
        *(pl.col(f"pick_{name}").any().alias(f"can_{name}") for name in picks),
    )
    draws = Draws(seed, "index")
    low_income = pl.col("poverty_class").is_in(["poor", "near_poor"])
    counts = pl.lit(0)
    for name, weights in _COUNTS.items():
        drawn = draws.choose("count", weights).cast(pl.Int64)
        counts = pl.when(pl.col("poverty_class") == name).then(drawn).otherwise(counts)
    keys = []
    for number, (name, (low, other)) in enumerate(_WEIGHTS.items()):
        draw = draws.below(f"deprived {name}", 1 << 30) * 64
        key = pl.when(low_income).then(draw // low).otherwise(draw // other) * 16 + number
        allowed = pl.col(f"can_{name}") if name in picks else pl.lit(True)
        keys.append(pl.when(allowed).then(key).otherwise(_NEVER).alias(f"key_{name}"))
    wide = (
        pl.concat([households, members.drop("row")], how="horizontal")
        .with_columns(deprived_dependents=pl.col("dependents") * 2 > pl.col("household_size"))
        .with_columns(*keys, drawn=counts - pl.col("deprived_dependents").cast(pl.Int64))
    )
    flags = []
    for name in _WEIGHTS:
        key = pl.col(f"key_{name}")
        rank = pl.sum_horizontal((pl.col(f"key_{other}") < key).cast(pl.Int64) for other in _WEIGHTS if other != name)
        flags.append(((rank < pl.col("drawn")) & (key < _NEVER)).alias(f"deprived_{name}"))
    return wide.with_columns(flags).select(
        *households.columns, "household_size", *(f"deprived_{name}" for name in INDICATORS)
    )
