"""What each indicator contributes to multidimensional poverty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl

from povrules.charts import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import (
    BLUE,
    INK,
    SEVERAL,
    Spec,
    columns,
    drawn,
    lines_of,
    room,
    values,
    wrapped,
    wrapped_axis,
)
from povrules.charts.errors import ChartError, language_of
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang
from povrules.language.numbers import Number
from povrules.measures.alkire_foster import MultidimensionalPoverty
from povrules.measures.estimate import Estimate
from povrules.pages import decimals, percent
from povrules.policy.resolved import ResolvedPolicy

LETTERS = 34
BAR = 26


class Law(Protocol):
    """A policy, for what it calls indicators."""

    @property
    def resolved(self) -> ResolvedPolicy:
        """The plain value."""
        ...


def contribution_bars(
    poverty: MultidimensionalPoverty,
    *,
    policy: Law | None = None,
    labels: Mapping[str, str] | None = None,
    lang: str = "vi",
) -> Chart:
    """Draw the share of M0 that comes from each indicator, the largest first.

    Args:
        poverty: of ``povrules.measures.alkire_foster``; of a group, ``poverty.group("rural")``.
        policy: whose labels the indicators get.
        labels: by indicator, instead of or beside those of the policy.
        lang: ``vi`` or ``en``.

    Returns:
        A chart; ``data`` has a row for each indicator: ``indicator``, ``label``, ``dimension``, ``share`` (null where
        missing data leave a range), ``exact`` (the same as a fraction), ``lower``, ``upper``.

    Raises:
        ChartError: nobody is poor, so that nothing contributes.
    """
    spoken = language_of(lang)
    dimensions = {indicator.name: indicator.dimension for indicator in poverty.indicators}
    rows = []
    for name, estimate in poverty.contribution.items():
        lower, upper = _ends(estimate)
        if lower is None or upper is None:
            raise ChartError("nobody is poor, so that no indicator contributes", expected="a lower cut-off")
        exact = None if estimate.value is None else str(estimate.value)
        share = None if estimate.value is None else float(estimate.value)
        label = (labels or {}).get(name) or _label(policy, name, spoken)
        rows.append((name, label, dimensions.get(name), share, exact, float(lower), float(upper)))
    schema = {"indicator": pl.String, "label": pl.String, "dimension": pl.String, "share": pl.Float64,
              "exact": pl.String, "lower": pl.Float64, "upper": pl.Float64}  # fmt: skip
    data = pl.DataFrame(rows, schema=schema, orient="row").sort("lower", descending=True, maintain_order=True)
    notes = [_levels(poverty, spoken), poverty.basis.definition.of(lang) + "."]
    if data["share"].null_count():
        notes.append(w.OPEN.of(lang))
    title = w.CONTRIBUTIONS.of(lang)
    shown = [wrapped(label, LETTERS) for label in data["label"].to_list()]
    height = data.height * (BAR + 6 * (lines_of(shown) - 1))
    return Chart(
        title, data, drawn(_layers(data, shown, spoken), spoken, title=title, notes=notes, height=height), spoken
    )


def _ends(estimate: Estimate) -> tuple[Number | float | None, Number | float | None]:
    return (estimate.value, estimate.value) if estimate.bounds is None else estimate.bounds


def _label(policy: Law | None, name: str, lang: Lang) -> str:
    id = None if policy is None else policy.resolved.find("household", name)
    if policy is None or id is None:
        return name
    return raised(policy.resolved.facts["household", id].label.of(lang))


def _levels(poverty: MultidimensionalPoverty, lang: Lang) -> str:
    def told(estimate: Estimate, share: bool) -> str:
        ends = dict.fromkeys(_ends(estimate))
        return " – ".join("?" if x is None else percent(x, lang) if share else decimals(x, 4, lang) for x in ends)

    return w.LEVELS.of(lang).format(told(poverty.M0, False), told(poverty.H, True), told(poverty.A, True))


def _layers(data: pl.DataFrame, labels: list[str], lang: Lang) -> list[Spec]:
    rows: list[dict[str, Any]] = []
    for label, row in zip(labels, data.to_dicts(), strict=True):
        ends = dict.fromkeys((row["lower"], row["upper"]))
        told = " – ".join(percent(end, lang, 1) for end in ends)
        rows.append({**row, "label": label, "told": told})
    listed = values(rows)
    top = max(data["upper"].to_list()) * room(labels, (row["told"] for row in rows))
    y: Spec = {"field": "label", "type": "nominal", "sort": labels, "axis": wrapped_axis(labels),
               "scale": {"paddingInner": 0.3, "paddingOuter": 0.15}}  # fmt: skip
    scale = {"scale": {"domain": [0, top], "nice": False}}
    axis = {"title": w.CONTRIBUTION.of(lang), "format": ".0%", "tickCount": 6}
    x: Spec = {"type": "quantitative", **scale, "axis": axis}
    named = list(dict.fromkeys(d for d in data["dimension"].to_list() if d is not None))
    colour: Spec = {"value": BLUE}
    if 1 < len(named) <= len(SEVERAL):
        colour = {"field": "dimension", "type": "nominal", "legend": {"title": None, "columns": columns(labels, named)},
                  "scale": {"domain": named, "range": list(SEVERAL[: len(named)])}}  # fmt: skip
    sure = {"y": y, "x": {**x, "field": "lower"}, "x2": {"datum": 0}, "color": colour}
    light = {"y": y, "x": {**x, "field": "lower"}, "x2": {"field": "upper"}, "color": colour}
    words = {"y": y, "x": {**x, "field": "upper"}, "text": {"field": "told"}}
    layers = [{"data": listed, "mark": {"type": "bar"}, "encoding": sure}]
    if (data["lower"] != data["upper"]).any():
        layers.append({"data": listed, "mark": {"type": "bar", "opacity": 0.35}, "encoding": light})
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "color": INK}
    return [*layers, {"data": listed, "mark": mark, "encoding": words}]
