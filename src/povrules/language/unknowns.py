"""Decision diagrams over unknown facts: the exact form of "every admissible completion".

A value that depends on unknown facts is a ``Branch``: it tests one unknown, whose domain is cut into cells, and has a
child for each cell; at the bottom stand plain values. Every path is one choice of a cell for each unknown, so

* the leaves are the answers that *some* completion gives, no more and no less;
* an unknown stands in the reduced diagram exactly when two completions differing only in it give different answers.

Knows nothing of poverty, households or law. A ``Diagrams`` object is the workspace of one evaluation and dies with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from typing import Any

from povrules.language.numbers import Number
from povrules.language.operations import AND, IF, OPEN, OR, Operation

Cut = tuple[Any, int]
"""A place between two neighbouring values: ``(v, 0)`` just below ``v``, ``(v, 1)`` just above it."""


LAST = 1 << 40

SELECTED = Operation(lambda place, *values: values[place])


class TooLarge(Exception):
    """More steps than the limit that was set: so many unknowns hang together that nobody would wait."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """One unknown with its domain.

    Args:
        key: what it is, for the caller (a path such as ``("area",)``).
        order: its place in every diagram of the workspace: the caller's rank, then order of making. What is read
            together should stand together, or diagrams grow.
        low, high: bounds of the domain, inclusive; None is unbounded.
        whole: only whole values.
        about: the keys of the base unknowns it speaks of; itself for a plain one, several for a sum of unknowns.
        terms: for a sum of unknowns, the ``(unknown, coefficient)`` pairs.
    """

    key: Hashable
    order: int = field(compare=False)
    low: Any = field(compare=False)
    high: Any = field(compare=False)
    whole: bool = field(compare=False)
    about: frozenset[Hashable] = field(compare=False)
    terms: tuple[tuple[Unknown, Number], ...] = field(default=(), compare=False)


class Branch:
    """A test of one unknown. ``children[i]`` holds from ``cuts[i - 1]`` to ``cuts[i]``. Made by ``Diagrams`` only."""

    __slots__ = ("children", "cuts", "unknown")

    def __init__(self, unknown: Unknown, cuts: tuple[Cut, ...], children: tuple[Any, ...]) -> None:
        self.unknown = unknown
        self.cuts = cuts
        self.children = children


class Diagrams:
    """Makes and combines diagrams, each kept once, so that equal ones are the same object."""

    def __init__(self) -> None:
        self.unknowns: dict[Hashable, Unknown] = {}
        self._branches: dict[tuple[Any, ...], Branch] = {}
        self._leaves: dict[tuple[type, Any], Any] = {}
        self.steps = 0
        self.limit: int | None = None

    # making --------------------------------------------------------------------------------------------------------

    def unknown(
        self,
        key: Hashable,
        low: Any = None,
        high: Any = None,
        whole: bool = False,
        about: frozenset[Hashable] | None = None,
        terms: tuple[tuple[Unknown, Number], ...] = (),
        rank: int = LAST,
    ) -> Unknown:
        """The unknown of that key, made on first use. Without a rank it stands behind those that have one."""
        found = self.unknowns.get(key)
        if found is None:
            found = Unknown(key, (rank << 24) + len(self.unknowns), low, high, whole, about or frozenset([key]), terms)
            self.unknowns[key] = found
        return found

    def leaf(self, value: Any) -> Any:
        """The one object standing for this plain value (a diagram passes through)."""
        if isinstance(value, Branch):
            return value
        return self._leaves.setdefault((type(value), value), value)

    def one_of(self, unknown: Unknown, values: tuple[Any, ...]) -> Any:
        """The unknown's value itself, where it is one of a short list; its domain is the positions in the list."""
        return self.branch(unknown, tuple((i, 0) for i in range(1, len(values))), values)

    def branch(self, unknown: Unknown, cuts: tuple[Cut, ...], children: tuple[Any, ...]) -> Any:
        """A reduced test: cuts outside the domain go, equal neighbours merge, order is restored."""
        kept_cuts: list[Cut] = []
        kept: list[Any] = [self.leaf(children[0])]
        for cut, child in zip(cuts, children[1:], strict=True):
            if unknown.high is not None and cut > (unknown.high, 0):
                break
            child = self.leaf(child)
            if unknown.low is not None and cut <= (unknown.low, 0):
                kept, kept_cuts = [child], []
            elif child is not kept[-1]:
                kept_cuts.append(cut)
                kept.append(child)
        return self._reduced(unknown, kept_cuts, kept)

    def _reduced(self, unknown: Unknown, cuts: list[Cut], children: list[Any]) -> Any:
        """A test whose cells lie in the domain and whose neighbours differ; its children are leaves and branches."""
        if len(children) == 1:
            return children[0]
        order = unknown.order
        for child in children:
            if type(child) is Branch and child.unknown.order <= order:
                places = tuple(map(self.leaf, range(len(children))))
                selector = self._stored(unknown, tuple(cuts), places)
                return self._apply(SELECTED, (selector, *children), {})
        return self._stored(unknown, tuple(cuts), tuple(children))

    def _stored(self, unknown: Unknown, cuts: tuple[Cut, ...], children: tuple[Any, ...]) -> Branch:
        key = (unknown.order, cuts, *map(id, children))
        found = self._branches.get(key)
        if found is None:
            found = self._branches[key] = Branch(unknown, cuts, children)
        return found

    # combining -----------------------------------------------------------------------------------------------------

    def apply(self, function: Callable[..., Any], *items: Any) -> Any:
        """``function`` of plain values, lifted to diagrams. It may itself answer with a diagram."""
        if not any(isinstance(item, Branch) for item in items):
            return function(*items)
        return self._lifted(Operation(function), *items)

    def both(self, one: Any, other: Any) -> Any:
        """``one and other`` of truths."""
        return self._lifted(AND, one, other)

    def either(self, one: Any, other: Any) -> Any:
        """``one or other`` of truths."""
        return self._lifted(OR, one, other)

    def choice(self, test: Any, then: Any, otherwise: Any) -> Any:
        """``then if test else otherwise``."""
        return self._lifted(IF, test, then, otherwise)

    def _lifted(self, operation: Operation, *items: Any) -> Any:
        return self._apply(operation, tuple(map(self.leaf, items)), {})

    def _apply(self, operation: Operation, items: tuple[Any, ...], memo: dict[tuple[int, ...], Any]) -> Any:
        result = operation.early(*items)
        if result is not OPEN:
            return result
        key = tuple(map(id, items))
        result = memo.get(key, OPEN)
        if result is not OPEN:
            return result
        self._step()
        top = topmost(items)
        if top is None:
            result = self.leaf(operation.of_plain(*items))
        else:
            cuts, cells = aligned(items, top)
            kept, kept_cuts = [self._apply(operation, cells[0], memo)], []
            for i, cut in enumerate(cuts, 1):
                child = self._apply(operation, cells[i], memo)
                if child is not kept[-1]:
                    kept.append(child)
                    kept_cuts.append(cut)
            result = self._reduced(top, kept_cuts, kept)
        memo[key] = result
        return result

    def _step(self) -> None:
        self.steps += 1
        if self.limit is not None and self.steps > self.limit:
            raise TooLarge

    def exists(self, diagram: Any, unknowns: frozenset[Unknown]) -> Any:
        """A truth diagram with these unknowns chosen in its favour."""
        if not unknowns:
            return diagram

        def rebuilt(branch: Branch, children: tuple[Any, ...]) -> Any:
            if branch.unknown not in unknowns:
                return self.branch(branch.unknown, branch.cuts, children)
            return reduce(self.either, children)

        return self._rebuild(diagram, rebuilt, max(unknown.order for unknown in unknowns))

    def restrict(self, diagram: Any, unknown: Unknown, cell: Cut | None) -> Any:
        """The diagram where ``unknown`` lies just above the cut ``cell`` (None: in its lowest cell)."""

        def rebuilt(branch: Branch, children: tuple[Any, ...]) -> Any:
            if branch.unknown != unknown:
                return self.branch(branch.unknown, branch.cuts, children)
            return children[cell_at(cell, branch.cuts)]

        return self._rebuild(diagram, rebuilt, unknown.order)

    def renamed(self, diagram: Any, key: Hashable) -> Any:
        """The diagram with a second unknown in place of the one of that key, also inside sums."""
        twins: dict[Unknown, Unknown] = {}

        def twin(unknown: Unknown) -> Unknown:
            if key not in unknown.about:
                return unknown
            if unknown not in twins:
                u, terms = unknown, tuple((twin(part), factor) for part, factor in unknown.terms)
                twins[u] = self.unknown(("twin", u.key, key), u.low, u.high, u.whole, u.about, terms, u.order >> 24)
            return twins[unknown]

        return self._rebuild(diagram, lambda branch, children: self.branch(twin(branch.unknown), branch.cuts, children))

    def _rebuild(self, diagram: Any, rebuilt: Callable[[Branch, tuple[Any, ...]], Any], last: int | None = None) -> Any:
        """The diagram with its branches made anew, from below; those behind ``last`` in order stay."""
        memo: dict[int, Any] = {}

        def visit(item: Any) -> Any:
            if not isinstance(item, Branch) or (last is not None and item.unknown.order > last):
                return item
            if id(item) not in memo:
                self._step()
                memo[id(item)] = rebuilt(item, tuple(map(visit, item.children)))
            return memo[id(item)]

        return visit(diagram)


def topmost(items: tuple[Any, ...]) -> Unknown | None:
    """The unknown that comes first in order among those that the items test at their top; None of plain values."""
    top: Unknown | None = None
    for item in items:
        if type(item) is Branch and (top is None or item.unknown.order < top.order):
            top = item.unknown
    return top


def cell_at(cut: Cut | None, cuts: tuple[Cut, ...]) -> int:
    """The number of the cell that begins at or around a cut (None: the lowest).

    >>> cell_at((3, 0), ((3, 0), (3, 1))), cell_at((3, 0), ((3, 1),)), cell_at(None, ((3, 0),))
    (1, 0, 0)
    """
    return 0 if cut is None else sum(below <= cut for below in cuts)


def aligned(items: tuple[Any, ...], top: Unknown) -> tuple[tuple[Cut, ...], list[tuple[Any, ...]]]:
    """The common cells of all items at ``top``, and what each item is in each cell."""
    here = [i for i, item in enumerate(items) if type(item) is Branch and item.unknown is top]
    if len(here) == 1:
        position = here[0]
        before, after = items[:position], items[position + 1 :]
        return items[position].cuts, [(*before, child, *after) for child in items[position].children]
    cuts = tuple(sorted({cut for i in here for cut in items[i].cuts}))
    columns: list[list[Any]] = []
    for i, item in enumerate(items):
        if i not in here:
            columns.append([item] * (len(cuts) + 1))
            continue
        column, position = [item.children[0]], 0
        for cut in cuts:
            if position < len(item.cuts) and item.cuts[position] == cut:
                position += 1
            column.append(item.children[position])
        columns.append(column)
    return cuts, list(zip(*columns, strict=True))


# reading -----------------------------------------------------------------------------------------------------------


def nodes(diagram: Any) -> Iterator[Any]:
    """Every branch and leaf of the diagram, once, in the order of a depth-first walk."""
    seen: set[int] = set()
    stack = [diagram]
    while stack:
        item = stack.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        if type(item) is Branch:
            stack.extend(item.children[::-1])


def leaves(diagram: Any) -> list[Any]:
    """The plain values the diagram can take, each once."""
    return [item for item in nodes(diagram) if not isinstance(item, Branch)]


def unknowns_in(diagram: Any) -> list[Unknown]:
    """The unknowns the diagram depends on, in order."""
    found = {item.unknown for item in nodes(diagram) if isinstance(item, Branch)}
    return sorted(found, key=lambda u: u.order)


def cuts_of(diagram: Any, unknown: Unknown) -> list[Cut]:
    """Every cut the diagram makes in the domain of one unknown: its critical points."""
    tests = (item for item in nodes(diagram) if isinstance(item, Branch) and item.unknown == unknown)
    return sorted({cut for test in tests for cut in test.cuts})


def cells(branch: Branch) -> Iterator[tuple[Cut | None, Cut | None, Any]]:
    """The cells of a test: lower cut, upper cut, and what stands there."""
    edges = (None, *branch.cuts, None)
    for (low, high), child in zip(pairwise(edges), branch.children, strict=True):
        yield low, high, child
