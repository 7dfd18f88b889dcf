"""Indicators with their weights, and the cut-off across them, exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from povrules.measures.errors import MeasureError
from povrules.measures.exact import Exact, exact_setting

Operator = Literal["<", "<="]
OPERATORS = ("<", "<=")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of deprivation.

    Args:
        name: the column of the data: truth (or 1 and 0) for deprived, or achievements when there is a cut-off.
        weight: in any proportion; weights are divided by their sum. ``"1/6"`` is exact, the float 1/6 is refused.
        dimension: the dimension it belongs to.
        cutoff: the achievement a household must reach; None where the column already says who is deprived.
        deprived_if: ``<``: one at the cut-off is not deprived (Alkire and Foster); ``<=``: it is.

    >>> Indicator("schooling", "1/6", cutoff=6).deprived_if
    '<'
    """

    name: str
    weight: Exact = 1
    dimension: str | None = None
    cutoff: Exact | None = None
    deprived_if: Operator = "<"

    def __post_init__(self) -> None:
        check_operator(self.deprived_if, f"{self.name}: deprived_if")
        if exact_setting(self.weight, f"weight of {self.name}") < 0:
            raise MeasureError(f"weight of {self.name}: {self.weight} is below zero", expected="a number from 0")


def check_operator(operator: str, what: str) -> None:
    """Refuse what is no operator."""
    if operator not in OPERATORS:
        raise MeasureError(f"{what}: {operator!r} is no operator", expected="'<' or '<='")


Given = Sequence[str | Indicator] | Mapping[str, Exact | Sequence[str] | Mapping[str, Exact]]
"""Names (equal weights), indicators, weights by name, or by dimension names or weights (dimensions weigh the same)."""


def read_indicators(given: Given) -> tuple[Indicator, ...]:
    """Indicators whose weights are fractions that sum to 1.

    Raises:
        MeasureError: none, one twice, weights that are all zero, dimensions beside single indicators.

    >>> [i.weight for i in read_indicators({"health": ["food", "mortality"], "education": ["school"]})]
    [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)]
    """
    found = _of_mapping(given) if isinstance(given, Mapping) else _of_names(given)
    names = [indicator.name for indicator in found]
    for name in names:
        if names.count(name) > 1:
            raise MeasureError(f"the indicator {name!r} is named {names.count(name)} times")
    return _to_one(found, "the indicators")


def _of_names(given: Sequence[str | Indicator]) -> list[Indicator]:
    if isinstance(given, str):
        raise MeasureError(f"indicators: {given!r} is one name", expected="a list")
    return [one if isinstance(one, Indicator) else Indicator(one) for one in given]


def _of_mapping(given: Mapping[str, Exact | Sequence[str] | Mapping[str, Exact]]) -> list[Indicator]:
    found: list[Indicator] = []
    nested = [name for name, value in given.items() if isinstance(value, Mapping | list | tuple)]
    if nested and len(nested) < len(given):
        raise MeasureError(
            f"indicators: {nested[0]!r} is a dimension beside single indicators", expected="one or other"
        )
    for name, value in given.items():
        if isinstance(value, Mapping):
            inner = [Indicator(each, weight, name) for each, weight in value.items()]
        elif isinstance(value, list | tuple):
            inner = [Indicator(str(each), 1, name) for each in value]
        else:
            found.append(Indicator(name, value))  # type: ignore[arg-type]
            continue
        found += _to_one(inner, f"the dimension {name!r}")
    return found


def _to_one(indicators: Sequence[Indicator], what: str) -> tuple[Indicator, ...]:
    total = sum(weight_of(indicator) for indicator in indicators)
    if not total:
        raise MeasureError(f"{what} have no weight" if indicators else f"{what}: none is named")
    return tuple(replace(indicator, weight=weight_of(indicator) / total) for indicator in indicators)


def weight_of(indicator: Indicator) -> Fraction:
    """The weight as a fraction."""
    return Fraction(exact_setting(indicator.weight, f"weight of {indicator.name}"))


@dataclass(frozen=True, slots=True)
class Cutoff:
    """From where a household is poor.

    Args:
        given: as it was written.
        count: a number of indicators: poor when deprived in so many, whatever their weights; or None.
        share: a share of the weight: poor when deprived in so much; or None.
    """

    given: str
    count: int | None = None
    share: Fraction | None = None

    def poor(self, count: int, score: int, total: int) -> bool:
        """Whether a household is poor that is deprived in ``count`` indicators with weight ``score`` of ``total``."""
        if self.share is None:
            return count >= (self.count or 0)
        return score * self.share.denominator >= self.share.numerator * total


def read_cutoff(k: Exact, indicators: Sequence[Indicator]) -> Cutoff:
    """The cut-off: a whole number counts indicators; a fraction, decimal, float or text is a share of the weight.

    Raises:
        MeasureError: outside its range: 1 to the number of indicators, above 0 to 1; or a float or decimal such as 1.0,
            which may be meant as a count or as a share.

    >>> three = read_indicators(["a", "b", "c"])
    >>> read_cutoff(1, three).count, read_cutoff("1/3", three).share, read_cutoff("33 %", three).share
    (1, Fraction(1, 3), Fraction(33, 100))
    """
    if isinstance(k, int) and not isinstance(k, bool):
        if not 1 <= k <= len(indicators):
            raise MeasureError(
                f"k: {k} of {len(indicators)} indicators", expected=f"1 to {len(indicators)}, or a share"
            )
        return Cutoff(str(k), count=k)
    share = Fraction(exact_setting(k, "k"))
    if isinstance(k, float | Decimal) and share.denominator == 1 and share > 0:
        ways = f"{share} to count indicators" + (", or '100 %' for a share of the weight" if share == 1 else "")
        raise MeasureError(f"k: {k} may be a count or a share", expected=ways)
    if not 0 < share <= 1:
        expected = f"a share above 0 and up to 1; a count is a whole number such as {math.ceil(share)}"
        raise MeasureError(f"k: {k} is no share of the weight", expected=expected if share > 1 else "a share above 0")
    return Cutoff(str(k), share=share)
