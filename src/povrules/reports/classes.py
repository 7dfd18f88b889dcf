"""The words that name a class: its code, and what the law calls it in both languages. No other, and no part of one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from povrules.facts.folding import fold
from povrules.language.errors import closest
from povrules.law.model import Words
from povrules.reports.errors import ReportError

LABELS: Mapping[str, Words] = MappingProxyType(
    {
        "poor": Words("hộ nghèo", "poor household"),
        "near_poor": Words("hộ cận nghèo", "near-poor household"),
        "average": Words("hộ có mức sống trung bình", "household with average living standard"),
        "above": Words("không thuộc diện: trên mức sống trung bình", "none: above the average living standard"),
    }
)
"""The labels of the law's list ``poverty_class``."""
_SPELT = {fold(word): (code, word) for code, told in LABELS.items() for word in (code, told.vi, told.en)}
_EXPECTED = ", ".join(f"{code} ({told.vi})" for code, told in LABELS.items())


def class_named(word: object, where: str) -> str:
    """The code of a class by any of its official words; case, white space and Unicode form do not matter.

    Args:
        word: a code or a label; part of one is none ("nghèo" stands in "cận nghèo").
        where: it stands, for the message.

    Raises:
        ReportError: no class is called so.

    >>> class_named(" Hộ  CẬN nghèo", "here"), class_named("Poor", "here")
    ('near_poor', 'poor')
    """
    key = fold(word) if isinstance(word, str) else ""
    if key not in _SPELT:
        near = closest(key, _SPELT)
        told = None if near is None else _SPELT[near][1]
        raise ReportError(f"{where} is {word!r}, which names no class", expected=_EXPECTED, closest=told)
    return _SPELT[key][0]


def classes_in(table: pl.DataFrame, name: str, what: str, rows: pl.Series | None = None) -> pl.Series:
    """A column of classes by their codes; null and empty cells are undetermined.

    Args:
        table: that has the column.
        name: of the column.
        what: of what the table is, for messages.
        rows: where a person sees each row; its position, where there is no other.

    Raises:
        ReportError: a word that names no class, with its row.

    >>> classes_in(pl.DataFrame({"c": ["Hộ nghèo", None]}), "c", "households").to_list()
    ['poor', None]
    """
    column = table.get_column(name)
    if column.is_null().all():
        return column.cast(pl.String)
    if column.dtype not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise ReportError(f"{what}: {name!r} holds {column.dtype}", expected=f"classes: {_EXPECTED}")
    words = column.cast(pl.String)
    codes: dict[str, str | None] = {}
    for word in words.unique(maintain_order=True).drop_nulls().to_list():
        position = int(words.eq(word).arg_max() or 0) if fold(word) not in _SPELT else 0
        row = position + 1 if rows is None else rows[position]
        codes[word] = class_named(word, f"{what}: {name!r} in row {row}") if fold(word) else None
    return words.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)
