"""Rules to expressions over the columns of two tables, and where each value comes from: given, by its rule, unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from povrules.engines.columnar import arithmetic, choices, days, intervals
from povrules.engines.columnar import values as v
from povrules.engines.columnar.aggregates import over_members
from povrules.engines.columnar.logic import (
    HOUSEHOLDS,
    PERSONS,
    as_type,
    coded,
    conjunction,
    counted,
    day_of,
    disjunction,
    either,
    negation,
    nothing,
    picked,
    scaled,
    start,
    tabled,
    truth,
    unknown_mask,
)
from povrules.engines.columnar.shape import LISTED, METHOD, SIZE, Shape
from povrules.engines.columnar.simplifying import simpler
from povrules.engines.columnar.stages import Key, Stages
from povrules.engines.columnar.values import Amount, At, Code, Day, Truth, Value, Words
from povrules.facts.cells import LAST
from povrules.facts.making import fact_schema
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.language.numbers import Number
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.policy.hosted import METHOD_USED, OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy

MOST_FLAGS = 16


def mask_of(count: str) -> str:
    """The column with a bit for each unknown item of a count."""
    return f"{count} mask"


class Lowering(Stages):
    """The expressions of one policy over one shape of columns. Values are made when asked for and kept."""

    def __init__(self, policy: ResolvedPolicy, shape: Shape, ready: frozenset[Key] = frozenset()) -> None:
        """Lower rules.

        Args:
            policy: the law in force.
            shape: the columns.
            ready: conditions of households that were worked out before and are known in every row; each stands in a
                column of its id.
        """
        super().__init__()
        self.policy = policy
        self.shape = shape
        self.unknowns = any(column.nullable for column in shape.households)
        schema = fact_schema(policy)
        self.names: dict[Key, str] = {("household", s.id): s.name for s in schema.household.values()}
        self.names |= {("person", s.id): s.name for s in schema.person.values()}
        self._refs: dict[Key, Value] = {key: Truth(pl.col(key[1]), False, HOUSEHOLDS) for key in ready}
        self._sources: dict[Key, Truth] = {}
        self.questions: dict[n.Node, dict[Key, Truth]] = {}
        """By constraint, which household facts are open questions, and in which rows."""
        self._counts: dict[tuple[tuple[n.Node, ...], Scope], Amount] = {}
        self._nodes: dict[tuple[n.Node, Scope], Value] = {}
        self._handlers: dict[type, Callable[[Any, Scope], Value]] = {
            n.Literal: lambda node, _: self.literal(node.value, node),
            n.Ref: lambda node, scope: self.ref(node.of, node.id),
            n.OfHousehold: lambda node, _: self.of_household(self.value(node.item, "household")),
            n.ParameterRef: self._parameter,
            n.OverMembers: self._over_members,
            n.Not: lambda node, scope: negation(self.truth(node.item, scope)),
            n.And: lambda node, scope: conjunction([self.truth(i, scope) for i in node.items]),
            n.Or: lambda node, scope: disjunction([self.truth(i, scope) for i in node.items]),
            n.Compare: self._compare,
            n.OneOfThese: self._one_of_these,
            n.Negate: lambda node, scope: arithmetic.negated(self.amount(node.item, scope)),
            n.Arithmetic: self._arithmetic,
            n.IfElse: self._if_else,
            n.AtLeast: self._at_least,
            n.CountTrue: lambda node, scope: self.count(node.items, scope),
            n.Extreme: lambda node, scope: arithmetic.extreme(
                node.how, [self.amount(i, scope) for i in node.items], node
            ),
            n.Absolute: lambda node, scope: arithmetic.absolute(self.amount(node.item, scope)),
            n.Round: lambda node, scope: arithmetic.rounded(self.amount(node.item, scope), node.to, node.mode, node),
            n.AddMonths: lambda node, scope: days.plus_months(
                self.day(node.day, scope), self.amount(node.months.count, scope), node.months.per * node.sign
            ),
            n.AgeOn: lambda node, scope: days.age_on(self.day(node.birth, scope), self.day(node.day, scope)),
            n.Table: lambda node, scope: self._table(node, scope, None),
        }

    # where a value comes from --------------------------------------------------------------------------------------

    def column(self, key: Key) -> Any:
        """The column in which a fact is given, or None."""
        return self.shape.column(key[0], self.names[key]) if key in self.names else None

    def by_rule(self, key: Key) -> Truth:
        """Whether a fact that is not given follows from its rule: the levels of ``Evaluation.by_rule``."""
        if key not in self._sources:
            self._sources[key] = self.kept(self._by_rule(self.policy.facts[key]))
        return self._sources[key]

    def _by_rule(self, fact: ResolvedFact) -> Truth:
        scope, at = fact.of, start(fact.of)
        if not fact.given:
            return truth(True, at)
        raws = [raw for raw in fact.raw if self.column(raw) is not None]
        known = disjunction([self._carries(raw, scope, True) for raw in raws], at)
        carried = self.column((scope, fact.id)) is not None
        if carried and not fact.general:
            return known
        some = disjunction([known, *(self._carries(raw, scope, False) for raw in raws)], at)
        if fact.formula is None:
            return some
        if scope == "person":
            return truth(True, at)
        return disjunction([some, self.some_member()], at) if fact.reads_members else some

    def _carries(self, raw: Key, scope: Scope, known: bool) -> Truth:
        column = self.column(raw)
        if raw[0] == "household":
            found = truth(True, HOUSEHOLDS)
            if known and column.nullable:
                found = Truth(pl.col(column.name).is_not_null(), False, HOUSEHOLDS)
        elif known and column.nullable:
            given = Truth(pl.col(column.name).is_not_null(), False, PERSONS)
            found = Truth(self.over("count", given) > 0, False, (given.at[0] + 1, 0))
        else:
            found = truth(True, HOUSEHOLDS) if self.shape.every_listed else Truth(pl.col(LISTED) > 0, False, HOUSEHOLDS)
        if scope == "person":
            lifted = self.of_household(found)
            assert isinstance(lifted, Truth)
            return lifted
        return found

    def some_member(self) -> Truth:
        """Whether a household has members to read, listed or rejected."""
        if self.shape.every_listed:
            return truth(True, HOUSEHOLDS)
        if self.shape.nobody:
            return truth(False, HOUSEHOLDS)
        return Truth((pl.col(SIZE) > 0) & ((pl.col(LISTED) > 0) | (pl.col("unlisted") > 0)), False, HOUSEHOLDS)

    def ref(self, scope: Scope, id: str) -> Value:
        """A fact, variable or decision, as a column of its table."""
        key = (scope, id)
        if key not in self._refs:
            self._refs[key] = self.named(f"{id}", scope, self._ref(self.policy.facts[key]))
        return self._refs[key]

    def _ref(self, fact: ResolvedFact) -> Value:
        at, key = start(fact.of), (fact.of, fact.id)
        if key == ("household", ON):
            return day_of(self.policy.on)
        if key == ("household", METHOD_USED):
            return self._method(fact.type)
        column = self.column(key)
        given = None if column is None else self._given(column, fact.type, at)
        if key == ("household", OBSERVED_ON):
            usual = day_of(self.shape.observed_on)
            if not isinstance(given, Day):
                return usual
            seen = pl.coalesce(given.low, usual.low)
            return Day(seen, seen, False, at)
        if not fact.computed:
            return nothing(fact.type, at) if given is None else given
        if given is not None and column is not None and not column.nullable:
            return given
        by_rule = self.by_rule(key)
        if by_rule.const is False:
            return nothing(fact.type, at) if given is None else given
        rule = self._rule(fact, at)
        if by_rule.const is None:
            rule = picked(by_rule, rule, None)
        if given is None:
            return rule
        if column is not None and column.partial:
            return given
        return picked(Truth(v.known(given), False, at), given, rule)

    def _rule(self, fact: ResolvedFact, at: At) -> Value:
        if fact.formula is None:
            return nothing(fact.type, at)
        if isinstance(fact.formula, n.Table):
            return self._table(fact.formula, fact.of, fact.type)
        return self.typed(fact.formula, fact.of, fact.type)

    def typed(self, node: n.Node, scope: Scope, type: Type) -> Value:
        """The value of a rule, members of a list as such from the start."""
        if isinstance(node, n.IfElse) and isinstance(type, EnumType):
            test = self.truth(node.test, scope)
            if test.const is not None:
                return self.typed(node.then if test.const else node.otherwise, scope, type)
            return either(test, self.typed(node.then, scope, type), self.typed(node.otherwise, scope, type))
        return as_type(self.value(node, scope), type)

    def _method(self, type: Type) -> Code:
        assert isinstance(type, EnumType)
        if self.shape.review != "by row":
            position = type.members.index(self.shape.review)
            return Code(pl.lit(position, pl.UInt8), type.members, False, HOUSEHOLDS, position)
        return Code(pl.col(METHOD), type.members, False, HOUSEHOLDS)

    def _given(self, column: Any, type: Type, at: At) -> Value:
        expr = pl.col(column.name)
        if isinstance(type, BoolType):
            return Truth(expr, column.nullable, at)
        if isinstance(type, EnumType):
            return Code(expr.to_physical(), type.members, column.nullable, at)
        if isinstance(type, DateType):
            return Day(expr, pl.col(column.name + LAST) if column.partial else expr, column.nullable, at)
        if isinstance(type, NumberType):
            fact = next(f for f in self.policy.facts.values() if start(f.of) == at and self._is(f, column.name))
            return scaled(expr, fact.low, fact.high, column.scale, column.nullable, at)
        return Words(expr, column.nullable, at)

    def _is(self, fact: ResolvedFact, name: str) -> bool:
        return self.names.get((fact.of, fact.id)) == name

    # nodes -----------------------------------------------------------------------------------------------------------

    def value(self, node: n.Node, scope: Scope) -> Value:
        """The value of a bound node, over the table of that scope."""
        if (node, scope) not in self._nodes:
            value = self._handlers[type(node)](node, scope)
            if isinstance(node, (n.Compare, n.AtLeast)) and isinstance(value, Truth) and value.nullable:
                # Three-valued tables read a comparison several times.
                value = self.named(f"#test {len(self._nodes)}", scope, value)
            elif self.unknowns and isinstance(node, n.Compare) and scope == "household":
                value = self.named(f"#test {len(self._nodes)}", scope, value)
            self._nodes[node, scope] = value
        return self._nodes[node, scope]

    def truth(self, node: n.Node, scope: Scope) -> Truth:
        """The value of a condition."""
        found = self.value(node, scope)
        assert isinstance(found, Truth)
        return found

    def amount(self, node: n.Node, scope: Scope) -> Amount:
        """The value of a numeric expression."""
        found = self.value(node, scope)
        assert isinstance(found, Amount)
        return found

    def day(self, node: n.Node, scope: Scope) -> Day:
        """The value of an expression of a day."""
        found = self.value(node, scope)
        assert isinstance(found, Day)
        return found

    def literal(self, value: Any, node: n.Node | None = None) -> Value:
        """A value written in a rule. A word is a text here; beside a member of a list it is one of its members."""
        if isinstance(value, bool):
            return truth(value, HOUSEHOLDS)
        if isinstance(value, Number):
            return choices.constant(value)
        if isinstance(value, date):
            return day_of(value)
        return Words(pl.lit(value), False, HOUSEHOLDS, value)

    def _parameter(self, node: n.ParameterRef, scope: Scope) -> Value:
        parameter = self.policy.parameters[node.id]
        if node.index is None:
            value = parameter.value()
            return nothing(parameter.type, start(scope)) if value is None else self.literal(value)
        if isinstance(node.index, n.Literal):
            value = parameter.value(str(node.index.value))
            return nothing(parameter.type, start(scope)) if value is None else self.literal(value)
        index = self.value(node.index, scope)
        assert isinstance(index, Code)
        cells = dict(parameter.cells)
        values = [cells.get(member) for member in index.members]
        if isinstance(parameter.type, NumberType):
            return choices.by_member(index, [value if isinstance(value, Number) else None for value in values])
        conditions = [index.expr == position for position in range(len(values))]
        result = nothing(parameter.type, index.at)
        for condition, cell in reversed(list(zip(conditions, values, strict=True))):
            then = nothing(parameter.type, index.at) if cell is None else as_type(self.literal(cell), parameter.type)
            result = picked(Truth(condition.fill_null(False), False, index.at), then, result)
        return result

    def _compare(self, node: n.Compare, scope: Scope) -> Truth:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        return self._compared(left, node.op, right, node)

    def _compared(self, left: Value, op: str, right: Value, node: n.Node) -> Truth:
        if v.nowhere(left) or v.nowhere(right):
            return Truth(pl.lit(None, pl.Boolean), True, v.later(left, right))
        if isinstance(left, Amount) and isinstance(right, Amount):
            return arithmetic.compared(left, op, right, node)
        nullable, at = left.nullable or right.nullable, v.later(left, right)
        if isinstance(left, Day) and isinstance(right, Day):
            if left.moved is not None and right.const is not None:
                return intervals.by_day(left.moved, op, right.const)
            if right.moved is not None and left.const is not None:
                return intervals.by_day(right.moved, intervals.TURNED[op], left.const)
            inexact = not (left.exact and right.exact)
            expr = intervals.between((left.low, left.high), op, (right.low, right.high))
            return Truth(expr, nullable or inexact, at)
        if isinstance(left, Code) or isinstance(right, Code):
            left, right = coded(left, right), coded(right, left)
            if isinstance(left, Code) and isinstance(right, Code) and None not in (left.const, right.const):
                return truth((left.const == right.const) == (op == "=="), at)
        assert not isinstance(left, (Amount, Day))
        assert not isinstance(right, (Amount, Day))
        if op == "==":
            return Truth(left.expr == right.expr, nullable, at)
        return Truth(left.expr != right.expr, nullable, at)

    def _one_of_these(self, node: n.OneOfThese, scope: Scope) -> Truth:
        item = self.value(node.item, scope)
        if isinstance(item, Code):
            options = [coded(self.value(option, scope), item) for option in node.options]
            places = [option.const for option in options if isinstance(option, Code) and option.const is not None]
            if len(places) == len(options):
                found = choices.one_of(item.expr, sorted({place for place in places if place < len(item.members)}))
                return Truth(found, item.nullable, item.at)
        return disjunction([self._compared(item, "==", self.value(o, scope), node) for o in node.options], item.at)

    def _arithmetic(self, node: n.Arithmetic, scope: Scope) -> Amount:
        left, right = self.amount(node.left, scope), self.amount(node.right, scope)
        if node.op == "*":
            return arithmetic.multiplied(left, right, node)
        if node.op == "/":
            return arithmetic.divided(left, right, node)
        return arithmetic.added(left, right if node.op == "+" else arithmetic.negated(right), node)

    def _if_else(self, node: n.IfElse, scope: Scope) -> Value:
        test = self.truth(node.test, scope)
        if test.const is not None:
            return self.value(node.then if test.const else node.otherwise, scope)
        return either(test, self.value(node.then, scope), self.value(node.otherwise, scope))

    def _at_least(self, node: n.AtLeast, scope: Scope) -> Truth:
        count = self.count(node.items, scope)
        return arithmetic.compared(count, ">=", self.amount(node.count, scope), node)

    def count(self, items: tuple[n.Node, ...], scope: Scope) -> Amount:
        """How many of a list are true; the same list is counted once."""
        if (items, scope) not in self._counts:
            truths = [self.truth(item, scope) for item in items]
            name = f"#count {len(self._counts)}"
            if any(item.nullable for item in truths) and len(items) <= MOST_FLAGS:
                count = self._masked(name, truths)
            else:
                named = self.named(name, scope, counted(truths))
                assert isinstance(named, Amount)
                count = named
            self._counts[items, scope] = count
        return self._counts[items, scope]

    def _masked(self, name: str, truths: list[Truth]) -> Amount:
        """A count whose unknown items stand in a mask, so that they need not be looked at again."""
        count = counted(truths)
        stage, layer = count.at
        low = self.define(name, count.low, count.at)
        mask = self.define(mask_of(name), unknown_mask(truths), count.at)
        high = self.define(f"{name}~high", low + mask.bitwise_count_ones().cast(pl.UInt8), (stage, layer + 1))
        return replace(count, low=low, high=high, at=(stage, layer + 2))

    def _over_members(self, node: n.OverMembers, scope: Scope) -> Value:
        return over_members(self, node)

    def _table(self, node: n.Table, scope: Scope, type: Type | None) -> Value:
        rows: list[tuple[Truth, Value]] = []
        last: n.Node | None = None
        for row in simpler(node.rows):
            when = truth(True, start(scope)) if row.when is None else self.truth(row.when, scope)
            if when.const is False:
                continue
            then = self.value(row.then, scope)
            then = then if type is None else as_type(then, type)
            if last == row.then:
                rows[-1] = (disjunction([rows[-1][0], when]), then)
            else:
                rows.append((when, then))
            last = row.then
            if when.const is True:
                break
        return tabled(rows)
