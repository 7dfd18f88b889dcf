"""Files are written whole or not at all: under a temporary name first, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from povrules.facts.errors import FileProblem
from povrules.facts.write_survey import KINDS, needs_pyreadstat, survey_table, write_survey
from povrules.language.errors import closest

Table = TypeVar("Table", pl.DataFrame, pl.LazyFrame)
ENDINGS = (".csv", ".xlsx", ".parquet", *KINDS)
SHEET_ROWS = 1_048_576
_EXACT_INTEGER = 10**15  # what a cell of a sheet holds without loss


def write_text(path: str | Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all.

    Raises:
        FileProblem: as ``atomic_write``.
    """

    def content(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8")

    atomic_write(path, content)


def atomic_write(path: str | Path, writer: Callable[[Path], None], then: Callable[[], None] | None = None) -> None:
    """Write a file so that at every moment its name shows the old content or the new, never a part.

    Args:
        path: the file to make or replace.
        writer: writes the content to the temporary path it is given, in the same folder.
        then: done when the content lies whole on the disk, before it gets its name.

    Raises:
        FileProblem: no such folder, no room, no permission; the old file is as it was.
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=target.suffix, dir=target.parent)
    except OSError as problem:
        raise FileProblem(f"{target}: cannot be written: {_said(problem)}") from None
    temporary = Path(name)
    try:
        os.close(handle)
        writer(temporary)
        _keep_mode(temporary, target)
        _flush(temporary)
        if then is not None:
            then()
        os.replace(temporary, target)
    except BaseException as problem:
        with suppress(OSError):
            temporary.unlink()
        if isinstance(problem, OSError):
            raise FileProblem(f"{target}: cannot be written: {_said(problem)}") from None
        raise
    with suppress(OSError):
        _flush(target.parent)


def write_table(frame: pl.DataFrame, path: str | Path) -> None:
    """Write a table by the ending of its name: ``.csv`` (UTF-8 with the mark Excel looks for), ``.xlsx``, ``.parquet``,
    ``.dta`` (Stata), ``.sav`` and ``.zsav`` (SPSS).

    Args:
        frame: the table; lists are written as words separated by ``; `` where the format has no lists.
        path: where to.

    Raises:
        FileProblem: another ending, too many rows for a sheet or a text too long for Stata, no library that writes
            it, or the file cannot be written.
    """
    write_tables([(frame, Path(path))])


def write_tables(tables: Sequence[tuple[pl.DataFrame | pl.LazyFrame, Path]]) -> None:
    """Write tables that belong together: each lies complete under a temporary name before any gets its own.

    Args:
        tables: each with its path, as in ``write_table``; a lazy one is never in memory as a whole (but for a
            sheet, Stata and SPSS).

    Raises:
        FileProblem: as ``write_table``; no file is new then and none has changed.
    """
    writers = [(path, _writer(frame, path)) for frame, path in tables]
    for path, _ in writers:
        if path.is_dir():
            raise FileProblem(f"{path}: cannot be written: Is a directory")
    _write_together(writers)


@contextmanager
def scratch_beside(path: Path) -> Iterator[Path]:
    """A folder beside a file, for what is only needed while it is made; gone afterwards in any case.

    Raises:
        FileProblem: no such folder, no room, no permission.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix=f".{path.name[:80]}.", dir=path.parent)
    except OSError as problem:
        raise FileProblem(f"{path}: cannot be written: {_said(problem)}") from None
    with folder as name:
        yield Path(name)


def check_kind(path: Path) -> str:
    """The ending that says what kind of table to write, when that can be done here.

    Raises:
        FileProblem: another ending, with the closest; a workbook without xlsxwriter, Stata or SPSS without pyreadstat.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise FileProblem(
            f"{path}: cannot tell what kind of table to write",
            expected=", ".join(ENDINGS),
            closest=closest(ending, ENDINGS),
        )
    if ending == ".xlsx":
        _xlsxwriter(path)
    elif ending in KINDS:
        needs_pyreadstat(path)
    return ending


def _writer(table: pl.DataFrame | pl.LazyFrame, path: Path) -> Callable[[Path], None]:
    """What writes the table to a path it is given, once all that can be checked before is checked."""
    ending = check_kind(path)
    if ending == ".xlsx":
        height: int = table.lazy().select(pl.len()).collect().item()
        if height >= SHEET_ROWS:
            raise FileProblem(f"{path}: {height} rows do not fit in a sheet", expected="a .csv or .parquet file")
        return lambda to: _write_sheet(_flat(table.lazy()).collect(), to)
    if ending in KINDS:
        made = survey_table(_flat(table.lazy()).collect(), path)
        return lambda to: write_survey(made, to, ending)
    if isinstance(table, pl.LazyFrame):
        return lambda to: _sink(table, ending, to)
    if ending == ".csv":
        return lambda to: _flat(table).write_csv(to, include_bom=True)
    return lambda to: write_parquet(table, to)


def _write_together(writers: Sequence[tuple[Path, Callable[[Path], None]]]) -> None:
    """Each file is written, then the next ones, and only when these have their names it gets its own."""
    if not writers:
        return
    (path, writer), *others = writers
    atomic_write(path, writer, lambda: _write_together(others))


def _said(problem: OSError) -> str:
    return (problem.strerror or str(problem)).splitlines()[0]


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep_mode(temporary: Path, target: Path) -> None:
    """A temporary file is private; the real one gets the mode of what it replaces, or the usual one."""
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    os.chmod(temporary, mode)


def _flat(frame: Table) -> Table:
    lists = [name for name, dtype in frame.lazy().collect_schema().items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join("; ") for name in lists)


def _xlsxwriter(path: str | Path) -> Any:
    try:
        import xlsxwriter
    except ImportError:
        raise FileProblem(f"{path}: writing .xlsx needs xlsxwriter", expected="pip install 'povrules[files]'") from None
    return xlsxwriter


def _sink(table: pl.LazyFrame, ending: str, path: Path) -> None:
    try:
        if ending == ".csv":
            _flat(table).sink_csv(path, include_bom=True)
        else:
            table.sink_parquet(path)
    except pl.exceptions.PolarsError as problem:  # how polars says that a disk is full, not always in so many words
        _, found, said = str(problem).rpartition("IO error: ")
        raise OSError(said if found else "the disk may be full") from None


def write_parquet(frame: pl.DataFrame, path: Path, *, scratch: bool = False) -> None:
    """Write a frame to a file of this name; what is soon read again and then goes is packed lightly.

    Raises:
        OSError: it cannot be written.
    """
    # Made in memory: when a disk is full in the middle, polars and zipfile say so in many ways and not always once.
    content = BytesIO()
    frame.write_parquet(content, compression="lz4" if scratch else "zstd")
    path.write_bytes(content.getbuffer())


def _write_sheet(frame: pl.DataFrame, path: Path) -> None:
    module = _xlsxwriter(path)
    content = BytesIO()
    book = module.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("povrules")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    for position, name in enumerate(frame.columns):
        sheet.write_string(0, position, name, bold)
        column = frame.get_column(name)
        for row, value in enumerate(column.to_list(), start=1):
            _write_cell(sheet, row, position, value, day)
    sheet.freeze_panes(1, 0)
    book.close()
    path.write_bytes(content.getbuffer())


def _write_cell(sheet: Any, row: int, column: int, value: object, day: Any) -> None:
    """Text stays text (codes keep their zeros, nothing becomes a formula); numbers too long for a cell become text."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif (isinstance(value, int) and abs(value) < _EXACT_INTEGER) or (isinstance(value, float) and isfinite(value)):
        sheet.write_number(row, column, value)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, str(value)[:32_767])
