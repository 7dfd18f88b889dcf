"""From before to after: what each change of a reform adds, as a Shapley decomposition divides it."""

from __future__ import annotations

from typing import Any

import polars as pl

from povrules.charts import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import BLUE, INK, RED, Spec, drawn, lines_of, room, values, wrapped, wrapped_axis
from povrules.charts.errors import language_of
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang, plain
from povrules.language.numbers import Number
from povrules.pages import decimals
from povrules.whatif.shapley import Decomposition

LETTERS = 34
BAR = 34


def waterfall(decomposition: Decomposition, *, outcome: str = "", lang: str = "vi") -> Chart:
    """Draw the outcome before, what each change adds to it, and the outcome after.

    Args:
        decomposition: of ``povrules.decompose``.
        outcome: what was measured, as it is to stand on the axis: ``"Số hộ nghèo"``.
        lang: ``vi`` or ``en``.

    Returns:
        A chart; ``data`` has a row for before, each change and after: ``step`` (``before``, a path, ``after``),
        ``label``, ``begin``, ``end``, and ``part`` (as text, exact).
    """
    spoken = language_of(lang)
    rows: list[tuple[str, str, float, float, str]] = []
    at: Number = decomposition.before
    rows.append(("before", w.BEFORE.of(lang), float(at), float(at), str(at)))
    for path, part in decomposition.parts.items():
        label = raised(decomposition.labels[path].of(lang))
        rows.append((path, label, float(at), float(at + part), str(part)))
        at += part
    rows.append(("after", w.AFTER.of(lang), float(at), float(at), str(decomposition.after)))
    schema = {"step": pl.String, "label": pl.String, "begin": pl.Float64, "end": pl.Float64, "part": pl.String}
    data = pl.DataFrame(rows, schema=schema, orient="row")
    labels = [wrapped(label, LETTERS) for label in data["label"].to_list()]
    numbers = [decomposition.before, *decomposition.parts.values(), decomposition.after]
    layers = _layers(data, labels, numbers, outcome, spoken)
    height = data.height * (BAR + 5 * (lines_of(labels) - 1))
    title = w.PARTS.of(lang)
    return Chart(title, data, drawn(layers, spoken, title=title, notes=[w.SHAPLEY.of(lang)], height=height), spoken)


def _layers(data: pl.DataFrame, labels: list[str], numbers: list[Number], outcome: str, lang: Lang) -> list[Spec]:
    names = {True: w.UP.of(lang), False: w.DOWN.of(lang)}
    rows: list[dict[str, Any]] = []
    for i, (row, number) in enumerate(zip(data.to_dicts(), numbers, strict=True)):
        total = i in (0, data.height - 1)
        told = _told(number, lang) if total else ("+" if number > 0 else "") + _told(number, lang)
        low, high = sorted((row["begin"], row["end"]))
        rows.append({"label": labels[i], "row": i, "begin": row["begin"], "end": row["end"], "low": low, "high": high,
                     "total": total, "way": names[number >= 0], "told": told})  # fmt: skip
    least, most = min(row["low"] for row in rows), max(row["high"] for row in rows)
    width = most - least or abs(most) or 1
    low = 0 if 0 <= least <= width / 4 else least - width / 12
    top = low + (most - low) * room(labels, (row["told"] for row in rows))
    # Rows are told apart by their number: a change may be called as another is.
    y: Spec = {"field": "row", "type": "ordinal", "axis": _axis(labels), "scale": {"paddingInner": 0.4}}
    x: Spec = {
        "type": "quantitative", "scale": {"domain": [low, top], "nice": False, "zero": False}, "stack": None,
        "axis": {"title": outcome or None, "format": ",.6~f", "tickCount": 6},
    }  # fmt: skip
    colour = {"field": "way", "type": "nominal", "legend": {"title": None},
              "scale": {"domain": list(names.values()), "range": [RED, BLUE]}}  # fmt: skip
    changes, totals = values(row for row in rows if not row["total"]), values(row for row in rows if row["total"])
    bar = {"y": y, "x": {**x, "field": "begin"}, "x2": {"field": "end"}, "color": colour}
    words = {"y": y, "x": {**x, "field": "high"}, "text": {"field": "told"}}
    text = {"type": "text", "align": "left", "dx": 7, "baseline": "middle", "color": INK}
    tick = {"type": "tick", "thickness": 4, "opacity": 1, "color": INK}
    return [
        {"data": changes, "mark": {"type": "bar"}, "encoding": bar},
        {"data": totals, "mark": tick, "encoding": {"y": y, "x": {**x, "field": "end"}}},
        {"data": changes, "mark": text, "encoding": words},
        {"data": totals, "mark": {**text, "fontWeight": "bold"}, "encoding": words},
    ]


def _axis(labels: list[str]) -> Spec:
    """The axis of numbered rows, with their labels."""
    listed = ", ".join(
        "'" + label.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'" for label in labels
    )
    axis = wrapped_axis(labels)
    label = f"[{listed}][datum.value]"
    axis["labelExpr"] = f"split({label}, '\\n')"
    if "labelOffset" in axis:
        for condition in axis["labelOffset"]["condition"]:
            condition["test"] = condition["test"].replace("datum.label", label)
    return axis


def _told(number: Number, lang: Lang) -> str:
    """A number as it stands at a bar: whole, or with two decimals."""
    text = plain(number, lang) if number == int(number) else decimals(number, 2, lang)
    return text.replace("-", "−", 1)
