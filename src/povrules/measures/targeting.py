"""Targeting: whom a programme is meant for, and whom it reaches. Rival definitions have names of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Unpack

from povrules.language.numbers import Number, whole
from povrules.law.model import Words
from povrules.measures.change import combined
from povrules.measures.data import read_data, read_weights
from povrules.measures.distribution import Options
from povrules.measures.errors import MeasureError
from povrules.measures.estimate import Estimate, with_error
from povrules.measures.profiles import flags
from povrules.measures.ranges import ends_of
from povrules.measures.results import Estimates, basis
from povrules.measures.sums import quotient
from povrules.measures.survey import Sample, lay


def targeting(data: Any, target: str, reached: str, **options: Unpack[Options]) -> Estimates:
    """Errors of targeting, exact.

    With P the target and B those reached, weighted:
    ``coverage`` |P and B| / |P|; ``exclusion_error`` 1 - coverage; ``inclusion_error`` |B less P| / |B| (leakage);
    ``false_positive_rate`` |B less P| / |not P|; ``differential_wb`` (1 - exclusion error) - inclusion error (World
    Bank 2022); ``differential_ravallion`` coverage - false positive rate (Ravallion 2009).

    Args:
        data: a frame or a mapping of columns.
        target: who should be reached: true or false, 1 or 0.
        reached: who is.
        options: ``weight``, ``size``, ``by``, ``design``; see ``Options``. Rows that lack one are left out, or with
            ``missing="bounds"`` taken as either: the ends are attained, those of the differentials may be wider.

    Raises:
        MeasureError: data or settings that cannot be measured.

    >>> found = targeting({"poor": [1, 1, 0, 0], "card": [1, 0, 1, 0]}, "poor", "card")
    >>> str(found.get("exclusion_error").value), str(found.get("inclusion_error").value)
    ('1/2', '1/2')
    """
    policy = options.get("missing", "drop")
    if policy == "not_deprived":
        raise MeasureError("targeting: nobody is deprived here", expected="missing='drop' or 'bounds'")
    table = read_data(data)
    weights = read_weights(table, options.get("weight"), options.get("size"))
    design = options.get("design")
    sample = None if design is None else lay(design, table)
    pairs = list(zip(flags(table, target), flags(table, reached), strict=True))
    absent = [None in pair for pair in pairs]
    definition = Words(f"Đối tượng: {target}; được hưởng: {reached}", f"Target: {target}; reached: {reached}")
    on = basis(weights.unit, weights.values, absent, policy, definition, sample)
    rows = [row for row, missing in enumerate(absent) if not missing or policy == "bounds"]
    estimates: list[Estimate] = []
    for column, label, group in table.groups(options.get("by", ()), rows):
        start = Estimate("coverage", None, by=column, group=label, n=len(group))
        if any(absent[row] for row in group):
            estimates += _ranges(start, pairs, weights.values, group)
        else:
            estimates += _one(start, pairs, weights.values, sample, group)
    return Estimates(tuple(estimates), on, table.native)


def _one(
    start: Estimate,
    pairs: Sequence[tuple[bool | None, bool | None]],
    weights: Sequence[int],
    sample: Sample | None,
    rows: Sequence[int],
) -> list[Estimate]:
    def add(keep: Callable[[bool | None, bool | None], bool | None]) -> Counter[int]:
        totals: Counter[int] = Counter()
        for row in rows:
            if keep(*pairs[row]):
                totals[sample.of_row[row] if sample else 0] += weights[row]
        return totals

    if sample is not None:
        start = replace(start, clusters=len({sample.of_row[row] for row in rows}))

    def of(measure: str, above: Counter[int], below: Counter[int]) -> Estimate:
        return quotient(replace(start, measure=measure), above, below, sample)

    meant, got = add(lambda target, reached: target), add(lambda target, reached: reached)
    others = add(lambda target, reached: not target)
    right = add(lambda target, reached: target and reached)
    leaked = add(lambda target, reached: reached and not target)
    coverage = of("coverage", right, meant)
    excluded = of("exclusion_error", add(lambda target, reached: target and not reached), meant)
    included = of("inclusion_error", leaked, got)
    positive = of("false_positive_rate", leaked, others)
    return [
        coverage,
        excluded,
        included,
        positive,
        _less(replace(start, measure="differential_wb"), coverage, included),
        _less(replace(start, measure="differential_ravallion"), coverage, positive),
    ]


QUOTIENTS: Mapping[str, Callable[[bool, bool], tuple[int, int]]] = {
    "coverage": lambda target, reached: (target and reached, target),
    "exclusion_error": lambda target, reached: (target and not reached, target),
    "inclusion_error": lambda target, reached: (reached and not target, reached),
    "false_positive_rate": lambda target, reached: (reached and not target, not target),
}
"""What one row adds above and below."""


def _ranges(
    start: Estimate, pairs: Sequence[tuple[bool | None, bool | None]], weights: Sequence[int], rows: Sequence[int]
) -> list[Estimate]:
    """The ends that rows which lack something leave possible."""
    either = (False, True)
    counts = Counter[tuple[bool | None, bool | None]]()
    for row in rows:
        counts[pairs[row]] += weights[row]
    found: dict[str, Estimate] = {}
    for measure, of in QUOTIENTS.items():
        choices = [
            (weight, [(int(a), int(b)) for t in (either if target is None else (target,))
                      for r in (either if reached is None else (reached,)) for a, b in (of(t, r),)])
            for (target, reached), weight in counts.items()
        ]  # fmt: skip
        ends = ends_of(choices)
        value = None if ends is None or ends[0] != ends[1] else ends[0]
        found[measure] = replace(start, measure=measure, value=value, bounds=None if value is not None else ends)
    ends_found = {name: _ends(estimate) for name, estimate in found.items()}
    for name, other in (("differential_wb", "inclusion_error"), ("differential_ravallion", "false_positive_rate")):
        one, two = ends_found["coverage"], ends_found[other]
        bounds = None if one is None or two is None else (whole(one[0] - two[1]), whole(one[1] - two[0]))
        found[name] = replace(start, measure=name, bounds=bounds)
    return list(found.values())


def _ends(estimate: Estimate) -> tuple[Number, Number] | None:
    if estimate.value is not None:
        return _exact(estimate), _exact(estimate)
    low, high = estimate.bounds or (None, None)
    return (low, high) if isinstance(low, int | Fraction) and isinstance(high, int | Fraction) else None


def _less(start: Estimate, one: Estimate, other: Estimate) -> Estimate:
    """The difference of two shares of one sample."""
    if one.value is None or other.value is None:
        return start
    found = replace(start, value=_exact(one) - _exact(other))
    if one.linearised is None or other.linearised is None:
        return found
    return with_error(found, combined([(1.0, one.linearised), (-1.0, other.linearised)]))


def _exact(estimate: Estimate) -> Number:
    if estimate.value is None or isinstance(estimate.value, float):
        raise AssertionError(f"{estimate.measure} is a quotient of whole numbers")
    return whole(estimate.value)
