"""The whole decision written by hand in Polars, for facts that are all known, on the day of ``facts.DAY``.

Written by somebody who knows the library: members of lists compared as small numbers, what several rules share worked
out once, whatever no answer needs left out, the class carried to the members by row position and not by a join.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, TypeVar

import polars as pl

from benchmarks.whole_decision.facts import AREAS, DIFFICULTIES, FLAGS, HOUSING_NEEDS, LEVELS

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
Tables = tuple[pl.DataFrame, pl.DataFrame]
POOR, NEAR_POOR, AVERAGE, ABOVE = range(4)
CLASSES = pl.Series(["poor", "near_poor", "average", "above"])
GROUPS = (
    "child_under_six", "poor", "minority_near_poor", "minority_difficult_area", "difficult_area_resident",
    "island_resident", "on_social_allowance", "survivor_elderly", "on_social_pension", "near_poor_in_poor_place",
    "near_poor", "minority_left_list", "student", "farm_average", "none",
)  # fmt: skip
GROUP = {name: place for place, name in enumerate(GROUPS)}
DAY = date(2025, 12, 1)


def whole(value: int) -> pl.Expr:
    return pl.lit(value, pl.Int64)


def rate(text: str, places: int) -> pl.Expr:
    return pl.lit(Decimal(text), pl.Decimal(38, places))


def member(column: str, members: Sequence[str], *wanted: str) -> pl.Expr:
    """Whether a column is one of a few members of its list."""
    code = pl.col(column).to_physical()
    return reduce(lambda a, b: a | b, [code == members.index(name) for name in wanted])


def granted(programme: str, **benefits: pl.Expr) -> list[pl.Expr]:
    """A programme beside its benefits, empty where it is not granted."""
    found = [pl.col(programme)]
    return [*found, *(pl.when(programme).then(each).alias(f"{programme}.{name}") for name, each in benefits.items())]


# households ----------------------------------------------------------------------------------------------------------


def household_conditions(frame: Frame) -> Frame:
    """Classes and programmes; ``allowed`` says whether a member receives an allowance."""
    income, rural = pl.col("income_per_capita"), member("area", AREAS, "rural")
    frame = frame.with_columns(
        pl.sum_horizontal(pl.col(f"deprived_{flag}").cast(pl.UInt8) for flag in FLAGS).alias("count"),
        (income <= pl.when(rural).then(1_500_000).otherwise(2_000_000)).alias("low"),
        (income <= pl.when(rural).then(2_250_000).otherwise(3_000_000)).alias("middle"),
    )
    low, deprived = pl.col("low"), pl.col("count") >= 3
    return frame.with_columns(
        pl.when(low & deprived).then(pl.lit(POOR, pl.UInt8)).when(low).then(pl.lit(NEAR_POOR, pl.UInt8))
        .when("middle").then(pl.lit(AVERAGE, pl.UInt8)).otherwise(pl.lit(ABOVE, pl.UInt8)).alias("class"),
        (low & deprived).alias("credit_poor"),
        (low & ~deprived).alias("credit_near_poor"),
        (
            ~low & (pl.col("left_class").to_physical() <= NEAR_POOR)
            & pl.col("left_poverty_on").is_between(date(2022, 12, 1), DAY).fill_null(False)
        ).alias("credit_newly_escaped"),
        (rural & ~(pl.col("water_work_meets_standard") & pl.col("sanitation_work_meets_standard")))
        .alias("credit_water_sanitation"),
        ((low & deprived) | ((pl.col("electricity_use") <= 50) & pl.col("allowed"))).alias("electricity_support"),
        (low & ~member("housing_need", HOUSING_NEEDS, "none") & ~pl.col("housing_supported_before"))
        .alias("housing_support"),
        (low & ~pl.col("given_tablet")).alias("phone_support"),
    )  # fmt: skip


def household_answers(names: pl.Expr) -> list[pl.Expr]:
    """The columns of the results, from the conditions."""
    rebuilt = pl.when(member("housing_need", HOUSING_NEEDS, "rebuild"))
    electricity = pl.when("electricity_support")
    return [
        pl.col("household_id"),
        names.alias("poverty_class"),
        pl.col("count").cast(pl.Int64).alias("deprivation_count"),
        *_loan("credit_poor", "poor_loan_outstanding", rate("0.0624", 4), 120, 520_000),
        *_loan("credit_near_poor", "near_poor_loan_outstanding", rate("0.07488", 5), 120, 624_000),
        *_loan("credit_newly_escaped", "newly_escaped_loan_outstanding", rate("0.078", 3), 60, 650_000),
        *granted("credit_water_sanitation", ceiling_vnd=whole(25_000_000), annual_rate=rate("0.084", 3),
                 term_months=whole(60)),
        pl.col("electricity_support"),
        # Whether 8 % or 10 % of tax are counted is not known: an interval, for reasons of law.
        pl.lit(None, pl.Int64).alias("electricity_support.monthly_vnd"),
        electricity.then(pl.lit("")).alias("electricity_support.monthly_vnd_possible"),
        electricity.then(rate("64281.6", 1)).alias("electricity_support.monthly_vnd_low"),
        electricity.then(whole(65_472)).alias("electricity_support.monthly_vnd_high"),
        electricity.then(pl.lit("")).alias("electricity_support.monthly_vnd_missing"),
        electricity.then(pl.lit("law")).alias("electricity_support.monthly_vnd_reason"),
        *granted("housing_support", amount_vnd=rebuilt.then(whole(60_000_000)).otherwise(whole(30_000_000))),
        *granted("phone_support", amount_vnd=whole(500_000)),
    ]  # fmt: skip


def _loan(name: str, outstanding: str, yearly: pl.Expr, months: int, interest: int) -> list[pl.Expr]:
    left = whole(100_000_000) - pl.col(outstanding)
    return granted(
        name, ceiling_vnd=whole(100_000_000), annual_rate=yearly, term_months=whole(months),
        available_vnd=pl.when(left > 0).then(left).otherwise(whole(0)), monthly_interest_vnd=whole(interest),
    )  # fmt: skip


# persons -------------------------------------------------------------------------------------------------------------

CARRIED = ("class", "area", "area_difficulty", "sudden_hardship", "poor_district_or_commune", "recognised_farm_average",
           "left_difficult_list_on")  # fmt: skip


def person_conditions(frame: Frame) -> Frame:
    """What several programmes read, then the programmes; what is carried from the household has its names."""
    born = pl.col("birth_date")
    birthday = (born.dt.month() < 12) | (born.dt.day() == 1)
    level, difficult = pl.col("school_level").to_physical(), pl.col("area_difficulty").to_physical()
    low, school = pl.col("class") <= NEAR_POOR, pl.col("in_school")
    frame = frame.with_columns(
        (2024 - born.dt.year() + birthday.cast(pl.Int32)).cast(pl.UInt8).alias("age"),
        (school & (level <= LEVELS.index("upper_secondary"))).fill_null(False).alias("pupil"),
        (school & (level == LEVELS.index("preschool"))).fill_null(False).alias("small"),
        (school & (level >= LEVELS.index("vocational"))).fill_null(False).alias("further"),
        (school & (level == LEVELS.index("higher"))).fill_null(False).alias("higher"),
        (difficult <= DIFFICULTIES.index("coastal")).alias("hard"),
        pl.col("orphan_kind").to_physical().alias("orphan"),
        (pl.col("class") == POOR).alias("poor"),
        (pl.col("class") == NEAR_POOR).alias("near"),
        low.alias("low"),
    )
    frame = frame.with_columns(
        pl.any_horizontal("low", "hard", "without_parental_care", "policy_family_child", "has_disability")
        .alias("lunch"),
        _relief(difficult).alias("relief"),
        _group(difficult).alias("group"),
        _coefficient(difficult).alias("coefficient"),
    )  # fmt: skip
    return frame.with_columns(*_person_programmes(difficult))


def _relief(difficult: pl.Expr) -> pl.Expr:
    """Tenths of the tuition that are waived."""
    minority, further = pl.col("ethnic_minority"), pl.col("further")
    free = (pl.col("pupil") & pl.col("public_school")) | (further & (
        pl.col("has_disability") | (minority & pl.col("low"))
        | (pl.col("higher") & pl.col("without_parental_care") & pl.col("age").is_between(16, 22))
        | (pl.col("very_small_ethnic_group") & (difficult <= DIFFICULTIES.index("region_ii")))
        | (~pl.col("higher") & ((pl.col("highest_certificate").to_physical() == 2) | (pl.col("orphan") == 1)))
    ))  # fmt: skip
    found = pl.when(free).then(pl.lit(10, pl.UInt8)).when(further & minority & pl.col("hard")).then(pl.lit(7, pl.UInt8))
    return found.when(further & pl.col("parent_work_accident")).then(pl.lit(5, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))


def _group(difficult: pl.Expr) -> pl.Expr:
    """The group of health insurance by its place in ``GROUPS``."""
    minority, near, age, on_list = pl.col("ethnic_minority"), pl.col("near"), pl.col("age"), difficult == 3
    since = pl.col("left_difficult_list_on")
    rows: dict[str, Any] = {
        "child_under_six": age < 6,
        "poor": pl.col("poor"),
        "minority_near_poor": minority & near & ((difficult == 0) | difficult.is_between(2, 4)),
        "minority_difficult_area": minority & (difficult <= 2),
        "difficult_area_resident": pl.col("hard"),
        "island_resident": difficult == DIFFICULTIES.index("island"),
        "on_social_allowance": pl.col("receives_monthly_allowance"),
        "survivor_elderly": pl.col("receives_survivor_pension") & ((age >= 75) | ((age >= 70) & near)),
        "on_social_pension": (age >= 70) & pl.col("receives_social_pension"),
        "near_poor_in_poor_place": near & pl.col("poor_district_or_commune"),
        "near_poor": near,
        "minority_left_list": minority & on_list & since.is_between(date(2022, 12, 1), DAY).fill_null(False),
        "student": pl.col("in_school") & ~pl.col("small"),
        "farm_average": pl.col("recognised_farm_average"),
    }
    found: Any = pl
    for name, when in rows.items():
        found = found.when(when).then(pl.lit(GROUP[name], pl.UInt8))
    chain: pl.Expr = found.otherwise(pl.lit(GROUP["none"], pl.UInt8))
    return chain


def _coefficient(difficult: pl.Expr) -> pl.Expr:
    """Twice the coefficient of the social allowance. What this day's law does not say does not occur in the facts."""
    age, none = pl.col("age"), pl.lit(0, pl.UInt8)

    def half(value: int) -> pl.Expr:
        return pl.lit(value, pl.UInt8)

    hiv = pl.when(~pl.col("has_hiv")).then(none).when(age < 4).then(half(5)).when(age < 16).then(half(4))
    ill = hiv.when("has_regular_income").then(none).otherwise(half(3))
    old = pl.when((age >= 60) & pl.col("lacks_supporter")).then(pl.when(age >= 80).then(half(4)).otherwise(half(3)))
    both = pl.max_horizontal(ill, old.otherwise(none)) + pl.col("children_raised_alone").cast(pl.UInt8) * 2
    small = pl.when((age < 3) & pl.col("low") & (difficult == 0)).then(half(3)).otherwise(none)
    return pl.when("poor").then(pl.max_horizontal(both, small)).otherwise(small)


def _person_programmes(difficult: pl.Expr) -> list[pl.Expr]:
    col, age, disabled, minority = pl.col, pl.col("age"), pl.col("has_disability"), pl.col("ethnic_minority")
    nursery = col("small") & (age < 3) & (col("hard") | (minority & difficult.is_between(2, 4) & (
        col("poor") | col("without_parental_care") | col("policy_family_child") | disabled)))  # fmt: skip
    role = col("legal_role").to_physical()
    hardship = (age >= 60) | disabled | col("trafficking_victim") | col("legal_aid_listed_person") | (
        (age < 18) & (role == 2))  # fmt: skip
    every_field = col("poor") | (age < 16) | (minority & col("hard")) | (
        (col("near") | col("receives_monthly_allowance")) & hardship)  # fmt: skip
    pension = (col("pension_monthly") < 500_000) & ((age >= 75) | ((age >= 70) & col("low")))
    young = col("small") & age.is_between(3, 4) & (col("lunch") | col("licensed_private_preschool"))
    return [
        (col("further") & (col("orphan").is_between(1, 2) | (col("class") != ABOVE) | col("sudden_hardship")))
        .alias("credit_student"),
        col("job_loan_project").alias("credit_job"),
        (col("relief") > 0).alias("tuition"),
        ((col("pupil") & ((col("orphan") == 1) | disabled | col("poor") | col("hard"))) | young)
        .alias("study_cost_support"),
        ((col("small") & (age >= 3) & col("lunch")) | nursery).alias("preschool_lunch"),
        nursery.alias("nursery"),
        (col("higher") & col("full_time_study") & minority & col("low")).alias("student_minority_support"),
        (~((age >= 15) & (col("work_status").to_physical() == 1)) & (col("group") != GROUP["none"]))
        .alias("health_insurance"),
        every_field.alias("every_field"),
        (every_field | (col("near") & (role == 1))).alias("legal_aid"),
        ((col("coefficient") > 0) & ~(pension & (col("coefficient") < 2))).alias("social_allowance"),
        (pension & (col("coefficient") < 2)).alias("social_pension"),
        (col("joins_voluntary_insurance") & (col("voluntary_months_supported") < 120))
        .alias("voluntary_social_insurance"),
        (col("seeks_training") & ~col("training_supported_before") & (
            disabled | col("low") | minority | col("training_priority_group")
            | (col("sex").to_physical() == 1) | (col("area").to_physical() == 0)))
        .alias("vocational_training"),
    ]  # fmt: skip


def person_answers(table: Callable[[str, Sequence[Any], pl.DataType], pl.Expr]) -> list[pl.Expr]:
    """The columns of the results; ``table`` gives each place of a small number its value."""
    length, one = pl.col("course_length"), pl.Decimal(38, 1)
    relief = {5: Decimal("0.5"), 7: Decimal("0.7"), 10: Decimal("1")}
    support = dict.fromkeys(range(len(GROUPS)), Decimal("1")) | {
        GROUP["none"]: Decimal("0"), GROUP["near_poor"]: Decimal("0.7"), GROUP["minority_left_list"]: Decimal("0.7"),
        GROUP["student"]: Decimal("0.5"), GROUP["farm_average"]: Decimal("0.3"),
    }  # fmt: skip
    shares = [support[place] for place in range(len(GROUPS))]
    benefit = ["1"] * len(GROUPS)
    for name in ("near_poor_in_poor_place", "near_poor", "minority_left_list"):
        benefit[GROUP[name]] = "0.95"
    for name in ("student", "farm_average", "on_social_pension"):
        benefit[GROUP[name]] = "0.8"
    near_pension = pl.col("near") & (pl.col("group") == GROUP["on_social_pension"])
    disabled, minority, poor = pl.col("has_disability"), pl.col("ethnic_minority"), pl.col("poor")
    priority = pl.col("training_priority_group")
    return [
        pl.col("household_id"),
        pl.col("person_id"),
        *granted("credit_student", monthly_ceiling_vnd=whole(4_000_000), annual_rate=rate("0.0624", 4),
                 term_months=length + 12 + pl.when(length <= 12).then(length * 2).otherwise(length)),
        *granted("credit_job", ceiling_vnd=whole(100_000_000), term_months=whole(120),
                 annual_rate=pl.when(disabled | minority).then(rate("0.03744", 5)).otherwise(rate("0.07488", 5))),
        *granted("tuition", exemption_rate=table("relief", [relief.get(tenths) for tenths in range(11)], one)),
        *granted("study_cost_support", monthly_vnd=whole(150_000), months=whole(9)),
        *granted("preschool_lunch", months=whole(9),
                 monthly_vnd=pl.when(pl.col("age") < 5).then(whole(360_000)).otherwise(whole(160_000))),
        *granted("student_minority_support", monthly_vnd=whole(1_404_000), months=whole(10)),
        *granted("health_insurance", group=table("group", GROUPS, pl.String()), premium_vnd=whole(105_300),
                 premium_support_rate=table("group", shares, one),
                 premium_payable_vnd=table("group", [int(105_300 * (1 - s)) for s in shares], pl.Int64()),
                 benefit_rate=pl.when(near_pension).then(rate("0.95", 2)).otherwise(
                     table("group", [Decimal(text) for text in benefit], pl.Decimal(38, 2)))),
        *granted("legal_aid", scope=pl.when("every_field").then(pl.lit("every_field"))
                 .otherwise(pl.lit("when_accused"))),
        *granted("social_allowance",
                 coefficient=table("coefficient", [Decimal(halves) / 2 for halves in range(256)], one),
                 monthly_vnd=pl.col("coefficient").cast(pl.Int64) * 250_000),
        *granted("social_pension", coefficient=whole(1), monthly_vnd=whole(500_000)),
        *granted("voluntary_social_insurance", monthly_support_vnd=pl.when("poor").then(whole(165_000))
                 .when("near").then(whole(132_000)).when(minority).then(whole(99_000)).otherwise(whole(66_000))),
        *granted("vocational_training", ceiling_vnd=pl.when(disabled).then(whole(6_000_000))
                 .when(poor & (minority | pl.col("hard"))).then(whole(4_000_000))
                 .when(poor | minority | priority).then(whole(3_000_000))
                 .when("near").then(whole(2_500_000)).otherwise(whole(2_000_000))),
    ]  # fmt: skip


# forms ---------------------------------------------------------------------------------------------------------------


def gathered(column: str, cells: Sequence[Any], dtype: pl.DataType) -> pl.Expr:
    """Each place of a small number its value, by position in a table."""
    return pl.lit(pl.Series(cells, dtype=dtype)).gather(pl.col(column))


def chosen(column: str, cells: Sequence[Any], dtype: pl.DataType) -> pl.Expr:
    """The same by a condition for each different value."""
    found: Any = pl
    for value in dict.fromkeys(cells[:-1]):
        places = [place for place, cell in enumerate(cells) if cell == value]
        if len(places) < 100:
            found = found.when(pl.col(column).is_in(places)).then(pl.lit(value, dtype))
    chain: pl.Expr = found.otherwise(pl.lit(cells[-1], dtype))
    return chain


def forms(households: pl.DataFrame, persons: pl.DataFrame) -> dict[str, Callable[[], Tables]]:
    """The ways to run it.

    Args:
        households: as in ``facts``.
        persons: beside them ``row``, the position of the household.
    """
    row = persons.get_column("row")
    names = pl.lit(CLASSES).gather(pl.col("class"))

    def with_allowed() -> pl.DataFrame:
        """Which households have a member with an allowance."""
        nobody = pl.repeat(False, households.height, dtype=pl.Boolean, eager=True)
        allowed = nobody.scatter(row.filter(persons.get_column("receives_monthly_allowance")), True)
        return households.with_columns(allowed.alias("allowed"))

    def carried(decided: pl.DataFrame) -> pl.DataFrame:
        """The persons beside what they read of their household."""
        return persons.with_columns(decided.get_column(name).gather(row) for name in CARRIED)

    def eager() -> Tables:
        decided = household_conditions(with_allowed())
        people = person_conditions(carried(decided))
        return decided.select(household_answers(names)), people.select(person_answers(gathered))

    def in_two(engine: Any, table: Callable[[str, Sequence[Any], pl.DataType], pl.Expr]) -> Tables:
        """Conditions and answers of a table in one query each; only what persons read is kept between."""
        query = household_conditions(with_allowed().lazy())
        made = query.select(*household_answers(names), *CARRIED).collect(engine=engine)
        people = person_conditions(carried(made).lazy()).select(person_answers(table)).collect(engine=engine)
        return made.drop(CARRIED), people

    def by_position() -> Tables:
        """Conditions first, as small columns; then the answers from tables."""
        decided = household_conditions(with_allowed().lazy()).collect(engine="streaming")
        people = person_conditions(carried(decided).lazy()).collect(engine="streaming")
        answered = decided.lazy().select(household_answers(names)).collect(engine="streaming")
        return answered, people.lazy().select(person_answers(gathered)).collect(engine="streaming")

    return {
        "eager": eager,
        "lazy": lambda: in_two("in-memory", gathered),
        "streaming": lambda: in_two("streaming", gathered),
        "streaming, chosen": lambda: in_two("streaming", chosen),
        "by position": by_position,
    }
