"""Days of which only the year or the month is known, as registers hold them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from povrules.language.calendar import PartialDate


def a_month(year: int, month: int) -> PartialDate:
    """Some day of a month.

    >>> a_month(2008, 2).last
    datetime.date(2008, 2, 29)
    """
    return PartialDate(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def between(first: date, last: date) -> date | PartialDate:
    """The day itself when both ends are one, else the interval.

    >>> between(date(2008, 3, 1), date(2008, 3, 1))
    datetime.date(2008, 3, 1)
    """
    return first if first == last else PartialDate(first, last)
