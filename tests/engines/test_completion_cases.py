"""Single cases of unknown facts that once went wrong, or stand between two rooms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.method import with_method
from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.engine import ReferenceEngine
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import NoRow
from povrules.facts.household import Household
from povrules.facts.intake import take_household
from povrules.language import nodes as n
from povrules.language.errors import PovrulesError
from povrules.law.evidence import Evidence
from povrules.law.model import Constraint, Expression
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from tests.support.brute_force import Asked, brute_force
from tests.support.expressions import HERE, LABEL, computed, fact, law_text

ON = date(2024, 6, 30)
FLAGS = [
    "employment",
    "dependents",
    "nutrition",
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "water",
    "toilet",
    "telecom",
    "information_means",
]


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on=ON)


def of(policy: pr.Policy, given: dict[str, Any], what: str = "poverty_class") -> Outcome:
    return policy.assess(given, method="income").outcome(what)


# constraints ---------------------------------------------------------------------------------------------------------


def test_a_given_score_b_counts_though_another_unknown_fact_does_not_matter(policy: pr.Policy) -> None:
    """A radio answers the indicator, so the unknown television must not keep the score from being used."""
    known = dict.fromkeys((f"deprived_{flag}" for flag in FLAGS[:9]), False)
    known |= {"deprived_water": True, "deprived_toilet": True, "has_radio": True, "has_tv": None}
    given = {"area": "rural", "income_per_capita": 1_000_000, **known, "deprived_telecom": None, "score_b": 30}
    assert of(policy, given).value == "poor"
    assert of(policy, given, "deprived_telecom").value is True


def test_a_score_b_that_is_asked_for_is_a_number_of_indicators(policy: pr.Policy) -> None:
    assert of(policy, {"score_b": None}, "score_b").possible == tuple(range(0, 121, 10))


def test_a_score_b_worked_out_beside_unknown_law_is_no_contradiction() -> None:
    flags = dict.fromkeys([f"deprived_{flag}" for flag in FLAGS[:-1]] + ["deprived_waste"], False)
    later = pr.load_policy(on="2027-06-30")
    assert later.assess({"area": "rural", "score_b": 0, **flags}).conflicts == ()


def test_a_broken_score_b_is_noted_whatever_the_unknown_floor_area_is(policy: pr.Policy) -> None:
    flags = dict.fromkeys((f"deprived_{flag}" for flag in FLAGS[:6]), True)
    found = policy.assess({"score_b": 30, "household_size": 4, "floor_area": None, **flags})
    assert [conflict.about for conflict in found.conflicts if conflict.used is None] == ["score_b_identity"]


def test_constraints_bind_through_each_other() -> None:
    facts = [fact(name, "integer", range="0..9") for name in ("x", "y", "z")]
    law = law_text(facts, [computed("answer", "bool", "x >= 5")])
    chain = tuple(
        Constraint(f"c{i}", "household", Expression(that, HERE), LABEL, HERE)
        for i, that in enumerate(["x <= y", "y <= z"])
    )
    found = answers(replace(law, constraints=chain), {"x": None, "y": None, "z": 4}, [("vn:answer", None)])
    assert found["vn:answer", None].value is False


def test_income_narrows_the_size_and_the_size_the_area_per_head(policy: pr.Policy) -> None:
    given = {"income_total": 48_000_000, "income_per_capita": 1_000_000, "floor_area": 32}
    assert of(policy, given, "deprived_housing_area").value is False
    assert of(policy, {**given, "floor_area": 31}, "deprived_housing_area").value is True


# persons -------------------------------------------------------------------------------------------------------------


def answers(law: Any, given: dict[str, Any], wanted: list[tuple[str, int | None]], members: Any = ()) -> Any:
    policy: ResolvedPolicy = resolve([PackText("test", "vn", "1", (law,))], on=ON, evidence=Evidence.UNVERIFIED)
    facts = {"vn:on": ON, "vn:observed_on": ON, **{f"vn:{name}": value for name, value in given.items()}}
    listed = tuple({f"vn:{name}": value for name, value in member.items()} for member in members)
    return ReferenceEngine().answer(policy, Household(facts, listed), wanted)


def test_an_indicator_of_a_person_is_each_person_s_own() -> None:
    facts = [fact(name, "bool", "person") for name in "abcd"]
    rules = [
        computed("one", "bool", "a and b", "person"),
        computed("two", "bool", "c or d", "person"),
        computed("both", "bool", "at_least(2, [one, two])", "person"),
        computed("answer", "integer", "count(members, at_least(2, [one, two]))"),
    ]
    wanted = [("vn:both", 0), ("vn:both", 1), ("vn:answer", None)]
    found = answers(law_text(facts, rules), {}, wanted, [dict.fromkeys("abcd")] * 2)
    assert found["vn:answer", None].possible == (0, 1, 2)
    for i in (0, 1):
        assert set(found["vn:both", i].missing) == {f"members[{i}].{name}" for name in "abcd"}


def test_what_a_person_s_indicator_reads_of_the_household_is_not_its_own() -> None:
    """`flag` is one fact, so two members cannot differ by it."""
    facts = [fact("flag", "bool"), fact("other", "bool"), fact("a", "bool", "person")]
    rules = [
        computed("one", "bool", "household.flag and household.other", "person"),
        computed("answer", "integer", "count(members, at_least(1, [one]))"),
    ]
    found = answers(law_text(facts, rules), {"flag": None, "other": None}, [("vn:answer", None)], [{}, {}])
    assert found["vn:answer", None].possible == (0, 2)


def test_a_known_age_bounds_the_birth_day(policy: pr.Policy) -> None:
    retired = {"sex": "male", "work_status": "seeking_work", "able_to_work": True}
    assert of(policy, {"members": [{**retired, "age": 62}]}, "deprived_employment").value is False
    assert of(policy, {"members": [{**retired, "age": 60}]}, "deprived_employment").value is True
    # In 2025 the end is at 61 years and 3 months.
    found = of(pr.load_policy(on="2025-06-30"), {"members": [{**retired, "age": 61}]}, "deprived_employment")
    assert found.missing == ("members[0].birth_date",)


@pytest.mark.parametrize("observed", ["2023-02-28", "2024-02-28", "2024-02-29", "2024-03-01", "2024-06-30"])
@pytest.mark.parametrize("age", [0, 14, 15, 16])
def test_the_birth_days_of_an_age_are_exactly_those_with_that_age(observed: str, age: int) -> None:
    policy = pr.load_policy(on=ON)
    given = {"observed_on": observed, "members": [{"age": age}]}
    evaluation = Evaluation(policy.resolved, take_household(policy.facts, given, on=ON))
    birth = evaluation.ref("vn:birth_date", 0).unknown
    turning = [date.fromordinal(day) for day in (birth.low - 1, birth.low, birth.high, birth.high + 1)]
    found = []
    for day in turning:
        if day > date.fromisoformat(observed):
            found.append(age - 1)
            continue
        born = {"observed_on": observed, "members": [{"birth_date": day}]}
        found.append(policy.assess(born).members[0]["age"])
    assert found == [age + 1, age, age, age - 1]


def test_an_age_against_a_birth_day_is_noted(policy: pr.Policy) -> None:
    for born in ({"birth_date": "2010-01-01"}, {"birth_year": 2010}):
        (found,) = policy.assess({"members": [{"age": 70, **born}]}).conflicts
        assert found.about == "members[0].age"
    assert policy.assess({"members": [{"age": 14, "birth_year": 2010}]}).conflicts == ()


def test_a_rejected_person_is_one_of_whom_nothing_is_known(policy: pr.Policy) -> None:
    """The household of a register whose other member's row could not be used."""
    raw = {"area": "rural", "income_per_capita": 1_000_000, **dict.fromkeys((f"deprived_{f}" for f in FLAGS), False)}
    del raw["deprived_nutrition"]
    listed = {"stunted": False, "underweight": False, "birth_year": 2000}
    whole = take_household(policy.facts, {**raw, "members": [listed]}, on=ON)
    half = with_method(replace(whole, unlisted=1), "income")
    slots = {
        (1, "vn:stunted"): (False, True),
        (1, "vn:underweight"): (False, True),
        (1, "vn:birth_date"): (date(1900, 1, 1), date(2008, 6, 30), date(2008, 7, 1), ON),
    }
    asked = Asked("vn:deprived_nutrition")
    expected = brute_force(policy.resolved, half, slots, [asked], {})
    assert expected is not None
    found = outcome(Evaluation(policy.resolved, half), asked.id)
    assert set(found.possible) == expected[asked].possible == {False, True}
    assert found.missing == ("members",)


# levels --------------------------------------------------------------------------------------------------------------


def test_listing_members_does_not_ask_for_the_floor_area(policy: pr.Policy) -> None:
    """The size of the household is no raw fact of the indicator, so it stands at the level of its flag."""
    found = of(policy, {"members": [{"birth_year": 1980}], "household_size": 1}, "deprived_housing_area")
    assert found.missing == ("deprived_housing_area",)


# many at once --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("income", [1_500_000, 1_500_001])
def test_twelve_unknown_indicators(policy: pr.Policy, income: int) -> None:
    given = {"area": "rural", "income_per_capita": income, **{f"deprived_{flag}": None for flag in FLAGS}}
    household = with_method(take_household(policy.facts, given, on=ON), "income")
    slots = {(None, f"vn:deprived_{flag}"): (False, True) for flag in FLAGS}
    asked = [Asked("vn:poverty_class"), Asked("vn:deprivation_count")]
    expected = brute_force(policy.resolved, household, slots, asked, {})
    assert expected is not None
    for each in asked:
        found = outcome(Evaluation(policy.resolved, household), each.id)
        assert set(found.possible) == expected[each].possible
        assert set(found.missing) == {id.removeprefix("vn:") for _, id in expected[each].missing}


# errors --------------------------------------------------------------------------------------------------------------


def test_a_table_with_a_gap_says_so_as_an_error_of_the_library(policy: pr.Policy) -> None:
    table = n.Table((n.Row(n.Literal(False), n.Literal("poor")),), "first", span=HERE)
    with pytest.raises(NoRow, match="no row of this table holds") as error:
        Evaluation(policy.resolved, Household()).value(table)
    assert isinstance(error.value, PovrulesError)
    assert error.value.span == HERE


def test_questions_come_in_the_same_order_in_every_process(policy: pr.Policy) -> None:
    later = pr.load_policy(on="2027-06-30")
    found = later.assess({"water_source": "piped", "toilet_type": "none", "household_size": 2}).outcome("poverty_class")
    assert list(found.law) == sorted(found.law)
    assert len(found.law) > 2


# facts that several indicators read ----------------------------------------------------------------------------------


def test_a_birth_date_matters_behind_the_cards_of_others() -> None:
    """An adult's unknown card leaves the indicator open at any age of the child; among cards that are the same, the
    child's age still turns it."""
    policy = pr.load_policy(on="2018-06-30")
    flags = {f"deprived_{name}": False for name in (*FLAGS[4:], "health_care")} | {"area": "rural"}
    for others in (1, 2, 5):
        adults = [{"birth_date": "1960-01-01", "has_health_card": None} for _ in range(others)]
        given = flags | {
            "observed_on": "2018-02-28",
            "members": [*adults, {"birth_date": None, "has_health_card": None}],
        }
        found = policy.assess(given).outcome("deprivation_count")
        cards = {f"members[{i}].has_health_card" for i in range(others + 1)}
        assert (found.possible, set(found.missing)) == ((0, 1), {*cards, f"members[{others}].birth_date"})
        frame, members = register_of(given)
        row = policy.evaluate(frame, members, observed_on="2018-02-28", outputs=["deprivation_count"]).households
        assert set(row.get_column("deprivation_count_missing")[0].split("|")) == set(found.missing)


def register_of(given: dict[str, Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
    own = {name: [value] for name, value in given.items() if name not in ("members", "observed_on")}
    members = pl.DataFrame(given["members"], schema={"birth_date": pl.String, "has_health_card": pl.Boolean})
    return pl.DataFrame({"household_id": ["A"], **own}), members.with_columns(household_id=pl.lit("A"))
