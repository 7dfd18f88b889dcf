"""Answers that are open for want of law alone, though every fact is known: asked of the reference engine once and kept.

Such an answer is the same wherever the values that its rule reads are the same, because nothing else is open. It is
therefore kept by these values, and by their evidence where that depends on the way taken.
"""

from __future__ import annotations

from typing import Any

from povrules.engines.compiled.shapes import source
from povrules.engines.compiled.units import Unit, Units
from povrules.engines.outcome import Outcome
from povrules.language import nodes as n
from povrules.policy.resolved import ResolvedPolicy

KEPT = 1024


class Unasked:
    """An answer that the reference engine was not asked for yet.

    Args:
        answers: where it will be kept.
        key: the values it turns on.
    """

    __slots__ = ("_answers", "_key")

    def __init__(self, answers: OnLaw, key: tuple[Any, ...]) -> None:
        self._answers = answers
        self._key = key

    def keep(self, outcome: Outcome) -> None:
        """Keep the answer for every household with the same values."""
        if len(self._answers) < KEPT:
            self._answers[self._key] = outcome


class OnLaw(dict[tuple[Any, ...], Outcome]):
    """The answers of one decision by the values it turns on."""

    def __missing__(self, key: tuple[Any, ...]) -> Any:
        return Unasked(self, key)


def read_where_open(units: Units, unit: Unit) -> tuple[Unit, ...] | None:
    """What a rule reads of the household or member, where its answer can be open although all of that is known.

    Args:
        units: everything the function works out.
        unit: one of its answers.

    Returns:
        The units whose values the open answer turns on; None where nothing can be kept.
    """
    if unit.kind != "rule" or unit.interval or unit.node is None or constrains_law(units.policy):
        return None
    read = {id(need): need for need in unit.needs}.values()
    facts = tuple(need for need in read if not _law_alone(units, need))
    if len(facts) == len(read) and not any(_unknown(units.policy, part) for part in n.walk(unit.node)):
        return None
    return None if any(need.kind == "unknown" for need in facts) else facts


def constrains_law(policy: ResolvedPolicy) -> bool:
    """Whether a constraint between facts speaks of unknown law: then facts beside the rule can narrow an answer."""
    return any(_unknown(policy, part) for constraint in policy.constraints for part in n.walk(constraint.that))


def _unknown(policy: ResolvedPolicy, part: n.Node) -> bool:
    return isinstance(part, n.ParameterRef) and any(v is None for _, v in policy.parameters[part.id].cells)


def _law_alone(units: Units, unit: Unit) -> bool:
    """Whether it reads nothing that a household carries."""
    if unit.kind == "unknown":
        return unit.fact is not None and source(units.shape, unit.fact) == "rule"
    return unit.kind == "rule" and all(_law_alone(units, need) for need in unit.needs)
