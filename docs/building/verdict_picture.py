"""The one picture of how a verdict is made, as SVG: a column of boxes that is legible on a phone."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docs.building.writing import put
from povrules.language.amounts import Lang
from povrules.law.model import Words

WIDTH, MARGIN, GAP = 360, 8, 26
LINE, PAD, HEAD = 17, 10, 20
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, SOFT, ARROW = "#222222", "#4d5560", "#5f6670"
FACT, LAW, STEP, SURE, OPEN = "#e8f1f8", "#fdf3dc", "#eef0f2", "#e2f3ec", "#f3e9ef"
EDGE = {FACT: "#0072B2", LAW: "#E69F00", STEP: "#9aa3ad", SURE: "#009E73", OPEN: "#a5568a"}


@dataclass(frozen=True)
class Box:
    """A box with a heading and lines under it, in both languages."""

    colour: str
    heading: Words
    lines: tuple[Words, ...]


TITLE = Words("Một kết luận được lập như thế nào", "How a verdict is made")
ROWS: tuple[tuple[Box, ...], ...] = (
    (
        Box(FACT, Words("Dữ kiện về hộ", "Facts of the case"), (
            Words("thu nhập, nhà ở, từng", "income, home, each"),
            Words("thành viên; điều chưa", "member; what is not"),
            Words("biết để là chưa biết", "known stays unknown"),
        )),
        Box(LAW, Words("Luật của ngày đó", "The law of the day"), (
            Words("mức, quy tắc, điều", "values and rules in"),
            Words("khoản có hiệu lực ở", "force in this place"),
            Words("nơi này, vào ngày này", "on this day"),
        )),
    ),
    (
        Box(STEP, Words("1. Kiểm tra dữ kiện", "1. Check the facts"), (
            Words("Kiểu, đơn vị, khoảng giá trị. Dữ kiện mâu", "Types, units, ranges. Facts that contradict"),
            Words("thuẫn được nêu tên, không bị âm thầm sửa.", "each other are named, never mended in silence."),
        )),
    ),
    (
        Box(STEP, Words("2. Từng chỉ số thiếu hụt", "2. Each indicator of deprivation"), (
            Words("thiếu hụt, không thiếu hụt, hoặc chưa rõ", "deprived, not deprived, or open"),
        )),
    ),
    (
        Box(STEP, Words("3. Bảng quyết định", "3. The decision table"), (
            Words("So thu nhập với chuẩn, so số thiếu hụt với", "Income against the lines, the number of"),
            Words("ngưỡng. Đúng một hàng của bảng phù hợp.", "deprivations against the cut-off. One row fits."),
        )),
    ),
    (
        Box(STEP, Words("4. Xét mọi khả năng còn lại", "4. Every case that is still possible"), (
            Words("Điều chưa biết có thể là gì? Mọi khả năng", "What could the unknown be? Do all cases"),
            Words("có cho cùng một kết quả không?", "give the same answer?"),
        )),
    ),
    (
        Box(SURE, Words("Cùng kết quả", "The same answer"), (
            Words("Kết luận: loại hộ và", "The verdict: a class"),
            Words("chính sách được hưởng", "and the programmes"),
        )),
        Box(OPEN, Words("Khác nhau", "Different answers"), (
            Words("Chưa xác định: có thể", "Undetermined: what is"),
            Words("là gì, nên hỏi gì", "possible, what to ask"),
        )),
    ),
    (
        Box(LAW, Words("Lý do đi kèm kết quả", "The reasons go with the answer"), (
            Words("Từng bước, dữ kiện, mức áp dụng, điểm khoản", "Each step, its facts, the values applied, the"),
            Words("điều, ngày hiệu lực, độ tin cậy của nguồn.", "article, its days, how sure the source is."),
        )),
    ),
)  # fmt: skip


def picture(lang: Lang) -> str:
    """The picture as SVG.

    >>> picture("en").startswith("<svg") and "Undetermined" in picture("en")
    True
    """
    parts: list[str] = []
    top = MARGIN
    below: Sequence[float] = ()
    for row in ROWS:
        width = (WIDTH - MARGIN * (len(row) + 1)) / len(row)
        height = max(HEAD + LINE * len(box.lines) for box in row) + PAD
        lefts = [MARGIN + i * (width + MARGIN) for i in range(len(row))]
        middles = [left + width / 2 for left in lefts]
        # Arrows run straight down, from the row with more boxes or to it.
        parts += [_arrow(x, top - GAP, top) for x in max(below, middles, key=len) if below]
        for box, left in zip(row, lefts, strict=True):
            parts += _box(box, left, top, width, height, lang)
        top, below = top + height + GAP, middles
    total = top - GAP + MARGIN
    title = html.escape(TITLE.of(lang))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total:g}" width="{WIDTH}" height="{total:g}" '
        f'role="img" aria-label="{title}" font-family="{FONT}"><title>{title}</title>'
        f'<rect width="{WIDTH}" height="{total:g}" fill="white"/>{"".join(parts)}</svg>\n'
    )


def _box(box: Box, left: float, top: float, width: float, height: float, lang: Lang) -> list[str]:
    edge = EDGE[box.colour]
    parts = [
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="6" fill="{box.colour}" '
        f'stroke="{edge}"/>',
        _text(left + PAD, top + HEAD, 14, INK, box.heading.of(lang), bold=True),
    ]
    for number, line in enumerate(box.lines, 1):
        parts.append(_text(left + PAD, top + HEAD + LINE * number, 13, SOFT, line.of(lang)))
    return parts


def _text(x: float, y: float, size: int, colour: str, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{weight}>{html.escape(text)}</text>'


def _arrow(x: float, top: float, bottom: float) -> str:
    tip = bottom - 2
    return (
        f'<path d="M{x:g} {top + 3:g} L{x:g} {tip - 6:g}" stroke="{ARROW}" stroke-width="2"/>'
        f'<path d="M{x - 5:g} {tip - 8:g} L{x + 5:g} {tip - 8:g} L{x:g} {tip:g} Z" fill="{ARROW}"/>'
    )


def write_picture(path: Path, lang: Lang) -> None:
    """Write the picture of a language."""
    put(path, picture(lang))
