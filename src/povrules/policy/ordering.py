"""What reads what: an order in which everything computed comes after what it reads, or the cycle that forbids one."""

from __future__ import annotations

from dataclasses import replace

from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.law.errors import LawError
from povrules.policy.resolved import ResolvedFact

Key = tuple[Scope, str]


def reads(node: n.Node | None) -> frozenset[Key]:
    """The facts and variables a formula reads directly."""
    if node is None:
        return frozenset()
    return frozenset((part.of, part.id) for part in n.walk(node) if isinstance(part, n.Ref))


def law_read(node: n.Node | None) -> frozenset[str]:
    """The values of law a formula reads directly."""
    if node is None:
        return frozenset()
    return frozenset(part.id for part in n.walk(node) if isinstance(part, n.ParameterRef))


def ordered(facts: dict[Key, ResolvedFact]) -> dict[Key, ResolvedFact]:
    """Facts in an order where each comes after what it reads; otherwise as declared, the same on any machine.

    Raises:
        LawError: a cycle, naming its members.
    """
    found: dict[Key, ResolvedFact] = {}
    path: list[Key] = []

    def visit(key: Key) -> None:
        if key in found:
            return
        if key in path:
            circle = [*path[path.index(key) :], key]
            formula = facts[key].formula
            names = " reads ".join(id.removeprefix("vn:") for _, id in circle)
            raise LawError(f"rules go round in a circle: {names}", span=formula.span if formula else None)
        path.append(key)
        fact = facts[key]
        for part in n.walk(fact.formula) if fact.formula is not None else ():
            if isinstance(part, n.Ref):
                visit((part.of, part.id))
        for raw in sorted(fact.raw):
            visit(raw)
        path.pop()
        found[key] = fact

    for key in facts:
        visit(key)
    return found


def raw_facts(facts: dict[Key, ResolvedFact]) -> dict[Key, ResolvedFact]:
    """Facts with what tells their input level: the raw facts below them, and whether they read members.

    A fact that only describes the household or person in general (its size, a birth day) tells no level.
    """
    below: dict[Key, frozenset[Key]] = {}
    members: dict[Key, bool] = {}
    found: dict[Key, ResolvedFact] = {}
    for key, fact in facts.items():
        direct = reads(fact.formula) or fact.raw
        below[key] = frozenset().union(*(below.get(k, frozenset()) | {k} for k in direct))
        members[key] = any(members.get(k, False) and not (k in facts and facts[k].general) for k in direct) or (
            fact.formula is not None and any(isinstance(part, n.OverMembers) for part in n.walk(fact.formula))
        )
        raw = frozenset(k for k in below[key] if k in facts and facts[k].given and not facts[k].general)
        found[key] = replace(fact, raw=raw if fact.computed else frozenset(), reads_members=members[key])
    return found
