"""Exact numbers: whole numbers and fractions, read from text and never from a binary float."""

from __future__ import annotations

import re
from fractions import Fraction

Number = int | Fraction

MAX_DIGITS = 40
_PLAIN = re.compile(r"[+-]?\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?\Z", re.ASCII)


def exact(text: str) -> Number:
    """Read a decimal number written out in full, exactly.

    Args:
        text: digits with an optional sign, point and underscores: ``1_500_000``, ``-0.045``.

    Returns:
        An ``int`` when whole, else a ``Fraction``.

    Raises:
        ValueError: not such a number, or longer than 40 digits.

    >>> exact("1_500_000"), exact("0.045")
    (1500000, Fraction(9, 200))
    """
    if not _PLAIN.match(text):
        raise ValueError(f"{text!r} is not a plain decimal number")
    if sum(c.isdigit() for c in text) > MAX_DIGITS:
        raise ValueError(f"a number of more than {MAX_DIGITS} digits")
    return whole(Fraction(text.replace("_", "")))


def whole(value: Number) -> Number:
    """The same number, as ``int`` when it is whole.

    >>> whole(Fraction(4, 2))
    2
    """
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def divide(left: Number, right: Number) -> Number:
    """Exact quotient.

    >>> divide(1, 3)
    Fraction(1, 3)
    """
    return whole(Fraction(left) / Fraction(right))


def round_to(value: Number, to: Number, mode: str) -> Number:
    """Round to a multiple of ``to``.

    Args:
        value: exact number.
        to: positive step, e.g. ``1`` or ``1000``.
        mode: ``half_up`` (a half goes away from zero), ``half_even``, ``down`` (towards zero), ``up`` (away from zero).

    >>> round_to(exact("44923.5"), 1, "half_up"), round_to(exact("44922.5"), 1, "half_even")
    (44924, 44922)
    """
    steps = Fraction(value) / Fraction(to)
    size = abs(steps)
    floor = size.numerator // size.denominator
    rest = size - floor
    if mode == "half_up":
        count = floor + (rest >= Fraction(1, 2))
    elif mode == "half_even":
        count = round(size)
    elif mode == "down":
        count = floor
    else:
        count = floor + (rest > 0)
    return whole((-count if steps < 0 else count) * Fraction(to))
