"""Where the answers of a policy turn: for each comparison in its rules, what just meets it."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from povrules.language import nodes as n
from povrules.language.calendar import add_months
from povrules.language.numbers import divide
from povrules.policy.hosted import AGE, BIRTH_DATE, OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy

DAYS = (ON, OBSERVED_ON)
Read = Callable[[n.Ref], Any]
"""The drawn value of a fact; None when it is unknown."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One comparison with a value of law: the answer turns where ``node`` meets one of ``values``.

    Args:
        of: whose rule it is.
        node: an amount or day that rests on facts.
        values: what it is compared with; ``ON`` and ``OBSERVED_ON`` stand for the target day and the day of the facts.
    """

    of: n.Scope
    node: n.Node
    values: tuple[Any, ...]


def boundaries(policy: ResolvedPolicy) -> tuple[Boundary, ...]:
    """Every boundary in the formulas and constraints of a policy, in their order."""
    found: dict[Boundary, None] = {}
    formulas = [(key[0], fact.formula) for key, fact in policy.facts.items() if fact.formula is not None]
    household: n.Scope = "household"
    for of, formula in [*formulas, *((household, c.that) for c in policy.constraints)]:
        for scope, comparison in comparisons(formula, of):
            for node, other in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
                values = _values(policy, other)
                if values and any(isinstance(part, n.Ref) for part in n.walk(node)):
                    found[Boundary(scope, node, values)] = None
    return tuple(found)


def comparisons(node: n.Node, of: n.Scope) -> Iterator[tuple[n.Scope, n.Compare]]:
    """Every comparison of a rule, and whether it is about the household or a member."""
    if isinstance(node, n.Compare):
        yield of, node
    inside: n.Scope = "person" if isinstance(node, n.OverMembers) else of
    for child in n.children(node):
        yield from comparisons(child, inside)


def _values(policy: ResolvedPolicy, node: n.Node) -> tuple[Any, ...]:
    """What a side of a comparison can be, when it is a value of law, the target day or the day of the facts."""
    if isinstance(node, n.OfHousehold):
        return _values(policy, node.item)
    if isinstance(node, n.Literal) and not isinstance(node.value, (bool, str)):
        return (node.value,)
    if isinstance(node, n.ParameterRef):
        return tuple(dict.fromkeys(value for _, value in policy.parameters[node.id].cells if value is not None))
    if isinstance(node, n.Ref) and node.id in DAYS:
        return (node.id,)
    return ()


def meet(policy: ResolvedPolicy, node: n.Node, target: Any, read: Read, off: int) -> tuple[n.Ref, Any] | None:
    """The fact to change and the value that brings ``node`` to ``target``, ``off`` steps beside it.

    A step is one for an amount and a day for a date. None when no single fact brings it there.
    """
    if isinstance(node, n.OfHousehold):
        return meet(policy, node.item, target, read, off)
    if isinstance(node, n.Ref):
        if node.id == AGE and read(n.Ref(OBSERVED_ON, "household")) is not None:
            birth = _years_before(read(n.Ref(OBSERVED_ON, "household")), int(target))
            return n.Ref(BIRTH_DATE, "person"), birth + timedelta(days=off)
        fact = policy.facts[node.of, node.id]
        if fact.computed and read(node) is None:
            return None if fact.formula is None else meet(policy, fact.formula, target, read, off)
        return node, target + timedelta(days=off) if isinstance(target, date) else target + off
    if isinstance(node, n.AddMonths):
        months = _known(policy, node.months.count, read)
        if not isinstance(target, date) or months is None:
            return None
        return meet(policy, node.day, add_months(target, -months * node.months.per * node.sign), read, off)
    if isinstance(node, (n.Negate, n.Absolute)):
        return meet(policy, node.item, -target, read, off)
    if isinstance(node, n.Arithmetic) and not isinstance(target, date):
        return _meet_sum(policy, node, target, read, off)
    return None


def _meet_sum(
    policy: ResolvedPolicy, node: n.Arithmetic, target: Any, read: Read, off: int
) -> tuple[n.Ref, Any] | None:
    right = _known(policy, node.right, read)
    if right is not None:
        needed = {"+": target - right, "-": target + right, "*": divide(target, right) if right else None}
        found = meet(policy, node.left, needed.get(node.op, target * right), read, off)
        if found is not None:
            return found
    left = _known(policy, node.left, read)
    if left is not None and node.op in "+-":
        return meet(policy, node.right, target - left if node.op == "+" else left - target, read, off)
    return None


def _known(policy: ResolvedPolicy, node: n.Node, read: Read) -> Any:
    """The value of an amount of known facts and law; None when something in it is unknown."""
    if isinstance(node, n.Literal):
        return node.value
    if isinstance(node, n.OfHousehold):
        return _known(policy, node.item, read)
    if isinstance(node, n.Ref):
        return read(node)
    if isinstance(node, n.ParameterRef):
        index = None if node.index is None else _known(policy, node.index, read)
        cells: Mapping[Any, Any] = dict(policy.parameters[node.id].cells)
        return cells.get(index)
    if isinstance(node, n.Arithmetic):
        left, right = _known(policy, node.left, read), _known(policy, node.right, read)
        if left is None or right is None or (node.op == "/" and not right):
            return None
        exact = {"+": left + right, "-": left - right, "*": left * right}
        return exact[node.op] if node.op in exact else divide(left, right)
    return None


def _years_before(day: date, years: int) -> date:
    last = calendar.monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, min(day.day, last))
