"""What holds for any data: Alkire and Foster's identities, and what no measure may depend on."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.measures import (
    Estimates,
    MultidimensionalPoverty,
    SurveyDesign,
    alkire_foster,
    atkinson,
    change,
    decompose_m0,
    fgt,
    generalised_entropy,
    gini,
    hoover,
    over_cutoffs,
    sen,
    sst,
    theil_l,
    theil_t,
    watts,
)
from tests.measures.support import plain_af

NAMES = ("a", "b", "c", "d")
Rows = list[dict[str, Any]]


@st.composite
def tables(draw: st.DrawFn, least: int = 1) -> Rows:
    row = st.fixed_dictionaries(
        {name: st.booleans() for name in NAMES}
        | {"y": st.integers(1, 3000), "w": st.integers(0, 9), "g": st.sampled_from("xyz"), "n": st.integers(1, 8)}
    )
    found: Rows = draw(st.lists(row, min_size=least, max_size=14))
    found[0]["w"] += 1
    return found


weights = st.fixed_dictionaries({name: st.fractions(0, 5, max_denominator=12) for name in NAMES}).filter(
    lambda found: sum(found.values()) > 0
)
shares = st.fractions(Fraction(1, 100), 1, max_denominator=100)
cutoffs: st.SearchStrategy[int | Fraction] = st.one_of(st.integers(1, len(NAMES)), shares)


def columns(rows: Rows) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def values(found: Estimates) -> list[Any]:
    return [estimate.value for estimate in found]


def measured(rows: Rows, given: Any, k: Any, **options: Any) -> MultidimensionalPoverty:
    return alkire_foster(columns(rows), given, k, weight="w", **options)


@given(tables(), weights, cutoffs)
def test_as_the_definitions_written_out(rows: Rows, given: dict[str, Fraction], k: int | Fraction) -> None:
    found = measured(rows, given, k)
    total = sum(given.values())
    expected = plain_af(
        rows,
        {name: weight / total for name, weight in given.items()},
        lambda flags, score: sum(flags) >= k if isinstance(k, int) else score >= k,
    )
    got = {name: getattr(found, name).value for name in ("H", "A", "M0")}
    for kind in ("uncensored", "censored", "contribution"):
        got |= {f"{kind} {name}": e.value for name, e in getattr(found, kind).items()}
    assert got == expected


@given(tables(), weights, cutoffs)
def test_identities(rows: Rows, given: dict[str, Fraction], k: int | Fraction) -> None:
    found = measured(rows, given, k, by="g")
    h, a, m0 = (e.value for e in (found.H, found.A, found.M0))
    scaled = {i.name: Fraction(str(i.weight)) for i in found.indicators}
    assert sum(scaled.values()) == 1
    assert m0 == (h * a if a is not None else 0)  # type: ignore[operator]
    assert sum(scaled[name] * e.value for name, e in found.censored.items()) == m0  # type: ignore[misc]
    if m0:
        assert sum(e.value for e in found.contribution.values()) == 1  # type: ignore[misc]
    for name, e in found.censored.items():
        assert 0 <= e.value <= found.uncensored[name].value <= 1  # type: ignore[operator]
    parts = [found.group(label) for label in found.groups("g")]
    assert sum(part.get("population_share").value for part in parts) == 1  # type: ignore[misc]
    present = [part for part in parts if part.M0.value is not None]
    assert sum(p.get("population_share").value * p.M0.value for p in present) == m0  # type: ignore[misc,operator]
    if m0:
        assert sum(part.get("group_contribution").value for part in parts) == 1  # type: ignore[misc]
    if isinstance(k, Fraction) and a is not None:
        assert a >= k


@given(tables(), weights)
def test_cutoffs_from_union_to_intersection(rows: Rows, given: dict[str, Fraction]) -> None:
    shares = [Fraction(1, 10**6), *(Fraction(place, 12) for place in range(1, 13))]
    found = over_cutoffs(columns(rows), given, shares, weight="w")
    for measure in ("H", "M0"):
        levels = [getattr(one, measure).value for one in found]
        assert levels == sorted(levels, reverse=True)
    everybody = sum(row["w"] for row in rows)
    counted = [name for name in NAMES if given[name]]
    union = sum(row["w"] for row in rows if any(row[name] for name in counted))
    intersection = sum(row["w"] for row in rows if all(row[name] for name in counted))
    assert found[0].H.value == Fraction(union, everybody)
    assert found[-1].H.value == Fraction(intersection, everybody)


@given(tables())
def test_a_count_is_a_share_where_weights_are_equal(rows: Rows) -> None:
    for count in range(1, len(NAMES) + 1):
        assert values(measured(rows, NAMES, count)) == values(measured(rows, NAMES, Fraction(count, len(NAMES))))


@given(tables(), weights, shares)
def test_an_indicator_split_in_two_changes_nothing(rows: Rows, given: dict[str, Fraction], k: Fraction) -> None:
    halves = {**given, "a": given["a"] / 2, "twin": given["a"] / 2}
    twins = [{**row, "twin": row["a"]} for row in rows]
    one, two = measured(rows, given, k), measured(twins, halves, k)
    assert [one.H.value, one.A.value, one.M0.value] == [two.H.value, two.A.value, two.M0.value]


@given(tables(), weights, cutoffs)
def test_the_achievements_of_those_not_poor_do_not_matter(
    rows: Rows, given: dict[str, Fraction], k: int | Fraction
) -> None:
    total = sum(given.values())

    def poor(row: dict[str, Any]) -> bool:
        score = sum(given[name] for name in NAMES if row[name]) / total
        return sum(row[name] for name in NAMES) >= k if isinstance(k, int) else score >= k

    better = [row if poor(row) else {**row, **dict.fromkeys(NAMES, False)} for row in rows]
    one, two = measured(rows, given, k), measured(better, given, k)
    keep = {"H", "A", "M0", "censored", "contribution"}
    assert [e.value for e in one if e.measure in keep] == [e.value for e in two if e.measure in keep]


ALL: dict[str, Any] = {
    "alkire_foster": lambda d: alkire_foster(d, NAMES, "1/2", weight="w"),
    "fgt": lambda d: fgt(d, "y", 1500, weight="w"),
    "sen": lambda d: sen(d, "y", 1500, weight="w"),
    "sst": lambda d: sst(d, "y", 1500, weight="w"),
    "gini": lambda d: gini(d, "y", weight="w"),
    "hoover": lambda d: hoover(d, "y", weight="w"),
    "GE": lambda d: generalised_entropy(d, "y", weight="w", alpha=3),
    "watts": lambda d: watts(d, "y", 1500, weight="w"),
    "theil_t": lambda d: theil_t(d, "y", weight="w"),
    "theil_l": lambda d: theil_l(d, "y", weight="w"),
    "atkinson": lambda d: atkinson(d, "y", weight="w", epsilon="1/2"),
}


@pytest.mark.parametrize("name", ALL)
@given(rows=tables(), scale=st.integers(2, 5), order=st.randoms(use_true_random=False))
def test_scale_order_copies_and_splits_do_not_matter(name: str, rows: Rows, scale: int, order: Any) -> None:
    make = ALL[name]
    expected = values(make(columns(rows)))
    shuffled = list(rows)
    order.shuffle(shuffled)
    half = Fraction(rows[0]["w"], 2)
    variants = [
        [{**row, "w": row["w"] * scale} for row in rows],
        shuffled,
        rows * 2,
        [{**rows[0], "w": half}, {**rows[0], "w": half}, *rows[1:]],
    ]
    for variant in variants:
        got = values(make(columns(variant)))
        if name in ("watts", "theil_t", "theil_l", "atkinson"):
            assert got == pytest.approx(expected, abs=1e-12)
        else:
            assert got == expected


@given(tables())
def test_poverty_of_money_as_the_definitions_written_out(rows: Rows) -> None:
    z, everybody = 1500, sum(row["w"] for row in rows)
    for poor_if in ("<", "<="):
        poor = [row for row in rows if row["y"] < z or (poor_if == "<=" and row["y"] == z)]
        found = fgt(columns(rows), "y", z, weight="w", poor_if=poor_if)  # type: ignore[arg-type]
        for alpha in (0, 1, 2):
            written = sum((row["w"] * Fraction(z - row["y"], z) ** alpha for row in poor), Fraction(0)) / everybody
            assert found.get(f"P{alpha}").value == written
        gaps = [(row["w"], Fraction(z - row["y"], z) if row in poor else Fraction(0)) for row in rows]
        pairs = sum(w * v * max(g, h) for w, g in gaps for v, h in gaps) / Fraction(everybody) ** 2
        assert sst(columns(rows), "y", z, weight="w", poor_if=poor_if).value == pairs  # type: ignore[arg-type]


@given(tables())
def test_gini_as_the_definition_written_out(rows: Rows) -> None:
    everybody, total = sum(row["w"] for row in rows), sum(row["w"] * row["y"] for row in rows)
    pairs = sum(one["w"] * other["w"] * abs(one["y"] - other["y"]) for one in rows for other in rows)
    assert gini(columns(rows), "y", weight="w").value == Fraction(pairs, 2 * everybody * total)


@given(tables())
def test_people_are_households_times_their_size(rows: Rows) -> None:
    people = [{**row, "w": row["w"] * row["n"]} for row in rows]
    assert values(measured(rows, NAMES, 2, size="n")) == values(measured(people, NAMES, 2))


@given(tables(least=2), weights, shares)
def test_a_reform_that_changes_nothing(rows: Rows, given: dict[str, Fraction], k: Fraction) -> None:
    design = SurveyDesign()
    baseline = measured(rows, given, k, by="g", design=design)
    again = measured(rows, given, k, by="g", design=design)
    for estimate in change(baseline, again, samples="same", years=2):
        assert estimate.value in (0, None)
        assert estimate.se in (0, None)
    incomes = fgt(columns(rows), "y", 1500, weight="w", design=design)
    as_before = fgt(columns(rows), "y", 1500, weight="w", design=design)
    for estimate in change(incomes, as_before, samples="same"):
        assert estimate.value in (0, None)
        assert estimate.se in (0, None)


@given(tables(), tables(), weights, shares)
def test_incidence_and_intensity_add_up(one: Rows, other: Rows, given: dict[str, Fraction], k: Fraction) -> None:
    before, after = measured(one, given, k), measured(other, given, k)
    assert sum(decompose_m0(before, after)) == Fraction(after.M0.value or 0) - Fraction(before.M0.value or 0)
