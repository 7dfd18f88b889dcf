"""Rows that the columns cannot settle go to the reference engine, once for each signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import polars as pl

from povrules.engines.columnar.execution import Program, program, run
from povrules.engines.columnar.grouping import grouped
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.relations import Members
from povrules.engines.columnar.shape import HOUSEHOLD_ROW, METHOD, PLACE, POSITION, Shape, Tables
from povrules.engines.columnar.signature import Signature
from povrules.engines.columnar.stages import Key
from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.facts.cells import LAST
from povrules.facts.household import Given, Household
from povrules.facts.making import fact_schema
from povrules.facts.partial_date import between
from povrules.facts.scaled import from_scaled
from povrules.policy.hosted import METHOD_USED, OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy

T = TypeVar("T")
KEPT = 2_000
"""So many evaluated households are kept at hand for their other answers."""


@dataclass(slots=True)
class Handed:
    """What went to the reference engine.

    Args:
        rows: answers it was needed for, by decision.
        asked: how often it was really asked; the other rows had the signature of one of these.
    """

    rows: dict[Key, int] = field(default_factory=dict)
    asked: int = 0

    def add(self, key: Key, rows: int) -> None:
        """Count rows of a decision."""
        self.rows[key] = self.rows.get(key, 0) + rows


def part(tables: Tables, positions: pl.Series) -> Tables:
    """Some households of a register with their members."""
    households = tables.households[positions]
    if PLACE not in households.columns:
        households = households.with_columns(positions.cast(pl.UInt32).alias(PLACE))
    if tables.persons is None:
        return Tables(households, None, None, None, False, tables.complete)
    place = pl.repeat(None, tables.households.height, dtype=pl.UInt32, eager=True)
    place = place.scatter(positions, pl.int_range(len(positions), dtype=pl.UInt32, eager=True))
    rows = place.gather(tables.persons.get_column(HOUSEHOLD_ROW))
    persons = tables.persons.with_columns(rows.alias(HOUSEHOLD_ROW)).filter(rows.is_not_null())
    members = Members(persons.get_column(HOUSEHOLD_ROW), households.height)
    persons = persons.with_columns(members.positions().alias(POSITION))
    return Tables(households, persons, members, None, tables.every_listed, tables.complete)


def households_of(policy: ResolvedPolicy, shape: Shape, tables: Tables) -> Iterator[Household]:
    """The households of a small part as the reference engine takes them."""
    carried = {"household": shape.households, "person": shape.persons or ()}
    schema = fact_schema(policy)
    ids = {(spec.of, spec.name): spec.id for specs in (schema.household, schema.person) for spec in specs.values()}
    columns: dict[str, list[tuple[str, list[Any]]]] = {"household": [], "person": []}
    for of, frame in (("household", tables.households), ("person", tables.persons)):
        for column in carried[of]:
            if frame is not None and (of, column.name) in ids:
                columns[of].append((ids[of, column.name], _values(frame, column)))  # type: ignore[index]
    people: list[dict[str, Given]] = []
    starts: list[int] = [0] * tables.households.height
    ends = starts
    if tables.persons is not None and tables.members is not None:
        people = _records(columns["person"], tables.persons.height)
        starts, ends = tables.members.starts.to_list(), tables.members.ends.to_list()
    unlisted = tables.households.get_column("unlisted").to_list()
    methods: Sequence[Any] = [shape.review] * tables.households.height
    if shape.review == "by row":
        methods = [("income", "score")[code] for code in tables.households.get_column(METHOD)]
    for i, facts in enumerate(_records(columns["household"], tables.households.height)):
        facts[OBSERVED_ON] = facts.get(OBSERVED_ON) or shape.observed_on
        facts[ON] = policy.on
        facts[METHOD_USED] = methods[i]
        yield Household(facts, tuple(people[starts[i] : ends[i]]), unlisted[i])


def _records(columns: list[tuple[str, list[Any]]], height: int) -> list[dict[str, Given]]:
    return [{id: values[i] for id, values in columns} for i in range(height)]


def _values(frame: pl.DataFrame, column: Any) -> list[Any]:
    values = frame.get_column(column.name).to_list()
    if column.scale:
        return [None if value is None else from_scaled(value, column.scale) for value in values]
    if column.partial:
        lasts: list[date | None] = frame.get_column(column.name + LAST).to_list()
        pairs = zip(values, lasts, strict=True)
        return [None if first is None or last is None else between(first, last) for first, last in pairs]
    return values


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """A signature, with what works its columns out."""

    signature: Signature
    program: Program


def signed(lowering: Lowering, signature: Signature) -> Signed:
    """A signature ready to be worked out."""
    names = {0: tuple(signature.households), 1: (*signature.persons, *signature.own)}
    return Signed(signature, program(lowering, names))


@dataclass(frozen=True, slots=True)
class _Alike:
    """Rows, the households that hold them, and which of the rows are alike."""

    positions: pl.Series
    small: Tables
    members: list[tuple[int, int]] | None
    which: pl.Series


class Reference:
    """The reference engine behind a register: asked by signature, its answers kept for one call."""

    def __init__(self, policy: ResolvedPolicy, shape: Shape, tables: Tables, handed: Handed) -> None:
        self.policy = policy
        self.shape = shape
        self.tables = tables
        self.handed = handed
        self.evaluations: dict[int, Evaluation] = {}
        self.alike: dict[Signed, _Alike] = {}

    def household(self, position: int) -> Household:
        """One household of the register."""
        small = part(self.tables, pl.Series([position], dtype=pl.UInt32))
        return next(self._households(small))

    def _households(self, small: Tables) -> Iterator[Household]:
        return households_of(self.policy, self.shape, small)

    def answers(self, key: Key, what: Signed, positions: pl.Series) -> tuple[list[Outcome], pl.Series]:
        """The answers of some rows: the different ones, and for each position which of them."""
        return self.ask(key, what, positions, lambda evaluation, member: outcome(evaluation, key[1], member))

    def each(self, key: Key, positions: pl.Series) -> tuple[list[Outcome], pl.Series]:
        """The answers of a few rows, each asked for: signatures would take longer."""
        self.handed.add(key, len(positions))
        small, members = self._small(key, positions)
        rows = range(len(positions))
        answers = self._asked(small, members, rows, lambda evaluation, member: outcome(evaluation, key[1], member))
        return answers, pl.Series(rows, dtype=pl.UInt32)

    def ask(
        self,
        key: Key,
        what: Signed,
        positions: pl.Series,
        question: Callable[[Evaluation, int | None], T],
    ) -> tuple[list[T], pl.Series]:
        """Ask something of one row of each signature.

        Args:
            key: decision, variable or fact.
            what: its signature.
            positions: rows of its table (households, or persons in their sorted order).
            question: what is asked, of a household and the position of a member.

        Returns:
            Different answers, and for each position which of them.
        """
        self.handed.add(key, len(positions))
        alike = self.alike.get(what)
        if alike is None or not alike.positions.equals(positions):
            small, members = self._small(key, positions)
            which = grouped(what.signature, small, run(what.program, small), members)
            alike = self.alike[what] = _Alike(positions, small, members, which)
        small, members, which = alike.small, alike.members, alike.which
        first = which.to_frame("g").select(pl.col("g").arg_unique()).to_series().sort().to_list()
        return self._asked(small, members, first, question), which

    def _asked(
        self,
        small: Tables,
        members: list[tuple[int, int]] | None,
        rows: Sequence[int],
        question: Callable[[Evaluation, int | None], T],
    ) -> list[T]:
        """What is asked, of some of the rows."""
        self.handed.asked += len(rows)
        homes = [i if members is None else members[i][0] for i in rows]
        evaluations = self._evaluations(small, sorted(set(homes)))
        return [
            question(evaluations[home], None if members is None else members[i][1])
            for home, i in zip(homes, rows, strict=True)
        ]

    def _evaluations(self, small: Tables, homes: list[int]) -> dict[int, Evaluation]:
        """The evaluations of some households; the same household is evaluated once for all its answers."""
        rows = small.households.get_column(PLACE).to_list()
        new = [home for home in homes if rows[home] not in self.evaluations]
        if len(self.evaluations) + len(new) > KEPT:
            self.evaluations.clear()
            new = homes
        made_ready = self._households(part(small, pl.Series(new, dtype=pl.UInt32)))
        for home, household in zip(new, made_ready, strict=True):
            self.evaluations[rows[home]] = Evaluation(self.policy, household, PATIENCE)
        return {home: self.evaluations[rows[home]] for home in homes}

    def _small(self, key: Key, positions: pl.Series) -> tuple[Tables, list[tuple[int, int]] | None]:
        """The households that hold the rows; for persons also where in it each stands."""
        if key[0] == "household":
            return part(self.tables, positions), None
        assert self.tables.persons is not None
        assert self.tables.members is not None
        rows = self.tables.persons.get_column(HOUSEHOLD_ROW).gather(positions)
        homes = rows.unique().sort()
        places = self.tables.members.positions().gather(positions)
        return part(self.tables, homes), list(zip(homes.search_sorted(rows).to_list(), places.to_list(), strict=True))
