"""The facts of a record: what is known, of whom, and what an unknown fact can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from povrules.checker.possible import ANYTHING, EITHER, Between, among, within
from povrules.checker.reading import value_of

Place = tuple[str, int | None]
SIZE, AGE, BIRTH, OBSERVED = "vn:household_size", "vn:age", "vn:birth_date", "vn:observed_on"
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2150, 12, 31)
ENUMERATED = 200


@dataclass
class Household:
    """Facts by id, of the household and of each listed member; a pair of days is one known to an interval.

    Args:
        facts: of the household. A fact with None is carried by the input, but unknown.
        members: each listed member's.
        unlisted: members known to exist beside them.
    """

    facts: dict[str, Any]
    members: list[dict[str, Any]]
    unlisted: int
    size: int = field(init=False)

    def __post_init__(self) -> None:
        known = self.facts.get(SIZE)
        more = known - len(self.members) if isinstance(known, int) else 0
        self.size = len(self.members) + max(self.unlisted, more, 0)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Household:
        """As a record writes it."""
        members = [{id: value_of(value) for id, value in member.items()} for member in plain["members"]]
        return cls({id: value_of(value) for id, value in plain["household"].items()}, members, plain["unlisted"])

    def completed(self, filled: dict[str, Any]) -> Household:
        """With the facts of a witness."""
        members = [dict(member) for member in self.members]
        members += [{} for _ in range(len(filled["members"]) - len(members))]
        for member, more in zip(members, filled["members"], strict=True):
            member |= {id: value_of(value) for id, value in more.items()}
        facts = self.facts | {id: value_of(value) for id, value in filled["household"].items()}
        return Household(facts, members, 0 if len(members) > len(self.members) else self.unlisted)

    def carried(self, member: int | None) -> dict[str, Any]:
        """What is carried about the household or a member; nothing about an unlisted one."""
        if member is None:
            return self.facts
        return self.members[member] if member < len(self.members) else {}

    def carries(self, scope: str, id: str, known: bool) -> bool:
        """Whether a fact is carried by the household or any member; ``known``: with a value."""
        carriers = [self.facts] if scope == "household" else self.members
        return any(id in facts and not (known and facts[id] is None) for facts in carriers)


def source(household: Household, fact: dict[str, Any], id: str, member: int | None) -> str:
    """``given``, ``rule`` or ``unknown``: where a value comes from."""
    given = household.carried(member).get(id)
    if fact["given"] and given is not None:
        return "unknown" if isinstance(given, tuple) else "given"
    return "rule" if fact["computed"] and _by_rule(household, fact, id, member) else "unknown"


def _by_rule(household: Household, fact: dict[str, Any], id: str, member: int | None) -> bool:
    raw = [name.split(" ", 1) for name in fact["raw"]]
    if not fact["given"] or any(household.carries(scope, name, True) for scope, name in raw):
        return True
    if id in household.carried(member) and not fact["general"]:
        return False
    if any(household.carries(scope, name, False) for scope, name in raw):
        return True
    if fact["rule"] is None:
        return False
    some_member = household.size > 0 and len(household.members) + household.unlisted > 0
    return member is not None or (bool(fact["reads_members"]) and some_member)


def domain(type: Any, low: Any, high: Any, enums: dict[str, list[str]]) -> Any:
    """What a value of a type can be."""
    if type == "truth":
        return EITHER
    if isinstance(type, dict):
        return among(enums[type["one_of"]])
    if type == "day":
        return Between(low or FIRST_DAY, high or LAST_DAY, whole=True)
    if type == "integer" and low is not None and high is not None and high - low <= ENUMERATED:
        return among(range(low, high + 1))
    return ANYTHING if type == "text" else Between(low, high, whole=type == "integer")


MOST = 100
"""More members than any household has: a forged size must not keep the checker busy for ever."""


def outside(household: Household, law: dict[str, Any]) -> list[str]:
    """The facts that lie outside their declared domains, or that the law does not know."""
    found = [] if household.size <= MOST else [f"{SIZE} is beyond all households"]
    everybody: list[tuple[str, dict[str, Any]]] = [("household", household.facts)]
    everybody += [("person", member) for member in household.members]
    for scope, facts in everybody:
        for id, value in facts.items():
            fact = law["facts"].get(f"{scope} {id}")
            if fact is None or not _can_be(fact, value, law["enums"]):
                found.append(f"{id} of the {scope} cannot be that")
    return found


def _can_be(fact: dict[str, Any], value: Any, enums: dict[str, list[str]]) -> bool:
    if value is None:
        return True
    low, high = value_of(fact["low"]), value_of(fact["high"])
    if isinstance(value, tuple):
        return fact["type"] == "day" and value[0] <= value[1] and (low is None or value[0] >= low)
    if fact["type"] == "text":
        return isinstance(value, str)
    if fact["type"] == "day":
        return isinstance(value, date) and (low is None or value >= low) and (high is None or value <= high)
    if fact["type"] == "integer" and not isinstance(value, int):
        return False
    return within(value, domain(fact["type"], low, high, enums))


def birth(household: Household, member: int | None, low: Any, high: Any) -> tuple[Any, Any]:
    """The days of birth that are possible: in the known interval, not after the survey, at the known age."""
    given = household.carried(member).get(BIRTH)
    observed = household.facts.get(OBSERVED)
    if isinstance(given, tuple):
        low, high = given
    elif high is None:
        high = observed
    years = household.carried(member).get(AGE)
    if isinstance(years, int) and isinstance(observed, date):
        first = max(low or FIRST_DAY, _years_before(observed, years + 1) + timedelta(days=1))
        last = min(high or LAST_DAY, _years_before(observed, years))
        if first <= last:
            return first, last
    return low, high


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
