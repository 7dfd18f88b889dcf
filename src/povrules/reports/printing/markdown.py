"""A form as a table of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from povrules.reports.printing import words as w
from povrules.reports.printing.rows import text_of

if TYPE_CHECKING:
    from povrules.reports.printing.form import Form

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\|*_`<>[]#&"})


def markdown_of(form: Form) -> str:
    """Title, where and when, unit, the table and its notes."""
    heads = [w.NUMBER.of(form.lang), w.PLACE.of(form.lang)]
    heads += [" – ".join(head.of(form.lang) for head in column.heads) for column in form.columns]
    lines = [f"### {_plain(form.number)}. {_plain(form.title)}", ""]
    lines += [line for text in (form.line, form.unit) if text for line in (_plain(text), "")]
    lines.append(_row(heads))
    left = [":---", ":---", *(":---" if column.kind == "unit" else "---:" for column in form.columns)]
    lines.append("| " + " | ".join(left) + " |")
    for row in form.rows():
        cells = ["", ""] if row.again else [row.number, row.place]
        cells += [text_of(value, column, form.lang) for value, column in zip(row.values, form.columns, strict=True)]
        lines.append(_row(cells, bold=row.above))
    lines += ["", *(f"- {_plain(note)}" for note in form.notes())]
    return "\n".join(lines) + "\n"


def _row(cells: list[str], bold: bool = False) -> str:
    told = [_plain(cell) for cell in cells]
    return "| " + " | ".join(f"**{cell}**" if bold and cell else cell for cell in told) + " |"


def _plain(text: str) -> str:
    """Text in which nothing is a mark of Markdown."""
    return " ".join(text.translate(_MARKS).split())
