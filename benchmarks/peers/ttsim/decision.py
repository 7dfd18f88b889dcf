"""The decision in ttsim, the engine of GETTSIM, written as its policy functions are.

``main`` is the call its documentation teaches: the environment of the day is made once, every call builds the graph of
functions for its data and checks both. ``function`` keeps the function that such a call makes and hands it columns; its
checks, units and identifiers are then left to the caller. Truths are added up as numbers: ``+`` of two arrays of truths
would be "or". ttsim has no texts: the class is its place in the list of the law.
"""

from __future__ import annotations

import datetime
from importlib.metadata import version
from typing import Any

import numpy as np
from ttsim import InputData, MainTarget, OrigPolicyObjects, TTTargets, main
from ttsim.tt import Currency, TTSIMUnit, UnitSystem, policy_function, policy_input
from ttsim.typing import BoolColumn, IntColumn

from benchmarks.peers.telling import Handed, Way, tell

DAY = "2024-10-01"
UNITS = UnitSystem(currencies={"VND": Currency(statutory_from="1978-05-03")})
NUMBER, YES_NO, AMOUNT = TTSIMUnit.DIMENSIONLESS, TTSIMUnit.INDICATOR, TTSIMUnit.CURRENCY.PER_MONTH
WANTED = {"poverty_class": "poverty_class", "deprivation_count": "deprivation_count"}


@policy_function(unit=AMOUNT)
def income_line_m(rural: bool, income_line_rural_m: int, income_line_urban_m: int) -> int:
    return income_line_rural_m if rural else income_line_urban_m


@policy_function(unit=AMOUNT)
def average_line_m(rural: bool, average_line_rural_m: int, average_line_urban_m: int) -> int:
    return average_line_rural_m if rural else average_line_urban_m


@policy_function(unit=TTSIMUnit.COUNT, vectorization_strategy="not_required", verify_units=False)
def deprivation_count(
    deprived_employment: BoolColumn,
    deprived_dependents: BoolColumn,
    deprived_nutrition: BoolColumn,
    deprived_health_insurance: BoolColumn,
    deprived_adult_education: BoolColumn,
    deprived_child_schooling: BoolColumn,
    deprived_housing_quality: BoolColumn,
    deprived_housing_area: BoolColumn,
    deprived_water: BoolColumn,
    deprived_toilet: BoolColumn,
    deprived_telecom: BoolColumn,
    deprived_information_means: BoolColumn,
) -> IntColumn:
    return (
        deprived_employment.astype(int)
        + deprived_dependents
        + deprived_nutrition
        + deprived_health_insurance
        + deprived_adult_education
        + deprived_child_schooling
        + deprived_housing_quality
        + deprived_housing_area
        + deprived_water
        + deprived_toilet
        + deprived_telecom
        + deprived_information_means
    )


@policy_function(unit=NUMBER, verify_units=False)
def poverty_class(
    income_per_capita_m: int,
    deprivation_count: int,
    deprivation_cutoff: int,
    income_line_m: int,
    average_line_m: int,
) -> int:
    if (income_per_capita_m <= income_line_m) and (deprivation_count >= deprivation_cutoff):
        out = 0
    elif income_per_capita_m <= income_line_m:
        out = 1
    elif income_per_capita_m <= average_line_m:
        out = 2
    else:
        out = 3
    return out


def observed(name: str, kind: type, unit: Any) -> Any:
    """A column of facts."""

    def given() -> Any: ...

    given.__name__, given.__annotations__ = name, {"return": kind}
    return policy_input(unit=unit)(given)


def environment(law: dict[str, Any]) -> Any:
    """The policy of the day."""
    columns = {"p_id": (int, NUMBER), "rural": (bool, YES_NO), "income_per_capita_m": (int, AMOUNT)}
    columns |= dict.fromkeys(law["flags"], (bool, YES_NO))
    objects = {(name,): observed(name, kind, unit) for name, (kind, unit) in columns.items()}
    objects |= {(each.leaf_name,): each for each in (income_line_m, average_line_m, deprivation_count, poverty_class)}
    values = {f"income_line_{area}_m": (law["line"][area], "VND_PER_MONTH") for area in law["areas"]}
    values |= {f"average_line_{area}_m": (law["average"][area], "VND_PER_MONTH") for area in law["areas"]}
    values["deprivation_cutoff"] = (law["cutoff"], "DIMENSIONLESS")
    parameters = {(name,): scalar(name, *value) for name, value in values.items()}
    return main(
        main_target=MainTarget.policy_environment,
        policy_date_str=DAY,
        orig_policy_objects=OrigPolicyObjects(column_objects_and_param_functions=objects, param_specs=parameters),
        backend="numpy",
        unit_system=UNITS,
    )


def scalar(name: str, value: int, unit: str) -> dict[Any, Any]:
    """A parameter as its file would say it."""
    words = {"en": name, "de": name}
    return {
        "name": words, "description": words, "unit": unit, "type": "scalar", datetime.date(2022, 1, 1): {"value": value}
    }  # fmt: skip


def asked(target: Any, policy: Any, columns: dict[str, Any]) -> Any:
    """One call of ``main``."""
    wanted = {"main_targets" if isinstance(target, list) else "main_target": target}
    return main(
        **wanted,
        policy_date_str=DAY,
        policy_environment=policy,
        input_data=InputData.tree(columns),
        tt_targets=TTTargets(tree=WANTED),
        backend="numpy",
        unit_system=UNITS,
    )


def columns_of(handed: Handed) -> dict[str, Any]:
    """The handed columns under the names and with the numbers of persons that ttsim asks for."""
    found = dict(handed.columns)
    area, income = found.pop("area"), found.pop("income_per_capita")
    rural = area == handed.law["areas"].index("rural")
    return {"p_id": np.arange(handed.rows), "rural": rural, "income_per_capita_m": income, **found}


def singles(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Households of one row each."""
    count = min(len(columns["p_id"]), 500)
    return [
        {name: np.zeros(1, int) if name == "p_id" else column[row : row + 1] for name, column in columns.items()}
        for row in range(count)
    ]


def read(found: dict[str, Any]) -> tuple[Any, Any]:
    return found["poverty_class"], found["deprivation_count"]


def by_main(handed: Handed) -> Way:
    policy, columns = environment(handed.law), columns_of(handed)

    def call(given: dict[str, Any]) -> Any:
        return asked(MainTarget.results.tree, policy, given)

    return Way(lambda: call(columns), read, call, singles(columns))


def by_function(handed: Handed) -> Way:
    policy, columns = environment(handed.law), columns_of(handed)
    one = singles(columns)
    made = asked([MainTarget.tt_function, MainTarget.labels.root_nodes], policy, one[0])
    function, roots = made["tt_function"], made["labels"]["root_nodes"]

    def call(given: dict[str, Any]) -> Any:
        return function({name: column for name, column in given.items() if name in roots})

    return Way(lambda: call(columns), read, call, one)


if __name__ == "__main__":
    tell({"ttsim-main": by_main, "ttsim-function": by_function}, version("ttsim-backend"))
