"""Taking cases apart: the worlds in which a decision comes out one way, whatever else is unknown.

Kleene's certainly and possibly lose what two conditions have in common. Where they leave a decision open, one unknown
thing is cut where a condition turns, and its parts are looked at; what no longer matters is not cut. The class that
programmes use is an unknown thing of its own: what it can be is asked again only where a fact was cut that it reads.
More than `WORLDS` worlds, or too many looks: not resolved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from povrules.engines.durable.admitting import live_constraints
from povrules.engines.durable.bounding import Bounds, Leaf
from povrules.engines.durable.cutting import CannotCut, cut
from povrules.engines.durable.domains import Domain
from povrules.engines.durable.lawful import law_below, turned_by_law
from povrules.engines.durable.parts import Counted, Decision, Formula, Is
from povrules.engines.durable.reading import below
from povrules.engines.durable.states import CLASS_LEAF, NotResolved, State
from povrules.engines.durable.worlds import Found, World, turns_on_law
from povrules.language import nodes as n
from povrules.language.nodes import Value
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.ordering import Key, reads

SEVERAL = 4
"""More answers than this are looked for all at once, not one by one."""
WORLDS, LOOKS, STEPS = 64, 200, 40
ClassesIn = Callable[[State], tuple[str, ...]]
"""Which classes are possible in a case."""


def worlds(
    bounds: Bounds,
    decision: Decision,
    member: int | None,
    classes: tuple[str, ...] | None = None,
    classes_in: ClassesIn | None = None,
) -> Found:
    """The worlds of one decision.

    Args:
        bounds: of the household, with what is taken to be; where the class shares nothing with the rest, the class too.
        decision: its formulas.
        member: position of the member, None for the household.
        classes: the classes that are possible; None for what the bounds say.
        classes_in: which of them are possible in a case; None where that is the same in every case, or not known.

    Raises:
        NotResolved: too many.
    """
    search = _Search(bounds, decision, member, classes_in)
    if decision.reads_class and classes is None:
        found = bounds.of(RECOGNISED)
        assert isinstance(found, tuple)
        classes = found
    search.run(State(decision, bounds, member, classes if decision.reads_class else None))
    return Found(tuple(search.worlds), search.law)


def may_hold(bounds: Bounds, about: Key) -> bool:
    """Whether what constraints say of a fact, beside known facts, can be so: where facts contradict each other, a
    constraint among them is dropped, and that is left to the reference engine.

    Args:
        bounds: of the household.
        about: the fact.

    Raises:
        NotResolved: that is not known.
    """
    alone = Decision(-1, "", "household", (), (), ((False, Is(0, False)), (True, Is(0, True))), False)
    search = _Search(bounds, alone, None, None)
    return all(True in search.truths(bounds, that) for that in search.tying if about in reads(that))


class _Search:
    def __init__(self, bounds: Bounds, decision: Decision, member: int | None, classes_in: ClassesIn | None) -> None:
        self.decision = decision
        self.member = member
        self.worlds: list[World] = []
        self.found: set[Value] = set()
        self.looks = 0
        self.law = False
        """Whether two answers differ by unknown law alone."""
        self._classes_in = classes_in
        self._free = CLASS_LEAF in bounds.cases or classes_in is not None
        """The class goes with every case that it is possible in."""
        self._in_doubt = False
        """A constraint is still open in a case in which something that it speaks of was cut."""
        self._conditions = tuple(live_constraints(bounds))
        self.tying = tuple(that for that in self._conditions if _holds_to_known(bounds, that))
        self._tied = frozenset(leaf for that in self.tying for leaf in bounds.leaves(that, None))
        """Unknown things that a constraint holds to a known fact: each of these is cut itself."""
        self._turns_on = below(bounds.policy).turns_on

    def run(self, state: State) -> None:
        """One world for each answer, found by going for it; where that fails, all worlds."""
        if self._world(state):
            return
        possible = {value for given in state.given for value in state.possible(given)}
        if len(possible) > SEVERAL:
            self.look(state)
        for value in sorted(possible, key=list(self.decision.values).index):
            if value not in self.found:
                self.looks = 0
                self._towards(state, value)
        if self.found != possible:
            self.worlds.clear()
            self.found.clear()
            self.looks = 0
            self.look(state)
        if len(self.found) > 1 and self._in_doubt:
            raise NotResolved
        if len(self.found) > 1 and self._law_open(state):
            self.law = self._law_matters(state)

    def _law_matters(self, root: State) -> bool:
        """Whether the law alone can turn an answer: all cases beneath which some of it is open are taken apart."""
        held: dict[Leaf, bool] = {}

        def legal(leaf: Leaf) -> bool:
            if leaf not in held:
                held[leaf] = leaf[0] == "law" or (leaf[0] == "atom" and turned_by_law(root.bounds, leaf))
            return held[leaf]

        if turns_on_law(self.worlds, legal):
            return True
        kept, self.worlds, self.looks = self.worlds, [], 0
        self._apart_by_law(root)
        found, hidden = turns_on_law(self.worlds, legal), [leaf for world in self.worlds for leaf in world.cases]
        self.worlds = kept
        if not found and any(law_below(root, leaf) and not legal(leaf) for leaf in hidden):
            raise NotResolved
        return found

    def _apart_by_law(self, state: State) -> None:
        self._look()
        if not any(law_below(state, leaf) for leaf in state.bounds.cases) and not self._law_open(state):
            return
        if self._world(state):
            return
        for child in self._children(state, *self._parts(state)):
            self._apart_by_law(child)

    def _law_open(self, state: State) -> bool:
        leaves = state.open_leaves(range(len(self.decision.atoms)))
        return any(leaf[0] == "law" for below in leaves.values() for leaf in below)

    def _look(self) -> None:
        self.looks += 1
        if self.looks > LOOKS:
            raise NotResolved

    def _child(self, state: State, leaf: Leaf, part: Domain) -> State | None:
        """A narrower case; None where no completion of it is admissible."""
        made = state.taking(leaf, part)
        for that in self._conditions:
            if self._turns_on(that, leaf) and made.bounds.value(that) == (False,):
                return None
        if made.classes is not None and len(made.classes) > 0:
            if self._classes_in is not None:
                now = self._classes_in(made)
                made.classes = tuple(one for one in made.classes if one in now)
            elif not self._free or leaf == CLASS_LEAF:
                found = made.bounds.of(RECOGNISED)
                assert isinstance(found, tuple)
                made.classes = tuple(one for one in made.classes if one in found)
            if not made.classes:
                return None
        return made

    def _world(self, state: State) -> bool:
        """Note a case in which nothing is open."""
        answers: dict[str | None, Value] = {}
        for given in state.given:
            value = state.certain(given)
            if value is None:
                return False
            answers[given] = value
        if len(set(answers.values())) > 1 and not self._free:
            return False
        if len(self.worlds) >= WORLDS:
            raise NotResolved
        self.worlds.append(World(state.bits, state.needs, state.classes, state.bounds.cases, answers))
        self.found.update(answers.values())
        if not self._tied.isdisjoint(state.bounds.cases):
            self._in_doubt |= any(len(state.bounds.truths(that)) > 1 for that in self.tying)
        return True

    def _towards(self, state: State, value: Value) -> bool:
        """Find a world with this answer: at each cut first the part that is nearer to it. So many steps, no more."""
        self._look()
        formula = self.formula(value)
        given = [one for one in state.given if state.truth(formula, one) is not False]
        if not given or self.looks > STEPS:
            return False
        if self._world(state):
            return value in self.worlds[-1].values
        if len(state.given) > 1:
            if self._free:
                return any(self._towards(state.only(one), value) for one in given if one is not None)
            parts = self._cut(state, n.Ref(RECOGNISED, "household"), None)
            return any(self._towards(child, value) for child in self._children(state, *parts))
        if state.truth(formula, given[0]):
            raise NotResolved
        open_part, want = state.wanted(formula, given[0])
        parts = self._tally(state, open_part) if isinstance(open_part, Counted) else self._atom(state, open_part.atom)
        children = sorted(self._children(state, *parts), key=lambda child: self._distance(child, open_part, want))
        return any(self._towards(child, value) for child in children)

    def _children(self, state: State, leaf: Leaf, parts: list[Domain]) -> Iterator[State]:
        for part in parts:
            child = self._child(state, leaf, part)
            if child is not None:
                yield child

    def formula(self, value: Value) -> Formula:
        """Under which an answer comes out."""
        return self.decision.outcomes[self.decision.values[value]][1]

    def _distance(self, state: State, formula: Is | Counted, want: bool) -> int:
        """0 where a part of a formula is then as wanted, 1 or 2 where it is open, 3 where it is not."""
        truth = state.truth(formula, None)
        if truth is not None:
            return 0 if truth is want else 3
        if isinstance(formula, Counted):
            items = self.decision.tallies[formula.tally].atoms
            return 1 if any(state.bit(i) is (formula.positive is want) for i in items) else 2
        return 1

    def look(self, state: State) -> None:
        """Look at one case, and where it is open at its parts."""
        self._look()
        if self._world(state):
            return
        if {value for given in state.given for value in state.possible(given)} <= self.found:
            return
        for child in self._children(state, *self._parts(state)):
            self.look(child)

    def _parts(self, state: State) -> tuple[Leaf, list[Domain]]:
        open_part = state.open_part()
        if open_part is None:
            return self._cut(state, n.Ref(RECOGNISED, "household"), None)
        if isinstance(open_part, Counted):
            return self._tally(state, open_part)
        return self._atom(state, open_part.atom)

    @staticmethod
    def _cut(state: State, node: n.Node, member: int | None) -> tuple[Leaf, list[Domain]]:
        try:
            return cut(state.bounds, node, member)
        except CannotCut:
            raise NotResolved from None

    def _atom(self, state: State, atom: int) -> tuple[Leaf, list[Domain]]:
        """How an atom is cut. A comparison of several amounts that nothing else reads is true or false, freely."""
        node = self.decision.atoms[atom]
        try:
            return cut(state.bounds, node, self.member)
        except CannotCut:
            below = state.open_leaves(range(len(self.decision.atoms)))
            leaves = below.pop(atom)
            elsewhere = {leaf for others in below.values() for leaf in others}
            read_once = len(leaves) == len(set(leaves)) and not (elsewhere | self._tied).intersection(leaves)
            if not isinstance(node, n.Compare) or not leaves or not read_once:
                raise NotResolved from None
            return ("atom", node, self.member), [(True,), (False,)]

    def _tally(self, state: State, open_part: Counted) -> tuple[Leaf, list[Domain]]:
        """How a count is cut: by the count itself where nothing else shares its unknowns, else at what is shared."""
        atoms = self.decision.tallies[open_part.tally].atoms
        below = state.open_leaves(range(len(self.decision.atoms)))
        open_items = [i for i in atoms if i in below]
        seen: dict[Leaf, int] = {}
        for leaves in below.values():
            for leaf in set(leaves):
                seen[leaf] = seen.get(leaf, 0) + 1
        for i in open_items:
            shared = {leaf for leaf in below[i] if seen[leaf] > 1}
            if shared:
                try:
                    return cut(state.bounds, self.decision.atoms[i], self.member, shared)
                except CannotCut:
                    return self._atom(state, i)
        for i in open_items:
            if not self._tied.isdisjoint(below[i]):
                return self._atom(state, i)
        for i in open_items:
            node = self.decision.atoms[i]
            if below[i] == [("fact", getattr(node, "id", None), self.member)]:
                continue  # it is itself what is unknown
            exact = self.truths(state.bounds, node)
            if len(exact) == 1:  # the bounds were too wide
                return ("atom", node, self.member), [tuple(exact)]
        thresholds = [
            need for need, tally in zip(state.needs, self.decision.tallies, strict=True) if tally.atoms == atoms
        ]
        groups: dict[tuple[bool, ...], list[int]] = {}
        for count in state.count(atoms):
            groups.setdefault(tuple(count >= need for need in thresholds), []).append(count)
        return ("tally", atoms, self.member), [tuple(group) for group in groups.values()]

    def truths(self, bounds: Bounds, node: n.Node) -> frozenset[Any]:
        """Which truths a condition really can have, with what it reads taken apart."""
        outcomes: tuple[tuple[Value, Formula], ...] = ((False, Is(0, False)), (True, Is(0, True)))
        alone = Decision(-1, "", self.decision.of, (node,), (), outcomes, False)
        return frozenset(value for world in worlds(bounds, alone, self.member).worlds for value in world.values)


def _holds_to_known(bounds: Bounds, that: n.Node) -> bool:
    """Whether a constraint holds unknown facts to a known one."""
    return any(of == "household" and bounds.source(id) == "given" for of, id in reads(that))
