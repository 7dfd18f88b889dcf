"""The decision as a ruleset: a household is counted, what was counted gives the class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def ruleset(law: Mapping[str, Any]) -> dict[str, Any]:
    """One rule that counts, and four for each area on the fact that it derives.

    The engine's conditions compare and do not add up truths, so the action of the first rule counts.

    Args:
        law: ``line`` and ``average`` by area, ``cutoff``.
    """
    income, count = "income_per_capita", "deprivation_count"
    found: dict[str, Any] = {"count": {"all": [{"m": {"kind": "household"}}], "run": "count"}}
    for area in law["areas"]:
        line, average, cutoff = law["line"][area], law["average"][area], law["cutoff"]
        conditions: dict[str, list[dict[str, Any]]] = {
            "poor": [{"$lte": {income: line}}, {"$gte": {count: cutoff}}],
            "near_poor": [{"$lte": {income: line}}, {"$lt": {count: cutoff}}],
            "average": [{"$gt": {income: line}}, {"$lte": {income: average}}],
            "above": [{"$gt": {income: average}}],
        }
        for member, terms in conditions.items():
            matched = {"$and": [{"kind": "counted"}, {"area": area}, *terms]}
            found[f"{member}_{area}"] = {"all": [{"m": matched}], "run": member}
    return found
