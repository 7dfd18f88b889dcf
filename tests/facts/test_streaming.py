"""A register in chunks is the register in one piece: rows, rejects, warnings, whatever the chunk and the order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from povrules.facts.checking import read_register
from povrules.facts.ids import IdShape
from povrules.facts.register import CheckedRegister
from povrules.facts.rejects import rejects_frame
from povrules.facts.schema import FactSchema
from povrules.facts.streaming import gathered, stream_register
from tests.support.bad_registers import HOUSEHOLD_FAULTS, PERSON_FAULTS, bad_register
from tests.support.vietnamese_bytes import tcvn3

DAY = date(2024, 10, 1)
EXAMPLE = Path(__file__).parents[2] / "examples" / "binh_thuan"


def written(folder: Path, households: pl.DataFrame, persons: pl.DataFrame, ending: str) -> Path:
    for name, frame in (("households", households), ("persons", persons)):
        if ending == "csv":
            frame.write_csv(folder / f"{name}.csv")
        else:
            frame.write_parquet(folder / f"{name}.parquet", row_group_size=300)
    return folder


def assert_same(schema: FactSchema, path: Path, scratch: Path, rows: int, **options: object) -> CheckedRegister:
    whole = read_register(schema, path, observed_on=DAY, **options)  # type: ignore[arg-type]
    stream = stream_register(schema, path, scratch, observed_on=DAY, rows=rows, **options)  # type: ignore[arg-type]
    chunks = list(stream.chunks())
    assert stream.read == whole.read
    assert stream.mapping == whole.mapping
    households = pl.concat([chunk.households for chunk in chunks], how="diagonal")
    assert households.select(whole.households.columns).equals(whole.households)
    rejects = pl.concat([rejects_frame(chunk.rejects) for chunk in chunks]).sort("table", "row")
    assert rejects.equals(whole.rejects_frame().sort("table", "row"))
    found = gathered([*stream.noticed(), *(warning for chunk in chunks for warning in chunk.warnings)])
    by_row = [(w.table, w.row or 0, w.column or "", w.reason.code, w.reason.count) for w in found]
    assert sorted(by_row) == sorted(
        (w.table, w.row or 0, w.column or "", w.reason.code, w.reason.count) for w in whole.warnings
    )
    if whole.persons is not None:
        parts = []
        for chunk in chunks:
            assert chunk.persons is not None
            owner = chunk.households["household_id"].gather(chunk.persons["household_row"])
            assert owner.equals(chunk.persons["household_id"])
            parts.append(chunk.persons.drop("household_row"))
        persons = pl.concat(parts, how="diagonal").sort("row")
        expected = whole.persons.drop("household_row")
        for name in set(expected.columns) - set(persons.columns):
            persons = persons.with_columns(pl.lit(None, expected.schema[name]).alias(name))
        if "birth_date__last" in expected.columns:
            persons = persons.with_columns(pl.coalesce("birth_date__last", "birth_date").alias("birth_date__last"))
        assert persons.select(expected.columns).equals(expected)
    return whole


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("order", ["sorted", "shuffled"])
@pytest.mark.parametrize("rows", [37, 500, 10_000])
def test_every_bad_row_is_rejected_whatever_the_chunk(
    tmp_path: Path, schema: FactSchema, ending: str, order: str, rows: int
) -> None:
    households, persons = bad_register(3000, 50)
    if order == "shuffled":
        households, persons = (
            households.sample(fraction=1, shuffle=True, seed=1),
            persons.sample(fraction=1, shuffle=True, seed=2),
        )
    path = written(tmp_path, households, persons, ending)
    register = assert_same(schema, path, tmp_path / "scratch", rows)
    codes = set(register.rejects_frame()["code"])
    assert codes == {*HOUSEHOLD_FAULTS, *PERSON_FAULTS, "household_rejected"}
    assert sum(reject.table == "households" for reject in register.rejects) == 60


@pytest.mark.parametrize("rows", [100, 1999, 2000, 100_000])
def test_the_example_in_chunks(tmp_path: Path, schema: FactSchema, rows: int) -> None:
    assert_same(schema, EXAMPLE / "households.csv", tmp_path / "a", rows, locale="vi")
    assert_same(schema, EXAMPLE / "register.xlsx", tmp_path / "b", rows, locale="vi")


def test_what_is_found_in_the_whole_file_holds_in_every_chunk(tmp_path: Path, schema: FactSchema) -> None:
    """Lost zeros, a header over kinds or over yes and no, crosses, an unnamed column, an old encoding."""
    lines = ["Mã hộ,Nguồn nước sinh hoạt,Xã,Hộ nghèo năm trước,"]
    lines += [f"{'' if i < 3 else '0'}{12345 + i},{'--' if i < 6 else 'nước máy'},Xã Hồng Thái,x,," for i in range(9)]
    lines.append("Tổng cộng,,,,ghi chú,")
    (tmp_path / "households.csv").write_bytes(tcvn3("\n".join(lines)))
    register = assert_same(schema, tmp_path, tmp_path / "scratch", 2)
    assert register.households["household_id"].to_list()[0] == "012345"
    assert {warning.reason.code for warning in register.warnings} == {
        "padded_code",
        "area_from_unit",
        "recognised_encoding",
    }


def test_chunks_of_a_sorted_file_are_read_where_they_lie(tmp_path: Path, schema: FactSchema) -> None:
    households, persons = bad_register(1000, 10_000)
    path = written(tmp_path, households, persons.filter(pl.col("household_id") != "nobody"), "parquet")
    stream = stream_register(schema, path, tmp_path / "scratch", rows=100)
    assert stream.persons_in_order
    assert [chunk.read.households for chunk in stream.chunks()] == [100] * 10
    assert not (tmp_path / "scratch").exists()


def test_a_register_without_rows(tmp_path: Path, schema: FactSchema) -> None:
    (tmp_path / "households.csv").write_text("household_id,area\n")
    (tmp_path / "persons.csv").write_text("household_id,birth_date\n")
    stream = stream_register(schema, tmp_path, tmp_path / "scratch")
    assert [chunk.read.households for chunk in stream.chunks()] == [0]


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ([["00017", "1234"]], 5),
        ([["00017"], ["1234"]], 5),
        ([["12345", "67890", "1234"]], 5),
        ([["12345"], ["1234", "1235"]], None),
        ([["12345", "123"], ["23456", "34567"]], 5),
        ([["0017", "12345"]], None),
        ([["12345", "1234"], ["H1"]], None),
        ([["12345", "12"], ["23456", "34567"]], None),
        ([[None]], None),
    ],
)
def test_the_width_of_ids_from_any_number_of_columns(columns: list[list[str | None]], width: int | None) -> None:
    shape = IdShape()
    for column in columns:
        shape.add(pl.Series(column, dtype=pl.String))
    assert shape.width() == width
