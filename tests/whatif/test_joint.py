"""What a reform changes for households whose answers are not known, held against every completion of their facts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.evaluated import CLASS
from povrules.whatif.joint import moves
from tests.whatif.test_sweeps import DAY, NAMES, register

MEMBERS = ("poor", "near_poor", "average", "above")
REFORMS: list[dict[str, Any]] = [
    {"income_line.rural": 2_000_000},
    {"income_line": "-20%"},
    {"deprivation_cutoff": 2},
    {"income_line.rural": "+10%", "deprivation_cutoff": 4},
    {"deprived_water": "off"},
    {"deprivations.large": "income_per_capita < 1_000_000"},
    {"poverty_class_by_income": "poor if income_per_capita <= income_line[area] else above"},
]
INCOMES = (0, 1_300_000, 1_499_999, 1_600_000, 1_900_000, 2_100_000, 2_240_000, 5_000_000)


def homes(count: int) -> list[dict[str, Any]]:
    random = Random(6)
    made = []
    for i in range(count):
        home = {"household_id": str(i), "area": random.choice(["rural", "urban"]), "income_per_capita": None}
        if random.random() < 0.6:
            home["income_per_capita"] = random.choice(INCOMES)
        home |= {name: random.random() < 0.25 for name in NAMES}
        home |= dict.fromkeys(random.sample(NAMES, random.choice([0, 1, 3])), None)
        made.append(home)
    return made


def completions(home: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every truth, and incomes on either side of every line that the reforms draw."""
    unknown = [name for name, value in home.items() if value is None]
    for values in product(*(INCOMES if name == "income_per_capita" else (False, True) for name in unknown)):
        yield home | dict(zip(unknown, values, strict=True))


@pytest.mark.parametrize("changes", REFORMS)
def test_the_least_and_the_most_are_those_of_all_completions(changes: dict[str, Any]) -> None:
    law = pr.load_policy(on=DAY)
    reform = law.reform(changes)
    drawn = homes(40)
    given = pr.Register(pl.DataFrame(drawn, infer_schema_length=None)).checked
    found = moves(law.resolved, reform.resolved, given, ("household", CLASS), MEMBERS)
    assert found is not None
    every = [(at, home) for at, home in enumerate(drawn) for home in completions(home)]
    whole = pl.DataFrame([home | {"household_id": str(i)} for i, (_, home) in enumerate(every)])
    classes = [p.evaluate(whole, outputs=["poverty_class"]).households["poverty_class"] for p in (law, reform)]
    for member, moved in zip(MEMBERS, found, strict=True):
        before, after = ((each == member).cast(pl.Int64) for each in classes)
        sides = pl.DataFrame({"home": [at for at, _ in every], "move": after - before})
        ends = sides.group_by("home").agg(least=pl.col("move").min(), most=pl.col("move").max()).sort("home")
        assert moved.least.to_list() == ends["least"].to_list()
        assert moved.most.to_list() == ends["most"].to_list()


def test_a_higher_line_makes_nobody_less_poor() -> None:
    law, given = pr.load_policy(on=DAY), register(300, 0.1)
    rates = pr.compare(law, law.reform({"income_line.rural": 1_700_000}), given).rates()
    (poor,) = rates.change.where(lambda estimate: estimate.indicator == "poor")
    assert poor.bounds is not None
    least, most = poor.bounds
    assert least is not None
    assert most is not None
    assert 0 <= least < most


def test_where_policies_cannot_be_put_together_each_answer_stands_alone() -> None:
    law, later, given = pr.load_policy(on=DAY), pr.load_policy(on="2025-10-01"), register(200, 0.1)
    assert moves(law.resolved, later.resolved, given.checked, ("household", CLASS), MEMBERS) is None
    found = pr.compare(law, later, given)
    classes = found.households
    before, after = (int((classes[name] == "poor").sum()) for name in ("before", "after"))
    (poor,) = found.rates().change.where(lambda estimate: estimate.indicator == "poor")
    assert poor.bounds is not None
    assert poor.bounds[0] <= (after - before) / 200 <= poor.bounds[1]  # type: ignore[operator]
