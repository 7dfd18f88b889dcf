"""The facts of a dossier as they are written, before and after a step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from povrules.dossiers.log import Plain

WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
Facts = dict[str, Plain]


def quick(facts: Facts) -> dict[str, Any]:
    """The facts with whole days as days, which are checked sooner than text."""
    return {
        name: _day(value) if type(value) is str and WHOLE_DAY.match(value) else value for name, value in facts.items()
    }


def _day(value: Plain) -> Any:
    if not isinstance(value, str) or not WHOLE_DAY.match(value):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def applied(
    facts: Facts, members: Mapping[int, Facts], what: str, member: int | None, before: Facts, after: Facts
) -> tuple[Facts, dict[int, Facts]]:
    """The facts after a step."""
    made = dict(members)
    if what == "set":
        return {**facts, **after}, made
    if what == "withdraw":
        return {name: value for name, value in facts.items() if name not in before}, made
    assert member is not None
    if what == "remove_member":
        made.pop(member)
    else:
        made[member] = {**made.get(member, {}), **after}
    return dict(facts), made
