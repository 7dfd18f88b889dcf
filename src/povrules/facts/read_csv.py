"""Tables in CSV files as Excel and review software export them: UTF-8 with or without mark; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

import polars as pl

from povrules.facts.errors import FileProblem
from povrules.facts.find_header import SEARCHED, HeaderPlace, find_header
from povrules.facts.headers import Headers
from povrules.facts.raw_table import RawTable

DELIMITERS = (",", ";", "\t")
_HEAD = 1_000_000  # characters in which the header is looked for
_MOST_EXTRA = 1000  # cells beyond the header that a row may have and still be shown as a reject


def read_csv(path: Path, headers: Headers, header_row: int | None = None) -> RawTable:
    """Read one CSV file.

    Args:
        path: the file, in UTF-8.
        headers: knows the facts; finds the header row.
        header_row: the 1-based line of the header, when it cannot be found.

    Raises:
        FileProblem: it cannot be read, is not UTF-8, has no header, or has a quoted cell that never ends.
    """
    text = _decoded(path)
    delimiter, place, lines = _layout(path, text, headers, header_row)
    body = text[_after_line(text, lines) :]
    frame = _records(path, body, delimiter, len(place.names))
    rows = _lines(frame, lines + 1, '"' in body)
    return _table(frame, rows, place.names)


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise FileProblem(f"{path}: cannot be read: {problem.strerror}") from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileProblem(f"{path}: is UTF-16", expected="a file saved as 'CSV UTF-8'")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise FileProblem(f"{path}, line {line}: not UTF-8 text", expected="a file saved as 'CSV UTF-8'") from None
    if "\0" in text:
        raise FileProblem(f"{path}: holds NUL characters, so it is not a CSV file")
    # Only these end a line here; str.splitlines knows more, which would move the row numbers.
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
        raise FileProblem(
            f"{path}: no header was recognised in its first {SEARCHED} rows", expected="header_row in a mapping"
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


def _records(path: Path, body: str, delimiter: str, width: int) -> pl.DataFrame:
    """The records as text, as wide as the widest of them, which shows rows with more cells than the header."""
    widest = max((line.count(delimiter) + 1 for line in body.split("\n")), default=0)
    if widest > width + _MOST_EXTRA:
        raise FileProblem(f"{path}: a row has {widest} cells, the header {width}")
    names = [f"c{i}" for i in range(max(widest, width))]
    data = (delimiter.join(names) + "\n" + body).encode()
    try:
        return pl.read_csv(
            io.BytesIO(data),
            separator=delimiter,
            schema=dict.fromkeys(names, pl.String),
        )
    except pl.exceptions.PolarsError:
        raise FileProblem(f"{path}{_broken_line(body, delimiter)}: a quoted cell does not end as it should") from None


def _broken_line(body: str, delimiter: str) -> str:
    reader = csv.reader(io.StringIO(body), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error:
        return f", about {reader.line_num} lines below the header"
    return ""


def _lines(frame: pl.DataFrame, first: int, quoted: bool) -> pl.Series:
    """The line on which each record begins; a quoted cell may span several."""
    position = pl.int_range(pl.len(), dtype=pl.Int64)
    if not quoted:
        return frame.select(first + position).to_series()
    inner = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).cast(pl.Int64)
    return frame.select(first + position + inner.cum_sum().shift(1, fill_value=0)).to_series()


def _table(frame: pl.DataFrame, rows: pl.Series, names: tuple[str, ...]) -> RawTable:
    kept = filled_rows(frame)
    frame, rows = frame.filter(kept), rows.filter(kept)
    too_wide = filled_rows(frame.select(frame.columns[len(names) :])).arg_true()
    return RawTable(named(frame, names), rows, tuple(too_wide))


def filled_rows(frame: pl.DataFrame) -> pl.Series:
    """Which rows hold anything but blanks."""
    if not frame.width:
        return pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
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
