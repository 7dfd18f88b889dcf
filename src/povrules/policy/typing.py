"""From the words of a policy file to types and typed values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from povrules.language.errors import Span, closest
from povrules.language.nodes import Value
from povrules.language.numbers import exact
from povrules.language.symbols import NATION
from povrules.language.text import fold
from povrules.language.types import BoolType, DateType, EnumType, NumberType, TextType, Type
from povrules.language.units import PURE, parse_unit
from povrules.law.errors import LawError

SIMPLE = {"bool": BoolType(), "date": DateType(), "text": TextType()}

TOLD = 80
"""Characters of a wrong value that a message shows."""


def make_type(word: str, unit: str | None, enums: Mapping[str, EnumType], namespace: str, span: Span) -> Type:
    """The type a file names: ``bool number integer date text`` or the id of an enum.

    Raises:
        LawError: no such type, with the closest.
    """
    if word in ("number", "integer"):
        return NumberType(parse_unit(unit) if unit else PURE, word == "integer")
    if word in SIMPLE:
        return SIMPLE[word]
    for space in (namespace, NATION):
        if f"{space}:{word}" in enums:
            return enums[f"{space}:{word}"]
    known = ["number", "integer", *SIMPLE, *(e.partition(":")[2] for e in enums)]
    raise LawError(f"{word!r} is not a type", span=span, closest=closest(word, known))


def read_value(text: str, type: Type, span: Span) -> Value:
    """One typed value from its text.

    Raises:
        LawError: text that is not a value of the type.
    """
    try:
        if isinstance(type, NumberType):
            number = exact(text.strip())
            if type.integer and not isinstance(number, int):
                raise ValueError(f"{text!r} is not whole")
            return number
        if isinstance(type, BoolType):
            return {"true": True, "false": False}[text.strip()]
        if isinstance(type, DateType):
            return date.fromisoformat(text.strip())
    except (ValueError, KeyError):
        told = text if len(text) <= TOLD else f"{text[:TOLD]}..."
        raise LawError(f"{told!r} is not a value of this type", span=span, expected=str(type)) from None
    if isinstance(type, EnumType) and text not in type.members:
        raise LawError(f"{text!r} is not a member", span=span, expected=str(type), closest=closest(text, type.members))
    return fold(text)


def read_range(text: str | None, type: Type, span: Span) -> tuple[Any, Any]:
    """``a..b``, ``a..`` or ``..b`` as typed bounds; no text is no bounds."""
    if text is None:
        return (None, None)
    low, _, high = text.partition("..")
    bounds = [read_value(end, type, span) if end.strip() else None for end in (low, high)]
    return (bounds[0], bounds[1])
