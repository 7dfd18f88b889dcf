"""Exact numbers over a whole column, as ``results.number_column`` shows them, without a look at each row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import polars as pl

from povrules.engines.results import MAX_SCALE, number_column
from povrules.language.numbers import whole


def quotients(name: str, top: pl.Series, over: pl.Series | int) -> pl.Series:
    """Whole numerators over whole denominators.

    Args:
        name: of the column.
        top: the numerators; null where the number is unknown.
        over: the denominators, or the one that all have.

    Returns:
        Int64 when all are whole, else decimals with as many places as the longest needs, else text as ``1/3``.

    >>> quotients("rate", pl.Series([13, None, 26]), 100).to_list()
    [Decimal('0.13'), None, Decimal('0.26')]
    >>> quotients("rate", pl.Series([1, 3]), 3).to_list()
    ['1/3', '1']
    """
    if isinstance(over, pl.Series):
        return _by_pairs(name, top, over)
    steps = {over // gcd(over, 10**scale): scale for scale in reversed(range(MAX_SCALE + 1))}
    left = top.to_frame("n").lazy().select(((pl.col("n") % step) != 0).any().alias(str(step)) for step in steps)
    scales = [steps[int(step)] for step, some in left.collect().row(0, named=True).items() if not some]
    if not scales:
        numbers = top.unique().drop_nulls()
        shown = number_column(name, [whole(Fraction(number, over)) for number in numbers])
        return top.replace_strict(numbers, shown, default=None, return_dtype=pl.String).alias(name)
    scale = min(scales)
    common = gcd(over, 10**scale)
    found = (pl.col("n") // (over // common)).cast(pl.Int64 if scale == 0 else pl.Int128) * (10**scale // common)
    if scale:
        found = found.reinterpret(dtype=pl.Decimal(38, scale))
    return top.to_frame("n").select(found.alias(name)).to_series()


def _by_pairs(name: str, top: pl.Series, over: pl.Series) -> pl.Series:
    """Each different pair is looked at once."""
    pairs = pl.DataFrame({"n": top, "d": over})
    different = pairs.unique()
    rows = different.select(pl.when(pl.col("d").is_not_null()).then("n"), "d").rows()
    shown = number_column(name, [None if n is None or d is None else whole(Fraction(n, d)) for n, d in rows])
    found = pairs.join(
        different.with_columns(shown), on=["n", "d"], how="left", nulls_equal=True, maintain_order="left"
    )
    return found.get_column(name)


def one_kind(columns: Sequence[pl.Series]) -> list[pl.Series]:
    """Columns of numbers that need different numbers of places, as columns of one type."""
    types = list(dict.fromkeys(column.dtype for column in columns if column.dtype != pl.Null))
    if len(types) < 2 or not all(isinstance(kind, pl.Decimal) or kind == pl.Int64 for kind in types):
        return list(columns)
    scale = max(kind.scale for kind in types if isinstance(kind, pl.Decimal))
    return [column.cast(pl.Decimal(38, scale)) for column in columns]
