"""Days that are unknown or known only to an interval, and what can be said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from povrules.language.calendar import add_months, age_on
from povrules.language.linear import FLIPPED, TRUTH, steps
from povrules.language.unknowns import Diagrams, Unknown


@dataclass(frozen=True, slots=True)
class Day:
    """An unknown day and months added to it, one after another (each clips). The unknown's domain is ordinals."""

    unknown: Unknown
    months: tuple[int, ...] = ()

    def at(self, ordinal: int) -> date:
        """The day, when the unknown one is that ordinal."""
        return reduce(add_months, self.months, date.fromordinal(ordinal))


def plus_months(day: date | Day, months: int) -> date | Day:
    """``day`` and whole months, clipped to the end of the month."""
    return Day(day.unknown, (*day.months, months)) if isinstance(day, Day) else add_months(day, months)


def compare_days(diagrams: Diagrams, left: date | Day, op: str, right: date | Day) -> Any:
    """The truth of ``left op right`` where at least one is unknown."""
    if not isinstance(left, Day):
        left, op, right = right, FLIPPED[op], left
    assert isinstance(left, Day)
    if isinstance(right, Day):
        return _compare_two(diagrams, left, op, right)
    unknown, day = left.unknown, right
    if op in ("==", "!="):
        both = diagrams.apply(
            lambda a, b: a and b, compare_days(diagrams, left, "<=", day), compare_days(diagrams, left, ">=", day)
        )
        return diagrams.apply(lambda same: same == (op == "=="), both)
    return steps(diagrams, unknown, lambda ordinal: TRUTH[op](left.at(ordinal), day))


def _compare_two(diagrams: Diagrams, left: Day, op: str, right: Day) -> Any:
    if left.unknown == right.unknown and left.months == right.months:
        return TRUTH[op](0, 0)
    # Two unknown days: which comes first is an open question of its own, unless their intervals are apart.
    ends = {TRUTH[op](left.at(a), right.at(b)) for a in _ends(left) for b in _ends(right)}
    if len(ends) == 1 and op not in ("==", "!="):
        return ends.pop()
    about = left.unknown.about | right.unknown.about
    key = ("before", left.unknown.key, left.months, right.unknown.key, right.months)
    order = diagrams.unknown(key, -1, 1, True, about)
    signs = (-1, 0, 1)
    return diagrams.branch(order, ((0, 0), (1, 0)), tuple(TRUTH[op](sign, 0) for sign in signs))


def _ends(day: Day) -> tuple[int, int]:
    return day.unknown.low, day.unknown.high


def age(diagrams: Diagrams, birth: date | Day, day: date | Day) -> Any:
    """Full years from ``birth`` to ``day``."""
    if isinstance(birth, Day) and isinstance(day, Day):
        raise ValueError("an age between two unknown days")
    if isinstance(birth, Day):
        assert isinstance(day, date)
        known = day
        return steps(diagrams, birth.unknown, lambda ordinal: age_on(birth.at(ordinal), known))
    if isinstance(day, Day):
        later = day
        return steps(diagrams, later.unknown, lambda ordinal: age_on(birth, later.at(ordinal)))
    return age_on(birth, day)
