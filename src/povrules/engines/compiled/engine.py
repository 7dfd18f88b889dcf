"""The compiled engine: one household at a time, for applications that decide while somebody waits."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from povrules.engines.compiled.functions import Answers, Decide, decide
from povrules.engines.compiled.shapes import Shape, read_by, ruled
from povrules.engines.compiled.working import Unsettled
from povrules.engines.outcome import Outcome
from povrules.engines.reference.engine import ReferenceEngine
from povrules.engines.reference.evaluation import Place
from povrules.facts.household import Household
from povrules.policy.resolved import ResolvedPolicy

PROGRAMS, SHAPES, SPELLINGS = 256, 256, 4096


class CompiledEngine:
    """Answers by compiled functions; what they leave open is the reference engine's. Threads may share it."""

    name = "compiled"

    def __init__(self) -> None:
        self._programs: dict[tuple[str, tuple[Place, ...]], Program] = {}
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
        answers = dict(zip(places, found, strict=True))
        if not all(found):  # an outcome is always true
            still = [place for place, outcome in answers.items() if outcome is None]
            answers |= ReferenceEngine().answer(policy, household, still)
        return answers  # type: ignore[return-value]

    def attempt(
        self, policy: ResolvedPolicy, household: Household, wanted: tuple[Place, ...]
    ) -> tuple[Outcome | None, ...]:
        """Answers where the known facts settle them; None where the reference engine must be asked."""
        program = self._programs.get((policy.digest, wanted))
        if program is None:
            program = self._program(policy, wanted)
        return program.answers(household)

    def _program(self, policy: ResolvedPolicy, wanted: tuple[Place, ...]) -> Program:
        with self._lock:
            if len(self._programs) >= PROGRAMS:
                self._programs.pop(next(iter(self._programs)))
            return self._programs.setdefault((policy.digest, wanted), Program(policy, wanted))


class Program:
    """The functions for a few answers, one for each shape of household. Made when needed and kept.

    Args:
        policy: the law in force.
        wanted: (id, member) pairs.
    """

    def __init__(self, policy: ResolvedPolicy, wanted: tuple[Place, ...]) -> None:
        self.policy = policy
        self.household = tuple(dict.fromkeys(id for id, member in wanted if member is None))
        self.person = tuple(dict.fromkeys(id for id, member in wanted if member is not None))
        self.direct = not self.person and len(self.household) == len(wanted)
        self._picked = [
            (member, (self.household if member is None else self.person).index(id)) for id, member in wanted
        ]
        self._read = read_by(policy, (("household" if m is None else "person", id) for id, m in wanted))
        self._functions: dict[Shape, Decide] = {}
        self._by_spelling: dict[object, tuple[Shape, Decide]] = {}
        self._lock = Lock()

    def answers(self, household: Household) -> tuple[Outcome | None, ...]:
        """The answers in the order asked; None where one is open."""
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
        return answers[0] if self.direct else self._pick(answers, len(members))

    def _pick(self, answers: Answers, listed: int) -> tuple[Outcome | None, ...]:
        about, rows = answers
        return tuple(
            about[i] if member is None else rows[member][i] if member < listed else None for member, i in self._picked
        )

    def _spelled(self, spelling: object, household: Household) -> tuple[Shape, Decide]:
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
                    self._functions.pop(next(iter(self._functions)))
                function = self._functions[shape] = decide(self.policy, shape, self.household, self.person)
            return function
