"""A register with flags, of any size, in which a known share of the rows cannot be used, each for a known reason."""

from __future__ import annotations

import polars as pl

FLAGS = (
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
HOUSEHOLD_FAULTS = (
    "missing_id",
    "duplicate_household",
    "not_a_flag",
    "unknown_member",
    "not_a_number",
    "ambiguous_number",
    "not_finite",
    "out_of_range",
)
PERSON_FAULTS = ("person_without_household", "duplicate_person", "not_a_date", "after_observed_on")


def bad_register(households: int, one_bad_in: int = 100) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Households and two persons for each, all cells text; every ``one_bad_in``-th row of each table is bad.

    The kinds of fault take turns. The persons lie in the order of their households.
    """
    at = pl.int_range(households)
    bad = at % one_bad_in == one_bad_in - 1
    kind = pl.when(bad).then((at // one_bad_in) % len(HOUSEHOLD_FAULTS))

    def unless(fault: str, wrong: str | None, right: pl.Expr) -> pl.Expr:
        return pl.when(kind == HOUSEHOLD_FAULTS.index(fault)).then(pl.lit(wrong, pl.String)).otherwise(right)

    # An earlier household, far away: 7 rows before the one that is bad in its turn.
    twice = pl.when(kind == HOUSEHOLD_FAULTS.index("duplicate_household")).then(at // 2 - at // 2 % one_bad_in)
    number = pl.coalesce(twice, at)
    income = (at * 7919 % 4_000_000 + 100_000).cast(pl.String)
    for fault, wrong in (
        ("not_a_number", "nhiều"),
        ("ambiguous_number", "1.234"),
        ("not_finite", "inf"),
        ("out_of_range", "9" * 13),
    ):
        income = unless(fault, wrong, income)
    frame = pl.DataFrame({"at": pl.int_range(households, eager=True)}).select(
        unless("missing_id", None, pl.format("H{}", number.cast(pl.String).str.zfill(9))).alias("household_id"),
        unless("unknown_member", "biển", pl.when(at % 3 == 0).then(pl.lit("urban")).otherwise(pl.lit("rural"))).alias(
            "area"
        ),
        income.alias("income_per_capita"),
        *(
            (unless("not_a_flag", "2", flag) if name == FLAGS[0] else flag).alias(f"deprived_{name}")
            for i, name in enumerate(FLAGS)
            for flag in [((at * (2 * i + 3) + at // 7) % 5 == 0).cast(pl.Int8).cast(pl.String)]
        ),
    )
    return frame, _persons(households, one_bad_in)


def _persons(households: int, one_bad_in: int) -> pl.DataFrame:
    at = pl.int_range(2 * households)
    kind = pl.when(at % one_bad_in == 3).then((at // one_bad_in) % len(PERSON_FAULTS))
    household = pl.format("H{}", (at // 2).cast(pl.String).str.zfill(9))
    birth = pl.format("{}-05-01", 1930 + at * 31 % 90)
    return pl.DataFrame({"at": pl.int_range(2 * households, eager=True)}).select(
        pl.when(kind == 0).then(pl.lit("nobody")).otherwise(household).alias("household_id"),
        pl.when(kind == 1).then(at - 1).otherwise(at).cast(pl.String).alias("person_id"),
        pl.when(kind == 2)
        .then(pl.lit("31/02/2000"))
        .when(kind == 3)
        .then(pl.lit("2199-01-01"))
        .otherwise(birth)
        .alias("birth_date"),
    )
