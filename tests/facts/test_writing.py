from __future__ import annotations

import errno
import sys
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from povrules.facts import writing
from povrules.facts.errors import FileProblem
from povrules.facts.reasons import MISSING_ID
from povrules.facts.rejects import Reject, write_rejects
from povrules.facts.writing import atomic_write, write_table, write_tables

FRAME = pl.DataFrame(
    {
        "Mã hộ": ["00100001", "=1+1"],
        "n": [1_200_000, None],
        "big": [10**16, 1],
        "f": [1.5, float("inf")],
        "ngày": [date(2022, 10, 31), None],
        "có": [True, False],
        "possible": [["poor", "near_poor"], []],
    }
)


def full(path: Path) -> None:
    path.write_text("half")
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    with pytest.raises(FileProblem, match=r"out.csv: cannot be written: No space left on device"):
        atomic_write(target, full)
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]
    assert target.read_text() == "old"


def test_any_other_failure_cleans_up_too(tmp_path: Path) -> None:
    def broken(path: Path) -> None:
        path.write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        atomic_write(tmp_path / "out.csv", broken)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_refused_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileProblem, match="No such file or directory"):
        write_table(FRAME, tmp_path / "none" / "out.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileProblem, match="Is a directory"):
        write_table(FRAME, tmp_path / "folder.csv")

    def refused(*args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(FileProblem, match="Permission denied"):
        write_table(FRAME, tmp_path / "out.csv")


def test_csv_opens_right_in_excel(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    write_table(FRAME, file)
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Mã hộ,n,big,f,ngày,có,possible"
    assert lines[1] == "00100001,1200000,10000000000000000,1.5,2022-10-31,true,poor; near_poor"


def test_a_workbook_keeps_texts_as_texts(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    write_table(FRAME, file)
    cells = fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_polars()
    assert cells["Mã hộ"].to_list() == ["00100001", "=1+1"]
    assert cells["big"].to_list() == ["10000000000000000", "1"]
    assert cells["ngày"].to_list() == ["2022-10-31 00:00:00", None]
    assert cells["f"].to_list() == ["1.5", "inf"]


def test_parquet_keeps_types(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet").equals(FRAME)


def test_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileProblem, match=r"did you mean '.xlsx'"):
        write_table(FRAME, tmp_path / "out.xls")
    monkeypatch.setattr(writing, "SHEET_ROWS", 2)
    with pytest.raises(FileProblem, match="do not fit in a sheet"):
        write_table(FRAME, tmp_path / "out.xlsx")
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(FileProblem, match="needs xlsxwriter"):
        write_table(FRAME, tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_on_a_full_disk_nothing_is_left(tmp_path: Path, ending: str) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, before[1]))
    try:
        with pytest.raises(FileProblem, match=f"out.{ending}: cannot be written: File too large"):
            write_table(FRAME, tmp_path / f"out.{ending}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_tables_that_belong_together_are_written_all_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    write_tables([(FRAME, first), (FRAME, second)])
    assert first.read_bytes() == second.read_bytes()
    first.write_text("old")
    with pytest.raises(FileProblem, match="No such file or directory"):
        write_tables([(FRAME, first), (FRAME, tmp_path / "none" / "b.csv")])
    with pytest.raises(FileProblem, match=r"did you mean '.xlsx'"):
        write_tables([(FRAME, first), (FRAME, tmp_path / "b.xls")])
    assert first.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_the_mode_of_a_replaced_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("old")
    file.chmod(0o640)
    write_table(FRAME, file)
    assert file.stat().st_mode & 0o777 == 0o640


def test_the_rejects_file(tmp_path: Path) -> None:
    write_rejects([Reject("households", 7, None, "Mã hộ", None, MISSING_ID)], tmp_path / "rejects.csv")
    text = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1] == "households,7,,Mã hộ,,missing_id,không có mã hộ,a household without id"
