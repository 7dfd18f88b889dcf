"""The golden households of the semantics: the national standard, through every engine that takes one household."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import povrules as pr
from povrules.decisions.method import method_for, with_method
from povrules.facts.intake import take_household
from tests.engines.contract import ENGINES, HouseholdEngine

CASES = yaml.load((Path(__file__).parents[1] / "cases" / "semantics.yaml").read_text(), Loader=yaml.BaseLoader)
PLAIN = ("area", "income_per_capita", "score_a", "score_b", "household_size")
TRUTH = {"true": True, "false": False, "?": None}


def household(case: dict[str, Any], policy: pr.Policy) -> dict[str, Any]:
    indicators = (
        [id.removeprefix("vn:deprived_") for id in policy.resolved.sets["vn:deprivations"].items]
        if "vn:deprivations" in policy.resolved.sets
        else []
    )
    given: dict[str, Any] = {name: None if case[name] == "?" else case[name] for name in PLAIN if name in case}
    flags = case.get("true_flags", "0")
    true = indicators[: int(flags)] if isinstance(flags, str) else flags
    false = case.get("false_flags", [])
    for name in indicators:
        if name in true:
            given[f"deprived_{name}"] = True
        elif name in false:
            given[f"deprived_{name}"] = False
        elif "others" in case:
            given[f"deprived_{name}"] = TRUTH[case["others"]]
    if "members" in case:
        given["members"] = [{k: TRUTH.get(v, v) for k, v in member.items()} for member in case["members"]]
    return given


@pytest.mark.parametrize("case", CASES["households"], ids=lambda c: c["id"])
def test_household(case: dict[str, Any]) -> None:
    policy = pr.load_policy(on=case.get("on", "2024-06-30"), known_on=case.get("known_on"))
    found = policy.assess(household(case, policy), method=case.get("method"))
    if case["expect"] != "undetermined":
        assert found.poverty_class == case["expect"]
        assert found.reason is None
        assert found.missing == ()
        return
    assert found.poverty_class is None
    assert list(found.possible["poverty_class"]) == case["possible"]
    if "missing" in case:
        assert list(found.missing) == case["missing"]
    assert found.reason == case.get("reason", "fact")
    if "instrument" in case:
        assert found.instruments == (case["instrument"],)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda e: e.name)
@pytest.mark.parametrize("case", CASES["households"], ids=lambda c: c["id"])
def test_every_engine_gives_the_same_answer(case: dict[str, Any], engine: HouseholdEngine) -> None:
    policy = pr.load_policy(on=case.get("on", "2024-06-30"), known_on=case.get("known_on"))
    given = household(case, policy)
    taken = take_household(policy.facts, given, on=policy.on)
    ready = with_method(taken, method_for(policy.resolved, taken, case.get("method")))
    found = engine.answer(policy.resolved, ready, [("vn:poverty_class", None)])["vn:poverty_class", None]
    assert found == policy.assess(given, method=case.get("method")).outcome("poverty_class")
