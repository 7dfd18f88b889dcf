"""Targets of localities: result, households that are missing, and the pace."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from povrules.reports import ReportError, against_targets

YEAR = {"begin": date(2024, 1, 1), "end": date(2024, 12, 31)}


def review(**communes: tuple[int, int, int]) -> pl.DataFrame:
    """For each commune: poor, undetermined, all."""
    rows: list[tuple[str, str | None]] = []
    for name, (poor, unknown, total) in communes.items():
        rows += [(name, "poor")] * poor + [(name, None)] * unknown + [(name, "above")] * (total - poor - unknown)
    return pl.DataFrame(rows, schema={"commune": pl.String, "poverty_class": pl.String}, orient="row")


FIRST = review(A=(32, 0, 1000), B=(40, 0, 1000))


def rows(after: pl.DataFrame, points: Any, today: date = date(2024, 12, 31)) -> dict[str, dict[str, Any]]:
    found = against_targets(FIRST, after, points, by="commune", **YEAR, today=today)
    return {row["commune"] or "whole": row for row in found.iter_rows(named=True)}


def test_the_province_and_each_locality() -> None:
    # 72 of 2,000 is 3.60 %; less 0.42 it is 3.18 %, 63.6 households: 63.
    found = rows(review(A=(27, 0, 1000), B=(38, 0, 1000)), {"whole": "0.42", "A": "0.5", "B": "0.4"})
    assert (found["whole"]["met"], found["whole"]["missing"]) == (False, 2)
    assert (found["whole"]["start_percent"], found["whole"]["target_percent"]) == (3.6, 3.18)
    assert (found["A"]["met"], found["A"]["missing"], found["A"]["fallen"]) == (True, 0, 0.5)
    assert (found["B"]["met"], found["B"]["missing"], found["B"]["points"]) == (False, 2, 0.4)


def test_the_pace_the_year_needs() -> None:
    found = rows(review(A=(30, 0, 1000), B=(38, 0, 1000)), "0.42", date(2024, 7, 1))["whole"]
    # 3.40 % now, 3.18 % wanted: 0.22 points in the 183 days that are left.
    assert found["pace"] == pytest.approx(0.22 * 365 / 12 / 183, abs=1e-6)
    assert found["so_far"] == pytest.approx(0.20 * 365 / 12 / 182, abs=1e-6)


def test_what_rests_on_undetermined_households_is_open() -> None:
    found = rows(review(A=(27, 1, 1000), B=(30, 0, 1000)), {"A": "0.5"})
    assert (found["A"]["met"], found["A"]["missing"], found["A"]["missing_most"]) == (None, 0, 1)
    assert found["A"]["now_undetermined"] == 1
    # No target of its own: its result alone.
    assert (found["B"]["fallen"], found["B"]["met"], found["B"]["points"]) == (1.0, None, None)
    assert found["whole"]["missing"] is None


def test_a_locality_that_is_new_has_no_start() -> None:
    found = rows(review(A=(27, 0, 1000), C=(3, 0, 100)), "0.42")
    assert (found["C"]["start_households"], found["C"]["start_percent"], found["C"]["met"]) == (0, None, None)
    assert (found["B"]["now_households"], found["B"]["now_percent"]) == (0, None)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ({"D": "0.42"}, "a target for 'D', where there are no households"),
        ({"A": "4"}, "A: a fall by 4 points from 3.20%"),
        ("4", "whole: a fall by 4 points from 3.60%"),
    ],
)
def test_targets_that_cannot_be(points: Any, words: str) -> None:
    with pytest.raises(ReportError, match=words):
        rows(FIRST, points)


def test_a_locality_below_the_target_for_all_is_held_to_fall_to_zero() -> None:
    first = review(A=(71, 0, 1000), B=(1, 0, 1000), C=(2, 0, 1000))
    second = review(A=(30, 0, 1000), B=(0, 0, 1000), C=(1, 1, 1000))
    found = against_targets(first, second, "0.42", by="commune", **YEAR, today=date(2024, 12, 31))
    rows = {row["commune"] or "whole": row for row in found.iter_rows(named=True)}
    assert [rows[name]["note"] for name in ("whole", "A", "B", "C")] == [None, None, "to_zero", "to_zero"]
    assert [rows[name]["met"] for name in ("whole", "A", "B", "C")] == [True, True, True, False]
    told = ("points", "target_percent", "missing", "missing_most")
    assert [rows["C"][name] for name in told] == [0.42, 0.0, 1, 2]


def test_the_whole_alone() -> None:
    second = review(A=(27, 0, 1000), B=(30, 0, 1000))
    found = against_targets(FIRST, second, "0.42", begin="2024-01-01", end="2024-12-31", today="2024-12-31")
    assert found.select("level", "start_in_class", "now_in_class", "met").rows() == [(0, 72, 57, True)]
    assert "commune" not in found.columns


def test_rows_of_the_whole_and_of_districts() -> None:
    first = FIRST.with_columns(district=pl.lit("D"))
    found = against_targets(first, first, "0.42", by=["district", "commune"], **YEAR, today=date(2024, 3, 1))
    assert found["level"].to_list() == [0, 1, 2, 2]
    assert found["missing"].to_list() == [9, 9, 5, 5]
