"""Days as policy files write them."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def parse_day(text: str) -> date:
    """Read ``2022-01-01``.

    Args:
        text: year, month and day with two dashes, nothing else.

    Raises:
        ValueError: another form, or a day the calendar does not have.

    >>> parse_day("2022-01-01")
    datetime.date(2022, 1, 1)
    """
    if not _DAY.match(text):
        raise ValueError(f"{text!r} is not a day")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar") from None
