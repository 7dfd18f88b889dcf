"""Ages and days some months on, over columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from povrules.engines.columnar.arithmetic import exactly
from povrules.engines.columnar.intervals import SPARE
from povrules.engines.columnar.values import Amount, Day, Moved, later, nowhere
from povrules.language.calendar import add_months
from povrules.language.calendar import age_on as age
from povrules.language.numbers import Number


def age_on(birth: Day, day: Day) -> Amount:
    """Full years from a birth day to a day."""

    def years(born: pl.Expr, seen: pl.Expr) -> pl.Expr:
        early = _in_year(seen) < _in_year(born)
        return (seen.dt.year() - born.dt.year() - early.cast(pl.Int32)).cast(pl.Int64)

    low = years(birth.high, day.low)
    high = low if birth.exact and day.exact else years(birth.low, day.high)
    nullable, seen, moved = birth.nullable or day.nullable, day.const, None
    if seen is not None:
        moved = Moved(birth, (lambda born: -age(born, seen),), None, birth.nullable, birth.at)
    return Amount(low, high, None, 1000, 1, False, False, nullable, later(birth, day), moved=moved)


def _in_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int16) * 32 + day.dt.day()


def plus_months(day: Day, months: Amount, factor: int) -> Day:
    """A day and whole months, clipped to the end of the month."""
    if nowhere(day):
        return day
    if nowhere(months):
        unknown = pl.lit(None, pl.Date)
        return Day(unknown, unknown, True, later(day, months))
    count = exactly(months)
    shift = (count.low if count.over is None else count.low // count.over) * factor

    def moved(start: pl.Expr) -> pl.Expr:
        index = start.dt.year().cast(pl.Int64) * 12 + start.dt.month() - 1 + shift
        first = pl.date(index // 12, index % 12 + 1, 1)
        return first + pl.duration(days=pl.min_horizontal(start.dt.day(), first.dt.month_end().dt.day()) - 1)

    low = moved(day.low)
    high = low if day.exact else moved(day.high)
    return Day(low, high, day.nullable or months.nullable, later(day, months), moved=_by_a_few(day, months, factor))


def _by_a_few(day: Day, months: Amount, factor: int) -> Moved | None:
    """The day moved by one of a few numbers of months; None where they are others in every row, or too many."""
    choice, at = months.choice, later(day, months)
    cells: tuple[Number, ...] = () if choice is None else choice.cells
    if months.const is not None:
        cells = (months.const,)
    if not cells or any(cell.denominator != 1 or abs(int(cell) * factor) >= SPARE // 31 for cell in cells):
        return None
    ways = tuple(_on(int(cell) * factor) for cell in cells)
    one = len(ways) == 1 and not months.nullable
    return Moved(day, ways, None if one or choice is None else choice.code, day.nullable or months.nullable, at)


def _on(months: int) -> Callable[[date], date]:
    return lambda start: add_months(start, months)
