"""Deciding again only what a reform can have changed, held against deciding everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import povrules as pr
from povrules.decisions.evaluated import Evaluated, evaluate
from povrules.facts.register import CheckedRegister
from povrules.whatif.again import decided_again
from povrules.whatif.touched import touched
from tests.whatif.test_sweeps import register

EXAMPLE = Path(__file__).parents[2] / "examples" / "binh_thuan" / "register.xlsx"
DAY, OBSERVED = "2022-12-31", "2022-10-31"
REFORMS: dict[str, dict[str, Any]] = {
    "a line": {"income_line.rural": "-10%"},
    "who is a dependent": {"dependent_elderly_from": 55},
    "a cut-off": {"deprivation_cutoff": 2},
    "an indicator off": {"deprived_water": "off"},
    "another indicator": {"deprivations.crowded": "household_size >= 7"},
    "another rule": {"deprived_dependents": "dependent_count / household_size > 0.6"},
    "another class": {"poverty_class_by_income": "poor if income_per_capita <= income_line[area] else above"},
    "a programme off": {"phone_support": None},
    "an amount": {"near_poor_premium_support": "+10%"},
    "a rule of members": {"health_child_below": 5},
    "two at once": {"income_line.rural": "+10%", "deprivation_cutoff": 4},
}


@pytest.fixture(scope="module")
def law() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.fixture(scope="module")
def example() -> CheckedRegister:
    whole = pr.read_register(EXAMPLE, observed_on=OBSERVED).checked
    return whole.part(pl.int_range(0, whole.households.height, 71, dtype=pl.UInt32, eager=True))


@pytest.fixture(scope="module")
def baseline(law: pr.Policy, example: CheckedRegister) -> Evaluated:
    return evaluate(law.resolved, example)


def held(law: pr.Policy, changes: dict[str, Any], given: CheckedRegister, before: Evaluated) -> None:
    reform = law.reform(changes).resolved
    found = decided_again(before, reform)
    expected = evaluate(reform, given)
    for again, anew in zip(found.frames, expected.frames, strict=True):
        assert (again is None) == (anew is None)
        if again is not None and anew is not None:
            assert sorted(again.columns) == sorted(anew.columns)
            assert_frame_equal(again.select(anew.columns), anew, check_exact=True)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.big) if i % 2 else name for i, name in enumerate(REFORMS)]
)
def test_what_is_decided_again_is_what_deciding_everything_says(
    law: pr.Policy, example: CheckedRegister, baseline: Evaluated, name: str
) -> None:
    held(law, REFORMS[name], example, baseline)


@pytest.mark.parametrize("unknown", [0.0, 0.2])
def test_flags_alone_too(law: pr.Policy, unknown: float) -> None:
    given = register(20, unknown).checked
    before = evaluate(law.resolved, given)
    for name in ("a line", "a cut-off", "an indicator off"):
        held(law, REFORMS[name], given, before)


def test_a_member_who_is_not_listed_can_answer_otherwise(law: pr.Policy) -> None:
    homes = {
        "household_id": ["1", "2"],
        "area": ["rural"] * 2,
        "household_size": [1, 2],
        "certified_class": ["poor"] * 2,
    }
    people = {"person_id": ["a", "b"], "household_id": ["1", "2"], "birth_date": ["1990-01-01"] * 2}
    given = pr.Register(pl.DataFrame(homes), pl.DataFrame(people), observed_on=OBSERVED).checked
    for name in ("who is a dependent", "a rule of members"):
        held(law, REFORMS[name], given, evaluate(law.resolved, given))


def test_only_what_stands_on_a_touched_rule_is_decided_again(law: pr.Policy) -> None:
    found = touched(law.resolved, law.reform(REFORMS["a line"]).resolved)
    assert found is not None
    fronts = set().union(*found.upstream.values())
    assert ("household", "vn:poverty_class_by_income") in fronts
    assert found.upstream["household", "vn:deprived_water"] == frozenset()
    assert found.upstream["household", "vn:poverty_class"] <= fronts
    nothing = touched(law.resolved, law.resolved)
    assert nothing is not None
    assert set(nothing.upstream.values()) == {frozenset()}


def test_policies_of_two_days_are_decided_whole(law: pr.Policy) -> None:
    later = pr.load_policy(on="2025-12-31")
    assert touched(law.resolved, later.resolved) is None
    given = register(60, 0.1).checked
    found = decided_again(evaluate(law.resolved, given), later.resolved)
    assert_frame_equal(found.frames[0], evaluate(later.resolved, given).frames[0])
