"""On what ground a verdict stands and can be moved: the facts of a household, or the law."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from povrules.decisions.counterfactual.slots import Slot
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.engines.reference.freed import Freed, Key, free_facts, free_law
from povrules.engines.reference.questions import fact_name
from povrules.facts.household import Given, Household
from povrules.facts.intake import FUTURE_ALLOWED
from povrules.facts.recognition import CLASS, USED, recognised
from povrules.language.calendar import PartialDate
from povrules.language.nodes import Scope, Value
from povrules.language.types import DateType
from povrules.policy.frozen import FrozenMap
from povrules.policy.hosted import OBSERVED_ON
from povrules.policy.resolved import ResolvedPolicy

Values = Mapping[Key, Value]
Reform = Callable[[Mapping[str, Any]], ResolvedPolicy | None]
"""The policy with values of law by path; None where the law does not allow them beside the others."""
CERTIFIED, RECOGNISED = f"vn:{CLASS}", f"vn:{USED}"


class Ground(ABC):
    """What stands fast and what can move.

    Args:
        policy: the law in force.
        household: checked facts.
        patience: steps for one diagram.
    """

    free: frozenset[Key]
    """What is known and can move."""

    def __init__(self, policy: ResolvedPolicy, household: Household, patience: int | None = PATIENCE) -> None:
        self.policy = policy
        self.household = household
        self.patience = patience
        self.slot = cache(self._slot)

    @abstractmethod
    def _slot(self, key: Key) -> Slot | None:
        """What can move by its key; None for what nobody can tell alone, as the facts of an unlisted member."""

    @abstractmethod
    def applied(self, values: Values) -> tuple[ResolvedPolicy, Household] | None:
        """The law and the household with these values; None where that cannot be."""

    @abstractmethod
    def supposed(self, values: Values) -> tuple[ResolvedPolicy, Household]:
        """The same, not asking whether it can be: what is still free may have to move with it."""

    def freed(self, most: int, only: frozenset[Key] | None = None, values: Values | None = None) -> Freed:
        """An evaluation in which all that can move, or some of it, is free, and some of it moved."""
        return Freed(*self.supposed(values or {}), most, self.free if only is None else only, self.patience)

    def assessed(self, values: Values) -> Evaluation | None:
        """The reference engine's work on the household with these values."""
        applied = self.applied(values)
        return None if applied is None else Evaluation(*applied, self.patience)


class OfFacts(Ground):
    """The facts of the household move; unknown ones can be learned.

    Args:
        policy, household, patience: as in ``Ground``.
        learn: only unknown facts are told; what is known stays.
    """

    def __init__(
        self, policy: ResolvedPolicy, household: Household, patience: int | None = PATIENCE, *, learn: bool = False
    ) -> None:
        super().__init__(policy, household, patience)
        self._names = Evaluation(policy, household)
        self.free = frozenset() if learn else free_facts(policy, household)
        facts = household.facts
        by_certificate = facts.get(CERTIFIED) is not None and facts.get(RECOGNISED) == facts[CERTIFIED]
        self._certificate = by_certificate and recognised({**facts, RECOGNISED: None}, policy.on) is not None

    def _slot(self, key: Key) -> Slot | None:
        kind, id, member = key
        if kind != "fact" or (member is not None and not 0 <= member < len(self.household.members)):
            return None
        scope: Scope = "household" if member is None else "person"
        fact = self.policy.facts.get((scope, id))
        if fact is None or not fact.given:
            return None
        given = (self.household.facts if member is None else self.household.members[member]).get(id)
        low: Given = fact.low
        high: Given = fact.high
        if isinstance(given, PartialDate):
            low, high = given.first, given.last
        elif isinstance(fact.type, DateType) and id.partition(":")[2] not in FUTURE_ALLOWED:
            observed = self.household.facts.get(OBSERVED_ON, self.policy.on)
            high = min(high, observed) if isinstance(high, date) and isinstance(observed, date) else observed
        shown = CERTIFIED if id == RECOGNISED and self._certificate else id
        before = None if isinstance(given, PartialDate) else given
        return Slot(key, fact_name(self._names, shown, member), fact.type, low, high, before, fact.changeable)

    def applied(self, values: Values) -> tuple[ResolvedPolicy, Household]:
        """The law and the household with these facts."""
        facts: dict[str, Given] = dict(self.household.facts)
        members = [dict(member) for member in self.household.members]
        for (_, id, member), value in values.items():
            (facts if member is None else members[member])[id] = value
            if id == RECOGNISED and self._certificate:
                facts[CERTIFIED] = value
        return self.policy, Household(facts, tuple(members), self.household.unlisted)

    def supposed(self, values: Values) -> tuple[ResolvedPolicy, Household]:
        """The law and the household with these facts."""
        return self.applied(values)


class OfLaw(Ground):
    """The numbers of law move, as far as the law allows them beside one another; the facts stay.

    Args:
        policy, household, patience: as in ``Ground``.
        reform: makes the other law.
    """

    def __init__(
        self, policy: ResolvedPolicy, household: Household, reform: Reform, patience: int | None = PATIENCE
    ) -> None:
        super().__init__(policy, household, patience)
        self.free = free_law(policy)
        self._reform = reform

    def _slot(self, key: Key) -> Slot | None:
        kind, id, cell = key
        if kind != "law" or id not in self.policy.parameters:
            return None
        parameter = self.policy.parameters[id]
        name = self.policy.shown(id) + ("" if cell is None else f".{cell}")
        return Slot(key, name, parameter.type, parameter.low, parameter.high, parameter.value(cell), True)

    def applied(self, values: Values) -> tuple[ResolvedPolicy, Household] | None:
        """The law with these values and the household as it is; None where they break what must hold."""
        if not values:
            return self.policy, self.household
        named = {self._path(key): value for key, value in values.items()}
        policy = self._reform(named)
        return None if policy is None else (policy, self.household)

    def supposed(self, values: Values) -> tuple[ResolvedPolicy, Household]:
        """The law with these values, whatever it declares of them."""
        parameters = dict(self.policy.parameters)
        for (_, id, cell), value in values.items():
            old = parameters[id]
            parameters[id] = replace(old, cells=tuple((c, value if c == cell else v) for c, v in old.cells))
        digest = f"{self.policy.digest} {sorted(map(repr, values.items()))}"
        return replace(self.policy, parameters=FrozenMap(parameters), digest=digest), self.household

    def _path(self, key: Key) -> str:
        slot = self.slot(key)
        assert slot is not None
        return slot.name
