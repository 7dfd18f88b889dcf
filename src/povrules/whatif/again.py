"""A register that was decided, decided again by a reform: only what the reform can have changed.

A reform touches a few rules. Where their answers are known and the same under both policies, everything that stands on
them is the same too; the other households, and what stands on no touched rule, need not be decided twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from operator import or_

import polars as pl

from povrules.decisions.evaluated import Evaluated, evaluate, native, wanted_of
from povrules.decisions.joining import as_type, common_type, source_of
from povrules.engines.results import number_column
from povrules.facts.divided import cut
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope
from povrules.language.numbers import whole
from povrules.language.types import NumberType
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.touched import touched

SIZE = "household_size"
ENDS = ("", "_possible", "_low", "_high", "_missing", "_reason")
SCOPES: tuple[Scope, ...] = ("household", "person")
Frames = dict[Scope, pl.DataFrame]


def decided_again(baseline: Evaluated, reform: ResolvedPolicy) -> Evaluated:
    """What ``evaluate`` says of the same register by a reform.

    Args:
        baseline: a register with everything that is decided by default.
        reform: made of the policy it was decided by; any other policy is asked about everything.
    """
    policy, register = baseline.policy, baseline.register
    found = touched(policy, reform)
    if found is None or wanted_of(policy) != wanted_of(reform):
        return replace(evaluate(reform, register), register=register)
    wanted = [(of, id) for of, ids in wanted_of(policy).items() for id in ids if _frames(baseline).get(of) is not None]
    fronts = sorted(set().union(*(found.upstream[key] for key in wanted)))
    frames = dict(_frames(baseline))
    if not fronts:
        return _evaluated(baseline, reform, frames)
    new = evaluate(reform, register, outputs=[id for _, id in fronts])
    told = _frames(baseline)
    untold = [id for of, id in fronts if of in told and policy.shown(id) not in told[of].columns]
    old = evaluate(policy, register, outputs=untold) if untold else baseline
    groups: dict[frozenset[Key], list[Key]] = {}
    for key in wanted:
        above = found.upstream[key]
        if above == {key}:  # answered already
            frames[key[0]] = _replaced(frames[key[0]], _frames(new)[key[0]], _names(reform, [key]), None)
        elif above:
            groups.setdefault(above, []).append(key)
    for above, keys in groups.items():
        moved = [_moved(key, old if key[1] in untold else baseline, new) for key in sorted(above)]
        rows = reduce(or_, moved).arg_true().cast(pl.UInt32)
        if not len(rows):
            continue
        some = cut(register.tables, rows)
        again = _frames(evaluate(reform, register.having(some.tables), outputs=[id for _, id in keys]))
        for of in SCOPES:
            names = _names(reform, [key for key in keys if key[0] == of])
            if names:
                frames[of] = _replaced(frames[of], again[of], names, some.at(of))
    return _evaluated(baseline, reform, frames)


def _names(policy: ResolvedPolicy, keys: Sequence[Key]) -> dict[str, bool]:
    """The answers as people write them, and whether each is a number."""
    return {policy.shown(key[1]): isinstance(policy.facts[key].type, NumberType) for key in keys}


def _frames(out: Evaluated) -> Frames:
    """The tables there are."""
    return {of: frame for of, frame in zip(SCOPES, out.frames, strict=True) if frame is not None}


def _evaluated(baseline: Evaluated, reform: ResolvedPolicy, frames: Frames) -> Evaluated:
    households, persons = frames["household"], frames.get("person")
    kind = baseline.register.native
    shown = native(households, kind), native(persons, kind)
    return Evaluated(*shown, baseline.register, reform, (households, persons))


def _moved(key: Key, old: Evaluated, new: Evaluated) -> pl.Series:
    """The households for which a rule is not known and the same under both policies."""
    of, id = key
    if of == "person" and old.register.persons is None:
        return _every(old.register.households, True)
    before, after = (_frames(out)[of].get_column(out.policy.shown(id)) for out in (old, new))
    moved = _every(before, True) if before.dtype != after.dtype else ~(before == after).fill_null(False)
    return moved if of == "household" else _with_such(old.register, moved)


def _with_such(register: CheckedRegister, members: pl.Series) -> pl.Series:
    """The households with such a member, and those who may have one who is not listed."""
    assert register.persons is not None
    homes = register.persons.get_column("household_row")
    found = _every(register.households, False).scatter(homes.filter(members).unique(), True)
    if SIZE not in register.households.columns:
        return _every(register.households, True)
    listed = pl.repeat(0, len(found), dtype=pl.Int64, eager=True)
    counts = homes.value_counts()
    listed = listed.scatter(counts.get_column("household_row"), counts.get_column("count").cast(pl.Int64))
    whole = (register.households.get_column(SIZE) == listed) & (register.households.get_column("unlisted") == 0)
    return found | ~whole.fill_null(False)


def _every(rows: pl.DataFrame | pl.Series, said: bool) -> pl.Series:
    return pl.repeat(said, len(rows), dtype=pl.Boolean, eager=True)


def _replaced(old: pl.DataFrame, new: pl.DataFrame, names: Mapping[str, bool], rows: pl.Series | None) -> pl.DataFrame:
    """Answers with those of some rows in their place.

    Args:
        old: the answers of everybody.
        new: those that replace them, with the same answers beside others.
        names: of the answers, and whether each is a number.
        rows: where the new ones stand; None is everywhere.
    """
    columns: dict[str, pl.Series] = {}
    height = old.height if rows is None else len(rows)
    index = pl.int_range(old.height, dtype=pl.UInt32, eager=True)
    if rows is not None:
        index = index.scatter(rows, pl.int_range(old.height, old.height + height, dtype=pl.UInt32, eager=True))
    replaced = {f"{name}{end}" for name in names for end in ENDS}
    for column in old.columns:
        if column not in replaced:
            columns[column] = old.get_column(column)
            continue
        if column not in names:
            continue
        ends = [f"{column}{end}" for end in ENDS]
        made = {end: _cells(end, old, new, rows, index) for end in ends}
        if names[column]:
            made |= {end: _shortest(cells) for end in ends[:1] + ends[2:4] if (cells := made[end]) is not None}
        open_rows = made[ends[-1]]
        explained = open_rows is not None and open_rows.null_count() < len(open_rows)
        columns |= {end: cells for end, cells in made.items() if cells is not None and (explained or end == column)}
    return pl.DataFrame(list(columns.values()))


def _cells(
    name: str, old: pl.DataFrame, new: pl.DataFrame, rows: pl.Series | None, index: pl.Series
) -> pl.Series | None:
    """One column; None where neither has it."""
    sources = [(frame, source_of(name, frame.schema)) for frame in (old, new)]
    if all(name not in frame.columns for frame, _ in sources):
        return None
    if rows is None:
        return new.get_column(name) if name in new.columns else None
    kind = common_type(frame.schema[source] for frame, source in sources if source is not None)
    before, after = (frame.select(as_type(name, kind, frame.schema)).to_series() for frame, _ in sources)
    before, after = (
        pl.repeat(None, frame.height, dtype=kind, eager=True) if len(cells) != frame.height else cells
        for (frame, _), cells in zip(sources, (before, after), strict=True)
    )
    if before.gather(rows).eq_missing(after).all():
        return before.alias(name)
    return pl.concat([before, after], rechunk=True).gather(index).alias(name)


def _shortest(cells: pl.Series) -> pl.Series:
    """Numbers with as many decimals as they need: of some that were replaced others may have had more."""
    values = cells.drop_nulls().unique()
    if cells.dtype == pl.Int64:
        return cells
    shown = number_column(cells.name, [whole(Fraction(value)) for value in values.to_list()])
    if shown.dtype == cells.dtype:
        return cells
    return cells.replace_strict(values, shown, default=None, return_dtype=shown.dtype)
