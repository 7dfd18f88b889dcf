"""Answers that are open for want of law alone are asked of the reference engine once, and stay the same."""

from __future__ import annotations

from typing import Any

import povrules as pr
from povrules.decisions.method import with_method
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.compiled.lawful import OnLaw, Unasked
from povrules.engines.outcome import Outcome
from povrules.engines.reference.engine import ReferenceEngine
from povrules.facts.household import Household
from povrules.facts.intake import take_household
from povrules.language.nodes import Scope

DAY = "2025-12-01"
AMOUNT = "vn:electricity_support.monthly_vnd"
COEFFICIENT = "vn:disability_coefficient"
POLICY = pr.load_policy(on=DAY)


def household(**given: Any) -> Household:
    return with_method(take_household(POLICY.facts, given, on=POLICY.on), "income")


def answers(engine: CompiledEngine, of: Scope, id: str, given: Household) -> Outcome | None:
    program = engine.program(POLICY.resolved, frozenset([(of, id)]))
    about, rows = program.answers(given)
    return about[0] if of == "household" else rows[0][0]


def test_the_answer_is_that_of_the_reference_and_is_kept() -> None:
    engine, poor = CompiledEngine(), household(certified_class="poor", electricity_use=40)
    first = answers(engine, "household", AMOUNT, poor)
    assert first == ReferenceEngine().answer(POLICY.resolved, poor, [(AMOUNT, None)])[AMOUNT, None]
    assert first is not None
    assert first.reason == "law"
    assert answers(engine, "household", AMOUNT, household(certified_class="poor", electricity_use=80)) is first


def test_what_is_settled_and_what_needs_a_fact_is_not_taken_for_it() -> None:
    engine = CompiledEngine()
    settled = answers(engine, "household", AMOUNT, household(certified_class="above", electricity_use=400))
    assert settled is not None
    assert settled.value == 0
    assert answers(engine, "household", AMOUNT, household(certified_class="above")) is None


def test_answers_are_kept_by_the_values_they_turn_on() -> None:
    engine, reference = CompiledEngine(), ReferenceEngine()
    for degree in ("mild", "severe", "very_severe"):
        for born in ("1960-01-01", "1990-01-01", "2020-01-01"):
            member = {"birth_date": born, "has_disability": True, "disability_degree": degree}
            given = household(certified_class="poor", members=[member])
            expected = reference.answer(POLICY.resolved, given, [(COEFFICIENT, 0)])[COEFFICIENT, 0]
            for _ in range(2):
                assert answers(engine, "person", COEFFICIENT, given) == expected


def test_only_so_many_are_kept() -> None:
    kept = OnLaw()
    for key in range(5_000):
        found = kept[key,]
        assert isinstance(found, Unasked)
        found.keep(Outcome(None, reason="law"))
    assert len(kept) == 1024
