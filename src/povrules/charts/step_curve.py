"""The step curve of a threshold: the share with a verdict at every value, between certain and possible."""

from __future__ import annotations

import polars as pl

from povrules.charts import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import BLUE, INK, ORANGE, SOFT, WIDTH, Spec, drawn, values
from povrules.charts.errors import language_of
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang, plain, shown, unit_text
from povrules.pages import percent
from povrules.whatif.sweeping import Sweep

HEIGHT = 320
ROOM = 1.3
"""So much higher than the curve is the plot, so that the mark of the value in force lies above it."""
NUMBER = ",.6~f"


def step_curve(curve: Sweep, *, lang: str = "vi") -> Chart:
    """Draw the step curve of a sweep, with the value in force.

    Args:
        curve: of ``povrules.sweep``.
        lang: ``vi`` or ``en``.

    Returns:
        A chart; ``data`` has a row for each step: ``value`` and ``until`` (the next step; null where the last has no
        end), ``must``, ``may``, ``rate_must``, ``rate_may``, and whether the value in force stands ``here``.
    """
    spoken, threshold = language_of(lang), curve.threshold
    last = None if threshold.high is None else float(threshold.high)
    data = curve.steps.with_columns(
        pl.col("value").shift(-1).cast(pl.Float64).fill_null(pl.lit(last, pl.Float64)).alias("until")
    )
    value = None if threshold.value is None else float(threshold.value)
    here = pl.lit(False)
    if value is not None:
        here = (pl.col("value") <= value) & ((pl.col("until") > value) | (pl.col("value") == pl.col("value").max()))
    data = data.with_columns(here.alias("here")).select(
        "value", "until", "must", "may", "rate_must", "rate_may", "here"
    )
    title = raised(w.RATE_AT.of(lang).format(curve.label.of(lang), threshold.label.of(lang)))
    counts = (plain(data.height, spoken), plain(curve.total, spoken))
    note = w.EXACT.of(lang).format(*counts) if curve.exact else w.GRID.of(lang).format(counts[0])
    return Chart(
        title, data, drawn(_layers(curve, data, spoken), spoken, title=title, notes=[note], height=HEIGHT), spoken
    )


def _layers(curve: Sweep, data: pl.DataFrame, lang: Lang) -> list[Spec]:
    threshold, lines = curve.threshold, _outline(data, curve)
    top = max(*lines["rate_may"].to_list(), 0.001) * ROOM
    unit = unit_text(threshold.unit, lang)
    named = raised(threshold.label.of(lang)) + (f", {unit.lstrip('/')}" if unit else "")
    x: Spec = {
        "field": "value", "type": "quantitative", "scale": {"nice": False, "zero": False},
        "axis": {"title": named, "format": NUMBER, "labelFlush": True, "labelOverlap": True, "tickCount": 5,
                 "grid": False},
    }  # fmt: skip
    rate = {"scale": {"domain": [0, top], "nice": False}}
    y: Spec = {
        "type": "quantitative", **rate,
        "axis": {"title": w.RATE.of(lang), "format": ".1%" if top > 0.02 else ".2%", "tickCount": 6},
    }  # fmt: skip
    names, colours = [w.MUST.of(lang), w.MAY.of(lang)], [BLUE, ORANGE]
    open_ones = bool((data["must"] != data["may"]).any())
    colour = {"scale": {"domain": names, "range": colours}, "legend": {"title": None} if open_ones else None}
    step = {"interpolate": "step-after"}
    shown_lines = values(lines.to_dicts())
    layers: list[Spec] = []
    if open_ones:
        band = {"x": x, "y": {**y, "field": "rate_must"}, "y2": {"field": "rate_may"}}
        layers.append(
            {"data": shown_lines, "mark": {"type": "area", "color": ORANGE, "opacity": 0.25, **step}, "encoding": band}
        )
    bounds = [("rate_may", names[1]), ("rate_must", names[0])][0 if open_ones else 1 :]
    long = [
        {"value": row["value"], "rate": row[field], "bound": name} for field, name in bounds for row in lines.to_dicts()
    ]
    encoding = {"x": x, "y": {**y, "field": "rate"}, "color": {"field": "bound", "type": "nominal", **colour}}
    layers.append({"data": values(long), "mark": {"type": "line", "strokeWidth": 2, **step}, "encoding": encoding})
    return layers + (_in_force(curve, data, x, y, lang) if threshold.value is not None else [])


def _in_force(curve: Sweep, data: pl.DataFrame, x: Spec, y: Spec, lang: Lang) -> list[Spec]:
    """The rule at the value in force, with what it is and the rates there."""
    threshold, here = curve.threshold, data.filter("here")
    if here.is_empty() or threshold.value is None:
        return []
    row, value = here.row(0, named=True), float(threshold.value)
    rates = [percent(row[name], lang) for name in ("rate_must", "rate_may")]
    told = rates[0] if rates[0] == rates[1] else " – ".join(rates)
    text = [w.IN_FORCE.of(lang).format(shown(threshold.value, lang, threshold.unit)), told]
    # The words stand on the side with more room.
    ends = float(data["value"].min()), float(data["until"].max() or data["value"].max())  # type: ignore[arg-type]
    right = value - ends[0] > (ends[1] - ends[0]) / 2
    mark = {
        "type": "text",
        "align": "right" if right else "left",
        "dx": -8 if right else 8,
        "baseline": "top",
        "lineHeight": 16,
    }
    at = values([{"value": value, "rate_must": row["rate_must"], "rate_may": row["rate_may"]}])
    places = {"x": x}
    points = [
        {"data": at, "mark": {"type": "point", "filled": True, "size": 60, "color": colour, "opacity": 1},
         "encoding": {**places, "y": {**y, "field": field}}}
        for field, colour in (("rate_may", ORANGE), ("rate_must", BLUE))
        if field == "rate_must" or row["rate_may"] != row["rate_must"]
    ]  # fmt: skip
    return [
        {"data": at, "mark": {"type": "rule", "strokeDash": [5, 4], "color": SOFT}, "encoding": places},
        *points,
        {
            "data": at,
            "mark": {**mark, "color": INK},
            "encoding": {**places, "y": {"value": 0}, "text": {"value": text}},
        },
    ]


def _outline(data: pl.DataFrame, curve: Sweep) -> pl.DataFrame:
    """The points of the drawn line: the steps, and where the last of them ends.

    Of more steps than there are pixels, the first and the last of each half pixel are drawn.
    """
    points = data.select(pl.col("value").cast(pl.Float64), "rate_must", "rate_may")
    end = data["until"][-1]
    if end is None:
        # The last step has no end: a twentieth of what is drawn shows that it goes on.
        reach = max(float(points["value"][-1]), float(curve.threshold.value or 0))
        end = reach * 1.05 or 1.0
    if end > points["value"][-1]:
        points = pl.concat([points, points.tail(1).with_columns(pl.lit(end, pl.Float64).alias("value"))])
    low, most = float(points["value"][0]), 2 * WIDTH
    if points.height <= most:
        return points
    cell = ((pl.col("value") - low) / (end - low) * most).floor()
    edge = (cell != cell.shift(1)) | (cell != cell.shift(-1))
    return points.filter(edge.fill_null(True))
