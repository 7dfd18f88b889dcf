"""The least and the most of an amount that is open: within each case of the rules, not over all of them at once.

``max(0, limit - owed)`` is ``limit - owed`` only where that is not below zero, so it is never less than zero.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from povrules.engines.reference.admissible import INADMISSIBLE
from povrules.language.linear import Linear
from povrules.language.numbers import Number, divide, whole
from povrules.language.unknowns import Branch, Cut, Unknown, cells, leaves

Ends = tuple[Number | None, Number | None]
Held = frozenset[tuple[Unknown, Cut | None, Cut | None]]


def extent(diagram: Any) -> Ends:
    """The bounds of a number, None where it has none.

    Args:
        diagram: its leaves are numbers and sums of unknown ones; those that are not admissible do not count.
    """
    moving = {unknown for leaf in leaves(diagram) if isinstance(leaf, Linear) for unknown, _ in leaf.terms}
    found: list[Ends] = []
    seen: set[tuple[int, Held]] = set()

    def visit(item: Any, held: Held) -> None:
        if (id(item), held) in seen:
            return
        seen.add((id(item), held))
        if not isinstance(item, Branch):
            if item is not INADMISSIBLE:
                found.append(_within(item, held))
            return
        matters = item.unknown in moving or any(part in moving for part, _ in item.unknown.terms)
        for low, high, child in cells(item):
            visit(child, held | {(item.unknown, low, high)} if matters else held)

    visit(diagram, frozenset())
    lows = [low for low, _ in found if low is not None]
    highs = [high for _, high in found if high is not None]
    return (
        whole(min(lows)) if lows and len(lows) == len(found) else None,
        whole(max(highs)) if highs and len(highs) == len(found) else None,
    )


def _within(leaf: Any, held: Held) -> Ends:
    """The bounds of one leaf where these cells hold."""
    if not isinstance(leaf, Linear):
        return leaf, leaf
    tested = {unknown: _ends(unknown, low, high) for unknown, low, high in held}
    low: Number | None = leaf.constant
    high: Number | None = leaf.constant
    for unknown, factor in leaf.terms:
        least, most = _times(tested.get(unknown, (unknown.low, unknown.high)), factor)
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    for unknown, ends in tested.items():
        factor_of = _multiple(leaf, unknown)
        if factor_of is None:
            continue
        least, most = _times(ends, factor_of)
        if least is not None:
            low = least + leaf.constant if low is None else max(low, least + leaf.constant)
        if most is not None:
            high = most + leaf.constant if high is None else min(high, most + leaf.constant)
    return low, high


def _ends(unknown: Unknown, low: Cut | None, high: Cut | None) -> Ends:
    """The least and the most of one unknown inside a cell; whole ones are cut just below whole numbers."""
    least = unknown.low if low is None else low[0]
    most = unknown.high if high is None else high[0] - 1 if unknown.whole else high[0]
    return least, most


def _times(ends: Ends, factor: Number) -> Ends:
    least, most = (None if end is None else end * factor for end in ends)
    return (least, most) if factor > 0 else (most, least)


def _multiple(leaf: Linear, unknown: Unknown) -> Number | None:
    """How many times a tested sum the open part of a leaf is; None when it is another sum."""
    if len(unknown.terms) != len(leaf.terms):
        return None
    ratios = {
        divide(factor, Fraction(mine)) if part == other else None
        for (other, factor), (part, mine) in zip(leaf.terms, unknown.terms, strict=True)
    }
    return next(iter(ratios)) if len(ratios) == 1 else None
