"""What the programmes of two policies do to poverty of money: the gap they fill, and what of their cost fills it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from povrules.decisions.yearly import yearly
from povrules.language.amounts import Lang
from povrules.language.errors import closest
from povrules.language.types import NumberType
from povrules.measures.efficiency import transfer_efficiency
from povrules.measures.exact import exact_column
from povrules.measures.results import Estimates
from povrules.whatif.errors import ReformError
from povrules.whatif.pages import effect_page
from povrules.whatif.rates import SIDES, with_design

if TYPE_CHECKING:
    from povrules.whatif.comparing import Comparison

LINE, INCOME, SIZE = "income_line", "income_per_capita", "household_size"
LINE_UNIT = "VND/month/person"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """The gap to the line, in đồng a year, and what is paid, weighted.

    Args:
        gap: before any programme.
        gap_before, gap_after: that is left under the baseline, and under the reform.
        paid_before, paid_after: by the programmes, in all, as far as it is certain.
        households: how many rows are counted.
        left_out: how many are not, because income, size or line is not known.
        before, after: Beckerman's measures of each policy's transfers (``transfer_efficiency``).
    """

    gap: Fraction
    gap_before: Fraction
    gap_after: Fraction
    paid_before: Fraction
    paid_after: Fraction
    households: int
    left_out: int
    before: Estimates
    after: Estimates

    def html(self, lang: Lang = "vi") -> str:
        """The gap and what is paid as a table for a notebook or a web page."""
        return effect_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()

    @property
    def ratio(self) -> Fraction | None:
        """How much of each đồng more goes into the gap; None where nothing more is paid."""
        more = self.paid_after - self.paid_before
        return (self.gap_before - self.gap_after) / more if more else None


def effect_compared(found: Comparison, programmes: Sequence[str] | None, line: str) -> Effect:
    """See ``Comparison.effect``."""
    out = found.baseline
    homes = _homes(found, line)
    paid = [yearly(each, programmes) for each in (out, found.reform)]
    # Everything in whole parts of a đồng a year: of incomes and lines, and of what is paid.
    unit = math.lcm(homes.parts, *(parts for _, parts in paid))
    known = homes.income.is_not_null() & homes.line.is_not_null()
    weights = [Fraction(weight) for weight in found.weights.filter(known).to_list()]
    data = with_design(found).with_columns(_times(each, unit // homes.parts) for each in (homes.income, homes.line))
    data = data.with_columns(
        _times(sums, unit // parts).alias(name) for (sums, parts), name in zip(paid, SIDES, strict=True)
    )
    by, design = list(found.by), found.design
    sides = [transfer_efficiency(data, INCOME, n, LINE, weight="weight", by=by, design=design) for n in SIDES]
    rows = data.filter(known)
    income, lines = (rows.get_column(name).to_list() for name in (INCOME, LINE))
    given = [[0] * rows.height, *(rows.get_column(name).to_list() for name in SIDES)]

    def weighted(amounts: Iterable[int]) -> Fraction:
        return sum((w * amount for w, amount in zip(weights, amounts, strict=True)), Fraction(0)) / unit

    gaps = [weighted(max(z - y - t, 0) for z, y, t in zip(lines, income, each, strict=True)) for each in given]
    spent = [weighted(each) for each in given[1:]]
    left_out = len(known) - rows.height
    return Effect(gaps[0], gaps[1], gaps[2], spent[0], spent[1], rows.height, left_out, sides[0], sides[1])


@dataclass(frozen=True, slots=True)
class _Homes:
    """Of each household its income and its line, in ``parts`` of a đồng a year."""

    income: pl.Series
    line: pl.Series
    parts: int


def _homes(found: Comparison, line: str) -> _Homes:
    policy, frame = found.baseline.policy, found.baseline.frames[0]
    value = policy.parameters.get(f"vn:{line}", policy.parameters.get(line))
    if value is None or not isinstance(value.type, NumberType):
        known = [id.removeprefix("vn:") for id, each in policy.parameters.items() if isinstance(each.type, NumberType)]
        raise ReformError(f"no line {line!r}", closest=closest(line, known))
    if str(value.type.unit) != LINE_UNIT:
        raise ReformError(f"{line!r} is in {value.type.unit}", expected=f"a line in {LINE_UNIT}")
    index = None if value.by is None else value.by.name
    for name in (INCOME, SIZE, *(() if index is None else (index,))):
        if name not in frame.columns:
            raise ReformError(f"the households have no {name!r}", expected="income, size and area of each")
    income = exact_column(frame.get_column(INCOME), INCOME)
    cells = {member: Fraction(each) for member, each in value.cells if isinstance(each, int | Fraction)}
    parts = math.lcm(income.denominator, *(each.denominator for each in cells.values()))
    size = _times(frame.get_column(SIZE).cast(pl.Int128), MONTHS)
    scale = parts // income.denominator
    incomes = _times(pl.Series(INCOME, income.numerators, dtype=pl.Int128), scale) * size
    words = [None] * frame.height if index is None else frame.get_column(index).to_list()
    each = [None if (cell := cells.get(word)) is None else int(cell * parts) for word in words]
    return _Homes(incomes.alias(INCOME), (pl.Series(each, dtype=pl.Int128) * size).alias(LINE), parts)


def _times(amounts: pl.Series, number: int) -> pl.Series:
    """The product, in 128 bits."""
    return amounts * pl.Series([number], dtype=pl.Int128)
