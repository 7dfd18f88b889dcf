"""A form as one piece of HTML, laid out by great-tables."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from povrules.reports.errors import ReportError
from povrules.reports.printing import words as w
from povrules.reports.printing.rows import text_of

if TYPE_CHECKING:
    from povrules.reports.printing.form import Form

NUMBER, PLACE = "number", "place"


def html_of(form: Form) -> str:
    """Title, nested headings, rows and notes; every text escaped, sums bold.

    Raises:
        ReportError: great-tables is not there.
    """
    library = _great_tables()
    rows = form.rows()
    cells: dict[str, list[str]] = {name: [] for name in (NUMBER, PLACE, *(column.name for column in form.columns))}
    for row in rows:
        cells[NUMBER].append("" if row.again else row.number)
        cells[PLACE].append("" if row.again else row.place)
        for value, column in zip(row.values, form.columns, strict=True):
            cells[column.name].append(text_of(value, column, form.lang))
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    table = library.GT(frame, id=f"povrules-{form.number.lower()}")
    subtitle = " · ".join(part for part in (form.line, form.unit) if part)
    table = table.tab_header(title=f"{form.number}. {form.title}", subtitle=subtitle)
    table = _spanned(table, form)
    labels = {column.name: column.heads[-1].of(form.lang) for column in form.columns}
    table = table.cols_label({NUMBER: w.NUMBER.of(form.lang), PLACE: w.PLACE.of(form.lang), **labels})
    texts = [NUMBER, PLACE, *(column.name for column in form.columns if column.kind == "unit")]
    table = table.cols_align("left", texts)
    table = table.cols_align("right", [name for name in cells if name not in texts])
    bold = [position for position, row in enumerate(rows) if row.above]
    if bold:
        table = table.tab_style(library.style.text(weight="bold"), library.loc.body(rows=bold))
    table = table.tab_options(table_font_size="13px", heading_title_font_size="16px", data_row_padding="4px")
    table = table.tab_style(library.style.css("white-space: nowrap"), library.loc.body())
    table = table.tab_style(
        library.style.css("vertical-align: middle; text-align: center"), library.loc.column_labels()
    )
    for note in form.notes():
        table = table.tab_source_note(library.html(escape(note)))
    return f'<div class="povrules-form" lang="{form.lang}">{table.as_raw_html()}</div>'


def _spanned(table: Any, form: Form) -> Any:
    """The headings above: one for each run of columns that share it and all that stands over it."""
    deepest = form.description.depth
    for level in range(deepest - 1):
        shared = [column for column in form.columns if len(column.heads) > level + 1]
        for path, run in groupby(shared, key=lambda column: column.heads[: level + 1]):
            names = [column.name for column in run]
            table = table.tab_spanner(
                path[-1].of(form.lang),
                columns=names,
                level=deepest - 2 - level,
                id="-".join((form.number, *names)) + f"-{level}",
            )
    return table


def _great_tables() -> Any:
    try:
        import great_tables
    except ImportError:
        raise ReportError(
            "a form as HTML needs great-tables", expected="pip install 'povrules[tables]', or markdown() and xlsx()"
        ) from None
    return great_tables
