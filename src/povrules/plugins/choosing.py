"""Which packs are law on a day in a place, and whether in all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from povrules.language.errors import PovrulesError, closest
from povrules.language.symbols import NATION
from povrules.law.places import Place, read_places
from povrules.law.territories import extent, place_of
from povrules.plugins.pack import Pack

PLACES = "places.yaml"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pack that is law in a place.

    Args:
        pack: the pack.
        within: the places whose territory it is law in, where that is only a part of the place asked for: the commune
            decides. Empty where it is law in all of it.
    """

    pack: Pack
    within: tuple[Place, ...] = ()


def chosen(packs: Iterable[Pack], code: str, day: date, places: Sequence[Place]) -> tuple[Chosen, ...]:
    """The packs in force in a place: the nation's, and those of the territories that are it or a part of it.

    Raises:
        PovrulesError: a pack that is law in a territory that there is not, or needs a pack that is not there.
    """
    packs = tuple(packs)
    found: list[Chosen] = []
    for pack in packs:
        _check_needs(pack, packs)
        if not pack.territories:
            found.append(Chosen(pack))
        elif code != NATION:
            reached = {t: extent(t, code, day, places) for t in pack.territories}
            if "all" in reached.values():
                found.append(Chosen(pack))
            elif "part" in reached.values():
                parts = tuple(place_of(t, places) for t, how in reached.items() if how == "part")
                found.append(Chosen(pack, parts))
    return tuple(found)


def places_of(official: Sequence[Place], packs: Iterable[Pack]) -> tuple[Place, ...]:
    """The official places and those that packs bring in a ``places.yaml`` of their own (made-up provinces).

    Raises:
        PovrulesError: a pack that brings a code which is an official one, or another pack's.
    """
    found = list(official)
    for pack in packs:
        if pack.namespace == NATION:
            continue
        for folder in pack.folders:
            for place in _brought(folder):
                other = next((p for p in found if p.code == place.code and p.exists(place.start)), None)
                if other is not None:
                    what = f"{pack.id} brings the place {place.code!r}, which is {other.name}"
                    raise PovrulesError(what, span=place.span, expected="a code that no place has")
                found.append(place)
    return tuple(found)


def _brought(folder: Path) -> tuple[Place, ...]:
    path = folder / PLACES
    return read_places(path) if path.is_file() else ()


def _check_needs(pack: Pack, packs: Sequence[Pack]) -> None:
    ids = [other.id for other in packs]
    for needed in pack.requires:
        if needed not in ids:
            raise PovrulesError(f"{pack.id} requires the pack {needed!r}, which is not there",
                                closest=closest(needed, ids))  # fmt: skip
