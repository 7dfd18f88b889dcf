"""povrules and what somebody would write by hand, in the ways of ``benchmarks.peers.telling``."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

import povrules as pr
from benchmarks.beside.facts import register
from benchmarks.one_household import WANTED
from benchmarks.peers.telling import Handed, Way, each, tell
from benchmarks.register import DAY, OUTPUTS, complete_forms
from povrules.decisions.method import with_method
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.reference.engine import ReferenceEngine
from povrules.facts.household import Household
from povrules.facts.intake import take_household

Pair = tuple[str, int]


# povrules ------------------------------------------------------------------------------------------------------------


def frame(handed: Handed) -> Way:
    """A frame is checked and decided."""
    policy, given = pr.load_policy(on=DAY), register(handed.rows, handed.law)
    return by_columns(lambda: policy.evaluate(given, outputs=OUTPUTS).households)


def checked(handed: Handed) -> Way:
    """A register that was checked before is decided."""
    policy, given = pr.load_policy(on=DAY), pr.Register(register(handed.rows, handed.law))
    given.checked  # noqa: B018 - it is made when it is first asked for
    return by_columns(lambda: policy.evaluate(given, outputs=OUTPUTS).households)


def by_columns(call: Callable[[], pl.DataFrame]) -> Way:
    return Way(call, lambda found: (found["poverty_class"], found["deprivation_count"]), lambda given: None, ())


def assess(handed: Handed) -> Way:
    """``policy.assess``: checks, the compiled engine, the result."""
    policy = pr.load_policy(on=DAY)

    def call(given: dict[str, Any]) -> tuple[str | None, int | None]:
        found = policy.assess(given)
        return found.poverty_class, found.deprivation_count

    return each(call, handed.households, same)


def compiled(handed: Handed) -> Way:
    """The compiled engine alone, on checked households."""
    policy, engine = pr.load_policy(on=DAY).resolved, CompiledEngine()
    return each(lambda household: engine.attempt(policy, household, WANTED), taken(handed), values)


def reference(handed: Handed) -> Way:
    """The reference engine alone, on checked households."""
    policy, engine = pr.load_policy(on=DAY).resolved, ReferenceEngine()
    return each(
        lambda household: tuple(engine.answer(policy, household, WANTED).values()), taken(handed), values
    )  # fmt: skip


def dossier(handed: Handed) -> Way:
    """A live dossier for each household, by durable_rules: its facts one by one, everything kept up, and the class."""
    policy = pr.load_policy(on=DAY)

    def call(given: dict[str, Any]) -> Any:
        with pr.open_dossier(policy) as live:
            for name, value in given.items():
                live.set(name, value)
            if live.engine != "durable":
                raise RuntimeError("durable_rules is not installed")
            return live["poverty_class"], live["deprivation_count"]

    return each(call, handed.households, same)


def taken(handed: Handed) -> list[Household]:
    policy = pr.load_policy(on=DAY)
    return [with_method(take_household(policy.facts, given, on=policy.on), "income") for given in handed.households]


def same(found: Any) -> Pair:
    member, count = found
    return member, count


def values(found: Any) -> Pair:
    return found[0].value, found[1].value


# by hand -------------------------------------------------------------------------------------------------------------


def polars_by_hand(handed: Handed) -> Way:
    """The fastest of the forms of ``benchmarks.register``, found on a tenth, which leaves the memory as it was."""
    given = register(handed.rows, handed.law)
    took = {}
    for name, form in complete_forms(given.head(handed.rows // 10)).items():
        form()
        start = time.perf_counter()
        form()
        took[name] = time.perf_counter() - start
    return by_columns(complete_forms(given)[min(took, key=took.__getitem__)])


def numpy_by_hand(handed: Handed) -> Way:
    """Classes as their places in the list of the law, as somebody who counts in NumPy would have them."""
    law, columns = handed.law, handed.columns
    lines, averages = (np.array([law[name][area] for area in law["areas"]]) for name in ("line", "average"))
    area, income, flags = columns["area"], columns["income_per_capita"], [columns[flag] for flag in law["flags"]]

    def call() -> tuple[Any, Any]:
        count = flags[0].astype(np.int8)
        for flag in flags[1:]:
            count += flag
        low = income <= lines[area]
        found = np.where(income <= averages[area], np.int8(2), np.int8(3))
        found[low] = 1
        found[low & (count >= law["cutoff"])] = 0
        return found, count

    return Way(call, same, lambda given: None, ())


def function(handed: Handed) -> Way:
    """A function as somebody would write it into an application; nothing is checked."""
    flags: tuple[str, ...] = tuple(handed.law["flags"])
    line, average, cutoff = (handed.law[name] for name in ("line", "average", "cutoff"))

    def call(given: dict[str, Any]) -> Pair:
        count = sum([given[flag] for flag in flags])
        area, income = given["area"], given["income_per_capita"]
        if income <= line[area]:
            return ("poor" if count >= cutoff else "near_poor"), count
        return ("average" if income <= average[area] else "above"), count

    return each(call, handed.households, same)


WAYS = {
    "frame": frame, "checked": checked, "assess": assess, "compiled": compiled, "reference": reference,
    "dossier": dossier, "polars": polars_by_hand, "numpy": numpy_by_hand, "function": function,
}  # fmt: skip

if __name__ == "__main__":
    tell(WAYS, pr.__version__)
