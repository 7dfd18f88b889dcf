"""What the programmes cost under two policies, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.decisions.budget import SUMS, budget
from povrules.decisions.evaluated import Evaluated
from povrules.engines.results import number_column
from povrules.language.numbers import Number, whole


def costs_compared(baseline: Evaluated, reform: Evaluated, by: Sequence[str], weights: pl.Series) -> pl.DataFrame:
    """For each programme, payer and group what it costs before and after, and the change, exact.

    Args:
        baseline, reform: the same register under two policies.
        by, weights: as for ``budget``.
    """
    keys = ("programme", "payer", *by)
    sides = []
    for out in (baseline, reform):
        frame = budget(replace(out, register=replace(out.register, native="polars")), by, weights)
        sides.append({tuple(row[key] for key in keys): row for row in frame.iter_rows(named=True)})
    before, after = sides
    lines = list(dict.fromkeys([*before, *after]))
    columns = [pl.Series(key, [line[i] for line in lines]) for i, key in enumerate(keys)]
    for name in SUMS:
        pairs = [(_amount(before, line, name, baseline), _amount(after, line, name, reform)) for line in lines]
        changes = [None if old is None or new is None else whole(new - old) for old, new in pairs]
        columns.append(number_column(f"{name}_before", [old for old, _ in pairs]))
        columns.append(number_column(f"{name}_after", [new for _, new in pairs]))
        columns.append(number_column(f"{name}_change", changes))
    return pl.DataFrame(columns)


def _amount(
    side: dict[tuple[Any, ...], dict[str, Any]], line: tuple[Any, ...], name: str, out: Evaluated
) -> Number | None:
    """An amount of one line; nothing where there is no such programme; None where there is no bound, or where nobody
    knows whether there is one because its pack does not cover the day."""
    if line not in side:
        covered = all(p.outside is None for p in out.policy.programmes.values() if p.name == line[0])
        return 0 if covered else None
    value = side[line][name]
    return None if value is None else whole(Fraction(value))
