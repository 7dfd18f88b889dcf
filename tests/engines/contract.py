"""What every engine must do: answer as the reference engine does, for every policy, on households at the boundaries.

An engine joins by standing in ``HOUSEHOLD_ENGINES`` or ``REGISTER_ENGINES``; which law they are held against each other
on stands in `listed.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from math import ceil
from random import Random
from typing import Protocol

import polars as pl

import povrules as pr
from povrules.decisions.evaluated import Engine, Evaluated, evaluate
from povrules.decisions.method import Method, with_method
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.outcome import Outcome
from povrules.engines.reference.engine import ReferenceEngine
from povrules.engines.reference.evaluation import Place
from povrules.facts.household import Household
from povrules.facts.intake import take_household
from povrules.language import nodes as n
from povrules.language.symbols import NATION
from povrules.language.types import NumberType
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedPolicy
from povrules.testing.households import Form, HouseholdDrawer
from tests.support.registers import register_of

ASKED_ALL_THE_SAME = 0.04
REJECTED = 0.03
"""Share of persons whose row cannot be used: their household is open."""
METHODS: tuple[Method, ...] = ("income", "income", "score")


class HouseholdEngine(Protocol):
    name: str

    def answer(self, policy: ResolvedPolicy, household: Household, wanted: Iterable[Place]) -> dict[Place, Outcome]: ...


HOUSEHOLD_ENGINES: list[HouseholdEngine] = [CompiledEngine()]
REGISTER_ENGINES: list[Engine] = ["columnar"]
ENGINES: list[HouseholdEngine] = [ReferenceEngine(), *HOUSEHOLD_ENGINES]  # for the golden cases


def wanted_of(policy: ResolvedPolicy, household: Household, random: Random, most: int | None = None) -> list[Place]:
    """What the policy works out for this household and its members: everything, or so many of it by chance.

    An amount that rests on unknown law costs the reference engine a hundred times the rest: few are asked for it.
    """
    keys = [key for key, fact in policy.facts.items() if fact.computed]
    own = [key for key in keys if not key[1].startswith(f"{NATION}:")]
    found: list[Place] = []
    if most is not None:  # of a place first what it says itself
        keys = [*random.sample(own, min(most, len(own))), *random.sample(keys, max(2, most - len(own)))]
    for of, id in dict.fromkeys(keys):
        if not dear(policy, (of, id)) or random.random() < ASKED_ALL_THE_SAME:
            found += [(id, None)] if of == "household" else [(id, i) for i in range(len(household.members))]
    return found


def dear(policy: ResolvedPolicy, key: Key) -> bool:
    """Whether it is an amount that rests on unknown law."""
    return isinstance(policy.facts[key].type, NumberType) and on_unknown_law(policy, key)


@cache
def on_unknown_law(policy: ResolvedPolicy, key: Key) -> bool:
    """Whether a rule, or one that it reads, needs a value of law that is not known."""
    fact = policy.facts[key]
    if fact.formula is None:
        return fact.computed
    law = (policy.parameters[part.id] for part in n.walk(fact.formula) if isinstance(part, n.ParameterRef))
    unknown = any(value is None for parameter in law for _, value in parameter.cells)
    return unknown or any(on_unknown_law(policy, read) for read in reads(fact.formula))


def drawn(policy: pr.Policy, count: int, seed: int, shares: tuple[float, ...]) -> Iterator[Household]:
    """Checked households at the boundaries of a policy, by both methods, some with a member who was rejected."""
    drawer, random = HouseholdDrawer(policy), Random(seed)
    for i in range(count):
        given = drawer.draw(random, f"H{seed}-{i}", random.choice(shares))
        household = with_method(take_household(policy.facts, given, on=policy.on), random.choice(METHODS))
        yield replace(household, unlisted=random.choice((0,) * 19 + (1,)))


def disagreements(
    engine: HouseholdEngine, policy: ResolvedPolicy, household: Household, wanted: list[Place]
) -> list[str]:
    """Where an engine does not say what the reference engine says, in words."""
    found = engine.answer(policy, household, wanted)
    assert list(found) == wanted
    resolved = [place for place in wanted if found[place].reason != "not resolved"]  # its own word, and never a guess
    expected = ReferenceEngine().answer(policy, household, resolved)
    return [
        f"{place} on {policy.on}: {found[place]}\n  not {expected[place]}\n  for {household}"
        for place in resolved
        if found[place] != expected[place]
    ]


def registers(policy: pr.Policy, count: int, seed: int, shares: tuple[float, ...]) -> Iterator[pr.Register]:
    """Registers at the boundaries of a policy: one of rows that carry different facts, two of rows all alike."""
    drawer, random = HouseholdDrawer(policy), Random(seed)
    forms: list[Form | None] = [None, *random.sample(drawer.forms, 2)]
    for form in forms:
        share = random.choice(shares)
        drawn = [drawer.draw(random, f"H{i}", share, form) for i in range(ceil(count / len(forms)))]
        for member in (member for given in drawn for member in given.get("members", ())):
            if "birth_date" in member and random.random() < REJECTED:
                member["birth_date"] = "31/02/2010"
        yield register_of(drawn, policy.plugins)


def differences(
    engine: Engine,
    policy: ResolvedPolicy,
    register: pr.Register,
    outputs: list[str] | None,
    method: Method | None = None,
    *,
    twice: bool = True,
) -> list[str]:
    """Where an engine does not fill a register's columns as the reference engine does, in words.

    Asked twice, an engine that keeps what it learned of the first says the same the second time.
    """
    found = evaluate(policy, register.checked, method, engine=engine, outputs=outputs)
    if twice:
        again = evaluate(policy, register.checked, method, engine=engine, outputs=outputs)
        for one, other in ((found.households, again.households), (found.persons, again.persons)):
            assert one is other is None or one.equals(other, null_equal=True), "asked again it says something else"
        found = again
    expected = evaluate(policy, register.checked, method, engine="reference", outputs=outputs)
    tables = (("households", found.households, expected.households), ("persons", found.persons, expected.persons))
    return [line for name, mine, theirs in tables for line in _differing(name, mine, theirs, expected)]


def _differing(name: str, found: pl.DataFrame | None, expected: pl.DataFrame | None, whole: Evaluated) -> list[str]:
    if found is None or expected is None:
        return [] if found is expected else [f"{name} only in one"]
    lines = []
    for column, type in (*found.schema.items(), *expected.schema.items()):
        if column not in expected.columns or column not in found.columns:
            here, there = ("only here", found) if column in found.columns else ("lacks", expected)
            row = next(iter(there.get_column(column).is_not_null().arg_true().to_list()), 0)
            lines.append(f"{name}: {here} {column}, row {row}: {there.slice(row, 1).to_dicts()}")
            continue
        if type != expected.schema[column]:
            lines.append(f"{name}.{column} is {found.schema[column]}, not {expected.schema[column]}")
            continue
        same = found.get_column(column).eq_missing(expected.get_column(column)) | _not_resolved(found, expected, column)
        rows = (~same).arg_true().to_list()
        for row in rows[:1]:
            mine, theirs = found.get_column(column)[row], expected.get_column(column)[row]
            home = expected.row(row, named=True).get("household_id")
            given = next(f for f in whole.register.household_facts() if f["household_id"] == home)
            lines.append(f"{name}.{column}, row {row} and {len(rows) - 1} more: {mine}, not {theirs}, for {given}")
    return lines


def _not_resolved(found: pl.DataFrame, expected: pl.DataFrame, column: str) -> pl.Series:
    """Rows in which one of them lost patience with the answer of a column, or with its programme."""
    name = re.sub("_(possible|missing|reason|low|high)$", "", column)
    rows = pl.repeat(False, found.height, dtype=pl.Boolean, eager=True)
    for frame in (found, expected):
        for reason in (f"{name}_reason", f"{name.partition('.')[0]}_reason"):
            if reason in frame.columns:
                rows = rows | frame.get_column(reason).eq_missing("not resolved")
    return rows
