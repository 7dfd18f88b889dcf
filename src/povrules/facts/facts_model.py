"""The facts of a policy as pydantic models, for hosts that take households as JSON (FastAPI, Django, a form).

A model checks as ``povrules.facts.intake`` does, because it asks it: what one refuses the other refuses, for the same
reason and with the same closest name, every problem in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import ConfigDict, create_model, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from povrules.facts.given_facts import GivenFacts
from povrules.facts.given_value import read_value
from povrules.facts.intake import DEPRIVED, take_household
from povrules.facts.model_fields import canonical_value, field_of, flags_field, members_field, name_of, year_field
from povrules.facts.problems import FactsError, Problem
from povrules.facts.schema import FactSchema, FactSpec

BIRTH = "birth_date"
Check = Callable[[Mapping[str, Any]], None]
Reader = Callable[[Mapping[str, Any]], dict[str, Any]]
Source = Callable[[], tuple[Callable[..., GivenFacts], tuple[FactSchema, date]]]


@lru_cache(maxsize=16)
def facts_model(schema: FactSchema, on: date) -> type[GivenFacts]:
    """The model of a household with its members; the same one for the same facts and day.

    Args:
        schema: the facts of the policy.
        on: the target date, the day on which facts hold that do not say when.

    Returns:
        A frozen model with one field for each fact, ``members``, and ``deprivations`` for indicators by short name.
        Enums are literals; numbers are ``int``, ``Decimal``, or ``Fraction`` where decimals do not end; None is
        unknown. Field descriptions have label, question and unit in both languages.
    """
    person = _person(schema)
    people = _fields(schema.person) | _birth_year(schema)
    member = _model("Member", people, person, _member_check(schema), lambda: (_member_again, (schema, on)))
    flags = [name for name in schema.household if name.startswith(DEPRIVED)]
    fields = _fields(schema.household) | {"members": members_field(member)}
    if flags:
        fields["deprivations"] = flags_field([name.removeprefix(DEPRIVED) for name in flags])

    def read(given: Mapping[str, Any]) -> dict[str, Any]:
        found = _read(schema.household, given)
        if given.get("deprivations") is not None:
            short = {DEPRIVED + name: value for name, value in given["deprivations"].items()}
            found["deprivations"] = {n.removeprefix(DEPRIVED): v for n, v in _read(schema.household, short).items()}
        if given.get("members") is not None:
            found["members"] = [person(_given(each)) for each in given["members"]]
        return found | {name: None for name in ("deprivations", "members") if name in given and name not in found}

    def check(given: Mapping[str, Any]) -> None:
        take_household(schema, given, on=on)

    return _model("Household", fields, read, check, lambda: (_again, (schema, on)))


def _again(schema: FactSchema, on: date, given: Mapping[str, Any]) -> GivenFacts:
    """A household that was pickled."""
    return facts_model(schema, on)(**given)


def _member_again(schema: FactSchema, on: date, given: Mapping[str, Any]) -> GivenFacts:
    """A member that was pickled alone."""
    found: GivenFacts = facts_model(schema, on)(members=[given]).members[0]  # type: ignore[attr-defined]
    return found


def _given(facts: Any) -> Any:
    return facts.given() if isinstance(facts, GivenFacts) else facts


def _fields(specs: Mapping[str, FactSpec]) -> dict[str, tuple[Any, FieldInfo]]:
    return {name_of(spec.name): field_of(spec) for spec in specs.values()}


def _birth_year(schema: FactSchema) -> dict[str, tuple[Any, FieldInfo]]:
    return {"birth_year": year_field(schema.person[BIRTH])} if BIRTH in schema.person else {}


def _read(specs: Mapping[str, FactSpec], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: canonical_value(read_value(specs[name], value)) for name, value in given.items() if name in specs}


def _person(schema: FactSchema) -> Reader:
    def read(given: Mapping[str, Any]) -> dict[str, Any]:
        found = _read(schema.person, given)
        if "birth_year" in given:
            year = given["birth_year"]
            read = read_value(schema.person[BIRTH], str(year) if isinstance(year, float) else year)
            found["birth_year"] = canonical_value(read, year=True)
        return found

    return read


def _member_check(schema: FactSchema) -> Check:
    """A member by itself; the day of observation is the household's, and is looked at there."""

    def check(given: Mapping[str, Any]) -> None:
        try:
            take_household(schema, {"members": [given]}, on=date.max)
        except FactsError as error:
            raise FactsError([_within_member(problem) for problem in error.problems]) from None

    return check


def _within_member(problem: Problem) -> Problem:
    return Problem(problem.at[2:], problem.value, problem.why, problem.closest)


def _model(
    name: str, fields: dict[str, tuple[Any, FieldInfo]], read: Reader, check: Check, source: Source
) -> type[GivenFacts]:
    class Checked(GivenFacts):
        model_config = ConfigDict(title=name)

        def __reduce__(self) -> tuple[Any, ...]:
            # A class that is made while a program runs has no name that another one could look up.
            again, of = source()
            return again, (*of, self.given())

        @model_validator(mode="before")
        @classmethod
        def _all_that_is_wrong(cls, given: Any) -> Any:
            if isinstance(given, GivenFacts):
                return given
            try:
                check(given)
            except FactsError as error:
                raise ValidationError.from_exception_data(name, [_told(p) for p in error.problems]) from None
            return read(given)

    kinds: dict[str, Any] = dict(fields)
    return create_model(name, __base__=Checked, __module__=__name__, **kinds)


def _told(problem: Problem) -> InitErrorDetails:
    context = {"reason": problem.why.en, "reason_vi": problem.why.vi, "closest": problem.closest}
    hint = "; did you mean '{closest}'?" if problem.closest else ""
    return InitErrorDetails(
        type=PydanticCustomError(problem.why.code, "{reason}" + hint, context),
        loc=problem.at,
        input=problem.value,
    )
