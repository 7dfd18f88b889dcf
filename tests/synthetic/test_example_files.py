"""The files in examples/binh_thuan are those that the command makes, and look like a review export."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from povrules.facts.synthetic.__main__ import main
from povrules.facts.synthetic.export import example_files
from povrules.facts.synthetic.messy import BAD_ROWS
from povrules.facts.synthetic.words import HOUSEHOLD_COLUMNS, PERSON_COLUMNS

FOLDER = Path(__file__).parents[2] / "examples" / "binh_thuan"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return example_files(2000, 60)


def cells(workbook: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


@pytest.fixture(scope="module")
def sheets(made: dict[str, bytes]) -> dict[str, list[tuple[Any, ...]]]:
    return cells(made["register.xlsx"])


def test_the_same_arguments_give_the_same_bytes(made: dict[str, bytes]) -> None:
    assert made == example_files(2000, 60)


def test_the_committed_files_are_what_the_command_makes(
    made: dict[str, bytes], sheets: dict[str, list[tuple[Any, ...]]]
) -> None:
    for name, content in made.items():
        kept = (FOLDER / name).read_bytes()
        if name.endswith(".xlsx"):  # another version of the writer may pack the same cells in other bytes
            assert cells(kept) == sheets
        else:
            assert kept == content, name


def test_the_csv_pair_has_a_mark_vietnamese_headers_and_all_households(made: dict[str, bytes]) -> None:
    for name, columns, least in (("households.csv", HOUSEHOLD_COLUMNS, 2000), ("persons.csv", PERSON_COLUMNS, 7000)):
        assert made[name].startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(made[name].decode("utf-8-sig"))))
        assert list(rows[0]) == [each.header for each in columns if not each.fact.startswith("score_")]
        assert len(rows) >= least
    assert len(list(csv.reader(io.StringIO(made["households.csv"].decode())))) == 2001


def test_the_workbook_looks_like_a_review_export(sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    assert list(sheets) == ["Hộ", "Nhân khẩu"]
    households = sheets["Hộ"]
    assert "GIẢ LẬP" in households[0][0]
    assert households[1][0].startswith("DANH SÁCH HỘ RÀ SOÁT")
    header = list(households[4])
    assert header == [column.header for column in HOUSEHOLD_COLUMNS]
    rows = households[5:-1]
    assert len(rows) == 2000 + len(BAD_ROWS)
    assert households[-1][0] == "Tổng cộng"
    income = [row[header.index("Thu nhập bình quân đầu người/tháng")] for row in rows]
    assert any(isinstance(cell, int) for cell in income)
    assert any(isinstance(cell, str) and cell.count(".") == 2 and cell.endswith(" đ") for cell in income)
    assert "1.234" in income
    assert sum(cell == "--" for cell in income) > 60
    ids = [row[0] for row in rows]
    assert sum(isinstance(cell, int) for cell in ids) > 50
    points = [row[header.index("Điểm B2")] for row in rows]
    assert all(isinstance(cell, str) for cell in points)


def test_points_agree_with_the_class(made: dict[str, bytes], sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    expected = {
        row["household_id"]: row for row in csv.DictReader(io.StringIO(made["expected.csv"].decode("utf-8-sig")))
    }
    rows = sheets["Hộ"]
    header = list(rows[4])
    scored = 0
    for row in rows[5 : 5 + 2000]:
        cell = dict(zip(header, row, strict=True))
        if cell["Điểm B1"] == "--":
            continue
        scored += 1
        low = int(cell["Điểm B1"]) <= (175 if cell["Khu vực"] == "thành thị" else 140)
        target = expected[str(cell["Mã hộ"]).zfill(8)]
        assert low == (target["poverty_class"] in ("poor", "near_poor"))
        flags = sum(target[name] == "true" for name in target if name.startswith("deprived_"))
        assert int(cell["Điểm B2"]) == 10 * flags
    assert scored > 1200


def test_the_readme_states_the_counts(made: dict[str, bytes], sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    people = made["persons.csv"].decode().count("\n") - 1
    facts = (
        "python -m povrules.facts.synthetic --households 2000 --seed 60 --out examples/binh_thuan",
        f"{people:,}".replace(",", "."),
        f"{len(sheets['Hộ']) - 6:,}".replace(",", "."),
        f"{len(sheets['Nhân khẩu']) - 5:,}".replace(",", "."),
    )
    for fact in facts:
        assert fact in readme, fact
    for line in csv.DictReader(io.StringIO(made["districts.csv"].decode("utf-8-sig"))):
        row = f"| {line['district_name']} | {line['households']} | {line['poor']} | {line['near_poor']} |"
        assert row in readme, row


def test_the_command_writes_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--households", "30", "--out", str(tmp_path / "new")]) == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(example_files(1, 1))
    assert main(["--households", "30", "--parquet", "--out", str(tmp_path / "plain")]) == 0
    assert {path.name for path in (tmp_path / "plain").iterdir()} == {
        "households.parquet",
        "persons.parquet",
        "targets.parquet",
    }
    assert "households.parquet" in capsys.readouterr().out


def test_the_command_says_in_one_line_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--households", "0", "--out", str(tmp_path)]) == 2
    assert main(["--out", str(tmp_path / "file" / "below")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2
    assert all(line.startswith("error: ") for line in errors)
