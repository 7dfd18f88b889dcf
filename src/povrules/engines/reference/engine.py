"""The reference engine: the meaning of the rules, one household at a time, complete for unknown facts."""

from __future__ import annotations

from collections.abc import Iterable

from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import Evaluation, Place
from povrules.facts.household import Household
from povrules.policy.resolved import ResolvedPolicy


class ReferenceEngine:
    """Interprets the rules. Slow, exact, without a cap on unknown facts: every other engine must agree with it."""

    name = "reference"

    def answer(self, policy: ResolvedPolicy, household: Household, wanted: Iterable[Place]) -> dict[Place, Outcome]:
        """Answers for one household.

        Args:
            policy: the law in force.
            household: checked facts.
            wanted: (id, member) pairs; member None for the household's.
        """
        evaluation = Evaluation(policy, household)
        return {(id, member): outcome(evaluation, id, member) for id, member in wanted}
