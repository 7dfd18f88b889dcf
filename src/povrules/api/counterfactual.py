"""Counterfactuals over law: what decides one household below, what makes another law above, put together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from povrules.decisions.assessment import Assessment
from povrules.decisions.counterfactual import Counterfactual, check_member, check_name, of_law
from povrules.decisions.method import Method
from povrules.facts.given_facts import GivenFacts
from povrules.language.nodes import Value
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.errors import ReformError
from povrules.whatif.reforming import reform


class AsksTheLaw(ABC):
    """What a policy tells of itself: how it would have to be for a household to be decided otherwise."""

    @property
    @abstractmethod
    def resolved(self) -> ResolvedPolicy:
        """The plain value that engines read."""

    @abstractmethod
    def assess(self, household: Mapping[str, Any] | GivenFacts, method: Method | None = None) -> Assessment:
        """Decide one household."""

    def counterfactual(
        self,
        household: Mapping[str, Any] | GivenFacts,
        what: str = "poverty_class",
        to: Value | None = None,
        *,
        member: int | None = None,
        method: Method | None = None,
        most: int = 3,
    ) -> Counterfactual:
        """The smallest changes of values of law that turn a verdict, each verified by a reform.

        What the law declares to hold between its values bounds them. (Which *facts* would turn it is asked of the
        assessment: ``policy.assess(household).counterfactual()``.)

        Args:
            household, method: as in ``assess``.
            what, to, most: as in ``Assessment.counterfactual``; ``most`` values of law together.
            member: position of the member whose verdict it is; None for the household's.

        Raises:
            FactsError: facts that cannot be used.
            PovrulesError: no such name, answer or member; or an amount: those have no counterfactual.

        >>> import povrules as pr
        >>> law, household = pr.load_policy(on="2024-10-01"), {"area": "rural", "income_per_capita": 1_634_000}
        >>> [change] = law.counterfactual(household, to="above").alternatives[0].changes
        >>> change.fact, change.before, change.after, change.furthest
        ('average_line.rural', 2250000, 1633999, 1500000)
        """
        policy, assessment = self.resolved, self.assess(household, method)

        def reformed(values: Mapping[str, Any]) -> ResolvedPolicy | None:
            try:
                return reform(policy, values)
            except ReformError:
                return None

        if member is not None:
            check_member(member, len(assessment.members))
        check_name(policy, what, "household" if member is None else "person", "member=i beside its name")
        answers = assessment if member is None else assessment.members[member]
        return of_law(policy, answers._evaluation.household, answers._id(what), member, to, reformed, most)
