"""The trace of a record, node by node: each value must be one that its parts allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from povrules.checker.household import Place, source
from povrules.checker.law import Working, flat, of_parts, over_members, over_nobody_knows, parts, scope_of
from povrules.checker.possible import ANYTHING, Between, among, fits, is_open, union, within
from povrules.checker.reading import NotThis, value_of


def recorded(item: Any) -> Any:
    """What a step of a trace says a value is, or can be."""
    match item:
        case {"open": "text" | "not resolved"}:
            return ANYTHING
        case {"open": list() as values, "only": True}:
            return among(value_of(value) for value in values)
        case {"open": [low, high]}:
            return Between(value_of(low), value_of(high))
    return value_of(item)


def expected_places(working: Working, answers: list[Place]) -> set[Place]:
    """The facts that answers rest on: all that their rules read, and what says where they come from."""
    facts = working.law["facts"]
    waiting = [f"{scope_of(member)} {id}" for id, member in answers]
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in found or key not in facts:
            continue
        found.add(key)
        waiting += facts[key]["raw"]
        if facts[key]["rule"] is not None:
            waiting += [f"{part['of']} {part['id']}" for part in _walk(facts[key]["rule"]) if part["node"] == "Ref"]
    places: set[Place] = set()
    for key in found:
        scope, id = key.split(" ", 1)
        places |= {(id, None)} if scope == "household" else {(id, i) for i in range(len(working.household.members))}
    return places


def _walk(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield rule
    for part in parts(rule):
        yield from _walk(part)


class Trace:
    """Checks the steps.

    Args:
        working: the household under the law of the bundle.
        steps: as the record writes them.
    """

    def __init__(self, working: Working, steps: list[dict[str, Any]]) -> None:
        self.working = working
        self.steps = steps
        self.values: dict[Place, Any] = {}
        self.nodes = 0

    def problems(self) -> Iterator[str]:
        """What is wrong, step by step."""
        for step in self.steps:
            self.values[step["id"], step["member"]] = recorded(step["value"])
        for step in self.steps:
            where = step["id"] if step["member"] is None else f"members[{step['member']}].{step['id']}"
            for problem in self._step(step):
                yield f"trace, {where}: {problem}"

    def _step(self, step: dict[str, Any]) -> Iterator[str]:
        id, member = step["id"], step["member"]
        fact = self.working.declared(id, member)
        how = source(self.working.household, fact, id, member)
        if how != step["how"]:
            yield f"its value is {how}, and the record says {step['how']}"
            return
        value = self.values[id, member]
        if how == "given":
            if value != self.working.household.carried(member)[id]:
                yield "the value is not the one that was given"
        elif how == "unknown":
            if not fits(value, self.working.fact(id, member)):
                yield "it cannot have that value"
        else:
            yield from self._rule(step, fact, value)

    def _rule(self, step: dict[str, Any], fact: dict[str, Any], value: Any) -> Iterator[str]:
        if step["basis"] != fact["basis"]:
            yield "its article, days or evidence are not those of the law"
        if value is ANYTHING:
            return
        if fact["rule"] is None:
            if step["nodes"]:
                yield "nobody has seen its rule, and the record works it out"
            return
        waiting = list(reversed(step["nodes"]))
        try:
            top = self._node(fact["rule"], step["member"], waiting)
        except (NotThis, IndexError) as problem:
            yield str(problem) if isinstance(problem, NotThis) else "steps are missing"
            return
        if waiting:
            yield "it has more steps than its rule"
        if not (within(top, value) and within(value, top)):
            yield "its value is not that of its rule"

    def _node(self, rule: dict[str, Any], member: int | None, waiting: list[Any]) -> Any:
        """The recorded value of a node, after a check that its parts allow it."""
        value = recorded(waiting.pop())
        self.nodes += 1
        allowed = self._allowed(rule, member, waiting)
        if not fits(value, allowed):
            raise NotThis(f"a {rule['node']} has a value that its parts do not give")
        return value

    def _allowed(self, rule: dict[str, Any], member: int | None, waiting: list[Any]) -> Any:
        kind = rule["node"]
        if kind == "Literal":
            return value_of(rule["value"])
        if kind == "Ref":
            place = (rule["id"], member if rule["of"] == "person" else None)
            return self.values.get(place, ANYTHING)  # the trace has no steps of members that are not listed
        if kind == "OverMembers":
            size = self.working.household.size
            if size == 0:
                return over_nobody_knows(rule["how"])
            return over_members(rule["how"], [self._node(rule["item"], i, waiting) for i in range(size)])
        if kind == "Table":
            return self._table(rule, member, waiting)
        inner = None if kind == "OfHousehold" else member
        return of_parts(self.working, rule, [self._node(part, inner, waiting) for part in flat(rule)])

    def _table(self, rule: dict[str, Any], member: int | None, waiting: list[Any]) -> Any:
        can_be = []
        settled = False
        for row in rule["rows"]:  # by the names of the fields: then, when
            then = self._node(row["then"], member, waiting)
            when = True if row["when"] is None else self._node(row["when"], member, waiting)
            if not settled and (is_open(when) or when):
                can_be.append(then)
            settled = settled or when is True
        return union(can_be)
