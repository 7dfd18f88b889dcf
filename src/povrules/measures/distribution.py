"""Measures of one column: rows in, the value and its slopes out, for everybody and for each group.

A slope says how the measure moves with the weight of a row (its derivative): weight times slope, added up within
clusters, is what the variance is made from (Demnati and Rao's form of Taylor linearisation).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from povrules.language.numbers import Number
from povrules.law.model import Words
from povrules.measures.data import Data, Weights, read_weights
from povrules.measures.estimate import Estimate, Linearised, Value, bounded, with_error
from povrules.measures.results import Estimates, Missing, basis
from povrules.measures.survey import Sample, SurveyDesign, lay


class Options(TypedDict, total=False):
    """What every measure of one column takes beside it.

    Args:
        weight: the column of weights; without it each row counts 1.
        size: the column of household sizes: then rates are shares of people.
        by: a column of groups, or several, each a breakdown of its own.
        missing: rows with something missing are left out (``drop``); measures of poverty also take them as
            ``not_deprived``, or as unknown (``bounds``: from not poor to an income of zero).
        design: of the survey; without it there are no standard errors.
    """

    weight: str | None
    size: str | None
    by: str | Sequence[str]
    missing: Missing
    design: SurveyDesign | None


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Values and weights of the rows of one group.

    Args:
        values: whole numbers.
        scale: by which they are divided to be what was given.
        weights: whole numbers; at least one is above zero.
    """

    values: list[int]
    scale: int
    weights: list[int]

    @property
    def weight(self) -> int:
        """The sum of weights."""
        return sum(self.weights)

    @property
    def total(self) -> int:
        """The weighted sum of values, times the scale."""
        return sum(weight * value for weight, value in zip(self.weights, self.values, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A value, and the slopes of its rows, which are only asked for when there is a design."""

    value: Value | None
    slopes: Callable[[], Sequence[float]]


@dataclass(frozen=True, slots=True, eq=False)
class Statistic:
    """One measure.

    Args:
        measure: its short name.
        of: computes it.
        parameter: of a family.
        bounded: whether missing values can be bounds: it must not rise with an income.
        top: whether an income of zero gives a number; else there is no upper bound.
    """

    measure: str
    of: Callable[[Rows], Found]
    parameter: Number | None = None
    bounded: bool = True
    top: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column ready to be measured.

    Args:
        values: whole numbers; None is missing.
        scale: by which they are divided.
        least: stands for a missing value in the lower end; None where missing rows can only be left out.
        greatest: stands for it in the upper end.
    """

    values: list[int | None]
    scale: int
    least: int | None = None
    greatest: int | None = None


def measure(
    data: Data, column: Column, statistics: Sequence[Statistic], definition: Words, options: Options
) -> Estimates:
    """Measure a column for everybody and for each group."""
    weights = read_weights(data, options.get("weight"), options.get("size"))
    design = options.get("design")
    sample = None if design is None else lay(design, data)
    missing = options.get("missing", "drop")
    absent = [value is None for value in column.values]
    on = basis(weights.unit, weights.values, absent, missing, definition, sample)
    rows = [row for row in range(data.height) if missing != "drop" or not absent[row]]
    given = options.get("by", ())
    estimates = [_one(statistic, column, weights, sample, missing, rows, None, None) for statistic in statistics]
    for by in [given] if isinstance(given, str) else given:
        labels = data.labels(by)
        members: dict[Any, list[int]] = {}
        for row in rows:
            members.setdefault(labels[row], []).append(row)
        for label, group in members.items():
            estimates += [_one(s, column, weights, sample, missing, group, by, label) for s in statistics]
    return Estimates(tuple(estimates), on, data.native)


def _one(
    statistic: Statistic,
    column: Column,
    weights: Weights,
    sample: Sample | None,
    missing: Missing,
    rows: Sequence[int],
    by: str | None,
    group: Any,
) -> Estimate:
    """One measure of one group."""
    clusters = None if sample is None else len({sample.of_row[row] for row in rows})
    start = Estimate(statistic.measure, None, None, statistic.parameter, by, group, n=len(rows), clusters=clusters)
    ends = []
    stand_ins = (column.least, column.greatest)[: 2 if missing == "bounds" else 1]
    for place, stand_in in enumerate(stand_ins):
        if place and not statistic.top and any(column.values[row] is None for row in rows):
            ends.append(start)
            break
        values = [column.values[row] for row in rows]
        filled = [stand_in or 0 if value is None else value for value in values]
        used = Rows(filled, column.scale, [weights.values[row] for row in rows])
        ends.append(_with_slopes(start, statistic, used, sample, rows) if used.weight else start)
    return bounded(ends[0], ends[-1])


def _with_slopes(
    start: Estimate, statistic: Statistic, used: Rows, sample: Sample | None, rows: Sequence[int]
) -> Estimate:
    found = statistic.of(used)
    estimate = replace(start, value=found.value)
    if sample is None or found.value is None:
        return estimate
    totals: dict[int, float] = {}
    for row, weight, slope in zip(rows, used.weights, found.slopes(), strict=True):
        cluster = sample.of_row[row]
        totals[cluster] = totals.get(cluster, 0.0) + weight * slope
    return with_error(estimate, Linearised(sample, totals))
