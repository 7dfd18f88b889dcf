"""Every engine against the reference engine, on every day of change."""

from __future__ import annotations

from datetime import date

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
)

MOSTLY_KNOWN = (0.0, 0.0, 0.0, 0.0, 0.0, 0.03, 0.1)
DRAWS, MANY = 2_000, 100_000


def held(engine: HouseholdEngine, listed: Listed, day: date, count: int, seed: int) -> None:
    policy = pr.load_policy(on=day, place=listed.place, known_on=listed.known_on, evidence=listed.evidence)
    for household in drawn(policy, count, seed, MOSTLY_KNOWN):
        found = disagreements(engine, policy.resolved, household)
        assert not found, "\n".join(found)


def of_each(count: int) -> int:
    """Draws for each day and policy, so that all together are so many."""
    return -(-count // (len(days_of_change()) * len(POLICIES)))


def test_the_changes_of_the_law_are_among_the_days() -> None:
    assert {date(2021, 12, 31), date(2022, 1, 1), date(2026, 12, 31), date(2027, 1, 1)} <= set(days_of_change())


@pytest.mark.parametrize("day", days_of_change(), ids=str)
@pytest.mark.parametrize("listed", POLICIES, ids=str)
@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_an_engine_agrees_with_the_reference(engine: HouseholdEngine, listed: Listed, day: date) -> None:
    held(engine, listed, day, of_each(DRAWS), seed=1)


@pytest.mark.big
@pytest.mark.parametrize("day", days_of_change(), ids=str)
@pytest.mark.parametrize("listed", POLICIES, ids=str)
@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_an_engine_agrees_with_the_reference_on_very_many(engine: HouseholdEngine, listed: Listed, day: date) -> None:
    held(engine, listed, day, of_each(MANY), seed=2)
