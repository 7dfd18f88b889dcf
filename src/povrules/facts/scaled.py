"""Exact numbers as whole ones: 35.5 with one decimal is 355, beside it the scale 1. Nothing passes through a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from povrules.language.numbers import Number, whole

LARGEST = 2**63 - 1
"""What a column of whole numbers holds."""
UNBOUNDED = 10**15
"""The size for which decimals are kept where no range is declared."""
MOST_DECIMALS = 15


def decimals(value: Number) -> int:
    """How many decimals show the number exactly; more than ``MOST_DECIMALS`` when none do.

    >>> decimals(12), decimals(Fraction(71, 2)), decimals(Fraction(1, 3)) > MOST_DECIMALS
    (0, 1, True)
    """
    bottom, places = Fraction(value).denominator, 0
    while bottom != 1 and places <= MOST_DECIMALS:
        bottom, places = bottom // _common(bottom), places + 1
    return places


def _common(bottom: int) -> int:
    return (2 if bottom % 2 == 0 else 1) * (5 if bottom % 5 == 0 else 1)


def most_decimals(low: Any, high: Any) -> int:
    """How many decimals every number of a declared range can have and still be held exactly.

    >>> most_decimals(0, 100_000), most_decimals(-360_000_000_000, 360_000_000_000)
    (13, 7)
    """
    size = UNBOUNDED
    if isinstance(low, Number) and isinstance(high, Number):
        size = int(max(abs(Fraction(low)), abs(Fraction(high))))
    places = 0
    while places < MOST_DECIMALS and size * 10 ** (places + 1) <= LARGEST:
        places += 1
    return places


def fits(value: Number, scale: int) -> bool:
    """Whether the number can be held with so many decimals."""
    return bool(abs(value) * 10**scale <= LARGEST)


def to_scaled(value: Number, scale: int) -> int:
    """The whole number that stands for it.

    >>> to_scaled(Fraction(71, 2), 1)
    355
    """
    return int(value * 10**scale)


def from_scaled(value: int, scale: int) -> Number:
    """The number that the whole one stands for.

    >>> from_scaled(355, 1), from_scaled(350, 1)
    (Fraction(71, 2), 35)
    """
    return whole(Fraction(value, 10**scale)) if scale else value
