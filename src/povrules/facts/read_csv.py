"""Tables in CSV files as Excel and review software export them: comma, semicolon or tab; UTF-8, cp1258 or TCVN3.

Every file goes the same way, block after block: a small one at once, one larger than memory piece by piece.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from povrules.facts.encodings import misread
from povrules.facts.errors import FileProblem
from povrules.facts.find_header import SEARCHED, HeaderPlace, find_header
from povrules.facts.headers import Headers
from povrules.facts.mapping import TableMapping
from povrules.facts.raw_table import RawTable
from povrules.facts.text_blocks import BLOCK, TextFile, open_text

DELIMITERS = (",", ";", "\t")
ROW, TOO_WIDE = "__povrules_row", "__povrules_too_wide"
_HEAD = 1_000_000  # characters in which the header is looked for
_MOST_EXTRA = 1000  # cells beyond the header that a row may have and still be shown as a reject


def read_csv(path: Path, headers: Headers, mapping: TableMapping | None = None) -> RawTable:
    """Read one CSV file.

    Args:
        path: the file.
        headers: knows the facts; finds the header row.
        mapping: may say the line of the header and the encoding.

    Raises:
        FileProblem: it cannot be read, is in no known encoding, has no header, or has a quoted cell that never ends.
    """
    file = open_csv(path, headers, mapping)
    blocks = list(file.blocks())
    whole = pl.concat(blocks) if blocks else file.empty()
    names = file.names_for([bool(name) or file.holds(whole, i) for i, name in enumerate(file.names)])
    frame = pl.DataFrame([whole.get_column(f"c{i}").alias(name) for i, name in enumerate(names) if name])
    wide = tuple(whole.get_column(TOO_WIDE).arg_true())
    return RawTable(frame, whole.get_column(ROW), wide, encoding=file.text.encoding, recognised=file.text.recognised)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """One CSV file, opened: how it is written and where its header stands.

    Args:
        text: the file and its encoding.
        delimiter: between cells.
        names: of the columns; empty where the header says nothing.
        header_lines: after how many lines the header ends.
    """

    text: TextFile
    delimiter: str
    names: tuple[str, ...]
    header_lines: int

    def blocks(self, size: int = BLOCK) -> Iterator[pl.DataFrame]:
        """The records below the header, blank ones left out: cells ``c0``, ``c1`` ..., line and whether too wide.

        Raises:
            FileProblem: a quoted cell that never ends, a row of a thousand cells too many.
        """
        line, rest, skipped = 1, "", self.header_lines
        for text in self.text.blocks(size):
            if skipped:
                cut = _after_line(text, skipped)
                found = text.count("\n", 0, cut)
                text, line, skipped = text[cut:], line + found, skipped - found if cut == len(text) else 0
            body, rest = self._whole_records(rest + text, line)
            if body:
                yield self._block(body, line)
                line += body.count("\n")
        if rest:
            yield self._block(rest, line)

    def _block(self, body: str, line: int) -> pl.DataFrame:
        frame = self._records(body, line)
        rows = _lines(frame, line, '"' in body)
        kept = filled_rows(frame)
        frame, rows = frame.filter(kept), rows.filter(kept)
        cells = frame[:, : len(self.names)]
        wide = filled_rows(frame[:, len(self.names) :]) if frame.width > cells.width else _never(frame.height)
        return cells.with_columns(rows.alias(ROW), wide.alias(TOO_WIDE))

    def _whole_records(self, text: str, line: int) -> tuple[str, str]:
        """The records that surely end here, and the rest: a quoted cell may go on in the next block."""
        if '"' not in text:
            return text, ""
        reader = csv.reader(io.StringIO(text), delimiter=self.delimiter)
        before = last = 0
        try:
            for _ in reader:
                before, last = last, reader.line_num
        except csv.Error:  # a cell longer than any cell is
            raise self._broken(line + last) from None
        cut = _after_line(text, before)
        return text[:cut], text[cut:]

    def _records(self, body: str, line: int) -> pl.DataFrame:
        """The records as text, as wide as the widest of them, which shows rows with more cells than the header."""
        widest = max((record.count(self.delimiter) + 1 for record in body.split("\n")), default=0)
        if widest > len(self.names) + _MOST_EXTRA:
            raise FileProblem(f"{self.text.path}: a row has {widest} cells, the header {len(self.names)}")
        names = [f"c{i}" for i in range(max(widest, len(self.names)))]
        data = (self.delimiter.join(names) + "\n" + body).encode()
        try:
            return pl.read_csv(io.BytesIO(data), separator=self.delimiter, schema=dict.fromkeys(names, pl.String))
        except pl.exceptions.PolarsError:
            raise self._broken(line + _broken_line(body, self.delimiter)) from None

    def _broken(self, line: int) -> FileProblem:
        return FileProblem(f"{self.text.path}, about line {line}: a quoted cell does not end as it should")

    def empty(self) -> pl.DataFrame:
        """A block without records."""
        cells = {f"c{i}": pl.String() for i in range(len(self.names))}
        return pl.DataFrame(schema={**cells, ROW: pl.Int64(), TOO_WIDE: pl.Boolean()})

    @staticmethod
    def holds(block: pl.DataFrame, position: int) -> bool:
        """Whether a column holds anything in a block."""
        return bool(filled_rows(block.select(f"c{position}")).any())

    def names_for(self, kept: list[bool]) -> tuple[str, ...]:
        """A name for every column; a kept one without name gets its number, the others get none."""
        return tuple(
            name or (f"column {i + 1}" if keep else "")
            for i, (name, keep) in enumerate(zip(self.names, kept, strict=True))
        )


def open_csv(path: Path, headers: Headers, mapping: TableMapping | None = None) -> CsvFile:
    """Find encoding, delimiter and header of a CSV file.

    Raises:
        FileProblem: as in ``read_csv``.
    """
    mapping = mapping or TableMapping()
    file = open_text(path, mapping.encoding)
    head = next(file.blocks(), "")
    delimiter, place, lines = _layout(path, head, headers, mapping.header_row)
    return CsvFile(file, delimiter, place.names, lines)


def _layout(path: Path, text: str, headers: Headers, header_row: int | None) -> tuple[str, HeaderPlace, int]:
    """The delimiter under which the header is best understood, the header, and how many lines it ends after."""
    best: tuple[str, HeaderPlace, int] | None = None
    for delimiter in DELIMITERS:
        rows, ends = _first_rows(path, text, delimiter)
        at = None
        if header_row is not None:
            at = next((i for i, end in enumerate(ends) if end >= header_row), None)
            if at is None:
                raise FileProblem(f"{path}: has no row {header_row} among its first {len(rows)}")
        place = find_header(rows, headers, at)
        if place and (best is None or place.score > best[1].score):
            best = (delimiter, place, ends[place.end - 1])
    if best is None:
        wrong = misread(text[:_HEAD].splitlines())
        raise FileProblem(
            f"{path}: no header was recognised in its first {SEARCHED} rows",
            expected=f"encoding: {wrong.encoding} in a mapping" if wrong else "header_row in a mapping",
        )
    return best


def _first_rows(path: Path, text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text[:_HEAD]), delimiter=delimiter)
    rows, ends = [], []
    try:
        for row in islice(reader, SEARCHED + 2):
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error as problem:
        raise FileProblem(f"{path}, line {reader.line_num}: {problem}") from None
    return rows, ends


def _after_line(text: str, line: int) -> int:
    position = 0
    for _ in range(line):
        position = text.find("\n", position) + 1
        if position == 0:
            return len(text)
    return position


def _broken_line(body: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(body), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error:
        return reader.line_num - 1
    return 0


def _lines(frame: pl.DataFrame, first: int, quoted: bool) -> pl.Series:
    """The line on which each record begins; a quoted cell may span several."""
    position = pl.int_range(pl.len(), dtype=pl.Int64)
    if not quoted:
        return frame.select(first + position).to_series()
    inner = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).cast(pl.Int64)
    return frame.select(first + position + inner.cum_sum().shift(1, fill_value=0)).to_series()


def _never(height: int) -> pl.Series:
    return pl.repeat(False, height, dtype=pl.Boolean, eager=True)


def filled_rows(frame: pl.DataFrame) -> pl.Series:
    """Which rows hold anything but blanks."""
    if not frame.width:
        return _never(frame.height)
    return frame.select(pl.any_horizontal(pl.all().str.strip_chars().str.len_bytes().fill_null(0) > 0)).to_series()


def named(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """The frame with the header's names; a column without name keeps a number if it holds anything, else goes."""
    kept = []
    for position, name in enumerate(names):
        column = frame.to_series(position)
        if name:
            kept.append(column.alias(name))
        elif (column.str.strip_chars().str.len_bytes().fill_null(0) > 0).any():
            kept.append(column.alias(f"column {position + 1}"))
    return pl.DataFrame(kept)
