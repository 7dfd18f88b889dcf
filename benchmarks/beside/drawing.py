"""What was measured as a chart: one bar for each way, on an axis of powers of ten."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10

import polars as pl

from benchmarks.beside.contestants import Kind
from benchmarks.beside.runs import Found
from benchmarks.beside.tables import in_order, number
from povrules.charts.chart import Chart
from povrules.charts.drawing import BLUE, FAINT, INK, ORANGE, Spec, drawn, room, values, wrapped, wrapped_axis
from povrules.language.amounts import Lang
from povrules.law.model import Words

BAR, LETTERS = 30, 38
COLOURS: Mapping[Kind, str] = {"ours": BLUE, "hand": FAINT, "peer": ORANGE}
KINDS: Mapping[Kind, Words] = {
    "ours": Words("povrules", "povrules"),
    "hand": Words("viết tay", "written by hand"),
    "peer": Words("hệ khác", "other engines"),
}
UNITS = {"ns": 1e9, "µs": 1e6}


def bars(found: Mapping[str, Found], lang: Lang, *, title: Words, axis: Words, unit: str) -> Chart:
    """Draw medians, the fastest on top.

    Args:
        found: by way.
        lang: ``vi`` or ``en``.
        title: of the chart.
        axis: what stands under it.
        unit: ``ns`` or ``µs``.
    """
    rows = [
        {"label": wrapped(one.contestant.label.of(lang), LETTERS), "place": place, "time": UNITS[unit] * one.each,
         "kind": KINDS[one.contestant.kind].of(lang), "told": f"{number(UNITS[unit] * one.each, lang)} {unit}"}
        for place, one in enumerate(in_order(found))
    ]  # fmt: skip
    data = pl.DataFrame(rows)
    low, most = 10.0 ** floor(log10(rows[0]["time"] * 0.9)), rows[-1]["time"]
    labels, told = [row["label"] for row in rows], [row["told"] for row in rows]
    top = low * (most / low) ** room(labels, told)
    y: Spec = {"field": "label", "type": "nominal", "sort": {"field": "place"}, "axis": wrapped_axis(labels),
               "scale": {"paddingInner": 0.35}}  # fmt: skip
    x: Spec = {
        "field": "time", "type": "quantitative", "scale": {"type": "log", "domain": [low, top], "nice": False},
        "axis": {"title": axis.of(lang), "values": powers(low, top), "format": ",~r"},
    }  # fmt: skip
    names = {kind: words.of(lang) for kind, words in KINDS.items()}
    colour = {"field": "kind", "type": "nominal", "legend": {"title": None},
              "scale": {"domain": list(names.values()), "range": [COLOURS[kind] for kind in names]}}  # fmt: skip
    start = {"datum": low}
    mark = {"type": "text", "align": "left", "dx": 6, "baseline": "middle", "color": INK}
    layers: list[Spec] = [
        {"data": values(rows), "mark": {"type": "bar"}, "encoding": {"y": y, "x": x, "x2": start, "color": colour}},
        {"data": values(rows), "mark": mark, "encoding": {"y": y, "x": x, "text": {"field": "told"}}},
    ]
    said = title.of(lang)
    return Chart(said, data, drawn(layers, lang, title=said, height=BAR * len(rows)), lang)


def powers(low: float, top: float) -> list[float]:
    """The powers of ten from one number to another.

    >>> powers(10, 20000)
    [10.0, 100.0, 1000.0, 10000.0]
    """
    found, at = [], float(low)
    while at <= top:
        found.append(at)
        at *= 10
    return found
