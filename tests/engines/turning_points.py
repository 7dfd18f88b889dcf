"""Where the answers of a policy turn, and which of these places drawn households stand at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from povrules.engines.reference.evaluation import Evaluation
from povrules.language import nodes as n
from povrules.language.calendar import add_months
from povrules.policy.hosted import AGE, BIRTH_DATE, OBSERVED_ON
from povrules.policy.resolved import ResolvedPolicy
from povrules.testing.boundaries import comparisons

BELOW, AT, ABOVE = "just below", "at", "just above"
MET, NOT_MET = "met", "not met"


@dataclass(frozen=True)
class Turn:
    """A comparison in a rule, with the values of law it had on a day.

    Args:
        id: what is worked out by the rule.
        of: whether the comparison is about the household or a member.
        node: the comparison.
        law: the values of law in it, by cell.
    """

    id: str
    of: n.Scope
    node: n.Compare
    law: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.id}: {shown(self.node.left)} {self.node.op} {shown(self.node.right)}"


def turns(policy: ResolvedPolicy) -> Iterator[Turn]:
    """Every comparison of the rules whose values of law are known on the day."""
    for (of, id), fact in policy.facts.items():
        if fact.formula is None:
            continue
        for scope, node in comparisons(fact.formula, of):
            law = [policy.parameters[part.id].cells for part in n.walk(node) if isinstance(part, n.ParameterRef)]
            if all(value is not None for cells in law for _, value in cells):
                yield Turn(id, scope, node, tuple(law))


def sides(turn: Turn, evaluation: Evaluation) -> Iterator[str]:
    """On which sides of a comparison a household or its members stand, as close as a step."""
    members: tuple[int | None, ...] = tuple(range(len(evaluation.household.members)))
    for member in (None,) if turn.of == "household" else members:
        away = _away(turn.node, evaluation, member)
        if isinstance(away, bool):
            yield MET if away else NOT_MET
        elif away is not None and abs(away) <= 1:
            yield AT if away == 0 else ABOVE if away > 0 else BELOW


def _away(node: n.Compare, evaluation: Evaluation, member: int | None) -> Any:
    """How many steps (one of an amount, a day) the left side is above the right; whether words are the same."""
    left, right = (evaluation.value(side, member) for side in (node.left, node.right))
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, date) and isinstance(right, date):
        return (left - right).days
    if not (isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction))):
        return None
    if node.left == n.Ref(AGE, "person"):  # an age turns on a birthday, whatever the number of years is that day
        born = evaluation.ref(BIRTH_DATE, member)
        return (
            (evaluation.ref(OBSERVED_ON) - add_months(born, 12 * int(right))).days if isinstance(born, date) else None
        )
    return left - right


def shown(node: n.Node) -> str:
    """A side of a comparison in few words."""
    if isinstance(node, (n.Ref, n.ParameterRef)):
        return node.id.removeprefix("vn:")
    if isinstance(node, n.Literal):
        return str(node.value)
    if isinstance(node, n.OfHousehold):
        return f"household.{shown(node.item)}"
    return f"{type(node).__name__}({', '.join(map(shown, n.children(node)))})"
