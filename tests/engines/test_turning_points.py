"""Drawn households stand on every turning point of every shipped rule, just below it and just above it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from povrules.decisions.method import with_method
from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.intake import take_household
from povrules.language import nodes as n
from povrules.testing.households import HouseholdDrawer
from tests.engines.contract import METHODS
from tests.engines.listed import POLICIES, Listed
from tests.engines.turning_points import ABOVE, AT, BELOW, MET, NOT_MET, Turn, sides, turns

NEVER = {
    # None of these can be negative.
    "vn:elderly_coefficient_total: pension_monthly == no_monthly_amount": {BELOW},
    "vn:social_allowance: allowance_coefficient > no_rate": {BELOW},
    "vn:social_allowance.conditions: allowance_coefficient > no_rate": {BELOW},
    "vn:tuition: tuition_relief > no_rate": {BELOW},
    # Two amounts of the law, each a multiple of its standard amount: equal, or many đồng apart.
    "vn:social_allowance: social_allowance.monthly_vnd.claim >= social_pension.monthly_vnd.claim": {BELOW, ABOVE},
    "vn:social_pension: social_pension.monthly_vnd.claim > social_allowance.monthly_vnd.claim": {BELOW, ABOVE},
}
"""Where no household can stand, and why; a line that is no longer true is an error."""
DAYS = (date(2022, 1, 1), date(2024, 10, 1), date(2026, 1, 1))
MOST = 3_000
"""Draws for one policy on one day."""
Run = tuple[Listed, date]


def all_runs() -> list[Run]:
    """The nation and the places with packs, on all their days."""
    usual = [listed for listed in POLICIES if listed.known_on is None and listed.evidence == "unverified"]
    return [(listed, day) for listed in usual for day in listed.days]


def all_turns(runs: list[Run], law: bool) -> tuple[dict[Turn, set[str]], dict[Turn, list[Run]]]:
    """Every comparison of the shipped rules and packs, what it takes to stand around it, and when it is law.

    Args:
        runs: the policies.
        law: whether the same comparison with another value of law is another.
    """
    open_ones, when = dict[Turn, set[str]](), dict[Turn, list[Run]]()
    for listed, day in runs:
        for each in turns(listed.policy(day).resolved):
            turn = each if law else replace(each, law=())
            right = each.node.right
            words = isinstance(right, n.Literal) and isinstance(right.value, str)
            open_ones[turn] = ({MET, NOT_MET} if words else {BELOW, AT, ABOVE}) - NEVER.get(str(turn), set())
            when.setdefault(turn, []).append((listed, day))
    return open_ones, when


def never_stood_on(runs: list[Run], law: bool = False, words: bool = True) -> list[str]:
    """Comparisons that no drawn household stood around, drawn on the days on which most are still open."""
    open_ones, when = all_turns(runs, law)
    open_ones = {turn: sides for turn, sides in open_ones.items() if words or MET not in sides}
    tried = set[Run]()
    while open_ones:
        left = Counter(run for turn in open_ones for run in when[turn] if run not in tried)
        if not left:
            break
        run = left.most_common(1)[0][0]
        tried.add(run)
        here = {turn for turn in open_ones if run in when[turn]}
        policy, random = run[0].policy(run[1]), Random(7)
        drawer = HouseholdDrawer(policy)
        for i in range(MOST):
            household = take_household(policy.facts, drawer.draw(random, f"H{i}"), on=policy.on)
            evaluation = Evaluation(policy.resolved, with_method(household, random.choice(METHODS)))
            for turn in here:
                open_ones[turn] -= set(sides(turn, evaluation))
            here = {turn for turn in here if open_ones[turn]}
            open_ones = {turn: sides for turn, sides in open_ones.items() if sides}
            if not here:
                break
    return [f"{turn}: never {sorted(sides)}, {turn.law}" for turn, sides in open_ones.items()]


def test_every_line_of_three_days_is_stood_on() -> None:
    assert never_stood_on([(POLICIES[0], day) for day in DAYS], words=False) == []


@pytest.mark.big
def test_every_comparison_there_ever_was_is_stood_on() -> None:
    assert never_stood_on(all_runs()) == []


@pytest.mark.big
def test_with_every_value_the_law_ever_gave_it() -> None:
    assert never_stood_on(all_runs(), law=True) == []


def test_what_is_declared_is_there() -> None:
    assert set(NEVER) <= {str(turn) for turn in all_turns([(POLICIES[0], day) for day in DAYS], law=False)[0]}
