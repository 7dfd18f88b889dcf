"""The decision in durable_rules: the facts of a household are asserted in a session, and the session is deleted.

Its timers run in threads of their own, which delete sessions under one's feet; they are off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

from durable import engine

from benchmarks.peers.durable_rules.rules import ruleset
from benchmarks.peers.telling import Handed, Way, each, tell

NAME = "household"


class Host(engine.Host):  # type: ignore[misc]
    """Finds actions by their names, and starts no threads.

    Args:
        actions: by name.
    """

    def __init__(self, actions: dict[str, Callable[[Any], None]]) -> None:
        self.actions = actions
        super().__init__()

    def get_action(self, name: str) -> Callable[[Any], None]:
        return self.actions[name]

    def _run(self) -> None:
        pass


def decider(law: dict[str, Any]) -> Callable[[dict[str, Any]], tuple[str, int]]:
    """What decides one household."""
    found: dict[str, Any] = {}
    flags: Sequence[str] = law["flags"]

    def count(c: Any) -> None:
        found["count"] = sum(bool(c.m[flag]) for flag in flags)
        derived = {"id": "counted", "kind": "counted", "deprivation_count": found["count"]}
        c.assert_fact({**derived, "area": c.m.area, "income_per_capita": c.m.income_per_capita})

    def classed(member: str) -> Callable[[Any], None]:
        def act(c: Any) -> None:
            found["class"] = member

        return act

    host = Host({"count": count, **{member: classed(member) for member in law["classes"]}})
    host.set_rulesets({NAME: ruleset(law)})
    number = 0

    def decide(given: dict[str, Any]) -> tuple[str, int]:
        nonlocal number
        number += 1
        found.clear()
        session = str(number)
        host.assert_fact(NAME, {**given, "id": "household", "kind": "household", "sid": session})
        host.delete_state(NAME, session)
        return found["class"], found["count"]

    return decide


def sessions(handed: Handed) -> Way:
    return each(decider(handed.law), handed.households, lambda found: found)


if __name__ == "__main__":
    tell({"durable-rules": sessions}, version("durable_rules"))
