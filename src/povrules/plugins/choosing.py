"""Which packs are law on a day in a place, and whether in all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from povrules.language.errors import PovrulesError, closest
from povrules.language.symbols import NATION
from povrules.law.places import Place, read_places
from povrules.law.territories import extent, place_of
from povrules.plugins.pack import Pack
from povrules.plugins.shipped import policies_folder

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
        if not pack.territories:
            found.append(Chosen(pack))
        elif code != NATION:
            reached = {t: extent(t, code, day, places) for t in pack.territories}
            if "all" in reached.values():
                found.append(Chosen(pack))
            elif "part" in reached.values():
                parts = tuple(place_of(t, places) for t, how in reached.items() if how == "part")
                found.append(Chosen(pack, parts))
    ids = [pack.id for pack in packs]
    for each in found:
        for needed in each.pack.requires:
            if needed not in ids:
                what = f"{each.pack.id} requires the pack {needed!r}, which is not there"
                raise PovrulesError(what, closest=closest(needed, ids))
    return tuple(found)


def official_places() -> tuple[Place, ...]:
    """The places of the official list that comes with the library."""
    return _read(policies_folder() / NATION / PLACES)


def brought_places(packs: Iterable[Pack]) -> tuple[Place, ...]:
    """The places that packs bring in a ``places.yaml`` of their own (a made-up province), checked.

    Raises:
        PovrulesError: a code that an official place has; a territory that is neither.
    """
    official, found = official_places(), list[Place]()
    for pack in packs:
        if pack.namespace == NATION:
            continue
        for path in (folder / PLACES for folder in pack.folders):
            found += read_places(path) if path.is_file() else ()
        for place in found:
            other = next((p for p in official if p.code == place.code), None)
            if other is not None:
                what = f"{pack.id} brings the place {place.code!r}, which is {other.name}"
                raise PovrulesError(what, span=place.span, expected="a code that no place has")
        for territory in pack.territories:
            place_of(territory, (*official, *found))
    return tuple(found)


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[Place, ...]:
    return read_places(path)
