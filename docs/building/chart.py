"""The values of a parameter through time, drawn: a line for each member, a grey band where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from docs.building import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import FAINT, INK, SEVERAL, SOFT, Spec, drawn, values
from povrules.language.amounts import Lang, plain
from povrules.language.numbers import Number

WIDTH, HEIGHT = 400, 190
"""Narrow: it is read on phones too."""


@dataclass(frozen=True)
class Stretch:
    """Days with one value.

    Args:
        name: of the member, empty where there is one value for all.
        first, last: its days.
        value: None where it is not known.
    """

    name: str
    first: date
    last: date
    value: Number | None


def value_chart(stretches: Sequence[Stretch], lang: Lang, *, title: str, unit: str) -> Chart:
    """Draw the values of one parameter through time.

    Args:
        stretches: in order of days, by member.
        lang: ``vi`` or ``en``.
        title: what it shows; told to those who do not see it.
        unit: at the axis.

    Returns:
        A chart; ``data`` has a row for each stretch with ``name``, ``first``, ``until`` and ``value``.

    >>> half = Stretch("", date(2020, 1, 1), date(2020, 12, 31), 3)
    >>> value_chart([half], "en", title="Months", unit="months").data["until"].to_list()
    ['2021-01-01']
    """
    joined = _joined(stretches)
    rows = [
        {
            "name": each.name,
            "first": each.first.isoformat(),
            "until": (each.last + timedelta(days=1)).isoformat(),
            "value": None if each.value is None else float(each.value),
            "told": "" if each.value is None else plain(each.value, lang),
        }
        for each in joined
    ]
    spec = drawn(_layers(rows, lang, unit), lang, title=title, height=HEIGHT, width=WIDTH)
    spec["title"] = None
    return Chart(title, pl.DataFrame(rows, infer_schema_length=None), spec, lang)


def _layers(rows: Sequence[Spec], lang: Lang, unit: str) -> list[Spec]:
    names = list(dict.fromkeys(row["name"] for row in rows))
    x: Spec = {"field": "first", "type": "temporal", "scale": {"type": "utc"},
               "axis": {"title": None, "format": "%Y", "grid": False, "tickCount": 6}}  # fmt: skip
    known = [row for row in rows if row["value"] is not None]
    top = max((row["value"] for row in known), default=1) or 1
    axis = {"title": unit or None, "format": ",.6~f", "tickCount": 4}
    y: Spec = {"field": "value", "type": "quantitative", "scale": {"domain": [0, top * 1.25]}, "axis": axis}
    legend = {"title": None} if len(names) > 1 else None
    colour: Spec = {"field": "name", "type": "nominal", "legend": legend,
                    "scale": {"domain": names, "range": list(SEVERAL[: len(names)])}}  # fmt: skip
    layers: list[Spec] = []
    open_days = {(row["first"], row["until"]) for row in rows if row["value"] is None}
    bands = [{"first": first, "until": until, "told": w.UNKNOWN.of(lang)} for first, until in sorted(open_days)]
    if bands:
        at = {"x": x, "x2": {"field": "until"}}
        mark = {"type": "rect", "color": FAINT, "opacity": 0.3}
        layers.append({"data": values(bands), "mark": mark, "encoding": at})
        mark = {"type": "text", "align": "left", "dx": 4, "dy": 10, "color": SOFT, "baseline": "middle"}
        told = {"x": x, "y": {"value": 0}, "text": {"field": "told"}}
        layers.append({"data": values(bands), "mark": mark, "encoding": told})
    line = {"x": x, "x2": {"field": "until"}, "y": y, "color": colour}
    layers.append({"data": values(known), "mark": {"type": "rule", "strokeWidth": 3}, "encoding": line})
    told = {"x": x, "y": y, "text": {"field": "told"}}
    # Of two values that begin together the lower one is told below its line.
    tops = {row["first"]: max(each["value"] for each in known if each["first"] == row["first"]) for row in known}
    for dy, above in ((-9, True), (11, False)):
        rows_told = [row for row in known if (row["value"] == tops[row["first"]]) is above]
        mark = {"type": "text", "align": "left", "dx": 3, "dy": dy, "fontSize": 12, "color": INK}
        layers.append({"data": values(rows_told), "mark": mark, "encoding": told})
    return layers


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours with one value are one stretch."""
    found: list[Stretch] = []
    for each in sorted(stretches, key=lambda s: (s.name, s.first)):
        before = found[-1] if found else None
        follows = before is not None and before.name == each.name and before.last + timedelta(days=1) == each.first
        if before is not None and follows and before.value == each.value:
            found[-1] = Stretch(each.name, before.first, each.last, each.value)
        else:
            found.append(each)
    order = list(dict.fromkeys(each.name for each in stretches))
    return sorted(found, key=lambda s: (order.index(s.name), s.first))
