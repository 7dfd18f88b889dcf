"""Which values of law would turn a verdict: verified by a reform, and bounded by what the law declares of them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import povrules as pr
from povrules.whatif.errors import ReformError
from tests.support.near_households import POLICY, drawn, flagged

WATER, TOILET = "deprived_water", "deprived_toilet"


def values(household: dict[str, Any], to: str) -> list[dict[str, Any]]:
    found = POLICY.counterfactual(household, to=to)
    return [{change.fact: change.after for change in each.changes} for each in found.alternatives]


def test_the_line_that_would_have_to_be_higher() -> None:
    household = flagged(1_634_000, WATER, TOILET)
    assert values(household, "near_poor") == [{"income_line.rural": 1_634_000}]
    (told,) = POLICY.counterfactual(household, to="near_poor").alternatives
    assert (told.changes[0].margin, told.changes[0].furthest) == (134_000, 2_250_000)
    assert "mức chuẩn" in str(told.words.vi) or "chuẩn thu nhập" in told.words.vi


def test_the_cut_off_that_would_have_to_be_lower() -> None:
    assert values(flagged(1_400_000, WATER, TOILET), "poor") == [{"deprivation_cutoff": 2}]


def test_a_line_beyond_another_takes_that_one_along() -> None:
    household = flagged(2_634_000, WATER)
    assert values(household, "average") == [{"average_line.rural": 2_634_000}]
    assert values(household, "near_poor") == [{"average_line.rural": 2_634_000, "income_line.rural": 2_634_000}]
    with pytest.raises(ReformError):
        POLICY.reform({"income_line.rural": 2_634_000})


def test_a_programme_and_a_member() -> None:
    household = {**flagged(1_400_000, WATER), "members": [{"birth_year": 1990}]}
    del household["household_size"]
    assert POLICY.counterfactual(household, "credit_poor", to=True).alternatives
    found = POLICY.counterfactual(household, "low_income_worker", member=0)
    assert found.name == "low_income_worker"
    with pytest.raises(pr.PovrulesError, match="0 to 0"):
        POLICY.counterfactual(household, "low_income_worker", member=3)


def test_words_in_both_languages() -> None:
    found = POLICY.counterfactual(flagged(1_634_000, WATER))
    assert "Which values of law would turn it?" in found.text("en")
    assert "Quy định khác đi thế nào" in found.text("vi")
    assert "điểm a khoản 1 Điều 3" in found._repr_html_()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_every_reform_turns_the_verdict_and_a_smaller_one_does_not(seed: int) -> None:
    household = drawn(Random(seed))
    for told in POLICY.counterfactual(household).alternatives:
        named = {change.fact: change.after for change in told.changes}
        assert POLICY.reform(named).assess(household).poverty_class == told.answer
        for change in told.changes:
            nearer = change.after + (1 if change.direction == "lower" else -1)  # type: ignore[operator]
            try:
                smaller = POLICY.reform({**named, change.fact: nearer})
            except ReformError:
                continue
            assert smaller.assess(household).poverty_class != told.answer
