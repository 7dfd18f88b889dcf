"""Polars lazy frames: nothing read before it is asked for, read once, the answers those of frames in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from polars.io.plugins import register_io_source

import povrules as pr
from povrules.decisions.frames.fixed import conform
from povrules.facts.errors import MappingProblem
from tests.support.drawn_tables import drawn_tables

DAY = "2026-06-01"
ASKED = ["poverty_class", "deprivation_count", "low_income_worker", "electricity_support.monthly_vnd"]


class Counted:
    """A source that counts how often it is read, and fails the first times if told so."""

    def __init__(self, frame: pl.DataFrame, failures: int = 0) -> None:
        self.frame, self.reads, self.failures = frame, 0, failures

    def lazy(self) -> pl.LazyFrame:
        def read(
            names: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
        ) -> Iterator[pl.DataFrame]:
            self.reads += 1
            if self.reads <= self.failures:
                raise OSError("the line is down")
            yield self.frame if names is None else self.frame.select(names)

        return register_io_source(read, schema=self.frame.schema)


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_nothing_is_read_before_it_is_collected_and_then_once(policy: pr.Policy, engine: str) -> None:
    tables = drawn_tables(DAY, 60)
    sources = [Counted(frame) for frame in tables]
    found = policy.evaluate(*(source.lazy() for source in sources), outputs=ASKED)
    few = found.households.filter(pl.col("poverty_class") == "poor").select("household_id", "poverty_class")
    names = found.households.collect_schema().names(), found.persons.collect_schema().names()
    assert [source.reads for source in sources] == [0, 0]
    eager = policy.evaluate(*tables, outputs=ASKED)
    parts = [found.households, found.persons, found.rejects, few]
    households, persons, rejects, poor = pl.collect_all(parts, engine=engine)
    assert [source.reads for source in sources] == [1, 1]
    assert (households.columns, persons.columns) == names
    assert households.equals(conform(eager.households, households.schema))
    assert persons.equals(conform(eager.persons, persons.schema))
    assert rejects.equals(eager.rejects)
    assert set(rejects["code"]) == {
        "missing_id", "duplicate_household", "unknown_member", "person_without_household", "household_rejected",
        "duplicate_person",
    }  # fmt: skip
    assert poor.equals(households.filter(pl.col("poverty_class") == "poor").select(poor.columns))
    assert found.households.collect().equals(households)
    assert [source.reads for source in sources] == [1, 1]


def test_many_threads_share_one_reading(policy: pr.Policy) -> None:
    source = Counted(drawn_tables(DAY, 60)[0])
    found = policy.evaluate(source.lazy(), outputs=["poverty_class"])
    with ThreadPoolExecutor(8) as pool:
        frames = list(pool.map(lambda _: found.households.collect(), range(16)))
    assert source.reads == 1
    assert all(frame.equals(frames[0]) for frame in frames)


def test_parts_that_wait_for_each_other_do_not_stop_on_one_core() -> None:
    code = f"""
import polars as pl, povrules as pr
from tests.support.drawn_tables import drawn_tables
households, persons = drawn_tables({DAY!r}, 60)
found = pr.load_policy(on={DAY!r}).evaluate(households.lazy(), persons.lazy(), outputs=["poverty_class"])
for engine in ("in-memory", "streaming"):
    pl.collect_all([found.households, found.persons, found.rejects, found.warnings], engine=engine)
both = found.persons.join(found.households, on="household_id").collect()
print(both.height, pl.thread_pool_size())
"""
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=root, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    assert done.stdout.split()[1] == "1"


def test_what_failed_is_tried_again(policy: pr.Policy) -> None:
    source = Counted(drawn_tables(DAY, 60)[0], failures=1)
    found = policy.evaluate(source.lazy(), outputs=["poverty_class"]).households
    with pytest.raises(Exception, match="the line is down"):
        found.collect()
    assert found.collect().height > 0


def test_what_is_noticed_comes_as_a_lazy_frame_too(policy: pr.Policy) -> None:
    frame = pl.LazyFrame({"household_id": ["a"], "income_per_capita": [-5]})
    assert policy.evaluate(frame).warnings.collect()["code"].to_list() == ["negative_income"]


def test_persons_in_memory_stand_beside_lazy_households_and_other_kinds_do_not(policy: pr.Policy) -> None:
    households, persons = drawn_tables(DAY, 60)
    asked = ["poverty_class"]
    found = policy.evaluate(households.lazy(), persons, outputs=asked).persons.collect()
    assert found.equals(policy.evaluate(households.lazy(), persons.lazy(), outputs=asked).persons.collect())
    with pytest.raises(MappingProblem, match="persons: Table beside a lazy frame"):
        policy.evaluate(households.lazy(), persons.to_arrow())


def test_columns_nobody_understands_are_refused_at_once(policy: pr.Policy) -> None:
    with pytest.raises(MappingProblem, match="no column was recognised as the household id"):
        policy.evaluate(pl.LazyFrame({"x": [1]}))
    with pytest.raises(pr.PovrulesError, match="decides no 'poverty_clas'"):
        policy.evaluate(pl.LazyFrame({"household_id": [1]}), outputs=["poverty_clas"])
