"""Data frames of Spark: nothing runs before an action, and the answers are those of frames in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.facts.errors import MappingProblem
from tests.support.bad_registers import bad_register

DAY = "2026-06-01"
pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
    pytest.mark.xdist_group("spark"),
]


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on=DAY)


def as_polars(frame: Any) -> pl.DataFrame:
    found = pl.from_arrow(frame.toArrow())
    assert isinstance(found, pl.DataFrame)
    return found


def test_nothing_runs_before_an_action_and_then_once(policy: pr.Policy, spark: Any) -> None:
    read = spark.sparkContext.accumulator(0)

    def counted(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            read.add(batch.num_rows)
            yield batch

    frame = spark.sql("SELECT '0' || id AS household_id, 'rural' AS area FROM range(7)")
    found = policy.evaluate(frame.mapInArrow(counted, frame.schema), outputs=["poverty_class"])
    names = ["row", "household_id", *(f"poverty_class{end}" for end in ("", "_possible", "_missing", "_reason"))]
    assert (found.households.columns, found.persons, read.value) == (names, None, 0)
    assert found.households.count() == 7
    once = read.value
    assert (found.households.count(), found.rejects.count(), read.value) == (7, 0, once)
    found.close()


def test_households_alone_and_times_with_a_zone(policy: pr.Policy, spark: Any) -> None:
    query = """SELECT id AS household_id, 'rural' AS area, CAST(2000000.5 AS DECIMAL(12, 1)) AS income_per_capita,
               TIMESTAMP '2020-05-01 23:30:00' AS certified_from, 'poor' AS certified_class,
               TIMESTAMP '2020-05-01 23:30:00' AS seen, TIMESTAMP_NTZ '2020-05-01 23:30:00' AS noted FROM range(3)"""
    found = policy.evaluate(spark.sql(query)).households
    kept = found.selectExpr(
        "household_id", "CAST(income_per_capita AS STRING)", "CAST(certified_from AS STRING)", "poverty_class",
        "CAST(seen AS STRING)", "CAST(noted AS STRING)",
    ).orderBy("household_id")  # fmt: skip
    stamp = "2020-05-01 23:30:00"
    assert [tuple(row) for row in kept.collect()] == [
        (str(i), "2000000.500000000000", "2020-05-01", "average", stamp, stamp) for i in range(3)
    ]


@pytest.mark.big
def test_the_page_on_spark_runs(spark: Any, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "spark.md").read_text(encoding="utf-8")
    pl.DataFrame({"household_id": ["1", "2", "1"], "area": ["rural"] * 3}).write_parquet(tmp_path / "households")
    pl.DataFrame({"household_id": ["1"], "sex": ["female"]}).write_parquet(tmp_path / "persons")
    for block in re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        here = re.sub(r'parquet\("(\w+)"\)', lambda name: f'parquet("{tmp_path / name[1]}")', block)
        exec(compile(here, "spark.md", "exec", dont_inherit=True), {"spark": spark})  # noqa: S102 - our own page
    assert pl.read_parquet(tmp_path / "decided" / "*.parquet").height == 2
    assert pl.read_parquet(tmp_path / "rejected" / "*.parquet")["code"].to_list() == ["duplicate_household"]


def test_what_cannot_be_understood_is_refused_at_once(policy: pr.Policy, spark: Any) -> None:
    with pytest.raises(MappingProblem, match="no column was recognised as the household id"):
        policy.evaluate(spark.sql("SELECT 1 AS x"))
    with pytest.raises(MappingProblem, match="persons: DataFrame beside a data frame of Spark"):
        policy.evaluate(spark.sql("SELECT 1 AS household_id"), pl.DataFrame({"household_id": [1]}))


@pytest.mark.big
def test_a_large_register(policy: pr.Policy, spark: Any, tmp_path: Path) -> None:
    asked = ["poverty_class", "low_income_worker"]
    tables = bad_register(200_000, 1000)
    for table, name in zip(tables, ("h", "p"), strict=True):
        table.write_parquet(tmp_path / f"{name}.parquet")
    found = policy.evaluate(
        *(spark.read.parquet(str(tmp_path / f"{name}.parquet")) for name in ("h", "p")), outputs=asked
    )
    eager = policy.evaluate(*tables, outputs=asked)
    households, persons, rejects = (as_polars(part) for part in (found.households, found.persons, found.rejects))
    for mine, theirs, id in ((households, eager.households, "household_id"), (persons, eager.persons, "person_id")):
        names = [id, *(name for name in asked if name in theirs.columns)]
        assert mine.select(names).sort(id).equals(theirs.select(names).sort(id))
    told = ["table", "household_id", "code", "value"]
    assert rejects.select(told).sort(told).equals(eager.rejects.select(told).sort(told))
