"""DuckDB relations: the answers of frames in memory, chunk by chunk, as relations of the same connection."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import povrules as pr
from povrules.decisions.frames.fixed import conform
from povrules.facts.errors import FileProblem, MappingProblem
from tests.support.bad_registers import bad_register
from tests.support.drawn_tables import drawn_tables

DAY = "2026-06-01"
ASKED = ["poverty_class", "deprivation_count", "low_income_worker", "electricity_support.monthly_vnd"]


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.fixture
def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    with duckdb.connect(config={"threads": 2}) as found:
        found.execute(f"SET temp_directory = '{tmp_path / 'spill'}'")
        yield found


def as_polars(relation: Any) -> pl.DataFrame:
    found = pl.from_arrow(relation.to_arrow_table())
    assert isinstance(found, pl.DataFrame)
    return found


@pytest.mark.parametrize("chunk", [13, 100_000])
def test_relations_answer_as_frames_do(policy: pr.Policy, connection: duckdb.DuckDBPyConnection, chunk: int) -> None:
    tables = drawn_tables(DAY, 60)
    relations = [connection.from_arrow(table.to_arrow()) for table in tables]
    found = policy.evaluate(*relations, outputs=ASKED, chunk=chunk)
    eager = policy.evaluate(*tables, outputs=ASKED)
    households, persons = as_polars(found.households), as_polars(found.persons)
    assert households.sort("row").equals(conform(eager.households, households.schema))
    assert persons.sort("row").equals(conform(eager.persons, persons.schema))
    assert as_polars(found.rejects).sort("table", "row").equals(eager.rejects.sort("table", "row"))
    joined = found.persons.set_alias("p").join(connection.sql("SELECT 1 AS one"), "TRUE")
    assert joined.aggregate("count(*)").fetchall() == [(persons.height,)]
    assert connection.sql("SHOW ALL TABLES").fetchall() == []


def test_a_register_larger_than_the_memory_it_may_use(
    policy: pr.Policy, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tables = bad_register(100_000, 500)
    for table, name in zip(tables, ("h", "p"), strict=True):
        notes = [(pl.int_range(pl.len()).hash(seed) % 10**12).alias(f"note {seed}") for seed in range(24)]
        table = table.with_columns(notes).sample(fraction=1, shuffle=True, seed=5)
        table.write_parquet(tmp_path / f"{name}.parquet", row_group_size=10_000)
    assert table.estimated_size("mb") > 40
    connection.execute("SET memory_limit = '40MB'")
    connection.execute("SET threads = 1")
    relations = [connection.read_parquet(str(tmp_path / f"{name}.parquet")) for name in ("h", "p")]
    asked = ["poverty_class", "low_income_worker"]
    found = policy.evaluate(*relations, outputs=asked, chunk=30_000)
    connection.execute("SET memory_limit = '1GB'")
    eager = policy.evaluate(*(pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("h", "p")), outputs=asked)
    households, persons, rejects = map(as_polars, (found.households, found.persons, found.rejects))
    assert households.sort("row").equals(conform(eager.households, households.schema))
    assert persons.sort("row").equals(conform(eager.persons, persons.schema))
    assert rejects.height > 500
    assert rejects.sort("table", "row").equals(eager.rejects.sort("table", "row"))


def test_types_that_files_do_not_have(policy: pr.Policy, connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
    households = connection.sql("""
        SELECT '0f1e2d3c-0000-0000-0000-00000000000a'::UUID AS household_id, sum(i)::HUGEINT AS income_per_capita,
               'rural'::ENUM ('rural', 'urban') AS area, INTERVAL 1 DAY AS waited, 0.1::FLOAT AS "Diện tích"
        FROM range(2_000_000, 2_000_001) AS numbers(i)
    """)
    persons = connection.sql("""
        SELECT '0f1e2d3c-0000-0000-0000-00000000000a' AS household_id,
               TIMESTAMPTZ '1980-05-01 23:30:00+00' AS birth_date, TIMESTAMPTZ '1980-05-01 23:30:00+00' AS seen
    """)
    found = policy.evaluate(households, persons, mapping={"households": {"columns": {"Diện tích": "floor_area"}}})
    kept = found.households.project("household_id, income_per_capita, area, poverty_class, waited, floor_area")
    (row,) = kept.fetchall()
    assert [str(cell) for cell in row] == [
        "0f1e2d3c-0000-0000-0000-00000000000a", "2000000.000000000000", "rural", "average", "1 day",
        "0.100000000000",
    ]  # fmt: skip
    (born,) = found.persons.project("birth_date, seen::TIMESTAMPTZ = TIMESTAMPTZ '1980-05-01 23:30:00+00'").fetchall()
    assert [str(cell) for cell in born] == ["1980-05-02", "True"]


def test_the_files_last_as_long_as_anybody_holds_a_result(
    policy: pr.Policy, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    relation = connection.from_arrow(drawn_tables(DAY, 60)[0].to_arrow())

    def folders() -> int:
        return len(list((tmp_path / "scratch").iterdir()))

    found = policy.evaluate(relation, outputs=["poverty_class"])
    assert (found.persons, folders()) == (None, 1)
    classes = found.households
    del found
    gc.collect()
    assert classes.aggregate("count(*)").fetchall() == [(59,)]
    del classes
    gc.collect()
    assert folders() == 0
    with policy.evaluate(relation, outputs=["poverty_class"]) as again:
        kept = again.households.filter("poverty_class = 'poor'").to_table("kept")
        assert folders() == 1
    assert (folders(), kept) == (0, None)
    assert connection.table("kept").aggregate("count(*) > 0").fetchall() == [(True,)]


def test_nothing_is_left_of_what_failed(
    policy: pr.Policy, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(MappingProblem, match="no column was recognised as the household id"):
        policy.evaluate(connection.sql("SELECT 1 AS x"))
    with pytest.raises(MappingProblem, match="persons: DataFrame beside a relation"):
        policy.evaluate(connection.sql("SELECT 1 AS household_id"), pl.DataFrame({"household_id": [1]}))
    broken = connection.sql("SELECT CAST(i || 'x' AS INT) AS household_id FROM range(3) AS numbers(i)")
    with pytest.raises(FileProblem, match=r"a relation of DuckDB cannot be read: .*Could not convert"):
        policy.evaluate(broken)
    assert list((tmp_path / "scratch").iterdir()) == []
