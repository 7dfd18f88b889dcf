"""What values an expression can take, by the declared ranges of what it reads; division by zero shows here, at load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from povrules.language import nodes as n
from povrules.language.errors import RuleError
from povrules.language.numbers import divide, round_to

Range = tuple[Any, Any]
"""(low, high), inclusive; None is unbounded."""
ANYTHING: Range = (None, None)

Declared = Callable[[n.Ref | n.ParameterRef], Range]


def range_of(node: n.Node, declared: Declared) -> Range:
    """The range of a bound numeric expression, as wide as needed to be right."""
    match node:
        case n.Literal(value=value):
            return (value, value)
        case n.Ref() | n.ParameterRef():
            return declared(node)
        case n.OfHousehold(item=item):
            return range_of(item, declared)
        case n.Negate(item=item):
            low, high = range_of(item, declared)
            return (None if high is None else -high, None if low is None else -low)
        case n.Absolute(item=item):
            low, high = range_of(item, declared)
            if low is not None and low >= 0:
                return (low, high)
            if high is not None and high <= 0:
                return (-high, None if low is None else -low)
            return (0, None if low is None or high is None else max(-low, high))
        case n.Round(item=item, to=to, mode=mode):
            low, high = range_of(item, declared)
            low, high = (None if end is None else round_to(end, to, mode) for end in (low, high))
            return (low, high)
        case n.Arithmetic(left=left, op=op, right=right):
            return _calculated(op, range_of(left, declared), range_of(right, declared))
        case n.IfElse(then=then, otherwise=otherwise):
            return _either([range_of(then, declared), range_of(otherwise, declared)])
        case n.Extreme(how=how, items=items):
            return _extreme(how, [range_of(item, declared) for item in items])
        case n.CountTrue(items=items):
            return (0, len(items))
        case n.OverMembers(how="count"):
            return (0, None)
        case n.OverMembers(how="share"):
            return (0, 1)
        case n.OverMembers(how=("min" | "max"), item=item):
            return range_of(item, declared)
        case n.AgeOn():
            return (0, None)
    return ANYTHING


def _either(ranges: list[Range]) -> Range:
    lows, highs = [r[0] for r in ranges], [r[1] for r in ranges]
    return (None if None in lows else min(lows), None if None in highs else max(highs))


def _extreme(how: str, ranges: list[Range]) -> Range:
    """The largest is at least each lower end, the smallest at most each upper one."""
    low, high = _either(ranges)
    if how == "max":
        return (max((r[0] for r in ranges if r[0] is not None), default=None), high)
    return (low, min((r[1] for r in ranges if r[1] is not None), default=None))


def _calculated(op: str, left: Range, right: Range) -> Range:
    if op == "-":
        right = (None if right[1] is None else -right[1], None if right[0] is None else -right[0])
        op = "+"
    if op == "+":
        low = None if left[0] is None or right[0] is None else left[0] + right[0]
        high = None if left[1] is None or right[1] is None else left[1] + right[1]
        return (low, high)
    if None in (*left, *right):
        positive = left[0] is not None and left[0] >= 0 and right[0] is not None and right[0] >= 0
        return (0, None) if positive else ANYTHING
    if op == "/" and right[0] <= 0 <= right[1]:
        return ANYTHING
    ends = [divide(a, b) if op == "/" else a * b for a in left for b in right]
    return (min(ends), max(ends))


def check_divisions(node: n.Node, declared: Declared) -> None:
    """Refuse a rule that could divide by zero.

    Raises:
        RuleError: a divisor whose range holds zero, or is not declared.
    """
    for part in n.walk(node):
        if isinstance(part, n.Arithmetic) and part.op == "/":
            low, high = range_of(part.right, declared)
            if not ((low is not None and low > 0) or (high is not None and high < 0)):
                shown = f"{'-∞' if low is None else low} .. {'∞' if high is None else high}"
                raise RuleError(
                    f"the divisor can be zero: its range is {shown}",
                    span=part.span,
                    expected="a divisor whose declared range leaves out zero",
                )
