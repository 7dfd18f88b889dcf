"""The trace of a record: every fact, rule and node of a rule that the answers rest on, with its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from povrules.engines.reference.admissible import admissible
from povrules.engines.reference.completion import number_range, possible_values
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import Text
from povrules.language import nodes as n
from povrules.language.canonical import evaluated, parts, plain
from povrules.language.linear import Linear
from povrules.language.unknowns import Branch, TooLarge
from povrules.policy.bundle import plain_basis, rests_on
from povrules.policy.ordering import Key, reads

NOT_RESOLVED = {"open": "not resolved"}


def trace_of(evaluation: Evaluation, wanted: Iterable[Key]) -> list[dict[str, Any]]:
    """The steps, each fact of the household and of each member once, in the order of the policy.

    A step says where the value comes from (``given``, ``rule``, ``unknown``), the value or what is still possible,
    the article, days and evidence of its rule, and the values of the rule's nodes: from the top, the parts of a node by
    the names of the fields, the members of a household one after another.
    """
    return Tracing(evaluation).steps(wanted)


class Tracing:
    """Reads one evaluation from top to bottom."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self._settled: dict[int, tuple[Any, Any]] = {}
        """Kept with what it was made of, so that an id never comes to stand for something else."""

    def steps(self, wanted: Iterable[Key]) -> list[dict[str, Any]]:
        """A step for each fact that these answers rest on."""
        policy = self.evaluation.policy
        keys = sorted(rests_on(policy, wanted), key=lambda key: policy.position(*key))
        found = []
        for of, id in keys:
            places = (None,) if of == "household" else range(self.evaluation.listed)
            found += [self.step(id, member) for member in places]
        return found

    def step(self, id: str, member: int | None) -> dict[str, Any]:
        """Where one value comes from, with the values of its rule's nodes."""
        evaluation = self.evaluation
        fact = evaluation.fact(id, member)
        how = evaluation.source(id, member)
        step: dict[str, Any] = {"id": id, "member": member, "how": how}
        try:
            with evaluation.planned(id, member), evaluation.patient():
                step["value"] = self.settled(evaluation.ref(id, member))
                if how == "rule":
                    step["basis"] = plain_basis(fact.basis)
                    step["nodes"] = [] if fact.formula is None else list(self.nodes(fact.formula, member))
        except TooLarge:
            step |= {"value": NOT_RESOLVED} | ({"basis": plain_basis(fact.basis), "nodes": []} if how == "rule" else {})
        return step

    def nodes(self, node: n.Node, member: int | None) -> Iterator[Any]:
        """The values of a node and of all below it."""
        if evaluated(node):
            yield self.settled(self.evaluation.value(node, member))
        if isinstance(node, n.OverMembers):
            for position in () if self.evaluation.open_ended else range(self.evaluation.size):
                yield from self.nodes(node.item, position)
            return
        for part in parts(node):
            yield from self.nodes(part, None if isinstance(node, n.OfHousehold) else member)

    def settled(self, value: Any) -> Any:
        """A value as JSON; where it is open, what is possible."""
        if not isinstance(value, (Branch, Linear, Day, Text)):
            return plain(value)
        if id(value) not in self._settled:
            self._settled[id(value)] = (value, self._open(value))
        return self._settled[id(value)][1]

    def _open(self, value: Any) -> Any:
        diagram = admissible(self.evaluation, value)
        possible = possible_values(diagram)
        if len(possible) == 1 and not isinstance(possible[0], (Linear, Day, Text)):
            return plain(possible[0])
        if any(isinstance(each, Text) for each in possible):
            return {"open": "text"}
        if any(isinstance(each, Linear) for each in possible):
            return {"open": [plain(end) for end in number_range(diagram, possible)]}
        if any(isinstance(each, Day) for each in possible):
            return {"open": [plain(end) for end in _first_and_last(possible)]}
        return {"open": sorted((plain(each) for each in possible), key=str), "only": True}


def _first_and_last(days: list[Any]) -> tuple[date, date]:
    """The first and the last of days that may be unknown."""
    ends = [(day.at(day.unknown.low), day.at(day.unknown.high)) if isinstance(day, Day) else (day, day) for day in days]
    return min(first for first, _ in ends), max(last for _, last in ends)


def values_of_law(evaluation: Evaluation, wanted: Iterable[Key]) -> list[dict[str, Any]]:
    """The values of law that the rules of these answers read, each with its article, days in force and evidence."""
    policy = evaluation.policy
    rules = (policy.facts[key].formula for key in rests_on(policy, wanted))
    named = {part.id for rule in rules if rule is not None for part in n.walk(rule) if isinstance(part, n.ParameterRef)}
    return [
        {
            "id": id,
            "cells": [[member, plain(value)] for member, value in policy.parameters[id].cells],
            "basis": plain_basis(policy.parameters[id].basis),
        }
        for id in sorted(named)
    ]


def facts_read(evaluation: Evaluation, wanted: Iterable[Key]) -> frozenset[Key]:
    """The facts that these answers, and the constraints that may narrow them, can read."""
    policy = evaluation.policy
    found = rests_on(policy, wanted)
    near = [key for c in policy.constraints if any(k in found for k in reads(c.that)) for key in reads(c.that)]
    return frozenset(rests_on(policy, [*found, *near]))
