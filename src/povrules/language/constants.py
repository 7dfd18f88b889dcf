"""Expressions that read nothing but values of law: the invariants declared beside parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

from povrules.language import nodes as n
from povrules.language.errors import RuleError
from povrules.language.linear import TRUTH
from povrules.language.numbers import divide, whole
from povrules.language.types import EnumType

Known = Callable[[str, str | None], Any]
"""The value of one cell of a parameter, or None when it is unknown."""


def constant(node: n.Node, known: Known) -> Any:
    """The value of an expression of values of law, or None when it turns on an unknown one.

    Raises:
        RuleError: it reads something else.
    """
    match node:
        case n.Literal(value=value):
            return value
        case n.ParameterRef(id=id, index=None):
            return known(id, None)
        case n.ParameterRef(id=id, index=n.Literal(value=member)):
            return known(id, str(member))
        case n.Not(item=item):
            value = constant(item, known)
            return None if value is None else not value
        case n.And(items=items):
            values = [constant(item, known) for item in items]
            return False if False in values else None if None in values else True
        case n.Or(items=items):
            values = [constant(item, known) for item in items]
            return True if True in values else None if None in values else False
        case n.Compare(left=left, op=op, right=right):
            return _both(left, right, known, TRUTH[op])
        case n.Arithmetic(left=left, op=op, right=right):
            return _both(left, right, known, _OPERATIONS[op])
    raise RuleError("an invariant reads values of law only", span=node.span)


def _both(left: n.Node, right: n.Node, known: Known, function: Callable[[Any, Any], Any]) -> Any:
    a, b = constant(left, known), constant(right, known)
    return None if a is None or b is None else function(a, b)


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: whole(a + b),
    "-": lambda a, b: whole(a - b),
    "*": lambda a, b: whole(a * b),
    "/": divide,
}


def for_every_member(node: n.Node, enums: dict[str, EnumType]) -> list[n.Node]:
    """The invariant once for every member of each enum it is indexed by (``income_line[area]`` for each area)."""
    indices = sorted({part.id for part in n.walk(node) if isinstance(part, n.Ref)})
    chosen = [enums[index].members for index in indices]
    return [_with(node, dict(zip(indices, members, strict=True))) for members in product(*chosen)]


def _with(node: n.Node, members: dict[str, str]) -> n.Node:
    match node:
        case n.Ref(id=id):
            return n.Literal(members[id], span=node.span)
        case n.ParameterRef(index=index) if index is not None:
            return replace(node, index=_with(index, members))
        case n.Not(item=item):
            return replace(node, item=_with(item, members))
        case n.And(items=items) | n.Or(items=items):
            return replace(node, items=tuple(_with(item, members) for item in items))
        case n.Compare(left=left, right=right) | n.Arithmetic(left=left, right=right):
            return replace(node, left=_with(left, members), right=_with(right, members))
    return node
