"""Households with up to twelve unknown facts, and every completion of them tried: for every programme of any policy.

A household is drawn with everything known. Some facts are then taken away, and what each answer reads of them is
completed by every combination of the critical points: all members of a list, both ends of a domain, and each value that
just meets a comparison of the rules, one below and one above. The completed households go through plain evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from random import Random
from typing import Any

import povrules as pr
from povrules.decisions.method import with_method
from povrules.engines.outcome import Outcome
from povrules.engines.reference.evaluation import Evaluation, Place
from povrules.facts.household import Household
from povrules.facts.intake import take_household
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate
from povrules.language.types import DateType, EnumType, NumberType
from povrules.policy.hosted import BIRTH_DATE
from povrules.policy.plan import support
from povrules.policy.resolved import ResolvedPolicy
from povrules.testing.households import Form, HouseholdDrawer
from tests.engines.contract import on_unknown_law
from tests.support.brute_force import Asked, Slot, brute_force
from tests.support.critical_points import Points

MOST = 12
LEFT_OUT = ("vn:household_size", "vn:dependent_count", "vn:score_b", "vn:score_a", "vn:income_total")
"""Bound to others by a constraint; their completions are tried in ``test_completion``."""


@dataclass
class Case:
    """One household with unknown facts.

    Args:
        policy: the law.
        given: the household as ``Policy.assess`` takes it.
        slots: what is unknown in it, with its critical points.
    """

    policy: pr.Policy
    given: dict[str, Any]
    slots: dict[Slot, tuple[Any, ...]] = field(default_factory=dict)

    @cached_property
    def household(self) -> Household:
        return with_method(take_household(self.policy.facts, self.given, on=self.policy.on), "income")


class Cases:
    """Draws them from one policy.

    Args:
        policy: the law of a day.
        random: where chance comes from.
        most: so many completions of one answer are tried at most.
    """

    def __init__(self, policy: pr.Policy, random: Random, most: int) -> None:
        self.policy = policy
        self.random = random
        self.most = most
        self.drawer = HouseholdDrawer(policy)
        self.asked = programme_places(policy.resolved)

    def draw(self, id: str) -> Case:
        """A household with one to twelve facts unknown."""
        given = self._complete(id)
        case = Case(self.policy, given)
        wanted = self.random.randint(1, MOST)
        names = [(None, name) for name in given if name not in ("household_id", "members", "observed_on")]
        names += [(i, name) for i, m in enumerate(given["members"]) for name in m if name != "person_id"]
        read = frozenset().union(*(support(self.policy.resolved, (of, key)) for of, key in self.asked))
        self.random.shuffle(names)
        names.sort(key=lambda place: self._amount(*place))  # their points depend on what else is unknown
        for whose, name in names:
            if len(case.slots) >= wanted:
                break
            self._forget(case, whose, name, read)
        return case

    def _amount(self, whose: int | None, name: str) -> bool:
        fact = self.policy.resolved.facts.get(("household" if whose is None else "person", f"vn:{name}"))
        return fact is not None and isinstance(fact.type, (NumberType, DateType))

    def _complete(self, id: str) -> dict[str, Any]:
        """Everything is known; indicators stand at their own level or at that of raw facts."""
        every = {of: frozenset(spec.name for spec in specs) for of, specs in self.drawer.read.items()}
        given = self.drawer.draw(self.random, id, 0.0, Form(every["household"], every["person"], True, 0.0))
        given["members"] = given["members"][: self.random.choice((1, 2, 3))]
        for name in ("income_total", "score_a", "score_b", "recognised_class", "dependent_count"):
            given.pop(name, None)
        given["household_size"] = len(given["members"])
        for fact in [name for name in given if name.startswith("deprived_")]:
            if self.random.random() < 0.4:
                del given[fact]
        if self.random.random() < 0.5:
            given.pop("certified_class", None)
        for member in given["members"]:
            for name in ("ethnic_minority", "parent_household_class"):
                if self.random.random() < 0.5:
                    member.pop(name, None)
        return given

    def _forget(self, case: Case, whose: int | None, name: str, read: frozenset[tuple[str, str]]) -> None:
        """Take one fact away, if what it can be can be told and tried."""
        scope: n.Scope = "household" if whose is None else "person"
        id = f"vn:{name}"
        carrier = case.given if whose is None else case.given["members"][whose]
        if (scope, id) not in read or id in LEFT_OUT or carrier[name] is None:
            return
        fact = self.policy.resolved.facts[scope, id]
        if isinstance(carrier[name], str) and not isinstance(fact.type, EnumType):
            return
        known = carrier[name]
        carrier[name] = None
        if id == BIRTH_DATE and self.random.random() < 0.5:
            carrier[name] = PartialDate.year(known.year)
        changed = Case(self.policy, case.given, dict(case.slots))
        evaluation = Evaluation(self.policy.resolved, changed.household)
        points = None
        if evaluation.source(id, whose) == "unknown":
            points = Points(changed, whose, id, known).found()
        if points is None or not points:
            carrier[name] = known
            return
        changed.slots[whose, id] = points
        groups = groups_of(changed, self.asked)
        if any(prod(len(changed.slots[slot]) for slot in slots) > self.most for slots in groups):
            carrier[name] = known
            return
        case.slots = changed.slots


def programme_places(policy: ResolvedPolicy) -> list[tuple[n.Scope, str]]:
    """Every programme in force with its benefits that does not rest on law nobody has seen."""
    found: list[tuple[n.Scope, str]] = []
    for programme in policy.programmes.values():
        ids = (programme.id, *(benefit.id for benefit in programme.benefits.values()))
        if programme.in_force:
            found += [(programme.of, id) for id in ids if not on_unknown_law(policy, (programme.of, id))]
    return found


def groups_of(case: Case, asked: Iterable[tuple[n.Scope, str]]) -> dict[tuple[Slot, ...], list[Place]]:
    """The answers by which of the unknown facts they can read."""
    groups: dict[tuple[Slot, ...], list[Place]] = {}
    for of, id in asked:
        read = support(case.policy.resolved, (of, id))
        for member in (None,) if of == "household" else range(len(case.household.members)):
            slots = tuple(
                (whose, key) for whose, key in case.slots if ("household" if whose is None else "person", key) in read
            )
            groups.setdefault(slots, []).append((id, member))
    return groups


def disagreements(case: Case, asked: Iterable[tuple[n.Scope, str]], found: Mapping[Place, Outcome]) -> list[str]:
    """Where answers are not what every completion says, in words."""
    lines: list[str] = []
    for slots, places in groups_of(case, asked).items():
        if not slots:
            continue
        every = [Asked(id, member) for id, member in places]
        fixed = {slot: values[0] for slot, values in case.slots.items() if slot not in slots}
        tried = {slot: case.slots[slot] for slot in slots}
        expected = brute_force(case.policy.resolved, completed(case.household, fixed), tried, every, {})
        assert expected is not None
        for each in every:
            mine, theirs = found[each.id, each.member], expected[each]
            value = next(iter(theirs.possible)) if len(theirs.possible) == 1 else None
            missing = frozenset(path(slot) for slot in theirs.missing)
            same = mine.value == value and frozenset(mine.missing) == missing and mine.determined == (value is not None)
            if mine.possible:
                same = same and frozenset(mine.possible) == theirs.possible
            elif not any(isinstance(v, (str, bool)) for v in theirs.possible):
                same = same and _within(mine, theirs.possible)
            if not same:
                lines.append(f"{each.id} of {each.member}: {mine}\n  not {theirs}\n  for {case.given}\n  {case.slots}")
    return lines


def _within(mine: Outcome, possible: frozenset[Any]) -> bool:
    """Whether the interval is the one from the least to the most amount found."""
    low, high = min(possible), max(possible)
    return mine.low in (None, low) and mine.high in (None, high)


def completed(household: Household, values: Mapping[Slot, Any]) -> Household:
    """The household with facts known that an answer does not read."""
    facts, members = dict(household.facts), [dict(member) for member in household.members]
    for (whose, id), value in values.items():
        (facts if whose is None else members[whose])[id] = value  # type: ignore[index]
    return Household(facts, tuple(members), household.unlisted)


def path(slot: Slot) -> str:
    """A fact as an outcome names it."""
    whose, id = slot
    name = id.removeprefix("vn:")
    return name if whose is None else f"members[{whose}].{name}"
