"""What an expression of a rule becomes over a table: one Polars expression or two, and what is known of it beforehand.

An unknown value is null. A value known to an interval has two expressions, ``low`` and ``high``; an exact one has the
same object twice. ``at`` says when a value can be worked out: (stage, layer).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import polars as pl

from povrules.language.numbers import Number

At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Truth:
    """True, false, or null. ``const`` when it is one and the same for every row."""

    expr: pl.Expr
    nullable: bool
    at: At
    const: bool | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A member of a list, by its position in it."""

    expr: pl.Expr
    members: tuple[str, ...]
    nullable: bool
    at: At
    const: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the first and the last it can be."""

    low: pl.Expr
    high: pl.Expr
    nullable: bool
    at: At

    @property
    def exact(self) -> bool:
        """Whether both ends are one."""
        return self.low is self.high


@dataclass(frozen=True, slots=True)
class Words:
    """A text; ``literal`` when it is written in the rule."""

    expr: pl.Expr
    nullable: bool
    at: At
    literal: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number: a whole numerator over a positive whole denominator.

    Args:
        low, high: the numerator, or the least and the most it can be.
        over: the denominator; None is one.
        size: the largest absolute numerator that declared ranges allow.
        over_size: the largest denominator.
        positive, negative: the numerator is above (below) zero wherever it is known.
        narrow: the numerator is a byte without a sign (a count), to be widened before anything is reckoned with it.
        const: the number, when it is whole and the same for every row.
    """

    low: pl.Expr
    high: pl.Expr
    over: pl.Expr | None
    size: int
    over_size: int
    positive: bool
    negative: bool
    nullable: bool
    at: At
    narrow: bool = False
    const: int | None = None

    @property
    def exact(self) -> bool:
        """Whether both ends are one."""
        return self.low is self.high


Value = Truth | Code | Day | Words | Amount


def known(value: Value) -> pl.Expr:
    """Whether the value is known to the last digit."""
    if isinstance(value, (Truth, Code, Words)):
        return value.expr.is_not_null()
    return value.low.is_not_null() if value.exact else (value.low == value.high).fill_null(False)


def is_literal(value: Value) -> bool:
    """Whether it is the same for every row."""
    if isinstance(value, (Truth, Code, Words)):
        return not value.expr.meta.root_names()
    ends = [value.low, value.high]
    if isinstance(value, Amount) and value.over is not None:
        ends.append(value.over)
    return not any(end.meta.root_names() for end in ends)


def nowhere(value: Value) -> bool:
    """Whether no row knows it: what is reckoned from it is not known either.

    Polars folds arithmetic with a null literal into one value, which then is no column to compare with another; so
    such arithmetic is never written.
    """
    return value.nullable and is_literal(value)


def constant(value: Number, at: At = (0, 0)) -> Amount:
    """A number that is the same for every row."""
    fraction = Fraction(value)
    expr, size, over = pl.lit(fraction.numerator, pl.Int64), abs(fraction.numerator), fraction.denominator
    made = _amount(expr, size, over, (fraction > 0, fraction < 0), False, at)
    return replace(made, const=fraction.numerator) if over == 1 else made


def chosen(cells: list[tuple[pl.Expr, Number | None]], nullable: bool, at: At) -> Amount:
    """A number picked by a condition of each row; None is unknown."""
    found = [Fraction(value) for _, value in cells if value is not None]
    over = lcm(1, *(value.denominator for value in found))
    numbers = [pl.lit(None if value is None else int(value * over), pl.Int64) for _, value in cells]
    # Where the index is always known, the last member needs no test.
    expr = pl.lit(None, pl.Int64) if nullable else numbers.pop()
    for (condition, _), number in reversed(list(zip(cells, numbers, strict=False))):
        expr = pl.when(condition).then(number).otherwise(expr)
    size = max((abs(int(value * over)) for value in found), default=0)
    signs = (bool(found) and min(found) > 0, bool(found) and max(found) < 0)
    return _amount(expr, size, over, signs, nullable or len(found) < len(cells), at)


def _amount(expr: pl.Expr, size: int, over: int, signs: tuple[bool, bool], nullable: bool, at: At) -> Amount:
    bottom = None if over == 1 else pl.lit(over, pl.Int64)
    return Amount(expr, expr, bottom, size, over, *signs, nullable, at)


def later(*values: Value) -> At:
    """When all of these are there."""
    return max(value.at for value in values)
