"""By income or by the circular's points: which way of deciding the class applies to a household."""

from __future__ import annotations

from typing import Literal

from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.household import Household
from povrules.language.linear import Linear
from povrules.language.unknowns import Branch
from povrules.policy.hosted import METHOD_USED
from povrules.policy.resolved import ResolvedPolicy

Method = Literal["income", "score"]
SCORE_A, SCORE_B = "vn:score_a", "vn:score_b"


def method_for(
    policy: ResolvedPolicy, household: Household, asked: Method | None, engine: CompiledEngine | None = None
) -> Method:
    """The method used: the one asked for, else points where both scores are complete, else income.

    Score B (deprivation) is complete when it is given or follows from known indicators; score A only when given.

    Args:
        policy: the law in force.
        household: checked facts.
        asked: the method asked for.
        engine: looked at first where score B must be worked out.
    """
    if asked is not None:
        return asked
    if household.facts.get(SCORE_A) is None or ("household", SCORE_B) not in policy.facts:
        return "income"
    if engine is not None and None not in engine.attempt(policy, household, ((SCORE_B, None),)):
        return "score"
    evaluation = Evaluation(policy, with_method(household, "income"))
    return "income" if isinstance(evaluation.ref(SCORE_B), (Branch, Linear)) else "score"


def with_method(household: Household, method: Method) -> Household:
    """The household with the method set."""
    return Household({**household.facts, METHOD_USED: method}, household.members, household.unlisted)
