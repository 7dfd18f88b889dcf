"""Beckerman's accounts of transfers: by hand, and what must hold of all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.measures import MeasureError, SurveyDesign, transfer_efficiency

# Line 100. Gaps 40, 10, 0, none. A: 20 + 10 + 0; B: 10; C: 5 + 30; D: 20.
HOMES = {"y": [60, 90, 100, 250], "t": [20, 20, 5, 30]}
MONEY = st.integers(0, 300)


def by_name(data: Any, **options: Any) -> dict[str, Any]:
    return {estimate.measure: estimate.value for estimate in transfer_efficiency(data, "y", "t", 100, **options)}


def test_by_hand() -> None:
    assert by_name(HOMES) == {
        "vertical_efficiency": Fraction(40, 75),
        "poverty_reduction_efficiency": Fraction(30, 75),
        "spillover": Fraction(10, 40),
        "gap_efficiency": Fraction(30, 50),
    }


@given(st.lists(st.tuples(MONEY, MONEY, st.integers(1, 9)), min_size=1, max_size=12))
def test_accounts_add_up_whatever_the_rows(rows: list[tuple[int, int, int]]) -> None:
    y, t, w = (list(column) for column in zip(*rows, strict=True))
    found = by_name({"y": y, "t": t, "w": w}, weight="w")
    paid = sum(a * b for a, b in zip(t, w, strict=True))
    gap = sum(max(100 - a, 0) * b for a, b in zip(y, w, strict=True))
    filled = sum(min(max(100 - a, 0), b) * c for a, b, c in rows)
    assert found["poverty_reduction_efficiency"] == (Fraction(filled, paid) if paid else None)
    assert found["gap_efficiency"] == (Fraction(filled, gap) if gap else None)
    if found["vertical_efficiency"] and found["spillover"] is not None:
        assert found["poverty_reduction_efficiency"] == found["vertical_efficiency"] * (1 - found["spillover"])
    doubled = by_name({"y": y * 2, "t": t * 2, "w": w * 2}, weight="w")
    assert doubled == found


def test_groups_lines_and_errors() -> None:
    data = HOMES | {"z": [100] * 4, "area": ["rural", "rural", "urban", "urban"]}
    found = transfer_efficiency(data, "y", "t", "z", by="area", design=SurveyDesign())
    assert found.group("rural").get("spillover").value == Fraction(1, 4)
    assert found.group("urban").get("gap_efficiency").value is None
    assert found.get("poverty_reduction_efficiency").se is not None


def test_what_cannot_be_measured() -> None:
    with pytest.raises(MeasureError, match="t: row 2 is below zero"):
        transfer_efficiency({"y": [1, 2], "t": [0, -1]}, "y", "t", 100)
    lacking = transfer_efficiency({"y": [60, None], "t": [20, 20]}, "y", "t", 100)
    assert lacking.get("gap_efficiency").value == Fraction(1, 2)
