"""Which rows of two tables belong together, without having the tables: chunks of whole households.

Held in memory are 64 bits of each household's id with its position, about 50 bytes for each, and nothing else of the
tables. Two ids whose 64 bits are the same only come into one chunk; there they are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from povrules.facts.cells import read_texts
from povrules.facts.ids import IdShape, pad_codes
from povrules.facts.parsed_table import TOTAL_COLUMNS, total_rows
from povrules.facts.raw_table import RawTable, as_text
from povrules.facts.read_csv import ROW
from povrules.facts.spool import Parts, Spool
from povrules.facts.texts import TEXTS

_CHUNK = "__chunk"
AT_ONCE = 200_000  # rows


@dataclass(slots=True)
class Chunked:
    """A table in chunks.

    Args:
        spool: the table.
        ends: where each chunk ends, when the rows lie in the order of the chunks.
        parts: else the rows of each chunk.
    """

    spool: Spool
    ends: list[int] | None
    parts: dict[int, Parts] = field(default_factory=dict)

    def table(self, chunk: int) -> RawTable:
        """The rows of a chunk in the order in which a person sees them."""
        if self.ends is not None:
            start = self.ends[chunk - 1] if chunk else 0
            return self.spool.table(start, self.ends[chunk] - start)
        if chunk not in self.parts:
            return self.spool.table(0, 0)
        return self.spool.raw(self.parts[chunk].scan().collect().sort(ROW))


class Households:
    """Where each household stands in its file.

    Args:
        spool: the table.
        column: of the id.
        width: to which ids are completed.
        rows: households in one chunk.
    """

    def __init__(self, spool: Spool, column: str, width: int | None, rows: int) -> None:
        keys = _keys(spool, column, width)
        places = pl.DataFrame({"key": keys}).with_row_index("at")
        first = places.filter(pl.col("key").is_not_null()).group_by("key").agg(pl.col("at").min().alias("first"))
        joined = places.join(first, on="key", how="left", maintain_order="left")
        self.chunks = joined.select(pl.coalesce("first", "at") // rows).to_series()
        self.count = max(-(-spool.height // rows), 1)
        self._chunk = first.select("key", pl.col("first") // rows)

    def chunks_of(self, keys: pl.Series) -> pl.Series:
        """For each person the chunk of the household; one without household goes anywhere, with others of its id."""
        found = keys.alias("key").to_frame().join(self._chunk, on="key", how="left", maintain_order="left")
        anywhere = (pl.col("key").fill_null(0) % self.count).cast(pl.UInt32)
        return found.select(pl.coalesce("first", anywhere)).to_series()


def chunk_households(spool: Spool, households: Households, folder: Path) -> Chunked:
    """The households in chunks; a later row of an id goes with the first."""
    return _chunked(spool, households.chunks, households.count, folder)


def chunk_persons(spool: Spool, column: str, width: int | None, households: Households, folder: Path) -> Chunked:
    """The persons in the chunks of their households."""
    return _chunked(spool, households.chunks_of(_keys(spool, column, width)), households.count, folder)


def _chunked(spool: Spool, chunks: pl.Series, count: int, folder: Path) -> Chunked:
    if chunks.is_sorted():
        ends = chunks.search_sorted(pl.Series(range(count), dtype=chunks.dtype), side="right")
        return Chunked(spool, ends.to_list())
    parts: dict[int, Parts] = {}
    for number, some in enumerate(spool.slices(AT_ONCE)):
        _share_out(some.with_columns(chunks.slice(number * AT_ONCE, some.height).alias(_CHUNK)), parts, folder)
    return Chunked(spool, None, parts)


def in_order(frames: Iterable[pl.DataFrame], column: str, rows: int, folder: Path) -> Iterator[pl.DataFrame]:
    """The rows of frames in the order of a column of whole numbers, some rows at a time."""
    parts: dict[int, Parts] = {}
    for frame in frames:
        _share_out(frame.with_columns((pl.col(column) // rows).alias(_CHUNK)), parts, folder)
    for chunk in sorted(parts):
        yield parts[chunk].scan().collect().sort(column)


def _share_out(frame: pl.DataFrame, parts: dict[int, Parts], folder: Path) -> None:
    for (chunk,), rows in frame.partition_by(_CHUNK, as_dict=True, include_key=False).items():
        parts.setdefault(chunk, Parts(folder / str(chunk))).add(rows)


def shape_of(tables: Iterable[tuple[Spool, Sequence[str]]]) -> IdShape:
    """The shape of the ids in some columns of some tables."""
    shape = IdShape()
    for spool, columns in tables:
        for ids in _ids(spool, columns):
            for column in ids.iter_columns():
                shape.add(column)
            if not shape.plain:
                return shape
    return shape


def _keys(spool: Spool, column: str, width: int | None) -> pl.Series:
    """64 bits for each id; null where there is none."""
    keys = [pl.Series([], dtype=pl.UInt64)]
    for ids in _ids(spool, [column]):
        whole = ids.to_series() if width is None else pad_codes(ids.to_series(), width)[0]
        keys.append(whole.hash().set(whole.is_null(), None))
    return pl.concat(keys, rechunk=True)


def _ids(spool: Spool, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Ids as a checked table has them before lost zeros come back; none in a row of totals."""
    if not columns:
        return
    kinds = spool.rows(0, 0).schema
    first = [name for name in spool.names if isinstance(kinds[name], TEXTS)][:TOTAL_COLUMNS]
    wanted = list(dict.fromkeys([*columns, *first]))
    for some in spool.slices(AT_ONCE, wanted):
        yield known_ids(some, columns, first)


def known_ids(rows: pl.DataFrame, columns: Sequence[str], first: Sequence[str]) -> pl.DataFrame:
    """The ids in some rows as texts; none in a row of totals.

    Args:
        rows: of a table.
        columns: in which ids stand.
        first: its first text columns, in which a total is named.
    """
    totals = list(total_rows(rows.select(first)))
    ids = [read_texts(as_text(rows.get_column(name))).alias(name) for name in columns]
    return pl.DataFrame([column.scatter(totals, None) if totals else column for column in ids])
