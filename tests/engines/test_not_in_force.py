"""A decision before its first rule is not in force: no error, no value, nothing to ask for."""

from __future__ import annotations

import polars as pl

import povrules as pr

HOUSEHOLD = {"area": "rural", "income_per_capita": 2_000_000, "members": [{"birth_year": 1980}]}


def test_the_low_income_worker_did_not_exist_in_2024() -> None:
    worker = pr.load_policy(on="2024-06-30").assess(HOUSEHOLD).members[0].outcome("low_income_worker")
    assert not worker.in_force
    assert (worker.value, worker.reason, worker.missing, worker.possible) == (None, None, (), ())


def test_between_the_two_days_of_its_commencement_it_is_unknown_law() -> None:
    worker = pr.load_policy(on="2025-06-30").assess(HOUSEHOLD).members[0].outcome("low_income_worker")
    assert worker.in_force
    assert worker.reason == "law"
    assert worker.law == ("vn:low_income_worker",)


def test_a_register_has_no_column_of_what_is_not_in_force() -> None:
    households = pl.DataFrame({"household_id": ["H1"], "area": ["rural"]})
    persons = pl.DataFrame({"household_id": ["H1"], "birth_year": [1980]})
    early = pr.load_policy(on="2024-06-30").evaluate(households, persons)
    late = pr.load_policy(on="2026-06-30").evaluate(households, persons)
    assert "low_income_worker" not in early.persons.columns
    assert "low_income_worker" in late.persons.columns
