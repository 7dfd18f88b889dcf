"""The facts of a policy as a schema for readers and forms."""

from __future__ import annotations

from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.types import EnumType
from povrules.law.model import Words
from povrules.policy.frozen import FrozenMap
from povrules.policy.hosted import METHOD_USED, ON
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy


def fact_schema(policy: ResolvedPolicy) -> FactSchema:
    """Every fact that may be given, of the household and of a member, by the name people write."""
    return FactSchema(
        household=FrozenMap({n: _spec(policy, n, f) for n, f in policy.named("household").items() if _taken(f)}),
        person=FrozenMap({n: _spec(policy, n, f) for n, f in policy.named("person").items() if _taken(f)}),
    )


def _taken(fact: ResolvedFact) -> bool:
    return fact.given and fact.id not in (ON, METHOD_USED)


def _spec(policy: ResolvedPolicy, name: str, fact: ResolvedFact) -> FactSpec:
    labels: tuple[tuple[str, Words], ...] = ()
    if isinstance(fact.type, EnumType):
        found = next(id for id, enum in policy.enums.items() if enum == fact.type)
        labels = tuple(policy.enum_labels.get(found, FrozenMap()).items())
    return FactSpec(
        fact.id, name, fact.of, fact.type, fact.low, fact.high, fact.label, fact.question, fact.general,
        fact.computed, labels,
    )  # fmt: skip
