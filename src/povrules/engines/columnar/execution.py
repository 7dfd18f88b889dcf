"""The stages of a lowering, run over the tables of a register, each in one pass of Polars' streaming engine."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.relations import Members
from povrules.engines.columnar.shape import LISTED, SIZE, Tables, with_sizes
from povrules.engines.columnar.stages import Relation

STREAMED = 100_000
"""From so many rows on, a pass in morsels over all cores is faster than one whole column after the other."""


def run(lowering: Lowering, tables: Tables, outputs: Mapping[int, tuple[str, ...]]) -> dict[int, pl.DataFrame]:
    """Work out columns.

    Args:
        lowering: with everything that the outputs need.
        tables: the register.
        outputs: names of columns by the scope's parity: 0 of households, 1 of persons.

    Returns:
        A frame of outputs for each parity.
    """
    if _reads_sizes(lowering):
        tables = with_sizes(tables)
    frames = {0: tables.households, 1: pl.DataFrame() if tables.persons is None else tables.persons}
    last = max([*lowering.stages, *(relation.stage for relation in lowering.relations.values())], default=0)
    for stage in range(last + 1):
        layers = lowering.stages[stage].layers if stage in lowering.stages else {}
        if layers and (stage % 2 == 0 or tables.persons is not None):
            frames[stage % 2] = _pass(frames[stage % 2], layers, _needed(lowering, stage, outputs[stage % 2]))
        for relation in lowering.relations.values():
            if relation.stage == stage and tables.members is not None:
                other = (stage + 1) % 2
                found = _related(relation, frames[stage % 2].get_column(relation.source), tables.members)
                frames[other] = frames[other].with_columns(found.alias(relation.name))
    return {parity: frames[parity].select(names) if names else pl.DataFrame() for parity, names in outputs.items()}


def _reads_sizes(lowering: Lowering) -> bool:
    return any(
        not {SIZE, LISTED}.isdisjoint(expr.meta.root_names())
        for stage in lowering.stages.values()
        for layer in stage.layers.values()
        for expr in layer.values()
    )


def _pass(frame: pl.DataFrame, layers: Mapping[int, Mapping[str, pl.Expr]], needed: set[str]) -> pl.DataFrame:
    names = [name for made in layers.values() for name in made if name in needed]
    if frame.height < STREAMED:
        for layer in sorted(layers):
            made = frame.with_columns(expr.alias(name) for name, expr in layers[layer].items())
            # A column that is one value throughout is kept by Polars as that value; compared with a literal while it
            # is null, it comes out one row long. As series it is a column like any other.
            frame = pl.DataFrame(made.get_columns())
        return frame
    query = frame.lazy()
    for layer in sorted(layers):
        query = query.with_columns(expr.alias(name) for name, expr in layers[layer].items())
    return frame.with_columns(query.select(names).collect(engine="streaming").get_columns())


def _needed(lowering: Lowering, stage: int, outputs: tuple[str, ...]) -> set[str]:
    """What is read after a stage: by later ones of the same table, by the relations, or by whoever asked."""
    found = set(outputs) | {relation.source for relation in lowering.relations.values() if relation.stage == stage}
    for later, made in lowering.stages.items():
        if later > stage and later % 2 == stage % 2:
            for layer in made.layers.values():
                for expr in layer.values():
                    found.update(expr.meta.root_names())
    return found


def _related(relation: Relation, column: pl.Series, members: Members) -> pl.Series:
    if relation.how == "gather":
        return members.of_household(column)
    if relation.how == "count":
        return members.count(column)
    if relation.how == "total":
        return members.total(column)
    return members.least(column, relation.how == "most")
