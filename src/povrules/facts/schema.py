"""The facts a policy asks for: names, whose they are, types, domains, questions. Made from a policy for readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from povrules.language.amounts import Lang
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope
from povrules.language.numbers import Number
from povrules.language.types import Type
from povrules.law.model import Words
from povrules.policy.frozen import FrozenMap

_COLUMNS = ("of", "name", "type", "low", "high", "label", "question")


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

    def __getitem__(self, name: str) -> FactSpec:
        """A fact by its name; what both have is the household's.

        Raises:
            PovrulesError: there is none, with the closest.
        """
        found = self.household.get(name) or self.person.get(name)
        if found is None:
            raise PovrulesError(f"no fact {name!r}", closest=closest(name, self))
        return found

    def __iter__(self) -> Iterator[str]:
        """The names, of the household and then of a member, each once."""
        return iter(dict.fromkeys([*self.household, *self.person]))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def table(self, lang: Lang = "vi") -> pl.DataFrame:
        """Every fact as a row: whose it is, name, type, domain, label and question.

        Args:
            lang: of labels and questions.

        >>> import povrules as pr
        >>> facts = pr.load_policy(on="2024-10-01").facts
        >>> facts.table("en").filter(name="floor_area").select("of", "type", "low", "label").row(0)
        ('household', 'number in m2', '0', 'Floor area')
        """
        rows = [
            {
                "of": spec.of,
                "name": spec.name,
                "type": str(spec.type),
                "low": None if spec.low is None else str(spec.low),
                "high": None if spec.high is None else str(spec.high),
                "label": spec.label.of(lang),
                "question": None if spec.question is None else spec.question.of(lang),
            }
            for spec in (*self.household.values(), *self.person.values())
        ]
        return pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String))

    def __repr__(self) -> str:
        return (
            f"<FactSchema {len(self.household)} facts of households, {len(self.person)} of persons; table() lists them>"
        )
