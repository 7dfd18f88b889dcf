"""Rows above others: what they are the sums of, their percentages, and districts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.reports import ReportError, causes, children, deprived, ethnicity, groups, movement, summary
from povrules.reports.causes import COLUMNS
from povrules.reports.movement import LESS, PLUS

PLACES = ["district", "commune"]
TRUTHS = ("water", "toilet", "minority", "unable_to_work", "merit", "farm", *COLUMNS.values())
SCHEMA = {
    "household_id": pl.String,
    "district": pl.String,
    "commune": pl.String,
    "poverty_class": pl.String,
    "household_size": pl.Int64,
    "ethnicity": pl.String,
    **dict.fromkeys(TRUTHS, pl.Boolean),
}


@st.composite
def registers(draw: st.DrawFn) -> pl.DataFrame:
    rows = []
    for i in draw(st.lists(st.integers(0, 12), unique=True, max_size=10)):
        row = {
            "household_id": f"H{i}",
            "district": draw(st.sampled_from(["D1", "D2", None])),
            "commune": draw(st.sampled_from(["A", "B", None])),
            "poverty_class": draw(st.sampled_from(["poor", "near_poor", "average", "above", None])),
            "household_size": draw(st.integers(1, 6)),
            "ethnicity": draw(st.sampled_from(["01", "17", "Ra-glai", "55", "56", None])),
        }
        rows.append(row | {name: draw(st.sampled_from([True, False, None])) for name in TRUTHS})
    return pl.DataFrame(rows, schema=SCHEMA)


def members(homes: pl.DataFrame) -> pl.DataFrame:
    """Two members of each household, with truths that are some of its own."""
    one = homes.select(
        "household_id",
        child="water",
        child_insurance="toilet",
        child_nutrition="merit",
        child_education="minority",
    )
    return pl.concat([one, one.with_columns(child=pl.lit(True))])


TABLES: dict[str, Callable[[pl.DataFrame, dict[str, Any]], pl.DataFrame]] = {
    "summary": lambda homes, how: summary(homes, farm_average="farm", **how),
    "deprived": lambda homes, how: deprived(homes, ["water", "toilet"], **how),
    "groups": lambda homes, how: groups(homes, **how),
    "ethnicity": lambda homes, how: ethnicity(homes, **how),
    "causes": lambda homes, how: causes(homes, **how),
    "children": lambda homes, how: children(homes, members(homes), **how),
    "movement": lambda homes, how: movement(homes.head(5), homes.tail(7), "poor", earlier={"H1"}, **how),
}


@given(homes=registers(), name=st.sampled_from(list(TABLES)))
def test_a_row_above_is_the_sum_of_the_rows_below(homes: pl.DataFrame, name: str) -> None:
    table = TABLES[name](homes, {"by": PLACES, "totals": True})
    plain = TABLES[name](homes, {"by": PLACES})
    leaves = table.filter(pl.col("level") == 2)
    assert leaves.drop("level").sort(pl.all(), nulls_last=True).equals(plain.sort(pl.all(), nulls_last=True))
    keys = ["unit"] if "unit" in table.columns else []
    numbers = [n for n in table.columns if n not in (*PLACES, "level", "unit") and not n.endswith("_percent")]
    for level, places in ((0, []), (1, ["district"])):
        above = table.filter(pl.col("level") == level)
        for row in above.iter_rows(named=True):
            below = leaves
            for column in (*places, *keys):
                below = below.filter(pl.col(column).eq_missing(pl.lit(row[column], pl.String)))
            for number in numbers:
                assert row[number] == below[number].sum()
    if name == "movement":
        for row in table.iter_rows(named=True):
            assert row["start"] - sum(row[n] for n in LESS) + sum(row[n] for n in PLUS) == row["end"]


@given(homes=registers())
def test_percentages_of_a_district_are_worked_out_anew(homes: pl.DataFrame) -> None:
    table = summary(homes, by=PLACES, totals=True).filter(pl.col("level") == 1)
    by_district = summary(homes, by="district")
    shown = table.select(by_district.columns)
    assert shown.equals(by_district)


@given(homes=registers())
def test_nobody_is_dropped(homes: pl.DataFrame) -> None:
    """Classes, others and the undetermined are all households; groups, others and the unknown are all of a class."""
    row = summary(homes, by=PLACES, totals=True).row(0, named=True)
    assert row["households"] == homes.height
    none = homes["poverty_class"].is_in(["average", "above"]).sum()
    assert row["poor"] + row["near_poor"] + row["undetermined"] + none == homes.height
    row = ethnicity(homes).row(0, named=True)
    for name in ("poor", "near_poor"):
        known = row[f"{name}_01"] + row[f"{name}_minorities"] + row[f"{name}_other"]
        assert row[name] == known + row[f"{name}_open"]
        assert row[f"{name}_minorities"] == sum(row.get(f"{name}_{code}", 0) for code in ("17", "21"))
    row = groups(homes).row(0, named=True)
    mine = homes.filter(pl.col("poverty_class") == "poor")
    some = mine.filter(pl.any_horizontal(pl.col("minority", "unable_to_work", "merit").fill_null(False)))
    unknown = mine.filter(pl.any_horizontal(pl.col("minority", "unable_to_work", "merit").is_null()))
    both = some.join(unknown, on="household_id", how="semi").height
    assert row["poor"] == some.height + row["poor_other"] + unknown.height - both


def test_the_order_is_the_whole_then_each_district_before_its_communes() -> None:
    homes = pl.DataFrame(
        {
            "district": ["D2", "D1", "D1", None, "D1"],
            "commune": ["C", "B", "A", None, None],
            "poverty_class": ["poor"] * 5,
            "household_size": [1] * 5,
        }
    )
    table = summary(homes, by=PLACES, totals=True)
    assert table.select("level", "district", "commune", "poor").rows() == [
        (0, None, None, 5),
        (1, "D1", None, 3),
        (2, "D1", "A", 1),
        (2, "D1", "B", 1),
        (2, "D1", None, 1),
        (1, "D2", None, 1),
        (2, "D2", "C", 1),
        (1, None, None, 1),
        (2, None, None, 1),
    ]


def test_percentages_are_never_summed() -> None:
    homes = pl.DataFrame(
        {
            "commune": ["A"] * 3 + ["B"] * 1,
            "poverty_class": ["poor", "above", "above", "poor"],
            "household_size": [1, 1, 1, 1],
        }
    )
    table = summary(homes, by="commune", totals=True)
    assert table["poor_percent"].to_list() == [Decimal("50.00"), Decimal("33.33"), Decimal("100.00")]


def test_who_moved_between_two_communes_leaves_and_comes_in_the_rows_above_too() -> None:
    def at(commune: str) -> pl.DataFrame:
        return pl.DataFrame(
            {"household_id": ["1"], "commune": [commune], "poverty_class": ["poor"], "household_size": [2]}
        )

    table = movement(at("A"), at("B"), by="commune", totals=True).filter(pl.col("unit") == "households")
    seen = table.select("level", "commune", "start", "other_down", "other_up", "end").rows()
    assert seen == [(0, None, 1, 1, 1, 1), (1, "A", 1, 1, 0, 0), (1, "B", 0, 0, 1, 1)]


def test_the_third_class_and_what_is_not_known_of_it() -> None:
    homes = pl.DataFrame({"poverty_class": ["average", "average", "above", "poor"], "farm": [True, None, False, False]})
    row = summary(homes, size=None, farm_average="farm").row(0, named=True)
    assert (row["farm_average"], row["farm_average_percent"], row["farm_average_open"]) == (1, Decimal("25.00"), 1)


@pytest.mark.parametrize(
    "column",
    ["district", "Tên huyện", "district_name", "Quận/Huyện", "ma_huyen", "quan_huyen", "Quận", "maHuyen", "Huyện (cũ)"],
)
def test_there_is_no_report_by_district_when_there_are_no_districts(column: str) -> None:
    homes = pl.DataFrame({column: ["D"], "poverty_class": ["poor"], "household_size": [1]})
    assert summary(homes, by=column, on=date(2025, 6, 30)).height == 1
    with pytest.raises(ReportError, match="on 01/07/2025: the last day of districts was 30/06/2025"):
        summary(homes, by=column, on=date(2025, 7, 1))


@pytest.mark.parametrize("column", ["commune", "Xã/Phường", "quan_he", "ma_xa", "Quán", "subdistrict"])
def test_what_is_no_district(column: str) -> None:
    homes = pl.DataFrame({column: ["D"], "poverty_class": ["poor"], "household_size": [1]})
    assert summary(homes, by=column, on=date(2025, 7, 1)).height == 1
