"""Diagrams of what lies near: every change of at most so many of the known values, and nothing further away.

A full diagram over many freed values grows with all ways they can change together. One that follows only paths on
which few of them leave their present cell grows with those alone, and says of these the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from povrules.language.connectives import OPEN
from povrules.language.unknowns import Branch, Cut, Diagrams, Unknown, aligned


def position(cuts: tuple[Cut, ...], value: Any) -> int:
    """The number of the cell a value lies in.

    >>> position(((3, 0), (3, 1)), 3), position(((3, 1),), 3), position(((3, 0),), 2)
    (1, 0, 0)
    """
    return sum(cut <= (value, 0) for cut in cuts)


class Nearby(Diagrams):
    """Diagrams in which at most so many values leave where they are; paths beyond that lead anywhere.

    Args:
        most: so many may change. Unknowns that are not in ``at`` are truly open and take any value without counting,
            and so do sums of several.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.at: dict[Hashable, Any] = {}
        """Where a known value lies, by the key of the unknown that stands for it."""

    def _apply(
        self,
        function: Callable[..., Any],
        items: tuple[Any, ...],
        memo: dict[tuple[int, ...], Any],
        early: Callable[..., Any] | None = None,
    ) -> Any:
        return self._near(function, items, memo, early, self.most)

    def _near(
        self,
        function: Callable[..., Any],
        items: tuple[Any, ...],
        memo: dict[tuple[int, ...], Any],
        early: Callable[..., Any] | None,
        left: int,
    ) -> Any:
        # A diagram among the operands is gone through all the same: fewer changes may be left than it was made with.
        if early is not None and (result := early(*items)) is not OPEN and type(result) is not Branch:
            return result
        key = (left, *map(id, items))
        if key in memo:
            return memo[key]
        self._step()
        top: Unknown | None = None
        for item in items:
            if type(item) is Branch and (top is None or item.unknown.order < top.order):
                top = item.unknown
        if top is None:
            result = self.leaf(function(*items))
        else:
            cuts, cells = aligned(items, top)
            here = position(cuts, self.at[top.key]) if top.key in self.at else None
            if here is not None and not left:
                result = self._near(function, cells[here], memo, early, 0)
            else:
                costs = [here is not None and i != here for i in range(len(cells))]
                children = [
                    self._near(function, cell, memo, early, left - cost)
                    for cell, cost in zip(cells, costs, strict=True)
                ]
                result = self.branch(top, cuts, tuple(children))
        memo[key] = result
        return result
