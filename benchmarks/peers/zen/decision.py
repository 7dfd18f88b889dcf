"""The decision in ZEN Engine, in the three ways of its documentation for Python.

``quick start`` keeps the decision that ``create_decision`` makes; ``loader`` is what the documentation names for the
best performance, content compiled once and handed to the engine by a loader; ``batch`` hands all households over at
once. Context is a dictionary, as an application has it.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

import zen

from benchmarks.peers.telling import Handed, Way, each, tell
from benchmarks.peers.zen.graph import graph


def read(found: dict[str, Any]) -> tuple[str, int]:
    result = found["result"]
    return result["poverty_class"], result["deprivation_count"]


def loaded(handed: Handed) -> Any:
    content = zen.ZenDecisionContent(json.dumps(graph(handed.law)))
    return zen.ZenEngine({"loader": lambda key: content})


def quick_start(handed: Handed) -> Way:
    decision = zen.ZenEngine().create_decision(json.dumps(graph(handed.law)))
    decision.validate()
    return each(decision.evaluate, handed.households, read)


def loader(handed: Handed) -> Way:
    engine = loaded(handed)
    return each(lambda given: engine.evaluate("class", given), handed.households, read)


def batch(handed: Handed) -> Way:
    engine, households = loaded(handed), handed.households

    def register() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = engine.evaluate_batch([{"key": "class", "context": h} for h in households])
        return found

    def pairs(found: list[dict[str, Any]]) -> tuple[list[str], list[int]]:
        both = [read(each["data"]) for each in found]
        return [member for member, _ in both], [count for _, count in both]

    return Way(register, pairs, lambda given: engine.evaluate_batch([{"key": "class", "context": given}]), households)


if __name__ == "__main__":
    tell({"zen-quick-start": quick_start, "zen-loader": loader, "zen-batch": batch}, version("zen-engine"))
