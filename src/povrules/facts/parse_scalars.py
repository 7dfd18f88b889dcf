"""Truth, days, words of a closed list and plain text, as people write them in registers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from povrules.facts.folding import clean_text, fold
from povrules.facts.parse_number import is_missing
from povrules.facts.partial_date import a_month
from povrules.facts.reasons import NOT_A_DATE, NOT_A_FLAG, BadValue, unknown_member
from povrules.facts.value_aliases import VALUE_ALIASES
from povrules.language.calendar import PartialDate
from povrules.language.errors import closest
from povrules.language.types import EnumType
from povrules.law.model import Words

_TRUE = frozenset(fold(word) for word in ("x", "có", "yes", "y", "1", "1.0", "true", "đúng", "✓", "✔", "☑"))
_FALSE = frozenset(fold(word) for word in ("không", "no", "n", "0", "0.0", "false", "sai", "☐"))
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T][0-9:.]+)?\Z")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})\Z")
_MONTH = re.compile(r"(?:([0-9]{1,2})[/.-]([0-9]{4})|([0-9]{4})-([0-9]{1,2}))\Z")
_YEAR = re.compile(r"([0-9]{4})(?:\.0)?\Z")
FIRST_YEAR, LAST_YEAR = 1850, 2200


def parse_bool(text: str) -> bool | None:
    """Read yes or no: x, có, không, 1, 0, yes, no, true, false, đúng, sai. None when nothing is known.

    Raises:
        BadValue: anything else, a 2 as well.

    >>> parse_bool("X"), parse_bool("không"), parse_bool("--")
    (True, False, None)
    """
    key = fold(text)
    if key in _TRUE:
        return True
    if key in _FALSE:
        return False
    if is_missing(text):
        return None
    raise BadValue(NOT_A_FLAG)


def parse_date(text: str) -> date | PartialDate | None:
    """Read a day, or the month or year in which it lies. Day before month, as everywhere in Việt Nam.

    Returns:
        A ``date``; a ``PartialDate`` for ``03/2008`` and ``2008``; None when nothing is known.

    Raises:
        BadValue: not a day between the years 1850 and 2200.

    >>> parse_date("30/06/2024")
    datetime.date(2024, 6, 30)
    >>> parse_date("03/2008")
    PartialDate(first=datetime.date(2008, 3, 1), last=datetime.date(2008, 3, 31))
    """
    text = clean_text(text)
    if is_missing(text):
        return None
    try:
        if match := _ISO.match(text):
            return date(_year(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.match(text):
            return date(_year(match[4]), int(match[3]), int(match[1]))
        if match := _MONTH.match(text):
            return a_month(_year(match[2] or match[3]), _month(match[1] or match[4]))
        if match := _YEAR.match(text):
            return PartialDate.year(_year(match[1]))
    except ValueError:
        raise BadValue(NOT_A_DATE) from None
    raise BadValue(NOT_A_DATE)


def _year(text: str) -> int:
    year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(NOT_A_DATE)
    return year


def _month(text: str) -> int:
    month = int(text)
    if not 1 <= month <= 12:
        raise BadValue(NOT_A_DATE)
    return month


def parse_text(text: str) -> str | None:
    """Text in NFC with white space folded; None when nothing is known.

    >>> parse_text("  Chợ   Lầu "), parse_text("--")
    ('Chợ Lầu', None)
    """
    text = clean_text(text)
    return None if is_missing(text) else text


class EnumWords:
    """The words by which the members of one closed list are known.

    Args:
        type: the list.
        labels: each member's label in both languages; both are words for it, as is the member itself.

    A word that would name two members names none.
    """

    __slots__ = ("_members", "_shown", "own_names")

    def __init__(self, type: EnumType, labels: Iterable[tuple[str, Words]]) -> None:
        by_member = dict(labels)
        aliases: Mapping[str, tuple[str, ...]] = VALUE_ALIASES.get(type.name.rpartition(":")[2], {})
        self._members: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        twice: set[str] = set()
        for member in type.members:
            words = by_member.get(member)
            spellings = (
                member,
                member.replace("_", " "),
                *((words.vi, words.en) if words else ()),
                *aliases.get(member, ()),
            )
            self._shown[member] = words.vi if words else member
            for key in {fold(spelling) for spelling in spellings}:
                if self._members.setdefault(key, member) != member:
                    twice.add(key)
        for key in twice - {fold(member) for member in type.members}:
            del self._members[key]
        self.own_names = all(self._members.get(fold(member)) == member for member in type.members)
        """Whether each member is named by itself."""

    def parse(self, text: str) -> str | None:
        """The member a word names, exactly (cận nghèo is not nghèo); None when nothing is known.

        Raises:
            BadValue: no member has this word.
        """
        member = self._members.get(fold(text))
        if member is not None:
            return member
        if is_missing(text):
            return None
        shown = ", ".join(f"{member} ({label})" if label != member else member for member, label in self._shown.items())
        near = closest(fold(text), self._members)
        raise BadValue(unknown_member(shown, self._shown[self._members[near]] if near else None))


@lru_cache(maxsize=1024)
def enum_words(type: EnumType, labels: tuple[tuple[str, Words], ...]) -> EnumWords:
    """The words of a list, made once."""
    return EnumWords(type, labels)


def area_of_unit(name: str, day: date | None) -> str | None:
    """The area (``rural`` or ``urban``) that follows from the kind of a commune, when its name begins with the kind.

    Before 2025-07-01: xã is rural; phường and thị trấn are urban. From then on: xã rural, phường urban, đặc khu
    unknown.

    Args:
        name: such as ``Xã Hàm Thắng``, or the kind alone.
        day: the day of the facts; None when it is not known.

    >>> area_of_unit("Thị trấn Liên Hương", None), area_of_unit("Đặc khu Phú Quý", None)
    ('urban', None)
    """
    key = fold(name) + " "
    if key.startswith(_XA):
        return "rural"
    if key.startswith(_PHUONG):
        return "urban"
    if key.startswith(_THI_TRAN) and (day is None or day < date(2025, 7, 1)):
        return "urban"
    return None


_XA, _PHUONG, _THI_TRAN = (fold(kind) + " " for kind in ("xã", "phường", "thị trấn"))
