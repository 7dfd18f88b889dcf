"""Any sequence of steps on several policies: after each, the answers are the reference engine's, wherever the durable
engine answers itself, and where it does not it says so."""

from __future__ import annotations

from collections import Counter
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

import povrules as pr
from povrules.dossiers.dossier import Dossier
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import PATIENCE, Evaluation

POLICIES = [("2021-06-01", "vn"), ("2024-10-01", "vn"), ("2026-03-01", "vn"), ("2024-10-01", "60")]
FLAGS = ("water", "toilet", "telecom", "housing_area", "employment", "health_insurance")
OF_HOUSEHOLD: dict[str, list[Any]] = {
    "area": ["rural", "urban", None],
    "income_per_capita": [1_499_999, 1_500_000, 2_000_001, 2_250_000, 700_000, -1, None],
    "household_size": [1, 2, 4, None],
    "floor_area": [7, 16, "31.9", 32, None],
    "certified_class": ["poor", "near_poor", "above", None],
    "area_difficulty": ["extremely_difficult", "island", None],
    "electricity_use": [30, 51, None],
    "water_source": ["piped", "surface"],
    "given_tablet": [True, False],
    "housing_need": ["none", "rebuild"],
    **{f"deprived_{flag}": [True, False, None] for flag in FLAGS},
}
OF_MEMBER: dict[str, list[Any]] = {
    "birth_date": ["2021-05-01", "2018-10-01", "2008-09-30", "1950-01-01", "1990-02-28", None],
    "sex": ["male", "female"],
    "ethnicity": ["Kinh", "Chăm", None],
    "in_school": [True, False, None],
    "school_level": ["preschool", "primary", "higher", None],
    "work_status": ["wage_with_contract", "seeking_work", None],
    "has_disability": [True, False],
    "disability_degree": ["severe", "mild"],
    "receives_monthly_allowance": [True, False, None],
    "has_health_card": [True, False],
    "orphan_kind": ["both"],
    "seeks_training": [True, False],
}
ANY_DAY = 0.2
SEEN: Counter[str] = Counter()


def known(policy: pr.Policy, scope: str, drawn: dict[str, list[Any]]) -> dict[str, list[Any]]:
    specs = policy.facts.household if scope == "household" else policy.facts.person
    return {name: values for name, values in drawn.items() if name in specs}


class Steps(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.dossier: Dossier

    @initialize(chosen=st.sampled_from(POLICIES))
    def open(self, chosen: tuple[str, str]) -> None:
        self.policy = pr.load_policy(on=chosen[0], place=chosen[1])
        self.dossier = pr.open_dossier(self.policy)
        assert self.dossier.engine == "durable"

    @rule(data=st.data())
    def set(self, data: st.DataObject) -> None:
        drawn = known(self.policy, "household", OF_HOUSEHOLD)
        name = data.draw(st.sampled_from(sorted(drawn)))
        self.dossier.set(name, data.draw(st.sampled_from(drawn[name])))
        self.agrees()

    @precondition(lambda self: self.dossier.facts)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        self.dossier.withdraw(data.draw(st.sampled_from(sorted(self.dossier.facts))))
        self.agrees()

    @precondition(lambda self: len(self.dossier.members) < 3)
    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        self.dossier.add_member(data.draw(self.facts()))
        self.agrees()

    @precondition(lambda self: self.dossier.members)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.dossier.members)))
        self.dossier.change_member(key, data.draw(self.facts()))
        self.agrees()

    @precondition(lambda self: self.dossier.members)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        self.dossier.remove_member(data.draw(st.sampled_from(sorted(self.dossier.members))))
        self.agrees()

    def facts(self) -> st.SearchStrategy[dict[str, Any]]:
        drawn = known(self.policy, "person", OF_MEMBER)
        return st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in drawn.items()})

    def agrees(self) -> None:
        standing = self.dossier._standing
        positions = {key: i for i, key in enumerate(standing.keys)}
        wanted = {(id, key): (id, None if key is None else positions[key]) for id, key in standing.places()}
        assert set(standing.found) == set(wanted)
        evaluation = Evaluation(self.policy.resolved, standing.household, PATIENCE)
        for place, found in standing.found.items():
            SEEN["not resolved" if found.reason == "not resolved" else "open" if found.reason else "decided"] += 1
            if found.reason != "not resolved":
                right = outcome(evaluation, *wanted[place])
                if right.reason == "not resolved":
                    continue  # its patience was at an end before
                both = [(place, one.value, one.possible, one.reason) for one in (found, right)]
                assert both[0] == both[1]

    def teardown(self) -> None:
        if hasattr(self, "dossier"):
            self.dossier.close()


def sized(examples: int, steps: int) -> settings:
    too = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=too)


def test_any_steps_give_the_answers_of_the_reference_engine() -> None:
    run_state_machine_as_test(Steps, settings=sized(2, 8))


@pytest.mark.big
def test_very_many_steps_give_the_answers_of_the_reference_engine() -> None:
    SEEN.clear()
    run_state_machine_as_test(Steps, settings=sized(40, 30))
    assert SEEN["not resolved"] < ANY_DAY * SEEN.total()
