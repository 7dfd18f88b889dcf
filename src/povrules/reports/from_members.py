"""What forms need to know of households and children, made from what a register says of its members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from povrules.decisions.evaluated import Evaluated, evaluate
from povrules.facts.cells import LAST
from povrules.facts.folding import fold
from povrules.facts.register import CheckedRegister, Counts
from povrules.reports.counting import SIZE, mapped, sizes_in, table_with
from povrules.reports.errors import ReportError
from povrules.reports.ethnic_groups import MINORITIES, ethnic_code

HEAD = tuple(map(fold, ("chủ hộ", "head", "head of household", "head of the household")))
CHILD_BELOW = 16
"""A child is somebody under sixteen (Law on Children 102/2016/QH13, article 1)."""
INDICATORS = {
    "child_insurance": "deprived_health_insurance",
    "child_nutrition": "deprived_nutrition",
    "child_education": "deprived_child_schooling",
}


def with_household_groups(households: Any, persons: Any, *, id: str = "household_id") -> pl.DataFrame:
    """Households with what their members say about them, as far as the persons have the columns for it.

    Args:
        households: with ids.
        persons: with the ids of their households; ``relation_to_head`` and ``ethnicity`` (or ``ethnic_minority``) for
            the group of the head, ``able_to_work``.
        id: the column of households' ids, in both.

    Returns:
        The households with ``ethnicity`` (code of the head's group), ``minority`` (the head is of an ethnic minority),
        ``unable_to_work`` (not one member is able to work); null where it is not known. What they have already stays.

    Raises:
        ReportError: no ids, an ethnic group that there is not.
    """
    homes, members = table_with(households, [id]), table_with(persons, [id], "persons")
    made: list[pl.DataFrame] = []
    key = members.get_column(id).cast(pl.String).alias("#id")
    if "relation_to_head" in members.columns:
        heads = mapped(members.get_column("relation_to_head"), lambda said: fold(str(said)) in HEAD, pl.Boolean)
        if "ethnicity" in members.columns:
            codes = mapped(members.get_column("ethnicity"), ethnic_code, pl.String)
            of_heads = pl.DataFrame([key, codes]).filter(heads)
            minority = pl.col("ethnicity").is_in(MINORITIES).alias("minority")
            made.append(of_heads.unique("#id", keep="first", maintain_order=True).with_columns(minority))
        elif "ethnic_minority" in members.columns:
            of_heads = pl.DataFrame([key, members.get_column("ethnic_minority").alias("minority")]).filter(heads)
            made.append(of_heads.unique("#id", keep="first", maintain_order=True))
    if "able_to_work" in members.columns:
        able = pl.DataFrame([key, members.get_column("able_to_work").cast(pl.Boolean).alias("able")])
        some, known = pl.col("able").any(ignore_nulls=True), pl.col("able").is_not_null().all()
        none = pl.when(some).then(False).when(known).then(True).otherwise(None).alias("unable_to_work")
        made.append(_if_all_are_listed(able.group_by("#id").agg(none, pl.len().alias("listed")), homes, id))
    kept = set(homes.columns)
    found = homes.with_columns(pl.col(id).cast(pl.String).alias("#id"))
    for table in made:
        new = [name for name in table.columns if name not in kept]
        found = found.join(table.select(new), on="#id", how="left", maintain_order="left")
    return found.drop("#id")


def _if_all_are_listed(told: pl.DataFrame, homes: pl.DataFrame, id: str) -> pl.DataFrame:
    """That nobody is able to work is known only where every member is listed."""
    if SIZE in homes.columns:
        known = sizes_in(homes, SIZE, "the households").alias("size")
        sizes = homes.select(pl.col(id).cast(pl.String).alias("#id"), known).unique("#id")
        told = told.join(sizes, on="#id", how="left", maintain_order="left")
        more = pl.col("size").is_null() | (pl.col("size") > pl.col("listed"))
        kept = pl.when(pl.col("unable_to_work") & more).then(None).otherwise("unable_to_work")
        told = told.with_columns(kept.alias("unable_to_work"))
    return told.select("#id", "unable_to_work")


def with_child_deprivations(result: Evaluated, decide: Callable[..., Evaluated] = evaluate) -> pl.DataFrame:
    """The persons of an evaluated register with what each child is deprived of by the law of its day.

    The standard's indicators are asked of each child alone, as if it were a household, so that age limits and levels of
    schooling are those of the law in force.

    Args:
        result: an evaluated register with members.
        decide: what evaluates a register by a policy.

    Returns:
        ``household_id``, ``child``, ``child_insurance``, ``child_nutrition``, ``child_education``; null where it is not
        known.

    Raises:
        ReportError: no members, no days of birth, an indicator that is not in force.
    """
    register, policy = result.register, result.policy
    persons, extra = register.persons, register.extra_persons
    if persons is None or extra is None:
        raise ReportError("the register lists no members", expected="a table of persons")
    if "birth_date" not in persons.columns:
        raise ReportError("the members have no 'birth_date'", expected="days or years of birth")
    for indicator in INDICATORS.values():
        fact = policy.facts.get(("household", f"vn:{indicator}"))
        if fact is None or not fact.in_force:
            raise ReportError(f"the law of {policy.on:%d/%m/%Y} has no indicator {indicator!r}")
    day = register.observed_on or policy.on
    is_child = _child(persons, day)
    homes = register.households.get_column("household_id").gather(persons.get_column("household_row"))
    # Who is certainly no child is not asked about.
    asked = is_child.fill_null(True).arg_true()
    alone = _alone(register, persons[asked], extra[asked] if extra.width else extra)
    answers = decide(policy, alone, outputs=tuple(INDICATORS.values())).frames[0]
    told = pl.DataFrame([asked.alias("#at"), *(answers.get_column(of).alias(to) for to, of in INDICATORS.items())])
    found = pl.DataFrame([homes.alias("household_id"), is_child]).with_row_index("#at")
    return found.join(told.cast({"#at": pl.UInt32}), on="#at", how="left", maintain_order="left").drop("#at")


def _child(persons: pl.DataFrame, day: date) -> pl.Series:
    """Under the age on the day; null where a year of birth does not say."""
    first = pl.col("birth_date")
    last = pl.coalesce(f"birth_date{LAST}", first) if f"birth_date{LAST}" in persons.columns else first
    youngest, oldest = (_age(born, day) < CHILD_BELOW for born in (last, first))
    told = pl.when(oldest).then(True).when(~youngest).then(False).otherwise(None)
    return persons.select(told.alias("child")).to_series()


def _age(born: pl.Expr, day: date) -> pl.Expr:
    """Full years on the day, as the law counts them."""
    still = born.dt.month().cast(pl.Int32) * 100 + born.dt.day() > day.month * 100 + day.day
    return day.year - born.dt.year() - still.cast(pl.Int32)


def _alone(register: CheckedRegister, persons: pl.DataFrame, extra: pl.DataFrame) -> CheckedRegister:
    """A register in which each of these persons is a household."""
    count = persons.height
    numbers = pl.int_range(count, eager=True, dtype=pl.Int64)
    homes = pl.DataFrame(
        [
            (numbers + 1).alias("row"),
            pl.repeat(0, count, dtype=pl.Int64, eager=True).alias("unlisted"),
            numbers.cast(pl.String).alias("household_id"),
        ]
    )
    return replace(
        register,
        households=homes,
        persons=persons.with_columns(numbers.cast(persons.schema["household_row"]).alias("household_row")),
        extra_households=pl.DataFrame(),
        extra_persons=extra,
        rejects=(),
        warnings=(),
        read=Counts(count, count),
        scales={"household": {}, "person": register.scales.get("person", {})},
    )
