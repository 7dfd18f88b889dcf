"""A pack: a folder of policies that a plugin hands over, and where it is law."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from povrules.language.symbols import NATION
from povrules.law.model import Words
from povrules.law.territories import Territory


@dataclass(frozen=True, slots=True)
class Override:
    """That a pack of the nation restates a definition of another, to correct its text.

    Args:
        id: what it restates, without a namespace.
        because: why, in both languages.
        citation: where the right text stands.
    """

    id: str
    because: Words
    citation: str


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
        overrides: definitions of the nation it restates; a place specialises in its own namespace instead.

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
    overrides: tuple[Override, ...] = ()

    @property
    def territories(self) -> tuple[Territory, ...]:
        """Where it is law; nothing for the nation's, which is law everywhere."""
        if self.places or self.namespace == NATION:
            return self.places
        return (Territory(self.namespace),)
