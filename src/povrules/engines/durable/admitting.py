"""What completions must satisfy: the constraints between facts, as far as they are still open."""

from __future__ import annotations

from collections.abc import Iterator

from povrules.engines.durable.bounding import Bounds
from povrules.engines.durable.domains import known
from povrules.language import nodes as n
from povrules.language.types import NumberType
from povrules.policy.ordering import reads


def live_constraints(bounds: Bounds) -> Iterator[n.Node]:
    """What completions must satisfy: not what the known facts settle, nor what only says how an amount follows."""
    for that in (*(c.that for c in bounds.policy.constraints), *bounds.policy.invariants):
        if not known(bounds.value(that)) and not _follows(bounds, that):
            yield that


def _follows(bounds: Bounds, that: n.Node) -> bool:
    if not isinstance(that, n.Compare):
        return False
    for scope, id in reads(that):
        if scope == "household" and bounds.source(id) == "unknown":
            type = bounds.fact(id, None).type
            if isinstance(type, NumberType) and not type.integer:
                return True
    sides = ((that.left, that.right), (that.right, that.left))
    return that.op == "==" and any(
        isinstance(one, n.Ref)
        and one.of == "household"
        and bounds.fact(one.id, None).formula == other
        and bounds.source(one.id) == "rule"
        for one, other in sides
    )
