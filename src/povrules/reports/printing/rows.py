"""The rows of a printed table: what stands in front of the numbers, and numbers as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from povrules.language.amounts import Lang, plain
from povrules.reports.counting import LEVEL, UNIT
from povrules.reports.printing import words as w
from povrules.reports.printing.description import Column

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Args:
        number: of the place within the one above; Roman for one that has places below it.
        place: its name.
        above: it is the sum of others.
        again: the same place as the row before it, in another unit.
        values: what the columns hold.
    """

    number: str
    place: str
    above: bool
    again: bool
    values: tuple[Any, ...]


def rows_of(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    places: Sequence[str],
    names: Mapping[str, Mapping[Any, str]],
    lang: Lang,
) -> Iterator[Row]:
    """The rows of a frame in its order.

    Args:
        frame: with the columns, and ``level`` when it has rows above others.
        columns: what to show.
        places: columns of places, from the largest.
        names: for a column of places, names for its codes.
        lang: ``vi`` or ``en``.
    """
    deepest = len(places)
    counters = [0] * (deepest + 1)
    before: tuple[Any, ...] | None = None
    for cells in frame.iter_rows(named=True):
        level = cells.get(LEVEL, deepest)
        key = (level, *(cells[place] for place in places))
        again, before = key == before, key
        if not again:
            counters[level] += 1
            counters[level + 1 :] = [0] * (deepest - level)
        number = "" if level == 0 else str(counters[level]) if level == deepest else roman(counters[level])
        if level == 0:
            place = w.TOTAL.of(lang)
        else:
            code = cells[places[level - 1]]
            known = names.get(places[level - 1], {})
            place = w.NOT_STATED.of(lang) if code is None else str(known.get(code) or code)
        values = tuple(cells[column.name] for column in columns)
        yield Row(number, place, level < deepest or deepest == 0, again, values)


def text_of(value: Any, column: Column, lang: Lang) -> str:
    """A cell for people.

    >>> from povrules.law.model import Words
    >>> share = Column("x", (Words("", ""),), "percent")
    >>> text_of(Decimal("4.03"), share, "vi"), text_of(Decimal("4.03"), share, "en")
    ('4,03 %', '4.03 %')
    """
    if value is None:
        return w.DASH
    if column.kind == "unit":
        return w.UNIT[value].of(lang)
    if column.kind == "percent":
        digits = f"{Decimal(value):.2f}"
        return f"{digits.replace('.', ',') if lang == 'vi' else digits} %"
    return plain(int(value), lang)


def roman(number: int) -> str:
    """A whole number in Roman numerals.

    >>> roman(4), roman(19)
    ('IV', 'XIX')
    """
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (number // worth)
        number %= worth
    return text


def open_note(frame: pl.DataFrame, open: Sequence[tuple[str, Any]], lang: Lang) -> str | None:
    """Of how many what is not known, in the whole table; None when everything is."""
    whole = frame.filter(pl.col(LEVEL) == 0) if LEVEL in frame.columns else frame
    if UNIT in frame.columns:
        whole = whole.filter(pl.col(UNIT) == "households")
    counts = [(label, int(whole.get_column(name).sum() or 0)) for name, label in open if name in whole.columns]
    told = [f"{label.of(lang)}: {plain(count, lang)}" for label, count in counts if count]
    return w.NOT_KNOWN_IS.of(lang).format("; ".join(told)) if told else None
