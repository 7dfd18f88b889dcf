"""What programmes do to the income gap, and weights with decimals, by hand."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.yearly import yearly
from povrules.language.errors import PovrulesError
from povrules.whatif.errors import ReformError
from tests.whatif.test_sweeps import DAY, NAMES

SUPPORT = "electricity_support"


@pytest.fixture(scope="module")
def law() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.fixture(scope="module")
def given() -> pr.Register:
    """A poor household whose gap is 500,000 a person, one that the reform takes in, one above, one unknown."""
    homes = {
        "household_id": ["H1", "H2", "H3", "H4"],
        "area": ["rural"] * 4,
        "household_size": [2, 4, 1, 3],
        "income_per_capita": [1_000_000, 1_600_000, 9_000_000, None],
        "weight": [1.5, 2.25, 1.0, 1.0],
        "poverty_electricity_bill": [True] * 4,
    }
    return pr.Register(pl.DataFrame(homes | {name: [True] * 4 for name in NAMES}))


def test_the_gap_and_what_is_paid(law: pr.Policy, given: pr.Register) -> None:
    reform = law.reform({"income_line.rural": 2_000_000})
    found = pr.compare(law, reform, given, weight="weight")
    effect = found.effect([SUPPORT])
    assert effect.gap == Fraction("1.5") * 2 * 12 * 500_000
    sums, parts = yearly(found.baseline, [SUPPORT])
    paid = Fraction(sums[0]) / parts
    assert paid > 0
    assert effect.paid_before == Fraction("1.5") * paid
    assert effect.gap_before == effect.gap - effect.paid_before  # all of it is below the line
    assert effect.paid_after == effect.paid_before + Fraction("2.25") * paid
    assert effect.gap_after == effect.gap_before  # who came in is above the line that both are held against
    assert effect.ratio == 0
    assert (effect.households, effect.left_out) == (3, 1)
    before, after = (side.get("poverty_reduction_efficiency").value for side in (effect.before, effect.after))
    assert (before, after) == (1, Fraction("1.5") / (Fraction("1.5") + Fraction("2.25")))


def test_sums_of_weights_with_decimals_are_exact(law: pr.Policy, given: pr.Register) -> None:
    reform = law.reform({"income_line.rural": 2_000_000})
    found = pr.compare(law, reform, given, weight="weight")
    moves = {(row["before"], row["after"]): row for row in found.transitions().iter_rows(named=True)}
    assert Fraction(moves["average", "poor"]["households"]) == Fraction("2.25")
    assert Fraction(moves["poor", "poor"]["people"]) == 3
    cost = found.cost().filter(pl.col("programme") == SUPPORT)
    assert Fraction(cost["year_must_after"].sum()) == found.effect([SUPPORT]).paid_after
    assert found.lifted()["fewer_poor"] == -Fraction("2.25")
    curve = pr.sweep(law, "income_line.rural", given, weight="weight")
    assert Fraction(curve.at(1_600_000)["must"]) == Fraction("3.75")
    assert curve.total == Fraction("5.75")
    reached = pr.find_value(law, "income_line.rural", {"poor_count": 3.75}, given, weight="weight")
    assert reached.value == 1_600_000


def test_what_is_not_there_is_named(law: pr.Policy, given: pr.Register) -> None:
    found = pr.compare(law, law, given)
    with pytest.raises(PovrulesError, match="did you mean 'electricity_support'"):
        found.effect(["electricity_suport"])
    with pytest.raises(ReformError, match="did you mean 'income_line'"):
        found.effect(line="incom_line")
    bare = pr.Register(pl.DataFrame({"household_id": ["1"], "area": ["rural"], "income_per_capita": [1]}))
    with pytest.raises(ReformError, match="household_size"):
        pr.compare(law, law, bare).effect()
