"""Sixteen threads at once on one policy: the answers of one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.method import with_method
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.outcome import Outcome
from povrules.facts.intake import take_household
from povrules.testing.households import draw_households
from tests.support.registers import register_of

THREADS = 16
WANTED = (("vn:poverty_class", None), ("vn:deprivation_count", None), ("vn:deprived_water", None))


def at_once(work: Any) -> list[Any]:
    """The results of the same work in every thread, all begun together."""
    together = Barrier(THREADS)

    def begun() -> Any:
        together.wait()
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(begun) for _ in range(THREADS)]]


def test_one_compiled_engine() -> None:
    policy = pr.load_policy(on="2024-10-01")
    given = draw_households(policy, 40, seed=5)
    households = [with_method(take_household(policy.facts, each, on=policy.on), "income") for each in given]

    def answers(engine: CompiledEngine) -> list[tuple[Outcome | None, ...]]:
        return [engine.attempt(policy.resolved, household, WANTED) for household in households]

    expected = answers(CompiledEngine())
    assert all(found == expected for found in at_once(partial(answers, CompiledEngine())))


@pytest.mark.big
def test_one_policy_over_registers() -> None:
    policy = pr.load_policy(on="2023-06-30")
    register = register_of(draw_households(policy, 60, seed=6, unknown=(0.1,)))

    def evaluated() -> pl.DataFrame:
        found: pl.DataFrame = policy.evaluate(register, outputs=["poverty_class", "deprivation_count"]).households
        return found

    found = at_once(evaluated)
    assert found[0].get_column("poverty_class").null_count()
    assert all(each.equals(found[0], null_equal=True) for each in found)


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns every few steps, so that what is half done is seen half done."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("day", ["2023-03-17", pytest.param("2024-05-19", marks=pytest.mark.big)])
def test_everything_at_once_on_a_policy_that_nobody_used_before(day: str) -> None:
    """The day stands nowhere else: what is kept for a policy is made here, by all threads together."""
    policy = pr.load_policy(on=day)
    given = draw_households(policy, 3, seed=8, unknown=(0.0, 0.05))
    register = register_of(given)

    def everything() -> list[Any]:
        found: list[Any] = []
        for each in given:
            assessed = policy.assess(each)
            found += [str(assessed), [str(each) for each in assessed.entitlements()], str(assessed.explain())]
        found.append(policy.reform({"income_line.rural": 1_600_000}).assess(given[0]).poverty_class)
        found.append(str(policy.assess(given[0]).counterfactual("poverty_class", most=1)))
        found += policy.evaluate(register, outputs=["poverty_class", "electricity_support"]).households.rows()
        return found

    found = at_once(everything)
    assert all(each == found[0] for each in found)
    assert everything() == found[0]
