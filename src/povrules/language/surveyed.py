"""A diagram looked through once: what it tests, where, and which answers a cell of an unknown leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from povrules.language.unknowns import Branch, Cut, Unknown, cell_at, nodes


class Surveyed:
    """All of one diagram.

    Args:
        diagram: a diagram, or a plain value.
        but: a leaf that is no answer.
    """

    def __init__(self, diagram: Any, but: Any = None) -> None:
        self._diagram = diagram
        self.leaves: list[Any] = []
        """The plain values it can take, each once."""
        self.tests: dict[Unknown, list[Branch]] = {}
        """The branches that test each unknown."""
        for item in nodes(diagram):
            if type(item) is Branch:
                self.tests.setdefault(item.unknown, []).append(item)
            else:
                self.leaves.append(item)
        self.unknowns = sorted(self.tests, key=lambda unknown: unknown.order)
        """What it depends on, in order."""
        # Which answers are below a node, as bits; what a branch leads to stands behind it in order.
        self._below = {id(leaf): 0 if leaf is but else 1 << place for place, leaf in enumerate(self.leaves)}
        for unknown in reversed(self.unknowns):
            for branch in self.tests[unknown]:
                below = 0
                for child in branch.children:
                    below |= self._below[id(child)]
                self._below[id(branch)] = below

    def cuts(self, unknown: Unknown) -> list[Cut]:
        """Every cut it makes in the domain of one unknown: its critical points."""
        return sorted({cut for branch in self.tests.get(unknown, ()) for cut in branch.cuts})

    def left(self, unknown: Unknown) -> Iterator[int]:
        """How many answers stay possible where the unknown lies in each of its cells, from the lowest on."""
        beside, order, tests = 0, unknown.order, self.tests.get(unknown, ())
        seen, stack = set[int](), [self._diagram]
        while stack:
            item = stack.pop()
            if id(item) in seen:
                continue
            seen.add(id(item))
            if type(item) is not Branch or item.unknown.order > order:
                beside |= self._below[id(item)]  # nothing below asks for the unknown
            elif item.unknown is not unknown:
                stack.extend(item.children)
        for cell in (None, *self.cuts(unknown)):
            found = beside
            for branch in tests:
                found |= self._below[id(branch.children[cell_at(cell, branch.cuts)])]
            yield found.bit_count()
