"""Which facts a household carries, and what follows for each fact of a policy: given, worked out by rule, or unknown.

The levels of ``Evaluation.source`` of the reference engine, said once for all households that carry the same facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.household import Household
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy


@dataclass(frozen=True, slots=True)
class Shape:
    """What households have in common that one function can answer.

    Args:
        household: ids carried about the household.
        person: ids carried about some member.
        somebody: somebody is listed, or known to be missing from the list.
        ruled: computed facts that are carried without a value and worked out by rule; None when that was not looked
            at, as it need not be for a household without such a fact.
    """

    household: frozenset[str]
    person: frozenset[str]
    somebody: bool
    ruled: frozenset[str] | None = None

    def carries(self, raw: Key) -> bool:
        """Whether a fact is carried, with a value or without."""
        scope, id = raw
        return id in (self.household if scope == "household" else self.person)


Source = Literal["given", "rule", "unknown"]


def source(shape: Shape, fact: ResolvedFact) -> Source:
    """Where a fact comes from. A given one may still be without a value; a member's then falls to its rule."""
    if not fact.given:
        return "rule"
    if shape.carries((fact.of, fact.id)) and not (shape.ruled and fact.id in shape.ruled):
        return "given"
    if not fact.computed:
        return "unknown"
    if any(map(shape.carries, fact.raw)):
        return "rule"
    follows = fact.of == "person" or (fact.reads_members and shape.somebody)
    return "rule" if follows and fact.formula is not None else "unknown"


def unsettled(shape: Shape, fact: ResolvedFact) -> bool:
    """Whether a given fact of the household that has no value might be worked out by rule."""
    if shape.ruled is not None or not (fact.given and fact.computed):
        return False
    general = fact.general and fact.formula is not None and fact.reads_members and shape.somebody
    return general or any(map(shape.carries, fact.raw))


def read_by(policy: ResolvedPolicy, wanted: Iterable[Key]) -> frozenset[Key]:
    """Every fact that answers can turn on, or that says at which level another is given."""
    found: set[Key] = set()
    waiting = list(wanted)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [*reads(policy.facts[key].formula), *policy.facts[key].raw]
    return frozenset(found)


def ruled(policy: ResolvedPolicy, household: Household, read: frozenset[Key]) -> frozenset[str]:
    """The computed facts of the household that it carries without a value and that are worked out by rule."""
    evaluation = Evaluation(policy, household)
    return frozenset(
        id
        for id, value in household.facts.items()
        if value is None and ("household", id) in read and evaluation.source(id) == "rule"
    )
