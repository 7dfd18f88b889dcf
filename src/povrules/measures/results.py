"""What a measure hands back: its estimates, and which rows they rest on. As a frame, and as a table for the eye."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

import polars as pl

from povrules.language.amounts import Lang, language
from povrules.language.numbers import Number
from povrules.law.model import Words
from povrules.measures.errors import MeasureError
from povrules.measures.estimate import Estimate, Value
from povrules.measures.page import page, value_text
from povrules.measures.survey import Sample

Missing = str
SHOWN = 4
"""So many estimates stand in the name that a console shows."""
POLICIES = ("drop", "not_deprived", "bounds")
Self = TypeVar("Self", bound="Estimates")


@dataclass(frozen=True, slots=True)
class Basis:
    """What estimates rest on.

    Args:
        unit: whom rates are shares of: ``household``, ``person``, or ``row`` without weights.
        rows: how many rows came in.
        missing: rows with something missing.
        missing_share: their share of the weight.
        policy: what was done with them: ``drop``, ``not_deprived``, ``bounds``.
        definition: the choices that change numbers, in short: operator, cut-off, formula.
        strata: of the design; None without one.
        clusters: of the design.
    """

    unit: str
    rows: int
    missing: int
    missing_share: Number
    policy: Missing
    definition: Words
    strata: int | None = None
    clusters: int | None = None

    @property
    def used(self) -> int:
        """Rows that estimates are made from."""
        return self.rows - (self.missing if self.policy == "drop" else 0)


def basis(
    unit: str, weights: list[int], missing: list[bool], policy: Missing, definition: Words, sample: Sample | None
) -> Basis:
    """The basis of estimates over rows.

    Raises:
        MeasureError: a policy that does not exist; nothing left when rows are dropped.
    """
    if policy not in POLICIES:
        raise MeasureError(f"missing: {policy!r} is no policy", expected=f"one of {', '.join(POLICIES)}")
    lost = sum(weight for weight, absent in zip(weights, missing, strict=True) if absent)
    if policy == "drop" and lost == sum(weights):
        raise MeasureError("every row has something missing, so that nothing is left", expected="another policy")
    strata, clusters = (None, None) if sample is None else (len(sample.sizes), len(sample.keys))
    share = Fraction(lost, sum(weights))
    return Basis(unit, len(weights), sum(missing), share, policy, definition, strata, clusters)


@dataclass(frozen=True, slots=True)
class Estimates:
    """Estimates of one analysis, one beside the other.

    Args:
        estimates: the overall ones first, then those of groups.
        basis: what they rest on.
        native: the kind of frame that came in.
    """

    estimates: tuple[Estimate, ...]
    basis: Basis
    native: str = "polars"

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.estimates)

    def __len__(self) -> int:
        return len(self.estimates)

    @property
    def first(self) -> Estimate:
        """The first estimate: of an analysis of one measure, the overall one."""
        return self.estimates[0]

    @property
    def value(self) -> Value | None:
        """The value of the first estimate."""
        return self.first.value

    @property
    def se(self) -> float | None:
        """The standard error of the first estimate."""
        return self.first.se

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the first estimate."""
        return self.first.interval

    @property
    def bounds(self) -> tuple[Value | None, Value | None] | None:
        """What missing data leave possible of the first estimate."""
        return self.first.bounds

    def where(self: Self, keep: Callable[[Estimate], bool]) -> Self:
        """The same result with fewer estimates.

        Raises:
            MeasureError: none is left.
        """
        left = tuple(estimate for estimate in self.estimates if keep(estimate))
        if not left:
            raise MeasureError("no estimate fits")
        return replace(self, estimates=left)

    def group(self: Self, group: Any, by: str | None = None) -> Self:
        """The estimates of one group.

        Args:
            group: its label.
            by: the column, where several were asked for.

        Raises:
            MeasureError: no such group.
        """
        found = self.where(lambda e: e.by is not None and e.group == group and by in (None, e.by))
        if len({e.by for e in found}) > 1:
            raise MeasureError(f"{group!r} is a group of several columns", expected="by=")
        return found

    def groups(self, by: str | None = None) -> tuple[Any, ...]:
        """The labels of groups, in their order."""
        return tuple(dict.fromkeys(e.group for e in self.estimates if e.by is not None and by in (None, e.by)))

    def get(self, measure: str, indicator: str | None = None, change: str | None = None) -> Estimate:
        """The estimate of a measure: of everybody, or in a result of one group of that group.

        Raises:
            MeasureError: there is none.
        """
        wanted = (measure, indicator, change)
        for estimate in self.estimates:
            if (estimate.measure, estimate.indicator, estimate.change) == wanted:
                return estimate
        shown = measure if indicator is None else f"{measure} of {indicator}"
        raise MeasureError(f"no estimate of {shown}")

    def frame(self, lang: str = "vi") -> Any:
        """One row for each estimate, in the kind of frame that came in.

        Args:
            lang: of the column ``label``: ``vi`` or ``en``.

        Returns:
            ``measure label indicator parameter by group change value exact lower upper se ci_low ci_high df n clusters
            unit``. ``value`` is a float for computing and plotting; ``exact`` is the fraction as text where the measure
            is rational; ``lower`` and ``upper`` are what missing data leave possible.
        """
        spoken = language(lang)
        rows = [_row(estimate, self.basis, spoken) for estimate in self.estimates]
        made = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
        if self.native == "pandas":
            return made.to_pandas()
        return made.to_arrow() if self.native == "pyarrow" else made

    def html(self, lang: str = "vi") -> str:
        """A table for a notebook or a page: no script, no outside font, legible on dark and light."""
        return page(self.estimates, self.basis, language(lang))

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        first = [
            f"{e.measure}{f' of {e.indicator}' if e.indicator else ''} {value_text(e, 'en')}"
            for e in self.estimates[:SHOWN]
        ]
        more = [f"{len(self) - SHOWN} more"] if len(self) > SHOWN else []
        return f"<Estimates {', '.join([*first, *more])}>"


_SCHEMA: dict[str, Any] = {
    "measure": pl.String,
    "label": pl.String,
    "indicator": pl.String,
    "parameter": pl.String,
    "by": pl.String,
    "group": pl.String,
    "change": pl.String,
    "value": pl.Float64,
    "exact": pl.String,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "se": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "df": pl.Float64,
    "n": pl.Int64,
    "clusters": pl.Int64,
    "unit": pl.String,
}


def _row(e: Estimate, basis: Basis, lang: Lang) -> tuple[Any, ...]:
    exact = str(e.value) if isinstance(e.value, int | Fraction) else None
    lower, upper = (e.value, e.value) if e.bounds is None else e.bounds
    low, high = (None, None) if e.interval is None else e.interval
    parameter = None if e.parameter is None else str(e.parameter)
    group = None if e.group is None else str(e.group)
    numbers = [None if x is None else float(x) for x in (e.value, lower, upper, e.se, low, high, e.df)]
    value, lower, upper, se, low, high, df = numbers
    names = (e.measure, e.label(lang), e.indicator, parameter, e.by, group, e.change)
    return (*names, value, exact, lower, upper, se, low, high, df, e.n, e.clusters, basis.unit)
