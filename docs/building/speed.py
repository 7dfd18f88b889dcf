"""Speed on the page that compares: the figures that ``make bench`` keeps, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from docs.building.writing import safe
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang
from povrules.law.model import Words
from povrules.pages import decimals

MARK = "<!-- speed -->"
WHAT = Words("Phép đo", "What was measured")
RATIO = Words("Tỷ số", "Ratio")
TABLE = Words(
    "Bảng đầy đủ, cách đo và biểu đồ: [{}]({}).", "The whole table, how it was measured, and a chart: [{}]({})."
)
PAGE = Words("so sánh tốc độ", "benchmarks")


def with_speed(text: str, repository: Path, lang: Lang) -> str:
    """The page with its figures in the place that is marked.

    Args:
        text: of the page.
        repository: where ``benchmarks/results`` lies.
        lang: of the page.
    """
    lines = [TABLE.of(lang).format(PAGE.of(lang), "manual/benchmarks.md"), ""]
    lines += [f"| {WHAT.of(lang)} | {RATIO.of(lang)} |", "| --- | ---: |"]
    for path in sorted((repository / "benchmarks" / "results").glob("*.json")):
        if path.stem == "beside_peers":  # has the page to itself
            continue
        ratios = json.loads(path.read_text(encoding="utf-8")).get("ratios", {})
        lines += [f"| {safe(raised(each))} | {decimals(ratio, 2, lang)} |" for each, ratio in ratios.items()]
    return text.replace(MARK, "\n".join(lines))
