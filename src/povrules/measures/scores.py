"""What patterns of deprivation weigh, and the sums over rows that Alkire and Foster's measures are made of."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from povrules.measures.indicators import Cutoff, Indicator, weight_of
from povrules.measures.profiles import Cells


class Scores:
    """Weights as whole numbers over their common denominator ``total``, and the score of a pattern.

    Args:
        indicators: their weights sum to 1.
    """

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self.indicators = tuple(indicators)
        self.total = math.lcm(*(weight_of(i).denominator for i in indicators))
        self.weights = tuple(int(weight_of(i) * self.total) for i in indicators)
        self._known: dict[int, int] = {}

    def score(self, bits: int) -> int:
        """The weight of the indicators in a pattern."""
        found = self._known.get(bits)
        if found is None:
            found = self._known[bits] = sum(self.weights[place] for place in places(bits))
        return found

    def poor(self, bits: int, cutoff: Cutoff) -> bool:
        """Whether a household with a pattern is poor."""
        return cutoff.poor(bits.bit_count(), self.score(bits), self.total)


def places(bits: int) -> list[int]:
    """The places of the bits that are set.

    >>> places(0b1010)
    [1, 3]
    """
    return [place for place in range(bits.bit_length()) if bits >> place & 1]


@dataclass(slots=True)
class Sums:
    """Sums over rows by cluster.

    Args:
        weight: of all.
        poor: of the poor.
        score: of the poor, times their score.
        gap: of the poor, times their weighted gaps.
        square: the same with squared gaps.
        uncensored: of those deprived, for each indicator.
        censored: of the poor who are deprived, for each indicator.
        rows: how many rows.
        clusters: in how many clusters.
    """

    weight: Counter[int] = field(default_factory=Counter)
    poor: Counter[int] = field(default_factory=Counter)
    score: Counter[int] = field(default_factory=Counter)
    gap: Counter[int] = field(default_factory=Counter)
    square: Counter[int] = field(default_factory=Counter)
    uncensored: tuple[Counter[int], ...] = ()
    censored: tuple[Counter[int], ...] = ()
    rows: int = 0
    clusters: int = 0


def add_up(
    cells: Cells, scores: Scores, cutoff: Cutoff, *, scales: tuple[int, int] = (1, 1), missing_deprived: bool = False
) -> Sums:
    """Add up the cells of one group.

    Args:
        cells: rows by cluster and pattern.
        scores: what patterns weigh.
        cutoff: from where one is poor.
        scales: by which gaps and squares are divided.
        missing_deprived: what is missing is deprived, by the whole gap; else it is not deprived.
    """
    count = len(scores.indicators)
    sums = Sums(uncensored=tuple(Counter() for _ in range(count)), censored=tuple(Counter() for _ in range(count)))
    for (cluster, deprived, missing), cell in cells.items():
        bits = deprived | missing if missing_deprived else deprived
        weight = cell.weight
        sums.rows += cell.rows
        sums.weight[cluster] += weight
        for place in places(bits):
            sums.uncensored[place][cluster] += weight
        if not scores.poor(bits, cutoff):
            continue
        sums.poor[cluster] += weight
        sums.score[cluster] += weight * scores.score(bits)
        for place in places(bits):
            sums.censored[place][cluster] += weight
        # Weights stand in the gaps already; a missing one adds its weight in full.
        added = weight * scores.score(missing) if missing_deprived else 0
        sums.gap[cluster] += cell.gap + added * scales[0] // scores.total
        sums.square[cluster] += cell.square + added * scales[1] // scores.total
    sums.clusters = len(sums.weight)
    return sums
