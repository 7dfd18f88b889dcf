"""Comparisons of what is known to an interval, and of what moves with a day: an age, a day some months on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from povrules.engines.columnar.values import Moved, Truth

SPARE = 400_000
"""Days at both ends of the calendar in which no day of a register lies: a day moved by months stays in the calendar."""
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
COMPARED = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}


def between(a: tuple[pl.Expr, pl.Expr], op: str, b: tuple[pl.Expr, pl.Expr]) -> pl.Expr:
    """The truth of a comparison of two intervals (of numbers or days), null where both are possible."""
    if a[0] is a[1] and b[0] is b[1]:
        found: pl.Expr = getattr(a[0], COMPARED[op])(b[0])
        return found
    if op in (">", ">="):
        a, b, op = b, a, {">": "<", ">=": "<="}[op]
    if op in ("<", "<="):
        surely: pl.Expr = getattr(a[1], COMPARED[op])(b[0])
        maybe: pl.Expr = getattr(a[0], COMPARED[op])(b[1])
        return pl.when(surely == maybe).then(surely)
    same = (a[0] == a[1]) & (b[0] == b[1]) & (a[0] == b[0])
    apart = (a[1] < b[0]) | (b[1] < a[0])
    return pl.when(same).then(op == "==").when(apart).then(op == "!=")


def by_day(value: Moved, op: str, number: Any) -> Truth:
    """A comparison of what moves with a day, as one of that day itself: before or after the day of the change.

    Where it moves in one of a few ways, each has its day of the change.

    Args:
        value: what moves with the day.
        op: of the comparison.
        number: what it is compared with; an age as it stands, although what moves is its negative.
    """
    if isinstance(number, int):
        number, op = -number, TURNED[op]
    day, ways = value.day, value.of

    def edge(beyond: bool) -> pl.Expr:
        edges = [_first(way, number, beyond) for way in ways]
        return pl.lit(edges[0], pl.Date) if value.way is None else pl.lit(pl.Series(edges)).gather(value.way)

    ends = day.low, day.low if day.exact else day.high
    at_least, above = (between(ends, ">=", (turn := edge(beyond), turn)) for beyond in (False, True))
    found = {">=": at_least, ">": above, "<": ~at_least, "<=": ~above, "==": at_least & ~above, "!=": ~at_least | above}
    return Truth(found[op], value.nullable or not day.exact, value.at)


def _first(of: Callable[[date], Any], number: Any, beyond: bool) -> date:
    """The first day that gives at least the number, or more than it."""
    low, high = date.min.toordinal() + SPARE, date.max.toordinal() - SPARE
    while low < high:
        middle = (low + high) // 2
        found = of(date.fromordinal(middle))
        if found > number or (found == number and not beyond):
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)
