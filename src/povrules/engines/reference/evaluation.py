"""The meaning of rules for one household: exact values, and diagrams where facts or law are unknown.

This is the oracle of every other engine, so it is written to be read: one object a household. Where a value comes from
stands here; what each node of a rule does with values, in `interpreting.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from povrules.engines.carrying import FIRST_DAY, LAST_DAY, Carrying
from povrules.engines.reference.dates import Day
from povrules.engines.reference.interpreting import Interpreter, Text
from povrules.facts.household import Household
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate
from povrules.language.linear import Linear
from povrules.language.numbers import Number
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.language.unknowns import Branch, Diagrams, Unknown, unknowns_in
from povrules.policy.frozen import FrozenMap
from povrules.policy.hosted import BIRTH_DATE, OBSERVED_ON
from povrules.policy.ordering import Key
from povrules.policy.plan import UnknownPlan, plan_of
from povrules.policy.resolved import Basis, ResolvedFact, ResolvedPolicy

ENUMERATED = 200  # whole numbers of a domain up to this wide are told apart one by one
PATIENCE = 150_000
"""Steps, about a second, after which an engine that is used in earnest says that an answer is not resolved."""

Place = tuple[str, int | None]
"""An id and the position of the member it is read for (None: the household)."""


def told_apart(type: Type, low: Any, high: Any) -> bool:
    """Whether the values of a domain are whole numbers, and so few that each is a case of its own."""
    whole = isinstance(type, NumberType) and type.integer
    return whole and low is not None and high is not None and bool(high - low <= ENUMERATED)


@dataclass(frozen=True, slots=True)
class Fold:
    """An indicator that stands as one unknown.

    Args:
        diagram: the indicator itself.
        inner: its private unknowns.
    """

    diagram: Branch
    inner: frozenset[Unknown]


class Evaluation(Carrying, Interpreter):
    """All answers for one household under one policy. Values are made when asked for and kept.

    Args:
        policy: the law in force.
        household: checked facts.
        patience: steps for one answer, after which it is not resolved; None waits for every answer.

    A value is a plain one (bool, exact number, date, text) where the known facts settle it, else a diagram over the
    unknowns. Keys of unknowns are ``("fact", id, member)`` and ``("law", id, cell)``.
    """

    def __init__(self, policy: ResolvedPolicy, household: Household, patience: int | None = None) -> None:
        Interpreter.__init__(self)
        Carrying.__init__(self, policy, household)
        self.patience = patience
        self.diagrams = Diagrams()
        self._values: dict[Place, Any] = {}
        self._plan: UnknownPlan | None = None
        self._above: dict[Place, Any] = {}
        """Values above the counted indicators, by the plan that is followed."""
        self._folded_alike: dict[FrozenMap[Key, frozenset[Key]], dict[Place, Any]] = {}
        """The same for every plan: those that fold the same facts share what stands above them."""
        self._conditions: dict[FrozenMap[Key, frozenset[Key]] | None, dict[n.Node, Any]] = {}
        """Truths of constraints, by the facts that are folded: every answer asks for the same."""
        self.folds: dict[Unknown, Fold] = {}
        """Indicators that stand as one unknown of their own, by that unknown."""
        self.inside: dict[Unknown, tuple[tuple[Unknown, Any, Number], ...]] = {}
        """Of such an indicator, its unknowns: where each matters to it, and for what share of cells it settles it."""
        self.spoken_of: dict[n.Node, tuple[frozenset[str], frozenset[str]]] = {}
        """By constraint, the unknown facts it turns on and the law it reads; many answers ask for the same."""
        self._used: dict[Place, frozenset[Basis]] = {}
        self._using: list[set[Basis]] = [set()]

    # facts ---------------------------------------------------------------------------------------------------------

    def ref(self, id: str, member: int | None = None) -> Any:
        """The value of a fact, variable or decision, of the household or of the member at that position."""
        place = (id, member)
        scope: n.Scope = "household" if member is None else "person"
        values = self._above if self._plan is not None and (scope, id) in self._plan.above else self._values
        if place not in values:
            self._using.append(set())
            try:
                values[place] = self._made(id, member)
            finally:
                used = frozenset(self._using.pop())
            self._used[place] = used
        self._using[-1] |= self._used[place]
        return values[place]

    def decided(self, id: str, member: int | None = None) -> Any:
        """Like ``ref``, by the decision's unknown plan: what is private to a counted indicator is folded into it."""
        with self.planned(id, member):
            return self.ref(id, member)

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Work with patience: ``TooLarge`` when it is at its end."""
        before = self.diagrams.limit
        self.diagrams.limit = None if self.patience is None else self.diagrams.steps + self.patience
        try:
            yield
        finally:
            self.diagrams.limit = before

    @contextmanager
    def planned(self, id: str, member: int | None) -> Iterator[None]:
        """Read values by the plan of this decision."""
        scope: n.Scope = "household" if member is None else "person"
        before = self._plan, self._above
        self._plan = plan_of(self.policy, (scope, id))
        self._above = self._folded_alike.setdefault(self._plan.private, {})
        try:
            yield
        finally:
            self._plan, self._above = before

    def condition(self, that: n.Node) -> Any:
        """The truth of a constraint, by the plan that is followed."""
        known = self._conditions.setdefault(None if self._plan is None else self._plan.private, {})
        if that not in known:
            known[that] = self.value(that)
        return known[that]

    def used(self, id: str, member: int | None = None) -> frozenset[Basis]:
        """The values and rules of law that the answer rests on."""
        self.ref(id, member)
        return self._used[id, member]

    def _made(self, id: str, member: int | None) -> Any:
        fact = self.fact(id, member)
        source = self.source(id, member)
        if source == "given":
            return self.carried(member)[id]
        if source == "unknown":
            return self._unknown_fact(fact, member)
        if fact.formula is None:
            assert fact.basis is not None
            self._using[-1].add(fact.basis)
            return self._unknown(("law", id, None), fact.type, fact.low, fact.high)
        if fact.basis is not None:
            self._using[-1].add(fact.basis)
        return self.value(fact.formula, member)

    def _unknown_fact(self, fact: ResolvedFact, member: int | None) -> Any:
        low, high = fact.low, fact.high
        given = self.carried(member).get(fact.id)
        if isinstance(given, PartialDate):
            low, high = given.first, given.last
        elif fact.id == BIRTH_DATE and high is None:
            high = self.ref(OBSERVED_ON)
        if fact.id == BIRTH_DATE:
            low, high = self.born(member, low, high, self.ref(OBSERVED_ON))
        return self._unknown(("fact", fact.id, member), fact.type, low, high)

    def _unknown(self, key: tuple[str, str, Any], type: Type, low: Any, high: Any) -> Any:
        """An unknown value of a type: told apart one by one, or as an amount or day in an interval."""
        make = partial(self.diagrams.unknown, rank=self._rank(key))
        if isinstance(type, BoolType):
            return self.diagrams.one_of(make(key, 0, 1, whole=True), (False, True))
        if isinstance(type, EnumType):
            return self.diagrams.one_of(make(key, 0, len(type.members) - 1, whole=True), type.members)
        if isinstance(type, DateType):
            first, last = low or FIRST_DAY, high or LAST_DAY
            return first if first == last else Day(make(key, first.toordinal(), last.toordinal(), whole=True))
        if isinstance(type, NumberType):
            if told_apart(type, low, high):
                # Cells are numbered from zero; the leaf is the number itself.
                return self.diagrams.one_of(make(key, 0, high - low, whole=True), tuple(range(low, high + 1)))
            return Linear(((make(key, low, high, whole=type.integer), 1),))
        return Text(make(key))

    def _rank(self, key: tuple[str, str, Any]) -> int:
        """All that is unknown of one member stands together, or a diagram would have to remember every member's age."""
        kind, id, member = key
        if kind == "law":
            # Below all facts: what is compared with it stands in the leaves, and stays there.
            return (self.size + 3) * len(self.policy.facts)
        scope: n.Scope = "household" if member is None else "person"
        return (1 if member is None else member + 2) * len(self.policy.facts) + self.policy.position(scope, id)

    def parameter(self, node: n.ParameterRef, member: int | None) -> Any:
        """A value of law; where it is not known, an unknown of its own."""
        parameter = self.policy.parameters[node.id]
        if parameter.basis is not None:
            self._using[-1].add(parameter.basis)

        def cell(index: str | None) -> Any:
            known = parameter.value(index)
            if known is not None:
                return known
            return self._unknown(("law", node.id, index), parameter.type, parameter.low, parameter.high)

        return cell(None) if node.index is None else self.lift(cell, self.value(node.index, member))

    def counted(self, item: n.Node, member: int | None) -> Any:
        """One of the items of a count, by the plan that is followed."""
        value = self.value(item, member)
        if self._plan is None or not isinstance(value, Branch) or not isinstance(item, n.Ref):
            return value
        private = self._plan.private.get((item.of, item.id), frozenset())
        return self._folded((item.id, member if item.of == "person" else None), value, private)

    def _folded(self, item: Place, value: Branch, private: frozenset[tuple[n.Scope, str]]) -> Any:
        """The indicator with its private unknowns replaced by one: can it still be true, false, or both?"""

        def is_private(unknown: Unknown) -> bool:
            keys = cast("frozenset[tuple[str, str, int | None]]", unknown.about)
            return all(k == "fact" and ("household" if m is None else "person", id) in private for k, id, m in keys)

        inner = frozenset(u for u in unknowns_in(value) if is_private(u))
        if len(inner) < 2:
            return value
        can_be = self.diagrams.exists(value, inner)
        can_fail = self.diagrams.exists(self.lift(lambda a: not a, value), inner)
        about = frozenset(key for u in inner for key in u.about)
        key = ("indicator", item, frozenset(u.key for u in inner))  # another plan may find other facts private
        whole = self.diagrams.unknown(key, 0, 1, True, about, rank=self._rank(("fact", *item)))
        self.folds[whole] = Fold(value, inner)
        either = self.diagrams.one_of(whole, (False, True))
        return self.lift(lambda t, f, free: free if t and f else t, can_be, can_fail, either)
