"""What each kind of node can be for one household: one function for each, over the domains of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from povrules.engines.durable import domains as d
from povrules.engines.durable.domains import ANYTHING, BOTH, Domain, Span, known, typed
from povrules.language import nodes as n
from povrules.language.calendar import add_months, age_on
from povrules.language.numbers import round_to

if TYPE_CHECKING:
    from povrules.engines.durable.bounding import Bounds

MOST = 30
"""A household has no more members than this."""


def _and(items: Iterable[tuple[bool, ...]]) -> Domain:
    result: Domain = (True,)
    for item in items:
        if item == (False,):
            return item
        if len(item) > 1:
            result = BOTH
    return result


def _or(items: Iterable[tuple[bool, ...]]) -> Domain:
    result: Domain = (False,)
    for item in items:
        if item == (True,):
            return item
        if len(item) > 1:
            result = BOTH
    return result


def _one_of_these(bounds: Bounds, node: n.OneOfThese, member: int | None) -> Domain:
    item = bounds.value(node.item, member)
    options = [bounds.value(option, member) for option in node.options]
    if isinstance(item, tuple) and all(known(option) for option in options):
        values = [value for option in options if isinstance(option, tuple) for value in option]
        return tuple(dict.fromkeys(value in values for value in item))
    return _or(_truths(d.compared(item, "==", option)) for option in options)


def _arithmetic(bounds: Bounds, node: n.Arithmetic, member: int | None) -> Domain:
    left, right = bounds.value(node.left, member), bounds.value(node.right, member)
    if node.op in "+-":
        return d.added(left, right, 1 if node.op == "+" else -1)
    return d.multiplied(left, right) if node.op == "*" else d.divided(left, right)


def _if_else(bounds: Bounds, node: n.IfElse, member: int | None) -> Domain:
    test = bounds.truths(node.test, member)
    if len(test) == 1:
        return bounds.value(node.then if test[0] else node.otherwise, member)
    return d.united(bounds.value(node.then, member), bounds.value(node.otherwise, member))


def _count(items: list[tuple[bool, ...]]) -> Domain:
    least = sum(item == (True,) for item in items)
    most = least + sum(len(item) > 1 for item in items)
    return tuple(range(least, most + 1))


def _at_least(bounds: Bounds, node: n.AtLeast, member: int | None) -> Domain:
    count = _count([bounds.truths(item, member) for item in node.items])
    return d.compared(count, ">=", bounds.value(node.count, member))


def _extreme(how: str, items: list[Domain]) -> Domain:
    return reduce(lambda a, b: d.extreme(how, a, b), items)


def _absolute(bounds: Bounds, node: n.Absolute, member: int | None) -> Domain:
    item = bounds.value(node.item, member)
    return d.lifted(abs, item) or d.extreme("max", item, d.scaled(item, -1))


def _add_months(bounds: Bounds, node: n.AddMonths, member: int | None) -> Domain:
    counts, day = bounds.value(node.months.count, member), bounds.value(node.day, member)
    if not isinstance(counts, tuple):
        return ANYTHING
    factor = node.months.per * node.sign
    return reduce(d.united, (d.rising(partial(_later, by * factor), day) for by in counts))


def _later(months: int, day: date) -> date:
    return add_months(day, months)


def _age(bounds: Bounds, node: n.AgeOn, member: int | None) -> Domain:
    birth, day = bounds.value(node.birth, member), bounds.value(node.day, member)
    if isinstance(birth, tuple) and isinstance(day, tuple):
        return d.lifted(age_on, birth, day) or ANYTHING
    ends = d.days(birth)
    if ends is None or not isinstance(day, tuple) or len(day) > 1:
        return ANYTHING
    return tuple(range(age_on(ends[1], day[0]), age_on(ends[0], day[0]) + 1))


def _over_members(bounds: Bounds, node: n.OverMembers, member: int | None) -> Domain:
    if not bounds.size:
        return bounds.cases.get(("members", node, None)) or of_nobody_knows_how_many(node)
    if node.how in ("any", "all"):
        items = (bounds.truths(node.item, i) for i in range(bounds.size))
        return _or(items) if node.how == "any" else _and(items)
    if node.how in ("count", "share"):
        count = _count([bounds.truths(node.item, i) for i in range(bounds.size)])
        return count if node.how == "count" else d.divided(count, (bounds.size,))
    values = [bounds.value(node.item, i) for i in range(bounds.size)]
    if node.how == "sum":
        return reduce(lambda a, b: d.added(a, b, 1), values)
    return _extreme(node.how, values)


def of_nobody_knows_how_many(node: n.OverMembers) -> Domain:
    """What members have together where not even their number is known."""
    if node.how in ("any", "all"):
        return BOTH
    if node.how == "count":
        return tuple(range(MOST + 1))
    return d.between(0, 1) if node.how == "share" else Span(None, None)


def _table(bounds: Bounds, node: n.Table, member: int | None) -> Domain:
    found: Domain | None = None
    for row in node.rows:
        when = (True,) if row.when is None else bounds.truths(row.when, member)
        if when == (False,):
            continue
        then = bounds.value(row.then, member)
        found = then if found is None else d.united(found, then)
        if when == (True,):
            return found
    return found or ANYTHING


def _parameter(bounds: Bounds, node: n.ParameterRef, member: int | None) -> Domain:
    parameter = bounds.policy.parameters[node.id]
    cells: Domain = (None,) if node.index is None else bounds.value(node.index, member)
    if not isinstance(cells, tuple):
        return ANYTHING
    found: list[Domain] = []
    for cell in cells:
        value = parameter.value(cell)
        if value is not None:
            found.append((value,))
        else:
            taken = bounds.cases.get(("law", node.id, cell))
            found.append(taken or typed(parameter.type, parameter.low, parameter.high))
    return reduce(d.united, found)


def _truths(domain: Domain) -> tuple[bool, ...]:
    return domain if isinstance(domain, tuple) else BOTH


HANDLERS: dict[type, Callable[[Bounds, Any, int | None], Domain]] = {
    n.Literal: lambda bounds, node, _: (node.value,),
    n.Ref: lambda bounds, node, member: bounds.of(node.id, member if node.of == "person" else None),
    n.OfHousehold: lambda bounds, node, _: bounds.value(node.item, None),
    n.ParameterRef: _parameter,
    n.OverMembers: _over_members,
    n.Not: lambda bounds, node, member: tuple(not value for value in bounds.truths(node.item, member)),
    n.And: lambda bounds, node, member: _and(bounds.truths(item, member) for item in node.items),
    n.Or: lambda bounds, node, member: _or(bounds.truths(item, member) for item in node.items),
    n.Compare: lambda bounds, node, m: d.compared(bounds.value(node.left, m), node.op, bounds.value(node.right, m)),
    n.OneOfThese: _one_of_these,
    n.Negate: lambda bounds, node, member: d.scaled(bounds.value(node.item, member), -1),
    n.Arithmetic: _arithmetic,
    n.IfElse: _if_else,
    n.AtLeast: _at_least,
    n.CountTrue: lambda bounds, node, m: _count([bounds.truths(item, m) for item in node.items]),
    n.Extreme: lambda bounds, node, m: _extreme(node.how, [bounds.value(item, m) for item in node.items]),
    n.Absolute: _absolute,
    n.Round: lambda bounds, node, m: d.rising(lambda a: round_to(a, node.to, node.mode), bounds.value(node.item, m)),
    n.AddMonths: _add_months,
    n.AgeOn: _age,
    n.Table: _table,
}
