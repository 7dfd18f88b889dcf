"""A whole register by columns: known rows at once, undetermined ones by what their answer depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from povrules.engines.columnar.answers import Handed as HandedRows
from povrules.engines.columnar.answers import Output, StateColumns, columns_of, output_of, settled
from povrules.engines.columnar.execution import run
from povrules.engines.columnar.handover import Handed, Reference
from povrules.engines.columnar.lowering import Key, Lowering
from povrules.engines.columnar.packing import packed
from povrules.engines.columnar.review import with_review
from povrules.engines.columnar.shape import Review, Shape, Tables, shape_of, tables_of
from povrules.engines.columnar.signature import Signature, signature_of
from povrules.engines.columnar.states import learn, states_of
from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope
from povrules.policy.resolved import ResolvedPolicy

Wanted = Mapping[Scope, Sequence[str]]


@dataclass(frozen=True, slots=True)
class RegisterAnswers:
    """Answer columns.

    Args:
        households: for each household, in the order of the register.
        persons: for each person; None when nobody is listed.
        handed: what the reference engine was asked.
    """

    households: pl.DataFrame
    persons: pl.DataFrame | None
    handed: Handed


def evaluate(
    policy: ResolvedPolicy, register: CheckedRegister, wanted: Wanted, method: Review | None = None
) -> RegisterAnswers:
    """Decide every household of a register and every person in it.

    Args:
        policy: the law in force.
        register: checked, and seen on a day (``observe``).
        wanted: ids of what is asked, under ``household`` and under ``person``.
        method: as for one household.
    """
    handed = Handed()
    tables, review = with_review(policy, register, tables_of(register), method, handed)
    shape = shape_of(tables, register, register.observed_on or policy.on, review)
    plan = _planned(policy, shape, tuple(wanted.get("household", ())), tuple(wanted.get("person", ())))
    frames = run(plan.lowering, tables, plan.columns)
    reference = _Asked(policy, shape, tables, handed)
    households = [
        column for output in plan.outputs if output.key[0] == "household" for column in reference.columns(output, frames)
    ]
    persons = None
    if register.persons is not None:
        made = [
            column for output in plan.outputs if output.key[0] == "person" for column in reference.columns(output, frames)
        ]
        persons = pl.DataFrame(made)
        if tables.order is not None and made:
            persons = persons[tables.order.arg_sort()]
    return RegisterAnswers(pl.DataFrame(households), persons, handed)


@dataclass(frozen=True, slots=True)
class _Plan:
    lowering: Lowering
    outputs: tuple[Output, ...]
    columns: dict[int, tuple[str, ...]]


@lru_cache(maxsize=64)
def _planned(policy: ResolvedPolicy, shape: Shape, households: tuple[str, ...], persons: tuple[str, ...]) -> _Plan:
    """The expressions of what is wanted, kept by the policy's digest and the shape of the columns."""
    lowering = Lowering(policy, shape)
    keys: list[Key] = [("household", id) for id in households]
    if shape.persons is not None:
        keys += [("person", id) for id in persons]
    outputs = tuple(output_of(lowering, key, packed(lowering, key)) for key in keys)
    columns = {
        parity: tuple(dict.fromkeys(n for o in outputs if (o.key[0] == "person") == bool(parity) for n in o.columns))
        for parity in (0, 1)
    }
    return _Plan(lowering, outputs, columns)


@lru_cache(maxsize=512)
def _signed(policy: ResolvedPolicy, shape: Shape, key: Key) -> tuple[Lowering, Signature]:
    """The signature of one answer, in a lowering of its own."""
    lowering = Lowering(policy, shape)
    return lowering, signature_of(lowering, key)


class _Asked:
    def __init__(self, policy: ResolvedPolicy, shape: Shape, tables: Tables, handed: Handed) -> None:
        self.policy = policy
        self.shape = shape
        self.tables = tables
        self.handed = handed
        self.evaluations: dict[int, Evaluation] = {}

    def columns(self, output: Output, frames: Mapping[int, pl.DataFrame]) -> list[pl.Series]:
        """The columns of one answer."""
        scope, id = output.key
        fact = self.policy.facts[output.key]
        name = id.removeprefix("vn:")
        table = self.tables.households if scope == "household" else self.tables.persons
        height = 0 if table is None else table.height
        frame = frames[0 if scope == "household" else 1]
        value = settled(frame, height, output, name)
        if not value.null_count():
            return [value]
        unknown = value.is_null()
        made = None
        if output.packed is not None:
            state = frame.get_column(output.packed.state)
            mask = None if output.packed.mask is None else frame.get_column(output.packed.mask)
            known = states_of(self.policy, self.shape, output.key)
            lowering, _ = _signed(self.policy, self.shape, output.key)
            ask = Reference(lowering, self.tables, self.handed, self.evaluations)
            self.handed.asked += learn(known, self.policy, output.key, output.packed, state, ask.household)
            states = StateColumns(self.policy, output.packed, known, state, mask)
            made = states.made(output.value, frame)
            unknown = unknown & ~states.answered()
        rest = unknown.arg_true().cast(pl.UInt32)
        handed = None
        if len(rest):
            lowering, signature = _signed(self.policy, self.shape, output.key)
            outcomes, which = Reference(lowering, self.tables, self.handed, self.evaluations).answers(output.key, signature, rest)
            handed = HandedRows(outcomes, which, rest)
        return columns_of(name, fact.type, value, handed, made)
