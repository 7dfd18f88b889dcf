"""What reads a changed value or rule, and what follows from it: what else a reform moves."""

from __future__ import annotations

from collections.abc import Iterable

from povrules.language import nodes as n
from povrules.law.evidence import Evidence
from povrules.law.model import Words
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import Basis, ResolvedFact, ResolvedPolicy

ASSUMED = Words("Giả định của người phân tích, không phải luật.", "Assumed by an analyst; it is no law.")
BASIS = Basis(None, None, None, None, Evidence.UNVERIFIED, note=ASSUMED)
"""Of every value, rule and set that a reform makes."""
OFF, COUNTED = "off", "counted"
"""What marks say of an indicator or programme that is taken away, and of one there is that counts."""


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


def most_counted(policy: ResolvedPolicy) -> dict[str, int]:
    """For each value of law that counts are held against (``at_least``), the most things that are counted."""
    found: dict[str, int] = {}
    for fact in policy.facts.values():
        for part in n.walk(fact.formula) if fact.formula is not None else ():
            if isinstance(part, n.AtLeast) and isinstance(part.count, n.ParameterRef):
                found[part.count.id] = max(len(part.items), found.get(part.count.id, 0))
    return found


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
    >>> pr.load_policy(on="2024-10-01").reform({"deprived_water": "off"}).follows
    ('deprivation_count', 'poverty_class_by_income')
    """
    # An indicator that counts, or no longer does, is itself what it was: what counts it follows.
    others = policy.programmes.keys() | policy.parameters.keys()
    ids = {mark.id for mark in policy.reforms if mark.id in others or mark.after not in (OFF, COUNTED)}
    ids |= {named.id for named in policy.sets.values() if named.basis == BASIS}
    direct = readers_of(policy, ids)
    return tuple(policy.shown(id) for (_, id), itself in direct.items() if itself)
