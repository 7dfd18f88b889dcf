"""The step curve of a threshold, held against deciding again at every breakpoint and one đồng beside it."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.whatif.errors import ReformError
from povrules.whatif.finding import found_in

DAY = "2024-10-01"
NAMES = [
    f"deprived_{name}"
    for name in (
        "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
        "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
    )
]  # fmt: skip


def register(rows: int, unknown: float, seed: int = 1) -> pr.Register:
    random = Random(seed)

    def perhaps(value: Any) -> Any:
        return None if random.random() < unknown else value

    incomes = [perhaps(random.choice([0, 900_000, 1_499_999, 1_500_000, 1_500_001, 2_250_000, 2_250_001, 5_000_000])
                       + random.choice([0, 0, 7])) for _ in range(rows)]  # fmt: skip
    flags = {name: pl.Series([perhaps(random.random() < 0.3) for _ in range(rows)], dtype=pl.Boolean) for name in NAMES}
    return pr.Register(
        pl.DataFrame(
            {
                "household_id": [f"H{i}" for i in range(rows)],
                "area": [perhaps(random.choice(["rural", "urban"])) for _ in range(rows)],
                "income_per_capita": pl.Series(incomes, dtype=pl.Int64),
                "weight": [random.choice([1, 2, 5]) for _ in range(rows)],
                **flags,
            }
        )
    )


def recomputed(policy: pr.Policy, given: pr.Register, verdict: str) -> tuple[int, int]:
    """Weighted, those who certainly have the verdict and those who may."""
    found = policy.evaluate(given, outputs=["poverty_class"]).households
    weights = given.checked.extra_households["weight"]
    must = (found["poverty_class"] == verdict).fill_null(False)
    may = must
    if "poverty_class_possible" in found.columns:
        may = must | found["poverty_class_possible"].str.split("|").list.contains(verdict).fill_null(False)
    return int(weights.filter(must).sum()), int(weights.filter(may).sum())


@pytest.mark.parametrize(
    ("path", "verdict", "unknown"),
    [
        ("income_line.rural", "poor", 0.0),
        ("income_line.rural", "near_poor", 0.0),
        ("average_line.urban", "average", 0.0),
        ("deprivation_cutoff", "poor", 0.0),
        ("income_line.rural", "near_poor", 0.1),
        ("average_line.urban", "average", 0.1),
        ("deprivation_cutoff", "poor", 0.1),
    ],
)
def test_every_breakpoint_and_one_beside_it_is_what_deciding_again_says(
    path: str, verdict: str, unknown: float
) -> None:
    law, given = pr.load_policy(on=DAY), register(120, unknown)
    curve = pr.sweep(law, path, given, verdict=verdict, weight="weight")
    assert curve.exact
    low, high = curve.threshold.low or 0, curve.threshold.high
    values = curve.steps["value"].to_list()
    for value in Random(7).sample(values, min(6, len(values))):
        for beside in (value - 1, value, value + 1):
            if beside < low or (high is not None and beside > high):
                continue
            step = curve.at(beside)
            must, may = recomputed(law.reform({path: beside}), given, verdict)
            if unknown:
                assert step["must"] <= must <= may <= step["may"], beside
            else:
                assert (step["must"], step["may"]) == (must, may), beside


def test_the_curve_in_force_is_the_law() -> None:
    law, given = pr.load_policy(on=DAY), register(300, 0.05)
    step = pr.sweep(law, "income_line.rural", given, weight="weight").at(1_500_000)
    assert (step["must"], step["may"]) == recomputed(law, given, "poor")


def test_a_condition_and_a_programme_can_be_swept() -> None:
    law, given = pr.load_policy(on=DAY), register(60, 0.0)
    found = pr.sweep(law, "income_line.rural", given, of="phone_support")
    again = law.reform({"income_line.rural": 900_000}).evaluate(given, outputs=["phone_support"]).households
    assert found.at(900_000)["must"] == int((again["phone_support"] == True).sum())  # noqa: E712


def test_what_is_more_than_compared_has_no_critical_value_and_says_so() -> None:
    law, given = pr.load_policy(on=DAY), register(30, 0.0)
    line = {"poverty_class_by_income": "poor if income_per_capita * 2 <= income_line[area] * 2 else above"}
    found = pr.sweep(law.reform(line), "income_line.rural", given, grid=5)
    assert not found.exact
    assert found.steps.height == 5


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("income_lin.rural", "did you mean"),
        ("income_line", "names no single value"),
        ("income_line.rurl", "income_line.rural"),
    ],
)
def test_a_threshold_that_is_none(path: str, words: str) -> None:
    with pytest.raises(ReformError, match=words):
        pr.sweep(pr.load_policy(on=DAY), path, register(3, 0.0))


def test_a_verdict_or_weight_that_is_none() -> None:
    law, given = pr.load_policy(on=DAY), register(3, 0.0)
    with pytest.raises(ReformError, match="near_poor"):
        pr.sweep(law, "income_line.rural", given, verdict="rich")
    with pytest.raises(ReformError, match="did you mean 'weight'"):
        pr.sweep(law, "income_line.rural", given, weight="weigth")


def test_the_inverse_finds_the_least_value_that_reaches_a_rate() -> None:
    law, given = pr.load_policy(on=DAY), register(400, 0.0)
    curve = pr.sweep(law, "income_line.rural", given)
    wanted = Fraction(int(curve.steps["must"][len(curve.steps) // 2]), 400)
    found = pr.find_value(law, "income_line.rural", {"poor_rate": wanted}, given)
    assert found.value is not None
    assert found.at >= wanted > (found.below if found.below is not None else -1)
    assert recount(law, given, found.value) == found.at
    if found.value > 0:
        assert recount(law, given, found.value - 1) == found.below
    assert found.in_steps is not None
    assert found.in_steps[0] % 100_000 == 0
    assert recount(law, given, int(found.in_steps[0])) == found.in_steps[1]
    by_count = pr.find_value(law, "income_line.rural", {"poor_count": wanted * 400}, given)
    assert by_count.value == found.value


def recount(law: pr.Policy, given: pr.Register, line: Any) -> Fraction:
    found = law.reform({"income_line.rural": line}).evaluate(given, outputs=["poverty_class"]).households
    return Fraction(int((found["poverty_class"] == "poor").sum()), found.height)


def test_a_rate_that_no_value_reaches() -> None:
    found = pr.find_value(pr.load_policy(on=DAY), "income_line.rural", {"poor_rate": "99%"}, register(50, 0.0))
    assert found.value is None
    assert str(found).startswith("no such value")


def test_on_the_may_bound_a_rate_is_reached_no_later() -> None:
    law, given = pr.load_policy(on=DAY), register(400, 0.1)
    curve = pr.sweep(law, "income_line.rural", given)
    must, may = (found_in(curve, Fraction(1, 10), False, bound) for bound in ("must", "may"))  # type: ignore[arg-type]
    assert may.value is not None
    assert must.value is None or must.value >= may.value


def test_two_thresholds_give_a_frontier() -> None:
    law, given = pr.load_policy(on=DAY), register(300, 0.0)
    found = pr.frontier(
        law, "income_line.urban", [1_000_000, 2_000_000], "income_line.rural", {"poor_rate": "12%"}, given
    )
    assert found["first"].to_list() == [1_000_000, 2_000_000]
    for first, second in found.select("first", "second").rows():
        if second is not None:
            alone = pr.find_value(
                law.reform({"income_line.urban": first}), "income_line.rural", {"poor_rate": "12%"}, given
            )
            assert alone.value == second


def test_parts_of_a_reform_sum_to_the_whole_and_equal_changes_have_equal_parts() -> None:
    law, given = pr.load_policy(on=DAY), register(300, 0.0)

    def poor(policy: pr.Policy) -> int:
        classes = policy.evaluate(given, outputs=["poverty_class"]).households["poverty_class"]
        return int((classes == "poor").sum())

    changes = {"income_line.rural": 2_000_000, "income_line.urban": 2_500_000, "deprivation_cutoff": 2}
    found = pr.decompose(law, changes, poor)
    assert (found.before, found.after) == (poor(law), poor(law.reform(changes)))
    assert sum(found.parts.values()) == found.after - found.before
    nothing = pr.decompose(law, {"deprivation_cutoff": 3, "income_line.rural": 1_500_000}, poor)
    assert set(nothing.parts.values()) == {0}


def test_more_than_eight_changes_are_refused() -> None:
    law = pr.load_policy(on=DAY)
    with pytest.raises(ReformError, match="at most 8"):
        pr.decompose(law, {f"deprived_{i}": "off" for i in range(9)}, lambda _: 0)


def certified(rows: int) -> pr.Register:
    """Households without a certificate, and a few with one that stands in the place of the computed class."""
    given = register(rows, 0.05).checked
    words = pl.Series([("poor", "average")[i % 2] if i % 5 == 0 else None for i in range(rows)], dtype=pl.String)
    return pr.Register(pl.DataFrame([*given.households.drop("row", "unlisted"), words.alias("certified_class")]))


def test_a_programme_turns_at_every_breakpoint_and_nowhere_else() -> None:
    law, given = pr.load_policy(on=DAY), certified(60)
    curve = pr.sweep(law, "income_line.rural", given, verdict="true", of="electricity_support")
    assert curve.exact
    for value in Random(3).sample(curve.steps["value"].to_list()[1:], 3):
        for beside in (value - 1, value, value + 1):
            found = law.reform({"income_line.rural": beside}).evaluate(given, outputs=["electricity_support"])
            granted = found.households["electricity_support"]
            step = curve.at(beside)
            assert (step["must"], step["may"]) == (granted.sum(), granted.sum() + granted.null_count())


def test_a_grid_says_so_and_answers_only_for_what_was_tried() -> None:
    law, given = pr.load_policy(on=DAY), register(40, 0.0)
    curve = pr.sweep(law, "housing_area_min", given, grid=5)
    assert not curve.exact
    assert curve.at(curve.steps["value"][2])["value"] == curve.steps["value"][2]
    with pytest.raises(ReformError, match="none of the values tried"):
        curve.at(curve.steps["value"][2] + 1)
    found = found_in(curve, Fraction(0), counted=False)
    assert "tried on a grid" in str(found)
    assert "lưới" in found.html("vi")


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("a number above zero", {"step": 0}),
        ("a number above zero", {"step": -100_000}),
        ("0 to 100 %", {"target": {"poor_rate": 3}}),
        ("a number from 0", {"target": {"poor_count": -1}}),
    ],
)
def test_targets_and_steps_that_are_none(words: str, options: dict[str, Any]) -> None:
    law, given = pr.load_policy(on=DAY), register(10, 0.0)
    target = options.pop("target", {"poor_rate": "3%"})
    with pytest.raises(ReformError, match=words):
        pr.find_value(law, "income_line.rural", target, given, **options)


def test_nobody_counts() -> None:
    law, given = pr.load_policy(on=DAY), register(10, 0.0).checked
    nobody = pr.Register(pl.DataFrame([*given.households.drop("row", "unlisted"), pl.Series("weight", [0] * 10)]))
    with pytest.raises(ReformError, match="nobody counts"):
        pr.find_value(law, "income_line.rural", {"poor_rate": "3%"}, nobody, weight="weight")
    with pytest.raises(ReformError, match="nobody counts"):
        pr.sweep(law, "income_line.rural", nobody, weight="weight").density()
    with pytest.raises(ReformError, match="a number of values from 2"):
        pr.sweep(law, "housing_area_min", nobody, grid=1)


def test_a_frontier_keeps_decimals_and_says_which_values_the_law_refuses() -> None:
    law, given = pr.load_policy(on=DAY), register(60, 0.0)
    found = pr.frontier(law, "housing_area_min", [7.5, "+10%"], "income_line.rural", {"poor_count": 1}, given)
    assert [str(value) for value in found["first"].to_list()] == ["7.5", "8.8"]
    mixed = pr.frontier(law, "income_line.urban", [1_900_000, 9_000_000], "income_line.rural", {"poor_count": 1}, given)
    assert mixed["refused"][0] is None
    assert "average_line.urban" in mixed["refused"][1]
