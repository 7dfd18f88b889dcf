"""Canonical JSON, read strictly."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date
from fractions import Fraction
from math import gcd
from typing import Any


class NotThis(Exception):
    """A text that is no record or bundle."""


def read(text: str, what: str) -> Any:
    """A JSON value from its canonical text.

    Raises:
        NotThis: no JSON, a float, a key twice, or written in another than the canonical way.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise NotThis(f"{what}: a key stands twice")
        return dict(pairs)

    def refused(word: str) -> Any:
        raise NotThis(f"{what}: {word} is no exact number")

    try:
        value = json.loads(text, object_pairs_hook=once, parse_float=refused, parse_constant=refused)
    except (ValueError, RecursionError) as problem:
        raise NotThis(f"{what} is no JSON: {problem}") from None
    if written(value) != text.strip():
        raise NotThis(f"{what} is not in canonical form")
    return value


def written(value: Any) -> str:
    """The canonical text of a JSON value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)


def address(text: str) -> str:
    """The SHA-256 of a text, as records name it."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def value_of(item: Any) -> Any:
    """An exact value: truth, whole number, fraction, day, text; a pair of days for one known to an interval."""
    match item:
        case {"fraction": [int() as over, int() as under]} if under > 1 and gcd(over, under) == 1:
            return Fraction(over, under)
        case {"date": str() as day}:
            return _day(day)
        case {"first": str() as first, "last": str() as last}:
            return (_day(first), _day(last))
        case None | bool() | int() | str():
            return item
    raise NotThis("a value is none")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotThis("a day is not in the calendar") from None
