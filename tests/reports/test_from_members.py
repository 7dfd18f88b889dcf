"""What forms know of households and children from their members."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.evaluated import Evaluated
from povrules.language.calendar import age_on
from povrules.reports import ReportError, with_child_deprivations, with_household_groups
from povrules.reports.from_members import _age

EXAMPLE = Path(__file__).parents[2] / "examples" / "binh_thuan" / "households.csv"


@cache
def evaluated() -> Evaluated:
    outputs = ["poverty_class", "deprived_nutrition", "deprived_child_schooling"]
    return pr.load_policy(on="2022-12-31").evaluate(pr.read_register(EXAMPLE), outputs=outputs)


def born() -> pl.DataFrame:
    persons = evaluated().register.persons
    assert persons is not None
    return persons


def members(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame({"household_id": ["1", "1", "2", "2", "3"], **columns})


HOMES = pl.DataFrame({"household_id": ["1", "2", "3", "4"]})
HEADS = ["Vợ", "Chủ hộ", "CHỦ HỘ", "Con", "Con"]


def test_a_household_has_the_group_of_its_head() -> None:
    found = with_household_groups(HOMES, members(relation_to_head=HEADS, ethnicity=["17", "01", "Chăm", "01", "01"]))
    assert found["ethnicity"].to_list() == ["01", "17", None, None]
    assert found["minority"].to_list() == [False, True, None, None]


def test_without_groups_the_minority_of_the_head_is_enough() -> None:
    found = with_household_groups(
        HOMES, members(relation_to_head=HEADS, ethnic_minority=[True, False, None, True, True])
    )
    assert found["minority"].to_list() == [False, None, None, None]
    assert "ethnicity" not in found.columns


def test_nobody_is_able_to_work() -> None:
    listed = members(able_to_work=[False, False, None, True, None])
    assert with_household_groups(HOMES, listed)["unable_to_work"].to_list() == [True, False, None, None]
    more = HOMES.with_columns(household_size=pl.Series([3, 2, 1, 1]))
    assert with_household_groups(more, listed)["unable_to_work"].to_list() == [None, False, None, None]


def test_what_a_household_says_itself_stays() -> None:
    homes = HOMES.with_columns(minority=pl.lit(True))
    found = with_household_groups(homes, members(relation_to_head=HEADS, ethnicity=["01"] * 5))
    assert found["minority"].to_list() == [True] * 4


def test_a_household_lacks_what_one_of_its_children_lacks() -> None:
    result = evaluated()
    listed = with_child_deprivations(result)
    assert listed.height == born().height
    for column, indicator in (("child_nutrition", "nutrition"), ("child_education", "child_schooling")):
        of_children = listed.group_by("household_id").agg(pl.col(column).any(ignore_nulls=False).alias("some"))
        both = of_children.join(result.households, on="household_id")
        # A household lacks for certain what a child lacks; the unlisted members of six households are the rest.
        known = both.filter(pl.col(f"deprived_{indicator}").is_not_null())
        assert (known["some"].fill_null(False) == known[f"deprived_{indicator}"]).all()
        assert known[f"deprived_{indicator}"].sum() > 30


def test_a_child_is_under_sixteen() -> None:
    result = evaluated()
    listed = with_child_deprivations(result)
    last = born()["birth_date__last"].to_list()
    for child, first, latest in zip(listed["child"], born()["birth_date"], last, strict=True):
        ages = {age_on(day, date(2022, 12, 31)) < 16 for day in (first, latest or first)}
        assert child == (ages.pop() if len(ages) == 1 else None)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2024, 2, 28), date(2025, 3, 1), date(2022, 12, 31)])
def test_ages_are_those_of_the_law(day: date) -> None:
    births = [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1), date(2006, 12, 31), date(2009, 1, 1)]
    found = pl.DataFrame({"born": births}).select(_age(pl.col("born"), day)).to_series().to_list()
    assert found == [age_on(born, day) for born in births]


def test_what_cannot_be_told_of_children() -> None:
    policy, asked = pr.load_policy(on="2022-12-31"), ["poverty_class"]
    homes = pl.DataFrame({"household_id": ["1"], "area": ["rural"]})
    listed = pl.DataFrame({"person_id": ["1"], "household_id": ["1"]})
    with pytest.raises(ReportError, match="lists no members"):
        with_child_deprivations(policy.evaluate(homes, outputs=asked))
    with pytest.raises(ReportError, match="no 'birth_date'"):
        with_child_deprivations(policy.evaluate(homes, listed, outputs=asked))
    born_then = listed.with_columns(birth_date=date(2010, 1, 1))
    old = pr.load_policy(on="2018-12-31").evaluate(homes, born_then, outputs=asked)
    with pytest.raises(ReportError, match="the law of 31/12/2018 has no indicator 'deprived_nutrition'"):
        with_child_deprivations(old)
