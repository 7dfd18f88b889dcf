"""Every engine for registers against the reference engine, column by column, on every day of change."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

import povrules as pr
from povrules.decisions.evaluated import Engine
from tests.engines.contract import REGISTER_ENGINES, differences, registers
from tests.engines.listed import Listed, few
from tests.engines.test_contract import MANY, many, share_of
from tests.support.registers import register_of

SHARES = (0.0, 0.0, 0.0, 0.03, 0.15)
MOST, MANY_MOST, PART = 4, 5, 400
DRAWS, EVERY = 400, 16
"""Outputs asked of each register beside the class, of the few and of the many; how large a register is at most.

A register under a new policy costs a second, however few its rows: the few are looked at on one day in so many."""


def held(engine: Engine, listed: Listed, day: date, count: int, seed: int, most: int, *, twice: bool = True) -> None:
    policy = listed.policy(day)
    random = Random(day.toordinal() + seed)
    names = list(dict.fromkeys(fact.id for fact in policy.resolved.facts.values() if fact.computed))
    own = [name for name in names if not name.startswith("vn:")]
    left, part = count, 0
    while left > 0:
        for register in registers(policy, min(left, PART), seed + 1000 * part, SHARES):
            local = random.sample(own, min(most, len(own)))
            outputs = list(dict.fromkeys(["vn:poverty_class", *local, *random.sample(names, max(2, most - len(own)))]))
            found = differences(engine, policy.resolved, register, outputs, twice=twice)
            assert not found, f"on {day}:\n" + "\n".join(found)
        left, part = left - PART, part + 1


@pytest.mark.parametrize(("listed", "day"), few(EVERY), ids=str)
@pytest.mark.parametrize("engine", REGISTER_ENGINES)
def test_an_engine_fills_the_same_columns(engine: Engine, listed: Listed, day: date) -> None:
    held(engine, listed, day, share_of(DRAWS, listed, few(EVERY)), seed=3, most=MOST)


@pytest.mark.big
@pytest.mark.parametrize(("listed", "day"), many(), ids=str)
@pytest.mark.parametrize("engine", REGISTER_ENGINES)
def test_an_engine_fills_the_same_columns_for_very_many(engine: Engine, listed: Listed, day: date) -> None:
    held(engine, listed, day, share_of(MANY, listed), seed=4, most=MANY_MOST, twice=False)


def test_what_a_member_who_is_not_listed_leaves_open_is_narrowed_by_score_b() -> None:
    """Every listed member answers all; of the missing one nothing is known, and score B says how many flags hold."""
    policy = pr.load_policy(on="2022-01-01")
    flags = {
        "deprived_employment": False, "deprived_health_insurance": False, "deprived_toilet": False,
        "wall_durable": False, "frame_durable": False, "roof_durable": False, "internet_used": False,
        "household_size": 2, "income_per_capita": 2_000_000, "area": "rural",
    }  # fmt: skip
    member = {"birth_date": date(1935, 5, 18), "in_school": False, "highest_certificate": "university"}
    households = [
        {"household_id": f"H{b}", "score_b": b, **flags, "members": [{"person_id": f"P{b}", **member}]}
        for b in (10, 20, 30, 31, 40)
    ]  # fmt: skip
    names = [fact.id for fact in policy.resolved.facts.values() if fact.computed and fact.of == "household"]
    assert not differences("columnar", policy.resolved, register_of(households), names)
