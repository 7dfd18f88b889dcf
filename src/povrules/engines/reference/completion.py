"""From a diagram to an answer: what every admissible completion says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from povrules.engines.outcome import Outcome
from povrules.engines.reference.admissible import INADMISSIBLE, admissible
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.extent import extent
from povrules.engines.reference.interpreting import NoRow, Text
from povrules.engines.reference.questions import Rank, ranked_questions
from povrules.language.feasible import feasible_leaves
from povrules.language.linear import Linear, bounds
from povrules.language.numbers import whole
from povrules.language.types import EnumType
from povrules.language.unknowns import Branch, TooLarge
from povrules.law.evidence import Evidence, weakest


def outcome(evaluation: Evaluation, id: str, member: int | None = None) -> Outcome:
    """The answer for one decision, variable or fact.

    Args:
        evaluation: the household's evaluation.
        id: with namespace.
        member: position of the member, None for the household.
    """
    return ranked_outcome(evaluation, id, member)[0]


def ranked_outcome(evaluation: Evaluation, id: str, member: int | None = None) -> tuple[Outcome, Mapping[str, Rank]]:
    """The answer, and by which rank each missing fact stands where it does.

    Args:
        evaluation: the household's evaluation.
        id: with namespace.
        member: position of the member, None for the household.
    """
    try:
        with evaluation.patient():
            return _ranked(evaluation, id, member)
    except TooLarge:
        return Outcome(None, reason="not resolved"), {}


def _ranked(evaluation: Evaluation, id: str, member: int | None) -> tuple[Outcome, Mapping[str, Rank]]:
    fact = evaluation.fact(id, member)
    if not fact.in_force and evaluation.source(id, member) == "rule":
        return Outcome(None, in_force=False), {}
    with evaluation.planned(id, member):
        found = evaluation.ref(id, member)
        bases = evaluation.used(id, member)
    used = weakest(b.evidence for b in bases if b.evidence != Evidence.UNKNOWN)
    if not isinstance(found, (Branch, Linear, Day, Text)):
        return Outcome(found, (found,), *_number_bounds([found]), evidence=used), {}
    with evaluation.planned(id, member):
        diagram = admissible(evaluation, found)
    possible = possible_values(diagram)
    if len(possible) == 1 and not isinstance(possible[0], (Linear, Day, Text)):
        return Outcome(possible[0], (possible[0],), *_number_bounds(possible), evidence=used), {}
    ranks, law = ranked_questions(evaluation, diagram, len(possible))
    used = weakest(b.evidence for b in bases)
    plain = any(isinstance(p, (Linear, Day, Text)) for p in possible)
    amounts = any(isinstance(p, Linear) for p in possible) and _number_bounds(possible) != (None, None)
    low, high = extent(diagram) if amounts else _number_bounds(possible)
    answer = Outcome(
        value=None,
        possible=() if plain else tuple(_in_order(possible, evaluation.fact(id, member).type)),
        low=low,
        high=high,
        missing=tuple(sorted(ranks, key=lambda name: ranks[name])),
        reason="law" if law else "fact",
        law=law,
        evidence=used,
    )
    return answer, ranks


def possible_values(diagram: Any) -> list[Any]:
    """Every value that some admissible completion gives."""
    found = feasible_leaves(diagram)
    if any(leaf is None for leaf in found):
        raise NoRow("for some completion of the unknown facts no row of a decision table holds")
    return [leaf for leaf in found if leaf is not INADMISSIBLE]


def _in_order(values: Iterable[Any], type: Any) -> list[Any]:
    if isinstance(type, EnumType):
        return sorted(values, key=type.members.index)
    return sorted(values, key=lambda v: (v is False, v))


def _number_bounds(values: list[Any]) -> tuple[Any, Any]:
    if not values or any(isinstance(v, (bool, str, date, Day, Text)) for v in values):
        return (None, None)
    ends = [bounds(v) for v in values]
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    low = whole(min(lows)) if len(lows) == len(ends) else None
    return (low, whole(max(highs)) if len(highs) == len(ends) else None)
