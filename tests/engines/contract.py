"""What every engine must do: answer as the reference engine does, for every policy, on households at the boundaries.

An engine joins by standing in ``HOUSEHOLD_ENGINES``, a place or a pack by standing in ``POLICIES``; the days before and
of every change are found in the law itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Protocol

import povrules as pr
from povrules.decisions.method import Method, with_method
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.outcome import Outcome
from povrules.engines.reference.engine import ReferenceEngine
from povrules.engines.reference.evaluation import Place
from povrules.facts.household import Household
from povrules.facts.intake import take_household
from povrules.language import nodes as n
from povrules.language.types import NumberType
from povrules.law.model import Dated, LawText
from povrules.law.reading import read_law
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedPolicy
from povrules.testing.households import HouseholdDrawer

ASKED_ALL_THE_SAME = 0.04
LAW = Path(__file__).parents[2] / "policies"
METHODS: tuple[Method, ...] = ("income", "income", "score")


class HouseholdEngine(Protocol):
    name: str

    def answer(self, policy: ResolvedPolicy, household: Household, wanted: Iterable[Place]) -> dict[Place, Outcome]: ...


@dataclass(frozen=True)
class Listed:
    """One way of loading the law, looked at on every day of change, and its share of the draws."""

    place: str = "vn"
    known_on: date | None = None
    evidence: str = "unverified"
    share: float = 0.1


HOUSEHOLD_ENGINES: list[HouseholdEngine] = [CompiledEngine()]
HOUSEHOLD_ENGINES: list[HouseholdEngine] = [CompiledEngine()]
ENGINES: list[HouseholdEngine] = [ReferenceEngine(), *HOUSEHOLD_ENGINES]  # for the golden cases
POLICIES = [Listed(share=0.8), Listed(known_on=date(2025, 12, 1)), Listed(evidence="secondary")]


@cache
def days_of_change() -> tuple[date, ...]:
    """Each day on which something begins or has just ended, and the day before, as far as the law is known."""
    texts = [read_law(folder) for folder in sorted({path.parent for path in LAW.rglob("*.yaml")})]
    covered = [text.coverage for text in texts if text.coverage is not None]
    first, last = max(c.start for c in covered), min(c.end for c in covered)
    changes: set[date] = set()
    for dated in (found for text in texts for found in _dated(text)):
        changes |= {day for day in (dated.start.not_before, dated.start.not_after) if day is not None}
        if dated.end is not None:
            changes.add(dated.end + timedelta(days=1))
    days = {day - timedelta(days=back) for day in changes for back in (0, 1)}
    return tuple(sorted(day for day in days if first <= day <= last))


def _dated(text: LawText) -> Iterator[Dated]:
    groups: list[Any] = [p.values for p in text.parameters]
    groups += [v.rules for v in text.variables]
    groups += [d.tables for d in text.decisions]
    groups += [s.members for s in text.sets]
    for group in groups:
        yield from (entry.dated for entry in group)


def wanted_of(policy: ResolvedPolicy, household: Household, random: Random, most: int | None = None) -> list[Place]:
    """What the policy works out for this household and its members: everything, or so many of it by chance.

    An amount that rests on unknown law costs the reference engine a hundred times the rest: few are asked for it.
    """
    keys = [key for key, fact in policy.facts.items() if fact.computed]
    found: list[Place] = []
    for of, id in keys if most is None else random.sample(keys, most):
        amount = isinstance(policy.facts[of, id].type, NumberType) and on_unknown_law(policy, (of, id))
        if not amount or random.random() < ASKED_ALL_THE_SAME:
            found += [(id, None)] if of == "household" else [(id, i) for i in range(len(household.members))]
    return found


@cache
def on_unknown_law(policy: ResolvedPolicy, key: Key) -> bool:
    """Whether a rule, or one that it reads, needs a value of law that is not known."""
    fact = policy.facts[key]
    if fact.formula is None:
        return fact.computed
    law = (policy.parameters[part.id] for part in n.walk(fact.formula) if isinstance(part, n.ParameterRef))
    unknown = any(value is None for parameter in law for _, value in parameter.cells)
    return unknown or any(on_unknown_law(policy, read) for read in reads(fact.formula))


def drawn(policy: pr.Policy, count: int, seed: int, shares: tuple[float, ...]) -> Iterator[Household]:
    """Checked households at the boundaries of a policy, by both methods, some with a member who was rejected."""
    drawer, random = HouseholdDrawer(policy), Random(seed)
    for i in range(count):
        given = drawer.draw(random, f"H{seed}-{i}", random.choice(shares))
        household = with_method(take_household(policy.facts, given, on=policy.on), random.choice(METHODS))
        yield replace(household, unlisted=random.choice((0,) * 19 + (1,)))


def disagreements(
    engine: HouseholdEngine, policy: ResolvedPolicy, household: Household, wanted: list[Place]
) -> list[str]:
    """Where an engine does not say what the reference engine says, in words."""
    expected = ReferenceEngine().answer(policy, household, wanted)
    found = engine.answer(policy, household, wanted)
    assert list(found) == wanted
    return [
        f"{place} on {policy.on}: {found[place]}\n  not {expected[place]}\n  for {household}"
        for place in wanted
        if found[place] != expected[place]
    ]
