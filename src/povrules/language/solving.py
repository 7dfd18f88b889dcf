"""Values that meet linear conditions together: Fourier-Motzkin elimination and the way back. Exact; no reals lost."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from povrules.language.feasible import Below, condition_from
from povrules.language.unknowns import Unknown


def solved(conditions: Iterable[Below]) -> dict[Unknown, Fraction] | None:
    """Values of the unknowns that meet all conditions; None when there are none.

    Whole unknowns get whole values where the conditions leave room for one; a caller that needs to be sure tries the
    values out.
    """
    rest = set(conditions)
    steps: list[tuple[Unknown, list[Below]]] = []
    while True:
        if any(not c.terms and (c.constant > 0 or (c.strict and c.constant == 0)) for c in rest):
            return None
        rest = {c for c in rest if c.terms}
        if not rest:
            break
        first = min((u for c in rest for u, _ in c.terms), key=lambda u: u.order)
        about = [c for c in rest if any(u == first for u, _ in c.terms)]
        rest = (rest - set(about)) | set(_without(first, about))
        steps.append((first, about))
    values: dict[Unknown, Fraction] = {}
    for unknown, about in reversed(steps):
        values[unknown] = _chosen(unknown, about, values)
    return values


def _without(unknown: Unknown, about: list[Below]) -> Iterable[Below]:
    """What the conditions say of the other unknowns."""
    factors = [(c, dict(c.terms)[unknown]) for c in about]
    for lower, low in factors:
        for upper, high in factors:
            if low < 0 < high:
                terms: dict[Unknown, Fraction] = {}
                for each, factor in ((lower, high), (upper, -low)):
                    for other, coefficient in each.terms:
                        terms[other] = terms.get(other, Fraction(0)) + coefficient * factor
                constant = lower.constant * high - upper.constant * low
                yield condition_from(terms, constant, lower.strict or upper.strict)


def _chosen(unknown: Unknown, about: list[Below], values: dict[Unknown, Fraction]) -> Fraction:
    """A value between what the conditions leave: a whole one, at the edge where it may stand there."""
    lows: list[tuple[Fraction, bool]] = []
    highs: list[tuple[Fraction, bool]] = []
    for each in about:
        factor = dict(each.terms)[unknown]
        others = sum((c * values[u] for u, c in each.terms if u != unknown), each.constant)
        (lows if factor < 0 else highs).append((-others / factor, each.strict))
    low = max(lows, default=None)
    high = min(highs, key=lambda edge: (edge[0], not edge[1]), default=None)
    if low is not None:
        start = low[0] + (1 if low[1] else 0)
        whole = Fraction(floor(low[0]) + 1 if low[1] else ceil(low[0]))
        for value in (low[0],) if not low[1] and (not unknown.whole or low[0] == whole) else (whole, start):
            if high is None or value < high[0] or (value == high[0] and not high[1]):
                return value
        assert high is not None
        return (low[0] + high[0]) / 2
    if high is None:
        return Fraction(0)
    return Fraction(ceil(high[0]) - 1 if high[1] else floor(high[0]))
