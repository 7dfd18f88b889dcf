"""Where the header of a table stands: below merged titles, in one row or in two with merged groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from povrules.facts.folding import clean_text
from povrules.facts.headers import JOIN, Headers

SEARCHED = 60  # rows in which a header is looked for
_NUMBERED = re.compile(r"[(\[]?(?:([0-9]{1,3})(?:\s*=.*)?|[A-Z])[)\]]?")

Cells = Sequence[str | None]
LONGEST = 1_000
"""Characters of a header that are looked at."""


@dataclass(frozen=True, slots=True)
class HeaderPlace:
    """The header found.

    Args:
        start: 0-based row in which it begins.
        end: the row after it, where records begin (a row of column numbers belongs to the header).
        names: a name for each column, unique; empty where a column has no header.
        score: how much of it is understood; comparable within one table.
    """

    start: int
    end: int
    names: tuple[str, ...]
    score: int


def find_header(rows: Sequence[Cells], headers: Headers, at: int | None = None) -> HeaderPlace | None:
    """The row, or pair of rows, with the most recognised headers.

    Args:
        rows: the first rows of the table.
        headers: knows the facts.
        at: the 0-based row where somebody says it begins; None searches.

    Returns:
        The place, or None when no row has a recognised header.
    """
    best: HeaderPlace | None = None
    starts = range(min(len(rows), SEARCHED)) if at is None else range(at, min(at + 1, len(rows)))
    for start in starts:
        for place in _places(rows, start, headers):
            if best is None or place.score > best.score or (place.score == best.score and _clearer(place, best)):
                best = place
    if best is None or (best.score == 0 and at is None):
        return None
    return best


def _header(cell: str | None) -> str:
    """A cell read as a header; of one as long as a book, its beginning."""
    return clean_text((cell or "")[:LONGEST])


def _places(rows: Sequence[Cells], start: int, headers: Headers) -> list[HeaderPlace]:
    top = [_header(cell) for cell in rows[start]]
    if not any(top):
        return []
    found = [_place(rows, start, start + 1, top, headers)]
    if start + 1 < len(rows):
        below = [_header(cell) for cell in rows[start + 1]]
        if _is_second_row(top, below, headers):
            found.append(_place(rows, start, start + 2, _joined(top, below), headers))
    return found


def _clearer(place: HeaderPlace, best: HeaderPlace) -> bool:
    """Of two readings that say the same: with the second header row, but without a title above."""
    if place.start == best.start:
        return place.end > best.end
    return best.start < place.start < best.end


def _is_second_row(top: Sequence[str], below: Sequence[str], headers: Headers) -> bool:
    """Sub-headers stand under groups only: under a header that is complete by itself a merged cell is empty."""
    width = max(len(top), len(below))
    pairs = list(zip(_padded(top, width), _padded(below, width), strict=True))
    spread = any(not above and under for above, under in pairs)
    return spread and not any(under and _complete(above, headers) for above, under in pairs)


def _complete(header: str, headers: Headers) -> bool:
    meaning = headers.meaning(header) if header else None
    return meaning is not None and meaning.target in ("household_id", "person_id")


def _joined(top: Sequence[str], below: Sequence[str]) -> list[str]:
    width = max(len(top), len(below))
    names, group = [], ""
    for above, under in zip(_padded(top, width), _padded(below, width), strict=True):
        if above or not under:
            group = above
        names.append(JOIN.join(part for part in (group, under) if part) if under else above)
    return names


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _place(rows: Sequence[Cells], start: int, end: int, names: Sequence[str], headers: Headers) -> HeaderPlace:
    meanings = [meaning for name in names if name and (meaning := headers.meaning(name))]
    facts = {meaning.target for meaning in meanings if meaning.target}
    bare = {meaning.target for meaning in meanings if meaning.bare}
    carried = any(not meaning.target for meaning in meanings)
    if end < len(rows) and _is_numbering(rows[end]):
        end += 1
    return HeaderPlace(start, end, _unique(names), 4 * len(facts) - len(bare) + carried)


def _is_numbering(cells: Cells) -> bool:
    """The row of column numbers under a header: A, B, (1), (2), (3) = (1) + (2)."""
    texts = [clean_text(cell) for cell in cells if cell and cell.strip()]
    found = [_NUMBERED.fullmatch(text) for text in texts]
    if len(texts) < 3 or not all(found):
        return False
    numbers = [int(match[1]) for match in found if match and match[1]]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(unique)
