"""Values and rules as canonical JSON: one text for one meaning, the same on any machine.

Canonical JSON here is JSON with sorted keys, no white space, text in NFC as UTF-8, and no binary floats: a number is a
whole number or ``{"fraction": [numerator, denominator]}``, a day is ``{"date": "2024-10-01"}``, a day known only to an
interval ``{"first": ..., "last": ...}``. What is unknown is ``null``.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from fractions import Fraction
from math import gcd
from typing import Any

from povrules.language.calendar import PartialDate
from povrules.language.errors import PovrulesError
from povrules.language.nodes import Node, Row


class CanonicalError(PovrulesError):
    """A text that is not canonical JSON."""

    code = "canonical"


def plain(value: Any) -> Any:
    """A value of a fact, rule or law as JSON.

    >>> plain(Fraction(1, 3)), plain(date(2024, 10, 1)), plain(None)
    ({'fraction': [1, 3]}, {'date': '2024-10-01'}, None)
    """
    if isinstance(value, Fraction):
        return {"fraction": [value.numerator, value.denominator]}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, PartialDate):
        return {"first": value.first.isoformat(), "last": value.last.isoformat()}
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


def from_plain(value: Any) -> Any:
    """The value that ``plain`` wrote.

    Raises:
        CanonicalError: it is no such value.

    >>> from_plain({"fraction": [1, 3]}), from_plain({"date": "2024-10-01"})
    (Fraction(1, 3), datetime.date(2024, 10, 1))
    """
    try:
        match value:
            case {"fraction": [int() as over, int() as under]} if len(value) == 1 and _reduced(over, under):
                return Fraction(over, under)
            case {"date": str() as day} if len(value) == 1:
                return date.fromisoformat(day)
            case {"first": str() as first, "last": str() as last} if len(value) == 2:
                return PartialDate(date.fromisoformat(first), date.fromisoformat(last))
            case None | bool() | int() | str():
                return value
    except ValueError:
        pass
    raise CanonicalError("a value is none", expected="a truth, a whole number, a fraction, a day, text or null")


def _reduced(over: int, under: int) -> bool:
    return under > 1 and gcd(over, under) == 1


def plain_rule(node: Node) -> dict[str, Any]:
    """A bound rule as JSON: the name of each node with its parts; places in files are left out."""
    found: dict[str, Any] = {"node": type(node).__name__}
    for field in fields(node):
        if field.name != "span":
            found[field.name] = _part(getattr(node, field.name))
    return found


def _part(value: Any) -> Any:
    if isinstance(value, Node):
        return plain_rule(value)
    if isinstance(value, tuple):
        return [_part(item) for item in value]
    return plain(value)


def parts(node: Node) -> Iterator[Node]:
    """The direct parts of a node in the order of canonical JSON: by the names of the fields."""
    for name in sorted(field.name for field in fields(node) if field.name != "span"):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def evaluated(node: Node) -> bool:
    """Whether a node has a value of its own; a row of a table has none, its parts have."""
    return not isinstance(node, Row) and type(node).__name__ != "Months"


def canonical(value: Any) -> str:
    """The one text of a JSON value.

    >>> canonical({"b": 1, "a": ["hộ nghèo", True]})
    '{"a":["hộ nghèo",true],"b":1}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)


def digest_of(text: str) -> str:
    """SHA-256 of a text, as ``sha256:`` and 64 digits."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def read_canonical(text: str) -> Any:
    """A JSON value from its canonical text; any other way of writing it is refused.

    Raises:
        CanonicalError: no JSON, a key twice, a float, or not the canonical text of it.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise CanonicalError("a key stands twice")
        return found

    def no_float(word: str) -> Any:
        raise CanonicalError(f"{word} is a binary float", expected="a whole number or a fraction")

    try:
        value = json.loads(text, object_pairs_hook=once, parse_float=no_float, parse_constant=no_float)
    except (ValueError, RecursionError) as problem:
        raise CanonicalError(f"no JSON: {problem}") from None
    if canonical(value) != text.strip():
        raise CanonicalError("not in canonical form", expected="sorted keys, no white space, text in NFC")
    return value
