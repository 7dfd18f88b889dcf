"""A graph as SVG with links, inside a page: twice, for phones and for wider screens; the style sheet shows one."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from docs.building.graph import LINE, MARK, PAD, SMALL, TIP, Layout, Net, Placed, laid_out
from docs.building.graph_rows import Layer
from docs.building.lettering import SIZE

NARROW, WIDE = (350, 2), (660, 4)
"""Pixels across and boxes in a row, on a phone and on a screen or paper."""
SHEET = 850
"""Pixels down that fit on a sheet of paper."""
INK, SOFT = "#222222", "#4d5560"
COLOURS = {"programmes": ("#e2f3ec", "#009E73"), "decisions": ("#e8f1f8", "#0072B2"),
           "parameters": ("#fdf3dc", "#c98500")}  # fmt: skip
PLAIN = ("#f3f4f6", "#9aa3ad")
LINES = ("#5f6670", "#0072B2", "#a5568a", "#00795a", "#a85a00", "#4a55b0")
"""Of the arrows, in turn, so that one is told from the next."""


def pictures(layers: Sequence[Layer], arrows: Iterable[tuple[str, str]], title: str) -> str:
    """Both drawings, as one piece of HTML without an empty line.

    Args:
        layers: from the top.
        arrows: from box to box, by id.
        title: told to those who do not see it.
    """
    every = list(arrows)
    found = (
        f'<div class="graph {name}" role="group" aria-label="{html.escape(title)}">'
        f"{_drawn(laid_out(layers, every, *size))}</div>"
        for name, size in (("narrow", NARROW), ("wide", WIDE))
    )
    return f'<div class="graphs" data-search-exclude>{"".join(found)}</div>'


def _drawn(layout: Layout) -> str:
    """The drawing, cut between rows into pieces that fit on a sheet of paper; they join without a seam."""
    nets = [(net, "".join(_net(net, LINES[i % len(LINES)]))) for i, net in enumerate(layout.nets)]
    pieces, start = [], 0.0
    ends = [row[0].top + row[0].height + 1 for row in layout.rows[:-1]] + [layout.height]
    for end, after in zip(ends, [*ends[1:], None], strict=True):
        if after is not None and after - start <= SHEET:
            continue
        parts = [told for net, told in nets if start <= max(net.reach) and min(net.reach) <= end]
        parts += [_text(x, y, words, SMALL, SOFT) for x, y, words in layout.words if start < y <= end]
        parts += [part for each in layout.boxes if start < each.top < end for part in _box(each)]
        pieces.append(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {start:g} {layout.width} {end - start:g}" '
            f'width="{layout.width}" height="{end - start:g}" font-size="{SIZE}">{"".join(parts)}</svg>'
        )
        start = end
    return "".join(pieces)


def _net(net: Net, colour: str) -> Iterator[str]:
    """Its lines, with a pale edge where they cross others, and a tip at each box they lead to."""
    lines = []
    for gap in net.gaps:
        y, ends = net.heights[gap], net.ends(gap)
        lines.append(f"M{min(ends):g} {y:g}H{max(ends):g}")
        lines += [f"M{o.middle:g} {o.top + o.height:g}V{y:g}" for o in net.outs if o.row + 1 == gap]
        lines += [f"M{net.tips[e.box.id]:g} {y:g}V{e.top - TIP + 1:g}" for e in net.ins if e.row == gap]
    if net.x is not None:
        lines.append(f"M{net.x:g} {net.heights[net.gaps[0]]:g}V{net.heights[net.gaps[-1]]:g}")
    path = "".join(lines)
    for stroke, width in (("white", 3), (colour, 1.5)):
        yield f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-linecap="square"/>'
    for each in net.ins:
        x, y = net.tips[each.box.id], each.top
        yield f'<path d="M{x - 4:g} {y - TIP:g}h8l-4 {TIP - 1:g}z" fill="{colour}"/>'


def _box(placed: Placed) -> Iterator[str]:
    box = placed.box
    fill, edge = COLOURS.get(box.kind, PLAIN)
    parts = [
        f'<rect x="{placed.left:g}" y="{placed.top:g}" width="{placed.width:g}" height="{placed.height:g}" rx="5" '
        f'fill="{fill}" stroke="{INK if box.main else edge}" stroke-width="{2 if box.main else 1}"/>',
        _text(placed.left + PAD, placed.top + PAD + LINE - 4, box.heading, SMALL, SOFT),
    ]
    names = []
    for name, lines, x, y in placed.names:
        left, top = placed.left + x, placed.top + y + LINE - 4
        words = (_text(left, top + LINE * i, each, SIZE, INK, bold=box.main) for i, each in enumerate(lines))
        mark = _text(left - MARK, top, "•", SIZE, edge) if len(box.names) > 1 else ""
        names.append((name, mark + "".join(words)))
    if len(names) == 1:  # all of the box is the link
        ((name, told),) = names
        yield _linked("".join([*parts, told]), name.link, f"{name.text} ({box.heading})")
        return
    yield "".join(parts)
    yield from (_linked(told, name.link, name.text) for name, told in names)


def _linked(inside: str, link: str | None, told: str) -> str:
    return inside if link is None else f'<a href="{html.escape(link)}" aria-label="{html.escape(told)}">{inside}</a>'


def _text(x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{weight}>{html.escape(text)}</text>'
