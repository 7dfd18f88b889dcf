"""Frames of any kind and plain columns; numbers read exactly; what cannot be measured is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from povrules.language.errors import PovrulesError
from povrules.measures import Indicator, MeasureError, alkire_foster, atkinson, exit_time, fgt, gini, targeting, watts
from povrules.measures.exact import exact_column

PLAIN = {
    "water": [True, False, None, True],
    "toilet": [1, 0, 1, 0],
    "w": [1.1, 2.2, 3.3, 4.4],
    "y": [0.1, 0.2, 0.3, 5.0],
    "g": ["Tây Nguyên", "Đồng bằng", "Tây Nguyên", None],
}
FRAMES: dict[str, Callable[[Any], Any]] = {
    "polars": pl.DataFrame,
    "lazy": pl.LazyFrame,
    "pandas": pd.DataFrame,
    "pandas nullable": lambda given: pd.DataFrame(given).convert_dtypes(),
    "pyarrow": pa.table,
    "mapping of arrays": lambda given: {**given, "w": np.array(given["w"]), "y": pl.Series(given["y"])},
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_kind_of_data_gives_the_same_numbers(kind: str) -> None:
    data = FRAMES[kind](PLAIN)
    expected = alkire_foster(PLAIN, ["water", "toilet"], 1, weight="w", by="g", missing="bounds")
    found = alkire_foster(data, ["water", "toilet"], 1, weight="w", by="g", missing="bounds")
    assert found.estimates == expected.estimates
    assert found.H.bounds is None
    assert found.H.value == Fraction(88, 110)
    assert found.M0.bounds == (Fraction(9, 20), Fraction(3, 5))
    money = fgt(data, "y", "0.3", weight="w", poor_if="<=")
    assert [e.value for e in money] == [e.value for e in fgt(PLAIN, "y", 0.3, weight="w", poor_if="<=")]
    assert money.value == Fraction(66, 110)


@pytest.mark.parametrize(("kind", "type"), [("polars", pl.DataFrame), ("pandas", pd.DataFrame), ("pyarrow", pa.Table)])
def test_results_come_as_the_kind_of_frame_that_came_in(kind: str, type: type) -> None:
    data = FRAMES[kind](PLAIN)
    for found in (
        alkire_foster(data, ["toilet"], 1),
        gini(data, "y"),
        targeting(data, "toilet", "toilet"),
    ):
        assert isinstance(found.frame(), type)


def test_numbers_are_read_as_they_are_written() -> None:
    assert exact_column(pl.Series([0.1, None, float("nan"), 2.5]), "x").numerators == [1, None, None, 25]
    assert exact_column([0.1, float("nan"), Fraction(1, 3), Decimal("0.25"), 2], "x").denominator == 60
    thirds = exact_column(pl.Series([1 / 3, 2 / 3]), "x")
    assert thirds.value(0) == Fraction("0.3333333333333333")
    assert exact_column(pl.Series([Decimal("1.25"), None]), "x").value(0) == Fraction(5, 4)
    assert exact_column(pl.Series([True, None, False]), "x").numerators == [1, None, 0]
    assert exact_column(pl.Series([2**60, 3]), "x").numerators == [2**60, 3]
    assert exact_column(pl.Series([1e-7, 123456.5]), "x").value(0) == Fraction(1, 10**7)


def test_an_income_at_the_line_is_on_the_side_that_the_rule_says() -> None:
    """0.1 + 0.2 is written 0.30000000000000004, and above a line of 0.3; 0.3 is at it."""
    data = {"y": [0.3, 0.1 + 0.2, 0.29]}
    assert [fgt(data, "y", "0.3", poor_if=sign).value for sign in ("<", "<=")] == [Fraction(1, 3), Fraction(2, 3)]


def test_a_line_for_each_row() -> None:
    data = {"y": [1_500_000, 1_500_001, 2_000_000], "z": [1_500_000, 1_500_000, 2_500_000]}
    found = fgt(data, "y", "z", poor_if="<=")
    assert found.get("P0").value == Fraction(2, 3)
    assert found.get("P1").value == Fraction(1, 5) / 3
    assert fgt({**data, "z": [1, None, 1]}, "y", "z").basis.missing == 1


def test_weights_by_dimension() -> None:
    found = alkire_foster(PLAIN, {"home": {"water": 2, "toilet": "1"}}, 1, missing="not_deprived")
    assert [i.weight for i in found.indicators] == [Fraction(2, 3), Fraction(1, 3)]
    assert list(found.dimension_contribution) == ["home"]
    assert found.dimension_contribution["home"].value == 1
    assert alkire_foster(PLAIN, ["toilet"], 1).dimension_contribution == {}


def test_several_columns_of_groups() -> None:
    data = {"a": [1, 0, 1], "g": ["x", "x", "y"], "h": ["x", "z", "z"]}
    found = alkire_foster(data, ["a"], 1, by=["g", "h"])
    assert found.group("y").H.value == 1
    assert found.group("x", by="h").H.value == 1
    assert found.groups() == ("x", "y", "z")
    with pytest.raises(MeasureError, match="'x' is a group of several columns"):
        found.group("x")


def test_a_group_without_weight_has_no_rates() -> None:
    found = alkire_foster({"a": [1, 1], "w": [0, 1], "g": ["x", "y"]}, ["a"], 1, weight="w", by="g")
    assert found.group("x").H.value is None
    assert found.group("x").get("population_share").value == 0
    money = gini({"value": [1, 2], "w": [0, 1], "g": ["x", "y"]}, weight="w", by="g")
    assert money.group("x").value is None


def test_nobody_is_poor() -> None:
    found = alkire_foster({"a": [0, 0]}, ["a"], 1)
    assert (found.H.value, found.M0.value, found.A.value, found.contribution["a"].value) == (0, 0, None, None)
    assert found.frame().filter(pl.col("measure") == "A")["value"].to_list() == [None]
    assert "–" in found.html()


FLAG = {"a": [1, 0], "b": [0, 1], "y": [1.0, 2.0]}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: alkire_foster(FLAG, ["a", "c"], 1), "the data have no column 'c'"),
        (lambda: alkire_foster({"watr": [1]}, ["water"], 1), "did you mean 'watr'?"),
        (lambda: alkire_foster(FLAG, ["a", "a"], 1), "the indicator 'a' is named 2 times"),
        (lambda: alkire_foster(FLAG, "a", 1), "indicators: 'a' is one name; expected a list"),
        (lambda: alkire_foster(FLAG, [], 1), "the indicators: none is named"),
        (lambda: alkire_foster(FLAG, {"a": 0}, 1), "the indicators have no weight"),
        (lambda: alkire_foster(FLAG, {"a": -1, "b": 2}, 1), "weight of a: -1 is below zero"),
        (lambda: alkire_foster(FLAG, {"a": "half"}, 1), "weight of a: 'half' is no number; expected '1/6'"),
        (lambda: alkire_foster(FLAG, {"a": "1/0"}, 1), "weight of a: '1/0' is no number"),
        (lambda: alkire_foster(FLAG, {"a": True}, 1), "weight of a: True is no number"),
        (lambda: alkire_foster(FLAG, {"a": float("inf")}, 1), "weight of a: inf is no number"),
        (lambda: alkire_foster(FLAG, {"home": ["a"], "b": 1}, 1), "'home' is a dimension beside single indicators"),
        (lambda: alkire_foster(FLAG, ["a", "b"], 3), "k: 3 of 2 indicators; expected 1 to 2, or a share"),
        (lambda: alkire_foster(FLAG, ["a", "b"], 0), "k: 0 of 2 indicators"),
        (lambda: alkire_foster(FLAG, ["a", "b"], "3"), "a count is a whole number such as 3"),
        (lambda: alkire_foster(FLAG, ["a", "b"], 0.0), "k: 0.0 is no share of the weight"),
        (lambda: alkire_foster(FLAG, ["a", "b"], 1.0), "k: 1.0 may be a count or a share; expected 1 to count"),
        (lambda: alkire_foster(FLAG, ["a", "b"], 1.0), "or '100 %' for a share of the weight"),
        (lambda: alkire_foster(FLAG, ["a", "b"], Decimal("2")), "k: 2 may be a count or a share; expected 2 to count"),
        (lambda: alkire_foster({"a": [2, 0]}, ["a"], 1), "a: 2 in row 1 does not say whether it is deprived"),
        (lambda: alkire_foster({"a": ["yes"]}, ["a"], 1), "a: 'yes' in row 1 is no number"),
        (lambda: alkire_foster(FLAG, [Indicator("a", cutoff=0)], 1), "a: the cut-off 0 is not above zero"),
        (lambda: alkire_foster(FLAG, [Indicator("a", deprived_if="=<")], 1), "'=<' is no operator"),  # type: ignore[arg-type]
        (lambda: alkire_foster(FLAG, ["a"], 1).M1, "no M1: a has no cut-off, so its gap is not known"),
        (lambda: alkire_foster(FLAG, ["a"], 1).group("z"), "no estimate fits"),
        (lambda: alkire_foster(FLAG, ["a"], 1).get("P0"), "no estimate of P0"),
        (lambda: alkire_foster(FLAG, ["a"], 1).get("censored", "b"), "no estimate of censored of b"),
        (lambda: alkire_foster({f"i{n}": [1] for n in range(63)}, [f"i{n}" for n in range(63)], 1), "at most 62"),
        (lambda: fgt(FLAG, "y", 0), "line: 0 is not above zero"),
        (lambda: fgt({"y": [1], "z": [0]}, "y", "z"), "z: a line of zero or less"),
        (lambda: fgt({"y": [1] * 201, "z": list(range(1, 202))}, "y", "z"), "z: 201 different lines"),
        (lambda: fgt(FLAG, "y", "poor line"), "line: 'poor line' is no number"),
        (lambda: fgt(FLAG, "y", 2, alphas=[-1]), "alpha: below zero, or none"),
        (lambda: fgt(FLAG, "y", 2, poor_if="≤"), "poor_if: '≤' is no operator; expected '<' or '<='"),  # type: ignore[arg-type]
        (lambda: watts([0, 1], "value", 2), "poor rows with an income of zero or less, which has no logarithm: 1"),
        (lambda: gini([0, 0]), "the incomes sum to zero or less"),
        (lambda: gini([]), "the data have no row"),
        (lambda: gini([1, float("inf")]), "value: inf in row 2 is no number"),
        (lambda: atkinson([0, 1]), "rows with an income of zero or less, for which this measure is not defined: 1"),
        (lambda: atkinson([1, 2], epsilon=0), "epsilon: 0 is not above zero"),
        (lambda: exit_time(0.1, 0), "growth: 0 is not above zero"),
        (lambda: gini({"value": [1, 2], "w": [1, -1]}, weight="w"), "w: row 2 is below zero"),
        (lambda: gini({"value": [1, 2], "w": [1, None]}, weight="w"), "w: row 2 is missing"),
        (lambda: gini({"value": [1, 2], "w": [0, 0]}, weight="w"), "all weights are zero"),
        (lambda: gini({"value": [1, 2], "w": [0]}), "the columns differ in length: value 2, w 1"),
        (lambda: gini({"value": 3}), "column 'value': int is no column; expected a list or a series"),
        (lambda: gini(3), "data: int is no data frame; expected a frame of polars, pandas, pyarrow, DuckDB or PySpark"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_words(made: Callable[[], Any], said: str) -> None:
    with pytest.raises(PovrulesError) as caught:
        made()
    assert said in str(caught.value)


def test_all_of_the_weight_is_written_as_a_share_and_one_indicator_as_a_count() -> None:
    count, share = (alkire_foster(FLAG, ["a", "b"], k) for k in (1, "100 %"))
    assert (count.H.value, share.H.value) == (1, 0)
    assert alkire_foster(FLAG, ["a", "b"], 0.5).H.value == 1
