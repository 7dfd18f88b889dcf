"""Frames of every library and every type: each column is used rightly, or its rows are rejected with the reason."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from povrules.facts.checking import check_register
from povrules.facts.errors import MappingProblem
from povrules.facts.register import CheckedRegister
from povrules.facts.schema import FactSchema
from tests.support.bad_registers import HOUSEHOLD_FAULTS, PERSON_FAULTS, bad_register

DAY = date(2024, 10, 1)


def rejected(register: CheckedRegister) -> list[tuple[int | None, str | None, str | None, str]]:
    return [(each.row, each.column, each.value, each.reason.code) for each in register.rejects]


def values(register: CheckedRegister, fact: str) -> list[Any]:
    return [household[fact] for household in register.household_facts()]


def persons(schema: FactSchema, births: Any, **options: Any) -> CheckedRegister:
    listed = pd.DataFrame({"household_id": ["a"] * len(births), "birth_date": births})
    return check_register(schema, pl.DataFrame({"household_id": ["a"]}), listed, **options)


def test_a_pandas_column_of_mixed_types(schema: FactSchema) -> None:
    cells = [1_200_000, "1.300.000", 1400000.0, Decimal("1500000.5"), None, np.nan, pd.NA, True, "nhiều", np.int64(7)]
    frame = pd.DataFrame({"household_id": [f"h{i}" for i in range(10)], "income_per_capita": cells})
    register = check_register(schema, frame)
    found = values(register, "income_per_capita")
    assert found == [1_200_000, 1_300_000, 1_400_000, Decimal("1500000.5"), None, None, None, 7]
    assert rejected(register) == [
        (8, "income_per_capita", "true", "not_a_number"),
        (9, "income_per_capita", "nhiều", "not_a_number"),
    ]


@pytest.mark.parametrize("library", ["polars", "pyarrow", "pandas", "pandas with arrow"])
def test_a_decimal_column_is_exact(schema: FactSchema, library: str) -> None:
    numbers = [Decimal("35.125"), None, Decimal("0.01"), Decimal("-1.00")]
    table = pa.table({"household_id": list("abcd"), "floor_area": pa.array(numbers, pa.decimal128(10, 3))})
    frame: Any = {
        "polars": lambda: pl.from_arrow(table),
        "pyarrow": lambda: table,
        "pandas": lambda: pd.DataFrame({"household_id": list("abcd"), "floor_area": numbers}),
        "pandas with arrow": lambda: table.to_pandas(types_mapper=pd.ArrowDtype),
    }[library]()
    register = check_register(schema, frame)
    assert values(register, "floor_area") == [Decimal("35.125"), None, Decimal("0.01")]
    (reject,) = register.rejects
    assert (reject.row, reject.reason.code) == (4, "out_of_range")


def test_a_timestamp_where_a_day_belongs(schema: FactSchema) -> None:
    stamps = pd.to_datetime(["1980-05-01", "1990-12-31 23:59:59", None, "1700-01-01"], format="ISO8601")
    register = persons(schema, stamps)
    assert [member["birth_date"] for member in next(register.household_facts())["members"]] == [
        date(1980, 5, 1),
        date(1990, 12, 31),
        None,
    ]
    (reject,) = register.rejects
    assert (reject.row, reject.reason.code, reject.value) == (4, "not_a_date", "1700-01-01")
    for unit in ("ms", "us", "ns"):
        assert persons(schema, stamps.astype(f"datetime64[{unit}]")).rejects_frame().equals(register.rejects_frame())


def test_a_timestamp_of_another_zone_is_the_day_of_that_zone(schema: FactSchema) -> None:
    late = datetime(1980, 5, 1, 23, 30, tzinfo=UTC)
    frame = pl.DataFrame({"household_id": ["a"], "birth_date": [late]})
    moved = frame.with_columns(pl.col("birth_date").dt.convert_time_zone("Asia/Ho_Chi_Minh"))
    for given, day in ((frame, date(1980, 5, 1)), (moved, date(1980, 5, 2))):
        register = check_register(schema, pl.DataFrame({"household_id": ["a"]}), given)
        assert next(register.household_facts())["members"][0]["birth_date"] == day


def test_days_after_the_day_of_the_facts_and_before_the_domain(schema: FactSchema) -> None:
    register = persons(schema, pd.to_datetime(["2024-10-01", "2024-10-02", "1899-12-31"]), observed_on=DAY)
    assert [(row, code) for row, _, _, code in rejected(register)] == [(2, "after_observed_on"), (3, "out_of_range")]


def test_a_categorical_with_members_of_its_own(schema: FactSchema) -> None:
    areas = pd.Categorical(["rural", "thành thị", "biển", None], categories=["núi", "rural", "thành thị", "biển"])
    frame = pd.DataFrame({"household_id": list("abcd"), "area": areas, "has_tv": pd.Categorical(list("x01x"))})
    register = check_register(schema, frame)
    assert (values(register, "area"), values(register, "has_tv")) == (["rural", "urban", None], [True, False, True])
    assert rejected(register) == [(3, "area", "biển", "unknown_member")]
    enum = pl.DataFrame(frame.astype(object)).with_columns(
        pl.col("area").cast(pl.Enum(["biển", "thành thị", "rural", "núi"]))
    )
    assert check_register(schema, enum).households.equals(register.households)


@pytest.mark.parametrize("column", [pd.Series([1, 2, None]), pd.Series([1, 2, None], dtype="Int64")])
def test_an_integer_column_with_missing_values(schema: FactSchema, column: pd.Series) -> None:
    frame = pd.DataFrame({"household_id": list("abc"), "household_size": column, "has_tv": column})
    register = check_register(schema, frame)
    assert (values(register, "household_size"), values(register, "has_tv")) == ([1, None], [True, None])
    assert rejected(register) == [(2, "has_tv", "2", "not_a_flag")]


def test_a_nan_of_polars_is_a_failed_calculation_not_a_blank(schema: FactSchema) -> None:
    frame = pl.DataFrame({"household_id": list("abc"), "income_per_capita": [1.0, float("nan"), None]})
    register = check_register(schema, frame)
    assert values(register, "income_per_capita") == [1, None]
    assert [code for *_, code in rejected(register)] == ["not_finite"]


def test_infinite_long_and_broken_numbers(schema: FactSchema) -> None:
    cells = [float("inf"), 1e300, 0.1 + 0.2, 1.5, -(2.0**70)]
    register = check_register(schema, pl.DataFrame({"household_id": list("abcde"), "income_per_capita": cells}))
    assert values(register, "income_per_capita") == [Decimal("1.5")]
    assert [code for *_, code in rejected(register)] == ["not_finite", "exponent", "long_decimal", "exponent"]


@pytest.mark.parametrize("kind", [pl.Int8, pl.UInt8, pl.Int16, pl.UInt32, pl.Int64, pl.UInt64, pl.Float32, pl.Float64])
def test_whole_numbers_of_every_width(schema: FactSchema, kind: type[pl.DataType]) -> None:
    frame = pl.DataFrame({"household_id": list("abc"), "household_size": pl.Series([4, None, 31], dtype=kind)})
    register = check_register(schema, frame)
    assert values(register, "household_size") == [4, None]
    assert rejected(register) == [(3, "household_size", "31", "out_of_range")]


def test_numbers_beyond_64_bits(schema: FactSchema) -> None:
    frame = pl.DataFrame({"household_id": ["a", "b"], "score_a": pl.Series([2**63 + 5, 3], dtype=pl.UInt64)})
    assert rejected(check_register(schema, frame)) == [(1, "score_a", str(2**63 + 5), "out_of_range")]


def test_polarity_and_empty_cells_hold_for_typed_flags_too(schema: FactSchema) -> None:
    frame = pl.DataFrame({"household_id": list("abc"), "water": [True, False, None], "has_tv": [1, 0, None]})
    mapping = {"households": {"columns": {"water": {"polarity": "has", "empty": "no"}, "has_tv": {"empty": "no"}}}}
    register = check_register(schema, frame, mapping=mapping)
    assert values(register, "deprived_water") == [False, True, True]
    assert values(register, "has_tv") == [True, False, False]


def test_a_scale_holds_for_typed_numbers_too(schema: FactSchema) -> None:
    frame = pl.DataFrame({"household_id": ["a", "b"], "income_per_capita": [1200, 2_000_000]})
    mapping = {"households": {"columns": {"income_per_capita": {"fact": "income_per_capita", "scale": 1000}}}}
    register = check_register(schema, frame, mapping=mapping)
    assert values(register, "income_per_capita") == [1_200_000]
    assert [code for *_, code in rejected(register)] == ["out_of_range"]


def test_whole_numbers_as_years_of_birth(schema: FactSchema) -> None:
    listed = pl.DataFrame({"household_id": ["a"] * 4, "birth_year": [1980, None, 19, 1850]})
    register = check_register(schema, pl.DataFrame({"household_id": ["a"]}), listed)
    assert [(row, value, code) for row, _, value, code in rejected(register)] == [
        (3, "19", "not_a_date"),
        (4, "1850", "out_of_range"),
    ]
    born = next(register.household_facts())["members"][0]["birth_date"]
    assert (born.first, born.last) == (date(1980, 1, 1), date(1980, 12, 31))


def test_lists_are_no_facts(schema: FactSchema) -> None:
    frame = pl.DataFrame({"household_id": ["a"], "has_tv": [[True]]})
    with pytest.raises(MappingProblem, match=r"has_tv.*from which no fact is read"):
        check_register(schema, frame)


@pytest.mark.parametrize("seed", range(12))
def test_a_typed_column_answers_as_its_texts_do(schema: FactSchema, seed: int) -> None:
    draw = random.Random(seed)
    n = 300

    def some(choices: list[Any]) -> list[Any]:
        return [draw.choice([*choices, None]) for _ in range(n)]

    columns = [
        pl.Series("has_tv", some([True, False])),
        pl.Series("deprived_water", some([0, 1, 1, 0, draw.choice([0, 2, -1])]), pl.Int16),
        pl.Series("household_size", some([1, 30, 4, draw.choice([0, 31, 5])])),
        pl.Series("income_per_capita", some([1.0, -3.0, 10.0**9, draw.choice([1e9 + 1, 2.0, 2.5])])),
        pl.Series("area", some(["rural", "urban", draw.choice(["nông thôn", "biển", "--", " Rural "])])),
        pl.Series("certified_to", some([date(2030, 1, 1), draw.choice([date(1849, 12, 31), date(2201, 1, 1), DAY])])),
        pl.Series(
            "left_poverty_on", some([date(2000, 1, 1), draw.choice([date(1999, 12, 31), date(1850, 1, 1), DAY])])
        ),
    ]
    typed = pl.DataFrame([pl.Series("household_id", [f"h{i}" for i in range(n)]), *columns])
    texts = typed.with_columns(
        pl.col("has_tv").cast(pl.String),
        pl.col("income_per_capita").cast(pl.String).str.strip_suffix(".0"),
        pl.col(pl.Int16, pl.Int64).cast(pl.String),
        pl.col(pl.Date).dt.strftime("%Y-%m-%d"),
    )
    left, right = check_register(schema, typed), check_register(schema, texts)
    assert left.households.equals(right.households)
    assert left.scales == right.scales
    assert rejected(left) == rejected(right)


def every_row_is_somewhere(schema: FactSchema, households: int) -> None:
    frame, listed = bad_register(households)
    start = time.process_time()
    register = check_register(schema, frame, listed, observed_on=DAY)
    took = time.process_time() - start
    print(f"{households} households and {listed.height} persons as text checked in {took:.1f} s of processor time")
    rejects = register.rejects_frame()
    for table, source, used in (
        ("households", frame, register.households),
        ("persons", listed, register.persons),
    ):
        assert used is not None
        of_table = rejects.filter(pl.col("table") == table)
        rows = pl.concat([used["row"], of_table["row"]]).sort()
        assert rows.equals(pl.int_range(1, source.height + 1, eager=True).alias("row"))
    codes = dict(rejects.filter(pl.col("table") == "households")["code"].value_counts().iter_rows())
    bad = households // 100
    assert sum(codes.values()) == bad
    assert codes == {code: -(-(bad - i) // len(HOUSEHOLD_FAULTS)) for i, code in enumerate(HOUSEHOLD_FAULTS)}
    of_persons = set(rejects.filter(pl.col("table") == "persons")["code"])
    assert of_persons == {*PERSON_FAULTS, "household_rejected"}


def test_twenty_thousand_rows_with_one_in_a_hundred_bad_lose_none(schema: FactSchema) -> None:
    every_row_is_somewhere(schema, 20_000)


@pytest.mark.big
def test_a_million_rows_with_one_in_a_hundred_bad_lose_none(schema: FactSchema) -> None:
    every_row_is_somewhere(schema, 1_000_000)
