"""What the atoms of a decision are in one case, and what that makes of its formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from povrules.engines.durable.bounding import Bounds, Leaf
from povrules.engines.durable.domains import Domain
from povrules.engines.durable.parts import All, Counted, Decision, Formula, Is, Recognised, Some
from povrules.engines.durable.reading import below
from povrules.language.nodes import Value
from povrules.policy.class_readers import RECOGNISED

CLASS_LEAF: Leaf = ("fact", RECOGNISED, None)


class NotResolved(Exception):
    """More cases than anybody should wait for, or one that cannot be cut."""


class State:
    """What the atoms of a decision are in one case.

    Args:
        decision: its formulas.
        bounds: of the household, with what is taken to be.
        member: position of the member, None for the household.
        classes: the classes that are possible in it; None where the decision does not look at them.
    """

    def __init__(
        self, decision: Decision, bounds: Bounds, member: int | None, classes: tuple[str, ...] | None = None
    ) -> None:
        self.decision = decision
        self.bounds = bounds
        self.member = member
        self.classes = classes
        self._counts: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._bits: list[bool | None] = [None] * len(decision.atoms)
        self._waiting = set(range(len(decision.atoms)))
        self.needs = tuple(self._need(bounds.value(tally.need, member)) for tally in decision.tallies)

    @staticmethod
    def _need(found: Domain) -> int:
        if not isinstance(found, tuple) or len(found) > 1 or not isinstance(found[0], int):
            raise NotResolved
        return found[0]

    def taking(self, leaf: Leaf, part: Domain) -> State:
        """The case with one unknown thing taken to be this. What was settled stays settled."""
        made = copy(self)
        made.bounds = self.bounds.taking(leaf, part)
        made._bits, made._counts = list(self._bits), dict(self._counts)
        if leaf[0] == "tally":
            assert isinstance(part, tuple)
            made._take_count(leaf[1], part)
        elif leaf[0] == "atom":
            assert isinstance(part, tuple)
            for i, node in enumerate(self.decision.atoms):
                if node == leaf[1] and len(part) == 1:
                    made._bits[i] = part[0]
        else:
            turns_on, atoms = below(self.bounds.policy).turns_on, self.decision.atoms
            again = (i for i, bit in enumerate(self._bits) if bit is None and turns_on(atoms[i], leaf))
            made._waiting = self._waiting.union(again)
        return made

    def _take_count(self, atoms: tuple[int, ...], part: tuple[int, ...]) -> None:
        """One of the completions stands for all of them."""
        self._counts[atoms] = part
        self._waiting = set(self._waiting)
        bits = [self.bit(i) for i in atoms]
        least = sum(bit is True for bit in bits)
        for i in atoms:
            if self._bits[i] is None:
                self._bits[i], least = least < part[0], least + (least < part[0])

    def only(self, one: str) -> State:
        """The case with one class."""
        made = self.taking(CLASS_LEAF, (one,)) if CLASS_LEAF in self.bounds.cases else copy(self)
        made.classes = (one,)
        return made

    def bit(self, atom: int) -> bool | None:
        """Whether an atom is certainly true or certainly false."""
        if atom in self._waiting:
            self._waiting = self._waiting - {atom}
            truths = self.bounds.truths(self.decision.atoms[atom], self.member)
            self._bits[atom] = truths[0] if len(truths) == 1 else None
        return self._bits[atom]

    @property
    def bits(self) -> tuple[bool | None, ...]:
        """All atoms."""
        return tuple(map(self.bit, range(len(self._bits))))

    @property
    def given(self) -> Sequence[str | None]:
        """The classes, one of which is given; one that is none where the decision looks at none."""
        return (None,) if self.classes is None else self.classes

    def open_leaves(self, atoms: Iterable[int]) -> dict[int, list[Leaf]]:
        """What is unknown below each of these atoms that is open."""
        return {i: list(self.bounds.leaves(self.decision.atoms[i], self.member)) for i in atoms if self.bit(i) is None}

    def count(self, atoms: tuple[int, ...]) -> tuple[int, ...]:
        """How many of these atoms can be true."""
        taken = self._counts.get(atoms)
        if taken is not None:
            return taken
        least = sum(self.bit(i) is True for i in atoms)
        return tuple(range(least, least + sum(self.bit(i) is None for i in atoms) + 1))

    def truth(self, formula: Formula, given: str | None) -> bool | None:
        """True or false where it is certain, with one class taken as recognised."""
        if isinstance(formula, Is):
            bit = self.bit(formula.atom)
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
        for given in self.given:
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
