"""Every worked household that ships beside the law gets the answer it states, from the reference engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from povrules.testing import Case, read_cases, run_case

POLICIES = Path(__file__).parents[2] / "policies"
CASES = [case for path in sorted(POLICIES.rglob("cases.yaml")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_worked_household_gets_its_answer(case: Case) -> None:
    failures = run_case(case)
    assert not failures, "\n".join(map(str, failures))
