"""What is said of the texts of a column, in columns of few and of many different ones; how persons find households."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from povrules.facts import spool
from povrules.facts.assembling import assemble
from povrules.facts.mapping import ColumnMapping, TableMapping
from povrules.facts.parsed_table import ParsedTable
from povrules.facts.schema import FactSchema
from povrules.facts.texts import Texts

MANY = [f"H{i}" for i in range(3000)]


@pytest.mark.parametrize("others", [["Chợ Lầu"], ["Chợ Lầu", "Hé nghÌo"], []])
@pytest.mark.parametrize("texts", [["xã", "phường", None] * 1000, ["a", "b", None] * 1000, MANY, ["x"], []])
def test_letters_beyond_ascii_are_found_once_each(texts: list[str | None], others: list[str]) -> None:
    cells = [*texts, *others, *others]
    expected = {cell for cell in cells if cell and not cell.isascii()}
    for dtype in (pl.String, pl.Categorical):
        found = Texts(pl.DataFrame({"t": pl.Series(cells, dtype=dtype)})).accented("t")
        assert sorted(found) == sorted(expected)
    numbers = Texts(pl.DataFrame({"t": [1, 2]}))
    assert (numbers.accented("t"), numbers.different("t"), numbers.digits("t")) == ([], None, None)


def test_only_digits_are_digits() -> None:
    frame = pl.DataFrame({"digits": ["0017", None, "18"], "plus": ["+1", "2", "3"], "words": ["H1", "H2", "H3"]})
    texts = Texts(frame)
    assert [name for name in frame.columns if texts.digits(name)] == ["digits"]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["a", "a", "b", "c"], [0, 0, 1, 2]),
        (["b", "a", "c", "a"], [1, 0, 2, 0]),
        (["a", "b", None], [0, 1, None]),
        (["a", None, "c"], [0, None, 2]),
        (["a", "b", "d"], [0, 1, None]),
        (["a", "b"], [0, 1]),
        ([], []),
    ],
)
def test_persons_find_their_households_in_whatever_order(ids: list[str | None], expected: list[int | None]) -> None:
    rows = pl.int_range(1, 4, dtype=pl.Int64, eager=True).alias("row")
    households = ParsedTable(
        "household", pl.DataFrame([rows, pl.Series("household_id", ["a", "b", "c"])]), pl.DataFrame(), {}
    )
    frame = pl.DataFrame(
        [
            pl.int_range(1, len(ids) + 1, dtype=pl.Int64, eager=True).alias("row"),
            pl.Series("household_id", ids, dtype=pl.String),
        ]
    )
    persons = ParsedTable("person", frame, pl.DataFrame(), {"household_id": "Mã hộ"})
    mapping = ColumnMapping(TableMapping(()), TableMapping(()), None)
    register = assemble(households, persons, schema=FactSchema({}, {}), mapping=mapping, native="polars")
    assert register.persons is not None
    assert register.persons.get_column("household_row").to_list() == [row for row in expected if row is not None]
    assert len(register.rejects) == expected.count(None)


@pytest.mark.parametrize("bytes_read_at_once", [0, 1 << 20])
@pytest.mark.parametrize(("rows", "in_memory"), [(3, True), (4, False)])
def test_a_file_of_few_rows_is_read_once_whatever_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bytes_read_at_once: int, rows: int, in_memory: bool
) -> None:
    monkeypatch.setattr(spool, "SMALL", bytes_read_at_once)
    monkeypatch.setattr(spool, "IN_MEMORY", 3)
    file = tmp_path / "persons.parquet"
    pl.DataFrame({"id": MANY[:rows]}).write_parquet(file)
    found = spool.spool_parquet(file, TableMapping(()))
    assert (found.whole is not None) == in_memory
    assert found.table(0, rows).frame.get_column("id").to_list() == MANY[:rows]
    assert found.table(1, 2).rows.to_list() == [2, 3]
