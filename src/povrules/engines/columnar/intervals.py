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

    Args:
        value: what moves with the day.
        op: of the comparison.
        number: what it is compared with; an age as it stands, although what moves is its negative.
    """
    if isinstance(number, int):
        number, op = -number, TURNED[op]
    day = value.day
    edges = [_first(value.of, number, beyond) for beyond in (False, True)]
    at_least, above = (
        between((day.low, day.high if not day.exact else day.low), ">=", (edge := pl.lit(e, pl.Date), edge))
        for e in edges
    )
    found = {">=": at_least, ">": above, "<": ~at_least, "<=": ~above, "==": at_least & ~above, "!=": ~at_least | above}
    return Truth(found[op], day.nullable or not day.exact, day.at)


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
