"""One value that a program hands over, read as the fact it stands for: exactly, or refused with the reason."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

from povrules.facts.household import Given
from povrules.facts.parse_number import check_float_digits, parse_number
from povrules.facts.parse_scalars import enum_words, parse_bool, parse_date, parse_text
from povrules.facts.reasons import NOT_A_DATE, NOT_A_FLAG, NOT_A_NUMBER, NOT_FINITE, NOT_WHOLE, BadValue, out_of_range
from povrules.facts.schema import FactSpec
from povrules.language.calendar import PartialDate
from povrules.language.numbers import Number, whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType


def read_value(spec: FactSpec, value: Any) -> Given:
    """One value of a program as the fact it stands for.

    Raises:
        BadValue: it is not one.
    """
    if value is None or value is _missing_of_pandas(value):
        return None
    if isinstance(spec.type, BoolType):
        return _flag(value)
    if isinstance(spec.type, NumberType):
        return _number(value, spec)
    if isinstance(spec.type, DateType):
        return _day(value)
    if isinstance(spec.type, EnumType):
        return enum_words(spec.type, spec.member_labels).parse(str(value))
    return parse_text(str(value))


def _missing_of_pandas(value: Any) -> Any:
    """The value itself when it is a missing-value mark of a data-frame library (NaT, NA), else a fresh object.

    A bare NaN is no such mark: one cannot tell a missing value from a failed calculation, so it is refused.
    """
    return value if type(value).__name__ in ("NAType", "NaTType") else object()


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if isinstance(value, (int, float)) and value not in (0, 1):
        raise BadValue(NOT_A_FLAG)
    return parse_bool(str(value))


def _number(value: Any, spec: FactSpec) -> Number | None:
    assert isinstance(spec.type, NumberType)
    number: Number | None
    if isinstance(value, bool):
        raise BadValue(NOT_A_NUMBER)
    if isinstance(value, Integral):  # numpy's whole numbers as well
        number = int(value)
    elif isinstance(value, Fraction):
        number = whole(value)
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise BadValue(NOT_FINITE)
        number = whole(Fraction(value))
    elif isinstance(value, Real):
        binary = float(value)
        if not math.isfinite(binary):
            raise BadValue(NOT_FINITE)
        number = int(binary) if binary.is_integer() else parse_number(repr(binary), "en", spec.type.unit)
        check_float_digits(number or 0)
    else:
        number = parse_number(str(value), None, spec.type.unit)
    if spec.type.integer and number is not None and not isinstance(number, int):
        raise BadValue(NOT_WHOLE)
    return number


def _day(value: Any) -> date | PartialDate | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (date, PartialDate)):
        return value
    if isinstance(value, (bool, float)):
        raise BadValue(NOT_A_DATE)
    return parse_date(str(value))


def check_range(spec: FactSpec, value: Given) -> None:
    """Refuse a value outside its declared domain.

    Raises:
        BadValue: with the domain.
    """
    if value is None or isinstance(value, (str, bool)):
        return
    first: Any = value.first if isinstance(value, PartialDate) else value
    last: Any = value.last if isinstance(value, PartialDate) else value
    low: Any = spec.low
    high: Any = spec.high
    if (low is not None and first < low) or (high is not None and last > high):
        raise BadValue(out_of_range(*(None if end is None else str(end) for end in (low, high))))
