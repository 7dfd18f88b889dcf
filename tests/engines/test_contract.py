"""Every engine against the reference engine, on every day of change."""

from __future__ import annotations

from datetime import date
from math import ceil
from random import Random

import pytest

import povrules as pr
from tests.engines.contract import (
    HOUSEHOLD_ENGINES,
    POLICIES,
    HouseholdEngine,
    Listed,
    days_of_change,
    disagreements,
    drawn,
    few,
    wanted_of,
)

MOSTLY_KNOWN = (0.0, 0.0, 0.0, 0.0, 0.0, 0.03, 0.1)
DRAWS, MANY = 2_000, 100_000
MOST, MANY_MOST = 6, 8
"""Answers asked of each household, of the few and of the many; together they are all asked often."""


def held(engine: HouseholdEngine, listed: Listed, day: date, count: int, seed: int, most: int) -> None:
    policy = pr.load_policy(on=day, place=listed.place, known_on=listed.known_on, evidence=listed.evidence)
    random = Random(seed)
    for household in drawn(policy, count, seed, MOSTLY_KNOWN):
        wanted = wanted_of(policy.resolved, household, random, most)
        found = disagreements(engine, policy.resolved, household, wanted)
        assert not found, "\n".join(found)


def share_of(count: int, listed: Listed, runs: list[tuple[Listed, date]] | None = None) -> int:
    """Draws for one policy on one day, so that all together are so many; without ``runs`` each policy has all days."""
    days = len(days_of_change()) if runs is None else sum(each == listed for each, _ in runs)
    return ceil(count * listed.share / days)


def test_together_they_are_all_draws() -> None:
    assert sum(share_of(MANY, listed) for listed in POLICIES) * len(days_of_change()) >= MANY
    assert sum(share_of(DRAWS, listed, few()) for listed, _ in few()) >= DRAWS
    assert {day for _, day in few()} == set(days_of_change())


def test_the_changes_of_the_law_are_among_the_days() -> None:
    assert {date(2021, 12, 31), date(2022, 1, 1), date(2026, 12, 31), date(2027, 1, 1)} <= set(days_of_change())


@pytest.mark.parametrize(("listed", "day"), few(), ids=str)
@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_an_engine_agrees_with_the_reference(engine: HouseholdEngine, listed: Listed, day: date) -> None:
    held(engine, listed, day, share_of(DRAWS, listed, few()), seed=1, most=MOST)


@pytest.mark.big
@pytest.mark.parametrize("day", days_of_change(), ids=str)
@pytest.mark.parametrize("listed", POLICIES, ids=str)
@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_an_engine_agrees_with_the_reference_on_very_many(engine: HouseholdEngine, listed: Listed, day: date) -> None:
    held(engine, listed, day, share_of(MANY, listed), seed=2, most=MANY_MOST)
