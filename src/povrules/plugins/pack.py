"""A pack: a folder of policies that a plugin hands over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from povrules.language.symbols import NATION


@dataclass(frozen=True, slots=True)
class Pack:
    """One unit of law that a plugin provides.

    Args:
        id: unique name, ``vn.poverty_standard``.
        folders: folders of policy files, read in this order.
        version: of the pack, for records.
        namespace: of its ids; ``vn`` for the nation, else the code of its place.

    >>> Pack("vn.example", (Path("policies/vn/example"),)).namespace
    'vn'
    """

    id: str
    folders: tuple[Path, ...]
    version: str = "1"
    namespace: str = NATION


@dataclass(frozen=True, slots=True)
class PackContext:
    """What a hook is told. Grows by fields, so that plugins written today keep working.

    Args:
        povrules_version: version of the library that asks.
    """

    povrules_version: str
