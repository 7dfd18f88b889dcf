"""The design of a survey: strata, clusters, lonely clusters, and the variance by Taylor linearisation.

A measure hands over, for each first-stage cluster, the sum over its rows of weight times slope: how the measure moves
with the weight. V = sum over strata of n/(n-1) times the sum of squared deviations of these totals from the mean of
their stratum (the ultimate-cluster variance, with replacement at the first stage). Rows outside a domain count as
zeros: the design is never cut down to the domain.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from povrules.language.numbers import Number
from povrules.measures.data import Data
from povrules.measures.errors import MeasureError
from povrules.measures.exact import Exact, exact_setting
from povrules.measures.quantiles import t_quantile

Lonely = Literal["fail", "certainty", "centred"]
Scale = Literal["logit", "normal"]
Columns = str | Sequence[str] | None
_LONELY = ("fail", "certainty", "centred")
_SCALES = ("logit", "normal")


@dataclass(frozen=True, slots=True)
class SurveyDesign:
    """How the sample was drawn.

    Args:
        strata: the column, or columns together, that tell strata apart; None is one stratum.
        cluster: the column, or columns together, of the first-stage clusters. They are told apart within their
            stratum, so a number used in two strata is two clusters. None: each row is its own.
        clusters_in_stratum: a column with how many clusters the stratum has in the population, for the correction of a
            finite population; None is without correction.
        lonely: a stratum with one cluster: ``fail`` refuses it, ``certainty`` takes it as certain (adds nothing),
            ``centred`` measures it from the mean of all clusters instead of its stratum's.
        level: of intervals: ``"95 %"``.
        interval: for measures between 0 and 1: ``logit`` stays between them, ``normal`` is symmetric.

    >>> SurveyDesign(strata="province", cluster=("commune", "area")).lonely
    'fail'
    """

    strata: Columns = None
    cluster: Columns = None
    clusters_in_stratum: str | None = None
    lonely: Lonely = "fail"
    level: Exact = "95 %"
    interval: Scale = "logit"

    def __post_init__(self) -> None:
        if self.lonely not in _LONELY:
            raise MeasureError(f"lonely: {self.lonely!r} is no policy", expected=f"one of {', '.join(_LONELY)}")
        if self.interval not in _SCALES:
            raise MeasureError(f"interval: {self.interval!r} is no scale", expected=f"one of {', '.join(_SCALES)}")
        if not 0 < self.share < 1:
            raise MeasureError(f"level: {self.level} is no level", expected="a share between 0 and 1, such as '95 %'")

    @property
    def share(self) -> Number:
        """The level as a share."""
        return exact_setting(self.level, "level")


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A design laid over data.

    Args:
        design: as it was given.
        of_row: the position of each row's cluster.
        keys: (stratum, cluster) at each position.
        stratum_of: the position of each cluster's stratum.
        sizes: how many clusters each stratum has.
        corrections: 1 - n/N of each stratum; 1 without correction.
    """

    design: SurveyDesign
    of_row: list[int]
    keys: tuple[tuple[Any, Any], ...]
    stratum_of: tuple[int, ...]
    sizes: tuple[int, ...]
    corrections: tuple[float, ...]

    @property
    def df(self) -> int:
        """Degrees of freedom: clusters less strata."""
        return len(self.keys) - len(self.sizes)

    def variance(self, totals: Mapping[int, float]) -> float:
        """The variance of a measure.

        Args:
            totals: the sum of weight times slope of clusters, by position; those left out are zero.
        """
        found: dict[int, list[float]] = {}
        for position, total in totals.items():
            found.setdefault(self.stratum_of[position], []).append(total)
        everywhere = math.fsum(totals.values()) / len(self.keys)
        parts: list[float] = []
        for stratum, values in found.items():
            count = self.sizes[stratum]
            if count == 1:
                squares = (values[0] - everywhere) ** 2 if self.design.lonely == "centred" else 0.0
            else:
                mean = math.fsum(values) / count
                squares = math.fsum((value - mean) ** 2 for value in values) + (count - len(values)) * mean * mean
                squares *= count / (count - 1)
            parts.append(self.corrections[stratum] * squares)
        return math.fsum(parts)


def lay(design: SurveyDesign, data: Data) -> Sample:
    """Lay a design over data.

    Raises:
        MeasureError: a stratum or cluster that is not stated; a stratum of one cluster when that is refused; numbers
            of clusters that differ within a stratum or are smaller than the sample.
    """
    strata = _keys(design.strata, data, "strata") or [()] * data.height
    clusters = _keys(design.cluster, data, "cluster") or [(row,) for row in range(data.height)]
    positions: dict[tuple[Any, Any], int] = {}
    of_row = [positions.setdefault(key, len(positions)) for key in zip(strata, clusters, strict=True)]
    members: dict[Any, list[int]] = {}
    for (stratum, _), position in positions.items():
        members.setdefault(stratum, []).append(position)
    lonely = [stratum for stratum, found in members.items() if len(found) == 1]
    if lonely and design.lonely == "fail":
        shown = ", ".join("/".join(map(str, stratum)) or "(all)" for stratum in lonely[:5])
        raise MeasureError(
            f"strata with only one cluster: {shown}" + (f" and {len(lonely) - 5} more" if len(lonely) > 5 else ""),
            expected="two or more, or lonely='certainty' or 'centred'",
        )
    places = {stratum: place for place, stratum in enumerate(members)}
    stratum_of = tuple(places[stratum] for stratum, _ in positions)
    sizes = tuple(len(found) for found in members.values())
    return Sample(design, of_row, tuple(positions), stratum_of, sizes, _corrections(design, data, strata, members))


def _keys(columns: Columns, data: Data, role: str) -> list[tuple[Any, ...]] | None:
    if columns is None:
        return None
    names = [columns] if isinstance(columns, str) else list(columns)
    keys = list(zip(*(data.labels(name) for name in names), strict=True))
    for row, key in enumerate(keys):
        if None in key:
            raise MeasureError(f"{role}: {names[key.index(None)]} is missing in row {row + 1}")
    return keys


def _corrections(
    design: SurveyDesign, data: Data, strata: list[tuple[Any, ...]], members: dict[Any, list[int]]
) -> tuple[float, ...]:
    if design.clusters_in_stratum is None:
        return (1.0,) * len(members)
    column = data.exact(design.clusters_in_stratum)
    stated: dict[Any, Number | None] = {}
    for row, stratum in enumerate(strata):
        value = column.value(row)
        if stated.setdefault(stratum, value) != value or value is None or value < len(members[stratum]):
            raise MeasureError(
                f"{design.clusters_in_stratum}: row {row + 1} says {value}",
                expected=f"one number in the whole stratum, {len(members[stratum])} or more",
            )
    return tuple(float(1 - len(found) / (stated[stratum] or 1)) for stratum, found in members.items())


def interval(value: float, se: float, df: float, design: SurveyDesign, share: bool) -> tuple[float, float] | None:
    """The interval of an estimate; None where there is none (no degree of freedom, a logit of 0 or 1).

    Args:
        value: the estimate.
        se: its standard error.
        df: degrees of freedom.
        design: its level and scale.
        share: whether the measure lies between 0 and 1.
    """
    if df <= 0:
        return None
    steps = t_quantile(float(1 + design.share) / 2, df)
    if not share or design.interval == "normal":
        return value - steps * se, value + steps * se
    if not 0 < value < 1:
        return None
    middle, width = math.log(value / (1 - value)), steps * se / (value * (1 - value))
    return (1 + math.tanh((middle - width) / 2)) / 2, (1 + math.tanh((middle + width) / 2)) / 2
