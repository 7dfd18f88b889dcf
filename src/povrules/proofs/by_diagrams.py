"""The first prover: every condition as a diagram over all households, a household as a path of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import Text
from povrules.facts.household import Household
from povrules.language.feasible import Below, conditions_of, entangled, feasible
from povrules.language.linear import Linear
from povrules.language.numbers import whole
from povrules.language.solving import solved
from povrules.language.unknowns import Branch, Cut, TooLarge, Unknown, cells, nodes, unknowns_in
from povrules.policy.hosted import OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.assumed import assumptions
from povrules.proofs.finding import Found, OutOfTime, Place
from povrules.proofs.questions import Question

STEPS_A_SECOND = 150_000


class AnyHousehold(Evaluation):
    """Every household at once: what may be given is open, and what is counted over members is a free value.

    Args:
        members: how many are listed, for households of that size alone; None is every household.
        person: the questions are about one member.
    """

    def __init__(self, policy: ResolvedPolicy, members: int | None, *, person: bool) -> None:
        listed = members if members is not None else int(person)
        super().__init__(policy, Household({ON: policy.on, OBSERVED_ON: policy.on}, ({},) * listed))
        self.abstract = members is None
        if self.abstract:
            self.open_ended = True

    def source(self, id: str, member: int | None = None) -> str:
        """As for a household; in every household at once, what may be given is not worked out."""
        if self.abstract and member is None and self.fact(id, None).given and id not in (ON, OBSERVED_ON):
            return "unknown"
        return super().source(id, member)

    def compared(self, left: Any, op: str, right: Any) -> Any:
        """The truth of a comparison of two amounts, days, truths or words that may be open."""
        return self._compared(left, op, right)

    def open_law(self, id: str, cell: str | None) -> Any:
        """A value of law, or what a rule gives, that nobody knows."""
        made = self.policy.parameters.get(id) or next(f for (_, key), f in self.policy.facts.items() if key == id)
        return self._unknown(("law", id, cell), made.type, made.low, made.high)


class ByDiagrams:
    """Answers by decision diagrams with every fact unknown, and exact elimination where amounts hang together."""

    name = "diagrams"

    def __init__(self, policy: ResolvedPolicy) -> None:
        self.policy = policy
        self._spaces: dict[tuple[int | None, bool], AnyHousehold] = {}

    def space(self, members: int | None, *, person: bool) -> AnyHousehold:
        """All households of a kind, made once."""
        key = (members, person and members is None)
        if key not in self._spaces:
            self._spaces[key] = AnyHousehold(self.policy, members, person=person)
        return self._spaces[key]

    def found(
        self, question: Question, members: int | None, seconds: float, *, among_facts: bool = False
    ) -> Iterator[Found]:
        """Paths on which the question is met, under what is assumed of law and facts."""
        until = time.monotonic() + seconds
        person = question.about[0] == "person"
        space = self.space(members, person=person)
        member = 0 if person else None
        try:
            with _limited(space, seconds):
                truth = self._moved(space, question, member) if question.moved else space.value(question.node, member)
                for that in assumptions(self.policy, question, among_facts):
                    truth = space.diagrams.both(space.value(that), truth)
        except TooLarge:
            raise OutOfTime from None
        for path in _paths(truth, until):
            values = solved(c for step in path if not _is_text(step) for c in _conditions(step))
            if values is not None:
                texts = {step[0]: _text_between(*step[1:]) for step in path if _is_text(step)}
                yield _read(space, {**values, **texts}, question, member)

    def _moved(self, space: AnyHousehold, question: Question, member: int | None) -> Any:
        """That of two households which differ in one fact, the one with more of it has the answer on the wrong side."""
        assert question.moved is not None
        id = question.moved.fact[1]
        place = ("fact", id, member)
        here, more = space.value(question.node, member), space.ref(id, member)
        then = space.diagrams.renamed(here, place)
        twin = space.diagrams.unknowns.get(("twin", place, place))
        if twin is None:
            return False
        other = _in_place(space, more, twin)
        order = getattr(space.policy.facts[question.about].type, "members", None)
        rank = {None: None} if order is None else {value: position for position, value in enumerate(order)}
        op = ">" if question.moved.rises else "<"

        def wrong(first: Any, second: Any) -> Any:
            if first is None or second is None:  # a gap is another claim
                return False
            return space.compared(rank.get(first, first), op, rank.get(second, second))

        grows = space.lift(lambda a, b: space.compared(a, "<", b), more, other)
        return space.diagrams.both(grows, space.lift(wrong, here, then))


def _in_place(space: AnyHousehold, value: Any, twin: Unknown) -> Any:
    """The value of a fact with its twin for its unknown."""
    if isinstance(value, Linear):
        return Linear(((twin, 1),))
    assert isinstance(value, Branch)
    return space.diagrams.branch(twin, value.cuts, value.children)


@contextmanager
def _limited(space: AnyHousehold, seconds: float) -> Iterator[None]:
    space.diagrams.limit = space.diagrams.steps + max(1, int(STEPS_A_SECOND * seconds))
    try:
        yield
    finally:
        space.diagrams.limit = None


Step = tuple[Unknown, Cut | None, Cut | None]
"""A test on a path, and the cell that was gone into."""


def _paths(truth: Any, until: float) -> Iterator[list[Step]]:
    """Every path to true whose cells can hold together."""
    bound = entangled(unknowns_in(truth))
    leads = _leading(truth)
    seen: set[tuple[int, frozenset[Below]]] = set()

    def visit(item: Any, path: list[Step], joint: frozenset[Below]) -> Iterator[list[Step]]:
        if time.monotonic() > until:
            raise OutOfTime
        if item is True:
            yield path
        if not isinstance(item, Branch) or id(item) not in leads or (id(item), joint) in seen:
            return
        seen.add((id(item), joint))
        for low, high, child in cells(item):
            step = (item.unknown, low, high)
            if item.unknown not in bound:
                yield from visit(child, [*path, step], joint)
                continue
            narrowed = joint | frozenset(_conditions(step))
            if feasible(narrowed):
                yield from visit(child, [*path, step], narrowed)

    yield from visit(truth, [], frozenset())


def _conditions(step: Step) -> list[Below]:
    """What a step says of its unknown, and the domain of the amounts that it speaks of."""
    unknown, low, high = step
    parts = tuple(part for part, _ in unknown.terms) or (unknown,)
    domains = [c for part in parts for c in conditions_of(part, _edge(part.low, 0), _edge(part.high, 1))]
    return conditions_of(unknown, low, high) + domains


def _is_text(step: Step) -> bool:
    return any(edge is not None and isinstance(edge[0], str) for edge in step[1:])


def _leading(truth: Any) -> set[int]:
    """The branches from which true can be reached; others are not walked."""
    found: set[int] = set()
    for item in reversed(list(_after(truth))):
        if any(child is True or id(child) in found for child in item.children):
            found.add(id(item))
    return found


def _after(truth: Any) -> list[Branch]:
    """Every branch, each after all branches that lead to it."""
    branches = [item for item in nodes(truth) if isinstance(item, Branch)]
    return sorted(branches, key=lambda item: item.unknown.order)


def _edge(value: Any, side: int) -> Cut | None:
    return None if value is None else (value, side)


def _text_between(low: Cut | None, high: Cut | None) -> str:
    """A text in a cell: the one that is named where a cell holds it alone, else another."""
    if low is None:
        return "0"
    return str(low[0]) if low[1] == 0 and high is not None else f"{low[0]} -"


def _read(
    space: AnyHousehold, solution: Mapping[Unknown, Fraction | str], question: Question, member: int | None
) -> Found:
    """The numbers of a path as values of facts and law; what the path does not name does not matter."""
    values: dict[Place, Any] = {}
    other = None
    moved = None if question.moved is None else ("fact", question.moved.fact[1], member)
    for unknown, number in solution.items():
        key: Any = unknown.key
        if key[0] in ("fact", "law") and len(key) == 3:
            values[key] = _value(space, key, number)
        elif moved is not None and key == ("twin", moved, moved):
            other = _value(space, moved, number)
    return Found(values, other)


def _value(space: AnyHousehold, key: Place, number: Fraction | str) -> Any:
    """What stands at that number of an unknown's domain."""
    kind, id, at = key
    value = space.open_law(id, at) if kind == "law" else space.ref(id, at)
    if isinstance(value, Text):
        return number if isinstance(number, str) else "0"
    assert isinstance(number, Fraction)
    if isinstance(value, Day):
        return value.at(int(number))
    if isinstance(value, Branch):
        return value.children[sum(cut <= (number, 0) for cut in value.cuts)]
    return whole(number)
