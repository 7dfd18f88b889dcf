"""What an amount, day, truth or word can still be: a short list of values, or an interval with exact ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from povrules.language.linear import FLIPPED, TRUTH
from povrules.language.numbers import divide, whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.language.unknowns import Cut

WIDEST = 256
"""So many values are told apart one by one; more become the interval they lie in."""
ENUMERATED = 200
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2150, 12, 31)


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers, or all days, between two cuts; None is unbounded.

    Args:
        low, high: ``(v, 0)`` just below ``v``, ``(v, 1)`` just above it; as a low end ``(v, 0)`` includes ``v``, as a
            high end ``(v, 1)`` does.
    """

    low: Cut | None
    high: Cut | None


class Anything:
    """A text or answer about which nothing can be said."""


ANYTHING = Anything()
BOTH = (False, True)
Domain = tuple[Any, ...] | Span | Anything


def between(low: Any, high: Any) -> Span:
    """Every value from ``low`` to ``high``, both included; None is unbounded."""
    return Span(None if low is None else (low, 0), None if high is None else (high, 1))


def known(domain: Domain) -> bool:
    """Whether one value is left."""
    return type(domain) is tuple and len(domain) == 1


def united(one: Domain, other: Domain) -> Domain:
    """All that is in one of them."""
    if one == other:
        return one
    if isinstance(one, Anything) or isinstance(other, Anything):
        return ANYTHING
    if isinstance(one, tuple) and isinstance(other, tuple):
        return tuple(dict.fromkeys(one + other))
    a, b = _hull(one), _hull(other)
    low = None if a.low is None or b.low is None else min(a.low, b.low)
    return Span(low, None if a.high is None or b.high is None else max(a.high, b.high))


def _hull(domain: Domain) -> Span:
    assert isinstance(domain, (tuple, Span))
    return domain if isinstance(domain, Span) else Span((min(domain), 0), (max(domain), 1))


def lifted(function: Callable[..., Any], *domains: Domain) -> Domain | None:
    """A function of plain values over short lists; None where a domain is no list or they are too many together."""
    count = 1
    lists: list[tuple[Any, ...]] = []
    for domain in domains:
        if not isinstance(domain, tuple):
            return None
        lists.append(domain)
        count *= len(domain)
    if count > WIDEST:
        return None
    return tuple(dict.fromkeys(function(*values) for values in product(*lists)))


def compared(left: Domain, op: str, right: Domain) -> Domain:
    """Which truths ``left op right`` can have."""
    if isinstance(left, Anything) or isinstance(right, Anything):
        return BOTH
    if type(left) is tuple and type(right) is tuple:
        if len(left) == len(right) == 1:
            return (TRUTH[op](left[0], right[0]),)
        if op in ("==", "!="):
            return BOTH if set(left) & set(right) else (op == "!=",)
    a, b = _hull(left), _hull(right)
    if op in (">", ">="):
        a, b, op = b, a, FLIPPED[op]
    if op == "<":
        if _apart(a, b, strict=True):
            return (True,)
        return (False,) if _apart(b, a, strict=False) else BOTH
    if op == "<=":
        if _apart(a, b, strict=False):
            return (True,)
        return (False,) if _apart(b, a, strict=True) else BOTH
    if _apart(a, b, strict=True) or _apart(b, a, strict=True):
        return (op == "!=",)
    return BOTH


def _apart(a: Span, b: Span, *, strict: bool) -> bool:
    """Whether all of ``a`` lies before all of ``b``; not ``strict`` lets them share an end."""
    if a.high is None or b.low is None:
        return False
    if strict or a.high[0] != b.low[0]:
        return a.high <= b.low
    return True


def added(left: Domain, right: Domain, sign: int) -> Domain:
    """The sum, or with ``sign`` -1 the difference."""
    found = lifted(lambda a, b: whole(a + sign * b), left, right)
    if found is not None:
        return found
    if isinstance(left, Anything) or isinstance(right, Anything):
        return ANYTHING
    a, b = _hull(left), _hull(right if sign > 0 else scaled(right, -1))
    return Span(_ends(a.low, b.low, low=True), _ends(a.high, b.high, low=False))


def _ends(one: Cut | None, other: Cut | None, *, low: bool) -> Cut | None:
    if one is None or other is None:
        return None
    closed = 0 if low else 1
    side = closed if one[1] == other[1] == closed else 1 - closed
    return (whole(one[0] + other[0]), side)


def scaled(domain: Domain, factor: Any) -> Domain:
    """Every value times a known factor."""
    if isinstance(domain, tuple):
        return tuple(dict.fromkeys(whole(value * factor) for value in domain))
    if isinstance(domain, Anything):
        return domain
    if factor == 0:
        return (0,)
    low = None if domain.low is None else (whole(domain.low[0] * factor), domain.low[1])
    high = None if domain.high is None else (whole(domain.high[0] * factor), domain.high[1])
    if factor > 0:
        return Span(low, high)
    return Span(
        None if high is None else (high[0], 1 - high[1]),
        None if low is None else (low[0], 1 - low[1]),
    )


def multiplied(left: Domain, right: Domain) -> Domain:
    """The product; of two intervals nothing is said."""
    found = lifted(lambda a, b: whole(a * b), left, right)
    if found is not None:
        return found
    if isinstance(left, tuple):
        left, right = right, left
    return _over(left, right, lambda domain, factor: scaled(domain, factor))


def divided(left: Domain, right: Domain) -> Domain:
    """The quotient; of two intervals nothing is said."""
    found = lifted(divide, left, right) if isinstance(right, tuple) and 0 not in right else None
    if found is not None:
        return found
    return _over(left, right, lambda domain, by: scaled(domain, divide(1, by)) if by else ANYTHING)


def _over(domain: Domain, factors: Domain, function: Callable[[Domain, Any], Domain]) -> Domain:
    if not isinstance(factors, tuple) or len(factors) > WIDEST:
        return ANYTHING
    found = function(domain, factors[0])
    for factor in factors[1:]:
        found = united(found, function(domain, factor))
    return found


def rising(function: Callable[[Any], Any], domain: Domain) -> Domain:
    """A function that never falls, of one value; ends of intervals are taken as included."""
    found = lifted(function, domain)
    if found is not None:
        return found
    if not isinstance(domain, (Span, tuple)):
        return ANYTHING
    hull = _hull(domain)
    return between(*(None if cut is None else function(cut[0]) for cut in (hull.low, hull.high)))


def extreme(how: str, left: Domain, right: Domain) -> Domain:
    """The smaller or the larger of two."""
    pick = min if how == "min" else max
    found = lifted(pick, left, right)
    if found is not None:
        return found
    if isinstance(left, Anything) or isinstance(right, Anything):
        return ANYTHING
    a, b = _hull(left), _hull(right)
    lows, highs = (a.low, b.low), (a.high, b.high)
    if how == "max":
        return Span(max(_known(lows), default=None), max(_known(highs)) if None not in highs else None)
    return Span(min(_known(lows)) if None not in lows else None, min(_known(highs), default=None))


def _known(cuts: Iterable[Cut | None]) -> list[Cut]:
    return [cut for cut in cuts if cut is not None]


def halves(domain: Domain, cut: Cut) -> tuple[Domain, Domain] | None:
    """An interval below and above a cut; None where one of them would be empty."""
    if not isinstance(domain, Span):
        return None
    if (domain.low is not None and cut <= domain.low) or (domain.high is not None and cut >= domain.high):
        return None
    if isinstance(cut[0], date):
        return _halves_of_days(domain, cut)
    return Span(domain.low, cut), Span(cut, domain.high)


def _halves_of_days(domain: Span, cut: Cut) -> tuple[Domain, Domain] | None:
    """Of days both parts have ends that they include: what is worked out from an end is then never too wide."""
    after = cut[0] if cut[1] == 0 else date.fromordinal(cut[0].toordinal() + 1)
    before = date.fromordinal(after.toordinal() - 1)
    parts = Span(domain.low, (before, 1)), Span((after, 0), domain.high)
    if any(part.low is not None and part.high is not None and part.low >= part.high for part in parts):
        return None
    return parts


def days(domain: Domain) -> tuple[date, date] | None:
    """The first and the last day of an interval of days."""
    if not isinstance(domain, Span) or domain.low is None or domain.high is None:
        return None
    first, last = domain.low[0], domain.high[0]
    if domain.low[1]:
        first = date.fromordinal(first.toordinal() + 1)
    return first, last if domain.high[1] else date.fromordinal(last.toordinal() - 1)


def typed(type: Type, low: Any, high: Any) -> Domain:
    """Everything a type allows."""
    if isinstance(type, BoolType):
        return BOTH
    if isinstance(type, EnumType):
        return type.members
    if isinstance(type, DateType):
        first, last = low or FIRST_DAY, high or LAST_DAY
        return (first,) if first == last else between(first, last)
    if isinstance(type, NumberType):
        if type.integer and low is not None and high is not None and high - low <= ENUMERATED:
            return tuple(range(low, high + 1))
        return between(low, high)
    return ANYTHING
