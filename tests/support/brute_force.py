"""The meaning of "every admissible completion" by trying them all: slow, obvious, and independent of diagrams."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Any

from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.household import Given, Household
from povrules.policy.frozen import FrozenMap
from povrules.policy.resolved import ResolvedPolicy

LAW = "law"
Slot = tuple[int | str | None, str]
"""A member's position (None: the household; ``LAW``: a value of law) and the id of what is unknown."""


@dataclass(frozen=True)
class Answers:
    """What brute force finds for one decision."""

    possible: frozenset[Any]
    missing: frozenset[Slot]


@dataclass(frozen=True)
class Asked:
    """One decision to answer.

    Args:
        id: the decision.
        member: the member it is asked for.
        reads: whether it reads a slot at all; what it does not read is chosen in favour.
    """

    id: str
    member: int | None = None
    reads: Callable[[Slot], bool] = field(default=lambda slot: True, compare=False)


def filled(household: Household, choice: Mapping[Slot, Any]) -> Household:
    """The household with the unknown facts of ``choice`` known; members who were not listed are."""
    facts: dict[str, Given] = dict(household.facts)
    members = [dict(member) for member in household.members]
    for (whose, id), value in choice.items():
        if whose == LAW:
            continue
        if whose is None:
            facts[id] = value
            continue
        assert isinstance(whose, int)
        members += [{} for _ in range(whose - len(members) + 1)]
        members[whose][id] = value
    return Household(facts, tuple(members))


@lru_cache(maxsize=256)
def with_law(policy: ResolvedPolicy, cells: tuple[tuple[str, str, Any], ...]) -> ResolvedPolicy:
    """The policy with unknown cells of its parameters known."""
    parameters = dict(policy.parameters)
    for id, cell, value in cells:
        known = parameters[id]
        kept = tuple((key, value if key == cell else old) for key, old in known.cells)
        parameters[id] = replace(known, cells=kept)
    return replace(policy, parameters=FrozenMap(parameters), digest=f"{policy.digest} {cells}")


def completions(slots: Mapping[Slot, Sequence[Any]]) -> Iterator[dict[Slot, Any]]:
    keys = list(slots)
    for values in product(*slots.values()):
        yield dict(zip(keys, values, strict=True))


def known_constraints(household: Household, ids: Mapping[str, Iterable[str]]) -> list[str]:
    """Constraints whose facts are all in the data: what a household does not carry follows the others."""
    return [id for id, needs in ids.items() if all(household.facts.get(need) is not None for need in needs)]


def brute_force(
    policy: ResolvedPolicy,
    household: Household,
    slots: Mapping[Slot, Sequence[Any]],
    asked: Sequence[Asked],
    constraints: Mapping[str, Iterable[str]],
    invariant: Callable[[Mapping[Slot, Any]], bool] = lambda choice: True,
) -> dict[Asked, Answers] | None:
    """Try every combination of the critical points of the unknown facts.

    Args:
        slots: for each unknown fact the critical points of its domain.
        asked: the decisions.
        constraints: for each constraint that may bind, the facts that must be carried for it to do so.
        invariant: which values of unknown law are admissible.

    Returns:
        What is possible and what matters for each decision; None where constraints contradict each other.
    """
    keys = list(slots)
    tried: list[tuple[tuple[Any, ...], tuple[Any, ...], tuple[bool, ...]]] = []
    thats = {c.id: c.that for c in policy.constraints}
    for choice in completions(slots):
        if not invariant(choice):
            continue
        cells = tuple((id.split("[")[0], id.split("[")[1], v) for (whose, id), v in choice.items() if whose == LAW)
        law = with_law(policy, cells) if cells else policy
        full = filled(household, choice)
        evaluation = Evaluation(law, full)
        answers = tuple(evaluation.ref(each.id, each.member) for each in asked)
        holds = tuple(
            evaluation.value(thats[id]) is not False if id in known_constraints(full, constraints) else True
            for id in constraints
        )
        tried.append((tuple(choice.values()), answers, holds))
    # A constraint that the known facts break is dropped.
    binding = [any(holds[i] for _, _, holds in tried) for i in range(len(constraints))]
    admitted = [
        (values, answers)
        for values, answers, holds in tried
        if all(held or not binds for held, binds in zip(holds, binding, strict=True))
    ]
    if not admitted:
        return None
    return {each: _answers(keys, each, [(v, a[i]) for v, a in admitted]) for i, each in enumerate(asked)}


def _answers(keys: Sequence[Slot], asked: Asked, admitted: Sequence[tuple[tuple[Any, ...], Any]]) -> Answers:
    read = [i for i, key in enumerate(keys) if asked.reads(key)]
    found: dict[tuple[Any, ...], Any] = {}
    for values, answer in admitted:
        assert found.setdefault(tuple(values[i] for i in read), answer) == answer, f"{asked.id} reads more than it says"
    missing = set()
    for position, i in enumerate(read):
        by_rest: dict[tuple[Any, ...], set[Any]] = {}
        for values, answer in found.items():
            by_rest.setdefault(values[:position] + values[position + 1 :], set()).add(answer)
        if any(len(answers) > 1 for answers in by_rest.values()):
            missing.add(keys[i])
    return Answers(frozenset(found.values()), frozenset(missing))


# days ----------------------------------------------------------------------------------------------------------------


def full_years(birth: date, day: date) -> int:
    """Birthdays seen; who was born on 29 February sees one on 1 March of a common year."""
    return day.year - birth.year if (birth.month, birth.day) <= (day.month, day.day) else day.year - birth.year - 1


def months_later(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@lru_cache(maxsize=4096)
def birth_points(
    first: date,
    last: date,
    on: date,
    ages: tuple[int, ...],
    months: tuple[int, ...],
    days: tuple[date, ...],
    every: bool,
) -> tuple[date, ...]:
    """Days of an interval that tell every age, every age in months and every day apart that a rule asks about.

    Args:
        every: both ends of each stretch of like days, else its last day.
    """
    points: list[date] = []
    before: tuple[bool, ...] | None = None
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        birth = date.fromordinal(ordinal)
        years = full_years(birth, on)
        tells = (
            *(years >= age for age in ages),
            *(on < months_later(birth, m) for m in months),
            *(birth >= day for day in days),
        )
        if tells != before:
            if before is not None:
                points.append(birth - timedelta(days=1))
            if every:
                points.append(birth)
        before = tells
    return tuple(sorted({*points, last}))
