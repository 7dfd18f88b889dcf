"""Every worked household that ships beside the law gets the answer it states, from the reference engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from povrules.api import Policy, load_policy
from povrules.law.yaml_nodes import plain, read_yaml

FILE = Path(__file__).parents[2] / "policies" / "vn" / "poverty_standard" / "cases.yaml"
CASES: Any = plain(read_yaml(FILE))
ANSWERS = {"true": True, "false": False, "undetermined": None}


@cache
def policy(on: str) -> Policy:
    return load_policy(on=on)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_household_gets_its_answer(case: dict[str, Any]) -> None:
    expect = dict(case["expect"])
    found = policy(case["on"]).assess(case["given"], method=case.get("method"))
    if "poverty_class" in expect:
        stated = expect.pop("poverty_class")
        assert found.poverty_class == (None if stated == "undetermined" else stated)
    if "possible" in expect:
        for name, values in expect.pop("possible").items():
            assert set(found.possible[name]) == set(values)
        assert found.reason == expect.pop("reason")
    for indicator, answer in expect.pop("deprivations", {}).items():
        assert found.deprivations[indicator] is ANSWERS[answer]
    for number, member in enumerate(expect.pop("members", [])):
        for name, answer in member.items():
            assert found.members[number][name] is ANSWERS[answer]
    for name, answer in expect.items():
        assert found[name] is ANSWERS[answer]
    assert not found.conflicts
