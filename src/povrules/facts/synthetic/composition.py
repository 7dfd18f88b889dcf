"""Who lives in a household: templates of families, and for every member age, sex, relation, disability, allowance."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from povrules.facts.synthetic.draws import Draws
from povrules.facts.synthetic.province import OBSERVED_ON

# Ages at which some rule of the standard changes its answer. Whoever reaches one of them in the year of the review has
# a birthday before the day of observation, so the year alone tells on which side of every other age a person stands.
RULE_AGES = (3, 5, 6, 12, 15, 16, 18, 30, 31, 60, 80)
_DAYS_TO_OBSERVATION = 304
_YEAR_ONLY_PERMILLE = 430
SLOTS = 16


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of family.

    Args:
        name: for the reader.
        youngest: least age of the head.
        oldest: greatest age of the head.
        members: the others in order: spouse, child, youth, grown, inlaw, elder, grandchild.
        low: weight among poor and near-poor households.
        other: weight among the others.
    """

    name: str
    youngest: int
    oldest: int
    members: tuple[str, ...]
    low: int
    other: int


TEMPLATES: tuple[Template, ...] = (
    Template("alone", 30, 59, (), 60, 40),
    Template("old and alone", 66, 90, (), 80, 25),
    Template("young couple", 23, 34, ("spouse",), 20, 45),
    Template("old couple", 62, 86, ("spouse",), 70, 55),
    Template("one child", 24, 40, ("spouse", "child"), 60, 115),
    Template("two children", 27, 44, ("spouse", "child", "child"), 130, 230),
    Template("three children", 29, 46, ("spouse", "child", "child", "child"), 130, 60),
    Template("four children", 31, 47, ("spouse", "child", "child", "child", "child"), 60, 10),
    Template("one youth", 42, 58, ("spouse", "youth"), 60, 110),
    Template("youth and child", 42, 56, ("spouse", "youth", "child"), 90, 115),
    Template("two youths", 45, 60, ("spouse", "youth", "youth"), 30, 75),
    Template("three generations", 30, 48, ("spouse", "child", "child", "elder"), 80, 60),
    Template("large family", 34, 50, ("spouse", "child", "child", "child", "elder", "elder"), 50, 15),
    Template("lone parent, one child", 24, 44, ("child",), 50, 25),
    Template("lone parent, two children", 27, 45, ("child", "child"), 70, 15),
    Template("lone parent, three children", 30, 46, ("child", "child", "child"), 30, 2),
    Template("grandparent and grandchildren", 58, 76, ("grandchild", "grandchild"), 50, 10),
    Template("extended family", 60, 78, ("spouse", "grown", "inlaw", "grandchild", "grandchild"), 40, 45),
)

_RELATIONS = {
    "head": "Chủ hộ",
    "child": "Con",
    "youth": "Con",
    "grown": "Con",
    "inlaw": "Con dâu, con rể",
    "elder": "Bố, mẹ",
    "grandchild": "Cháu",
}


def compose(households: pl.DataFrame, seed: int) -> pl.DataFrame:
    """List the members of each household.

    Args:
        households: rows of the plan; ``index``, ``poverty_class`` and ``minority`` are read.
        seed: of the draws.

    Returns:
        One row per person, household by household: ``row`` (position of the household in the frame), ``counter``
        (UInt64, of the person in the province), ``slot``, ``role``, ``year_age`` (year of the review less year of
        birth), ``birth_date``, ``year_only``, ``female``, ``relation_to_head``, ``has_disability``,
        ``receives_monthly_allowance``, ``low_income``.
    """
    by_household = Draws(seed, "index")
    low = {template.name: template.low for template in TEMPLATES}
    other = {template.name: template.other for template in TEMPLATES}
    table = pl.DataFrame(
        {
            "template": [template.name for template in TEMPLATES],
            "youngest": [template.youngest for template in TEMPLATES],
            "oldest": [template.oldest for template in TEMPLATES],
            "role": [["head", *template.members] for template in TEMPLATES],
        }
    )
    low_income = pl.col("poverty_class").is_in(["poor", "near_poor"])
    heads = (
        households.select(
            "index",
            "minority",
            low_income=low_income,
            template=pl.when(low_income)
            .then(by_household.choose("template", low))
            .otherwise(by_household.choose("template", other)),
        )
        .with_row_index("row")
        .join(table, on="template", how="left", maintain_order="left")
    )
    coupled = pl.col("role").list.contains("spouse")
    lone_parent = pl.col("template").str.starts_with("lone parent")
    heads = heads.with_columns(
        head_age=pl.col("youngest") + by_household.below("head", pl.col("oldest") - pl.col("youngest") + 1),
        head_female=by_household.chance(
            "head female", pl.when(lone_parent).then(900).when(coupled).then(150).otherwise(550)
        ),
        slot=pl.int_ranges(0, pl.col("role").list.len(), dtype=pl.UInt64),
    )
    persons = (
        heads.select("row", "index", "minority", "low_income", "head_age", "head_female", "role", "slot")
        .explode("role", "slot")
        .with_columns(counter=pl.col("index") * SLOTS + pl.col("slot"))
    )
    draws = Draws(seed, "counter")
    persons = persons.with_columns(year_age=_age(draws), female=_female(draws))
    return _described(persons, draws).drop("index", "head_age", "head_female")


def _age(draws: Draws) -> pl.Expr:
    role, head = pl.col("role"), pl.col("head_age")
    oldest_child = pl.min_horizontal(pl.lit(15), head - 19)
    oldest_youth = pl.min_horizontal(pl.lit(29), head - 20)
    oldest_grown = pl.min_horizontal(pl.lit(45), head - 20)
    age = (
        pl.when(role == "head")
        .then(head)
        .when(role == "spouse")
        .then(pl.max_horizontal(pl.lit(20), head - 5 + draws.below("spouse", 9)))
        .when(role == "child")
        .then(draws.below("child", oldest_child + 1))
        .when(role == "youth")
        .then(16 + draws.below("youth", oldest_youth - 15))
        .when(role == "elder")
        .then(head + 20 + draws.below("elder", 14))
        .when(role == "grandchild")
        .then(draws.below("grandchild", 16))
        .otherwise(32 + draws.below("grown", oldest_grown - 31))
    )
    return age.cast(pl.Int32)


def _female(draws: Draws) -> pl.Expr:
    role = pl.col("role")
    return (
        pl.when(role == "head")
        .then("head_female")
        .when(role == "spouse")
        .then(~pl.col("head_female"))
        .otherwise(draws.chance("female", 500))
    )


def _described(persons: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    age = pl.col("year_age")
    at_rule_age = age.is_in(RULE_AGES) | (age == 0)
    days = pl.when(at_rule_age).then(_DAYS_TO_OBSERVATION).otherwise(365)
    born = pl.date(OBSERVED_ON.year - age, 1, 1) + pl.duration(days=draws.below("birthday", days))
    base = pl.when(age >= 60).then(60).otherwise(15)
    disability = draws.chance("disability", pl.when(pl.col("low_income")).then(base * 3).otherwise(base))
    described = persons.with_columns(
        birth_date=born,
        year_only=~at_rule_age & draws.chance("year only", _YEAR_ONLY_PERMILLE),
        has_disability=disability,
        relation_to_head=pl.when(pl.col("role") == "spouse")
        .then(pl.when("female").then(pl.lit("Vợ")).otherwise(pl.lit("Chồng")))
        .otherwise(pl.col("role").replace_strict(_RELATIONS, default=None)),
    )
    return described.with_columns(
        receives_monthly_allowance=pl.when("has_disability")
        .then(draws.chance("allowance", 700))
        .otherwise((age > 80) & draws.chance("old allowance", 850))
    )
