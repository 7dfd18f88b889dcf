"""Cut-offs are compared exactly: weights of 1/6 and 1/18 and k = 1/2 lose households in binary floats."""

from __future__ import annotations

from fractions import Fraction

import pytest

from povrules.measures import MeasureError, alkire_foster
from tests.measures.support import case, columns, plain_af

TRAP = case("trap_float_boundary.json")
NAMES = TRAP["profile_indicator_order"]
WEIGHTS = dict(zip(NAMES, ["1/6"] * 4 + ["1/18"] * 6, strict=True))
FLOATS = dict(zip(NAMES, [1 / 6] * 4 + [1 / 18] * 6, strict=True))


def every_profile() -> list[list[int]]:
    """All 1,024 profiles."""
    return [[bits >> place & 1 for place in range(len(NAMES))] for bits in range(2 ** len(NAMES))]


def test_the_profile_of_the_trap_is_poor() -> None:
    profile = TRAP["example_profile"]
    assert TRAP["k"] == 0.5
    assert alkire_foster(columns([profile], NAMES), WEIGHTS, "1/2").H.value == 1


@pytest.mark.parametrize("k", ["1/3", "1/2", "2/3", "5/6", "1/18", "1.0"])
def test_every_profile_stands_on_the_right_side(k: str) -> None:
    matrix = every_profile()
    # Each profile weighs differently, so that no loss makes up for a gain.
    data = {**columns(matrix, NAMES), "w": [1 + row for row in range(len(matrix))]}
    found = alkire_foster(data, WEIGHTS, k, weight="w")
    weights = {name: Fraction(weight) for name, weight in WEIGHTS.items()}
    rows = [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)]
    expected = plain_af(rows, weights, lambda flags, score: score >= Fraction(k))
    assert {name: getattr(found, name).value for name in ("H", "A", "M0")} == {n: expected[n] for n in ("H", "A", "M0")}


def test_floats_would_lose_some_of_them() -> None:
    """That the trap is one: scores of 5/6 added up in floats, in an order of columns that somebody may have."""
    order = [9, 0, 8, 1, 7, 2, 6, 3, 5, 4]
    at_cutoff = [
        profile
        for profile in every_profile()
        if sum(Fraction(WEIGHTS[name]) * flag for name, flag in zip(NAMES, profile, strict=True)) == Fraction(5, 6)
    ]
    lost = [p for p in at_cutoff if sum(FLOATS[NAMES[place]] * p[place] for place in order) < 5 / 6]
    assert 0 < len(lost) < len(at_cutoff)
    assert alkire_foster(columns(lost, NAMES), WEIGHTS, "5/6").H.value == 1


def test_a_weight_that_is_the_trace_of_a_division_is_refused() -> None:
    with pytest.raises(MeasureError, match="such as '1/6'"):
        alkire_foster(columns(every_profile(), NAMES), FLOATS, "1/2")


def test_33_percent_is_not_a_third() -> None:
    data = {"a": [1], "b": [0], "c": [0]}
    assert alkire_foster(data, ["a", "b", "c"], "33 %").H.value == 1
    weights = {"a": 33, "b": 67}
    assert alkire_foster({"a": [1], "b": [0]}, weights, "0.33").H.value == 1
    third = alkire_foster({"a": [1], "b": [0]}, weights, "1/3")
    assert third.H.value == 0
    assert (third.cutoff.given, third.cutoff.share) == ("1/3", Fraction(1, 3))
