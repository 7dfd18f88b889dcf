"""A whole register by columns: known rows at once, undetermined ones by what their answer depends on."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from povrules.engines.columnar.answers import Handed as HandedRows
from povrules.engines.columnar.answers import Output, columns_of, output_of, settled
from povrules.engines.columnar.execution import Program, program, run
from povrules.engines.columnar.finals import Final, final_of, granted_by
from povrules.engines.columnar.handover import Handed, Reference, Signed, signed
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.packing import Packed, packed
from povrules.engines.columnar.review import with_review
from povrules.engines.columnar.shape import Review, Shape, Tables, shape_of, tables_of
from povrules.engines.columnar.signature import signature_of
from povrules.engines.columnar.spelled import Spelled, can_be_spelled, spelled
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.state_columns import StateColumns
from povrules.engines.columnar.states import learn, states_of
from povrules.engines.columnar.values import Truth, is_literal
from povrules.engines.results import answer_columns
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope
from povrules.policy.resolved import ResolvedPolicy

LOG = logging.getLogger(__name__)
Wanted = Mapping[Scope, Sequence[str]]
Parts = dict[str, pl.Series]
"""What undetermined rows say beside their value: what is possible, missing, why, the least and the most."""


@dataclass(frozen=True, slots=True)
class RegisterAnswers:
    """Answer columns.

    Args:
        households: for each household, in the order of the register.
        persons: for each person; None when nobody is listed.
        handed: what the reference engine was asked.
        emptied: answers that are empty where their programme is not granted.
    """

    households: pl.DataFrame
    persons: pl.DataFrame | None
    handed: Handed
    emptied: frozenset[Key]


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
    keys: list[Key] = [("household", id) for id in wanted.get("household", ())]
    if shape.persons is not None:
        keys += [("person", id) for id in wanted.get("person", ())]
    made, ready = _at_once(policy, shape, tables, tuple(keys))
    rest = tuple(key for key in keys if key not in made)
    if rest:
        tables = replace(tables, households=tables.households.with_columns(ready)) if ready else tables
        plan = _planned(policy, shape, rest, frozenset[Key](("household", column.name) for column in ready))
        asked = _Asked(policy, shape, tables, handed, plan)
        made |= {output.key: asked.columns(output) for output in plan.outputs}
    households = pl.DataFrame([column for key in keys if key[0] == "household" for column in made[key]])
    persons = None
    if register.persons is not None and shape.persons is None:  # every person was rejected
        types = [(policy.shown(id), policy.facts["person", id].type) for id in wanted.get("person", ())]
        persons = pl.DataFrame([column for name, type in types for column in answer_columns(name, type, [])])
    elif register.persons is not None:
        persons = pl.DataFrame([column for key in keys if key[0] == "person" for column in made[key]])
        if tables.order is not None and persons.width:
            persons = persons[tables.order.arg_sort()]
    LOG.debug(
        "%d households by columns; the reference engine was asked %d times for %d answers",
        register.households.height, handed.asked, sum(handed.rows.values()),
    )  # fmt: skip
    return RegisterAnswers(households, persons, handed, frozenset(keys) - frozenset(rest))


@dataclass(frozen=True, slots=True)
class _AtOnce:
    program: Program
    finals: tuple[Final, ...]


@lru_cache(maxsize=64)
def _at_once_plan(policy: ResolvedPolicy, shape: Shape, keys: tuple[Key, ...]) -> _AtOnce:
    lowering, programmes = Lowering(policy, shape), granted_by(policy)
    finals = [final for key in keys if (final := final_of(lowering, key, programmes)) is not None]
    columns = {
        parity: tuple(dict.fromkeys(n for f in finals if (f.key[0] == "person") == bool(parity) for n in f.columns))
        for parity in (0, 1)
    }
    return _AtOnce(program(lowering, columns), tuple(finals))


def _at_once(
    policy: ResolvedPolicy, shape: Shape, tables: Tables, keys: tuple[Key, ...]
) -> tuple[dict[Key, list[pl.Series]], list[pl.Series]]:
    """The answers that the columns settle in every row, and the conditions of households among them."""
    plan = _at_once_plan(policy, shape, keys)
    if not plan.finals:
        return {}, []
    frames = run(plan.program, tables)
    made: dict[Key, list[pl.Series]] = {}
    ready: list[pl.Series] = []
    for final in plan.finals:
        frame = frames[0 if final.key[0] == "household" else 1]
        if final.settled(frame):
            made[final.key] = [final.series(frame, policy.shown(final.key[1]))]
            if final.key[0] == "household" and final.granted is None and isinstance(final.value, Truth):
                ready.append(made[final.key][0].alias(final.key[1]))
    return made, ready


@dataclass(frozen=True, slots=True)
class _Plan:
    program: Program
    outputs: tuple[Output, ...]
    ready: frozenset[Key]


@lru_cache(maxsize=64)
def _planned(policy: ResolvedPolicy, shape: Shape, keys: tuple[Key, ...], ready: frozenset[Key]) -> _Plan:
    """The expressions of what is wanted, kept by the policy's digest and the shape of the columns."""
    lowering = Lowering(policy, shape, ready)
    outputs = tuple(output_of(lowering, key, packed(lowering, key)) for key in keys)
    columns = {
        parity: tuple(dict.fromkeys(n for o in outputs if (o.key[0] == "person") == bool(parity) for n in o.columns))
        for parity in (0, 1)
    }
    return _Plan(program(lowering, columns), outputs, ready)


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
def _signed(policy: ResolvedPolicy, shape: Shape, keys: tuple[Key, ...], ready: frozenset[Key]) -> Signed:
    """The signature of answers of one table, in a lowering of its own."""
    lowering = Lowering(policy, shape, ready)
    return signed(lowering, signature_of(lowering, keys))


def _spelled(policy: ResolvedPolicy, shape: Shape, plan: _Plan) -> Spelled | None:
    """The plan with what the states met so far mean; None where there is nothing to spell."""
    keys = tuple(output.key for output in plan.outputs)
    met = [
        (key, len(states.answers))
        for output, key in zip(plan.outputs, keys, strict=True)
        if output.packed is not None and can_be_spelled(output, states := states_of(policy, shape, key, output.packed))
    ]
    return _spelled_plan(policy, shape, keys, plan.ready, tuple(met)) if met else None


@lru_cache(maxsize=64)
def _spelled_plan(
    policy: ResolvedPolicy, shape: Shape, keys: tuple[Key, ...], ready: frozenset[Key], met: tuple[tuple[Key, int], ...]
) -> Spelled:
    plan, packs = _planned(policy, shape, keys, ready), dict(met)
    outputs = [
        (output, states_of(policy, shape, output.key, output.packed))
        for output in plan.outputs
        if output.key in packs and output.packed is not None
    ]
    others = [output for output in plan.outputs if output.key not in packs]
    return spelled(policy, plan.program, outputs, others)


FEW = 2
"""So many rows are asked for one by one sooner than it is worked out which of them are alike. Finding out takes a
tenth of a second once; where little is known one question takes half of that."""


def _families(policy: ResolvedPolicy, plan: _Plan) -> Mapping[Key, tuple[Key, ...]]:
    """The answers that are asked for together: a programme with its benefits, which turn on the same; others alone."""
    families: dict[Key, list[Key]] = {}
    for key in (output.key for output in plan.outputs):
        programme = key[1].partition(".")[0]
        families.setdefault((key[0], programme) if programme in policy.programmes else key, []).append(key)
    return {key: tuple(keys) for keys in families.values() for key in keys}


class _Asked:
    """The answers of one call: settled by the columns, by states, by signatures, in this order."""

    def __init__(self, policy: ResolvedPolicy, shape: Shape, tables: Tables, handed: Handed, plan: _Plan) -> None:
        self.policy = policy
        self.shape = shape
        self.handed = handed
        self.frames, self.parts = self._run(plan, tables)
        frames = self.frames
        self.family = _families(policy, plan)
        known = [o for o in plan.outputs if o.key[0] == "household" and self._everywhere(o)]
        columns = [
            frames[0].select(o.value.expr.alias(o.key[1])).to_series() for o in known if isinstance(o.value, Truth)
        ]
        self.ready = plan.ready | frozenset(o.key for o in known)
        self.tables = replace(tables, households=tables.households.with_columns(columns)) if columns else tables
        self.reference = Reference(policy, shape, self.tables, handed)

    def _everywhere(self, output: Output) -> bool:
        """Whether a condition is known in every row, and worked out from others."""
        value = output.value
        if not isinstance(value, Truth) or not value.nullable or is_literal(value):
            return False
        return not self.frames[0].select(value.expr.null_count()).item()

    def _run(self, plan: _Plan, tables: Tables) -> tuple[Mapping[int, pl.DataFrame], Mapping[Key, Parts]]:
        """The columns of the plan, and for answers spelled in the pass what undetermined rows say."""
        more = _spelled(self.policy, self.shape, plan)
        if more is None:
            return run(plan.program, tables), {}
        frames = run(more.program, tables)
        parts = {
            key: {part: frames[0].get_column(name) for part, name in names.items()} for key, names in more.parts.items()
        }
        for output in plan.outputs:
            if output.key in parts and output.shown is not None:
                # Not counted in the pass: what is null in every row is one null there.
                open_rows = settled(frames[0], tables.households.height, output, output.key[1]).null_count()
                # A row without value or reason has a state that was not met before.
                if parts[output.key]["reason"].count() != open_rows:
                    return run(plan.program, tables), {}
        return frames, parts

    def columns(self, output: Output) -> list[pl.Series]:
        """The columns of one answer."""
        scope, id = output.key
        name = self.policy.shown(id)
        table = self.tables.households if scope == "household" else self.tables.persons
        frame = self.frames[0 if scope == "household" else 1]
        value = settled(frame, 0 if table is None else table.height, output, name)
        if not value.null_count():
            return [value]
        if output.key in self.parts:
            return columns_of(name, self.policy.facts[output.key].type, value, None, self.parts[output.key])
        unknown, made = value.is_null(), None
        small, states_frame = output.packed, frame
        if small is None and scope == "household":
            second = _packed_again(self.policy, self.shape, output.key, self.ready)
            if second is not None:
                small, states_frame = second.packed, run(second.program, self.tables)[0]
        if small is not None:
            made, answered = self._by_states(output, small, states_frame, value)
            unknown = unknown & ~answered
        rest = unknown.arg_true().cast(pl.UInt32)
        handed = None
        if len(rest):
            if len(rest) <= FEW:
                outcomes, which = self.reference.each(output.key, rest)
            else:
                what = _signed(self.policy, self.shape, self.family[output.key], self.ready)
                outcomes, which = self.reference.answers(output.key, what, rest)
            handed = HandedRows(outcomes, which, rest)
        return columns_of(name, self.policy.facts[output.key].type, value, handed, made)

    def _by_states(
        self, output: Output, small: Packed, frame: pl.DataFrame, value: pl.Series
    ) -> tuple[dict[str, pl.Series], pl.Series]:
        """The columns of rows whose state is a small number, and which rows these are."""
        state = frame.get_column(small.state)
        mask = None if small.mask is None else frame.get_column(small.mask)
        known = states_of(self.policy, self.shape, output.key, small)
        ends = None if output.ends is None else self.frames[0].select(low=output.ends[0], high=output.ends[1])
        states = StateColumns(self.policy, small, known, state, mask, ends)
        self.handed.asked += learn(known, self.policy, output.key, small, state, self.reference.household, ends)
        return states.made(output.value, value), states.answered()
