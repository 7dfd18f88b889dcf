"""The answers to the facts of a dossier as they stand: by the durable engine, and where it leaves one open, or is not
there, by the reference engine."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from povrules.decisions.method import SCORE_A, SCORE_B, Method, method_for, with_method
from povrules.engines.durable.bounding import Bounds
from povrules.engines.durable.domains import known
from povrules.engines.durable.engine import LiveHousehold
from povrules.engines.durable.library import DurableMissing
from povrules.engines.durable.programs import TooManyPolicies
from povrules.engines.durable.rulesets import CLASS, COUNT
from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.facts.household import Household
from povrules.policy.resolved import ResolvedPolicy

LOG = logging.getLogger(__name__)
Whose = tuple[str, int | None]
"""An id and the key of a member; None for the household."""


@dataclass(frozen=True)
class Standing:
    """The facts at one step and the answers to them.

    Args:
        policy: the law in force.
        household: checked facts, with the method of the review.
        keys: of the members, in their order.
        found: answers of the durable engine; empty without it.
    """

    policy: ResolvedPolicy
    household: Household
    keys: tuple[int, ...]
    found: Mapping[Whose, Outcome]

    @cached_property
    def _asked(self) -> dict[Whose, Outcome]:
        return {}

    @cached_property
    def _evaluation(self) -> Evaluation:
        return Evaluation(self.policy, self.household, PATIENCE)

    def outcome(self, id: str, key: int | None) -> Outcome:
        """The answer for one decision of the household, or of the member of that key."""
        found = self.found.get((id, key))
        if found is not None and found.reason != "not resolved":
            return found
        if (id, key) not in self._asked:
            member = None if key is None else self.keys.index(key)
            self._asked[id, key] = outcome(self._evaluation, id, member)
        return self._asked[id, key]

    def engine_of(self, id: str, key: int | None) -> str:
        """Which engine answers that."""
        found = self.found.get((id, key))
        return "reference" if found is None or found.reason == "not resolved" else "durable"

    def places(self) -> list[Whose]:
        """What a dossier answers: the class, how many deprivations, the programmes of the household and the members."""
        facts = self.policy.facts
        own = [(id, None) for id in (CLASS, COUNT) if ("household", id) in facts and facts["household", id].in_force]
        listed = [p for p in self.policy.programmes.values() if p.in_force and p.outside is None]
        own += [(p.id, None) for p in listed if p.of == "household"]
        return [*own, *((p.id, key) for key in self.keys for p in listed if p.of == "person")]


def chosen_method(policy: ResolvedPolicy, household: Household, asked: Method | None) -> Household:
    """The household with the method of its review: points where both scores are complete."""
    if asked is None and household.facts.get(SCORE_A) is None:
        asked = "income"
    if asked is None and known(Bounds(policy, with_method(household, "income")).of(SCORE_B)):
        asked = "score"
    return with_method(household, method_for(policy, household, asked))


class Answering:
    """Follows one household from step to step.

    Args:
        policy: the law in force.
    """

    def __init__(self, policy: ResolvedPolicy) -> None:
        self._policy = policy
        self._live: LiveHousehold | None = None
        try:
            self._live = LiveHousehold(policy)
        except (DurableMissing, TooManyPolicies) as problem:
            LOG.info("a dossier runs on the reference engine: %s", problem)

    @property
    def engine(self) -> str:
        """``durable`` or ``reference``."""
        return "reference" if self._live is None else "durable"

    def stand(self, household: Household, keys: tuple[int, ...]) -> Standing:
        """The answers to these facts."""
        found = {} if self._live is None else self._live.update(household, keys)
        return Standing(self._policy, household, keys, found)

    def close(self) -> None:
        """Let the household go."""
        if self._live is not None:
            self._live.close()
