"""All forms of a review in one call."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import povrules as pr
from povrules import reports
from povrules.decisions.evaluated import Evaluated
from povrules.reports import ReportError
from povrules.reports.causes import COLUMNS
from povrules.reports.printing import words as w

FOLDER = Path(__file__).parents[2] / "examples" / "binh_thuan"
BY = ["district", "commune"]
INDICATORS = list(w.INDICATORS)
NAMES = {"district": "Tên huyện", "commune": "Tên xã"}


@cache
def tables() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The example, with what no register has as a fact: persons of merit and causes, in words."""
    homes, persons = (pl.read_csv(FOLDER / name, infer_schema_length=0) for name in ("households.csv", "persons.csv"))
    row = pl.int_range(pl.len())
    merit = pl.when(row % 10 == 0).then(pl.lit("Có")).otherwise(pl.lit("Không")).alias("Người có công")
    causes = [
        pl.when(row % 8 == i).then(pl.lit("x")).otherwise(pl.lit("0")).alias(name)
        for i, name in enumerate(COLUMNS.values())
    ]
    return homes.with_columns(merit, *causes), persons


@cache
def evaluated(on: str) -> Evaluated:
    outputs = ["poverty_class", *INDICATORS[: 12 if on > "2022" else 0]]
    return pr.load_policy(on=on).evaluate(*tables(), outputs=outputs)


@cache
def whole() -> reports.Review:
    return reports.review(
        evaluated("2021-12-31"),
        evaluated("2022-12-31"),
        by=BY,
        names=NAMES,
        place="Tỉnh Bình Thuận",
        columns={"merit": "Người có công"},
    )


def test_every_form_of_two_reviews() -> None:
    assert [form.number for form in whole().forms] == list(w.TITLES)
    assert whole().not_made == ()
    homes = evaluated("2022-12-31").households
    assert "commune" not in homes.columns  # it is read from the register
    first = whole().form("R1").frame.row(0, named=True)
    assert first["households"] == homes.height
    assert first["poor"] == (homes["poverty_class"] == "poor").sum()
    assert first["undetermined"] == homes["poverty_class"].null_count() == 17
    movement = whole().form("R2").frame.row(0, named=True)
    assert (movement["end"], movement["undetermined_end"]) == (first["poor"], first["undetermined"])
    assert whole().form("R9").frame["poor"][0] == first["poor"]
    assert whole().form("R10").frame["households"][0] == first["poor"]
    for number in ("R4", "R5"):
        assert whole().form(number).frame["households"][0] == first["poor"]


def test_districts_are_those_the_example_was_made_of() -> None:
    """Every household is there; as many are poor as were meant to be, but for those that cannot be decided."""
    expected = pl.read_csv(FOLDER / "districts.csv", infer_schema_length=0).with_columns(
        pl.col("households", "poor", "near_poor").cast(pl.Int64)
    )
    found = whole().form("R1").frame.filter(pl.col("level") == 1)
    both = found.join(expected, on="district", suffix="_meant", validate="1:1")
    assert both.height == expected.height == 10
    for row in both.iter_rows(named=True):
        assert row["households"] == row["households_meant"]
        for name in ("poor", "near_poor"):
            assert row[name] <= row[f"{name}_meant"] <= row[name] + row["undetermined"]


def test_one_workbook_with_a_sheet_for_each(tmp_path: Path) -> None:
    whole().xlsx(tmp_path / "forms.xlsx")
    book = openpyxl.load_workbook(tmp_path / "forms.xlsx")
    assert book.sheetnames == list(w.TITLES)
    for form in whole().forms:
        sheet = book[form.number]
        assert sheet["A2"].value == form.title
        rows = form.rows()
        top = 4 + form.description.depth + 2
        for position, row in enumerate(rows[:40] + rows[-3:]):
            at = top + (position if position < 40 else len(rows) - 43 + position)
            cells = [sheet.cell(at, 3 + i).value for i in range(len(row.values))]
            for cell, value, column in zip(cells, row.values, form.columns, strict=True):
                if column.kind == "unit":
                    assert cell == w.UNIT[value].vi
                else:
                    assert cell == (w.DASH if value is None else float(value))


def test_what_cannot_be_made_says_why() -> None:
    homes, _ = tables()
    plain = homes.drop("Người có công", *COLUMNS.values())
    found = reports.review(
        None, pr.load_policy(on="2022-12-31").evaluate(plain, outputs=["poverty_class"]), by=BY, lang="en"
    )
    why = {lacking.number: lacking.why for lacking in found.not_made}
    assert list(why) == [n for n in w.TITLES if n != "R1"]
    assert why["R4"].startswith("the review has no indicators")
    assert why["R2"] == "there is no review before this one"
    assert "no column 'minority'" in why["R8"]
    assert "no column 'cause_land'" in why["R10"]
    assert "lists no members" in why["R11"]
    with pytest.raises(ReportError, match="R2 could not be made: there is no review"):
        found.form("R2")
    with pytest.raises(ReportError, match="no form 'R12'; did you mean 'R2"):
        found.form("R12")
    page = found.html()
    assert "Forms that could not be made" in page
    assert "&#x27;minority&#x27;" in page
    assert found._repr_html_() == page
    text = found._repr_markdown_()
    assert text.startswith("### R1. Results of the review")
    assert "\n- R2. Movement of poor households: there is no review before this one\n" in text
    assert "Các biểu chưa lập được" in found.within("vi").html()


def test_farm_households_of_which_nothing_is_known_are_left_out_and_it_says_so() -> None:
    form = whole().form("R1")
    assert "farm_average" not in form.frame.columns
    assert w.NO_FARM.vi in form.notes()
    homes = pl.DataFrame(evaluated("2022-12-31").households)
    told = homes.with_columns(recognised_farm_average=pl.col("poverty_class") == "average")
    row = reports.review(None, told).form("R1").frame.row(0, named=True)
    assert row["farm_average"] == (homes["poverty_class"] == "average").sum()


def test_sizes_that_are_not_known_leave_people_out() -> None:
    homes = pl.DataFrame({"household_id": ["1", "2"], "poverty_class": ["poor", None], "household_size": [3, None]})
    form = reports.review(homes, homes).form("R2")
    assert form.frame["unit"].to_list() == ["households"]
    assert w.NO_PEOPLE.vi in form.notes()
    assert form.unit == "Đơn vị tính: hộ"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"by": "comune"}, "no column 'comune'; did you mean 'commune'"),
        ({"by": BY, "names": {"commune": "Ten xa"}}, "no column 'Ten xa'; did you mean 'Tên xã'"),
        ({"by": BY, "on": date(2025, 12, 31)}, "no report by 'district' on 31/12/2025"),
        ({"columns": {"merit": "công"}}, "no column 'công'"),
    ],
)
def test_a_review_that_cannot_be(how: dict[str, object], words: str) -> None:
    with pytest.raises(ReportError, match=words):
        reports.review(None, evaluated("2022-12-31"), **how)  # type: ignore[arg-type]


def test_communes_alone_after_districts() -> None:
    found = reports.review(None, evaluated("2022-12-31"), by="commune", on=date(2025, 12, 31))
    assert found.form("R1").line == "ngày 31 tháng 12 năm 2025"
