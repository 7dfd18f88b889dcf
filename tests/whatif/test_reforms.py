"""Reforms: what they change, what follows, what they refuse; the baseline stays as it is."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import povrules as pr
from povrules.whatif.errors import ReformError

DAY = "2024-10-01"
FLAGS = (
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
)  # fmt: skip
DEPRIVED = ("water", "toilet", "employment")
HOUSEHOLD = {
    "area": "rural",
    "income_per_capita": 1_400_000,
    "internet_used": False,
    **{f"deprived_{flag}": flag in DEPRIVED for flag in FLAGS},
}


@pytest.fixture(scope="module")
def law() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, "poor"),
        ({"income_line.rural": 1_400_000}, "poor"),
        ({"income_line.rural": 1_399_999}, "average"),
        ({"income_line": "-10%"}, "average"),
        ({"income_line": {"rural": "-100000"}}, "poor"),
        ({"income_line.urban": "1.000.000"}, "poor"),
        ({"deprivation_cutoff": 4}, "near_poor"),
        ({"deprived_water": "off"}, "near_poor"),
        ({"deprived_water": "off", "deprivations.no_internet": "not internet_used"}, "poor"),
        ({"poverty_class_by_income": "above if income_per_capita > income_line[area] else near_poor"}, "near_poor"),
        ({"income_line.rural": {"2024-01-01": 1_000_000, "2025-01-01": 2_000_000}}, "average"),
        ({"income_line.rural": {"2025-01-01": 1_000_000}}, "poor"),
        ({"income_line.rural": 2_500_000, "average_line.rural": 2_600_000}, "poor"),
    ],
)
def test_what_a_reform_decides(law: pr.Policy, changes: dict[str, Any], found: str) -> None:
    assert law.reform(changes).assess(HOUSEHOLD).poverty_class == found
    assert law.assess(HOUSEHOLD).poverty_class == "poor"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"income_lin.rural": 1}, "did you mean 'income_line'"),
        ({"income_line.rurl": 1}, "did you mean 'rural'"),
        ({"income_line.rural": 3_000_000}, "average_line.rural at least 3000000"),
        ({"income_line.rural": -1}, "a value in 0.."),
        ({"income_line.rural": "many"}, "'+10%'"),
        ({"income_line.rural": True}, "cannot be True"),
        ({"income_line.rural": {"2024": 5}}, "cannot be"),
        ({"deprivation_cutoff": 0}, "a value in 1..14"),
        ({"deprivation_cutoff": "+10%"}, "a whole number"),
        ({"income_line": "+10%", "income_line.rural": 5}, "neither is first"),
        ({"area": "rural"}, "somebody observes"),
        ({"poverty_class": 3}, "an expression, as text"),
        ({"phone_support": 7}, "nobody gets it"),
        ({"deprivations.deprived_water": "internet_used"}, "already"),
        ({"deprivations.nothing_there": 5}, "adds nothing"),
        ({"study_cost_amount": "180.000"}, "180000 for some and 180 for others; expected '180000' or '180'"),
        ({"income_line.rural": "2.200"}, "'2200' or"),
        ({"income_line.rural": "+100.000"}, "'+100000' or '+100'"),
        ({"income_line": "10%"}, "'10%' is a share; expected a change, '+10%'"),
        ({"deprivation_cutoff": "100%"}, "is a share"),
        ({"income_line": "--5"}, "cannot be '--5'"),
        ({"income_line": "+-5%"}, "cannot be '+-5%'"),
        ({"income_line": ["5"]}, "cannot be ['5']"),
        ({"adult_education_born_from": "hello"}, "cannot be 'hello'; expected a day such as 2025-01-31"),
        ({"adult_education_born_from": 5}, "a day"),
        ({"adult_education_born_from": "1990-02-30"}, "a day"),
        ({"majority_ethnic_code": 5}, "cannot be 5; expected text"),
        ({"majority_ethnic_code": " "}, "cannot be empty"),
        ([("income_line", 5)], "expected a mapping"),
        ({5: 1}, "5 names nothing"),
        ({("income_line", "rural"): 1}, "as text, such as 'income_line.rural'"),
        ({"income_line": {5: 1}}, "from 5: that is no day"),
        ({"income_line": {("rural",): 1}}, "that is no day"),
        ({"income_line": {}}, "is given nothing"),
        ({"income_line.rural": {"2025-13-01": 1}}, "from '2025-13-01': that is no day"),
        ({"income_line": {datetime(2024, 1, 1, 7): 1}}, "that is no day"),
        ({"income_line": {"2024-01-01": 1, "rural": 2}}, "by 'rural' beside days"),
        ({"deprived_water": "of"}, "did you mean 'off'"),
        ({"deprived_water": "Off"}, "did you mean 'off'"),
        ({"phone_support": "of"}, "did you mean 'off'"),
        ({"deprivations.deprived_water": "of"}, "did you mean 'off'"),
        ({"deprivations.deprived_waste": "off"}, "does not count already"),
        ({"poverty_class": None}, "an expression, as text"),
        ({"deprivation_cutoff": 13}, "nobody can reach it; expected at most 12"),
        ({"deprivation_cutoff": 12, "deprived_water": "off"}, "expected at most 11"),
        ({"social_pension": "true"}, "no programme in force on 2024-10-01"),
        ({"income_line": {"2024-01-01": 1, date(2024, 1, 1): 2}}, "a day twice"),
    ],
)
def test_what_a_reform_refuses(law: pr.Policy, changes: Any, words: str) -> None:
    with pytest.raises(ReformError) as error:
        law.reform(changes)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"poverty_class": "3"}, "expected poverty_class"), ({"deprivations.new": "not bank"}, "unknown name 'bank'")],
)
def test_a_rule_that_is_none_says_where(law: pr.Policy, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(pr.PovrulesError, match="reform") as error:
        law.reform(changes)
    assert words in str(error.value)


def test_a_rule_that_reads_itself_is_refused(law: pr.Policy) -> None:
    with pytest.raises(ReformError, match="circle"):
        law.reform({"poverty_class_by_income": "poverty_class"})


def test_whatever_else_reads_a_line_follows_it_and_is_named(law: pr.Policy) -> None:
    moved = law.reform({"income_line.rural": 1_800_000})
    assert "voluntary_social_insurance.monthly_support_vnd" in moved.follows
    assert law.follows == ()
    assert [(r.id, r.member, r.before, r.after) for r in moved.reforms] == [
        ("vn:income_line", "rural", "1500000", "1800000")
    ]


def test_reforms_compose_in_order(law: pr.Policy) -> None:
    twice = law.reform({"income_line.rural": 1_000_000}).reform({"income_line.rural": "+10%"})
    assert twice.parameter("income_line", "rural") == 1_100_000
    other = law.reform({"income_line.rural": "+10%"}).reform({"income_line.rural": 1_000_000})
    assert other.parameter("income_line", "rural") == 1_000_000


def test_a_percentage_is_exact(law: pr.Policy) -> None:
    found = law.reform({"income_line.rural": "+0.3333333%"}).parameter("income_line", "rural")
    assert found == 1_500_000 * (1 + Fraction(3333333, 10**9))


def test_a_programme_neutralised_is_granted_to_nobody(law: pr.Policy) -> None:
    frame = pl.DataFrame({"household_id": ["H1"], "certified_class": ["poor"], "given_tablet": [False]})
    granted = [p.evaluate(frame).households["phone_support"][0] for p in (law, law.reform({"phone_support": None}))]
    assert granted == [True, False]


def test_a_reformed_policy_is_a_value(law: pr.Policy) -> None:
    one, two = (law.reform({"income_line.rural": 1_600_000, "deprivation_cutoff": 2}) for _ in range(2))
    turned = law.reform({"deprivation_cutoff": 2, "income_line.rural": 1_600_000})
    assert one == two == turned == pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) != law
    assert law.reform({}) == law


def test_the_explanation_of_an_assumed_value_cites_no_law(law: pr.Policy) -> None:
    text = law.reform({"income_line.rural": 1_600_000}).assess(HOUSEHOLD).explain("en").text()
    assert "1,600,000 VND/person/month" in text
    assert "Assumed by an analyst; it is no law." in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "'' is no name"),
        ("no bank", "is no name"),
        ("no!", "is no name"),
        ("if", "a word of the rule language"),
        ("max", "a word of the rule language"),
        ("income_line", "a value of law already"),
        ("area", "a fact or rule already; expected a name"),
        ("ethnic_minority", "a fact or rule already"),
        ("internet_used", "already; expected True: it counts"),
        ("tuition", "a programme already"),
        ("deprivations", "a set already"),
        ("poor", "a member of a list already"),
        ("poverty_class_possible", "a column of results already"),
        ("unlisted", "a column of results already"),
    ],
)
def test_a_new_indicator_has_a_name_of_its_own(law: pr.Policy, name: str, words: str) -> None:
    with pytest.raises(ReformError) as error:
        law.reform({f"deprivations.{name}": "not internet_used"})
    assert words in str(error.value)


@pytest.mark.parametrize("name", ["no_internet", "NoBank2"])
def test_a_plain_new_name_is_a_column_of_results(law: pr.Policy, name: str) -> None:
    frame = pl.DataFrame({"household_id": ["H1"], "internet_used": [False]})
    found = law.reform({f"deprivations.{name}": "not internet_used"}).evaluate(frame).households
    assert found[name].to_list() == [True]


def test_an_indicator_is_switched_off_once(law: pr.Policy) -> None:
    with pytest.raises(ReformError, match="no longer counts already"):
        law.reform({"deprived_water": "off"}).reform({"deprived_water": "off"})


@pytest.mark.parametrize(
    "changes",
    [{"deprived_water": "off"}, {"deprivations.deprived_waste": True}, {"deprivations.new": "not internet_used"}],
)
def test_what_counts_indicators_follows_them(law: pr.Policy, changes: dict[str, Any]) -> None:
    assert law.reform(changes).follows == ("deprivation_count", "poverty_class_by_income")


def test_a_programme_by_other_conditions(law: pr.Policy) -> None:
    classes = ["poor", "near_poor", "average"]
    given = {"household_id": ["1", "2", "3"], "certified_class": classes, "given_tablet": [True, False, False]}
    reform = law.reform({"phone_support": "recognised_class == poor"})
    found = reform.evaluate(pl.DataFrame(given)).households
    assert found["phone_support"].to_list() == [True, False, False]
    assert found["phone_support.amount_vnd"].to_list() == [500_000, None, None]
    assert law.evaluate(pl.DataFrame(given)).households["phone_support"].to_list() == [False, True, False]
    assert reform.follows == ("phone_support.amount_vnd",)
    told = pr.compare(law, reform, pr.Register(pl.DataFrame(given))).programmes()
    moved = told.filter(pl.col("programme") == "phone_support").select("status", "rows").rows()
    assert sorted(moved) == [("gained", 1), ("lost", 1), ("never", 1)]


def test_other_conditions_of_a_programme_that_gives_way_to_another() -> None:
    law = pr.load_policy(on="2025-08-01")
    reform = law.reform({"social_allowance": "has_hiv"})
    homes = pl.DataFrame({"household_id": ["1"]})
    members = {"household_id": ["1"] * 2, "person_id": ["a", "b"], "age": [30, 30], "has_hiv": [True, False]}
    assert reform.evaluate(homes, pl.DataFrame(members)).persons["social_allowance"].to_list() == [True, False]
    assert reform.follows == ("social_allowance", "social_pension")


def test_a_programme_that_no_longer_turns_on_the_class_says_so(law: pr.Policy) -> None:
    reform = law.reform({"phone_support": "not given_tablet"}).resolved
    assert law.resolved.programmes["vn:phone_support"].class_read_as == {"vn:recognised_class"}
    assert reform.programmes["vn:phone_support"].class_read_as == frozenset()


def test_a_sweep_of_a_cut_off_ends_where_nobody_could_reach_it(law: pr.Policy) -> None:
    register = pr.Register(
        pl.DataFrame({"household_id": ["1"], **{name: [value] for name, value in HOUSEHOLD.items()}})
    )
    assert pr.sweep(law, "deprivation_cutoff", register).threshold.high == 12


@settings(max_examples=25, deadline=None)
@given(line=st.integers(0, 2_250_000), cutoff=st.integers(1, 11), off=st.sampled_from(FLAGS))
def test_the_baseline_never_changes(line: int, cutoff: int, off: str) -> None:
    law = pr.load_policy(on=DAY)
    before = pickle.dumps(law.resolved)
    reformed = law.reform({"income_line.rural": line, "deprivation_cutoff": cutoff, f"deprived_{off}": "off"})
    reformed.assess(HOUSEHOLD)
    assert pickle.dumps(law.resolved) == before
    assert law.parameter("income_line", "rural") == 1_500_000
    count = sum(flag in DEPRIVED and flag != off for flag in FLAGS)
    expected = ("poor" if count >= cutoff else "near_poor") if line >= 1_400_000 else "average"
    assert reformed.assess(HOUSEHOLD).poverty_class == expected


@pytest.mark.parametrize("path", ["deprived_water", "phone_support"])
def test_the_number_zero_switches_nothing_off(path: str) -> None:
    with pytest.raises(ReformError, match="0"):
        pr.load_policy(on="2024-10-01").reform({path: 0})
