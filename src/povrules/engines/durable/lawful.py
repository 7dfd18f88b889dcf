"""Conditions that several amounts settle together: whether unknown law is among them, and can turn them alone."""

from __future__ import annotations

from datetime import date
from itertools import islice, product
from typing import Any

from povrules.engines.durable.bounding import Bounds, Leaf
from povrules.engines.durable.domains import Domain, Span
from povrules.engines.durable.states import State

TRIED = 64
"""So many combinations of amounts are tried."""


def law_below(state: State, leaf: Leaf) -> bool:
    """Whether an unknown thing is of the law, or is settled by it among others."""
    if leaf[0] in ("fact", "law", "members"):
        return leaf[0] == "law"
    nodes = [leaf[1]] if leaf[0] == "atom" else [state.decision.atoms[i] for i in leaf[1]]
    return any(below[0] == "law" for node in nodes for below in state.bounds.leaves(node, leaf[2]))


def turned_by_law(bounds: Bounds, leaf: Leaf) -> bool:
    """Whether a comparison can be turned by the law alone: a witness is looked for among the ends of the amounts.

    Args:
        bounds: of the household.
        leaf: stands for the comparison, each amount in which is read once.
    """
    _, node, member = leaf
    leaves = list(dict.fromkeys(bounds.leaves(node, member)))
    law = [one for one in leaves if one[0] == "law"]
    ends = [end for one in law for end in _ends(bounds.leaf(one))]
    facts = [one for one in leaves if one not in law]
    choices = [[*_ends(bounds.leaf(one)), *(end for end in ends if _within(end, bounds.leaf(one)))] for one in facts]
    for chosen in islice(product(*choices), TRIED):
        found = bounds
        for one, value in zip(facts, chosen, strict=True):
            found = found.taking(one, (value,))
        if law and len(found.truths(node, member)) > 1:
            return True
    return False


def _ends(domain: Domain) -> list[Any]:
    if isinstance(domain, tuple):
        return list(domain)
    return [cut[0] for cut in (domain.low, domain.high) if cut is not None] if isinstance(domain, Span) else []


def _within(value: Any, domain: Domain) -> bool:
    if isinstance(domain, tuple):
        return value in domain
    if not isinstance(domain, Span):
        return False
    if any(isinstance(value, date) != isinstance(end, date) for end in _ends(domain)):  # an age beside days of birth
        return False
    return (domain.low is None or domain.low <= (value, 0)) and (domain.high is None or (value, 1) <= domain.high)
