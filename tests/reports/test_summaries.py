"""Tables of one review."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import povrules as pr
from povrules.reports import ReportError, deprived, summary

FRAME = pl.DataFrame(
    {
        "commune": ["A", "A", "A", "B", "B"],
        "poverty_class": ["poor", "near_poor", "average", None, "poor"],
        "household_size": [5, 2, 3, 4, 1],
        "water": [True, True, False, True, None],
        "toilet": [False, True, False, True, True],
    }
)


def test_households_and_people_of_each_commune() -> None:
    first, second = summary(FRAME, by="commune").rows(named=True)
    assert (first["households"], first["poor"], first["near_poor"], first["undetermined"]) == (3, 1, 1, 0)
    assert (first["poor_percent"], first["people_poor_percent"]) == (Decimal("33.33"), Decimal("50.00"))
    assert (second["households"], second["undetermined"], second["people_undetermined"]) == (2, 1, 4)


def test_percentages_are_rounded_half_up() -> None:
    frame = pl.DataFrame({"poverty_class": ["poor"] + ["above"] * 7999})
    assert summary(frame, size=None)["poor_percent"][0] == Decimal("0.01")  # 0.0125
    frame = pl.DataFrame({"poverty_class": ["poor"] * 5 + ["above"] * 7995})
    assert summary(frame, size=None)["poor_percent"][0] == Decimal("0.06")  # 0.0625
    frame = pl.DataFrame({"poverty_class": ["poor"] * 9 + ["above"] * 7991})
    assert summary(frame, size=None)["poor_percent"][0] == Decimal("0.11")  # 0.1125


def test_what_the_poor_are_deprived_of() -> None:
    table = deprived(FRAME, ["water", "toilet"])
    assert table.rows(named=True)[0] == {
        "households": 2, "deprivations": 2, "water": 1, "water_percent": Decimal("50.00"), "water_open": 1,
        "toilet": 1, "toilet_percent": Decimal("50.00"), "toilet_open": 0, "undetermined": 1,
    }  # fmt: skip
    assert deprived(FRAME, ["toilet"], "near_poor")["toilet"][0] == 1


def test_a_place_without_the_poor_has_no_percentages() -> None:
    table = deprived(FRAME.filter(pl.col("poverty_class") == "average"), ["water"])
    assert table["water_percent"].to_list() == [None]


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["poor", "near_poor", "above", None]), st.integers(1, 9)))
)
def test_communes_add_up_to_the_whole(rows: list[tuple[str, str | None, int]]) -> None:
    schema = {"commune": pl.String, "poverty_class": pl.String, "household_size": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    whole, parts = summary(frame), summary(frame, by="commune")
    for name in ("households", "poor", "near_poor", "undetermined", "people", "people_poor", "people_undetermined"):
        assert whole[name][0] == parts[name].sum()


def test_of_what_a_policy_decided() -> None:
    frame = pl.DataFrame(
        {"household_id": ["1", "2"], "area": ["rural"] * 2, "income_per_capita": [2_000_000, 9_000_000]}
    )
    out = pr.load_policy(on="2024-10-01").evaluate(frame)
    assert summary(out.households, size=None).row(0) == (2, 0, Decimal("0.00"), 0, Decimal("0.00"), 0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: summary(FRAME, by="comune"), "did you mean 'commune'"),
        (lambda: summary(FRAME.with_columns(household_size=None)), "size=None"),
        (lambda: deprived(FRAME, ["household_size"]), "true and false"),
    ],
)
def test_data_that_cannot_be_a_table(call: object, words: str) -> None:
    with pytest.raises(ReportError, match=words):
        call()  # type: ignore[operator]
