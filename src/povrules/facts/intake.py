"""One household as a program hands it over: a mapping, checked fact by fact, nothing lost and nothing guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from povrules.facts.given_facts import GivenFacts
from povrules.facts.given_value import check_range, read_value
from povrules.facts.household import Given, Household
from povrules.facts.partial_date import between
from povrules.facts.problems import At, FactsError, Problem
from povrules.facts.reasons import (
    BIRTH_CONTRADICTION,
    NO_LIST_OF_MEMBERS,
    NO_MAPPING_OF_FACTS,
    NO_MAPPING_OF_INDICATORS,
    NO_SUCH_FACT,
    NOT_ONE_DAY,
    OF_A_MEMBER,
    OF_THE_HOUSEHOLD,
    BadValue,
    after_observed,
    bare_indicator,
    given_twice,
)
from povrules.facts.recognition import USED, recognised
from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.calendar import PartialDate
from povrules.language.errors import closest

DEPRIVED = "deprived_"
OWN_KEYS = ("members", "deprivations", "observed_on")
FUTURE_ALLOWED = ("certified_from", "certified_to")
"""A certificate may be issued now and begin next year."""


def take_household(schema: FactSchema, given: Mapping[str, Any] | GivenFacts, *, on: date) -> Household:
    """Check one household.

    Args:
        schema: the facts of the policy.
        given: facts by name; ``members`` a list of mappings; ``deprivations`` may hold the indicators by short name;
            ``observed_on`` the day the facts hold (default ``on``). None is unknown. A member may have ``birth_year``
            instead of ``birth_date``. Numbers may be int, Fraction, Decimal, or text written out; a float only when
            it is whole or a short decimal.
        on: the target date.

    Raises:
        FactsError: unknown names, values of the wrong kind or outside their range, days after ``observed_on``.
    """
    return _Intake(schema, on).household(given)


class _Intake:
    def __init__(self, schema: FactSchema, on: date) -> None:
        self.schema = schema
        self.on = on
        self.problems: list[Problem] = []

    def household(self, given: Mapping[str, Any] | GivenFacts) -> Household:
        if isinstance(given, GivenFacts):
            given = given.given()
        if not isinstance(given, Mapping):
            raise FactsError([Problem(("household",), given, NO_MAPPING_OF_FACTS)])
        observed = self.on
        if given.get("observed_on") is not None:
            read = self.value(self.schema.household["observed_on"], given["observed_on"], ("observed_on",))
            observed = read if isinstance(read, date) else self.on
            if isinstance(read, PartialDate):
                self.problems.append(Problem(("observed_on",), given["observed_on"], NOT_ONE_DAY))
        facts: dict[str, Given] = {}
        for name, value in self._flattened(given):
            self.take(facts, self.schema.household, name, value, (name,), observed)
        members: list[dict[str, Given]] = []
        listed = given.get("members")
        if listed is not None and (isinstance(listed, (str, Mapping)) or not isinstance(listed, Sequence)):
            self.problems.append(Problem(("members",), listed, NO_LIST_OF_MEMBERS))
            listed = None
        for i, member in enumerate(listed or ()):
            members.append(self.member(member, ("members", i), observed))
        if self.problems:
            raise FactsError(self.problems)
        if USED in self.schema.household and (used := recognised(facts, self.on)) is not None:
            facts[self.schema.household[USED].id] = used
        facts["vn:on"] = self.on
        facts["vn:observed_on"] = observed
        return Household(facts, tuple(members))

    def _flattened(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, value in given.items():
            if name not in OWN_KEYS:
                yield str(name), value
        deprivations = given.get("deprivations")
        if deprivations is not None and not isinstance(deprivations, Mapping):
            self.problems.append(Problem(("deprivations",), deprivations, NO_MAPPING_OF_INDICATORS))
            return
        for name, value in (deprivations or {}).items():
            if f"{DEPRIVED}{name}" in given:
                self.problems.append(Problem(("deprivations", str(name)), value, given_twice(f"{DEPRIVED}{name}")))
            yield f"{DEPRIVED}{name}", value

    def member(self, given: Any, at: At, observed: date) -> dict[str, Given]:
        facts: dict[str, Given] = {}
        if isinstance(given, GivenFacts):
            given = given.given()
        if not isinstance(given, Mapping):
            self.problems.append(Problem(at, given, NO_MAPPING_OF_FACTS))
            return facts
        for name, value in given.items():
            if name != "birth_year":
                self.take(facts, self.schema.person, str(name), value, (*at, str(name)), observed)
        if "birth_year" in given and "birth_date" in self.schema.person:
            self.birth_year(facts, given["birth_year"], (*at, "birth_year"), observed)
        return facts

    def birth_year(self, facts: dict[str, Given], value: Any, at: At, observed: date) -> None:
        """A birth year stands for a birth day that is not given; beside one, it may not contradict it."""
        spec = self.schema.person["birth_date"]
        read = self.value(spec, str(value) if isinstance(value, float) else value, at)
        other = facts.get(spec.id)
        if not isinstance(other, (date, PartialDate)):
            facts[spec.id] = None
            if isinstance(read, (date, PartialDate)):
                self.birth(facts, spec.id, read, at, value, observed)
        elif isinstance(read, (date, PartialDate)):
            (first, last), (low, high) = _ends(other), _ends(read)
            if first > high or last < low:
                self.problems.append(Problem(at, value, BIRTH_CONTRADICTION))

    def birth(
        self, facts: dict[str, Given], id: str, read: date | PartialDate, at: At, value: Any, observed: date
    ) -> None:
        first, last = _ends(read)
        if first > observed:
            self.problems.append(Problem(at, value, after_observed(observed.isoformat())))
        else:
            facts[id] = between(first, min(last, observed))

    def take(
        self, facts: dict[str, Given], specs: Mapping[str, FactSpec], name: str, value: Any, at: At, observed: date
    ) -> None:
        spec = specs.get(name)
        if spec is None:
            self.problems.append(self.unknown(specs, name, value, at))
            return
        read = self.value(spec, value, at)
        facts[spec.id] = read
        if isinstance(read, (date, PartialDate)) and name not in FUTURE_ALLOWED:
            self.birth(facts, spec.id, read, at, value, observed)

    def unknown(self, specs: Mapping[str, FactSpec], name: str, value: Any, at: At) -> Problem:
        if f"{DEPRIVED}{name}" in specs:
            return Problem(at, value, bare_indicator(name, f"{DEPRIVED}{name}"))
        other = self.schema.person if specs is self.schema.household else self.schema.household
        if name in other:
            return Problem(at, value, OF_A_MEMBER if other is self.schema.person else OF_THE_HOUSEHOLD)
        return Problem(at, value, NO_SUCH_FACT, closest(name, [*specs, *OWN_KEYS]))

    def value(self, spec: FactSpec, value: Any, at: At) -> Given:
        try:
            read = read_value(spec, value)
            check_range(spec, read)
            return read
        except BadValue as problem:
            self.problems.append(Problem(at, value, problem.reason))
            return None


def _ends(day: date | PartialDate) -> tuple[date, date]:
    return (day.first, day.last) if isinstance(day, PartialDate) else (day, day)
