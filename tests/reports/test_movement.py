"""The movement table: its identity holds for any two reviews, and each household stands where it belongs."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.reports import ReportError, movement
from povrules.reports.movement import LESS, PLUS

SCHEMA = {"household_id": pl.String, "commune": pl.String, "poverty_class": pl.String, "household_size": pl.Int64}
CLASSES = ("poor", "near_poor", "average", "above", None)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two reviews with households in common, some gone, some new, some moved to another commune."""
    frames = []
    for _ in range(2):
        ids = draw(st.lists(st.integers(0, 12), unique=True, max_size=10))
        rows = [
            {
                "household_id": f"H{i}",
                "commune": draw(st.sampled_from(["A", "B"])),
                "poverty_class": draw(st.sampled_from(CLASSES)),
                "household_size": draw(st.integers(1, 6)),
            }
            for i in ids
        ]
        schema = {
            "household_id": pl.String,
            "commune": pl.String,
            "poverty_class": pl.String,
            "household_size": pl.Int64,
        }
        frames.append(pl.DataFrame(rows, schema=schema))
    return frames[0], frames[1]


@given(both=reviews(), of=st.sampled_from(["poor", "near_poor"]), earlier=st.sets(st.integers(0, 12).map("H{}".format)))
def test_start_less_and_plus_is_the_end(both: tuple[pl.DataFrame, pl.DataFrame], of: Any, earlier: set[str]) -> None:
    for by in ((), "commune"):
        table = movement(*both, of, by=by, earlier=earlier)
        for row in table.iter_rows(named=True):
            assert row["start"] - sum(row[name] for name in LESS) + sum(row[name] for name in PLUS) == row["end"]
            assert all(row[name] >= 0 for name in (*LESS, *PLUS))
        for place in ("start", "end"):
            frame = both[0] if place == "start" else both[1]
            mine = frame.filter(pl.col("poverty_class") == of)
            sums = dict(table.group_by("unit").agg(pl.col(place).sum()).rows())
            assert sums.get("households", 0) == mine.height
            assert sums.get("people", 0) == (mine["household_size"].sum() or 0)


def frames(first: list[tuple[str, str | None, int]], second: list[tuple[str, str | None, int]]) -> list[pl.DataFrame]:
    schema = {"household_id": pl.String, "poverty_class": pl.String, "household_size": pl.Int64}
    return [pl.DataFrame(rows, schema=schema, orient="row") for rows in (first, second)]


def test_each_way_has_its_column() -> None:
    first = [("near", "poor", 1), ("risen", "poor", 2), ("gone", "poor", 3), ("open", "poor", 4), ("stays", "poor", 5),
             ("fell", "near_poor", 1), ("again", "average", 2), ("fresh", "above", 3)]  # fmt: skip
    second = [("near", "near_poor", 1), ("risen", "above", 2), ("open", None, 4), ("stays", "poor", 6),
              ("fell", "poor", 1), ("again", "poor", 2), ("fresh", "poor", 3), ("moved in", "poor", 4)]  # fmt: skip
    table = movement(*frames(first, second), earlier={"again"})
    homes, people = table.rows(named=True)
    assert [homes[n] for n in ("start", *LESS, *PLUS, "end")] == [5, 1, 1, 2, 1, 1, 1, 1, 5]
    assert [people[n] for n in ("start", *LESS, *PLUS, "end")] == [15, 1, 2, 7, 1, 2, 3, 5, 16]


def test_without_history_new_and_fallen_back_cannot_be_told_apart() -> None:
    table = movement(*frames([("a", "above", 1)], [("a", "poor", 1)]), size=None)
    assert table.rows(named=True)[0]["fallen_back"] is None
    assert table["new"].to_list() == [1]
    assert table["unit"].to_list() == ["households"]


@pytest.mark.parametrize(
    ("first", "options", "words"),
    [
        ([("a", "poor", 1), ("a", "poor", 1)], {}, "twice"),
        ([("a", "poor", 1)], {"of_class": "povrty_class"}, "did you mean 'poverty_class'"),
        ([("a", "poor", None)], {}, "size=None"),
    ],
)
def test_data_that_cannot_be_a_table(first: list[Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(ReportError, match=words):
        movement(*frames(first, []), **options)


def test_a_class_that_is_none() -> None:
    with pytest.raises(ReportError, match="did you mean 'poor'"):
        movement(*frames([], []), "pooor")  # type: ignore[arg-type]
