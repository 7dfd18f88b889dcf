"""Small cells left out of what is published, and beside a single hidden one the next smallest, which would tell it.

This protects one table. Sums that are published elsewhere, and tables by other groups, can still tell a hidden cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from povrules.measures.estimate import Estimate
from povrules.measures.results import Estimates


def hidden(frame: pl.DataFrame, numbers: Sequence[str], within: Sequence[str], least: int) -> pl.DataFrame:
    """A table of counts without its small cells.

    Args:
        frame: with a column ``rows``.
        numbers: columns that a hidden cell does not show; ``share`` is hidden in all cells beside it.
        within: columns that tell which cells sum to something known.
        least: cells of fewer rows than this are hidden.
    """
    if least <= 1 or not frame.height:
        return frame
    few = pl.col("rows").is_between(1, least - 1)
    marked = frame.with_columns(few.alias("#few"))
    alone = pl.col("#few").sum().over(within) == 1
    # The smallest of the others goes with a single one; of equals the first.
    order = pl.when("#few").then(None).otherwise(pl.col("rows")).rank("ordinal").over(within)
    marked = marked.with_columns((pl.col("#few") | (alone & (order == 1).fill_null(False))).alias("#hidden"))
    beside = pl.col("#hidden").any().over(within)
    shown = [
        pl.when(~(beside if name == "share" else pl.col("#hidden"))).then(pl.col(name)).alias(name) for name in numbers
    ]
    return marked.with_columns(shown).drop("#few", "#hidden")


def without_small(costs: pl.DataFrame, households: pl.DataFrame, by: Sequence[str], least: int) -> pl.DataFrame:
    """Costs without those of groups of few households."""
    if least <= 1 or not by:
        return costs
    sizes = households.group_by(by).agg(pl.len().alias("#rows"))
    joined = costs.join(sizes, on=list(by), how="left", nulls_equal=True, maintain_order="left")
    amounts = [name for name in costs.columns if name not in ("programme", "payer", *by)]
    shown = [pl.when(pl.col("#rows") >= least).then(pl.col(name)).alias(name) for name in amounts]
    return joined.with_columns(shown).drop("#rows")


def estimates_of(found: Estimates, least: int) -> Estimates:
    """Estimates without those of groups of few rows."""
    if least <= 1:
        return found
    return replace(found, estimates=tuple(_shown(each, least) for each in found))


def _shown(estimate: Estimate, least: int) -> Estimate:
    if estimate.by is None or estimate.n >= least:
        return estimate
    return replace(estimate, value=None, bounds=None, n=0, se=None, interval=None, linearised=None)
