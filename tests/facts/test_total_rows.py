"""Rows that add up others are found whatever the size of the table and whatever kind its texts are of."""

from __future__ import annotations

import polars as pl
import pytest

import povrules as pr
from povrules.facts.parsed_table import total_rows

KINDS = {
    "texts": pl.String,
    "categories": pl.Categorical,
    "a list": pl.Enum([*(f"Thôn {i}" for i in range(7)), "Tổng cộng"]),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", [1, 5, 1000, 1001, 5000])
@pytest.mark.parametrize("different", [7, 10_000])
def test_a_total_is_found_every_time(kind: str, rows: int, different: int) -> None:
    names = [f"Thôn {i % different}" for i in range(rows - 1)] + ["Tổng cộng"]
    if kind == "a list" and different > 7:
        names = [name if name == "Tổng cộng" else "Thôn 1" for name in names]
    frame = pl.DataFrame({"area": ["rural"] * rows, "Thôn": pl.Series(names, dtype=pl.String).cast(KINDS[kind])})
    # Over and over: the order in which different cells come out may change from one time to the next.
    assert [total_rows(frame) for _ in range(10)] == [{rows - 1: "Tổng cộng"}] * 10


def test_nothing_is_found_where_nothing_adds_up() -> None:
    names = [None, "Cổng", "Tổng hợp", "Chung", "thôn Tổng"]
    for rows in (5, 5000):
        frame = pl.DataFrame({"Thôn": [names[i % 5] for i in range(rows)], "number": range(rows)})
        assert total_rows(frame) == {}
    assert total_rows(pl.DataFrame()) == total_rows(pl.DataFrame({"Thôn": [None]}, schema={"Thôn": pl.String})) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_text_gives_the_same_rejects(kind: str) -> None:
    frame = pl.DataFrame(
        {
            "Mã hộ": ["1", "2", "3"],
            "Thôn": pl.Series(["Thôn 1", "Thôn 2", "Tổng cộng"]).cast(KINDS[kind]),
            "area": ["rural"] * 3,
            "income_per_capita": [5_000_000] * 3,
        }
    )
    policy = pr.load_policy(on="2024-10-01")
    for given in (frame, frame.to_arrow(), frame.to_pandas()):
        assert policy.evaluate(given, outputs=["poverty_class"]).rejects["code"].to_list() == ["total_row"]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_categories_read_in_a_wrong_encoding_are_told_and_read_again(kind: pl.DataType) -> None:
    names = ["Thôn Đồng Bằng", "Xã Bắc Ruộng", "Xã Hàm Thuận", "Thị trấn Chợ Lầu", "Hộ cận nghèo", "Nguyễn Văn Đức"]
    wrong = [name.encode("utf-8").decode("latin-1") for name in names]
    frame = pl.DataFrame({"Mã hộ": list("123456"), "Ghi chú": pl.Series(wrong).cast(kind)})
    assert "misread_text" in [warning.reason.code for warning in pr.Register(frame).warnings]
    again = pr.Register(frame, mapping={"encoding": "utf-8"})
    assert again.checked.extra_households.get_column("Ghi chú").cast(pl.String).to_list() == names
