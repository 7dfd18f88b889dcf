"""From rule nodes to values: what each kind of node says when some facts are unknown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import reduce
from typing import Any

from povrules.engines.reference.dates import Day, age, compare_days, plus_months
from povrules.language import linear
from povrules.language import nodes as n
from povrules.language.errors import PovrulesError
from povrules.language.linear import TRUTH, Linear
from povrules.language.unknowns import Branch, Diagrams


class NoRow(PovrulesError):
    """No row of a decision table holds: the policy has a gap."""

    code = "no_row"


class Text:
    """An unknown text, as a leaf."""

    __slots__ = ("unknown",)

    def __init__(self, unknown: Any) -> None:
        self.unknown = unknown

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.unknown == other.unknown

    def __hash__(self) -> int:
        return hash(("text", self.unknown))


class Interpreter(ABC):
    """Reads bound nodes. Whose facts they are, and what is unknown of them, says who inherits it.

    Args:
        diagrams: in which values that are not settled are made.
        size: how many members the household has, listed or not.
        open_ended: nobody is listed and nobody said how many there are.
    """

    diagrams: Diagrams
    size: int
    open_ended: bool

    def __init__(self) -> None:
        self._handlers: dict[type, Callable[[Any, int | None], Any]] = {
            n.Literal: lambda node, _: node.value,
            n.Ref: lambda node, member: self.ref(node.id, member if node.of == "person" else None),
            n.OfHousehold: lambda node, _: self.value(node.item, None),
            n.ParameterRef: self.parameter,
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
            n.CountTrue: lambda node, member: self._count([self.counted(item, member) for item in node.items]),
            n.Extreme: self._extreme,
            n.Absolute: self._absolute,
            n.Round: lambda node, member: self.lift(
                lambda a: linear.rounded(self.diagrams, a, node.to, node.mode), self.value(node.item, member)
            ),
            n.AddMonths: self._add_months,
            n.AgeOn: self._age,
            n.Table: self._table,
        }

    @abstractmethod
    def ref(self, id: str, member: int | None = None) -> Any:
        """The value of a fact, variable or decision, of the household or of the member at that position."""

    @abstractmethod
    def parameter(self, node: n.ParameterRef, member: int | None) -> Any:
        """A value of law."""

    @abstractmethod
    def counted(self, item: n.Node, member: int | None) -> Any:
        """One of the items of a count."""

    def value(self, node: n.Node, member: int | None = None) -> Any:
        """The value of a bound node, read for the household or for one member."""
        return self._handlers[type(node)](node, member)

    def lift(self, function: Callable[..., Any], *items: Any) -> Any:
        """A function of plain values, applied to values that may be diagrams."""
        return self.diagrams.apply(function, *items)

    def _and(self, node: n.And, member: int | None) -> Any:
        result: Any = True
        for item in node.items:
            result = self.diagrams.both(result, self.value(item, member))
            if result is False:
                break
        return result

    def _or(self, node: n.Or, member: int | None) -> Any:
        result: Any = False
        for item in node.items:
            result = self.diagrams.either(result, self.value(item, member))
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
        return reduce(self.diagrams.either, found, False)

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
        return self.diagrams.choice(test, then, otherwise)

    def _count(self, items: list[Any]) -> Any:
        return reduce(lambda total, item: self.lift(lambda a, b: a + bool(b), total, item), items, 0)

    def _at_least(self, node: n.AtLeast, member: int | None) -> Any:
        items = [self.counted(item, member) for item in node.items]
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
            return reduce(self.diagrams.either, items, False)
        if node.how == "all":
            return reduce(self.diagrams.both, items, True)
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
            result = self.diagrams.choice(when, then, result)
        if result is None:
            raise NoRow("no row of this table holds for these facts", span=node.span)
        return result
