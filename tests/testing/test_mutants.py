"""Slips of the pen in a small law: noticed by worked households, by proofs, by nobody; or they change nothing."""

from __future__ import annotations

from pathlib import Path

from povrules.plugins import Pack
from povrules.testing.mutants import Killing, Tally, report
from tests.proofs.made_up import law

ROWS = """[{when: "income <= line and lacks", then: low}, {when: "income <= line and not lacks", then: middle},
  {otherwise: high}]"""
CASE = """
- id: {id}
  on: "2024-06-30"
  given: {{income: "{income}", lacks: "{lacks}"}}
  expect: {{grade: "{grade}"}}
  source: "art. 1"
"""


def tallied(folder: Path, *cases: tuple[str, str, str]) -> Tally:
    law(folder, ROWS)
    worked = (CASE.format(id=f"c{i}", income=a, lacks=b, grade=c) for i, (a, b, c) in enumerate(cases))
    (folder / "cases.yaml").write_text("".join(worked), encoding="utf-8")
    killing = Killing([Pack("made_up", (folder,))])
    return killing.tally(killing.slips)


def kinds(slips: list[object]) -> set[str]:
    return {str(slip).split(": ")[1] for slip in slips}


def test_a_household_on_each_side_of_the_line_notices_it(tmp_path: Path) -> None:
    few = tallied(tmp_path, ("10", "true", "low"))
    # Two rows that both say `<=`: to write one of them otherwise leaves a household to no row or to two.
    assert few.seeded == len(few.by_cases) + len(few.by_proofs) + len(few.survivors) + len(few.equivalent)
    assert "value" in kinds([*few.survivors])
    more = tallied(
        tmp_path, ("150", "true", "low"), ("150", "false", "middle"), ("151", "true", "high"), ("151", "false", "high")
    )
    assert more.seeded == few.seeded
    assert more.survivors == []
    assert {"edge", "value", "connective", "dropped row", "swapped answers"} <= kinds([*more.by_cases])


def test_proofs_notice_what_no_household_does(tmp_path: Path) -> None:
    found = tallied(tmp_path, ("10", "false", "middle"))
    assert "connective" in kinds([*found.by_proofs])


def test_the_page_lists_the_survivors(tmp_path: Path) -> None:
    found = tallied(tmp_path, ("10", "true", "low"))
    page = report(found, "a small law")
    assert f"Seeded {found.seeded}: " in page
    assert all(f"- `{slip}`" in page for slip in found.survivors)
