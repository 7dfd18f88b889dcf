"""Undetermined rows by the million: a small number for each instead of a signature, and a mask of unknown flags.

Where indicators are given as flags, which of them are unknown is only a matter of names: the diagram of a count knows
how many. So a row's state is packed into one small number (each condition, how many flags are true, how many unknown),
the reference engine is asked once for each state, and the missing flags are named from a mask.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import polars as pl

from povrules.engines.columnar import values as v
from povrules.engines.columnar.logic import HOUSEHOLDS, truth
from povrules.engines.columnar.lowering import MOST_FLAGS, Lowering, mask_of
from povrules.engines.columnar.narrowing import narrowing, openable
from povrules.engines.columnar.simplifying import opposite
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.values import At, Code, Day, Truth, Value, Words, is_literal
from povrules.language import nodes as n

MOST_STATES = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """Columns of a lowering.

    Args:
        state: the column of the small number; ``states`` where the answer is known or the row cannot be packed. It
            holds no nulls: a gather by positions with nulls is much slower.
        states: how many states there can be.
        mask: the column with a bit for each unknown flag; None when no counted flag is unknown.
        flags: ids of the counted flags, by bit.
    """

    state: str
    states: int
    mask: str | None
    flags: tuple[str, ...]


class _TooMuch(Exception):
    """What this answer depends on does not fit a small number."""


def packed(lowering: Lowering, key: Key) -> Packed | None:
    """The packed state of a household's decision, added to the lowering; None when it cannot be packed."""
    value = lowering.ref(*key)
    if key[0] != "household" or not openable(value) or not lowering.policy.facts[key].in_force:
        return None
    try:
        return _Packer(lowering).pack(key, value)
    except _TooMuch:
        return None


class _Packer:
    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.parts: list[tuple[pl.Expr, int]] = []
        self.empty: list[pl.Expr] = []
        self.at: At = (0, 0)
        self.items: tuple[n.Node, ...] = ()
        self.seen: set[n.Node | Key] = set()
        self.reached: set[Key] = set()

    def pack(self, key: Key, value: Value) -> Packed:
        self.ref(key, None)
        flags = tuple(item.id for item in self.items if isinstance(item, n.Ref))
        counted: set[Key] = {("household", flag) for flag in flags}
        reached = self.reached | counted
        everywhere = {key: truth(True, HOUSEHOLDS) for key in reached}
        for that, rows in narrowing(self.lowering, everywhere).items():
            # Rows in which a constraint may narrow the answer are looked at one by one.
            if rows.const is True:
                raise _TooMuch
            open_rows = ~v.known(self.lowering.value(that, "household"))
            self.empty.append(~(rows.expr & open_rows))
            self.at = max(self.at, rows.at, self.lowering.value(that, "household").at)
        if self.reached.intersection(("household", flag) for flag in flags):
            raise _TooMuch
        states = prod(count for _, count in self.parts)
        if states >= MOST_STATES:
            raise _TooMuch
        kind = pl.UInt16 if states < 1 << 16 else pl.UInt32
        state, factor = pl.lit(0, kind), 1
        for expr, count in self.parts:
            state = state + (expr.cast(kind) if factor == 1 else expr.cast(kind) * pl.lit(factor, kind))
            factor *= count
        fits = ~v.known(value)
        for nothing in self.empty:
            fits = fits & nothing
        at = max(self.at, value.at)
        name = f"@{key[1]}"
        self.lowering.define(name, pl.when(fits).then(state).otherwise(pl.lit(states, kind)), at)
        return Packed(name, states, self.mask(), flags)

    def mask(self) -> str | None:
        count = self.lowering.count(self.items, "household") if self.items else None
        return None if count is None or count.exact else mask_of(count.low.meta.output_name())

    def small(self, expr: pl.Expr, count: int, at: At) -> None:
        self.parts.append((expr, count))
        self.at = max(self.at, at)

    def wide(self, expr: pl.Expr, at: At, active: pl.Expr | None) -> None:
        known = expr.is_not_null()
        self.empty.append(~known if active is None else ~(known & active).fill_null(False))
        self.at = max(self.at, at)

    def leaf(self, value: Value, active: pl.Expr | None) -> None:
        if is_literal(value):
            return
        if isinstance(value, Truth):
            found = value.expr.cast(pl.UInt8)
            self.small(found.fill_null(2) if value.nullable else found, 3 if value.nullable else 2, value.at)
        elif isinstance(value, Code):
            count = len(value.members)
            self.small(value.expr.fill_null(count) if value.nullable else value.expr, count + 1, value.at)
        elif isinstance(value, Words):
            self.wide(value.expr, value.at, active)
        else:
            if isinstance(value, Day) and not value.exact:
                raise _TooMuch
            self.wide(value.low, value.at, active)

    def ref(self, key: Key, active: pl.Expr | None) -> None:
        if key[0] != "household":
            raise _TooMuch
        self.reached.add(key)
        if key in self.seen:
            return
        value, fact = self.lowering.ref(*key), self.lowering.policy.facts[key]
        by_rule = self.lowering.by_rule(key)
        if isinstance(value, (Truth, Code)):
            self.seen.add(key)
        below = fact.computed and openable(value) and by_rule.const is not False
        if below and by_rule.const is None:
            raise _TooMuch
        if not (below and fact.formula is not None and self.lowering.column(key) is None):
            self.leaf(value, active)
        if below and fact.formula is not None:
            self.visit(fact.formula, active)

    def visit(self, node: n.Node, active: pl.Expr | None) -> None:
        match node:
            case n.Literal():
                return
            case n.Ref(id=id, of=of):
                self.ref((of, id), active)
            case n.IfElse(test=test) if (found := self.lowering.truth(test, "household").const) is not None:
                self.visit(node.then if found else node.otherwise, active)
            case n.AtLeast(items=items) | n.CountTrue(items=items):
                self.counted(items)
                if isinstance(node, n.AtLeast):
                    self.visit(node.count, active)
            case n.OverMembers() | n.OfHousehold():
                value = self.lowering.value(node, "household")
                if openable(value):
                    raise _TooMuch
                self.leaf(value, active)
            case n.Compare() | n.OneOfThese():
                if node in self.seen or opposite(node) in self.seen:
                    return
                value = self.lowering.truth(node, "household")
                self.seen.add(node)
                self.leaf(value, active)
                if value.nullable:
                    here = value.expr.is_null()
                    for child in n.children(node):
                        self.visit(child, here if active is None else here & active)
            case _:
                for child in n.children(node):
                    self.visit(child, active)

    def counted(self, items: tuple[n.Node, ...]) -> None:
        if self.items == items:
            return
        if self.items or len(items) > MOST_FLAGS:
            raise _TooMuch
        for item in items:
            if not isinstance(item, n.Ref) or item.of != "household":
                raise _TooMuch
            truth = self.lowering.ref("household", item.id)
            if truth.nullable and self.lowering.by_rule(("household", item.id)).const is not False:
                raise _TooMuch
        self.items = items
        count = self.lowering.count(items, "household")
        self.small(count.low, len(items) + 1, count.at)
        if not count.exact:
            self.small(count.high - count.low, len(items) + 1, count.at)
