"""What reads a changed value or rule, and what follows from it: what else a reform moves."""

from __future__ import annotations

from collections.abc import Iterable

from povrules.language import nodes as n
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy


def readers_of(policy: ResolvedPolicy, ids: Iterable[str]) -> dict[Key, bool]:
    """Every computed fact that reads one of these, and whether it does so itself, in the order of the law.

    Args:
        policy: the law in force.
        ids: of values of law, sets, facts.
    """
    wanted, found = set(ids), dict[Key, bool]()
    for key, fact in policy.facts.items():
        if fact.formula is None:
            continue
        directly = _names(fact) & wanted
        if directly and key[1] not in wanted:
            found[key] = True
        elif key[1] in wanted or found.keys() & reads(fact.formula):
            found[key] = False
    return {key: directly for key, directly in found.items() if key[1] not in wanted}


def _names(fact: ResolvedFact) -> set[str]:
    assert fact.formula is not None
    found: set[str] = set()
    for part in n.walk(fact.formula):
        if isinstance(part, (n.Ref, n.ParameterRef)):
            found.add(part.id)
        elif isinstance(part, (n.AtLeast, n.CountTrue)) and part.name is not None:
            found.add(part.name)
    return found


def followers(policy: ResolvedPolicy) -> tuple[str, ...]:
    """Names of everything computed that reads, itself, what the reforms of a policy changed.

    >>> import povrules as pr
    >>> moved = pr.load_policy(on="2024-10-01").reform({"income_line": "+10%"}).follows
    >>> moved[0], "voluntary_social_insurance.monthly_support_vnd" in moved
    ('poverty_class_by_income', True)
    """
    ids = {mark.id for mark in policy.reforms}
    ids |= {named.id for named in policy.sets.values() if ids.intersection(named.items)}
    direct = readers_of(policy, ids)
    return tuple(policy.shown(id) for (_, id), itself in direct.items() if itself)
