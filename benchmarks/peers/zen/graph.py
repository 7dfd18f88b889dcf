"""The decision as a JSON Decision Model: the deprivations are counted, a table of eight rows says the class."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any


def graph(law: Mapping[str, Any]) -> dict[str, Any]:
    """Input, expression, table, output.

    Args:
        law: ``line`` and ``average`` by area, ``cutoff``, ``flags``.
    """
    nodes = [
        _node("given", "inputNode"),
        _node("count", "expressionNode", {"expressions": _expressions(law["flags"])}),
        _node("class", "decisionTableNode", _table(law)),
        _node("answer", "outputNode"),
    ]
    edges = [
        {"id": f"{first['id']}-{then['id']}", "type": "edge", "sourceId": first["id"], "targetId": then["id"]}
        for first, then in pairwise(nodes)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _node(name: str, kind: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return found if content is None else found | {"content": dict(content)}


def _expressions(flags: list[str]) -> list[dict[str, str]]:
    counted = " + ".join(f"({flag} ? 1 : 0)" for flag in flags)
    values = {"area": "area", "income_per_capita": "income_per_capita", "deprivation_count": counted}
    return [{"id": key, "key": key, "value": value} for key, value in values.items()]


def _table(law: Mapping[str, Any]) -> dict[str, Any]:
    rules = []
    for area in law["areas"]:
        line, average, cutoff = law["line"][area], law["average"][area], law["cutoff"]
        for member, income, count in (
            ("poor", f"<= {line}", f">= {cutoff}"),
            ("near_poor", f"<= {line}", f"< {cutoff}"),
            ("average", f"({line}..{average}]", ""),
            ("above", f"> {average}", ""),
        ):
            rules.append({"_id": f"{area}-{member}", "a": f'"{area}"', "i": income, "d": count, "class": f'"{member}"'})
    fields = {"a": "area", "i": "income_per_capita", "d": "deprivation_count"}
    return {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": id, "name": field, "field": field} for id, field in fields.items()],
        "outputs": [{"id": "class", "name": "class", "field": "poverty_class"}],
        "rules": rules,
    }
