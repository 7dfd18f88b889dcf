"""Entitlements over a register, and what they cost: exact, by group and payer, between must and may."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.budget import budget
from povrules.decisions.evaluated import Evaluated
from tests.support.programmes import evaluated, land

SCHOOL = """
constants:
  nine: {value: 9, label: {vi: chín, en: nine}, unit: month/year}
  three: {value: 3, label: {vi: ba, en: three}}
  one: {value: 1, label: {vi: một, en: one}, unit: VND/person/month}
programmes:
  school:
    of: person
    label: {vi: Đi học, en: School}
    per: school_month
    payer: provincial_budget
    eligible:
      - {from: 2021-01-01, formula: "not disabled", enacted_by: ND-2, evidence: secondary}
    benefits:
      monthly_vnd: {label: {vi: Một tháng, en: A month}, unit: VND/person/month, rounding: none, formula: one / three}
      months: {label: {vi: Số tháng, en: Months}, unit: month/year, formula: nine}
    costs:
      provincial_budget: monthly_vnd
  yearly:
    of: household
    label: {vi: Hằng năm, en: Yearly}
    per: year
    payer: household
    eligible:
      - {from: 2021-01-01, formula: "true", enacted_by: ND-2, evidence: secondary}
    benefits:
      amount_vnd: {label: {vi: Số tiền, en: Amount}, unit: VND/person/month, cost: true, formula: pension_amount}
"""
HOUSEHOLDS = {"household_id": ["H1", "H2", "H3"], "province": ["60", "60", "79"], "poor": [True, None, False]}
PERSONS = {
    "household_id": ["H1", "H1", "H2", "H3"],
    "disabled": [True, False, None, True],
    "old": [False, True, False, True],
    "degree": [3, 1, 2, 1],
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """On the day base is 100 and a pension 200; H1 has an allowance of 300 and a pension, H3 gives way to a pension."""
    return evaluated(land(tmp_path_factory.mktemp("land"), SCHOOL), HOUSEHOLDS, PERSONS)


def test_each_programme_has_its_columns(out: Evaluated) -> None:
    persons, households = out.persons, out.households
    assert persons["allowance"].to_list() == [True, False, None, False]
    assert persons["allowance.conditions"].to_list() == [True, False, None, True]
    assert persons["pension"].to_list() == [False, True, False, True]
    assert persons["allowance.monthly_vnd"].to_list() == [300, None, None, None]
    assert persons["allowance.monthly_vnd_low"].to_list() == [300, None, 0, None]
    assert persons["allowance.monthly_vnd_high"].to_list() == [300, None, 200, None]
    assert persons["allowance_missing"].to_list() == [None, None, "members[0].disabled", None]
    assert persons["pension.monthly_vnd"].to_list() == [None, 200, None, 200]
    assert households["house"].to_list() == [True, None, False]
    assert households["house.kind"].to_list() == ["big", None, None]
    assert households["house.amount_vnd_reason"].to_list() == ["law", "law", None]
    assert "if_recognised" not in households.columns


def line(frame: pl.DataFrame, **where: Any) -> dict[str, Any]:
    for name, value in where.items():
        frame = frame.filter(pl.col(name) == value)
    (row,) = frame.rows(named=True)
    sums = {name: value for name, value in row.items() if name.endswith(("must", "may"))}
    return {name: None if value is None else Fraction(str(value)) for name, value in sums.items()}


def test_sums_are_exact_and_lie_between_must_and_may(out: Evaluated) -> None:
    frame = budget(out)
    assert line(frame, programme="allowance") == {
        "number_must": 1, "number_may": 2, "month_must": 300, "month_may": 500, "year_must": 3600, "year_may": 6000,
    }  # fmt: skip
    assert line(frame, programme="pension")["year_must"] == 2 * 200 * 12
    assert set(frame["payer"]) == {"state_budget", "provincial_budget", "household"}


def test_a_school_year_has_its_own_months_and_thirds_stay_thirds(out: Evaluated) -> None:
    school = line(budget(out), programme="school")
    assert (school["month_must"], school["month_may"]) == (Fraction(1, 3), Fraction(2, 3))
    assert (school["year_must"], school["year_may"]) == (3, 6)


def test_what_runs_by_the_year_is_a_twelfth_a_month(out: Evaluated) -> None:
    yearly = line(budget(out), programme="yearly")
    assert (yearly["month_must"], yearly["year_must"]) == (50, 600)


def test_groups_follow_the_columns_of_the_households(out: Evaluated) -> None:
    frame = budget(out, by=["province"])
    assert frame.columns[:3] == ["programme", "payer", "province"]
    assert line(frame, programme="allowance", province="60")["month_may"] == 500
    assert line(frame, programme="allowance", province="79")["month_may"] == 0
    assert line(frame, programme="pension", province="79")["month_must"] == 200
    for name in ("month_must", "month_may", "year_must", "year_may"):
        whole = sum(line(frame, programme="pension", province=code)[name] for code in ("60", "79"))
        assert whole == line(budget(out), programme="pension")[name]


def test_a_column_nobody_has_is_named(out: Evaluated) -> None:
    with pytest.raises(pr.PovrulesError, match="did you mean 'province'"):
        budget(out, by=["provinces"])


def test_an_amount_of_law_that_nobody_knows_has_the_bounds_of_the_law(tmp_path: Path) -> None:
    unseen = "rules: [{from: 2021-01-01, unknown: true, enacted_by: ND-2}]"
    unbounded = SCHOOL.replace("rounding: none, ", "").replace("formula: one / three", unseen)
    frame = budget(evaluated(land(tmp_path, unbounded), HOUSEHOLDS, PERSONS))
    school = line(frame, programme="school")
    assert (school["month_must"], school["month_may"], school["year_may"]) == (0, None, None)


def test_the_nation_by_class_and_the_kind_of_frame_that_came_in() -> None:
    policy = pr.load_policy(on="2022-06-01")
    frame = pl.DataFrame({"household_id": ["H1", "H2"], "certified_class": ["poor", "average"]})
    out = policy.evaluate(frame.to_pandas())
    table = pr.budget(out, by=["class"])
    assert type(table).__module__.startswith("pandas")
    support = table[table["programme"] == "electricity_support"]
    assert list(support["class"]) == ["poor", "average"]
    assert list(support["month_must"]) == [55_000, 0]
    assert list(out.households["if_recognised"]) == [False, False]
    assert list(out.households["recognised_class"]) == ["poor", "average"]
    assert "credit_poor" not in set(table["programme"])
