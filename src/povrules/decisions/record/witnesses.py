"""Two completions that show an undetermined answer to be open: households where it comes out one way and the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from povrules.decisions.record.answers import Answer
from povrules.decisions.record.lawful import with_law
from povrules.decisions.record.paths import Filled, completions
from povrules.engines.outcome import Outcome
from povrules.engines.reference.admissible import INADMISSIBLE, admissible, broken_constraints
from povrules.engines.reference.completion import possible_values
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import PATIENCE, Evaluation, Place
from povrules.engines.reference.interpreting import Text
from povrules.facts.household import Given, Household
from povrules.language.calendar import PartialDate
from povrules.language.canonical import plain
from povrules.language.linear import Linear
from povrules.language.nodes import Value
from povrules.language.types import BoolType, DateType, EnumType, NumberType
from povrules.language.unknowns import Branch, TooLarge
from povrules.policy.ordering import Key, law_read, reads
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy

ROUNDS = 6
"""A completion may leave facts open that its path did not name; they are filled in so many rounds."""
LISTED = 4
"""Where nobody is listed and nobody said how many there are, households of up to so many are tried."""
OPEN = (Branch, Linear, Day, Text)


@dataclass(frozen=True)
class Witness:
    """A completion of a household.

    Args:
        policy: the law, with values filled in where it is unknown.
        household: the facts, with values filled in where they are unknown.
        law: what was filled in of the law, by id and member of the enum.
    """

    policy: ResolvedPolicy
    household: Household
    law: Mapping[tuple[str, str | None], Any] = field(default_factory=dict)

    @cached_property
    def evaluation(self) -> Evaluation:
        """Its answers."""
        return Evaluation(self.policy, self.household, PATIENCE)

    def diagram(self, place: Place) -> Any:
        """An answer as far as it is settled; None where it takes too long."""
        evaluation = self.evaluation
        try:
            with evaluation.planned(*place), evaluation.patient():
                found = evaluation.ref(*place)
                return admissible(evaluation, found) if isinstance(found, OPEN) else found
        except TooLarge:
            return None

    def value(self, place: Place) -> Any:
        """The answer; None while it is open."""
        found = self.diagram(place)
        if not isinstance(found, OPEN):
            return found
        possible = possible_values(found)
        return possible[0] if len(possible) == 1 and not isinstance(possible[0], OPEN) else None

    def holds_together(self, broken: set[str]) -> bool:
        """Whether it breaks no constraint that the known facts do not break, and nothing declared of the law.

        What is declared of law that was not filled in holds: the policy was loaded with it.
        """
        if not set(broken_constraints(self.evaluation)) <= broken:
            return False
        filled = {id for id, _ in self.law}
        about = (that for that in self.policy.invariants if filled.intersection(law_read(that)))
        return all(self.evaluation.value(that) is not False for that in about)

    def filled(self, base: Household) -> dict[str, Any]:
        """What was filled in, as JSON: facts of the household, of the members, of the law."""
        members = []
        for position, member in enumerate(self.household.members):
            members.append(_new(member, base.members[position] if position < len(base.members) else {}))
        law = [[id, cell, plain(value)] for (id, cell), value in sorted(self.law.items(), key=str)]
        return {"household": _new(self.household.facts, base.facts), "members": members, "law": law}


def _new(facts: Mapping[str, Given], before: Mapping[str, Given]) -> dict[str, Any]:
    return {id: plain(value) for id, value in facts.items() if value is not None and before.get(id) != value}


class Witnesses:
    """Finds witnesses; one that shows two answers to be open is used for both.

    Args:
        evaluation: of the household as it is known.
        read: the facts that the answers of the record can read; no other is filled in.
    """

    def __init__(self, evaluation: Evaluation, read: frozenset[Key]) -> None:
        self._read = read
        self.base = Witness(evaluation.policy, evaluation.household)
        self._broken = set(broken_constraints(evaluation))
        self.found: list[Witness] = []
        self._turn = 0
        """So that what is filled in for no reason of its own is not always the same."""

    def two(self, answer: Answer) -> list[dict[str, Any]] | None:
        """Two witnesses by number with the value each gives; None where none were found."""
        values: dict[Any, int] = {}
        for number, witness in enumerate(self.found):
            if len(values) < 2 and (value := witness.value(answer.place)) is not None:
                values.setdefault(value, number)
        for accept, high in self._wanted(answer.outcome, values):
            if len(values) < 2 and (found := self._settled(answer.place, accept, high)) is not None:
                value = found.value(answer.place)
                if value not in values:
                    self.found.append(self._whole(found, answer.place, value))
                    values[value] = len(self.found) - 1
        if len(values) < 2:
            return None
        return [{"witness": number, "value": plain(value)} for value, number in values.items()]

    def _whole(self, found: Witness, place: Place, value: Any) -> Witness:
        """The witness with what is still open filled in too, so that it settles other answers as well.

        What constraints speak of is left as it is: it follows the rest.
        """
        policy = found.policy
        bound = {key for constraint in policy.constraints for key in reads(constraint.that)}
        filled: Filled = {}
        for (of, id), fact in policy.facts.items():
            places: Iterable[int | None] = (None,) if of == "household" else range(len(found.household.members))
            for member in places:
                if (of, id) in self._read - bound and found.evaluation.source(id, member) == "unknown" and fact.given:
                    filled["fact", id, member] = _some(fact, found.evaluation.carried(member).get(id), self._turn)
        self._turn += 1
        whole = completed(found, {key: v for key, v in filled.items() if v is not None})
        if whole is None or whole.value(place) != value or not whole.holds_together(self._broken):
            return found
        return whole

    @staticmethod
    def _wanted(found: Outcome, values: dict[Any, int]) -> Iterator[tuple[Callable[[Any], bool], bool]]:
        """Which leaves are looked for: each possible value that is not shown yet; amounts from below and from above."""
        for value in dict.fromkeys((*found.possible[:1], *reversed(found.possible))):
            if value not in values:
                yield partial(_is, value), False
        if not found.possible:
            for high in (False, True):
                yield (lambda leaf: leaf is not INADMISSIBLE and leaf != 0), high
            yield (lambda leaf: leaf == 0), False

    def _settled(self, place: Place, accept: Callable[[Any], bool], high: bool) -> Witness | None:
        """The household with unknown facts filled in until the answer is settled as wanted."""
        return next(self._tried(self.base, place, accept, high, ROUNDS), None)

    def _tried(
        self, here: Witness, place: Place, accept: Callable[[Any], bool], high: bool, rounds: int
    ) -> Iterator[Witness]:
        diagram = here.diagram(place)
        if not isinstance(diagram, OPEN):
            if diagram is not None and accept(diagram):
                yield here
            return
        if (value := here.value(place)) is not None:
            if accept(value):
                yield here
            return
        if rounds == 0:
            return

        def wanted(leaf: Any) -> bool:
            return leaf is not INADMISSIBLE and (isinstance(leaf, (Linear, Day, Text)) or accept(leaf))

        for filled in completions(here.evaluation, diagram, wanted, high):
            found = completed(here, filled)
            if found is not None and found.holds_together(self._broken):
                yield from self._tried(found, place, accept, high, rounds - 1)
        for household in _listed(here):
            yield from self._tried(Witness(here.policy, household, here.law), place, accept, high, rounds - 1)


def completed(here: Witness, filled: Filled) -> Witness | None:
    """A witness with values filled in; None where nothing is, or a value lies outside its domain."""
    if not filled:
        return None
    evaluation, household = here.evaluation, here.household
    facts, law = dict(household.facts), dict(here.law)
    members = [dict(member) for member in household.members]
    if any(kind == "fact" and member is not None and member >= len(members) for kind, _, member in filled):
        members += [{} for _ in range(evaluation.size - len(members))]
    for (kind, id, member), value in filled.items():
        if kind == "law":
            law[id, member] = value
            continue
        declared = evaluation.fact(id, member)
        if not isinstance(value, bool) and isinstance(value, int):
            too_low = isinstance(declared.low, int) and value < declared.low
            if too_low or (isinstance(declared.high, int) and value > declared.high):
                return None
        (facts if member is None else members[member])[id] = value
    policy = here.policy if law == here.law else with_law(here.policy, law)
    unlisted = household.unlisted if len(members) == len(household.members) else 0
    return Witness(policy, Household(facts, tuple(members), unlisted), law)


def _is(value: Any, leaf: Any) -> bool:
    """Whether a leaf is that value; true is not the number 1."""
    return isinstance(leaf, bool) == isinstance(value, bool) and bool(leaf == value)


def _some(fact: ResolvedFact, given: Given, turn: int) -> Value | None:
    """Some value of a fact; None where its domain says nothing."""
    match fact.type:
        case BoolType():
            return bool(turn % 2)
        case EnumType(members=members):
            return members[turn % len(members)]
        case NumberType() if isinstance(fact.low, (int, Fraction)):
            return fact.low if turn % 2 or fact.high is None else fact.high
        case DateType() if isinstance(given, PartialDate):
            return (given.first, given.last)[turn % 2]
        case DateType() if isinstance(fact.low, date):
            return fact.low
    return None


def _listed(here: Witness) -> Iterator[Household]:
    """The household with its unlisted members listed, each with nothing known."""
    household, evaluation = here.household, here.evaluation
    for count in range(1, LISTED + 1) if evaluation.open_ended else [evaluation.size - evaluation.listed]:
        if count > 0:
            yield Household(household.facts, (*household.members, *({} for _ in range(count))), 0)
