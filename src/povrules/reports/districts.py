"""Districts, which there were until local government had two tiers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from povrules.facts.folding import fold
from povrules.reports.errors import ReportError

# Two tiers of local government since 1 July 2025: province and commune.
LAST_DAY = date(2025, 6, 30)
_WORDS = tuple(map(fold, ("district", "huyện", "quận")))


def is_district(column: str) -> bool:
    """Whether the name of a column of places says that it holds districts.

    >>> is_district("Tên huyện"), is_district("commune")
    (True, False)
    """
    return any(word in fold(column.replace("_", " ")) for word in _WORDS)


def check_districts(places: Sequence[str], on: date | None) -> None:
    """Refuse a report by district of a day on which there were none.

    Args:
        places: the columns of places.
        on: the day of the report; None is not checked.

    Raises:
        ReportError: the day is after the last one of districts.
    """
    if on is None or on <= LAST_DAY:
        return
    for name in places:
        if is_district(name):
            raise ReportError(
                f"no report by {name!r} on {on:%d/%m/%Y}: the last day of districts was {LAST_DAY:%d/%m/%Y}",
                expected="province and commune",
            )
