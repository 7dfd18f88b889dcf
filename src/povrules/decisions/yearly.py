"""What the programmes certainly pay for each household in a year, its members included: exact, row by row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from povrules.decisions.budget import columns_of_cost, yearly_range
from povrules.decisions.entitled import programmes_of
from povrules.decisions.evaluated import Evaluated
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope

SCOPES: tuple[Scope, ...] = ("household", "person")


def yearly(out: Evaluated, programmes: Sequence[str] | None = None) -> tuple[pl.Series, int]:
    """The sum of what is certain, for each household.

    Args:
        out: an evaluated register.
        programmes: their names; None is all.

    Returns:
        Whole numbers, and by what they are divided to be đồng a year.

    Raises:
        PovrulesError: a programme that costs nothing, or that there is not.
    """
    costly = {
        (of, programme.name): programme
        for of in SCOPES
        for programme in programmes_of(out.policy, of)
        if programme.costs and programme.specialised_by is None
    }
    names = {name for _, name in costly}
    for name in programmes or ():
        if name not in names:
            raise PovrulesError(f"no programme {name!r} that costs something", closest=closest(name, names))
    parts: list[tuple[Scope, pl.Series, list[Fraction]]] = []
    for (of, name), programme in costly.items():
        table = out.frames[SCOPES.index(of)]
        if table is None or (programmes is not None and name not in programmes):
            continue
        for _, cost in programme.costs:
            wanted = columns_of_cost(out.policy, programme, cost, table)
            if not wanted:
                continue
            rows = table.select(wanted)
            said = rows.unique(maintain_order=True)
            found = rows.join(
                said.with_row_index("#at"), on=wanted, how="left", nulls_equal=True, maintain_order="left"
            )
            amounts = [
                Fraction(yearly_range(out.policy, programme, cost, row)[0]) for row in said.iter_rows(named=True)
            ]
            parts.append((of, found.get_column("#at"), amounts))
    unit = math.lcm(*(amount.denominator for _, _, amounts in parts for amount in amounts))
    total = pl.repeat(0, out.frames[0].height, dtype=pl.Int128, eager=True)
    for of, at, amounts in parts:
        each = pl.Series([int(amount * unit) for amount in amounts], dtype=pl.Int128).gather(at)
        total = pl.Series(total + (each if of == "household" else _of_households(out, each)))
    return total, unit


def _of_households(out: Evaluated, paid: pl.Series) -> pl.Series:
    persons = out.register.persons
    assert persons is not None
    sums = pl.DataFrame([persons.get_column("household_row").alias("row"), paid.alias("paid")])
    sums = sums.group_by("row").agg(pl.col("paid").sum())
    nothing = pl.DataFrame({"row": pl.int_range(out.frames[0].height, dtype=pl.UInt32, eager=True)})
    joined = nothing.join(sums.with_columns(pl.col("row").cast(pl.UInt32)), on="row", how="left", maintain_order="left")
    return joined.get_column("paid").fill_null(0)
