"""Diagrams of what lies near: every change of at most so many of the known values, and nothing further away.

A full diagram over many freed values grows with all ways they can change together. One that follows only paths on
which few of them leave their present cell grows with those alone, and says of these the same.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from povrules.language.operations import OPEN, Operation
from povrules.language.unknowns import Branch, Diagrams, aligned, cell_at, topmost


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

    def _apply(self, operation: Operation, items: tuple[Any, ...], memo: dict[tuple[int, ...], Any]) -> Any:
        return self._near(operation, items, memo, self.most)

    def _near(self, operation: Operation, items: tuple[Any, ...], memo: dict[tuple[int, ...], Any], left: int) -> Any:
        # A diagram among the operands is gone through all the same: fewer changes may be left than it was made with.
        result = operation.early(*items)
        if result is not OPEN and type(result) is not Branch:
            return result
        key = (left, *map(id, items))
        if key in memo:
            return memo[key]
        self._step()
        top = topmost(items)
        if top is None:
            result = self.leaf(operation.of_plain(*items))
        else:
            cuts, cells = aligned(items, top)
            here = cell_at((self.at[top.key], 0), cuts) if top.key in self.at else None
            if here is not None and not left:
                result = self._near(operation, cells[here], memo, 0)
            else:
                costs = [here is not None and i != here for i in range(len(cells))]
                children = [
                    self._near(operation, cell, memo, left - cost) for cell, cost in zip(cells, costs, strict=True)
                ]
                result = self.branch(top, cuts, tuple(children))
        memo[key] = result
        return result
