"""Every verdict of a policy, asked of households at its boundaries: what is told flips, and nothing can be left out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

import povrules as pr
from povrules.decisions.assessment import Assessment, MemberAssessment
from povrules.decisions.counterfactual import Alternative
from povrules.language.calendar import PartialDate
from povrules.language.nodes import Value
from povrules.testing.households import HouseholdDrawer
from tests.support.near_households import with_change

DAYS = ("2020-06-30", "2022-06-30", "2024-10-01", "2026-03-01", "2026-07-01")
HOUSEHOLDS = 4
SEVERAL = 3


def verdicts(assessment: Assessment) -> list[tuple[int | None, str]]:
    """The class and every programme in force: whose, and by which name."""
    found: list[tuple[int | None, str]] = [(None, "poverty_class")]
    found += [(None, each.programme) for each in assessment.programmes.in_force()]
    return found + [(i, e.programme) for i, m in enumerate(assessment.members) for e in m.programmes.in_force()]


def answer(assessment: Assessment, member: int | None, name: str) -> Value | None:
    who: Assessment | MemberAssessment = assessment if member is None else assessment.members[member]
    return who.outcome(name).value


def flips(policy: pr.Policy, household: dict[str, Any], who: tuple[int | None, str], told: Alternative) -> None:
    chosen = (*told.changes, *told.among[: told.choose])
    method = policy.assess(household).method
    changed = household
    for change in chosen:
        changed = with_change(changed, change.fact, change.after)
    assert answer(policy.assess(changed, method), *who) == told.answer, (who, told)
    for change in chosen:
        for value in change.values[1:]:
            assert answer(policy.assess(with_change(changed, change.fact, value), method), *who) == told.answer
    for left_out in chosen:
        if left_out.before is not None:
            without = with_change(changed, left_out.fact, left_out.before)
            assert answer(policy.assess(without, method), *who) != told.answer, (who, told)


@pytest.mark.parametrize("day", DAYS)
def test_every_verdict_flips_by_what_is_told(day: str) -> None:
    policy, random, told = pr.load_policy(on=day), Random(day), 0
    drawer = HouseholdDrawer(policy)
    for i in range(HOUSEHOLDS):
        household = drawer.draw(random, f"H{i}", random.choice((0.0, 0.03)))
        if any(isinstance(m.get("birth_date"), PartialDate) for m in household.get("members", ())):
            continue
        assessment = policy.assess(household)
        for member, name in random.sample(listed := verdicts(assessment), min(SEVERAL, len(listed))):
            who: Assessment | MemberAssessment = assessment if member is None else assessment.members[member]
            found = who.counterfactual(name, most=2)
            for alternative in (*found.alternatives, *found.unchangeable)[:10]:
                flips(policy, household, (member, name), alternative)
                told += 1
    assert told
