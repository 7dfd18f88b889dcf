"""One register, kept in every way there is: the same answers, to the last đồng, and the same rows rejected."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyreadstat
import pytest

import povrules as pr
from povrules.decisions.frames.fixed import conform
from povrules.facts.writing import write_table
from tests.support.drawn_tables import drawn_tables

DAY = "2026-06-01"
MONEY = "electricity_support.monthly_vnd"
ASKED = ["poverty_class", "low_income_worker", MONEY]
TOLD = ["table", "household_id", "code"]
Tables = tuple[pl.DataFrame, pl.DataFrame]
# On one worker: what all kinds are held against is made once.
pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return drawn_tables(DAY, 60)


@pytest.fixture(scope="module")
def expected(policy: pr.Policy, tables: Tables) -> list[pl.DataFrame]:
    """By the reference engine, which is the meaning of the others."""
    found = policy.evaluate(*tables, outputs=ASKED, engine="reference")
    lazy = policy.evaluate(*(table.lazy() for table in tables), outputs=ASKED)
    households = conform(found.households, lazy.households.collect_schema())
    assert households["poverty_class"].n_unique() > 3
    assert households["poverty_class_missing"].drop_nulls().len() >= 3
    return [households, conform(found.persons, lazy.persons.collect_schema()), found.rejects]


def same(found: list[pl.DataFrame], expected: list[pl.DataFrame]) -> None:
    """Rows of the same ids with the same answers; where a row stood is another matter in each kind."""
    for mine, theirs, ids in zip(
        found[:2], expected[:2], (["household_id"], ["household_id", "person_id"]), strict=True
    ):
        names = [name for name in theirs.columns if name != "row"]
        assert conform(mine, theirs.schema).select(names).sort(ids).equals(theirs.select(names).sort(ids))
    assert found[2].select(TOLD).sort(TOLD).equals(expected[2].select(TOLD).sort(TOLD))


def as_floats(frame: pl.DataFrame) -> pd.DataFrame:
    """As pandas has it by itself: NaN and None for what is unknown, binary fractions for decimals."""
    columns: dict[str, Any] = {}
    for column in frame.iter_columns():
        cells = column.to_list()
        if column.dtype.is_numeric():
            columns[column.name] = np.array([np.nan if cell is None else float(cell) for cell in cells])
        else:
            columns[column.name] = pd.Series(cells, dtype=object)
    return pd.DataFrame(columns)


def as_nullable(frame: pl.DataFrame) -> pd.DataFrame:
    kinds = {pl.Boolean: "boolean", pl.Int64: "Int64", pl.Int32: "Int32", pl.String: "string"}
    return pd.DataFrame(
        {c.name: pd.Series(c.to_list(), dtype=kinds.get(c.dtype.base_type(), "object")) for c in frame.iter_columns()}
    )


IN_MEMORY: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars, categories": lambda frame: frame.with_columns(pl.col("toilet_type").cast(pl.Categorical)),
    "polars, floats": lambda frame: frame.with_columns(pl.selectors.decimal().cast(pl.Float64)),
    "pandas, NumPy": as_floats,
    "pandas, nullable": as_nullable,
    "pandas, Arrow": lambda frame: frame.to_arrow().to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": lambda frame: frame.to_arrow(),
}


@pytest.mark.parametrize("kind", IN_MEMORY)
def test_frames_in_memory(policy: pr.Policy, tables: Tables, expected: list[pl.DataFrame], kind: str) -> None:
    convert = IN_MEMORY[kind]
    households, persons = tables
    given = convert(households), IN_MEMORY["polars" if "," in kind and "polars" in kind else kind](persons)
    found = policy.evaluate(*given, outputs=ASKED)
    frames = [frame for frame in found.frames if frame is not None]
    same([*frames, found.rejects], expected)
    assert type(found.households) is type(given[0])
    back = found.households[MONEY]
    cells = back.to_pylist() if hasattr(back, "to_pylist") else back.to_list()
    money = [None if pd.isna(cell) else Decimal(str(cell)) for cell in cells]
    assert money == [None if cell is None else Decimal(cell) for cell in found.frames[0][MONEY].to_list()]


def test_lazy_frames(policy: pr.Policy, tables: Tables, expected: list[pl.DataFrame]) -> None:
    found = policy.evaluate(*(table.lazy() for table in tables), outputs=ASKED)
    same(pl.collect_all([found.households, found.persons, found.rejects]), expected)


def test_duckdb(policy: pr.Policy, tables: Tables, expected: list[pl.DataFrame]) -> None:
    with duckdb.connect() as connection:
        found = policy.evaluate(*(connection.from_arrow(table.to_arrow()) for table in tables), outputs=ASKED, chunk=35)
        parts = (found.households, found.persons, found.rejects)
        same([pl.DataFrame(pl.from_arrow(part.to_arrow_table())) for part in parts], expected)


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
def test_spark(policy: pr.Policy, tables: Tables, expected: list[pl.DataFrame], spark: Any) -> None:
    found = policy.evaluate(*(spark.createDataFrame(table.to_arrow()) for table in tables), outputs=ASKED)
    parts = (found.households, found.persons, found.rejects, found.warnings)
    *results, warnings = (pl.DataFrame(pl.from_arrow(part.toArrow())) for part in parts)
    same(results, expected)
    assert "padded_code" in warnings["code"].to_list()
    found.close()


def write_survey(frame: pl.DataFrame, path: Path) -> None:
    """Names such as q1, headers as labels; truths are 1 and 0, amounts binary fractions, unknown texts empty."""
    plain = frame.with_columns(pl.selectors.boolean().cast(pl.Int32), pl.selectors.numeric().cast(pl.Float64))
    labels = list(plain.columns)
    plain = plain.rename({name: f"q{at}" for at, name in enumerate(plain.columns)})
    (pyreadstat.write_dta if path.suffix == ".dta" else pyreadstat.write_sav)(plain, path, column_labels=labels)


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path)


WRITERS = {
    ".parquet": write_parquet,
    ".csv": lambda frame, path: frame.write_csv(path),
    ".xlsx": write_table,
    ".dta": write_survey,
    ".sav": write_survey,
    ".zsav": write_survey,
}


@pytest.mark.parametrize("ending", WRITERS)
def test_files(policy: pr.Policy, tables: Tables, expected: list[pl.DataFrame], tmp_path: Path, ending: str) -> None:
    if ending == ".xlsx":
        import xlsxwriter

        with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
            for table, name in zip(tables, ("households", "persons"), strict=True):
                shown = table.with_columns(pl.selectors.decimal().cast(pl.String))
                shown.write_excel(book, worksheet=name, table_style=None, autofilter=False)
        path = tmp_path / "r.xlsx"
    else:
        for table, name in zip(tables, ("households", "persons"), strict=True):
            WRITERS[ending](table, tmp_path / f"r_{name}{ending}")
        path = tmp_path / f"r_households{ending}"
    whole = policy.evaluate(pr.read_register(path, locale="en"), outputs=ASKED)
    same([whole.households, whole.persons, whole.rejects], expected)
    if ending == ".parquet":  # the others go through the same chunks
        files = [tmp_path / f"out_{name}.parquet" for name in ("households", "persons", "rejects")]
        policy.evaluate_file(path, *files, outputs=ASKED, chunk=35)
        same([pl.read_parquet(file) for file in files], expected)
