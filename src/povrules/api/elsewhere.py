"""Which frames are decided elsewhere than in memory at once, told by their type without loading their libraries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, Protocol, TypedDict

from povrules.api.progress import Progress
from povrules.decisions.frames.plan import Asked
from povrules.decisions.frames.result import EvaluatedElsewhere
from povrules.decisions.method import Method

_KINDS = {
    ("polars", "LazyFrame"): "polars",
    ("duckdb", "DuckDBPyRelation"): "duckdb",
    ("_duckdb", "DuckDBPyRelation"): "duckdb",
    ("pyspark", "DataFrame"): "pyspark",
}


class Relation(Protocol):
    """A relation of DuckDB, known by what only it has."""

    @property
    def sql_query(self) -> Any:
        """The SQL it stands for."""


class SparkFrame(Protocol):
    """A data frame of PySpark, known by what only it has."""

    @property
    def sparkSession(self) -> Any:
        """The session it belongs to."""


class Options(TypedDict, total=False):
    """What ``Policy.evaluate`` takes beside the tables."""

    method: Method | None
    outputs: Sequence[str] | None
    progress: Progress
    engine: str
    mapping: Any
    observed_on: str | date | None
    locale: Literal["vi", "en"] | None
    chunk: int


def kind_elsewhere(frame: Any) -> str | None:
    """``polars``, ``duckdb`` or ``pyspark``; None for what is in memory.

    >>> import polars as pl
    >>> kind_elsewhere(pl.LazyFrame()), kind_elsewhere(pl.DataFrame())
    ('polars', None)
    """
    for kind in type(frame).__mro__:
        found = _KINDS.get((kind.__module__.partition(".")[0], kind.__name__))
        if found is not None:
            return found
    return None


def evaluate_elsewhere(kind: str, asked: Asked, households: Any, persons: Any) -> EvaluatedElsewhere:
    """The results over frames of such a kind.

    Args:
        kind: as ``kind_elsewhere`` gives it.
        asked: what is asked.
        households, persons: the two frames.

    Raises:
        MappingProblem: columns that cannot be understood; persons of another kind.
    """
    if kind == "duckdb":
        from povrules.decisions.frames.duckdb_relations import evaluate_relations

        return evaluate_relations(asked, households, persons)
    if kind == "pyspark":
        from povrules.decisions.frames.spark_frames import evaluate_spark

        return evaluate_spark(asked, households, persons)
    from povrules.decisions.frames.lazy_polars import evaluate_lazily

    return evaluate_lazily(asked, households, persons)
