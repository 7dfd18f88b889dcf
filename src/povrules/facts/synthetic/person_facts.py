"""Raw facts of the members that imply the household's flags: work, insurance, growth, school, internet."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from povrules.facts.synthetic.draws import Draws
from povrules.facts.synthetic.province import MINORITIES, OBSERVED_ON

_WORK: Mapping[str, int] = {"self_employed": 58, "wage_with_contract": 36, "not_seeking": 6}
_YOUNG_ENOUGH: Mapping[str, int] = {
    "upper_secondary": 44,
    "vocational_elementary": 13,
    "vocational_intermediate": 8,
    "college": 9,
    "university": 14,
    "on_the_job": 12,
}
_YOUNG_TOO_LITTLE: Mapping[str, int] = {"none": 12, "primary": 33, "lower_secondary": 55}
_OLDER: Mapping[str, int] = {
    "none": 10,
    "primary": 30,
    "lower_secondary": 30,
    "upper_secondary": 15,
    "vocational_elementary": 4,
    "vocational_intermediate": 3,
    "college": 3,
    "university": 5,
}
_MAJORITY = "01"


def with_person_facts(persons: pl.DataFrame, households: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add the raw facts of each member.

    Args:
        persons: members as ``with_eligible`` leaves them; ``row`` is the position of their household.
        households: with the flags the facts must imply.
        seed: of the draws.
    """
    draws = Draws(seed, "counter")
    age = pl.col("year_age")
    needed = ("employment", "nutrition", "health_insurance", "adult_education", "child_schooling", "telecom")
    flags = households.select("minority", "household_id", "index", *(f"deprived_{name}" for name in needed))
    with_flags = pl.concat([persons.drop("minority"), flags[persons["row"]]], how="horizontal")
    facts = with_flags.with_columns(
        _ethnicity(seed, draws),
        *_growth(draws),
        work_status=_work(draws),
        has_health_card=_health_card(draws),
        untreated_illness=draws.chance("untreated", 12),
        uses_internet=~pl.col("deprived_telecom")
        & (pl.col("pick_telecom") | (age.is_between(10, 65) & draws.chance("internet", 720)) | _nobody_young()),
        sex=pl.when("female").then(pl.lit("female")).otherwise(pl.lit("male")),
        person_id=pl.col("household_id") + "-" + (pl.col("slot") + 1).cast(pl.String).str.zfill(2),
        birth_year=pl.when("year_only").then(OBSERVED_ON.year - age),
    )
    facts = facts.with_columns(_schooling(draws))
    return facts.with_columns(
        highest_certificate=_certificate(draws),
        birth_date=pl.when(~pl.col("year_only")).then("birth_date"),
    )


def _nobody_young() -> pl.Expr:
    """The head, where no member is of the ages from which the user of the internet is drawn."""
    return (pl.col("slot") == 0) & ~pl.col("pick_telecom").any().over("row")


def _ethnicity(seed: int, draws: Draws) -> pl.Expr:
    group = Draws(seed, "index").choose("ethnicity", MINORITIES)
    married_in = (pl.col("role") == "spouse") & draws.chance("married in", 40)
    return pl.when(pl.col("minority") & ~married_in).then(group).otherwise(pl.lit(_MAJORITY)).alias("ethnicity")


def _work(draws: Draws) -> pl.Expr:
    """Somebody without work or contract in a deprived household, nobody in any other."""
    age = pl.col("year_age")
    working = pl.col("able_to_work") & age.is_between(18, 66) & ~pl.col("student")
    deprived = pl.col("deprived_employment")
    without = pl.lit("wage_without_contract")
    return (
        pl.when(deprived & pl.col("pick_employment"))
        .then(pl.when(draws.chance("seeking", 420)).then(pl.lit("seeking_work")).otherwise(without))
        .when(deprived & working & age.is_between(19, 50) & draws.chance("also without", 250))
        .then(without)
        .when(working)
        .then(draws.choose("work", _WORK))
        .when(pl.col("able_to_work") & (age > 66) & draws.chance("old and at work", 300))
        .then(pl.lit("self_employed"))
        .otherwise(pl.lit("not_seeking"))
    )


def _health_card(draws: Draws) -> pl.Expr:
    """Only members from six years count: a small child without a card makes no deprivation."""
    small = pl.col("year_age") < 6
    without = pl.col("deprived_health_insurance") & (pl.col("pick_health_insurance") | draws.chance("card", 220))
    return pl.when(small).then(draws.chance("small card", 970)).otherwise(~without)


def _growth(draws: Draws) -> list[pl.Expr]:
    child = pl.col("year_age") < 16
    poorly = (
        child & pl.col("deprived_nutrition") & (pl.col("pick_nutrition") | draws.chance("also undernourished", 120))
    )
    kind = draws.below("undernourished", 10)
    return [(poorly & (kind < 7)).alias("stunted"), (poorly & (kind > 4)).alias("underweight")]


def _schooling(draws: Draws) -> list[pl.Expr]:
    """In school at the level of the age or above, but for the child or youth who makes the deprivation."""
    age = pl.col("year_age")
    level = (
        pl.when(age < 6)
        .then(pl.lit("preschool"))
        .when(age < 11)
        .then(pl.lit("primary"))
        .when(age < 15)
        .then(pl.lit("lower_secondary"))
        .when((age < 18) & draws.chance("general school", 930))
        .then(pl.lit("upper_secondary"))
        .when(draws.chance("higher", 650) & (age >= 18))
        .then(pl.lit("higher"))
        .otherwise(pl.when(age == 15).then(pl.lit("upper_secondary")).otherwise(pl.lit("vocational")))
    )
    behind = pl.col("deprived_child_schooling") & pl.col("pick_child_schooling")
    below_age = behind & (((age >= 12) & draws.chance("behind", 400)) | ((age == 6) & draws.chance("behind", 500)))
    level = (
        pl.when(below_age)
        .then(pl.when(age == 6).then(pl.lit("preschool")).otherwise(pl.lit("primary")))
        .otherwise(level)
    )
    left = pl.col("deprived_adult_education") & pl.col("pick_adult_education")
    in_school = (
        pl.when(age < 3)
        .then((age == 2) & draws.chance("nursery", 250))
        .when(age < 16)
        .then(~behind | below_age)
        .otherwise(pl.col("student") & ~left)
    )
    return [in_school.alias("in_school"), pl.when(in_school).then(level).alias("school_level")]


def _certificate(draws: Draws) -> pl.Expr:
    """Up to 30 enough for the age, but for the youth who makes the deprivation; beyond, whatever a generation had."""
    age = pl.col("year_age")
    left = pl.col("deprived_adult_education") & pl.col("pick_adult_education")
    pupil_below = pl.col("school_level").is_in(["preschool", "primary"]) | ~pl.col("in_school")
    return (
        pl.when(age < 11)
        .then(pl.lit("none"))
        .when(age < 16)
        .then(
            pl.when(pupil_below)
            .then(pl.lit("none"))
            .when(age < 15)
            .then(pl.lit("primary"))
            .otherwise(pl.lit("lower_secondary"))
        )
        .when(left)
        .then(
            pl.when(age < 18)
            .then(pl.when(draws.chance("no certificate", 300)).then(pl.lit("none")).otherwise(pl.lit("primary")))
            .otherwise(draws.choose("too little", _YOUNG_TOO_LITTLE))
        )
        .when(age < 18)
        .then(pl.lit("lower_secondary"))
        .when("in_school")
        .then(pl.lit("upper_secondary"))
        .when(age <= 30)
        .then(draws.choose("enough", _YOUNG_ENOUGH))
        .otherwise(draws.choose("older", _OLDER))
    )
