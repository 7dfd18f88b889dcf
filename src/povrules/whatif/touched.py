"""What a reform touches: the rules it changes or whose values of law it changes, and what stands on them."""

from __future__ import annotations

from dataclasses import dataclass

from povrules.policy.ordering import Key, law_read, reads
from povrules.policy.resolved import ResolvedPolicy


@dataclass(frozen=True, slots=True)
class Touched:
    """Where two policies differ.

    Args:
        upstream: for each fact the touched rules it stands on: itself alone when it is one. What stands on none is the
            same under both policies for every household, and so is each fact for a household of which all of these are
            known and the same.
    """

    upstream: dict[Key, frozenset[Key]]


def touched(policy: ResolvedPolicy, reform: ResolvedPolicy, *, constraints: bool = True) -> Touched | None:
    """Where a reform differs from its baseline; None when they differ in more than rules and values of law.

    Args:
        policy: the baseline.
        reform: the other.
        constraints: None also when it touches what admissible facts satisfy, or adds a rule. Without them what facts
            are possible is taken to be what the baseline says.
    """
    same = ("on", "place", "enums", "programmes", "overlaps")
    if any(getattr(policy, name) != getattr(reform, name) for name in same) or set(policy.facts) - set(reform.facts):
        return None
    if constraints and set(reform.facts) != set(policy.facts):
        return None
    names = {*policy.parameters, *reform.parameters}
    values = {name for name in names if _cells(policy, name) != _cells(reform, name)}
    # What is not known and bound to a changed value by a condition can be something else now.
    unknown = {name for name in names if any(_unknown(law, name) for law in (policy, reform))}
    bound = [law_read(that) for law in (policy, reform) for that in law.invariants]
    while more := (set[str]().union(*(each for each in bound if each & values)) & unknown) - values:
        values |= more
    upstream: dict[Key, frozenset[Key]] = {}
    for key, fact in reform.facts.items():
        before = policy.facts[key].formula if key in policy.facts else None
        own = key not in policy.facts or (fact.formula is not before and fact.formula != before)
        own = own or any(law_read(formula) & values for formula in (before, fact.formula))
        # What a touched rule reads does not matter: whether its answer moved is looked at.
        upstream[key] = frozenset({key}) if own else frozenset().union(*(upstream[other] for other in reads(before)))
    if not constraints:
        return Touched(upstream)
    conditions = [each.that for each in policy.constraints]
    if conditions != [each.that for each in reform.constraints]:
        return None
    if any(law_read(that) & values or any(upstream[key] for key in reads(that)) for that in conditions):
        return None
    return Touched(upstream)


def _cells(policy: ResolvedPolicy, name: str) -> object:
    return policy.parameters[name].cells if name in policy.parameters else None


def _unknown(policy: ResolvedPolicy, name: str) -> bool:
    return name in policy.parameters and any(value is None for _, value in policy.parameters[name].cells)
