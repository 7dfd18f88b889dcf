"""What a decision table stands on: the law it reads, however indirectly. Where that is the same, so is its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from povrules.language import nodes as n
from povrules.policy.hosted import AGE, OBSERVED_ON, ON
from povrules.policy.ordering import reads
from povrules.policy.resolved import ResolvedFact, ResolvedParameter, ResolvedPolicy

_OF_THE_DAY = frozenset((ON, OBSERVED_ON, AGE))


@dataclass(frozen=True, slots=True)
class Footing:
    """What one table stands on.

    Args:
        table: the decision itself.
        facts: what it reads, and what that is worked out from.
        parameters: the values of law in all of it.
        invariants: conditions on those values that are not known, and on whatever else these conditions name.
        day: the day, where one of the facts looks at it.
    """

    table: ResolvedFact
    facts: frozenset[ResolvedFact]
    parameters: frozenset[ResolvedParameter]
    invariants: tuple[n.Node, ...]
    day: date | None


def footing(policy: ResolvedPolicy, table: ResolvedFact) -> Footing:
    """All that the table's answers depend on."""
    facts: set[tuple[n.Scope, str]] = set()
    law: set[str] = set()

    def follow(*nodes: n.Node) -> None:
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            law.update(part.id for part in n.walk(node) if isinstance(part, n.ParameterRef))
            for key in reads(node) - facts:
                facts.add(key)
                formula = policy.facts[key].formula
                if formula is not None:
                    waiting.append(formula)

    assert table.formula is not None
    follow(table.formula)
    near: list[n.Node] = []
    while more := [that for that in policy.invariants if that not in near and _named(that) & law]:
        near += more
        follow(*more)
    return Footing(
        table,
        frozenset(policy.facts[key] for key in facts),
        frozenset(policy.parameters[id] for id in law),
        tuple(that for that in policy.invariants if that in near),
        policy.on if any(id in _OF_THE_DAY for _, id in facts) else None,
    )


def _named(node: n.Node) -> frozenset[str]:
    return frozenset(part.id for part in n.walk(node) if isinstance(part, n.ParameterRef))
