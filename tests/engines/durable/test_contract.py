"""The durable engine against the reference engine, on households at the boundaries of policies, complete or not."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

import povrules as pr
from povrules.engines.durable.engine import LiveHousehold
from povrules.engines.reference.engine import ReferenceEngine
from tests.engines.contract import drawn
from tests.engines.listed import days_of_change

DAYS = [date(2022, 1, 1), date(2024, 10, 1), date(2026, 7, 1)]
FEW, MANY = 4, 400
HARDLY, NOT_RESOLVED = 0.02, 0.1
"""At most so many answers are left to the reference engine, of households without and with facts left blank."""


def held(day: date, count: int, seed: int, shares: tuple[float, ...]) -> tuple[int, int]:
    """How many answers there were, and how many were left open."""
    policy = pr.load_policy(on=day)
    live, random = LiveHousehold(policy.resolved), Random(seed)
    answers = left = 0
    for household in drawn(policy, count, seed, shares):
        keys = tuple(random.sample(range(1, 100), len(household.members)))
        found = live.update(household, keys)
        places = {(id, key): (id, None if key is None else keys.index(key)) for id, key in found}
        resolved = [place for place in places if found[place].reason != "not resolved"]
        expected = ReferenceEngine().answer(policy.resolved, household, [places[place] for place in resolved])
        for place in resolved:
            right = expected[places[place]]
            if right.reason != "not resolved":
                one, other = ((o.value, o.possible, o.low, o.high, o.reason) for o in (found[place], right))
                assert one == other, f"{place} on {day} for {household}"
        answers, left = answers + len(found), left + len(found) - len(resolved)
    live.close()
    return answers, left


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_complete_households(day: date) -> None:
    answers, left = held(day, FEW, 5, (0.0,))
    assert left <= HARDLY * answers


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_households_with_unknown_facts(day: date) -> None:
    answers, left = held(day, FEW, 6, (0.03, 0.1))
    assert left <= NOT_RESOLVED * answers


@pytest.mark.big
@pytest.mark.parametrize("day", days_of_change(), ids=str)
@pytest.mark.parametrize("share", [0.0, 0.1], ids=["complete", "not complete"])
def test_very_many_households(day: date, share: float) -> None:
    answers, left = held(day, MANY, 7, (share,))
    assert left <= (NOT_RESOLVED if share else HARDLY) * answers
