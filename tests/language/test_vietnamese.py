"""Errors in Vietnamese: every sentence people of an office meet is there, and no sentence is there that nobody says."""

from __future__ import annotations

import re
import unicodedata

import pytest

import povrules as pr
from povrules.cli import main
from povrules.facts.errors import FileProblem
from povrules.language.vietnamese import COLUMNS, TABLE, in_vietnamese
from tests.support.messages import raised

MET = ("FileProblem", "MappingProblem", "CoverageError", "NoProgramme")
OF_THE_SYSTEM = {"Permission denied", "No such file or directory", "No space left on device", "Is a directory"}
SAID_BY_OTHERS = OF_THE_SYSTEM | {"the disk may be full"}
NO_WORDS = {"{}: {}", "{} to {}", "{}[{}]", "pip install 'povrules[files]'", "pip install 'povrules[survey]'"}


def test_every_sentence_of_files_columns_days_and_programmes_has_its_vietnamese() -> None:
    said = set().union(*raised(*MET).values())
    missing = sorted(said - TABLE.keys() - NO_WORDS)
    assert not missing, f"no Vietnamese in povrules/language/vietnamese.py for: {missing}"


def test_every_sentence_of_the_table_is_said_somewhere() -> None:
    said = set().union(*raised(*MET, "PovrulesError", "PluginProblem").values())
    values = {key for key in COLUMNS if "{}" not in key and " " not in key}
    assert sorted(TABLE.keys() - said - SAID_BY_OTHERS - values) == []


def test_both_sides_have_the_same_values_and_the_right_letters() -> None:
    for english, vietnamese in TABLE.items():
        assert english.count("{}") == vietnamese.count("{}"), english
        assert unicodedata.is_normalized("NFC", vietnamese)
        if "{X" not in english:
            assert not re.search(r"\b(the|is|not|no|in a|cannot)\b", vietnamese), vietnamese


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("ho.csv: no such file", "ho.csv: không có tệp này"),
        ("a: b: cannot be read: Permission denied", "a: b: không đọc được: không có quyền"),
        ("today, 2035-01-01 is outside the days that vn.poverty covers",
         "hôm nay, 2035-01-01 nằm ngoài thời gian mà vn.poverty bao quát"),
        ("column 'Nước' is not in the table of households", "không có cột 'Nước' trong bảng hộ"),
        ("2016-01-05 to 2030-12-31", "2016-01-05 đến 2030-12-31"),
        ("something new", "something new"),
    ],
)  # fmt: skip
def test_sentences(english: str, vietnamese: str) -> None:
    assert in_vietnamese(english) == vietnamese


def test_an_error_says_all_of_it() -> None:
    problem = FileProblem("x.doc: cannot tell what kind of table to write", expected=".csv, .xlsx", closest=".docx")
    assert problem.said("vi") == "x.doc: không biết phải ghi loại bảng nào; cần .csv, .xlsx; có phải '.docx' không?"
    assert str(problem) == problem.said("en")


@pytest.mark.parametrize(
    ("wrong", "vietnamese"),
    [
        ({"on": "1999-01-01"}, "1999-01-01 nằm ngoài thời gian mà vn.poverty_standard bao quát; cần 20"),
        ({"on": "soon"}, "on='soon' không phải là ngày; cần ngày, hoặc chữ như '2024-10-01'"),
        ({"on": "2024-10-01", "place": "Atlantis"}, "không có địa phương 'Atlantis'; cần 'vn' hoặc mã tỉnh như '60'"),
    ],
)
def test_law_that_cannot_be_loaded(wrong: dict[str, str], vietnamese: str) -> None:
    with pytest.raises(pr.PovrulesError) as caught:
        pr.load_policy(**wrong)
    assert caught.value.said("vi").startswith(vietnamese)


def test_facts_and_names() -> None:
    law = pr.load_policy(on="2024-10-01")
    with pytest.raises(pr.PovrulesError) as caught:
        law.assess({"aera": "rural", "floor_area": -1})
    assert caught.value.said("vi") == (
        "2 dữ kiện không dùng được: aera: không có dữ kiện tên này; có phải 'area' không?; "
        "floor_area: phải từ 0 đến 100000"
    )
    with pytest.raises(pr.PovrulesError) as caught:
        _ = law.assess({}).programmes["electricity_suport"]
    assert caught.value.said("vi") == (
        "không có chương trình 'electricity_suport'; có phải 'electricity_support' không?"
    )


def test_the_command_speaks_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "nowhere.xlsx", "-o", "out", "--on", "2024-10-01", "--lang", "vi"]) == 2
    assert "lỗi: nowhere.xlsx: không có tệp này" in capsys.readouterr().err
