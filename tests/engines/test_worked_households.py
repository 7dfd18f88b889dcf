"""Every worked household of the law through every engine, one by one and as registers.

That the reference engine gives what each case states is tested with the law; here the others say what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import povrules as pr
from povrules.decisions.evaluated import Engine
from povrules.decisions.method import method_for, with_method
from povrules.engines.reference.evaluation import Place
from povrules.facts.intake import take_household
from povrules.language.nodes import Scope
from povrules.policy.resolved import ResolvedPolicy
from povrules.testing import Case, load_for, read_cases
from tests.engines.contract import (
    HOUSEHOLD_ENGINES,
    REGISTER_ENGINES,
    HouseholdEngine,
    dear,
    differences,
    disagreements,
)
from tests.support.registers import register_of

POLICIES = Path(__file__).parents[2] / "policies"
CASES = [case for path in sorted(POLICIES.rglob("cases.yaml")) for case in read_cases(path)]
Asked = tuple[Any, ...]
ALONE = 2
"""So many households of one day also stand in a register of their own."""
TOGETHER = 30
"""So many households of one day stand in one register, about whatever one of them states."""


def asked(case: Case) -> Asked:
    """What a case says of the law it is about."""
    return (case.on, case.place, case.known_on, case.evidence, case.method)


GROUPS = {key: [case for case in CASES if asked(case) == key] for key in dict.fromkeys(map(asked, CASES))}


@cache
def policy_of(key: Asked) -> pr.Policy:
    return load_for(GROUPS[key][0])


def places(policy: ResolvedPolicy, case: Case) -> list[Place]:
    """The answers that a case states something about: of a programme, all of it."""
    return list(dict.fromkeys(_places(policy, case)))


def _places(policy: ResolvedPolicy, case: Case) -> Iterator[Place]:
    for stated in case.expected:
        path, member = stated.what, None
        if path.startswith("members["):
            at, _, path = path.partition(".")
            member = int(at[len("members[") : -1])
        group, _, name = path.partition(".")
        if group == "programmes":
            programme = next(p for p in policy.programmes.values() if p.name == name.rpartition(".")[0])
            if programme.in_force:
                yield from ((id, member) for id in (programme.id, *(b.id for b in programme.benefits.values())))
            continue
        name = {"deprivations": f"deprived_{name}", "possible": name}.get(group, group)
        id = policy.find("household" if member is None else "person", name)
        if id is not None:  # reasons, missing facts and conflicts are of the class
            yield id, member


def scope(member: int | None) -> Scope:
    """Of whom an answer is."""
    return "household" if member is None else "person"


def given(case: Case) -> dict[str, Any]:
    """The household as the row of a register."""
    facts = {"household_id": case.id, **case.given}
    facts |= {f"deprived_{name}": value for name, value in facts.pop("deprivations", {}).items()}
    return facts


@pytest.mark.parametrize("key", GROUPS, ids=str)
@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_one_by_one(engine: HouseholdEngine, key: Asked) -> None:
    policy = policy_of(key)
    for case in GROUPS[key]:
        taken = take_household(policy.facts, case.given, on=policy.on)
        household = with_method(taken, method_for(policy.resolved, taken, case.method))
        found = disagreements(engine, policy.resolved, household, places(policy.resolved, case))
        assert not found, "\n".join([case.id, *found])


def alike(engine: Engine, key: Asked, group: list[Case], *, most: bool = False) -> list[str]:
    """What a register of these households says otherwise than the reference engine; ``most`` leaves the dear out."""
    policy = policy_of(key)
    named = [(id, member) for case in group for id, member in places(policy.resolved, case)]
    ids = list(dict.fromkeys(id for id, member in named if not (most and dear(policy.resolved, (scope(member), id)))))
    return differences(engine, policy.resolved, register_of(list(map(given, group))), ids, group[0].method)


@pytest.mark.parametrize("key", [*GROUPS][::4], ids=str)  # the others: the big test below
@pytest.mark.parametrize("engine", REGISTER_ENGINES)
def test_as_registers_and_some_alone(engine: Engine, key: Asked) -> None:
    cases = GROUPS[key]
    some = cases[:: len(cases) // ALONE + 1] if len(cases) > 1 else []
    together = [cases[i : i + TOGETHER] for i in range(0, len(cases), TOGETHER)]
    together = together[:: len(together) // 2 + 1]  # each household alone, all of them: the big test below
    together = together[:: len(together) // 3 + 1]
    for group in (*together, *([case] for case in some)):
        found = alike(engine, key, group, most=True)
        assert not found, "\n".join(found)


@pytest.mark.big
@pytest.mark.parametrize("key", GROUPS, ids=str)
@pytest.mark.parametrize("engine", REGISTER_ENGINES)
def test_each_alone(engine: Engine, key: Asked) -> None:
    for case in GROUPS[key]:
        found = alike(engine, key, [case])
        assert not found, "\n".join(found)
