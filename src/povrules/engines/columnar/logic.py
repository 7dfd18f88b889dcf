"""Three-valued truth and choices over columns; two-valued wherever the columns hold no nulls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from math import lcm
from typing import Any

import polars as pl

from povrules.engines.columnar import arithmetic, choices
from povrules.engines.columnar import values as v
from povrules.engines.columnar.values import Amount, At, Choice, Code, Day, Truth, Value, Words
from povrules.facts.scaled import LARGEST
from povrules.language.nodes import Scope
from povrules.language.numbers import Number
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type

HOUSEHOLDS: At = (0, 0)
PERSONS: At = (1, 0)
SMALL = 32
"""A given whole number with fewer values than this is a choice of them."""


def start(scope: Scope) -> At:
    """When the facts of a table are there: at once."""
    return HOUSEHOLDS if scope == "household" else PERSONS


def plain(expr: pl.Expr) -> bool:
    """Whether it is a column as it stands, or no column at all."""
    return expr.meta.is_column() or not expr.meta.root_names()


# making --------------------------------------------------------------------------------------------------------------


def truth(value: bool, at: At) -> Truth:
    """The same truth for every row."""
    return Truth(pl.lit(value), False, at, value)


def day_of(day: date) -> Day:
    """The same day for every row."""
    expr = pl.lit(day, pl.Date)
    return Day(expr, expr, False, HOUSEHOLDS, day)


def scaled(expr: pl.Expr, low: Any, high: Any, scale: int, nullable: bool, at: At) -> Amount:
    """A given number, held as a whole one of so many decimals."""
    size = LARGEST
    if isinstance(low, Number) and isinstance(high, Number):
        size = int(max(-low, high, low) * 10**scale)
    over = None if scale == 0 else pl.lit(10**scale, pl.Int64)
    choice = None
    if scale == 0 and isinstance(low, int) and isinstance(high, int) and 0 <= high - low < SMALL:
        code = expr.cast(pl.UInt8) if low == 0 else (expr - low).cast(pl.UInt8)
        choice = Choice(code, tuple(range(low, high + 1)))
    positive = isinstance(low, Number) and low > 0
    negative = isinstance(high, Number) and high < 0
    return Amount(expr, expr, over, size, 10**scale, positive, negative, nullable, at, choice=choice)


def nothing(type: Type, at: At) -> Value:
    """A value of a type that no row knows."""
    if isinstance(type, BoolType):
        return Truth(pl.lit(None, pl.Boolean), True, at)
    if isinstance(type, EnumType):
        return Code(pl.lit(None, pl.UInt8), type.members, True, at)
    if isinstance(type, DateType):
        day = pl.lit(None, pl.Date)
        return Day(day, day, True, at)
    if isinstance(type, NumberType):
        number = pl.lit(None, pl.Int64)
        return Amount(number, number, None, 0, 1, True, True, True, at)
    return Words(pl.lit(None, pl.String), True, at)


def as_type(value: Value, type: Type) -> Value:
    """A word as the member of a list that it names."""
    if not isinstance(value, Words) or not isinstance(type, EnumType):
        return value
    if value.literal is not None:
        position = type.members.index(value.literal)
        return Code(pl.lit(position, pl.UInt8), type.members, False, value.at, position)
    codes = value.expr.replace_strict(list(type.members), range(len(type.members)), return_dtype=pl.UInt8)
    return Code(codes, type.members, value.nullable, value.at)


def coded(value: Value, other: Value) -> Any:
    """A word beside a member of a list, as a member."""
    if isinstance(value, Words) and isinstance(other, Code):
        if value.literal is not None and value.literal not in other.members:
            return Code(pl.lit(255, pl.UInt8), other.members, False, value.at, 255)
        return as_type(value, EnumType("", other.members))
    return value


# truth ---------------------------------------------------------------------------------------------------------------


def negation(item: Truth) -> Truth:
    """Not."""
    return replace(item, expr=~item.expr, const=None if item.const is None else not item.const)


def conjunction(items: Iterable[Truth], at: At = HOUSEHOLDS) -> Truth:
    """And: false as soon as one is."""
    found = [item for item in items if item.const is not True]
    if any(item.const is False for item in found):
        return truth(False, at)
    if not found:
        return truth(True, at)
    expr = reduce(lambda a, b: a & b, [item.expr for item in found])
    return Truth(expr, any(item.nullable for item in found), v.later(*found))


def disjunction(items: Iterable[Truth], at: At = HOUSEHOLDS) -> Truth:
    """Or: true as soon as one is."""
    found = [item for item in items if item.const is not False]
    if any(item.const is True for item in found):
        return truth(True, at)
    if not found:
        return truth(False, at)
    expr = reduce(lambda a, b: a | b, [item.expr for item in found])
    return Truth(expr, any(item.nullable for item in found), v.later(*found))


def counted(items: Sequence[Truth]) -> Amount:
    """How many are true: in bytes, because two truths added are not two; with unknown ones, the fewest and the most."""
    at = v.later(*items) if items else HOUSEHOLDS
    low = pl.sum_horizontal([_one(item.expr, item.nullable) for item in items])
    if not any(item.nullable for item in items):
        return Amount(low, low, None, len(items), 1, False, False, False, at, narrow=True)
    # What is true or unknown: all but what is false.
    high = pl.lit(len(items), pl.UInt8) - pl.sum_horizontal([_one(~item.expr, item.nullable) for item in items])
    return Amount(low, high, None, len(items), 1, False, False, False, at, narrow=True)


def unknown_mask(items: Sequence[Truth]) -> pl.Expr:
    """A bit for each item that is not known."""
    bits = (
        pl.when(item.expr.is_null()).then(pl.lit(1 << bit, pl.UInt16)).otherwise(pl.lit(0, pl.UInt16))
        for bit, item in enumerate(items)
        if item.nullable
    )
    return reduce(lambda a, b: a + b, bits)


def _one(expr: pl.Expr, nullable: bool) -> pl.Expr:
    if not nullable:
        return expr.cast(pl.UInt8)
    # A null condition takes the otherwise; adding columns with nulls would be five times slower.
    return pl.when(expr).then(pl.lit(1, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))


# choices -------------------------------------------------------------------------------------------------------------


def picked(test: Truth, then: Value, otherwise: Value | None) -> Value:
    """One of two by a test that is never null; without another, nothing."""
    at = v.later(test, then) if otherwise is None else v.later(test, then, otherwise)
    nullable = then.nullable or otherwise is None or otherwise.nullable

    def choice(a: pl.Expr, b: pl.Expr | None) -> pl.Expr:
        made = pl.when(test.expr).then(a)
        return made if b is None else made.otherwise(b)

    if isinstance(then, Truth):
        other = otherwise.expr if isinstance(otherwise, Truth) else None
        return Truth(choice(then.expr, other), nullable, at)
    if isinstance(then, Code):
        other = otherwise.expr if isinstance(otherwise, Code) else None
        return Code(choice(then.expr, other), then.members, nullable, at)
    if isinstance(then, Words):
        other = otherwise.expr if isinstance(otherwise, Words) else None
        return Words(choice(then.expr, other), nullable, at)
    if isinstance(then, Day):
        pair = (otherwise.low, otherwise.high) if isinstance(otherwise, Day) else (None, None)
        low = choice(then.low, pair[0])
        exact = then.exact and (not isinstance(otherwise, Day) or otherwise.exact)
        return Day(low, low if exact else choice(then.high, pair[1]), nullable, at)
    found = choices.picked(test, then, otherwise if isinstance(otherwise, Amount) else None, nullable, at)
    return found or _picked_amount(then, otherwise, choice, nullable, at)


def _picked_amount(then: Amount, otherwise: Any, choice: Any, nullable: bool, at: At) -> Amount:
    then = arithmetic.full(then)
    if not isinstance(otherwise, Amount):
        low = choice(then.low, None)
        high = low if then.exact else choice(then.high, None)
        return replace(then, low=low, high=high, nullable=True, at=at, const=None, choice=None, moved=None)
    otherwise = arithmetic.full(otherwise)
    exact = then.exact and otherwise.exact
    over = None
    if _alike(then) and _alike(otherwise):
        common = lcm(then.over_size, otherwise.over_size)
        then, otherwise = arithmetic.over_of(then, common, None), arithmetic.over_of(otherwise, common, None)
        over = then.over
    elif then.over is not None or otherwise.over is not None:
        one = pl.lit(1, pl.Int64)
        over = choice(one if then.over is None else then.over, one if otherwise.over is None else otherwise.over)
    low = choice(then.low, otherwise.low)
    high = low if exact else choice(then.high, otherwise.high)
    positive, negative = then.positive and otherwise.positive, then.negative and otherwise.negative
    size, over_size = max(then.size, otherwise.size), max(then.over_size, otherwise.over_size)
    return Amount(low, high, over, size, over_size, positive, negative, nullable, at)


def _alike(value: Amount) -> bool:
    """Whether the denominator is the same for all rows."""
    return value.over is None or not value.over.meta.root_names()


def either(test: Truth, then: Value, otherwise: Value) -> Value:
    """One of two by a test; open where the test is unknown, though both may agree there."""
    then, otherwise = coded(then, otherwise), coded(otherwise, then)
    if not test.nullable:
        return picked(test, then, otherwise)
    # Polars takes an unknown test for a false one: the second test leaves those rows open.
    sure = Truth(test.expr, False, test.at)
    wrong = Truth(~test.expr, False, test.at)
    return picked(sure, then, picked(wrong, otherwise, None))


def tabled(rows: Sequence[tuple[Truth, Value]]) -> Value:
    """The first row that holds; with unknown conditions, where every row that may be the first gives the same."""
    if not any(when.nullable for when, _ in rows):
        result: Value | None = None
        for when, then in reversed(rows):
            result = then if when.const is True else picked(when, then, result)
        assert result is not None
        return result
    at = v.later(*(value for row in rows for value in row))
    codes = [then.const if isinstance(then, Code) else None for _, then in rows]
    example = rows[0][1]
    if isinstance(example, Code) and None not in codes and len(set(codes)) == len(codes):
        return Code(_first([when for when, _ in rows], codes), example.members, True, at)
    first = _first([when for when, _ in rows], list(range(len(rows))))
    result = None
    for position, (_, then) in reversed(list(enumerate(rows))):
        result = picked(Truth((first == position).fill_null(False), False, at), then, result)
    assert result is not None
    return result


def _first(conditions: Sequence[Truth], values: Sequence[int | None]) -> pl.Expr:
    """The value of the first condition that holds; null where an earlier one is unknown, and so may be the first."""
    found: Any = pl.lit(255, pl.UInt8)
    for condition, value in reversed(list(zip(conditions, values, strict=True))):
        then = pl.lit(value, pl.UInt8)
        if condition.const is True:
            found = then
            continue
        if condition.nullable:
            found = pl.when(condition.expr.is_null()).then(pl.lit(None, pl.UInt8)).otherwise(found)
        found = pl.when(condition.expr).then(then).otherwise(found)
    expr: pl.Expr = found
    return expr
