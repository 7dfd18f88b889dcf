"""Every engine for registers against the reference engine, column by column, on every day of change."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

import povrules as pr
from povrules.decisions.evaluated import Engine
from tests.engines.contract import POLICIES, REGISTER_ENGINES, Listed, days_of_change, differences, registers
from tests.engines.test_contract import DRAWS, MANY, share_of

SHARES = (0.0, 0.0, 0.0, 0.03, 0.15)
MOST = 4
"""Outputs asked of each policy on each day beside the usual ones; of the many, all are."""


def held(engine: Engine, listed: Listed, day: date, count: int, seed: int, most: int | None) -> None:
    policy = pr.load_policy(on=day, place=listed.place, known_on=listed.known_on, evidence=listed.evidence)
    random = Random(day.toordinal() + seed)
    names = list(dict.fromkeys(fact.id for fact in policy.resolved.facts.values() if fact.computed))
    for register in registers(policy, share_of(count, listed), seed, SHARES):
        outputs = names if most is None else random.sample(names, most)
        found = differences(engine, policy.resolved, register, ["vn:poverty_class", *outputs])
        assert not found, f"on {day}:\n" + "\n".join(found)


@pytest.mark.parametrize("day", days_of_change(), ids=str)
@pytest.mark.parametrize("listed", POLICIES, ids=str)
@pytest.mark.parametrize("engine", REGISTER_ENGINES)
def test_an_engine_fills_the_same_columns(engine: Engine, listed: Listed, day: date) -> None:
    held(engine, listed, day, DRAWS, seed=3, most=MOST)


@pytest.mark.big
@pytest.mark.parametrize("day", days_of_change(), ids=str)
@pytest.mark.parametrize("listed", POLICIES, ids=str)
@pytest.mark.parametrize("engine", REGISTER_ENGINES)
def test_an_engine_fills_the_same_columns_for_very_many(engine: Engine, listed: Listed, day: date) -> None:
    held(engine, listed, day, MANY, seed=4, most=None)
