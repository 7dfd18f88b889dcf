"""The inverse of a sweep: the value of a threshold at which a rate is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import polars as pl

from povrules.engines.results import number_column
from povrules.facts.register import CheckedRegister
from povrules.language.amounts import Lang
from povrules.language.errors import closest
from povrules.language.numbers import Number, whole
from povrules.language.units import Unit
from povrules.law.model import Words
from povrules.measures.exact import exact_setting
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.errors import ReformError
from povrules.whatif.pages import found_page
from povrules.whatif.reforming import reform
from povrules.whatif.sweeping import VERDICT, Sweep, sweep, verdict_of
from povrules.whatif.threshold import threshold_of
from povrules.whatif.weights import reaches

Bound = Literal["must", "may"]
STEP = 100_000
"""Lines are set in steps of so many đồng."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a target is reached.

    Args:
        path: of the threshold.
        target: the share, or the number of households, that was asked for.
        value: the least value of the threshold at which it is reached; None when there is no such value.
        below, at: what stands just below it and at it; without such a value ``at`` is the most that can be reached.
        in_steps: the least multiple of ``step`` that reaches it and what stands there; None when there is none.
        step: of ``in_steps``.
        bound: ``must``, households that certainly have the verdict; ``may``, those that can have it.
        exact: found among all breakpoints, not on a grid.
        counted: the target is a number of households.
        label: what the law calls the threshold, and what has to be reached.
        unit: of the threshold.
        total: the weight of all households.
    """

    path: str
    target: Number
    value: Number | None
    below: Fraction | None
    at: Fraction
    in_steps: tuple[Number, Fraction] | None
    step: Number
    bound: Bound
    exact: bool
    counted: bool
    label: tuple[Words, Words]
    unit: Unit
    total: Number

    def html(self, lang: Lang = "vi") -> str:
        """What was found as a table for a notebook or a web page."""
        return found_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        where = "nowhere" if self.value is None else f"at {self.value}"
        return f"<Found {self.path}: {self.target} is reached {where}{'' if self.exact else ', on a grid'}>"

    def __str__(self) -> str:
        tried = "" if self.exact else " of the values tried on a grid"
        if self.value is None:
            return f"no such value{tried}: {self.path} reaches {self._told(self.at)} at most"
        at = f"{self.path} = {self.value}{tried}: {self._told(self.at)} at it"
        if self.below is None:
            return f"{at}, the least that it may be"
        return f"{at}, {self._told(self.below)} {'just below it' if self.exact else 'at the one before'}"

    def _told(self, share: Fraction) -> str:
        """A share as the target was asked for."""
        return f"{whole(share * Fraction(self.total))}" if self.counted else f"{float(share):.4%}"


def find_value(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    path: str,
    target: Mapping[str, Any],
    *,
    of: str = VERDICT,
    weight: str | None = None,
    bound: Bound = "must",
    step: Any = STEP,
) -> Found:
    """The least value of a threshold with at least so large a rate, or so many households.

    Args:
        policy: the law.
        register: checked.
        path: of the threshold, ``income_line.rural``.
        target: ``{"poor_rate": "3%"}`` or ``{"poor_count": 1200}``: a verdict of the decision and what is wanted.
        of: the decision.
        weight: a column of the households.
        bound: count those that certainly have the verdict, or all that may have it.
        step: thresholds are set in multiples of it.

    Raises:
        ReformError: no such threshold, verdict or target.
    """
    verdict, wanted, counted = _target(policy, of, target)
    if bound not in ("must", "may"):
        raise ReformError(f"no bound {bound!r}", expected="must or may", closest=closest(str(bound), ["must", "may"]))
    return found_in(sweep(policy, register, path, verdict=verdict, of=of, weight=weight), wanted, counted, bound, step)


def found_in(curve: Sweep, wanted: Number, counted: bool, bound: Bound = "must", step: Any = STEP) -> Found:
    """Where a step curve reaches a share, or a number of households when ``counted``."""
    total = Fraction(curve.total)
    if not total:
        raise ReformError("nobody counts", expected="households with a weight above zero")
    least = Fraction(wanted) if counted else Fraction(wanted) * total
    pace = exact_setting(step, "step")
    if pace <= 0:
        raise ReformError(f"step={step!r}", expected="a number above zero")
    path, steps = curve.threshold.path, curve.steps
    label, unit = (curve.threshold.label, curve.label), curve.threshold.unit

    def share(row: int) -> Fraction:
        return Fraction(steps[bound][row]) / total

    reaching = steps.with_row_index("row").filter(reaches(steps, bound, least))
    if not reaching.height:
        best = int(steps[bound].arg_max() or 0)
        return Found(
            path, wanted, None, None, share(best), None, pace, bound, curve.exact, counted, label, unit, curve.total
        )
    row = int(reaching["row"][0])
    value = whole(Fraction(str(steps["value"][row])))
    below = share(row - 1) if row else None
    steps_of = _in_steps(curve, row, least, pace, bound)
    return Found(
        path, wanted, value, below, share(row), steps_of, pace, bound, curve.exact, counted, label, unit, curve.total
    )


def _ceiling(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)


def _in_steps(curve: Sweep, row: int, least: Fraction, step: Number, bound: Bound) -> tuple[Number, Fraction] | None:
    """The least multiple of the step from a row on whose step of the curve reaches the target."""
    steps, high = curve.steps, curve.threshold.high
    values = [Fraction(str(value)) for value in steps["value"][row:].to_list()]
    for offset, value in enumerate(values):
        multiple = _ceiling(value / step) * Fraction(step)
        end = values[offset + 1] if offset + 1 < len(values) else None
        if high is not None and multiple > high:
            return None
        count = Fraction(steps[bound][row + offset])
        if (end is None or multiple < end) and count >= least:
            return whole(multiple), count / Fraction(curve.total)
    return None


def _target(policy: ResolvedPolicy, of: str, target: Mapping[str, Any]) -> tuple[str, Number, bool]:
    if len(target) != 1:
        raise ReformError(f"{len(target)} targets", expected="one, such as {'poor_rate': '3%'}")
    ((name, given),) = target.items()
    verdict, _, kind = name.rpartition("_")
    if kind not in ("rate", "count") or not verdict:
        raise ReformError(
            f"no target {name!r}", expected="poor_rate or poor_count", closest=closest(name, ["poor_rate"])
        )
    verdict_of(policy, of, verdict)
    wanted = exact_setting(given, name)
    if wanted < 0 or (kind == "rate" and wanted > 1):
        raise ReformError(f"{name} cannot be {given}", expected="0 to 100 %" if kind == "rate" else "a number from 0")
    return verdict, wanted, kind == "count"


def frontier(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    first: str,
    values: Any,
    second: str,
    target: Mapping[str, Any],
    *,
    of: str = VERDICT,
    weight: str | None = None,
    bound: Bound = "must",
) -> pl.DataFrame:
    """Two thresholds at once: for each value of the first the least of the second at which a target is reached.

    Args:
        policy, register, target, of, weight, bound: as in ``find_value``.
        first: path of a threshold.
        values: those of it that are tried.
        second: path of the other threshold.

    Returns:
        A row for each value: ``first``, ``second`` (null where no value reaches the target), ``rate``; ``refused``
            says why the law allows a value not beside the others.
    """
    moved = threshold_of(policy, first)
    tried: list[Number | None] = []
    least: list[Number | None] = []
    rates: list[float | None] = []
    reasons: list[str | None] = []
    for value in values if isinstance(values, Iterable) and not isinstance(values, str) else [values]:
        try:
            made = reform(policy, {first: value})
        except ReformError as problem:
            tried.append(None)
            least.append(None)
            rates.append(None)
            reasons.append(f"{value}: {problem}")
            continue
        found = find_value(made, register, second, target, of=of, weight=weight, bound=bound)
        tried.append(threshold_of(made, first).value)
        least.append(found.value)
        rates.append(float(found.at))
        reasons.append(None)
    if reasons and None not in reasons:
        raise ReformError(f"{moved.path} can be none of the values: {reasons[0]}")
    columns = [number_column("first", tried), number_column("second", least)]
    others = [pl.Series("rate", rates, dtype=pl.Float64), pl.Series("refused", reasons, dtype=pl.String)]
    return pl.DataFrame([*columns, *others])
