"""Numbers that were published: what adds up, what does not and is said so, and the codes of ethnic groups."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from povrules.reports import ETHNIC_GROUPS, ReportError, reconcile
from povrules.reports.ethnic_groups import FOREIGN, KINH, MINORITIES, NOT_STATED, ethnic_code

CASES = Path(__file__).parents[1] / "cases"
PUBLISHED = json.loads((CASES / "vn_national_poverty.json").read_text(encoding="utf-8"))
NATIONAL, CHECKS = PUBLISHED["national"], PUBLISHED["checks"]
ROUNDED = Fraction("0.005")


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_ethnic_groups_are_the_official_ones() -> None:
    official = {row["code"]: row["name"] for row in rows("vn_ethnic_codes.csv")}
    assert dict(ETHNIC_GROUPS) == official
    assert len(MINORITIES) == 53
    for code, name in official.items():
        assert ethnic_code(name) == ethnic_code(code) == (None if code == NOT_STATED else code)
    assert {KINH, FOREIGN}.isdisjoint(MINORITIES)


def test_a_group_that_there_is_not() -> None:
    with pytest.raises(ReportError, match="no ethnic group 'Chàm'; did you mean 'Chăm'"):
        ethnic_code("Chàm")
    with pytest.raises(ReportError, match="no ethnic group '57'"):
        ethnic_code("57")


@pytest.mark.parametrize("row", rows("vn_regional_poverty.csv"), ids=lambda row: f"{row['year']} {row['region']}")
def test_a_region_s_rate_is_its_households(row: dict[str, str]) -> None:
    rate = Fraction(row["poor_plus_nearpoor_rate_pct"])
    assert 0 < rate < 100
    if row["poor_plus_nearpoor_households"]:
        count, total = int(row["poor_plus_nearpoor_households"]), int(row["implied_total_households"])
        assert abs(Fraction(100 * count, total) - rate) <= ROUNDED


def test_shares_of_the_nation_add_up() -> None:
    parts = {"2022": {"poor": str(NATIONAL["2022"]["poor_pct"]), "near-poor": str(NATIONAL["2022"]["near_poor_pct"])}}
    row = reconcile(parts, {"2022": str(NATIONAL["2022"]["total_pct"])}).row(0, named=True)
    assert (float(row["sum"]), row["agrees"]) == (CHECKS["2022 poor+near = total"], True)
    fall = Fraction(str(NATIONAL["2024"]["total_pct"])) - Fraction(str(NATIONAL["2023"]["total_pct"]))
    assert fall == Fraction(str(CHECKS["2024-2023 change pp"]))


def test_the_difference_to_the_regions_of_2024() -> None:
    parts = {r["region"]: int(r["poor_plus_nearpoor_households"]) for r in rows("vn_regional_poverty.csv")[-6:]}
    row = reconcile({"2024": parts}, {"2024": NATIONAL["2024"]["total_hh"]}).row(0, named=True)
    assert row["difference"] == CHECKS["2024 national minus regional sum"]


@pytest.mark.parametrize("year", ["2015", "2023"])
def test_rates_and_counts_of_a_year_have_one_base(year: str) -> None:
    """Each pair of a count and a rounded rate leaves a range of all households open; the ranges overlap."""
    of = NATIONAL[year]
    pairs = [(of["poor_hh"], of["poor_pct"])]
    pairs.append((of["near_poor_hh"], of["near_poor_pct"]) if year == "2015" else (of["total_hh"], of["total_pct"]))
    ends = [[Fraction(100 * n) / (Fraction(str(p)) + sign * ROUNDED) for sign in (1, -1)] for n, p in pairs]
    assert max(low for low, _ in ends) <= min(high for _, high in ends)


def test_what_the_news_of_2022_had_wrong_is_said() -> None:
    """Poor and near-poor households of the announced result, against the total it gave."""
    row = reconcile({"2022": {"poor": 1_057_374, "near-poor": 915_274}}, {"2022": 1_972_767}).row(0, named=True)
    assert (row["difference"], row["agrees"]) == (119, False)
