"""A map of the 34 provinces as tiles, one for each, shaded by any figure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from math import isfinite
from typing import Any, Literal

import polars as pl

from povrules.charts import words as w
from povrules.charts.chart import Chart
from povrules.charts.drawing import INK, SHADES, SOFT, Spec, drawn, values
from povrules.charts.errors import ChartError, language_of
from povrules.facts.folding import fold
from povrules.language.amounts import Lang
from povrules.language.errors import closest
from povrules.measures.exact import exact_setting
from povrules.pages import decimals, percent

TILE = 42
WIDE = 580
Kind = Literal["percent", "number", "vnd"]
FORMATS: Mapping[str, str] = {"percent": ".1%", "number": ",.6~f", "vnd": "$,.6~f"}


@lru_cache(maxsize=1)
def tiles() -> pl.DataFrame:
    """Where each province has its tile: ``code``, ``name``, ``row``, ``column``; schematic, from north to south."""
    content = files("povrules.charts").joinpath("tiles.csv").read_bytes()
    schema = {"code": pl.String, "name": pl.String, "row": pl.Int64, "column": pl.Int64}
    return pl.read_csv(content, comment_prefix="#", schema=schema)


def tile_map(
    figures: Mapping[str, Any], *, title: str = "", kind: Kind = "percent", places: int | None = None, lang: str = "vi"
) -> Chart:
    """Draw a figure of each province.

    Args:
        figures: by official code or name of a province of the list since 2025-07-01; shares from 0 to 1 where they are
            percentages. Provinces without one are left blank.
        title: what the figure is.
        kind: ``percent``, ``number`` or ``vnd``.
        places: decimals; by default one for percentages, else none.
        lang: ``vi`` or ``en``.

    Returns:
        A chart; ``data`` has a row for each province: ``code``, ``name``, ``row``, ``column``, ``value``.

    Raises:
        ChartError: what is no such province, one twice, what is no number.
    """
    spoken = language_of(lang)
    if kind not in FORMATS:
        raise ChartError(f"no kind {kind!r}", expected=", ".join(FORMATS))
    found: dict[str, float] = {}
    for name, figure in figures.items():
        code = _code(name)
        if code in found:
            raise ChartError(f"{name!r} has two figures", expected="one for each province")
        if figure is not None:
            found[code] = _number(figure, name)
    data = tiles().with_columns(
        pl.col("code").replace_strict(found, default=None, return_dtype=pl.Float64).alias("value")
    )
    heading = title or w.TILES.of(lang)
    layers = _layers(data, kind, (1 if kind == "percent" else 0) if places is None else places, spoken)
    height = TILE * (max(data["row"].to_list()) + 1)
    spec = drawn(layers, spoken, title=heading, notes=[w.SCHEMATIC.of(lang)], height=height, width=WIDE)
    return Chart(heading, data, spec, spoken)


def _number(figure: Any, name: str) -> float:
    """A figure for shading; text is read exactly first (``"3,2%"`` is none, ``"3.2%"`` is)."""
    number = figure if isinstance(figure, float) else float(exact_setting(figure, str(name)))
    if not isfinite(number):
        raise ChartError(f"{name}: {figure} is no figure", expected="a finite number")
    return number


def _code(word: object) -> str:
    known = dict(tiles().select("code", "name").iter_rows())
    by_name = {fold(name): code for code, name in known.items()}
    named = by_name.get(fold(word)) if isinstance(word, str) else None
    code = word if isinstance(word, str) and word in known else named
    if code is None:
        padded = str(word).zfill(2)  # a spreadsheet made a number of the code
        near = padded if padded in known else closest(str(word), known.values())
        raise ChartError(
            f"{word!r} is no province since 2025-07-01", expected="a code such as '01', or a name", closest=near
        )
    return code


def _layers(data: pl.DataFrame, kind: Kind, places: int, lang: Lang) -> list[Spec]:
    def told(value: float) -> str:
        if kind == "percent":
            return percent(value, lang, places)
        number = decimals(value, places, lang)
        return number if kind == "number" else f"{number} {'đ' if lang == 'vi' else 'VND'}"

    known = data["value"].drop_nulls()
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)  # type: ignore[arg-type]
    turn = low + 0.55 * (high - low)
    rows = [
        {"name": row["name"], "row": row["row"], "column": row["column"], "value": row["value"],
         "told": "" if row["value"] is None else told(row["value"])}
        for row in data.to_dicts()
    ]  # fmt: skip
    blank, shaded = values(r for r in rows if r["value"] is None), values(r for r in rows if r["value"] is not None)
    x: Spec = {"field": "column", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.05}}
    y: Spec = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.08}}
    place = {"x": x, "y": y}
    legend = {"title": None, "orient": "right", "format": FORMATS[kind], "gradientLength": 160, "tickCount": 5}
    shade = {"field": "value", "type": "quantitative", "legend": legend,
             "scale": {"domain": [low, high if high > low else low + 1], "range": list(SHADES)}}  # fmt: skip
    ink = {"condition": {"test": f"datum.value > {turn} && {str(high > low).lower()}", "value": "white"}, "value": INK}

    def text(data: Spec, field: str, dy: int, size: int, colour: Spec) -> Spec:
        mark = {"type": "text", "baseline": "middle", "dy": dy, "fontSize": size}
        return {"data": data, "mark": mark, "encoding": {**place, "text": {"field": field}, "color": colour}}

    layers: list[Spec] = []
    if blank["values"]:
        edge = {"type": "rect", "fill": "white", "stroke": "#c5cbd1", "strokeDash": [3, 3]}
        layers += [{"data": blank, "mark": edge, "encoding": place}, text(blank, "name", 0, 11, {"value": SOFT})]
    if shaded["values"]:
        layers.append({"data": shaded, "mark": {"type": "rect"}, "encoding": {**place, "color": shade}})
        layers += [text(shaded, "name", -8, 11, ink), text(shaded, "told", 8, 12, ink)]
    return layers
