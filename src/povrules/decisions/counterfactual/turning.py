"""Where in the law a verdict turned: the rows, rules and values that say something else after a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from povrules.engines.reference.evaluation import Evaluation, Place
from povrules.language import nodes as n
from povrules.language.nodes import Value
from povrules.language.unknowns import Branch
from povrules.policy.resolved import Basis


def turned(before: Evaluation, after: Evaluation, id: str, member: int | None) -> tuple[Basis, ...]:
    """The law that turned a verdict: its row first, then what that row stands on.

    Args:
        before: of the household as it is.
        after: of the household, or under the law, with the change.
        id: of the decision.
        member: position of the member, None for the household.
    """
    return tuple(dict.fromkeys(_Turning(before, after).of(id, member)))


class _Turning:
    def __init__(self, before: Evaluation, after: Evaluation) -> None:
        self.before = before
        self.after = after
        self.seen: set[Place] = set()

    def of(self, id: str, member: int | None) -> Iterator[Basis]:
        """Of one fact: its rule, and what in it turned."""
        if (id, member) in self.seen or _same(self.before.ref(id, member), self.after.ref(id, member)):
            return
        self.seen.add((id, member))
        fact = self.after.fact(id, member)
        if fact.formula is None or self.after.source(id, member) != "rule":
            return
        if isinstance(fact.formula, n.Table):
            yield from self._row(fact.formula, fact.basis, member)
        else:
            if fact.basis is not None:
                yield fact.basis
            yield from self._within(fact.formula, member)

    def _row(self, table: n.Table, basis: Basis | None, member: int | None) -> Iterator[Basis]:
        held = {id(row): row for row in (_holding(e, table, member) for e in (self.after, self.before)) if row}
        for i, row in enumerate(held.values()):
            if i == 0 and basis is not None:
                yield replace(basis, at=row.at or basis.at)
            if row.when is not None:
                yield from self._within(row.when, member)
            yield from self._within(row.then, member)

    def _within(self, node: n.Node, member: int | None) -> Iterator[Basis]:
        if isinstance(node, n.Ref):
            yield from self.of(node.id, member if node.of == "person" else None)
            return
        if isinstance(node, n.OfHousehold):
            yield from self._within(node.item, None)
            return
        if _same(self._value(self.before, node, member), self._value(self.after, node, member)):
            return
        if isinstance(node, n.OverMembers):
            for i in range(self.after.listed):
                yield from self._within(node.item, i)
            return
        for child in n.children(node):
            if isinstance(child, n.ParameterRef):
                found = self.after.policy.parameters[child.id].basis
                law = self.before.policy.parameters[child.id].basis
                if law is not None and found is not None:
                    yield law
            elif isinstance(child, (n.Arithmetic, n.Negate)) and isinstance(node, n.Compare):
                yield from self._compared(child)
        for child in n.children(node):
            yield from self._within(child, member)

    def _compared(self, node: n.Node) -> Iterator[Basis]:
        """Values of law inside an amount that is compared."""
        for part in n.walk(node):
            if isinstance(part, n.ParameterRef) and (law := self.before.policy.parameters[part.id].basis) is not None:
                yield law

    @staticmethod
    def _value(evaluation: Evaluation, node: n.Node, member: int | None) -> Any:
        return None if isinstance(node, (n.Row, n.Months)) else evaluation.value(node, member)


def _holding(evaluation: Evaluation, table: n.Table, member: int | None) -> n.Row | None:
    """The row that gives the answer; None where that is open."""
    for row in table.rows:
        when = True if row.when is None else evaluation.value(row.when, member)
        if when is True:
            return row
        if when is not False:
            return None
    return None


def _same(before: Value | Any, after: Value | Any) -> bool:
    """Two plain values that are equal; of what is open nobody can tell."""
    return not isinstance(before, Branch) and not isinstance(after, Branch) and bool(before == after)
