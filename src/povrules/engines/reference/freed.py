"""The meaning of rules near a household: its known facts, or the values of law, set free to change.

The levels at which facts stand (flag or raw fact) stay those of the input: a fact that was given is asked what it would
have to be, and nothing that was not given takes its place.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, cast

from povrules.engines.carrying import SIZE
from povrules.engines.reference.evaluation import PATIENCE, Evaluation, told_apart
from povrules.facts.household import Household
from povrules.language import nodes as n
from povrules.language.nearby import Nearby
from povrules.language.nodes import Value
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.policy.hosted import METHOD_USED, OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy

Key = tuple[str, str, Any]
"""``("fact", id, member)`` or ``("law", id, cell)``, as unknowns are named."""


class Freed(Evaluation):
    """An evaluation in which known values may change, at most so many at once.

    Args:
        policy: the law in force.
        household: checked facts.
        most: so many may change together.
        free: what may change.
        patience: steps for all of it.
    """

    def __init__(
        self,
        policy: ResolvedPolicy,
        household: Household,
        most: int,
        free: Iterable[Key],
        patience: int | None = PATIENCE,
    ) -> None:
        super().__init__(policy, household, patience)
        self.near = Nearby(most)
        self.diagrams = self.near
        self.free: frozenset[Hashable] = frozenset(free)

    def _made(self, id: str, member: int | None) -> Any:
        key = ("fact", id, member)
        if key not in self.free or self.source(id, member) != "given":
            return super()._made(id, member)
        fact = self.fact(id, member)
        self._at(key, self.carried(member)[id], fact.type, fact.low, fact.high)
        return self._unknown_fact(fact, member)

    def parameter(self, node: n.ParameterRef, member: int | None) -> Any:
        """A value of law, or the unknown that stands for it."""
        parameter = self.policy.parameters[node.id]
        free = [cell for cell, value in parameter.cells if value is not None and ("law", node.id, cell) in self.free]
        if not free:
            return super().parameter(node, member)
        if parameter.basis is not None:
            self._using[-1].add(parameter.basis)
        known = dict(parameter.cells)

        def cell(index: str | None) -> Any:
            key = ("law", node.id, index)
            if known[index] is not None and index not in free:
                return known[index]
            if known[index] is not None:
                self._at(key, known[index], parameter.type, parameter.low, parameter.high)
            return self._unknown(key, parameter.type, parameter.low, parameter.high)

        return cell(None) if node.index is None else self.lift(cell, self.value(node.index, member))

    def _at(self, key: Hashable, value: Any, type: Type, low: Any, high: Any) -> None:
        self.near.at[key] = coded(value, type, low, high)


def coded(value: Any, type: Type, low: Any, high: Any) -> Any:
    """A value as its place in the domain of its unknown."""
    if isinstance(type, BoolType):
        return int(value)
    if isinstance(type, EnumType):
        return type.members.index(value)
    if isinstance(value, date):
        return value.toordinal()
    return value - low if told_apart(type, low, high) else value


def free_facts(policy: ResolvedPolicy, household: Household) -> frozenset[Key]:
    """The facts of a household that another household could have otherwise.

    Not the days and the method of the review; nor, where members are listed, how many they are, for nobody is added.
    """
    fixed = {ON, OBSERVED_ON, METHOD_USED, *([SIZE] if household.members else [])}
    found: list[Key] = [("fact", id, None) for id in household.facts if id not in fixed]
    found += [("fact", id, i) for i, facts in enumerate(household.members) for id in facts]
    lengths = _lengths(policy)
    return frozenset(key for key in found if ("fact", key[1]) not in lengths)


def free_law(policy: ResolvedPolicy) -> frozenset[Key]:
    """The numbers of law that are known."""
    lengths = _lengths(policy)
    found: list[Key] = [
        ("law", id, cell)
        for id, parameter in policy.parameters.items()
        if isinstance(parameter.type, NumberType) and parameter.basis is not None and ("law", id) not in lengths
        for cell, value in parameter.cells
        if value is not None
    ]
    return frozenset(found)


@lru_cache(maxsize=256)
def _lengths(policy: ResolvedPolicy) -> frozenset[tuple[str, str]]:
    """Lengths of time added to days that are not told apart one by one: a day so far away has no bounds."""
    found: set[tuple[str, str]] = set()
    formulas = [fact.formula for fact in policy.facts.values() if fact.formula is not None]
    for part in (part for formula in formulas for part in n.walk(formula) if isinstance(part, n.Months)):
        for inner in n.walk(part.count):
            if isinstance(inner, n.ParameterRef):
                item = policy.parameters[inner.id]
                if not told_apart(item.type, item.low, item.high):
                    found.add(("law", inner.id))
            elif isinstance(inner, n.Ref):
                fact = policy.facts[inner.of, inner.id]
                if not told_apart(fact.type, fact.low, fact.high):
                    found.add(("fact", inner.id))
    return frozenset(found)


def value_at(place: Any, type: Type, low: Any, high: Any) -> Value:
    """The value at a place of a domain: the inverse of ``coded``."""
    if isinstance(type, BoolType):
        return bool(place)
    if isinstance(type, EnumType):
        position: int = place
        return type.members[position]
    if isinstance(type, DateType):
        return date.fromordinal(place)
    return cast("Value", place + low if told_apart(type, low, high) else place)
