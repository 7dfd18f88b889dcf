"""``any all count sum share min max (members, ...)`` from running counts, with members that nobody listed."""

from __future__ import annotations

from typing import Any, Literal, Protocol

import polars as pl

from povrules.engines.columnar import arithmetic
from povrules.engines.columnar import values as v
from povrules.engines.columnar.logic import HOUSEHOLDS, nothing
from povrules.engines.columnar.shape import LISTED, SIZE, Shape
from povrules.engines.columnar.values import Amount, Truth, Value
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.language.types import BoolType, NumberType

MOST_MEMBERS = 2**31
"""More than any household has; an exact sum over members is proved to fit by it."""

_UNKNOWN = pl.lit(None, pl.Boolean)
"""And, or with it: half of the time of a when within a when."""


class Lowers(Protocol):
    """What is needed of a lowering."""

    shape: Shape

    def value(self, node: n.Node, scope: Scope) -> Value:
        """The value of a bound node."""
        ...

    def over(self, how: Literal["count", "total", "least", "most"], value: Truth | Amount) -> pl.Expr:
        """A column of the household from one of its members."""
        ...


def over_members(lowering: Lowers, node: n.OverMembers) -> Value:
    """An aggregate over the members of each household."""
    if node.how in ("sum", "min", "max"):
        return _amounts(lowering, node)
    item = lowering.value(node.item, "person")
    assert isinstance(item, Truth)
    low, high, at = _count(lowering, item)
    somebody = pl.col(SIZE) > 0
    always = lowering.shape.every_listed
    if node.how == "any":
        if low is high and always:
            return Truth(low > 0, False, at)
        none = (high == 0) if always else (high == 0) & somebody
        return Truth((low > 0) | (~none & _UNKNOWN), True, at)
    size = pl.col(LISTED) if lowering.shape.complete else pl.col(SIZE)
    if node.how == "all":
        if low is high and always:
            return Truth(low == size, False, at)
        every = (low == size) if always else (low == size) & somebody
        return Truth((high >= size) & (every | _UNKNOWN), True, at)
    if not always:
        low, high = (pl.when(somebody).then(low), pl.when(somebody).then(high)) if low is not high else (
            (only := pl.when(somebody).then(low)), only
        )  # fmt: skip
    count = Amount(low, high, None, MOST_MEMBERS, 1, False, False, not always, at)
    if node.how == "count":
        return count
    members = Amount(size, size, None, MOST_MEMBERS, 1, True, False, False, HOUSEHOLDS)
    return arithmetic.divided(count, members, node)


def _count(lowering: Lowers, item: Truth) -> tuple[pl.Expr, pl.Expr, v.At]:
    """The fewest and the most members for whom it is true."""
    shape = lowering.shape
    zero = pl.lit(0, pl.Int64)
    size = pl.col(LISTED) if shape.complete else pl.col(SIZE)
    unlisted = zero if shape.complete else pl.col(SIZE) - pl.col(LISTED)
    if item.const is not None:
        found = size if item.const else zero
        return found, found, HOUSEHOLDS
    if shape.persons is None:
        return zero, pl.col(SIZE), HOUSEHOLDS
    at = (item.at[0] + 1, 0)
    low = lowering.over("count", item).cast(pl.Int64)
    if shape.complete and not item.nullable:
        return low, low, at
    if not item.nullable:
        return low, low + unlisted, at
    unknown = Truth(item.expr.is_null(), False, item.at)
    return low, low + lowering.over("count", unknown).cast(pl.Int64) + unlisted, at


def _amounts(lowering: Lowers, node: n.OverMembers) -> Value:
    shape = lowering.shape
    item = lowering.value(node.item, "person")
    if not isinstance(item, Amount) or shape.persons is None:
        return nothing(BoolType() if isinstance(item, Truth) else NumberType(), HOUSEHOLDS)
    item = arithmetic.exactly(item)
    if item.over is not None and item.over.meta.root_names():
        return nothing(NumberType(), HOUSEHOLDS)
    hows: dict[str, Any] = {"sum": "total", "min": "least", "max": "most"}
    found = lowering.over(hows[node.how], item)
    size = item.size * MOST_MEMBERS if node.how == "sum" else item.size
    at = (item.at[0] + 1, 0)
    nullable = item.nullable
    if not (shape.complete and shape.every_listed):
        found = pl.when((pl.col(SIZE) == pl.col(LISTED)) & (pl.col(SIZE) > 0)).then(found)
        nullable = True
    return Amount(found, found, item.over, size, item.over_size, item.positive, item.negative, nullable, at)
