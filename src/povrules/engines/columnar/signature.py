"""What the answer of an undetermined row depends on, as columns: equal signatures, equal answers.

A condition that is decided counts by its truth alone; an open one by what stands below it: which facts are unknown, and
the values of the known ones beside them. So the reference engine is asked once for each signature, not for each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from povrules.engines.columnar import values as v
from povrules.engines.columnar.logic import (
    HOUSEHOLDS,
    disjunction,
    start,
    truth,
)
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.narrowing import narrowing, openable, read_by, unknown_of
from povrules.engines.columnar.shape import LISTED, POSITION, SIZE
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.values import Amount, At, Code, Day, Truth, Value, Words, is_literal
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.policy.hosted import AGE, BIRTH_DATE


@dataclass(slots=True)
class Signature:
    """Names of columns.

    Args:
        households: of the household.
        persons: of each of its members.
        own: of the person itself, for a person's decision.
    """

    households: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


def signature_of(lowering: Lowering, keys: Sequence[Key]) -> Signature:
    """The signature of decisions, variables or facts of one scope, as columns added to the lowering."""
    builder = _Builder(lowering, keys)
    for key in keys:
        builder.ref(*key, None)
    builder.facts()
    reached = {key: disjunction(rows) for key, rows in builder.reached.items()}
    for constraint, rows in narrowing(lowering, reached).items():
        builder.constraint(constraint, rows)
        builder.facts()
    if builder.asker == "person":
        builder.found.own.append(POSITION)
    return builder.found


class _Builder:
    def __init__(self, lowering: Lowering, keys: Sequence[Key]) -> None:
        self.lowering = lowering
        self.asker, id = keys[0]
        self.name = f"?{self.asker} {id}"
        self.found = Signature()
        self.inside = False
        self.opens = 0
        self.reached: dict[Key, list[Truth]] = {}
        self.waiting: dict[tuple[Key, bool], list[Truth | None]] = {}
        """Facts met and not yet looked into: of the asker or of each member, and in which rows each matters."""

    def constraint(self, that: n.Node, rows: Truth) -> None:
        """A constraint in the rows in which it may narrow: what it turns on, and which of its facts are unknown."""
        name = f"{self.name} open {self.opens}"
        self.opens += 1
        here = Truth(self.lowering.define(name, rows.expr, rows.at), False, (rows.at[0], rows.at[1] + 1))
        self.visit(that, "household", here)
        open_rows = self.opened(self.lowering.value(that, "household"), here)
        for unknown in unknown_of(self.lowering, that).values():
            if unknown.const is None:
                self.emit("household", unknown.expr, unknown.at, open_rows)

    def emit(self, scope: Scope, expr: pl.Expr, at: At, active: Truth | None) -> None:
        """One column more; null where it is of no matter."""
        names = self.found.households
        if scope == "person":
            names = self.found.own if self.asker == "person" and not self.inside else self.found.persons
        name = f"{self.name} {scope} {len(self.found.households) + len(self.found.persons) + len(self.found.own)}"
        if active is not None:
            at = max(at, active.at)
            expr = pl.when(active.expr).then(expr)
        self.lowering.define(name, expr, at)
        names.append(name)

    def show(self, scope: Scope, value: Value, active: Truth | None) -> None:
        """The value itself, as far as it is known."""
        if is_literal(value):
            return
        if isinstance(value, Truth):
            self.emit(scope, value.expr.cast(pl.Int8).fill_null(2), value.at, active)
        elif isinstance(value, (Code, Words)):
            self.emit(scope, value.expr, value.at, active)
        elif isinstance(value, Day):
            self.emit(scope, value.low, value.at, active)
            if not value.exact:
                self.emit(scope, value.high, value.at, active)
        else:
            self.emit(scope, value.low, value.at, active)
            if not value.exact:
                self.emit(scope, value.high, value.at, active)
            if value.over is not None:
                self.emit(scope, value.over, value.at, active)

    def opened(self, value: Value, active: Truth | None, also: Truth | None = None) -> Truth | None:
        """Where it is open, and matters; None when it is open nowhere."""
        if not value.nullable and (not isinstance(value, (Amount, Day)) or value.exact):
            return None
        expr, at = ~v.known(value), value.at
        for other in (active, also):
            if other is not None and other.const is None:
                expr, at = other.expr & expr, max(at, other.at)
        if also is not None and also.const is False:
            return None
        name = f"{self.name} open {self.opens}"
        self.opens += 1
        return Truth(self.lowering.define(name, expr, at), False, (at[0], at[1] + 1))

    def ref(self, scope: Scope, id: str, active: Truth | None) -> None:
        """A fact that matters in some rows; it is looked into when all who read it were."""
        # A member's question stands for every row: which members ask it is of no matter here.
        always = active is None or scope == "person" or self.inside
        self.reached.setdefault((scope, id), []).append(truth(True, HOUSEHOLDS) if always or active is None else active)
        self.waiting.setdefault(((scope, id), self.inside), []).append(active)

    def facts(self) -> None:
        """Look into every fact that was met, once: what reads others before what it reads."""
        inside, position = self.inside, self.lowering.policy.position
        while self.waiting:
            (scope, id), self.inside = max(self.waiting, key=lambda met: (position(*met[0]), met[1]))
            rows = self.waiting.pop(((scope, id), self.inside))
            active = None
            if None not in rows:
                active = self.lowering.kept(disjunction(row for row in rows if row is not None))
            self.fact(scope, id, active)
        self.inside = inside

    def fact(self, scope: Scope, id: str, active: Truth | None) -> None:
        """What is known of a fact, and where it is open what its rule reads."""
        fact = self.lowering.policy.facts[scope, id]
        value = self.lowering.ref(scope, id)
        self.show(scope, value, active)
        if id == BIRTH_DATE and (age := self.lowering.column((scope, AGE))) is not None:
            # A given age narrows a day of birth that is not known.
            self.emit(scope, pl.col(age.name), start(scope), self.opened(value, active))
        if not fact.computed or not openable(value):
            return
        by_rule = self.lowering.by_rule((scope, id))
        unknown = self.opened(value, active)
        if unknown is not None and by_rule.const is None:
            self.emit(scope, by_rule.expr, by_rule.at, unknown)
        below = self.opened(value, active, by_rule)
        if below is not None and fact.formula is not None:
            self.visit(fact.formula, scope, below)

    def visit(self, node: n.Node, scope: Scope, active: Truth | None) -> None:
        """What a node's value depends on where it is open."""
        match node:
            case n.Literal():
                return
            case n.Ref(id=id, of=of):
                self.ref(of, id, active)
            case n.OfHousehold(item=item):
                self.visit(item, "household", None)
            case n.IfElse(test=test) if (found := self.lowering.truth(test, scope).const) is not None:
                self.visit(node.then if found else node.otherwise, scope, active)
            case n.AtLeast(items=items) | n.CountTrue(items=items):
                self.counted(node, items, scope, active)
            case n.OverMembers(item=item):
                self.over_members(node, item, active)
            case _:
                below = active
                whole = isinstance(node, (n.Table, n.Months)) or (
                    isinstance(node, n.ParameterRef) and node.index is None
                )
                if not whole:
                    value = self.lowering.value(node, scope)
                    self.show(scope, value, active)
                    below = self.opened(value, active)
                    if below is None:
                        return
                for child in n.children(node):
                    if isinstance(child, n.Row):
                        for part in n.children(child):
                            self.visit(part, scope, below)
                    else:
                        self.visit(child, scope, below)

    def counted(self, node: n.Node, items: tuple[n.Node, ...], scope: Scope, active: Truth | None) -> None:
        """How many are true, and which are open, and why."""
        count = self.lowering.count(items, scope)
        self.emit(scope, count.low, count.at, active)
        for item in items:
            below = self.opened(self.lowering.truth(item, scope), active)
            if below is not None:
                self.visit(item, scope, below)
        if isinstance(node, n.AtLeast):
            self.visit(node.count, scope, active)

    def over_members(self, node: n.OverMembers, item: n.Node, active: Truth | None) -> None:
        """The members one by one, listed or not."""
        value = self.lowering.value(node, "household")
        self.show("household", value, active)
        below = self.opened(value, active)
        if below is None:
            return
        for size in (SIZE, LISTED):
            self.emit("household", pl.col(size), start("household"), below)
        if not self.lowering.shape.complete:
            # Of a member who is not listed everything is open, also what every listed one says.
            for key in read_by(self.lowering, item):
                self.reached.setdefault(key, []).append(truth(True, HOUSEHOLDS))
        if self.lowering.shape.persons is None:
            return
        lifted = self.lowering.of_household(below)
        assert isinstance(lifted, Truth)
        before, self.inside = self.inside, True
        self.visit(item, "person", lifted)
        self.inside = before
