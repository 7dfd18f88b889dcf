"""Cases in which a decision has one answer for each class, and whether two of them differ by unknown law alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from povrules.engines.durable.bounding import Cases, Leaf
from povrules.engines.durable.domains import Domain, Span
from povrules.language.nodes import Value


@dataclass(frozen=True, slots=True)
class World:
    """One case in which a decision has one answer for each class that is possible in it.

    Args:
        bits: for each atom whether it is certainly true, certainly false, or open (None).
        needs: for each tally its threshold.
        classes: the classes that are possible in it; None where the decision does not look at them.
        cases: what was taken to be.
        answers: what comes out, for each class.
    """

    bits: tuple[bool | None, ...]
    needs: tuple[int, ...]
    classes: tuple[str, ...] | None
    cases: Cases
    answers: Mapping[str | None, Value]

    @property
    def values(self) -> frozenset[Value]:
        """All answers."""
        return frozenset(self.answers.values())


@dataclass(frozen=True, slots=True)
class Found:
    """The worlds of one decision, with every answer that comes out in some completion.

    Args:
        worlds: one for each answer, or more.
        law: whether two answers differ by unknown law alone.
    """

    worlds: tuple[World, ...]
    law: bool


def turns_on_law(made: Iterable[World], legal: Callable[[Leaf], bool]) -> bool:
    """Whether two worlds with different answers differ in nothing but what the law does not say.

    Args:
        made: the worlds.
        legal: whether the law alone settles an unknown thing.
    """
    made = list(made)
    for i, one in enumerate(made):
        for other in made[:i]:
            both = one.answers.keys() & other.answers.keys()
            differ = any(one.answers[given] != other.answers[given] for given in both)
            if differ and _apart_by_law(one.cases, other.cases, legal):
                return True
    return False


def _apart_by_law(one: Cases, other: Cases, legal: Callable[[Leaf], bool]) -> bool:
    for leaf in one.keys() & other.keys():
        a, b = one[leaf], other[leaf]
        if legal(leaf):
            continue
        if isinstance(a, tuple) and isinstance(b, tuple):
            if not set(a) & set(b):
                return False
        elif a != b and not _meet(a, b):
            return False
    return True


def _meet(a: Domain, b: Domain) -> bool:
    if not (isinstance(a, Span) and isinstance(b, Span)):
        return False
    low = max((s.low for s in (a, b) if s.low is not None), default=None)
    high = min((s.high for s in (a, b) if s.high is not None), default=None)
    return low is None or high is None or low < high
