"""The search: fewest changes first, each read off a diagram and then assessed anew."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, cast

from povrules.decisions.counterfactual.candidates import Candidate, narrowed, nearest, solved
from povrules.decisions.counterfactual.ground import Ground
from povrules.decisions.counterfactual.slots import Move, moves
from povrules.decisions.counterfactual.truth import reader, truth_of
from povrules.decisions.counterfactual.ways import Way, is_plain, plain_keys
from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.freed import Key
from povrules.language.feasible import entangled
from povrules.language.nodes import Value
from povrules.language.unknowns import TooLarge, unknowns_in


@dataclass
class Searched:
    """What was found.

    Args:
        found: for each answer, the changes that turn the verdict to it, each verified.
        not_searched: so many changes together were not looked at, for want of patience; None when all were.
        skipped: facts that hang together in a way no nearest value could be told for, by name.
    """

    found: dict[Value, list[Candidate]] = field(default_factory=dict)
    not_searched: int | None = None
    skipped: set[str] = field(default_factory=set)


class Search:
    """Looks for the smallest changes of one verdict.

    Args:
        ground: what can move.
        id: of the decision.
        member: position of the member, None for the household.
        before: what the answer is now.
        goals: answers to turn it to.
        most: so many changes together are looked for.
    """

    def __init__(
        self, ground: Ground, id: str, member: int | None, before: Outcome, goals: tuple[Value, ...], most: int
    ) -> None:
        self.ground = ground
        self.id = id
        self.member = member
        self.goals = goals
        self.most = most
        self.searched = Searched({goal: [] for goal in goals})

    def run(self) -> Searched:
        """One change, else two together, and so on, for each answer until one is found that can be brought about."""
        for count in range(1, self.most + 1):
            waiting = [goal for goal in self.goals if not self._brought_about(goal)]
            if not waiting:
                break
            try:
                self._look(waiting, count)
            except TooLarge:
                self.searched.not_searched = count
                break
        return self.searched

    def _brought_about(self, goal: Value) -> bool:
        return any(candidate.changeable for candidate in self.searched.found[goal])

    def _look(self, goals: list[Value], count: int) -> None:
        freed = self.ground.freed(count)
        with freed.patient():
            read = reader(self.ground, freed)
            for goal in goals:
                truth = truth_of(freed, self.id, self.member, goal)
                ties = [unknown.about for unknown in entangled(unknowns_in(truth)) if not is_plain(unknown)]
                self._take(goal, read.ways(truth, count), count, ties)

    def _take(self, goal: Value, ways: tuple[Way, ...], count: int, ties: list[frozenset[Hashable]]) -> None:
        kept = self.searched.found[goal]
        known = [candidate.keys for candidate in kept]
        direct: dict[frozenset[Key], list[Candidate]] = {}
        together: dict[frozenset[Key], None] = {}
        for way in ways:
            keys = plain_keys(way)
            if all(is_plain(step.unknown) for step in way) and all(map(self._listed, keys)):
                if not any(other <= keys for other in known):
                    direct.setdefault(keys, []).extend(self._candidates(way))
            else:
                together.update(dict.fromkeys(self._spread(way, count, ties)))
        found: list[Candidate] = []
        for keys, candidates in direct.items():
            if keys not in together:
                found += narrowed([each for each in candidates if self._verified(each, goal)])
        for keys in sorted(together, key=len):
            if not any(other <= keys for other in (*known, *(each.keys for each in found))):
                solutions, complete = solved(self.ground, self.id, self.member, goal, keys)
                if not complete:
                    self.searched.skipped |= {slot.name for slot in map(self.ground.slot, keys) if slot is not None}
                found += narrowed([each for each in solutions if self._verified(each, goal)])
        every = [*kept, *found]
        self.searched.found[goal] = [each for each in every if not any(other.keys < each.keys for other in every)]

    def _listed(self, key: Key) -> bool:
        """Whether a fact becomes one of a few values; how far another one may go is told with the rest held fast."""
        slot = self.ground.slot(key)
        return slot is not None and slot.listed

    def _candidates(self, way: Way) -> Iterator[Candidate]:
        steps = sorted(way, key=lambda step: step.unknown.order)
        options: list[list[Move]] = []
        for step in steps:
            slot = self.ground.slot(cast("Key", step.unknown.key))
            options.append([] if slot is None else list(moves(slot, step.cell)))
        yield from (Candidate(nearest(choice)) for choice in product(*options))

    def _spread(self, way: Way, count: int, ties: list[frozenset[Hashable]]) -> Iterator[frozenset[Key]]:
        """The sets of facts of which a way speaks, where it speaks of a sum or product: at least one of its parts.

        What is tied to a fact that moves, by a sum of both, may have to move with it.
        """
        plain = plain_keys(frozenset(step for step in way if is_plain(step.unknown)))
        mixed = [sorted(self._movable(step.unknown.about), key=repr) for step in way if not is_plain(step.unknown)]
        tied = [sorted(self._movable(tie), key=repr) for tie in ties if tie & plain]
        parts = dict.fromkeys(key for keys in (*mixed, *tied) for key in keys if key not in plain)
        for more in range(count - len(plain) + 1):
            for chosen in combinations(parts, more):
                keys = plain | frozenset(chosen)
                if keys and all(any(key in keys for key in keys_of) for keys_of in mixed):
                    yield keys

    def _movable(self, about: frozenset[Any]) -> list[Key]:
        return [key for key in about if self.ground.slot(key) is not None]

    def _verified(self, candidate: Candidate, goal: Value) -> bool:
        """Whether the household, or the law, with the change gives the answer."""
        for values in candidate.choices():
            evaluation = self.ground.assessed(values)
            if evaluation is None:
                return False
            found = outcome(evaluation, self.id, self.member)
            if not found.determined or found.value != goal:
                return False
        return True
