"""Where an unknown fact makes a difference: values that just meet a comparison of the rules, and their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from povrules.engines.carrying import FIRST_DAY, LAST_DAY
from povrules.facts.household import Household
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate, add_months
from povrules.language.types import BoolType, DateType, EnumType, NumberType
from povrules.policy.hosted import BIRTH_DATE, OBSERVED_ON, ON
from povrules.policy.plan import support
from povrules.policy.resolved import ResolvedPolicy
from povrules.testing.boundaries import meet
from povrules.testing.households import HouseholdDrawer
from tests.support.brute_force import Slot

if TYPE_CHECKING:
    from tests.support.completions import Case

FEW = 200
"""A domain of so many whole numbers is tried whole."""
DAYS_OFF = (-1, 0, 1, 2)


class Points:
    """The critical points of one unknown fact beside the others.

    Args:
        case: the household without it.
        whose, id: the fact.
        known: what it was.
    """

    def __init__(self, case: Case, whose: int | None, id: str, known: Any) -> None:
        self.case = case
        self.whose = whose
        self.id = id
        self.known = known
        self.policy = case.policy.resolved
        self.scope: n.Scope = "household" if whose is None else "person"
        self.fact = self.policy.facts[self.scope, id]

    def found(self) -> tuple[Any, ...] | None:
        """Sorted; None where another unknown amount stands in the same comparison."""
        type, low, high = self.fact.type, self.fact.low, self.fact.high
        if isinstance(type, BoolType):
            return (False, True)
        if isinstance(type, EnumType):
            return type.members
        if isinstance(type, NumberType) and type.integer and high is not None and high - low < FEW:
            return tuple(range(low, high + 1))
        if not isinstance(type, (NumberType, DateType)) or self._tied():
            return None
        if isinstance(type, DateType):
            low, high = self._days()
        found = {self.known, *(end for end in (low, high) if end is not None)}
        for others in self._others():
            found |= set(self._meeting(others))
        kept = sorted(value for value in found if (low is None or value >= low) and (high is None or value <= high))
        return tuple(kept) if kept else None

    def _days(self) -> tuple[date, date]:
        """The first and the last day it can be."""
        household = self.case.household
        given = (household.facts if self.whose is None else household.members[self.whose]).get(self.id)
        if isinstance(given, PartialDate):
            return given.first, given.last
        last = household.facts[OBSERVED_ON] if self.id == BIRTH_DATE else LAST_DAY
        assert isinstance(last, date)
        return self.fact.low or FIRST_DAY, self.fact.high or last  # type: ignore[return-value]

    def _tied(self) -> bool:
        """Whether a comparison reads this amount and another unknown one."""
        amounts = {
            ("household" if whose is None else "person", id)
            for whose, id in self.case.slots
            if isinstance(
                self.policy.facts["household" if whose is None else "person", id].type, (NumberType, DateType)
            )
        }
        own = (self.scope, self.id)
        for boundary in HouseholdDrawer(self.case.policy).boundaries:
            read = frozenset().union(
                *(support(self.policy, (p.of, p.id)) for p in n.walk(boundary.node) if isinstance(p, n.Ref))
            )
            if own in read and read & (amounts - {own}):
                return True
        return False

    def _others(self) -> Iterator[Mapping[Slot, Any]]:
        """The other unknown facts that have few values, in every combination; of the rest one."""
        few = {slot: values for slot, values in self.case.slots.items() if len(values) <= FEW}
        if prod(map(len, few.values())) > 256:
            few = {}
        for values in product(*few.values()):
            yield dict(zip(few, values, strict=True))

    def _meeting(self, others: Mapping[Slot, Any]) -> Iterator[Any]:
        household = self.case.household

        def read(ref: n.Ref) -> Any:
            whose = None if ref.of == "household" else self.whose
            if (ref.of, ref.id) == (self.scope, self.id):
                return None
            if (whose, ref.id) in others:
                return others[whose, ref.id]
            if ref.of == "person" and whose is None:
                return None
            return (household.facts if whose is None else household.members[whose]).get(ref.id)

        number = isinstance(self.fact.type, NumberType)
        if not number:
            yield from days_that_matter(self.policy, household)
        for boundary in HouseholdDrawer(self.case.policy).boundaries:
            for value in boundary.values:
                target = household.facts[OBSERVED_ON] if value == OBSERVED_ON else value
                for off in (-1, 0, 1) if number else DAYS_OFF:
                    met = meet(self.policy, boundary.node, target, read, off)
                    if met is not None and met[0] == n.Ref(self.id, self.scope):
                        yield met[1]


def days_that_matter(policy: ResolvedPolicy, household: Household) -> Iterator[date]:
    """Days as far from that of the law and that of the facts as the rules look back or ahead, and days they name."""
    lengths: set[int] = {0}
    named: set[date] = set()
    for part in (part for fact in policy.facts.values() if fact.formula is not None for part in n.walk(fact.formula)):
        if isinstance(part, n.Months):
            lengths |= {value * part.per for value in _known(policy, part.count) if isinstance(value, int)}
        named |= {value for value in _known(policy, part) if isinstance(value, date)}
    for base in {household.facts[ON], household.facts[OBSERVED_ON]}:
        assert isinstance(base, date)
        named |= {add_months(base, sign * months) for months in lengths for sign in (1, -1)}
    yield from (day + timedelta(days=off) for day in sorted(named) for off in DAYS_OFF)


def _known(policy: ResolvedPolicy, node: n.Node) -> Iterator[Any]:
    if isinstance(node, n.Literal):
        yield node.value
    elif isinstance(node, n.ParameterRef):
        yield from (value for _, value in policy.parameters[node.id].cells if value is not None)
