"""Answers over a register as columns: the same names and the same words from every engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.engines.outcome import Outcome
from povrules.language.numbers import Number, whole
from povrules.language.types import BoolType, DateType, NumberType, Type

JOIN = "|"
"""Between the possible values and between the missing facts of one cell; no value or fact name holds it."""
MAX_SCALE = 12
"""Digits behind the point a column can show; an exact quotient that needs more stays text as ``1/3``."""


def answer_columns(name: str, type: Type, outcomes: Sequence[Outcome]) -> list[pl.Series]:
    """The columns of one decision.

    Returns:
        ``name``; and where anything is undetermined ``name_possible`` and ``name_missing`` (joined by ``|``),
        ``name_reason``, and for numbers ``name_low`` and ``name_high``.
    """
    found = [_typed(name, type, [o.value for o in outcomes])]
    if all(o.determined for o in outcomes):
        return found
    found.append(_text(f"{name}_possible", (None if o.determined else joined(o.possible) for o in outcomes)))
    if isinstance(type, NumberType):
        found.append(_typed(f"{name}_low", type, [o.low for o in outcomes]))
        found.append(_typed(f"{name}_high", type, [o.high for o in outcomes]))
    found.append(_text(f"{name}_missing", (None if o.determined else JOIN.join(o.missing) for o in outcomes)))
    found.append(_text(f"{name}_reason", (o.reason for o in outcomes)))
    return found


def joined(values: Iterable[Any]) -> str:
    """Possible values in one cell."""
    return JOIN.join(str(v).lower() if isinstance(v, bool) else str(v) for v in values)


def _text(name: str, values: Iterable[str | None]) -> pl.Series:
    return pl.Series(name, list(values), pl.String)


def _typed(name: str, type: Type, values: list[Any]) -> pl.Series:
    if isinstance(type, BoolType):
        return pl.Series(name, values, pl.Boolean)
    if isinstance(type, DateType):
        return pl.Series(name, values, pl.Date)
    if isinstance(type, NumberType):
        return number_column(name, values)
    return pl.Series(name, values, pl.String)


def number_column(name: str, values: Sequence[Number | None]) -> pl.Series:
    """Exact numbers as a column: Int64 when all are whole, else Decimal, else text with exact fractions."""
    scale = 0
    for value in {v for v in values if isinstance(v, Fraction)}:
        scale = max(scale, decimals(value))
    if scale > MAX_SCALE:
        return pl.Series(name, [None if v is None else str(v) for v in values], pl.String)
    if scale == 0:
        return pl.Series(name, values, pl.Int64)
    texts = [None if v is None else _decimal(v, scale) for v in values]
    return pl.Series(name, texts, pl.String).cast(pl.Decimal(38, scale))


def scaled_column(series: pl.Series, scale: int) -> pl.Series:
    """Whole numbers that stand for ones with ``scale`` decimals, as ``number_column`` shows them."""
    found: dict[int, Number] = {v: whole(Fraction(v, 10**scale)) for v in series.drop_nulls().unique().to_list()}
    shown = number_column(series.name, list(found.values()))
    return series.replace_strict(list(found), shown, default=None, return_dtype=shown.dtype)


def decimals(value: Number) -> int:
    """Digits behind the point that show the value exactly; more than ``MAX_SCALE`` when there are no such.

    >>> decimals(3), decimals(Fraction(3, 40)), decimals(Fraction(1, 3)) > MAX_SCALE
    (0, 3, True)
    """
    for scale in range(MAX_SCALE + 1):
        if (value * 10**scale).denominator == 1:
            return scale
    return MAX_SCALE + 1


def _decimal(value: Number, scale: int) -> str:
    digits = int(Fraction(value) * 10**scale)
    sign, digits = ("-", -digits) if digits < 0 else ("", digits)
    return f"{sign}{digits // 10**scale}.{digits % 10**scale:0{scale}d}"
