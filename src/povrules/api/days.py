"""Days as arguments."""

from __future__ import annotations

from datetime import date, datetime

from povrules.facts.parse_scalars import parse_date
from povrules.facts.reasons import BadValue
from povrules.language.errors import PovrulesError


def day_of(value: str | date, name: str) -> date:
    """A day as people give it.

    Args:
        value: a ``date``, or text such as ``2024-10-01``.
        name: of the argument, for a message.

    Raises:
        PovrulesError: it is no day.
    """
    if isinstance(value, datetime):  # a day too, but one that cannot be held against a day; pandas' own is one of them
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PovrulesError(
            f"{name}={value!r} is not a day", expected="a date or text such as '2024-10-01'", closest=_meant(value)
        ) from None


def _meant(value: object) -> str | None:
    """The day that somebody wrote as 01/10/2024: not taken, for some read it as the tenth of January."""
    try:
        found = parse_date(value) if isinstance(value, str) else None
    except BadValue:
        return None
    return found.isoformat() if isinstance(found, date) else None
