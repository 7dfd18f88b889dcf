"""The step curve of a threshold: how many households have a verdict, for every value that the threshold may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.decisions.labels import PolicyLabels
from povrules.facts.register import CheckedRegister
from povrules.language import nodes as n
from povrules.language.amounts import Lang
from povrules.language.errors import closest
from povrules.language.numbers import Number, whole
from povrules.language.types import BoolType, EnumType
from povrules.law.model import Words
from povrules.measures.exact import exact_setting
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.critical import Sides, decided, sides
from povrules.whatif.errors import ReformError
from povrules.whatif.pages import sweep_page
from povrules.whatif.reforming import reform
from povrules.whatif.threshold import Threshold, threshold_of, turning_of
from povrules.whatif.weights import weights_of

VERDICT = "poverty_class"
GRID = 25
"""So many values are tried where there are no critical values."""


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """How many households have a verdict at every value of a threshold.

    Args:
        threshold: what moves, its value in force and what it may be.
        verdict: ``poverty_class = poor``.
        label: the verdict as people say it: ``hộ nghèo``.
        steps: from each ``value`` on (up to the next) so many ``must`` and ``may`` have the verdict, weighted, and the
            shares ``rate_must`` and ``rate_may``. The first row is the least that the threshold may be.
        total: the weight of all households.
        exact: every breakpoint is there; else it is a grid, because no household has one critical value. Of households
            whose amount is not known ``must`` is never too high and ``may`` never too low.
        amounts: of each household that turns within what the threshold may be, its critical value and weight.
    """

    threshold: Threshold
    verdict: str
    label: Words
    steps: pl.DataFrame
    total: Number
    exact: bool
    amounts: pl.DataFrame

    def at(self, value: Any) -> dict[str, Any]:
        """The step on which a value of the threshold stands.

        Raises:
            ReformError: the threshold may not be that.
        """
        number = exact_setting(value, self.threshold.path)
        first, last = self.steps["value"][0], self.threshold.high
        if number < first or (last is not None and number > last):
            ends = f"{first}..{'' if last is None else last}"
            raise ReformError(f"{self.threshold.path} cannot be {value}", expected=f"a value in {ends}")
        if not self.exact and not (self.steps["value"] == _plain(number)).any():
            near = self.steps["value"].to_list()
            beside = [
                max((v for v in near if v < number), default=near[0]),
                min((v for v in near if v > number), default=near[-1]),
            ]
            raise ReformError(
                f"{value} is none of the values tried", expected=f"one of a grid, such as {beside[0]} or {beside[1]}"
            )
        place = self.steps["value"].search_sorted(_plain(number), side="right") - 1
        return dict(self.steps.row(int(place), named=True))

    def html(self, lang: Lang = "vi") -> str:
        """The curve about the value in force as a table for a notebook or a web page."""
        return sweep_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        kind = "steps" if self.exact else "values of a grid"
        return f"<Sweep of {self.threshold.path}, {self.verdict}: {self.steps.height} {kind}>"

    def density(self, share: Any = "5%") -> Fraction:
        """The share of households whose critical value lies within so much of the value in force, on either side.

        Raises:
            ReformError: the value in force is not known, or there are no critical values.
        """
        value = self.threshold.value
        if value is None or not self.exact:
            raise ReformError(f"no density at {self.threshold.path}", expected="a known value and exact steps")
        if not self.total:
            raise ReformError("nobody counts", expected="households with a weight above zero")
        width = abs(Fraction(exact_setting(share, "share")) * value)
        near = self.amounts.filter(pl.col("value").is_between(_plain(value - width), _plain(value + width)))
        return Fraction(near["weight"].sum()) / Fraction(self.total)


def sweep(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    path: str,
    *,
    verdict: str = "poor",
    of: str = VERDICT,
    weight: str | None = None,
    grid: int = GRID,
) -> Sweep:
    """The exact step curve of a threshold over a register.

    Args:
        policy: the law.
        register: checked.
        path: of a value of law, ``income_line.rural``.
        verdict: the member of the decision that is counted; ``true`` for a condition or programme.
        of: the decision.
        weight: a column of the households; without it each counts once.
        grid: how many values are tried where there are no critical values.

    Raises:
        ReformError: no such threshold, decision or verdict.
    """
    if isinstance(grid, bool) or not isinstance(grid, int) or grid < 2:
        raise ReformError(f"grid={grid!r}", expected="a number of values from 2")
    threshold = threshold_of(policy, path)
    key, condition, words = verdict_of(policy, of, verdict)
    told = Told(words, verdict_words(policy, key, verdict))
    weights = weights_of(register, weight)
    turning = turning_of(policy, threshold, key)
    if turning is None or not (turning.reached or threshold.whole):
        # Where verdicts turn only beyond an amount, and there is no next value, no value is the least.
        return _by_grid(policy, register, threshold, told, condition, weights, grid)
    low = threshold.low if threshold.low is not None else 0
    top = threshold.high
    if top is None:
        top = max(2 * (threshold.value or 1), 10**12)
    found = sides(policy, register, threshold, turning, condition, (low, top))
    steps, amounts = _steps(found, weights, (low, top), turning.reached, threshold.whole)
    return _swept(threshold, told, steps, weights, amounts, exact=True)


def verdict_of(policy: ResolvedPolicy, of: str, verdict: str) -> tuple[tuple[n.Scope, str], n.Node, str]:
    """A decision and the condition that it is so.

    Raises:
        ReformError: no such decision of households, no such verdict.
    """
    id = policy.find("household", of)
    if id is None or not policy.facts["household", id].computed:
        known = [policy.shown(i) for (scope, i), fact in policy.facts.items() if scope == "household" and fact.computed]
        raise ReformError(f"households have no decision {of!r}", closest=closest(of, known))
    type, ref = policy.facts["household", id].type, n.Ref(id, "household")
    if isinstance(type, BoolType):
        return ("household", id), ref, of
    if isinstance(type, EnumType):
        if verdict not in type.members:
            raise ReformError(f"{of} is never {verdict!r}", expected=", ".join(type.members))
        return ("household", id), n.Compare(ref, "==", n.Literal(verdict)), f"{of} = {verdict}"
    raise ReformError(f"{of!r} is {type}", expected="a class or a condition")


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict by its name and in words."""

    name: str
    label: Words


def verdict_words(policy: ResolvedPolicy, key: tuple[n.Scope, str], verdict: str) -> Words:
    """A verdict as people say it: the member of a class, the condition, the programme."""
    fact = policy.facts[key]
    if isinstance(fact.type, EnumType):
        labels = PolicyLabels(policy)
        return Words(labels.member(fact.type, verdict, "vi"), labels.member(fact.type, verdict, "en"))
    programme = policy.programmes.get(key[1])
    return fact.label if programme is None else programme.label


def _steps(
    found: Sides, weights: pl.Series, ends: tuple[Number, Number], reached: bool, only_whole: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sums from each critical value on, and the critical values of the households that turn.

    Of an amount known between two ends, what may be turns at one of them and what must be at the other: a household
    that is in from its amount on may be in from the least of it, and must be in from the most of it.
    """
    must = _moves(found.must, found.amount[::-1], weights, certain=True)
    may = must if found.may[0] is found.must[0] else _moves(found.may, found.amount, weights, certain=False)
    if may is must:
        both = must.frame.select("value", must="moved", may="moved")
    else:
        both = pl.concat(
            [must.frame.select("value", must="moved"), may.frame.select("value", may="moved")], how="diagonal"
        )
    if not reached and only_whole:
        both = both.with_columns(pl.col("value") + 1)  # beyond it is the next whole number
    start = pl.DataFrame({"value": [_plain(ends[0])], "must": [must.base], "may": [may.base]}, schema=both.schema)
    # An amount with no known bound turns at the ends of what the threshold may be, and no further out.
    clipped = both.lazy().with_columns(pl.col("value").clip(*map(_plain, ends)))
    summed = pl.concat([start.lazy(), clipped]).group_by("value").agg(pl.col("must", "may").sum()).sort("value")
    kept = summed.filter((pl.int_range(pl.len()) == 0) | (pl.col("must") != 0) | (pl.col("may") != 0))
    return kept.with_columns(pl.col("must", "may").cum_sum()).collect(), must.frame.select("value", "weight")


@dataclass(frozen=True, slots=True)
class _Moves:
    """The weight of those who have a verdict at the least of a threshold, and who comes in or goes out where."""

    base: int | Decimal
    frame: pl.DataFrame


def _moves(
    sides: tuple[pl.Series, pl.Series], amount: tuple[pl.Series, pl.Series], weights: pl.Series, *, certain: bool
) -> _Moves:
    before, after = sides
    least, most = amount
    value = least if least is most else least.zip_with(after, most)
    turns = before ^ after
    if value.null_count():
        turns = turns & value.is_not_null()
    # Where the amount has no bound, or nothing turns, what holds at both ends holds between them.
    still = before & after if certain else before | after
    rows = pl.DataFrame([value.alias("value"), weights.alias("weight"), after.alias("after")]).filter(turns)
    signed = pl.when("after").then(pl.col("weight")).otherwise(-pl.col("weight")).alias("moved")
    base: Any = weights.filter((still & ~turns) | (before & turns)).sum()
    return _Moves(base, rows.with_columns(signed))


def _swept(
    threshold: Threshold, told: Told, steps: pl.DataFrame, weights: pl.Series, amounts: pl.DataFrame, *, exact: bool
) -> Sweep:
    total = whole(Fraction(weights.sum()))
    rates = [(pl.col(name).cast(pl.Float64) / (float(total) or 1)).alias(f"rate_{name}") for name in ("must", "may")]
    return Sweep(threshold, told.name, told.label, steps.with_columns(rates), total, exact, amounts)


def _by_grid(
    policy: ResolvedPolicy, register: CheckedRegister, threshold: Threshold, told: Told, condition: n.Node,
    weights: pl.Series, grid: int,
) -> Sweep:  # fmt: skip
    """Values one after the other, from half the value in force to twice it, as far as it may be moved."""
    if threshold.value is None:
        raise ReformError(f"{threshold.path} is not known, and no household has one critical value of it")

    low = max(threshold.value / Fraction(2), Fraction(threshold.low or 0))
    high = Fraction(2 * threshold.value if threshold.high is None else min(2 * threshold.value, threshold.high))
    rows = []
    for value in _values(low, high, grid, threshold.whole):
        must, may = decided(reform(policy, {threshold.path: value}), register, condition)
        sums = [weights.filter(chosen).sum() for chosen in (must, may)]
        rows.append({"value": _plain(value), "must": sums[0], "may": sums[1]})
    nothing = pl.DataFrame(schema={"value": pl.Int64, "weight": pl.Int64})
    return _swept(threshold, told, pl.DataFrame(rows), weights, nothing, exact=False)


def _values(low: Fraction, high: Fraction, grid: int, only_whole: bool) -> Sequence[Number]:
    if only_whole:
        return range(int(low), int(high) + 1)
    return [whole(low + (high - low) * i / (grid - 1)) for i in range(grid)]


def _plain(value: Number | Fraction) -> int | float:
    number = whole(value)
    return number if isinstance(number, int) else float(number)
