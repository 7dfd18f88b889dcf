"""What an office might write; every type here is what povrules says, none of it ``Any`` by accident.

A comment ``type: ignore[...]`` marks a mistake that a type checker must see: without the mistake being seen the comment
itself is reported as unused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, assert_type

import polars as pl

import povrules as pr

LAW = pr.load_policy(on=date(2024, 10, 1), place="vn")
assert_type(LAW, pr.Policy)
assert_type(LAW.on, date)
assert_type(LAW.digest, str)


def poverty_class(household: Mapping[str, object]) -> str | None:
    decided = LAW.assess(household)
    assert_type(decided.poverty_class, str | None)
    assert_type(decided.missing, tuple[str, ...])
    assert_type(decided.deprivation_count, int | None)
    for member in decided.members:
        assert_type(member.programmes["health_insurance"].missing, tuple[str, ...])
    return decided.poverty_class


def told(household: Mapping[str, object]) -> str:
    explanation = LAW.assess(household, method="income").explain("vi")
    assert_type(explanation.text(), str)
    return explanation.text()


def entitled(household: Mapping[str, object]) -> list[str]:
    found = LAW.assess(household).programmes
    return [name for name, entitlement in found.items() if entitlement.eligible]


def checked(body: bytes) -> pr.Policy:
    model = LAW.facts_model.model_validate_json(body)
    assert_type(model.given(), dict[str, Any])
    LAW.assess(model)
    return LAW


def decided_register(path: Path) -> pl.DataFrame:
    register = pr.read_register(path, locale="vi")
    assert_type(register, pr.Register)
    assert_type(register.used.households, int)
    results = LAW.evaluate(register, outputs=["poverty_class"])
    assert_type(results.rejects, pl.DataFrame)
    return results.frames[0]


def what_if() -> Fraction | int:
    reform = LAW.reform({"income_line.rural": 1_700_000})
    assert_type(reform, pr.Policy)
    for difference in pr.diff(LAW, reform):
        assert_type(difference.path, str)
    return 1 if reform.follows else Fraction(1, 2)


def refused(household: Mapping[str, object]) -> str:
    try:
        LAW.assess(household)
    except pr.PovrulesError as problem:
        assert_type(problem.code, str)
        assert_type(problem.closest, str | None)
        return problem.said("vi")
    return ""


def mistakes() -> None:
    pr.load_polcy("2024-10-01")  # type: ignore[attr-defined]
    pr.load_policy(on=20241001)  # type: ignore[arg-type]
    LAW.asess({})  # type: ignore[attr-defined]
    LAW.assess({}, method="points")  # type: ignore[arg-type]
    LAW.assess({}).poverty_clas  # type: ignore[attr-defined]  # noqa: B018
    LAW.evaluate({}, ouputs=["poverty_class"])  # type: ignore[call-overload]
    LAW.on = date(2025, 1, 1)  # type: ignore[misc]


if __name__ == "__main__":
    print(poverty_class({"area": "rural", "income_per_capita": 1_600_000}))
