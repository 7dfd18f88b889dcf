"""Values as people write them in a reform: ``"2.200.000"``, ``"+10%"``, ``"-100000"``, ``"2025-01-31"``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from povrules.language.errors import closest
from povrules.language.nodes import Value
from povrules.language.numbers import Number, exact, whole
from povrules.language.text import fold
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.whatif.errors import ReformError

_GROUPED = re.compile(r"\d{1,3}(\.\d{3}){2,}")
"""``2.200.000``: two groups of three digits are no decimals in any language."""
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""``180.000``: a hundred and eighty thousand for some, a hundred and eighty for others."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
A_DAY = "a day such as 2025-01-31"


def typed(given: Any, type: Type, before: Value | None, path: str) -> Value:
    """A value of a type.

    Args:
        given: a value, or a text; one that begins with a sign is a change of what is in force.
        type: what it must be.
        before: what is in force; None when it is not known.
        path: what it is for, for messages.

    Raises:
        ReformError: it is no such value.
    """
    if isinstance(type, NumberType):
        return _number(given, type, before, path)
    if isinstance(type, DateType):
        day = day_of(given)
        if day is None:
            raise ReformError(f"{path!r} cannot be {given!r}", expected=A_DAY)
        return day
    if isinstance(type, BoolType):
        if not isinstance(given, bool):
            raise ReformError(f"{path!r} cannot be {given!r}", expected="True or False")
        return given
    if not isinstance(given, str):
        raise ReformError(f"{path!r} cannot be {given!r}", expected=f"{type}, as text in quotes")
    if isinstance(type, EnumType):
        if given not in type.members:
            near = closest(given, type.members)
            raise ReformError(f"{path!r} cannot be {given!r}", expected=str(type), closest=near)
        return given
    if not fold(given):
        raise ReformError(f"{path!r} cannot be empty", expected="a text")
    return fold(given)


def _number(given: Any, type: NumberType, before: Value | None, path: str) -> Number:
    text = str(given).strip().replace(" ", "").replace("_", "")
    sign, percent = text[:1] if isinstance(given, str) and text[:1] in ("+", "-") else "", text.endswith("%")
    size = text.removeprefix(sign).removesuffix("%")
    try:
        if isinstance(given, bool) or given is None or (sign and size[:1] in ("+", "-")):
            raise ValueError(given)
        number = Fraction(given) if isinstance(given, Fraction) else Fraction(exact(_plain(size)))
    except (ArithmeticError, ValueError, TypeError):
        raise ReformError(f"{path!r} cannot be {given!r}", expected=f"{type}, or a change such as '+10%'") from None
    if percent:
        if not sign and (type.integer or any(power > 0 for _, power in type.unit.powers)):
            raise ReformError(f"{path!r} is {type}; {given!r} is a share", expected=f"a change, '+{size}%', or a value")
        number = number / 100
    elif isinstance(given, str) and _EITHER.fullmatch(size) and dict(type.unit.powers).get("VND", 0) > 0:
        joined = size.replace(".", "")
        expected = f"'{sign}{joined}' or '{sign}{whole(number)}'"
        raise ReformError(f"{path!r}: {given!r} is {joined} for some and {whole(number)} for others", expected=expected)
    if sign:
        if not isinstance(before, (int, Fraction)):
            raise ReformError(f"{path!r} is not known, and {given} of it is nothing", expected="a value")
        change = number * before if percent else number
        number = before + change if sign == "+" else before - change
    found = whole(number)
    if type.integer and not isinstance(found, int):
        raise ReformError(f"{path!r} cannot be {given!r}: that is {found}", expected="a whole number")
    return found


def _plain(text: str) -> str:
    return text.replace(".", "") if _GROUPED.fullmatch(text) else text


class _NotYet:
    """A dated value that does not hold on the day of the policy."""


NOT_YET = _NotYet()


def on_the_day(value: Any, on: date, path: str) -> Any:
    """Of values by first day, the one that holds on a day, or ``NOT_YET``; anything else as it is.

    Raises:
        ReformError: a key that is neither a day nor a name; days and names side by side; a mapping of nothing.
    """
    if not isinstance(value, Mapping):
        return value
    if not value:
        raise ReformError(f"{path!r} is given nothing", expected="a value, or values by name or by first day")
    days = {day: part for key, part in value.items() if (day := _first_day(key, path)) is not None}
    if not days:
        return value
    if len(days) != len(value):
        other = next((key for key in value if day_of(key) is None), None)
        what = "a day twice" if other is None else f"{other!r} beside days"
        raise ReformError(f"{path!r} cannot be given by {what}", expected="each day once, and nothing beside days")
    begun = [day for day in days if day <= on]
    return days[max(begun)] if begun else NOT_YET


def _first_day(key: Any, path: str) -> date | None:
    """The day that a key is; None for a name."""
    day = day_of(key)
    if day is None and (not isinstance(key, str) or key[:1].isdigit()):
        raise ReformError(f"{path!r} cannot be given from {key!r}: that is no day", expected=A_DAY)
    return day


def day_of(given: Any) -> date | None:
    """A day, or the text of one; None for anything else. A time of day other than midnight is no day."""
    if isinstance(given, datetime):
        return given.date() if given.time() == time() else None
    if isinstance(given, date):
        return given
    if not isinstance(given, str) or not _DAY.fullmatch(given.strip()):
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        return None
