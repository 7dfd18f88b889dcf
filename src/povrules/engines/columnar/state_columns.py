"""The columns of rows whose state is a small number: read from tables by position, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from povrules.engines.columnar.packing import Packed
from povrules.engines.columnar.states import Pattern, States, missing_texts
from povrules.engines.columnar.values import Amount, Truth, Value
from povrules.engines.outcome import Outcome
from povrules.engines.results import joined, number_column
from povrules.policy.resolved import ResolvedPolicy

OPEN, VALUE, STATE, MASK = "open", "value", "state", "mask"
ENDS = ("low", "high")


@dataclass(frozen=True, slots=True)
class StateTables:
    """Cells by state, as expressions.

    Args:
        policy: the law in force.
        packed: what a state is made of.
        state, mask: the columns.
    """

    policy: ResolvedPolicy
    packed: Packed
    state: pl.Expr
    mask: pl.Expr | None

    def table(self, cells: Mapping[int, Any], other: Any, make: Callable[[list[Any]], pl.Series]) -> pl.Expr:
        """A cell for each state, read by position. Without nulls among them reading is three times faster."""
        column = [other] * (self.packed.states + 1)
        for state, cell in cells.items():
            column[state] = cell
        return pl.lit(make(column)).gather(self.state.cast(pl.UInt32))

    def among(self, states: Mapping[int, Any]) -> pl.Expr:
        """Whether a row has one of these states."""
        return self.table(dict.fromkeys(states, True), False, lambda cells: pl.Series(cells, dtype=pl.Boolean))

    def texts(self, answers: Mapping[int, Outcome], cell: Callable[[Outcome], str | None]) -> pl.Expr:
        """A text for each state; what other rows have is of no matter."""
        cells = {state: cell(answer) for state, answer in answers.items()}
        if len(set(cells.values())) == 1:
            return pl.lit(next(iter(cells.values())), pl.String)
        return self.table(cells, "", lambda column: pl.Series(column, dtype=pl.String))

    def missing(self, patterns: Mapping[int, Pattern]) -> pl.Expr:
        """The missing facts: by the pattern of the state, then by the mask of unknown flags."""
        different = list(dict.fromkeys(patterns.values()))
        if not different:
            return pl.lit(None, pl.String)
        texts = [missing_texts(self.policy, self.packed.flags, pattern) for pattern in different]
        if len(different) == 1:
            # Without flags there is one text, for every row.
            return pl.lit(texts[0][0]) if self.mask is None else pl.lit(texts[0]).gather(self.mask.cast(pl.UInt32))
        begins = {state: different.index(pattern) * len(texts[0]) for state, pattern in patterns.items()}
        place = self.table(begins, 0, lambda column: pl.Series(column, dtype=pl.UInt32))
        return pl.lit(pl.concat(texts)).gather(place if self.mask is None else place + self.mask.cast(pl.UInt32))


@dataclass(slots=True)
class StateColumns:
    """The answers of packed rows.

    Args:
        policy: the law in force.
        packed: what a state is made of.
        states: the answers of all states that the rows have.
        state, mask: the columns.
        ends: the least and the most of a count.
    """

    policy: ResolvedPolicy
    packed: Packed
    states: States
    state: pl.Series
    mask: pl.Series | None
    ends: pl.DataFrame | None

    def answered(self) -> pl.Series:
        """Which rows have their answer here."""
        found = self.state != self.packed.states
        unlike = [state for state, answer in dict(self.states.answers).items() if answer is None]
        return found & ~self.state.is_in(unlike) if unlike else found

    def made(self, value: Value, shown: pl.Series) -> dict[str, pl.Series]:
        """The columns of an answer by their part: ``value``, ``possible``, ``missing``, ``reason``, ``low``, ``high``.

        Args:
            value: as lowered.
            shown: the value where the columns settle it.
        """
        parts = [self.state.alias(STATE), shown.alias(VALUE)]
        if self.mask is not None:
            parts.append(self.mask.alias(MASK))
        if self.ends is not None and not self.states.narrowed:
            parts += self.ends.get_columns()
        tables = StateTables(self.policy, self.packed, pl.col(STATE), None if self.mask is None else pl.col(MASK))
        met = dict(self.states.answers)  # other threads may meet more meanwhile
        answers = {state: answer for state, answer in met.items() if answer is not None}
        undetermined = {state: answer for state, (answer, _) in answers.items() if not answer.determined}
        rows = pl.DataFrame(parts).lazy().with_columns(tables.among(undetermined).alias(OPEN))
        exprs: dict[str, pl.Expr] = {
            "possible": pl.when(OPEN).then(tables.texts(undetermined, lambda o: joined(o.possible))),
            "missing": pl.when(OPEN).then(tables.missing({state: answers[state][1] for state in undetermined})),
            "reason": pl.when(OPEN).then(tables.texts(undetermined, lambda o: o.reason)),
        }
        if isinstance(value, Amount) and self.ends is not None and not self.states.narrowed:
            exprs |= {end: pl.col(end).cast(pl.Int64) for end in ENDS}
        elif isinstance(value, Amount):
            exprs |= {end: _end(tables, undetermined, end, shown.dtype) for end in ENDS}
        sure = {state: answer for state, (answer, _) in answers.items() if answer.determined}
        if sure:  # a constraint settles what the columns left open
            exprs[VALUE] = _settled(tables, sure, value)
            rows = rows.with_columns(exprs[VALUE].alias(VALUE))
        found = rows.select(**exprs).collect(engine="streaming")
        return {column.name: column for column in found.get_columns()}


def _end(tables: StateTables, answers: dict[int, Outcome], end: str, type: pl.DataType) -> pl.Expr:
    """The least or the most that an open row allows; elsewhere the value, where it can stand in the same column."""
    cells = {state: getattr(answer, end) for state, answer in answers.items()}
    bounded = None not in cells.values()
    made = number_column("", list(cells.values()))
    table = tables.table(cells, 0 if bounded else None, lambda column: number_column("", column))
    found = pl.when(OPEN).then(table)
    return found.otherwise(pl.col(VALUE)) if made.dtype == type else found


def _settled(tables: StateTables, answers: dict[int, Outcome], value: Value) -> pl.Expr:
    cells = {state: answer.value for state, answer in answers.items()}
    if isinstance(value, Amount):
        return pl.when(tables.among(answers)).then(tables.table(cells, 0, lambda column: number_column("", column)))
    other, type = (False, pl.Boolean) if isinstance(value, Truth) else ("", pl.String)
    return pl.when(tables.among(answers)).then(tables.table(cells, other, lambda column: pl.Series(column, dtype=type)))
