"""What a step changed, and what the known facts say of the facts a decision turns on."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from povrules.engines.carrying import SIZE
from povrules.engines.durable.bounding import Bounds, Place
from povrules.engines.durable.programs import Question
from povrules.facts.household import Household
from povrules.language.calendar import PartialDate
from povrules.policy.ordering import Key

Sources = Mapping[Place, str]
Keys = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """The facts a step changed.

    Args:
        household: of the household.
        members: of each member.
    """

    household: frozenset[Key]
    members: tuple[frozenset[Key], ...]

    def sees(self, question: Question, position: int | None) -> bool:
        """Whether a decision of the household, or of one member, turns on one of them."""
        support = question.support
        if not support.isdisjoint(self.household):
            return True
        if position is not None and not question.of_all:
            return not support.isdisjoint(self.members[position])
        return any(not support.isdisjoint(facts) for facts in self.members)


@dataclass(frozen=True, slots=True)
class Seen:
    """A household as it was seen at a step.

    Args:
        household: all facts.
        keys: of the members, in their order.
        bounds: of it.
        sources: of the facts of which it depends on others whether they are worked out by rule.
    """

    household: Household
    keys: Keys
    bounds: Bounds
    sources: Sources


def seen(
    household: Household, keys: Keys, bounds: Bounds, sourced: Collection[Key], before: Seen | None
) -> tuple[Seen, Touched | None]:
    """The household as it is seen now, and which facts changed; None where members came or went.

    Args:
        household: all facts.
        keys: of the members, in their order.
        bounds: of it.
        sourced: facts of which it depends on others whether they are worked out by rule.
        before: the step before.
    """
    same = before is not None and before.keys == keys and before.household.unlisted == household.unlisted
    own: set[str] = set()
    of_members: list[set[str]] = []
    if before is not None and same:
        was = before.household
        own = _differing(was.facts, household.facts)
        of_members = [_differing(a, b) for a, b in zip(was.members, household.members, strict=True)]
        pairs = [(own, was.facts, household.facts), *zip(of_members, was.members, household.members, strict=True)]
        if SIZE not in own and all(_kind(a, id) == _kind(b, id) for ids, a, b in pairs for id in ids):
            bounds.trust(before.bounds)
            return Seen(household, keys, bounds, before.sources), _touched(own, of_members)
    places = [(id, i) for of, id in sourced for i in ((None,) if of == "household" else range(len(keys)))]
    now = Seen(household, keys, bounds, {place: bounds.source(*place) for place in places})
    if before is None or not same or SIZE in own:
        return now, None
    for id, member in places:
        if before.sources.get((id, member)) != now.sources[id, member]:
            (own if member is None else of_members[member]).add(id)
    return now, _touched(own, of_members)


def _touched(own: set[str], of_members: list[set[str]]) -> Touched:
    about: frozenset[Key] = frozenset(("household", id) for id in own)
    return Touched(about, tuple(frozenset(("person", id) for id in ids) for ids in of_members))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Facts that are not the same; one that is not known is not the same as one that is not carried."""
    if before is after:
        return set()
    return {id for id in before.keys() | after.keys() if before.get(id, ...) != after.get(id, ...)}


def _kind(facts: Mapping[str, Any], id: str) -> int:
    """What there is of a fact, on which it can depend where another one comes from."""
    found = facts.get(id, ...)
    return 0 if found is ... else 1 if found is None else 2 if isinstance(found, PartialDate) else 3


class Signature:
    """What the known facts say of a set of facts: answers with the same signature are the same.

    Args:
        now: the household.
        sourced: facts of which it depends on others whether they are worked out by rule.
    """

    def __init__(self, now: Seen, sourced: Collection[Key]) -> None:
        self._now = now
        self._sourced = frozenset(sourced)
        self._made: dict[tuple[int, int | None], Hashable] = {}

    def of(self, question: Question, member: int | None) -> Hashable:
        """Of what a decision of the household, or of the member in this position, turns on."""
        found = self._made.get((question.decision.number, member))
        if found is None:
            parts = tuple(self._parts(question.support, member, all=member is None or question.of_all))
            found = self._made[question.decision.number, member] = parts
        return found

    def _parts(self, support: frozenset[Key], member: int | None, *, all: bool) -> Iterator[Hashable]:
        household, sources = self._now.household, self._now.sources
        held, about = household.members, household.facts
        yield self._now.bounds.size, len(held), household.unlisted, member if all else None
        for scope, id in support:
            if (scope, id) in self._sourced:
                places = (None,) if scope == "household" else range(len(held)) if all else (member,)
                yield tuple(sources[id, place] for place in places)
            if scope == "household":
                if id in about:
                    yield id, about[id]
            elif all:
                yield tuple(facts.get(id, ...) for facts in held)
            elif member is not None and id in held[member]:
                yield id, held[member][id]
