"""One household at a time: the compiled engine on checked facts, and ``assess`` with every check and its result.

Class and count of deprivations, from twelve flags and from the raw facts of households of four. Every answer is held
against the reference engine first. The ratios are to a function written by hand for this one decision, on a dictionary
that nobody checks; the microseconds are the median of single calls, and of processor time where the machine is busy.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import povrules as pr
from benchmarks.common import keep
from benchmarks.whole_decision.facts import DAY as DAY_OF_PROGRAMMES
from benchmarks.whole_decision.facts import households, persons
from povrules.decisions.assessment import Assessment
from povrules.decisions.method import with_method
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.reference.engine import ReferenceEngine
from povrules.facts.household import Household
from povrules.facts.intake import take_household
from povrules.facts.synthetic import OBSERVED_ON, generate_province

DAY = "2024-10-01"
FLAGS = (
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
)  # fmt: skip
NAMES = tuple(f"deprived_{flag}" for flag in FLAGS)
WANTED = (("vn:poverty_class", None), ("vn:deprivation_count", None))
COUNT, ROUNDS, FAMILIES = 2_000, 25, 200
FAMILY = "assess, every programme and benefit of a family of four"
MICROSECONDS = {"flags": 5.0, "raw facts of four members": 40.0, "assess, flags": 60.0, FAMILY: 400.0}


@dataclass(frozen=True, slots=True)
class Timed:
    """Microseconds of single calls, and processor time for each over all of them."""

    median: float
    slowest: float
    processor: float


def flags(count: int) -> list[dict[str, Any]]:
    """Households of flags, incomes around the lines."""
    draw = random.Random(60)
    return [
        {
            "area": draw.choice(("rural", "urban")),
            "income_per_capita": draw.randrange(300_000, 4_000_000, 10_000),
            **{name: draw.random() < 0.2 for name in NAMES},
        }
        for _ in range(count)
    ]


def of_four(count: int) -> list[dict[str, Any]]:
    """Households of four of the synthetic province, every indicator from raw facts."""
    province = generate_province(12 * count, 60, unknown_permille=0)
    checked = pr.Register(province.households, province.persons, observed_on=OBSERVED_ON).checked
    found = (given for given in checked.household_facts() if len(given["members"]) == 4)
    left = ("unlisted", "row")
    return [{k: v for k, v in given.items() if k not in left} for given, _ in zip(found, range(count), strict=False)]


def by_hand(given: dict[str, Any]) -> tuple[str, int]:
    """The same decision as somebody would write it into an application."""
    count = sum(given[name] for name in NAMES)
    rural, income = given["area"] == "rural", given["income_per_capita"]
    if income <= (1_500_000 if rural else 2_000_000):
        return ("poor" if count >= 3 else "near_poor"), count
    return ("average" if income <= (2_250_000 if rural else 3_000_000) else "above"), count


def families(count: int) -> list[dict[str, Any]]:
    """Households of four with every fact of the programmes known, as a program hands them over."""
    register = pr.Register(households(count), persons(count), observed_on=DAY_OF_PROGRAMMES).checked
    left = ("unlisted", "row", "household_row")
    return [{k: v for k, v in given.items() if k not in left} for given in register.household_facts()]


def read_through(assessment: Assessment) -> list[tuple[Any, ...]]:
    """The class, and every programme of everybody with all its benefits."""
    entitlements = [
        (found.programme, found.eligible, tuple(found.benefits.items())) for found in assessment.entitlements()
    ]
    return [(assessment.poverty_class,), *entitlements]


def by_reference(policy: pr.Policy, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What ``read_through`` gives, from the reference engine alone."""
    resolved, household = policy.resolved, with_method(take_household(policy.facts, given, on=policy.on), "income")
    people = range(len(household.members))
    places = [(p, m) for m in (None, *people) for p in resolved.programmes.values() if p.in_force]
    places = [(p, m) for p, m in places if (p.of == "person") == (m is not None)]
    wanted = [(id, m) for p, m in places for id in (p.id, *(benefit.id for benefit in p.benefits.values()))]
    answers = ReferenceEngine().answer(resolved, household, [*wanted, WANTED[0]])
    found: list[tuple[Any, ...]] = [(answers[WANTED[0]].value,)]
    for programme, member in places:
        eligible = answers[programme.id, member].value
        benefits = {n: answers[b.id, member].value if eligible else None for n, b in programme.benefits.items()}
        found.append((programme.name, eligible, tuple(benefits.items())))
    return found


def timed(call: Callable[[Any], object], inputs: Sequence[Any]) -> Timed:
    """Call once for each input, over and over."""
    for each in inputs:
        call(each)
    clock, single = time.perf_counter_ns, list[int]()
    used = time.process_time_ns()
    for _ in range(ROUNDS):
        for each in inputs:
            start = clock()
            call(each)
            single.append(clock() - start)
    used = time.process_time_ns() - used
    single.sort()
    return Timed(statistics.median(single) / 1e3, single[int(len(single) * 0.99)] / 1e3, used / len(single) / 1e3)


def main() -> bool:
    argparse.ArgumentParser(description=__doc__).parse_args()
    policy, engine, reference = pr.load_policy(on=DAY), CompiledEngine(), ReferenceEngine()

    def ready(given: dict[str, Any]) -> Household:
        return with_method(take_household(policy.facts, given, on=policy.on), "income")

    def answered(household: Household) -> tuple[Any, ...]:
        return engine.attempt(policy.resolved, household, WANTED)

    def assessed(given: dict[str, Any]) -> str | None:
        return policy.assess(given).poverty_class

    simple, raw = flags(COUNT), of_four(COUNT)
    for given in [*simple, *raw]:
        expected = reference.answer(policy.resolved, ready(given), WANTED)
        assert engine.answer(policy.resolved, ready(given), WANTED) == expected
        assert assessed(given) == expected[WANTED[0]].value
    assert [by_hand(given) for given in simple] == [tuple(o.value for o in answered(ready(given))) for given in simple]

    family, today = families(FAMILIES), pr.load_policy(on=DAY_OF_PROGRAMMES)
    for given in family:
        assert read_through(today.assess(given)) == by_reference(today, given)

    hand = timed(by_hand, simple)
    found = {
        "flags": timed(answered, [ready(given) for given in simple]),
        "raw facts of four members": timed(answered, [ready(given) for given in raw]),
        "assess, flags": timed(assessed, simple),
        "assess, raw facts of four members": timed(assessed, raw),
        FAMILY: timed(lambda given: read_through(today.assess(given)), family),
    }
    print(f"by hand, flags: {hand.median:.2f} microseconds")
    kept = True
    for what, times in found.items():
        bar = MICROSECONDS.get(what)
        least = min(times.median, times.processor)
        verdict = "" if bar is None else f"  (bar {bar:g}: {'kept' if least <= bar else 'NOT kept'})"
        kept = kept and (bar is None or least <= bar)
        print(
            f"{what}: {times.median:.2f} microseconds, 1 of 100 above {times.slowest:.2f}, "
            f"processor {times.processor:.2f}{verdict}"
        )
    keep("one_household", {f"{what} / by hand": times.median / hand.median for what, times in found.items()})
    return kept


if __name__ == "__main__":
    raise SystemExit(not main())
