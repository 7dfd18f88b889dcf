"""One household handed over by a program: what is taken, and every kind of bad input with its message."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import povrules as pr
from povrules.facts.household import Household
from povrules.facts.intake import take_household
from povrules.facts.problems import FactsError
from povrules.facts.schema import FactSchema
from povrules.language.calendar import PartialDate

POLICY = pr.load_policy(on="2024-10-01")
SCHEMA: FactSchema = POLICY.facts
ON = date(2024, 10, 1)


def taken(**facts: Any) -> Household:
    return take_household(SCHEMA, facts, on=ON)


def fact(name: str, value: Any) -> Any:
    return taken(**{name: value}).facts[f"vn:{name}"]


def birth(**member: Any) -> Any:
    return taken(members=[member]).members[0]["vn:birth_date"]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("income that is no number", {"income_per_capita": math.nan}, "income_per_capita: not a finite number"),
    ("income without end", {"income_per_capita": math.inf}, "income_per_capita: not a finite number"),
    ("income without end, numpy", {"income_per_capita": np.float64("-inf")}, "not a finite number"),
    ("income without end, decimal", {"income_per_capita": Decimal("Infinity")}, "not a finite number"),
    ("income in words", {"income_per_capita": "nan"}, "not a finite number"),
    ("an unknown area", {"area": "rurl"}, "area: not one of: rural (nông thôn), urban (thành thị); did you mean"),
    ("an area that is a flag", {"area": True}, "area: not one of"),
    ("a flag of 2", {"deprived_water": 2}, "deprived_water: not yes or no"),
    ("a flag of 2.0", {"deprived_water": 2.0}, "deprived_water: not yes or no"),
    ("a flag of 2 as text", {"deprived_water": "2"}, "deprived_water: not yes or no"),
    ("a flag of 2, numpy", {"deprived_water": np.int64(2)}, "deprived_water: not yes or no"),
    ("a flag that is no number", {"deprived_water": math.nan}, "deprived_water: not yes or no"),
    ("a flag of maybe", {"deprived_water": "maybe"}, "deprived_water: not yes or no"),
    ("a day after observed_on", {"left_poverty_on": date(2024, 10, 2)}, "after the day of observation, 2024-10-01"),
    (
        "a day after an earlier observed_on",
        {"observed_on": "2024-06-30", "left_poverty_on": "2024-07-01"},
        "left_poverty_on: after the day of observation, 2024-06-30",
    ),
    ("born after observed_on", {"members": [{"birth_date": "02/10/2024"}]}, "members[0].birth_date: after the day"),
    ("born in a later year", {"members": [{}, {"birth_year": 2025}]}, "members[1].birth_year: after the day"),
    ("an ambiguous number", {"income_per_capita": "1.234"}, "the mark may separate thousands or decimals"),
    ("an exponent", {"income_per_capita": "1e6"}, "written with an exponent"),
    ("a computed decimal", {"floor_area": 0.1 + 0.2}, "more than 15 digits"),
    ("a truth as a number", {"floor_area": True}, "floor_area: not a number"),
    ("a numpy truth as a number", {"floor_area": np.bool_(True)}, "floor_area: not a number"),
    ("an array as a number", {"floor_area": np.array([1, 2])}, "floor_area: not a number"),
    ("a list as a number", {"floor_area": [1]}, "floor_area: not a number"),
    ("half a person", {"household_size": 2.5}, "household_size: must be a whole number"),
    ("half a person exactly", {"household_size": Fraction(5, 2)}, "household_size: must be a whole number"),
    ("nobody", {"household_size": 0}, "household_size: must be from 1 to 30"),
    ("a crowd", {"household_size": 31}, "household_size: must be from 1 to 30"),
    ("water without polarity", {"water": True}, "water: a bare 'water' reads as *has* water; give deprived_water"),
    ("a member's fact of the household", {"has_health_card": True}, "has_health_card: is a fact of a member"),
    (
        "the household's fact of a member",
        {"members": [{"area": "rural"}]},
        "members[0].area: is a fact of the household",
    ),
    ("an unknown name", {"incom_per_capita": 1}, "incom_per_capita: no such fact; did you mean 'income_per_capita'?"),
    ("an unknown key of its own", {"membres": []}, "membres: no such fact; did you mean 'members'?"),
    (
        "an unknown name of a member",
        {"members": [{"sexe": "nam"}]},
        "members[0].sexe: no such fact; did you mean 'sex'?",
    ),
    (
        "an unknown indicator",
        {"deprivations": {"watr": True}},
        "deprived_watr: no such fact; did you mean 'deprived_water'?",
    ),
    ("an indicator twice", {"deprivations": {"water": True}, "deprived_water": True}, "also given as deprived_water"),
    ("indicators as a list", {"deprivations": ["water"]}, "deprivations: must be a mapping of indicators"),
    ("born 1899", {"members": [{"birth_date": "31/12/1899"}]}, "members[0].birth_date: must be 1900-01-01 or more"),
    ("a birth year of 1899", {"members": [{"birth_year": 1899}]}, "members[0].birth_year: must be 1900-01-01 or more"),
    ("a birth year of 85", {"members": [{"birth_year": 85}]}, "members[0].birth_year: not a date"),
    ("a birth year of half", {"members": [{"birth_year": 1990.5}]}, "members[0].birth_year: not a date"),
    ("a birth year that is a truth", {"members": [{"birth_year": True}]}, "members[0].birth_year: not a date"),
    (
        "two births",
        {"members": [{"birth_date": "1990-05-01", "birth_year": 1991}]},
        "members[0].birth_year: birth date and birth year contradict each other",
    ),
    ("no such day", {"left_poverty_on": "30/02/2024"}, "left_poverty_on: not a date"),
    ("a number as a day", {"left_poverty_on": 45000.0}, "left_poverty_on: not a date"),
    ("a day of observation that is a year", {"observed_on": 2024}, "observed_on: must be one day"),
    ("a day of observation that is none", {"observed_on": "soon"}, "observed_on: not a date"),
    ("members as a mapping", {"members": {"sex": "nam"}}, "members: must be a list with a mapping for each member"),
    ("members as text", {"members": "2"}, "members: must be a list with a mapping for each member"),
    ("a member as text", {"members": ["An"]}, "members[0]: must be a mapping of facts"),
    ("what the policy provides", {"on": "2024-01-01"}, "on: no such fact"),
]


@pytest.mark.parametrize(("facts", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(facts: dict[str, Any], message: str) -> None:
    with pytest.raises(FactsError) as caught:
        taken(**facts)
    assert message in str(caught.value)
    assert len(caught.value.problems) == 1


def test_all_problems_are_reported_together() -> None:
    with pytest.raises(FactsError) as caught:
        taken(
            area="rurl",
            income_per_capita=math.nan,
            deprived_water=2,
            members=[{"birth_year": 1850}, {"sex": "x", "has_health_card": "?!"}],
        )
    paths = [problem.path for problem in caught.value.problems]
    assert paths == [
        "area",
        "income_per_capita",
        "deprived_water",
        "members[0].birth_year",
        "members[1].sex",
        "members[1].has_health_card",
    ]
    assert str(caught.value).startswith("6 facts cannot be used: area: ")


def test_messages_do_not_repeat_values_that_may_be_somebodys_own() -> None:
    with pytest.raises(FactsError) as caught:
        taken(members=[{"birth_date": "31/31/1931"}], hamlet="x", floor_area="12 Trần Phú")
    assert "1931" not in str(caught.value)
    assert "Trần Phú" not in str(caught.value)
    assert [problem.value for problem in caught.value.problems] == ["12 Trần Phú", "31/31/1931"]


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (1_500_000, 1_500_000),
        (1_500_000.0, 1_500_000),
        (0.1, Fraction(1, 10)),
        (1_500_000.4, Fraction(15_000_004, 10)),
        (Fraction(9, 2), Fraction(9, 2)),
        (Fraction(8, 2), 4),
        (Decimal("1500000.40"), Fraction(15_000_004, 10)),
        (Decimal("2E+3"), 2000),
        ("1.500.000 đ", 1_500_000),
        ("1.500.000,5", Fraction(30_000_01, 2)),
        ("1,500,000", 1_500_000),
        ("-71,5", Fraction(-143, 2)),
        (np.int64(7), 7),
        (np.int8(-7), -7),
        (np.float64(7.5), Fraction(15, 2)),
        (np.float64(7), 7),
        (np.float32(0.5), Fraction(1, 2)),
        (np.uint64(10**6), 10**6),
        (pd.Series([3])[0], 3),
        (None, None),
        ("", None),
        ("--", None),
        ("không rõ", None),
        (pd.NA, None),
        (pd.NaT, None),
    ],
)
def test_numbers_are_taken_exactly(value: Any, exact: Any) -> None:
    found = fact("income_per_capita", value)
    assert found == exact
    assert type(found) is type(exact)


@given(st.decimals(-(10**8), 10**8, places=4, allow_nan=False, allow_infinity=False))
def test_a_decimal_means_the_same_however_it_is_handed_over(value: Decimal) -> None:
    expected = Fraction(value)
    assert fact("income_per_capita", value) == expected
    assert fact("income_per_capita", expected) == expected
    assert fact("income_per_capita", float(value)) == expected  # at most 13 digits: a float still says which
    assert fact("income_per_capita", np.float64(value)) == expected


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        (1.0, True),
        ("x", True),
        ("Có", True),
        ("không", False),
        ("", None),
        (np.bool_(True), True),
        (np.int64(0), False),
        (np.float64(1.0), True),
        (pd.NA, None),
        (None, None),
    ],
)
def test_flags(value: Any, flag: bool | None) -> None:
    assert fact("deprived_water", value) is flag
    assert taken(deprivations={"water": value}).facts["vn:deprived_water"] is flag


@pytest.mark.parametrize("value", ["rural", "Nông thôn", "RURAL", "nông  thôn "])
def test_members_of_lists_by_any_of_their_words(value: str) -> None:
    assert fact("area", value) == "rural"


@pytest.mark.parametrize(
    ("member", "first", "last"),
    [
        ({"birth_date": date(2008, 3, 1)}, date(2008, 3, 1), date(2008, 3, 1)),
        ({"birth_date": datetime(2008, 3, 1, 12, 30)}, date(2008, 3, 1), date(2008, 3, 1)),
        ({"birth_date": pd.Timestamp("2008-03-01")}, date(2008, 3, 1), date(2008, 3, 1)),
        ({"birth_date": np.datetime64("2008-03-01")}, date(2008, 3, 1), date(2008, 3, 1)),
        ({"birth_date": "01/03/2008"}, date(2008, 3, 1), date(2008, 3, 1)),
        ({"birth_date": "03/2008"}, date(2008, 3, 1), date(2008, 3, 31)),
        ({"birth_date": "2008"}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"birth_date": PartialDate.year(2008)}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"birth_year": 2008}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"birth_year": 2008.0}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"birth_year": np.int64(2008)}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"birth_year": "02/2008"}, date(2008, 2, 1), date(2008, 2, 29)),
        ({"birth_year": 2024}, date(2024, 1, 1), ON),
        ({"birth_year": "10/2024"}, ON, ON),
        ({"birth_year": 1900}, date(1900, 1, 1), date(1900, 12, 31)),
        ({"birth_date": None, "birth_year": 2008}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"birth_year": 2008, "birth_date": None}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"birth_date": "01/03/2008", "birth_year": 2008}, date(2008, 3, 1), date(2008, 3, 1)),
        ({"birth_year": None, "birth_date": "01/03/2008"}, date(2008, 3, 1), date(2008, 3, 1)),
    ],
)
def test_births_may_be_known_in_part(member: dict[str, Any], first: date, last: date) -> None:
    found = birth(**member)
    assert found == (first if first == last else PartialDate(first, last))


@pytest.mark.parametrize(
    "member", [{"birth_date": None}, {"birth_year": None}, {"birth_year": ""}, {"birth_date": "--"}]
)
def test_an_unknown_birth_is_carried(member: dict[str, Any]) -> None:
    assert birth(**member) is None


def test_a_decision_may_be_valid_beyond_the_day() -> None:
    assert fact("certified_to", "31/12/2025") == date(2025, 12, 31)


def test_a_negative_income_is_valid_and_warned_of() -> None:
    found = POLICY.assess({"area": "rural", "income_per_capita": -1})
    assert found.outcome("income_per_capita").value == -1
    assert [words.en for words in found.warnings] == ["negative income (costs above receipts): accepted"]
    assert POLICY.assess({"area": "rural", "income_per_capita": 0}).warnings == ()
    assert len(POLICY.assess({"area": "rural", "income_total": Fraction(-1, 2)}).warnings) == 1


def test_what_is_not_given_is_not_carried() -> None:
    found = taken(area="rural", income_per_capita=None)
    assert set(found.facts) == {"vn:area", "vn:income_per_capita", "vn:on", "vn:observed_on"}
    assert found.members == ()
    assert taken(observed_on="30/06/2024").facts["vn:observed_on"] == date(2024, 6, 30)


KEYS = st.sampled_from([*SCHEMA.household, *SCHEMA.person, "members", "deprivations", "birth_year", "water", "x"])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.fractions(), st.text(max_size=8), st.dates()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_anything_is_taken_or_refused_and_nothing_else(facts: dict[str, Any]) -> None:
    try:
        found: Household | FactsError = taken(**facts)
    except FactsError as error:
        found = error
    if isinstance(found, FactsError):
        assert found.problems
    else:
        assert not any(isinstance(value, float) for value in found.facts.values())


def test_a_household_that_is_no_mapping() -> None:
    with pytest.raises(FactsError, match="household: must be a mapping of facts"):
        take_household(SCHEMA, [1], on=ON)  # type: ignore[arg-type]
