"""Days without a rule: a table or programme that stopped, and no file says that it ended or is not known."""

from __future__ import annotations

from collections.abc import Iterator

from povrules.language import nodes as n
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy
from povrules.proofs.questions import Question

STOPPED = "no value"


def uncovered(policy: ResolvedPolicy) -> Iterator[Question]:
    """Tables, conditions of programmes and claims' rules that have a gap on the day of the policy.

    Before the first day of its kind a rule is "not in force", which is no gap; ``unknown: true`` says that there is a
    rule that nobody has seen.
    """
    for fact in policy.facts.values():
        if fact.basis is not None and fact.basis.why_unknown == STOPPED and _to_be_covered(policy, fact):
            yield Question("dates", (fact.of, fact.id), n.Literal(True), False)


def _to_be_covered(policy: ResolvedPolicy, fact: ResolvedFact) -> bool:
    return fact.decision or fact.id in policy.programmes or fact.id.removesuffix(".conditions") in policy.programmes
