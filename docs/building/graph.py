"""Where boxes and arrows of a graph stand: boxes in rows, arrows only between the rows and beside them.

Nothing is left to the browser that shows it: words are broken by widths that are ample for every common font, and each
arrow has a line of its own, so that no box covers another and no arrow crosses a box.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docs.building.graph_rows import Box, Layer, Name, in_rows
from docs.building.lettering import broken, text_width

SMALL, LINE, PAD = 10.5, 15, 7
SPACE, LANE, TIP, STRIP = 10, 6, 8, 16
"""Between boxes, between lines, of a tip, and of the words above a layer."""
WIDEST, COLUMN, MARK = 240, 200, 10
"""A box that stands alone in its row is no wider; one of several things is as wide as the picture,
with its names in columns."""


@dataclass
class Placed:
    """A box in its row; an arrow leaves it below its middle."""

    box: Box
    row: int
    left: float = 0
    width: float = 0
    top: float = 0
    height: float = 0

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def names(self) -> Iterator[tuple[Name, list[str], float, float]]:
        """Each name in lines, and where it begins, beside and below the corner of the box; in columns where it can."""
        room = self.width - 2 * PAD
        number = max(1, min(len(self.box.names), int(room // COLUMN)))
        indent = MARK if len(self.box.names) > 1 else 0
        wide, each = room / number, -(-len(self.box.names) // number)
        for column in range(number):
            y = PAD + LINE
            for name in self.box.names[each * column : each * (column + 1)]:
                # Letters of the main box are bold; names in columns stand apart, each behind a mark.
                lines = broken(name.text, wide * 0.9 if self.box.main else wide - indent)
                yield name, lines, PAD + wide * column + indent, y
                y += LINE * len(lines)


@dataclass
class Net:
    """Lines that belong together: every box of ``outs`` has an arrow to every box of ``ins``.

    Args:
        outs, ins: the boxes.
        gaps: between the rows, each by the row below it, in which it has a line.
        trunk: where the line stands that joins those of several gaps: the side, and its place there.
        tips: where its arrows end, by box.
        heights: of its line in each gap.
    """

    outs: list[Placed]
    ins: list[Placed]
    gaps: list[int]
    trunk: tuple[int, int] | None = None
    tips: dict[str, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    x: float | None = None

    def ends(self, gap: int) -> list[float]:
        """Where its line in a gap meets others of its lines."""
        found = [each.middle for each in self.outs if each.row + 1 == gap]
        found += [self.tips[each.box.id] for each in self.ins if each.row == gap]
        return found if self.x is None else [*found, self.x]

    @property
    def reach(self) -> list[float]:
        """Heights of all it touches."""
        return [*self.heights.values(), *(o.top + o.height for o in self.outs), *(each.top for each in self.ins)]


@dataclass
class Layout:
    """Where everything stands.

    Args:
        width: in pixels.
        rows: of boxes, from the top.
        nets: their lines.
        left, right: between them stand the boxes; beside them run lines.
        words: above the layers, with the place where each begins.
        height: in pixels.
    """

    width: int
    rows: list[list[Placed]]
    nets: list[Net]
    left: float = 0
    right: float = 0
    words: list[tuple[float, float, str]] = field(default_factory=list)
    height: float = 0

    @property
    def boxes(self) -> list[Placed]:
        """All of them."""
        return [each for row in self.rows for each in row]


class _Lanes:
    """Places beside each other for stretches that must not meet."""

    def __init__(self) -> None:
        self.taken: list[list[tuple[float, float]]] = []

    def free(self, low: float, high: float) -> int:
        """The first place with room for a stretch."""
        found = (i for i, lane in enumerate(self.taken) if all(high < a or b < low for a, b in lane))
        return next(found, len(self.taken))

    def take(self, low: float, high: float) -> int:
        """Take it."""
        lane = self.free(low, high)
        self.taken += [[]] if lane == len(self.taken) else []
        self.taken[lane].append((low, high))
        return lane


def laid_out(layers: Sequence[Layer], arrows: Iterable[tuple[str, str]], width: int, columns: int) -> Layout:
    """Find a place for everything.

    Args:
        layers: from the top.
        arrows: from box to box, by id.
        width: in pixels.
        columns: boxes beside each other, at most.

    >>> layers = Layer("", (Box("a", "", "value", (Name("A"),)),)), Layer("", (Box("b", "", "rule", (Name("B"),)),))
    >>> a, b = laid_out(layers, [("a", "b")], 300, 2).boxes
    >>> a.top + a.height < b.top
    True
    """
    every = list(dict.fromkeys(arrows))
    rows, headings = in_rows(layers, every, columns)
    placed = {box.id: Placed(box, number) for number, row in enumerate(rows) for box in row}
    found = Layout(width, [[placed[box.id] for box in row] for row in rows], _nets(every, placed))
    _across(found)
    _down(found, headings)
    return found


def _nets(arrows: Sequence[tuple[str, str]], placed: Mapping[str, Placed]) -> list[Net]:
    """Boxes whose arrows lead to the same boxes share their lines; lines of several gaps stand at a side."""
    ends: dict[str, list[str]] = {}
    for start, end in arrows:
        ends.setdefault(start, []).append(end)
    shared: dict[frozenset[str], list[str]] = {}
    for start, found in ends.items():
        shared.setdefault(frozenset(found), []).append(start)
    nets, sides = [], (_Lanes(), _Lanes())
    for outs in shared.values():
        ins = ends[outs[0]]
        gaps = sorted({placed[id].row + 1 for id in outs} | {placed[id].row for id in ins})
        net = Net([placed[id] for id in outs], [placed[id] for id in ins], gaps)
        if len(gaps) > 1:
            side = min((0, 1), key=lambda i: (sides[i].free(gaps[0], gaps[-1]), len(sides[i].taken)))
            net.trunk = side, sides[side].take(gaps[0], gaps[-1])
        nets.append(net)
    return nets


def _across(layout: Layout) -> None:
    """Where everything stands from left to right."""
    lanes = [max((n.trunk[1] + 1 for n in layout.nets if n.trunk and n.trunk[0] == side), default=0) for side in (0, 1)]
    layout.left, layout.right = 2 + LANE * lanes[0], layout.width - 2 - LANE * lanes[1]
    for row in layout.rows:
        room = (layout.right - layout.left - SPACE * (len(row) - 1)) / len(row)
        wide = room if len(row[0].box.names) > 1 else min(WIDEST, room)
        start = (layout.left + layout.right - wide * len(row) - SPACE * (len(row) - 1)) / 2
        for number, each in enumerate(row):
            each.left, each.width = start + number * (wide + SPACE), wide
    for net in layout.nets:
        if net.trunk is not None:
            side, lane = net.trunk
            net.x = layout.right + LANE * (lane + 0.7) if side else layout.left - LANE * (lane + 0.7)
    for each in layout.boxes:
        leaving = [(o.middle, net) for net in layout.nets for o in net.outs if o.row + 1 == each.row]
        for net in (net for net in layout.nets if each in net.ins):
            # An arrow may not run on the line of another that leaves a box above, or ends at the same box.
            taken = [x for x, of in leaving if of is not net]
            taken += [other.tips[each.box.id] for other in layout.nets if each.box.id in other.tips]
            steps = (each.middle + sign * 8 * i for i in range(99) for sign in (1, -1))
            net.tips[each.box.id] = next(x for x in steps if all(abs(x - other) > 5 for other in taken))


def _down(layout: Layout, headings: Mapping[int, str]) -> None:
    """Where everything stands from top to bottom: before each row the words above its layer, then its lines."""
    top = 1.0
    for number in range(len(layout.rows) + 1):  # below the last row, too, lines may begin that lead up
        words = headings.get(number)
        if words:
            layout.words.append((_room(layout, number, text_width(words, SMALL)), top + STRIP - 4, words))
            top += STRIP
        lanes = _Lanes()
        for net in layout.nets:
            ends = net.ends(number) if number in net.gaps else []
            if ends:
                straight = max(ends) - min(ends) < 1
                lane = 0 if straight else lanes.take(min(ends) - 3, max(ends) + 3)
                net.heights[number] = top + LANE * (lane + 1)
        if number:
            top += LANE * (len(lanes.taken) + 1)
        if number == len(layout.rows):
            break
        row = layout.rows[number]
        top += TIP if number else 0
        for each in row:
            each.top = top
            each.height = max(y + LINE * len(lines) for _, lines, _, y in each.names) + PAD
        for each in row:
            each.height = max(other.height for other in row)
        top += row[0].height
    layout.height = top + 2


def _room(layout: Layout, row: int, width: float) -> float:
    """Where words above a row begin, so that no arrow of the row above runs through them."""
    crossing = sorted(each.middle for net in layout.nets for each in net.outs if each.row + 1 == row)
    found = (x for x in (layout.left, *(each + 5 for each in crossing)))
    free = (x for x in found if not any(x - 3 < each < x + width + 3 for each in crossing))
    return next(free, layout.left)
