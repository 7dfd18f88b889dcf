"""DuckDB relations: written by DuckDB into files, decided chunk by chunk, and back as relations of the same connection.

Neither side holds a register in memory: DuckDB writes what is larger than its memory, sorted where it can, and the
chunks are those of `evaluate_file`. The work is done when `evaluate` is called; the results lie in a folder of files.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from povrules.decisions.frames.plan import Asked, Plan, plan_for
from povrules.decisions.frames.result import EvaluatedElsewhere
from povrules.decisions.streamed import evaluate_stream
from povrules.facts.errors import FileProblem, MappingProblem
from povrules.facts.mapping import TableMapping
from povrules.facts.read_csv import ROW
from povrules.facts.rejects import rejects_frame
from povrules.facts.spool import Spool, spool_parquet
from povrules.facts.streaming import stream_spools

_VIEW = "povrules_relation"
_GROUP = 20_480  # rows of a group, which DuckDB gathers in memory before it writes them
# What Parquet, or who reads it, does not have.
_AS = {
    "HUGEINT": "DECIMAL(38, 0)",
    "UHUGEINT": "DECIMAL(38, 0)",
    **dict.fromkeys(("UUID", "INTERVAL", "TIME WITH TIME ZONE", "BIT"), "VARCHAR"),
}
_ZONED = "TIMESTAMP WITH TIME ZONE"


def evaluate_relations(asked: Asked, households: Any, persons: Any = None) -> EvaluatedElsewhere:
    """The results over relations, as relations of the same connection.

    Args:
        asked: what is asked.
        households: a relation with a row for each household.
        persons: a relation with a row for each member; None when members are not listed.

    Returns:
        Relations over files in a scratch folder, which is removed when none of them nor the results are held any more,
        and by ``close()``. What is derived from them needs them: ``to_table`` keeps it.

    Raises:
        MappingProblem: columns that cannot be understood; persons that are no relation.
        FileProblem: there is no room for the files.
    """
    if persons is not None and not hasattr(persons, "sql_query"):
        kind = type(persons).__name__
        raise MappingProblem(f"persons: {kind} beside a relation of households", expected="a relation of DuckDB")
    folder = Path(tempfile.mkdtemp(prefix="povrules-"))
    try:
        return _evaluated(asked, households, persons, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _evaluated(asked: Asked, households: Any, persons: Any, folder: Path) -> EvaluatedElsewhere:
    schemas = [None if table is None else _schema(table, folder) for table in (households, persons)]
    assert schemas[0] is not None
    plan = plan_for(replace(asked, progress=None), schemas[0], schemas[1])
    work = folder / "work"
    work.mkdir()
    of_persons = None if persons is None else _spooled(persons, plan.mapping.persons, work / "persons.parquet")
    stream = stream_spools(
        asked.schema,
        _spooled(households, plan.mapping.households, work / "households.parquet"),
        of_persons,
        work,
        mapping=asked.mapping,
        observed_on=asked.observed_on,
        locale=asked.locale,
        rows=asked.chunk,
        settled=plan.mapping,
    )
    results = evaluate_stream(lambda register, *_, **__: plan.evaluated(register), stream, work, done=asked.progress)
    frames = {
        "households": results.households,
        "persons": results.persons,
        "rejects": results.summary.rejects,
        "warnings": rejects_frame(results.summary.warnings),
    }
    found = {
        name: _back(households, None if frame is None else frame.lazy(), folder / f"{name}.parquet")
        for name, frame in frames.items()
    }
    shutil.rmtree(work, ignore_errors=True)
    return _held(plan, found, folder)


def _held(plan: Plan, found: dict[str, Any], folder: Path) -> EvaluatedElsewhere:
    """The results, with a folder that lasts as long as any of them."""
    scratch = _Scratch(folder)
    evaluated = EvaluatedElsewhere(**found, mapping=plan.mapping, policy=plan.asked.policy, close=scratch.close)
    scratch.needed_by([evaluated, *(relation for relation in found.values() if relation is not None)])
    return evaluated


class _Scratch:
    """A folder that is removed when nothing that needs it is held any more, or when the interpreter ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._needed = 0

    def needed_by(self, holders: Iterable[object]) -> None:
        for holder in holders:
            self._needed += 1
            weakref.finalize(holder, self._released)

    def _released(self) -> None:
        self._needed -= 1
        if not self._needed:
            self.close()

    def close(self) -> None:
        """Remove the folder now."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _schema(relation: Any, folder: Path) -> pl.Schema:
    """Names and types of the columns as they will come, without a row."""
    file = folder / "empty.parquet"
    _write(relation, f"SELECT {_columns(relation, frozenset())} FROM {_VIEW} LIMIT 0", file, last=True)
    return pl.scan_parquet(file).collect_schema()


def _spooled(relation: Any, mapping: TableMapping, file: Path) -> Spool:
    """The relation in the order of its households, each row with its place in the relation."""
    facts = frozenset(column.name for column in mapping.columns if column.fact)
    (id,) = (column.name for column in mapping.columns if column.fact == "household_id")
    numbered = f"SELECT {_columns(relation, facts)}, row_number() OVER () AS {_quoted(ROW)} FROM {_VIEW}"
    order = f"ORDER BY CAST({_quoted(id)} AS VARCHAR) NULLS FIRST, {_quoted(ROW)}"
    # DuckDB sorts numbers far beyond its memory, long texts not always: then the stream shares the rows out itself.
    if not _write(relation, f"SELECT * FROM ({numbered}) {order}", file):
        _write(relation, numbered, file, last=True)
    return spool_parquet(file, mapping, numbered=True)


def _columns(relation: Any, facts: frozenset[str]) -> str:
    """The columns as Parquet holds them exactly; a fact's time as it is in the zone of the connection."""
    found = []
    for name, type in zip(relation.columns, map(str, relation.types), strict=True):
        kind = "TIMESTAMP" if type == _ZONED and name in facts else _AS.get(type)
        kind = "VARCHAR" if type.startswith("ENUM") else kind
        column = _quoted(name)
        found.append(column if kind is None else f"CAST({column} AS {kind}) AS {column}")
    return ", ".join(found)


def _write(relation: Any, query: str, file: Path, *, last: bool = False) -> bool:
    """Write what a query gives; False when DuckDB has not the memory for it and it is not the last to be tried."""
    import duckdb

    try:
        relation.query(_VIEW, query).write_parquet(str(file), row_group_size=_GROUP)
    except duckdb.Error as problem:
        if isinstance(problem, duckdb.OutOfMemoryException) and not last:
            return False
        raise FileProblem(f"a relation of DuckDB cannot be read: {str(problem).splitlines()[0]}") from None
    return True


def _back(relation: Any, frame: pl.LazyFrame | None, file: Path) -> Any:
    """A result as a relation of the connection of another."""
    if frame is None:
        return None
    try:
        frame.sink_parquet(file)
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise FileProblem(f"{file.parent}: cannot be written: {str(problem).splitlines()[0]}") from None
    return relation.query(_VIEW, f"SELECT * FROM read_parquet('{str(file).replace(chr(39), chr(39) * 2)}')")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
