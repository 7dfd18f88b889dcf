"""Answers as columns, put together from what the columns settle, what their states mean, and what was handed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.packing import Packed
from povrules.engines.columnar.shown import one_kind, quotients
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.states import States, missing_texts, present
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
        known: for a count, the column that holds it where it is known.
    """

    key: Key
    value: Value
    columns: tuple[str, ...]
    packed: Packed | None
    known: pl.Expr | None


def output_of(lowering: Lowering, key: Key, packed: Packed | None) -> Output:
    """An answer whose parts are columns of the lowering."""
    value = lowering.ref(*key)
    if isinstance(value, Amount) and value.narrow and not value.exact:
        # Known where both ends are one; worked out with everything else, in one pass.
        low, high = value.low.cast(pl.Int64), value.high.cast(pl.Int64)
        both = {"low": low, "high": high, "known": pl.when(value.low == value.high).then(low)}
        made = [lowering.define(f"={key[1]} {end}", expr, value.at) for end, expr in both.items()]
        value = replace(value, low=made[0], high=made[1])
        known = made[2]
        return Output(key, value, names_of([*made, *_state_columns(packed)]), packed, known)
    return Output(key, value, names_of([*_parts(value), *_state_columns(packed)]), packed, None)


def _state_columns(packed: Packed | None) -> list[pl.Expr]:
    return [] if packed is None else [pl.col(name) for name in (packed.state, packed.mask) if name is not None]


def names_of(exprs: Sequence[pl.Expr]) -> tuple[str, ...]:
    """The columns that expressions read."""
    return tuple(dict.fromkeys(name for expr in exprs for name in expr.meta.root_names()))


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
    if output.known is not None:
        return column(output.known)
    if isinstance(value, Amount):
        low = column(value.low if value.exact else pl.when(value.low == value.high).then(value.low))
        if value.over is None:
            return low.cast(pl.Int64)
        return quotients(name, low, column(value.over) if value.over.meta.root_names() else value.over_size)
    if isinstance(value, Day):
        return column(value.low if value.exact else pl.when(value.low == value.high).then(value.low))
    return column(value.expr)


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
    found.append(_first(f"{name}_possible", made_of["possible"]))
    if number:
        for end in ("low", "high"):
            found.append(_first(f"{name}_{end}", [*(made[end] for made in parts), value]))
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
    if not columns[0].null_count():
        return columns[0].alias(name)
    if len(columns) == 1:
        return columns[0].alias(name)
    columns = one_kind(columns)
    if len({column.dtype for column in columns if column.dtype != pl.Null}) > 1:
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
        found = self.state != self.packed.states
        unlike = [state for state, answer in self.states.answers.items() if answer is None]
        return found & ~self.state.is_in(unlike) if unlike else found

    def columns(self, value: Value) -> dict[str, pl.Expr]:
        """Possible values, what is missing and the reason, as expressions over ``state`` and ``mask``."""
        met = [(state, self.states.answers[state]) for state in present(self.packed, self.state)]
        met_answers = [(state, answer) for state, answer in met if answer is not None]
        length = self.packed.states + 1

        def table(cell: Callable[[Outcome], Any], make: Callable[[list[Any]], pl.Series]) -> pl.Expr:
            cells: list[Any] = [None] * length
            for state, (answer, _) in met_answers:
                cells[state] = cell(answer)
            return pl.lit(make(cells)).gather(pl.col("state"))

        def texts_of(cells: list[Any]) -> pl.Series:
            return pl.Series(cells, dtype=pl.String)

        def numbers(cells: list[Any]) -> pl.Series:
            return number_column("", cells)

        patterns = list(dict.fromkeys(pattern for _, (_, pattern) in met_answers))
        size = 1 << len(self.packed.flags)
        texts = [missing_texts(self.states, self.policy, self.packed, pattern) for pattern in patterns]
        nothing = pl.repeat(None, size, dtype=pl.String, eager=True)
        begins = [len(patterns) * size] * length
        for state, (_, pattern) in met_answers:
            begins[state] = patterns.index(pattern) * size
        place = pl.lit(pl.Series(begins, dtype=pl.UInt32)).gather(pl.col("state"))
        if self.mask is not None:
            place = place + pl.col("mask")
        found = {
            "possible": table(lambda o: None if o.determined else joined(o.possible), texts_of),
            "missing": pl.lit(pl.concat([*texts, nothing])).gather(place),
            "reason": table(lambda o: o.reason, texts_of),
        }
        if isinstance(value, Amount) and not value.narrow:
            found |= {"low": table(lambda o: o.low, numbers), "high": table(lambda o: o.high, numbers)}
        return found

    def made(self, value: Value, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """The columns themselves."""
        parts = [self.state.alias("state")]
        if self.mask is not None:
            parts.append(self.mask.alias("mask").cast(pl.UInt32))
        columns = pl.DataFrame(parts).lazy().select(**self.columns(value)).collect()
        found = {column.name: column for column in columns.get_columns()}
        if isinstance(value, Amount) and value.narrow:
            # Independent flags: what is true, and what is not false, are the ends that some completion reaches.
            ends = frame.select(low=value.low, high=value.high)
            found |= {"low": ends.get_column("low"), "high": ends.get_column("high")}
        return found
