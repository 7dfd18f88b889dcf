"""Exact reckoning over columns: whole numerators over whole denominators, in 64 bits where declared ranges prove so.

Where they do not, in 128 bits; where even that may not hold an amount, the rule is refused by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from math import lcm

import polars as pl

from povrules.engines.columnar import choices
from povrules.engines.columnar.intervals import TURNED, between, by_day
from povrules.engines.columnar.values import Amount, Truth, later, nowhere
from povrules.language.errors import RuleError
from povrules.language.nodes import Node
from povrules.language.numbers import Number, round_to, whole

NARROW = 2**63 - 1
WIDE = 2**127 - 1


def _width(size: int, node: Node | None) -> type[pl.DataType] | None:
    """None where whole numbers of 64 bits hold it, else the wider type.

    Raises:
        RuleError: not even that holds it.
    """
    if size <= NARROW:
        return None
    if size <= WIDE:
        return pl.Int128
    raise RuleError(
        f"this amount can have {len(str(size))} digits by the declared ranges, too many to reckon with exactly",
        span=None if node is None else node.span,
        expected="narrower ranges of the facts it reads",
    )


def _times(expr: pl.Expr, factor: pl.Expr | None, size: int, node: Node | None) -> pl.Expr:
    if factor is None:
        return expr
    width = _width(size, node)
    return expr * factor if width is None else expr.cast(width) * factor


def full(value: Amount) -> Amount:
    """A count as a number to reckon with."""
    if not value.narrow:
        return value
    low = value.low.cast(pl.Int64)
    return replace(value, low=low, high=low if value.exact else value.high.cast(pl.Int64), narrow=False)


def exactly(value: Amount) -> Amount:
    """The number where it is known, nothing where only an interval is."""
    value = full(value)
    if value.exact:
        return value
    expr = pl.when(value.low == value.high).then(value.low)
    signs = (value.positive, value.negative)
    return Amount(expr, expr, value.over, value.size, value.over_size, *signs, True, value.at)


def negated(value: Amount) -> Amount:
    """With the other sign."""
    if nowhere(value):
        return value
    if (found := choices.mapped(value, lambda cell: -cell)) is not None:
        return found
    value = full(value)
    low = -value.high
    high = low if value.exact else -value.low
    return Amount(
        low, high, value.over, value.size, value.over_size, value.negative, value.positive, value.nullable, value.at
    )


def added(left: Amount, right: Amount, node: Node) -> Amount:
    """The sum."""
    if nowhere(left) or nowhere(right):
        return left if nowhere(left) else right
    if (found := choices.combined(left, right, lambda a, b: whole(a + b))) is not None:
        return found
    left, right = full(left), full(right)
    size = left.size * right.over_size + right.size * left.over_size
    ends = []
    for a, b in ((left.low, right.low), (left.high, right.high)):
        ends.append(_times(a, right.over, size, node) + _times(b, left.over, size, node))
    low, high = ends
    if left.exact and right.exact:
        high = low
    over, over_size = _over(left, right, node)
    positive, negative = left.positive and right.positive, left.negative and right.negative
    nullable = left.nullable or right.nullable
    return Amount(low, high, over, size, over_size, positive, negative, nullable, later(left, right))


def _over(left: Amount, right: Amount, node: Node) -> tuple[pl.Expr | None, int]:
    size = left.over_size * right.over_size
    if left.over is None:
        return right.over, size
    return _times(left.over, right.over, size, node), size


def multiplied(left: Amount, right: Amount, node: Node) -> Amount:
    """The product; of two numbers of which one is only known to an interval it is taken where both are known."""
    if nowhere(left) or nowhere(right):
        return left if nowhere(left) else right
    if (found := choices.combined(left, right, lambda a, b: whole(Fraction(a) * b))) is not None:
        return found
    left, right = exactly(left), exactly(right)
    size = left.size * right.size
    expr = _times(left.low, right.low, size, node)
    over, over_size = _over(left, right, node)
    positive = (left.positive and right.positive) or (left.negative and right.negative)
    negative = (left.positive and right.negative) or (left.negative and right.positive)
    nullable = left.nullable or right.nullable
    return Amount(expr, expr, over, size, over_size, positive, negative, nullable, later(left, right))


def divided(left: Amount, right: Amount, node: Node) -> Amount:
    """The exact quotient. The divisor is never zero: its range was checked where the rule was loaded."""
    if nowhere(left) or nowhere(right):
        return left if nowhere(left) else right
    if (found := choices.combined(left, right, lambda a, b: whole(Fraction(a) / b))) is not None:
        return found
    left, right = full(left), exactly(right)
    if right.negative:
        left, right = negated(left), negated(right)
    size = left.size * right.over_size
    low = _times(left.low, right.over, size, node)
    high = low if left.exact else _times(left.high, right.over, size, node)
    over_size = left.over_size * right.size
    over = right.low if left.over is None else _times(left.over, right.low, over_size, node)
    return Amount(
        low, high, over, size, over_size, left.positive, left.negative, left.nullable or right.nullable,
        later(left, right),
    )  # fmt: skip


def compared(left: Amount, op: str, right: Amount, node: Node) -> Truth:
    """A comparison, by cross-multiplying; decided where both ends of an interval agree."""
    if (found := choices.compared(left, op, right)) is not None:
        return found
    if left.moved is not None and right.const is not None:
        return by_day(left.moved, op, right.const)
    if right.moved is not None and left.const is not None:
        return by_day(right.moved, TURNED[op], left.const)
    left, right = _beside(left, right), _beside(right, left)
    size = max(left.size * right.over_size, right.size * left.over_size)
    nullable = left.nullable or right.nullable or not (left.exact and right.exact)

    def side(end: pl.Expr, over: pl.Expr | None) -> pl.Expr:
        return _times(end, over, size, node)

    a = (side(left.low, right.over), left.high if left.exact else side(left.high, right.over))
    b = (side(right.low, left.over), right.high if right.exact else side(right.high, left.over))
    a, b = ((a[0], a[0]) if left.exact else a), ((b[0], b[0]) if right.exact else b)
    return Truth(between(a, op, b), nullable, later(left, right))


def _beside(value: Amount, other: Amount) -> Amount:
    """A count stays a byte beside a number that is one: compared as it stands, it need not be widened."""
    if value.narrow and other.const is not None and 0 <= other.const < 256 and value.over is None:
        return value
    if other.narrow and value.const is not None and 0 <= value.const < 256 and other.over is None:
        byte = pl.lit(value.const, pl.UInt8)
        return replace(value, low=byte, high=byte)
    return full(value)


def absolute(value: Amount) -> Amount:
    """Without its sign."""
    if nowhere(value):
        return value
    if (found := choices.mapped(value, lambda cell: cell if cell >= 0 else -cell)) is not None:
        return found
    value = exactly(value)
    expr = value.low.abs()
    positive = value.positive or value.negative
    return Amount(expr, expr, value.over, value.size, value.over_size, positive, False, value.nullable, value.at)


def rounded(value: Amount, to: Number, mode: str, node: Node) -> Amount:
    """To a multiple of ``to``."""
    if nowhere(value):
        return value
    if (found := choices.mapped(value, lambda cell: round_to(cell, to, mode))) is not None:
        return found
    value, step = exactly(value), Fraction(to)
    top, bottom = value.size * step.denominator, value.over_size * step.numerator
    width = _width(2 * max(top, bottom), node) or pl.Int64
    size = value.low.abs().cast(width) * step.denominator
    over = (pl.lit(1, pl.Int64) if value.over is None else value.over).cast(width) * step.numerator
    count = size // over
    rest = size - count * over
    if mode == "half_up":
        count = count + (2 * rest >= over)
    elif mode == "half_even":
        count = count + ((2 * rest > over) | ((2 * rest == over) & (count % 2 == 1)))
    elif mode == "up":
        count = count + (rest > 0)
    expr = count * value.low.sign() * step.numerator
    below = None if step.denominator == 1 else pl.lit(step.denominator, pl.Int64)
    most = top + step.numerator
    if _width(most, node) is None:
        expr = expr.cast(pl.Int64)
    return Amount(expr, expr, below, most, step.denominator, False, False, value.nullable, value.at)


def extreme(how: str, items: Sequence[Amount], node: Node) -> Amount:
    """The smallest or the largest of some."""
    unknown = next(filter(nowhere, items), None)
    if unknown is not None:
        return unknown
    few = [item for item in items if item.choice is not None]
    found = [item for item in items if item.choice is None]
    if few:
        found.append(choices.extreme(how, few))
    fixed = [item for item in found if item.over is None or not item.over.meta.root_names()]
    others = [item for item in found if item.over is not None and item.over.meta.root_names()]
    return reduce(
        lambda a, b: _one_of_two(how, a, b, node), [*([_of_alike(how, fixed, node)] if fixed else []), *others]
    )


def _of_alike(how: str, items: Sequence[Amount], node: Node) -> Amount:
    """The smallest or largest of amounts whose denominators are the same for all rows."""
    if len(items) == 1:
        return items[0]
    over = lcm(*(item.over_size for item in items))
    found = [over_of(exactly(item), over, node) for item in items]
    tops = [item.low for item in found]
    expr = pl.min_horizontal(tops) if how == "min" else pl.max_horizontal(tops)
    for item in found:
        if item.nullable:
            expr = pl.when(item.low.is_not_null()).then(expr)
    size, nullable = max(item.size for item in found), any(item.nullable for item in found)
    signs = all(item.positive for item in found), all(item.negative for item in found)
    return Amount(expr, expr, found[0].over, size, over, *signs, nullable, later(*found))


def over_of(value: Amount, over: int, node: Node | None) -> Amount:
    """The amount over another denominator, a multiple of its own, which is the same for all rows."""
    value, factor = full(value), over // value.over_size
    if factor == 1:
        return value
    bottom, size = pl.lit(over, pl.Int64), value.size * factor
    step = pl.lit(factor, pl.Int64)
    low = _times(value.low, step, size, node)
    high = low if value.exact else _times(value.high, step, size, node)
    return replace(value, low=low, high=high, over=bottom, size=size, over_size=over, const=None)


def _one_of_two(how: str, left: Amount, right: Amount, node: Node) -> Amount:
    left, right = exactly(left), exactly(right)
    first = compared(left, "<=" if how == "min" else ">=", right, node).expr
    size = max(left.size * right.over_size, right.size * left.over_size)
    over, over_size = _over(left, right, node)
    a, b = _times(left.low, right.over, size, node), _times(right.low, left.over, size, node)
    expr = pl.when(first).then(a).when(~first).then(b)
    positive, negative = left.positive and right.positive, left.negative and right.negative
    nullable = left.nullable or right.nullable
    return Amount(expr, expr, over, size, over_size, positive, negative, nullable, later(left, right))
