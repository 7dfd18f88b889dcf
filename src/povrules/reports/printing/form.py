"""A form with the numbers of a review, to be looked at, printed or taken along."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from povrules.language.amounts import Lang
from povrules.reports.asking import spoken
from povrules.reports.errors import ReportError
from povrules.reports.printing import words as w
from povrules.reports.printing.description import Column, Description
from povrules.reports.printing.html import html_of
from povrules.reports.printing.markdown import markdown_of
from povrules.reports.printing.rows import Row, open_note, rows_of
from povrules.reports.printing.workbook import write_workbook


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An official table.

    Args:
        description: the form.
        frame: its numbers, a row for each place.
        places: the columns of places, from the largest.
        names: for a column of places, names for its codes.
        place: where the review was: ``Tỉnh Bình Thuận``.
        on: the day of the review.
        lang: ``vi`` or ``en``.
    """

    description: Description
    frame: pl.DataFrame
    places: tuple[str, ...] = ()
    names: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    place: str = ""
    on: date | None = None
    lang: Lang = "vi"

    def __post_init__(self) -> None:
        spoken(self.lang)

    @property
    def number(self) -> str:
        """``R1`` ... ``R11``."""
        return self.description.number

    @property
    def title(self) -> str:
        """The title in the form's language."""
        return self.description.title.of(self.lang)

    @property
    def line(self) -> str:
        """Where and when: ``Tỉnh Bình Thuận, ngày 31 tháng 12 năm 2022``."""
        day = "" if self.on is None else w.DATE.of(self.lang).format(self.on)
        return ", ".join(part for part in (self.place, day) if part)

    @property
    def unit(self) -> str:
        """What is counted."""
        return w.UNIT_IS.of(self.lang).format(self.description.unit.of(self.lang))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns right of the place."""
        return self.description.columns

    def rows(self) -> list[Row]:
        """The rows, places by their names."""
        return list(rows_of(self.frame, self.columns, self.places, self.names, self.lang))

    def notes(self) -> list[str]:
        """What stands below the table."""
        told = [note.of(self.lang) for note in self.description.notes]
        not_known = open_note(self.frame, self.description.open, self.lang)
        return [*told, *([] if not_known is None else [not_known])]

    def within(self, lang: str) -> Form:
        """The same form in a language.

        Raises:
            ReportError: there are no words in it.
        """
        return replace(self, lang=spoken(lang))

    def html(self) -> str:
        """The table for a web page: no script, nothing from elsewhere.

        Raises:
            ReportError: great-tables is not there.
        """
        return html_of(self)

    def markdown(self) -> str:
        """The table as text, headings one above another joined by a dash."""
        return markdown_of(self)

    def xlsx(self, path: str | Path) -> None:
        """Write a workbook of one sheet in the layout of the form.

        Raises:
            FileProblem: xlsxwriter is not there, or the file cannot be written; the old one is as it was.
        """
        write_workbook([self], path)

    def _repr_html_(self) -> str | None:
        """For a notebook; None without great-tables, so that it shows the Markdown."""
        with suppress(ReportError):
            return self.html()
        return None

    def _repr_markdown_(self) -> str:
        return self.markdown()
