"""The stages of a lowering, run over the tables of a register, each in one pass of Polars' streaming engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.relations import Members
from povrules.engines.columnar.shape import HOUSEHOLD_ROW, LISTED, SIZE, Tables, with_sizes
from povrules.engines.columnar.stages import Relation

STREAMED = 100_000
"""From so many rows on, a pass in morsels over all cores is faster than one whole column after the other."""


Outputs = Mapping[int, tuple[str, ...]]
"""Names of columns by whose they are: 0 of households, 1 of persons."""


@dataclass(frozen=True, slots=True)
class Program:
    """What of a lowering is worked out for some outputs, and nothing else.

    Args:
        outputs: names of columns.
        passes: for each stage its layers, each expression under its name, and what later stages or the outputs read of
            them.
        relations: for each stage what is carried to the other table after it.
        kept: what is carried and read by more than the next pass.
        sizes: whether anything reads how many members a household has.
    """

    outputs: Outputs
    passes: tuple[tuple[tuple[dict[str, pl.Expr], ...], tuple[str, ...]], ...]
    relations: tuple[tuple[Relation, ...], ...]
    kept: frozenset[str]
    sizes: bool


def program(lowering: Lowering, outputs: Outputs) -> Program:
    """What is needed for some outputs, found backwards from them.

    Args:
        lowering: with everything that the outputs need.
        outputs: names of columns.
    """
    needed = {parity: set(names) for parity, names in outputs.items()}
    all_relations = list(lowering.relations.values())
    last = max([*lowering.stages, *(relation.stage for relation in all_relations)], default=0)
    passes: list[tuple[tuple[dict[str, pl.Expr], ...], tuple[str, ...]]] = []
    relations: list[tuple[Relation, ...]] = []
    read, stays, later = set[str](), set[str](), dict[int, frozenset[str]]()
    for stage in range(last, -1, -1):
        own, other = needed[stage % 2], needed[1 - stage % 2]
        later[stage] = frozenset(own)
        carried = tuple(r for r in all_relations if r.stage == stage and r.name in other)
        own.update(relation.source for relation in carried)
        stays.update(relation.name for relation in carried if relation.name in later.get(stage + 1, outputs[1]))
        wanted = set(own)
        layers: list[dict[str, pl.Expr]] = []
        made = lowering.stages[stage].layers if stage in lowering.stages else {}
        for layer in sorted(made, reverse=True):
            kept = {name: expr for name, expr in made[layer].items() if name in own}
            for expr in kept.values():
                own.update(expr.meta.root_names())
                read.update(expr.meta.root_names())
            if kept:
                layers.append(_named(kept))
        names = tuple(name for kept in layers for name in kept if name in wanted)
        passes.append((tuple(reversed(layers)), names))
        relations.append(carried)
    sizes = not {SIZE, LISTED}.isdisjoint(read | set(outputs[0]))
    return Program(dict(outputs), tuple(reversed(passes)), tuple(reversed(relations)), frozenset(stays), sizes)


def extended(plan: Program, layers: Sequence[dict[str, pl.Expr]], without: set[str]) -> Program:
    """A program whose last pass over households works out more.

    Args:
        plan: the program.
        layers: more columns, each layer made of the ones before; the last one is what is wanted.
        without: outputs that only these columns were made of.
    """
    last = max(stage for stage in range(len(plan.passes)) if not stage % 2)
    read = without - {relation.source for relation in plan.relations[last]}
    made, names = plan.passes[last]
    more = ((*made, *map(_named, layers)), (*(name for name in names if name not in read), *layers[-1]))
    passes = (*plan.passes[:last], more, *plan.passes[last + 1 :])
    households = (*(name for name in plan.outputs[0] if name not in without), *layers[-1])
    return replace(plan, outputs={**plan.outputs, 0: households}, passes=passes)


def _named(layer: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
    return {name: expr.alias(name) for name, expr in layer.items()}


def run(plan: Program, tables: Tables) -> dict[int, pl.DataFrame]:
    """Work out columns.

    Returns:
        A frame of outputs, of households and of persons.
    """
    if plan.sizes:
        tables = with_sizes(tables)
    frames = {0: tables.households, 1: pl.DataFrame() if tables.persons is None else tables.persons}
    gathers: list[pl.Expr] = []
    for stage, ((layers, names), relations) in enumerate(zip(plan.passes, plan.relations, strict=True)):
        own, other = stage % 2, 1 - stage % 2
        if layers and (own == 0 or tables.persons is not None):
            frames[own] = _pass(frames[own], layers, names, gathers if own else ())
        if tables.members is not None:
            carried, gathers = list[pl.Series](), list[pl.Expr]()
            for relation in relations:
                column = frames[own].get_column(relation.source)
                if other and relation.name not in plan.kept and frames[1].height >= STREAMED:
                    # Persons stand by household: read in the pass itself, morsel by morsel, it stays in the cache.
                    gathers.append(pl.lit(column).gather(HOUSEHOLD_ROW).alias(relation.name))
                else:
                    carried.append(_related(relation, column, tables.members).alias(relation.name))
            frames[other] = _beside(frames[other], carried)
    return {parity: frames[parity][list(names)] if names else pl.DataFrame() for parity, names in plan.outputs.items()}


def _pass(
    frame: pl.DataFrame, layers: Sequence[Mapping[str, pl.Expr]], names: Sequence[str], gathers: Sequence[pl.Expr]
) -> pl.DataFrame:
    if frame.height < STREAMED:
        for layer in layers:
            made = frame.with_columns_seq(layer.values())
            # A column that is one value throughout is kept by Polars as that value; compared with a literal while it
            # is null, it comes out one row long. As series it is a column like any other.
            frame = _beside(frame, [made.get_column(name) for name in layer])
        return frame
    query = frame.lazy().with_columns(gathers)
    for layer in layers:
        query = query.with_columns(layer.values())
    return frame.with_columns(query.select(names).collect(engine="streaming").get_columns())


def _beside(frame: pl.DataFrame, columns: list[pl.Series]) -> pl.DataFrame:
    """The frame with more columns, without a query where none of them is there already."""
    if {column.name for column in columns}.isdisjoint(frame.columns):
        return frame.hstack(columns)
    return frame.with_columns(columns)


def _related(relation: Relation, column: pl.Series, members: Members) -> pl.Series:
    if relation.how == "gather":
        return members.of_household(column)
    if relation.how == "count":
        return members.count(column)
    if relation.how == "total":
        return members.total(column)
    return members.least(column, relation.how == "most")
