"""Totals that should be the sum of their parts: what is printed, what the parts sum to, and the difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from povrules.engines.results import number_column
from povrules.language.numbers import whole
from povrules.measures.exact import exact_setting
from povrules.reports.errors import ReportError


def reconcile(parts: Mapping[str, Mapping[str, Any]], totals: Mapping[str, Any]) -> pl.DataFrame:
    """Hold published totals against the sums of their parts.

    Args:
        parts: for each total the numbers it should be the sum of, by name. A part that is not known is None.
        totals: the published totals.

    Returns:
        For each total: ``published``, ``sum`` of its parts, ``difference`` (published less sum), ``agrees`` (null
        where a part is not known) and the ``missing`` parts. Nothing is corrected.

    Raises:
        ReportError: a total without parts.

    >>> reconcile({"2023": {"north": 587952, "other": 998384}}, {"2023": 1586336}).row(0)
    ('2023', 1586336, 1586336, 0, True, '')
    """
    rows: list[tuple[str, Any, Any, Any, bool | None, str]] = []
    for name, published in totals.items():
        if name not in parts:
            raise ReportError(f"{name!r} has no parts", expected="the numbers it is the sum of")
        missing = [part for part, value in parts[name].items() if value is None]
        found = whole(sum(exact_setting(v, part) for part, v in parts[name].items() if v is not None))
        total = exact_setting(published, name)
        gap = None if missing else whole(total - found)
        rows.append((name, total, found, gap, None if gap is None else gap == 0, "|".join(missing)))
    columns = list(zip(*rows, strict=True)) or [(), (), (), (), (), ()]
    return pl.DataFrame(
        [
            pl.Series("total", columns[0], pl.String),
            number_column("published", columns[1]),
            number_column("sum", columns[2]),
            number_column("difference", columns[3]),
            pl.Series("agrees", columns[4], pl.Boolean),
            pl.Series("missing", columns[5], pl.String),
        ]
    )
