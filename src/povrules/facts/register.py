"""A checked register: what can be used, by fact; what cannot, with the reason; nothing between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from povrules.facts.cells import LAST
from povrules.facts.divided import Divisions, Tables, cut
from povrules.facts.mapping import ColumnMapping
from povrules.facts.partial_date import between
from povrules.facts.rejects import Reject, rejects_frame
from povrules.facts.scaled import from_scaled
from povrules.facts.schema import FactSchema
from povrules.language.nodes import Scope

OWN_COLUMNS = ("row", "household_row", "unlisted")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each table."""

    households: int
    persons: int


@dataclass(frozen=True, slots=True, eq=False)
class CheckedRegister:
    """Two tables, checked once, to be evaluated many times.

    Args:
        schema: the facts they were checked against.
        households: one row for each used household in the order of the input: ``row`` (1-based, in the source),
            ``unlisted`` (how many of its persons were rejected), ``household_id``, and a column for each fact given.
            Truth is Boolean; a number is a whole one, times ten to the power that ``scales`` says; a day is a Date,
            with ``<fact>__last`` beside it when some are known only in part; a member of a list is an Enum.
        persons: the same for persons, with ``household_row``, the 0-based position of their household in
            ``households``; None when members are not listed.
        extra_households: the columns that carry no fact, row by row beside ``households``.
        extra_persons: the same for persons.
        rejects: one entry for each row that is not used.
        warnings: what was noticed about the rest.
        mapping: which column was read as which fact.
        native: the kind of frame the households came in as, or ``file``.
        read: how many rows there were.
        observed_on: the day up to which days were checked, or None.
        scales: decimals of each number, by fact, of households and of persons.
        divisions: its rows by province, worked out when a register of many places is decided.
    """

    schema: FactSchema
    households: pl.DataFrame
    persons: pl.DataFrame | None
    extra_households: pl.DataFrame
    extra_persons: pl.DataFrame | None
    rejects: tuple[Reject, ...]
    warnings: tuple[Reject, ...]
    mapping: ColumnMapping
    native: str
    read: Counts
    observed_on: date | None = None
    scales: Mapping[Scope, Mapping[str, int]] = field(default_factory=dict)
    divisions: Divisions = field(default_factory=Divisions, repr=False)

    def __post_init__(self) -> None:
        rejected = Counts(
            sum(r.table == "households" for r in self.rejects), sum(r.table == "persons" for r in self.rejects)
        )
        total = Counts(self.used.households + rejected.households, self.used.persons + rejected.persons)
        if total != self.read:
            raise AssertionError(f"used and rejected rows ({total}) are not the rows read ({self.read})")

    def __repr__(self) -> str:
        used = self.used
        return f"<CheckedRegister {used.households} households, {used.persons} persons, {len(self.rejects)} rejects>"

    @property
    def used(self) -> Counts:
        """How many rows of each table can be used."""
        return Counts(self.households.height, 0 if self.persons is None else self.persons.height)

    def rejects_frame(self) -> pl.DataFrame:
        """The rejects as a table: table, row, household_id, column, value, code and reason in both languages."""
        return rejects_frame(self.rejects)

    def only(self, household_id: str) -> CheckedRegister | None:
        """The register of one household and its members; None when no used row has that id."""
        found = (self.households.get_column("household_id") == household_id).arg_true()[:1]
        return self.part(found) if len(found) else None

    def part(self, positions: pl.Series) -> CheckedRegister:
        """The register of some households and their members, without its rejects.

        Args:
            positions: 0-based, in the order wanted for households; their members keep theirs.
        """
        return self.having(cut(self.tables, positions).tables)

    @property
    def tables(self) -> Tables:
        """The tables, together."""
        return Tables(self.households, self.persons, self.extra_households, self.extra_persons)

    def having(self, tables: Tables) -> CheckedRegister:
        """The register with some of its rows, without its rejects."""
        return replace(
            self,
            households=tables.households,
            persons=tables.persons,
            extra_households=tables.extra_households,
            extra_persons=tables.extra_persons,
            rejects=(),
            read=Counts(tables.households.height, 0 if tables.persons is None else tables.persons.height),
            divisions=Divisions(),
        )

    def given(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the facts given, of households and of persons."""
        return _given(self.households, self.schema.household), _given(self.persons, self.schema.person)

    def household_facts(self) -> Iterator[dict[str, Any]]:
        """Each used household as plain facts, in order.

        Yields:
            ``household_id``, every fact given (exact values, None where unknown, ``PartialDate`` where only a year is
            known), ``members`` (a list of the same for each person) and ``unlisted``, how many persons were rejected.
        """
        households = _records(self.households, self.schema.household, self.scales.get("household", {}))
        unlisted = self.households.get_column("unlisted").to_list()
        members: list[list[dict[str, Any]]] = [[] for _ in range(self.households.height)]
        if self.persons is not None:
            positions = self.persons.get_column("household_row").to_list()
            listed_facts = _records(self.persons, self.schema.person, self.scales.get("person", {}))
            for position, person in zip(positions, listed_facts, strict=True):
                members[position].append(person)
        for household, listed, missing in zip(households, members, unlisted, strict=True):
            yield {**household, "members": listed, "unlisted": missing}


def _given(frame: pl.DataFrame | None, specs: Any) -> tuple[str, ...]:
    return () if frame is None else tuple(name for name in frame.columns if name in specs)


def _records(frame: pl.DataFrame, specs: Any, scales: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    names = [name for name in frame.columns if name not in OWN_COLUMNS and not name.endswith(LAST)]
    columns = [_values(frame, name, scales.get(name, 0)) for name in names]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _values(frame: pl.DataFrame, name: str, scale: int) -> list[Any]:
    values: list[Any] = frame.get_column(name).to_list()
    if scale:
        return [None if value is None else from_scaled(value, scale) for value in values]
    if name + LAST in frame.columns:
        lasts = frame.get_column(name + LAST).to_list()
        return [None if first is None else between(first, last) for first, last in zip(values, lasts, strict=True)]
    return values
