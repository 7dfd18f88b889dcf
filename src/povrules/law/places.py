"""Units of administration by official code, each with the days it exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from povrules.language.errors import Span
from povrules.law import leaves
from povrules.law.documents import Located, read_document
from povrules.law.errors import LawError
from povrules.law.leaves import Day, HowSure, Label, Sources, Text
from povrules.law.yaml_nodes import read_yaml

KINDS = ("nation", "province", "city")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in one form and extent; a code whose territory changed has several.

    Args:
        code: official code, two digits as text; ``vn`` is the nation.
        name: in Vietnamese, without the word for its kind.
        kind: ``nation``, ``province`` or ``city`` (governed centrally).
        start: first day.
        end: last day, inclusive; None runs on.
        successor: the code its territory belongs to on the day after ``end``.
        span: where it stands.
    """

    code: str
    name: str
    kind: str
    start: date
    end: date | None
    successor: str | None
    span: Span

    def exists(self, day: date) -> bool:
        """Whether it exists on a day.

        >>> here = Span("places.yaml", 1, 1)
        >>> old = Place("60", "Bình Thuận", "province", date(2008, 8, 1), date(2025, 6, 30), "68", here)
        >>> old.exists(date(2025, 6, 30)), old.exists(date(2025, 7, 1))
        (True, False)
        """
        return self.start <= day and (self.end is None or day <= self.end)


class PlaceDoc(Located):
    """One unit."""

    code: Text
    name: Text
    kind: Annotated[str, BeforeValidator(leaves.word(*KINDS))]
    from_: Day = Field(alias="from")
    to: Day | None = None
    successor: Text | None = None


class PlacesDoc(Located):
    """The file: how sure it is, and the units."""

    evidence: HowSure
    note: Label | None = None
    source: Sources = ()
    places: Annotated[tuple[PlaceDoc, ...], BeforeValidator(leaves.nodes)]


def read_places(path: Path) -> tuple[Place, ...]:
    """Read a file of places.

    Args:
        path: a YAML file with ``evidence`` and ``places``.

    Returns:
        The places in the order of the file.

    Raises:
        LawError: not such a file, one code twice on one day, or a successor that does not exist on the day after.
    """
    document = read_document(PlacesDoc, read_yaml(Path(path)))
    places = tuple(Place(p.code, p.name, p.kind, p.from_, p.to, p.successor, p.span) for p in document.places)
    for place in places:
        _check(place, places)
    return places


def _check(place: Place, places: Sequence[Place]) -> None:
    if place.end is not None and place.end < place.start:
        raise LawError(f"place {place.code} ends before it starts", span=place.span, expected="from <= to")
    if place.end is None and place.successor is not None:
        raise LawError(f"place {place.code} has a successor but no end", span=place.span, expected="to: day")
    for other in places:
        if other is not place and other.code == place.code and other.exists(place.start):
            raise LawError(f"place {place.code} stands twice on {place.start}, also at {other.span}", span=place.span)
    if place.end is not None and place.successor is not None:
        after = place.end + timedelta(days=1)
        if not any(p.code == place.successor and p.exists(after) for p in places):
            raise LawError(
                f"the successor {place.successor} of place {place.code} does not exist on {after}", span=place.span
            )
