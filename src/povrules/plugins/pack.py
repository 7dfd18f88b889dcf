"""A pack: a folder of policies that a plugin hands over, and where it is law."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from povrules.language.symbols import NATION
from povrules.law.territories import Territory


@dataclass(frozen=True, slots=True)
class Pack:
    """One unit of law that a plugin provides.

    Args:
        id: unique name, ``vn.poverty_standard``; of a province ``vn.22.quang_ninh``.
        folders: folders of policy files, read in this order.
        version: of the pack, for records.
        namespace: of its ids; ``vn`` for the nation, else the code of its place.
        places: the territories in which it is law; by default that of its namespace, for the nation everywhere.
        requires: ids of packs it reads; they must be there.

    >>> Pack("vn.example", (Path("policies/vn/example"),)).namespace
    'vn'
    >>> Pack("vn.22.example", (Path("policies"),), namespace="22").territories
    (Territory(code='22', start=None, end=None),)
    """

    id: str
    folders: tuple[Path, ...]
    version: str = "1"
    namespace: str = NATION
    places: tuple[Territory, ...] = ()
    requires: tuple[str, ...] = ()

    @property
    def territories(self) -> tuple[Territory, ...]:
        """Where it is law; nothing for the nation's, which is law everywhere."""
        if self.places or self.namespace == NATION:
            return self.places
        return (Territory(self.namespace),)


@dataclass(frozen=True, slots=True)
class PackContext:
    """What a hook is told. Grows by fields, so that plugins written today keep working.

    Args:
        povrules_version: version of the library that asks.
    """

    povrules_version: str
