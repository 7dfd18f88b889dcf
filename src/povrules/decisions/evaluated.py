"""What comes out for a register: frames with the results beside what identifies each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from povrules.decisions.entitled import wanted_entitlements, with_entitlements
from povrules.decisions.method import Method, method_for, with_method
from povrules.engines.outcome import Outcome
from povrules.engines.reference.registers import evaluate_register
from povrules.engines.results import answer_columns, number_column
from povrules.facts.household import Household
from povrules.facts.observing import observe
from povrules.facts.recognition import recognise
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope
from povrules.language.numbers import exact
from povrules.language.types import NumberType
from povrules.policy.hosted import OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy

CLASS, COUNT, DEPRIVATIONS = "vn:poverty_class", "vn:deprivation_count", "vn:deprivations"


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """Results over a register.

    Args:
        households: a row for each used household: its id, what was given, and for each decision ``x`` the columns
            ``x`` and, where anything is undetermined, ``x_possible``, ``x_missing``, ``x_reason``; for each programme
            ``p`` in force its name, and ``p.x`` for each benefit, empty where it is not granted. The same kind of frame
            that came in.
        persons: the same for persons; None when members are not listed.
        register: the checked register that was evaluated, with its rejects.
        policy: the law it was evaluated by.
        frames: the results as polars frames, whatever came in.
    """

    households: Any
    persons: Any
    register: CheckedRegister
    policy: ResolvedPolicy
    frames: tuple[pl.DataFrame, pl.DataFrame | None]

    @property
    def rejects(self) -> pl.DataFrame:
        """Every row that was not used: table, row, column, value and reason."""
        return self.register.rejects_frame()


def evaluate(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    method: Method | None = None,
    done: Callable[[], None] = lambda: None,
) -> Evaluated:
    """Decide every household of a register and every person in it.

    Args:
        policy: the law in force.
        register: checked tables.
        method: as for one household.
        done: called after each household (progress).
    """
    seen = recognise(observe(register, register.observed_on or policy.on), policy.on)
    wanted = wanted_of(policy)
    answers = evaluate_register(
        policy,
        households_of(policy, seen),
        wanted,
        lambda household: with_method(household, method_for(policy, household, method)),
        done,
    )
    households = _with_answers(policy, seen, seen.households, seen.extra_households, answers.households, "household")
    persons = None
    if seen.persons is not None and seen.extra_persons is not None:
        persons = _with_answers(policy, seen, seen.persons, seen.extra_persons, answers.persons, "person")
    return Evaluated(native(households, seen.native), native(persons, seen.native), seen, policy, (households, persons))


def wanted_of(policy: ResolvedPolicy) -> dict[str, list[str]]:
    """What a register is asked: the class, its indicators and their count, every decision table, the programmes."""
    indicators = policy.sets[DEPRIVATIONS].items if DEPRIVATIONS in policy.sets else ()
    decided = [id for (of, id), fact in policy.facts.items() if of == "household" and fact.decision and fact.in_force]
    ids = [id for id in (CLASS, COUNT) if ("household", id) in policy.facts]
    persons = [id for (of, id), fact in policy.facts.items() if of == "person" and fact.decision and fact.in_force]
    return {
        "household": list(dict.fromkeys([*ids, *indicators, *decided, *wanted_entitlements(policy, "household")])),
        "person": [*persons, *wanted_entitlements(policy, "person")],
    }


def households_of(policy: ResolvedPolicy, register: CheckedRegister) -> Iterator[Household]:
    """The households of a register as engines take them."""
    ids = {of: {spec.name: spec.id for spec in specs.values()} for of, specs in _specs(register).items()}
    for given in register.household_facts():
        members = tuple(_by_id(member, ids["person"]) for member in given["members"])
        facts = _by_id(given, ids["household"])
        observed: date = facts.get(OBSERVED_ON) or register.observed_on or policy.on
        yield Household({**facts, ON: policy.on, OBSERVED_ON: observed}, members, given["unlisted"])


def _specs(register: CheckedRegister) -> Mapping[str, Mapping[str, Any]]:
    return {"household": register.schema.household, "person": register.schema.person}


def _by_id(given: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    return {ids[name]: value for name, value in given.items() if name in ids}


def _with_answers(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    table: pl.DataFrame,
    extra: pl.DataFrame,
    answers: Mapping[str, list[Outcome]],
    of: Scope,
) -> pl.DataFrame:
    results: list[pl.Series] = []
    for id, outcomes in answers.items():
        results += answer_columns(id.removeprefix("vn:"), policy.facts[of, id].type, outcomes)
    taken = {series.name for series in results}
    specs = _specs(register)[of]
    given = [_shown(series, specs) for series in table.get_columns() if series.name not in taken | {"household_row"}]
    kept = {series.name for series in given}
    others = [series for series in extra.get_columns() if series.name not in taken | kept]
    return with_entitlements(policy, register, pl.DataFrame([*given, *others, *results]), of)


def _shown(series: pl.Series, specs: Mapping[str, Any]) -> pl.Series:
    """A number column as numbers; inside a checked register it is exact text."""
    spec = specs.get(series.name)
    if spec is None or not isinstance(spec.type, NumberType):
        return series
    return number_column(series.name, [None if text is None else exact(text) for text in series.to_list()])


def native(frame: pl.DataFrame | None, kind: str) -> Any:
    """A frame as the kind that came in."""
    if frame is None or kind in ("file", "polars"):
        return frame
    return frame.to_pandas() if kind == "pandas" else frame.to_arrow()
