"""The estimates of one group, made from its sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from povrules.language.numbers import whole
from povrules.measures.estimate import Estimate, bounded
from povrules.measures.indicators import Cutoff
from povrules.measures.profiles import Cells
from povrules.measures.ranges import quotient_range
from povrules.measures.scores import Scores, Sums, add_up
from povrules.measures.sums import quotient
from povrules.measures.survey import Sample


@dataclass(frozen=True, slots=True, eq=False)
class Everyone:
    """The sums of a group: nothing missing deprived, and everything missing deprived.

    Args:
        cells: its rows by cluster and pattern.
        scores: what patterns weigh.
        cutoff: from where one is poor.
        scales: of gaps and squares; None where some indicator has no gap.
        low: sums with nothing missing deprived.
        high: sums with everything missing deprived; the same object as ``low`` unless bounds were asked for and
            something is missing.
    """

    cells: Cells
    scores: Scores
    cutoff: Cutoff
    scales: tuple[int, int] | None
    low: Sums
    high: Sums

    @classmethod
    def of(cls, cells: Cells, scores: Scores, cutoff: Cutoff, scales: tuple[int, int] | None, bounds: bool) -> Everyone:
        """Add up a group."""
        used = scales or (1, 1)
        low = high = add_up(cells, scores, cutoff, scales=used)
        if bounds and any(missing for _, _, missing in cells):
            high = add_up(cells, scores, cutoff, scales=used, missing_deprived=True)
        return cls(cells, scores, cutoff, scales, low, high)


def levels(about: Everyone, sample: Sample | None, by: str | None, group: Any) -> Iterator[Estimate]:
    """H, A, M0, M1, M2, and each indicator's headcounts and contribution."""
    scores = about.scores
    total = Fraction(1, scores.total)

    def start(measure: str, indicator: str | None = None) -> Estimate:
        clusters = None if sample is None else about.low.clusters
        return Estimate(measure, None, indicator, by=by, group=group, n=about.low.rows, clusters=clusters)

    def rising(estimate: Estimate, above: str, place: int | None = None, factor: Fraction | int = 1) -> Estimate:
        ends = [
            quotient(estimate, _sum(sums, above, place), sums.weight, sample, factor)
            for sums in (about.low, about.high)[: 1 + (about.low is not about.high)]
        ]
        return bounded(ends[0], ends[-1])

    def turning(
        estimate: Estimate, above: Counter[int], below: Counter[int], factor: Fraction, part: int | None
    ) -> Estimate:
        if about.low is about.high:
            return quotient(estimate, above, below, sample, factor)
        found = quotient_range(about.cells, scores, about.cutoff, part)
        if found is None:
            return estimate
        return replace(estimate, value=found[0]) if found[0] == found[1] else replace(estimate, bounds=found)

    low = about.low
    yield rising(start("H"), "poor")
    yield turning(start("A"), low.score, low.poor, total, None)
    yield rising(start("M0"), "score", factor=total)
    if about.scales is not None:
        yield rising(start("M1"), "gap", factor=Fraction(1, about.scales[0]))
        yield rising(start("M2"), "square", factor=Fraction(1, about.scales[1]))
    for place, indicator in enumerate(scores.indicators):
        weight = Fraction(scores.weights[place])
        yield rising(start("uncensored", indicator.name), "uncensored", place)
        yield rising(start("censored", indicator.name), "censored", place)
        contribution = start("contribution", indicator.name)
        yield turning(contribution, low.censored[place], low.score, weight, 1 << place)
    parts: dict[str, int] = {}
    for place, indicator in enumerate(scores.indicators):
        if indicator.dimension is not None:
            parts[indicator.dimension] = parts.get(indicator.dimension, 0) | 1 << place
    for dimension, part in parts.items():
        above: Counter[int] = Counter()
        for place in range(len(scores.indicators)):
            if part >> place & 1:
                for cluster, value in low.censored[place].items():
                    above[cluster] += value * scores.weights[place]
        yield turning(start("dimension_contribution", dimension), above, low.score, Fraction(1), part)


def shares_of_group(
    about: Everyone, everyone: Everyone, sample: Sample | None, by: str | None, group: Any
) -> Iterator[Estimate]:
    """The group's share of the population, and of M0."""
    clusters = None if sample is None else about.low.clusters
    start = Estimate("population_share", None, by=by, group=group, n=about.low.rows, clusters=clusters)
    yield quotient(start, about.low.weight, everyone.low.weight, sample)
    start = replace(start, measure="group_contribution")
    if everyone.low is everyone.high:
        yield quotient(start, about.low.score, everyone.low.score, sample)
        return
    # Least when nothing missing is deprived here and everything is elsewhere, greatest the other way round. Where that
    # leaves nobody poor at all, the poor are all here, or all elsewhere.
    totals = [sum(sums.score.values()) for sums in (everyone.low, everyone.high)]
    here = [sum(sums.score.values()) for sums in (about.low, about.high)]
    if not totals[1]:
        yield start
        return
    rest = [total - own for total, own in zip(totals, here, strict=True)]
    least = Fraction(here[0], here[0] + rest[1]) if here[0] + rest[1] else Fraction(1)
    most = Fraction(here[1], here[1] + rest[0]) if here[1] + rest[0] else Fraction(0)
    yield bounded(replace(start, value=whole(least)), replace(start, value=whole(most)))


def _sum(sums: Sums, name: str, place: int | None) -> Counter[int]:
    found = getattr(sums, name)
    chosen: Counter[int] = found if place is None else found[place]
    return chosen
