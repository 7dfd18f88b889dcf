"""What every pack of a place must keep, checked in one line: ``check_pack(my_package)``.

Its law holds together on every day on which it changes, its decision tables have no gap and no overlap, its worked
households get their answers, all engines agree on households drawn at its boundaries, and nothing of the nation
changes: every rule, value and constraint of the nation is the same with the pack as without it, and every answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl

from povrules.api import Policy, Register, load_policy
from povrules.decisions.assessment import ENGINE
from povrules.engines.reference.engine import ReferenceEngine
from povrules.facts.intake import take_household
from povrules.language.errors import PovrulesError
from povrules.language.symbols import NATION
from povrules.law.changes import days_of_change
from povrules.law.places import Place
from povrules.law.territories import Territory, place_of
from povrules.law.text import LawText
from povrules.plugins.loading import Choice, law_text, local_law, resolved_for
from povrules.plugins.manager import PluginManager
from povrules.plugins.pack import Pack
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.tables import prove_tables
from povrules.testing.case_files import read_cases
from povrules.testing.cases import Case, run_case
from povrules.testing.households import HouseholdDrawer
from povrules.testing.neighbours import asked, interference, with_tables_of

CASES = "cases.yaml"
CLASS = "vn:poverty_class"
DRAWN = 9
"""Households drawn for each of the days that are looked at closely."""
OPEN = 0.1
"""Share of unknown facts in every third household."""
CLOSELY = 2
"""Days looked at closely: the first on which all is known, and the last."""


class ContractBroken(AssertionError):
    """A pack that does not keep the contract; ``problems`` has a line for each thing wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Kept:
    """What was checked.

    Args:
        packs: their ids.
        days: on which the law was put together.
        tables: decision tables proved, counted on each day.
        cases: worked households.
        households: drawn and decided by every engine.
        problems: a line for each thing wrong, with file and line where there is one.
    """

    packs: tuple[str, ...]
    days: int
    tables: int
    cases: int
    households: int
    problems: tuple[str, ...]


def check_pack(plugin: object, *, households: int = DRAWN, seed: int = 1) -> Kept:
    """Check the packs of a plugin.

    Args:
        plugin: a module or object with hooks.
        households: how many are drawn for each day that is looked at closely.
        seed: of the draw.

    Returns:
        What was checked.

    Raises:
        ContractBroken: with a line for each thing wrong.
    """
    manager = PluginManager([plugin])
    (mine,) = manager.installed_plugins
    kept = check_packs(manager, mine.packs, households=households, seed=seed)
    if kept.problems:
        raise ContractBroken(kept.problems)
    return kept


def check_packs(manager: PluginManager, packs: Sequence[Pack], *, households: int = DRAWN, seed: int = 1) -> Kept:
    """The same for packs of a manager, telling what is wrong instead of raising it."""
    contract = _Contract(manager, households, Random(seed))
    for pack in packs:
        contract.check(pack)
    if not packs:
        contract.wrong("the plugin provides no pack")
    ids = tuple(pack.id for pack in packs)
    return Kept(ids, contract.days, contract.tables, contract.cases, contract.drawn, tuple(contract.problems))


class _Contract:
    def __init__(self, manager: PluginManager, households: int, random: Random) -> None:
        self.manager = manager
        self.households = households
        self.random = random
        self.problems: dict[str, None] = {}
        self.days = self.tables = self.cases = self.drawn = 0

    def wrong(self, problem: object) -> None:
        """Note a problem; the same one of another day is not noted again."""
        self.problems[" ".join(str(problem).split())] = None

    def check(self, pack: Pack) -> None:
        """Everything about one pack."""
        try:
            texts = [law_text(folder) for folder in pack.folders]
        except PovrulesError as problem:
            self.wrong(problem)
            return
        if pack.namespace == NATION:
            self.wrong(f"{pack.id} is law of the nation; this contract is for packs of a place")
            return
        if all(text.coverage is None for text in texts):
            self.wrong(f"{pack.id} does not say which days it knows: coverage: {{from: ..., to: ...}}")
        for territory in pack.territories:
            self._territory(pack, territory, texts)
        self._cases(pack)

    def _territory(self, pack: Pack, territory: Territory, texts: Sequence[LawText]) -> None:
        own = place_of(territory, self.manager.places)
        days = days_of_pack(territory, own, texts)
        laws: dict[date, ResolvedPolicy] = {}
        for day in days:
            try:
                law = laws[day] = resolved_for(self.manager, territory.code, Choice(day))
                nation = resolved_for(self.manager, NATION, Choice(day))
            except PovrulesError as problem:
                self.wrong(problem if problem.span else f"{pack.id} on {day}: {problem}")
                continue
            self._tables(law, pack.namespace)
            for other in interference(nation, law):
                self.wrong(f"{pack.id} on {day}: {other}")
        self.days += len(days)
        self._elsewhere(pack, territory, days)
        if not self.problems:
            for day in _closely(laws, pack.namespace):
                self._drawn(pack, Policy(laws[day], self.manager), day)

    def _tables(self, law: ResolvedPolicy, space: str) -> None:
        own = with_tables_of(law, space)
        for proof in prove_tables(own):
            self.tables += proof.proved
            if not proof.proved:
                place = f"{proof.span}: " if proof.span else ""
                self.wrong(f"{place}{proof.decision}: {proof.problem} ({law.on})")

    def _elsewhere(self, pack: Pack, territory: Territory, days: Sequence[date]) -> None:
        """In another place the pack is not even there."""
        codes = {t.code for t in pack.territories}
        other = next(p for p in self.manager.places if p.code not in codes and p.code != NATION and p.end is None)
        for day in days:
            if other.exists(day) and local_law(self.manager, other.code, Choice(day)) is not None:
                self.wrong(f"{pack.id} is law in {other.name} ({other.code}) on {day}, which is none of its places")

    def _cases(self, pack: Pack) -> None:
        paths = [path for folder in pack.folders if (path := folder / CASES).is_file()]
        if not paths:
            self.wrong(f"{pack.id} has no worked households: write some into {pack.folders[0] / CASES}")
        for path in paths:
            try:
                cases = read_cases(path)
            except PovrulesError as problem:
                self.wrong(problem)
                continue
            self.cases += len(cases)
            for case in cases:
                try:
                    self._policy(case)
                except PovrulesError as problem:  # said once, and not again for every case of the day
                    self.wrong(problem if problem.span else f"{case.span}: {problem}")
                    continue
                for failure in run_case(case, self._policy):
                    self.wrong(failure)

    def _policy(self, case: Case) -> Policy:
        choices: dict[str, Any] = {"known_on": case.known_on, "evidence": case.evidence, "plugins": self.manager}
        return load_policy(on=case.on, place=case.place, **choices)

    def _drawn(self, pack: Pack, policy: Policy, day: date) -> None:
        """Households at the boundaries: every engine answers alike, and the nation's answers are the nation's."""
        law, nation = policy.resolved, resolved_for(self.manager, NATION, Choice(day))
        own = asked(law, pack.namespace)
        drawer, engine = HouseholdDrawer(policy), ReferenceEngine()
        given: list[dict[str, Any]] = []
        for i in range(self.households):
            each = drawer.draw(self.random, f"H{i}", OPEN if i % 3 == 2 else 0.0)
            given.append(each)
            household = take_household(policy.facts, each, on=day)
            members: tuple[int, ...] = tuple(range(len(household.members)))
            keys = [key for key in own if law.facts[key].decision] if i % 3 == 2 else own
            places = [(id, at) for of, id in keys for at in ((None,) if of == "household" else members)]
            mine, other = engine.answer(law, household, places), ENGINE.answer(law, household, places)
            for place in places:
                if mine[place] != other[place]:
                    self.wrong(f"{place[0]} on {day}: the engines do not agree about {each}")
            if ("household", CLASS) in nation.facts:
                here, there = (engine.answer(one, household, [(CLASS, None)]) for one in (law, nation))
                if here != there:
                    self.wrong(f"{CLASS} on {day} is not the nation's with {pack.id}, about {each}")
        self.drawn += len(given)
        complete = [each for i, each in enumerate(given) if i % 3 != 2]
        self._registers(policy, complete, sorted({law.shown(id) for _, id in own}), day)

    def _registers(self, policy: Policy, given: Sequence[dict[str, Any]], names: Sequence[str], day: date) -> None:
        rows = [{k: _cell(v) for k, v in each.items() if k != "members"} for each in given]
        people = [
            {"household_id": each["household_id"], **{k: _cell(v) for k, v in member.items()}}
            for each in given
            for member in each.get("members", ())
        ]
        persons = pl.DataFrame(people, infer_schema_length=None) if people else None
        households = pl.DataFrame(rows, infer_schema_length=None)
        register = Register(households, persons, plugins=policy.plugins)
        one = policy.evaluate(register, outputs=names, engine="reference").frames
        other = policy.evaluate(register, outputs=names).frames
        for mine, theirs in zip(one, other, strict=True):
            for name in [] if mine is None else mine.columns:
                column = None if theirs is None or name not in theirs.columns else theirs.get_column(name)
                if mine is None or column is None or not mine.get_column(name).equals(column):
                    self.wrong(f"{name} on {day}: the engines do not agree over a register")


def days_of_pack(territory: Territory, own: Place, texts: Sequence[LawText]) -> list[date]:
    """The days on which anything changes, and the day after the place itself ends."""
    first = territory.start or own.start
    days = {day for day in days_of_change(texts) if day >= first}
    if territory.end is None and own.end is None:
        return sorted(days)
    last = territory.end or own.end
    assert last is not None
    after = last + timedelta(days=1)
    covered = [text.coverage for text in texts if text.coverage is not None]
    return sorted(days | {day for day in (last, after) if any(c.start <= day <= c.end for c in covered)})


def _closely(laws: dict[date, ResolvedPolicy], space: str) -> list[date]:
    """A few days that say most: where most rules of the place are known, and the last."""

    def known(day: date) -> int:
        return sum(fact.formula is not None for (_, id), fact in laws[day].facts.items() if id.startswith(f"{space}:"))

    days = sorted(laws)
    best = max(days, key=known, default=None)
    return list(dict.fromkeys([*([best] if best else []), *days[-1:]]))[:CLOSELY]


def _cell(value: Any) -> str | None:
    """A drawn fact as a file holds it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    first = getattr(value, "first", None)
    if first is not None:
        return str(first.year)
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)
