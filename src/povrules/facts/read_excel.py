"""Tables in workbooks: sheets found by name or by what stands in them, cells as text, numbers apart from texts.

A cell with an error (``#DIV/0!``) reads as empty, that is as unknown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from povrules.facts.encodings import misread
from povrules.facts.errors import FileProblem
from povrules.facts.find_header import SEARCHED, HeaderPlace, find_header
from povrules.facts.header_aliases import HOUSEHOLD_SHEETS, PERSON_SHEETS
from povrules.facts.headers import Headers, header_key, spellings
from povrules.facts.mapping import TableMapping
from povrules.facts.raw_table import RawTable, looks_ambiguous, number_cells_as_text, reread_texts
from povrules.facts.read_csv import filled_rows, named
from povrules.language.errors import closest
from povrules.language.nodes import Scope

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_NAMES: dict[Scope, frozenset[str]] = {
    "household": frozenset(spellings(HOUSEHOLD_SHEETS)),
    "person": frozenset(spellings(PERSON_SHEETS)),
}


class Workbook:
    """One workbook, open for reading.

    Args:
        path: the file.

    Raises:
        FileProblem: it is missing, not a workbook, or fastexcel is not installed.
    """

    def __init__(self, path: Path) -> None:
        try:
            import fastexcel
        except ImportError:
            raise FileProblem(
                f"{path}: reading workbooks needs fastexcel", expected="pip install 'povrules[files]'"
            ) from None
        if not path.is_file():
            raise FileProblem(f"{path}: no such file")
        self.path = path
        self._problem: type[Exception] = fastexcel.FastExcelError
        try:
            self._reader: Any = fastexcel.read_excel(path)
        except fastexcel.FastExcelError as problem:
            raise FileProblem(f"{path}: cannot be read as a workbook: {_first_line(problem)}") from None
        self._cells: dict[str, pl.DataFrame] = {}

    def table(
        self, scope: Scope, headers: Headers, mapping: TableMapping, taken: str | None = None
    ) -> tuple[RawTable, str] | None:
        """The table of households or of persons, and its sheet.

        Args:
            scope: which of the two.
            headers: knows its facts.
            mapping: may name the sheet and the row of the header.
            taken: a sheet that is something else already.

        Returns:
            None when no sheet looks like it (persons only).
        """
        at = None if mapping.header_row is None else mapping.header_row - 1
        sheet = mapping.sheet or self._sheet(scope, headers, taken)
        if sheet is None:
            return None
        cells = reread_texts(self._sheet_cells(sheet), mapping.encoding)
        place = find_header(_rows(cells), headers, at)
        if place is None:
            wrong = misread([cell for row in _rows(cells) for cell in row if cell])
            raise FileProblem(
                f"{self.path}, sheet {sheet!r}: no header was recognised in its first {SEARCHED} rows",
                expected=f"encoding: {wrong.encoding} in a mapping" if wrong else "sheet and header_row in a mapping",
            )
        return self._table(sheet, cells, place), sheet

    def _sheet(self, scope: Scope, headers: Headers, taken: str | None) -> str | None:
        """By its name; else the one with the most recognised headers, persons only with the id of their household."""
        sheets: list[str] = [name for name in self._reader.sheet_names if name != taken]
        by_name = next((name for name in sheets if header_key(name) in _NAMES[scope]), None)
        if by_name is not None:
            return by_name
        best: str | None = None
        most = 0
        for name in sheets:
            place = find_header(_rows(self._sheet_cells(name)), headers)
            if place is None or (scope == "person" and not _has_household(place, headers)):
                continue
            if place.score > most:
                best, most = name, place.score
        return best if best is not None or scope == "person" else next(iter(sheets), None)

    def _sheet_cells(self, sheet: str) -> pl.DataFrame:
        if sheet not in self._cells:
            if sheet not in self._reader.sheet_names:
                names = list(self._reader.sheet_names)
                raise FileProblem(
                    f"{self.path}: has no sheet {sheet!r}", expected=", ".join(names), closest=closest(sheet, names)
                )
            self._cells[sheet] = self._load(sheet, "string")
        return self._cells[sheet]

    def _load(self, sheet: str, dtype: str, columns: list[int] | None = None) -> pl.DataFrame:
        try:
            loaded = self._reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=dtype, use_columns=columns)
            frame: pl.DataFrame = loaded.to_polars()
        except self._problem as problem:
            raise FileProblem(f"{self.path}, sheet {sheet!r}: cannot be read: {_first_line(problem)}") from None
        return frame.rename({name: f"c{i}" for i, name in enumerate(frame.columns)})

    def _table(self, sheet: str, cells: pl.DataFrame, place: HeaderPlace) -> RawTable:
        cells = self._numbers_apart(sheet, cells)
        rows = pl.int_range(place.end + 1, cells.height + 1, eager=True, dtype=pl.Int64)
        body = cells.slice(place.end)
        kept = filled_rows(body)
        return RawTable(named(body.filter(kept), place.names), rows.filter(kept))

    def _numbers_apart(self, sheet: str, cells: pl.DataFrame) -> pl.DataFrame:
        """As text, a number 1.234 and a text 1.234 look the same; read as truth values, only the number is one."""
        doubtful = [position for position, column in enumerate(cells.iter_columns()) if looks_ambiguous(column)]
        if not doubtful:
            return cells
        marks = self._load(sheet, "boolean", doubtful)
        return cells.with_columns(
            number_cells_as_text(cells.to_series(position), marks.to_series(i).is_not_null())
            for i, position in enumerate(doubtful)
        )


def _rows(cells: pl.DataFrame) -> list[tuple[str | None, ...]]:
    return cells.head(SEARCHED + 2).rows()


def _has_household(place: HeaderPlace, headers: Headers) -> bool:
    return any(meaning.target == "household_id" for name in place.names if name and (meaning := headers.meaning(name)))


def _first_line(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
