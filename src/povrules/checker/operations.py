"""The operations of rules over what is possible."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

from povrules.checker.possible import ANYTHING, EITHER, Anything, Between, among, each, ends, few, is_open, union

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def negation(item: Any) -> Any:
    """``not``."""
    return EITHER if is_open(item) else not item


def conjunction(items: list[Any]) -> Any:
    """``and``."""
    if any(item is False for item in items):
        return False
    return EITHER if any(map(is_open, items)) else True


def disjunction(items: list[Any]) -> Any:
    """``or``."""
    if any(item is True for item in items):
        return True
    return EITHER if any(map(is_open, items)) else False


def compare(left: Any, op: str, right: Any) -> Any:
    """A comparison."""
    found = each(COMPARE[op], left, right)
    if found is not None:
        return found
    if isinstance(left, Anything) or isinstance(right, Anything):
        return EITHER
    a, b = ends(left), ends(right)
    if op in (">", ">="):
        a, b, op = b, a, {">": "<", ">=": "<="}[op]
    if op in ("==", "!="):
        return (op == "!=") if _before(a, b, True) or _before(b, a, True) else EITHER
    if _before(a, b, op == "<"):
        return True
    return False if _before(b, a, op == "<=") else EITHER


def _before(a: Between, b: Between, strictly: bool) -> bool:
    """Whether every value of the one lies before every value of the other."""
    if a.high is None or b.low is None:
        return False
    if a.high == b.low:
        return not strictly or not (a.high_in and b.low_in)
    return bool(a.high < b.low)


def arithmetic(left: Any, op: str, right: Any) -> Any:
    """``+ - * /``, exactly."""
    found = each(lambda a, b: _calculated(a, op, b), left, right)
    if found is not None:
        return found
    a, b = ends(left), ends(right)
    whole = a.whole and b.whole and op != "/"
    if op in "+-":
        if op == "-":
            b = Between(_minus(b.high), _minus(b.low), b.high_in, b.low_in, b.whole)
        low, high = _plus(a.low, b.low), _plus(a.high, b.high)
        return Between(low, high, a.low_in and b.low_in, a.high_in and b.high_in, whole)
    if op == "/":
        if b.low is None or b.low <= 0:
            return Between(None, None)
        b = Between(0 if b.high is None else 1 / Fraction(b.high), 1 / Fraction(b.low))
    if None in (a.low, a.high, b.low, b.high):
        if a.low is None or b.low is None or a.low < 0 or b.low < 0:
            return Between(None, None)
        return Between(a.low * b.low, None if None in (a.high, b.high) else a.high * b.high, whole=whole)
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Between(min(corners), max(corners), whole=whole)


def _calculated(a: Any, op: str, b: Any) -> Any:
    if op == "/":
        return _short(Fraction(a) / Fraction(b))
    return _short({"+": a + b, "-": a - b, "*": a * b}[op])


def _short(value: Any) -> Any:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _plus(a: Any, b: Any) -> Any:
    return None if a is None or b is None else a + b


def _minus(a: Any) -> Any:
    return None if a is None else -a


def monotone(function: Callable[[Any], Any], item: Any) -> Any:
    """A function that never goes down, of what is possible."""
    found = each(function, item)
    if found is not None:
        return found
    if isinstance(item, Anything):
        return ANYTHING
    low, high = item.low, item.high
    return Between(None if low is None else function(low), None if high is None else function(high), whole=item.whole)


def size(item: Any) -> Any:
    """``abs``."""
    found = each(abs, item)
    if found is not None:
        return found
    around = ends(item)
    if around.low is not None and around.low >= 0:
        return item
    highest = None if None in (around.low, around.high) else max(abs(around.low), abs(around.high))
    return Between(0, highest, whole=around.whole)


def extreme(how: str, items: list[Any]) -> Any:
    """``min`` and ``max``."""
    best: Callable[..., Any] = min if how == "min" else max

    def two(left: Any, right: Any) -> Any:
        found = each(lambda a, b: best(a, b), left, right)
        if found is not None:
            return found
        a, b = ends(left), ends(right)
        lows, highs = [a.low, b.low], [a.high, b.high]
        if how == "min":
            low = None if None in lows else min(lows)
            high = min((h for h in highs if h is not None), default=None)
        else:
            low = max((x for x in lows if x is not None), default=None)
            high = None if None in highs else max(highs)
        return Between(low, high, whole=a.whole and b.whole)

    return reduce(two, items)


def count(items: list[Any]) -> Any:
    """How many of some truths hold."""
    certain = sum(item is True for item in items)
    possible = sum(item is not False for item in items)
    return among(range(certain, possible + 1))


def rounded(value: Any, to: Any, mode: str) -> Any:
    """One number rounded to a multiple."""
    steps = Fraction(value) / Fraction(to)
    below = abs(steps).numerator // abs(steps).denominator
    rest = abs(steps) - below
    up = {
        "down": False,
        "up": rest > 0,
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
    }[mode]
    result = (below + up) * Fraction(to)
    return _short(-result if steps < 0 else result)


def plus_months(day: Any, months: Any) -> Any:
    """A day and whole months, clipped to the end of the month."""
    found = each(_one_day, day, months)
    if found is not None:
        return found
    if isinstance(day, Anything) or isinstance(months, Anything):
        return ANYTHING
    first, last, span = ends(day).low, ends(day).high, ends(months)
    if None in (first, last, span.low, span.high):
        return ANYTHING
    return Between(_one_day(first, span.low), _one_day(last, span.high), whole=True)


def _one_day(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age(birth: Any, day: Any) -> Any:
    """Full years; somebody born on 29 February comes of age on 1 March."""
    found = each(_years, birth, day)
    if found is not None:
        return found
    if isinstance(birth, Anything) or isinstance(day, Anything):
        return ANYTHING
    born, on = ends(birth), ends(day)
    if None in (born.low, born.high, on.low, on.high):
        return ANYTHING
    return among(range(_years(born.high, on.low), _years(born.low, on.high) + 1))


def _years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def chosen(test: Any, then: Any, otherwise: Any) -> Any:
    """``then if test else otherwise``."""
    return union([then, otherwise]) if is_open(test) else then if test else otherwise


def equal_to_one(item: Any, options: list[Any]) -> Any:
    """``x in [a, b]``."""
    return disjunction([compare(item, "==", option) for option in options])


def listed(value: Any) -> list[Any]:
    """The values of an index, all of them."""
    return few(value) or []
