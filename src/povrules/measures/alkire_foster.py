"""Multidimensional poverty by Alkire and Foster (2011): H, A, M0, M1, M2, headcounts, contributions, subgroups.

With weights omega that sum to 1, c the weighted share of deprivations of a household, and p whether it is poor (c >= k,
or a count of indicators): H = sum w p / W, M0 = sum w c p / W, A = M0 / H; the uncensored headcount of an indicator is
the share deprived in it, the censored one the share poor and deprived in it, its contribution omega times the censored
headcount over M0. M1 and M2 put the normalised gap, and its square, in the place of each deprivation. All are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from povrules.law.model import Words
from povrules.measures.data import Data, Weights, read_data, read_weights
from povrules.measures.errors import MeasureError
from povrules.measures.estimate import Estimate
from povrules.measures.exact import Exact
from povrules.measures.indicators import Cutoff, Given, Indicator, read_cutoff, read_indicators
from povrules.measures.levels import Everyone, levels, shares_of_group
from povrules.measures.profiles import Cells, Patterns, gather, read_patterns
from povrules.measures.results import Basis, Estimates, Missing, basis
from povrules.measures.scores import Scores
from povrules.measures.survey import Sample, SurveyDesign, lay


@dataclass(frozen=True, slots=True, kw_only=True)
class MultidimensionalPoverty(Estimates):
    """Alkire and Foster's measures of one cut-off. The shortcuts are about everybody, or about the group picked.

    Args:
        indicators: with weights that sum to 1.
        cutoff: from where a household is poor.
    """

    indicators: tuple[Indicator, ...]
    cutoff: Cutoff

    @property
    def H(self) -> Estimate:
        """The share who are poor."""
        return self.get("H")

    @property
    def A(self) -> Estimate:
        """The average share of deprivations of the poor."""
        return self.get("A")

    @property
    def M0(self) -> Estimate:
        """The adjusted headcount ratio, H times A."""
        return self.get("M0")

    @property
    def M1(self) -> Estimate:
        """The adjusted poverty gap.

        Raises:
            MeasureError: not every indicator has a cut-off, so gaps are not known.
        """
        return self._cardinal("M1")

    @property
    def M2(self) -> Estimate:
        """The adjusted squared poverty gap.

        Raises:
            MeasureError: not every indicator has a cut-off, so gaps are not known.
        """
        return self._cardinal("M2")

    @property
    def uncensored(self) -> dict[str, Estimate]:
        """The share deprived in each indicator."""
        return self._by_indicator("uncensored")

    @property
    def censored(self) -> dict[str, Estimate]:
        """The share poor and deprived in each indicator."""
        return self._by_indicator("censored")

    @property
    def contribution(self) -> dict[str, Estimate]:
        """The share of M0 that comes from each indicator. They sum to 1."""
        return self._by_indicator("contribution")

    @property
    def dimension_contribution(self) -> dict[str, Estimate]:
        """The share of M0 that comes from each dimension, where dimensions are named."""
        return self._by_indicator("dimension_contribution")

    def _cardinal(self, measure: str) -> Estimate:
        if any(indicator.cutoff is None for indicator in self.indicators):
            without = next(i.name for i in self.indicators if i.cutoff is None)
            raise MeasureError(f"no {measure}: {without} has no cut-off, so its gap is not known")
        return self.get(measure)

    def _by_indicator(self, measure: str) -> dict[str, Estimate]:
        # The first of each: a result of everybody has those of groups behind.
        found: dict[str, Estimate] = {}
        for estimate in self.estimates:
            if estimate.measure == measure and estimate.indicator is not None:
                found.setdefault(estimate.indicator, estimate)
        return found


def alkire_foster(
    data: Any,
    indicators: Given,
    k: Exact,
    *,
    weight: str | None = None,
    size: str | None = None,
    by: str | Sequence[str] = (),
    missing: Missing = "drop",
    design: SurveyDesign | None = None,
) -> MultidimensionalPoverty:
    """Measure multidimensional poverty.

    Args:
        data: a frame (polars, pandas, pyarrow) or a mapping of columns, one row for each household or person.
        indicators: the columns that say who is deprived: names (equal weights), weights by name, names or weights by
            dimension (dimensions weigh the same), or ``Indicator`` objects, which may have cut-offs of achievements.
        k: a whole number counts indicators (3: deprived in three or more); a fraction, decimal or text is a share of
            the weight (``"1/3"``; note that 0.33 is not 1/3). A float such as 1.0 may be either and is refused.
        weight: the column of weights; None is 1 for each row.
        size: the column of household sizes: then rates are shares of people.
        by: columns of groups, each a breakdown of its own.
        missing: rows with a missing indicator are left out (``drop``), or what is missing is taken as ``not_deprived``,
            or as unknown (``bounds``: the least and greatest value it leaves possible).
        design: of the survey; None gives no standard errors, as for a full register.

    Raises:
        MeasureError: data or settings that cannot be measured, with what was expected.

    Source: Alkire, Foster (2011), Journal of Public Economics 95, 476-487; Alkire et al. (2015), chapter 5.

    >>> homes = {"water": [1, 1, 0, 0], "toilet": [1, 0, 0, 0], "school": [1, 1, 0, 1]}
    >>> found = alkire_foster(homes, ["water", "toilet", "school"], "1/2")
    >>> found.H.value, found.A.value, found.M0.value, found.contribution["toilet"].value
    (Fraction(1, 2), Fraction(5, 6), Fraction(5, 12), Fraction(1, 5))
    """
    (found,) = over_cutoffs(data, indicators, [k], weight=weight, size=size, by=by, missing=missing, design=design)
    return found


def over_cutoffs(
    data: Any,
    indicators: Given,
    ks: Iterable[Exact],
    *,
    weight: str | None = None,
    size: str | None = None,
    by: str | Sequence[str] = (),
    missing: Missing = "drop",
    design: SurveyDesign | None = None,
) -> tuple[MultidimensionalPoverty, ...]:
    """The same for several cut-offs; the data are read once.

    >>> homes = {"water": [1, 1, 0, 0], "toilet": [1, 0, 0, 0]}
    >>> [float(found.H) for found in over_cutoffs(homes, ["water", "toilet"], [1, 2])]
    [0.5, 0.25]
    """
    table = read_data(data)
    named = read_indicators(indicators)
    weights = read_weights(table, weight, size)
    patterns = read_patterns(table, named)
    sample = None if design is None else lay(design, table)
    absent = [bits != 0 for bits in patterns.missing]
    columns = [by] if isinstance(by, str) else list(by)
    work = _Work(table, named, weights, patterns, sample, missing, columns)
    cutoffs = [read_cutoff(k, named) for k in ks]
    # Before rows are gathered: it says first what is wrong with the policy or the weights.
    bases = [
        basis(weights.unit, weights.values, absent, missing, _definition(cutoff, named), sample) for cutoff in cutoffs
    ]
    gathered = work.gathered()
    return tuple(work.measure(cutoff, on, gathered) for cutoff, on in zip(cutoffs, bases, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """What is the same for every cut-off."""

    data: Data
    indicators: tuple[Indicator, ...]
    weights: Weights
    patterns: Patterns
    sample: Sample | None
    missing: Missing
    by: list[str]

    def gathered(self) -> list[tuple[str | None, Any, Cells]]:
        """Everybody, then each group of each column."""
        rows = [row for row in range(self.data.height) if self.missing != "drop" or not self.patterns.missing[row]]
        found: list[tuple[str | None, Any, Cells]] = [(None, None, self._cells(rows))]
        for column in self.by:
            labels = self.data.labels(column)
            members: dict[Any, list[int]] = {}
            for row in rows:
                members.setdefault(labels[row], []).append(row)
            found += [(column, label, self._cells(members[label])) for label in members]
        return found

    def _cells(self, rows: Sequence[int]) -> Cells:
        of_row = None if self.sample is None else self.sample.of_row
        return gather(self.patterns, self.weights.values, of_row, rows)

    def measure(
        self, cutoff: Cutoff, on: Basis, gathered: Sequence[tuple[str | None, Any, Cells]]
    ) -> MultidimensionalPoverty:
        """All estimates of one cut-off."""
        scales = None if self.patterns.gaps is None else self.patterns.scales
        scores = Scores(self.indicators)
        everyone: Everyone | None = None
        estimates: list[Estimate] = []
        for column, label, cells in gathered:
            about = Everyone.of(cells, scores, cutoff, scales, bounds=self.missing == "bounds")
            estimates += levels(about, self.sample, column, label)
            if everyone is None:
                everyone = about
            else:
                estimates += shares_of_group(about, everyone, self.sample, column, label)
        return MultidimensionalPoverty(
            tuple(estimates), on, self.data.native, indicators=self.indicators, cutoff=cutoff
        )


def _definition(cutoff: Cutoff, indicators: Sequence[Indicator]) -> Words:
    count = len(indicators)
    if cutoff.share is None:
        return Words(
            f"Nghèo: thiếu hụt từ {cutoff.count} trong {count} chỉ số trở lên (không tính quyền số)",
            f"Poor: deprived in {cutoff.count} or more of {count} indicators, whatever their weights",
        )
    return Words(
        f"Nghèo: tổng quyền số thiếu hụt từ {cutoff.share} trở lên (k = {cutoff.given}), {count} chỉ số",
        f"Poor: weighted deprivations of {cutoff.share} or more (k = {cutoff.given}), {count} indicators",
    )
