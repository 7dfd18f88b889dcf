"""A register of many places by the columns, held against the same by the reference engine."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.api import PolicyByRow
from povrules.testing.households import HouseholdDrawer
from tests.engines.listed import days_in
from tests.support.example_packs import PLACES, example_packs
from tests.support.registers import register_of

EACH = 6
"""Households drawn for each place, at the boundaries of its own law."""
OUTPUTS = ("poverty_class", "electricity_support", "local:poverty_class")
DAYS = sorted({day for place in PLACES.values() for day in days_in(place)})
FEW = (date(2025, 7, 1),)


def mixed(policy: PolicyByRow, seed: int) -> pr.Register:
    """Households of all places with packs, of one without, and some that do not say where they live."""
    random, given = Random(seed), list[dict[str, Any]]()
    for place in (*PLACES.values(), "01", None):
        law = pr.load_policy(on=policy.on, place=place or "vn", plugins=example_packs())
        assert isinstance(law, pr.Policy)
        drawer = HouseholdDrawer(law)
        for i in range(EACH):
            each = drawer.draw(random, f"H{place}-{i}", random.choice((0.0, 0.0, 0.1)))
            given.append({**each, "province": place})
    random.shuffle(given)
    return register_of(given, example_packs())


def held(day: date) -> None:
    policy = pr.load_policy(on=day, place="by_row", plugins=example_packs())
    assert isinstance(policy, PolicyByRow)
    register = mixed(policy, day.toordinal())
    names = [name for name in OUTPUTS if not name.startswith("local:") or decided(policy, name)]
    found, expected = (policy.evaluate(register, outputs=names, engine=e) for e in ("columnar", "reference"))
    assert found.rejects.equals(expected.rejects)
    for mine, theirs in ((found.households, expected.households), (found.persons, expected.persons)):
        same = mine.select(sorted(mine.columns))
        assert same.equals(theirs.select(sorted(theirs.columns)), null_equal=True), day
    assert found.households.height + found.rejects.filter(pl.col("table") == "households").height == EACH * 7


def decided(policy: PolicyByRow, name: str) -> bool:
    """Whether any place has an answer of its own by this name on the day."""
    laws = [policy.law_of(place).resolved for place in PLACES.values()]
    own = name.removeprefix("local:")
    return any(id.endswith(f":{own}") and not id.startswith("vn:") for law in laws for _, id in law.facts)


@pytest.mark.parametrize("day", FEW, ids=str)
def test_each_place_by_its_columns_as_by_the_reference(day: date) -> None:
    held(day)


@pytest.mark.big
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_on_every_day_of_every_pack(day: date) -> None:
    held(day)
