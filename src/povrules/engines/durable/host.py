"""The only place that talks to durable_rules, with a guard for every way in which it is known to hurt.

What each guard is for stands in `docs/dossiers.md`; `tests/engines/durable` shows the library without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from threading import RLock
from time import monotonic
from typing import Any

from povrules.engines.durable.checking import BadFact, check_ruleset, checked_fact, fields_read
from povrules.engines.durable.library import durable_engine

RULESET = "r"
LONGEST = 5
"""Seconds an action may take; one of ten is not completed, and the rules after it do not fire."""
Action = Callable[[str, Mapping[str, Any]], None]
"""What a rule does: its name, and the facts it fired on by alias."""


class EngineFailed(Exception):
    """durable_rules refused a fact that had been checked."""


class GuardedHost:
    """A set of rules in durable_rules, holding the facts of one session at a time.

    Args:
        rules: by name, in the JSON form; what is passed is not changed.
        fired: called for every firing, in order, before the fact that caused it has been taken.
    """

    def __init__(self, rules: Mapping[str, Mapping[str, Any]], fired: Action) -> None:
        check_ruleset(rules)
        self.needed = fields_read(rules)
        self.lock = RLock()
        """One thread at a time."""
        self.owner: object = None
        """Whose session is live."""
        self._sessions = 0
        self._sid: str | None = None
        self._problem: BaseException | None = None
        self._fired = fired
        self._engine = durable_engine()
        self._host = self._made(deepcopy({RULESET: dict(rules)}), {rule["run"]: rule for rule in rules.values()})

    def _made(self, rules: dict[str, Any], runs: Mapping[str, Any]) -> Any:
        base: Any = self._engine.Host
        actions = {name: self._action(name) for name in runs}

        class Quiet(base):  # type: ignore[misc]
            def get_action(self, name: str) -> Any:
                return actions[name]

            def _run(self) -> None:
                """No threads: what they do is undone by deleting a session."""

        host = Quiet()
        host.set_rulesets(rules)
        return host

    def _action(self, name: str) -> Callable[[Any], None]:
        """An action of one parameter: one of two would be taken for an asynchronous one. Its errors are kept."""

        def act(closure: Any) -> None:
            if self._problem is None:
                start = monotonic()
                try:
                    self._fired(name, closure._m)
                    if monotonic() - start > LONGEST:
                        raise EngineFailed(f"the action of {name} took too long to be completed")
                except BaseException as problem:
                    self._problem = problem

        return act

    def open(self, owner: object) -> None:
        """Begin a session; the one before is gone."""
        self.close()
        self._sessions += 1
        self._sid, self.owner = f"s{self._sessions}", owner

    def close(self) -> None:
        """End the session with all its facts."""
        sid, self._sid, self.owner = self._sid, None, None
        if sid is not None:
            try:
                self._host.delete_state(RULESET, sid)
            except Exception as problem:
                if "309" not in str(problem):  # nothing was asserted in it
                    raise

    def assert_fact(self, id: str, fact: Mapping[str, Any]) -> bool:
        """Assert a fact and let the rules fire.

        Args:
            id: short, used once in a session.
            fact: see ``checked_fact``.

        Returns:
            Whether it is kept; a fact that no rule reads is not.

        Raises:
            BadFact: it is not one.
            EngineFailed: durable_rules refused it.
        """
        made = checked_fact(fact, self.needed)
        return self._told(self._host.assert_fact, id, made)

    def retract_fact(self, id: str, fact: Mapping[str, Any]) -> None:
        """Take a fact back. What was derived from it is the session's to take back."""
        self._told(self._host.retract_fact, id, checked_fact(fact, self.needed))

    def _told(self, tell: Callable[[str, Any], Any], id: str, fact: dict[str, Any]) -> bool:
        if self._sid is None:
            raise EngineFailed("no session is open")
        if not id or len(id) > 16 or not id.isascii():
            raise BadFact("an id is short")
        try:
            tell(RULESET, {**fact, "id": id, "sid": self._sid})
        except self._engine.MessageNotHandledException:
            return False
        except self._engine.MessageObservedException as problem:
            raise EngineFailed(f"the id {id} was used before") from problem
        except Exception as problem:
            raise EngineFailed(str(problem)) from problem
        finally:
            problem_of_action, self._problem = self._problem, None
        if problem_of_action is not None:
            raise problem_of_action
        return True
