"""Calendar arithmetic of the law: months that clip to the end of the month, ages in full years."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day known only to lie in an interval: a birth *year*, as most registers hold.

    Args:
        first, last: the interval, both days included.

    >>> PartialDate.year(2008).last
    datetime.date(2008, 12, 31)
    """

    first: date
    last: date

    @classmethod
    def year(cls, year: int) -> PartialDate:
        """Some day of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


def add_months(day: date, months: int) -> date:
    """``day`` plus whole months; a day the month does not have becomes its last.

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2021, 3, 30), 36)
    (datetime.date(2025, 2, 28), datetime.date(2024, 3, 30))
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(birth: date, day: date) -> int:
    """Full years on ``day``. Born on 29 February, a year is full on 1 March of a common year.

    >>> age_on(date(2008, 2, 29), date(2024, 2, 28)), age_on(date(2008, 2, 29), date(2025, 2, 28))
    (15, 16)
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
