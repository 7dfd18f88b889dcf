"""The meaning of "every admissible completion" by trying them all: slow, obvious, and independent of diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.household import Given, Household
from povrules.language.calendar import PartialDate
from povrules.policy.resolved import ResolvedPolicy

Slot = tuple[int | None, str]
"""A member's position (None: the household) and a fact id."""


@dataclass(frozen=True)
class Answers:
    """What brute force finds for one decision."""

    possible: frozenset[Any]
    missing: frozenset[Slot]


def filled(household: Household, choice: Mapping[Slot, Any]) -> Household:
    """The household with the unknown facts of ``choice`` known."""
    facts: dict[str, Given] = dict(household.facts)
    members = [dict(member) for member in household.members]
    for (member, id), value in choice.items():
        (facts if member is None else members[member])[id] = value
    return Household(facts, tuple(members), household.unlisted)


def completions(slots: Mapping[Slot, tuple[Any, ...]]) -> Iterator[dict[Slot, Any]]:
    keys = list(slots)
    for values in product(*slots.values()):
        yield dict(zip(keys, values, strict=True))


def brute_force(
    policy: ResolvedPolicy, household: Household, slots: Mapping[Slot, tuple[Any, ...]], id: str
) -> Answers:
    """Try every combination of the critical points of the unknown facts.

    Args:
        slots: for each unknown fact the critical points of its domain.
        id: the decision.
    """
    answers: dict[tuple[Any, ...], Any] = {}
    for choice in completions(slots):
        evaluation = Evaluation(policy, filled(household, choice))
        if any(evaluation.value(c.that) is False for c in policy.constraints):
            continue
        answers[tuple(choice.values())] = evaluation.ref(id)
    keys = list(slots)
    missing = set()
    for i, slot in enumerate(keys):
        by_rest: dict[tuple[Any, ...], set[Any]] = {}
        for values, answer in answers.items():
            by_rest.setdefault(values[:i] + values[i + 1 :], set()).add(answer)
        if any(len(found) > 1 for found in by_rest.values()):
            missing.add(slot)
    return Answers(frozenset(answers.values()), frozenset(missing))


def birth_points(given: PartialDate, on: date, ages: tuple[int, ...]) -> tuple[date, ...]:
    """Days of an interval around which an age turns, and its ends."""
    points = {given.first, given.last}
    for age in ages:
        turn = date(on.year - age, on.month, min(on.day, 28))
        points |= {turn + timedelta(days=d) for d in (-1, 0, 1)}
    return tuple(sorted(p for p in points if given.first <= p <= given.last))
