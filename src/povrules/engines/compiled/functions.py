"""One Python function for a few answers and one shape of household, written as ``ast`` and compiled."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

from povrules.engines.compiled import python as py
from povrules.engines.compiled import working
from povrules.engines.compiled.evidence import mark, rule_marks
from povrules.engines.compiled.expressions import Constants, Expressions
from povrules.engines.compiled.lawful import OnLaw, Unasked, read_where_open
from povrules.engines.compiled.python import Code
from povrules.engines.compiled.shapes import Shape, source, unsettled
from povrules.engines.compiled.units import Unit, Units
from povrules.engines.outcome import Outcome
from povrules.engines.reference.evaluation import ENUMERATED
from povrules.facts.household import Given
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate, add_months, age_on
from povrules.language.nodes import Scope
from povrules.language.numbers import divide, round_to
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy

Row = tuple[Outcome | None, ...]
Answers = tuple[Row, list[Row]]
"""The household's, and each listed member's; None where an answer is open."""
Worked = tuple[Outcome | Unasked | None, ...]
Decide = Callable[[Mapping[str, Given], tuple[Mapping[str, Given], ...], int], tuple[Worked, list[Worked]]]
"""Beside these, what is open for want of law alone; and members that are not listed."""

BUILTINS = {"abs": abs, "len": len, "max": max, "min": min, "sum": sum}
WORKING: dict[str, Any] = {
    "Open": working.Open,
    "PartialDate": PartialDate,
    "add_months": add_months,
    "age_on": age_on,
    "at_least": working.at_least,
    "count_true": working.count_true,
    "divide": divide,
    "everybody": working.everybody,
    "opened": working.opened,
    "round_to": round_to,
    "unsettle": working.unsettle,
}
NOT_IN_FORCE = Outcome(None, in_force=False)
START: dict[str, Code] = {"any": py.const(False), "all": py.const(True), "count": py.const(0), "share": py.const(0)}


def decide(policy: ResolvedPolicy, shape: Shape, household: Sequence[str], person: Sequence[str]) -> Decide:
    """The function that answers for every household of one shape.

    Args:
        policy: the law in force.
        shape: the facts carried.
        household: ids of the answers about the household.
        person: ids of the answers about each member.
    """
    return _Function(policy, shape, household, person).made()


class _Function:
    def __init__(self, policy: ResolvedPolicy, shape: Shape, household: Sequence[str], person: Sequence[str]) -> None:
        scope: Scope = "household"
        wanted = [(scope, id) for id in household]
        scope = "person"
        self.policy = policy
        self.shape = shape
        self.units = Units(policy, shape, [*wanted, *((scope, id) for id in person)])
        mark(self.units)
        self.constants = Constants()
        self.ready: dict[tuple[bool, int], working.Ready] = {}
        self.household = [self.units.found["household", id] for id in household]
        self.person = [self.units.found["person", id] for id in person]
        self.on_law: dict[int, tuple[Unit, ...]] = {}
        for unit in (*self.household, *self.person):
            read = read_where_open(self.units, unit)
            if read is not None:
                self.on_law[id(unit)] = read
                for need in read:
                    need.pinned = True

    def made(self) -> Decide:
        module = py.function("decide", ("facts", "members", "unlisted"), self.body())
        code = compile(module, f"<rules {self.policy.digest[:12]}>", "exec")
        inner = next(found for found in code.co_consts if isinstance(found, CodeType))
        return FunctionType(inner, {"__builtins__": {}, **BUILTINS, **WORKING, **self.constants.values})

    def body(self) -> list[ast.stmt]:
        found = [line for unit in self.units if unit.scope == "household" for line in self.load(unit)]
        passes = [max(1, unit.passes) for unit in [*self.members(), *self.person]]
        self.last = max(passes, default=0)
        if passes:
            arguments = (py.name("facts"), py.name("members"), py.name("unlisted"))
            found.append(py.let(py.call("everybody", *arguments), "everyone"))
        found.append(py.let(py.empty_list(), "rows"))
        for done in range(self.last + 1):
            for unit in self.units:
                rule = unit.kind == "rule" and unit.scope == "household" and not unit.inlined
                if rule and unit.passes == done:
                    found += self.rule(unit)
            if done < self.last:
                found += self.one_pass(done + 1)
        outcomes = py.row([self.outcome(unit) for unit in self.household])
        return [*found, py.give(py.row([outcomes, py.name("rows")]))]

    def members(self) -> list[Unit]:
        return [unit for unit in self.units if unit.kind == "members"]

    # facts ----------------------------------------------------------------------------------------------------------

    def load(self, unit: Unit) -> list[ast.stmt]:
        """Take a fact from what the household or the member carries."""
        if unit.kind != "given" or unit.fact is None:
            return []
        id = py.const(unit.fact.id)
        given = py.item_of(py.name("facts"), id) if unit.scope == "household" else py.call("get", id)
        found = [py.let(given, *ends(unit))]
        unknown = py.compare(py.name(unit.low), "is", py.NONE)
        if isinstance(unit.fact.type, DateType) and unit.interval:
            kind = py.part(py.name(unit.low), "__class__")
            last = py.let(py.part(py.name(unit.low), "last"), unit.high)
            first = py.let(py.part(py.name(unit.low), "first"), unit.low)
            found.append(py.when(py.compare(kind, "is", py.name("PartialDate")), [last, first]))
        if unit.scope == "household" and unsettled(self.shape, unit.fact):
            found.append(py.when(unknown, [py.do(py.call("unsettle"))]))
        if unit.node is not None:
            found += self.member_rule(unit, unit.fact, unknown)
        return found

    def member_rule(self, unit: Unit, fact: ResolvedFact, unknown: Code) -> list[ast.stmt]:
        """A member's fact that is not given follows from its rule."""
        carried = py.compare(py.const(fact.id), "in", py.name("member"))
        test = unknown if fact.general else py.both(unknown, py.negation(carried))
        start = [py.let(py.const(3), unit.evidence)] if unit.tracked else []
        return [*start, py.when(test, self.rule(unit))]

    def rule(self, unit: Unit) -> list[ast.stmt]:
        """Work out a rule; what is open stays None."""
        assert unit.node is not None
        floor = rule_marks(self.units, unit)[0]
        write = self.writer(unit, unit.scope, floor)
        body = [py.let(py.const(floor), unit.evidence)] if unit.tracked else []
        if unit.interval:
            low, high = write.ends(unit.node)
            exact = [py.compare(py.name(x.low), "is", py.name(x.high)) for x in unit.needs if x.interval]
            body.append(py.let(high, unit.high))
            body.append(py.let(py.choose(py.both(*exact), py.name(unit.high), low), unit.low))
        else:
            body.append(py.let(write.value(unit.node), unit.variable))
        return [py.attempt(body, "Open", [py.let(py.NONE, *ends(unit))])]

    def writer(self, unit: Unit, scope: Scope, floor: int) -> Expressions:
        return Expressions(self.units, self.constants, scope, unit if unit.tracked else None, floor)

    # members --------------------------------------------------------------------------------------------------------

    def one_pass(self, number: int) -> list[ast.stmt]:
        """Every value over the members that can be worked out in one go."""
        totals = [unit for unit in self.members() if unit.passes == number]
        persons = self.person if number == self.last else []
        needed = self.below([*totals, *persons])
        body: list[ast.stmt] = [py.let(py.part(py.name("member"), "get"), "get")]
        for unit in self.units:
            if unit.scope == "person" and id(unit) in needed:
                body += self.rule(unit) if unit.kind == "rule" else self.load(unit)
        before: list[ast.stmt] = []
        after: list[ast.stmt] = []
        for unit in totals:
            before += self.start(unit)
            body.append(self.add(unit))
            after += self.finish(unit)
        if persons:
            row = py.row([self.outcome(unit) for unit in persons])
            add = py.part(py.name("rows"), "append")
            body.append(py.do(py.apply(add, row)))
        return [*before, py.loop("member", py.name("everyone"), body), *after]

    def below(self, units: Sequence[Unit]) -> set[int]:
        """The member's values that these rest on, themselves included."""
        found: set[int] = set()
        waiting = list(units)
        while waiting:
            unit = waiting.pop()
            if id(unit) not in found:
                found.add(id(unit))
                waiting += [need for need in unit.needs if need.scope == "person"]
        return found

    def start(self, unit: Unit) -> list[ast.stmt]:
        assert isinstance(unit.node, n.OverMembers)
        start = START.get(unit.node.how, py.empty_list())
        found = [py.let(py.choose(py.name("everyone"), start, py.NONE), unit.variable)]
        return [*found, py.let(py.const(unit.bound), unit.evidence)] if unit.tracked else found

    def add(self, unit: Unit) -> ast.stmt:
        """One member's part. Where the way must be told, every member's is looked at."""
        assert isinstance(unit.node, n.OverMembers)
        how, kept = unit.node.how, py.name(unit.variable)
        item = self.writer(unit, "person", unit.bound).value(unit.node.item)
        known = py.compare(kept, "is not", py.NONE)
        if how in ("any", "all"):
            settled = py.const(how == "any")
            step = py.when(item if how == "any" else py.negation(item), [py.let(settled, unit.variable)])
            known = known if unit.tracked else py.compare(kept, "is not", settled)
        elif how in ("count", "share"):
            step = py.when(item, [py.let(py.calculate(kept, "+", py.const(1)), unit.variable)])
        else:
            step = py.do(py.apply(py.part(kept, "append"), item))
        return py.when(known, [py.attempt([step], "Open", [py.let(py.NONE, unit.variable)])])

    def finish(self, unit: Unit) -> list[ast.stmt]:
        assert isinstance(unit.node, n.OverMembers)
        if unit.node.how not in ("sum", "min", "max"):
            return []
        kept = py.name(unit.variable)
        total = py.choose(py.compare(kept, "is", py.NONE), py.NONE, py.call(unit.node.how, kept))
        return [py.let(total, unit.variable)]

    # outcomes -------------------------------------------------------------------------------------------------------

    def outcome(self, unit: Unit) -> Code:
        """The outcome of a unit; None where it is open. For want of law alone it is the one kept, or ``Unasked``."""
        read = self.on_law.get(id(unit))
        if read is None:
            return self.settled(unit)
        known = [py.compare(py.name(need.low), "is not", py.NONE) for need in read]
        known += [py.compare(py.name(x.low), "==", py.name(x.high)) for x in read if x.interval]
        key = [py.name(need.low) for need in read] + [py.name(need.evidence) for need in read if need.tracked]
        kept = py.item_of(self.constants.code(OnLaw()), py.row(key))
        if known:
            kept = py.choose(py.both(*known), kept, py.NONE)
        return py.choose(py.compare(py.name(unit.low), "is", py.NONE), kept, self.settled(unit))

    def settled(self, unit: Unit) -> Code:
        """The outcome of a unit that is known; else None."""
        assert unit.fact is not None
        if unit.kind == "unknown":
            rule = source(self.shape, unit.fact) == "rule"
            return self.constants.code(NOT_IN_FORCE) if rule and not unit.fact.in_force else py.NONE
        value: Code = py.name(unit.low)
        if unit.interval:
            value = py.choose(py.compare(value, "==", py.name(unit.high)), value, py.NONE)
        members = listed(unit.fact.type, unit.fact.low, unit.fact.high)
        evidence: Code = py.name(unit.evidence) if unit.tracked else py.const(unit.bound)
        if members is None:
            made = [self.made_ready(unit.fact.type, e) for e in ((1, 1, 2, 3) if unit.tracked else (unit.bound,))]
            table = (
                py.item_of(self.constants.code(tuple(made)), evidence) if unit.tracked else self.constants.code(made[0])
            )
            return py.item_of(table, value)
        number = isinstance(unit.fact.type, NumberType)
        if unit.tracked:
            tables = tuple(ready(members, number, e).get for e in (1, 1, 2, 3))
            return py.apply(py.item_of(self.constants.code(tables), evidence), value)
        return py.apply(self.constants.code(ready(members, number, unit.bound).get), value)

    def made_ready(self, type: Type, evidence: int) -> working.Ready:
        """The outcomes of one kind that were met: numbers, or days and texts."""
        key = (isinstance(type, NumberType), evidence)
        if key not in self.ready:
            self.ready[key] = working.Ready(working.amount if key[0] else working.plain, evidence)
        return self.ready[key]


def ends(unit: Unit) -> tuple[str, ...]:
    """The variables of a unit: two when it may be known only to an interval."""
    return (unit.low, unit.high) if unit.interval else (unit.variable,)


def listed(type: Type, low: Any, high: Any) -> tuple[Any, ...] | None:
    """Every value of a type that has few of them."""
    if isinstance(type, BoolType):
        return (False, True)
    if isinstance(type, EnumType):
        return type.members
    whole = isinstance(type, NumberType) and type.integer
    if whole and low is not None and high is not None and high - low <= ENUMERATED:
        return tuple(range(low, high + 1))
    return None


@lru_cache(maxsize=1024)
def ready(members: tuple[Any, ...], number: bool, evidence: int) -> Mapping[Any, Outcome]:
    """The outcomes of all values, made once. A value that is none of them has none, and goes to the reference."""
    make = working.amount if number else working.plain
    return {member: make(member, evidence) for member in members}
