"""A plan's target against the results of a review: is it met, and how many households are missing to meet it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from povrules.language.numbers import Number
from povrules.measures.exact import exact_setting
from povrules.reports.asking import day_of
from povrules.reports.errors import ReportError


@dataclass(frozen=True, slots=True)
class Progress:
    """A rate that is to fall by so many percentage points.

    Args:
        start, now: the shares at the beginning and now.
        target: the share to be reached.
        fallen: percentage points by which it fell.
        met: whether the target is reached.
        missing: households that still have to leave, among those there are now, to meet it.
        pace: percentage points a month that the rest of the period needs; None when the target is met or no days are
            left.
        so_far: percentage points a month up to now; None on the first day.
    """

    start: Fraction
    now: Fraction
    target: Fraction
    fallen: Fraction
    met: bool
    missing: int
    pace: Fraction | None
    so_far: Fraction | None


def against_target(
    start: tuple[int, int], now: tuple[int, int], points: Any, *, begin: date | str, end: date | str, today: date | str
) -> Progress:
    """The progress of one place.

    Args:
        start: households in the class, and all households, when the plan began.
        now: the same now.
        points: percentage points by which the rate is to fall: ``"0.42"``.
        begin, end: first and last day of the plan.
        today: the day of ``now``.

    Raises:
        ReportError: more in the class than there are, no households, days out of order.

    >>> from datetime import date
    >>> year = {"begin": date(2024, 1, 1), "end": date(2024, 12, 31)}
    >>> found = against_target((362, 10_000), (330, 10_000), "0.42", **year, today=date(2024, 10, 31))
    >>> found.met, found.missing, float(found.target)
    (False, 10, 0.032)
    """
    begin, end, today = day_of(begin, "begin"), day_of(end, "end"), day_of(today, "today")
    for count, total in (start, now):
        if total <= 0 or not 0 <= count <= total:
            raise ReportError(f"{count} of {total} households", expected="no more than there are, and some households")
    if not begin <= today <= end:
        raise ReportError(f"{today} is not between {begin} and {end}")
    first, current = Fraction(*start), Fraction(*now)
    target = first - Fraction(_points(points)) / 100
    if target < 0:
        raise ReportError(f"a fall by {points} points from {float(first):.2%}", expected="no more than the rate itself")
    missing = max(0, ceil(current * now[1] - target * now[1]))
    month = Fraction(365, 12)
    left, gone = (end - today).days, (today - begin).days
    pace = (current - target) * 100 * month / left if missing and left else None
    so_far = (first - current) * 100 * month / gone if gone else None
    return Progress(first, current, target, (first - current) * 100, missing == 0, missing, pace, so_far)


def _points(given: Any) -> Number:
    return exact_setting(given, "points")
