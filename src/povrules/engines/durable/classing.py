"""Which classes are possible in one case of another decision, where both turn on the same unknown facts."""

from __future__ import annotations

from povrules.engines.durable.admitting import live_constraints
from povrules.engines.durable.bounding import Bounds, Leaf
from povrules.engines.durable.domains import Domain
from povrules.engines.durable.parts import Decision
from povrules.engines.durable.splitting import worlds
from povrules.engines.durable.states import NotResolved, State
from povrules.language import nodes as n
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.ordering import reads


class ClassesIn:
    """The classes of one household, case by case.

    Args:
        bounds: of the household.
        decision: the class.
        possible: the classes that are possible at all, in order.
    """

    def __init__(self, bounds: Bounds, decision: Decision, possible: tuple[str, ...]) -> None:
        self._bounds = bounds
        self._decision = decision
        self._possible = possible
        self.leaves = frozenset(bounds.leaves_of(RECOGNISED, None))
        """The unknown things that the class turns on, and what constraints tie to them."""
        self._tied()
        self._held: dict[frozenset[tuple[Leaf, Domain]], tuple[str, ...]] = {frozenset(): possible}

    def _tied(self) -> None:
        groups = [self._of_constraint(that) for that in live_constraints(self._bounds)]
        before = -1
        while len(self.leaves) != before:
            before = len(self.leaves)
            self.leaves = self.leaves.union(*(group for group in groups if not group.isdisjoint(self.leaves)))

    def _of_constraint(self, that: n.Node) -> frozenset[Leaf]:
        members = range(self._bounds.listed) if any(scope == "person" for scope, _ in reads(that)) else (None,)
        return frozenset(leaf for member in members for leaf in self._bounds.leaves(that, member))

    def __call__(self, state: State) -> tuple[str, ...]:
        """The classes that are possible in a case.

        Raises:
            NotResolved: too many cases.
        """
        cases = {leaf: part for leaf, part in state.bounds.cases.items() if self._matters(state, leaf)}
        mark = frozenset(cases.items())
        found = self._held.get(mark)
        if found is None:
            bounds = self._bounds
            for leaf, part in cases.items():
                bounds = bounds.taking(leaf, part)
            values = {value for world in worlds(bounds, self._decision, None).worlds for value in world.values}
            found = self._held[mark] = tuple(one for one in self._possible if one in values)
        return found

    def _matters(self, state: State, leaf: Leaf) -> bool:
        if leaf[0] not in ("atom", "tally"):
            return leaf in self.leaves
        nodes = [leaf[1]] if leaf[0] == "atom" else [state.decision.atoms[i] for i in leaf[1]]
        if any(not self.leaves.isdisjoint(self._bounds.leaves(node, leaf[2])) for node in nodes):
            raise NotResolved
        return False
