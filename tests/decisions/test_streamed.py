"""Files to files in chunks: the same tables, rejects and totals as in one piece; all files or none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.evaluated import evaluate
from povrules.decisions.joining import Joined, merged_order
from povrules.facts.errors import FileProblem
from povrules.facts.writing import write_table
from tests.support.bad_registers import bad_register

HOUSEHOLDS = 120
ASKED = ["poverty_class", "deprivation_count", "deprived_water", "low_income_worker", "electricity_support.monthly_vnd",
         "health_insurance", "health_insurance.premium_payable_vnd"]  # fmt: skip
"""Households and persons, truths and amounts; everything is asked once."""


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on="2026-06-01")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blanks only in the last rows, decimals only in the middle: every chunk has other columns and types."""
    folder = tmp_path_factory.mktemp("register")
    households, persons = bad_register(HOUSEHOLDS, 20)
    at = pl.int_range(pl.len())
    households = households.with_columns(
        pl.when(at < 100).then("deprived_water").alias("deprived_water"),
        pl.when(at.is_between(50, 70))
        .then(pl.lit("1500000.5"))
        .otherwise("income_per_capita")
        .alias("income_per_capita"),
        pl.when(at > 80).then(at).alias("note"),
    )
    persons = persons.with_columns(
        pl.when(pl.int_range(pl.len()) > 150).then(pl.lit("1980")).otherwise("birth_date").alias("birth_date")
    )
    households.write_parquet(folder / "households.parquet")
    persons.write_parquet(folder / "persons.parquet")
    return folder


@pytest.fixture(scope="module")
def whole(policy: pr.Policy, source: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    result = policy.evaluate(pr.read_register(source), outputs=ASKED)
    return result.households, result.persons


@pytest.mark.parametrize(
    ("order", "chunk", "outputs"),
    [("sorted", 60, None), *((order, chunk, ASKED) for order in ("sorted", "shuffled") for chunk in (7, 50, 1000))],
)
def test_every_chunk_size_gives_the_same_files(
    policy: pr.Policy, source: Path, tmp_path: Path, chunk: int, order: str, outputs: list[str] | None
) -> None:
    path = source
    if order == "shuffled":
        path = tmp_path / "shuffled"
        path.mkdir()
        pl.read_parquet(source / "households.parquet").write_parquet(path / "households.parquet")
        mixed = pl.read_parquet(source / "persons.parquet").sample(fraction=1, shuffle=True, seed=3)
        mixed.write_parquet(path / "persons.parquet")
    result = policy.evaluate(pr.read_register(path), outputs=outputs)
    households, persons, register = result.households, result.persons, result.register
    files = [tmp_path / name for name in ("a.parquet", "b.parquet", "rejects.csv")]
    seen: list[None] = []
    done = policy.evaluate_file(path, *files, chunk=chunk, outputs=outputs, progress=lambda: seen.append(None))
    assert pl.read_parquet(files[0]).equals(households)
    assert pl.read_parquet(files[0]).schema == households.schema
    assert pl.read_parquet(files[1]).equals(persons)
    assert done.rejects.sort("table", "row").equals(register.rejects_frame().sort("table", "row"))
    assert (done.read, done.used) == (register.read, register.used)
    assert len(seen) == done.used.households
    assert pl.read_csv(files[2]).height == done.rejects.height
    assert {path.name for path in tmp_path.iterdir()} - {"shuffled"} == {file.name for file in files}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_other_kinds_of_files(
    policy: pr.Policy,
    source: Path,
    whole: tuple[pl.DataFrame, pl.DataFrame],
    tmp_path: Path,
    ending: str,
) -> None:
    files = [tmp_path / f"{name}{ending}" for name in "abc"]
    policy.evaluate_file(source, *files, chunk=50, outputs=ASKED)
    for file, frame in zip(files, whole, strict=False):
        write_table(frame, tmp_path / f"whole{ending}")
        read = pl.read_csv if ending == ".csv" else pl.read_excel
        assert read(file, infer_schema_length=None).equals(read(tmp_path / f"whole{ending}", infer_schema_length=None))


def test_without_persons_no_file_of_persons(policy: pr.Policy, source: Path, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    pl.read_parquet(source / "households.parquet").head(5).write_csv(file)
    done = policy.evaluate_file(file, tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv", outputs=ASKED)
    assert done.read.persons == 0
    assert {path.name for path in tmp_path.iterdir()} == {"register.csv", "a.csv", "c.csv"}


def test_persons_that_are_not_wanted_are_not_written(policy: pr.Policy, source: Path, tmp_path: Path) -> None:
    found = []
    for persons in (tmp_path / "persons.parquet", None):
        files = (tmp_path / "households.parquet", persons, tmp_path / "rejects.csv")
        done = policy.evaluate_file(source, *files, outputs=["poverty_class"], chunk=50)
        found.append((pl.read_parquet(files[0]), files[2].read_bytes(), done.used))
        (tmp_path / "persons.parquet").unlink(missing_ok=True)
    assert not (tmp_path / "persons.parquet").exists()
    (one, *others), (other, *same) = found
    assert one.equals(other, null_equal=True)
    assert others == same


def test_a_failure_leaves_every_file_as_it_was(policy: pr.Policy, source: Path, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.parquet", "b.parquet", "c.csv")]
    for file in files:
        file.write_text("old")

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        policy.evaluate_file(source, *files, chunk=50, outputs=ASKED, progress=stop)
    with pytest.raises(FileProblem, match=r"cannot tell what kind.*\.csv"):
        policy.evaluate_file(source, tmp_path / "a.csvv", *files[1:])
    with pytest.raises(FileProblem, match="no such file"):
        policy.evaluate_file(tmp_path / "none.parquet", *files)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys([f.name for f in files], "old")


@pytest.mark.parametrize("limit", [500, 12_000])
def test_a_full_disk_is_one_clear_line_and_leaves_nothing(source: Path, tmp_path: Path, limit: int) -> None:
    files = {name: str(tmp_path / f"{name}.parquet") for name in "abc"}
    code = f"""
import resource, signal
import povrules as pr
policy = pr.load_policy(on="2019-06-30")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    policy.evaluate_file({str(source)!r}, {files["a"]!r}, {files["b"]!r}, {files["c"]!r})
except pr.PovrulesError as problem:
    print(problem)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    assert re.search("cannot be written: (File too large|the disk may be full)", done.stdout)
    assert done.stdout.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_types_and_columns_come_together_as_they_would_in_one_table(tmp_path: Path) -> None:
    joined = Joined(tmp_path / "parts")
    joined.add(pl.DataFrame({"a": [1], "d": ["2020-01-01"], "t": [1], "n": [None]}))
    decimal = pl.Series("a", ["1.50"]).cast(pl.Decimal(38, 2))
    joined.add(pl.DataFrame([decimal, pl.Series("a_low", [1]), pl.Series("d", ["x"]), pl.Series("d__last", ["y"])]))
    joined.add(pl.DataFrame({"a": [3], "t": ["1/3"], "n": [7]}))
    table = joined.table().collect()
    assert table.columns == ["a", "a_low", "d", "d__last", "t", "n"]
    assert table["a"].cast(pl.String).to_list() == ["1.00", "1.50", "3.00"]
    assert table["d__last"].to_list() == ["2020-01-01", "y", None]
    assert table["t"].to_list() == ["1", None, "1/3"]
    assert table["n"].to_list() == [None, None, 7]
    joined.add(pl.DataFrame({"a": ["1/3"]}))
    assert joined.table().collect()["a"].to_list() == ["1", "3/2", "3", "1/3"]


def test_a_column_stands_behind_the_one_it_follows() -> None:
    assert merged_order([["x", "y"], ["x", "x_possible", "y", "y_possible"], ["y", "z"]]) == [
        "x",
        "x_possible",
        "y",
        "z",
        "y_possible",
    ]


@pytest.mark.parametrize("engine", ["columnar", "reference"])
def test_persons_in_any_order_get_their_own_answers(
    policy: pr.Policy, engine: Literal["columnar", "reference"]
) -> None:
    households, persons = bad_register(40, 1000)
    at = pl.int_range(pl.len())
    households = households.with_columns(area=pl.lit("rural"), income_per_capita=pl.lit("2000000"))
    works = pl.when(at % 3 == 0).then(pl.lit("self_employed")).otherwise(pl.lit("not_seeking"))
    persons = persons.with_columns(birth_date=pl.lit("1980-05-01"), able_to_work=True, work_status=works)

    def answers(members: pl.DataFrame) -> pl.DataFrame:
        checked = pr.Register(households, members).checked
        found = evaluate(policy.resolved, checked, outputs=["low_income_worker"], engine=engine).persons
        return found.select("person_id", "low_income_worker").sort("person_id")

    in_order = answers(persons)
    assert in_order["low_income_worker"].n_unique() > 1
    assert answers(persons.sample(fraction=1, shuffle=True, seed=4)).equals(in_order)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
@pytest.mark.parametrize("limit", [100, 70_000])
def test_a_table_that_is_too_large_for_the_disk_is_not_half_written(tmp_path: Path, ending: str, limit: int) -> None:
    code = f"""
import resource, signal
from pathlib import Path
import polars as pl, povrules as pr
from povrules.facts.writing import write_tables
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
table = pl.LazyFrame({{"a": range(50_000)}}).with_columns(pl.col("a").hash().alias("b"))
try:
    write_tables([(table, Path({str(tmp_path / f"a.{ending}")!r}))])
except pr.PovrulesError as problem:
    print(problem)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    assert re.search("cannot be written: (File too large|the disk may be full)", done.stdout)
    assert list(tmp_path.iterdir()) == []
