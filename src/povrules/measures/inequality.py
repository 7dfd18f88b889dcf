"""Inequality: Gini, Hoover, Theil T and L, generalised entropy, Atkinson.

W is the sum of weights, Y the weighted sum of incomes, m = Y / W.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Unpack

from povrules.language.numbers import Number, whole
from povrules.law.model import Words
from povrules.measures.data import read_data
from povrules.measures.distribution import Column, Found, Options, Rows, Statistic, measure
from povrules.measures.errors import MeasureError
from povrules.measures.exact import Exact, exact_setting
from povrules.measures.pairs import distances
from povrules.measures.results import Estimates


def gini(data: Any, income: str = "value", **options: Unpack[Options]) -> Estimates:
    """G = sum over all pairs of w w' |y - y'| / (2 W Y): half the mean difference over the mean; exact.

    It does not change when weights are scaled, rows are doubled or ties change their order. A form with 2r - 1 in the
    place of 2r - w, for the cumulated weight r, does.

    Args:
        data: a frame, a mapping of columns, or one column of numbers.
        income: the column of incomes.
        options: ``weight``, ``size``, ``by``, ``design``; see ``Options``. Missing incomes are left out.

    Raises:
        MeasureError: incomes that sum to zero or less; data or settings that cannot be measured.

    >>> str(gini([10, 20, 30]).value)
    '2/9'
    """

    def of(rows: Rows) -> Found:
        total, from_others = distances(rows.values, rows.weights)
        everybody, incomes = rows.weight, _above_zero(rows)
        value = Fraction(total, 2 * everybody * incomes)

        def slopes() -> list[float]:
            level = float(value)
            return [
                distance / (everybody * incomes) - level / everybody - level * y / incomes
                for y, distance in zip(rows.values, from_others, strict=True)
            ]

        return Found(whole(value), slopes)

    return _inequality(data, income, Statistic("gini", of), options)


def hoover(data: Any, income: str = "value", **options: Unpack[Options]) -> Estimates:
    """Sum of w |y - m| / (2 Y): the share that would have to change hands for all to have the same; exact.

    Arguments as for ``gini``.

    >>> str(hoover([10, 20, 30]).value)
    '1/6'
    """

    def of(rows: Rows) -> Found:
        everybody, incomes = rows.weight, _above_zero(rows)
        # Distances from the mean, times the sum of weights.
        apart = [y * everybody - incomes for y in rows.values]
        value = Fraction(sum(w * abs(d) for w, d in zip(rows.weights, apart, strict=True)), 2 * everybody * incomes)

        def slopes() -> list[float]:
            level = float(value)
            side = sum(w * ((d > 0) - (d < 0)) for w, d in zip(rows.weights, apart, strict=True))
            return [
                (abs(d) - d * side / everybody) / (2 * everybody * incomes) - level * y / incomes
                for y, d in zip(rows.values, apart, strict=True)
            ]

        return Found(whole(value), slopes)

    return _inequality(data, income, Statistic("hoover", of), options)


def theil_t(data: Any, income: str = "value", **options: Unpack[Options]) -> Estimates:
    """GE(1) = (1/W) sum of w (y/m) ln(y/m): a float, with natural logarithms. Arguments as for ``gini``.

    >>> round(float(theil_t([10, 20, 30]).first), 6)
    0.087208
    """
    return _inequality(data, income, Statistic("theil_t", lambda rows: _entropy(rows, 1)), options)


def theil_l(data: Any, income: str = "value", **options: Unpack[Options]) -> Estimates:
    """GE(0) = (1/W) sum of w ln(m/y), the mean log deviation: a float. Arguments as for ``gini``.

    >>> round(float(theil_l([10, 20, 30]).first), 6)
    0.095894
    """
    return _inequality(data, income, Statistic("theil_l", lambda rows: _entropy(rows, 0)), options)


def generalised_entropy(data: Any, income: str = "value", *, alpha: Exact = 2, **options: Unpack[Options]) -> Estimates:
    """GE(alpha) = ((1/W) sum of w (y/m)^alpha - 1) / (alpha (alpha - 1)); GE(0) and GE(1) are Theil's L and T.

    Exact for a whole alpha from 2, else a float. Arguments as for ``gini``.

    Args:
        data: as for ``gini``.
        income: as for ``gini``.
        alpha: any number; the higher, the more the top counts.
        options: as for ``gini``.

    >>> str(generalised_entropy([10, 20, 30], alpha=2).value)
    '1/12'
    """
    power = exact_setting(alpha, "alpha")
    return _inequality(data, income, Statistic("GE", lambda rows: _entropy(rows, power), power), options)


def atkinson(data: Any, income: str = "value", *, epsilon: Exact = 1, **options: Unpack[Options]) -> Estimates:
    """1 - ((1/W) sum of w (y/m)^(1 - epsilon))^(1 / (1 - epsilon)), for epsilon 1 one less the geometric mean over m.

    A float. Arguments as for ``gini``.

    Args:
        data: as for ``gini``.
        income: as for ``gini``.
        epsilon: aversion to inequality, above 0.
        options: as for ``gini``.

    Source: Atkinson (1970), Journal of Economic Theory 2, 244-263.

    >>> round(float(atkinson([10, 20, 30], epsilon=1).first), 6)
    0.09144
    """
    aversion = exact_setting(epsilon, "epsilon")
    if aversion <= 0:
        raise MeasureError(f"epsilon: {epsilon} is not above zero")
    return _inequality(data, income, Statistic("atkinson", lambda rows: _atkinson(rows, aversion), aversion), options)


def _entropy(rows: Rows, power: Number) -> Found:
    if isinstance(power, int) and power >= 2:
        exact = _exact_entropy(rows, power)
        return Found(exact, lambda: _entropy_slopes(_relative(rows), float(exact), power, rows.weight))
    shares = _relative(rows, positive=True)
    alpha = float(power)
    if power == 0:
        terms = [-math.log(x) for x in shares]
    elif power == 1:
        terms = [x * math.log(x) for x in shares]
    else:
        terms = [(x**alpha - 1) / (alpha * (alpha - 1)) for x in shares]
    value = math.fsum(w * term for w, term in zip(rows.weights, terms, strict=True)) / rows.weight
    return Found(value, lambda: _entropy_slopes(shares, value, power, rows.weight))


def _exact_entropy(rows: Rows, power: int) -> Number:
    above = sum(w * y**power for w, y in zip(rows.weights, rows.values, strict=True)) * rows.weight ** (power - 1)
    return whole((Fraction(above, _above_zero(rows) ** power) - 1) / (power * (power - 1)))


def _entropy_slopes(shares: list[float], value: float, power: Number, weight: int) -> list[float]:
    """With incomes relative to the mean, which itself moves with the weights."""
    alpha = float(power)
    if power == 0:
        return [(-math.log(x) - value + x - 1) / weight for x in shares]
    if power == 1:
        return [(x * math.log(x) - value - (value + 1) * (x - 1)) / weight for x in shares]
    level = value * alpha * (alpha - 1) + 1
    return [(x**alpha - level - alpha * level * (x - 1)) / (alpha * (alpha - 1) * weight) for x in shares]


def _atkinson(rows: Rows, aversion: Number) -> Found:
    shares, weight = _relative(rows, positive=True), rows.weight
    if aversion == 1:
        logs = [math.log(x) for x in shares]
        mean = math.fsum(w * log for w, log in zip(rows.weights, logs, strict=True)) / weight
        equal = math.exp(mean)
        return Found(
            1 - equal, lambda: [equal * (x - 1 - log + mean) / weight for x, log in zip(shares, logs, strict=True)]
        )
    power = float(1 - aversion)
    terms = [x**power for x in shares]
    level = math.fsum(w * term for w, term in zip(rows.weights, terms, strict=True)) / weight
    equal = level ** (1 / power)

    def slopes() -> list[float]:
        return [equal * (x - 1 - (term / level - 1) / power) / weight for x, term in zip(shares, terms, strict=True)]

    return Found(1 - equal, slopes)


def _relative(rows: Rows, positive: bool = False) -> list[float]:
    """Incomes over their mean.

    Raises:
        MeasureError: an income of zero or less where it has no logarithm or power.
    """
    incomes, weight = _above_zero(rows), rows.weight
    if positive and (refused := sum(value <= 0 for value in rows.values)):
        raise MeasureError(
            f"rows with an income of zero or less, for which this measure is not defined: {refused}",
            expected="incomes above zero; make the others null to leave them out",
        )
    return [value * weight / incomes for value in rows.values]


def _above_zero(rows: Rows) -> int:
    total = rows.total
    if total <= 0:
        raise MeasureError("the incomes sum to zero or less, so that they have no shares")
    return total


def _inequality(data: Any, income: str, statistic: Statistic, options: Options) -> Estimates:
    if options.get("missing", "drop") != "drop":
        raise MeasureError(f"{statistic.measure}: missing incomes can only be left out", expected="missing='drop'")
    table = read_data(data)
    exact = table.exact(income)
    definition = Words(f"Biến phúc lợi: {income}", f"Welfare: {income}")
    return measure(table, Column(exact.numerators, exact.denominator), [statistic], definition, options)
