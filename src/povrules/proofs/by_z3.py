"""The second prover: the solver z3 over a lowering of its own. It needs ``pip install "povrules[prove]"``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import z3

from povrules.language import nodes as n
from povrules.language.numbers import whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.assumed import assumptions
from povrules.proofs.finding import Found, OutOfTime, Place
from povrules.proofs.lowering import COMPARED, Lowering, NotLowered
from povrules.proofs.questions import Question


class ByZ3:
    """Answers by the satisfiability of one formula."""

    name = "z3"

    def __init__(self, policy: ResolvedPolicy) -> None:
        self.policy = policy

    def found(
        self, question: Question, members: int | None, seconds: float, *, among_facts: bool = False
    ) -> Iterator[Found]:
        """One candidate, or none; a rule that cannot be written as a formula counts as not settled in time."""
        member = 0 if question.about[0] == "person" else None
        here = Lowering(self.policy, members)
        solver = z3.Solver()
        solver.set("timeout", max(1, int(1000 * seconds)))
        moved = None if question.moved is None else ("fact", question.moved.fact[1], member)
        then = Lowering(self.policy, members, moved)
        then.words = here.words
        try:
            wanted = here.value(question.node, member)
            if moved is not None:
                wanted = self._wrong_way(question, here, then, moved, member)
                if wanted is None:
                    return
            solver.add(wanted, *(here.value(that, None) for that in assumptions(self.policy, question, among_facts)))
        except NotLowered:
            raise OutOfTime from None
        solver.add(*here.domains, *then.domains)
        answer = solver.check()
        if answer == z3.unknown:
            raise OutOfTime
        if answer == z3.sat:
            yield _read(here, then, moved, solver.model())

    def _wrong_way(
        self, question: Question, here: Lowering, then: Lowering, moved: Place, member: int | None
    ) -> Any | None:
        """That the second household, which has more of one fact alone, has the answer on the wrong side."""
        assert question.moved is not None
        second = then.value(question.node, member)
        if moved not in here.given:
            return None  # the decision does not turn on it
        type = self.policy.facts[question.about].type
        first, more = here.value(question.node, member), (here.given[moved], then.given[moved])
        grows = z3.And(z3.Not(more[0]), more[1]) if z3.is_bool(more[0]) else more[0] < more[1]
        ranks = [_ranked(value, type, here) for value in (first, second)]
        fits = [table.value(rest, member) for rest in _fitting(self.policy, question) for table in (here, then)]
        same = [
            then.given[place] == made for place, made in here.given.items() if place != moved and place in then.given
        ]
        return z3.And(grows, COMPARED[">" if question.moved.rises else "<"](*ranks), *same, *fits)


def _fitting(policy: ResolvedPolicy, question: Question) -> list[n.Node]:
    """That some row fits, for a table without a last one for the rest: a gap is another claim."""
    table = policy.facts[question.about].formula
    if not isinstance(table, n.Table) or any(row.when is None for row in table.rows):
        return []
    return [n.Or(tuple(row.when for row in table.rows if row.when is not None))]


def _ranked(value: Any, type: Any, lowering: Lowering) -> Any:
    """Where an answer stands in the order of its type."""
    if isinstance(type, BoolType):
        return z3.If(value, 1, 0)
    if not isinstance(type, EnumType):
        return value
    found: Any = z3.IntVal(0)
    for rank, word in enumerate(type.members):
        found = z3.If(value == lowering.plain(word), rank, found)
    return found


def _read(here: Lowering, then: Lowering, moved: Place | None, model: Any) -> Found:
    values = {}
    for place, made in here.given.items():
        if model.eval(made) is not None and _matters(model, made):
            values[place] = _plain(here, place, model.eval(made, model_completion=True))
    other = None
    if moved is not None and moved in then.given:
        other = _plain(then, moved, model.eval(then.given[moved], model_completion=True))
        values[moved] = _plain(here, moved, model.eval(here.given[moved], model_completion=True))
    return Found(values, other)


def _matters(model: Any, made: Any) -> bool:
    """Whether the solver gave the unknown a value at all."""
    inner = made.arg(0) if made.num_args() else made
    return model[inner.decl()] is not None


def _plain(lowering: Lowering, place: Place, value: Any) -> Any:
    type = lowering.types[place]
    if isinstance(type, BoolType):
        return z3.is_true(value)
    if isinstance(type, NumberType):
        return whole(Fraction(value.numerator_as_long(), value.denominator_as_long()))
    number = value.as_long()
    if isinstance(type, DateType):
        return date.fromordinal(number)
    found = next((word for word, code in lowering.words.items() if code == number), None)
    return f"x{number}" if found is None else found
