"""The decision in JSON Logic, one household at a time: the rules are made once, a household is a dictionary."""

from __future__ import annotations

from importlib.metadata import version

from json_logic import jsonLogic

from benchmarks.peers.json_logic.rule import rules
from benchmarks.peers.telling import Handed, Way, each, tell


def one_by_one(handed: Handed) -> Way:
    logic = rules(handed.law)
    return each(lambda given: jsonLogic(logic, given), handed.households, lambda found: (found[0], found[1]))


if __name__ == "__main__":
    tell({"json-logic": one_by_one}, version("json-logic-qubit"))
