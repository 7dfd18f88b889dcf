"""How all charts look: width, fonts, colours, numbers of a language, labels that wrap.

The colours are those of Okabe and Ito (2008), told apart by people who see fewer; shades are of one hue, light to dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

from povrules.language.amounts import Lang

WIDTH = 700
"""Of the whole drawing: as wide as a notebook's column."""
LINE = 14
"""Height of a line of a label."""
LETTER = 7
"""About as wide is a letter of a label."""
FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
TITLE_LETTERS, NOTE_LETTERS = 82, 108

BLUE, ORANGE, GREEN, RED, SKY, YELLOW = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#F0E442"
INK, SOFT, FAINT = "#222222", "#5f6670", "#9aa3ad"
SEVERAL = (BLUE, ORANGE, GREEN, RED, SKY, "#CC79A7")
SHADES = ("#f0f5fa", "#c4dcee", "#86bbdd", "#3f8fc4", "#0b5c99", "#083763")

_NUMBERS: dict[Lang, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đ"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " VND"]},
}

Spec = dict[str, Any]


def drawn(
    layers: Sequence[Spec], lang: Lang, *, title: str, notes: Iterable[str] = (), height: int, width: int = WIDTH
) -> Spec:
    """A whole drawing of several layers.

    Args:
        layers: each with its data, mark and encoding; the later ones lie on top.
        lang: of its numbers.
        title: in one or more lines.
        notes: lines under the title.
        height: of the plot without title and axes.
        width: of the whole.
    """
    heading: Spec = {"text": wrap(title, TITLE_LETTERS)}
    if lines := [line for note in notes for line in wrap(note, NOTE_LETTERS)]:
        heading["subtitle"] = lines
    return {
        "title": heading,
        "description": title,
        "width": width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 8,
        "background": "white",
        "layer": list(layers),
        "config": _config(lang),
    }


def _config(lang: Lang) -> Spec:
    return {
        "font": FONT,
        "locale": {"number": _NUMBERS[lang]},
        "view": {"stroke": None},
        "title": {
            "anchor": "start", "frame": "bounds", "fontSize": 15, "color": INK, "lineHeight": 19, "offset": 12,
            "subtitleFontSize": 12, "subtitleColor": SOFT, "subtitleLineHeight": 16, "subtitlePadding": 5,
        },
        "axis": {
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": INK,
            "titleColor": SOFT, "titlePadding": 8, "gridColor": "#e6e9ec", "domainColor": FAINT, "tickColor": FAINT,
            "labelLimit": 400, "labelLineHeight": LINE,
        },
        "legend": {"orient": "top", "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
                   "labelColor": INK, "titleColor": SOFT, "labelLimit": 400, "offset": 4, "symbolOpacity": 1},
        "text": {"fontSize": 12, "color": INK},
    }  # fmt: skip


def wrapped(text: str, letters: int) -> str:
    """A label in as few lines of no more letters than that (but for one word that is longer), about as long each.

    >>> wrapped("Thiếu hụt phương tiện phục vụ tiếp cận thông tin", 34).split(chr(10))
    ['Thiếu hụt phương tiện phục', 'vụ tiếp cận thông tin']
    """

    def lines(width: int) -> list[str]:
        return wrap(text, width, break_long_words=False, break_on_hyphens=False)

    found = lines(letters)
    for width in range(letters - 1, letters // 2, -1):
        narrower = lines(width)
        if len(narrower) > len(found):
            break
        found = narrower
    return "\n".join(found)


def lines_of(labels: Iterable[str]) -> int:
    """The most lines that one of these labels has."""
    return max((label.count("\n") + 1 for label in labels), default=1)


def room(labels: Iterable[str], told: Iterable[str]) -> float:
    """How much longer than its longest bar an axis is, so that what is told behind a bar stays inside the drawing.

    Args:
        labels: at the left of the bars.
        told: behind them.
    """
    left = max((len(line) for label in labels for line in label.split("\n")), default=0)
    plot = max(WIDTH - LETTER * left - 30, WIDTH / 4)
    return 1 / (1 - min((LETTER * max(map(len, told), default=0) + 14) / plot, 0.6))


def columns(labels: Iterable[str], names: Sequence[str]) -> int:
    """In so many columns a legend above the bars is no wider than the plot.

    Args:
        labels: at the left of the bars.
        names: in the legend.
    """
    left = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return max(1, int((WIDTH - LETTER * left) // (LETTER * max(map(len, names)) + 30)))


def wrapped_axis(labels: Iterable[str], **more: Any) -> Spec:
    """An axis at the left whose labels are wrapped, each centred on its row."""
    most = lines_of(labels)
    raised = [
        {"test": f"split(datum.label, '\\n').length === {count}", "value": -(count - 1) * LINE / 2}
        for count in range(2, most + 1)
    ]
    axis: Spec = {"title": None, "labelExpr": "split(datum.label, '\\n')", "ticks": False, "domain": False}
    if raised:
        axis["labelOffset"] = {"condition": raised, "value": 0}
    return axis | {"labelPadding": 8} | more


def values(rows: Iterable[Mapping[str, Any]]) -> Spec:
    """Rows as the data of a layer."""
    return {"values": [dict(row) for row in rows]}
