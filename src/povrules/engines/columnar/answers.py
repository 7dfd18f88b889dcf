"""Answers as columns, put together from what the columns settle, what their states mean, and what was handed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.engines.columnar.lowering import Key, Lowering
from povrules.engines.columnar.packing import Packed
from povrules.engines.columnar.states import States, missing_texts
from povrules.engines.columnar.values import Amount, Code, Day, Value
from povrules.engines.outcome import Outcome
from povrules.engines.results import answer_columns, joined, number_column
from povrules.language.numbers import whole
from povrules.language.types import NumberType
from povrules.policy.resolved import ResolvedPolicy


@dataclass(frozen=True, slots=True)
class Output:
    """Where the value of an answer stands among the columns of a lowering.

    Args:
        key: the decision, variable or fact.
        value: the lowered value, every part of it a column or the same for all.
        columns: the names to be worked out.
        packed: the state of undetermined rows, where it is a small number.
    """

    key: Key
    value: Value
    columns: tuple[str, ...]
    packed: Packed | None


def output_of(lowering: Lowering, key: Key, packed: Packed | None) -> Output:
    """An answer whose parts are columns of the lowering."""
    value = lowering.ref(*key)
    names = [name for expr in _parts(value) for name in expr.meta.root_names()]
    if packed is not None:
        names += [packed.state, *([packed.mask] if packed.mask else [])]
    return Output(key, value, tuple(dict.fromkeys(names)), packed)


def _parts(value: Value) -> list[pl.Expr]:
    if isinstance(value, Amount):
        return [value.low, value.high, *([] if value.over is None else [value.over])]
    return [value.low, value.high] if isinstance(value, Day) else [value.expr]


def settled(frame: pl.DataFrame, height: int, output: Output, name: str) -> pl.Series:
    """The value where the columns know it, typed as results are; null elsewhere."""
    value = output.value

    def column(expr: pl.Expr) -> pl.Series:
        found = frame.select(expr.alias(name)).to_series() if frame.width else pl.select(expr.alias(name)).to_series()
        return found if len(found) == height else found.new_from_index(0, height)

    if isinstance(value, Code):
        return pl.Series(value.members, dtype=pl.String).gather(column(value.expr)).alias(name)
    if isinstance(value, Amount):
        low = column(value.low if value.exact else pl.when(value.low == value.high).then(value.low))
        if value.over is None:
            return low.cast(pl.Int64)
        return _quotients(name, low, column(value.over))
    if isinstance(value, Day):
        return column(value.low if value.exact else pl.when(value.low == value.high).then(value.low))
    return column(value.expr)


def _quotients(name: str, top: pl.Series, bottom: pl.Series) -> pl.Series:
    pairs = zip(top.to_list(), bottom.to_list(), strict=True)
    return number_column(name, [None if a is None or b is None else whole(Fraction(a, b)) for a, b in pairs])


@dataclass(frozen=True, slots=True)
class Handed:
    """Different answers, and which of them each position has."""

    outcomes: Sequence[Outcome]
    which: pl.Series
    positions: pl.Series


def columns_of(
    name: str, type: Any, value: pl.Series, handed: Handed | None, states: StateColumns | None
) -> list[pl.Series]:
    """The columns of one decision, as ``answer_columns`` makes them."""
    height = len(value)
    number = isinstance(type, NumberType)
    parts: list[dict[str, pl.Series]] = []
    if states is not None:
        parts.append(states.columns(number))
    if handed is not None:
        parts.append(_spread(type, handed, height))
    if not any("reason" in made for made in parts):
        return [_first(name, [value, *(made["value"] for made in parts)])]
    made_of = {part: [made[part] for made in parts if part in made] for part in ("possible", "missing", "reason")}
    found = [_first(name, [value, *(made["value"] for made in parts)])]
    found.append(_first(f"{name}_possible", made_of["possible"]))
    if number:
        for end in ("low", "high"):
            found.append(_first(f"{name}_{end}", [value, *(made[end] for made in parts)]))
    found += [_first(f"{name}_{part}", made_of[part]) for part in ("missing", "reason")]
    return found


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
    if len(columns) == 1:
        return columns[0].alias(name)
    if len({str(column.dtype) for column in columns if column.dtype != pl.Null}) > 1:
        return _widest(name, columns)
    frame = pl.DataFrame([column.alias(str(i)) for i, column in enumerate(columns)])
    return frame.select(pl.coalesce(pl.all()).alias(name)).to_series()


def _widest(name: str, columns: Sequence[pl.Series]) -> pl.Series:
    """Numbers that need different numbers of decimals: read exactly, written alike."""
    rows = zip(*(column.cast(pl.String).to_list() for column in columns), strict=True)
    texts = [next((cell for cell in row if cell is not None), None) for row in rows]
    return number_column(name, [None if text is None else whole(Fraction(text)) for text in texts])


@dataclass(slots=True)
class StateColumns:
    """The answers of packed rows."""

    policy: ResolvedPolicy
    packed: Packed
    states: States
    state: pl.Series
    mask: pl.Series | None

    def answered(self) -> pl.Series:
        """Which rows have their answer here."""
        unlike = [state for state, answer in self.states.answers.items() if answer is None]
        found = self.state.is_not_null()
        return found & ~self.state.is_in(unlike).fill_null(False) if unlike else found

    def columns(self, number: bool) -> dict[str, pl.Series]:
        """Possible values, what is missing and the reason, row by row."""
        present = [(s, a) for s in self.state.unique().drop_nulls().to_list() if (a := self.states.answers[s])]
        places = pl.Series([state for state, _ in present], dtype=pl.UInt32)

        def table(cell: Callable[[Outcome], Any], dtype: type[pl.DataType]) -> pl.Expr:
            cells = pl.Series([cell(answer) for _, (answer, _) in present], dtype=dtype)
            which = pl.repeat(None, self.packed.states, dtype=pl.UInt32, eager=True)
            which = which.scatter(places, pl.int_range(len(present), dtype=pl.UInt32, eager=True))
            return pl.lit(cells.gather(which)).gather(pl.col("state"))

        patterns = list(dict.fromkeys(pattern for _, (_, pattern) in present))
        size = 1 << len(self.packed.flags)
        texts = pl.concat(
            [missing_texts(self.states, self.policy, self.packed, pattern) for pattern in patterns]
            or [pl.Series([], dtype=pl.String)]
        )
        starts = pl.Series([patterns.index(pattern) * size for _, (_, pattern) in present], dtype=pl.UInt32)
        empty = pl.repeat(None, self.packed.states, dtype=pl.UInt32, eager=True)
        begin = pl.lit(empty.scatter(places, starts)).gather(pl.col("state"))
        made = {
            "possible": table(lambda o: None if o.determined else joined(o.possible), pl.String),
            "reason": table(lambda o: o.reason, pl.String),
            "missing": pl.lit(texts).gather(begin + pl.col("mask") if self.mask is not None else begin),
        }
        if number:
            made |= {"low": table(lambda o: o.low, pl.Int64), "high": table(lambda o: o.high, pl.Int64)}
        frame = pl.DataFrame([self.state.alias("state")])
        if self.mask is not None:
            frame = frame.with_columns(self.mask.alias("mask").cast(pl.UInt32))
        done = frame.lazy().select(**made).collect()
        found = {column.name: column for column in done.get_columns()}
        return found | {"value": pl.repeat(None, len(self.state), dtype=pl.Null, eager=True)}


