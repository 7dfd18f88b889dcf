"""How registers of one form are decided, settled from the names and types of their columns alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import polars as pl

from povrules.decisions.evaluated import Evaluated
from povrules.decisions.frames.fixed import Answers, Decide, answers_of, conform, fixed_schema, without_results
from povrules.decisions.method import Method
from povrules.facts.checking import about_text, check_settled, communes, settle_table, stated_mapping, taken
from povrules.facts.mapping import TABLES, ColumnMapping
from povrules.facts.mapping_file import Stated
from povrules.facts.observing import observe
from povrules.facts.parse_number import Locale
from povrules.facts.raw_table import RawTable
from povrules.facts.recognition import recognise
from povrules.facts.register import CheckedRegister
from povrules.facts.rejects import rejects_frame
from povrules.facts.row_checks import IdWidths
from povrules.facts.schema import FactSchema
from povrules.facts.streaming import CHUNK
from povrules.facts.unread import unread_columns
from povrules.policy.resolved import ResolvedPolicy

Progress = Callable[[], object] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a register, whatever it is kept in.

    Args:
        policy: the law in force.
        schema: the facts of the policy.
        decide: ``evaluate`` of the policy, by an engine.
        method, outputs: as in ``evaluate``.
        mapping, observed_on, locale: as in ``read_register``.
        progress: called once for each household.
        chunk: households decided at once, where they do not come all together.
    """

    policy: ResolvedPolicy
    schema: FactSchema
    decide: Decide
    method: Method | None = None
    outputs: Sequence[str] | None = None
    mapping: Stated = None
    observed_on: date | None = None
    locale: Locale | None = None
    progress: Progress = None
    chunk: int = CHUNK


class Decided(NamedTuple):
    """Results with the fixed columns; ``persons`` is None when members are not listed."""

    households: pl.DataFrame
    persons: pl.DataFrame | None
    rejects: pl.DataFrame
    warnings: pl.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How a register is decided.

    Args:
        asked: what was asked.
        mapping: which column carries which fact, settled.
        households, persons: the columns of the results.
        answers: names and types of what is answered.
    """

    asked: Asked
    mapping: ColumnMapping
    households: pl.Schema
    persons: pl.Schema | None
    answers: Answers = field(repr=False)

    def evaluated(self, register: CheckedRegister) -> Evaluated:
        """The results over a part of the register, with the fixed columns.

        Raises:
            PovrulesError: an amount that the columns do not hold exactly.
        """
        result = self.asked.decide(
            without_results(register, self.answers), self.asked.method, self.asked.progress, outputs=self.asked.outputs
        )
        households, persons = result.frames
        fixed = conform(households, self.households), self._persons(persons)
        return replace(result, households=fixed[0], persons=fixed[1], frames=fixed)

    def decided(self, raw: RawTable, members: RawTable | None, widths: IdWidths | None = None) -> Decided:
        """The results over two tables.

        Args:
            raw: the households.
            members: the persons, or None.
            widths: of the ids, where these tables are parts of larger ones.
        """
        texts = [*about_text(raw, "household"), *(about_text(members, "person") if members else ())]
        register = check_settled(self.asked.schema, raw, members, self.mapping, self.asked.observed_on, widths)
        result = self.evaluated(register)
        stated = stated_mapping(self.asked.mapping, self.asked.locale)
        unread = [
            each for of in TABLES for each in unread_columns(self.mapping.of(of), stated.of(of), self.asked.schema, of)
        ]
        warnings = rejects_frame([*texts, *unread, *result.register.warnings])
        return Decided(result.households, result.persons, result.rejects, warnings)

    def _persons(self, frame: pl.DataFrame | None) -> pl.DataFrame | None:
        return None if frame is None or self.persons is None else conform(frame, self.persons)


def plan_for(asked: Asked, households: pl.Schema, persons: pl.Schema | None) -> Plan:
    """Settle what can be settled without a row.

    Args:
        asked: what is asked.
        households, persons: names and types of the columns of the two tables.

    Raises:
        MappingProblem: the columns cannot be understood; also where only their cells would tell.
        PovrulesError: an output that the policy does not have.
    """
    stated = stated_mapping(asked.mapping, asked.locale)
    raw = taken(households.to_frame(), stated, "household")
    members = None if persons is None else taken(persons.to_frame(), stated, "person")
    settled = ColumnMapping(
        settle_table(raw, stated, asked.schema, "household"),
        stated.persons if members is None else settle_table(members, stated, asked.schema, "person"),
        stated.locale,
    )
    law, facts = asked.policy, asked.schema
    answers = answers_of(law, asked.outputs)
    empty = check_settled(facts, raw, members, settled, asked.observed_on)
    seen = without_results(recognise(observe(empty, empty.observed_on or law.on), law.on), answers)
    only, area = asked.outputs is not None, bool(communes(raw, facts))
    of_persons = None if seen.persons is None else fixed_schema(law, seen, "person", answers["person"], only, False)
    of_households = fixed_schema(law, seen, "household", answers["household"], only, area)
    return Plan(asked, settled, of_households, of_persons, answers)
