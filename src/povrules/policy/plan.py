"""The unknown plan of a decision: which unknown facts can be taken one by one, and which feed two places at once.

Computed from the rules alone, once for a policy, and shared by all engines. Where a decision counts indicators, a fact
that only one indicator reads is *private* to it: whatever else is unknown, all that matters is whether the indicator
can still be true, can still be false, or both. Facts that several parts read are *split*: an engine looks at each of
their cases apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.policy.frozen import FrozenMap
from povrules.policy.resolved import ResolvedPolicy

Key = tuple[Scope, str]


@dataclass(frozen=True, slots=True)
class UnknownPlan:
    """How unknown facts of one decision are taken.

    Args:
        private: for each counted indicator, the facts that nothing else in the decision reads.
        split: facts that more than one part of the decision reads.
        above: what stands between the decision and the counted indicators, the decision included.
    """

    private: FrozenMap[Key, frozenset[Key]]
    split: frozenset[Key]
    above: frozenset[Key]


@lru_cache(maxsize=4096)
def plan_of(policy: ResolvedPolicy, key: Key) -> UnknownPlan:
    """The plan of one decision or variable. Kept by the policy's digest, which covers all it depends on."""
    items: dict[Key, None] = {}
    elsewhere: list[Key] = []
    above: set[Key] = set()

    def visit(at: Key) -> bool:
        """Walk down to the counted indicators; whether there are any below."""
        counted = False
        for ref, is_item in _read(policy, at):
            if is_item:
                items[ref] = None
                counted = True
            elif visit(ref):
                counted = True
            else:
                elsewhere.append(ref)
        if counted:
            above.add(at)
        return counted

    if not visit(key):
        elsewhere.append(key)
    for constraint in policy.constraints:
        for part, is_item in _parts(constraint.that):
            if not is_item and not visit(part):
                elsewhere.append(part)
            elif is_item:
                items[part] = None
    supports = {item: support(policy, item) for item in items}
    others = [support(policy, ref) for ref in dict.fromkeys(elsewhere)]
    counts: dict[Key, int] = {}
    for facts in [*supports.values(), *others]:
        for fact in facts:
            counts[fact] = counts.get(fact, 0) + 1
    # A person's indicator is counted for every member, so what it reads of the household is never its own.
    private = {
        item: frozenset(fact for fact in facts if counts[fact] == 1 and (item[0] == "household" or fact[0] == "person"))
        for item, facts in supports.items()
    }
    split = frozenset(fact for fact, count in counts.items() if count > 1)
    return UnknownPlan(FrozenMap(private), split, frozenset(above))


@lru_cache(maxsize=4096)
def support(policy: ResolvedPolicy, key: Key) -> frozenset[Key]:
    """Every fact that may be given, on which this one rests, itself included."""
    found = {key} if policy.facts[key].given else set()
    for ref, _ in _read(policy, key):
        found |= support(policy, ref)
    return frozenset(found)


def _read(policy: ResolvedPolicy, key: Key) -> Iterator[tuple[Key, bool]]:
    formula = policy.facts[key].formula
    if formula is not None:
        yield from _parts(formula)


def _parts(node: n.Node) -> Iterator[tuple[Key, bool]]:
    """What a formula reads directly, and whether it only counts it."""
    if isinstance(node, n.Ref):
        yield (node.of, node.id), False
        return
    if isinstance(node, (n.AtLeast, n.CountTrue)):
        for item in node.items:
            if isinstance(item, n.Ref):
                yield (item.of, item.id), True
            else:
                yield from _parts(item)
        if isinstance(node, n.AtLeast):
            yield from _parts(node.count)
        return
    for child in n.children(node):
        yield from _parts(child)
