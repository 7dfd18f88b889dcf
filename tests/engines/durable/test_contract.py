"""The durable engine against the reference engine, on households at the boundaries of policies, complete or not."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from random import Random

import pytest

import povrules as pr
from povrules.engines.durable.engine import LiveHousehold
from povrules.engines.reference.engine import ReferenceEngine
from povrules.facts.household import Household
from povrules.language.calendar import PartialDate
from tests.engines.contract import drawn
from tests.engines.listed import days_of_change

DAYS = [date(2022, 1, 1), date(2024, 10, 1), date(2026, 7, 1)]
FEW, MANY = 4, 400
HARDLY, NOT_RESOLVED = 0.02, 0.1
"""At most so many answers are left to the reference engine, of households without and with facts left blank."""
ANY_DAY = 0.2
"""The same on any day: where there are few programmes the class weighs more."""
CLASS_OPEN = date(2027, 1, 1)
"""From this day the table by points is unknown law, and the class by it is left to the reference engine."""


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


def test_a_class_that_is_open_by_law_is_decided_or_left_to_the_reference_engine() -> None:
    """No rule says which class the points give; the others are decided all the same."""
    answers, left = held(CLASS_OPEN, 3 * FEW, 5, (0.0, 0.1))
    assert 0 < left < answers


def test_a_constraint_that_cannot_hold_beside_the_known_facts_narrows_nothing() -> None:
    """Score B of 30 points says three deprivations; these facts leave two, four or five."""
    policy = pr.load_policy(on="2023-11-08").resolved
    classes = ("vn:poverty_class", None)
    facts = {
        "vn:floor_area": 86224,
        "vn:wall_durable": False,
        "vn:frame_durable": False,
        "vn:water_source": "borehole",
        "vn:toilet_type": "septic",
        "vn:has_tv": True,
        "vn:score_b": 30,
        "vn:on": policy.on,
        "vn:observed_on": policy.on,
    }
    member = {
        "vn:work_status": "wage_without_contract",
        "vn:has_health_card": True,
        "vn:receives_monthly_allowance": False,
        "vn:highest_certificate": "vocational_intermediate",
        "vn:underweight": True,
        "vn:uses_internet": True,
    }
    household = Household(facts, (member,))
    live = LiveHousehold(policy)
    found, right = (
        live.update(household, (1,))[classes],
        ReferenceEngine().answer(policy, household, [classes])[classes],
    )
    assert found.reason == "not resolved" or found.possible == right.possible
    live.close()


def test_what_a_constraint_ties_to_an_answer_is_part_of_what_it_turns_on() -> None:
    """Score B is ten points for each deprivation: it says how many there are while one of them is not known."""
    policy = pr.load_policy(on="2018-06-30").resolved
    count = ("vn:deprivation_count", None)
    indicators = [id for of, id in policy.facts if of == "household" and id.startswith("vn:deprived_")]
    given = {"vn:on": policy.on, "vn:observed_on": policy.on, "vn:area": "urban", "vn:income_per_capita": 1_500_000}
    flags = dict.fromkeys(indicators, False) | {"vn:deprived_water": True, "vn:deprived_toilet": True}
    del flags["vn:deprived_housing_quality"]
    lives = [LiveHousehold(policy) for _ in range(2)]
    for points in (31, 30, 20, None, 30):
        household = Household(given | flags | ({} if points is None else {"vn:score_b": points}), ())
        right = ReferenceEngine().answer(policy, household, [count])[count]
        for live in lives:
            assert live.update(household, ())[count].possible == right.possible, points
    for live in lives:
        live.close()


def test_an_unknown_age_of_the_law_is_no_day_of_birth() -> None:
    policy = pr.load_policy(on="2019-07-01").resolved
    year = PartialDate(date(2001, 1, 1), date(2001, 12, 31))
    member = {
        "vn:birth_date": year,
        "vn:has_health_card": True,
        "vn:highest_certificate": "lower_secondary",
        "vn:untreated_illness": False,
    }
    household = Household({"vn:has_desktop": True, "vn:on": policy.on, "vn:observed_on": policy.on}, (member,))
    live = LiveHousehold(policy)
    found = live.update(household, (1,))
    resolved = {(id, None if key is None else 0): o for (id, key), o in found.items() if o.reason != "not resolved"}
    expected = ReferenceEngine().answer(policy, household, resolved)
    assert {place: o.possible for place, o in resolved.items()} == {place: o.possible for place, o in expected.items()}
    live.close()


@pytest.mark.big
@pytest.mark.parametrize("day", days_of_change(), ids=str)
@pytest.mark.parametrize("share", [0.0, 0.1], ids=["complete", "not complete"])
def test_very_many_households(day: date, share: float) -> None:
    # In a process of its own: durable_rules does not hold the policies of all days at once.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        answers, left = process.submit(held, day, MANY, 7, (share,)).result()
    assert day >= CLASS_OPEN or left <= ANY_DAY * answers
