"""One table of a file as it lies on disk: read in slices, never at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import polars as pl

from povrules.facts.encodings import Encoding
from povrules.facts.errors import FileProblem
from povrules.facts.headers import Headers
from povrules.facts.mapping import TableMapping
from povrules.facts.raw_table import RawTable, check_columns, reread_texts
from povrules.facts.read_csv import ROW, TOO_WIDE, open_csv
from povrules.facts.read_parquet import reading_parquet
from povrules.facts.writing import write_parquet

IN_MEMORY = 100_000
"""A file of so many rows is read once; looking at it again and again would take longer than deciding it."""
SMALL = 8 * 1024 * 1024
"""A file of so many bytes is read up to that row without asking first how many it has."""
Slice = Callable[[int, int, Sequence[str]], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Spool:
    """A table on disk.

    Args:
        read: gives so many rows from a start, with these columns.
        height: how many rows.
        names: of the columns.
        encoding: of the source, as in ``RawTable``.
        recognised, unknown_codes: as in ``RawTable``.
        whole: the table, where it is in memory and its rows are in the order in which a person sees them.
    """

    read: Slice
    height: int
    names: tuple[str, ...]
    encoding: Encoding | None = None
    recognised: bool = False
    unknown_codes: tuple[tuple[str, int, str], ...] = ()
    whole: RawTable | None = None

    def table(self, start: int, count: int) -> RawTable:
        """Some rows as a table."""
        if self.whole is not None and start == 0 and count >= self.height:
            return self.whole
        rows = self.rows(start, count)
        return self.raw(rows if rows.get_column(ROW).is_sorted() else rows.sort(ROW))

    def rows(self, start: int, count: int, names: Sequence[str] | None = None) -> pl.DataFrame:
        """Some rows, with all columns or with some."""
        wanted = self.names if names is None else names
        return self.read(start, count, [*wanted, ROW, TOO_WIDE])

    def slices(self, rows: int, names: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """All of it, some rows at a time."""
        for start in range(0, self.height, rows):
            yield self.rows(start, rows, names)

    def raw(self, rows: pl.DataFrame) -> RawTable:
        """Some of its rows as a table."""
        wide = rows.get_column(TOO_WIDE)
        known = self.encoding, self.recognised, self.unknown_codes
        cells = pl.DataFrame([rows.get_column(name) for name in self.names])
        return RawTable(cells, rows.get_column(ROW), tuple(wide.arg_true()) if wide.any() else (), "file", *known)


def spool_csv(file: Path, headers: Headers, mapping: TableMapping, folder: Path) -> Spool:
    """Write the records of a CSV file into a folder as Parquet, block by block.

    Raises:
        FileProblem: the file cannot be read, or there is no room.
    """
    opened = open_csv(file, headers, mapping)
    parts = Parts(folder)
    filled = [bool(name) for name in opened.names]
    for block in opened.blocks():
        parts.add(block)
        filled = [known or opened.holds(block, i) for i, known in enumerate(filled)]
    if not parts.height:
        parts.add(opened.empty())
    names = opened.names_for(filled)
    columns = {f"c{i}": name for i, name in enumerate(names) if name}
    scan = parts.scan().select(*(pl.col(cell).alias(name) for cell, name in columns.items()), ROW, TOO_WIDE)
    return Spool(_slice(scan), parts.height, tuple(columns.values()), opened.text.encoding, opened.text.recognised)


def spool_parquet(file: Path, mapping: TableMapping, *, numbered: bool = False) -> Spool:
    """A Parquet file, read where it lies.

    Args:
        file: the file.
        mapping: may state an encoding of its texts.
        numbered: whether its column ``ROW`` says where a person sees each row; else that is its place in the file.

    Raises:
        FileProblem: it cannot be read.
    """
    with reading_parquet(file):
        small = _small(file)
        if small is not None:
            rows = (
                small.get_column(ROW).cast(pl.Int64)
                if numbered
                else pl.int_range(1, small.height + 1, dtype=pl.Int64, eager=True)
            )
            cells = small.drop(ROW) if numbered else small
            check_columns(cells.columns, str(file))
            return spool_table(RawTable(reread_texts(cells, mapping.encoding), rows))
        index = None if numbered else ROW
        scan = pl.scan_parquet(file, row_index_name=index, row_index_offset=1)
        names = tuple(name for name in scan.collect_schema().names() if name != ROW)
        height: int = scan.select(pl.len()).collect().item()
    check_columns(names, str(file))
    part = _slice(scan.with_columns(pl.col(ROW).cast(pl.Int64), pl.lit(False).alias(TOO_WIDE)))

    def read(start: int, count: int, names: Sequence[str]) -> pl.DataFrame:
        with reading_parquet(file):
            found = part(start, count, names)
        return reread_texts(found, mapping.encoding)

    return Spool(read, height, names)


def _small(file: Path) -> pl.DataFrame | None:
    """A file of few rows as a whole; None of another."""
    few = file.stat().st_size <= SMALL
    if not few and pl.scan_parquet(file).select(pl.len()).collect().item() > IN_MEMORY:
        return None
    frame = pl.read_parquet(BytesIO(file.read_bytes()) if few else file, n_rows=IN_MEMORY + 1)
    return frame if frame.height <= IN_MEMORY else None


def spool_table(table: RawTable) -> Spool:
    """A table that is in memory already (a sheet of a workbook, a file of Stata or SPSS)."""
    wide = pl.Series(TOO_WIDE, [False]).new_from_index(0, table.frame.height)
    if table.too_wide:
        wide = wide.scatter(list(table.too_wide), True)
    frame = table.frame.hstack([table.rows.alias(ROW), wide])
    known = table.encoding, table.recognised, table.unknown_codes
    spool = Spool(_part(frame), frame.height, tuple(table.frame.columns), *known)
    return replace(spool, whole=table if table.rows.is_sorted() else spool.table(0, frame.height))


def _slice(scan: pl.LazyFrame) -> Slice:
    return lambda start, count, names: scan.slice(start, count).select(names).collect()


def _part(frame: pl.DataFrame) -> Slice:
    return lambda start, count, names: pl.DataFrame([frame.get_column(name) for name in names]).slice(start, count)


class Parts:
    """Frames of the same columns put one after another into files of a folder.

    Args:
        folder: made when the first part comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[Path] = []
        self.height = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Put a frame behind the others.

        Raises:
            FileProblem: it cannot be written.
        """
        file = self.folder / f"{len(self.files)}.parquet"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_parquet(frame, file, scratch=True)
        except OSError as problem:
            raise FileProblem(f"{self.folder.parent}: cannot be written: {problem.strerror or problem}") from None
        self.files.append(file)
        self.height += frame.height

    def scan(self) -> pl.LazyFrame:
        """All parts, in order; there must be one."""
        return pl.scan_parquet(self.files)
