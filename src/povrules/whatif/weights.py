"""Weights of households: exact, whole or with decimals, as surveys have them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl

from povrules.facts.register import CheckedRegister
from povrules.language.errors import closest
from povrules.measures.exact import exact_column
from povrules.whatif.errors import ReformError

MOST_DECIMALS, MOST = 18, 10**15


def weights_of(register: CheckedRegister, weight: str | None) -> pl.Series:
    """The weight of each household: Int64 when all are whole, else Decimal.

    Args:
        register: checked.
        weight: a column of its households; None counts each once.

    Raises:
        ReformError: no such column, a weight that is missing, below zero or no decimal number.
    """
    height = register.households.height
    if weight is None:
        return pl.repeat(1, height, dtype=pl.Int64, eager=True)
    frames = (register.households, register.extra_households)
    found = next((frame.get_column(weight) for frame in frames if weight in frame.columns), None)
    if found is None:
        known = [name for frame in frames for name in frame.columns]
        raise ReformError(f"the households have no column {weight!r}", closest=closest(weight, known))
    column = exact_column(found, weight)
    if any(value is None or value < 0 for value in column.numerators):
        raise ReformError(f"{weight!r} has rows without a weight", expected="a number of 0 or more in every row")
    decimals = next((d for d in range(MOST_DECIMALS + 1) if 10**d % column.denominator == 0), None)
    if decimals is None:
        raise ReformError(f"{weight!r} has weights that are no decimal numbers", expected="numbers such as 123.45")
    scaled = 10**decimals // column.denominator
    numerators = [value * scaled for value in column.numerators if value is not None]
    if not decimals and sum(numerators) > MOST:
        raise ReformError(f"the weights of {weight!r} sum to more than {MOST:,}", expected="numbers of households")
    if not decimals:
        return pl.Series(numerators, dtype=pl.Int64)
    return pl.Series([Decimal(value).scaleb(-decimals) for value in numerators], dtype=pl.Decimal(38, decimals))


def reaches(weights: pl.DataFrame, name: str, least: Fraction) -> pl.Expr:
    """Whether a column of sums of weights is at least an exact number."""
    kind = weights.schema[name]
    decimals = kind.scale if isinstance(kind, pl.Decimal) else 0
    above = -((-least.numerator * 10**decimals) // least.denominator)
    return pl.col(name) >= (Decimal(above).scaleb(-decimals) if decimals else above)
