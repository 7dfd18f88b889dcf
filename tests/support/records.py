"""Records of a few households, and their leaves one by one, for tests of what a change of one does."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import povrules as pr
from povrules.decisions.record import DecisionRecord

ISSUED = "2026-11-20"
POOR: dict[str, Any] = {
    "area": "rural",
    "income_per_capita": 1_300_000,
    "deprivations": {"water": True, "toilet": True, "telecom": True, "employment": None},
    "certified_class": "near_poor",
    "members": [
        {"birth_year": 2009, "ethnicity": "cham", "has_health_card": False, "receives_monthly_allowance": True},
    ],
}


@lru_cache(maxsize=8)
def record(on: str = "2024-10-01") -> DecisionRecord:
    """The record of a household with an open indicator and a birth day known to the year."""
    return pr.load_policy(on=on).assess(POOR).record(ISSUED)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything that is neither a list nor a mapping."""
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from leaves(item, (*path, position))
    else:
        yield path


def changed(content: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The content with one leaf changed into another of its kind."""
    found = copy.deepcopy(content)
    inner: Any = found
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = other(inner[path[-1]])
    return found


def other(value: Any) -> Any:
    """Another value of the same kind; a truth for nothing."""
    match value:
        case None:
            return True
        case bool():
            return not value
        case int():
            return value + 1
        case str() if len(value) == 10 and value[4] == value[7] == "-":
            return value[:9] + ("1" if value[9] != "1" else "2")
        case str() if value.startswith("sha256:"):
            return value[:-1] + ("0" if value[-1] != "0" else "1")
    return value + "x"
