"""What durable_rules holds about one household, and what it derived from it.

Facts are put and dropped; what a rule derived knows its premises and goes when they go, which durable_rules itself does
not do. One session is live in a host at a time: another one waits, and what it holds is asserted again when it is used.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from povrules.engines.durable.host import GuardedHost
from povrules.engines.durable.rulesets import LINK, MAIN, OF_RULES, Compiled, recognised

Answer = tuple[int, int]
"""A decision's number, and whose: the number of the case's owner."""


class RuleSession:
    """One household's facts in durable_rules.

    Args:
        host: shared with other sessions of the policy.
        program: the policy as rules.
        class_number: of the decision whose outcomes are the class of the rules.
    """

    def __init__(self, host: GuardedHost, program: Compiled, class_number: int | None) -> None:
        self._host = host
        self._program = program
        self._class = class_number
        self._base: dict[Hashable, Mapping[str, int]] = {}
        self._forget()

    def _forget(self) -> None:
        self._ids = 0
        self._by_key: dict[Hashable, str] = {}
        self._facts: dict[str, Mapping[str, int]] = {}
        self._answers: dict[Answer, dict[int, set[str]]] = {}
        self._derived_of: dict[str, list[tuple[Answer, int]]] = {}
        self._children: dict[str, list[str]] = {}
        self._class_facts: dict[tuple[Answer, int], str] = {}
        self._passed_on: dict[str, Mapping[str, int]] = {}
        self.firings = 0

    def __enter__(self) -> RuleSession:
        self._host.lock.acquire()
        try:
            if self._host.owner is not self:
                self._host.open(self)
                self._forget()
                for key, fact in self._base.items():
                    self._assert(key, fact)
        except BaseException:
            self._host.close()
            self._host.lock.release()
            raise
        return self

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        try:
            if problem is not None:
                self._host.close()  # what it holds is in doubt: it is built again when it is used next
        finally:
            self._host.lock.release()

    def close(self) -> None:
        """Take everything out of durable_rules."""
        with self._host.lock:
            if self._host.owner is self:
                self._host.close()
        self._base.clear()
        self._forget()

    def put(self, key: Hashable, fact: Mapping[str, int]) -> None:
        """Assert a fact, in the place of the one of that key."""
        if self._base.get(key) == fact:
            return
        self.drop(key)
        self._base[key] = fact
        self._assert(key, fact)

    def drop(self, key: Hashable) -> None:
        """Withdraw a fact, and all that was derived from it alone."""
        if self._base.pop(key, None) is not None:
            self._withdraw(self._by_key.pop(key))

    def derived(self, number: int, whose: int) -> tuple[int, ...]:
        """Positions of the values that rules derived for one decision, in order."""
        return tuple(sorted(self._answers.get((number, whose), ())))

    def fired(self, name: str, facts: Mapping[str, Mapping[str, Any]]) -> None:
        """What a rule's action does; called by the host."""
        self.firings += 1
        if name == "recognise":
            for copy in self._program.copies:
                made = recognised(copy, MAIN, facts["c"]["v"], len(self._program.classes))
                self._pass_on([facts["c"]["id"], facts["l"]["id"]], made)
            return
        number, position = self._program.names[name]
        premises = [fact["id"] for fact in facts.values()]
        answer = (number, facts["p"]["i"])
        support = "+".join(premises)
        self._answers.setdefault(answer, {}).setdefault(position, set()).add(support)
        for premise in premises:
            self._derived_of.setdefault(premise, []).append((answer, position))
        if number == self._class and (answer, position) not in self._class_facts:
            # Several cases may give one class: its fact stands while one of them does.
            made = {"k": OF_RULES, "one": 1, "v": position}
            self._class_facts[answer, position] = self._pass_on([], made)

    def _pass_on(self, premises: list[str], fact: Mapping[str, int]) -> str:
        """A derived fact that other rules read: asserted once the rule has fired."""
        self._ids += 1
        id = f"x{self._ids}"
        self._passed_on[id] = fact
        for premise in premises:
            self._children.setdefault(premise, []).append(id)
        return id

    def _assert(self, key: Hashable, fact: Mapping[str, int]) -> None:
        self._ids += 1
        id = f"x{self._ids}"
        self._by_key[key] = id
        self._tell(id, fact)

    def _tell(self, id: str, fact: Mapping[str, int]) -> None:
        if self._host.assert_fact(id, fact):
            self._facts[id] = fact
        while self._passed_on:
            further, self._passed_on = self._passed_on, {}
            for child, made in further.items():
                if self._host.assert_fact(child, made):
                    self._facts[child] = made

    def _withdraw(self, id: str) -> None:
        fact = self._facts.pop(id, None)
        if fact is not None:
            self._host.retract_fact(id, fact)
        for answer, position in self._derived_of.pop(id, ()):
            supports = self._answers.get(answer, {})
            kept = {support for support in supports.get(position, ()) if id not in support.split("+")}
            if kept:
                supports[position] = kept
            else:
                supports.pop(position, None)
                child = self._class_facts.pop((answer, position), None)
                if child is not None:
                    self._withdraw(child)
            if not supports:
                self._answers.pop(answer, None)
        for child in self._children.pop(id, ()):
            self._withdraw(child)


def link() -> Mapping[str, int]:
    """Nobody certified a class: programmes use that of the rules."""
    return {"k": LINK, "one": 1}
