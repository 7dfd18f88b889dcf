"""`povrules check`: the shipped policies hold together, and what does not is named with file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from povrules.commands.check import check
from povrules.commands.folders import folders_of
from povrules.law.changes import days_of_change, entries
from povrules.law.evidence import Evidence
from povrules.law.reading import read_law
from tests.cli.conftest import Command, Said

POLICIES = Path(__file__).parents[2] / "policies"
STANDARD = "vn/poverty_standard"
CASE, SOME = "\n- id: ", 25
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the standard and what stands above it, some of its cases, with a pattern of one file replaced."""

    def edit(file: str, pattern: str, by: str) -> Path:
        copy = tmp_path / "policies"
        for folder in ("vn", STANDARD):
            (copy / folder).mkdir(parents=True)
            for source in (POLICIES / folder).glob("*.*"):
                shutil.copy(source, copy / folder)
        cases = copy / STANDARD / "cases.yaml"
        cases.write_text(CASE.join(cases.read_text(encoding="utf-8").split(CASE)[:SOME]), encoding="utf-8")
        path = copy / STANDARD / file
        text, count = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1)
        assert count == 1
        path.write_text(text, encoding="utf-8")
        return copy

    return edit


def _holds(said: Said) -> None:
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("nothing is wrong\n")
    assert re.search(r"([\d,.]+) of \1 worked households get their answer", said.out)
    assert re.search(r"(\d+) of \1 decision tables proved, on all days", said.out)
    assert re.search(r"\d+ days on which something changes, 2016-01-05 to ", said.out)


def test_the_shipped_policies_hold_together(povrules: Command) -> None:
    said = povrules("check")
    _holds(said)
    folders = sorted({path.parent for path in POLICIES.rglob("*.yaml")})
    assert f" files in {len(folders)} folders: " in said.out
    unknown = sum(e.dated.evidence == Evidence.UNKNOWN for folder in folders for e in entries(read_law(folder)))
    assert f"unknown {unknown}\n" in said.out
    assert ", 19 programmes, 1 overlaps\n" in said.out


def test_one_unit_leans_on_what_stands_above_it(povrules: Command) -> None:
    said = povrules("check", POLICIES / STANDARD)
    _holds(said)
    unknown = sum(e.dated.evidence == Evidence.UNKNOWN for f in ("vn", STANDARD) for e in _entries(f))
    assert f"unknown {unknown}\n" in said.out
    assert ", 0 programmes, 0 overlaps\n" in said.out
    # Unknown values are listed with their place.
    line = next(line for line in said.out.splitlines() if " average_line " in line)
    place = re.fullmatch(r"  (.+):(\d+): average_line \(.+\), 2027-01-01 – 2030-12-31; 351/2025/NĐ-CP", line)
    assert place is not None
    assert "from: 2027-01-01" in Path(place[1]).read_text(encoding="utf-8").splitlines()[int(place[2]) - 1]


def test_in_vietnamese(povrules: Command, edited: Edit) -> None:
    said = povrules("check", edited("rules.yaml", "sets:", "sets:"), "--lang", "vi")
    assert said.code == 0
    assert said.out.endswith("không có lỗi\n")


def _entries(folder: str) -> list[object]:
    path = POLICIES / folder
    return list(entries(read_law(path)))


def test_every_change_of_the_law_has_its_day() -> None:
    days = days_of_change([read_law(POLICIES / folder) for folder in ("vn", STANDARD)])
    assert days == sorted(set(days))
    assert {date(2016, 1, 5), date(2022, 1, 1), date(2026, 1, 1), date(2027, 1, 1)} <= set(days)
    # A commencement known roughly changes something where it may begin and where it surely has begun.
    assert {date(2025, 2, 24), date(2025, 11, 18)} <= set(days)


@pytest.mark.parametrize(
    ("file", "pattern", "by", "problem"),
    [
        pytest.param(
            "parameters.yaml",
            r"rural: 1_500_000, urban: 2_000_000\}, enacted_by: ND-07-2021",
            "rural: 1_400_000, urban: 2_000_000}, enacted_by: ND-07-2021",
            r"cases.yaml:\d+:\d+: nd07-01 \(.+\): poverty_class: expected poor, found average; NĐ 07/2021/NĐ-CP, .+",
            id="a case",
        ),
        pytest.param("rules.yaml", r"sets:\n", "sets: [\n", r"rules.yaml:\d+:\d+: not YAML: .+", id="yaml"),
        pytest.param(
            "rules.yaml",
            r"income_per_capita <= income_line\[area\] and at_least",
            "income_per_capita <= incom_line[area] and at_least",
            r"rules.yaml:\d+:\d+: .*incom_line.*did you mean 'income_line'\?",
            id="a name",
        ),
        pytest.param(
            "rules.yaml",
            r'and not at_least\(deprivation_cutoff, deprivations\)", then: near_poor, at: "art. 3.2.b"',
            'and at_least(deprivation_cutoff, deprivations)", then: near_poor, at: "art. 3.2.b"',
            r"rules.yaml:\d+:\d+: poverty_class_by_income: some facts fit this row and an earlier one \(2022-01-01\)",
            id="a table",
        ),
        pytest.param(
            "parameters.yaml",
            r"from: 2026-01-01",
            "from: 2025-12-31",
            r"parameters.yaml:\d+:\d+: income_line has two values on 2025-12-31.*",
            id="a day",
        ),
        pytest.param(
            "cases.yaml", r"expect:", "expct:", r"cases.yaml:\d+:\d+: unknown key 'expct'.*", id="a key of a case"
        ),
        pytest.param(
            "cases.yaml",
            r'on: "2024-06-30"',
            'on: "1999-06-30"',
            r"cases.yaml:\d+:\d+: 1999-06-30 is outside the days .*",
            id="a day of a case",
        ),
    ],
)
def test_what_is_wrong_is_named(
    povrules: Command, edited: Edit, file: str, pattern: str, by: str, problem: str
) -> None:
    said = povrules("check", edited(file, pattern, by))
    assert said.code == 1
    assert re.search(rf"^(\S*/)?{problem}$", said.out, re.MULTILINE), said.out
    assert re.search(r"^\d+ problems$", said.out, re.MULTILINE)


def test_a_law_that_cannot_be_resolved_is_said_once(edited: Edit) -> None:
    report = check(folders_of(str(edited("rules.yaml", r"at_least\(", "at_leest("))))
    assert len(report.problems) == 1
    assert report.passed < report.cases


def test_a_folder_without_cases(povrules: Command, edited: Edit) -> None:
    copy = edited("rules.yaml", "sets:", "sets:")
    (copy / STANDARD / "cases.yaml").unlink()
    said = povrules("check", copy)
    assert said.code == 0
    assert "there is no cases.yaml" in said.out


@pytest.mark.parametrize(("content", "part"), [(None, "no such folder"), ("", "is not a folder")])
def test_nothing_to_check(povrules: Command, tmp_path: Path, content: str | None, part: str) -> None:
    path = tmp_path / "p"
    if content is not None:
        path.write_text(content)
    said = povrules("check", path)
    assert said.code == 2
    assert part in said.err


def test_a_folder_without_policies(povrules: Command, tmp_path: Path) -> None:
    said = povrules("check", tmp_path)
    assert said.code == 2
    assert "no policy file in this folder" in said.err
