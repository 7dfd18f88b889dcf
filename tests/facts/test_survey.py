"""Files of Stata and SPSS: labels become words, user-missing codes become unknown, old encodings are converted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyreadstat
import pytest

import povrules as pr
from povrules.cli import main
from povrules.facts.errors import FileProblem, MappingProblem
from tests.support.vietnamese_bytes import cp1258, tcvn3

LABELS = {
    "q1": "Mã hộ",
    "q2": "Khu vực",
    "q3": "Thu nhập bình quân đầu người",
    "q4": "Nguồn nước sinh hoạt",
    "q5": "Ti vi",
    "q6": "Dân tộc chủ hộ",
    "ghichu": "Ghi chú",
    "ngay": "Ngày",
}
VALUES: dict[str, dict[Any, str]] = {
    "q1": {11: "hộ thử"},
    "q2": {1: "Nông thôn", 2: "Thành thị"},
    "q3": {-8: "Không biết", 2_000_000: "hai triệu"},
    "q4": {1: "1. Nước máy", 2: "2. Giếng khoan", 9: "Không trả lời"},
    "q5": {1: "Có", 2: "Không"},
    "ghichu": {1: "đã thăm"},
}
MISSING = {"q3": [-9], "q4": [9], "q5": [{"lo": 7, "hi": 9}]}
DAYS = [date(2020, 5, 1), None, date(2021, 1, 31), None]
COLUMNS: dict[str, list[Any]] = {
    "q1": [11, 12, 13, 14],
    "q2": [1, 2, 1, 1],
    "q3": [1_500_000, -8, -9, 2_000_000],
    "q4": [1, 2, 9, 1],
    "q5": [1, 2, None, 8],
    "q6": [1, 2, 1, 1],
    "ghichu": [1, 3, None, 1],
    "ngay": DAYS,
}
MAPPING = {"households": {"columns": {"Nguồn nước sinh hoạt": "water_source", "q6": None}}}


def write_sav(path: Path) -> None:
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in COLUMNS.items()})
    for name in set(COLUMNS) - {"ngay"}:
        frame[name] = frame[name].astype(float)
    pyreadstat.write_sav(frame, path, column_labels=LABELS, variable_value_labels=VALUES, missing_ranges=MISSING)


def write_dta(path: Path) -> None:
    letters = {"q3": {-9: "a"}, "q4": {9: "b"}, "q5": {8: "c"}}
    frame = pd.DataFrame(
        {
            name: pd.Series([letters.get(name, {}).get(cell, cell) for cell in cells], dtype=object)
            for name, cells in COLUMNS.items()
        }
    )
    missing = {name: list(codes.values()) for name, codes in letters.items()}
    values = {name: {k: v for k, v in labels.items() if k != 9} for name, labels in VALUES.items()}
    pyreadstat.write_dta(
        frame, path, column_labels=LABELS, variable_value_labels=values, missing_user_values=missing, version=15
    )


WRITERS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    ".sav": (write_sav, ("-9", "9", "8")),
    ".zsav": (write_sav, ("-9", "9", "8")),
    ".dta": (write_dta, ("a", "b", "c")),
}


def facts(register: pr.Register, name: str) -> list[Any]:
    return [household[name] for household in register.checked.household_facts()]


@pytest.mark.parametrize("ending", WRITERS)
def test_labels_are_headers_and_words_and_missing_codes_are_unknown(tmp_path: Path, ending: str) -> None:
    write, codes = WRITERS[ending]
    path = tmp_path / f"r_households{ending}"
    write(path)
    found = pr.read_register(path, mapping=MAPPING)
    assert found.used.households == 4
    assert facts(found, "household_id") == ["11", "12", "13", "14"]
    assert facts(found, "area") == ["rural", "urban", "rural", "rural"]
    assert facts(found, "income_per_capita") == [1_500_000, None, None, 2_000_000]
    assert facts(found, "water_source") == ["piped", "borehole", None, "piped"]
    assert facts(found, "has_tv") == [True, False, None, None]
    told = [(w.table, w.column, w.reason.code, w.reason.count, w.reason.example) for w in found.warnings]
    columns = ("Thu nhập bình quân đầu người", "Nguồn nước sinh hoạt", "Ti vi")
    expected = [("households", name, "user_missing", 1, code) for name, code in zip(columns, codes, strict=True)]
    assert told == expected
    extras = found.checked.extra_households
    assert extras["Ghi chú"].to_list() == ["đã thăm", "3", None, "đã thăm"]
    assert extras["q6"].to_list() == [1, 2, 1, 1]
    assert extras["ngay"].to_list() == DAYS


@pytest.mark.parametrize(
    "ending", [".sav", *(pytest.param(ending, marks=pytest.mark.big) for ending in (".zsav", ".dta"))]
)
def test_a_pair_goes_from_files_to_files_and_through_the_command(
    tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write, _ = WRITERS[ending]
    write(tmp_path / f"r_households{ending}")
    persons = pd.DataFrame({"hh": ["11", "11", "99"], "ns": [date(1980, 5, 1), None, date(1990, 1, 1)]})
    labels = {"hh": "Mã hộ", "ns": "Ngày sinh"}
    writer = pyreadstat.write_dta if ending == ".dta" else pyreadstat.write_sav
    writer(persons, tmp_path / f"r_persons{ending}", column_labels=labels)
    policy = pr.load_policy(on="2024-10-01")
    register = tmp_path / f"r_households{ending}"
    files = [tmp_path / f"{name}.parquet" for name in "abc"]
    done = policy.evaluate_file(register, *files, mapping=MAPPING, chunk=2, outputs=["poverty_class"])
    assert (done.used.households, done.used.persons) == (4, 2)
    assert done.rejects["code"].to_list() == ["person_without_household"]
    assert [w.reason.count for w in done.warnings if w.reason.code == "user_missing"] == [1, 1, 1]
    whole = policy.evaluate(pr.read_register(register, mapping=MAPPING), outputs=["poverty_class"])
    assert pl.read_parquet(files[0]).equals(whole.households)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("households: {columns: {q4: water_source, q6: null}}", encoding="utf-8")
    arguments = ["assess", str(register), "-o", str(tmp_path / "out.csv"), "--on", "2024-10-01"]
    assert main([*arguments, "--mapping", str(mapping), "--lang", "en", "--class-only"]) == 0
    assert "cells hold codes that the file declares to be missing" in capsys.readouterr().out


@pytest.mark.parametrize(("encoding", "encode"), [("tcvn3", tcvn3), ("cp1258", cp1258)])
@pytest.mark.parametrize("ending", [".dta", ".sav"])
def test_old_encodings_are_recognised_and_converted(
    tmp_path: Path, ending: str, encoding: str, encode: Callable[[str], bytes]
) -> None:
    words = ["thành thị", "nông thôn", "Hồng Sơn", "Bắc Bình", "Nguyễn Thị Hường", "Trần Đình Trọng"]
    marks = [f"{'ABCDEFGH'[i]}{'#' * (len(encode(word)) - 1)}" for i, word in enumerate(words)]
    frame = pl.DataFrame({"household_id": ["1", "2"], "area": marks[:2], "x": marks[2:4], "y": marks[4:]})
    path = tmp_path / f"r{ending}"
    if ending == ".dta":
        pyreadstat.write_dta(frame, path, version=12)
    else:
        pyreadstat.write_sav(frame, path)
    data = path.read_bytes()
    for mark, word in zip(marks, words, strict=True):
        assert data.count(mark.encode()) == 1
        data = data.replace(mark.encode(), encode(word))
    path.write_bytes(data)
    found = pr.read_register(path)
    assert facts(found, "area") == ["urban", "rural"]
    extras = found.checked.extra_households
    assert [word.lower() for name in "xy" for word in extras[name]] == [word.lower() for word in words[2:]]
    assert [w.reason.code for w in found.warnings] == ["recognised_encoding"]
    assert found.mapping.households.encoding == encoding
    stated = pr.read_register(path, mapping={"encoding": encoding})
    assert stated.warnings == ()
    assert stated.checked.households.equals(found.checked.households)


def test_text_that_was_stored_as_it_looked_is_converted_too(tmp_path: Path) -> None:
    shown = [tcvn3(word).decode("latin-1") for word in ("Huyện Bắc Bình", "Xã Hồng Sơn", "Chợ Lầu")]
    frame = pl.DataFrame({"household_id": ["1", "2", "3"], "x": shown})
    pyreadstat.write_sav(frame, tmp_path / "r.sav", column_labels={"household_id": "M· hé", "x": "Tªn x·"})
    found = pr.read_register(tmp_path / "r.sav")
    assert facts(found, "commune") == ["Huyện Bắc Bình", "Xã Hồng Sơn", "Chợ Lầu"]
    assert facts(found, "area") == [None, "rural", None]
    assert [w.reason.code for w in found.warnings] == ["recognised_encoding", "area_from_unit"]


def test_too_few_texts_to_tell_are_refused(tmp_path: Path) -> None:
    pyreadstat.write_dta(pl.DataFrame({"household_id": ["1"], "x": ["A#"]}), tmp_path / "r.dta", version=12)
    data = (tmp_path / "r.dta").read_bytes().replace(b"A#", "hé".encode("latin-1"))
    (tmp_path / "r.dta").write_bytes(data)
    with pytest.raises(FileProblem, match=r"too few to show.*encoding: cp1258 or tcvn3"):
        pr.read_register(tmp_path / "r.dta")
    stated = pr.read_register(tmp_path / "r.dta", mapping={"encoding": "tcvn3"})
    assert stated.checked.extra_households["x"].to_list() == ["hộ"]


def test_what_cannot_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, kind in (("a.dta", "Stata"), ("a.sav", "SPSS")):
        (tmp_path / name).write_bytes(b"nonsense" * 10)
        with pytest.raises(FileProblem, match=f"cannot be read as {kind}"):
            pr.read_register(tmp_path / name)
    with pytest.raises(FileProblem, match="no such file"):
        pr.read_register(tmp_path / "none.sav")
    write_sav(tmp_path / "b.sav")
    with pytest.raises(MappingProblem, match="'Thu nhập' is not in the table"):
        pr.read_register(tmp_path / "b.sav", mapping={"households": {"columns": {"Thu nhập": "income_total"}}})
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(FileProblem, match=r"needs pyreadstat.*pip install 'povrules\[survey\]'"):
        pr.read_register(tmp_path / "b.sav")
