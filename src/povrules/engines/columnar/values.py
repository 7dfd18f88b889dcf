"""What an expression of a rule becomes over a table: one Polars expression or two, and what is known of it beforehand.

An unknown value is null. A value known to an interval has two expressions, ``low`` and ``high``; an exact one has the
same object twice. ``at`` says when a value can be worked out: (stage, layer).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    """A day, or the first and the last it can be. ``const`` when it is one and the same for every row."""

    low: pl.Expr
    high: pl.Expr
    nullable: bool
    at: At
    const: date | None = None
    moved: Moved | None = None

    @property
    def exact(self) -> bool:
        """Whether both ends are one."""
        return self.low is self.high


@dataclass(frozen=True, slots=True)
class Moved:
    """What never falls while a day of each row goes on: that day some months on, or less the age on some day.

    Args:
        day: of each row.
        of: what it gives for one day, in one way or in several.
        way: which of the ways a row has, null where that is unknown; None where there is one.
        nullable: whether the way of some rows is unknown.
        at: when day and way can be read.
    """

    day: Day
    of: tuple[Callable[[date], Any], ...]
    way: pl.Expr | None
    nullable: bool
    at: At


@dataclass(frozen=True, slots=True)
class Words:
    """A text; ``literal`` when it is written in the rule."""

    expr: pl.Expr
    nullable: bool
    at: At
    literal: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of a few numbers an amount is: ``code`` is the place in ``cells``, null where it is unknown."""

    code: pl.Expr
    cells: tuple[Number, ...]


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
        choice: the same as a choice of a few numbers, where it is one.
        moved: for an age on a day that is the same for every row, from which birth day it comes.
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
    choice: Choice | None = None
    moved: Moved | None = None

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


def later(*values: Value) -> At:
    """When all of these are there."""
    return max(value.at for value in values)
