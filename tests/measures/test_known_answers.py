"""Known answers from outside: every number that concerns measures, to its tolerance."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from povrules.measures import (
    Indicator,
    alkire_foster,
    atkinson,
    exit_time,
    fgt,
    generalised_entropy,
    gini,
    hoover,
    income_gap,
    over_cutoffs,
    sen,
    sst,
    theil_l,
    theil_t,
    watts,
)
from tests.measures.support import case, columns

AF = case("af2011_matrix.json")
FGT = case("handbook_fgt.json")
INEQUALITY = case("handbook_inequality.json")
UNIT = case("mpindex_unit.json")
NAMES = ("income", "schooling", "health", "insured")


def af_indicators() -> list[Indicator]:
    return [
        Indicator(name, weight, cutoff=cutoff)
        for name, weight, cutoff in zip(NAMES, AF["weights"], AF["cutoffs"], strict=True)
    ]


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_alkire_and_foster_2011(k: int) -> None:
    found = alkire_foster(columns(AF["achievements"], NAMES), af_indicators(), k)
    expected = AF["published"].get(f"k={k}", {}) | AF["derived_from_definitions_not_seen_in_print"][f"k={k}"]
    for name, value in expected.items():
        if name in ("H", "A", "M0", "M1", "M2"):
            assert float(getattr(found, name)) == pytest.approx(value, abs=1e-12)
        else:
            kind = {"uncensored_headcount": "uncensored", "censored_headcount": "censored"}.get(name, "contribution")
            got = [float(estimate) for estimate in getattr(found, kind).values()]
            assert got == pytest.approx(value, abs=1e-12)


def test_the_deprivations_of_alkire_and_foster_2011() -> None:
    """From the printed matrix as from achievements; one at the cut-off (row 4, health) is not deprived."""
    data = columns(AF["deprivation_matrix"], NAMES)
    for flags, achievements in zip(
        over_cutoffs(data, NAMES, [1, 2, 3, 4]),
        over_cutoffs(columns(AF["achievements"], NAMES), af_indicators(), [1, 2, 3, 4]),
        strict=True,
    ):
        assert [e.value for e in flags] == [e.value for e in achievements if e.measure not in ("M1", "M2")]
    at_cutoff = [Indicator(name, cutoff=c, deprived_if="<=") for name, c in zip(NAMES, AF["cutoffs"], strict=True)]
    weak = alkire_foster(columns(AF["achievements"], NAMES), at_cutoff, 1)
    assert weak.uncensored["health"].value == Fraction(1, 2)


def test_the_unit_case_of_mpindex() -> None:
    data = columns(UNIT["deprivation_matrix"], UNIT["columns"])
    dimensions: dict[str, list[str]] = {}
    for column, dimension in UNIT["dimension_of"].items():
        dimensions.setdefault(dimension, []).append(column)
    found = alkire_foster(data, dimensions, UNIT["k"])
    given = alkire_foster(data, dict(zip(UNIT["columns"], UNIT["weights"], strict=True)), UNIT["k"])
    for result in (found, given):
        for name in ("H", "A", "M0"):
            assert float(getattr(result, name)) == pytest.approx(UNIT["published"][name], abs=1e-12)
        assert 100 * sum(float(e) for e in result.contribution.values()) == UNIT["published"]["sum_pct_contribution"]
    assert sum(Fraction(e.value or 0) for e in found.dimension_contribution.values()) == 1


@pytest.mark.parametrize("country", FGT["cases"], ids=lambda one: one["country"])
def test_the_handbook_on_poverty(country: dict[str, Any]) -> None:
    data = {"y": country["y"]}
    found = fgt(data, "y", FGT["z"], poor_if="<")
    for name in ("P0", "P1", "P2"):
        if name in country:
            assert float(found.get(name)) == pytest.approx(country[name], abs=1e-12)
    for alpha, value in country.get("fgt", {}).items():
        assert float(fgt(data, "y", FGT["z"], alphas=[alpha]).first) == pytest.approx(value, abs=1e-5)
    if "watts" in country:
        index = watts(data, "y", FGT["z"]).first
        assert float(index) == pytest.approx(country["watts"], abs=1e-5)
        assert exit_time(index, "0.05") == pytest.approx(country["time_to_exit_at_growth_0.05"], abs=1e-5)
        assert float(sen(data, "y", FGT["z"]).first) == pytest.approx(country["sen"], abs=1e-5)
        assert sst(data, "y", FGT["z"]).value == Fraction(1, 8) == Fraction(str(country["sst_correct"]))


def test_the_parts_of_the_handbook_indices() -> None:
    c = FGT["cases"][2]
    poor = [y for y in c["y"] if y < FGT["z"]]
    assert float(gini(poor).first) == pytest.approx(c["gini_among_poor"], abs=1e-5)
    gaps = [max(FGT["z"] - y, 0) for y in c["y"]]
    assert float(gini(gaps).first) == pytest.approx(c["gini_of_poverty_gaps_all"], abs=1e-5)
    assert [Fraction(gap, FGT["z"]) for gap in gaps] == [Fraction(str(gap)) for gap in c["gap_over_z"]]
    assert [Fraction(gap, FGT["z"]) ** 2 for gap in gaps] == [Fraction(str(square)) for square in c["gap_sq"]]
    p0 = fgt({"y": c["y"]}, "y", FGT["z"]).get("P0").value
    i = income_gap({"y": c["y"]}, "y", FGT["z"]).value
    g = gini(gaps).value
    assert sst({"y": c["y"]}, "y", FGT["z"]).value == Fraction(p0 or 0) * Fraction(i or 0) * (1 + Fraction(g or 0))


def test_the_handbook_on_inequality() -> None:
    y, expected = INEQUALITY["y"], INEQUALITY["expected"]
    near = {"abs": INEQUALITY["tolerance"]}
    assert float(gini(y).first) == pytest.approx(expected["gini"], **near)
    assert float(hoover(y).first) == pytest.approx(expected["hoover"], **near)
    assert float(theil_l(y).first) == pytest.approx(expected["theil_l"], **near)
    assert float(theil_t(y).first) == pytest.approx(expected["theil_t"], **near)
    for alpha, value in expected["generalised_entropy"].items():
        assert float(generalised_entropy(y, alpha=alpha).first) == pytest.approx(value, **near)
    for epsilon, value in expected["atkinson"].items():
        assert float(atkinson(y, epsilon=epsilon).first) == pytest.approx(value, **near)


def test_theil_is_the_limit_of_generalised_entropy() -> None:
    y = INEQUALITY["y"]
    assert generalised_entropy(y, alpha=0).value == theil_l(y).value
    assert generalised_entropy(y, alpha=1).value == theil_t(y).value
    assert float(generalised_entropy(y, alpha="0.000001").first) == pytest.approx(float(theil_l(y).first), abs=1e-6)
    assert float(generalised_entropy(y, alpha="1.000001").first) == pytest.approx(float(theil_t(y).first), abs=1e-6)
