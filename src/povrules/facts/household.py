"""One household as engines take it: facts by full id, members as they were listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from povrules.language.calendar import PartialDate
from povrules.language.nodes import Value

Given = Value | PartialDate | None


@dataclass(frozen=True, slots=True)
class Household:
    """Checked facts of one household.

    Args:
        facts: what the input carries, by id (``vn:area``). A key with None is carried but unknown; an absent key is
            not carried at all, which decides the level (flag or raw fact) at which a question is asked.
        members: the listed members, each like ``facts``.
        unlisted: members known to exist beside the listed ones (a rejected row), when ``household_size`` does not say.
    """

    facts: Mapping[str, Given] = field(default_factory=dict)
    members: tuple[Mapping[str, Given], ...] = ()
    unlisted: int = 0
