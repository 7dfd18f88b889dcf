"""Rows of a decision table without what the rows above them have settled already.

A row is reached only where all rows above it fail. ``a and b`` above, then ``a and not b``: where the second is reached
and ``a`` holds, ``b`` has failed, so ``a`` alone is left of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from povrules.language import nodes as n

_OPPOSITE: dict[str, n.Comparison] = {"==": "!=", "!=": "=="}


def simpler(rows: Sequence[n.Row]) -> tuple[n.Row, ...]:
    """The same table: for all facts that are known, the same row is the first that holds.

    Args:
        rows: of a decision table, in order.
    """
    found: list[n.Row] = []
    above: list[frozenset[n.Node]] = []
    for row in rows:
        if row.when is None:
            found.append(row)
            continue
        parts = list(dict.fromkeys(map(_plain, _conjuncts(row.when))))
        changed = True
        while changed:
            changed = False
            for failed in above:
                rest = failed - frozenset(parts)
                if len(rest) == 1 and (settled := opposite(next(iter(rest)))) in parts:
                    parts.remove(settled)
                    changed = True
        above.append(frozenset(parts))
        when: n.Node | None = None if not parts else parts[0] if len(parts) == 1 else n.And(tuple(parts))
        found.append(replace(row, when=when))
    return tuple(found)


def opposite(node: n.Node) -> n.Node:
    """The condition that holds where this one fails, in the plain form."""
    if isinstance(node, n.Not):
        return _plain(node.item)
    if isinstance(node, n.Compare):
        if node.op in _OPPOSITE:
            return _plain(n.Compare(node.left, _OPPOSITE[node.op], node.right))
        return n.Compare(node.right, "<" if node.op == "<=" else "<=", node.left)
    return n.Not(node)


def _conjuncts(node: n.Node) -> list[n.Node]:
    if isinstance(node, n.And):
        return [part for item in node.items for part in _conjuncts(item)]
    return [node]


def _plain(node: n.Node) -> n.Node:
    """Comparisons with the smaller side first, so that equal ones are written alike."""
    if isinstance(node, n.Compare) and node.op in (">", ">="):
        return n.Compare(node.right, "<" if node.op == ">" else "<=", node.left)
    if isinstance(node, n.Not) and isinstance(node.item, n.Not):
        return _plain(node.item.item)
    return node
