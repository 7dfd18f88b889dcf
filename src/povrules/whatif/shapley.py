"""Which part of a reform's effect each of its changes has: the Shapley decomposition, exact, summing to the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any

from povrules.language.amounts import Lang
from povrules.language.numbers import Number, whole
from povrules.law.model import Words
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.errors import ReformError
from povrules.whatif.pages import decomposition_page
from povrules.whatif.paths import path_words
from povrules.whatif.reforming import reform

MOST = 8
"""So many changes need 256 policies; one more doubles them."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The effect of a reform, change by change.

    Args:
        before, after: the outcome under the baseline and under the whole reform.
        parts: by path, what the change adds on average over all orders; they sum to ``after - before``.
        labels: by path, what the law calls what is changed.
    """

    before: Number
    after: Number
    parts: Mapping[str, Number]
    labels: Mapping[str, Words]

    def html(self, lang: Lang = "vi") -> str:
        """The parts as a table for a notebook or a web page."""
        return decomposition_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()


def shapley(
    policy: ResolvedPolicy, changes: Mapping[str, Any], outcome: Callable[[ResolvedPolicy], Number]
) -> Decomposition:
    """Divide the effect of a reform among its changes (Shapley 1953; Shorrocks 2013).

    Args:
        policy: the baseline.
        changes: as for a reform, at most eight.
        outcome: of a policy, a number: how many are poor, what a programme costs. Exact numbers keep it exact.

    Raises:
        ReformError: more changes than can be tried in every combination; a combination that is no policy, such as a
            line above the next without the change that moves that one.
    """
    paths = list(changes)
    if len(paths) > MOST:
        raise ReformError(f"{len(paths)} changes have {2 ** len(paths):,} combinations", expected=f"at most {MOST}")
    values: dict[frozenset[str], Fraction] = {}
    for size in range(len(paths) + 1):
        for chosen in combinations(paths, size):
            made = reform(policy, {path: changes[path] for path in chosen})
            values[frozenset(chosen)] = Fraction(outcome(made))
    n = len(paths)
    parts: dict[str, Number] = {}
    for path in paths:
        part = Fraction(0)
        for without, value in values.items():
            if path not in without:
                share = Fraction(factorial(len(without)) * factorial(n - len(without) - 1), factorial(n))
                part += share * (values[without | {path}] - value)
        parts[path] = whole(part)
    labels = {path: path_words(policy, path, changes[path]) for path in paths}
    return Decomposition(whole(values[frozenset()]), whole(values[frozenset(paths)]), parts, labels)
