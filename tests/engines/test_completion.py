"""Every admissible completion, by trying them all: the national standard of every regime, up to 12 unknown facts.

Households are drawn at the boundaries. Each group of facts stands at the level of its indicator (`deprived_water`) or
of its raw facts (`water_source`); a fact may be known, unknown, or not in the data at all. The completed households go
through the same engine with everything known, so that only the handling of unknown facts is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import prod
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import povrules as pr
from povrules.decisions.assessment import Assessment
from povrules.decisions.method import with_method
from povrules.facts.intake import take_household
from povrules.language.calendar import PartialDate
from povrules.language.types import BoolType, EnumType
from tests.support.brute_force import LAW, Asked, Slot, birth_points, brute_force

MOST_MONEY = 360_000_000_000
MOST = 12  # unknown facts of a household
OLD = ("2018-06-30", "2021-06-30")
NEW = ("2024-06-30", "2026-06-30")
DAYS = (*OLD, *NEW, "2027-06-30")

# Raw facts of each group of indicators: of the household and of a member.
HOUSEHOLD: dict[str, tuple[str, ...]] = {
    "housing_quality": ("wall_durable", "frame_durable", "roof_durable"),
    "housing_area": ("floor_area",),
    "water": ("water_source",),
    "toilet": ("toilet_type",),
    "information_means": (
        "has_tv",
        "has_radio",
        "has_desktop",
        "has_phone",
        "has_laptop",
        "has_tablet",
        "has_smartphone",
    ),
    "telecom": ("internet_used",),
    "dependents": ("dependent_count",),
}
MEMBER: dict[str, tuple[str, ...]] = {
    "employment": ("work_status", "able_to_work", "sex"),
    "dependents": ("receives_monthly_allowance", "has_disability"),
    "nutrition": ("stunted", "underweight"),
    "health_insurance": ("has_health_card",),
    "education": ("in_school", "school_level", "highest_certificate"),
    "telecom": ("uses_internet",),
    "health_care": ("untreated_illness",),
}
HOUSEHOLD_OLD = {
    **HOUSEHOLD,
    "housing_quality": ("house_kind",),
    "telecom": ("phone_subscription", "internet_used"),
    "information_means": ("has_tv", "has_radio", "has_desktop", "has_laptop", "has_tablet", "hears_loudspeaker"),
}
FLAGS = {"education": ("adult_education", "child_schooling")}
# What a member's age decides: parameters in years (from, or to the end of), in months, and days.
AGES: dict[str, tuple[str, ...]] = {
    "employment": ("working_age_start",),
    "dependents": ("dependent_child_below", "dependent_elderly_from"),
    "nutrition": ("nutrition_child_below",),
    "health_insurance": ("health_insurance_from",),
    "education": (
        "adult_education_from",
        "adult_education_upper_from",
        "adult_education_last_age",
        "child_schooling_from",
        "child_schooling_below",
        "primary_school_from",
        "lower_secondary_from",
    ),
    "worker": ("working_age_start",),
}
WORKER = ("work_status", "able_to_work")


@cache
def policy_of(day: str) -> pr.Policy:
    return pr.load_policy(on=day)


def value_of(policy: pr.Policy, name: str, member: str | None = None) -> Any:
    return policy.parameter(name, member)


@dataclass
class Drawn:
    """A household as the data holds it, and the critical points of what is unknown in it."""

    policy: pr.Policy
    facts: dict[str, Any] = field(default_factory=dict)
    members: list[dict[str, Any]] | None = None
    slots: dict[Slot, Sequence[Any]] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)  # indicator: names of the facts it reads
    observed: date = date.min
    worker: bool = False  # members carry what makes a low-income worker

    def given(self) -> dict[str, Any]:
        return {**self.facts, **({} if self.members is None else {"members": self.members})}

    def known(self, slot: Slot, value: Any) -> None:
        """Let what was unknown be known."""
        del self.slots[slot]
        whose, id = slot
        name = id.removeprefix("vn:")
        if whose is None:
            self.facts[name] = value
        elif isinstance(whose, int) and self.members is not None:
            if name == "birth_date":
                self.members[whose].pop("birth_year", None)
            self.members[whose][name] = value


class Drawer:
    """Draws one household. ``most`` is how many completions are tried at most."""

    def __init__(self, draw: st.DrawFn, day: str, most: int) -> None:
        self.draw = draw
        self.day = day
        self.most = most
        self.policy = policy_of(day)
        self.it = Drawn(self.policy)
        self.it.observed = self.policy.on
        self.old = day in OLD
        self.raw: set[str] = set()

    def one_of(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(1, 100)) <= percent

    # the parts -----------------------------------------------------------------------------------------------------

    def household(self) -> Drawn:
        it = self.it
        listed = 0 if self.day.startswith("2027") else self.one_of(0, 0, 1, 1, 2, 3)
        if self.chance(30) and self.day != "2027-06-30":
            it.observed = self.one_of(date(it.policy.on.year, 2, 28), date(it.policy.on.year, 1, 1))
            it.facts["observed_on"] = it.observed.isoformat()
        if listed:
            it.members = [{} for _ in range(listed)]
        ghosts = self.size(listed)
        self.fact("area", ("rural", "urban"), 20)
        self.income()
        indicators = [id.removeprefix("vn:deprived_") for id in it.policy.resolved.sets["vn:deprivations"].items]
        for group in dict.fromkeys("education" if i in FLAGS["education"] else i for i in indicators):
            self.group(group, listed, ghosts)
        if self.chance(35):
            self.worker(listed)
        self.births(listed, ghosts)
        if self.chance(25):
            self.farm()
        self.scores()
        if self.day.startswith("2027"):
            for area in ("rural", "urban"):
                line = value_of(it.policy, "income_line", area)
                it.slots[LAW, f"vn:average_line[{area}"] = (line - 1, line, line + 1, 10**12)
        self.trim()
        return it

    def fact(self, name: str, points: Sequence[Any], unknown: int, whose: int | None = None, absent: int = 5) -> bool:
        """A fact known at one of its critical points, unknown, or not in the data; whether it is in the data."""
        it = self.it
        slot: Slot = (whose, f"vn:{name}")
        carrier = it.facts if whose is None else (it.members or [])[whose]
        if self.chance(absent):
            it.slots[slot] = points
            return False
        if self.chance(unknown):
            it.slots[slot] = points
            carrier[name] = None
        else:
            carrier[name] = self.one_of(*points)
        return True

    def size(self, listed: int) -> int:
        """The household's size; how many members are not listed."""
        it = self.it
        if not listed:
            self.fact("household_size", tuple(range(1, 31)), 30, absent=15)
            if "household_size" in it.facts and it.facts["household_size"] is not None:
                it.facts["household_size"] = self.one_of(1, 2, 3, 4, 5, 30)
            return 0
        kind = self.one_of("absent", "unknown", "all", "all", "open")
        if kind == "unknown":
            it.facts["household_size"] = None
        elif kind != "absent":
            it.facts["household_size"] = listed + (kind == "open")
        return int(kind == "open")

    def sizes(self) -> tuple[int, ...]:
        it = self.it
        known = it.facts.get("household_size")
        if known is not None:
            return (known,)
        return (len(it.members),) if it.members else tuple(range(1, 31))

    def lines(self) -> list[int]:
        names = ["income_line", "average_line", *(["upper_income_line"] if self.old else [])]
        found = {value_of(self.policy, name, area) for name in names for area in ("rural", "urban")}
        return sorted(line for line in found if line is not None)

    def income(self) -> None:
        it = self.it
        per_head = tuple(
            sorted({line + d for line in self.lines() for d in (-1, 0, 1)} | {-1_000_000_000, 1_000_000_000})
        )
        kind = self.one_of("per head", "per head", "per head", "total", "both", "nothing")
        if kind == "nothing":
            it.slots[None, "vn:income_per_capita"] = per_head
            if self.chance(50):
                it.facts["income_per_capita"] = None
            return
        if kind == "per head":
            if not self.fact("income_per_capita", per_head, 30, absent=10) and self.chance(30):
                it.facts["income_per_capita"] = None
            return
        sizes = self.sizes()
        size = self.one_of(*sizes[:8])
        line = self.one_of(*self.lines())
        if kind == "both":
            it.facts["income_per_capita"] = line + self.one_of(-1, 0, 1)
            it.facts["income_total"] = (line + self.one_of(-1, 0, 1)) * 12 * size + self.one_of(0, 5, -5)
            return
        if self.chance(40) and len(sizes) < 8:
            points = {line * 12 * each + d for line in self.lines() for each in sizes for d in (-1, 0, 1)}
            it.slots[None, "vn:income_total"] = tuple(sorted(points | {-MOST_MONEY, MOST_MONEY}))
            it.facts["income_total"] = None
        else:
            it.facts["income_total"] = line * 12 * size + self.one_of(-1, 0, 1)

    def group(self, group: str, listed: int, ghosts: int) -> None:
        """One indicator (or the two of education), from raw facts or as given."""
        it = self.it
        flags = FLAGS.get(group, (group,))
        of_household = (HOUSEHOLD_OLD if self.old else HOUSEHOLD).get(group)
        of_member = MEMBER.get(group) if listed else None
        levels = ["flag", "flag", "flag"]
        if not self.day.startswith("2027"):
            levels += ["household", "household"] if of_household else []
            levels += ["member", "member"] if of_member else []
        level = self.one_of(*levels)
        if level == "flag":
            for flag in flags:
                # Without its flag a group whose rule reads listed members stands at their level.
                absent = 0 if listed and group in MEMBER else 25
                self.fact(f"deprived_{flag}", (False, True), 40, absent=absent)
                it.groups[flag] = {f"deprived_{flag}"}
            return
        names = of_household if level == "household" else of_member
        assert names is not None
        self.raw.add(group if level == "member" else "")
        for flag in flags:
            it.groups[flag] = set(names) | ({"birth_date"} if level == "member" else set())
        if group in ("dependents", "housing_area"):
            it.groups[group].add("household_size")
        if level == "household":
            carried = [self.fact(name, self.points(name), 35, absent=15) for name in names]
            if not any(carried):  # then nothing says that the group stands at raw level
                it.facts[names[0]] = None
            if group == "telecom" and listed and "internet_used" not in it.facts:
                it.facts["internet_used"] = None
            return
        if self.old and group == "telecom":
            it.groups[group].add("phone_subscription")
            self.fact("phone_subscription", (False, True), 30, absent=0)
        if level == "member":
            for name in names:
                for i in range(listed):
                    self.fact(name, self.points(name, "person"), 25, whose=i, absent=0 if i == 0 else 10)
                if ghosts:
                    it.slots[listed, f"vn:{name}"] = self.points(name, "person")

    def points(self, name: str, scope: str = "household") -> tuple[Any, ...]:
        type = self.policy.resolved.facts[scope, f"vn:{name}"].type  # type: ignore[index]
        if isinstance(type, BoolType):
            return (False, True)
        if isinstance(type, EnumType):
            return type.members
        if name == "floor_area":
            return tuple(sorted({8 * size + d for size in self.sizes() for d in (-1, 0, 1)} | {0}))
        assert name == "dependent_count"
        return tuple(range(min(30, 2 + max(self.sizes())) + 1))

    def worker(self, listed: int) -> None:
        """What makes a low-income worker; beside an unknown flag of work it would be taken for raw facts of that."""
        if not listed or self.it.facts.get("deprived_employment") is None:
            return
        self.raw.add("worker")
        self.it.worker = True
        for i in range(listed):
            for name in WORKER:
                self.fact(name, self.points(name, "person"), 30, whose=i)

    def births(self, listed: int, ghosts: int) -> None:
        it = self.it
        if not listed:
            return
        names = sorted({name for group in self.raw for name in AGES.get(group, ())})
        ages = [value_of(it.policy, name) for name in names]
        years = tuple(sorted({a + d for a in ages if a is not None for d in (0, 1)}))
        months: tuple[int, ...] = ()
        if "employment" in self.raw:
            months = tuple(value_of(it.policy, "working_age_end", sex) for sex in ("male", "female"))
        days = (value_of(it.policy, "adult_education_born_from"),) if self.old and "education" in self.raw else ()
        everyone = birth_points(date(1900, 1, 1), it.observed, it.observed, years, months, days, False)
        turning = birth_points(date(1900, 1, 1), it.observed, it.observed, years, months, days, True)
        for i in range(listed):
            assert it.members is not None
            kind = self.one_of("day", "day", "year", "year", "year", "unknown", "absent")
            if kind == "day":
                it.members[i]["birth_date"] = self.one_of(*turning).isoformat()
            elif kind == "year":
                year = self.one_of(*turning).year
                it.members[i]["birth_year"] = year
                span = PartialDate.year(year)
                last = min(span.last, it.observed)
                it.slots[i, "vn:birth_date"] = birth_points(span.first, last, it.observed, years, months, days, True)
            else:
                it.slots[i, "vn:birth_date"] = everyone
                if kind == "unknown":
                    it.members[i]["birth_date"] = None
        if ghosts:
            it.slots[listed, "vn:birth_date"] = everyone

    def farm(self) -> None:
        """Receipts, costs and allowances; one that is unknown can reach every line whatever the other two are."""
        if self.old or self.day.startswith("2027") or len(self.sizes()) > 1:
            return
        self.fact("farm_household", (False, True), 20, absent=0)
        (size,) = self.sizes()
        targets = {line * 12 * size + d for line in self.lines() for d in (-1, 0, 1)}
        costs, allowances = (0, 1_000_000), (0, 500_000)
        taken = {c + a for c in costs for a in allowances}
        receipts = tuple(sorted({t + off for t in targets for off in taken} | {0, MOST_MONEY}))
        unknown = self.one_of("nothing", "farm_receipts", "farm_costs", "all")
        if unknown == "all":
            points = {"farm_receipts": receipts, "farm_costs": costs, "social_assistance_income": allowances}
        else:
            chosen = {"farm_receipts": self.one_of(*receipts), "farm_costs": self.one_of(*costs)}
            chosen["social_assistance_income"] = self.one_of(*allowances)
            self.it.facts |= chosen
            rest = chosen["farm_receipts"] - chosen["social_assistance_income"]
            solved = {rest - t for t in targets if 0 <= rest - t <= MOST_MONEY} | {0, MOST_MONEY}
            points = {"farm_receipts": receipts, "farm_costs": tuple(sorted(solved))}
            points = {name: each for name, each in points.items() if name == unknown}
        for name, each in points.items():
            self.it.facts[name] = None
            self.it.slots[None, f"vn:{name}"] = each

    def scores(self) -> None:
        it = self.it
        cuts = {value_of(self.policy, "score_a_cutoff", area) for area in ("rural", "urban")}
        if self.old:
            cuts |= {value_of(self.policy, "score_a_upper_cutoff", area) for area in ("rural", "urban")}
        points = tuple(sorted({c + d for c in cuts if c is not None for d in (-1, 0, 1)} | {0, 1000}))
        self.fact("score_a", points, 20, absent=30)
        known = [f for f in it.facts if f.startswith("deprived_") and it.facts[f] is not None]
        if not any(f.startswith("deprived_") for f in it.facts) and not self.raw:
            it.facts["deprived_water"] = None  # else the score itself is what would be asked
            it.slots[None, "vn:deprived_water"] = (False, True)
        kind = self.one_of("absent", "absent", "absent", "unknown", "given")
        if kind == "unknown" and known:
            it.facts["score_b"] = None
        elif kind == "given" and not self.day.startswith("2027"):
            it.facts["score_b"] = self.one_of(0, 10, 20, 30, 40, 100)

    def trim(self) -> None:
        """Let facts be known until few enough are unknown."""
        it = self.it
        while len([s for s in it.slots if s[0] != LAW]) > MOST or prod(len(p) for p in it.slots.values()) > self.most:
            slots = [s for s in it.slots if s[0] is None or (isinstance(s[0], int) and s[0] < len(it.members or []))]
            assume(slots)
            slot = self.one_of(*slots)
            farm = ("vn:farm_receipts", "vn:farm_costs", "vn:social_assistance_income")
            if slot[1] in farm and (None, "vn:farm_receipts") in it.slots:
                # The points of costs and allowances are few, and enough only beside unknown receipts, or out of reach
                # of every line.
                it.known((None, "vn:farm_receipts"), 0)
                continue
            value = self.one_of(*it.slots[slot])
            it.known(slot, value.isoformat() if isinstance(value, date) else value)


@st.composite
def households(draw: st.DrawFn, day: str, most: int) -> Drawn:
    return Drawer(draw, day, most).household()


# comparing -----------------------------------------------------------------------------------------------------------

CLASS = {"area", "income_per_capita", "income_total", "household_size"}
SCORES = {*CLASS, "score_a", "score_b"}
FARM = {"area", "household_size", "farm_household", "farm_receipts", "farm_costs", "social_assistance_income"}
CONSTRAINTS = {
    "vn:income_identity": ("vn:income_total", "vn:income_per_capita"),
    "vn:dependents_are_members": ("vn:dependent_count", "vn:household_size"),
    "vn:score_b_identity": ("vn:score_b",),
}


def asked_of(it: Drawn, method: str) -> list[Asked]:
    policy = it.policy.resolved
    indicators = [id.removeprefix("vn:deprived_") for id in policy.sets["vn:deprivations"].items]
    below = {name for indicator in indicators for name in it.groups[indicator]}

    def of(names: set[str], everybody: bool = True, member: int | None = None) -> Any:
        return lambda slot: (
            slot[0] == LAW
            or (slot[1].removeprefix("vn:") in names and (slot[0] is None or everybody or slot[0] == member))
        )

    by_method = CLASS | below if method == "income" else SCORES | below
    found = [Asked("vn:poverty_class", None, of(by_method)), Asked("vn:deprivation_count", None, of(below))]
    if method == "income":
        found += [Asked(f"vn:deprived_{i}", None, of(it.groups[i])) for i in indicators]
        if "farm_household" in it.facts:
            found.append(Asked("vn:farm_average_living_standard", None, of(FARM)))
        if it.policy.on.year == 2026:
            own = {*WORKER, "birth_date"}
            for i in range(len(it.members or []) if it.worker else 0):
                reads = lambda slot, i=i: of(by_method)(slot) or (slot[0] == i and slot[1].removeprefix("vn:") in own)  # noqa: E731
                found.append(Asked("vn:low_income_worker", i, reads))
    return found


def named(it: Drawn, slot: Slot) -> str:
    whose, id = slot
    name = id.removeprefix("vn:")
    if whose is None:
        return name
    return f"members[{whose}].{name}" if isinstance(whose, int) and whose < len(it.members or []) else "members"


def law_ids(slots: Any) -> set[str]:
    return {id.split("[")[0] for whose, id in slots if whose == LAW}


def compare(it: Drawn, method: str) -> None:
    household = with_method(take_household(it.policy.facts, it.given(), on=it.policy.on), method)  # type: ignore[arg-type]
    asked = asked_of(it, method)
    assume(method == "income" or it.policy.on.year != 2027)  # the table by points is unknown law then

    def invariant(choice: Mapping[Slot, Any]) -> bool:
        return all(
            value >= value_of(it.policy, "income_line", id.split("[")[1])
            for (whose, id), value in choice.items()
            if whose == LAW
        )

    expected = brute_force(it.policy.resolved, household, it.slots, asked, CONSTRAINTS, invariant)
    assume(expected is not None)
    assert expected is not None
    found = Assessment(it.policy.resolved, household, method)  # type: ignore[arg-type]
    for each, answers in expected.items():
        answered = found if each.member is None else found.members[each.member]
        outcome = answered.outcome(each.id)
        law = law_ids(answers.missing)
        facts = {named(it, slot) for slot in answers.missing if slot[0] != LAW}
        value, reason = None, "law" if law else "fact"
        if len(answers.possible) == 1:
            (value,), reason = answers.possible, None
        got = (
            outcome.value,
            sorted(map(str, outcome.possible)),
            sorted(outcome.missing),
            set(outcome.law),
            outcome.reason,
        )
        want = (value, sorted(map(str, answers.possible)), sorted(facts), law, reason)
        assert got == want, f"{each.id} of {each.member} by {method}: {got} is not {want}, for {it.given()}"


@pytest.mark.parametrize("day", DAYS)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_answers_are_those_of_every_completion(day: str, data: st.DataObject) -> None:
    compare(data.draw(households(day, 120)), data.draw(st.sampled_from(["income", "score"])))


@pytest.mark.big
@pytest.mark.parametrize("day", DAYS)
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_answers_are_those_of_every_completion_at_length(day: str, data: st.DataObject) -> None:
    compare(data.draw(households(day, 5000)), data.draw(st.sampled_from(["income", "score"])))
