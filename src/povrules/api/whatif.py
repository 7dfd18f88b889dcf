"""What if: the functions over policies and registers that people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from povrules.api.policy import Policy
from povrules.api.register import Register
from povrules.language.amounts import Lang
from povrules.language.numbers import Number
from povrules.measures.survey import SurveyDesign
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif import comparing, differing, finding, shapley, sweeping
from povrules.whatif.comparing import Comparison
from povrules.whatif.differing import Differences
from povrules.whatif.finding import STEP, Bound, Found
from povrules.whatif.shapley import Decomposition
from povrules.whatif.sweeping import GRID, VERDICT, Sweep


def diff(policy: Policy, other: Policy, lang: Lang = "en") -> Differences:
    """In what two policies differ, in words, and whose verdicts that can change.

    Args:
        policy, other: both of them.
        lang: ``vi`` or ``en``.

    >>> import povrules as pr
    >>> law = pr.load_policy(on="2024-10-01")
    >>> found = pr.diff(law, law.reform({"income_line.rural": 1_700_000}))
    >>> found[0].path, found[0].before, found[0].after
    ('income_line.rural', '1,500,000 VND/person/month', '1,700,000 VND/person/month')
    """
    return differing.diff(policy.resolved, other.resolved, lang)


def compare(
    policy: Policy,
    reform: Policy,
    register: Register,
    *,
    weight: str | None = None,
    by: str | Sequence[str] = (),
    design: SurveyDesign | None = None,
    suppress: int = 0,
) -> Comparison:
    """Decide a register by two policies and set the results side by side.

    Args:
        policy: the baseline.
        reform: the other, often made by ``policy.reform``.
        register: checked.
        weight: a column of the households, whole numbers; without it each counts once.
        by: columns of the households to break results down by.
        design: of a survey; then rates have standard errors, and changes paired ones. A register is a census: none.
        suppress: cells of fewer rows than this are left out.

    Raises:
        ReformError: a column the households do not have.

    >>> import polars as pl, povrules as pr
    >>> incomes = [2_240_000, 9_000_000]
    >>> frame = pl.DataFrame({"household_id": ["1", "2"], "area": ["rural"] * 2, "income_per_capita": incomes})
    >>> law = pr.load_policy(on="2024-10-01")
    >>> found = pr.compare(law, law.reform({"average_line.rural": 2_200_000}), pr.Register(frame))
    >>> found.transitions().select("before", "after", "households").rows()
    [('average', 'above', 1), ('above', 'above', 1)]
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    return comparing.compare(
        policy.resolved, reform.resolved, register.checked, weight=weight, by=names, design=design, suppress=suppress
    )


def sweep(
    policy: Policy,
    path: str,
    register: Register,
    *,
    verdict: str = "poor",
    of: str = VERDICT,
    weight: str | None = None,
    grid: int = GRID,
) -> Sweep:
    """How many households have a verdict at every value that a threshold of law may have: the exact step curve.

    Args:
        policy: the law.
        path: of the threshold, ``income_line.rural``.
        register: checked.
        verdict: the member of the decision that is counted.
        of: the decision: a class, a condition, a programme of households.
        weight: a column of the households.
        grid: how many values are tried where no household has one critical value; the result says that it is no exact.

    Raises:
        ReformError: no such threshold, decision, verdict or column.

    >>> import polars as pl, povrules as pr
    >>> incomes = [900_000, 1_900_000]
    >>> frame = pl.DataFrame({"household_id": ["1", "2"], "area": ["rural"] * 2, "income_per_capita": incomes})
    >>> found = pr.sweep(pr.load_policy(on="2024-10-01"), "income_line.rural", pr.Register(frame), verdict="average")
    >>> found.steps.select("value", "must").rows()
    [(0, 2), (900000, 1), (1900000, 0)]
    """
    return sweeping.sweep(policy.resolved, register.checked, path, verdict=verdict, of=of, weight=weight, grid=grid)


def find_value(
    policy: Policy,
    path: str,
    target: Mapping[str, Any],
    register: Register,
    *,
    of: str = VERDICT,
    weight: str | None = None,
    bound: Bound = "must",
    step: Any = STEP,
) -> Found:
    """The least value of a threshold at which a rate or a number of households is reached.

    Args:
        policy: the law.
        path: of the threshold.
        target: ``{"poor_rate": "3%"}`` or ``{"poor_count": 1200}``.
        register: checked.
        of, weight: as in ``sweep``.
        bound: ``must``, those that certainly have the verdict; ``may``, those that can have it.
        step: thresholds are set in multiples of it.

    Raises:
        ReformError: no such threshold, verdict or target.
    """
    return finding.find_value(
        policy.resolved, register.checked, path, target, of=of, weight=weight, bound=bound, step=step
    )


def frontier(
    policy: Policy,
    first: str,
    values: Sequence[Any],
    second: str,
    target: Mapping[str, Any],
    register: Register,
    *,
    of: str = VERDICT,
    weight: str | None = None,
    bound: Bound = "must",
) -> pl.DataFrame:
    """Two thresholds at once: for each value of the first the least of the second at which a target is reached.

    Args:
        policy: the law.
        first: path of a threshold, and the ``values`` of it that are tried.
        values: of the first threshold.
        second: path of the other.
        target, register, of, weight, bound: as in ``find_value``.
    """
    return finding.frontier(
        policy.resolved, register.checked, first, values, second, target, of=of, weight=weight, bound=bound
    )


def decompose(policy: Policy, changes: Mapping[str, Any], outcome: Callable[[Policy], Number]) -> Decomposition:
    """Divide the effect of a reform among its changes: Shapley values, exact, summing to the whole.

    Args:
        policy: the baseline.
        changes: as in ``policy.reform``, at most eight.
        outcome: of a policy, an exact number: how many are poor, what a programme costs.

    Raises:
        ReformError: too many changes; a combination of them that is no policy.
    """

    def measured(resolved: ResolvedPolicy) -> Number:
        return outcome(Policy(resolved, policy.plugins))

    return shapley.shapley(policy.resolved, changes, measured)
