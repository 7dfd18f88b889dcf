"""Tables written for Stata and SPSS, and read back: by their own library and by ours."""

from __future__ import annotations

import resource
import signal
from datetime import date, timedelta
from decimal import Decimal
from math import inf
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

import povrules as pr
from povrules.facts.errors import FileProblem
from povrules.facts.write_survey import KINDS, survey_table
from povrules.facts.writing import write_table

ENDINGS = sorted(KINDS)
FRAME = pl.DataFrame(
    {
        "household_id": ["0017", "0018", "0019"],
        "poverty_class": ["poor", None, "near_poor"],
        "credit.rate": pl.Series([Decimal("6.24"), None, Decimal("3.12")], dtype=pl.Decimal(10, 2)),
        "income": pl.Series([1_450_000, None, 2**53 - 1], dtype=pl.Int64),
        "huge": pl.Series([2**53, 1, None], dtype=pl.Int64),
        "deprived_water": [True, False, None],
        "born": [date(1980, 2, 29), None, date(2024, 1, 1)],
        "Tên chủ hộ": ["Nguyễn Thị Ở", "Đặng Văn Ẩn", None],
        "missing": [["area", "income"], [], None],
    }
)


def read(path: Path) -> tuple[pl.DataFrame, object]:
    of = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
    return of(str(path), output_format="polars")  # type: ignore[no-any-return]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_by_the_library_of_these_files(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"decided{ending}"
    write_table(FRAME, path)
    found, meta = read(path)
    assert meta.column_labels == FRAME.columns  # type: ignore[attr-defined]
    dot = "_" if ending == ".dta" else "."
    assert found.columns[:6] == [
        "household_id",
        "poverty_class",
        f"credit{dot}rate",
        "income",
        "huge",
        "deprived_water",
    ]
    rows = [tuple(None if cell == "" else cell for cell in row) for row in found.rows()]
    assert rows == [
        ("0017", "poor", "6.24", 1_450_000, str(2**53), 1, date(1980, 2, 29), "Nguyễn Thị Ở", "area; income"),
        ("0018", None, None, None, "1", 0, None, "Đặng Văn Ẩn", None),
        ("0019", "near_poor", "3.12", 2**53 - 1, None, None, date(2024, 1, 1), None, None),
    ]
    assert meta.variable_value_labels == {"deprived_water": {0: "no", 1: "yes"}}  # type: ignore[attr-defined]


def test_names_are_allowed_ones_and_differ() -> None:
    names = ["a.b", "a_b", "A.B", "1st", "Nước", "x" * 40, "x" * 41]
    table, labels, _ = survey_table(pl.DataFrame({name: [1] for name in names}), Path("x.dta"))
    assert table.columns == ["a_b", "a_b_2", "A_B_3", "v1st", "N__c", "x" * 32, f"{'x' * 30}_2"]
    assert list(labels.values()) == names


def test_a_text_that_is_too_long_is_told_before_anything_is_written(tmp_path: Path) -> None:
    frame = pl.DataFrame({"reason": ["đ" * 1023]})
    with pytest.raises(FileProblem) as problem:
        write_table(frame, tmp_path / "x.dta")
    assert "'reason'" in str(problem.value)
    assert "2045" in str(problem.value)
    assert "Stata" in problem.value.said("vi")
    assert list(tmp_path.iterdir()) == []
    write_table(frame, tmp_path / "x.sav")
    write_table(pl.DataFrame({"reason": ["đ" * 1022]}), tmp_path / "x.dta")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_register_goes_from_survey_to_survey(tmp_path: Path, ending: str) -> None:
    given = pl.DataFrame(
        {
            "household_id": ["1", "2", "3"],
            "area": ["rural", "urban", "rural"],
            "income_per_capita": [1_500_000, 2_000_001, None],
            "deprived_employment": [True, False, None],
        }
    )
    write_table(given, tmp_path / f"households{ending}")
    policy = pr.load_policy(on="2024-10-01")
    out = tmp_path / f"decided{ending}"
    done = policy.evaluate_file(
        tmp_path / f"households{ending}", out, None, tmp_path / f"rejects{ending}", outputs=["poverty_class"]
    )
    assert done.used.households == 3
    expected = policy.evaluate(given, outputs=["poverty_class"]).households["poverty_class"].to_list()
    assert [cell or None for cell in read(out)[0]["poverty_class"].to_list()] == expected
    assert expected.count("average") == 1


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_full_disk_is_noticed_wherever_it_ends(tmp_path: Path, ending: str, share: float) -> None:
    frame = pl.DataFrame({"id": range(2000), "text": [f"chữ {i}" for i in range(2000)]})
    whole = tmp_path / f"x{ending}"
    write_table(frame, whole)
    limit = int(whole.stat().st_size * share)
    whole.unlink()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(FileProblem, match="cannot be written"):
            write_table(frame, whole)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_headers_come_back_as_they_were(tmp_path: Path, ending: str) -> None:
    headers = [
        "household_id", "dân tộc", "in", "with", "to", "a.b.", "deprived_health_insurance_possible",
        "deprived_health_insurance_possible_too", "Ghi chú: thu nhập của hộ trong 12 tháng qua",
    ]  # fmt: skip
    frame = pl.DataFrame({name: ["1", "2"] for name in headers})
    write_table(frame, tmp_path / f"ho{ending}")
    register = pr.read_register(tmp_path / f"ho{ending}")
    assert [column.name for column in register.mapping.households.columns] == headers


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_no_such_file_holds_is_written_as_text_or_told(tmp_path: Path, ending: str) -> None:
    header = "Ghi chú: thu nhập của hộ trong 12 tháng qua (gồm tiền công, tiền lương, trồng trọt, chăn nuôi)"
    frame = pl.DataFrame({header: ["a"], "x": [inf], "ratio": [0.5], "d": [timedelta(days=1)], "strL": [1]})
    write_table(frame, tmp_path / f"x{ending}")
    found, meta = read(tmp_path / f"x{ending}")
    assert found.rows() == [("a", "inf", 0.5, "P1D", 1)]
    assert meta.column_labels[0] == header[:80]  # type: ignore[attr-defined]
    things = pl.DataFrame({"x": pl.Series([object()], dtype=pl.Object)})
    with pytest.raises(FileProblem, match="column 'x' holds Object"):
        write_table(things, tmp_path / f"y{ending}")
    with pytest.raises(FileProblem, match="without columns"):
        write_table(pl.DataFrame(), tmp_path / f"y{ending}")
