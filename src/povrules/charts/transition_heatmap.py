"""From which class to which: a table whose cells are shaded by the share of those who began there."""

from __future__ import annotations

from typing import Any, Literal

import polars as pl

from povrules.charts import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import FAINT, INK, LINE, SHADES, Spec, drawn, lines_of, values, wrapped, wrapped_axis
from povrules.charts.errors import ChartError, language_of
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang, plain
from povrules.pages import percent
from povrules.whatif.comparing import Comparison

CELL = 58
Unit = Literal["households", "people"]
UNITS = ("households", "people")


def transition_heatmap(comparison: Comparison, *, unit: Unit = "households", lang: str = "vi") -> Chart:
    """Draw how many move from which class to which, ``undetermined`` among them.

    Args:
        comparison: of ``povrules.compare``; groups are taken together.
        unit: ``households`` or ``people``.
        lang: ``vi`` or ``en``.

    Returns:
        A chart; ``data`` has a row for every pair of classes: ``before``, ``after``, ``rows``, ``households``,
        ``people``, ``share`` (of the households that began there). Null is suppressed, or a size that is not known; a
        share beside a suppressed cell is left out too, for it would tell what is hidden.

    Raises:
        ChartError: no such unit; people, where the sizes of households are not known.
    """
    spoken = language_of(lang)
    if unit not in UNITS:
        raise ChartError(f"no unit {unit!r}", expected="households or people")
    classes = comparison.classes
    found = {(row["before"], row["after"]): row for row in comparison.without_groups().transitions().to_dicts()}
    rows = [_row(found.get((before, after)), before, after) for before in classes for after in classes]
    schema = {"before": pl.String, "after": pl.String, "rows": pl.Int64, "households": pl.Int64, "people": pl.Int64,
              "share": pl.Float64}  # fmt: skip
    data = pl.DataFrame(rows, schema=schema, orient="row")
    hidden = pl.col("rows").is_null().any().over("before")
    data = data.with_columns(pl.when(~hidden).then("share").alias("share"))
    if unit == "people" and (data["people"].is_null() & data["rows"].is_not_null()).any():
        raise ChartError("the size of some households is not known", expected="unit='households'")
    notes = [w.ROW_SHARES.of(lang)]
    if data["rows"].null_count():
        notes.append(w.HIDDEN_NOTE.of(lang).format(comparison.suppress))
    title = (w.MOVES if unit == "households" else w.MOVES_PEOPLE).of(lang)
    layers = _layers(comparison, data, unit, spoken)
    return Chart(title, data, drawn(layers, spoken, title=title, notes=notes, height=CELL * len(classes)), spoken)


def _row(found: dict[str, Any] | None, before: str, after: str) -> tuple[Any, ...]:
    if found is None:
        return before, after, 0, 0, 0, 0.0
    return before, after, found["rows"], found["households"], found["people"], found["share"]


def _layers(comparison: Comparison, data: pl.DataFrame, unit: Unit, lang: Lang) -> list[Spec]:
    rows_of = {name: wrapped(raised(comparison.class_label(name, lang)), 22) for name in comparison.classes}
    columns_of = {name: wrapped(raised(comparison.class_label(name, lang)), 16) for name in comparison.classes}
    grouped = data.group_by("before").agg(
        pl.col(unit).sum().alias("total"), pl.col("rows").null_count().alias("hidden")
    )
    began = {row["before"]: row for row in grouped.to_dicts()}
    drawn_rows = []
    for row in data.to_dicts():
        count, start = row[unit], began[row["before"]]
        share = None if count is None else count / start["total"] if start["total"] else 0.0
        drawn_rows.append(
            {
                "before": rows_of[row["before"]],
                "after": columns_of[row["after"]],
                "share": share,
                "count": w.HIDDEN.of(lang) if count is None else plain(count, lang),
                "percent": percent(share, lang, 1) if count and share is not None and not start["hidden"] else "",
            }
        )
    listed = values(drawn_rows)
    # Labels of several lines begin higher, so that all of them end above the cells.
    lifted = [
        {"test": f"split(datum.label, '\\n').length === {count}", "value": 6 + (count - 1) * LINE}
        for count in range(2, lines_of(columns_of.values()) + 1)
    ]
    x: Spec = {
        "field": "after", "type": "nominal", "sort": list(columns_of.values()),
        "axis": {"orient": "top", "title": w.AFTER_CLASS.of(lang), "labelAngle": 0, "ticks": False, "domain": False,
                 "labelExpr": "split(datum.label, '\\n')", "labelBaseline": "line-bottom",
                 "labelPadding": {"condition": lifted, "value": 6}},
        "scale": {"paddingInner": 0.04},
    }  # fmt: skip
    y: Spec = {
        "field": "before", "type": "nominal", "sort": list(rows_of.values()),
        "axis": wrapped_axis(rows_of.values(), title=w.BEFORE_CLASS.of(lang)), "scale": {"paddingInner": 0.06},
    }  # fmt: skip
    shade = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": list(SHADES)},
        "legend": None,
    }
    ink = {
        "condition": [
            {"test": "datum.share > 0.55", "value": "white"},
            {"test": "datum.count === '0'", "value": FAINT},
        ],
        "value": INK,
    }
    cells = {"x": x, "y": y}

    def text(field: str, dy: Any, size: int) -> Spec:
        mark = {"type": "text", "baseline": "middle", "dy": dy, "fontSize": size}
        return {"data": listed, "mark": mark, "encoding": {**cells, "text": {"field": field}, "color": ink}}

    return [
        {"data": listed, "mark": {"type": "rect"}, "encoding": {**cells, "color": shade}},
        text("count", {"expr": "datum.percent === '' ? 0 : -8"}, 14),
        text("percent", 10, 12),
    ]
