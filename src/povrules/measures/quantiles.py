"""Quantiles of the normal and of Student's t distribution, for intervals. Floats: they are irrational."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

TINY = 1e-300
STEPS = 500


@lru_cache(maxsize=256)
def t_quantile(probability: float, df: float) -> float:
    """The value below which Student's t lies with a probability.

    Args:
        probability: between 0 and 1.
        df: degrees of freedom, above 0; ``math.inf`` is the normal distribution.

    >>> round(t_quantile(0.975, 10), 6), round(t_quantile(0.975, math.inf), 6)
    (2.228139, 1.959964)
    """
    if math.isinf(df):
        return NormalDist().inv_cdf(probability)
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -t_quantile(1 - probability, df)
    tail = 2 * (1 - probability)
    low, high = 0.0, 1.0
    while _two_tails(high, df) > tail:
        low, high = high, high * 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _two_tails(middle, df) > tail else (low, middle)
    return (low + high) / 2


def _two_tails(t: float, df: float) -> float:
    """P(|T| > t): the incomplete beta function I_x(df/2, 1/2) at x = df / (df + t^2)."""
    x = df / (df + t * t)
    a, b = df / 2, 0.5
    if x == 1:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _continued(x, a, b) / a
    return 1 - front * _continued(1 - x, b, a) / b


def _continued(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _off_zero(1 + term * d)
            c = _off_zero(1 + term / c)
            value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
