"""What the input carries about a household and its members, and where each value comes from, for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from povrules.facts.household import Given, Household
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate, add_months
from povrules.policy.hosted import AGE
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy

SIZE = "vn:household_size"
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2150, 12, 31)


class Carrying:
    """One household under one policy, before anything is worked out.

    Args:
        policy: the law in force.
        household: checked facts.
    """

    def __init__(self, policy: ResolvedPolicy, household: Household) -> None:
        self.policy = policy
        self.household = household
        self.listed = len(household.members)
        size = household.facts.get(SIZE)
        known = size if isinstance(size, int) and not isinstance(size, bool) else 0
        self.size = self.listed + max(household.unlisted, known - self.listed)
        """How many members there are, listed or not."""
        self.open_ended = self.size == 0
        """Nobody is listed and nobody said how many there are."""

    def fact(self, id: str, member: int | None) -> ResolvedFact:
        """What the policy says of a fact of the household or of a member."""
        return self.policy.facts["household" if member is None else "person", id]

    def carried(self, member: int | None) -> Mapping[str, Given]:
        """What the input carries about the household or a member; nothing about an unlisted one."""
        if member is None:
            return self.household.facts
        return self.household.members[member] if member < self.listed else {}

    def source(self, id: str, member: int | None = None) -> str:
        """``given``, ``rule`` or ``unknown``: where the value comes from."""
        fact = self.fact(id, member)
        given = self.carried(member).get(id)
        if fact.given and given is not None:
            return "unknown" if isinstance(given, PartialDate) else "given"
        return "rule" if fact.computed and self.by_rule(fact, member) else "unknown"

    def by_rule(self, fact: ResolvedFact, member: int | None) -> bool:
        """Whether a computed fact that is not given is worked out from raw facts, or is itself the open question."""
        if not fact.given or any(self.carries(raw, known=True) for raw in fact.raw):
            return True
        if fact.id in self.carried(member) and not fact.general:
            return False
        if any(self.carries(raw, known=False) for raw in fact.raw):
            return True
        if fact.formula is None:
            return False
        some_member = self.size > 0 and self.listed + self.household.unlisted > 0
        return member is not None or (fact.reads_members and some_member)

    def carries(self, raw: tuple[n.Scope, str], known: bool) -> bool:
        """Whether the input carries a fact, of the household or of any member; ``known``: with a value."""
        scope, id = raw
        carriers = (self.household.facts,) if scope == "household" else self.household.members
        return any(id in facts and not (known and facts[id] is None) for facts in carriers)

    def born(self, member: int | None, low: Any, high: Any, day: Any) -> tuple[Any, Any]:
        """The days a member can have been born on who is known to be that old; all of them when nobody can.

        Args:
            member: position of the member.
            low, high: the days known otherwise; None is without an end.
            day: on which the age is known.
        """
        age = self.carried(member).get(AGE)
        if not isinstance(age, int) or not isinstance(day, date):
            return low, high
        first = max(low or FIRST_DAY, add_months(day, -12 * (age + 1)) + timedelta(days=1))
        last = min(high or LAST_DAY, add_months(day, -12 * age))
        return (first, last) if first <= last else (low, high)
