"""Read off a diagram: which few values have to change, or to be learned, for a verdict to hold for sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, cast

from povrules.decisions.counterfactual.slots import Cell
from povrules.engines.reference.freed import Freed, Key
from povrules.language.linear import Linear, bounds
from povrules.language.unknowns import Branch, TooLarge, Unknown, cell_at, cells

MOST_WAYS = 20_000
"""So many are read off one diagram; past that it counts as not searched."""


@dataclass(frozen=True, slots=True)
class Step:
    """One value that leaves its cell, or is learned; for a sum or product of several, one of them does."""

    unknown: Unknown
    cell: Cell


Way = frozenset[Step]


class Reader:
    """Reads one diagram of truth.

    Args:
        freed: the evaluation it was made in.
        settles: whether an unknown stands for an open fact that somebody can tell.
    """

    def __init__(self, freed: Freed, settles: Callable[[Unknown], bool]) -> None:
        self.freed = freed
        self.settles = settles
        self._found: dict[tuple[int, int], tuple[Way, ...]] = {}
        self._kept: list[Any] = []  # whatever is named by its id stays alive

    def ways(self, diagram: Any, left: int) -> tuple[Way, ...]:
        """Sets of steps after which the diagram is true, with at most so many plain steps; none holds another."""
        if not isinstance(diagram, Branch):
            return (frozenset(),) if diagram else ()
        key = (id(diagram), left)
        if key not in self._found:
            self._kept.append(diagram)
            self._found[key] = smallest(self._read(diagram, left))
            if len(self._found[key]) > MOST_WAYS:
                raise TooLarge
        return self._found[key]

    def _read(self, branch: Branch, left: int) -> list[Way]:
        unknown = branch.unknown
        plain = unknown.key in self.freed.near.at or self.settles(unknown)
        here = self._here(branch)
        stays = reduce(self.freed.diagrams.both, (branch.children[i] for i in here))
        found: list[Way] = list(self.ways(stays, left))
        if not plain and not self._moves(unknown):
            return found
        cost = 1 if plain else 0
        if cost <= left:
            for i, (low, high, child) in enumerate(cells(branch)):
                if [i] != list(here):
                    step = Step(unknown, Cell(low, high))
                    found += [way | {step} for way in self.ways(child, left - cost)]
        return found

    def _here(self, branch: Branch) -> range:
        """The cells in which an unknown can lie while nothing that is known moves."""
        at, unknown, cuts = self.freed.near.at, branch.unknown, branch.cuts
        if unknown.key in at:
            low = high = at[unknown.key]
        else:
            known = [(part, factor) for part, factor in unknown.terms if part.key in at]
            if not known:
                return range(len(branch.children))
            rest = tuple(term for term in unknown.terms if term not in known)
            low, high = bounds(Linear(rest, sum(at[part.key] * factor for part, factor in known)))
        first = 0 if low is None else cell_at((low, 0), cuts)
        return range(first, len(cuts) + 1 if high is None else cell_at((high, 0), cuts) + 1)

    def _moves(self, unknown: Unknown) -> bool:
        """Whether a sum, a product or a comparison of texts follows something that can change."""
        at = self.freed.near.at
        parts = [self.freed.diagrams.unknowns.get(key) for key in unknown.about]
        return any(key in at for key in unknown.about) or any(p is not None and self.settles(p) for p in parts)


def plain_keys(way: Way) -> frozenset[Key]:
    """The facts or values of law that certainly change."""
    return frozenset(cast("Key", step.unknown.key) for step in way if is_plain(step.unknown))


def is_plain(unknown: Unknown) -> bool:
    """Whether it stands for one fact or value of law."""
    key = unknown.key
    return isinstance(key, tuple) and key[0] in ("fact", "law") and len(unknown.about) == 1


def smallest(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Those that hold no other one."""
    kept: list[Way] = []
    for way in sorted(dict.fromkeys(ways), key=len):
        if not any(other <= way for other in kept):
            kept.append(way)
    return tuple(kept)
