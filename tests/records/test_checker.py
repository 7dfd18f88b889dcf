"""The independent checker: it stands alone, and agrees with the engines on households drawn at every line."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import povrules as pr
from povrules.checker import check
from povrules.checker import operations as op
from povrules.checker.possible import among, within
from povrules.language.calendar import add_months, age_on
from povrules.language.linear import TRUTH
from povrules.language.numbers import round_to
from povrules.testing.households import draw_households
from tests.support.records import ISSUED

DAYS = ("2021-06-01", "2024-10-01", "2026-06-01", "2027-03-01")


def test_it_imports_the_standard_library_alone() -> None:
    code = (
        "import sys; before = set(sys.modules); import povrules.checker.__main__\n"
        "new = {name for name in set(sys.modules) - before}\n"
        "print(sorted(n for n in new if n.startswith('povrules') and not n.startswith('povrules.checker')))\n"
        "print(sorted(n for n in {n.split('.')[0] for n in new} if n not in sys.stdlib_module_names))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path), "PATH": ""}, capture_output=True, text=True
    ).stdout.splitlines()
    assert said == ["['povrules', 'povrules.language', 'povrules.language.errors', 'povrules.version']", "['povrules']"]


@pytest.mark.parametrize("on", DAYS)
def test_it_agrees_on_households_at_the_lines(on: str) -> None:
    policy = pr.load_policy(on=on)
    determined = unsettled = 0
    for household in draw_households(policy, 3, 5, unknown=(0.0, 0.05)):
        household = {name: value for name, value in household.items() if name != "household_id"}
        household["members"] = [
            {name: value for name, value in member.items() if name != "person_id"}
            for member in household.get("members") or []
        ]
        record = policy.assess(household).record(ISSUED)
        assert record.bundle is not None
        report = check(record.text, record.bundle.text)
        assert report.problems == (), household
        determined += sum(a["reason"] is None for a in record.content["answers"])
        unsettled += len(report.unsettled)
    assert determined > 10
    assert unsettled < determined


SMALL = st.integers(-3, 5)
LISTS = st.lists(SMALL, min_size=1, max_size=3)


@given(LISTS, LISTS, st.sampled_from(sorted(TRUTH)), st.sampled_from("+-*"))
@settings(max_examples=150, deadline=None)
def test_what_is_possible_holds_every_combination(left: list[int], right: list[int], how: str, sign: str) -> None:
    calculated = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}[sign]
    for a in left:
        for b in right:
            for one, two in ((among(left), among(right)), (interval(left), interval(right))):
                assert within(TRUTH[how](a, b), op.compare(one, how, two))
                assert within(calculated(a, b), op.arithmetic(one, sign, two))
                assert within(min(a, b), op.extreme("min", [one, two]))
                assert within(max(a, b), op.extreme("max", [one, two]))
                assert within(abs(a), op.size(one))
                if min(right) > 0:
                    assert within(Fraction(a, b), op.arithmetic(one, "/", two))


def interval(values: list[int]) -> Any:
    from povrules.checker.possible import Between

    return Between(min(values), max(values), whole=True)


@given(
    st.dates(date(1930, 1, 1), date(2024, 1, 1)),
    st.integers(0, 400),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(-40, 400),
)
@settings(max_examples=150, deadline=None)
def test_days_and_ages(birth: date, width: int, day: date, months: int) -> None:
    from datetime import timedelta

    from povrules.checker.possible import Between

    last = birth + timedelta(days=width)
    unknown = Between(birth, last, whole=True) if width else birth
    for born in (birth, last):
        assert within(age_on(born, day), op.age(unknown, day))
        assert within(add_months(born, months), op.plus_months(unknown, months))


@given(
    st.fractions(-50, 50, max_denominator=60),
    st.sampled_from(["half_up", "half_even", "down", "up"]),
    st.integers(1, 7),
)
def test_rounding(value: Fraction, mode: str, to: int) -> None:
    assert op.rounded(value, to, mode) == round_to(value, to, mode)
