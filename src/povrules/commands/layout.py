"""Laying things out for a terminal: columns, shares, a progress bar. Nothing here knows what the numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

from povrules.api.progress import progress_bar
from povrules.language.amounts import language, plain
from povrules.language.numbers import round_to

GAP = "  "


def table(rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Rows as aligned lines.

    Args:
        rows: cells; every row has the same number.
        left: how many columns from the left are aligned to the left; the others are numbers.

    >>> table([("hộ nghèo", "62"), ("hộ cận nghèo", "1.085")])
    ['hộ nghèo         62', 'hộ cận nghèo  1.085']
    """
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if i < left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(GAP.join(cells).rstrip())
    return lines


def count(number: int, lang: str) -> str:
    """A count, with the marks of the language.

    >>> count(334000, "vi"), count(334000, "en")
    ('334.000', '334,000')
    """
    return plain(number, language(lang))


def share(part: int, whole: int, lang: str) -> str:
    """A share in per cent with two decimals, rounded half up; nothing of nothing is a dash.

    >>> share(62, 2003, "vi"), share(62, 2003, "en"), share(0, 0, "vi")
    ('3,10 %', '3.10%', '–')
    """
    if whole == 0:
        return "–"
    hundredths = int(round_to(Fraction(10_000 * part, whole), Fraction(1), "half_up"))
    digits = f"{hundredths // 100}.{hundredths % 100:02}"
    return f"{digits.replace('.', ',')} %" if lang == "vi" else f"{digits}%"


@contextmanager
def progress(total: int, about: str, unit: str) -> Iterator[Callable[[], object]]:
    """A progress bar on the error stream when that is a terminal and tqdm is there; else nothing.

    Args:
        total: steps to come.
        about: what goes on.
        unit: of one step.

    Yields:
        What to call after each step.
    """
    with progress_bar(total, about, unit) as step:
        yield step or (lambda: None)
