"""Worked households: how their file is read, and how a wrong answer is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from povrules.language.errors import PovrulesError
from povrules.testing import Case, read_cases, run_case

FACTS = 'area: rural, income_per_capita: "1000000", deprived_employment: "true", deprived_dependents: "true"'
KNOWN = [
    "nutrition", "health_insurance", "adult_education", "child_schooling", "housing_quality", "housing_area",
    "water", "toilet", "telecom",
]  # fmt: skip
OTHERS = ", ".join(f'deprived_{name}: "false"' for name in KNOWN)


def cases(tmp_path: Path, text: str) -> tuple[Case, ...]:
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    return read_cases(file)


def told(tmp_path: Path, expect: str, given: str = f"{FACTS}, {OTHERS}", more: str = "") -> list[str]:
    text = f"- id: a\n  on: 2024-06-30\n{more}  given: {{{given}}}\n  expect: {expect}\n  source: art. 3\n"
    (case,) = cases(tmp_path, text)
    return [str(failure).removeprefix(f"{tmp_path}/") for failure in run_case(case)]


def test_a_case_as_it_is_read(tmp_path: Path) -> None:
    (case,) = cases(
        tmp_path,
        "- id: a\n  note: {vi: hộ, en: one}\n  on: 2026-06-30\n  place: 60\n  known_on: 2025-12-01\n"
        "  evidence: secondary\n  method: score\n  given: {area: rural, members: [{age: ~}]}\n"
        "  expect: {poverty_class: undetermined, possible: {poverty_class: [poor]}, members: [{x: 1}, {y: 2}]}\n"
        "  source: art. 3\n",
    )
    assert (case.on, case.place, case.known_on) == (date(2026, 6, 30), "60", date(2025, 12, 1))
    assert (case.evidence, case.method) == ("secondary", "score")
    assert case.given == {"area": "rural", "members": [{"age": None}]}
    assert [(e.what, e.answer) for e in case.expected] == [
        ("poverty_class", "undetermined"),
        ("possible.poverty_class", ("poor",)),
        ("members[0].x", "1"),
        ("members[1].y", "2"),
    ]
    assert (case.expected[0].span.line, case.span.line) == (9, 1)


@pytest.mark.parametrize(
    "expect",
    [
        "{poverty_class: undetermined, possible: {poverty_class: [near_poor, poor]}, reason: fact}",
        "{missing: [deprived_information_means], deprivation_count: undetermined}",
        '{deprivations: {employment: "true", water: "false", information_means: undetermined}}',
        "{possible: {deprivation_count: ['2', '3']}}",
    ],
)
def test_answers_as_stated(tmp_path: Path, expect: str) -> None:
    assert told(tmp_path, expect) == []


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        (
            "{poverty_class: poor}",
            "poverty_class: expected poor, found undetermined (possible poor, near_poor; fact)",
        ),
        ("{possible: {poverty_class: [poor]}}", "possible.poverty_class: expected [poor], found [near_poor, poor]"),
        ("{reason: law}", "reason: expected law, found fact"),
        ("{missing: []}", "missing: expected [], found [deprived_information_means]"),
        ('{deprivations: {water: "true"}}', "deprivations.water: expected true, found false"),
        ("{income_per_capita: '1000001'}", "income_per_capita: expected 1000001, found 1000000"),
        ("{income_per_capita: much}", "income_per_capita: expected much, found 1000000"),
        ("{conflicts: [household_size]}", "conflicts: expected [household_size], found []"),
    ],
)
def test_a_wrong_answer_is_told_with_place_and_article(tmp_path: Path, expect: str, failure: str) -> None:
    (message,) = told(tmp_path, expect)
    place, _, rest = message.partition(": ")
    assert place.startswith("cases.yaml:4:")
    assert rest == f"a: {failure}; art. 3"


def test_several_wrong_answers_are_all_told(tmp_path: Path) -> None:
    assert len(told(tmp_path, '{poverty_class: poor, reason: law, deprivations: {water: "true"}}')) == 3


@pytest.mark.parametrize(
    ("expect", "part"),
    [
        ("{povrty_class: poor}", "did you mean 'poverty_class'"),
        ('{deprivations: {watr: "true"}}', "did you mean 'water'"),
        ("{members: [{age: '3'}]}", "members[0]: only 0 members are given"),
    ],
)
def test_an_answer_there_is_not(tmp_path: Path, expect: str, part: str) -> None:
    (message,) = told(tmp_path, expect)
    assert part in message


def test_facts_that_cannot_be_used_fail_the_case(tmp_path: Path) -> None:
    (message,) = told(tmp_path, "{poverty_class: poor}", given="aera: rural")
    assert "a: aera: no such fact; did you mean 'area'?; art. 3" in message


def test_a_contradiction_that_is_not_stated_fails_the_case(tmp_path: Path) -> None:
    given = "area: rural, income_per_capita: '3000000', household_size: '1', members: [{sex: male}, {sex: male}]"
    (message,) = told(tmp_path, "{poverty_class: above}", given)
    assert "conflicts: expected [], found [household_size]" in message
    assert told(tmp_path, "{poverty_class: above, conflicts: [household_size]}", given) == []


def test_a_policy_of_ones_own(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, "- {id: a, on: 2024-06-30, given: {}, expect: {}, source: x}\n")
    seen = []

    def mine(asked: Case) -> object:
        seen.append(asked)
        raise PovrulesError("not mine")

    (failure,) = run_case(case, mine)  # type: ignore[arg-type]
    assert seen == [case]
    assert failure.what is None
    assert "not mine" in str(failure)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\n", "1:1: a file of cases is a list"),
        ("- 1\n", "1:3: names and answers belong here"),
        ("- {id: a, on: 2024-06-30, given: {}, expect: {}}\n", "1:3: a case without 'source'"),
        ("- {id: a, wen: 2024-06-30}\n", "1:11: unknown key 'wen'"),
        ("- {id: a, on: soon, given: {}, expect: {}, source: x}\n", "1:15: 'soon' is not a day"),
        ("- {id: a, on: 2024-06-30, given: [], expect: {}, source: x}\n", "1:34: the facts of a case are names"),
        ("- {id: a, on: 2024-06-30, given: {}, expect: [], source: x}\n", "1:46: names and answers belong here"),
        ("- {id: a, on: 2024-06-30, given: {}, expect: {x: [1]}, source: x}\n", "1:50: x: one answer belongs here"),
        ("- {id: a, on: 2024-06-30, given: {}, expect: {x: ~}, source: x}\n", "1:50: x: one answer belongs here"),
        ("- {id: a, on: 2024-06-30, given: {}, expect: {missing: x}, source: x}\n", "1:56: a list belongs here"),
        ("- {id: a, on: 2024-06-30, method: dice, given: {}, expect: {}, source: x}\n", "1:35: no method 'dice'"),
        ("- {id: a, on: 2024-06-30, evidence: sure, given: {}, expect: {}, source: x}\n", "1:37: 'sure' is not one of"),
        ("- {id: [a], on: 2024-06-30, given: {}, expect: {}, source: x}\n", "1:8: id: a text belongs here"),
    ],
)
def test_a_file_that_is_no_file_of_cases(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(PovrulesError) as error:
        cases(tmp_path, text)
    assert f"cases.yaml:{problem}" in str(error.value)


def test_an_id_twice(tmp_path: Path) -> None:
    line = "- {id: a, on: 2024-06-30, given: {}, expect: {}, source: x}\n"
    with pytest.raises(PovrulesError, match=r"cases.yaml:2:3: the case 'a' stands twice, first at .*cases.yaml:1:3"):
        cases(tmp_path, line * 2)


def test_facts_may_be_assumed_beside_those_given(tmp_path: Path) -> None:
    text = (
        "- id: a\n  on: 2024-06-30\n  given: {income_per_capita: '2250001'}\n  assumed: {area: rural}\n"
        "  expect: {poverty_class: above}\n  source: art. 3\n"
    )
    (tmp_path / "cases.yaml").write_text(text, encoding="utf-8")
    (case,) = read_cases(tmp_path / "cases.yaml")
    assert run_case(case) == ()
    (tmp_path / "cases.yaml").write_text(text.replace("{area", "{income_per_capita: '1', area"), encoding="utf-8")
    with pytest.raises(PovrulesError, match=r"4:12: income_per_capita is both given and assumed"):
        read_cases(tmp_path / "cases.yaml")


@pytest.mark.parametrize(("stated", "failures"), [("55987.2..57024", 0), ("55987.2..57025", 1)])
def test_an_amount_that_lies_between_two_bounds(tmp_path: Path, stated: str, failures: int) -> None:
    expect = f'{{programmes: {{electricity_support: {{monthly_vnd: "{stated}"}}}}}}'
    text = f"- id: a\n  on: 2023-05-04\n  given: {{certified_class: poor}}\n  expect: {expect}\n  source: art. 1\n"
    (case,) = cases(tmp_path, text)
    said = [str(failure) for failure in run_case(case)]
    assert len(said) == failures
    assert all("expected 55987.2..57025, found 279936/5..57024" in line for line in said)
