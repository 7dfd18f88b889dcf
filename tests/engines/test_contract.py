"""Every engine against the reference engine, on every day of change."""

from __future__ import annotations

from datetime import date
from math import ceil
from random import Random

import pytest

from tests.engines.contract import HOUSEHOLD_ENGINES, HouseholdEngine, disagreements, drawn, wanted_of
from tests.engines.listed import POLICIES, Listed, days_of_change, few
from tests.support.example_packs import PLACES

MOSTLY_KNOWN = (0.0, 0.0, 0.0, 0.0, 0.0, 0.03, 0.1)
DRAWS, MANY = 800, 100_000
MOST, MANY_MOST = 6, 8
"""Answers asked of each household, of the few and of the many; together they are all asked often."""


def held(engine: HouseholdEngine, listed: Listed, day: date, count: int, seed: int, most: int) -> None:
    policy = listed.policy(day)
    random = Random(seed)
    for household in drawn(policy, count, seed, MOSTLY_KNOWN):
        wanted = wanted_of(policy.resolved, household, random, most)
        found = disagreements(engine, policy.resolved, household, wanted)
        assert not found, "\n".join(found)


def share_of(count: int, listed: Listed, runs: list[tuple[Listed, date]] | None = None) -> int:
    """Draws for one policy on one day, so that all together are so many; without ``runs`` each policy has all days."""
    days = len(listed.days) if runs is None else sum(each == listed for each, _ in runs)
    return ceil(count * listed.share / days)


def many() -> list[tuple[Listed, date]]:
    """Every way of loading the law on each of its days."""
    return [(listed, day) for listed in POLICIES for day in listed.days]


def test_together_they_are_all_draws() -> None:
    assert sum(share_of(MANY, listed) for listed, _ in many()) >= MANY
    assert sum(share_of(DRAWS, listed, few()) for listed, _ in few()) >= DRAWS
    assert {day for _, day in few()} >= set(days_of_change())
    assert {listed.place for listed, _ in few()} == {"vn", *PLACES.values()}


def test_the_changes_of_the_law_are_among_the_days() -> None:
    assert {date(2021, 12, 31), date(2022, 1, 1), date(2026, 12, 31), date(2027, 1, 1)} <= set(days_of_change())


@pytest.mark.parametrize(("listed", "day"), few(), ids=str)
@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_an_engine_agrees_with_the_reference(engine: HouseholdEngine, listed: Listed, day: date) -> None:
    held(engine, listed, day, share_of(DRAWS, listed, few()), seed=1, most=MOST)


@pytest.mark.big
@pytest.mark.parametrize(("listed", "day"), many(), ids=str)
@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_an_engine_agrees_with_the_reference_on_very_many(engine: HouseholdEngine, listed: Listed, day: date) -> None:
    held(engine, listed, day, share_of(MANY, listed), seed=2, most=MANY_MOST)
