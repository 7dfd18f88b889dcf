"""Who gains and who loses a programme between two policies, and what changed for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Protocol

import polars as pl

from povrules.decisions.entitled import programmes_of
from povrules.decisions.evaluated import Evaluated
from povrules.language.nodes import Scope
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.ordering import reads
from povrules.policy.programmes import ResolvedProgramme

RULE = "rule"
"""What changed is the programme's own rule, or a value of law in it."""
STATUS = ("gained", "lost", "kept", "never", "undetermined")


class Sides(Protocol):
    """A comparison, as far as programmes need it."""

    @property
    def baseline(self) -> Evaluated:
        """What the baseline decides."""
        ...

    @property
    def reform(self) -> Evaluated:
        """What the reform decides."""
        ...

    @property
    def weights(self) -> pl.Series:
        """Of each household."""
        ...

    @property
    def by(self) -> tuple[str, ...]:
        """Columns of groups."""
        ...

    def column(self, name: str) -> pl.Series:
        """A column of the households."""
        ...


def programmes_changed(sides: Sides) -> pl.DataFrame:
    """For each programme, group, status and criterion: how many rows, and their weight."""
    found: list[pl.DataFrame] = []
    scopes: tuple[Scope, ...] = ("household", "person")
    for of in scopes:
        home = _homes(sides.baseline, of)
        if home is None:
            continue
        groups = [sides.column(name).gather(home) for name in sides.by]
        weights = sides.weights.gather(home).alias("weight")
        both = (programmes_of(out.policy, of) for out in (sides.baseline, sides.reform))
        for programme in {each.name: each for each in chain(*both)}.values():
            found += _changed(sides, programme, of, [*groups, weights], home)
    if not found:
        return pl.DataFrame(schema={"programme": pl.String, "status": pl.String, "criterion": pl.String})
    return pl.concat(found)


def _homes(out: Evaluated, of: Scope) -> pl.Series | None:
    """The household of each row."""
    if of == "household":
        return pl.int_range(out.frames[0].height, dtype=pl.UInt32, eager=True)
    persons = out.register.persons
    return None if persons is None else persons.get_column("household_row").cast(pl.UInt32)


def _changed(
    sides: Sides, programme: ResolvedProgramme, of: Scope, groups: list[pl.Series], home: pl.Series
) -> Iterator[pl.DataFrame]:
    name, place = programme.name, 0 if of == "household" else 1
    before, after = (_granted(out, name, place, len(home)) for out in (sides.baseline, sides.reform))
    rows = pl.DataFrame([*groups, before.alias("before"), after.alias("after")])
    status = (
        pl.when(pl.col("before").is_null() | pl.col("after").is_null())
        .then(pl.lit("undetermined"))
        .when(~pl.col("before") & pl.col("after"))
        .then(pl.lit("gained"))
        .when(pl.col("before") & ~pl.col("after"))
        .then(pl.lit("lost"))
        .when(pl.col("before"))
        .then(pl.lit("kept"))
        .otherwise(pl.lit("never"))
    )
    rows = rows.with_columns(status.alias("status"))
    moved = rows.get_column("status").is_in(["gained", "lost"])
    criterion = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    if moved.any():
        at = moved.arg_true().cast(pl.UInt32)
        criterion = criterion.scatter(at, _criterion(sides, programme, of, at, home))
    keys = [*sides.by, "status", "criterion"]
    counted = (
        rows.with_columns(criterion.alias("criterion"))
        .group_by(keys)
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("weight").sum().alias("weighted"))
    )
    order = pl.col("status").replace_strict(dict(zip(STATUS, range(len(STATUS)), strict=True)))
    yield counted.sort([*sides.by, order, "criterion"]).select(pl.lit(name).alias("programme"), pl.all())


def _granted(out: Evaluated, name: str, place: int, height: int) -> pl.Series:
    """To whom a policy grants a programme: to nobody where there is none; unknown where its pack does not cover the
    day."""
    frame = out.frames[place]
    if frame is not None and name in frame.columns:
        return frame.get_column(name)
    known = all(programme.outside is None for programme in out.policy.programmes.values() if programme.name == name)
    return pl.repeat(False if known else None, height, dtype=pl.Boolean, eager=True)


def _criterion(sides: Sides, programme: ResolvedProgramme, of: Scope, at: pl.Series, home: pl.Series) -> pl.Series:
    """What changed for some rows: the first that differs of what the programme reads."""
    policy = sides.baseline.policy
    texts = []
    asked = policy.facts.get((of, programme.conditions))
    keys = [("household", RECOGNISED), *(() if asked is None else sorted(reads(asked.formula)))]
    for scope, id in dict.fromkeys(keys):
        name, place = policy.shown(id), 0 if scope == "household" else 1
        frames = [out.frames[place] for out in (sides.baseline, sides.reform)]
        if any(frame is None or name not in frame.columns for frame in frames):
            continue
        rows = home.gather(at) if scope == "household" else at
        old, new = (frame.get_column(name).gather(rows).cast(pl.String) for frame in frames if frame is not None)
        pair = pl.DataFrame([old.alias("old"), new.alias("new")])
        text = pl.format(f"{name}: {{}} → {{}}", pl.col("old").fill_null("?"), pl.col("new").fill_null("?"))
        texts.append(pair.select(pl.when(pl.col("old").ne_missing(pl.col("new"))).then(text).alias(name)).to_series())
    frame = pl.DataFrame([*texts, pl.repeat(RULE, len(at), dtype=pl.String, eager=True).alias("#")])
    return frame.select(pl.coalesce(pl.all())).to_series()
