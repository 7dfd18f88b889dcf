"""Exact values as people read them: ``1.500.000 đ/người/tháng``, ``30/06/2024``, ``có``; ``1,500,000 VND``, ``yes``."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal as OneOf

from povrules.language.nodes import Value
from povrules.language.numbers import Number, round_to
from povrules.language.units import ANY, Unit

Lang = OneOf["vi", "en"]

PLACES = 2
"""Decimals of a number that has no end, unless more are needed to tell it from a whole one."""
MOST_PLACES = 12
SHORT = 100
"""A pure number whose two parts are no longer than this reads better as a fraction: ``2/3``."""

_TRUTH: dict[Lang, tuple[str, str]] = {"vi": ("không", "có"), "en": ("no", "yes")}
_MARKS: dict[Lang, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
# One, several. Vietnamese has no plural.
_UNITS: dict[str, tuple[str, str, str]] = {
    "VND": ("đ", "VND", "VND"),
    "m2": ("m²", "m²", "m²"),
    "kWh": ("kWh", "kWh", "kWh"),
    "km": ("km", "km", "km"),
    "point": ("điểm", "point", "points"),
    "person": ("người", "person", "people"),
    "household": ("hộ", "household", "households"),
    "work": ("công trình", "work", "works"),
    "month": ("tháng", "month", "months"),
    "year": ("năm", "year", "years"),
    "day": ("ngày", "day", "days"),
}
_ORDER = tuple(_UNITS)


def language(lang: str) -> Lang:
    """The language itself, if it is one that the library speaks.

    Raises:
        ValueError: neither ``vi`` nor ``en``.
    """
    if lang == "vi":
        return "vi"
    if lang == "en":
        return "en"
    raise ValueError(f"no words in {lang!r}: the languages are 'vi' and 'en'")


def shown(value: Value, lang: Lang, unit: Unit = ANY, *, exact: bool = False) -> str:
    """A value for people.

    Args:
        value: truth, exact number, day or text.
        lang: ``vi`` or ``en``.
        unit: of a number.
        exact: a number without an end is written as a fraction (``1/3``), so that different numbers differ; else it
            is rounded and marked ``≈``.

    >>> shown(1_500_000, "vi"), shown(date(2024, 6, 30), "vi"), shown(True, "vi"), shown(True, "en")
    ('1.500.000', '30/06/2024', 'có', 'yes')
    """
    if isinstance(value, bool):
        return _TRUTH[lang][value]
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if lang == "vi" else value.isoformat()
    if isinstance(value, str):
        return value
    number = plain(value, lang) if exact else rounded(value, lang, fraction=not unit.powers)
    return number + after_number(value, unit, lang)


def plain(value: Number, lang: Lang) -> str:
    """A number, exactly: digits where they end, else a fraction.

    >>> plain(Fraction(89847, 2), "vi"), plain(Fraction(89847, 2), "en"), plain(Fraction(-10_000, 3), "vi")
    ('44.923,5', '44,923.5', '-10.000/3')
    """
    places = _places(Fraction(value).denominator)
    if places is None:
        value = Fraction(value)
        return f"{_decimal(value.numerator, 0, lang)}/{_decimal(value.denominator, 0, lang)}"
    return _decimal(value, places, lang)


def rounded(value: Number, lang: Lang, fraction: bool = True) -> str:
    """A number, shortened and marked ``≈`` where its decimals do not end soon.

    Args:
        value: exact number.
        lang: ``vi`` or ``en``.
        fraction: a short one may stay a fraction.

    >>> rounded(Fraction(134771, 3), "vi"), rounded(Fraction(2, 3), "vi")
    ('≈ 44.923,67', '2/3')
    >>> rounded(Fraction(23_999_999, 3_000_000), "en")
    '≈ 7.9999997'
    """
    exact = Fraction(value)
    places = _places(exact.denominator)
    if places is not None and places <= 6:
        return _decimal(value, places, lang)
    if fraction and places is None and abs(exact.numerator) <= SHORT and exact.denominator <= SHORT:
        return plain(value, lang)
    for count in range(PLACES, MOST_PLACES + 1):
        near = round_to(value, Fraction(1, 10**count), "half_up")
        # "≈ 8,00" would read as 8, and 8 may be the very line the number lies below.
        if Fraction(near).denominator != 1:
            break
    return "≈ " + _decimal(near, count, lang)


def unit_text(unit: Unit, lang: Lang, several: bool = True) -> str:
    """The label of a unit; nothing for a pure number.

    >>> from povrules.language.units import parse_unit
    >>> unit_text(parse_unit("VND/person/month"), "vi"), unit_text(parse_unit("VND/person/month"), "en")
    ('đ/người/tháng', 'VND/person/month')
    """
    powers = sorted(unit.powers, key=lambda power: _ORDER.index(power[0]) if power[0] in _ORDER else len(_ORDER))
    up = [_unit(name, lang, several) + ("" if p == 1 else f"^{p}") for name, p in powers if p > 0]
    down = "".join(f"/{_unit(name, lang, several=False)}" * -p for name, p in powers if p < 0)
    return "·".join(up) + down


def after_number(value: Number, unit: Unit, lang: Lang) -> str:
    """The unit as it stands behind a number, with its space.

    >>> from povrules.language.units import parse_unit
    >>> after_number(1, parse_unit("month"), "en"), after_number(12, parse_unit("month/year"), "vi")
    (' month', ' tháng/năm')
    """
    text = unit_text(unit, lang, several=abs(value) != 1)
    return f" {text}" if text and not text.startswith("/") else text


def _unit(name: str, lang: Lang, several: bool) -> str:
    vi, one, many = _UNITS.get(name, (name, name, name))
    return vi if lang == "vi" else many if several else one


def _places(denominator: int) -> int | None:
    """How many decimals a fraction of that (reduced) denominator has; None when they never end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def _decimal(value: Number, places: int, lang: Lang) -> str:
    thousands, point = _MARKS[lang]
    scaled = Fraction(value) * 10**places
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return ("-" if value < 0 else "") + grouped + (point + rest if rest else "")
