"""What programmes cost before and after, by payer, from what is certain to what is possible."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import polars as pl

from povrules.charts import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import BLUE, FAINT, INK, Spec, drawn, room, values, wrapped, wrapped_axis
from povrules.charts.errors import ChartError, language_of
from povrules.decisions.labels import PAYER_WORDS
from povrules.language.amounts import Lang
from povrules.pages import decimals
from povrules.whatif.comparing import Comparison

LETTERS = 30
PAIR = 48
Period = Literal["year", "month"]
SIDES = ("before", "after")


def cost_bars(comparison: Comparison, *, period: Period = "year", lang: str = "vi") -> Chart:
    """Draw the cost of each programme and payer, before and after.

    Args:
        comparison: of ``povrules.compare``; groups are taken together.
        period: ``year``, or ``month``, without what is paid once.
        lang: ``vi`` or ``en``.

    Returns:
        A chart; ``data`` has ``programme``, ``payer``, ``label``, and ``before_must``, ``before_may``, ``after_must``,
        ``after_may`` in đồng, exact; a null ``may`` has no known bound. Lines that cost nothing are left out.

    Raises:
        ChartError: no such period; no programme costs anything.
    """
    spoken = language_of(lang)
    if period not in ("year", "month"):
        raise ChartError(f"no period {period!r}", expected="year or month")
    costs = comparison.without_groups().cost()
    numbers = {f"{side}_{end}": f"{period}_{end}_{side}" for side in SIDES for end in ("must", "may")}
    data = costs.select("programme", "payer", **{name: pl.col(column) for name, column in numbers.items()})
    kept = [row for row in data.to_dicts() if any(row[name] is None or Fraction(row[name]) for name in numbers)]
    # A line without a month has no number at all.
    kept = [row for row in kept if row["before_must"] is not None and row["after_must"] is not None]
    if not kept:
        raise ChartError("no programme costs anything")
    data = pl.DataFrame(kept, schema=data.schema)
    data = data.insert_column(2, pl.Series("label", [_label(comparison, row, spoken) for row in kept]))
    title = (w.COSTS if period == "year" else w.COSTS_MONTH).of(lang)
    layers = _layers(data, spoken)
    notes = [w.SHADES.of(lang)]
    return Chart(title, data, drawn(layers, spoken, title=title, notes=notes, height=PAIR * data.height), spoken)


def _label(comparison: Comparison, row: dict[str, Any], lang: Lang) -> str:
    programmes = comparison.reform.policy.programmes.values()
    programme = next(item for item in programmes if item.name == row["programme"])
    payer = PAYER_WORDS[row["payer"]].of(lang)
    return f"{wrapped(programme.label.of(lang), LETTERS)}\n({payer})"


def _layers(data: pl.DataFrame, lang: Lang) -> list[Spec]:
    names = {"before": w.BEFORE.of(lang), "after": w.AFTER.of(lang)}
    amounts = [Fraction(row[f"{s}_{e}"] or 0) for row in data.to_dicts() for s in SIDES for e in ("must", "may")]
    most = max(amounts)
    scale = next(size for size in w.MONEY if most >= size or size == 1)
    rows: list[dict[str, Any]] = []
    for row in data.to_dicts():
        for side in SIDES:
            must, may = row[f"{side}_must"], row[f"{side}_may"]
            sure = Fraction(must) / scale
            end = sure if may is None else Fraction(may) / scale
            ends = dict.fromkeys(_short(amount, lang) for amount in (sure, end))
            told = w.NO_BOUND.of(lang).format(_short(sure, lang)) if may is None else " – ".join(ends)
            rows.append(
                {"label": row["label"], "side": names[side], "must": float(sure), "may": float(end), "told": told}
            )
    labels = data["label"].to_list()
    listed = values(rows)
    y: Spec = {"field": "label", "type": "nominal", "sort": labels, "axis": wrapped_axis(labels),
               "scale": {"paddingInner": 0.3, "paddingOuter": 0.15}}  # fmt: skip
    pair = {"field": "side", "type": "nominal", "sort": list(names.values())}
    top = float(most / scale) * room(labels, (row["told"] for row in rows if row["may"] > float(most / scale) / 2))
    x: Spec = {
        "type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "stack": None,
        "axis": {"title": w.MONEY[scale].of(lang), "format": ",.6~f", "tickCount": 6},
    }  # fmt: skip
    colour = {"field": "side", "type": "nominal", "legend": {"title": None},
              "scale": {"domain": list(names.values()), "range": [FAINT, BLUE]}}  # fmt: skip
    place = {"y": y, "yOffset": pair}
    sure_bar = {**place, "x": {**x, "field": "must"}, "x2": {"datum": 0}, "color": colour}
    open_bar = {**place, "x": {**x, "field": "must"}, "x2": {"field": "may"}, "color": colour}
    mark = {"type": "text", "align": "left", "dx": 5, "baseline": "middle", "color": INK, "fontSize": 11}
    return [
        {"data": listed, "mark": {"type": "bar"}, "encoding": sure_bar},
        {"data": listed, "mark": {"type": "bar", "opacity": 0.35}, "encoding": open_bar},
        {"data": listed, "mark": mark, "encoding": {**place, "x": {**x, "field": "may"}, "text": {"field": "told"}}},
    ]


def _short(amount: Fraction, lang: Lang) -> str:
    """An amount with three digits that count: ``131``, ``22,5``, ``0,041``."""
    places = next((places for least, places in ((100, 0), (10, 1), (1, 2)) if amount >= least), 3)
    return decimals(amount, places if amount.denominator > 1 else 0, lang)
