"""One household as a program hands it over: a mapping, checked fact by fact, nothing lost and nothing guessed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

from povrules.facts.household import Given, Household
from povrules.facts.parse_number import check_float_digits, parse_number
from povrules.facts.parse_scalars import EnumWords, parse_bool, parse_date, parse_text
from povrules.facts.partial_date import between
from povrules.facts.reasons import (
    BIRTH_CONTRADICTION,
    NOT_A_DATE,
    NOT_A_FLAG,
    NOT_A_NUMBER,
    NOT_FINITE,
    NOT_WHOLE,
    BadValue,
    after_observed,
    out_of_range,
)
from povrules.facts.recognition import USED, recognised
from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.calendar import PartialDate
from povrules.language.errors import PovrulesError, closest
from povrules.language.numbers import Number, whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType

DEPRIVED = "deprived_"
OWN_KEYS = ("members", "deprivations", "observed_on")
FUTURE_ALLOWED = ("certified_from", "certified_to")
"""A certificate may be issued now and begin next year."""
NOT_ONE_DAY = "must be one day, not a month or a year"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fact that cannot be used: ``path`` as in ``members[2].birth_date``, the value, and why."""

    path: str
    value: object
    reason: str
    closest: str | None = None

    def __str__(self) -> str:
        hint = f"; did you mean {self.closest!r}?" if self.closest else ""
        return f"{self.path}: {self.reason}{hint}"


class FactsError(PovrulesError):
    """A household that cannot be assessed as given. ``problems`` lists every fact that is wrong, not only the first.

    Values are not repeated in the message: they may be somebody's own.
    """

    code = "facts"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = f"{len(problems)} facts cannot be used: " if len(problems) > 1 else ""
        super().__init__(count + "; ".join(map(str, problems)))


def take_household(schema: FactSchema, given: Mapping[str, Any], *, on: date) -> Household:
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

    def household(self, given: Mapping[str, Any]) -> Household:
        if not isinstance(given, Mapping):
            raise FactsError([Problem("household", given, "must be a mapping of facts")])
        observed = self.on
        if given.get("observed_on") is not None:
            read = self.value(self.schema.household["observed_on"], given["observed_on"], "observed_on")
            observed = read if isinstance(read, date) else self.on
            if isinstance(read, PartialDate):
                self.problems.append(Problem("observed_on", given["observed_on"], NOT_ONE_DAY))
        facts: dict[str, Given] = {}
        for name, value in self._flattened(given):
            self.take(facts, self.schema.household, name, value, name, observed)
        members: list[dict[str, Given]] = []
        listed = given.get("members")
        if listed is not None and (isinstance(listed, (str, Mapping)) or not isinstance(listed, Sequence)):
            self.problems.append(Problem("members", listed, "must be a list with a mapping for each member"))
            listed = None
        for i, member in enumerate(listed or ()):
            members.append(self.member(member, f"members[{i}]", observed))
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
            self.problems.append(Problem("deprivations", deprivations, "must be a mapping of indicators"))
            return
        for name, value in (deprivations or {}).items():
            if f"{DEPRIVED}{name}" in given:
                self.problems.append(Problem(f"deprivations.{name}", value, f"also given as {DEPRIVED}{name}"))
            yield f"{DEPRIVED}{name}", value

    def member(self, given: Any, path: str, observed: date) -> dict[str, Given]:
        facts: dict[str, Given] = {}
        if not isinstance(given, Mapping):
            self.problems.append(Problem(path, given, "must be a mapping of facts"))
            return facts
        for name, value in given.items():
            if name != "birth_year":
                self.take(facts, self.schema.person, str(name), value, f"{path}.{name}", observed)
        if "birth_year" in given and "birth_date" in self.schema.person:
            self.birth_year(facts, given["birth_year"], f"{path}.birth_year", observed)
        return facts

    def birth_year(self, facts: dict[str, Given], value: Any, path: str, observed: date) -> None:
        """A birth year stands for a birth day that is not given; beside one, it may not contradict it."""
        spec = self.schema.person["birth_date"]
        read = self.value(spec, str(value) if isinstance(value, float) else value, path)
        other = facts.get(spec.id)
        if not isinstance(other, (date, PartialDate)):
            facts[spec.id] = None
            if isinstance(read, (date, PartialDate)):
                self.birth(facts, spec.id, read, path, value, observed)
        elif isinstance(read, (date, PartialDate)):
            (first, last), (low, high) = _ends(other), _ends(read)
            if first > high or last < low:
                self.problems.append(Problem(path, value, BIRTH_CONTRADICTION.en))

    def birth(
        self, facts: dict[str, Given], id: str, read: date | PartialDate, path: str, value: Any, observed: date
    ) -> None:
        first, last = _ends(read)
        if first > observed:
            self.problems.append(Problem(path, value, after_observed(observed.isoformat()).en))
        else:
            facts[id] = between(first, min(last, observed))

    def take(
        self, facts: dict[str, Given], specs: Mapping[str, FactSpec], name: str, value: Any, path: str, observed: date
    ) -> None:
        spec = specs.get(name)
        if spec is None:
            self.problems.append(self.unknown(specs, name, value, path))
            return
        read = self.value(spec, value, path)
        facts[spec.id] = read
        if isinstance(read, (date, PartialDate)) and name not in FUTURE_ALLOWED:
            self.birth(facts, spec.id, read, path, value, observed)

    def unknown(self, specs: Mapping[str, FactSpec], name: str, value: Any, path: str) -> Problem:
        if f"{DEPRIVED}{name}" in specs:
            reason = f"a bare {name!r} reads as *has* {name}; give {DEPRIVED}{name} (true when deprived)"
            return Problem(path, value, reason)
        other = self.schema.person if specs is self.schema.household else self.schema.household
        if name in other:
            whose = "a member" if other is self.schema.person else "the household"
            return Problem(path, value, f"is a fact of {whose}")
        return Problem(path, value, "no such fact", closest(name, [*specs, *OWN_KEYS]))

    def value(self, spec: FactSpec, value: Any, path: str) -> Given:
        try:
            read = read_value(spec, value)
            check_range(spec, read)
            return read
        except BadValue as problem:
            self.problems.append(Problem(path, value, problem.reason.en))
            return None


def _ends(day: date | PartialDate) -> tuple[date, date]:
    return (day.first, day.last) if isinstance(day, PartialDate) else (day, day)


def read_value(spec: FactSpec, value: Any) -> Given:
    """One value of a program as the fact it stands for.

    Raises:
        BadValue: it is not one.
    """
    if value is None or value is _missing_of_pandas(value):
        return None
    if isinstance(spec.type, BoolType):
        return _flag(value)
    if isinstance(spec.type, NumberType):
        return _number(value, spec)
    if isinstance(spec.type, DateType):
        return _day(value)
    if isinstance(spec.type, EnumType):
        return EnumWords(spec.type, spec.member_labels).parse(str(value))
    return parse_text(str(value))


def _missing_of_pandas(value: Any) -> Any:
    """The value itself when it is a missing-value mark of a data-frame library (NaT, NA), else a fresh object.

    A bare NaN is no such mark: one cannot tell a missing value from a failed calculation, so it is refused.
    """
    return value if type(value).__name__ in ("NAType", "NaTType") else object()


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if isinstance(value, (int, float)) and value not in (0, 1):
        raise BadValue(NOT_A_FLAG)
    return parse_bool(str(value))


def _number(value: Any, spec: FactSpec) -> Number | None:
    assert isinstance(spec.type, NumberType)
    number: Number | None
    if isinstance(value, bool):
        raise BadValue(NOT_A_NUMBER)
    if isinstance(value, Integral):  # numpy's whole numbers as well
        number = int(value)
    elif isinstance(value, Fraction):
        number = whole(value)
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise BadValue(NOT_FINITE)
        number = whole(Fraction(value))
    elif isinstance(value, Real):
        binary = float(value)
        if not math.isfinite(binary):
            raise BadValue(NOT_FINITE)
        number = int(binary) if binary.is_integer() else parse_number(repr(binary), "en", spec.type.unit)
        check_float_digits(number or 0)
    else:
        number = parse_number(str(value), None, spec.type.unit)
    if spec.type.integer and number is not None and not isinstance(number, int):
        raise BadValue(NOT_WHOLE)
    return number


def _day(value: Any) -> date | PartialDate | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (date, PartialDate)):
        return value
    if isinstance(value, (bool, float)):
        raise BadValue(NOT_A_DATE)
    return parse_date(str(value))


def check_range(spec: FactSpec, value: Given) -> None:
    """Refuse a value outside its declared domain.

    Raises:
        BadValue: with the domain.
    """
    if value is None or isinstance(value, (str, bool)):
        return
    first: Any = value.first if isinstance(value, PartialDate) else value
    last: Any = value.last if isinstance(value, PartialDate) else value
    low: Any = spec.low
    high: Any = spec.high
    if (low is not None and first < low) or (high is not None and last > high):
        raise BadValue(out_of_range(*(None if end is None else str(end) for end in (low, high))))
