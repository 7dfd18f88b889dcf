"""Quotients of sums over rows: exact values, and how they hang on the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from povrules.language.numbers import Number, whole
from povrules.measures.estimate import Estimate, Linearised, with_error
from povrules.measures.survey import Sample

Totals = Mapping[int, int]
"""A sum over rows by position of the cluster; without a design all stand at position 0."""


def quotient(estimate: Estimate, above: Totals, below: Totals, sample: Sample | None, factor: Number = 1) -> Estimate:
    """An estimate that is ``factor`` times one sum divided by another.

    Its slope for a row is factor (a - R b) / B, with R = A / B; over the rows of a cluster this adds up to
    factor (A_c B - A B_c) / B^2, here rounded only once, at the end.

    Args:
        estimate: what it is; its value is filled in.
        above: whole numbers by cluster.
        below: whole numbers by cluster.
        sample: the design laid over the data; None gives no standard error.
        factor: what both lack.

    Returns:
        The estimate; its value is None where the lower sum is zero.
    """
    top, bottom = sum(above.values()), sum(below.values())
    if not bottom:
        return replace(estimate, value=None)
    found = replace(estimate, value=whole(Fraction(top, bottom) * factor))
    if sample is None:
        return found
    scale = Fraction(factor) / (bottom * bottom)
    totals = {
        cluster: (above.get(cluster, 0) * bottom - top * below.get(cluster, 0)) * scale.numerator / scale.denominator
        for cluster in {**below, **above}
    }
    return with_error(found, Linearised(sample, totals))
