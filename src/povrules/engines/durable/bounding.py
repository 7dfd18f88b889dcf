"""What each fact and each part of a rule can still be for one household, with exact numbers and no float.

The counterpart of the reference engine's values: a domain instead of a diagram. What facts have in common is lost, so
a domain may hold too much and never too little; `splitting.py` takes cases apart where that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import reduce
from typing import Any

from povrules.engines.durable import domains as d
from povrules.engines.durable.domains import ANYTHING, BOTH, Domain, Span, known
from povrules.facts.household import Given, Household
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate, add_months, age_on
from povrules.language.numbers import round_to
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.policy.hosted import AGE, BIRTH_DATE, OBSERVED_ON
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy

SIZE = "vn:household_size"
ENUMERATED = 200
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2150, 12, 31)
MOST = 30
"""A household has no more members than this."""

Leaf = tuple[str, Any, Any]
"""What is unknown: ``("fact", id, member)``, ``("law", id, cell)``, ``("members", rule, None)``."""
Cases = Mapping[Leaf, Domain]


class Bounds:
    """Domains of everything about one household, worked out when asked for and kept.

    Args:
        policy: the law in force.
        household: checked facts.
        cases: what unknown things are taken to be, in one case.
    """

    def __init__(self, policy: ResolvedPolicy, household: Household, cases: Cases | None = None) -> None:
        self.policy = policy
        self.household = household
        self.cases = cases or {}
        self.listed = len(household.members)
        size = household.facts.get(SIZE)
        whole = size if isinstance(size, int) and not isinstance(size, bool) else 0
        self.size = self.listed + max(household.unlisted, whole - self.listed)
        self._made: dict[tuple[str, int | None], Domain] = {}
        self._handlers: dict[type, Callable[[Any, int | None], Domain]] = {
            n.Literal: lambda node, _: (node.value,),
            n.Ref: lambda node, member: self.of(node.id, member if node.of == "person" else None),
            n.OfHousehold: lambda node, _: self.value(node.item, None),
            n.ParameterRef: self._parameter,
            n.OverMembers: self._over_members,
            n.Not: lambda node, member: tuple(not value for value in self.truths(node.item, member)),
            n.And: lambda node, member: self._and(self.truths(item, member) for item in node.items),
            n.Or: lambda node, member: self._or(self.truths(item, member) for item in node.items),
            n.Compare: lambda node, m: d.compared(self.value(node.left, m), node.op, self.value(node.right, m)),
            n.OneOfThese: self._one_of_these,
            n.Negate: lambda node, member: d.scaled(self.value(node.item, member), -1),
            n.Arithmetic: self._arithmetic,
            n.IfElse: self._if_else,
            n.AtLeast: self._at_least,
            n.CountTrue: lambda node, m: self._count([self.truths(item, m) for item in node.items]),
            n.Extreme: lambda node, m: self._extreme(node.how, [self.value(item, m) for item in node.items]),
            n.Absolute: self._absolute,
            n.Round: lambda node, member: d.rising(
                lambda a: round_to(a, node.to, node.mode), self.value(node.item, member)
            ),
            n.AddMonths: self._add_months,
            n.AgeOn: self._age,
            n.Table: self._table,
        }

    # facts ---------------------------------------------------------------------------------------------------------

    def of(self, id: str, member: int | None = None) -> Domain:
        """What a fact, variable or decision can be."""
        place = (id, member)
        found = self._made.get(place)
        if found is None:
            found = self._made[place] = self._found(id, member)
        return found

    def value(self, node: n.Node, member: int | None = None) -> Domain:
        """What a part of a rule can be."""
        return self._handlers[type(node)](node, member)

    def truths(self, node: n.Node, member: int | None = None) -> tuple[bool, ...]:
        """Which truths a condition can have."""
        found = self.value(node, member)
        return found if isinstance(found, tuple) else BOTH

    def fact(self, id: str, member: int | None) -> ResolvedFact:
        """What the policy says of a fact."""
        return self.policy.facts["household" if member is None else "person", id]

    def carried(self, member: int | None) -> Mapping[str, Given]:
        """What is known about the household or a member; nothing about an unlisted one."""
        if member is None:
            return self.household.facts
        return self.household.members[member] if member < self.listed else {}

    def source(self, id: str, member: int | None = None) -> str:
        """``given``, ``rule`` or ``unknown``, as in the reference engine."""
        fact = self.fact(id, member)
        given = self.carried(member).get(id)
        if fact.given and given is not None:
            return "unknown" if isinstance(given, PartialDate) else "given"
        return "rule" if fact.computed and self._by_rule(fact, member) else "unknown"

    def _by_rule(self, fact: ResolvedFact, member: int | None) -> bool:
        if not fact.given or any(self._carries(raw, known=True) for raw in fact.raw):
            return True
        if fact.id in self.carried(member) and not fact.general:
            return False
        if any(self._carries(raw, known=False) for raw in fact.raw):
            return True
        if fact.formula is None:
            return False
        somebody = self.size > 0 and self.listed + self.household.unlisted > 0
        return member is not None or (fact.reads_members and somebody)

    def _carries(self, raw: tuple[n.Scope, str], *, known: bool) -> bool:
        scope, id = raw
        carriers = (self.household.facts,) if scope == "household" else self.household.members
        return any(id in facts and not (known and facts[id] is None) for facts in carriers)

    def _found(self, id: str, member: int | None) -> Domain:
        taken = self.cases.get(("fact", id, member))
        if taken is not None:
            return taken
        fact = self.fact(id, member)
        source = self.source(id, member)
        if source == "given":
            return (self.carried(member)[id],)
        if source == "unknown":
            return self._unknown(fact, member)
        if fact.formula is None:
            return self.cases.get(("law", id, None)) or typed(fact.type, fact.low, fact.high)
        return self.value(fact.formula, member)

    def _unknown(self, fact: ResolvedFact, member: int | None) -> Domain:
        low: Any = fact.low
        high: Any = fact.high
        given = self.carried(member).get(fact.id)
        if isinstance(given, PartialDate):
            low, high = given.first, given.last
        elif fact.id == BIRTH_DATE and high is None:
            (high,) = self.of(OBSERVED_ON)  # type: ignore[misc]
        if fact.id == BIRTH_DATE:
            low, high = self._by_age(member, low, high)
        return typed(fact.type, low, high)

    def _by_age(self, member: int | None, low: Any, high: Any) -> tuple[Any, Any]:
        age, (day,) = self.carried(member).get(AGE), self.of(OBSERVED_ON)  # type: ignore[misc]
        if not isinstance(age, int) or not isinstance(day, date):
            return low, high
        first = max(low or FIRST_DAY, add_months(day, -12 * (age + 1)) + timedelta(days=1))
        last = min(high or LAST_DAY, add_months(day, -12 * age))
        return (first, last) if first <= last else (low, high)

    def _parameter(self, node: n.ParameterRef, member: int | None) -> Domain:
        parameter = self.policy.parameters[node.id]
        cells: Domain = (None,) if node.index is None else self.value(node.index, member)
        if not isinstance(cells, tuple):
            return ANYTHING
        found: list[Domain] = []
        for cell in cells:
            value = parameter.value(cell)
            if value is not None:
                found.append((value,))
            else:
                taken = self.cases.get(("law", node.id, cell))
                found.append(taken or typed(parameter.type, parameter.low, parameter.high))
        return reduce(d.united, found)

    # what is open --------------------------------------------------------------------------------------------------

    def leaves(self, node: n.Node, member: int | None) -> Iterator[Leaf]:
        """What is unknown below a part of a rule, in the order of reading; some more than once."""
        if isinstance(node, n.Ref):
            yield from self.leaves_of(node.id, member if node.of == "person" else None)
        elif isinstance(node, n.ParameterRef):
            yield from self._open_law(node, member)
        elif isinstance(node, n.OfHousehold):
            yield from self.leaves(node.item, None)
        elif isinstance(node, n.OverMembers):
            if not self.size:
                yield ("members", node, None)
            for i in range(self.size):
                yield from self.leaves(node.item, i)
        else:
            for child in n.children(node):
                yield from self.leaves(child, member)

    def leaves_of(self, id: str, member: int | None) -> Iterator[Leaf]:
        """What is unknown below a fact."""
        if known(self.of(id, member)):
            return
        key = ("fact", id, member)
        fact = self.fact(id, member)
        if key in self.cases or self.source(id, member) == "unknown":
            yield key
        elif fact.formula is None:
            yield ("law", id, None)
        else:
            yield from self.leaves(fact.formula, member)

    def _open_law(self, node: n.ParameterRef, member: int | None) -> Iterator[Leaf]:
        parameter = self.policy.parameters[node.id]
        cells: Domain = (None,)
        if node.index is not None:
            yield from self.leaves(node.index, member)
            cells = self.value(node.index, member)
        for cell in cells if isinstance(cells, tuple) else ():
            key = ("law", node.id, cell)
            if parameter.value(cell) is None and not known(self.cases.get(key, ())):
                yield key

    def leaf(self, leaf: Leaf) -> Domain:
        """What one unknown thing can be."""
        kind, id, where = leaf
        if leaf in self.cases:
            return self.cases[leaf]
        if kind == "fact":
            return self.of(id, where)
        if kind == "members":
            return self._of_nobody_knows_how_many(id)
        if id in self.policy.parameters:
            parameter = self.policy.parameters[id]
            return typed(parameter.type, parameter.low, parameter.high)
        fact = next(fact for (_, key), fact in self.policy.facts.items() if key == id)
        return typed(fact.type, fact.low, fact.high)

    # nodes ---------------------------------------------------------------------------------------------------------

    @staticmethod
    def _and(items: Iterator[tuple[bool, ...]]) -> Domain:
        result: Domain = (True,)
        for item in items:
            if item == (False,):
                return item
            if len(item) > 1:
                result = BOTH
        return result

    @staticmethod
    def _or(items: Iterator[tuple[bool, ...]]) -> Domain:
        result: Domain = (False,)
        for item in items:
            if item == (True,):
                return item
            if len(item) > 1:
                result = BOTH
        return result

    def _one_of_these(self, node: n.OneOfThese, member: int | None) -> Domain:
        item = self.value(node.item, member)
        options = [self.value(option, member) for option in node.options]
        if isinstance(item, tuple) and all(known(option) for option in options):
            values = [option[0] for option in options]  # type: ignore[index]
            return tuple(dict.fromkeys(value in values for value in item))
        return self._or(iter([_truths(d.compared(item, "==", option)) for option in options]))

    def _arithmetic(self, node: n.Arithmetic, member: int | None) -> Domain:
        left, right = self.value(node.left, member), self.value(node.right, member)
        if node.op in "+-":
            return d.added(left, right, 1 if node.op == "+" else -1)
        return d.multiplied(left, right) if node.op == "*" else d.divided(left, right)

    def _if_else(self, node: n.IfElse, member: int | None) -> Domain:
        test = self.truths(node.test, member)
        if len(test) == 1:
            return self.value(node.then if test[0] else node.otherwise, member)
        return d.united(self.value(node.then, member), self.value(node.otherwise, member))

    def _count(self, items: list[tuple[bool, ...]]) -> Domain:
        least = sum(item == (True,) for item in items)
        most = least + sum(len(item) > 1 for item in items)
        return tuple(range(least, most + 1))

    def _at_least(self, node: n.AtLeast, member: int | None) -> Domain:
        count = self._count([self.truths(item, member) for item in node.items])
        return d.compared(count, ">=", self.value(node.count, member))

    def _extreme(self, how: str, items: list[Domain]) -> Domain:
        return reduce(lambda a, b: d.extreme(how, a, b), items)

    def _absolute(self, node: n.Absolute, member: int | None) -> Domain:
        item = self.value(node.item, member)
        return d.lifted(abs, item) or d.extreme("max", item, d.scaled(item, -1))

    def _add_months(self, node: n.AddMonths, member: int | None) -> Domain:
        counts, day = self.value(node.months.count, member), self.value(node.day, member)
        if not isinstance(counts, tuple):
            return ANYTHING
        factor = node.months.per * node.sign
        found = [d.rising(lambda a, by=by: add_months(a, by * factor), day) for by in counts]  # type: ignore[misc]
        return reduce(d.united, found)

    def _age(self, node: n.AgeOn, member: int | None) -> Domain:
        birth, day = self.value(node.birth, member), self.value(node.day, member)
        if isinstance(birth, tuple) and isinstance(day, tuple):
            return d.lifted(age_on, birth, day) or ANYTHING
        ends = d.days(birth)
        if ends is None or not isinstance(day, tuple) or len(day) > 1:
            return ANYTHING
        return tuple(range(age_on(ends[1], day[0]), age_on(ends[0], day[0]) + 1))

    def _over_members(self, node: n.OverMembers, member: int | None) -> Domain:
        if not self.size:
            return self.cases.get(("members", node, None)) or self._of_nobody_knows_how_many(node)
        if node.how in ("any", "all"):
            items = (self.truths(node.item, i) for i in range(self.size))
            return self._or(items) if node.how == "any" else self._and(items)
        if node.how in ("count", "share"):
            count = self._count([self.truths(node.item, i) for i in range(self.size)])
            return count if node.how == "count" else d.divided(count, (self.size,))
        values = [self.value(node.item, i) for i in range(self.size)]
        if node.how == "sum":
            return reduce(lambda a, b: d.added(a, b, 1), values)
        return self._extreme(node.how, values)

    @staticmethod
    def _of_nobody_knows_how_many(node: n.OverMembers) -> Domain:
        if node.how in ("any", "all"):
            return BOTH
        if node.how == "count":
            return tuple(range(MOST + 1))
        return d.between(0, 1) if node.how == "share" else Span(None, None)

    def _table(self, node: n.Table, member: int | None) -> Domain:
        found: Domain | None = None
        for row in node.rows:
            when = (True,) if row.when is None else self.truths(row.when, member)
            if when == (False,):
                continue
            then = self.value(row.then, member)
            found = then if found is None else d.united(found, then)
            if when == (True,):
                return found
        return found or ANYTHING


def _truths(domain: Domain) -> tuple[bool, ...]:
    return domain if isinstance(domain, tuple) else BOTH


def typed(type: Type, low: Any, high: Any) -> Domain:
    """Everything a type allows."""
    if isinstance(type, BoolType):
        return BOTH
    if isinstance(type, EnumType):
        return type.members
    if isinstance(type, DateType):
        first, last = low or FIRST_DAY, high or LAST_DAY
        return (first,) if first == last else d.between(first, last)
    if isinstance(type, NumberType):
        if type.integer and low is not None and high is not None and high - low <= ENUMERATED:
            return tuple(range(low, high + 1))
        return d.between(low, high)
    return ANYTHING
