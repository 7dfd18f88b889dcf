"""Amounts that depend on unknown ones: sums ``3 x + 2 y + 7``, and what a comparison of one says of its unknowns."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from povrules.language.numbers import Number, divide, round_to, whole
from povrules.language.unknowns import Cut, Diagrams, Unknown


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of unknown amounts and a known one. Always at least one term.

    Args:
        terms: (unknown, coefficient) pairs by the unknowns' order, no coefficient zero.
        constant: the known part.
    """

    terms: tuple[tuple[Unknown, Number], ...]
    constant: Number = 0


Amount = Number | Linear


def amount(terms: dict[Unknown, Number], constant: Number) -> Amount:
    """The sum of the terms and the constant: a plain number when no term is left."""
    kept = tuple(sorted(((u, whole(c)) for u, c in terms.items() if c), key=lambda t: t[0].order))
    return Linear(kept, whole(constant)) if kept else whole(constant)


def _parts(value: Amount) -> tuple[dict[Unknown, Number], Number]:
    return (dict(value.terms), value.constant) if isinstance(value, Linear) else ({}, value)


def add(left: Amount, right: Amount, sign: int = 1) -> Amount:
    """``left + right``, or ``left - right`` with ``sign`` -1."""
    if not isinstance(left, Linear) and not isinstance(right, Linear):
        return whole(left + sign * right)
    terms, constant = _parts(left)
    others, other = _parts(right)
    for unknown, factor in others.items():
        terms[unknown] = terms.get(unknown, 0) + sign * factor
    return amount(terms, constant + sign * other)


def scale(value: Amount, factor: Number) -> Amount:
    """``value * factor`` for a known factor."""
    if not isinstance(value, Linear):
        return whole(value * factor)
    return amount({u: c * factor for u, c in value.terms}, value.constant * factor)


def bounds(value: Amount) -> tuple[Number | None, Number | None]:
    """Smallest and largest possible value; None is unbounded."""
    if not isinstance(value, Linear):
        return value, value
    low: Number | None = value.constant
    high: Number | None = value.constant
    for unknown, factor in value.terms:
        below, above = (unknown.low, unknown.high) if factor > 0 else (unknown.high, unknown.low)
        low = None if low is None or below is None else low + factor * below
        high = None if high is None or above is None else high + factor * above
    return None if low is None else whole(low), None if high is None else whole(high)


def _opaque(diagrams: Diagrams, key: Hashable, low: Any, high: Any, *parts: Amount) -> Linear:
    """An amount of which only a range is known, as an unknown of its own."""
    about = frozenset(k for part in parts if isinstance(part, Linear) for u, _ in part.terms for k in u.about)
    return Linear(((diagrams.unknown(key, low, high, about=about), 1),))


def multiply(diagrams: Diagrams, left: Amount, right: Amount) -> Amount:
    """``left * right``; of a product of two unknown amounts only the range is kept."""
    if not isinstance(right, Linear):
        return scale(left, right)
    if not isinstance(left, Linear):
        return scale(right, left)
    ends = [(a, b) for a in bounds(left) for b in bounds(right)]
    if any(a is None or b is None for a, b in ends):
        return _opaque(diagrams, ("*", left, right), None, None, left, right)
    products = [a * b for a, b in ends if a is not None and b is not None]
    return _opaque(diagrams, ("*", left, right), min(products), max(products), left, right)


def quotient(diagrams: Diagrams, left: Amount, right: Amount) -> Amount:
    """Exact division; the divisor is never zero (checked where the rule is loaded)."""
    if not isinstance(right, Linear):
        return scale(left, Fraction(1, 1) / Fraction(right)) if isinstance(left, Linear) else divide(left, right)
    low, high = bounds(right)
    over_low = None if low is None or low == 0 else divide(1, low)
    over_high: Number | None = 0 if high is None else divide(1, high)
    inverse = _opaque(diagrams, ("1/", right), over_high, over_low, right)
    return multiply(diagrams, left, inverse)


def rounded(diagrams: Diagrams, value: Amount, to: Number, mode: str) -> Amount:
    """Rounded to a multiple of ``to``; of an unknown amount only the range is kept."""
    if not isinstance(value, Linear):
        return round_to(value, to, mode)
    low, high = (None if end is None else round_to(end, to, mode) for end in bounds(value))
    return _opaque(diagrams, ("round", value, to, mode), low, high, value)


def compare(diagrams: Diagrams, left: Amount, op: str, right: Amount) -> Any:
    """The truth of ``left op right``: a plain truth, or a diagram on the unknown it turns on."""
    difference = add(left, right, -1)
    if not isinstance(difference, Linear):
        return TRUTH[op](difference, 0)
    unknown, factor = _direction(diagrams, difference)
    if factor < 0:
        op = FLIPPED[op]
    point = divide(-difference.constant, factor)
    return diagrams.branch(unknown, *_cells(op, point, unknown.whole))


def _direction(diagrams: Diagrams, value: Linear) -> tuple[Unknown, Number]:
    """The one unknown a comparison turns on: the plain one, or the sum of several, scaled to a leading 1."""
    if len(value.terms) == 1:
        return value.terms[0]
    lead = value.terms[0][1]
    terms = tuple((u, divide(c, lead)) for u, c in value.terms)
    low, high = bounds(Linear(terms))
    about = frozenset(key for u, _ in terms for key in u.about)
    return diagrams.unknown(("sum", tuple((u.key, c) for u, c in terms)), low, high, about=about, terms=terms), lead


FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
TRUTH: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def _cells(op: str, point: Number, integers: bool) -> tuple[tuple[Cut, ...], tuple[bool, ...]]:
    """Where ``x op point`` turns, and its truth in each cell. Whole unknowns are cut below whole numbers only."""
    if integers:
        floor = point.numerator // point.denominator
        below: Cut = (floor if floor == point else floor + 1, 0)
        above: Cut = (floor + 1, 0)
        if below == above and op in ("==", "!="):
            return (), (op == "!=",)
    else:
        below, above = (point, 0), (point, 1)
    if op in ("<", ">="):
        return (below,), (op == "<", op == ">=")
    if op in ("<=", ">"):
        return (above,), (op == "<=", op == ">")
    return (below, above), (op == "!=", op == "==", op == "!=")


def steps(diagrams: Diagrams, unknown: Unknown, function: Callable[[int], Any]) -> Any:
    """A monotone function of a whole unknown with bounds (a day), as a diagram found by bisection."""
    cuts: list[Cut] = []
    values = [function(unknown.low)]

    def between(low: int, high: int, at_low: Any, at_high: Any) -> None:
        if at_low == at_high:
            return
        if high - low == 1:
            cuts.append((high, 0))
            values.append(at_high)
            return
        middle = (low + high) // 2
        at_middle = function(middle)
        between(low, middle, at_low, at_middle)
        between(middle, high, at_middle, at_high)

    between(unknown.low, unknown.high, values[0], function(unknown.high))
    return diagrams.branch(unknown, tuple(cuts), tuple(values))
