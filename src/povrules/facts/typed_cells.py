"""Columns that hold values already, not texts: nothing to read, only to check. They answer as their texts would."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import polars as pl

from povrules.facts.cells import BadCell, Cells, flipped, shown_end
from povrules.facts.mapping import Column
from povrules.facts.parse_scalars import FIRST_YEAR, LAST_YEAR, enum_words
from povrules.facts.raw_table import as_text
from povrules.facts.reasons import NOT_A_DATE, NOT_A_FLAG, BadValue, Reason, out_of_range
from povrules.facts.schema import FactSpec
from povrules.language.numbers import Number
from povrules.language.types import BoolType, DateType, EnumType, NumberType

_LARGEST = 10**15  # larger ones are read as text, digit by digit
_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
# Looked up, not worked out anew for each row: a tenth of the time.
_FIRST_DAYS = pl.Series([date(year, 1, 1) for year in _YEARS])
_LAST_DAYS = pl.Series([date(year, 12, 31) for year in _YEARS])


def typed_cells(cells: pl.Series, column: Column, spec: FactSpec) -> Cells | None:
    """Check one column of values as the fact it carries.

    Args:
        cells: the column as it came.
        column: how it is read.
        spec: the fact; gives type and domain.

    Returns:
        None when the column must be read as text.
    """
    if isinstance(spec.type, BoolType):
        return _flags(cells, column, spec)
    if isinstance(spec.type, NumberType):
        return _numbers(cells, column, spec)
    if isinstance(spec.type, DateType):
        return typed_days(cells, spec)
    if isinstance(spec.type, EnumType):
        return _members(cells, spec, spec.type)
    return None


def typed_days(cells: pl.Series, spec: FactSpec, *, year: bool = False) -> Cells | None:
    """Days, or with ``year`` whole years as numbers, as both ends of what each can be."""
    if cells.dtype == pl.Date or cells.dtype in (pl.Datetime("us"), pl.Datetime("ms"), pl.Datetime("ns")):
        first = last = cells.cast(pl.Date)
        years = first.dt.year()
    elif year and (whole := _whole(cells)) is not None:
        years = whole
        places = years - FIRST_YEAR
        if not _within(years, FIRST_YEAR, LAST_YEAR):
            places = places.set(~years.is_between(FIRST_YEAR, LAST_YEAR), None)
        places = places.cast(pl.UInt32)
        first, last = _FIRST_DAYS[places], _LAST_DAYS[places]
    else:
        return None
    if _within(years, FIRST_YEAR, LAST_YEAR) and _within(first, spec.low, None) and _within(last, None, spec.high):
        return Cells(first.alias("v"), last.alias("v"))
    bad = _bad(cells, ~years.is_between(FIRST_YEAR, LAST_YEAR), NOT_A_DATE)
    outside = pl.repeat(False, cells.len(), dtype=pl.Boolean, eager=True)
    if spec.low is not None:
        outside = outside | (first < spec.low)
    if spec.high is not None:
        outside = outside | (last > spec.high)
    known = {each.position for each in bad}
    beyond = _bad(cells, outside, out_of_range(shown_end(spec.low), shown_end(spec.high)))
    bad += [each for each in beyond if each.position not in known]
    if bad:
        positions = [each.position for each in bad]
        first, last = first.scatter(positions, None), last.scatter(positions, None)
    return Cells(first.alias("v"), last.alias("v"), bad)


def _within(values: pl.Series, low: Any, high: Any) -> bool:
    """Whether no known value lies outside."""
    least, most = (values.min(), values.max()) if values.null_count() < values.len() else (None, None)
    return least is None or ((low is None or least >= low) and (high is None or most <= high))


def _flags(cells: pl.Series, column: Column, spec: FactSpec) -> Cells | None:
    bad: list[BadCell] = []
    if cells.dtype == pl.Boolean:
        flags = cells
    elif (whole := _whole(cells)) is not None:
        bad = _bad(cells, (whole < 0) | (whole > 1), NOT_A_FLAG)
        flags = whole.scatter([each.position for each in bad], None) == 1 if bad else whole == 1
    else:
        return None
    turned = flipped(column, spec)
    if turned:
        flags = ~flags
    if column.empty == "no":
        flags = flags.zip_with(cells.is_not_null(), pl.repeat(turned, cells.len(), dtype=pl.Boolean, eager=True))
    return Cells(flags.alias("v"), bad=bad)


def _numbers(cells: pl.Series, column: Column, spec: FactSpec) -> Cells | None:
    numbers = _whole(cells) if column.scale == 1 else None
    if numbers is None:
        return None
    low = math.ceil(spec.low) if isinstance(spec.low, Number) else -_LARGEST
    high = math.floor(spec.high) if isinstance(spec.high, Number) else _LARGEST
    least, most = numbers.min(), numbers.max()
    if not isinstance(least, int) or not isinstance(most, int) or (low <= least and most <= high):
        return Cells(numbers.alias("v"))
    outside = (numbers < low) | (numbers > high)
    bad = _bad(cells, outside, out_of_range(shown_end(spec.low), shown_end(spec.high)))
    if bad:
        numbers = numbers.scatter([each.position for each in bad], None)
    return Cells(numbers.alias("v"), bad=bad)


def _whole(cells: pl.Series) -> pl.Series | None:
    """The column as whole numbers of ordinary size, or None where one is not."""
    if cells.dtype.is_float():
        if not ((cells == cells.round()) & cells.is_finite()).all():
            return None
    elif not cells.dtype.is_integer():
        return None
    least, most = cells.min(), cells.max()
    ordinary = least is None or (least > -_LARGEST and most < _LARGEST)  # type: ignore[operator]
    return cells.cast(pl.Int64) if ordinary else None


def _members(cells: pl.Series, spec: FactSpec, kind: EnumType) -> Cells | None:
    """Members by their names; other words for them are read as text, each once."""
    if cells.dtype != pl.String and cells.dtype not in (pl.Enum, pl.Categorical):
        return None
    words = enum_words(kind, spec.member_labels)
    if not words.own_names:
        return None
    type = pl.Enum(kind.members)
    if cells.dtype == type:
        return Cells(cells.alias("v"))
    found = cells.cast(pl.String).cast(type, strict=False)
    if found.null_count() == cells.null_count():
        return Cells(found.alias("v"), plain=True)
    other = found.is_null() & cells.is_not_null()
    texts = cells.cast(pl.String)
    meant: dict[str, str | None] = {}
    bad: dict[str, Reason] = {}
    for text in texts.filter(other).unique(maintain_order=True).to_list():
        try:
            meant[text] = words.parse(text)
        except BadValue as problem:
            bad[text] = problem.reason
    if meant:
        read = texts.replace_strict(
            pl.Series(list(meant), dtype=pl.String),
            pl.Series(list(meant.values()), dtype=type),
            default=None,
            return_dtype=type,
        )
        found = found.zip_with(found.is_not_null(), read)
    positions = texts.is_in(list(bad)).fill_null(False).arg_true().to_list() if bad else []
    return Cells(found.alias("v"), bad=[BadCell(at, texts[at], bad[texts[at]]) for at in positions])


def _bad(cells: pl.Series, which: pl.Series, reason: Reason) -> list[BadCell]:
    positions = which.fill_null(False).arg_true()
    if not len(positions):
        return []
    texts = as_text(cells.gather(positions)).to_list()
    return [BadCell(at, text, reason) for at, text in zip(positions.to_list(), texts, strict=True)]
