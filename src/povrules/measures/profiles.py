"""Rows gathered by their pattern of deprivations.

Everything that Alkire and Foster measure is a quotient of sums over rows, and rows of one group and one cluster with
the same pattern may be added up first. Sums are of whole numbers, so they are exact, and another cut-off needs no
second look at the rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.measures.data import Data
from povrules.measures.errors import MeasureError
from povrules.measures.exact import exact_column, exact_setting
from povrules.measures.indicators import Indicator, weight_of

MOST = 62
"""Indicators that fit into the bits of a pattern."""


@dataclass(slots=True)
class Cell:
    """Rows of one cluster with one pattern.

    Args:
        rows: how many.
        weight: their weight.
        gap: their weight times the weighted sum of their gaps.
        square: the same with squared gaps.
    """

    rows: int = 0
    weight: int = 0
    gap: int = 0
    square: int = 0


CellKey = tuple[int, int, int]
"""The position of the cluster, the bits of deprived indicators, the bits of missing ones."""
Cells = Mapping[CellKey, Cell]


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The deprivations of each row.

    Args:
        deprived: bits.
        missing: bits.
        gaps: for each row the weighted sum of its gaps; None unless every indicator has a cut-off.
        squares: the same with squared gaps.
        scales: by which gaps and squares are divided.
    """

    deprived: list[int]
    missing: list[int]
    gaps: list[int] | None
    squares: list[int] | None
    scales: tuple[int, int]


def read_patterns(data: Data, indicators: Sequence[Indicator]) -> Patterns:
    """Read the columns of indicators.

    Raises:
        MeasureError: a flag that is neither true nor false; a cut-off that is not above zero; too many indicators.
    """
    if len(indicators) > MOST:
        raise MeasureError(f"{len(indicators)} indicators", expected=f"at most {MOST}")
    deprived = missing = pl.zeros(data.height, pl.Int64, eager=True)
    gaps: list[_Gaps] = []
    for place, indicator in enumerate(indicators):
        if indicator.cutoff is None:
            found = flags(data, indicator.name)
        else:
            gaps.append(_gaps(data, indicator))
            found = pl.Series(gaps[-1].deprived, dtype=pl.Boolean)
        bit = 1 << place
        deprived = deprived + found.fill_null(False).cast(pl.Int64) * bit
        missing = missing + found.is_null().cast(pl.Int64) * bit
    if len(gaps) < len(indicators):
        return Patterns(deprived.to_list(), missing.to_list(), None, None, (1, 1))
    first, first_scale = _weighted(gaps, indicators, 1)
    second, second_scale = _weighted(gaps, indicators, 2)
    return Patterns(deprived.to_list(), missing.to_list(), first, second, (first_scale, second_scale))


def gather(
    patterns: Patterns, weights: Sequence[int], of_row: Sequence[int] | None, rows: Sequence[int]
) -> dict[CellKey, Cell]:
    """Add up rows with the same pattern.

    Args:
        patterns: of all rows.
        weights: of all rows.
        of_row: the cluster of each row; None without a design.
        rows: the rows to take.
    """
    cells: dict[CellKey, Cell] = {}
    for row in rows:
        key = (of_row[row] if of_row else 0, patterns.deprived[row], patterns.missing[row])
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell()
        weight = weights[row]
        cell.rows += 1
        cell.weight += weight
        if patterns.gaps is not None and patterns.squares is not None:
            cell.gap += weight * patterns.gaps[row]
            cell.square += weight * patterns.squares[row]
    return cells


@dataclass(frozen=True, slots=True, eq=False)
class _Gaps:
    """How far each row is below a cut-off: ``shortfalls`` over ``scale``; 0 where it is not, or where it is missing."""

    deprived: list[bool | None]
    shortfalls: list[int]
    scale: int


def flags(data: Data, name: str) -> pl.Series:
    """A column of truth; null is missing.

    Raises:
        MeasureError: a cell that is neither true nor false, 1 nor 0.
    """
    column = data.column(name)
    if isinstance(column, pl.Series) and column.dtype == pl.Boolean:
        return column
    exact = exact_column(column, name)
    for row, value in enumerate(exact.numerators):
        if value not in (None, 0, exact.denominator):
            raise MeasureError(
                f"{name}: {exact.value(row)} in row {row + 1} does not say whether it is deprived",
                expected="true or false, 1 or 0; an achievement needs a cut-off",
            )
    return pl.Series([None if value is None else value != 0 for value in exact.numerators], dtype=pl.Boolean)


def _gaps(data: Data, indicator: Indicator) -> _Gaps:
    line = Fraction(
        exact_setting(indicator.cutoff if indicator.cutoff is not None else 0, f"{indicator.name}: cut-off")
    )
    if line <= 0:
        raise MeasureError(f"{indicator.name}: the cut-off {indicator.cutoff} is not above zero")
    column = data.exact(indicator.name)
    scale = line.numerator * column.denominator
    distances = [None if v is None else scale - v * line.denominator for v in column.numerators]
    least = 0 if indicator.deprived_if == "<=" else 1
    return _Gaps([None if d is None else d >= least for d in distances], [max(d or 0, 0) for d in distances], scale)


def _weighted(gaps: Sequence[_Gaps], indicators: Sequence[Indicator], power: int) -> tuple[list[int], int]:
    """For each row the sum over indicators of weight times gap to a power, as a whole number, and its scale."""
    factors = [weight_of(i) / Fraction(gap.scale) ** power for i, gap in zip(indicators, gaps, strict=True)]
    scale = math.lcm(*(factor.denominator for factor in factors))
    whole = [factor.numerator * (scale // factor.denominator) for factor in factors]
    columns: list[Any] = [gap.shortfalls for gap in gaps]
    return [
        sum(factor * shortfall**power for factor, shortfall in zip(whole, row, strict=True))
        for row in zip(*columns, strict=True)
    ], scale
