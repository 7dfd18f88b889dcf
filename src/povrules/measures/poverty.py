"""Poverty of money: Foster-Greer-Thorbecke, the average gap, Watts, Sen, Sen-Shorrocks-Thon.

Incomes are divided by their line first, exactly, so that a line may differ from row to row. ``poor_if`` says whether
one at the line is poor: ``<`` (Foster, Greer and Thorbecke: not poor) or ``<=`` (Vietnamese law, "trở xuống": poor).
W is the sum of all weights, g the gap (z - y)/z of the poor and 0 of others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Unpack

from povrules.language.numbers import Number, whole
from povrules.law.model import Words
from povrules.measures.data import Data, read_data
from povrules.measures.distribution import Column, Found, Options, Rows, Statistic, measure
from povrules.measures.errors import MeasureError
from povrules.measures.estimate import Estimate
from povrules.measures.exact import Exact, exact_setting
from povrules.measures.indicators import Operator, check_operator
from povrules.measures.pairs import distances
from povrules.measures.results import Estimates

MOST_LINES = 200
"""Different lines in one column; their common denominator grows with them."""


def fgt(
    data: Any,
    income: str,
    line: Exact,
    *,
    alphas: Sequence[Exact] = (0, 1, 2),
    poor_if: Operator = "<",
    **options: Unpack[Options],
) -> Estimates:
    """P_alpha = (1/W) sum of w g^alpha: headcount (0), poverty gap (1), squared gap (2).

    Exact for a whole alpha, else a float.

    Args:
        data: a frame or a mapping of columns.
        income: the column of incomes (or consumption), in the unit of the line.
        line: a number, or the name of a column of lines.
        alphas: from 0.
        poor_if: ``<`` or ``<=`` the line.
        options: ``weight``, ``size``, ``by``, ``missing``, ``design``; see ``Options``.

    Raises:
        MeasureError: data or settings that cannot be measured.

    Source: Foster, Greer, Thorbecke (1984), Econometrica 52, 761-766.

    >>> found = fgt({"y": [100, 110, 150, 160]}, "y", 125)
    >>> [str(estimate.value) for estimate in found]
    ['1/2', '2/25', '17/1250']
    """
    powers = [exact_setting(alpha, "alpha") for alpha in alphas]
    if not powers or min(powers) < 0:
        raise MeasureError("alpha: below zero, or none", expected="numbers from 0")
    return _poverty(data, income, line, poor_if, [_fgt(power, poor_if) for power in powers], options)


def income_gap(
    data: Any, income: str, line: Exact, *, poor_if: Operator = "<", **options: Unpack[Options]
) -> Estimates:
    """The average gap of the poor, P1 / P0 (the income gap ratio); exact, undefined where nobody is poor.

    Arguments as for ``fgt``.

    >>> str(income_gap({"y": [100, 110, 150, 160]}, "y", 125).value)
    '4/25'
    """

    def of(rows: Rows) -> Found:
        poor = _poor(rows, poor_if)
        weight = sum(w for w, p in zip(rows.weights, poor, strict=True) if p)
        if not weight:
            return Found(None, tuple)
        gaps = _gaps(rows, poor)
        mean = Fraction(sum(w * g for w, g in zip(rows.weights, gaps, strict=True)), weight * rows.scale)
        level = float(mean)

        def slopes() -> list[float]:
            return [(g / rows.scale - level) / weight if p else 0.0 for g, p in zip(gaps, poor, strict=True)]

        return Found(whole(mean), slopes)

    return _poverty(data, income, line, poor_if, [Statistic("gap", of, bounded=False)], options)


def watts(data: Any, income: str, line: Exact, *, poor_if: Operator = "<", **options: Unpack[Options]) -> Estimates:
    """W = (1/W) sum over the poor of w ln(z/y): a float, the logarithm is irrational.

    Arguments as for ``fgt``. With ``missing="bounds"`` there is no upper bound.

    Raises:
        MeasureError: a poor income of zero or less.

    Source: Watts (1968); Haughton, Khandker (2009), chapter 4.

    >>> round(float(watts({"y": [100, 110, 150, 160]}, "y", 125).first), 6)
    0.087744
    """

    def of(rows: Rows) -> Found:
        poor = _poor(rows, poor_if)
        _positive(value for value, p in zip(rows.values, poor, strict=True) if p)
        logs = [math.log(rows.scale / v) if p else 0.0 for v, p in zip(rows.values, poor, strict=True)]
        everybody = rows.weight
        level = math.fsum(w * log for w, log in zip(rows.weights, logs, strict=True)) / everybody
        return Found(level, lambda: [(log - level) / everybody for log in logs])

    return _poverty(data, income, line, poor_if, [Statistic("watts", of, top=False)], options)


def exit_time(watts_index: Estimate | float, growth: Exact) -> float:
    """Years until the average poor leaves poverty when each income grows at one rate: Watts / growth (Morduch 1998).

    Args:
        watts_index: the Watts index.
        growth: a year, above zero: ``"5 %"``.

    >>> round(exit_time(0.0877442307, "5 %"), 6)
    1.754885
    """
    rate = exact_setting(growth, "growth")
    if rate <= 0:
        raise MeasureError(f"growth: {growth} is not above zero")
    return float(watts_index) / float(rate)


def sen(data: Any, income: str, line: Exact, *, poor_if: Operator = "<", **options: Unpack[Options]) -> Estimates:
    """S = P0 (1 - (1 - G) m / z), with G the Gini and m the mean of the poor: the handbook's form; exact.

    Sen's own form has G q/(q+1) for q poor; it changes when every row is doubled. Arguments as for ``fgt``, without
    ``missing="bounds"``.

    Source: Sen (1976), Econometrica 44, 219-231; Haughton, Khandker (2009), chapter 4.

    >>> str(sen({"y": [100, 110, 150, 160]}, "y", 125).value)
    '9/100'
    """

    def of(rows: Rows) -> Found:
        poor = _poor(rows, poor_if)
        inside = [row for row, p in enumerate(poor) if p]
        total, from_others = distances([rows.values[r] for r in inside], [rows.weights[r] for r in inside])
        few, everybody = sum(rows.weights[r] for r in inside), rows.weight
        gaps = _gaps(rows, poor)
        gap = Fraction(sum(w * g for w, g in zip(rows.weights, gaps, strict=True)), everybody * rows.scale)
        spread = Fraction(total, 2 * few * everybody * rows.scale) if few else Fraction(0)

        def slopes() -> list[float]:
            p1, t = float(gap), float(spread)
            found = [-(p1 + t) / everybody] * len(poor)
            for row, distance in zip(inside, from_others, strict=True):
                found[row] += gaps[row] / (rows.scale * everybody)
                if few:
                    found[row] += distance / (few * everybody * rows.scale) - t / few
            return found

        return Found(whole(gap + spread), slopes)

    return _poverty(data, income, line, poor_if, [Statistic("sen", of, bounded=False)], options)


def sst(data: Any, income: str, line: Exact, *, poor_if: Operator = "<", **options: Unpack[Options]) -> Estimates:
    """Sen-Shorrocks-Thon: P0 I (1 + G of the gaps of everybody), I the average gap of the poor; exact.

    The same as the mean over all pairs of rows of the larger gap: P1 + sum over pairs of w w' |g - g'| / (2 W^2).
    Arguments as for ``fgt``.

    Source: Shorrocks (1995), Econometrica 63, 1225-1230; Haughton, Khandker (2009), chapter 4.

    >>> str(sst({"y": [100, 110, 150, 160]}, "y", 125).value)
    '1/8'
    """

    def of(rows: Rows) -> Found:
        gaps = _gaps(rows, _poor(rows, poor_if))
        total, from_others = distances(gaps, rows.weights)
        everybody = rows.weight
        gap = Fraction(sum(w * g for w, g in zip(rows.weights, gaps, strict=True)), everybody * rows.scale)
        spread = Fraction(total, 2 * everybody**2 * rows.scale)

        def slopes() -> list[float]:
            p1, t = float(gap), float(spread)
            return [
                (g / rows.scale - p1 + distance / (everybody * rows.scale) - 2 * t) / everybody
                for g, distance in zip(gaps, from_others, strict=True)
            ]

        return Found(whole(gap + spread), slopes)

    return _poverty(data, income, line, poor_if, [Statistic("sst", of)], options)


def _fgt(power: Number, poor_if: Operator) -> Statistic:
    def of(rows: Rows) -> Found:
        poor = _poor(rows, poor_if)
        gaps = _gaps(rows, poor)
        value: Number | float
        if isinstance(power, int):
            above = sum(w * g**power for w, g, p in zip(rows.weights, gaps, poor, strict=True) if p)
            value = whole(Fraction(above, rows.weight * rows.scale**power))
        else:
            terms = (w * (g / rows.scale) ** float(power) for w, g in zip(rows.weights, gaps, strict=True))
            value = math.fsum(terms) / rows.weight

        def slopes() -> list[float]:
            level, exponent, everybody = float(value), float(power), rows.weight
            return [((g / rows.scale) ** exponent * p - level) / everybody for g, p in zip(gaps, poor, strict=True)]

        return Found(value, slopes)

    named = power in (0, 1, 2)
    return Statistic(f"P{power}" if named else "FGT", of, None if named else power)


def _poor(rows: Rows, poor_if: Operator) -> list[bool]:
    if poor_if == "<=":
        return [value <= rows.scale for value in rows.values]
    return [value < rows.scale for value in rows.values]


def _gaps(rows: Rows, poor: Sequence[bool]) -> list[int]:
    """Gaps times the scale."""
    return [rows.scale - value if p else 0 for value, p in zip(rows.values, poor, strict=True)]


def _positive(values: Any) -> None:
    refused = sum(value <= 0 for value in values)
    if refused:
        raise MeasureError(
            f"poor rows with an income of zero or less, which has no logarithm: {refused}",
            expected="incomes above zero; make the others null to leave them out",
        )


def _poverty(
    data: Any, income: str, line: Exact, poor_if: Operator, statistics: Sequence[Statistic], options: Options
) -> Estimates:
    check_operator(poor_if, "poor_if")
    table = read_data(data)
    column = relative_to_line(table, income, line)
    without = [s.measure for s in statistics if not s.bounded]
    if options.get("missing") == "bounds" and without:
        raise MeasureError(f"{without[0]} has no bounds: it can fall as well as rise with an income", expected="'drop'")
    sign = "≤" if poor_if == "<=" else "<"
    shown = line if isinstance(line, str) else whole(Fraction(exact_setting(line, "line")))
    definition = Words(f"Nghèo: {income} {sign} {shown}", f"Poor: {income} {sign} {shown}")
    return measure(table, column, statistics, definition, options)


def relative_to_line(data: Data, income: str, line: Exact) -> Column:
    """Incomes divided by their line; missing where one of both is.

    Raises:
        MeasureError: a line of zero or less, or too many different ones.
    """
    incomes = data.exact(income)
    if isinstance(line, str) and line in data.columns:
        lines = data.exact(line)
        found = {value for value in lines.numerators if value is not None}
        if len(found) > MOST_LINES:
            raise MeasureError(
                f"{line}: {len(found)} different lines",
                expected=f"at most {MOST_LINES}, or incomes divided by their line",
            )
        if any(value <= 0 for value in found):
            raise MeasureError(f"{line}: a line of zero or less")
        common = math.lcm(*found)
        values = [
            None if y is None or z is None else y * lines.denominator * (common // z)
            for y, z in zip(incomes.numerators, lines.numerators, strict=True)
        ]
        return _column(values, incomes.denominator * common)
    single = Fraction(exact_setting(line, "line"))
    if single <= 0:
        raise MeasureError(f"line: {line} is not above zero")
    values = [None if y is None else y * single.denominator for y in incomes.numerators]
    return _column(values, incomes.denominator * single.numerator)


def _column(values: list[int | None], scale: int) -> Column:
    # A missing income is above the line at best and zero at worst.
    return Column(values, scale, least=2 * scale, greatest=0)
