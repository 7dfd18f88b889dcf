"""What a question may take for granted: what holds between unknown values of law, and between facts."""

from __future__ import annotations

from povrules.language import nodes as n
from povrules.policy.ordering import reads
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.footing import ground_of
from povrules.proofs.questions import Question


def assumptions(policy: ResolvedPolicy, question: Question, among_facts: bool) -> tuple[n.Node, ...]:
    """The invariants near the question's law, and if asked the constraints between the facts that it reads.

    A constraint that speaks of anything else follows the facts of the question and cannot narrow them. Of two
    households that differ in one fact the constraints are never taken: the claim is about the table alone.
    """
    facts, _, invariants = ground_of(policy, question.node)[0]
    if question.moved is not None or not among_facts:
        return invariants
    return (*invariants, *(c.that for c in policy.constraints if reads(c.that) <= facts))
