"""The certificate of a commune: the class that programmes use while it lasts.

``recognised_class`` is the ``certified_class`` where that is known and the day lies in ``certified_from`` to
``certified_to``; an end nobody gave is open, and a day known only in part counts as lying inside. Where there is no
such certificate the fact is left out and the class follows from the rules. What is given as ``recognised_class`` stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from povrules.facts.cells import LAST
from povrules.facts.household import Given
from povrules.facts.reasons import certificate_dates
from povrules.facts.register import CheckedRegister
from povrules.facts.rejects import Reject
from povrules.language.calendar import PartialDate

CLASS, FROM, TO, USED = "certified_class", "certified_from", "certified_to", "recognised_class"


def recognised(facts: Mapping[str, Given], on: date) -> Given:
    """The class that programmes use on a day by the facts given; None when no certificate says it.

    Args:
        facts: of one household, by id.
        on: the day of the entitlement.

    >>> recognised({"vn:certified_class": "poor", "vn:certified_to": date(2024, 12, 31)}, date(2024, 10, 1))
    'poor'
    >>> recognised({"vn:certified_class": "poor", "vn:certified_to": date(2024, 12, 31)}, date(2025, 1, 1)) is None
    True
    """
    given = facts.get(f"vn:{USED}")
    if given is not None:
        return given
    certified = facts.get(f"vn:{CLASS}")
    if certified is None:
        return None
    first, last = _ends(facts.get(f"vn:{FROM}")), _ends(facts.get(f"vn:{TO}"))
    begun = first is None or first[0] <= on
    runs = last is None or on <= last[1]
    return certified if begun and runs else None


def doubtful(facts: Mapping[str, Given], on: date) -> bool:
    """Whether a certificate is used although its days do not show for sure that it is in force on the day."""
    if recognised({**facts, f"vn:{USED}": None}, on) is None:
        return False
    first, last = _ends(facts.get(f"vn:{FROM}")), _ends(facts.get(f"vn:{TO}"))
    return first is None or first[1] > on or (last is not None and last[0] < on)


def _ends(day: Given) -> tuple[date, date] | None:
    if isinstance(day, PartialDate):
        return day.first, day.last
    return (day, day) if isinstance(day, date) else None


def recognise(register: CheckedRegister, on: date) -> CheckedRegister:
    """The register with the class that programmes use, where certificates say it. It is not changed.

    Args:
        register: checked.
        on: the day of the entitlements.
    """
    frame = register.households
    if USED not in register.schema.household or CLASS not in frame.columns:
        return register
    day = pl.lit(on, pl.Date)
    first, first_last = _days(frame, FROM)
    last_first, last = _days(frame, TO)
    holds = (first.is_null() | (first <= day)) & (last.is_null() | (day <= last))
    used = pl.when(holds).then(pl.col(CLASS))
    if USED in frame.columns:
        used = pl.coalesce(pl.col(USED), used)  # type: ignore[assignment]
    sure = (first_last <= day).fill_null(False) & (last_first.is_null() | (day <= last_first))
    doubts = frame.select((pl.col(CLASS).is_not_null() & holds & ~sure).sum()).item()
    warnings = register.warnings
    if doubts:
        warnings = (*warnings, Reject("households", None, None, CLASS, None, certificate_dates(int(doubts))))
    return replace(register, households=frame.with_columns(used.alias(USED)), warnings=warnings)


def _days(frame: pl.DataFrame, name: str) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last day a date can be."""
    if name not in frame.columns:
        return pl.lit(None, pl.Date), pl.lit(None, pl.Date)
    return pl.col(name), pl.col(name + LAST if name + LAST in frame.columns else name)
