"""A whole register by columns: known rows at once, undetermined ones by what their answer depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from povrules.engines.columnar.answers import Handed as HandedRows
from povrules.engines.columnar.answers import Output, StateColumns, columns_of, output_of, settled
from povrules.engines.columnar.execution import Program, program, run
from povrules.engines.columnar.handover import Handed, Reference, Signed, signed
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.packing import Packed, packed
from povrules.engines.columnar.review import with_review
from povrules.engines.columnar.shape import Review, Shape, Tables, shape_of, tables_of
from povrules.engines.columnar.signature import signature_of
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.states import learn, states_of
from povrules.engines.columnar.values import Truth, is_literal
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
    frames = run(plan.program, tables)
    asked = _Asked(policy, shape, tables, handed, plan, frames)
    households = [column for o in plan.outputs if o.key[0] == "household" for column in asked.columns(o)]
    persons = None
    if register.persons is not None:
        made = [column for o in plan.outputs if o.key[0] == "person" for column in asked.columns(o)]
        persons = pl.DataFrame(made)
        if tables.order is not None and made:
            persons = persons[tables.order.arg_sort()]
    return RegisterAnswers(pl.DataFrame(households), persons, handed)


@dataclass(frozen=True, slots=True)
class _Plan:
    program: Program
    outputs: tuple[Output, ...]


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
    return _Plan(program(lowering, columns), outputs)


@dataclass(frozen=True, slots=True)
class _Second:
    """What an undetermined answer depends on, once it is known which conditions are settled in every row."""

    packed: Packed
    program: Program


@lru_cache(maxsize=512)
def _packed_again(policy: ResolvedPolicy, shape: Shape, key: Key, ready: frozenset[Key]) -> _Second | None:
    lowering = Lowering(policy, shape, ready)
    small = packed(lowering, key)
    if small is None:
        return None
    names = tuple(name for name in (small.state, small.mask) if name is not None)
    return _Second(small, program(lowering, {0: names, 1: ()}))


@lru_cache(maxsize=512)
def _signed(policy: ResolvedPolicy, shape: Shape, key: Key, ready: frozenset[Key]) -> Signed:
    """The signature of one answer, in a lowering of its own."""
    lowering = Lowering(policy, shape, ready)
    signature = signature_of(lowering, key)
    return signed(lowering, signature)


class _Asked:
    """The answers of one call: settled by the columns, by states, by signatures, in this order."""

    def __init__(
        self, policy: ResolvedPolicy, shape: Shape, tables: Tables, handed: Handed, plan: _Plan,
        frames: Mapping[int, pl.DataFrame],
    ) -> None:  # fmt: skip
        self.policy = policy
        self.shape = shape
        self.handed = handed
        self.frames = frames
        known = [o for o in plan.outputs if o.key[0] == "household" and self._everywhere(o)]
        self.ready = frozenset(o.key for o in known)
        columns = [
            frames[0].select(o.value.expr.alias(o.key[1])).to_series() for o in known if isinstance(o.value, Truth)
        ]
        self.tables = replace(tables, households=tables.households.with_columns(columns)) if columns else tables
        self.reference = Reference(policy, shape, self.tables, handed)

    def _everywhere(self, output: Output) -> bool:
        """Whether a condition is known in every row, and worked out from others."""
        value = output.value
        if not isinstance(value, Truth) or not value.nullable or is_literal(value):
            return False
        return not self.frames[0].select(value.expr.null_count()).item()

    def columns(self, output: Output) -> list[pl.Series]:
        """The columns of one answer."""
        scope, id = output.key
        name = self.policy.shown(id)
        table = self.tables.households if scope == "household" else self.tables.persons
        frame = self.frames[0 if scope == "household" else 1]
        value = settled(frame, 0 if table is None else table.height, output, name)
        if not value.null_count():
            return [value]
        unknown, made = value.is_null(), None
        small, states_frame = output.packed, frame
        if small is None and scope == "household":
            second = _packed_again(self.policy, self.shape, output.key, self.ready)
            if second is not None:
                small, states_frame = second.packed, run(second.program, self.tables)[0]
        if small is not None:
            made, answered = self._by_states(output, small, frame, states_frame)
            unknown = unknown & ~answered
        rest = unknown.arg_true().cast(pl.UInt32)
        handed = None
        if len(rest):
            what = _signed(self.policy, self.shape, output.key, self.ready)
            outcomes, which = self.reference.answers(output.key, what, rest)
            handed = HandedRows(outcomes, which, rest)
        return columns_of(name, self.policy.facts[output.key].type, value, handed, made)

    def _by_states(
        self, output: Output, small: Packed, frame: pl.DataFrame, states_frame: pl.DataFrame
    ) -> tuple[dict[str, pl.Series], pl.Series]:
        """The columns of rows whose state is a small number, and which rows these are."""
        state = states_frame.get_column(small.state)
        mask = None if small.mask is None else states_frame.get_column(small.mask)
        known = states_of(self.policy, self.shape, output.key, small)
        self.handed.asked += learn(known, self.policy, output.key, small, state, self.reference.household)
        states = StateColumns(self.policy, small, known, state, mask)
        return states.made(output.value, frame), states.answered()
