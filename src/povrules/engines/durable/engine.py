"""The durable engine: a household whose facts come, change and go, and what follows from them after each step.

Of each decision it knows what it can turn on; when one of these facts has changed, it makes the decision's cases again
and hands durable_rules what is new in them. The rules fire; what they derive is the answer.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from povrules.engines.durable.bounding import Bounds, Place
from povrules.engines.durable.classing import ClassesIn
from povrules.engines.durable.programs import Made, Question, Ties, program
from povrules.engines.durable.rulesets import CLASS, COUNT, MAIN, case, recognised
from povrules.engines.durable.session import link
from povrules.engines.durable.splitting import may_hold, worlds
from povrules.engines.durable.states import CLASS_LEAF, NotResolved
from povrules.engines.durable.touched import Keys, Seen, Signature, Touched, seen
from povrules.engines.outcome import Outcome
from povrules.facts.household import Household
from povrules.language.nodes import Scope, Value
from povrules.language.types import EnumType
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy

MEMORY = 4096
Mark = tuple[Hashable, ...]
NOT_RESOLVED = Outcome(None, reason="not resolved")


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the class that programmes use can be.

    Args:
        possible: in order; None where no programme uses one.
        exact: nothing in it is too much.
        law: that it is open is by unknown law.
        shared: open facts, and law, that it turns on, where it is open.
    """

    possible: tuple[str, ...] | None
    exact: bool = True
    law: bool = False
    shared: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """What one step is decided from.

    Args:
        bounds: of the household.
        signature: of its facts.
        recognition: of its class.
        touched: the facts that changed; None where everything may have.
        class_mark: what the known facts say of what the class turns on.
        classes_in: the classes case by case; None where all are possible in every case, or are not known exactly.
    """

    bounds: Bounds
    signature: Signature
    recognition: Recognition
    touched: Touched | None = None
    class_mark: Hashable = None
    classes_in: ClassesIn | None = None


class LiveHousehold:
    """One household's answers, kept up with its facts.

    Args:
        policy: the law in force.
    """

    name = "durable"

    def __init__(self, policy: ResolvedPolicy) -> None:
        self.policy = policy
        self._program = program(policy)
        self._session = self._program.session()
        self._made: dict[tuple[str, int], tuple[Mark, Made]] = {}
        self._seen: Seen | None = None
        self._recognition: Recognition | None = None
        self._ties: Ties = frozenset()
        self._copies: set[tuple[str, int, int, int]] = set()
        self.answers: dict[Place, Outcome] = {}
        """By id and key of the member (None: the household)."""

    def close(self) -> None:
        """Take the household out of durable_rules."""
        self._session.close()

    def update(self, household: Household, keys: Keys) -> Mapping[Place, Outcome]:
        """The answers to the facts as they now stand.

        Args:
            household: all facts.
            keys: of the members, in their order; a key stays with its member.
        """
        with self._session:
            self._update(household, keys)
        return self.answers

    def _update(self, household: Household, keys: Keys) -> None:
        bounds = Bounds(self.policy, household)
        now, touched = seen(household, keys, bounds, self._program.sourced, self._seen)
        answers: dict[Place, Outcome] = {}
        first = Step(bounds, Signature(now, self._program.sourced), Recognition(None), touched)
        ties = self._program.ties(bounds)
        tied = ties | self._ties  # what was tied at the last step may be free now
        for id, plain in self._program.own.items():
            question = self._program.tied(plain, tied)
            if touched is not None and (id, None) in self.answers and not touched.sees(question, None):
                answers[id, None] = self.answers[id, None]
            else:
                answers[id, None] = self._decide(first, question, None, MAIN)
        recognition = self._recognised(bounds, answers.get((CLASS, None)))
        same_class = recognition == self._recognition
        step = self._step(first, recognition, tied)
        members = list(enumerate(keys))
        for plain in self._program.programmes:
            question = self._program.tied(plain, tied)
            stays = not question.reads_class or (same_class and question.support.isdisjoint(recognition.shared))
            for position, key in [(None, MAIN)] if question.of == "household" else members:
                name = (question.id, None if position is None else key)
                if stays and touched is not None and name in self.answers and not touched.sees(question, position):
                    answers[name] = self.answers[name]
                else:
                    answers[name] = self._decide(step, question, position, key)
        if self._seen is None or self._seen.keys != keys:
            standing = {(id, MAIN if key is None else key) for id, key in answers}
            for gone in self._made.keys() - standing:
                self._drop(gone)
        self.answers, self._seen, self._recognition, self._ties = answers, now, recognition, ties

    # the class -----------------------------------------------------------------------------------------------------

    def _recognised(self, bounds: Bounds, of_rules: Outcome | None) -> Recognition:
        """What the class that programmes use can be; durable_rules is told where nobody's rules derive it."""
        if ("household", RECOGNISED) not in self.policy.facts:
            return Recognition(None)
        source = bounds.source(RECOGNISED)
        if source == "rule" and of_rules is not None and of_rules.reason != "not resolved":
            for key in [key for key in self._copies if key[2] == MAIN]:
                self._session.drop(key)
                self._copies.discard(key)
            self._session.put("link", link())
            found, exact = of_rules.possible, True
        else:
            self._session.drop("link")
            bounded = bounds.of(RECOGNISED)
            assert isinstance(bounded, tuple)
            found, exact = bounded, source != "rule"
            held = [self._program.compiled.classes.index(value) for value in found]
            for copy in self._program.compiled.copies:
                self._put_classes(copy, MAIN, held)
        law = source == "rule" and of_rules is not None and of_rules.reason == "law"
        shared = self._shared(bounds) if source == "rule" and len(found) > 1 else frozenset[Key]()
        return Recognition(tuple(str(one) for one in found), exact, law, shared)

    def _put_classes(self, copy: int, joined: int, positions: list[int]) -> None:
        count = len(self._program.compiled.classes)
        wanted = {("copy", copy, joined, v): recognised(copy, joined, v, count) for v in positions}
        for key in [key for key in self._copies if key[:3] == ("copy", copy, joined) and key not in wanted]:
            self._session.drop(key)
            self._copies.discard(key)
        for name, fact in wanted.items():
            self._session.put(name, fact)
            self._copies.add(name)

    def _shared(self, bounds: Bounds) -> frozenset[Key]:
        """The open facts that the class turns on: what it can be depends on them, in a decision that reads them too."""
        found: set[Key] = set()
        for kind, id, member in bounds.leaves_of(RECOGNISED, None):
            if kind == "fact":
                found.add(("household" if member is None else "person", id))
            elif kind == "law":
                found.add(("household", id))
        return frozenset(found)

    def _step(self, first: Step, recognition: Recognition, tied: Ties) -> Step:
        """The step, now that the class is known."""
        if not recognition.shared or not recognition.exact:
            return replace(first, recognition=recognition)
        question = self._program.tied(self._program.own[CLASS], tied)
        assert recognition.possible is not None
        classes_in = ClassesIn(first.bounds, question.decision, recognition.possible)
        class_mark = first.signature.of(question, None)
        return replace(first, recognition=recognition, class_mark=class_mark, classes_in=classes_in)

    # decisions -----------------------------------------------------------------------------------------------------

    def _decide(self, step: Step, question: Question, position: int | None, whose: int) -> Outcome:
        name = (question.id, whose)
        recognition = step.recognition
        classes = recognition.possible if question.reads_class else None
        entangled = classes is not None and not question.support.isdisjoint(recognition.shared)
        before = self._made.get(name)
        if before is not None and step.touched is not None and not step.touched.sees(question, position):
            signature = before[0][0]
        else:
            signature = step.signature.of(question, position)
        mark: Mark = (signature, question.id, classes, recognition.law, step.class_mark if entangled else None)
        if before is None or before[0] != mark:
            made = self._program.memory.get(mark)
            if made is None:
                made = self._cases(step, question, position, classes, entangled=entangled)
                if len(self._program.memory) >= MEMORY:
                    self._program.memory.clear()
                self._program.memory[mark] = made
            self._hand_over(name, whose, before[1] if before else None, made)
            self._made[name] = (mark, made)
        else:
            made = before[1]
        if made.facts is None:
            return NOT_RESOLVED
        decision = question.decision
        values = [decision.outcomes[i][0] for i in self._session.derived(decision.number, whose)]
        if set(values) != made.values:
            return NOT_RESOLVED  # durable_rules lost a rule: what it derived is not what its own cases say
        found = self._outcome(question.of, question.id, values, law=made.law)
        if classes is not None and not recognition.exact and found.reason == "fact":
            return NOT_RESOLVED  # the class may be less open than it was taken to be: only what is certain stands
        return found

    def _cases(
        self, step: Step, question: Question, position: int | None, classes: tuple[str, ...] | None, *, entangled: bool
    ) -> Made:
        decision, bounds = question.decision, step.bounds
        inside = entangled and question.class_inside
        classes_in = step.classes_in if entangled and not inside else None
        if classes is not None and not entangled:
            bounds = bounds.taking(CLASS_LEAF, classes)
        counted = ("household", COUNT)
        try:
            if counted in question.support and not may_hold(step.bounds, counted):
                raise NotResolved
            found = worlds(bounds, decision, position, None if inside else classes, classes_in)
        except NotResolved:
            return Made(None, frozenset(), law=False)
        values = frozenset(value for world in found.worlds for value in world.values)
        if step.recognition.law and classes is not None and not found.law and len(values) > 1:
            return Made(None, frozenset(), law=False)
        facts: dict[Hashable, Mapping[str, int]] = {}
        for world in found.worlds:
            joined = MAIN
            if decision.reads_class and world.classes is not None and world.classes != classes:
                joined = sum(1 << self._program.compiled.classes.index(c) for c in world.classes)
            fact = case(decision, world.bits, world.needs, joined)
            facts[tuple(fact.values())] = fact
        return Made(tuple(facts.values()), values, found.law)

    def _hand_over(self, name: tuple[str, int], whose: int, before: Made | None, made: Made) -> None:
        """Withdraw the cases that are no more, assert the new ones."""
        wanted = {(*name, tuple(fact.values())): fact for fact in made.facts or ()}
        for fact in (before.facts or ()) if before else ():
            key = (*name, tuple(fact.values()))
            if key not in wanted:
                self._session.drop(key)
        for key, fact in wanted.items():
            if fact["j"] != MAIN:
                positions = [i for i in range(len(self._program.compiled.classes)) if fact["j"] >> i & 1]
                for copy in self._program.compiled.copies:
                    self._put_classes(copy, fact["j"], positions)
            self._session.put(key, {**fact, "i": whose})

    def _drop(self, name: tuple[str, int]) -> None:
        before = self._made.pop(name, None)
        if before is not None:
            for fact in before[1].facts or ():
                self._session.drop((*name, tuple(fact.values())))

    def _outcome(self, of: Scope, id: str, values: list[Value], *, law: bool) -> Outcome:
        type = self.policy.facts[of, id].type
        if not isinstance(type, EnumType):
            values.sort(key=lambda v: (v is False, v))
        numbers = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
        low, high = (min(numbers), max(numbers)) if numbers else (None, None)
        if len(values) == 1:
            return Outcome(values[0], tuple(values), low, high)
        if not values:
            return NOT_RESOLVED
        return Outcome(None, tuple(values), low, high, reason="law" if law else "fact")
