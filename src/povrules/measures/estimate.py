"""One measure of one group: its value, what is possible where data are missing, and its standard error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from povrules.language.amounts import Lang
from povrules.language.numbers import Number
from povrules.measures import words as w
from povrules.measures.survey import Sample, interval

Value = Number | float
Range = tuple[Value | None, Value | None]

FEW_CLUSTERS = 30
WIDE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Linearised:
    """How a measure hangs on the sample: for each cluster, the sum of weight times slope.

    Args:
        sample: the design laid over the data.
        totals: by position of the cluster; those left out are zero.
    """

    sample: Sample
    totals: Mapping[int, float]

    @property
    def se(self) -> float:
        """The standard error."""
        return math.sqrt(self.sample.variance(self.totals))


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number.

    Args:
        measure: its short name: ``H``, ``P1``, ``gini`` ...
        value: exact (``int`` or ``Fraction``) where the measure is rational, else a float; None when it is undefined
            (the intensity where nobody is poor) or when only bounds are known.
        indicator: the indicator or dimension it is about.
        parameter: of a family: the ``alpha`` of FGT and GE, the ``epsilon`` of Atkinson.
        by: the column of groups.
        group: the group; with ``by`` None it is everybody.
        bounds: the least and the greatest value that missing data leave possible; None without missing data. None in it
            is no bound.
        change: ``absolute``, ``relative`` ... when the number is a change.
        n: rows behind it.
        clusters: clusters behind it, with a design.
        se: standard error, with a design.
        interval: confidence interval; of bounds, from the lower end of the lower to the upper end of the upper.
        df: degrees of freedom of the interval.
        linearised: how it hangs on the sample, for differences.
    """

    measure: str
    value: Value | None
    indicator: str | None = None
    parameter: Number | None = None
    by: str | None = None
    group: Any = None
    bounds: Range | None = None
    change: str | None = None
    n: int = 0
    clusters: int | None = None
    se: float | None = None
    interval: tuple[float, float] | None = None
    df: float | None = None
    linearised: Linearised | None = field(default=None, repr=False, compare=False)

    def __float__(self) -> float:
        if self.value is None:
            raise TypeError(f"{self.measure} has no single value")
        return float(self.value)

    @property
    def share(self) -> bool:
        """Whether it lies between 0 and 1."""
        return self.measure in w.SHARES and self.change is None

    @property
    def uncertain(self) -> bool:
        """Whether the sample says little: fewer than 30 clusters, or an error above 20 % of the value."""
        if self.clusters is None or (self.value is None and self.bounds is None):
            return False
        wide = self.se is not None and self.change is None and self.se > WIDE * abs(float(self))
        return wide or self.clusters < FEW_CLUSTERS

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells estimates of one result apart."""
        return self.measure, self.indicator, self.parameter, self.by, self.group, self.change

    def label(self, lang: Lang) -> str:
        """The name of the measure."""
        text = w.MEASURES[self.measure].of(lang)
        if self.parameter is not None:
            text += f" ({self.parameter})"
        return text if self.change is None else f"{text}, {w.CHANGES[self.change].of(lang)}"


def with_error(estimate: Estimate, linearised: Linearised, df: float | None = None) -> Estimate:
    """The estimate with its standard error and interval.

    Args:
        estimate: with a value.
        linearised: how it hangs on the sample.
        df: degrees of freedom; None takes the sample's.
    """
    design, se = linearised.sample.design, linearised.se
    used = linearised.sample.df if df is None else df
    found = interval(float(estimate), se, used, design, estimate.share)
    return replace(estimate, se=se, interval=found, df=used, linearised=linearised)


def bounded(low: Estimate, high: Estimate) -> Estimate:
    """One estimate from the two ends that missing data leave possible."""
    if low.value == high.value:
        return low
    ends = None
    if low.interval is not None and high.interval is not None:
        ends = (low.interval[0], high.interval[1])
    return replace(low, value=None, bounds=(low.value, high.value), se=None, interval=ends, linearised=None)
