"""What a drawing holds, and where its words lie."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import vl_convert

from povrules.charts import Chart

NARROW, WIDE = "iljtfrI.,:;()/' -", "mwMWĐ%"


def wide_as(text: str) -> float:
    """About how wide a line is, for each unit of its size, in a font like Liberation Sans."""
    letters = [letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)]
    return sum(0.3 if x in NARROW else 0.85 if x in WIDE else 0.68 if x.isupper() else 0.55 for x in letters)


def drawn_rows(chart: Chart, field: str) -> list[dict[str, Any]]:
    """The rows of the first layer whose rows have a field."""
    for layer in chart.spec["layer"]:
        rows: list[dict[str, Any]] = layer["data"]["values"]
        if rows and field in rows[0]:
            return rows
    raise AssertionError(f"no layer has {field}")


@dataclass(frozen=True)
class Box:
    """Where a line of words lies on the picture, about."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 1 and min(self.bottom, other.bottom) - max(self.top, other.top) > 1


def boxes(chart: Chart) -> tuple[list[Box], float, float]:
    """Every line of words that is drawn from left to right, and the size of the picture."""
    made = vl_convert.vegalite_to_scenegraph(dict(chart.spec))
    x, y = made["origin"]
    return list(_boxes(made["scenegraph"], x, y)), made["width"], made["height"]


def _boxes(item: dict[str, Any], x: float, y: float) -> Iterator[Box]:
    here = x + (item.get("x") or 0), y + (item.get("y") or 0)
    text = item.get("text")
    if text and not item.get("angle") and item.get("opacity") != 0:
        lines = [str(line) for line in (text if isinstance(text, list) else [text])]
        size = item.get("fontSize") or 11
        for number, line in enumerate(lines):
            wide = size * wide_as(line)
            start = here[0] + (item.get("dx") or 0)
            start -= {"right": wide, "center": wide / 2}.get(item.get("align", "left"), 0)
            middle = here[1] + (item.get("dy") or 0) + number * (item.get("lineHeight") or size + 2)
            middle += {"top": size / 2, "middle": 0, "line-top": size / 2}.get(item.get("baseline", ""), -size / 3)
            yield Box(line, start, start + wide, middle - size * 0.4, middle + size * 0.4)
    for inner in item.get("items") or ():
        # A mark's items lie where its group lies; a group moves what is in it.
        yield from _boxes(inner, *here)
