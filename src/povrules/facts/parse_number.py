"""Numbers as people write them in registers, read exactly: 1.200.000 đ, 1,200,000, 1 200 000, "--"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from povrules.facts.folding import clean_text
from povrules.facts.reasons import (
    AMBIGUOUS_NUMBER,
    EXPONENT,
    LONG_DECIMAL,
    NOT_A_NUMBER,
    NOT_FINITE,
    TOO_MANY_DIGITS,
    BadValue,
    number_in_words,
    wrong_suffix,
)
from povrules.language.numbers import MAX_DIGITS, Number, exact, whole
from povrules.language.units import ANY, Unit

Locale = Literal["vi", "en"]

MISSING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        "…",
        "...",
        "..",
        ".",
        "n/a",
        "na",
        "#n/a",
        "null",
        "không rõ",
        "chưa rõ",
        "không biết",
    }
    | {"không có thông tin", "không xác định", "unknown", "not known"}
)
FLOAT_DIGITS = 15  # a binary float carries 15 decimal digits faithfully, and Excel shows no more

_THOUSANDS: Mapping[str, str] = {"vi": ".", "en": ","}
_SUFFIX: Mapping[str, str] = {
    **dict.fromkeys(("đ", "₫", "đồng", "vnđ", "vnd"), "VND"),
    **dict.fromkeys(("m2", "m²"), "m2"),
    **dict.fromkeys(("người", "khẩu", "nhân khẩu"), "person"),
    "điểm": "point",
}
_WORDS: Mapping[str, int] = {
    **dict.fromkeys(("nghìn", "ngàn"), 1_000),
    **dict.fromkeys(("triệu", "tr"), 1_000_000),
    **dict.fromkeys(("tỷ", "tỉ"), 1_000_000_000),
}
_NUMBER = re.compile(r"([+-]?[0-9][0-9., ]*)\s*(.*)\Z", re.DOTALL)
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+\Z")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|∞)\Z", re.IGNORECASE)


def is_missing(text: str) -> bool:
    """Whether a cell says that nothing is known: empty, ``--``, ``N/A``, ``không rõ``.

    >>> is_missing(" -- "), is_missing("0")
    (True, False)
    """
    return clean_text(text).casefold() in MISSING


def parse_number(text: str, locale: Locale | None = None, unit: Unit = ANY) -> Number | None:
    """Read a number exactly. Never passes through a binary float.

    Args:
        text: digits with thousands marks, a decimal mark, a sign in front, a unit behind.
        locale: ``vi`` (1.234 is 1234) or ``en`` (1.234 is 1,234 thousandths); without it such a number is refused.
        unit: the unit a suffix must fit; ``ANY`` takes every known suffix.

    Returns:
        ``int`` when whole, else ``Fraction``; None when the text says that nothing is known.

    Raises:
        BadValue: not a number, not finite, written with an exponent, or ambiguous.

    >>> parse_number("1.200.000 đ"), parse_number("1,200,000"), parse_number("1.200.000,50"), parse_number("--")
    (1200000, 1200000, Fraction(2400001, 2), None)
    >>> parse_number("1.234", "vi"), parse_number("1.234", "en")
    (1234, Fraction(617, 500))
    """
    text = clean_text(text).replace("\u2212", "-")
    if text.casefold() in MISSING:
        return None
    if _NOT_FINITE.match(text):
        raise BadValue(NOT_FINITE)
    if _EXPONENT.match(text):
        raise BadValue(EXPONENT)
    match = _NUMBER.match(text)
    if not match:
        raise BadValue(NOT_A_NUMBER)
    _check_words(match[1].strip(), match[2], locale)
    _check_suffix(match[2], unit)
    digits = _plain(match[1].strip(), locale)
    if sum(c.isdigit() for c in digits) > MAX_DIGITS:
        raise BadValue(TOO_MANY_DIGITS)
    return exact(digits)


def check_float_digits(value: Number) -> None:
    """Refuse a decimal too long to come from anything but a computation in binary floats.

    Raises:
        BadValue: it has a fraction part and more than 15 significant digits, or does not end at all.

    >>> check_float_digits(Fraction(355, 10))
    """
    if isinstance(value, Fraction) and sum(c.isdigit() for c in canonical(value).lstrip("-0.")) > FLOAT_DIGITS:
        raise BadValue(LONG_DECIMAL)


def canonical(value: Number) -> str:
    """The one decimal text of an exact number: no thousands marks, no trailing zeros. ``exact`` reads it back.

    Args:
        value: a whole number, or a fraction whose decimals end.

    Raises:
        ValueError: the decimals do not end (1/3).

    >>> canonical(1200000), canonical(Fraction(-71, 2))
    ('1200000', '-35.5')
    """
    value = whole(value)
    if isinstance(value, int):
        return str(value)
    places, bottom = 0, value.denominator
    for prime in (2, 5):
        power = 0
        while bottom % prime == 0:
            bottom, power = bottom // prime, power + 1
        places = max(places, power)
    if bottom != 1:
        raise ValueError(f"{value} has no finite decimal form")
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _check_words(number: str, suffix: str, locale: Locale | None) -> None:
    """Refuse ``1,45 triệu`` with what was meant: some take such a number to be in the unit of its column already."""
    word, _, unit = suffix.casefold().partition(" ")
    if word in _WORDS and (not unit or unit in _SUFFIX):
        meant = canonical(exact(_plain(number, locale)) * _WORDS[word])
        raise BadValue(number_in_words(meant))


def _check_suffix(suffix: str, unit: Unit) -> None:
    if not suffix:
        return
    base = _SUFFIX.get(suffix.casefold())
    if base is None:
        raise BadValue(NOT_A_NUMBER)
    if not unit.any and base not in dict(unit.powers):
        raise BadValue(wrong_suffix(suffix))


def _plain(text: str, locale: Locale | None) -> str:
    """The digits with at most one point; which mark is which follows from their places, else from the locale."""
    sign, body = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    marks = [c for c in body if c in "., "]
    kinds = set(marks)
    if not marks:
        return sign + body
    decimal = _decimal_mark(body, marks, locale)
    grouping = kinds - {decimal}
    if len(grouping) > 1 or (decimal is not None and body.count(decimal) > 1):
        raise BadValue(NOT_A_NUMBER)
    head, _, tail = body.partition(decimal) if decimal else (body, "", "")
    if decimal and not re.fullmatch(r"[0-9]+", tail):
        raise BadValue(NOT_A_NUMBER)
    for mark in grouping:
        if not re.fullmatch(r"[1-9][0-9]{0,2}(?:" + re.escape(mark) + r"[0-9]{3})+", head):
            raise BadValue(NOT_A_NUMBER)
        head = head.replace(mark, "")
    return sign + head + (f".{tail}" if tail else "")


def _decimal_mark(body: str, marks: list[str], locale: Locale | None) -> str | None:
    """The mark before the decimals, or None when all marks separate thousands."""
    last = marks[-1]
    if last == " ":
        return None
    if len(set(marks)) > 1:
        return last
    if len(marks) > 1:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", body):
        return last
    if locale is None:
        raise BadValue(AMBIGUOUS_NUMBER)
    return None if last == _THOUSANDS[locale] else last
