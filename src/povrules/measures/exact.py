"""Numbers read exactly: settings such as weights and lines, and columns as whole numbers over one denominator.

A float is taken as the decimal it is written with: ``13.1`` is 131/10, not the binary number nearest to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.language.numbers import Number, whole
from povrules.measures.errors import MeasureError

Exact = int | Fraction | Decimal | float | str
"""What a setting may be written as."""

MOST_DIGITS = 12
"""A float that needs more digits is the trace of a division, such as 1/6, and no number somebody chose."""
SAFE = 10**15
_TEXT = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:\s*/\s*(\d+(?:\.\d+)?))?\s*(%?)\Z", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class ExactColumn:
    """A column of exact numbers: the value of row i is ``numerators[i] / denominator``; None is missing.

    >>> ExactColumn([131, None], 10).value(0)
    Fraction(131, 10)
    """

    numerators: list[int | None]
    denominator: int = 1

    def value(self, row: int) -> Number | None:
        """The number of one row."""
        found = self.numerators[row]
        return None if found is None else whole(Fraction(found, self.denominator))


def exact_setting(given: Exact, what: str) -> Number:
    """A number that somebody chose: a weight, a cut-off, a line.

    Args:
        given: a whole number, a fraction, a decimal, or text: ``"1/6"``, ``"0.5"``, ``"33 %"``.
        what: its name in messages.

    Raises:
        MeasureError: no number; or a float with so many digits that it must stand for a fraction.

    >>> exact_setting("1/6", "weight"), exact_setting(13.1, "cut-off"), exact_setting("25 %", "k")
    (Fraction(1, 6), Fraction(131, 10), Fraction(1, 4))
    """
    if isinstance(given, bool) or not isinstance(given, int | Fraction | Decimal | float | str):
        raise MeasureError(f"{what}: {given!r} is no number", expected="a number, or text such as '1/6'")
    if isinstance(given, str):
        found = _TEXT.match(given.strip())
        if not found or (found[2] and Fraction(found[2]) == 0):
            raise MeasureError(f"{what}: {given!r} is no number", expected="'1/6', '0.5' or '33 %'")
        return whole(Fraction(found[1]) / Fraction(found[2] or 1) / (100 if found[3] else 1))
    if isinstance(given, float | Decimal) and not math.isfinite(given):
        raise MeasureError(f"{what}: {given} is no number", expected="a finite number")
    if isinstance(given, float) and sum(c.isdigit() for c in repr(given).split("e")[0].strip("-0.")) > MOST_DIGITS:
        near = Fraction(given).limit_denominator(1000)
        raise MeasureError(
            f"{what}: the float {given!r} is not exact", expected=f"a fraction as text, such as '{near}'"
        )
    return whole(as_written(given) if isinstance(given, float) else Fraction(given))


def as_written(value: float) -> Fraction:
    """The decimal a float is written with.

    >>> as_written(0.1), as_written(1e-3)
    (Fraction(1, 10), Fraction(1, 1000))
    """
    return Fraction(repr(value))


def exact_column(values: pl.Series | Sequence[Any], what: str) -> ExactColumn:
    """A column of numbers, exactly. Null and NaN are missing.

    Args:
        values: whole numbers, truth (1 and 0), decimals, floats or fractions.
        what: its name in messages.

    Raises:
        MeasureError: a cell that is no finite number.

    >>> exact_column([1.5, None, 2], "income").numerators
    [3, None, 4]
    """
    if isinstance(values, pl.Series):
        if values.dtype.is_integer():
            return ExactColumn(values.to_list())
        if values.dtype == pl.Boolean:
            return ExactColumn(values.cast(pl.Int8).to_list())
        if values.dtype.is_float() and (scaled := _scaled_floats(values.cast(pl.Float64))) is not None:
            return scaled
        values = values.to_list()
    read: list[Fraction | None] = [_cell(value, row, what) for row, value in enumerate(values)]
    denominator = math.lcm(*{value.denominator for value in read if value is not None})
    return ExactColumn([None if v is None else v.numerator * (denominator // v.denominator) for v in read], denominator)


def _scaled_floats(values: pl.Series) -> ExactColumn | None:
    """Floats of up to 15 digits as whole numbers times a power of ten; None when some have more digits.

    A quotient of whole numbers up to 10**15 is the float nearest to that decimal, and decimals of 15 digits are all
    different floats: the one that gives the float back is the decimal it is written with.
    """
    values = values.fill_nan(None)
    for places in range(16):
        whole_numbers = (values * 10.0**places).round()
        if not (whole_numbers.abs() < SAFE).all():
            return None
        if (whole_numbers / 10.0**places == values).all():
            return ExactColumn(whole_numbers.cast(pl.Int64).to_list(), 10**places)
    return None


def _cell(value: Any, row: int, what: str) -> Fraction | None:
    if value is None or value != value:
        return None
    if isinstance(value, float) and math.isfinite(value):
        return as_written(value)
    if isinstance(value, int | Fraction) or (isinstance(value, Decimal) and value.is_finite()):
        return Fraction(value)
    raise MeasureError(f"{what}: {value!r} in row {row + 1} is no number", expected="numbers, or null where missing")


def together(*columns: ExactColumn) -> ExactColumn:
    """The product of columns, row by row; missing where one is missing.

    >>> together(ExactColumn([3], 2), ExactColumn([4])).value(0)
    6
    """
    numerators: list[int | None] = columns[0].numerators
    for column in columns[1:]:
        pairs = zip(numerators, column.numerators, strict=True)
        numerators = [None if a is None or b is None else a * b for a, b in pairs]
    return ExactColumn(numerators, math.prod(column.denominator for column in columns))
