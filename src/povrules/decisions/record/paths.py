"""From a decision diagram to a completion: a path to one of its leaves, as values of unknown facts and unknown law."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from itertools import islice
from typing import Any, cast

from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import Text
from povrules.language.linear import Linear
from povrules.language.numbers import divide, whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.language.unknowns import Branch, Cut, Unknown, cells, unknowns_in

Cell = tuple[Cut | None, Cut | None]
Key = tuple[str, str, Any]
Filled = dict[Key, Any]
"""Values by key: ``("fact", "vn:area", None)``, ``("law", "vn:line", "rural")``."""
PATHS = 24
"""So many ways to one answer are tried."""


def completions(evaluation: Evaluation, diagram: Any, accept: Callable[[Any], bool], high: bool) -> Iterator[Filled]:
    """Completions under which a diagram comes to a leaf.

    They are offers: where sums of unknown amounts are compared, one may not lead there, so each is tried.

    Args:
        evaluation: in which the diagram was made.
        diagram: the answer, over the unknowns.
        accept: which leaves will do.
        high: take the other end of each cell, for an amount that should come out differently.
    """
    for leaf, path in islice(_paths(diagram, accept), PATHS):
        if isinstance(leaf, (Day, Text)):
            path.setdefault(leaf.unknown, (None, None))
        if isinstance(leaf, Linear):
            for unknown, _ in leaf.terms:
                path.setdefault(unknown, (None, None))
        yield _Filling(evaluation, high).of(path)


def _paths(diagram: Any, accept: Callable[[Any], bool]) -> Iterator[tuple[Any, dict[Unknown, Cell]]]:
    reaches: dict[int, bool] = {}

    def leads(item: Any) -> bool:
        if not isinstance(item, Branch):
            return accept(item)
        if id(item) not in reaches:
            reaches[id(item)] = any(leads(child) for child in item.children)
        return reaches[id(item)]

    def walk(item: Any, path: dict[Unknown, Cell]) -> Iterator[tuple[Any, dict[Unknown, Cell]]]:
        if not isinstance(item, Branch):
            yield item, dict(path)
            return
        for low, high, child in cells(item):
            if leads(child):
                yield from walk(child, {**path, item.unknown: (low, high)})

    if leads(diagram):
        yield from walk(diagram, {})


class _Filling:
    """Chooses a value in the cell of each unknown of a path."""

    def __init__(self, evaluation: Evaluation, high: bool) -> None:
        self.evaluation = evaluation
        self.high = high
        self.chosen: dict[Hashable, Any] = {}
        """By the key of an unknown, as its domain numbers it."""
        self.filled: Filled = {}

    def of(self, path: dict[Unknown, Cell]) -> Filled:
        folded = [(unknown, cell) for unknown, cell in path.items() if unknown in self.evaluation.folds]
        for unknown, cell in path.items():
            if not unknown.terms and unknown not in self.evaluation.folds and self._is_plain(unknown):
                self._choose(unknown, _inside(cell, unknown, self.high))
        for unknown, cell in folded:  # they may read facts of the path besides their own
            self._fold(unknown, cell)
        for unknown, cell in path.items():
            if unknown.terms:
                self._solve(unknown, cell)
        return self.filled

    @staticmethod
    def _is_plain(unknown: Unknown) -> bool:
        return isinstance(unknown.key, tuple) and unknown.key[0] in ("fact", "law") and len(unknown.key) == 3

    def _choose(self, unknown: Unknown, number: Any) -> None:
        key = cast(Key, unknown.key)
        self.chosen[key] = number
        self.filled[key] = self._value(key, number)

    def _fold(self, unknown: Unknown, cell: Cell) -> None:
        """An indicator that stands as one unknown: a way to make it true, or false."""
        wanted = bool(_inside(cell, unknown, False))
        diagram: Any = self.evaluation.folds[unknown].diagram
        for u in unknowns_in(diagram):
            if u.key in self.chosen:
                diagram = self.evaluation.diagrams.restrict(diagram, u, (self.chosen[u.key], 0))
        found = next(_paths(diagram, lambda leaf: leaf is wanted), None)
        if found is not None:
            self.of(found[1])

    def _solve(self, total: Unknown, cell: Cell) -> None:
        """A sum of unknown amounts: all but one are chosen, and that one follows."""
        rest = _inside(cell, total, self.high)
        free = [(u, c) for u, c in total.terms if u.key not in self.chosen and self._is_plain(u)]
        rest -= sum(c * self.chosen[u.key] for u, c in total.terms if u.key in self.chosen)
        for follows, factor in free:
            others = {u: (_inside((None, None), u, False), c) for u, c in free if u is not follows}
            number = divide(rest - sum(c * value for value, c in others.values()), factor)
            if follows.whole and not isinstance(number, int):
                number = number.numerator // number.denominator
            if (follows.low is None or number >= follows.low) and (follows.high is None or number <= follows.high):
                for unknown, (value, _) in others.items():
                    self._choose(unknown, value)
                self._choose(follows, number)
                return

    def _value(self, key: Key, number: Any) -> Any:
        type, low = self._declared(key)
        if isinstance(type, BoolType):
            return bool(number)
        if isinstance(type, EnumType):
            return type.members[number]
        if isinstance(type, DateType):
            return date.fromordinal(number)
        if isinstance(type, NumberType):
            unknown = self.evaluation.diagrams.unknowns[key]
            numbered = type.integer and isinstance(low, int) and unknown.low == 0
            # The cells of a short list of whole numbers are numbered from zero.
            return whole(number + low) if numbered and isinstance(low, int) else whole(number)
        return number

    def _declared(self, key: Key) -> tuple[Type, Any]:
        kind, id, member = key
        policy = self.evaluation.policy
        if kind == "law" and id in policy.parameters:
            return policy.parameters[id].type, policy.parameters[id].low
        if kind == "law":
            fact = next(fact for (_, name), fact in policy.facts.items() if name == id)
        else:
            fact = self.evaluation.fact(id, member)
        return fact.type, fact.low


def _inside(cell: Cell, unknown: Unknown, high: bool) -> Any:
    """A value in a cell: its lowest where it has one, or its highest."""
    low, top = _lowest(cell[0], unknown), _highest(cell[1], unknown)
    ends = (top, low) if high else (low, top)
    for value, included in (end for end in ends if end is not None):
        if included:
            return value
    if low is None and top is None:
        return 1_000_000 if high else 0
    if top is None:
        assert low is not None
        return low[0] + (1_000_000 if high else 1)
    return top[0] - 1 if low is None else divide(low[0] + top[0], 2)


def _lowest(cut: Cut | None, unknown: Unknown) -> tuple[Any, bool] | None:
    if cut is None:
        return None if unknown.low is None else (unknown.low, True)
    value, above = cut
    if isinstance(value, str):
        return (value, True) if not above else ("~", True)
    if unknown.whole:
        return (value.numerator // value.denominator + 1 if above else -(-value.numerator // value.denominator), True)
    return (value, not above)


def _highest(cut: Cut | None, unknown: Unknown) -> tuple[Any, bool] | None:
    if cut is None:
        return None if unknown.high is None else (unknown.high, True)
    value, above = cut
    if isinstance(value, str):
        return (value, True) if above else ("", True)
    if unknown.whole:
        return (value.numerator // value.denominator if above else -(-value.numerator // value.denominator) - 1, True)
    return (value, bool(above))
