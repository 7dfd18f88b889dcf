"""Cutting unknown facts into cases until an answer is settled, or patience is at its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from povrules.checker.household import Place
from povrules.checker.law import Working
from povrules.checker.possible import Among, Between, among, within

PATIENCE = 100
"""So many cases are looked at for one answer, in each order."""
ALTOGETHER = 2000
"""So many cases are looked at for all answers of a record."""
ONE_BY_ONE = 6


class Budget:
    """How many cases may still be looked at for a record."""

    def __init__(self) -> None:
        self.left = ALTOGETHER


class Cases:
    """Shows that an answer cannot be anything else than a record says.

    Args:
        place: of the answer.
        allowed: what the record says it can be.
        budget: shared by the answers of a record.
    """

    def __init__(self, place: Place, allowed: Any, budget: Budget) -> None:
        self.budget = budget
        self.place = place
        self.allowed = allowed
        self.left = 0
        self.order: Callable[[Working, Place], tuple[Any, ...]] = _by_doubt

    def shown(self, working: Working) -> bool:
        """Whether it is shown; False is "not settled", not "wrong"."""
        for order in (_by_middle, _by_doubt, _by_reads):
            self.order, self.left = order, PATIENCE
            if self._shown(working):
                return True
        return False

    def _shown(self, working: Working) -> bool:
        self.left -= 1
        self.budget.left -= 1
        if self.left < 0 or self.budget.left < 0:
            return within(working.fact(*self.place), self.allowed)
        if within(working.fact(*self.place), self.allowed):
            return True
        if any(working.rule(rule, None) is False for rule in working.law["constraints"].values()):
            return True  # no admissible case
        for place in self._in_order(working):
            cases = _cut(working.leaves[place], working.turns.get(place, set()))
            if cases:
                return all(self._shown(working.case({place: case})) for case in cases)
        return False

    def _in_order(self, working: Working) -> list[Place]:
        """The unknown facts that the answer rests on, those first that are to be cut first."""
        below = (working.below.get(self.place, frozenset()) & working.leaves.keys()) - {self.place}
        return sorted(below, key=lambda place: self.order(working, place))


def _by_middle(working: Working, place: Place) -> tuple[Any, ...]:
    """What is worked out and yet open first: a class, a count, whether at least so many hold."""
    return (place not in working.middles, -working.reads[place], str(place))


def _by_doubt(working: Working, place: Place) -> tuple[Any, ...]:
    """What leaves a condition open first, and of that what is compared with a number."""
    doubted = any(place in doubts for doubts in working.doubts.values())
    return (place in working.middles, not doubted, not working.turns.get(place), -working.reads[place], str(place))


def _by_reads(working: Working, place: Place) -> tuple[Any, ...]:
    """What is read most often first: it is what ties one part of a rule to another."""
    return (place in working.middles, -working.reads[place], str(place))


def _cut(leaf: Any, turns: set[Any]) -> list[Any]:
    """An unknown fact in cases; none where there is no way to cut it."""
    if isinstance(leaf, Among):
        return [among(values) for values in _groups(list(leaf), turns)]
    if not isinstance(leaf, Between):
        return []
    if leaf.whole and leaf.low is not None and leaf.high is not None:
        low, high = (end.toordinal() if isinstance(end, date) else end for end in (leaf.low, leaf.high))
        if high - low < 1:
            return []
        known = sorted(turn.toordinal() if isinstance(turn, date) else turn for turn in turns)
        inner = [turn for turn in known if low < turn < high and isinstance(turn, int)]
        middle = inner[len(inner) // 2] if inner else (low + high) // 2
        ends = (
            [(low, middle - 1), (middle, middle), (middle + 1, high)] if inner else [(low, middle), (middle + 1, high)]
        )
        days = isinstance(leaf.low, date)
        made = [tuple(date.fromordinal(end) if days else end for end in pair) for pair in ends]
        return [a if a == b else Between(a, b, whole=True) for a, b in made]
    inside = [turn for turn in turns if isinstance(turn, (int, Fraction)) and _inner(leaf, turn)]
    if not inside:
        return []
    turn = sorted(inside)[len(inside) // 2]
    below = Between(leaf.low, turn, leaf.low_in, False, leaf.whole)
    above = Between(turn, leaf.high, False, leaf.high_in, leaf.whole)
    return [each for each in (below, turn, above) if not isinstance(each, Between) or each.low != each.high]


def _groups(values: list[Any], turns: set[Any]) -> list[list[Any]]:
    """Listed values in groups: around the numbers they are compared with, else a few one by one, else in halves."""
    if all(isinstance(value, (int, Fraction)) and not isinstance(value, bool) for value in values):
        values = sorted(values)
        points = [turn for turn in turns if isinstance(turn, (int, Fraction)) and values[0] <= turn <= values[-1]]
        for turn in sorted(points):
            groups = [
                [v for v in values if v < turn],
                [v for v in values if v == turn],
                [v for v in values if v > turn],
            ]
            if sum(map(bool, groups)) > 1:
                return [group for group in groups if group]
    if len(values) <= ONE_BY_ONE:
        return [[value] for value in values]
    return [values[: len(values) // 2], values[len(values) // 2 :]]


def _inner(leaf: Between, turn: Any) -> bool:
    """Whether there is something on both sides of a number, or the number is an end of its own."""
    above = leaf.low is None or turn > leaf.low or (turn == leaf.low and leaf.low_in)
    below = leaf.high is None or turn < leaf.high or (turn == leaf.high and leaf.high_in)
    return above and below and leaf.low != leaf.high
