"""What a worker of Spark does with one bucket: decide it as a register, and pack the tables of results as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import polars as pl

from povrules.decisions.frames.plan import Plan
from povrules.facts.checking import stated_mapping, taken
from povrules.facts.ids import believed_width
from povrules.facts.raw_table import RawTable
from povrules.facts.read_csv import ROW
from povrules.facts.row_checks import IdWidths
from povrules.language.nodes import Scope

KINDS = ("households", "persons", "rejects", "warnings")
SHAPE = "__shape"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Decides all rows of some households.

    Args:
        plan: how.
        column: that says which bucket a row is in.
    """

    plan: Plan
    column: str

    def of_both(self, households: Any, persons: Any) -> Any:
        """The results over households and persons, packed; each an Arrow table."""
        tables = [pl.DataFrame(pl.from_arrow(table)) for table in (households, persons)]
        raw, members = (self._raw(table, of) for table, of in zip(tables, _scopes(), strict=True))
        return _packed(self.plan.decided(raw, members, _widths(tables)))

    def of_households(self, households: Any) -> Any:
        """The results over households alone, packed."""
        table = pl.DataFrame(pl.from_arrow(households))
        return _packed(self.plan.decided(self._raw(table, "household"), None, _widths([table])))

    def _raw(self, table: pl.DataFrame, of: Scope) -> RawTable:
        asked = self.plan.asked
        rows = table.sort(ROW)
        cells = rows.drop(ROW, self.column, SHAPE)
        return replace(taken(cells, stated_mapping(asked.mapping, asked.locale), of), rows=rows.get_column(ROW))


def unpacked(batches: Iterator[Any]) -> Iterator[Any]:
    """The rows of packed tables, as batches of Arrow."""
    for batch in batches:
        for data in batch.column("data"):
            table = pl.read_ipc_stream(BytesIO(data.as_py())).to_arrow(compat_level=pl.CompatLevel.oldest())
            yield from _plain(table).to_batches()


def _plain(table: Any) -> Any:
    """An Arrow table with the texts that Spark takes."""
    import pyarrow as pa

    fields = [
        pa.field(field.name, pa.string() if pa.types.is_large_string(field.type) else field.type)
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def _packed(results: Any) -> Any:
    import pyarrow as pa

    kinds, data = [], []
    for kind, frame in zip(KINDS, results, strict=True):
        if frame is not None and frame.height:
            content = BytesIO()
            frame.write_ipc_stream(content, compression="zstd")
            kinds.append(kind)
            data.append(content.getvalue())
    return pa.table({"kind": pa.array(kinds, pa.string()), "data": pa.array(data, pa.binary())})


def _scopes() -> tuple[Scope, Scope]:
    return "household", "person"


def _widths(tables: list[pl.DataFrame]) -> IdWidths:
    """The widths of ids that both whole tables show."""
    lengths = json.loads(next(table for table in tables if table.height).get_column(SHAPE)[0])
    found = ([each for each in lengths if each["kind"] == kind] for kind in ("households", "persons"))
    return IdWidths(*map(_width, found))


def _width(lengths: list[dict[str, Any]]) -> int | None:
    if len(lengths) < 2 or not all(each["digits"] for each in lengths):
        return None
    counts = {each["width"]: each["count"] for each in lengths}
    return believed_width(counts, {each["width"] for each in lengths if each["zero"]}, lambda: counts)
