"""Changes: between two surveys, between two policies on one sample, and what a change of M0 is made of.

Two policies on one sample are paired: the slopes of both are subtracted row by row before the variance is taken, since
most of the sampling error is the same in both. Taken as independent, the error of the difference comes out too large.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from povrules.language.numbers import Number, divide, whole
from povrules.law.model import Words
from povrules.measures.alkire_foster import MultidimensionalPoverty
from povrules.measures.errors import MeasureError
from povrules.measures.estimate import Estimate, Linearised, Range, Value
from povrules.measures.exact import Exact, exact_setting
from povrules.measures.results import Estimates
from povrules.measures.survey import Sample, interval

Samples = Literal["same", "clusters", "independent"]
SAMPLES = ("same", "clusters", "independent")


def change(before: Estimates, after: Estimates, *, samples: Samples, years: Exact | None = None) -> Estimates:
    """The change of every measure and group that two results have in common, absolute and relative.

    Args:
        before: the earlier result, or that of the baseline.
        after: the later one, or that of the reform.
        samples: ``same``: both were made from the same rows in the same order (baseline and reform); ``clusters``: two
            surveys with some clusters in common, told by their names; ``independent``: two samples drawn apart, whose
            variances add up. Without a design there are no errors, and it says only what would be right.
        years: between both; then changes a year are added.

    Returns:
        For each estimate ``absolute`` (after - before), ``relative`` (after / before - 1), and with years
        ``absolute_per_year`` and ``relative_per_year`` ((after / before)^(1/years) - 1, a float). What only one of the
        results has comes with no value. Of bounds come bounds.

    Raises:
        MeasureError: another unit, samples that are not the same, years of zero or less.

    >>> from povrules.measures.inequality import gini
    >>> found = change(gini([1, 3]), gini([1, 1]), samples="independent")
    >>> [(e.change, str(e.value)) for e in found]
    [('absolute', '-1/4'), ('relative', '-1')]
    """
    if samples not in SAMPLES:
        raise MeasureError(f"samples: {samples!r} is not known", expected=f"one of {', '.join(SAMPLES)}")
    if before.basis.unit != after.basis.unit:
        raise MeasureError(f"rates of {before.basis.unit}s and of {after.basis.unit}s cannot be compared")
    span = None if years is None else exact_setting(years, "years")
    if span is not None and span <= 0:
        raise MeasureError(f"years: {years} is not above zero")
    earlier = {estimate.key: estimate for estimate in before}
    later = {estimate.key: estimate for estimate in after}
    found: list[Estimate] = []
    for key in {**later, **earlier}:
        for kind in _kinds(span):
            one, other = earlier.get(key), later.get(key)
            if one is None or other is None:
                gone = later.get(key) or earlier[key]
                found.append(_blank(gone, kind.name))
            else:
                found.append(_changed(one, other, kind, samples))
    same = before.basis.definition == after.basis.definition
    definitions = [r.basis.definition for r in ((after,) if same else (before, after))]
    definition = Words(" → ".join(d.vi for d in definitions), " → ".join(d.en for d in definitions))
    return Estimates(tuple(found), replace(after.basis, definition=definition), after.native)


def decompose_m0(before: MultidimensionalPoverty, after: MultidimensionalPoverty) -> tuple[Number, Number]:
    """What the change of M0 owes to more or fewer poor, and what to how deprived they are; exact, summing to it.

    dM0 = dH (A0 + A1) / 2 + dA (H0 + H1) / 2: the mean of both paths (Shapley). Where nobody is poor, the intensity is
    taken as that of the other result, so that all of the change is one of incidence.

    Raises:
        MeasureError: results that hold bounds.
    """
    shares = [before.H.value, after.H.value]
    intensities = [before.A.value, after.A.value]
    if None in shares or before.A.bounds is not None or after.A.bounds is not None:
        raise MeasureError("bounds cannot be decomposed", expected="missing='drop' or 'not_deprived'")
    h0, h1 = (Fraction(share or 0) for share in shares)
    a0 = Fraction(intensities[0] if intensities[0] is not None else intensities[1] or 0)
    a1 = Fraction(intensities[1] if intensities[1] is not None else a0)
    return whole((h1 - h0) * (a0 + a1) / 2), whole((a1 - a0) * (h0 + h1) / 2)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of change, rising with the later value and falling with the earlier.

    Args:
        name: of the change.
        of: the change from the earlier and the later value; None where it is undefined.
        slope: the factor that turns ``later - ratio * earlier`` of the slopes into that of the change, and the ratio;
            None where it is undefined.
    """

    name: str
    of: Callable[[Value, Value], Value | None]
    slope: Callable[[float, float], tuple[float, float] | None]


def _kinds(years: Number | None) -> list[_Kind]:
    found = [
        _Kind("absolute", _difference, lambda a, b: (1.0, 1.0)),
        _Kind("relative", _growth, lambda a, b: (1 / a, b / a) if a else None),
    ]
    if years is None:
        return found
    span = float(years)

    def yearly(a: Value, b: Value) -> Value | None:
        return float((float(b) / float(a)) ** (1 / span) - 1) if a > 0 and b >= 0 else None

    def yearly_slope(a: float, b: float) -> tuple[float, float] | None:
        return ((b / a) ** (1 / span) / (span * b), b / a) if a > 0 and b > 0 else None

    return [
        *found,
        _Kind("absolute_per_year", lambda a, b: _per(_difference(a, b), years), lambda a, b: (1 / span, 1.0)),
        _Kind("relative_per_year", yearly, yearly_slope),
    ]


def _difference(a: Value, b: Value) -> Value:
    return b - a if isinstance(a, float) or isinstance(b, float) else whole(Fraction(b) - Fraction(a))


def _growth(a: Value, b: Value) -> Value | None:
    if not a:
        return None
    return b / a - 1 if isinstance(a, float) or isinstance(b, float) else whole(Fraction(b) / Fraction(a) - 1)


def _per(value: Value, years: Number) -> Value:
    return value / float(years) if isinstance(value, float) else divide(value, years)


def _blank(estimate: Estimate, name: str) -> Estimate:
    """The change of an estimate, to be filled in."""
    return replace(estimate, value=None, bounds=None, change=name, se=None, interval=None, df=None, linearised=None)


def _changed(before: Estimate, after: Estimate, kind: _Kind, samples: Samples) -> Estimate:
    start = _blank(after, kind.name)
    if before.value is None or after.value is None:
        return replace(start, bounds=_range(before, after, kind))
    value = kind.of(before.value, after.value)
    slope = kind.slope(float(before.value), float(after.value))
    found = replace(start, value=value)
    if value is None or slope is None or before.linearised is None or after.linearised is None:
        return found
    factor, ratio = slope
    parts = [(-factor * ratio, before.linearised), (factor, after.linearised)]
    design = after.linearised.sample.design
    if samples == "independent":
        se = math.sqrt(math.fsum(scale**2 * part.se**2 for scale, part in parts))
        df = sum(part.sample.df for _, part in parts)
        return replace(found, se=se, df=df, interval=interval(float(value), se, df, design, share=False))
    if samples == "same":
        one, other = before.linearised.sample, after.linearised.sample
        if one.keys != other.keys or one.of_row != other.of_row:
            raise MeasureError(
                "the two results are not of the same rows", expected="samples='clusters' or 'independent'"
            )
    joined = combined(parts)
    se, df = joined.se, joined.sample.df
    ends = interval(float(value), se, df, design, share=False)
    return replace(found, se=se, df=df, interval=ends, linearised=joined)


def _range(before: Estimate, after: Estimate, kind: _Kind) -> Range | None:
    earlier = before.bounds or (before.value, before.value)
    later = after.bounds or (after.value, after.value)
    ends = [(earlier[1], later[0]), (earlier[0], later[1])]
    low, high = (None if a is None or b is None else kind.of(a, b) for a, b in ends)
    return None if low is None and high is None else (low, high)


def combined(parts: Sequence[tuple[float, Linearised]]) -> Linearised:
    """A weighted sum of measures of one sample, or of samples that share clusters.

    Args:
        parts: factors and measures. Clusters of one name are one cluster; those that one measure lacks are zeros in it.
    """
    first = parts[0][1].sample
    if all(part.sample.keys == first.keys for _, part in parts):
        totals: dict[int, float] = {}
        # Added up within a cluster before anything is rounded away: a measure less itself is zero exactly.
        for factor, part in parts:
            for position, total in part.totals.items():
                totals[position] = totals.get(position, 0.0) + factor * total
        return Linearised(first, totals)
    sample, places = _stacked([part.sample for _, part in parts])
    joined: dict[int, float] = {}
    for factor, part in parts:
        for position, total in part.totals.items():
            place = places[part.sample.keys[position]]
            joined[place] = joined.get(place, 0.0) + factor * total
    return Linearised(sample, joined)


def _stacked(samples: Sequence[Sample]) -> tuple[Sample, Mapping[tuple[object, object], int]]:
    """The samples as one: strata and clusters of one name are the same."""
    keys = tuple(dict.fromkeys(key for sample in samples for key in sample.keys))
    strata: dict[object, int] = {}
    stratum_of = tuple(strata.setdefault(stratum, len(strata)) for stratum, _ in keys)
    sizes = tuple(stratum_of.count(stratum) for stratum in range(len(strata)))
    corrections = [1.0] * len(strata)
    for sample in samples:
        for (stratum, _), place in zip(sample.keys, sample.stratum_of, strict=True):
            corrections[strata[stratum]] = sample.corrections[place]
    joined = Sample(samples[-1].design, [], keys, stratum_of, sizes, tuple(corrections))
    return joined, {key: place for place, key in enumerate(keys)}
