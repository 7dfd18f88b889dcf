"""The facts imply the classes they were drawn for, by a second opinion that uses nothing of the library.

The functions below are the twelve indicators and the classes of NĐ 07/2021, written straight from the notes on the law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from povrules.facts.synthetic import OBSERVED_ON, TARGET_DATE, Synthetic, generate_province

CLEAN_WATER = {"piped", "borehole", "protected_dug_well", "protected_spring", "rain", "bottled"}
HYGIENIC = {"septic", "pour_flush", "ventilated_pit", "double_vault"}
DEVICES = ("has_tv", "has_radio", "has_desktop", "has_phone", "has_laptop", "has_tablet", "has_smartphone")
LEVELS = ["preschool", "primary", "lower_secondary", "upper_secondary", "vocational", "higher"]
CERTIFICATES_FROM_18 = {
    "upper_secondary",
    "vocational_elementary",
    "vocational_intermediate",
    "college",
    "university",
    "on_the_job",
}
CERTIFICATES_FROM_16 = CERTIFICATES_FROM_18 | {"lower_secondary"}


def full_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def possible_ages(person: Mapping[str, Any], on: date) -> set[int]:
    """One age, or the two a year of birth leaves open."""
    if person["birth_date"] is not None:
        return {full_years(person["birth_date"], on)}
    return {on.year - person["birth_year"] - 1, on.year - person["birth_year"]}


def settled(answers: set[bool]) -> bool:
    """The one answer that every possible age gives; a generator that leaves two has broken its promise."""
    assert len(answers) == 1
    return answers.pop()


def any_member(members: Sequence[Mapping[str, Any]], on: date, test: Callable[[Mapping[str, Any], int], bool]) -> bool:
    return any(settled({bool(test(person, age)) for age in possible_ages(person, on)}) for person in members)


def is_dependent(person: Mapping[str, Any], age: int) -> bool:
    return age < 16 or (person["receives_monthly_allowance"] and (age >= 60 or person["has_disability"]))


def lacks_work(person: Mapping[str, Any], age: int) -> bool:
    jobless = person["work_status"] == "seeking_work" and person["able_to_work"] and 15 <= age <= 54
    return jobless or person["work_status"] == "wage_without_contract"


def lacks_adult_education(person: Mapping[str, Any], age: int, last_age: int) -> bool:
    if person["in_school"] or not 16 <= age <= last_age:
        return False
    return person["highest_certificate"] not in (CERTIFICATES_FROM_16 if age < 18 else CERTIFICATES_FROM_18)


def lacks_schooling(person: Mapping[str, Any], age: int) -> bool:
    if not 3 <= age < 16:
        return False
    needed = "preschool" if age < 6 else "primary" if age < 12 else "lower_secondary"
    return not (person["in_school"] and LEVELS.index(person["school_level"]) >= LEVELS.index(needed))


def indicators(
    household: Mapping[str, Any], members: Sequence[Mapping[str, Any]], on: date, last_adult_age: int = 30
) -> dict[str, bool]:
    size = household["household_size"]
    dependents = sum(
        settled({bool(is_dependent(person, age)) for age in possible_ages(person, on)}) for person in members
    )
    weak = sum(not household[part] for part in ("wall_durable", "frame_durable", "roof_durable"))
    return {
        "employment": any_member(members, on, lacks_work),
        "dependents": Fraction(dependents, size) > Fraction(1, 2),
        "nutrition": any_member(members, on, lambda p, age: age < 16 and (p["stunted"] or p["underweight"])),
        "health_insurance": any_member(members, on, lambda p, age: age >= 6 and not p["has_health_card"]),
        "adult_education": any_member(members, on, lambda p, age: lacks_adult_education(p, age, last_adult_age)),
        "child_schooling": any_member(members, on, lacks_schooling),
        "housing_quality": weak >= 2,
        "housing_area": Fraction(household["floor_area"], size) < 8,
        "water": household["water_source"] not in CLEAN_WATER,
        "toilet": household["toilet_type"] not in HYGIENIC,
        "telecom": not any(person["uses_internet"] for person in members),
        "information_means": not any(household[device] for device in DEVICES),
    }


def income_per_capita(household: Mapping[str, Any]) -> Fraction:
    if household["income_per_capita"] is not None:
        return Fraction(household["income_per_capita"])
    return Fraction(household["income_total"], 12 * household["household_size"])


def poverty_class(household: Mapping[str, Any], flags: Mapping[str, bool]) -> str:
    line = 2_000_000 if household["area"] == "urban" else 1_500_000
    income = income_per_capita(household)
    if income <= line:
        return "poor" if sum(flags.values()) >= 3 else "near_poor"
    return "average" if income <= Fraction(3, 2) * line else "above"


def members_of(register: Synthetic) -> dict[str, list[dict[str, Any]]]:
    members: dict[str, list[dict[str, Any]]] = {}
    for person in register.persons.iter_rows(named=True):
        members.setdefault(person["household_id"], []).append(person)
    return members


def check(register: Synthetic, on: date, last_adult_age: int) -> int:
    members = members_of(register)
    checked = 0
    rows = zip(register.households.iter_rows(named=True), register.targets.iter_rows(named=True), strict=True)
    for household, target in rows:
        assert household["household_id"] == target["household_id"]
        if target["unknown"] is not None:
            continue
        flags = indicators(household, members[household["household_id"]], on, last_adult_age)
        assert flags == {name: target[f"deprived_{name}"] for name in flags}, household["household_id"]
        assert poverty_class(household, flags) == target["poverty_class"], household["household_id"]
        checked += 1
    return checked


@pytest.fixture(scope="module")
def register() -> Synthetic:
    return generate_province(2000, 60)


# "16-30" and the end of the day of review are read in two ways; no household hangs on either.
@pytest.mark.parametrize("on", [OBSERVED_ON, TARGET_DATE])
@pytest.mark.parametrize("last_adult_age", [29, 30])
def test_every_household_without_blanks_has_the_class_and_the_flags_it_was_drawn_for(
    register: Synthetic, on: date, last_adult_age: int
) -> None:
    assert check(register, on, last_adult_age) == 1940


def test_another_seed_and_size_agree_as_well() -> None:
    assert check(generate_province(3000, 7, unknown_permille=0), OBSERVED_ON, 30) == 3000


@pytest.mark.big
def test_the_whole_province_agrees() -> None:
    assert check(generate_province(334_000, 60, unknown_permille=0), OBSERVED_ON, 30) == 334_000


def test_households_stand_exactly_on_the_thresholds() -> None:
    drawn = generate_province(20_000, 60, unknown_permille=0)
    rows = list(drawn.households.iter_rows(named=True))
    incomes = {(row["area"], row["income_per_capita"]) for row in rows}
    for area, line in (("rural", 1_500_000), ("urban", 2_000_000)):
        assert {(area, line), (area, line + 1), (area, line * 3 // 2), (area, line * 3 // 2 + 1)} <= incomes
    areas = {Fraction(row["floor_area"], row["household_size"]) for row in rows}
    assert 8 in areas
    assert any(8 > area > Fraction(77, 10) for area in areas)
    members = members_of(drawn)
    shares = {
        Fraction(sum(is_dependent(p, min(possible_ages(p, OBSERVED_ON))) for p in listed), len(listed))
        for listed in members.values()
    }
    assert {Fraction(1, 2), Fraction(3, 5)} <= shares


def test_every_indicator_occurs_and_no_two_equally_often() -> None:
    targets = generate_province(20_000, 60).targets
    for name in ("poor", "above"):
        of_class = targets.filter(targets["poverty_class"] == name)
        counts = [of_class[column].sum() for column in of_class.columns if column.startswith("deprived_")]
        assert len(counts) == 12
        assert min(counts) > 0
        assert max(counts) > 3 * min(counts)
        assert len(set(counts)) >= 11
