"""The compiled engine: one household at a time, for applications that decide while somebody waits."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import cast

from povrules.engines.compiled.functions import Answers, Decide, Row, Worked, decide
from povrules.engines.compiled.lawful import Unasked
from povrules.engines.compiled.shapes import Shape, read_by, ruled
from povrules.engines.compiled.working import Unsettled
from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.engine import ReferenceEngine
from povrules.engines.reference.evaluation import PATIENCE, Evaluation, Place
from povrules.facts.household import Household
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy

QUESTIONS, PROGRAMS, SHAPES, SPELLINGS = 1024, 256, 256, 4096
Wanted = tuple[Place, ...]


class CompiledEngine:
    """Answers by compiled functions; what they leave open is the reference engine's. Threads may share it.

    What is compiled is kept by the policy's digest and the answers asked for, so that equal policies share it; of each
    kind only so much is kept.
    """

    name = "compiled"

    def __init__(self) -> None:
        self._questions: dict[tuple[str, Wanted], Question] = {}
        self._programs: dict[tuple[str, frozenset[Key]], Program] = {}
        self._lock = Lock()

    def answer(self, policy: ResolvedPolicy, household: Household, wanted: Iterable[Place]) -> dict[Place, Outcome]:
        """Answers for one household.

        Args:
            policy: the law in force.
            household: checked facts.
            wanted: (id, member) pairs; member None for the household's.
        """
        places = tuple(wanted)
        found = self.attempt(policy, household, places)
        answers = {place: outcome for place, outcome in zip(places, found, strict=True) if outcome is not None}
        if len(answers) == len(places):
            return answers
        still = [place for place in places if place not in answers]
        rest = ReferenceEngine().answer(policy, household, still)
        return {place: answers.get(place) or rest[place] for place in places}

    def attempt(self, policy: ResolvedPolicy, household: Household, wanted: Wanted) -> tuple[Outcome | None, ...]:
        """Answers where the known facts settle them; None where the reference engine must be asked."""
        question = self._questions.get((policy.digest, wanted))
        if question is None:
            question = self._question(policy, wanted)
        return question.answers(household)

    def program(self, policy: ResolvedPolicy, ids: frozenset[Key]) -> Program:
        """What works out some answers of a household and of all its members in one go.

        Args:
            policy: the law in force.
            ids: (whose, id) pairs.
        """
        found = self._programs.get((policy.digest, ids))
        if found is not None:
            return found
        with self._lock:
            if len(self._programs) >= PROGRAMS:
                self._programs.clear()
                self._questions.clear()
            return self._programs.setdefault((policy.digest, ids), Program(policy, ids))

    def _question(self, policy: ResolvedPolicy, wanted: Wanted) -> Question:
        program = self.program(policy, frozenset(_key(place) for place in wanted))
        with self._lock:
            if len(self._questions) >= QUESTIONS:
                self._questions.clear()
            return self._questions.setdefault((policy.digest, wanted), Question(program, wanted))


def _key(place: Place) -> Key:
    return ("household" if place[1] is None else "person", place[0])


class Question:
    """A few answers, in the order they are asked for.

    Args:
        program: works them out.
        wanted: (id, member) pairs.
    """

    def __init__(self, program: Program, wanted: Wanted) -> None:
        self._program = program
        lists = {"household": program.household, "person": program.person}
        self._picked = [(member, lists[_key((id, member))[0]].index(id)) for id, member in wanted]
        self._as_worked_out = self._picked == [(None, i) for i in range(len(program.household))]

    def answers(self, household: Household) -> tuple[Outcome | None, ...]:
        """The answers in the order asked; None where one is open."""
        about, rows = self._program.answers(household)
        if self._as_worked_out:
            return about
        listed = len(household.members)
        return tuple([about[i] if m is None else rows[m][i] if m < listed else None for m, i in self._picked])


class Program:
    """The functions for a few answers, one for each shape of household. Made when needed and kept.

    Args:
        policy: the law in force.
        wanted: the answers, of the household and of every member.
    """

    def __init__(self, policy: ResolvedPolicy, wanted: frozenset[Key]) -> None:
        self.policy = policy
        self.household = tuple(id for of, id in policy.facts if of == "household" and (of, id) in wanted)
        self.person = tuple(id for of, id in policy.facts if of == "person" and (of, id) in wanted)
        self._read = read_by(policy, wanted)
        self._functions: dict[Shape, Decide] = {}
        self._by_spelling: dict[object, tuple[Shape, Decide]] = {}
        self._lock = Lock()

    def answers(self, household: Household) -> Answers:
        """The household's answers and each member's."""
        facts, members, unlisted = household.facts, household.members, household.unlisted
        spelling = (tuple(facts), frozenset(map(tuple, members)) if members else None, unlisted > 0)
        found = self._by_spelling.get(spelling)
        if found is None:
            found = self._spelled(spelling, household)
        shape, function = found
        try:
            answers = function(facts, members, unlisted)
        except Unsettled:
            settled = ruled(self.policy, household, self._read)
            function = self._function(Shape(shape.household, shape.person, shape.somebody, settled))
            answers = function(facts, members, unlisted)
        return self._with_law(household, *answers)

    def _with_law(self, household: Household, about: Worked, rows: list[Worked]) -> Answers:
        """The answers with those that are open for want of law alone."""
        if not rows and Unasked not in map(type, about):
            return cast("Row", about), []
        evaluation: Evaluation | None = None

        def asked(row: Worked, ids: tuple[str, ...], member: int | None) -> Row:
            nonlocal evaluation
            made: list[Outcome | None] = []
            for id, found in zip(ids, row, strict=True):
                if isinstance(found, Unasked):
                    evaluation = evaluation or Evaluation(self.policy, household, PATIENCE)
                    answer = outcome(evaluation, id, member)
                    found.keep(answer)
                    made.append(answer)
                else:
                    made.append(found)
            return tuple(made)

        def settled(row: Worked, ids: tuple[str, ...], member: int | None) -> Row:
            return asked(row, ids, member) if Unasked in map(type, row) else cast("Row", row)

        listed = rows[: len(household.members)]
        return settled(about, self.household, None), [settled(row, self.person, i) for i, row in enumerate(listed)]

    def _spelled(self, spelling: object, household: Household) -> tuple[Shape, Decide]:
        """The shape of households whose facts are named like this, in this order."""
        read = self._read
        shape = Shape(
            frozenset(id for id in household.facts if ("household", id) in read),
            frozenset(id for member in household.members for id in member if ("person", id) in read),
            bool(household.members) or household.unlisted > 0,
        )
        found = (shape, self._function(shape))
        with self._lock:
            if len(self._by_spelling) >= SPELLINGS:
                self._by_spelling.clear()
            self._by_spelling[spelling] = found
        return found

    def _function(self, shape: Shape) -> Decide:
        with self._lock:
            function = self._functions.get(shape)
            if function is None:
                if len(self._functions) >= SHAPES:
                    self._functions.clear()
                    self._by_spelling.clear()
                function = self._functions[shape] = decide(self.policy, shape, self.household, self.person)
            return function
