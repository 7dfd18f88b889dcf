"""What a decision table stands on: the law it reads, however indirectly. Where that is the same, so is its proof."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from povrules.language import nodes as n
from povrules.policy.hosted import AGE, OBSERVED_ON, ON
from povrules.policy.ordering import Key, law_read, reads
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
    assert table.formula is not None
    facts, law, invariants = stands_on(policy, table.formula)
    return Footing(
        table,
        frozenset(policy.facts[key] for key in facts),
        frozenset(policy.parameters[id] for id in law),
        invariants,
        policy.on if any(id in _OF_THE_DAY for _, id in facts) else None,
    )


Ground = tuple[frozenset[Key], frozenset[str], tuple[n.Node, ...]]
"""Facts, values of law, and conditions on such values."""


def stands_on(policy: ResolvedPolicy, node: n.Node, *, opened: bool = False) -> Ground:
    """The facts that a condition reads, however indirectly, the values of law in all of it, and what holds of these.

    Args:
        policy: the law of a day.
        node: a condition, or a whole table.
        opened: what a household may be given stands for itself, and not on what its own rule reads.
    """
    facts, law = _below(policy, node, opened)
    near: list[n.Node] = []
    while more := [that for that in policy.invariants if that not in near and _read(that)[1] & law]:
        near += more
        for that in more:
            deeper = _below(policy, that, opened)
            facts, law = facts | deeper[0], law | deeper[1]
    return facts, law, tuple(that for that in policy.invariants if that in near)


def ground_of(policy: ResolvedPolicy, node: n.Node) -> tuple[Ground, bool]:
    """What a question about every household stands on, and whether it counts members.

    Where it does not, what may be given is as free as any fact. Where it does, households are looked at with their
    members too, and then these facts follow from what is known of members.
    """
    ground = stands_on(policy, node, opened=True)
    formulas = (policy.facts[key].formula for key in ground[0] if not _taken(policy, key))
    counts = any(_counts(each) for each in (node, *formulas) if each is not None)
    return (stands_on(policy, node), True) if counts else (ground, False)


def _taken(policy: ResolvedPolicy, key: Key) -> bool:
    return key[0] == "household" and policy.facts[key].given


def _below(policy: ResolvedPolicy, node: n.Node, opened: bool) -> tuple[frozenset[Key], frozenset[str]]:
    direct, law = _read(node)
    deeper = [_below_fact(policy, key, opened) for key in direct if not (opened and _taken(policy, key))]
    return direct.union(*(facts for facts, _ in deeper)), law.union(*(values for _, values in deeper))


@lru_cache(maxsize=65536)
def _below_fact(policy: ResolvedPolicy, key: Key, opened: bool) -> tuple[frozenset[Key], frozenset[str]]:
    formula = policy.facts[key].formula
    return (frozenset(), frozenset()) if formula is None else _below(policy, formula, opened)


@lru_cache(maxsize=65536)
def _counts(node: n.Node) -> bool:
    return any(isinstance(part, n.OverMembers) for part in n.walk(node))


@lru_cache(maxsize=65536)
def _read(node: n.Node) -> tuple[frozenset[Key], frozenset[str]]:
    """What a condition names itself: facts, and values of law."""
    return reads(node), law_read(node)


@lru_cache(maxsize=65536)
def _words(item: object) -> str:
    """Everything that a thing says, its sets in order."""
    if isinstance(item, ResolvedFact):
        return f"{replace(item, raw=frozenset())} {sorted(item.raw)}"
    return repr(item)


def digest(policy: ResolvedPolicy, ground: Ground, *also: object) -> str:
    """SHA-256 of the words of all that a question stands on, the same on any machine."""
    facts, law, near = ground
    parts = [
        *map(repr, also),
        *(_words(policy.facts[key]) for key in sorted(facts)),
        *(_words(policy.parameters[id]) for id in sorted(law)),
        *map(_words, near),
        *(_words(c.that) for c in policy.constraints if _read(c.that)[0] <= facts),
        str(policy.on) if any(id in _OF_THE_DAY for _, id in facts) else "",
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
