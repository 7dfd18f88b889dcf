"""PySpark data frames: rows shared out in buckets of whole households, each decided by a worker as a register.

Nothing runs before an action. What one row says of another is found as it is in memory: a bucket holds all rows of an
id, and the width of ids that lost zeros is an aggregate over both tables that travels beside the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import polars as pl

from povrules.decisions.frames.packed import KINDS, SHAPE, Bucket, unpacked
from povrules.decisions.frames.plan import Asked, plan_for
from povrules.decisions.frames.result import EvaluatedElsewhere
from povrules.facts.chunking import known_ids
from povrules.facts.errors import MappingProblem
from povrules.facts.ids import PERSON_IDS
from povrules.facts.mapping import TableMapping
from povrules.facts.parsed_table import TOTAL_COLUMNS
from povrules.facts.read_csv import ROW
from povrules.facts.rejects import rejects_frame

_ID, _OWN, _BUCKET = "__id", "__own", "__bucket"
_PACKED = "kind string, data binary"


def evaluate_spark(asked: Asked, households: Any, persons: Any = None) -> EvaluatedElsewhere:
    """The results over data frames of Spark, as such; nothing runs before an action.

    Args:
        asked: what is asked; its ``progress`` is not told, since the rows are elsewhere.
        households: a row for each household.
        persons: a row for each member; None when members are not listed.

    Returns:
        Data frames that share one computation, kept by Spark (memory and disk) until ``close()``.

    Raises:
        MappingProblem: columns that cannot be understood by their names and types alone; persons of another kind.
        PovrulesError: an output that the policy does not have.
    """
    from pyspark.sql import functions as f

    if persons is not None and not hasattr(persons, "sparkSession"):
        kind = type(persons).__name__
        raise MappingProblem(f"persons: {kind} beside a data frame of Spark", expected="a data frame of Spark")
    schemas = [None if table is None else _schema(table) for table in (households, persons)]
    assert schemas[0] is not None
    plan = plan_for(replace(asked, progress=None), schemas[0], schemas[1])
    buckets = int(households.sparkSession.conf.get("spark.sql.shuffle.partitions"))
    mapping = plan.mapping
    tables = [_numbered(households, mapping.households, schemas[0], buckets)]
    if persons is not None and schemas[1] is not None:
        tables.append(_numbered(persons, mapping.persons, schemas[1], buckets))
    shape = _shape(tables)
    # A column of its own for each table: Spark takes one that came from both for ambiguous.
    tables = [table.crossJoin(f.broadcast(shape.select(f.col("shape").alias(SHAPE)))) for table in tables]
    groups = [table.drop(_ID, _OWN).groupBy(_BUCKET) for table in tables]
    bucket = Bucket(plan, _BUCKET)
    # Spark counts the arguments of what it is given, and would count `self` among them.
    if len(groups) == 1:
        packed = groups[0].applyInArrow(lambda table: bucket.of_households(table), _PACKED)
    else:
        packed = groups[0].cogroup(groups[1]).applyInArrow(lambda one, other: bucket.of_both(one, other), _PACKED)
    packed = packed.persist()
    told = rejects_frame(()).schema
    found = dict(zip(KINDS, (plan.households, plan.persons, told, told), strict=True))
    results = {kind: None if schema is None else _part(packed, kind, schema) for kind, schema in found.items()}

    def close() -> None:
        packed.unpersist()

    return EvaluatedElsewhere(**results, mapping=plan.mapping, policy=asked.policy, close=close)


def _part(packed: Any, kind: str, schema: pl.Schema) -> Any:
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.types import from_arrow_schema

    types = from_arrow_schema(pl.DataFrame(schema=schema).to_arrow().schema, prefer_timestamp_ntz=True)
    return packed.where(f.col("kind") == kind).select("data").mapInArrow(unpacked, types)


def _schema(table: Any) -> pl.Schema:
    """Names and types of the columns as the workers get them: times with the zone of the session."""
    from pyspark.sql import types as t
    from pyspark.sql.pandas.types import to_arrow_type

    zone = table.sparkSession.conf.get("spark.sql.session.timeZone")
    types: dict[str, pl.DataType] = {}
    for field in table.schema.fields:
        if isinstance(field.dataType, t.TimestampType):
            types[field.name] = pl.Datetime("us", zone)
        else:
            types[field.name] = pl.Series(pl.from_arrow(_nothing(to_arrow_type(field.dataType)))).dtype
    return pl.Schema(types)


def _nothing(kind: Any) -> Any:
    import pyarrow as pa

    return pa.array([], kind)


def _numbered(table: Any, mapping: TableMapping, schema: pl.Schema, buckets: int) -> Any:
    """The rows, each with a number, its ids as they are compared, and the bucket of its household."""
    from pyspark.sql import functions as f
    from pyspark.sql import types as t

    (id,) = (column.name for column in mapping.columns if column.fact == "household_id")
    own = tuple(column.name for column in mapping.columns if column.fact in PERSON_IDS)
    first = tuple(name for name, kind in schema.items() if kind == pl.String)[:TOTAL_COLUMNS]
    numbered = table.withColumn(ROW, f.monotonically_increasing_id() + f.lit(1))
    texts = t.ArrayType(t.StringType())
    fields = [*numbered.schema.fields, t.StructField(_ID, t.StringType()), t.StructField(_OWN, texts)]
    known = numbered.mapInArrow(Known(id, own, first), t.StructType(fields))
    # Ids that differ in lost zeros alone are in one bucket, whatever width they turn out to have.
    key = f.when(f.col(_ID).isNull(), f.col(ROW)).otherwise(f.xxhash64(f.regexp_replace(_ID, "^0+", "")))
    return known.withColumn(_BUCKET, f.pmod(key, f.lit(buckets)))


@dataclass(frozen=True, slots=True)
class Known:
    """Puts the ids of each row beside it, as they are compared.

    Args:
        id: the column of the household's id.
        own: columns of ids of persons.
        first: the first text columns, in which a total is named.
    """

    id: str
    own: Sequence[str]
    first: Sequence[str]

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Batches of Arrow with two more columns."""
        import pyarrow as pa

        for batch in batches:
            rows = pl.DataFrame(pl.from_arrow(batch))
            ids = known_ids(rows, [self.id, *self.own], self.first)
            own = [list(each) for each in ids.drop(self.id).iter_rows()] if self.own else [None] * rows.height
            found = [pa.array(ids.get_column(self.id).to_list(), pa.string()), pa.array(own, pa.list_(pa.string()))]
            yield pa.RecordBatch.from_arrays([*batch.columns, *found], names=[*batch.schema.names, _ID, _OWN])


def _shape(tables: Sequence[Any]) -> Any:
    """One row: how many different ids of each kind and length there are, and what they look like, as JSON."""
    from pyspark.sql import functions as f

    ids = [table.select(f.lit("households").alias("kind"), f.col(_ID).alias("id")) for table in tables]
    ids += [table.select(f.lit("persons").alias("kind"), f.explode(_OWN).alias("id")) for table in tables[1:]]
    every = reduce(lambda one, other: one.union(other), ids).where(f.col("id").isNotNull()).distinct()
    lengths = every.groupBy("kind", f.length("id").alias("width")).agg(
        f.count(f.lit(1)).alias("count"),
        f.max(f.col("id").startswith("0")).alias("zero"),
        f.min(f.col("id").rlike("^[0-9]+$")).alias("digits"),
    )
    listed = f.to_json(f.collect_list(f.struct("kind", "width", "count", "zero", "digits")))
    return lengths.agg(listed.alias("shape"))
