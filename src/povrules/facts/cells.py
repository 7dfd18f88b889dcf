"""One column of cells to one column of values. Each different text is read once; what cannot be read is noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from povrules.facts.folding import fold
from povrules.facts.mapping import Column
from povrules.facts.parse_number import MISSING, Locale, check_float_digits, parse_number
from povrules.facts.parse_scalars import enum_words, parse_bool, parse_date, parse_text
from povrules.facts.reasons import NOT_WHOLE, TOO_PRECISE, BadValue, Reason, out_of_range
from povrules.facts.scaled import decimals, fits, most_decimals, to_scaled
from povrules.facts.schema import FactSpec
from povrules.facts.texts import FEW, few_different
from povrules.language.calendar import PartialDate
from povrules.language.numbers import Number, whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType

# Texts that need no reading: whole numbers as we write them ourselves, codes. A digit shows that something is said.
_WHOLE = r"^(?:0|-?[1-9][0-9]{0,14})$"
_CODE = r"^[!-~]*[0-9][!-~]*$"
LAST = "__last"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be read: its position, what it says, why it cannot."""

    position: int
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What became of one column.

    Args:
        values: the values; a day that is known only in part has its first possible day here.
        last: the last possible day of each, for dates only.
        bad: cells that could not be read; their value is null.
        scale: decimals of a number; ``values`` hold it times ten to that power.
        plain: whether the column holds nothing but members of a list by their own names.
    """

    values: pl.Series
    last: pl.Series | None = None
    bad: list[BadCell] = field(default_factory=list)
    scale: int = 0
    plain: bool = False


def read_cells(
    text: pl.Series, column: Column, spec: FactSpec, locale: Locale | None, different: pl.Series | None = None
) -> Cells:
    """Read one column as the fact it carries.

    Args:
        text: its cells as text.
        column: how it is read (polarity, scale, empty cells).
        spec: the fact; gives type, unit and domain.
        locale: how ``1.234`` is read.
        different: its different texts, where they are few and known; they may be more than there are.
    """
    if isinstance(spec.type, BoolType):
        return _flags(text, column, spec, different)
    if isinstance(spec.type, NumberType):
        return _numbers(text, column, spec, locale)
    if isinstance(spec.type, DateType):
        return read_dates(text, spec)
    if isinstance(spec.type, EnumType):
        words = enum_words(spec.type, spec.member_labels)
        values, bad = _read_each(text if different is None else different, words.parse)
        return Cells(_replaced(text, values, pl.Enum(spec.type.members)), bad=_bad_cells(text, bad))
    return Cells(read_texts(text, different))


def read_texts(text: pl.Series, different: pl.Series | None = None) -> pl.Series:
    """Plain text: NFC, white space folded, null where nothing is said. ``different`` as in ``read_cells``."""
    if different is not None or few_different(text):
        found, _ = _read_each(text if different is None else different, parse_text)
        return text.alias("v") if all(a == b for a, b in found.items()) else _replaced(text, found, pl.String)
    return _with_fast_path(text, text.str.contains(_CODE), parse_text)


def read_dates(text: pl.Series, spec: FactSpec) -> Cells:
    """Days, months and years; both ends of what each can be."""

    def read(cell: str) -> date | PartialDate | None:
        day = parse_date(cell)
        if day is not None:
            first, last = (day.first, day.last) if isinstance(day, PartialDate) else (day, day)
            _check_range(spec, first, last)
        return day

    found, bad = _read_each(text, read)
    first = {cell: day.first if isinstance(day, PartialDate) else day for cell, day in found.items()}
    last = {cell: day.last if isinstance(day, PartialDate) else day for cell, day in found.items()}
    return Cells(_replaced(text, first, pl.Date), _replaced(text, last, pl.Date), _bad_cells(text, bad))


def truth_values(text: pl.Series) -> bool:
    """Whether the cells of a column are yes and no, rather than kinds of something."""
    cells = [cell for cell in text.drop_nulls().unique().to_list() if fold(cell) not in MISSING]
    found, _ = _read_each(pl.Series(cells, dtype=pl.String), parse_bool)
    return not cells or bool(found)


def flipped(column: Column, spec: FactSpec) -> bool:
    """Whether a yes in the column is a no of the fact."""
    return column.polarity is not None and (column.polarity == "has") == spec.name.startswith("deprived_")


def _flags(text: pl.Series, column: Column, spec: FactSpec, different: pl.Series | None) -> Cells:
    found, bad = _read_each(text if different is None else different, parse_bool)
    turned = flipped(column, spec)
    if turned:
        found = {cell: None if flag is None else not flag for cell, flag in found.items()}
    values = _replaced(text, found, pl.Boolean)
    if column.empty == "no":
        empty = text.is_null() | (text.str.strip_chars() == "")
        values = values.to_frame("v").select(pl.when(empty).then(pl.lit(turned)).otherwise("v").alias("v")).to_series()
    return Cells(values, bad=_bad_cells(text, bad))


def _numbers(text: pl.Series, column: Column, spec: FactSpec, locale: Locale | None) -> Cells:
    assert isinstance(spec.type, NumberType)
    kind = spec.type

    most = most_decimals(spec.low, spec.high)

    def read(cell: str) -> Number | None:
        number = parse_number(cell, locale, kind.unit)
        if number is None:
            return None
        check_float_digits(number)
        number = whole(number * column.scale)
        if kind.integer and not isinstance(number, int):
            raise BadValue(NOT_WHOLE)
        _check_range(spec, number, number)
        if decimals(number) > most or not fits(number, most):
            raise BadValue(TOO_PRECISE)
        return number

    ready = text.str.contains(_WHOLE)
    if column.scale != 1:
        ready = pl.repeat(False, text.len(), dtype=pl.Boolean, eager=True)
    else:
        ready = ready & _inside(text, ready, spec)
    rest = text.filter(~ready.fill_null(True))
    found, bad = _read_each(rest, read)
    scale = max((decimals(number) for number in found.values() if number is not None), default=0)
    plain = text.to_frame("t").select(pl.when(ready).then(pl.col("t")).cast(pl.Int64) * 10**scale).to_series()
    if not rest.is_empty():
        scaled = {cell: None if number is None else to_scaled(number, scale) for cell, number in found.items()}
        plain = plain.zip_with(plain.is_not_null(), _replaced(text, scaled, pl.Int64))
    return Cells(plain.alias("v"), bad=_bad_cells(text, bad), scale=scale)


def _inside(text: pl.Series, ready: pl.Series, spec: FactSpec) -> pl.Series:
    """Which whole numbers lie in the domain; the others are read one by one, which gives the reason."""
    number = text.to_frame("t").select(pl.when(ready).then(pl.col("t")).cast(pl.Int64).alias("n")).to_series()
    inside = pl.repeat(True, text.len(), dtype=pl.Boolean, eager=True)
    if isinstance(spec.low, Number):
        inside = inside & (number >= -(-spec.low // 1))
    if isinstance(spec.high, Number):
        inside = inside & (number <= spec.high // 1)
    return inside.fill_null(False)


def _check_range(spec: FactSpec, first: Any, last: Any) -> None:
    low: Any = spec.low
    high: Any = spec.high
    if (low is not None and first < low) or (high is not None and last > high):
        raise BadValue(out_of_range(shown_end(low), shown_end(high)))


def shown_end(end: Any) -> str | None:
    """One end of a domain as people write it."""
    if end is None:
        return None
    return end.strftime("%d/%m/%Y") if isinstance(end, date) else str(end)


def _with_fast_path(text: pl.Series, ready: pl.Series, read: Callable[[str], str | None]) -> pl.Series:
    """Cells that are ``ready`` stay as they are; each other text is read once."""
    rest = text.filter(~ready.fill_null(True))
    if rest.is_empty():
        return text.alias("v")
    found, _ = _read_each(rest, read)
    slow = _replaced(text, found, pl.String)
    both = pl.DataFrame([text.alias("t"), ready.alias("ready"), slow.alias("slow")])
    return both.select(pl.when("ready").then("t").otherwise("slow").alias("v")).to_series()


def _read_each(text: pl.Series, read: Callable[[str], Any]) -> tuple[dict[str, Any], dict[str, Reason]]:
    found: dict[str, Any] = {}
    bad: dict[str, Reason] = {}
    few = dict.fromkeys(text.to_list()) if text.len() <= FEW else text.unique(maintain_order=True).to_list()
    for cell in few:
        if cell is None:
            continue
        try:
            found[cell] = read(cell)
        except BadValue as problem:
            bad[cell] = problem.reason
    return found, bad


def _replaced(text: pl.Series, found: dict[str, Any], dtype: type[pl.DataType] | pl.DataType) -> pl.Series:
    if not found:
        return pl.repeat(None, text.len(), dtype=dtype, eager=True).alias("v")
    old = pl.Series(list(found), dtype=pl.String)
    new = pl.Series(list(found.values()), dtype=dtype)
    return text.replace_strict(old, new, default=None, return_dtype=dtype).alias("v")


def _bad_cells(text: pl.Series, bad: dict[str, Reason]) -> list[BadCell]:
    if not bad:
        return []
    positions = text.is_in(list(bad)).fill_null(False).arg_true().to_list()
    return [BadCell(position, text[position], bad[text[position]]) for position in positions]
