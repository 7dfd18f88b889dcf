"""Published totals and targets."""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from povrules.reports import ReportError, against_target, reconcile

CASES = Path(__file__).parents[1] / "cases"
YEAR = {"begin": date(2024, 1, 1), "end": date(2024, 12, 31)}


def regions(year: str) -> dict[str, int | None]:
    with (CASES / "vn_regional_poverty.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == year]
    counts = {row["region"]: row["poor_plus_nearpoor_households"] for row in rows}
    return {region: int(count) if count else None for region, count in counts.items()}


def test_the_published_regions_add_up() -> None:
    published = json.loads((CASES / "vn_national_poverty.json").read_text(encoding="utf-8"))
    totals = {year: published["national"][year]["total_hh"] for year in ("2023", "2024")}
    found = reconcile({year: regions(year) for year in totals}, totals)
    assert found["agrees"].to_list() == [True, True]
    assert found["sum"].to_list() == [
        published["checks"]["2023 regional sum"],
        published["checks"]["2024 regional sum"],
    ]


def test_a_misprint_is_reported_and_not_hidden() -> None:
    misprinted = {**regions("2024"), "Đồng bằng sông Hồng": 97_555}
    row = reconcile({"2024": misprinted}, {"2024": 1_258_997}).row(0, named=True)
    assert (row["sum"], row["difference"], row["agrees"]) == (1_258_797, 200, False)


def test_parts_that_are_not_known_leave_it_open() -> None:
    row = reconcile({"2022": regions("2022")}, {"2022": 1_972_767}).row(0, named=True)
    assert row["agrees"] is None
    assert row["missing"].split("|")[0] == "Đồng bằng sông Hồng"


def test_rates_add_up_exactly() -> None:
    assert reconcile({"2022": {"poor": "4.03", "near": "3.49"}}, {"2022": "7.52"}).row(0)[4] is True


def test_a_total_without_parts() -> None:
    with pytest.raises(ReportError, match="no parts"):
        reconcile({}, {"2022": 1})


def test_the_province_s_target_is_met_to_the_household() -> None:
    start = (3_620, 100_000)
    missed = against_target(start, (3_201, 100_000), "0.42", **YEAR, today=date(2024, 12, 31))
    met = against_target(start, (3_200, 100_000), "0.42", **YEAR, today=date(2024, 12, 31))
    assert (missed.met, missed.missing, met.met, met.missing) == (False, 1, True, 0)
    assert met.fallen == Fraction(42, 100)
    assert met.pace is None


def test_the_pace_that_the_rest_of_the_year_needs() -> None:
    found = against_target((362, 10_000), (341, 10_000), "0.42", **YEAR, today=date(2024, 7, 1))
    assert found.missing == 21
    assert found.pace is not None
    assert found.so_far is not None
    assert float(found.pace) == pytest.approx(0.21 * 365 / 12 / 183)


@pytest.mark.parametrize(
    ("start", "now", "points", "words"),
    [
        ((5, 3), (1, 3), "0.1", "no more than there are"),
        ((0, 0), (0, 1), "0.1", "some households"),
        ((1, 100), (1, 100), "2", "the rate itself"),
    ],
)
def test_numbers_that_cannot_be(start: tuple[int, int], now: tuple[int, int], points: str, words: str) -> None:
    with pytest.raises(ReportError, match=words):
        against_target(start, now, points, **YEAR, today=date(2024, 6, 1))


def test_a_day_out_of_the_plan() -> None:
    with pytest.raises(ReportError, match="not between"):
        against_target((1, 10), (1, 10), "0.1", **YEAR, today=date(2025, 6, 1))
