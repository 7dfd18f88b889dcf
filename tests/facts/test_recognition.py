"""A certificate over a register, and the days of it that are known only in part."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import povrules as pr
from povrules.facts.recognition import doubtful, recognise, recognised
from povrules.language.calendar import PartialDate

DAY = date(2022, 6, 1)
YEAR = PartialDate.year(2022)


@pytest.mark.parametrize(
    ("first", "last", "holds", "doubt"),
    [
        (None, None, True, True),
        (date(2022, 6, 1), None, True, False),
        (date(2022, 6, 2), None, False, False),
        (date(2022, 1, 1), date(2022, 6, 1), True, False),
        (date(2022, 1, 1), date(2022, 5, 31), False, False),
        (YEAR, None, True, True),
        (PartialDate.year(2021), YEAR, True, True),
        (PartialDate.year(2023), None, False, False),
        (date(2022, 1, 1), PartialDate.year(2021), False, False),
    ],
)
def test_one_household(first: object, last: object, holds: bool, doubt: bool) -> None:
    facts = {"vn:certified_class": "poor", "vn:certified_from": first, "vn:certified_to": last}
    assert recognised(facts, DAY) == ("poor" if holds else None)  # type: ignore[arg-type]
    assert doubtful(facts, DAY) is doubt  # type: ignore[arg-type]


def test_a_register_says_the_same_row_by_row() -> None:
    register = pr.Register(
        pl.DataFrame(
            {
                "household_id": ["H1", "H2", "H3", "H4", "H5"],
                "certified_class": ["poor", "poor", "near_poor", None, "poor"],
                "certified_from": ["2022-06-01", "2022-06-02", "2022", "2022-01-01", None],
                "certified_to": [None, None, "2022", None, "2022-05-31"],
            }
        )
    )
    seen = recognise(register.checked, DAY)
    assert seen.households.get_column("recognised_class").to_list() == ["poor", None, "near_poor", None, None]
    (warning,) = [w for w in seen.warnings if w.reason.code == "certificate_dates"]
    assert warning.reason.en.startswith("1 households")
    assert "recognised_class" not in register.checked.households.columns


def test_what_is_given_as_recognised_stays() -> None:
    frame = {"household_id": ["H1", "H2"], "certified_class": ["poor", "poor"], "recognised_class": ["average", None]}
    seen = recognise(pr.Register(pl.DataFrame(frame)).checked, DAY)
    assert seen.households.get_column("recognised_class").to_list() == ["average", "poor"]


def test_a_register_without_certificates_is_left_alone() -> None:
    checked = pr.Register(pl.DataFrame({"household_id": ["H1"], "area": ["rural"]})).checked
    assert recognise(checked, DAY) is checked


def test_one_household_is_warned_about() -> None:
    policy = pr.load_policy(on="2022-06-01")
    (warning,) = policy.assess({"certified_class": "poor"}).warnings
    assert "certificate" in warning.en
    assert policy.assess({"certified_class": "poor", "certified_from": "2022-01-01"}).warnings == ()
