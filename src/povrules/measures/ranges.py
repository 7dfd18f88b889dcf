"""The least and the greatest quotient that missing indicators leave possible.

H, M0 and headcounts rise with every deprivation, so their ends are "nothing missing is deprived" and "everything
missing is". The intensity and the contributions do not: one more deprivation can make a household poor that is less
deprived than the other poor. Each household may be completed by itself, so the greatest quotient is found by
Dinkelbach's method: with the quotient R so far, complete each so that its N - R D is greatest, take the quotient that
gives, until it stays. All in whole numbers and fractions: the ends are exact and attained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial

from povrules.language.numbers import Number, whole
from povrules.measures.indicators import Cutoff
from povrules.measures.profiles import Cells
from povrules.measures.scores import Scores, places

Choice = tuple[int, int]
"""What one completion of a row adds above and below, for a weight of 1."""


def completions(deprived: int, missing: int, scores: Scores, cutoff: Cutoff, part: int | None) -> frozenset[Choice]:
    """What the completions of a pattern add.

    Args:
        deprived: bits of indicators known to be deprived.
        missing: bits of missing ones.
        scores: what patterns weigh.
        cutoff: from where one is poor.
        part: bits of the indicators whose contribution is asked (their score over the score of the poor); None asks the
            intensity (the score of the poor over how many they are).
    """
    inside = deprived if part is None else deprived & part
    reached = {(scores.score(inside), scores.score(deprived), deprived.bit_count())}
    for place in places(missing):
        weight = scores.weights[place]
        own = weight if part is None or part >> place & 1 else 0
        reached |= {(above + own, score + weight, count + 1) for above, score, count in reached}
    found: set[Choice] = set()
    for above, score, count in reached:
        if cutoff.poor(count, score, scores.total):
            found.add((above, scores.total if part is None else score))
        else:
            found.add((0, 0))
    return frozenset(found)


def quotient_range(
    cells: Cells, scores: Scores, cutoff: Cutoff, part: int | None = None
) -> tuple[Number, Number] | None:
    """The least and greatest intensity (``part`` None) or contribution over all completions with somebody poor.

    Returns:
        None when nobody can be poor.
    """
    weights: dict[tuple[int, int], int] = {}
    for (_, deprived, missing), cell in cells.items():
        weights[deprived, missing] = weights.get((deprived, missing), 0) + cell.weight
    choices = [
        (weight, completions(deprived, missing, scores, cutoff, part))
        for (deprived, missing), weight in weights.items()
        if weight
    ]
    return ends_of(choices)


def ends_of(choices: Sequence[tuple[int, Iterable[Choice]]]) -> tuple[Number, Number] | None:
    """The least and the greatest quotient of sums when each row may be completed by itself.

    Args:
        choices: for each row its weight and what its completions add above and below.

    Returns:
        None when nothing can stand below.
    """
    high = _greatest(choices, 1)
    low = _greatest(choices, -1)
    return None if high is None or low is None else (whole(-low), whole(high))


def _greatest(choices: Sequence[tuple[int, Iterable[Choice]]], sign: int) -> Fraction | None:
    """The greatest sum of ``sign`` times what is above, over the sum of what is below."""
    # To begin with: everybody as much below as can be, so that a quotient exists if any does.
    above, below = _sum(choices, lambda choice: choice[1])
    best: Fraction | None = None
    while below and (best is None or Fraction(sign * above, below) > best):
        best = Fraction(sign * above, below)
        above, below = _sum(choices, partial(_worth, best, sign))
    return best


def _worth(rate: Fraction, sign: int, choice: Choice) -> int:
    return sign * choice[0] * rate.denominator - rate.numerator * choice[1]


def _sum(choices: Sequence[tuple[int, Iterable[Choice]]], worth: Callable[[Choice], int]) -> tuple[int, int]:
    """What is above and below when each row is completed to be worth most."""
    above = below = 0
    for weight, options in choices:
        chosen = max(options, key=worth)
        above, below = above + weight * chosen[0], below + weight * chosen[1]
    return above, below
