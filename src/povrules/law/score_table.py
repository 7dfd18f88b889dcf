"""The point table of the circular (bảng điểm, Phiếu B1): region x item x answer -> points, as data loaded from a file.

The library ships no table of 2022-2026: nobody has seen one that can be cited. What ships is a labelled, partial sample
of 2016-2020, for tests and demonstrations. Score A is the sum of the points of a household's answers.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from povrules.language.errors import PovrulesError, Span, closest
from povrules.language.numbers import exact
from povrules.law.errors import LawError

COLUMNS = ("item", "answer", "region", "points")
SAMPLE = "SAMPLE"
Cell = tuple[str, str, str]
"""(item, answer, region)"""


class TableIncomplete(PovrulesError):
    """A point table that lacks cells was to be used for an official run. ``cells`` lists what is lacking.

    Args:
        message: what is lacking, in words.
        cells: (item, answer, region) of each missing cell.
    """

    code = "table_incomplete"

    def __init__(self, message: str, cells: Sequence[Cell]) -> None:
        self.cells = tuple(cells)
        super().__init__(message, expected="points for every answer of every item, from the circular itself")

    def __reduce__(self) -> tuple[Any, ...]:
        return TableIncomplete, (self.message, self.cells)


@dataclass(frozen=True, slots=True)
class Score:
    """Score A of one household.

    Args:
        points: the sum; None when a cell it needs is not in the table.
        lines: (item, answer, points or None) for each answer.
        missing: cells that are not in the table.
        unanswered: items of the table that have no answer.
    """

    points: int | None
    lines: tuple[tuple[str, str, int | None], ...]
    missing: tuple[Cell, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A point table.

    Args:
        title: its first line: what it is, and for a sample that it is one.
        items_in_sheet: how many items the sheet has by its own count; None when the file does not say.
        regions: sheets, one for each region, in order.
        items: items and their answers, in order.
        points: points of each cell; None is a cell nobody has seen.
    """

    title: str
    items_in_sheet: int | None
    regions: tuple[str, ...]
    items: tuple[tuple[str, tuple[str, ...]], ...]
    points: Mapping[Cell, int | None]

    @property
    def is_sample(self) -> bool:
        """Whether the file itself says that it is a sample."""
        return SAMPLE in self.title

    def missing(self, region: str) -> tuple[Cell, ...]:
        """Cells of a region that the table does not have."""
        cells = ((item, answer, region) for item, answers in self.items for answer in answers)
        return tuple(cell for cell in cells if self.points.get(cell) is None)

    def score(self, region: str, answers: Mapping[str, str | Sequence[str]], *, official: bool = True) -> Score:
        """Score A of a household.

        Args:
            region: the sheet.
            answers: for each item the answer, or several where several hold (walls and pillars).
            official: an official run needs the whole table; otherwise missing cells leave ``points`` None.

        Raises:
            TableIncomplete: an official run with a sample, or with a table that lacks items or cells.
            PovrulesError: an unknown region, item or answer, with the closest; for an official run, an item unanswered.

        >>> cells = {("1 size", "1", "R"): 70, ("1 size", "2", "R"): 50}
        >>> table = ScoreTable("a table", 1, ("R",), (("1 size", ("1", "2")),), cells)
        >>> table.score("R", {"1 size": "2"}).points
        50
        """
        if region not in self.regions:
            raise PovrulesError(
                f"no region {region!r}", expected=", ".join(self.regions), closest=closest(region, self.regions)
            )
        if official:
            self._check_complete(region)
        known = dict(self.items)
        lines: list[tuple[str, str, int | None]] = []
        for item, given in answers.items():
            if item not in known:
                raise PovrulesError(f"the table has no item {item!r}", closest=closest(item, known))
            for answer in [given] if isinstance(given, str) else given:
                if answer not in known[item]:
                    near = closest(answer, known[item])
                    raise PovrulesError(
                        f"item {item!r} has no answer {answer!r}", expected="; ".join(known[item]), closest=near
                    )
                lines.append((item, answer, self.points.get((item, answer, region))))
        unanswered = tuple(item for item in known if item not in answers)
        if official and unanswered:
            raise PovrulesError(f"no answer for {'; '.join(unanswered)}", expected="an answer, or [] where none holds")
        missing = tuple((item, answer, region) for item, answer, points in lines if points is None)
        total = None if missing else sum(points for *_, points in lines if points is not None)
        return Score(total, tuple(lines), missing, unanswered)

    def _check_complete(self, region: str) -> None:
        missing = self.missing(region)
        if self.is_sample:
            raise TableIncomplete(f"this table is only a sample: {self.title}", missing)
        if self.items_in_sheet is not None and len(self.items) < self.items_in_sheet:
            raise TableIncomplete(
                f"the table has {len(self.items)} of the {self.items_in_sheet} items of the sheet", missing
            )
        if missing:
            shown = "; ".join(f"{item}: {answer}" for item, answer, _ in missing[:5])
            raise TableIncomplete(f"the table lacks {len(missing)} cells of {region}: {shown}", missing)


def read_score_table(path: str | Path) -> ScoreTable:
    """Read a point table.

    Args:
        path: a CSV in UTF-8 with the columns ``item, answer, region, points``; empty points are unknown. Lines that
            begin with ``#`` stand before the header: the first is the title, ``# items: 13`` says how many items the
            sheet has.

    Raises:
        LawError: a file that is not such a table, with its line.
    """
    path = Path(path)
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise LawError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise LawError(f"{path} is not UTF-8 text") from None
    notes = [line.lstrip("# ").strip() for line in lines if line.startswith("#")]
    start = sum(line.startswith("#") for line in lines)
    rows = csv.reader(lines[start:])
    header = tuple(cell.strip() for cell in next(rows, []))
    if header != COLUMNS:
        raise LawError("not a point table", span=Span(str(path), start + 1, 1), expected=",".join(COLUMNS))
    points: dict[Cell, int | None] = {}
    for row in rows:
        span = Span(str(path), start + rows.line_num, 1)
        if not row:
            continue
        if len(row) != len(COLUMNS) or not all(cell.strip() for cell in row[:3]):
            raise LawError("a row needs item, answer, region and points", span=span)
        item, answer, region, text = (cell.strip() for cell in row)
        if (item, answer, region) in points:
            raise LawError(f"{item}, {answer}, {region} stands twice", span=span)
        points[item, answer, region] = _points(text, span)
    items: dict[str, dict[str, None]] = {}
    for item, answer, _ in points:
        items.setdefault(item, {})[answer] = None
    return ScoreTable(
        title=notes[0] if notes else path.stem,
        items_in_sheet=_items(notes),
        regions=tuple(dict.fromkeys(region for *_, region in points)),
        items=tuple((item, tuple(answers)) for item, answers in items.items()),
        points=points,
    )


def _points(text: str, span: Span) -> int | None:
    if not text:
        return None
    try:
        value = exact(text)
        if isinstance(value, int):
            return value
    except ValueError:
        pass
    raise LawError(f"{text!r} is not a number of points", span=span, expected="a whole number, or nothing")


def _items(notes: Sequence[str]) -> int | None:
    found = [note.partition(":")[2].strip() for note in notes if note.startswith("items:")]
    return int(found[0]) if found and found[0].isdigit() else None
