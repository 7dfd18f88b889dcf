"""Rows that could not be used, and what was noticed about rows that could: never in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from povrules.facts.reasons import Reason
from povrules.facts.writing import write_table
from povrules.language.amounts import Lang

REJECT_COLUMNS = ("table", "row", "household_id", "column", "value", "code", "reason_vi", "reason_en")

_TABLES = {"households": "bảng hộ", "persons": "bảng thành viên"}


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was not used (or, as a warning, something noticed about a row that was).

    Args:
        table: ``households`` or ``persons``.
        row: 1-based row of the file or sheet as a person sees it; of a frame, its position. None: the whole column.
        household_id: the household's id, where it could be read.
        column: the header of the first cell that is wrong; None when it is the row as a whole.
        value: what that cell says.
        reason: why; when several cells are wrong it names them all.
    """

    table: str
    row: int | None
    household_id: str | None
    column: str | None
    value: str | None
    reason: Reason

    def said(self, lang: Lang) -> str:
        """Where and why, in one line."""
        if lang == "vi":
            place = _TABLES[self.table] + (f", dòng {self.row}" if self.row else "")
            cell = f", cột {self.column!r}" if self.column else ""
            value = f", giá trị {self.value!r}" if self.value is not None else ""
            return f"{place}{cell}{value}: {self.reason.vi}"
        place = f"{self.table}, row {self.row}" if self.row else self.table
        cell = f", column {self.column!r}" if self.column else ""
        value = f", value {self.value!r}" if self.value is not None else ""
        return f"{place}{cell}{value}: {self.reason.en}"

    def __str__(self) -> str:
        return self.said("en")


def rejects_frame(rejects: Iterable[Reject]) -> pl.DataFrame:
    """Rejects or warnings as a table, one line each, reasons in both languages."""
    rows = [
        (r.table, r.row, r.household_id, r.column, r.value, r.reason.code, r.reason.vi, r.reason.en) for r in rejects
    ]
    types: list[type[pl.DataType]] = [pl.String, pl.Int64, *[pl.String] * 6]
    return pl.DataFrame(rows, schema=dict(zip(REJECT_COLUMNS, types, strict=True)), orient="row")


def write_rejects(rejects: Iterable[Reject], path: str | Path) -> None:
    """Write rejects to a table; a CSV opens right in Excel.

    Raises:
        FileProblem: it cannot be written.
    """
    write_table(rejects_frame(rejects), path)
