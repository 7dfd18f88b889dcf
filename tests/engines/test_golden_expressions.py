"""The golden expressions of the semantics, through every engine that evaluates single households."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from povrules.engines.outcome import Outcome
from povrules.language.errors import PovrulesError
from tests.engines.contract import ENGINES, HouseholdEngine
from tests.support.expressions import expression_policy, read, type_of

CASES = yaml.load((Path(__file__).parents[1] / "cases" / "semantics.yaml").read_text(), Loader=yaml.BaseLoader)


def answered(case: dict[str, Any], engine: HouseholdEngine) -> Outcome:
    expected = [case["expect"]] if case["expect"] != "undetermined" else case["possible"]
    kinds = {"load_error": "bool"}
    result = kinds.get(expected[0]) or type_of(expected[0], False)
    policy, household = expression_policy(case["expr"], case["facts"], case.get("domains", {}), result)
    return engine.answer(policy, household, [("vn:answer", None)])["vn:answer", None]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda e: e.name)
@pytest.mark.parametrize("case", CASES["expressions"], ids=lambda c: c["id"])
def test_expression(case: dict[str, Any], engine: HouseholdEngine) -> None:
    if case["expect"] == "load_error":
        with pytest.raises(PovrulesError) as error:
            answered(case, engine)
        assert case.get("message_has", "") in str(error.value)
        assert error.value.span is not None
        return
    found = answered(case, engine)
    if case["expect"] == "undetermined":
        assert found.value is None
        assert found.reason == "fact"
        assert set(found.possible) == {read(text, type_of(text, False)) for text in case["possible"]}
        if "missing" in case:
            assert list(found.missing) == case["missing"]
    else:
        assert found.reason is None
        assert found.value == read(case["expect"], type_of(case["expect"], False))
        assert not isinstance(found.value, (float, date))
