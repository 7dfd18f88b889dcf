"""A whole register by the reference engine, household by household."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.facts.household import Household
from povrules.language.nodes import Scope
from povrules.policy.resolved import ResolvedPolicy


@dataclass(slots=True)
class RegisterAnswers:
    """Outcomes by decision: one for each household, one for each person, in the order of the register."""

    households: dict[str, list[Outcome]] = field(default_factory=dict)
    persons: dict[str, list[Outcome]] = field(default_factory=dict)


def evaluate_register(
    policy: ResolvedPolicy,
    households: Iterable[Household],
    wanted: Mapping[Scope, Sequence[str]],
    ready: Callable[[Household], Household],
    done: Callable[[], object] = lambda: None,
) -> RegisterAnswers:
    """Evaluate household after household.

    Args:
        policy: the law in force.
        households: checked facts, members in the order of the register's persons.
        wanted: ids of decisions under ``household`` and under ``person``.
        ready: last touch to a household before it is evaluated (the method of its review).
        done: called after each household.
    """
    answers = RegisterAnswers({id: [] for id in wanted["household"]}, {id: [] for id in wanted["person"]})
    for household in households:
        evaluation = Evaluation(policy, ready(household), PATIENCE)
        for id, found in answers.households.items():
            found.append(outcome(evaluation, id))
        for id, found in answers.persons.items():
            found.extend(outcome(evaluation, id, member) for member in range(evaluation.listed))
        done()
    return answers
