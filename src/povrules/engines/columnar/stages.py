"""Columns in stages: households, then persons, then households again, as far as rules read back and forth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

from povrules.engines.columnar.choices import made
from povrules.engines.columnar.logic import PERSONS, plain
from povrules.engines.columnar.values import Amount, At, Code, Truth, Value, Words, is_literal
from povrules.language.nodes import Scope

Key = tuple[Scope, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A column carried from one table to the other once its stage is done."""

    how: Literal["gather", "count", "total", "least", "most"]
    source: str
    name: str
    stage: int


@dataclass(slots=True)
class Stage:
    """Columns worked out over one table in one pass, layer on layer."""

    layers: dict[int, dict[str, pl.Expr]] = field(default_factory=dict)


class Stages:
    """What is worked out, stage by stage and layer on layer, and what is carried from one table to the other."""

    def __init__(self) -> None:
        self.stages: dict[int, Stage] = {}
        self.relations: dict[tuple[str, str], Relation] = {}
        self._conditions = 0

    def named(self, name: str, scope: Scope, value: Value) -> Value:
        """The value as columns of its own, so that whoever reads it does not work it out again."""
        if isinstance(value, (Truth, Code)):
            if value.const is not None or plain(value.expr) or self._physical(value):
                return value
            return replace(value, expr=self.define(name, value.expr, value.at), at=_next(value.at))
        if isinstance(value, Amount) and value.choice is not None:
            if plain(value.choice.code) or plain(value.low):
                return value
            code = self.define(name, value.choice.code, value.at)
            return made(replace(value.choice, code=code), value.nullable, _next(value.at))
        if isinstance(value, Words) or (value.exact and plain(value.low)):
            return value
        if not value.at[1] and not isinstance(value, Amount) and plain(value.low) and plain(value.high):
            return value
        low = self.define(name, value.low, value.at)
        high = low if value.exact else self.define(f"{name}~high", value.high, value.at)
        if isinstance(value, Amount) and value.over is not None and not plain(value.over):
            over = self.define(f"{name}~over", value.over, value.at)
            return replace(value, low=low, high=high, over=over, at=_next(value.at))
        return replace(value, low=low, high=high, at=_next(value.at))

    def kept(self, value: Truth) -> Truth:
        """A condition as a column of its own, under a name that says nothing."""
        if value.const is not None or plain(value.expr):
            return value
        self._conditions += 1
        return replace(value, expr=self.define(f"#if {self._conditions}", value.expr, value.at), at=_next(value.at))

    @staticmethod
    def _physical(value: Value) -> bool:
        """A given member of a list costs nothing to read again."""
        return isinstance(value, Code) and value.at[1] == 0 and len(value.expr.meta.root_names()) == 1

    def define(self, name: str, expr: pl.Expr, at: At) -> pl.Expr:
        """A column worked out in the stage of ``at``, one layer up."""
        if not expr.meta.root_names():
            expr = (
                expr.first()
            )  # read from a table of law by a place that is the same for all: one row long, not a scalar
        self.stages.setdefault(at[0], Stage()).layers.setdefault(at[1] + 1, {})[name] = expr
        return pl.col(name)

    def of_household(self, value: Value) -> Value:
        """A value of the household, read by each of its members."""
        if (isinstance(value, (Truth, Code)) and value.const is not None) or is_literal(value):
            return replace(value, at=PERSONS)
        at = (value.at[0] + 1, 0)

        def carried(expr: pl.Expr) -> pl.Expr:
            if not expr.meta.root_names():
                return expr
            source = self._source(expr, value.at)
            name = f"^{source}"
            self.relations["gather", source] = Relation("gather", source, name, at[0] - 1)
            return pl.col(name)

        if isinstance(value, (Truth, Code, Words)):
            return replace(value, expr=carried(value.expr), at=at)
        if isinstance(value, Amount) and value.choice is not None and not plain(value.low):
            return made(replace(value.choice, code=carried(value.choice.code)), value.nullable, at)
        low = carried(value.low)
        high = low if value.exact else carried(value.high)
        if isinstance(value, Amount) and value.over is not None:
            return replace(value, low=low, high=high, over=carried(value.over), at=at, moved=None, choice=None)
        if isinstance(value, Amount):
            return replace(value, low=low, high=high, at=at, moved=None, choice=None)
        return replace(value, low=low, high=high, at=at, moved=None)

    def _source(self, expr: pl.Expr, at: At) -> str:
        """The column that holds the expression, made when there is none."""
        if expr.meta.is_column():
            return expr.meta.output_name()
        for layers in self.stages.get(at[0], Stage()).layers.values():
            for name, there in layers.items():
                if there.meta.eq(expr):
                    return name
        name = f"#{at[0]}.{sum(map(len, self.stages.get(at[0], Stage()).layers.values()))}"
        self.define(name, expr, at)
        return name

    def over(self, how: Literal["count", "total", "least", "most"], value: Truth | Amount) -> pl.Expr:
        """A column of the household from one of its members."""
        expr = value.expr if isinstance(value, Truth) else value.low
        source = self._source(expr, value.at)
        name = f"{how}({source})"
        self.relations[how, source] = Relation(how, source, name, value.at[0])
        return pl.col(name)


def _next(at: At) -> At:
    return (at[0], at[1] + 1)
