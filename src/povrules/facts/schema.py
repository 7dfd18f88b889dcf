"""The facts a policy asks for: names, whose they are, types, domains, questions. Made from a policy for readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from povrules.language.nodes import Scope
from povrules.language.numbers import Number
from povrules.language.types import Type
from povrules.law.model import Words
from povrules.policy.frozen import FrozenMap


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact that may be given.

    Args:
        id: with its namespace, ``vn:floor_area``.
        name: as people write it in a household, ``floor_area``; a place's fact with its namespace, ``79:zone``.
        of: ``household`` or ``person``.
        type: its type, with the unit where it is a number.
        low: smallest value of its domain, inclusive; None is unbounded.
        high: largest value, inclusive; None is unbounded.
        label: name in both languages.
        question: what an officer asks, in both languages, where the law file says it.
        general: describes the household or person in general; giving it does not mean that an indicator is given by
            raw facts.
        computed: has a rule as well; what is given wins over the rule.
        member_labels: for an enum, each member's label.
    """

    id: str
    name: str
    of: Scope
    type: Type
    low: Number | date | None
    high: Number | date | None
    label: Words
    question: Words | None
    general: bool
    computed: bool
    member_labels: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class FactSchema:
    """All facts of a policy by name.

    Args:
        household: facts of the household.
        person: facts of a member.
    """

    household: Mapping[str, FactSpec]
    person: Mapping[str, FactSpec]

    def __post_init__(self) -> None:
        object.__setattr__(self, "household", FrozenMap(self.household))
        object.__setattr__(self, "person", FrozenMap(self.person))
