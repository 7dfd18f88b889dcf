"""`povrules explain`: one household, in three forms, and what it says of one that is not there."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from povrules.commands import explain
from povrules.facts.checking import check_register
from tests.cli.conftest import Command

ON = ("--on", "2024-10-01")


def test_a_household_as_text(povrules: Command, register: Path) -> None:
    said = povrules("explain", register, "--household", "H1", *ON)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Household H1\n\nClass of the household: poor household\n")
    assert "1,500,000 VND/person/month" in said.out
    assert "Article 3.2.a" in said.out
    assert "Decree 07/2021/NĐ-CP" in said.out
    assert "Next question" not in said.out


def test_in_vietnamese_as_a_tree_not_too_deep(povrules: Command, register: Path) -> None:
    said = povrules("explain", register, "--household", "H1", *ON, "--format", "tree", "--depth", "1", "--lang", "vi")
    assert said.out.startswith("Hộ H1\n\nPhân loại hộ: hộ nghèo\n")
    assert "└─ phân loại theo thu nhập và thiếu hụt: hộ nghèo" in said.out
    assert "hàng 1" not in said.out


def test_an_undetermined_household_says_what_to_ask(povrules: Command, register: Path) -> None:
    said = povrules("explain", register, "--household", "H5", *ON, "--lang", "vi")
    assert "chưa xác định, có thể là hộ nghèo hoặc hộ cận nghèo" in said.out
    names = "deprived_nutrition, deprived_health_insurance, deprived_adult_education"
    assert f"Dữ kiện còn thiếu: {names}" in said.out
    assert said.out.endswith("Câu hỏi tiếp theo: Hộ có trẻ em suy dinh dưỡng không?\n")


def test_the_members_and_what_is_decided_about_them(povrules: Command, register: Path) -> None:
    said = povrules("explain", register, "--household", "H1", "--on", "2026-06-30")
    members = said.out[said.out.index("Members:") :].splitlines()
    assert members[1] == "  member 1: aged 45 or 46; low-income worker: no"
    assert members[2].startswith("  member 2: aged 17 or 18; ")
    before_the_decree = povrules("explain", register, "--household", "H1", *ON)
    assert "low-income worker" not in before_the_decree.out


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("deprived_water", "Deprived: water: no"),
        ("members[1].age", "Member 2 – age: undetermined"),
        ("low_income_worker", "Member 2 – low-income worker: "),
    ],
)
def test_something_else_than_the_class(povrules: Command, register: Path, what: str, title: str) -> None:
    said = povrules("explain", register, "--household", "H1", "--on", "2026-06-30", "--what", what)
    assert said.code == 0
    assert title in said.out


class Balanced(HTMLParser):
    """Counts open elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_of_its_own(povrules: Command, register: Path) -> None:
    said = povrules("explain", register, "--household", "H1", *ON, "--format", "html", "--lang", "vi")
    assert said.out.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert '<meta charset="utf-8">' in said.out
    assert "<script" not in said.out
    assert "<li>thành viên thứ 1: 43 hoặc 44 tuổi</li>" in said.out
    page = Balanced()
    page.feed(said.out)
    assert page.open == []


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--household", "H10"], "no household 'H10' in this register; expected one such as 'H1'"),
        (["--household", "000H1"], "expected one such as 'H1'"),
        (["--household", "zzzz"], "no household 'zzzz' in this register"),
        (["--household", "H7"], "household 'H7' cannot be used: households, row 8, column 'Khu vực'"),
        (["--household", "H1", "--what", "deprived_wter"], "did you mean 'deprived_water'"),
        (["--household", "H1", "--what", "members[2].age"], "expected members[0] to members[1]"),
        (["--household", "H4", "--what", "members[0].age"], "this household lists no members"),
        (["--household", "H1", "--what", "members[0].deprived_water"], "of a person"),
        (["--household", "H1", "--depth", "-1"], "--depth"),
        ([], "--household"),
    ],
)
def test_what_is_not_there(povrules: Command, register: Path, words: list[str], part: str) -> None:
    said = povrules("explain", register, *ON, *words)
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert part in said.err
    assert said.out == ""


def test_in_a_long_register_only_like_ids_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    from povrules.api import load_policy

    monkeypatch.setattr(explain, "_MOST_COMPARED", 2)
    frame = pl.DataFrame({"household_id": ["60010001", "60010002", "79990003"], "area": ["rural"] * 3})
    register = check_register(load_policy(on="2024-10-01").facts, frame)
    assert "'60010002'" in str(explain._not_there(register, "60010009"))
    assert "'79990003'" in str(explain._not_there(register, "70990003"))


def test_explain_and_assess_agree(povrules: Command, register: Path, tmp_path: Path) -> None:
    povrules("assess", register, "-o", tmp_path / "out", *ON)
    found = pl.read_csv(tmp_path / "out" / "households.csv", infer_schema_length=0)
    labels = {"poor": "poor household", "near_poor": "near-poor household", None: "undetermined"}
    for id, answer in found.select("household_id", "poverty_class").iter_rows():
        if answer in labels:
            assert (
                f"Class of the household: {labels[answer]}" in povrules("explain", register, "--household", id, *ON).out
            )


def test_why_a_row_cannot_be_used_is_told_in_vietnamese(povrules: Command, register: Path) -> None:
    said = povrules("explain", register, "--household", "H7", *ON, "--lang", "vi")
    assert said.code == 2
    assert "không dùng được hộ 'H7': bảng hộ, dòng 8, cột 'Khu vực'" in said.err
    assert "did you mean" not in said.err
    assert "not one of" not in said.err
