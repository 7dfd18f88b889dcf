"""Forms as a workbook: a sheet for each, in the layout of the form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from povrules.facts.errors import FileProblem
from povrules.facts.writing import atomic_write
from povrules.reports.errors import ReportError
from povrules.reports.printing import words as w
from povrules.reports.printing.rows import text_of

if TYPE_CHECKING:
    from povrules.reports.printing.form import Form

FONT = "Times New Roman"
PLACE_WIDTH, NUMBER_WIDTH, UNIT_WIDTH = (15, 45), 6, 14
LEAST, MOST = 9, 18
LINE = 16
FIRST_HEADING = 4
_FRONT = 2  # columns before those of the description: number and place
_CREATED = datetime(2000, 1, 1)


def write_workbook(forms: Sequence[Form], path: str | Path) -> None:
    """Write a sheet for each form, under a temporary name first.

    Raises:
        ReportError: no form at all.
        FileProblem: another ending, xlsxwriter is not there, the file cannot be written; the old one is as it was.
    """
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise FileProblem(f"{target}: forms are written as a workbook", expected="a name that ends in .xlsx")
    if not forms:
        raise ReportError("there is no form to write")
    content = BytesIO()
    module = _xlsxwriter(target)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = module.Workbook(content, options)
    created = _CREATED if forms[0].on is None else datetime.combine(forms[0].on, time())
    book.set_properties({"title": forms[0].title, "created": created})
    formats = _Formats(book)
    for form in forms:
        _sheet(book, form, formats)
    book.close()
    atomic_write(target, lambda to: _put(to, content))


def _put(path: Path, content: BytesIO) -> None:
    path.write_bytes(content.getbuffer())


class _Formats:
    """The looks of cells, each made once for a workbook."""

    def __init__(self, book: Any) -> None:
        def look(**more: Any) -> Any:
            return book.add_format({"font_name": FONT, "font_size": 12, "valign": "vcenter", **more})

        cell = {"border": 1}
        self.title = look(bold=True, font_size=14, align="center", text_wrap=True)
        self.number = look(bold=True, align="right")
        self.line, self.unit = look(italic=True, align="center"), look(italic=True, align="right")
        self.head = look(bold=True, align="center", text_wrap=True, **cell)
        self.order = look(italic=True, align="center", **cell)
        self.note = look(italic=True, font_size=11, text_wrap=True, valign="top")
        formats = {"count": "#,##0", "percent": "0.00"}
        self.cells = {
            (kind, bold): look(num_format=code, bold=bold, align="right", **cell)
            for kind, code in formats.items()
            for bold in (False, True)
        }
        self.texts = {bold: look(bold=bold, **cell) for bold in (False, True)}
        self.centred = {bold: look(bold=bold, align="center", **cell) for bold in (False, True)}


def _sheet(book: Any, form: Form, formats: _Formats) -> None:
    sheet = book.add_worksheet(form.number)
    last = _FRONT + len(form.columns) - 1
    widths = _widths(form)
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    _across(sheet, 0, 0, last, w.FORM.of(form.lang).format(form.number), formats.number)
    _across(sheet, 1, 0, last, form.title, formats.title)
    sheet.set_row(1, 1.4 * LINE * _lines(form.title, 0.8 * sum(widths)))
    _across(sheet, 2, 0, last, form.line, formats.line)
    _across(sheet, 3, 0, last, form.unit, formats.unit)
    below = _headings(sheet, form, formats, widths)
    for position in range(last + 1):
        sheet.write_string(below, position, f"({position + 1})", formats.order)
    end = _body(sheet, form, formats, below + 1)
    for offset, note in enumerate(form.notes(), start=1):
        _across(sheet, end + offset, 0, last, note, formats.note)
        sheet.set_row(end + offset, LINE * _lines(note, sum(widths)))
    front = _FRONT + sum(column.kind == "unit" for column in form.columns[:1])
    sheet.freeze_panes(below + 1, front)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_HEADING, below)


def _headings(sheet: Any, form: Form, formats: _Formats, widths: list[float]) -> int:
    """Nested headings, merged over the columns and rows they stand for; the row below them."""
    deepest, lang = form.description.depth, form.lang
    bottom = FIRST_HEADING + deepest - 1
    heights = [1] * deepest
    for position, head in enumerate((w.NUMBER, w.PLACE)):
        _block(sheet, (FIRST_HEADING, position, bottom, position), head.of(lang), formats.head)
    for level in range(deepest):
        numbered = [(i, c) for i, c in enumerate(form.columns, start=_FRONT) if len(c.heads) > level]
        for path, found in groupby(
            numbered, key=lambda pair: (pair[1].heads[: level + 1], len(pair[1].heads) > level + 1)
        ):
            run = [position for position, _ in found]
            heads, goes_on = path
            text, last_row = heads[-1].of(lang), FIRST_HEADING + level if goes_on else bottom
            spans = [run] if goes_on else [[position] for position in run]
            for span in spans:
                _block(sheet, (FIRST_HEADING + level, span[0], last_row, span[-1]), text, formats.head)
                rows = last_row - FIRST_HEADING - level + 1
                lines = math.ceil(_lines(text, sum(widths[span[0] : span[-1] + 1])) / rows)
                for row in range(level, level + rows):
                    heights[row] = max(heights[row], lines)
    for level, lines in enumerate(heights):
        sheet.set_row(FIRST_HEADING + level, LINE * lines + 4)
    return bottom + 1


def _body(sheet: Any, form: Form, formats: _Formats, first: int) -> int:
    """The rows; the row after the last."""
    rows = form.rows()
    at = first
    for _, found in groupby(enumerate(rows), key=lambda pair: pair[0] - _again_before(rows, pair[0])):
        group = [row for _, row in found]
        head = group[0]
        for position, text, look in ((0, head.number, formats.centred), (1, head.place, formats.texts)):
            _block(sheet, (at, position, at + len(group) - 1, position), text, look[head.above])
        for row in group:
            for position, (value, column) in enumerate(zip(row.values, form.columns, strict=True), start=_FRONT):
                if column.kind == "unit" or value is None:
                    sheet.write_string(at, position, text_of(value, column, form.lang), formats.centred[row.above])
                else:
                    sheet.write_number(at, position, value, formats.cells[column.kind, row.above])
            at += 1
    return at


def _again_before(rows: Sequence[Any], position: int) -> int:
    """How many rows up the first one of the same place stands."""
    up = 0
    while rows[position - up].again:
        up += 1
    return up


def _across(sheet: Any, row: int, first: int, last: int, text: str, look: Any) -> None:
    _block(sheet, (row, first, row, last), text, look)


def _block(sheet: Any, area: tuple[int, int, int, int], text: str, look: Any) -> None:
    """Text over several cells, or in one; never a formula."""
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", look)
    if text:
        sheet.write_string(top, left, text, look)
    else:
        sheet.write_blank(top, left, None, look)


def _widths(form: Form) -> list[float]:
    longest = max((len(row.place) for row in form.rows()), default=0)
    narrow, wide = PLACE_WIDTH
    widths: list[float] = [NUMBER_WIDTH, min(max(narrow, 1.2 * longest + 3), wide)]
    for column in form.columns:
        word = max((len(part) for part in column.heads[-1].of(form.lang).split()), default=0)
        half = len(column.heads[-1].of(form.lang)) / 3
        widths.append(UNIT_WIDTH if column.kind == "unit" else min(max(LEAST, word + 3, half), MOST))
    return widths


def _lines(text: str, width: float) -> int:
    """How many lines a text takes, words kept whole: roughly, for bold letters of this size."""
    lines, left = 1, width
    for word in text.split():
        need = 1.2 * len(word) + 1
        if need > left and left < width:
            lines, left = lines + 1, width
        left -= need
    return lines


def _xlsxwriter(path: Path) -> Any:
    try:
        import xlsxwriter
    except ImportError:
        raise FileProblem(f"{path}: writing .xlsx needs xlsxwriter", expected="pip install 'povrules[files]'") from None
    return xlsxwriter
