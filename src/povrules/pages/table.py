"""Tables and notes as one piece of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from povrules.language.amounts import Lang, plain
from povrules.language.numbers import round_to
from povrules.law.model import Words

FIRST = 10
"""So many rows of a long table are shown."""
FIRST_ROWS = Words("{} dòng đầu trong {} dòng", "first {} of {} rows")
# Colours are taken from the page around it, so it reads on dark and on light. Twice the class, because Jupyter has a
# style of its own for cells, which sets them to the right.
STYLE = """
.povrules{font:15px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:inherit;max-width:62rem}
.povrules h3{font-size:1.15em;margin:0 0 .3em;font-weight:600}
.povrules table{border-collapse:collapse;margin:.3em 0 .6em}
.povrules.povrules caption{text-align:left;font-weight:600;padding:.15em 0}
.povrules.povrules th,.povrules.povrules td{padding:.15em .7em;text-align:left;vertical-align:top;
 border-bottom:1px solid rgba(127,127,127,.35)}
.povrules.povrules td.number,.povrules.povrules th.number{
 text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.povrules p{margin:.25em 0;opacity:.8;font-size:.92em}
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as texts in one language.

    Args:
        head: the headings; empty for pairs of a name and what it is.
        rows: as many cells in each as there are headings, if there are any; where ``total`` says that there are more,
            the first of them.
        left: so many columns from the left are words; the others are numbers.
        caption: what it is about; empty where the page says it.
        total: how many rows there are beside those shown; None when all are shown.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: int = 1
    caption: str = ""
    total: int | None = None


def page(title: str, parts: Iterable[Table | str], lang: Lang) -> str:
    """A ``<div>`` with its style; every text escaped.

    Args:
        title: the heading; empty has none.
        parts: tables, and texts that stand as notes, in order.
        lang: ``vi`` or ``en``.
    """
    heading = f"<h3>{escape(title)}</h3>" if title else ""
    body = "".join(f"<p>{escape(part)}</p>" if isinstance(part, str) else _table(part, lang) for part in parts)
    return f'<div class="povrules" lang="{lang}"><style>{STYLE}</style>{heading}{body}</div>'


def _table(table: Table, lang: Lang) -> str:
    def cells(row: Sequence[str], tag: str) -> str:
        kinds = ["" if i < table.left else ' class="number"' for i in range(len(row))]
        return "".join(f"<{tag}{kind}>{escape(text)}</{tag}>" for kind, text in zip(kinds, row, strict=True))

    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in table.rows)
    head = f"<thead><tr>{cells(table.head, 'th')}</tr></thead>" if table.head else ""
    made = f"<table>{caption}{head}<tbody>{body}</tbody></table>"
    if table.total is None or table.total <= len(table.rows):
        return made
    return f"{made}<p>{FIRST_ROWS.of(lang).format(plain(len(table.rows), lang), plain(table.total, lang))}</p>"


def decimals(value: Fraction | float, places: int, lang: Lang) -> str:
    """A number with so many decimals, rounded half up.

    >>> decimals(Fraction(2, 3), 2, "vi"), decimals(-1234.5, 1, "en")
    ('0,67', '-1,234.5')
    """
    scaled = round_to(Fraction(value), Fraction(1, 10**places), "half_up")
    whole, rest = divmod(int(abs(scaled) * 10**places), 10**places)
    point = ("," if lang == "vi" else ".") + f"{rest:0{places}d}" if places else ""
    return f"{'-' if scaled < 0 else ''}{plain(whole, lang)}{point}"


def percent(value: Fraction | float, lang: Lang, places: int = 2) -> str:
    """A share in percent.

    >>> percent(Fraction(3, 8), "vi"), percent(Fraction(31, 1000), "en", 1)
    ('37,50%', '3.1%')
    """
    return decimals(Fraction(value) * 100, places, lang) + "%"
