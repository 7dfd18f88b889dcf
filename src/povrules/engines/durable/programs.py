"""A policy in durable_rules: made once, shared by all households under it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

from povrules.engines.durable.admitting import live_constraints
from povrules.engines.durable.bounding import Bounds
from povrules.engines.durable.host import GuardedHost
from povrules.engines.durable.parts import Decision
from povrules.engines.durable.rulesets import CLASS, COUNT, Compiled, compiled
from povrules.engines.durable.session import RuleSession
from povrules.language import nodes as n
from povrules.language.nodes import Scope, Value
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedPolicy

HOSTS = 32
"""So many policies can be held in one process; durable_rules never gives back what one took."""


Ties = frozenset[frozenset[Key]]
"""Facts that a constraint ties together, for each constraint."""


class TooManyPolicies(Exception):
    """As many policies are held as durable_rules can be trusted with."""


@dataclass(frozen=True, slots=True)
class Made:
    """The cases of one decision for one set of facts.

    Args:
        facts: one for each case that differs; None where there are too many.
        values: what must come out; the rules are held against it.
        law: whether the answers differ by unknown law.
    """

    facts: tuple[Mapping[str, int], ...] | None
    values: frozenset[Value]
    law: bool


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One decision of a policy, and what it can turn on.

    Args:
        of, id: whose, and which.
        decision: its formulas.
        support: every fact it can turn on, down to the class that programmes use.
        reads_class: a rule of it reads that class.
        class_inside: it is read inside a condition that stays whole.
        of_all: it looks at all members.
    """

    of: Scope
    id: str
    decision: Decision
    support: frozenset[Key]
    reads_class: bool
    class_inside: bool
    of_all: bool


class Program:
    """A policy in durable_rules.

    Args:
        policy: the law in force.
    """

    def __init__(self, policy: ResolvedPolicy) -> None:
        self.policy = policy
        self.compiled: Compiled = compiled(policy)
        self.host = GuardedHost(self.compiled.rules, self._fired)
        self.memory: dict[Hashable, Made] = {}
        questions = [_question(policy, *key, made) for key, made in self.compiled.decisions.items()]
        self.own = {question.id: question for question in questions if question.id in (CLASS, COUNT)}
        """The class and the number of deprivations."""
        self.programmes = [question for question in questions if question.id not in (CLASS, COUNT)]
        read = frozenset().union(*(question.support for question in questions), *_constrained(policy).values())
        self.sourced = [key for key in read if policy.facts[key].given and policy.facts[key].computed]
        """Facts of which it depends on others whether they are worked out by rule."""

        self._tied: dict[tuple[int, Ties], Question] = {}

    def ties(self, bounds: Bounds) -> Ties:
        """What each constraint that is still open ties together."""
        constrained = _constrained(self.policy)
        return frozenset(constrained[that] for that in live_constraints(bounds))

    def tied(self, question: Question, ties: Ties) -> Question:
        """The decision with what constraints tie, directly or by others, to the facts it turns on: they say what an
        open one of them can be."""
        if not ties:
            return question
        found = self._tied.get((question.decision.number, ties))
        if found is None:
            support = question.support
            while touching := [group for group in ties if not group <= support and not group.isdisjoint(support)]:
                support = support.union(*touching)
            of_all = any(_over_members(self.policy, key) for key in support)
            found = replace(question, support=support, of_all=of_all)
            self._tied[question.decision.number, ties] = found
        return found

    def _fired(self, name: str, facts: Mapping[str, Mapping[str, Any]]) -> None:
        owner = self.host.owner
        assert isinstance(owner, RuleSession)
        owner.fired(name, facts)

    def session(self) -> RuleSession:
        """A session of one household."""
        found = self.own.get(CLASS)
        return RuleSession(self.host, self.compiled, None if found is None else found.decision.number)


_programs: dict[str, Program] = {}
_lock = Lock()


def program(policy: ResolvedPolicy) -> Program:
    """The policy in durable_rules: made once and kept.

    Raises:
        DurableMissing: durable_rules is not there.
        TooManyPolicies: no more can be held.
    """
    with _lock:
        found = _programs.get(policy.digest)
        if found is None:
            if len(_programs) >= HOSTS:
                raise TooManyPolicies
            found = _programs[policy.digest] = Program(policy)
        return found


def _question(policy: ResolvedPolicy, of: Scope, id: str, decision: Decision) -> Question:
    support = _closed(policy, [(of, id)])
    of_all = any(_over_members(policy, key) for key in support)
    recognised = ("household", RECOGNISED)
    inside = any(recognised in _read_by(policy, atom) for atom in decision.atoms)
    return Question(of, id, decision, support, recognised in support, inside, of_all)


@lru_cache(maxsize=32)
def _constrained(policy: ResolvedPolicy) -> Mapping[n.Node, frozenset[Key]]:
    """For each constraint what it speaks of."""
    return {that: _read_by(policy, that) for that in (*(c.that for c in policy.constraints), *policy.invariants)}


def _read_by(policy: ResolvedPolicy, node: n.Node) -> frozenset[Key]:
    return _closed(policy, list(reads(node)))


def _closed(policy: ResolvedPolicy, waiting: list[Key]) -> frozenset[Key]:
    found: set[Key] = set()
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        if key[1] != RECOGNISED:
            waiting += reads(policy.facts[key].formula)
    return frozenset(found)


def _over_members(policy: ResolvedPolicy, key: Key) -> bool:
    """Whether a rule reads all members."""
    fact = policy.facts[key]
    if key[1] == RECOGNISED:
        return False
    return fact.formula is not None and any(isinstance(part, n.OverMembers) for part in n.walk(fact.formula))
