"""By income or by points, row by row: ``decisions.method.method_for`` over columns."""

from __future__ import annotations

import polars as pl

from povrules.engines.columnar import values as v
from povrules.engines.columnar.execution import program, run
from povrules.engines.columnar.handover import Handed, Reference, signed
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.packing import packed
from povrules.engines.columnar.shape import METHOD, Review, Tables, shape_of
from povrules.engines.columnar.signature import signature_of
from povrules.facts.register import CheckedRegister
from povrules.language.linear import Linear
from povrules.language.unknowns import Branch
from povrules.policy.resolved import ResolvedPolicy

SCORE_A, SCORE_B = "score_a", "vn:score_b"


def with_review(
    policy: ResolvedPolicy, register: CheckedRegister, tables: Tables, asked: Review | None, handed: Handed
) -> tuple[Tables, Review]:
    """The method of every household: the one asked for, else points where both scores are complete, else income.

    Returns:
        The tables, with a column for the method where it is not the same for all; and the method.
    """
    if asked is not None:
        return tables, asked
    households = tables.households
    if SCORE_A not in households.columns or ("household", SCORE_B) not in policy.facts:
        return tables, "income"
    scored = households.get_column(SCORE_A).is_not_null()
    if not scored.any():
        return tables, "income"
    by_points = scored & _complete(policy, register, tables, scored, handed)
    if not by_points.any():
        return tables, "income"
    if by_points.all():
        return tables, "score"
    method = by_points.cast(pl.UInt8).alias(METHOD)
    made = Tables(
        households.with_columns(method), tables.persons, tables.members, tables.order, tables.every_listed,
        tables.complete,
    )  # fmt: skip
    return made, "by row"


def _complete(
    policy: ResolvedPolicy, register: CheckedRegister, tables: Tables, scored: pl.Series, handed: Handed
) -> pl.Series:
    """Where score B follows from what is known."""
    assert register.observed_on is not None
    lowering = Lowering(policy, shape_of(tables, register, register.observed_on, "income"))
    value = lowering.ref("household", SCORE_B)
    small = packed(lowering, ("household", SCORE_B)) is not None
    lowering.define("#scored", v.known(value), value.at)
    found = run(program(lowering, {0: ("#scored",), 1: ()}), tables)[0].get_column("#scored")
    if len(found) != tables.households.height:
        found = found.new_from_index(0, tables.households.height)
    open_rows = (scored & ~found).arg_true()
    # Flags that are unknown each for themselves leave the score open; raw facts may settle it together.
    if small or not len(open_rows):
        return found
    shape = shape_of(tables, register, register.observed_on, "income")
    lowering = Lowering(policy, shape)
    answers, which = Reference(policy, shape, tables, handed).ask(
        ("household", SCORE_B),
        signed(lowering, signature_of(lowering, [("household", SCORE_B)])),
        open_rows.cast(pl.UInt32),
        lambda evaluation, _: not isinstance(evaluation.ref(SCORE_B), (Branch, Linear)),
    )
    return found.scatter(open_rows, pl.Series(answers, dtype=pl.Boolean).gather(which))
