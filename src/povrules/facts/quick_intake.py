"""The short way in for a household that a program hands over in Python's own types, with nothing wrong in it.

Readers are made once for a schema. Whatever is not exactly the expected type, name or range is left to
``povrules.facts.intake``, which knows every other way to write it and what to say when it is wrong: where this way
answers, that one gives the same household.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from povrules.facts.given_facts import GivenFacts
from povrules.facts.household import Given, Household
from povrules.facts.intake import DEPRIVED, FUTURE_ALLOWED
from povrules.facts.parse_scalars import FIRST_YEAR, enum_words, parse_text
from povrules.facts.reasons import BadValue
from povrules.facts.recognition import USED, recognised
from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.calendar import PartialDate
from povrules.language.types import BoolType, DateType, EnumType, NumberType, TextType
from povrules.policy.hosted import BIRTH_DATE, OBSERVED_ON, ON

Reader = tuple[str, Any, Any, Any, frozenset[str] | None, bool]
"""The fact's id, the type of its values, smallest and largest, members of an enum, whether the day limits it."""


class NotQuick(Exception):
    """Something that only the long way in can read."""


class QuickIntake:
    """Takes households of one schema, on one target date.

    Args:
        schema: the facts of the policy.
        on: the target date.
    """

    def __init__(self, schema: FactSchema, on: date) -> None:
        self.on = on
        self.household = {name: reader(spec) for name, spec in schema.household.items() if name != "observed_on"}
        self.person = {name: reader(spec) for name, spec in schema.person.items()}
        self.deprivations = {
            name.removeprefix(DEPRIVED): (name, found)
            for name, found in self.household.items()
            if name.startswith(DEPRIVED)
        }
        self.used = schema.household[USED].id if USED in schema.household else None
        self.observed = reader(schema.household["observed_on"]) if "observed_on" in schema.household else None

    def take(self, given: Any) -> Household | None:
        """The checked household; None when it takes the long way to read it or to say what is wrong."""
        if given.__class__ is not dict and isinstance(given, GivenFacts):
            given = given.given()
        if not isinstance(given, Mapping):
            return None
        try:
            return self._take(given)
        except (NotQuick, BadValue):
            return None

    def _take(self, given: Mapping[str, Any]) -> Household:
        facts: dict[str, Given] = {}
        members: tuple[dict[str, Given], ...] = ()
        observed = self._day(given.get("observed_on"))
        for name, value in given.items():
            found = self.household.get(name)
            if found is not None:
                if value is None or (value.__class__ is bool and found[1] is bool):
                    facts[found[0]] = value
                else:
                    facts[found[0]] = checked(found, value, observed)
            elif name == "members":
                members = () if value is None else self._members(value, observed)
            elif name == "deprivations":
                self._deprivations(facts, given, value, observed)
            elif name != "observed_on":
                raise NotQuick
        if self.used is not None and (used := recognised(facts, self.on)) is not None:
            facts[self.used] = used
        facts[ON] = self.on
        facts[OBSERVED_ON] = observed
        return Household(facts, members)

    def _day(self, value: Any) -> date:
        if value is None:
            return self.on
        if self.observed is None:
            raise NotQuick
        day: date = checked(self.observed, value, value)
        return day

    def _deprivations(self, facts: dict[str, Given], given: Mapping[str, Any], value: Any, observed: date) -> None:
        if value.__class__ is not dict:
            raise NotQuick
        for short, truth in value.items():
            name, found = self.deprivations.get(short, (None, None))
            if found is None or name in given:
                raise NotQuick
            facts[found[0]] = None if truth is None else checked(found, truth, observed)

    def _members(self, value: Any, observed: date) -> tuple[dict[str, Given], ...]:
        if value.__class__ is not list and value.__class__ is not tuple:
            raise NotQuick
        readers = self.person
        members = []
        for given in value:
            if given.__class__ is not dict:
                raise NotQuick
            facts: dict[str, Given] = {}
            for name, each in given.items():
                found = readers.get(name)
                if found is not None:
                    facts[found[0]] = None if each is None else checked(found, each, observed)
                elif name == "birth_year" and "birth_date" in readers and "birth_date" not in given:
                    facts[BIRTH_DATE] = self._born(each, observed)
                else:
                    raise NotQuick
            members.append(facts)
        return tuple(members)

    def _born(self, year: Any, observed: date) -> PartialDate:
        """A birth year; the year that is not over ends with the day of the facts."""
        _, _, low, high, _, _ = self.person["birth_date"]
        first = date(FIRST_YEAR, 1, 1) if low is None else low
        if year.__class__ is not int or high is not None or not first.year < year <= observed.year:
            raise NotQuick
        return PartialDate(date(year, 1, 1), min(date(year, 12, 31), observed))


def reader(spec: FactSpec) -> Reader:
    """What is needed to check a value of one fact."""
    members = None
    if isinstance(spec.type, EnumType):
        words = enum_words(spec.type, spec.member_labels)
        members = frozenset(member for member in spec.type.members if words.parse(member) == member)
    limited = isinstance(spec.type, DateType) and spec.name not in FUTURE_ALLOWED
    return (spec.id, TYPES[type(spec.type)], spec.low, spec.high, members, limited)


TYPES: Mapping[type, type] = {BoolType: bool, NumberType: int, DateType: date, EnumType: str, TextType: str}


def checked(found: Reader, value: Any, observed: date) -> Any:
    """The value itself, when it needs no reading and lies in its domain.

    Raises:
        NotQuick: it does not.
    """
    _, kind, low, high, members, limited = found
    if value.__class__ is not kind:
        raise NotQuick
    if kind is str:
        if members is None:
            return parse_text(value)
        if value not in members:
            raise NotQuick
    elif (low is not None and value < low) or (high is not None and value > high) or (limited and value > observed):
        raise NotQuick
    return value
