"""Households with everything known that a class turns on, for questions of what would turn it."""

from __future__ import annotations

from random import Random
from typing import Any

import povrules as pr

DAY = "2024-10-01"
POLICY = pr.load_policy(on=DAY)
FLAGS = tuple(id.removeprefix("vn:") for id in POLICY.resolved.sets["vn:deprivations"].items)
LINES = {"rural": (1_500_000, 2_250_000), "urban": (2_000_000, 3_000_000)}


def flagged(income: int, *deprived: str, area: str = "rural", **more: Any) -> dict[str, Any]:
    """A household with an income and these deprivations, and none of the others."""
    return {"area": area, "income_per_capita": income, **{f: f in deprived for f in FLAGS}, "household_size": 5, **more}


def drawn(random: Random) -> dict[str, Any]:
    """Near a line or far from all, with few or many deprivations, sometimes one unknown."""
    area = random.choice(("rural", "urban"))
    line = random.choice(LINES[area])
    income = line + random.choice((-700_000, -134_000, -1, 0, 1, 134_000, 900_000))
    household = flagged(income, *random.sample(FLAGS, random.randint(0, 6)), area=area)
    if random.random() < 0.3:
        household[random.choice(FLAGS)] = None
    return household


def with_change(household: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The household with one fact otherwise; ``members[0].in_school`` is a member's."""
    if not path.startswith("members["):
        return {**household, path: value}
    position, _, name = path.removeprefix("members[").partition("].")
    members = [dict(member) for member in household["members"]]
    members[int(position)][name] = value
    return {**household, "members": members}
