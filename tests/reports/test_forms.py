"""Forms as they are printed: cell by cell in a workbook, as HTML and as Markdown."""

from __future__ import annotations

import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from povrules.facts.errors import FileProblem
from povrules.reports import Form, ReportError, movement, summary
from povrules.reports.printing import Column, Description
from povrules.reports.printing.forms import (
    cause_form,
    child_form,
    deprivation_form,
    ethnic_form,
    group_form,
    movement_form,
    result_form,
)
from povrules.reports.printing.rows import roman

HOMES = pl.DataFrame(
    {
        "household_id": [str(n) for n in range(1, 6)],
        "district": ["01", "01", "01", "02", "02"],
        "commune": ["A", "A", "=B", "C", "C"],
        "poverty_class": ["poor", "near_poor", "above", None, "poor"],
        "household_size": [1_500_000, 2, 3, 4, 1],
        "farm": [False, False, True, None, False],
    }
)
NAMES = {"district": {"01": "Huyện Tuy Phong", "02": "Thị xã <La Gi>"}}
ABOUT: dict[str, Any] = {"names": NAMES, "place": "Tỉnh Bình Thuận", "on": date(2022, 12, 31)}
PLACES = ("district", "commune")


def first_form(**more: Any) -> Form:
    frame = summary(HOMES, by=PLACES, totals=True, farm_average="farm")
    return Form(result_form(), frame, PLACES, **(ABOUT | more))


def second_form(**more: Any) -> Form:
    before = HOMES.with_columns(poverty_class=pl.Series(["near_poor", "poor", "poor", "above", "poor"]))
    frame = movement(before, HOMES, "poor", by=PLACES, totals=True, earlier={"4"})
    return Form(movement_form("poor", history=True), frame, PLACES, **(ABOUT | more))


def sheet_of(form: Form, tmp_path: Path) -> Any:
    form.xlsx(tmp_path / "form.xlsx")
    return openpyxl.load_workbook(tmp_path / "form.xlsx")[form.number]


def grid(sheet: Any, first: int, last: int) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(min_row=first, max_row=last, values_only=True)]


def test_the_movement_form_cell_by_cell(tmp_path: Path) -> None:
    sheet = sheet_of(second_form(), tmp_path)
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "Biểu R2",
        "Tổng hợp diễn biến hộ nghèo",
        "Tỉnh Bình Thuận, ngày 31 tháng 12 năm 2022",
        "Đơn vị tính: hộ, nhân khẩu",
    ]
    assert grid(sheet, 5, 8) == [
        ["TT", "Đơn vị", "Hộ / Nhân khẩu", "Số đầu kỳ", "Giảm trong kỳ", None, None, "Tăng trong kỳ", None, None, None,
         "Số cuối kỳ", "Chưa xác định", None],
        [None, None, None, None, "Thoát nghèo", None, "Giảm khác", "Hộ cận nghèo trở thành hộ nghèo", "Bổ sung", None,
         "Tăng khác", None, "Đầu kỳ", "Cuối kỳ"],
        [None, None, None, None, "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo", None, None, "Tái nghèo",
         "Phát sinh mới", None, None, None, None],
        [f"({n})" for n in range(1, 15)],
    ]  # fmt: skip
    merged = {str(area) for area in sheet.merged_cells.ranges}
    headings = {"A5:A7", "B5:B7", "C5:C7", "D5:D7", "E5:G5", "E6:F6", "G6:G7", "H5:K5", "H6:H7", "I6:J6", "K6:K7",
                "L5:L7", "M5:N5", "M6:M7", "N6:N7"}  # fmt: skip
    assert {area for area in merged if re.fullmatch(r"[A-Z]+[567]:[A-Z]+[567]", area)} == headings
    assert {"A1:N1", "A2:N2", "A3:N3", "A4:N4", "A9:A10", "B9:B10", "B11:B12"} <= merged
    assert grid(sheet, 9, 12) == [
        [None, "Tổng cộng", "Hộ", 3, 1, 1, 0, 1, 0, 0, 0, 2, 0, 1],
        [None, None, "Nhân khẩu", 6, 2, 3, 0, 1_500_000, 0, 0, 0, 1_500_001, 0, 4],
        ["I", "Huyện Tuy Phong", "Hộ", 2, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0],
        [None, None, "Nhân khẩu", 5, 2, 3, 0, 1_500_000, 0, 0, 0, 1_500_000, 0, 0],
    ]
    assert [sheet.cell(row, 1).value for row in range(13, 21, 2)] == ["1", "2", "II", "1"]
    assert sheet.freeze_panes == "D9"


def test_numbers_formats_widths_and_bold_of_the_first_form(tmp_path: Path) -> None:
    sheet = sheet_of(first_form(), tmp_path)
    assert sheet["A2"].value.startswith("Tổng hợp kết quả rà soát hộ nghèo; hộ cận nghèo; hộ làm nông")
    total, district, commune = 9, 10, 11
    assert [cell.value for cell in sheet[total]][:11] == [None, "Tổng cộng", 5, 2, 40, 1, 20, 1, 20, 1, 1_500_010]
    formats = [cell.number_format for cell in sheet[total]]
    assert formats[2:11] == ["#,##0", "#,##0", "0.00", "#,##0", "0.00", "#,##0", "0.00", "#,##0", "#,##0"]
    assert [sheet.cell(row, 3).font.bold for row in (total, district, commune)] == [True, True, False]
    assert [sheet.cell(row, 2).font.bold for row in (total, district, commune)] == [True, True, False]
    # Text that looks like a formula is text.
    cell = sheet.cell(commune, 2)
    assert (cell.value, cell.data_type) == ("=B", "s")
    assert sheet.column_dimensions["B"].width > 15
    assert sheet.freeze_panes == "C9"
    assert sheet.page_setup.orientation == "landscape"
    notes = [sheet.cell(row, 1).value for row in range(15, sheet.max_row + 1)]
    assert "Chưa rõ: hộ nông, lâm, ngư nghiệp có mức sống trung bình (hộ): 1." in notes
    assert any(note and note.startswith("“Chưa xác định”") for note in notes)


def test_a_workbook_is_the_same_twice(tmp_path: Path) -> None:
    first_form().xlsx(tmp_path / "a.xlsx")
    first_form().xlsx(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"ends in \.xlsx"):
        first_form().xlsx(tmp_path / "form.csv")
    with pytest.raises(FileProblem, match="cannot be written"):
        first_form().xlsx(tmp_path / "nowhere" / "form.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_html_in_vietnamese() -> None:
    text = first_form().html()
    assert '<div class="povrules-form" lang="vi">' in text
    for part in ("Tổng hợp kết quả rà soát hộ nghèo", "Tỉnh Bình Thuận, ngày 31 tháng 12 năm 2022", "Nhân khẩu",
                 "Hộ cận nghèo", "Tỷ lệ (%)", "1.500.010", "40,00 %", "Huyện Tuy Phong", "Tổng cộng"):  # fmt: skip
        assert part in text
    assert "Thị xã &lt;La Gi&gt;" in text
    assert "<La Gi>" not in text
    assert not re.search(r"<script|https?://|@import|url\(|<link", text)
    assert first_form()._repr_html_() == text


def test_html_in_english() -> None:
    form = first_form().within("en")
    text = form.html()
    for part in ('lang="en"', "1,500,010", "40.00 %", "Poor households", "Tỉnh Bình Thuận, 2022-12-31", "Total"):
        assert part in text
    assert form.title.startswith("Results of the review")


def test_headings_stand_over_their_columns_in_html() -> None:
    text = second_form().html()
    spans = re.findall(r'colspan="(\d+)" scope="colgroup"[^>]*>\s*<span class="gt_column_spanner">([^<]+)<', text)
    assert spans == [
        ("3", "Giảm trong kỳ"), ("4", "Tăng trong kỳ"), ("2", "Chưa xác định"), ("2", "Thoát nghèo"), ("2", "Bổ sung"),
    ]  # fmt: skip
    assert re.findall(r"<tr>\s*<td style=\"([^\"]*)\"", text)[0].startswith("font-weight: bold")


def test_markdown() -> None:
    lines = first_form().markdown().splitlines()
    assert lines[0] == "### R1. " + first_form().title
    head, rule, total, district = lines[6:10]
    assert head.startswith("| TT | Đơn vị | Hộ – Tổng số hộ | Hộ – Hộ nghèo – Số lượng | Hộ – Hộ nghèo – Tỷ lệ (%) |")
    assert rule.count("---:") == len(first_form().columns)
    assert total.startswith("|  | **Tổng cộng** | **5** | **2** | **40,00 %** |")
    assert district.startswith("| **I** | **Huyện Tuy Phong** | **3** |")
    assert any(line.startswith("| **II** | **Thị xã \\<La Gi\\>** |") for line in lines)
    assert len({line.count("|") for line in lines if line.startswith("|")}) == 1


def test_what_is_not_known_is_a_dash() -> None:
    nobody = HOMES.filter(pl.col("commune") == "nowhere")
    form = Form(result_form(farm=False), summary(nobody), lang="en")
    assert form.rows()[0].values == (0, 0, None, 0, None, 0, 0, 0, None, 0, None, 0)
    assert "| **0** | **0** | **–** |" in form.markdown()


def test_a_place_that_is_not_known_has_a_row() -> None:
    homes = HOMES.with_columns(commune=pl.lit(None, pl.String))
    form = Form(result_form(farm=False), summary(homes, by="commune", totals=True), ("commune",))
    assert [row.place for row in form.rows()] == ["Tổng cộng", "Chưa rõ nơi ở"]


@pytest.mark.parametrize("module", ["great_tables", "xlsxwriter"])
def test_without_the_extra(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    if module == "great_tables":
        with pytest.raises(ReportError, match=r"needs great-tables; expected pip install 'povrules\[tables\]'"):
            first_form().html()
        # A notebook shows the text instead.
        assert first_form()._repr_html_() is None
        assert first_form()._repr_markdown_() == first_form().markdown()
    else:
        with pytest.raises(FileProblem, match=r"needs xlsxwriter; expected pip install 'povrules\[files\]'"):
            first_form().xlsx(tmp_path / "form.xlsx")
        assert not (tmp_path / "form.xlsx").exists()


@pytest.mark.parametrize(
    "description",
    [
        result_form(),
        movement_form("poor", history=False),
        movement_form("near_poor", history=True),
        deprivation_form("poor", ["deprived_water"], percent=False),
        deprivation_form("near_poor", ["deprived_water", "my own"], percent=True),
        group_form(of_heads=True),
        ethnic_form(["poor_17"], of_heads=True),
        cause_form(),
        child_form(),
    ],
    ids=lambda d: d.number,
)
def test_every_heading_has_words_in_both_languages(description: Description) -> None:
    words = [description.title, description.unit, *description.notes, *(label for _, label in description.open)]
    words += [head for column in description.columns for head in column.heads]
    assert all(word.vi.strip() and word.en.strip() for word in words)
    assert len({column.name for column in description.columns}) == len(description.columns)
    assert len({(column.heads) for column in description.columns}) == len(description.columns)
    assert description.columns[-1].name.startswith("undetermined") or description.columns[-1].name.endswith(
        "undetermined"
    )


def test_roman_numbers() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99, 124)] == ["I", "IV", "IX", "XIV", "XL", "XCIX", "CXXIV"]


def test_percentages_are_not_rounded_twice() -> None:
    from povrules.reports.printing.rows import text_of

    share = Column("x", (result_form().title,), "percent")
    assert text_of(Decimal("0.06"), share, "vi") == "0,06 %"
