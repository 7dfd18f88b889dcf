"""Classes, districts, ethnic minorities and blanks are exact quotas."""

from __future__ import annotations

import polars as pl
import pytest

from povrules.facts.synthetic import generate_province
from povrules.facts.synthetic.plan import plan_households
from povrules.facts.synthetic.province import DISTRICTS, allocate, communes


def counts(plan: pl.DataFrame, column: str = "poverty_class") -> dict[str, int]:
    return dict(plan[column].value_counts().iter_rows())


def test_two_thousand_households_have_64_poor_and_90_near_poor() -> None:
    assert counts(generate_province(2000, 60).targets) == {"poor": 64, "near_poor": 90, "average": 240, "above": 1606}


@pytest.mark.parametrize("seed", [1, 60])
def test_the_whole_province_has_the_published_numbers(seed: int) -> None:
    plan = plan_households(334_000, seed, 0)
    found = counts(plan)
    assert (found["poor"], found["near_poor"]) == (10_689, 14_994)
    assert abs(found["poor"] / 334_000 - 0.0320) < 0.0005
    assert abs(found["near_poor"] / 334_000 - 0.0449) < 0.0005
    minority = plan.filter("minority")
    assert minority.height == 25_700
    assert counts(minority)["poor"] == 3_373
    assert counts(minority)["near_poor"] == 3_508


def test_every_district_has_its_share_and_its_own_rate() -> None:
    plan = plan_households(334_000, 60, 0)
    sizes = counts(plan, "district")
    assert [sizes[district.code] for district in DISTRICTS] == allocate(
        334_000, [each.households for each in DISTRICTS]
    )
    rates = plan.group_by("district").agg((pl.col("poverty_class") == "poor").mean().alias("rate"))
    rate = dict(rates.iter_rows())
    assert rate["593"] < 0.0320 < rate["599"]
    towns = plan.group_by("area").agg((pl.col("poverty_class") == "poor").mean().alias("rate"))
    assert dict(towns.iter_rows())["urban"] < dict(towns.iter_rows())["rural"]


def test_the_communes_are_124_and_the_line_follows_their_kind() -> None:
    kinds = [commune.name.rpartition(" ")[0] for commune in communes()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"Xã": 93, "Phường": 19, "Thị trấn": 12}
    assert all(commune.urban == (not commune.name.startswith("Xã")) for commune in communes())


@pytest.mark.parametrize("households", [1, 2, 5, 17, 130, 999])
def test_small_registers_are_whole(households: int) -> None:
    drawn = generate_province(households, 3)
    assert drawn.households.height == drawn.targets.height == households
    assert drawn.households.null_count().select("household_id", "area", "household_size").row(0) == (0, 0, 0)


def test_blanks_are_as_many_as_asked() -> None:
    assert generate_province(2000, 60).targets["unknown"].count() == 60
    complete = generate_province(2000, 60, unknown_permille=0)
    blanks = {name: n for name, n in complete.households.null_count().row(0, named=True).items() if n}
    assert set(blanks) == {"income_per_capita", "income_total"}
    assert blanks["income_per_capita"] + blanks["income_total"] == 2000
    of_persons = {name for name, n in complete.persons.null_count().row(0, named=True).items() if n}
    assert of_persons == {"birth_date", "birth_year", "school_level"}


def test_about_a_third_of_the_births_are_years() -> None:
    persons = generate_province(20_000, 60).persons
    assert 0.34 < persons["birth_year"].count() / persons.height < 0.36


def test_shares_are_exact_and_keep_to_their_caps() -> None:
    assert sum(allocate(1001, [3, 0, 9, 1])) == 1001
    assert allocate(5, [0, 0], [4, 4]) == [3, 2]
    with pytest.raises(ValueError, match="at most 3"):
        allocate(4, [1, 1], [2, 1])


@pytest.mark.parametrize(("households", "permille"), [(0, 30), (-4, 30), (10, 1001), (10, -1)])
def test_senseless_requests_are_refused(households: int, permille: int) -> None:
    with pytest.raises(ValueError, match=r"household|permille"):
        generate_province(households, 60, unknown_permille=permille)
