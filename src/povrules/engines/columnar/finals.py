"""Answers made ready in the same pass that works them out, wherever the columns settle every row.

A benefit of a programme is empty where the programme is not granted, so what it would be there is never worked out.
Whether every row is settled is known beforehand where no column it rests on has blanks, else by counting afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from povrules.engines.columnar import arithmetic
from povrules.engines.columnar.logic import plain, start
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.shown import quotients
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.values import Amount, Code, Day, Truth, Value, nowhere
from povrules.engines.results import decimals, number_column
from povrules.language import nodes as n
from povrules.language.numbers import Number
from povrules.policy.resolved import ResolvedPolicy

Kind = Literal["ready", "numerator", "choice"]


@dataclass(frozen=True, slots=True)
class Final:
    """An answer as columns of the pass.

    Args:
        key: the decision, variable or fact.
        value: what it is, for a benefit while its programme is granted.
        column: its name in the pass.
        kind: the column is ``ready``; or it holds ``numerator``s over ``over``; or a ``choice`` of ``cells``, shown
            with the places that the longest of them needs.
        code: for a choice, the column that says which cell a row has.
        granted: for a benefit the column that says whether its programme is granted.
        sure: every row is settled, whatever the columns hold.
    """

    key: Key
    value: Value
    column: str
    kind: Kind
    over: int
    cells: tuple[Number, ...]
    code: str | None
    granted: str | None
    sure: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The names in the pass."""
        return tuple(name for name in (self.column, self.code, self.granted) if name is not None)

    def settled(self, frame: pl.DataFrame) -> bool:
        """Whether every row knows its answer."""
        if self.sure:
            return True
        nulls = frame.get_column(self.column).null_count()
        if self.granted is None:
            return not nulls
        granted = frame.get_column(self.granted)
        return not granted.null_count() and nulls == len(granted) - int(granted.sum())

    def series(self, frame: pl.DataFrame, name: str) -> pl.Series:
        """The column as results show it, under that name."""
        column = frame.get_column(self.column)
        if self.kind == "numerator":
            return quotients(name, column, self.over)
        if self.kind == "choice" and self.code is None and column.null_count() == len(column):
            return pl.repeat(None, len(column), dtype=pl.Int64, eager=True).alias(name)
        if self.code is not None:
            code = frame.get_column(self.code)
            if not any((code == place).any() for place in _longest(self.cells)):
                # What is shown with fewer places, or none, depends on the numbers that are there.
                met = set(code.unique())
                shown = number_column(name, [cell if i in met else None for i, cell in enumerate((*self.cells, None))])
                return shown.gather(code)
        return column.alias(name)


def _longest(cells: Sequence[Number]) -> list[int]:
    """The places of the numbers that need the most decimals."""
    scales = [decimals(cell) for cell in cells]
    return [place for place, scale in enumerate(scales) if scale == max(scales)]


def granted_by(policy: ResolvedPolicy) -> Mapping[Key, Key]:
    """For each benefit of a programme in force, the programme."""
    return {
        (programme.of, benefit.id): (programme.of, programme.id)
        for programme in policy.programmes.values()
        if programme.in_force
        for benefit in programme.benefits.values()
    }


def final_of(lowering: Lowering, key: Key, programmes: Mapping[Key, Key]) -> Final | None:
    """An answer made ready in the pass; None for one that is better looked at row by row."""
    fact = lowering.policy.facts[key]
    granted: Truth | None = None
    if key in programmes:
        formula = fact.formula
        whether = lowering.ref(*programmes[key])
        if not isinstance(formula, n.IfElse) or not isinstance(whether, Truth) or nowhere(whether):
            return None
        if formula.test != n.Ref(programmes[key][1], key[0]):
            return None
        value = lowering.typed(_while_granted(lowering.policy, programmes[key], formula.then), key[0], fact.type)
        granted = whether
        if isinstance(value, Code) or (
            isinstance(value, Amount) and value.choice is not None and value.over is not None
        ):
            value = lowering.named(f"={key[1]} which", key[0], value)
    else:
        value = lowering.ref(*key)
        if value.nullable and key[0] == "household" and key not in programmes.values():
            return None
    if nowhere(value) or (isinstance(value, (Amount, Day)) and not value.exact):
        return None
    return _made(lowering, key, value, granted)


def _while_granted(policy: ResolvedPolicy, programme: Key, node: n.Node) -> n.Node:
    """A rule as it reads where the programme is granted: other benefits are what they give."""
    of, id = programme
    given: dict[n.Node, n.Node] = {}
    for benefit in policy.programmes[id].benefits.values():
        formula = policy.facts[of, benefit.id].formula
        if isinstance(formula, n.IfElse):
            given[n.Ref(benefit.id, of)] = n.substituted(formula.then, given)
    return n.substituted(node, given)


def _made(lowering: Lowering, key: Key, value: Value, granted: Truth | None) -> Final | None:
    at = max(value.at, start(key[0])) if granted is None else max(value.at, granted.at, start(key[0]))
    kind: Kind = "ready"
    over, cells, code = 1, tuple[Number, ...](), None

    def where(expr: pl.Expr) -> pl.Expr:
        return expr if granted is None else pl.when(granted.expr).then(expr)

    if isinstance(value, Code):
        expr = where(_table(pl.Series(value.members, dtype=pl.String), value.expr, value.nullable))
    elif isinstance(value, Amount):
        value = arithmetic.full(value)
        if value.choice is not None and not plain(value.low):
            cells, which = value.choice.cells, value.choice.code.cast(pl.UInt8)
            shown = number_column("", cells)
            if value.over is not None:
                kind = "choice"
                if len(cells) > 1 or value.nullable:
                    code = f"={key[1]} code"
                    none = pl.lit(len(cells), pl.UInt8)
                    said = which if granted is None else pl.when(granted.expr).then(which).otherwise(none)
                    lowering.define(code, said, at)
            expr = where(_table(shown, which, value.nullable))
        elif value.over is not None and value.over.meta.root_names():
            return None
        else:
            expr = where(value.low if value.over is not None else value.low.cast(pl.Int64))
            if value.over is not None:
                kind, over = "numerator", value.over_size
                if value.choice is not None and len(value.choice.cells) == 1 and not value.nullable:
                    kind, cells = "choice", value.choice.cells
                    expr = where(_literal(number_column("", cells)))
    else:
        expr = where(value.low if isinstance(value, Day) else value.expr)
    column = f"={key[1]}"
    if kind == "ready" and expr.meta.is_column():
        column = expr.meta.output_name()
    else:
        lowering.define(column, expr, at)
    granting = None if granted is None else _column(lowering, granted, key)
    sure = not value.nullable and (granted is None or not granted.nullable)
    return Final(key, value, column, kind, over, cells, code, granting, sure)


def _table(cells: pl.Series, code: pl.Expr, nullable: bool) -> pl.Expr:
    """Cells by their place. Gathering nothing by null places is slow: it is put in place afterwards."""
    if not nullable:
        return pl.lit(cells).gather(code) if len(cells) > 1 else _literal(cells)
    return pl.when(code.is_not_null()).then(pl.lit(cells).gather(code.fill_null(0)))


def _literal(cells: pl.Series) -> pl.Expr:
    """The one cell, for every row."""
    return pl.lit(cells[0], cells.dtype)


def _column(lowering: Lowering, granted: Truth, key: Key) -> str:
    """A column that holds a condition."""
    if granted.expr.meta.is_column():
        return granted.expr.meta.output_name()
    at = max(granted.at, start(key[0]))
    name = f"=granted {key[1]}"
    lowering.define(name, granted.expr, at)
    return name
