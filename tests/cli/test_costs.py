"""`povrules assess --budget`: what the programmes cost, as a table and a file."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from tests.cli.conftest import Command

ON = ("--on", "2024-10-01")


def test_the_costs_of_a_register(povrules: Command, register: Path, tmp_path: Path) -> None:
    said = povrules("assess", register, "-o", tmp_path / "out", *ON, "--budget", "--lang", "vi")
    assert (said.code, said.err) == (0, "")
    table = said.out[said.out.index("Chi phí một tháng") : said.out.index("Đã ghi:")]
    # H1 is poor; H5 may be; the tax in the amount is not known, so that even one household costs between two amounts.
    line = next(line for line in table.splitlines() if line.startswith("    Hỗ trợ tiền điện "))
    assert re.fullmatch(r" +Hỗ trợ tiền điện +1 hộ +\d hộ +58\.514,4 đ +[\d.,]+ đ", line), line
    assert "  Ngân sách nhà nước" in table
    assert "Chi trả một lần" in table
    lines = [line for line in table.split("\n\n")[0].splitlines() if line.endswith("đ")]
    assert len({len(line) for line in lines}) == 1
    costs = pl.read_csv(tmp_path / "out" / "budget.csv")
    assert {"electricity_support", "health_insurance"} <= set(costs["programme"])
    assert f"  {tmp_path / 'out' / 'budget.csv'}: chi phí các chương trình" in said.out


def test_by_class_and_by_a_column_that_is_not_there(povrules: Command, register: Path, tmp_path: Path) -> None:
    said = povrules("assess", register, "-o", tmp_path / "r.xlsx", *ON, "--budget", "class")
    assert re.search(r"Electricity support +poor household +1 households +1 households +58,514\.4 VND", said.out)
    assert re.search(r"Electricity support +not known ", said.out)
    assert (tmp_path / "r_budget.xlsx").exists()
    wrong = povrules("assess", register, "-o", tmp_path / "x.csv", *ON, "--budget", "clas")
    assert (wrong.code, wrong.out.count("Written")) == (2, 0)
    assert "did you mean 'class'?" in wrong.err
    assert not (tmp_path / "x.csv").exists()


def test_a_budget_of_an_earlier_run_is_named(povrules: Command, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    povrules("assess", register, "-o", out, *ON, "--budget")
    said = povrules("assess", register, "-o", out, *ON)
    assert f"{out / 'budget.csv'} is of an earlier run" in said.out
    assert "Costs of a month" not in said.out


def test_a_day_without_programmes(povrules: Command, register: Path, tmp_path: Path) -> None:
    said = povrules("assess", register, "-o", tmp_path / "out", "--on", "2018-06-30", "--budget")
    assert said.code == 0
    assert "No programme of this day has costs." in said.out
