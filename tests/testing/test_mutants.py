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


DATED = """
variables:
  sick:
    of: household
    type: bool
    label: {vi: Ốm đau, en: Sick}
    rules:
      - from: 2024-01-01
        to: 2024-06-30
        enacted_by: ND-1
        evidence: unverified
        formula: "any(members, ill and household.income < 16)"
      - from: 2024-07-01
        enacted_by: ND-1
        evidence: unverified
        formula: "any(members, ill and (household.income < 16 or household.income < 60))"
"""
ILL = """
- id: ill-{day}
  on: "{day}"
  given: {{income: "20", members: [{{ill: "true"}}]}}
  expect: {{sick: "{sick}"}}
  source: "art. 2"
"""


def made(folder: Path, cases: str, more: str = "") -> Killing:
    law(folder, ROWS, more=more)
    (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    return Killing([Pack("made_up", (folder,))])


def tallied(folder: Path, *cases: tuple[str, str, str]) -> Tally:
    worked = (CASE.format(id=f"c{i}", income=a, lacks=b, grade=c) for i, (a, b, c) in enumerate(cases))
    killing = made(folder, "".join(worked))
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


def test_a_rule_that_begins_a_day_late_is_noticed_on_its_first_day_alone(tmp_path: Path) -> None:
    for day, sick, noticed in (("2024-07-02", "true", False), ("2024-07-01", "true", True)):
        killing = made(tmp_path, ILL.format(day=day, sick=sick), DATED)
        late = [slip for slip in killing.slips if slip.kind == "first day"]
        assert [slip.what for slip in late] == ["2024-07-01 a day later"]
        found = killing.tally(late)
        assert (found.by_cases, found.survivors) == ((late, []) if noticed else ([], late))


def test_what_says_the_same_of_every_member_changes_nothing(tmp_path: Path) -> None:
    killing = made(tmp_path, "[]", DATED)
    last = max(slip.where.line for slip in killing.slips)
    found = killing.tally(slip for slip in killing.slips if slip.where.line == last and slip.kind == "edge")
    assert len(found.equivalent) == 1  # who has 16 is below 60 all the same
    assert len(found.survivors) == 1


def test_the_page_lists_the_survivors(tmp_path: Path) -> None:
    found = tallied(tmp_path, ("10", "true", "low"))
    page = report(found, "a small law")
    assert f"Seeded {found.seeded}: " in page
    assert all(f"- `{slip}`" in page for slip in found.survivors)
