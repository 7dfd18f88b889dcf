"""Sixteen threads at once on one policy: the answers of one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import polars as pl

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


def test_one_policy_over_registers() -> None:
    policy = pr.load_policy(on="2023-06-30")
    register = register_of(draw_households(policy, 60, seed=6, unknown=(0.1,)))

    def evaluated() -> pl.DataFrame:
        found: pl.DataFrame = policy.evaluate(register, outputs=["poverty_class", "deprivation_count"]).households
        return found

    found = at_once(evaluated)
    assert found[0].get_column("poverty_class").null_count()
    assert all(each.equals(found[0], null_equal=True) for each in found)
