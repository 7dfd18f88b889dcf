"""The durable engine: a household whose facts come, change and go, and what follows from them after each step.

Of each decision it knows what it can turn on; when one of these facts has changed, it makes the decision's cases again
and hands durable_rules what is new in them. The rules fire; what they derive is the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from threading import Lock
from typing import Any

from povrules.engines.durable.bounding import Bounds, Cases
from povrules.engines.durable.host import GuardedHost
from povrules.engines.durable.rulesets import CLASS, COUNT, MAIN, Compiled, case, compiled, recognised
from povrules.engines.durable.session import RuleSession, link
from povrules.engines.durable.splitting import CLASS_LEAF, NotResolved, turns_on_law, worlds
from povrules.engines.outcome import Outcome
from povrules.facts.household import Household
from povrules.language import nodes as n
from povrules.language.nodes import Scope, Value
from povrules.language.types import EnumType
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedPolicy

Place = tuple[str, int | None]
HOSTS = 32
"""So many policies can be held in one process; durable_rules never gives back what one took."""
MEMORY = 4096
NOT_RESOLVED = Outcome(None, reason="not resolved")


class TooManyPolicies(Exception):
    """As many policies are held as durable_rules can be trusted with."""


@dataclass(frozen=True, slots=True)
class Made:
    """The cases of one decision for one set of facts.

    Args:
        facts: one for each case that differs; None where there are too many.
        law: whether the answers differ by unknown law.
    """

    facts: tuple[Mapping[str, int], ...] | None
    law: bool


class Program:
    """A policy in durable_rules, shared by all households under it.

    Args:
        policy: the law in force.
    """

    def __init__(self, policy: ResolvedPolicy) -> None:
        self.policy = policy
        self.compiled: Compiled = compiled(policy)
        self.host = GuardedHost(self.compiled.rules, self._fired)
        self.memory: dict[Hashable, Made] = {}
        self.supports = {key: _support(policy, *key) for key in self.compiled.decisions}
        read = frozenset().union(*self.supports.values())
        self.sourced = [key for key in read if policy.facts[key].given and policy.facts[key].computed]
        """Facts of which it depends on others whether they are worked out by rule."""
        self.aggregated = frozenset(
            support for support in self.supports.values() if any(map(partial(_over_members, policy), support))
        )

    def _fired(self, name: str, facts: Mapping[str, Mapping[str, Any]]) -> None:
        owner = self.host.owner
        assert isinstance(owner, RuleSession)
        owner.fired(name, facts)

    def session(self) -> RuleSession:
        """A session of one household."""
        found = self.compiled.decisions.get(("household", CLASS))
        return RuleSession(self.host, self.compiled, None if found is None else found.number)


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


@lru_cache(maxsize=1024)
def _support(policy: ResolvedPolicy, of: Scope, id: str) -> frozenset[Key]:
    """Every fact that may be carried on which an answer can turn, down to the class that programmes use."""
    found: set[Key] = set()
    waiting: list[Key] = [(of, id)]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        if key[1] != RECOGNISED or key == (of, id):
            waiting += reads(policy.facts[key].formula)
    return frozenset(found)


def _over_members(policy: ResolvedPolicy, key: Key) -> bool:
    """Whether a rule reads all members."""
    fact = policy.facts[key]
    if key[1] == RECOGNISED:
        return False
    return fact.formula is not None and any(isinstance(part, n.OverMembers) for part in n.walk(fact.formula))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Facts that are not the same; one that is not known is not the same as one that is not carried."""
    return {id for id in before.keys() | after.keys() if before.get(id, ...) != after.get(id, ...)}


@dataclass(frozen=True, slots=True)
class _Touched:
    """The facts a step changed.

    Args:
        household: of the household.
        members: of each member.
        aggregated: what decisions that look at all members turn on.
    """

    household: frozenset[Key]
    members: tuple[frozenset[Key], ...]
    aggregated: frozenset[frozenset[Key]]

    def of(self, position: int | None, support: frozenset[Key]) -> frozenset[Key]:
        """Those that a decision of the household, or of one member, can see."""
        if position is not None and support not in self.aggregated:
            return self.household | self.members[position]
        return self.household.union(*self.members)


class LiveHousehold:
    """One household's answers, kept up with its facts.

    Args:
        policy: the law in force.
    """

    name = "durable"

    def __init__(self, policy: ResolvedPolicy) -> None:
        self.policy = policy
        self._program = program(policy)
        self._session = self._program.session()
        self._made: dict[tuple[str, int], tuple[Hashable, Made]] = {}
        self._seen: tuple[Household, tuple[int, ...]] | None = None
        self._sources: dict[Place, str] = {}
        self._classes_seen: object = None
        self._copies: set[tuple[str, int, int, int]] = set()
        self.answers: dict[tuple[str, int | None], Outcome] = {}
        """By id and key of the member (None: the household)."""

    def close(self) -> None:
        """Take the household out of durable_rules."""
        self._session.close()

    def update(self, household: Household, keys: tuple[int, ...]) -> Mapping[tuple[str, int | None], Outcome]:
        """The answers to the facts as they now stand.

        Args:
            household: all facts.
            keys: of the members, in their order; a key stays with its member.
        """
        with self._session:
            self._update(household, keys)
        self._seen = household, keys
        return self.answers

    def _update(self, household: Household, keys: tuple[int, ...]) -> None:
        bounds = Bounds(self.policy, household)
        answers: dict[tuple[str, int | None], Outcome] = {}
        standing: set[tuple[str, int]] = set()
        signature = _Signature(bounds, self._program.sourced)
        for id in (CLASS, COUNT):
            if ("household", id) in self._program.compiled.decisions:
                self._decide(bounds, "household", id, None, MAIN, signature, answers, standing, {})
        cases, exact = self._classes(bounds, answers.get((CLASS, None)))
        shared = self._shared(bounds, cases)
        touched = self._touched(bounds, keys)
        now = (cases.get(CLASS_LEAF), exact, bool(shared))
        same_class, self._classes_seen = self._classes_seen == now, now
        for (of, id), _ in self._program.compiled.decisions.items():
            if id in (CLASS, COUNT):
                continue
            places = [(None, MAIN)] if of == "household" else list(enumerate(keys))
            support = self._program.supports[of, id]
            reads_class = ("household", RECOGNISED) in support
            for position, key in places:
                known = touched is not None and ((same_class and not shared) or not reads_class)
                if known and touched is not None and support.isdisjoint(touched.of(position, support)):
                    name = (id, None if position is None else key)
                    if name in self.answers and (id, key) in self._made:
                        answers[name] = self.answers[name]
                        standing.add((id, key))
                        continue
                self._decide(bounds, of, id, position, key, signature, answers, standing, cases, shared)
                if not exact and answers[id, None if position is None else key].reason == "fact":
                    # The class may be less open than it was taken to be: only what is certain whatever it is stands.
                    support = self._program.supports[of, id]
                    if ("household", RECOGNISED) in support:
                        answers[id, None if position is None else key] = NOT_RESOLVED
        for gone in self._made.keys() - standing:
            self._drop(gone)
        self.answers = answers

    def _touched(self, bounds: Bounds, keys: tuple[int, ...]) -> _Touched | None:
        """Which facts the step changed; None where members came or went, or nothing is known of before."""
        household = bounds.household
        places = [
            (id, i) for of, id in self._program.sourced for i in ((None,) if of == "household" else range(len(keys)))
        ]
        before_sources, self._sources = self._sources, {place: bounds.source(*place) for place in places}
        if self._seen is None or self._seen[1] != keys or self._seen[0].unlisted != household.unlisted:
            return None
        before = self._seen[0]
        own = _differing(before.facts, household.facts)
        if ("vn:household_size") in own:
            return None
        moved = {place for place, source in self._sources.items() if before_sources.get(place) != source}
        own |= {id for id, member in moved if member is None}
        about: frozenset[Key] = frozenset(("household", id) for id in own)
        of_members: list[frozenset[Key]] = []
        for i, (was, is_now) in enumerate(zip(before.members, household.members, strict=True)):
            ids = _differing(was, is_now) | {id for id, member in moved if member == i}
            of_members.append(frozenset(("person", id) for id in ids))
        return _Touched(about, tuple(of_members), self._program.aggregated)

    def _classes(self, bounds: Bounds, of_rules: Outcome | None) -> tuple[Cases, bool]:
        """What the class that programmes use can be, and whether that is exact, or perhaps too much."""
        if ("household", RECOGNISED) not in self.policy.facts:
            return {}, True
        source = bounds.source(RECOGNISED)
        certified = [("copy", copy) for copy in self._program.compiled.copies]
        if source == "rule" and of_rules is not None and of_rules.reason != "not resolved":
            for key in [key for key in self._copies if key[2] == MAIN]:
                self._session.drop(key)
                self._copies.discard(key)
            self._session.put("link", link())
            return {CLASS_LEAF: of_rules.possible}, True
        self._session.drop("link")
        found = bounds.of(RECOGNISED)
        assert isinstance(found, tuple)
        classes = self._program.compiled.classes
        held = [classes.index(value) for value in found]
        for name in certified:
            self._put_classes(name[1], MAIN, held)
        return {CLASS_LEAF: found}, source != "rule"

    def _put_classes(self, copy: int, joined: int, positions: list[int]) -> None:
        count = len(self._program.compiled.classes)
        wanted = {("copy", copy, joined, v): recognised(copy, joined, v, count) for v in positions}
        for key in [key for key in self._copies if key[:3] == ("copy", copy, joined) and key not in wanted]:
            self._session.drop(key)
            self._copies.discard(key)
        for name, fact in wanted.items():
            self._session.put(name, fact)
            self._copies.add(name)

    def _shared(self, bounds: Bounds, cases: Cases) -> Mapping[Key, object]:
        """The open facts that the class still turns on: a decision that reads one of them cannot be taken apart."""
        if not cases or len(cases[CLASS_LEAF]) < 2 or bounds.source(RECOGNISED) != "rule":  # type: ignore[arg-type]
            return {}
        found: dict[Key, object] = {}
        for kind, id, member in bounds.leaves_of(RECOGNISED, None):
            if kind == "fact":
                found["household" if member is None else "person", id] = None
            elif kind == "law":
                found["household", id] = None
        return found

    def _decide(
        self,
        bounds: Bounds,
        of: Scope,
        id: str,
        position: int | None,
        whose: int,
        signature: _Signature,
        answers: dict[tuple[str, int | None], Outcome],
        standing: set[tuple[str, int]],
        cases: Cases,
        shared: Mapping[Key, object] | None = None,
    ) -> None:
        name = (id, whose)
        key = (id, None if position is None else whose)
        standing.add(name)
        made_of = self._program.compiled.decisions[of, id]
        support = self._program.supports[of, id]
        classes = cases.get(CLASS_LEAF) if ("household", RECOGNISED) in support else None
        entangled = bool(classes) and bool(shared) and not support.isdisjoint(shared or ())
        also = signature.of(self._program.supports["household", CLASS], None) if entangled else None
        mark: Hashable = (id, classes, signature.of(support, position), also)
        before = self._made.get(name)
        if before is None or before[0] != mark:
            made = self._program.memory.get(mark)
            if made is None:
                made = self._cases(bounds, of, id, position, {CLASS_LEAF: classes} if classes else {}, entangled)
                if len(self._program.memory) >= MEMORY:
                    self._program.memory.clear()
                self._program.memory[mark] = made
            self._hand_over(name, whose, before[1] if before else None, made)
            self._made[name] = (mark, made)
        else:
            made = before[1]
        if made.facts is None:
            answers[key] = NOT_RESOLVED
            return
        values = [made_of.outcomes[i][0] for i in self._session.derived(made_of.number, whose)]
        answers[key] = self._outcome(of, id, values, law=made.law)

    def _cases(self, bounds: Bounds, of: Scope, id: str, position: int | None, cases: Cases, entangled: bool) -> Made:
        decision = self._program.compiled.decisions[of, id]
        if entangled:
            cases = {}
        try:
            found = worlds(self.policy, bounds.household, decision, position, cases)
        except NotResolved:
            return Made(None, False)
        facts: dict[Hashable, Mapping[str, int]] = {}
        main = cases.get(CLASS_LEAF)
        for world in found:
            joined = MAIN
            if decision.reads_class and world.classes is not None and world.classes != main:
                joined = sum(1 << self._program.compiled.classes.index(c) for c in world.classes)
            fact = case(decision, world.bits, world.needs, joined)
            facts[tuple(fact.values())] = fact
        return Made(tuple(facts.values()), turns_on_law(found))

    def _hand_over(self, name: tuple[str, int], whose: int, before: Made | None, made: Made) -> None:
        """Withdraw the cases that are no more, assert the new ones."""
        wanted = {(*name, tuple(fact.values())): fact for fact in made.facts or ()}
        for fact in (before.facts or ()) if before else ():
            key = (*name, tuple(fact.values()))
            if key not in wanted:
                self._session.drop(key)
        for key, fact in wanted.items():
            if fact["j"] != MAIN:
                positions = [i for i in range(len(self._program.compiled.classes)) if fact["j"] >> i & 1]
                for copy in self._program.compiled.copies:
                    self._put_classes(copy, fact["j"], positions)
            self._session.put(key, {**fact, "i": whose})

    def _drop(self, name: tuple[str, int]) -> None:
        before = self._made.pop(name, None)
        if before is not None:
            for fact in before[1].facts or ():
                self._session.drop((*name, tuple(fact.values())))

    def _outcome(self, of: Scope, id: str, values: list[Value], *, law: bool) -> Outcome:
        type = self.policy.facts[of, id].type
        if not isinstance(type, EnumType):
            values.sort(key=lambda v: (v is False, v))
        numbers = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
        low, high = (min(numbers), max(numbers)) if numbers else (None, None)
        if len(values) == 1:
            return Outcome(values[0], tuple(values), low, high)
        if not values:
            return NOT_RESOLVED
        return Outcome(None, tuple(values), low, high, reason="law" if law else "fact")


class _Signature:
    """What the known facts say of a set of facts: answers with the same signature are the same."""

    def __init__(self, bounds: Bounds, sourced: Collection[Key]) -> None:
        self._bounds = bounds
        self._sourced = frozenset(sourced)
        self._made: dict[tuple[frozenset[Key], int | None], Hashable] = {}

    def of(self, support: frozenset[Key], member: int | None) -> Hashable:
        found = self._made.get((support, member))
        if found is None:
            found = self._made[support, member] = tuple(self._parts(support, member))
        return found

    def _parts(self, support: frozenset[Key], member: int | None) -> Iterator[Hashable]:
        household = self._bounds.household
        yield self._bounds.size, self._bounds.listed, household.unlisted
        about = household.facts
        held = household.members
        for scope, id in support:
            if (scope, id) in self._sourced:
                places = (None,) if scope == "household" else range(len(held)) if member is None else (member,)
                yield tuple(self._bounds.source(id, place) for place in places)
            if scope == "household":
                if id in about:
                    yield id, about[id]
            elif member is not None:
                if id in held[member]:
                    yield id, held[member][id]
            else:
                yield tuple(facts.get(id, ...) for facts in held)
