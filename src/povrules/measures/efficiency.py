"""What transfers do to the poverty gap: how much of it they fill, and how much of them fills it (Beckerman)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from povrules.law.model import Words
from povrules.measures.data import Data, read_data, read_weights
from povrules.measures.distribution import Options
from povrules.measures.errors import MeasureError
from povrules.measures.estimate import Estimate
from povrules.measures.exact import Exact, ExactColumn, exact_setting
from povrules.measures.results import Estimates, basis
from povrules.measures.sums import quotient
from povrules.measures.survey import Sample, lay


@dataclass(frozen=True, slots=True)
class _Parts:
    """Of one row, in a common unit: the gap filled, the spillover above the line, what goes to others, the gap left."""

    filled: int
    above: int
    others: int
    left: int


def transfer_efficiency(data: Any, income: str, transfer: str, line: Exact, **options: Unpack[Options]) -> Estimates:
    """Beckerman's accounts of transfers, exact.

    Of the poor before the transfer (income below the line) A is the part of it that fills their gap, B what lifts them
    above the line, D the gap that is left; C is what others get. ``vertical_efficiency`` (A+B)/(A+B+C);
    ``poverty_reduction_efficiency`` A/(A+B+C); ``spillover`` B/(A+B); ``gap_efficiency`` A/(A+D).

    Args:
        data: a frame or a mapping of columns.
        income: before the transfer, in the unit of the line.
        transfer: in the same unit, from 0.
        line: a number, or the name of a column of lines.
        options: ``weight``, ``size``, ``by``, ``design``; see ``Options``. Rows that lack something are left out.

    Raises:
        MeasureError: data or settings that cannot be measured; a transfer below zero.

    Source: Beckerman (1979), Economic Journal 89, 261-284.

    >>> found = transfer_efficiency({"y": [60, 90, 200], "t": [20, 20, 10]}, "y", "t", 100)
    >>> [(estimate.measure, str(estimate.value)) for estimate in found][:2]
    [('vertical_efficiency', '4/5'), ('poverty_reduction_efficiency', '3/5')]
    """
    if options.get("missing", "drop") != "drop":
        raise MeasureError("efficiency: rows that lack something can only be left out", expected="missing='drop'")
    table = read_data(data)
    weights = read_weights(table, options.get("weight"), options.get("size"))
    design = options.get("design")
    sample = None if design is None else lay(design, table)
    parts = _parts(table, income, transfer, line)
    definition = Words(
        f"Thu nhập trước hỗ trợ: {income}; hỗ trợ: {transfer}; chuẩn: {line}",
        f"Income before the transfer: {income}; transfer: {transfer}; line: {line}",
    )
    on = basis(weights.unit, weights.values, [part is None for part in parts], "drop", definition, sample)
    rows = [row for row, part in enumerate(parts) if part is not None]
    estimates: list[Estimate] = []
    for column, label, group in table.groups(options.get("by", ()), rows):
        start = Estimate("vertical_efficiency", None, by=column, group=label, n=len(group))
        estimates += _ratios(start, parts, weights.values, sample, group)
    return Estimates(tuple(estimates), on, table.native)


def _parts(table: Data, income: str, transfer: str, line: Exact) -> list[_Parts | None]:
    columns = [table.exact(income), table.exact(transfer), _lines(table, line)]
    unit = math.lcm(*(column.denominator for column in columns))
    scaled = [[None if v is None else v * (unit // c.denominator) for v in c.numerators] for c in columns]
    found: list[_Parts | None] = []
    for row, (y, t, z) in enumerate(zip(*scaled, strict=True)):
        if y is None or t is None or z is None:
            found.append(None)
            continue
        if t < 0:
            raise MeasureError(f"{transfer}: row {row + 1} is below zero", expected="a transfer from 0")
        gap = max(z - y, 0)
        filled = min(t, gap)
        found.append(_Parts(filled, t - filled if gap else 0, 0 if gap else t, gap - filled))
    return found


def _lines(table: Data, line: Exact) -> ExactColumn:
    if isinstance(line, str) and line in table.columns:
        return table.exact(line)
    value = exact_setting(line, "line")
    return ExactColumn([value.numerator] * table.height, value.denominator)


def _ratios(
    start: Estimate,
    parts: Sequence[_Parts | None],
    weights: Sequence[int],
    sample: Sample | None,
    rows: Sequence[int],
) -> list[Estimate]:
    def add(of: Callable[[_Parts], int]) -> Counter[int]:
        totals: Counter[int] = Counter()
        for row in rows:
            part = parts[row]
            if part is not None:
                totals[sample.of_row[row] if sample else 0] += of(part) * weights[row]
        return totals

    if sample is not None:
        start = replace(start, clusters=len({sample.of_row[row] for row in rows}))
    filled, poor = add(lambda p: p.filled), add(lambda p: p.filled + p.above)
    paid, gap = add(lambda p: p.filled + p.above + p.others), add(lambda p: p.filled + p.left)
    ratios = {
        "vertical_efficiency": (poor, paid),
        "poverty_reduction_efficiency": (filled, paid),
        "spillover": (add(lambda p: p.above), poor),
        "gap_efficiency": (filled, gap),
    }
    return [quotient(replace(start, measure=name), *sums, sample) for name, sums in ratios.items()]
