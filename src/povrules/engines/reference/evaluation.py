"""The meaning of rules for one household: exact values, and diagrams where facts or law are unknown.

This is the oracle of every other engine, so it is written to be read: one method a node, one object a household.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial, reduce
from typing import Any, cast

from povrules.engines.reference.dates import Day, age, compare_days, plus_months
from povrules.facts.household import Given, Household
from povrules.language import linear
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate, add_months
from povrules.language.errors import PovrulesError
from povrules.language.linear import TRUTH, Linear
from povrules.language.numbers import Number
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.language.unknowns import Branch, Diagrams, Unknown, unknowns_in
from povrules.policy.frozen import FrozenMap
from povrules.policy.hosted import AGE, BIRTH_DATE, OBSERVED_ON
from povrules.policy.ordering import Key
from povrules.policy.plan import UnknownPlan, plan_of
from povrules.policy.resolved import Basis, ResolvedFact, ResolvedPolicy

SIZE = "vn:household_size"
ENUMERATED = 200  # whole numbers of a domain up to this wide are told apart one by one
PATIENCE = 150_000
"""Steps, about a second, after which an engine that is used in earnest says that an answer is not resolved."""
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2150, 12, 31)

Place = tuple[str, int | None]
"""An id and the position of the member it is read for (None: the household)."""


@dataclass(frozen=True, slots=True)
class Fold:
    """An indicator that stands as one unknown.

    Args:
        diagram: the indicator itself.
        inner: its private unknowns.
    """

    diagram: Branch
    inner: frozenset[Unknown]


class NoRow(PovrulesError):
    """No row of a decision table holds: the policy has a gap."""

    code = "no_row"


class Evaluation:
    """All answers for one household under one policy. Values are made when asked for and kept.

    Args:
        policy: the law in force.
        household: checked facts.
        patience: steps for one answer, after which it is not resolved; None waits for every answer.

    A value is a plain one (bool, exact number, date, text) where the known facts settle it, else a diagram over the
    unknowns. Keys of unknowns are ``("fact", id, member)`` and ``("law", id, cell)``.
    """

    def __init__(self, policy: ResolvedPolicy, household: Household, patience: int | None = None) -> None:
        self.policy = policy
        self.patience = patience
        self.household = household
        self.diagrams = Diagrams()
        self.listed = len(household.members)
        size = household.facts.get(SIZE)
        known_size = size if isinstance(size, int) and not isinstance(size, bool) else None
        ghosts = max(household.unlisted, 0 if known_size is None else known_size - self.listed)
        self.size = self.listed + ghosts
        """How many members there are, listed or not."""
        self.open_ended = self.size == 0
        """Nobody is listed and nobody said how many there are."""
        self._values: dict[Place, Any] = {}
        self._plan: UnknownPlan | None = None
        self._above: dict[Place, Any] = {}
        """Values above the counted indicators, by the plan that is followed."""
        self._folded_alike: dict[FrozenMap[Key, frozenset[Key]], dict[Place, Any]] = {}
        """The same for every plan: those that fold the same facts share what stands above them."""
        self.folds: dict[Unknown, Fold] = {}
        """Indicators that stand as one unknown of their own, by that unknown."""
        self.inside: dict[Unknown, tuple[tuple[Unknown, Any, Number], ...]] = {}
        """Of such an indicator, its unknowns: where each matters to it, and for what share of cells it settles it."""
        self.open_facts: dict[n.Node, frozenset[tuple[n.Scope, str]]] = {}
        """By constraint, the unknown facts it turns on; many answers ask for the same."""
        self._used: dict[Place, frozenset[Basis]] = {}
        self._using: list[set[Basis]] = [set()]
        self._handlers: dict[type, Callable[[Any, int | None], Any]] = {
            n.Literal: lambda node, _: node.value,
            n.Ref: lambda node, member: self.ref(node.id, member if node.of == "person" else None),
            n.OfHousehold: lambda node, _: self.value(node.item, None),
            n.ParameterRef: self._parameter,
            n.OverMembers: self._over_members,
            n.Not: lambda node, member: self.lift(lambda a: not a, self.value(node.item, member)),
            n.And: self._and,
            n.Or: self._or,
            n.Compare: self._compare,
            n.OneOfThese: self._one_of_these,
            n.Negate: lambda node, member: self.lift(lambda a: linear.scale(a, -1), self.value(node.item, member)),
            n.Arithmetic: self._arithmetic,
            n.IfElse: self._if_else,
            n.AtLeast: self._at_least,
            n.CountTrue: lambda node, member: self._count([self._counted(item, member) for item in node.items]),
            n.Extreme: self._extreme,
            n.Absolute: self._absolute,
            n.Round: lambda node, member: self.lift(
                lambda a: linear.rounded(self.diagrams, a, node.to, node.mode), self.value(node.item, member)
            ),
            n.AddMonths: self._add_months,
            n.AgeOn: self._age,
            n.Table: self._table,
        }

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

    def used(self, id: str, member: int | None = None) -> frozenset[Basis]:
        """The values and rules of law that the answer rests on."""
        self.ref(id, member)
        return self._used[id, member]

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
        if fact.given and given is not None and not isinstance(given, PartialDate):
            return "given"
        if fact.given and isinstance(given, PartialDate):
            return "unknown"
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
            low, high = self._by_age(member, low, high)
        return self._unknown(("fact", fact.id, member), fact.type, low, high)

    def _by_age(self, member: int | None, low: Any, high: Any) -> tuple[Any, Any]:
        """The days a member can have been born on who is known to be that old; all of them when nobody can."""
        age, day = self.carried(member).get(AGE), self.ref(OBSERVED_ON)
        if not isinstance(age, int) or not isinstance(day, date):
            return low, high
        first = max(low or FIRST_DAY, add_months(day, -12 * (age + 1)) + timedelta(days=1))
        last = min(high or LAST_DAY, add_months(day, -12 * age))
        return (first, last) if first <= last else (low, high)

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
            if type.integer and low is not None and high is not None and high - low <= ENUMERATED:
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

    # nodes ---------------------------------------------------------------------------------------------------------

    def value(self, node: n.Node, member: int | None = None) -> Any:
        """The value of a bound node, read for the household or for one member."""
        return self._handlers[type(node)](node, member)

    def lift(self, function: Callable[..., Any], *items: Any) -> Any:
        """A function of plain values, applied to values that may be diagrams."""
        return self.diagrams.apply(function, *items)

    def _parameter(self, node: n.ParameterRef, member: int | None) -> Any:
        parameter = self.policy.parameters[node.id]
        if parameter.basis is not None:
            self._using[-1].add(parameter.basis)

        def cell(index: str | None) -> Any:
            known = parameter.value(index)
            if known is not None:
                return known
            return self._unknown(("law", node.id, index), parameter.type, parameter.low, parameter.high)

        return cell(None) if node.index is None else self.lift(cell, self.value(node.index, member))

    def _and(self, node: n.And, member: int | None) -> Any:
        result: Any = True
        for item in node.items:
            result = self.lift(lambda a, b: a and b, result, self.value(item, member))
            if result is False:
                break
        return result

    def _or(self, node: n.Or, member: int | None) -> Any:
        result: Any = False
        for item in node.items:
            result = self.lift(lambda a, b: a or b, result, self.value(item, member))
            if result is True:
                break
        return result

    def _compare(self, node: n.Compare, member: int | None) -> Any:
        left, right = self.value(node.left, member), self.value(node.right, member)
        return self.lift(lambda a, b: self._compared(a, node.op, b), left, right)

    def _compared(self, left: Any, op: str, right: Any) -> Any:
        if isinstance(left, Linear) or isinstance(right, Linear):
            return linear.compare(self.diagrams, left, op, right)
        if isinstance(left, Day) or isinstance(right, Day):
            return compare_days(self.diagrams, left, op, right)
        if isinstance(left, Text) or isinstance(right, Text):
            return self._compared_text(left, op, right)
        return TRUTH[op](left, right)

    def _compared_text(self, left: Any, op: str, right: Any) -> Any:
        if not isinstance(left, Text):
            left, right = right, left
        if isinstance(right, Text):
            if left == right:
                return op == "=="
            pair = tuple(sorted([left.unknown, right.unknown], key=lambda u: u.order))
            about = frozenset(u.key for u in pair)
            same = self.diagrams.unknown(("same text", *(u.key for u in pair)), 0, 1, whole=True, about=about)
            return self.diagrams.one_of(same, (op != "==", op == "=="))
        return self.diagrams.branch(left.unknown, ((right, 0), (right, 1)), (op == "!=", op == "==", op == "!="))

    def _one_of_these(self, node: n.OneOfThese, member: int | None) -> Any:
        item = self.value(node.item, member)
        options = [self.value(option, member) for option in node.options]
        found = [self.lift(lambda a, b: self._compared(a, "==", b), item, option) for option in options]
        return reduce(lambda a, b: self.lift(lambda x, y: x or y, a, b), found, False)

    def _arithmetic(self, node: n.Arithmetic, member: int | None) -> Any:
        def calculated(left: Any, right: Any) -> Any:
            if node.op in "+-":
                return linear.add(left, right, 1 if node.op == "+" else -1)
            if node.op == "*":
                return linear.multiply(self.diagrams, left, right)
            return linear.quotient(self.diagrams, left, right)

        return self.lift(calculated, self.value(node.left, member), self.value(node.right, member))

    def _if_else(self, node: n.IfElse, member: int | None) -> Any:
        test = self.value(node.test, member)
        if not isinstance(test, Branch):
            return self.value(node.then if test else node.otherwise, member)
        then, otherwise = self.value(node.then, member), self.value(node.otherwise, member)
        return self.lift(lambda t, a, b: a if t else b, test, then, otherwise)

    def _counted(self, item: n.Node, member: int | None) -> Any:
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

    def _count(self, items: list[Any]) -> Any:
        return reduce(lambda total, item: self.lift(lambda a, b: a + bool(b), total, item), items, 0)

    def _at_least(self, node: n.AtLeast, member: int | None) -> Any:
        items = [self._counted(item, member) for item in node.items]
        needed = self.value(node.count, member)
        if isinstance(needed, int):

            def capped(count: int, item: Any) -> int:
                """Counting stops at what is needed: the diagram stays small."""
                return min(needed, count + bool(item))

            return self.lift(lambda c: c >= needed, reduce(lambda t, item: self.lift(capped, t, item), items, 0))
        return self.lift(lambda a, b: self._compared(a, ">=", b), self._count(items), needed)

    def _extreme(self, node: n.Extreme, member: int | None) -> Any:
        return self._extreme_of(node.how, [self.value(item, member) for item in node.items])

    def _extreme_of(self, how: str, items: list[Any]) -> Any:
        def chosen(left: Any, right: Any) -> Any:
            first = self._compared(left, "<=" if how == "min" else ">=", right)
            return self.lift(lambda f: left if f else right, first)

        return reduce(lambda a, b: self.lift(chosen, a, b), items)

    def _absolute(self, node: n.Absolute, member: int | None) -> Any:
        def size(value: Any) -> Any:
            negative = self._compared(value, "<", 0)
            return self.lift(lambda f: linear.scale(value, -1) if f else value, negative)

        return self.lift(size, self.value(node.item, member))

    def _add_months(self, node: n.AddMonths, member: int | None) -> Any:
        count = self.value(node.months.count, member)
        factor = node.months.per * node.sign
        return self.lift(lambda day, months: plus_months(day, months * factor), self.value(node.day, member), count)

    def _age(self, node: n.AgeOn, member: int | None) -> Any:
        birth, day = self.value(node.birth, member), self.value(node.day, member)
        return self.lift(lambda b, d: age(self.diagrams, b, d), birth, day)

    def _over_members(self, node: n.OverMembers, member: int | None) -> Any:
        if self.open_ended:
            return self._of_nobody_knows_how_many(node)
        items = [self.value(node.item, i) for i in range(self.size)]
        if node.how == "any":
            return reduce(lambda a, b: self.lift(lambda x, y: x or y, a, b), items, False)
        if node.how == "all":
            return reduce(lambda a, b: self.lift(lambda x, y: x and y, a, b), items, True)
        if node.how in ("count", "share"):
            count = self._count(items)
            if node.how == "count":
                return count
            return self.lift(lambda c: linear.quotient(self.diagrams, c, self.size), count)
        if node.how == "sum":
            return reduce(lambda a, b: self.lift(linear.add, a, b), items, 0)
        return self._extreme_of(node.how, items)

    def _of_nobody_knows_how_many(self, node: n.OverMembers) -> Any:
        key, about = ("members", node), frozenset([("fact", "members", None)])
        if node.how in ("any", "all"):
            return self.diagrams.one_of(self.diagrams.unknown(key, 0, 1, True, about), (False, True))
        high = {"count": 30, "share": 1}.get(node.how)
        low = 0 if node.how in ("count", "share") else None
        return Linear(((self.diagrams.unknown(key, low, high, node.how == "count", about), 1),))

    def _table(self, node: n.Table, member: int | None) -> Any:
        open_rows: list[tuple[Any, Any]] = []
        result: Any = None
        for row in node.rows:
            when = True if row.when is None else self.value(row.when, member)
            if when is False:
                continue
            then = self.value(row.then, member)
            if when is True:
                result = then
                break
            open_rows.append((when, then))
        for when, then in reversed(open_rows):
            result = self.lift(lambda w, a, b: a if w else b, when, then, result)
        if result is None:
            raise NoRow("no row of this table holds for these facts", span=node.span)
        return result


class Text:
    """An unknown text, as a leaf."""

    __slots__ = ("unknown",)

    def __init__(self, unknown: Any) -> None:
        self.unknown = unknown

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.unknown == other.unknown

    def __hash__(self) -> int:
        return hash(("text", self.unknown))
