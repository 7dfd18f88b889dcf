"""Values of a reform as they are read: by their type, and never in two ways."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

import povrules as pr
from povrules.language.types import BoolType, DateType, EnumType, NumberType, TextType, Type
from povrules.whatif.amounts import typed
from povrules.whatif.errors import ReformError


@pytest.fixture(scope="module")
def law() -> pr.Policy:
    return pr.load_policy(on="2024-10-01")


@pytest.mark.parametrize(
    ("path", "given", "found"),
    [
        ("income_line.rural", "2.200.000", 2_200_000),
        ("income_line.rural", "0.125", Fraction(1, 8)),
        ("income_line.rural", "+1.125%", 1_500_000 * (1 + Fraction(1125, 100_000))),
        ("poor_loan_rate", "6.5%", Fraction(65, 1000)),
        ("tuition_reduction_large", "0.725", Fraction(725, 1000)),
        ("adult_education_born_from", "1990-01-31", date(1990, 1, 31)),
        ("adult_education_born_from", date(1990, 1, 31), date(1990, 1, 31)),
        ("majority_ethnic_code", " 02 ", "02"),
        ("income_line.rural", {datetime(2024, 1, 1): 7, date(2024, 10, 2): 8}, 7),
    ],
)
def test_a_value_as_it_is_read(law: pr.Policy, path: str, given: Any, found: Any) -> None:
    name, _, member = path.partition(".")
    assert law.reform({path: given}).parameter(name, member or None) == found


@pytest.mark.parametrize(
    ("type", "given", "words"),
    [
        (BoolType(), 1, "True or False"),
        (BoolType(), "true", "True or False"),
        (EnumType("area", ("rural", "urban")), "rurl", "did you mean 'rural'"),
        (EnumType("area", ("rural", "urban")), ["rural"], "as text"),
        (DateType(), datetime(2025, 1, 1, 5), "a day"),
        (NumberType(integer=True), 2.5, "a whole number"),
        (NumberType(), None, "cannot be None"),
        (TextType(), None, "as text"),
    ],
)
def test_a_value_of_another_type_is_refused(type: Type, given: Any, words: str) -> None:
    with pytest.raises(ReformError) as error:
        typed(given, type, None, "there")
    assert words in str(error.value)


def test_a_value_of_each_type() -> None:
    assert typed(False, BoolType(), None, "there") is False
    assert typed("urban", EnumType("area", ("rural", "urban")), None, "there") == "urban"
