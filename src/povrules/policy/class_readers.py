"""Which programmes turn on the class of the household, and by which facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.language.types import EnumType
from povrules.policy.programmes import ResolvedProgramme
from povrules.policy.resolved import ResolvedFact

RECOGNISED = "vn:recognised_class"
CLASS = "poverty_class"
Key = tuple[Scope, str]


def with_class_readers(
    programmes: Mapping[str, ResolvedProgramme], facts: Mapping[Key, ResolvedFact]
) -> dict[str, ResolvedProgramme]:
    """The programmes, told by which facts they turn on the class that programmes use."""

    found: dict[Key, frozenset[str]] = {}

    def through(key: Key) -> frozenset[str]:
        """The last fact before the class that may be given instead: the class itself, or one that stands for it."""
        if key[1] == RECOGNISED:
            return frozenset([RECOGNISED])
        if key not in found:
            formula = facts[key].formula
            parts = () if formula is None else n.walk(formula)
            below = (through((part.of, part.id)) for part in parts if isinstance(part, n.Ref))
            names = frozenset[str]().union(*below)
            found[key] = frozenset([key[1]]) if names and facts[key].given else names
        return found[key]

    return {
        id: replace(item, class_read_as=frozenset[str]().union(*(through((item.of, at)) for at in _answers(item))))
        for id, item in programmes.items()
    }


def classes_used(item: ResolvedProgramme, facts: Mapping[Key, ResolvedFact]) -> tuple[str, ...]:
    """The classes of the household that a programme's conditions look at: the nation's recognised one, a place's own.

    Args:
        item: the programme.
        facts: of the policy.

    Returns:
        Their ids, sorted.
    """
    found: set[str] = set()
    waiting: list[Key] = [(item.of, item.conditions)]
    seen = set(waiting)
    while waiting:
        formula = facts[waiting.pop()].formula
        for part in () if formula is None else n.walk(formula):
            if not isinstance(part, n.Ref) or (part.of, part.id) in seen:
                continue
            seen.add((part.of, part.id))
            type = facts[part.of, part.id].type
            if isinstance(type, EnumType) and (type.name == CLASS or part.id.endswith(f":{CLASS}")):
                found.add(part.id)
            else:
                waiting.append((part.of, part.id))
    return tuple(sorted(found))


def _answers(item: ResolvedProgramme) -> tuple[str, ...]:
    return (item.id, *(benefit.id for benefit in item.benefits.values()))
