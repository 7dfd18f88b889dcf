"""Taking cases apart: the worlds in which a decision comes out one way, whatever else is unknown.

Kleene's certainly and possibly lose what two conditions have in common. Where they leave a decision open, one unknown
thing is cut where a condition turns, and both halves are looked at; what no longer matters is not cut. At the end stand
worlds, each with one answer, which together cover every completion. More than `WORLDS` of them: not resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from povrules.engines.durable.bounding import Bounds, Cases, Leaf
from povrules.engines.durable.cutting import CannotCut, cut
from povrules.engines.durable.domains import Domain, Span, known
from povrules.engines.durable.formulas import All, Counted, Decision, Formula, Is, Recognised, Some
from povrules.facts.household import Household
from povrules.language import nodes as n
from povrules.language.nodes import Value
from povrules.language.types import NumberType
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.ordering import reads
from povrules.policy.resolved import ResolvedPolicy

SEVERAL = 4
"""More answers than this are looked for all at once, not one by one."""
WORLDS, LOOKS, STEPS = 64, 40, 24
CLASS_LEAF: Leaf = ("fact", RECOGNISED, None)


class NotResolved(Exception):
    """More cases than anybody should wait for, or one that cannot be cut."""


@dataclass(frozen=True, slots=True)
class World:
    """One case in which a decision has one answer for each class that is possible in it.

    Args:
        bits: for each atom whether it is certainly true, certainly false, or open (None).
        needs: for each tally its threshold.
        classes: the classes that are possible in it; None where the decision does not look at them.
        cases: what was taken to be.
        values: what comes out.
    """

    bits: tuple[bool | None, ...]
    needs: tuple[int, ...]
    classes: tuple[str, ...] | None
    cases: Cases
    values: frozenset[Value]


def worlds(
    policy: ResolvedPolicy, household: Household, decision: Decision, member: int | None, cases: Cases
) -> list[World]:
    """The worlds of one decision.

    Args:
        policy: the law in force.
        household: checked facts.
        decision: its formulas.
        member: position of the member, None for the household.
        cases: what is taken to be: the class that programmes use, when rules decide it.

    Raises:
        NotResolved: too many.
    """
    search = _Search(policy, household, decision, member)
    search.run(cases)
    return search.worlds


def turns_on_law(made: Iterable[World]) -> bool:
    """Whether two worlds with different answers differ in nothing but what the law does not say."""
    made = list(made)
    for i, one in enumerate(made):
        for other in made[:i]:
            if one.values != other.values and _apart_by_law(one.cases, other.cases):
                return True
    return False


def _apart_by_law(one: Cases, other: Cases) -> bool:
    for leaf in one.keys() & other.keys():
        a, b = one[leaf], other[leaf]
        if leaf[0] == "law":
            continue
        if isinstance(a, tuple) and isinstance(b, tuple):
            if not set(a) & set(b):
                return False
        elif a != b and not _meet(a, b):
            return False
    return True


def _meet(a: Domain, b: Domain) -> bool:
    if not (isinstance(a, Span) and isinstance(b, Span)):
        return False
    low = max((s.low for s in (a, b) if s.low is not None), default=None)
    high = min((s.high for s in (a, b) if s.high is not None), default=None)
    return low is None or high is None or low < high


class _Search:
    def __init__(self, policy: ResolvedPolicy, household: Household, decision: Decision, member: int | None) -> None:
        self.policy = policy
        self.household = household
        self.decision = decision
        self.member = member
        self.worlds: list[World] = []
        self.found: set[Value] = set()
        self.looks = 0
        self.goals = 0
        self._conditions: tuple[n.Node, ...] | None = None

    def run(self, cases: Cases) -> None:
        """One world for each answer, found by going for it; where that fails, all worlds."""
        state = self._state(cases)
        if state is None:
            raise NotResolved
        if self._world(state, cases):
            return
        possible = {value for given in state.classes or (None,) for value in state.possible(given)}
        law = any(leaf[0] == "law" for node in self.decision.atoms for leaf in state.bounds.leaves(node, self.member))
        if len(possible) > SEVERAL:
            self.look(cases)
        for value in sorted(possible, key=list(self.decision.values).index):
            if value not in self.found:
                self.goals += 1
                self.looks = 0
                self._towards(cases, value)
        if self.found != possible:
            self.worlds.clear()
            self.found.clear()
            self.looks = 0
            self.look(cases)
        if law and len(self.found) > 1 and not self._law_matters():
            raise NotResolved

    def _law_matters(self) -> bool:
        """Whether the law alone can turn an answer: looked for from each world, with its facts as they are."""
        for world in list(self.worlds):
            facts = {leaf: domain for leaf, domain in world.cases.items() if leaf[0] != "law"}
            for value in self.found - world.values:
                self.looks = 0
                if self._towards(facts, value) and turns_on_law(self.worlds):
                    return True
        return False

    def _state(self, cases: Cases) -> State | None:
        """What the atoms are in one case; None where no completion of it is admissible."""
        self.looks += 1
        if self.looks > LOOKS:
            raise NotResolved
        bounds = Bounds(self.policy, self.household, cases)
        return None if self._inadmissible(bounds) else State(self.decision, bounds, self.member)

    def _world(self, state: State, cases: Cases) -> bool:
        """Note a case in which nothing is open."""
        values = [state.certain(given) for given in state.classes or (None,)]
        if None in values or (len(set(values)) > 1 and not state.free_class):
            return False
        if len(self.worlds) >= WORLDS:
            raise NotResolved
        found = frozenset(value for value in values if value is not None)
        self.worlds.append(World(state.bits, state.needs, state.classes, cases, found))
        self.found |= found
        return True

    def _towards(self, cases: Cases, value: Value) -> bool:
        """Find a world with this answer: at each cut first the part that is nearer to it. A few steps back, no more."""
        state = self._state(cases)
        if state is None:
            return False
        given = [one for one in state.classes or (None,) if state.truth(self.formula(value), one) is not False]
        if not given or self.looks > STEPS:
            return False
        if self._world(state, cases):
            return value in self.worlds[-1].values
        if len(state.classes or ()) > 1:
            if state.free_class:
                return any(self._towards({**cases, CLASS_LEAF: (one,)}, value) for one in given)
            parts = self._cut(state, n.Ref(RECOGNISED, "household"), None)
            return any(self._towards({**cases, parts[0]: part}, value) for part in parts[1])
        truth = state.truth(self.formula(value), given[0])
        if truth:
            raise NotResolved
        open_part, want = state.wanted(self.formula(value), given[0])
        if isinstance(open_part, Counted):
            leaf, parts_of = self._tally(state, open_part)
            ordered = sorted(parts_of, key=lambda part: self._distance(cases, leaf, part, open_part, want))
        else:
            leaf, parts_of = self._atom(state, open_part.atom)
            ordered = sorted(parts_of, key=lambda part: self._distance(cases, leaf, part, open_part, want))
        return any(self._towards({**cases, leaf: part}, value) for part in ordered)

    def formula(self, value: Value) -> Formula:
        """Under which an answer comes out."""
        return self.decision.outcomes[self.decision.values[value]][1]

    def _distance(self, cases: Cases, leaf: Leaf, part: Domain, formula: Is | Counted, want: bool) -> int:
        """0 where a part of a formula is then as wanted, 1 where it is open, 2 where it is not."""
        bounds = Bounds(self.policy, self.household, {**cases, leaf: part})
        truth = State(self.decision, bounds, self.member).truth(formula, None)
        if truth is not None:
            return 0 if truth is want else 3
        if isinstance(formula, Counted):
            state = State(self.decision, bounds, self.member)
            items = self.decision.tallies[formula.tally].atoms
            settled = sum(state.bits[i] is (formula.positive is want) for i in items)
            return 2 if settled == 0 else 1
        return 1

    def look(self, cases: Cases) -> None:
        """Look at one case, and where it is open at its parts."""
        state = self._state(cases)
        if state is None or self._world(state, cases):
            return
        possible = {value for given in state.classes or (None,) for value in state.possible(given)}
        if possible <= self.found:
            return
        for leaf, part in self._parts(state):
            self.look({**cases, leaf: part})

    def _parts(self, state: State) -> Iterator[tuple[Leaf, Domain]]:
        open_part = state.open_part()
        if open_part is None:
            leaf, parts = self._cut(state, n.Ref(RECOGNISED, "household"), None)
        elif isinstance(open_part, Counted):
            leaf, parts = self._tally(state, open_part)
        else:
            leaf, parts = self._atom(state, open_part.atom)
        for part in parts:
            yield leaf, part

    @staticmethod
    def _cut(state: State, node: n.Node, member: int | None) -> tuple[Leaf, list[Domain]]:
        try:
            return cut(state.bounds, node, member)
        except CannotCut:
            raise NotResolved from None

    def _atom(self, state: State, atom: int) -> tuple[Leaf, list[Domain]]:
        """How an atom is cut. A comparison of several amounts that nothing else reads is true or false, freely."""
        node, bounds = self.decision.atoms[atom], state.bounds
        try:
            return cut(bounds, node, self.member)
        except CannotCut:
            leaves = list(bounds.leaves(node, self.member))
            others = (other for other in self.decision.atoms if other != node)
            elsewhere = {leaf for other in others for leaf in bounds.leaves(other, self.member)}
            read_once = len(leaves) == len(set(leaves)) and not elsewhere.intersection(leaves)
            if not isinstance(node, n.Compare) or not leaves or not read_once:
                raise NotResolved from None
            return ("atom", node, self.member), [(True,), (False,)]

    def _tally(self, state: State, open_part: Counted) -> tuple[Leaf, list[Domain]]:
        """How a count is cut: by the count itself where nothing else shares its unknowns, else at what is shared."""
        atoms = self.decision.tallies[open_part.tally].atoms
        bounds = state.bounds
        open_items = [i for i in atoms if state.bits[i] is None]
        below = {i: set(bounds.leaves(self.decision.atoms[i], self.member)) for i in range(len(self.decision.atoms))}
        seen: dict[Leaf, int] = {}
        for leaves in below.values():
            for leaf in leaves:
                seen[leaf] = seen.get(leaf, 0) + 1
        for i in open_items:
            if any(seen[leaf] > 1 for leaf in below[i]):
                shared = {leaf for leaf in below[i] if seen[leaf] > 1}
                try:
                    return cut(bounds, self.decision.atoms[i], self.member, shared)
                except CannotCut:
                    return self._atom(state, i)
        for i in open_items:
            if below[i] == {("fact", getattr(self.decision.atoms[i], "id", None), self.member)}:
                continue  # it is itself what is unknown
            exact = self._truths(bounds, self.decision.atoms[i])
            if len(exact) == 1:  # the bounds were too wide
                return ("atom", self.decision.atoms[i], self.member), [tuple(exact)]
        key: Leaf = ("tally", atoms, self.member)
        counts = state.count(atoms)
        thresholds = [state.needs[i] for i, tally in enumerate(self.decision.tallies) if tally.atoms == atoms]
        groups: dict[tuple[bool, ...], list[int]] = {}
        for count in counts:
            groups.setdefault(tuple(count >= need for need in thresholds), []).append(count)
        return key, [tuple(group) for group in groups.values()]

    def _truths(self, bounds: Bounds, node: n.Node) -> frozenset[Any]:
        """Which truths a condition really can have, with what it reads taken apart."""
        outcomes: tuple[tuple[Value, Formula], ...] = ((False, Is(0, False)), (True, Is(0, True)))
        alone = Decision(-1, "", self.decision.of, (node,), (), outcomes, False)
        found = worlds(self.policy, self.household, alone, self.member, bounds.cases)
        return frozenset(value for world in found for value in world.values)

    def _inadmissible(self, bounds: Bounds) -> bool:
        if self._conditions is None:
            self._conditions = tuple(live_constraints(bounds))
        return any(bounds.value(that) == (False,) for that in self._conditions)


def live_constraints(bounds: Bounds) -> Iterator[n.Node]:
    """What completions must satisfy: not what the known facts settle, nor what only says how an amount follows."""
    for that in (*(c.that for c in bounds.policy.constraints), *bounds.policy.invariants):
        if not known(bounds.value(that)) and not _follows(bounds, that):
            yield that


def _follows(bounds: Bounds, that: n.Node) -> bool:
    if not isinstance(that, n.Compare):
        return False
    for scope, id in reads(that):
        if scope == "household" and bounds.source(id) == "unknown":
            type = bounds.fact(id, None).type
            if isinstance(type, NumberType) and not type.integer:
                return True
    sides = ((that.left, that.right), (that.right, that.left))
    return that.op == "==" and any(
        isinstance(one, n.Ref)
        and one.of == "household"
        and bounds.fact(one.id, None).formula == other
        and bounds.source(one.id) == "rule"
        for one, other in sides
    )


class State:
    """What the atoms of a decision are in one case."""

    def __init__(self, decision: Decision, bounds: Bounds, member: int | None) -> None:
        self.decision = decision
        self.bounds = bounds
        bits = [_bit(self._taken(node, member) or bounds.truths(node, member)) for node in decision.atoms]
        self._counts: dict[tuple[int, ...], tuple[int, ...]] = {}
        for tally in decision.tallies:
            taken = bounds.cases.get(("tally", tally.atoms, member))
            if isinstance(taken, tuple) and tally.atoms not in self._counts:
                self._counts[tally.atoms] = taken
                least = sum(bits[i] is True for i in tally.atoms)
                for i in tally.atoms:  # one of the completions stands for all of them
                    if bits[i] is None:
                        bits[i], least = least < taken[0], least + (least < taken[0])
        self.bits = tuple(bits)
        needs = []
        for tally in decision.tallies:
            need = bounds.value(tally.need, member)
            if not isinstance(need, tuple) or len(need) > 1 or not isinstance(need[0], int):
                raise NotResolved
            needs.append(need[0])
        self.needs = tuple(needs)
        self.free_class = CLASS_LEAF in bounds.cases
        """The class shares nothing with the rest: each that is possible goes with every case."""
        self.classes: tuple[str, ...] | None = None
        if decision.reads_class:
            found = bounds.of(RECOGNISED)
            assert isinstance(found, tuple)
            self.classes = found

    def _taken(self, node: n.Node, member: int | None) -> tuple[bool, ...] | None:
        taken = self.bounds.cases.get(("atom", node, member))
        return taken if isinstance(taken, tuple) else None

    def count(self, atoms: tuple[int, ...]) -> tuple[int, ...]:
        """How many of these atoms can be true."""
        taken = self._counts.get(atoms)
        if taken is not None:
            return taken
        least = sum(self.bits[i] is True for i in atoms)
        return tuple(range(least, least + sum(self.bits[i] is None for i in atoms) + 1))

    def truth(self, formula: Formula, given: str | None) -> bool | None:
        """True or false where it is certain, with one class taken as recognised."""
        if isinstance(formula, Is):
            bit = self.bits[formula.atom]
            return None if bit is None else bit is formula.positive
        if isinstance(formula, Recognised):
            return given in formula.classes
        if isinstance(formula, Counted):
            need, counts = self.needs[formula.tally], self.count(self.decision.tallies[formula.tally].atoms)
            found = {count >= need for count in counts}
            return None if len(found) > 1 else found.pop() is formula.positive
        stop = isinstance(formula, Some)
        result: bool | None = not stop
        for item in formula.items:
            truth = self.truth(item, given)
            if truth is stop:
                return stop
            if truth is None:
                result = None
        return result

    def certain(self, given: str | None) -> Value | None:
        """The answer, when it is certain."""
        return next((value for value, formula in self.decision.outcomes if self.truth(formula, given)), None)

    def possible(self, given: str | None) -> Iterator[Value]:
        """Answers that are not excluded."""
        return (value for value, formula in self.decision.outcomes if self.truth(formula, given) is not False)

    def open_part(self) -> Is | Counted | None:
        """The first atom or tally on which the answer still turns; None where only the class is open."""
        for given in self.classes or (None,):
            if self.certain(given) is None:
                for _, formula in self.decision.outcomes:
                    if self.truth(formula, given) is None:
                        return self.wanted(formula, given)[0]
        return None

    def wanted(self, formula: Formula, given: str | None) -> tuple[Is | Counted, bool]:
        """The first open atom or tally of an open formula, which is to hold."""
        while isinstance(formula, (All, Some)):
            formula = next(item for item in formula.items if self.truth(item, given) is None)
        assert isinstance(formula, (Is, Counted))
        return formula, True


def _bit(truths: Any) -> bool | None:
    return truths[0] if len(truths) == 1 else None
