"""`povrules report`: the forms of a review."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Command

ON = ("--on", "2024-10-01")


@pytest.mark.parametrize("kind", ["out", "results.csv", "results.xlsx", "results.parquet"])
def test_of_results_as_assess_writes_them(povrules: Command, register: Path, tmp_path: Path, kind: str) -> None:
    assert povrules("assess", register, "-o", tmp_path / kind, *ON).code == 0
    out = tmp_path / "forms.xlsx"
    said = povrules("report", tmp_path / kind, "-o", out, *ON, "--title", "Xã Chí Công", "--lang", "vi")
    assert (said.code, said.err) == (0, "")
    assert f"Đã ghi:\n  {out}\n    R1: Tổng hợp kết quả rà soát hộ nghèo" in said.out
    assert "Các biểu chưa lập được:\n  R2: Tổng hợp diễn biến hộ nghèo\n" in said.out
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[:1] == ["R1"]
    sheet = book["R1"]
    assert sheet["A3"].value == "Xã Chí Công, ngày 01 tháng 10 năm 2024"
    # Six usable households, one poor, two near-poor (one of them with a negative income), one undetermined.
    total = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "Tổng cộng")
    assert (total[2], total[3], total[5]) == (6, 1, 2)
    assert total[7] == 1


def test_of_two_registers(povrules: Command, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "forms.xlsx"
    said = povrules("report", register, register, "-o", out, *ON, "--before", "2023-10-01", "--lang", "en")
    assert (said.code, said.err) == (0, "")
    assert "R2: Movement of poor households" in said.out
    assert {"R2", "R3"} <= set(openpyxl.load_workbook(out).sheetnames)


def test_what_it_refuses(povrules: Command, register: Path, tmp_path: Path) -> None:
    results, out = tmp_path / "r.xlsx", tmp_path / "forms.xlsx"
    povrules("assess", register, "-o", results, *ON)
    before = results.read_bytes()
    same = povrules("report", results, "-o", results, *ON)
    assert (same.code, results.read_bytes() == before) == (2, True)
    assert "is read as a review, so it is not written" in same.err
    unsaid = povrules("report", register, results, "-o", out, *ON)
    assert (unsaid.code, "expected --before with its day" in unsaid.err) == (2, True)
    late = povrules("report", results, "-o", out, "--on", "2025-12-31", "--by", "district")
    assert (late.code, out.exists()) == (2, False)


def test_classes_that_are_none(povrules: Command, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("household_id,area,income_per_capita,poverty_class\n1,rural,5,\n2,rural,5,nghèo\n", encoding="utf-8")
    said = povrules("report", odd, "-o", tmp_path / "forms.xlsx", *ON)
    assert said.code == 2
    assert f"{odd}: 'poverty_class' in row 3 is 'nghèo', which names no class; expected poor (hộ nghèo)" in said.err
    assert "did you mean 'hộ nghèo'?" in said.err


@pytest.mark.parametrize("size", ["4.5", "-2", "4 người"])
def test_sizes_that_are_none(povrules: Command, tmp_path: Path, size: str) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text(f"household_id,household_size,poverty_class\n1,4.0,poor\n2,{size},poor\n", encoding="utf-8")
    said = povrules("report", odd, "-o", tmp_path / "forms.xlsx", *ON)
    assert said.code == 2
    assert f"{odd}: 'household_size' in row 3 is '{size}'; expected a whole number of people" in said.err


def test_columns_in_which_nothing_is_said(povrules: Command, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("household_id,household_size,poverty_class\n1,,\n2,,\n", encoding="utf-8")
    said = povrules("report", empty, "-o", tmp_path / "forms.xlsx", *ON)
    assert (said.code, said.err) == (0, "")


def test_classes_in_the_words_of_the_law(povrules: Command, tmp_path: Path) -> None:
    results, out = tmp_path / "words.csv", tmp_path / "forms.xlsx"
    rows = "household_id,household_size,poverty_class\n1,4,Hộ nghèo\n2,3,hộ cận nghèo\n3,2,\n"
    results.write_text(rows, encoding="utf-8")
    said = povrules("report", results, "-o", out, *ON)
    assert (said.code, said.err) == (0, "")
    total = next(
        r for r in openpyxl.load_workbook(out)["R1"].iter_rows(values_only=True) if r[1] in ("Tổng cộng", "Total")
    )
    assert (total[2], total[3], total[5], total[7]) == (3, 1, 1, 1)
