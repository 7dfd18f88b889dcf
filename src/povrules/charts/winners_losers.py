"""Who gains and who loses: by programme, or one programme by group."""

from __future__ import annotations

from typing import Any

import polars as pl

from povrules.charts import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import BLUE, INK, RED, Spec, drawn, lines_of, room, values, wrapped, wrapped_axis
from povrules.charts.errors import ChartError, language_of
from povrules.decisions.labels import PolicyLabels, lowered, raised
from povrules.language.amounts import Lang, plain
from povrules.language.errors import closest
from povrules.language.types import EnumType
from povrules.policy.programmes import ResolvedProgramme
from povrules.whatif.comparing import Comparison

LETTERS = 34
BAR = 30


def winners_losers(comparison: Comparison, programme: str | None = None, *, lang: str = "vi") -> Chart:
    """Draw how many gain and how many lose.

    Args:
        comparison: of ``povrules.compare``.
        programme: one programme, by the groups of the comparison (its first ``by``); None draws every programme that
            somebody gains or loses, of everybody.
        lang: ``vi`` or ``en``.

    Returns:
        A chart; ``data`` has ``programme`` or the group, ``label``, ``gained`` and ``lost`` (weighted; null where
        suppressed).

    Raises:
        ChartError: no such programme, or a comparison without groups.
    """
    spoken, policy = language_of(lang), comparison.baseline.policy
    programmes = {item.name: item for item in policy.programmes.values()}
    if programme is None:
        data = _counted(comparison.without_groups().programmes(), "programme")
        moved = data.filter((pl.col("gained") != 0).fill_null(True) | (pl.col("lost") != 0).fill_null(True))
        data = moved.with_columns(
            pl.Series("label", [_named(programmes[name], spoken) for name in moved["programme"]], pl.String)
        )
        title, number = w.GAINS.of(lang), w.NUMBER.of(lang)
    else:
        if programme not in programmes:
            raise ChartError(f"no programme {programme!r}", closest=closest(programme, programmes))
        if not comparison.by:
            raise ChartError("the comparison has no groups", expected="compare(..., by=...)")
        by = comparison.by[0]
        if len(comparison.by) > 1:
            raise ChartError(f"the comparison is broken down by {', '.join(comparison.by)}", expected="one column")
        found = comparison.programmes().filter(pl.col("programme") == programme)
        data = _counted(found, by)
        data = data.with_columns(pl.Series("label", [_group(comparison, by, x, spoken) for x in data[by]], pl.String))
        item = programmes[programme]
        title = w.GAINS_BY.of(lang).format(item.label.of(lang), _column(comparison, by, spoken))
        number = f"{w.NUMBER.of(lang)} ({w.UNITS[item.of].of(lang)})"
    notes = [w.OPEN_LEFT_OUT.of(lang)]
    if data.select((pl.col("gained").is_null() | pl.col("lost").is_null()).any()).item():
        notes.append(w.HIDDEN_NOTE.of(lang).format(comparison.suppress))
    if data.is_empty():
        notes.insert(0, w.NOBODY.of(lang))
    labels = [wrapped(label, LETTERS) for label in data["label"].to_list()]
    height = max(data.height, 1) * (BAR + 4 * (lines_of(labels) - 1))
    layers = _layers(data, labels, number, spoken)
    return Chart(title, data, drawn(layers, spoken, title=title, notes=notes, height=height), spoken)


def _counted(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """The gained and the lost of each programme or group; a sum with a suppressed part is none."""

    def total(status: str) -> pl.Expr:
        mine = pl.col("weighted").filter(pl.col("status") == status)
        return pl.when(mine.is_null().any()).then(None).otherwise(mine.sum()).cast(pl.Int64).alias(status)

    return found.group_by(by, maintain_order=True).agg(total("gained"), total("lost"))


def _named(programme: ResolvedProgramme, lang: Lang) -> str:
    return f"{programme.label.of(lang)} ({w.UNITS[programme.of].of(lang)})"


def _group(comparison: Comparison, by: str, value: Any, lang: Lang) -> str:
    """A group in words; a member of a list by its label."""
    if value is None:
        return w.NOT_STATED.of(lang)
    policy = comparison.baseline.policy
    id = policy.find("household", by)
    type = None if id is None else policy.facts["household", id].type
    return raised(PolicyLabels(policy).member(type, value, lang)) if isinstance(type, EnumType) else str(value)


def _column(comparison: Comparison, by: str, lang: Lang) -> str:
    policy = comparison.baseline.policy
    id = policy.find("household", by)
    return by if id is None else lowered(policy.facts["household", id].label.of(lang))


def _layers(data: pl.DataFrame, labels: list[str], number: str, lang: Lang) -> list[Spec]:
    names = {"gained": w.GAINED.of(lang), "lost": w.LOST.of(lang)}
    rows: list[dict[str, Any]] = []
    for label, row in zip(labels, data.to_dicts(), strict=True):
        for status, sign in (("lost", -1), ("gained", 1)):
            count, other = row[status], row["lost" if status == "gained" else "gained"]
            told = w.HIDDEN.of(lang) if count is None else f"{'+' if sign > 0 else '−'}{plain(count, lang)}"
            if count == 0:
                told = "0" if status == "gained" and other == 0 else ""
            rows.append(
                {"label": label, "status": names[status], "side": sign, "signed": sign * (count or 0), "told": told}
            )
    ends = _ends(rows, labels)
    if not rows:
        rows = [{"label": "", "status": names["gained"], "signed": 0, "told": ""}]
    listed = values(rows)
    y: Spec = {"field": "label", "type": "nominal", "sort": labels, "axis": wrapped_axis(labels),
               "scale": {"paddingInner": 0.35, "paddingOuter": 0.2}}  # fmt: skip
    x: Spec = {
        "field": "signed", "type": "quantitative", "scale": {"domain": ends, "nice": False}, "stack": None,
        "axis": {"title": number, "tickMinStep": 1, "labelExpr": "format(abs(datum.value), ',')",
                 "tickCount": max(1, min(6, sum(abs(row["signed"]) for row in rows)))},
    }  # fmt: skip
    colour = {"field": "status", "type": "nominal", "legend": {"title": None},
              "scale": {"domain": list(names.values()), "range": [BLUE, RED]}}  # fmt: skip
    layers: list[Spec] = [{"data": listed, "mark": {"type": "bar"}, "encoding": {"x": x, "y": y, "color": colour}}]
    for status, align, dx in (("gained", "left", 5), ("lost", "right", -5)):
        mark = {"type": "text", "align": align, "dx": dx, "baseline": "middle", "color": INK}
        chosen = [{"filter": f"datum.status === '{names[status]}'"}]
        encoding = {"x": x, "y": y, "text": {"field": "told"}}
        layers.append({"data": listed, "transform": chosen, "mark": mark, "encoding": encoding})
    zero = {"data": values([{"zero": 0}]), "mark": {"type": "rule", "color": INK},
            "encoding": {"x": {**x, "field": "zero"}}}  # fmt: skip
    return [*layers, zero]


def _ends(rows: list[dict[str, Any]], labels: list[str]) -> list[float]:
    """How far the axis goes to the left and to the right, so that what is told beside the bars stays on the plot."""
    low, high = min((r["signed"] for r in rows), default=0), max((r["signed"] for r in rows), default=0)
    if low == high:
        return [0, 1]
    width = high - low
    told = [r["told"] for r in rows]
    # Words on both sides take their share of the plot twice.
    part = min(1 - 1 / room(labels, told), 0.3)
    left = any(r["told"] for r in rows if r["side"] < 0)
    pad = width * part / (1 - 2 * part)
    return [low - pad if left else 0, high + pad]
