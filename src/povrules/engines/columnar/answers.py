"""Answers as columns, put together from what the columns settle, what their states mean, and what was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.packing import Packed
from povrules.engines.columnar.shown import one_kind, quotients
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.values import Amount, Code, Day, Truth, Value, Words, is_literal
from povrules.engines.outcome import Outcome
from povrules.engines.results import answer_columns, number_column
from povrules.language.numbers import whole
from povrules.language.types import NumberType


@dataclass(frozen=True, slots=True)
class Output:
    """Where the value of an answer stands among the columns of a lowering.

    Args:
        key: the decision, variable or fact.
        value: the lowered value, every part of it a column or the same for all.
        shown: the value as results show it, null where the columns do not settle it; None for a quotient, which is
            spelled once all of its column is there.
        columns: the names to be worked out.
        packed: the state of undetermined rows, where it is a small number.
        ends: the least and the most of a count with unknown items.
    """

    key: Key
    value: Value
    shown: pl.Expr | None
    columns: tuple[str, ...]
    packed: Packed | None
    ends: tuple[pl.Expr, pl.Expr] | None


def output_of(lowering: Lowering, key: Key, packed: Packed | None) -> Output:
    """An answer whose parts are columns of the lowering, worked out with everything else in one pass."""
    value = lowering.ref(*key)
    shown = _shown(value)
    if shown is not None and not (shown.meta.is_column() or is_literal(value)):
        shown = lowering.define(f"={key[1]}", shown, value.at)
    states = [] if packed is None else [pl.col(name) for name in (packed.state, packed.mask) if name is not None]
    parts = [shown]
    if shown is None:
        assert isinstance(value, Amount)
        parts = [value.low, value.high, value.over]
    ends = (value.low, value.high) if isinstance(value, Amount) and value.narrow and not value.exact else None
    columns = names_of([*(part for part in parts if part is not None), *states, *(ends or ())])
    return Output(key, value, shown, columns, packed, ends)


def names_of(exprs: Sequence[pl.Expr]) -> tuple[str, ...]:
    """The columns that expressions read."""
    return tuple(dict.fromkeys(name for expr in exprs for name in expr.meta.root_names()))


def _shown(value: Value) -> pl.Expr | None:
    if isinstance(value, Code):
        if value.const is not None:
            return pl.lit(value.members[value.const])
        # A gather by positions with nulls, or from names with nulls, is three times slower.
        codes = value.expr.fill_null(0) if value.nullable else value.expr
        names = pl.lit(pl.Series(value.members, dtype=pl.String)).gather(codes.cast(pl.UInt32))
        return pl.when(value.expr.is_not_null()).then(names) if value.nullable else names
    if isinstance(value, (Truth, Words)):
        return value.expr
    low = value.low if value.exact else pl.when(value.low == value.high).then(value.low)
    if isinstance(value, Day):
        return low
    return low.cast(pl.Int64) if value.over is None else None


def settled(frame: pl.DataFrame, height: int, output: Output, name: str) -> pl.Series:
    """The value where the columns know it, typed as results are; null elsewhere."""

    def column(expr: pl.Expr) -> pl.Series:
        found = frame.select(expr.alias(name)).to_series() if frame.width else pl.select(expr.alias(name)).to_series()
        return found if len(found) == height else found.new_from_index(0, height)

    if output.shown is not None:
        return column(output.shown)
    value = output.value
    assert isinstance(value, Amount)
    assert value.over is not None
    low = column(value.low if value.exact else pl.when(value.low == value.high).then(value.low))
    return quotients(name, low, column(value.over) if value.over.meta.root_names() else value.over_size)


@dataclass(frozen=True, slots=True)
class Handed:
    """Different answers, and which of them each position has."""

    outcomes: Sequence[Outcome]
    which: pl.Series
    positions: pl.Series


def columns_of(
    name: str, type: Any, value: pl.Series, handed: Handed | None, made: dict[str, pl.Series] | None
) -> list[pl.Series]:
    """The columns of one decision, as ``answer_columns`` makes them."""
    number = isinstance(type, NumberType)
    parts: list[dict[str, pl.Series]] = [] if made is None else [made]
    if handed is not None:
        parts.append(_spread(type, handed, len(value)))
    if not any("reason" in made for made in parts):
        return [_first(name, [value, *(made["value"] for made in parts if "value" in made)])]
    made_of = {part: [made[part] for made in parts if part in made] for part in ("possible", "missing", "reason")}
    found = [_first(name, [value, *(made["value"] for made in parts if "value" in made)])]
    reason = _first(f"{name}_reason", made_of["reason"])
    if reason.null_count() == len(reason):
        return found
    found.append(_first(f"{name}_possible", made_of["possible"]))
    if number:
        for end in ("low", "high"):
            # What was handed over first: beside a count's own ends a constraint may have narrowed it.
            found.append(_first(f"{name}_{end}", [*(made[end] for made in reversed(parts)), value]))
    return [*found, _first(f"{name}_missing", made_of["missing"]), reason]


def _spread(type: Any, handed: Handed, height: int) -> dict[str, pl.Series]:
    """The columns of the handed rows, spread over all rows."""
    which = pl.repeat(None, height, dtype=pl.UInt32, eager=True).scatter(handed.positions, handed.which)
    made = answer_columns("x", type, handed.outcomes)
    names = {"x": "value"} | {f"x_{part}": part for part in ("possible", "low", "high", "missing", "reason")}
    found = {names[series.name]: series.gather(which) for series in made}
    if isinstance(type, NumberType) and "low" not in found:
        found |= {"low": found["value"], "high": found["value"]}
    return found


def _first(name: str, columns: Sequence[pl.Series]) -> pl.Series:
    """The first of several columns that says something in a row."""
    if not columns[0].null_count():
        return columns[0].alias(name)
    if len(columns) == 1:
        return columns[0].alias(name)
    # Spelling numbers alike takes time; what says nothing in any row need not be.
    saying = [column for column in columns if column.null_count() < len(column)]
    if not saying:
        return columns[0].alias(name)
    columns = one_kind(saying)
    if len({column.dtype for column in columns if column.dtype != pl.Null}) > 1:
        return _widest(name, columns)
    frame = pl.DataFrame([column.alias(str(i)) for i, column in enumerate(columns)])
    return frame.select(pl.coalesce(pl.all()).alias(name)).to_series()


def _widest(name: str, columns: Sequence[pl.Series]) -> pl.Series:
    """Numbers that need different numbers of decimals: read exactly, written alike."""
    rows = zip(*(column.cast(pl.String).to_list() for column in columns), strict=True)
    texts = [next((cell for cell in row if cell is not None), None) for row in rows]
    return number_column(name, [None if text is None else whole(Fraction(text)) for text in texts])
