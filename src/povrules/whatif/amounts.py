"""Values as people write them in a reform: ``2_200_000``, ``"2.200.000"``, ``"+10%"``, ``"-100000"``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from povrules.language.nodes import Value
from povrules.language.numbers import Number, exact, whole
from povrules.language.types import EnumType, NumberType, Type
from povrules.whatif.errors import ReformError

_GROUPED = re.compile(r"\d{1,3}(\.\d{3}){2,}")
"""``2.200.000``: two groups of three digits are no decimals in any language."""


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
    if given is None or (isinstance(type, EnumType) and given not in type.members):
        raise ReformError(f"{path!r} cannot be {given!r}", expected=str(type))
    return given  # type: ignore[no-any-return]


def _number(given: Any, type: NumberType, before: Value | None, path: str) -> Number:
    text = str(given).strip().replace(" ", "").replace("_", "")
    sign, percent = text[:1] if isinstance(given, str) and text[:1] in ("+", "-") else "", text.endswith("%")
    size = text.removeprefix(sign).removesuffix("%")
    try:
        if isinstance(given, bool) or given is None:
            raise ValueError(given)
        number = Fraction(given) if isinstance(given, Fraction) else Fraction(exact(_plain(size)))
    except (ArithmeticError, ValueError, TypeError):
        raise ReformError(f"{path!r} cannot be {given!r}", expected=f"{type}, or a change such as '+10%'") from None
    if percent:
        number = number / 100
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
