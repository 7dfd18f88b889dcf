"""Every programme that is shipped, up to twelve unknown facts: what each engine says is what every completion says."""

from __future__ import annotations

from random import Random

import pytest

import povrules as pr
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.reference.engine import ReferenceEngine
from tests.engines.contract import differences
from tests.support.completions import Cases, disagreements, groups_of, programme_places
from tests.support.registers import register_of

DAYS = ("2022-06-30", "2024-10-01", "2026-03-01")
SUPPOSED = {"other_coefficient": 1}
"""What no text that was read says, and social assistance rests on."""
FEW, MANY = 8, 200
TRIED, MANY_TRIED = 256, 4096
"""Completions of one answer that are tried."""


def held(day: str, count: int, seed: int, most: int) -> tuple[set[str], int]:
    """Draw and compare; which programmes had an unknown fact among what they read, and how many answers there were."""
    policy = pr.load_policy(on=day).reform(SUPPOSED)
    cases = Cases(policy, Random(f"{seed} {day}"), most)
    seen: set[str] = set()
    answers = 0
    for i in range(count):
        case = cases.draw(f"H{i}")
        groups = groups_of(case, cases.asked)
        places = [place for slots, found in groups.items() if slots for place in found]
        for engine in (ReferenceEngine(), CompiledEngine()):
            found = engine.answer(policy.resolved, case.household, places)
            lines = disagreements(case, cases.asked, found)
            assert not lines, f"{engine.name} on {day}\n" + "\n".join(lines)
        register = register_of([case.given])
        outputs = sorted({policy.resolved.shown(id.partition(".")[0]) for id, _ in places})
        lines = differences("columnar", policy.resolved, register, outputs, "income") if outputs else []
        assert not lines, f"columnar on {day}\n" + "\n".join(lines)
        seen |= {id.partition(".")[0] for id, _ in places}
        answers += len(places)
    return seen, answers


@pytest.mark.parametrize("day", DAYS)
def test_programmes_are_what_every_completion_says(day: str) -> None:
    _, answers = held(day, FEW, 1, TRIED)
    assert answers > FEW


@pytest.mark.big
@pytest.mark.parametrize("day", DAYS)
def test_programmes_are_what_very_many_completions_say(day: str) -> None:
    seen, _ = held(day, MANY, 2, MANY_TRIED)
    policy = pr.load_policy(on=day).reform(SUPPOSED).resolved
    # Nothing is asked of a programme of which no text that was read says what it grants on that day.
    assert seen == {id.partition(".")[0] for _, id in programme_places(policy)}


def test_what_is_open_of_an_amount_is_bounded_within_each_case_of_its_rule() -> None:
    """What can still be lent is the limit less the debt, and never less than nothing, however large the debt may be."""
    policy = pr.load_policy(on="2022-06-30")
    given = {"certified_class": "poor", "poor_loan_outstanding": None}
    found = policy.assess(given).programmes["credit_poor"].outcome("available_vnd")
    assert (found.value, found.low, found.high) == (None, 0, 100_000_000)
    assert found.missing == ("poor_loan_outstanding",)
