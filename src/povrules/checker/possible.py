"""What a value can be: one value, one of a few, or one in an interval. Everything here errs on the side of too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

MANY = 400
"""More combinations than this are taken as intervals."""


@dataclass(frozen=True)
class Among:
    """One of these values."""

    values: frozenset[tuple[type, Any]]

    def __iter__(self) -> Any:
        return iter(sorted((value for _, value in self.values), key=str))


@dataclass(frozen=True)
class Between:
    """A number or day in an interval; None is without an end."""

    low: Any
    high: Any
    low_in: bool = True
    high_in: bool = True
    whole: bool = False


class Anything:
    """Any value at all."""

    def __repr__(self) -> str:
        return "anything"


ANYTHING = Anything()
EITHER = Among(frozenset([(bool, False), (bool, True)]))


def among(values: Iterable[Any]) -> Any:
    """One of the values; the value itself when there is only one."""
    found = frozenset((_kind(value), value) for value in values)
    return next(iter(found))[1] if len(found) == 1 else Among(found)


def _kind(value: Any) -> type:
    return Fraction if isinstance(value, (int, Fraction)) and not isinstance(value, bool) else type(value)


def is_open(value: Any) -> bool:
    """Whether it is more than one value."""
    return isinstance(value, (Among, Between, Anything))


def few(value: Any) -> list[Any] | None:
    """The values it can have, when they are listed."""
    if isinstance(value, Among):
        return list(value)
    return None if is_open(value) else [value]


def ends(value: Any) -> Between:
    """The smallest interval around it."""
    if isinstance(value, Between):
        return value
    if isinstance(value, Anything):
        return Between(None, None)
    values = few(value) or []
    return Between(min(values), max(values), whole=all(not isinstance(v, Fraction) for v in values))


def each(function: Callable[..., Any], *items: Any) -> Any:
    """A function of every combination of listed values; None when they are not listed or too many."""
    lists = [few(item) for item in items]
    count = 1
    for values in lists:
        if values is None:
            return None
        count *= len(values)
    if count > MANY:
        return None
    return union([function(*combination) for combination in product(*(v for v in lists if v is not None))])


def union(items: list[Any]) -> Any:
    """What one of several can be."""
    if any(isinstance(item, Anything) for item in items):
        return ANYTHING
    if any(isinstance(item, Between) for item in items):
        return reduce(_hull, map(ends, items))
    return among(value for item in items for value in few(item) or [])


def _hull(a: Between, b: Between) -> Between:
    low, low_in = min([(a.low, a.low_in), (b.low, b.low_in)], key=_from_below)
    high, high_in = max([(a.high, a.high_in), (b.high, b.high_in)], key=_from_above)
    return Between(low, high, low_in, high_in, a.whole and b.whole)


def _from_below(end: tuple[Any, bool]) -> tuple[bool, Any, bool]:
    value, included = end
    return (value is not None, _place(value), not included)


def _from_above(end: tuple[Any, bool]) -> tuple[bool, Any, bool]:
    value, included = end
    return (value is None, _place(value), included)


def _place(value: Any) -> Any:
    return 0 if value is None else value.toordinal() if isinstance(value, date) else value


def within(inner: Any, outer: Any) -> bool:
    """Whether all that the one can be, the other can be too."""
    if isinstance(outer, Anything):
        return True
    if isinstance(inner, Anything):
        return False
    values = few(inner)
    listed = few(outer)
    if values is not None and listed is not None:
        known = {(_kind(v), v) for v in listed}
        return all((_kind(v), v) in known for v in values)
    if values is not None:
        return all(_holds(outer, value) for value in values)
    assert isinstance(inner, Between)
    if listed is not None:
        return False
    low = outer.low is None or (
        inner.low is not None and _from_below((inner.low, inner.low_in)) >= _from_below((outer.low, outer.low_in))
    )
    high = outer.high is None or (
        inner.high is not None and _from_above((inner.high, inner.high_in)) <= _from_above((outer.high, outer.high_in))
    )
    return low and high


def _holds(interval: Between, value: Any) -> bool:
    if isinstance(value, (bool, str)):
        return False
    above = interval.low is None or value > interval.low or (interval.low_in and value == interval.low)
    below = interval.high is None or value < interval.high or (interval.high_in and value == interval.high)
    return above and below


def fits(told: Any, allowed: Any) -> bool:
    """Whether a value can be what is told: listed values must all be allowed, an interval must meet what is."""
    if not isinstance(told, Between) or isinstance(allowed, Anything):
        return within(told, allowed)
    a, b = told, ends(allowed)
    apart = (a.high is not None and b.low is not None and a.high < b.low) or (
        b.high is not None and a.low is not None and b.high < a.low
    )
    return not apart and is_open(allowed)
