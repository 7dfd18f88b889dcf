"""Where a local law applies: a territory, known by the code it had, and what became of it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from povrules.language.errors import PovrulesError
from povrules.law.places import Place

Extent = Literal["all", "part"]
"""How much of a place a territory is: all of it, or a part, so that the commune decides."""


@dataclass(frozen=True, slots=True)
class Territory:
    """What a code stands for between two days.

    Args:
        code: official code of a province.
        start: the first day a law applies there; None is the first day of the place itself.
        end: the last day on which the code stands for this territory; None is the last day of the place itself. The
            territory outlives its code: from then on it is a part of what it was merged into.
    """

    code: str
    start: date | None = None
    end: date | None = None


def place_of(territory: Territory, places: Sequence[Place]) -> Place:
    """The unit of administration that a territory is.

    Raises:
        PovrulesError: no such code on these days, or a code that stood for two territories, without days to tell them.
    """
    found = [place for place in places if place.code == territory.code]
    if not found:
        raise PovrulesError(f"no place {territory.code!r}", expected="the code of a province such as '60'")
    wanted = [place for place in found if _meet(territory, place)]
    if len(wanted) != 1:
        shown = ", ".join(f"{p.name} {p.start} to {p.end or 'today'}" for p in found)
        what = f"{territory.code!r} stands for {len(wanted)} territories on these days"
        raise PovrulesError(what, expected=f"days that pick one of: {shown}")
    return wanted[0]


def extent(territory: Territory, code: str, day: date, places: Sequence[Place]) -> Extent | None:
    """How much of the place that is asked for a territory is on a day.

    Args:
        territory: where a law applies.
        code: the place asked for; one that no longer exists still stands for the land it was.
        day: the day of the law.
        places: all of them.

    Returns:
        ``all``, ``part``, or None where it is no part of the place, or the law not begun.

    >>> from povrules.language.errors import Span
    >>> here, last, first = Span("places.yaml", 1, 1), date(2025, 6, 30), date(2025, 7, 1)
    >>> old = Place("60", "Bình Thuận", "province", date(2008, 8, 1), last, "68", here)
    >>> other = Place("68", "Lâm Đồng", "province", date(2008, 8, 1), last, "68", here)
    >>> merged = Place("68", "Lâm Đồng", "province", first, None, None, here)
    >>> [extent(Territory("60"), code, day, (old, other, merged))
    ...     for code, day in (("60", last), ("68", last), ("68", first), ("60", first))]
    ['all', None, 'part', 'all']
    """
    own = place_of(territory, places)
    if day < (territory.start or own.start):
        return None
    if own.exists(day):
        asked = _existing(code, day, places)
        return "all" if asked is own and (territory.end is None or day <= territory.end) else None
    if code == own.code and not any(p.code == code and p.exists(day) for p in places):
        return "all"  # asked for by the name it had
    whole: Extent = "all"
    while own.end is not None and own.end < day:
        after = own.end + timedelta(days=1)
        parts = [p for p in places if p.end == own.end and p.successor == own.successor]
        whole = whole if len(parts) == 1 else "part"
        own = next(p for p in places if p.code == own.successor and p.exists(after))
    return whole if code == own.code else None


def _existing(code: str, day: date, places: Sequence[Place]) -> Place | None:
    """What a code stands for on a day; a code that no longer exists leads to what it was merged into."""
    here = next((p for p in places if p.code == code and p.exists(day)), None)
    if here is not None:
        return here
    gone = max((p for p in places if p.code == code and p.end is not None and p.end < day), key=_first, default=None)
    if gone is None or gone.end is None or gone.successor is None:
        return None
    after = gone.end + timedelta(days=1)
    heir = next(p for p in places if p.code == gone.successor and p.exists(after))
    return heir if heir.exists(day) else _existing(heir.code, day, places)


def _first(place: Place) -> date:
    return place.start


def _meet(territory: Territory, place: Place) -> bool:
    starts_in_time = territory.end is None or place.start <= territory.end
    return starts_in_time and (territory.start is None or place.end is None or territory.start <= place.end)
