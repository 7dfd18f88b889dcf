"""Shares of classes and errors of targeting under two policies, and their changes: paired, household by household."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from povrules.decisions.evaluated import CLASS
from povrules.engines.results import JOIN
from povrules.language.errors import closest
from povrules.measures.alkire_foster import alkire_foster
from povrules.measures.change import change
from povrules.measures.data import read_data, read_weights
from povrules.measures.estimate import Estimate, bounded
from povrules.measures.results import Estimates, Missing
from povrules.measures.sums import quotient
from povrules.measures.survey import lay
from povrules.measures.targeting import targeting
from povrules.policy.ordering import Key
from povrules.whatif.errors import ReformError
from povrules.whatif.joint import Moves, moves

if TYPE_CHECKING:
    from povrules.whatif.comparing import Comparison

SIDES = ("before", "after")
DECISION: Key = ("household", CLASS)
POSSIBLE = f"{CLASS.partition(':')[2]}_possible"


class BeforeAfter(NamedTuple):
    """Estimates under the baseline and under the reform, and their change: of the same households, so it is paired."""

    before: Estimates
    after: Estimates
    change: Estimates


def rates_compared(found: Comparison) -> BeforeAfter:
    """The share of households in each class."""
    data, members = with_design(found), found.classes[:-1]
    sides: dict[str, list[Estimate]] = {name: [] for name in SIDES}
    last: dict[str, Estimates] = {}
    for name in SIDES:
        for member in members:
            known = pl.col(name) != found.classes[-1]
            of_class = data.with_columns(pl.when(known).then(pl.col(name) == member).alias(member))
            missing: Missing = "bounds" if of_class.get_column(member).null_count() else "drop"
            estimates = alkire_foster(
                of_class, [member], 1, weight="weight", by=list(found.by), missing=missing, design=found.design
            )
            heads = estimates.where(lambda e: e.measure == "H")
            sides[name] += [replace(estimate, indicator=member) for estimate in heads]
            last[name] = heads
    before, after = (Estimates(tuple(sides[name]), last[name].basis, last[name].native) for name in SIDES)
    return BeforeAfter(before, after, replace(after, estimates=tuple(_changes(found, data, members))))


def _changes(found: Comparison, data: pl.DataFrame, members: tuple[str, ...]) -> list[Estimate]:
    """The mean of what each household adds to a class, at least and at most, with the error of that mean."""
    table = read_data(data)
    weights = read_weights(table, "weight", None).values
    sample = None if found.design is None else lay(found.design, table)
    clusters = sample.of_row if sample else [0] * table.height
    groups = table.groups(list(found.by), range(table.height))
    estimates: list[Estimate] = []
    for member, moved in zip(members, _moves(found, members), strict=True):
        ends = [series.to_list() for series in (moved.least, moved.most)]
        for column, label, rows in groups:
            start = Estimate("H", None, indicator=member, by=column, group=label, change="absolute", n=len(rows))
            if sample:
                start = replace(start, clusters=len({clusters[row] for row in rows}))
            below: Counter[int] = Counter()
            above = [Counter[int](), Counter[int]()]
            for row in rows:
                below[clusters[row]] += weights[row]
                for end, totals in zip(ends, above, strict=True):
                    totals[clusters[row]] += weights[row] * end[row]
            low, high = (quotient(start, totals, below, sample) for totals in above)
            estimates.append(bounded(low, high))
    return estimates


def _moves(found: Comparison, members: tuple[str, ...]) -> list[Moves]:
    """What each household adds to each class: of both answers for the same facts, where the policies allow it."""
    policy, reform = found.baseline.policy, found.reform.policy
    joint = moves(policy, reform, found.baseline.register, DECISION, members)
    return joint or [_apart(found, member) for member in members]


def _apart(found: Comparison, member: str) -> Moves:
    """The same from both answers by themselves: wider, as if the facts could differ."""
    ends = []
    for out, name in ((found.baseline, "before"), (found.reform, "after")):
        must = (found.households.get_column(name) == member).cast(pl.Int64)
        frame = out.frames[0]
        maybe = must
        if POSSIBLE in frame.columns:
            words = frame.get_column(POSSIBLE).str.split(JOIN).list.contains(member)
            maybe = must + words.fill_null(False).cast(pl.Int64)
        ends.append((must, maybe.clip(0, 1)))
    (sure_before, maybe_before), (sure_after, maybe_after) = ends
    return Moves(sure_after - maybe_before, maybe_after - sure_before)


def targeting_compared(found: Comparison, programme: str, target: str) -> BeforeAfter:
    """Errors of targeting a programme of households to a class."""
    if target not in found.classes[:-1]:
        expected = ", ".join(found.classes[:-1])
        raise ReformError(f"no class {target!r}", expected=expected, closest=closest(target, found.classes))
    sides = []
    for out, name in ((found.baseline, "before"), (found.reform, "after")):
        columns = out.frames[0].columns
        if programme not in columns:
            raise ReformError(f"households have no {programme!r}", closest=closest(programme, columns))
        known = pl.when(pl.col(name) != found.classes[-1]).then(pl.col(name) == target)
        reached = out.frames[0].get_column(programme)
        data = with_design(found).with_columns(known.alias("target"), reached.alias("reached"))
        by, open_ = list(found.by), reached.null_count() or data.get_column("target").null_count()
        missing: Missing = "bounds" if open_ else "drop"
        sides.append(targeting(data, "target", "reached", weight="weight", by=by, missing=missing, design=found.design))
    return BeforeAfter(sides[0], sides[1], change(sides[0], sides[1], samples="same"))


def with_design(found: Comparison) -> pl.DataFrame:
    """The households with the columns of the design."""
    if found.design is None:
        return found.households
    names: list[str] = []
    for part in (found.design.strata, found.design.cluster, found.design.clusters_in_stratum):
        names += [part] if isinstance(part, str) else list(part or ())
    return found.households.with_columns(found.column(name) for name in names if name not in found.households.columns)
