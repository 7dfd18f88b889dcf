"""`povrules assess`: what is written, what is said, and what happens when it cannot be done."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from povrules.commands import register as arguments
from tests.cli.conftest import Command, Said

ON = ("--on", "2024-10-01")


def read(file: Path) -> pl.DataFrame:
    return pl.read_csv(file, infer_schema_length=0)


def refused(said: Said, *parts: str) -> None:
    """One clear line and exit code 2."""
    assert said.code == 2
    assert said.err.startswith("povrules: ")
    assert said.err.count("\n") == 1
    for part in parts:
        assert part in said.err


def lines(said: Said) -> dict[str, list[str]]:
    """The last words of each line by the first ones: enough to look up a row of a table."""
    rows = (line.split("  ") for line in said.out.splitlines() if line.startswith("  "))
    return {cells[0]: cells[1:] for cells in ([c.strip() for c in row if c.strip()] for row in rows) if cells}


def test_a_register_into_a_folder(povrules: Command, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    said = povrules("assess", register, "-o", out, *ON)
    assert (said.code, said.err) == (0, "")
    households = read(out / "households.csv")
    assert households["household_id"].to_list() == ["H1", "H2", "H3", "H4", "H5", "H6"]
    assert households["poverty_class"].to_list() == ["poor", "near_poor", "average", "above", None, "near_poor"]
    assert households["poverty_class_possible"].to_list()[4] == "poor|near_poor"
    assert households["Ghi chú"].to_list() == ["x"] * 6
    assert read(out / "persons.csv")["person_id"].to_list() == ["P1", "P2"]
    rejects = read(out / "rejects.csv")
    assert rejects["code"].to_list() == ["unknown_member", "duplicate_household", "person_without_household"]
    assert rejects["row"].to_list() == ["8", "9", "4"]


def test_the_class_alone(povrules: Command, register: Path, tmp_path: Path) -> None:
    everything, alone = tmp_path / "everything", tmp_path / "alone"
    whole = povrules("assess", register, "-o", everything, *ON)
    said = povrules("assess", register, "-o", alone, *ON, "--class-only")
    assert (said.code, said.err) == (0, "")
    assert said.out.replace(str(alone), str(everything)) == whole.out
    found, expected = read(alone / "households.csv"), read(everything / "households.csv")
    assert not [name for name in found.columns if "credit" in name]
    assert found.equals(expected.select(found.columns))


def test_the_summary_adds_up(povrules: Command, register: Path, tmp_path: Path) -> None:
    said = povrules("assess", register, "-o", tmp_path / "out", *ON)
    found = lines(said)
    assert found["households"] == ["8", "6", "2"]
    assert found["persons"] == ["3", "2", "1"]
    assert found["poor household"] == ["1", "16.67%", "33.33%"]
    assert found["near-poor household"] == ["2", "33.33%", "50.00%"]
    assert found["household with average living standard"] == ["1", "16.67%", "16.67%"]
    assert found["undetermined"] == ["1", "16.67%"]
    assert found["for lack of facts"] == ["1", "16.67%"]
    assert found["Deprived: employment"] == ["4", "66.67%", "0"]
    deprived = [line for line in said.out.splitlines() if line.startswith("  Deprived: ")]
    assert len(deprived) == 10
    assert (
        "Warnings: 1\n  households, «Thu nhập bình quân đầu người»: negative income: accepted (1 rows: 7)" in said.out
    )
    assert "Shares are of the 6 households used." in said.out
    for file in ("households.csv", "persons.csv", "rejects.csv"):
        assert str(tmp_path / "out" / file) in said.out


def test_the_guessed_columns_are_shown(povrules: Command, register: Path, tmp_path: Path) -> None:
    said = povrules("assess", register, "-o", tmp_path / "out", *ON)
    shown = [line.split() for line in said.out.splitlines()]
    assert ["households", "Khu", "vực", "area", "Area"] in shown
    assert ["persons", "Năm", "sinh", "birth_year", "Date", "of", "birth"] in shown
    assert "not read, carried along: Ghi chú" in said.out


def test_in_vietnamese(povrules: Command, register: Path, tmp_path: Path) -> None:
    said = povrules("assess", register, "-o", tmp_path / "out", "--on", "01/10/2024", "--place", "60", "--lang", "vi")
    assert "Chuẩn áp dụng: ngày 01/10/2024, Bình Thuận (60); dữ kiện ngày 01/10/2024" in said.out
    found = lines(said)
    assert found["hộ"] == ["8", "6", "2"]
    assert found["hộ cận nghèo"] == ["2", "33,33 %", "50,00 %"]
    assert found["Thiếu hụt việc làm"] == ["4", "66,67 %", "0"]
    assert "hộ, «Thu nhập bình quân đầu người»: thu nhập âm: được chấp nhận (1 dòng: 7)" in said.out


@pytest.mark.parametrize(("name", "rejects"), [("x.xlsx", "x_rejects.xlsx"), ("x.parquet", "x_rejects.csv")])
def test_a_file_says_the_kind_of_table(
    povrules: Command, register: Path, tmp_path: Path, name: str, rejects: str
) -> None:
    said = povrules("assess", register, "-o", tmp_path / "out" / name, *ON)
    assert said.code == 0
    written = {p.name for p in (tmp_path / "out").iterdir()}
    assert written == {name, name.replace("x.", "x_persons."), rejects}


def test_without_rejects_there_is_no_rejects_file(povrules: Command, register: Path, tmp_path: Path) -> None:
    good = register.read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "good.csv").write_text("\n".join(good), encoding="utf-8")
    said = povrules("assess", tmp_path / "good.csv", "-o", tmp_path / "out", *ON)
    assert said.code == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["households.csv"]
    assert lines(said)["persons"] == ["0", "0", "0"]


def test_files_of_an_earlier_run_do_not_pass_for_this_one(povrules: Command, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    povrules("assess", register, "-o", out, *ON)
    good = register.read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "good.csv").write_text("\n".join(good), encoding="utf-8")
    said = povrules("assess", tmp_path / "good.csv", "-o", out, *ON)
    assert read(out / "rejects.csv").height == 0
    assert f"{out / 'persons.csv'} is of an earlier run" in said.out


def test_by_points(povrules: Command, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("household_id,area,score_a,score_b\nH1,urban,175,30\nH2,urban,176,30\n", encoding="utf-8")
    povrules("assess", file, "-o", tmp_path / "a.csv", *ON)
    assert read(tmp_path / "a.csv")["poverty_class"].to_list() == ["poor", None]
    said = povrules("assess", file, "-o", tmp_path / "a.csv", *ON, "--method", "income")
    assert read(tmp_path / "a.csv")["poverty_class"].to_list() == [None, None]
    assert "method: income" in said.out


def test_mapping_locale_and_day_of_the_facts(povrules: Command, tmp_path: Path) -> None:
    file, mapping = tmp_path / "h.csv", tmp_path / "m.yaml"
    file.write_text("household_id,area,Tiền,water\nH1,rural,1.234,x\n", encoding="utf-8")
    refused(povrules("assess", file, "-o", tmp_path / "a.csv", *ON), "bare indicator")
    mapping.write_text(
        "households: {columns: {Tiền: {fact: income_per_capita, scale: 1000}, water: {polarity: has}}}",
        encoding="utf-8",
    )
    said = povrules(
        "assess", file, "-o", tmp_path / "a.csv", *ON, "--mapping", mapping, "--locale", "vi",
        "--observed-on", "2024-09-01",
    )  # fmt: skip
    assert said.code == 0
    assert "facts of 2024-09-01" in said.out
    assert "yes = has" in said.out
    assert "times 1,000" in said.out
    frame = read(tmp_path / "a.csv")
    assert frame["income_per_capita"].to_list() == ["1234000"]
    assert frame["deprived_water"].to_list() == ["false"]


class FixedDay(date):
    @classmethod
    def today(cls) -> date:
        return date(2024, 10, 1)


class LateDay(date):
    @classmethod
    def today(cls) -> date:
        return date(2199, 1, 1)


def test_the_day_is_today_when_none_is_named(
    povrules: Command, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arguments, "date", FixedDay)
    assert "Standard: 2024-10-01" in povrules("assess", register, "-o", tmp_path / "out").out
    monkeypatch.setattr(arguments, "date", LateDay)
    refused(povrules("assess", register, "-o", tmp_path / "out"), "2199-01-01", "--on with a day from 2016-01-05")


# what cannot be done -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (None, "no such file"),
        (b"PK\x03\x04 not a workbook", "cannot be read as a workbook"),
        (b"", "cannot be read as a workbook"),
    ],
)
def test_a_workbook_that_cannot_be_read(povrules: Command, tmp_path: Path, content: bytes | None, part: str) -> None:
    file = tmp_path / "r.xlsx"
    if content is not None:
        file.write_bytes(content)
    refused(povrules("assess", file, "-o", tmp_path / "out", *ON), "r.xlsx", part)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["-o", "OUT/a.xls"], "did you mean '.xlsx'"),
        (["-o", "OUT/a.csv", "--on", "1999-01-01"], "2016-01-05 to 2030-12-31"),
        (["-o", "OUT/a.csv", "--on", "soon"], "'soon' is not a day"),
        (["-o", "OUT/a.csv", "--on", "2024"], "'2024' is not a day"),
        (["-o", "OUT/a.csv", "--place", "Binh Thuan"], "did you mean '60'"),
        (["-o", "OUT/a.csv", "--method", "dice"], "invalid choice: 'dice'"),
        (["-o", "OUT/a.csv", "--mapping", "none.yaml"], "none.yaml"),
        ([], "-o/--out"),
    ],
)
def test_arguments_that_make_no_sense(
    povrules: Command, register: Path, tmp_path: Path, words: list[str], part: str
) -> None:
    before = sorted(tmp_path.iterdir())
    filled = [word.replace("OUT", str(tmp_path)) for word in words]
    refused(povrules("assess", register, *filled), part)
    assert sorted(tmp_path.iterdir()) == before


def test_the_register_itself_is_never_written_over(povrules: Command, register: Path, tmp_path: Path) -> None:
    before = register.read_bytes()
    refused(povrules("assess", register, "-o", register, *ON), "is read as the register")
    link = tmp_path / "link.csv"
    link.symlink_to(register)
    refused(povrules("assess", register, "-o", link, *ON), "is read as the register")
    # The persons beside a file named like theirs would go the same way.
    refused(povrules("assess", register, "-o", tmp_path / "r.csv", *ON), "r_persons.csv", "is read as the register")
    assert register.read_bytes() == before


def test_a_folder_without_permission(
    povrules: Command, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    refused(povrules("assess", register, "-o", tmp_path / "x" / "a.csv", *ON), "Permission denied")
    assert not (tmp_path / "x").exists()


def test_a_workbook_without_xlsxwriter_is_refused_before_any_work(
    povrules: Command, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    said = povrules("assess", register, "-o", tmp_path / "a.xlsx", *ON)
    refused(said, "needs xlsxwriter")
    assert said.out == ""


def test_a_file_where_a_folder_should_be(povrules: Command, register: Path, tmp_path: Path) -> None:
    refused(povrules("assess", register, "-o", register / "a.csv", *ON), "is not a folder")
    refused(povrules("assess", register, "-o", "/dev/full", *ON), "/dev/full", "is not a folder")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_disk_that_is_full_leaves_everything_as_it_was(
    process: Command, register: Path, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    old = out / f"a.{ending}"
    old.write_text("old")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))"
    said = process("assess", register, "-o", old, *ON, before=limit)
    refused(said, f"a.{ending}: cannot be written: File too large")
    assert {p.name: p.read_text() for p in out.iterdir()} == {old.name: "old"}


def test_when_the_second_file_does_not_fit_the_first_is_not_new(
    povrules: Command, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "a_rejects.csv").mkdir(parents=True)
    (out / "a.csv").write_text("old")
    refused(povrules("assess", register, "-o", out / "a.csv", *ON), "a_rejects.csv", "Is a directory")
    assert sorted(p.name for p in out.iterdir()) == ["a.csv", "a_rejects.csv"]
    assert (out / "a.csv").read_text() == "old"


# the progress bar ----------------------------------------------------------------------------------------------------


def test_no_bar_and_no_colour_in_a_pipe(process: Command, register: Path, tmp_path: Path) -> None:
    said = process("assess", register, "-o", tmp_path / "out", *ON)
    assert (said.code, said.err) == (0, "")
    assert "\x1b" not in said.out
    assert "\r" not in said.out


def test_without_tqdm_it_works_and_shows_none(
    povrules: Command, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    said = povrules("assess", register, "-o", tmp_path / "out", *ON)
    assert (said.code, said.err) == (0, "")


def test_a_bar_on_a_terminal(register: Path, tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    pid, terminal = pty.fork()
    if pid == 0:  # the command, at a terminal of 100 columns
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        words = ["assess", str(register), "-o", str(tmp_path / "out"), *ON, "--lang", "vi"]
        os.execv(sys.executable, [sys.executable, "-m", "povrules", *words])
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert "phân loại:   0%|" in shown.decode()
    assert "0/6 [" in shown.decode()
