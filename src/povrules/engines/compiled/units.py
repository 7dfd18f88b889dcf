"""What a generated function works out, in which order: facts, rules, and one pass over the members after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from povrules.engines.compiled.shapes import Shape, source
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.language.types import DateType
from povrules.policy.hosted import OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy

Key = tuple[Scope, str | n.Node]
"""A fact by its id, or a part of a rule by its node."""
Kind = Literal["given", "rule", "unknown", "members"]


@dataclass(slots=True)
class Unit:
    """One thing that is worked out once and kept in a variable.

    Args:
        key: what it is.
        variable: its name in the function; a day or age that may be known only to an interval has two.
        kind: ``given`` by the household, by ``rule``, over the ``members``, or ``unknown``.
        fact: what the policy says of it; None for a part of a rule.
        node: its rule.
        needs: what its rule reads.
        interval: it may be known only to an interval.
        passes: passes over the members that must be done before a value of the household is there; for a value of a
            member, the pass in which it is worked out.
        uses: how often rules read it.
        pinned: it must stand in a variable, however rarely it is read.
        wanted: it is one of the answers.
        bound: the weakest evidence that every way through its rule uses.
        weakest: the weakest evidence that some way through its rule uses.
        tracked: the evidence of the way taken must be told.
    """

    key: Key
    variable: str
    kind: Kind
    fact: ResolvedFact | None
    node: n.Node | None
    needs: list[Unit] = field(default_factory=list)
    interval: bool = False
    passes: int = 0
    uses: int = 0
    pinned: bool = False
    wanted: bool = False
    bound: int = 3
    weakest: int = 3
    tracked: bool = False

    @property
    def scope(self) -> Scope:
        """Whose it is."""
        return self.key[0]

    @property
    def low(self) -> str:
        """The variable of its lower end."""
        return f"{self.variable}_low" if self.interval else self.variable

    @property
    def high(self) -> str:
        """The variable of its upper end."""
        return f"{self.variable}_high" if self.interval else self.variable

    @property
    def evidence(self) -> str:
        """The variable of the evidence of the way taken."""
        return f"{self.variable}_evidence"

    @property
    def inlined(self) -> bool:
        """It is read once and stands where it is read."""
        return (
            self.uses == 1
            and not self.pinned
            and not self.interval
            and self.kind == "rule"
            and self.scope == "household"
        )


class Units:
    """Everything that a few answers rest on, each after what it needs.

    Args:
        policy: the law in force.
        shape: the facts carried.
        wanted: the answers.
    """

    def __init__(self, policy: ResolvedPolicy, shape: Shape, wanted: Iterable[tuple[Scope, str]]) -> None:
        self.policy = policy
        self.shape = shape
        self.found: dict[Key, Unit] = {}
        self.marks: dict[tuple[int, Scope], tuple[n.Node, tuple[int, int]]] = {}
        """Evidence of the parts of rules, by the identity of the part, which is kept alive beside it."""
        for key in wanted:
            unit = self._visit(key)
            unit.pinned = unit.wanted = True

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.found.values())

    def of(self, node: n.Node, scope: Scope) -> Unit:
        """The unit of a fact, of a value over the members, or of a counted part."""
        return self.found[(node.of, node.id) if isinstance(node, n.Ref) else (scope, node)]

    def interval(self, node: n.Node, scope: Scope) -> bool:
        """Whether an expression is a day or age that may be known only to an interval."""
        if isinstance(node, n.Ref):
            return self.of(node, scope).interval
        if isinstance(node, n.OfHousehold):
            return self.interval(node.item, "household")
        if isinstance(node, n.AgeOn):
            return self.interval(node.birth, scope) or self.interval(node.day, scope)
        return isinstance(node, n.AddMonths) and self.interval(node.day, scope)

    # making ---------------------------------------------------------------------------------------------------------

    def _visit(self, key: Key) -> Unit:
        unit = self.found.get(key)
        if unit is None:
            unit = self._fact(key) if isinstance(key[1], str) else self._part(key, key[1])
            unit.passes = self._passes(unit)
            self.found[key] = unit
        unit.uses += 1
        return unit

    def _fact(self, key: Key) -> Unit:
        scope, id = key
        assert isinstance(id, str)
        fact = self.policy.facts[scope, id]
        kind = source(self.shape, fact)
        unit = Unit(key, "", kind, fact, None)
        unit.interval = kind == "given" and isinstance(fact.type, DateType) and id not in (ON, OBSERVED_ON)
        if kind == "rule" or (kind == "given" and scope == "person" and fact.computed):
            unit.node = fact.formula
            if fact.formula is not None:
                self._read(fact.formula, unit, scope)
                unit.interval = unit.interval or self.interval(fact.formula, scope)
            if kind == "rule" and fact.formula is None:
                unit.kind = "unknown"
        unit.variable = f"v{len(self.found)}"
        return unit

    def _part(self, key: Key, node: n.Node) -> Unit:
        if isinstance(node, n.OverMembers):
            unit = Unit(key, "", "members", None, node, pinned=True)
            self._read(node.item, unit, "person")
        else:
            unit = Unit(key, "", "rule", None, node, pinned=True)
            self._read(node, unit, key[0])
        unit.variable = f"v{len(self.found)}"
        return unit

    def _read(self, node: n.Node, unit: Unit, scope: Scope) -> None:
        """Note what an expression of a unit needs, read for the household or for a member."""
        if isinstance(node, n.Ref):
            self._need(unit, (node.of, node.id), pinned=scope == "person")
        elif isinstance(node, n.OverMembers):
            self._need(unit, ("household", node), pinned=True)
        elif isinstance(node, n.OfHousehold):
            self._read(node.item, unit, scope)
        elif isinstance(node, (n.AtLeast, n.CountTrue)):
            for item in node.items:
                ref = counted(item)
                self._need(unit, (scope, item) if ref is None else (ref.of, ref.id), pinned=True)
            if isinstance(node, n.AtLeast):
                self._read(node.count, unit, scope)
        else:
            for child in n.children(node):
                self._read(child, unit, scope)

    def _need(self, unit: Unit, key: Key, pinned: bool) -> None:
        needed = self._visit(key)
        needed.pinned = needed.pinned or pinned
        unit.needs.append(needed)

    @staticmethod
    def _passes(unit: Unit) -> int:
        done = [need.passes for need in unit.needs if need.scope == "household"]
        running = [need.passes for need in unit.needs if need.scope == "person"]
        if unit.scope == "person" or unit.kind == "members":
            return max([1 if unit.kind != "given" else 0, *(passes + 1 for passes in done), *running])
        return max(done, default=0)


def counted(item: n.Node) -> n.Ref | None:
    """The fact that an item of a count is, or that it negates; None for any other expression."""
    if isinstance(item, n.Not):
        item = item.item
    return item if isinstance(item, n.Ref) else None
