"""Missing data: rows left out and counted, taken as not deprived, or bounds that completions attain."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.measures import (
    Indicator,
    MeasureError,
    SurveyDesign,
    alkire_foster,
    fgt,
    gini,
    income_gap,
    sen,
    sst,
    targeting,
    watts,
)
from tests.measures.support import sample

NAMES = ("a", "b", "c")
Rows = list[dict[str, Any]]
DATA = {
    "a": [1, 1, 0, None, 0],
    "b": [1, 0, None, None, 0],
    "c": [0, 1, 1, 1, 0],
    "w": [1, 2, 3, 4, 5],
    "g": ["x", "x", "y", "y", None],
}

tables: st.SearchStrategy[Rows] = st.lists(
    st.fixed_dictionaries(
        {name: st.sampled_from([True, False, None]) for name in NAMES}
        | {"w": st.integers(1, 4), "g": st.sampled_from("xy")}
    ),
    min_size=1,
    max_size=3,
)
weights = st.sampled_from([{"a": 1, "b": 1, "c": 1}, {"a": 3, "b": 2, "c": 1}, {"a": "1/2", "b": "1/3", "c": "1/6"}])
cutoffs = st.sampled_from([1, 2, 3, "1/6", "1/3", "1/2", "2/3", "1.0"])


def columns(rows: Rows) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def completions(rows: Rows) -> list[Rows]:
    holes = [(row, name) for row, one in enumerate(rows) for name in NAMES if one[name] is None]
    found = []
    for filled in itertools.product([True, False], repeat=len(holes)):
        copy = [dict(one) for one in rows]
        for (row, name), value in zip(holes, filled, strict=True):
            copy[row][name] = value
        found.append(copy)
    return found


@given(tables, weights, cutoffs)
def test_bounds_are_the_ends_of_all_completions(rows: Rows, given: Any, k: Any) -> None:
    dimensions = [Indicator(name, weight, "one" if name == "c" else "two") for name, weight in given.items()]
    options: Any = {"weight": "w", "by": "g"}
    every = [list(alkire_foster(columns(one), dimensions, k, **options)) for one in completions(rows)]
    found = alkire_foster(columns(rows), dimensions, k, missing="bounds", **options)
    assert len(found) == len(every[0])
    for place, estimate in enumerate(found):
        seen = [one[place].value for one in every if one[place].value is not None]
        assert all(one[place].key == estimate.key for one in every)
        if not seen:
            assert estimate.value is None
            assert estimate.bounds is None
        elif min(seen) == max(seen):
            assert estimate.value == min(seen)
        else:
            assert estimate.bounds == (min(seen), max(seen)), estimate


def test_rows_left_out_are_counted() -> None:
    found = alkire_foster(DATA, NAMES, 2, weight="w", by="g")
    assert found.H.value == Fraction(3, 8)
    assert (found.basis.rows, found.basis.missing, found.basis.used) == (5, 2, 3)
    assert found.basis.missing_share == Fraction(7, 15)
    assert found.groups("g") == ("x", None)


def test_taken_as_not_deprived() -> None:
    found = alkire_foster(DATA, NAMES, 2, weight="w", missing="not_deprived")
    filled = {name: [value or 0 for value in column] if name in NAMES else column for name, column in DATA.items()}
    assert [e.value for e in found] == [e.value for e in alkire_foster(filled, NAMES, 2, weight="w")]
    assert found.basis.used == 5


def test_bounds_of_incomes_are_the_ends() -> None:
    data = {"y": [100, None, 200, 50], "w": [1, 2, 3, 4]}
    found = fgt(data, "y", 100, weight="w", poor_if="<=", missing="bounds")
    assert found.get("P0").bounds == (Fraction(1, 2), Fraction(7, 10))
    assert found.get("P1").bounds == (Fraction(1, 5), Fraction(2, 5))
    low, high = (sst({"y": [100, end, 200, 50], "w": data["w"]}, "y", 100, weight="w").value for end in (100, 0))
    assert sst(data, "y", 100, weight="w", missing="bounds").bounds == (low, high)
    assert watts(data, "y", 100, weight="w", missing="bounds").first.bounds == (
        watts({"y": [100, 100, 200, 50], "w": data["w"]}, "y", 100, weight="w").value,
        None,
    )
    # Nothing is missing among those at hand: the value itself.
    assert fgt({"y": [100, 200]}, "y", 150, missing="bounds").value == Fraction(1, 2)


def test_incomes_taken_as_not_poor() -> None:
    assert fgt({"y": [1, None]}, "y", 2, poor_if="<=", missing="not_deprived").value == Fraction(1, 2)
    assert fgt({"y": [1, None]}, "y", 2).value == 1


def test_intervals_of_bounds_reach_from_end_to_end() -> None:
    data = sample(3)
    design = SurveyDesign("stratum", "cluster")
    holes = [None if row % 9 == 0 else value for row, value in enumerate(data["f1"])]
    names = ["f1", "f2", "f3", "f4"]
    found = alkire_foster({**data, "f1": holes}, names, 2, weight="weight", missing="bounds", design=design)
    ends = [
        alkire_foster(
            {**data, "f1": [fill if v is None else v for v in holes]}, names, 2, weight="weight", design=design
        ).H
        for fill in (0, 1)
    ]
    assert found.H.bounds == (ends[0].value, ends[1].value)
    assert found.H.value is None
    assert found.H.se is None
    assert ends[0].interval is not None
    assert ends[1].interval is not None
    assert found.H.interval == (ends[0].interval[0], ends[1].interval[1])
    with pytest.raises(TypeError, match="H has no single value"):
        float(found.H)


def test_bounds_of_gaps() -> None:
    indicators = [Indicator("a", cutoff=10), Indicator("b", cutoff=4)]
    found = alkire_foster({"a": [5, 5], "b": [1, None]}, indicators, 1, missing="bounds")
    filled = [alkire_foster({"a": [5, 5], "b": [1, end]}, indicators, 1) for end in (4, 0)]
    assert found.M1.bounds == (filled[0].M1.value, filled[1].M1.value)
    assert found.M2.bounds == (filled[0].M2.value, filled[1].M2.value)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: alkire_foster(DATA, NAMES, 2, missing="skip"), "missing: 'skip' is no policy"),
        (lambda: alkire_foster({"a": [None]}, ["a"], 1), "every row has something missing"),
        (lambda: gini([1, None], missing="bounds"), "gini: missing incomes can only be left out"),
        (lambda: sen({"y": [1, None]}, "y", 2, missing="bounds"), "sen has no bounds"),
        (lambda: income_gap({"y": [1, None]}, "y", 2, missing="bounds"), "gap has no bounds"),
        (lambda: targeting({"a": [1], "b": [0]}, "a", "b", missing="not_deprived"), "nobody is deprived here"),
    ],
)
def test_policies_that_cannot_be(made: Any, said: str) -> None:
    with pytest.raises(MeasureError) as caught:
        made()
    assert said in str(caught.value)


def test_bounds_of_targeting_are_those_of_all_completions() -> None:
    meant, got, weights = [1, 1, 0, None, None, 0], [1, None, None, 1, None, 0], [3, 1, 2, 5, 1, 4]
    found = targeting({"t": meant, "r": got, "w": weights}, "t", "r", weight="w", missing="bounds")
    seen: dict[str, set[Any]] = {}
    for t in itertools.product(*((0, 1) if v is None else (v,) for v in meant)):
        for r in itertools.product(*((0, 1) if v is None else (v,) for v in got)):
            for estimate in targeting({"t": t, "r": r, "w": weights}, "t", "r", weight="w"):
                seen.setdefault(estimate.measure, set()).add(estimate.value)
    for estimate in found:
        values = {value for value in seen[estimate.measure] if value is not None}
        assert estimate.bounds is not None
        if estimate.measure.startswith("differential"):
            assert estimate.bounds[0] <= min(values) <= max(values) <= estimate.bounds[1]
        else:
            assert estimate.bounds == (min(values), max(values))
