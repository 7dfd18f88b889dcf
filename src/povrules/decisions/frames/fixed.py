"""Results whose columns and types do not depend on the data: what lazy kinds of frames promise before a row is read.

For each answer ``x`` there are always ``x``, ``x_possible``, ``x_missing`` and ``x_reason``, and for a number ``x_low``
and ``x_high``; for each day that was given ``x__last``, the last day it can be. A truth is Boolean, a class a String, a
whole number an Int64, any other amount a Decimal(38, 12). What was no fact keeps the type it came with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import polars as pl

from povrules.decisions.entitled import IF_RECOGNISED
from povrules.decisions.evaluated import Evaluated, asked_for, wanted_of
from povrules.decisions.joining import source_of
from povrules.engines.results import MAX_SCALE, decimals, number_column
from povrules.facts.cells import LAST
from povrules.facts.register import CheckedRegister
from povrules.language.errors import PovrulesError
from povrules.language.nodes import Scope
from povrules.language.numbers import whole
from povrules.language.types import BoolType, DateType, NumberType, Type
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.resolved import ResolvedPolicy

AREA = "area"
IDS = ("row", "household_id", "person_id")
AMOUNT = pl.Decimal(38, MAX_SCALE)
Decide = Callable[..., Evaluated]
Answers = Mapping[Scope, Mapping[str, Type]]
"""Names in results and types of what is answered, of households and of persons."""


def column_type(type: Type) -> pl.DataType:
    """The type of a column of values of a type of the law.

    >>> column_type(NumberType(integer=True)), column_type(NumberType())
    (Int64, Decimal(precision=38, scale=12))
    """
    if isinstance(type, BoolType):
        return pl.Boolean()
    if isinstance(type, DateType):
        return pl.Date()
    if isinstance(type, NumberType):
        return pl.Int64() if type.integer else AMOUNT
    return pl.String()


def answer_types(name: str, type: Type) -> dict[str, pl.DataType]:
    """All columns of one answer, in order.

    Args:
        name: of the answer in results.
        type: of its values.

    >>> list(answer_types("credit.ceiling", NumberType()))[:4]
    ['credit.ceiling', 'credit.ceiling_possible', 'credit.ceiling_low', 'credit.ceiling_high']
    """
    kind = column_type(type)
    ends = {f"{name}_low": kind, f"{name}_high": kind} if isinstance(type, NumberType) else {}
    texts = {f"{name}_missing": pl.String(), f"{name}_reason": pl.String()}
    return {name: kind, f"{name}_possible": pl.String(), **ends, **texts}


def answers_of(policy: ResolvedPolicy, outputs: Sequence[str] | None) -> Answers:
    """Names in results and types of what is asked.

    Args:
        policy: the law in force.
        outputs: as in ``evaluate``.

    Raises:
        PovrulesError: an output that the policy does not have.
    """
    wanted = wanted_of(policy) if outputs is None else asked_for(policy, outputs)
    return {of: {policy.shown(id): policy.facts[of, id].type for id in ids} for of, ids in wanted.items()}


def fixed_schema(
    policy: ResolvedPolicy, empty: CheckedRegister, of: Scope, answers: Mapping[str, Type], only: bool, area: bool
) -> pl.Schema:
    """The columns of results over any register that has the columns of an empty one, in the order of ``evaluate``.

    Args:
        policy: the law in force.
        empty: a checked register of no rows, seen and recognised.
        of: whose results.
        answers: what is asked, as ``answers_of`` gives it.
        only: whether outputs were named, which come beside the ids alone.
        area: whether the area can come from the names of communes, which takes rows to be seen.
    """
    table, extra = (
        (empty.households, empty.extra_households) if of == "household" else (empty.persons, empty.extra_persons)
    )
    assert table is not None
    assert extra is not None
    specs = empty.schema.household if of == "household" else empty.schema.person
    types: dict[str, pl.DataType] = {}
    for name, kind in table.schema.items():
        if name in answers or name == "household_row" or (only and name not in IDS):
            continue
        type = specs[name].type if name in specs else None
        types[name] = kind if type is None else column_type(type)
        if isinstance(type, DateType):
            types[name + LAST] = pl.Date()
    if not only:
        if of == "household" and area and AREA not in {*types, *answers}:
            types[AREA] = pl.String()
        types |= {name: kind for name, kind in extra.schema.items() if name not in types}
    for name, type in answers.items():
        types |= answer_types(name, type)
    if of == "household" and policy.shown(RECOGNISED) in answers:
        types[IF_RECOGNISED] = pl.Boolean()
    return pl.Schema(types)


def without_results(register: CheckedRegister, answers: Answers) -> CheckedRegister:
    """The register without columns carried along that a fixed result has itself (of an earlier evaluation).

    Args:
        register: checked; it is not changed.
        answers: what is asked.
    """
    taken = {of: [c for name, type in answers[of].items() for c in answer_types(name, type)] for of in answers}
    persons = register.extra_persons
    return replace(
        register,
        extra_households=register.extra_households.drop(taken["household"], strict=False),
        extra_persons=None if persons is None else persons.drop(taken["person"], strict=False),
    )


def conform(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """A result with the fixed columns.

    Args:
        frame: as ``evaluate`` gives it.
        schema: as ``fixed_schema`` gives it.

    Raises:
        PovrulesError: an amount that 12 decimals do not show exactly; named, never rounded.
    """
    unforeseen = [name for name in frame.columns if name not in schema]
    if unforeseen:
        raise AssertionError(f"columns that depend on the data: {unforeseen}")
    return pl.DataFrame([_column(frame, name, kind) for name, kind in schema.items()])


def _column(frame: pl.DataFrame, name: str, kind: pl.DataType) -> pl.Series:
    source = source_of(name, frame.schema)
    if source is None:
        return pl.repeat(None, frame.height, dtype=kind, eager=True).alias(name)
    column = frame.get_column(source).alias(name)
    if column.dtype == kind:
        return column
    if kind != AMOUNT:
        return column.cast(kind)
    if column.dtype == pl.String:
        column = _digits(column, frame)
    try:
        return column.cast(kind)
    except pl.exceptions.InvalidOperationError:
        raise PovrulesError(
            f"{name}: an amount is too large for a column with {MAX_SCALE} decimals", expected="less than 10^26"
        ) from None


def _digits(column: pl.Series, frame: pl.DataFrame) -> pl.Series:
    """Exact numbers as texts (``3/2``), written with decimals."""
    texts: list[str] = column.drop_nulls().unique(maintain_order=True).to_list()
    for text in texts:
        if decimals(whole(Fraction(text))) > MAX_SCALE:
            household = frame.get_column("household_id")[(column == text).arg_true()[0]]
            raise PovrulesError(
                f"{column.name} of household {household!r} is {text}, which {MAX_SCALE} decimals do not show exactly",
                expected=f"outputs= without it, or frames in memory, where it stays the text {text}",
            )
    shown = [f"{number_column('', [whole(Fraction(text))])[0]}" for text in texts]
    return column.replace(texts, shown) if texts else column
