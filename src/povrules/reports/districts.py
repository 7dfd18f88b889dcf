"""Districts, which there were until local government had two tiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from povrules.facts.folding import without_marks
from povrules.facts.header_aliases import HOUSEHOLD, HOUSEHOLD_WEAK
from povrules.facts.headers import header_key, spellings
from povrules.reports.asking import day_of
from povrules.reports.errors import ReportError

# Two tiers of local government since 1 July 2025: province and commune.
LAST_DAY = date(2025, 6, 30)
_FACT = "district"
# Registers say "quận" beside "huyện"; a table of one city by "quận" alone.
_KNOWN = {*spellings(f"{_FACT} | {HOUSEHOLD[_FACT]} | {HOUSEHOLD_WEAK[_FACT]} | quận | mã quận | tên quận")}
_PLAIN = {without_marks(key) for key in _KNOWN}
_WORDS = {key for key in _KNOWN if " " not in key}
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")


def is_district(column: str) -> bool:
    """Whether the name of a column of places says that it holds districts, as headers of registers do.

    >>> is_district("Tên huyện"), is_district("ma_huyen"), is_district("commune")
    (True, True, False)
    """
    key = header_key(_BRACKETS.sub(" ", column))
    return key in _KNOWN or key in _PLAIN or not _WORDS.isdisjoint(key.split(" "))


def check_districts(places: Sequence[str], on: date | str | None) -> None:
    """Refuse a report by district of a day on which there were none.

    Args:
        places: the columns of places.
        on: the day of the report; None is not checked.

    Raises:
        ReportError: the day is after the last one of districts, or is none.
    """
    day = None if on is None else day_of(on, "on")
    if day is None or day <= LAST_DAY:
        return
    for name in places:
        if is_district(name):
            raise ReportError(
                f"no report by {name!r} on {day:%d/%m/%Y}: the last day of districts was {LAST_DAY:%d/%m/%Y}",
                expected="province and commune",
            )
