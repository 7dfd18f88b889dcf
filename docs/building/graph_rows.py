"""What a graph shows, and in which row each box of it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Name:
    """What a box says, and the page it leads to; None leads nowhere."""

    text: str
    link: str | None = None


@dataclass(frozen=True)
class Box:
    """A thing, or several that are alike.

    Args:
        id: for the arrows.
        kind: the key of its colour.
        heading: what it is, small.
        names: one for each thing in it.
        main: whether the picture is about it.
    """

    id: str
    kind: str
    heading: str
    names: tuple[Name, ...]
    main: bool = False


@dataclass(frozen=True)
class Layer:
    """Boxes that belong together, under words that say what they are."""

    heading: str
    boxes: tuple[Box, ...]


def in_rows(
    layers: Sequence[Layer], arrows: Sequence[tuple[str, str]], columns: int
) -> tuple[list[list[Box]], dict[int, str]]:
    """Boxes in rows, and the words above the first row of a layer. Arrows inside a layer run down where they can.

    Args:
        layers: from the top.
        arrows: from box to box, by id.
        columns: boxes in a row, at most; a box of several things has one to itself.

    >>> boxes = [Box(id, "", "rule", (Name(id.upper()),)) for id in "abcd"]
    >>> rows, _ = in_rows([Layer("", tuple(boxes))], [("a", "d")], 2)
    >>> [[box.id for box in row] for row in rows]
    [['b'], ['c', 'a'], ['d']]
    """
    rows: list[list[Box]] = []
    headings: dict[int, str] = {}
    order: dict[str, int] = {}
    above: dict[str, list[str]] = {}
    for start, end in arrows:
        above.setdefault(end, []).append(start)
    for layer in layers:
        headings[len(rows)] = layer.heading
        inside = {box.id for box in layer.boxes}
        depths = {id: _depth(id, inside, above, ()) for id in inside}
        keys = {}
        for box in layer.boxes:
            seen = [order[each] for each in above.get(box.id, ()) if each in order]
            # What nothing rests on comes first, so that the others stand near what rests on them.
            leads = any(start == box.id for start, _ in arrows)
            keys[box.id] = (depths[box.id], leads, len(box.names) > 1, sum(seen) / len(seen) if seen else 0.0)
        run: list[Box] = []
        ordered = sorted(layer.boxes, key=lambda box: keys[box.id])
        order |= {box.id: len(order) + number for number, box in enumerate(ordered)}
        for box, after in zip(ordered, [*ordered[1:], None], strict=True):
            run.append(box)
            if after is None or len(box.names) > 1 or len(after.names) > 1 or depths[after.id] != depths[box.id]:
                number = -(-len(run) // columns)
                ends = [len(run) * i // number for i in range(number + 1)]
                rows += [run[a:b] for a, b in pairwise(ends)]
                run = []
    return rows, headings


def _depth(id: str, inside: set[str], above: Mapping[str, list[str]], way: tuple[str, ...]) -> int:
    before = [each for each in above.get(id, ()) if each in inside and each not in (*way, id)]
    return max((1 + _depth(each, inside, above, (*way, id)) for each in before), default=0)
