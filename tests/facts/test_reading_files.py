from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from povrules.facts.checking import read_register
from povrules.facts.errors import FileProblem
from povrules.facts.readers import read_table, read_tables
from povrules.facts.schema import FactSchema
from povrules.language.calendar import PartialDate
from tests.support.registers import exact

CSV = "Mã hộ,Khu vực,Số nhân khẩu,Thu nhập bình quân\n01,nông thôn,4,1.200.000\n02,thành thị,3,--\n"


def sheet(path: Path, sheets: Mapping[str, Any], merged: tuple[str, ...] = ()) -> Path:
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        tab = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, date):
                    tab.write_datetime(i, j, value, day)
                elif isinstance(value, str):
                    tab.write_string(i, j, value)
                elif value is not None:
                    tab.write(i, j, value)
        for place in merged:
            tab.merge_range(place, rows[0][0] if place.startswith("A1") else "")
    book.close()
    return path


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_in_every_dress(
    tmp_path: Path, schema: FactSchema, encode: str, form: str, delimiter: str, end: str
) -> None:
    text = unicodedata.normalize(form, CSV.replace(",", delimiter).replace("\n", end))  # type: ignore[arg-type]
    file = tmp_path / "register.csv"
    file.write_bytes(text.encode(encode))
    register = read_register(schema, file)
    assert register.households.select("row", "household_id", "area", "household_size", "income_per_capita").rows() == [
        (2, "01", "rural", 4, 1200000),
        (3, "02", "urban", 3, None),
    ]
    assert (register.persons, register.native) == (None, "file")


def test_csv_with_titles_blank_lines_a_total_and_cells_of_several_lines(tmp_path: Path, schema: FactSchema) -> None:
    text = (
        "DANH SÁCH HỘ RÀ SOÁT NĂM 2022\n"
        "Đơn vị tính: đồng,,,\n"
        "\n"
        "STT,Mã hộ,Số nhân khẩu,Ghi chú\n"
        "(1),(2),(3),(4)\n"
        '1,h1,4,"hai\ndòng"\n'
        "\n"
        ",,,\n"
        "2,h2,3,\n"
        "3,h3,x,\n"
        "4,h4,2,,,thừa\n"
        "Tổng cộng,,9,\n"
    )
    file = tmp_path / "register.csv"
    file.write_text(text, encoding="utf-8")
    register = read_register(schema, file)
    assert register.households.select("row", "household_id").rows() == [(6, "h1"), (10, "h2")]
    assert register.extra_households["Ghi chú"].to_list() == ["hai\ndòng", None]
    found = [(r.row, r.column, r.value, r.reason.code) for r in register.rejects]
    assert found == [
        (11, "Số nhân khẩu", "x", "not_a_number"),
        (12, None, None, "too_many_cells"),
        (13, None, "Tổng cộng", "total_row"),
    ]
    assert (register.read.households, register.used.households) == (5, 2)


def test_trailing_delimiters_are_no_cells(tmp_path: Path, schema: FactSchema) -> None:
    file = tmp_path / "register.csv"
    file.write_text("household_id,score_a,,\na,1,,\nb,2,,,,\nc,3,ghi chú,\n", encoding="utf-8")
    register = read_register(schema, file)
    assert register.rejects == ()
    assert register.extra_households.columns == ["column 3"]
    file.write_text("household_id,score_a\na,1" + "," * 5000 + "\n", encoding="utf-8")
    with pytest.raises(FileProblem, match="a row has 5002 cells"):
        read_register(schema, file)


def test_csv_pairs(tmp_path: Path, schema: FactSchema) -> None:
    persons = "Mã hộ,Năm sinh\n01,1980\n"
    for stem in ("", "x_"):
        (tmp_path / f"{stem}households.csv").write_text(CSV, encoding="utf-8")
        (tmp_path / f"{stem}persons.csv").write_text(persons, encoding="utf-8")
    for path in (tmp_path, tmp_path / "households.csv", tmp_path / "x_households.csv"):
        register = read_register(schema, path)
        assert register.persons is not None
        assert register.persons.select("row", "household_row").rows() == [(2, 0)]


def test_parquet_keeps_its_types(tmp_path: Path, schema: FactSchema) -> None:
    pl.DataFrame({"household_id": ["a"], "has_tv": [True], "floor_area": [1.234]}).write_parquet(
        tmp_path / "households.parquet"
    )
    register = read_register(schema, tmp_path)
    assert (register.households["has_tv"].to_list(), exact(register, "floor_area")) == ([True], [Fraction("1.234")])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"M\xe3 h\xf4,Khu v\xf9c\n", "register.csv, line 1: not UTF-8 text"),
        ("Mã hộ,Khu vực\n".encode("utf-16"), "is UTF-16"),
        (b"PK\x00\x01", "holds NUL"),
        (b"", "no header was recognised"),
        (b"a,b\n1,2\n", "no header was recognised"),
        (b'household_id,score_a\n1,"2\n3,4\n', "does not end as it should"),
        (b'household_id,score_a\n"a" b,2\n', "does not end as it should"),
    ],
)
def test_csv_that_cannot_be_read_gives_one_clear_line(
    tmp_path: Path, schema: FactSchema, content: bytes, message: str
) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(content)
    with pytest.raises(FileProblem) as problem:
        read_register(schema, file)
    assert message in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_header_without_records(tmp_path: Path, schema: FactSchema) -> None:
    file = tmp_path / "register.csv"
    file.write_text("household_id,score_a\n", encoding="utf-8")
    register = read_register(schema, file)
    assert (register.read.households, list(register.household_facts())) == (0, [])


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "none"])
def test_missing_files(tmp_path: Path, schema: FactSchema, name: str) -> None:
    with pytest.raises(FileProblem, match="no such file"):
        read_register(schema, tmp_path / name)


def test_files_that_are_no_tables(tmp_path: Path, schema: FactSchema) -> None:
    (tmp_path / "broken.xlsx").write_text("junk")
    with pytest.raises(FileProblem, match="cannot be read as a workbook") as problem:
        read_register(schema, tmp_path / "broken.xlsx")
    assert "\n" not in str(problem.value)
    (tmp_path / "register.pdf").write_text("junk")
    with pytest.raises(FileProblem, match="cannot tell what kind"):
        read_register(schema, tmp_path / "register.pdf")
    (tmp_path / "broken.parquet").write_text("junk")
    with pytest.raises(FileProblem, match="cannot be read as Parquet"):
        read_register(schema, tmp_path / "broken.parquet")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileProblem, match="no table of households"):
        read_register(schema, tmp_path / "empty")


def test_a_workbook_as_a_real_export_has_it(tmp_path: Path, schema: FactSchema) -> None:
    households = [
        ["DANH SÁCH HỘ RÀ SOÁT NĂM 2022 TỈNH BÌNH THUẬN", None, None, None, None, None],
        [None],
        ["STT", "Mã hộ", "Thông tin chung", None, "Mức độ thiếu hụt các chỉ số", None],
        [None, None, "Số nhân khẩu", "Thu nhập bình quân", "Việc làm", "Nước sạch"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "00100001", 4, "1.200.000", "x", "--"],
        [2, 100002, 3.0, 900000, None, "x"],
        [None],
        [3, "00100003", "--", 1.234, 0, 1],
        ["Tổng cộng", None, 7],
    ]
    persons = [
        ["DANH SÁCH NHÂN KHẨU"],
        ["Mã hộ", "Họ và tên", "Năm sinh", None, "Có thẻ BHYT"],
        [None, None, "Nam", "Nữ", None],
        ["00100001", "A", 1980, None, "x"],
        [100002, "B", None, "03/2008", True],
        [100003, "C", None, date(1990, 5, 1), "không"],
    ]
    file = sheet(
        tmp_path / "register.xlsx", {"Hướng dẫn": [["đọc"]], "Hộ": households, "Nhân khẩu": persons}, ("A1:F1",)
    )
    register = read_register(schema, file)
    wanted = ["row", "household_id", "household_size", "deprived_employment", "deprived_water"]
    assert register.households.select(wanted).rows() == [
        (6, "00100001", 4, True, None),
        (7, "00100002", 3, None, True),
        (9, "00100003", None, False, True),
    ]
    assert exact(register, "income_per_capita") == [1_200_000, 900_000, Fraction("1.234")]
    assert [(r.row, r.reason.code) for r in register.rejects] == [(10, "total_row")]
    assert register.persons is not None
    assert register.persons.select("row", "household_row", "sex", "has_health_card").rows() == [
        (4, 0, "male", True),
        (5, 1, "female", True),
        (6, 2, "female", False),
    ]
    members = [household["members"][0]["birth_date"] for household in register.household_facts()]
    assert members == [PartialDate.year(1980), PartialDate(date(2008, 3, 1), date(2008, 3, 31)), date(1990, 5, 1)]
    assert [w.reason.code for w in register.warnings] == ["padded_code", "padded_code"]
    assert register.extra_persons is not None
    assert register.extra_persons["Họ và tên"].to_list() == ["A", "B", "C"]


def test_a_number_cell_is_never_ambiguous_and_a_text_cell_is(tmp_path: Path, schema: FactSchema) -> None:
    rows = [["household_id", "floor_area"], ["a", 1.234], ["b", "1.234"], ["c", 35.5], ["d", 1_200_000]]
    file = sheet(tmp_path / "register.xlsx", {"Hộ": rows})
    register = read_register(schema, file)
    assert [(r.row, r.value, r.reason.code) for r in register.rejects] == [
        (3, "1.234", "ambiguous_number"),
        (5, "1200000", "out_of_range"),
    ]
    assert exact(register, "floor_area") == [Fraction("1.234"), Fraction("35.5")]
    assert read_register(schema, file, locale="vi").rejects[0].row == 5


def test_sheets_by_what_stands_in_them(tmp_path: Path, schema: FactSchema) -> None:
    rows = {
        "Sheet1": [["Mã hộ", "Năm sinh", "Giới tính"], ["a", 1980, "nam"]],
        "Sheet2": [["Ghi chú"], ["x"]],
        "Sheet3": [["Mã hộ", "Khu vực", "Số nhân khẩu", "Điểm B1"], ["a", "nông thôn", 1, 140]],
    }
    register = read_register(schema, sheet(tmp_path / "r.xlsx", rows))
    assert exact(register, "score_a") == [140]
    assert register.persons is not None
    assert register.persons["sex"].to_list() == ["male"]


def test_one_sheet_is_the_households(tmp_path: Path, schema: FactSchema) -> None:
    register = read_register(schema, sheet(tmp_path / "r.xlsx", {"Dữ liệu": [["Mã hộ", "Điểm A"], ["a", 140]]}))
    assert (exact(register, "score_a"), register.persons) == ([140], None)


def test_the_mapping_says_sheet_and_header_row(tmp_path: Path, schema: FactSchema) -> None:
    rows = [["Mã hộ", "Điểm A", "Khu vực"], ["cũ"], ["Hộ số", "Điểm A"], ["a", 140]]
    file = sheet(tmp_path / "r.xlsx", {"Hộ": [["Mã hộ"], ["z"]], "Bản 2": rows})
    mapping = {"households": {"sheet": "Bản 2", "header_row": 3, "columns": {"Hộ số": "household_id"}}}
    register = read_register(schema, file, mapping=mapping)
    assert register.households.select("row", "household_id", "score_a").rows() == [(4, "a", 140)]
    with pytest.raises(FileProblem, match="did you mean 'Bản 2'"):
        read_register(schema, file, mapping={"households": {"sheet": "Bản2"}})
    csv = tmp_path / "r.csv"
    csv.write_text("Mã hộ,Điểm A,Khu vực\ncũ,,\nHộ số,Điểm A,\na,140,\n", encoding="utf-8")
    register = read_register(schema, csv, mapping=mapping)
    assert register.households.select("row", "household_id", "score_a").rows() == [(4, "a", 140)]
    with pytest.raises(FileProblem, match="has no row 40"):
        read_register(schema, csv, mapping={"households": {"header_row": 40}})


def test_a_repeated_header_does_not_hide_the_rows_above_it(tmp_path: Path, schema: FactSchema) -> None:
    header = ["Mã hộ", "Khu vực", "Điểm A"]
    file = sheet(tmp_path / "r.xlsx", {"Hộ": [header, ["a", "nông thôn", 1], header, ["b", "nông thôn", 2]]})
    register = read_register(schema, file)
    assert register.households["household_id"].to_list() == ["a", "b"]
    assert [r.row for r in register.rejects] == [3]


def test_tables_without_checks(tmp_path: Path, schema: FactSchema) -> None:
    file = sheet(tmp_path / "r.xlsx", {"Hộ": [["TIÊU ĐỀ"], ["Mã hộ", "Điểm A"], ["a", 140]]})
    table = read_table(file, schema)
    assert (table.frame.rows(), table.rows.to_list()) == ([("a", "140")], [3])
    assert read_tables(file, schema).persons is None
    with pytest.raises(FileProblem, match="no sheet looks like a table of persons"):
        read_table(sheet(tmp_path / "s.xlsx", {"A": [["x"]]}), schema, "person")


def test_without_fastexcel_the_message_says_what_to_install(
    tmp_path: Path, schema: FactSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    file = sheet(tmp_path / "r.xlsx", {"Hộ": [["Mã hộ"]]})
    with pytest.raises(FileProblem, match=r"needs fastexcel; expected pip install 'povrules\[files\]'"):
        read_register(schema, file)
