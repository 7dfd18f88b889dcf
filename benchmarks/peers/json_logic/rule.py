"""The decision as rules of JSON Logic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rules(law: Mapping[str, Any]) -> list[Any]:
    """The rule of the class and that of the count; a list of rules gives a list of answers.

    Args:
        law: ``line`` and ``average`` by area, ``cutoff``, ``flags``.
    """
    count = {"+": [{"var": flag} for flag in law["flags"]]}

    def within(lines: Mapping[str, int]) -> dict[str, Any]:
        first, *others = law["areas"]
        chosen: Any = lines[others[-1]]
        for area in (first, *others[:-1]):
            chosen = {"if": [{"==": [{"var": "area"}, area]}, lines[area], chosen]}
        return {"<=": [{"var": "income_per_capita"}, chosen]}

    low = {"if": [{">=": [count, law["cutoff"]]}, "poor", "near_poor"]}
    return [{"if": [within(law["line"]), low, within(law["average"]), "average", "above"]}, count]
