"""Where a verdict holds, as a diagram over what is free and what is open."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import reduce
from typing import Any, cast

from povrules.decisions.counterfactual.ground import Ground
from povrules.decisions.counterfactual.ways import Reader, is_plain
from povrules.engines.reference.admissible import INADMISSIBLE, admissible
from povrules.engines.reference.freed import Freed, Key
from povrules.language import nodes as n
from povrules.language.nodes import Value
from povrules.language.unknowns import Unknown, unknowns_in


def truth_of(freed: Freed, id: str, member: int | None, goal: Value, moved: Iterable[Key] = ()) -> Any:
    """Where the answer is the goal, among what is admissible.

    What was moved already binds what is still free.
    """
    diagram = freed.ref(id, member)
    holds = freed.lift(lambda leaf: leaf == goal, diagram)
    if any(_open(freed, unknown) and is_plain(unknown) for unknown in unknowns_in(diagram)):
        holds = _where_admissible(freed, diagram, holds, goal)
    return reduce(freed.diagrams.both, _allowed(freed, holds, moved), holds)


def _where_admissible(freed: Freed, diagram: Any, holds: Any, goal: Value) -> Any:
    """The same among the completions of what is open that are admissible; where none is, a constraint is dropped."""
    freed.free &= freed.near.at.keys()  # what the verdict does not read stays as it is
    narrowed = admissible(freed, diagram)
    possible = freed.lift(lambda leaf: leaf is not INADMISSIBLE, narrowed)
    somewhere = freed.diagrams.exists(possible, frozenset(u for u in unknowns_in(possible) if _open(freed, u)))

    def told(some: bool, leaf: Any, without: bool) -> bool:
        return leaf is INADMISSIBLE or leaf == goal if some else without

    return freed.lift(told, somewhere, narrowed, holds)


def _open(freed: Freed, unknown: Unknown) -> bool:
    """Whether nothing is known of it: it is not one of the known values that may move."""
    return unknown.key not in freed.near.at


def _allowed(freed: Freed, diagram: Any, moved: Iterable[Key]) -> Iterator[Any]:
    """What the law declares to hold between its values, as far as it can bind those that matter."""
    reach: set[Hashable] = {key for unknown in unknowns_in(diagram) for key in unknown.about}.union(moved)
    read_by = [(relation.that, _cells(relation.that)) for relation in freed.policy.relations]
    waiting = [each for each in read_by if all(_known(freed, key) for key in each[1])]
    while near := [each for each in waiting if each[1] & reach]:
        waiting = [each for each in waiting if each not in near]
        for that, read in near:
            reach |= read
            yield freed.value(that)


def _cells(that: n.Node) -> frozenset[Key]:
    """The values of law a condition between them reads."""
    found = [part for part in n.walk(that) if isinstance(part, n.ParameterRef)]
    return frozenset(("law", p.id, p.index.value if isinstance(p.index, n.Literal) else None) for p in found)


def _known(freed: Freed, key: Key) -> bool:
    """Whether there is a value; a condition on an unknown one binds nothing yet, as in a reform."""
    return freed.policy.parameters[key[1]].value(key[2]) is not None


def reader(ground: Ground, freed: Freed) -> Reader:
    """A reader of the diagrams of one evaluation."""

    def settles(unknown: Unknown) -> bool:
        key = cast("Key", unknown.key)
        if not is_plain(unknown) or unknown.key in freed.near.at:
            return False
        slot = ground.slot(key)
        return slot is not None and slot.before is None and key[0] == "fact"

    return Reader(freed, settles)
