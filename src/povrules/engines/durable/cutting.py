"""Where to cut: the unknown thing on which an open condition turns, and its parts on either side."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Any

from povrules.engines.durable import domains as d
from povrules.engines.durable.bounding import Bounds, Leaf
from povrules.engines.durable.domains import Domain, Span, known
from povrules.language import nodes as n
from povrules.language.numbers import divide, whole
from povrules.language.types import BoolType


class CannotCut(Exception):
    """Nothing below an open condition can be cut."""


At = tuple[n.Node, int | None]


def cut(bounds: Bounds, node: n.Node, member: int | None, wanted: Set[Leaf] = frozenset()) -> tuple[Leaf, list[Domain]]:
    """The unknown thing to cut and its parts, none of them empty, together all of it.

    Args:
        bounds: of the case.
        node: an open condition.
        member: for whom it is read.
        wanted: only these will do; empty for any.
    """
    found = _deepest(bounds, node, member, wanted)
    if found is None:
        raise CannotCut
    node, member = found
    leaves = list(dict.fromkeys(bounds.leaves(node, member)))
    if wanted:
        leaves = [leaf for leaf in leaves if leaf in wanted]
    for leaf in sorted(leaves, key=lambda leaf: isinstance(bounds.leaf(leaf), Span)):
        parts = _parts(bounds, node, member, leaf)
        if parts is not None:
            return leaf, parts
    raise CannotCut


def _deepest(bounds: Bounds, node: n.Node, member: int | None, wanted: Set[Leaf]) -> At | None:
    """The innermost open condition, first in the order of reading."""
    for child, whose in _conditions(bounds, node, member):
        if known(bounds.value(child, whose)):
            continue
        if wanted and wanted.isdisjoint(bounds.leaves(child, whose)):
            continue
        found = _deepest(bounds, child, whose, wanted)
        if found is not None:
            return found
    if not _is_condition(bounds, node, member):
        return None
    leaves = set(bounds.leaves(node, member))
    return (node, member) if (leaves & wanted if wanted else leaves) else None


def _is_condition(bounds: Bounds, node: n.Node, member: int | None) -> bool:
    if isinstance(node, n.Ref):
        return isinstance(bounds.fact(node.id, member if node.of == "person" else None).type, BoolType)
    if isinstance(node, n.OverMembers):
        return node.how in ("any", "all")
    return isinstance(node, (n.Not, n.And, n.Or, n.Compare, n.OneOfThese, n.AtLeast))


def _conditions(bounds: Bounds, node: n.Node, member: int | None) -> list[At]:
    """The parts of a node that can be cut apart from it."""
    if isinstance(node, n.OfHousehold):
        return [(node.item, None)]
    if isinstance(node, n.Ref):
        whose = member if node.of == "person" else None
        fact = bounds.fact(node.id, whose)
        if ("fact", node.id, whose) in bounds.cases or bounds.source(node.id, whose) != "rule" or fact.formula is None:
            return []
        return [(fact.formula, whose)]
    if isinstance(node, n.OverMembers):
        return [(node.item, i) for i in range(bounds.size)]
    if isinstance(node, n.Table):
        rows = [(row.when, member) for row in node.rows if row.when is not None]
        return [*rows, *((row.then, member) for row in node.rows)]
    if isinstance(node, n.AddMonths):
        return [(node.day, member), (node.months.count, member)]
    return [(child, member) for child in n.children(node)]


def _parts(bounds: Bounds, node: n.Node, member: int | None, leaf: Leaf) -> list[Domain] | None:
    domain = bounds.leaf(leaf)
    if isinstance(domain, tuple):
        return _of_list(bounds, node, member, leaf, domain)
    if not isinstance(domain, Span):
        return None
    point = _turn(bounds, node, member, leaf, domain)
    for side in (0, 1):
        if point is not None and (parts := d.halves(domain, (point, side))) is not None:
            return list(parts)
    return None


def _of_list(
    bounds: Bounds, node: n.Node, member: int | None, leaf: Leaf, domain: tuple[Any, ...]
) -> list[Domain] | None:
    """Values that settle the condition alike stand together."""
    if len(domain) < 2:
        return None
    groups: dict[object, list[Any]] = {}
    for value in domain:
        found = bounds.taking(leaf, (value,)).value(node, member)
        groups.setdefault(found[0] if isinstance(found, tuple) and len(found) == 1 else None, []).append(value)
    if len(groups) > 1:
        return [tuple(group) for group in groups.values()]
    middle = len(domain) // 2
    return [domain[:middle], domain[middle:]]


def _turn(bounds: Bounds, node: n.Node, member: int | None, leaf: Leaf, domain: Span) -> Any:
    """The value of an amount or day at which a condition, or an age, turns."""

    def at(value: Any, part: n.Node) -> Any:
        found = bounds.taking(leaf, (value,)).value(part, member)
        return found[0] if isinstance(found, tuple) and len(found) == 1 else None

    ends = d.days(domain) if _is_day(domain) else None
    if ends is not None:
        first, last = (day.toordinal() for day in ends)
        begin = at(date.fromordinal(first), node)
        if begin is None or at(date.fromordinal(last), node) == begin:
            return None
        while last - first > 1:
            middle = (first + last) // 2
            if at(date.fromordinal(middle), node) == begin:
                first = middle
            else:
                last = middle
        return date.fromordinal(last)
    if not isinstance(node, n.Compare):
        return None
    points = []
    for x in (0, 1):
        left, right = at(x, node.left), at(x, node.right)
        if not _amount(left) or not _amount(right):
            return None
        points.append(left - right)
    if points[0] == points[1]:
        return None
    root = whole(divide(points[0], points[0] - points[1]))
    return root if at(root, node.left) == at(root, node.right) else None


def _amount(value: Any) -> bool:
    return value is not None and not isinstance(value, (bool, str, date))


def _is_day(domain: Span) -> bool:
    return domain.low is not None and isinstance(domain.low[0], date)
