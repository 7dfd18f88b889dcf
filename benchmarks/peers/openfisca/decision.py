"""The whole decision in OpenFisca-Core, run by its own Python: ``decision.py FOLDER ROUNDS [save]``.

Written as OpenFisca's documentation teaches it: each rule of the law is a variable, lists are enums, a condition is
worded as the law words it, and the person asks the household where the law does. The numbers of law stand in the
formulas, which is quicker than parameters. The folder holds one ``.npy`` for each column of facts, members of lists as
their places. A round builds the simulation, hands it the facts and calculates every answer.

Prints one line of JSON: seconds and processor seconds of each round, the most memory held.
"""

from __future__ import annotations

import datetime
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2025-12"
DAY = np.datetime64("2025-12-01")
THREE_YEARS_AGO = np.datetime64("2022-12-01")


def enum(name: str, *members: str) -> type[Enum]:
    """A list of the law; ``unknown`` stands for what does not apply."""
    return Enum(name, [(member, member) for member in members])  # type: ignore[return-value, call-overload]


Area = enum("Area", "rural", "urban")
Class = enum("Class", "poor", "near_poor", "average", "above")
Difficulty = enum("Difficulty", "extremely_difficult", "coastal", "region_ii", "left_list", "region_i", "island",
                  "ordinary")  # fmt: skip
Need = enum("Need", "none", "repair", "rebuild")
Level = enum("Level", "unknown", "preschool", "primary", "lower_secondary", "upper_secondary", "vocational", "higher")
Certificate = enum("Certificate", "none", "primary", "lower_secondary", "upper_secondary", "vocational_elementary",
                   "vocational_intermediate", "college", "university", "on_the_job")  # fmt: skip
Work = enum("Work", "self_employed", "wage_with_contract", "wage_without_contract", "seeking_work", "not_seeking")
Orphan = enum("Orphan", "none", "both", "one_and_other_unable", "one")
Degree = enum("Degree", "none", "mild", "severe", "very_severe")
Role = enum("Role", "none", "accused", "victim", "witness")
Sex = enum("Sex", "male", "female")
Group = enum("Group", "none", "child_under_six", "poor", "minority_near_poor", "minority_difficult_area",
             "difficult_area_resident", "island_resident", "on_social_allowance", "survivor_elderly",
             "on_social_pension", "near_poor_in_poor_place", "near_poor", "minority_left_list", "student",
             "farm_average")  # fmt: skip
Scope = enum("Scope", "none", "every_field", "when_accused")
LISTS = {
    "area": Area, "area_difficulty": Difficulty, "housing_need": Need, "left_class": Class, "school_level": Level,
    "highest_certificate": Certificate, "work_status": Work, "orphan_kind": Orphan, "disability_degree": Degree,
    "legal_role": Role, "sex": Sex,
}  # fmt: skip
Person = Entity("person", "persons", "", "")
Household = GroupEntity("household", "households", "", "", roles=[{"key": "member", "plural": "members"}])
KINDS = {"b": bool, "i": int, "u": int, "f": float, "M": datetime.date}
MADE: list[type[Variable]] = []
ANSWERS: list[str] = []


def variable(entity: Any, kind: Any, formula: Callable[..., Any] | None, name: str, *, shown: bool = False) -> None:
    """A variable of the month, with a formula or given."""
    parts: dict[str, Any] = {"entity": entity, "definition_period": DateUnit.MONTH, "label": name, "value_type": kind}
    if issubclass(kind, Enum):
        parts |= {"value_type": Enum, "possible_values": kind, "default_value": next(iter(kind))}
    if formula is not None:
        parts["formula"] = formula
    MADE.append(type(name, (Variable,), parts))
    if shown:
        ANSWERS.append(name)


def among(values: Any, *members: Any) -> Any:
    """Whether they are one of some members of a list."""
    found = values == members[0]
    for member in members[1:]:
        found = found | (values == member)
    return found


def listed(rows: dict[Any, Any], default: Any) -> Any:
    """The member of the first condition that holds."""
    return np.select(list(rows.values()), [member.index for member in rows], default.index)


def answer(entity: Any, kind: Any, shown: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a variable of ``f(get)``, where ``get(name)`` gives a column and ``get.home(name)`` one of the household."""

    def made(function: Callable[..., Any]) -> Callable[..., Any]:
        def formula(population: Any, period: Any) -> Any:
            def get(name: str) -> Any:
                return population(name, period)

            get.home = lambda name: population.household(name, period)  # type: ignore[attr-defined]
            get.any = lambda name: population.any(population.members(name, period))  # type: ignore[attr-defined]
            return function(get)

        variable(entity, kind, formula, function.__name__, shown=shown)
        return function

    return made


def benefits(entity: Any, programme: str, **given: Any) -> None:
    """What a programme gives: a number, or a function as in ``answer``; nothing where it is not granted."""
    for name, what in given.items():

        def function(get: Any, what: Any = what) -> Any:
            return np.where(get(programme), what(get) if callable(what) else what, 0)

        function.__name__ = f"{programme}__{name}"
        answer(entity, float if name.endswith(("rate", "coefficient", "low")) else int)(function)


# households ----------------------------------------------------------------------------------------------------------


@answer(Household, int)
def deprivation_count(get: Any) -> Any:
    return sum(get(name).astype(np.int32) for name in FLAGS)


@answer(Household, Class)
def poverty_class(get: Any) -> Any:
    income, rural = get("income_per_capita"), get("area") == Area.rural
    low = income <= np.where(rural, 1_500_000, 2_000_000)
    average = income <= np.where(rural, 2_250_000, 3_000_000)
    deprived = get("deprivation_count") >= 3
    return listed({Class.poor: low & deprived, Class.near_poor: low & ~deprived, Class.average: average}, Class.above)


@answer(Household, Class, shown=False)
def recognised_class(get: Any) -> Any:
    return get("poverty_class")


@answer(Household, bool)
def credit_poor(get: Any) -> Any:
    return get("recognised_class") == Class.poor


@answer(Household, bool)
def credit_near_poor(get: Any) -> Any:
    return get("recognised_class") == Class.near_poor


@answer(Household, bool, shown=False)
def left_poverty_recently(get: Any) -> Any:
    left = get("left_poverty_on")
    return among(get("left_class"), Class.poor, Class.near_poor) & (left <= DAY) & (left >= THREE_YEARS_AGO)


@answer(Household, bool)
def credit_newly_escaped(get: Any) -> Any:
    return get("left_poverty_recently") & among(get("recognised_class"), Class.average, Class.above)


@answer(Household, bool)
def credit_water_sanitation(get: Any) -> Any:
    lacking = ~get("water_work_meets_standard") | ~get("sanitation_work_meets_standard")
    return (get("area") == Area.rural) & lacking


@answer(Household, bool, shown=False)
def social_policy_household(get: Any) -> Any:
    low_use = get("electricity_use") <= 50
    return (get("recognised_class") != Class.poor) & low_use & get.any("receives_monthly_allowance")


@answer(Household, bool)
def electricity_support(get: Any) -> Any:
    return (get("recognised_class") == Class.poor) | get("social_policy_household")


@answer(Household, bool, shown=False)
def house_to_support(get: Any) -> Any:
    low = among(get("recognised_class"), Class.poor, Class.near_poor)
    return low & (get("housing_need") != Need.none) & ~get("housing_supported_before")


@answer(Household, bool)
def housing_support(get: Any) -> Any:
    campaign = True
    return get("house_to_support") & (get("poor_district_or_commune") | campaign)


@answer(Household, bool)
def phone_support(get: Any) -> Any:
    return among(get("recognised_class"), Class.poor, Class.near_poor) & ~get("given_tablet")


def loan(programme: str, outstanding: str, yearly: float, months: int) -> None:
    """A loan: what follows from another benefit is worked out from it."""
    benefits(
        Household, programme, ceiling_vnd=100_000_000, annual_rate=yearly, term_months=months,
        available_vnd=lambda get: np.maximum(0, get(f"{programme}__ceiling_vnd") - get(outstanding)),
        monthly_interest_vnd=lambda get: np.rint(
            get(f"{programme}__ceiling_vnd").astype(float) * get(f"{programme}__annual_rate") / 12
        ),
    )  # fmt: skip


def house_amount(get: Any) -> Any:
    rebuilt = get("housing_need") == Need.rebuild
    project = np.where(get("poor_district_or_commune"), np.where(rebuilt, 40_000_000, 20_000_000), 0)
    return np.maximum(project, np.where(rebuilt, 60_000_000, 30_000_000))


loan("credit_poor", "poor_loan_outstanding", 0.0624, 120)
loan("credit_near_poor", "near_poor_loan_outstanding", 0.0624 * 1.2, 120)
loan("credit_newly_escaped", "newly_escaped_loan_outstanding", 0.0624 * 1.25, 60)
benefits(Household, "credit_water_sanitation", ceiling_vnd=25_000_000, annual_rate=0.084, term_months=60)
benefits(Household, "electricity_support", monthly_vnd_low=30 * 1984 * 1.08, monthly_vnd_high=30 * 1984 * 1.1)
benefits(Household, "housing_support", amount_vnd=house_amount)
benefits(Household, "phone_support", amount_vnd=500_000)


# persons -------------------------------------------------------------------------------------------------------------

SCHOOL = (Level.primary, Level.lower_secondary, Level.upper_secondary)
HARD = (Difficulty.extremely_difficult, Difficulty.coastal)


@answer(Person, int, shown=False)
def age(get: Any) -> Any:
    born = get("birth_date")
    year = born.astype("datetime64[Y]").astype(int) + 1970
    month = born.astype("datetime64[M]").astype(int) % 12 + 1
    day = (born - born.astype("datetime64[M]") + 1).astype(int)
    passed = (month < 12) + (month == 12) * (day <= 1)
    return 2025 - year - np.where(passed, 0, 1)


@answer(Person, bool, shown=False)
def in_general_education(get: Any) -> Any:
    level = get("school_level")
    return get("in_school") & (among(level, *SCHOOL) | ((level == Level.preschool) & (get("age") >= 3)))


@answer(Person, bool, shown=False)
def in_further_education(get: Any) -> Any:
    return get("in_school") & among(get("school_level"), Level.vocational, Level.higher)


@answer(Person, bool, shown=False)
def in_extremely_difficult_area(get: Any) -> Any:
    return among(get.home("area_difficulty"), *HARD)


@answer(Person, Class, shown=False)
def parent_household_class(get: Any) -> Any:
    return get.home("recognised_class")


@answer(Person, Class, shown=False)
def family_class(get: Any) -> Any:
    return get("parent_household_class")


@answer(Person, bool)
def credit_student(get: Any) -> Any:
    training = get("in_school") & among(get("school_level"), Level.vocational, Level.higher)
    orphan = among(get("orphan_kind"), Orphan.both, Orphan.one_and_other_unable)
    low = among(get.home("recognised_class"), Class.poor, Class.near_poor, Class.average)
    return training & (orphan | low | get.home("sudden_hardship"))


@answer(Person, bool)
def credit_job(get: Any) -> Any:
    return get("job_loan_project")


@answer(Person, bool, shown=False)
def tuition_free(get: Any) -> Any:
    level, years, orphan = get("school_level"), get("age"), get("orphan_kind")
    state = get("in_school") & get("public_school") & among(level, Level.preschool, *SCHOOL)
    without_care = get("without_parental_care") & (years >= 16) & (years <= 22)
    small_group = get("very_small_ethnic_group") & among(get.home("area_difficulty"), *HARD, Difficulty.region_ii)
    trainee = (get("highest_certificate") == Certificate.lower_secondary) | (orphan == Orphan.both)
    return state | (get("in_further_education") & (
        get("has_disability")
        | (get("ethnic_minority") & among(get("family_class"), Class.poor, Class.near_poor))
        | ((level == Level.higher) & without_care)
        | small_group
        | ((level == Level.vocational) & trainee)
    ))  # fmt: skip


@answer(Person, bool, shown=False)
def tuition_reduced_large(get: Any) -> Any:
    return get("in_further_education") & get("ethnic_minority") & get("in_extremely_difficult_area")


@answer(Person, bool, shown=False)
def tuition_reduced_small(get: Any) -> Any:
    return get("in_further_education") & get("parent_work_accident")


@answer(Person, float, shown=False)
def tuition_relief(get: Any) -> Any:
    large, less = get("tuition_reduced_large"), get("tuition_reduced_small")
    return np.select([get("tuition_free"), large, less], [1.0, 0.7, 0.5], 0.0)


@answer(Person, bool)
def tuition(get: Any) -> Any:
    return get("tuition_relief") > 0


@answer(Person, bool, shown=False)
def lunch_group(get: Any) -> Any:
    low = among(get("family_class"), Class.poor, Class.near_poor)
    cared = get("without_parental_care") | get("policy_family_child") | get("has_disability")
    return low | get("in_extremely_difficult_area") | cared


@answer(Person, bool, shown=False)
def kindergarten_lunch(get: Any) -> Any:
    preschool = get("in_school") & (get("school_level") == Level.preschool)
    return preschool & (get("age") >= 3) & get("lunch_group")


@answer(Person, bool, shown=False)
def nursery_lunch(get: Any) -> Any:
    preschool = get("in_school") & (get("school_level") == Level.preschool) & (get("age") < 3)
    places = among(get.home("area_difficulty"), Difficulty.region_ii, Difficulty.region_i, Difficulty.left_list)
    cared = get("without_parental_care") | get("policy_family_child") | get("has_disability")
    minority = get("ethnic_minority") & places & ((get("family_class") == Class.poor) | cared)
    return preschool & (get("in_extremely_difficult_area") | minority)


@answer(Person, bool, shown=False)
def young_kindergarten_study_cost(get: Any) -> Any:
    preschool = get("in_school") & (get("school_level") == Level.preschool)
    young = (get("age") >= 3) & (get("age") < 5)
    return preschool & young & (get("lunch_group") | get("licensed_private_preschool"))


@answer(Person, bool)
def study_cost_support(get: Any) -> Any:
    poor, orphan = get("family_class") == Class.poor, get("orphan_kind") == Orphan.both
    ground = orphan | get("has_disability") | poor | get("in_extremely_difficult_area")
    pupil = get("in_school") & among(get("school_level"), Level.preschool, *SCHOOL)
    return (pupil & ground) | get("young_kindergarten_study_cost")


@answer(Person, bool)
def preschool_lunch(get: Any) -> Any:
    return get("kindergarten_lunch") | get("nursery_lunch")


@answer(Person, bool)
def student_minority_support(get: Any) -> Any:
    student = get("in_school") & (get("school_level") == Level.higher) & get("full_time_study")
    return student & get("ethnic_minority") & among(get("family_class"), Class.poor, Class.near_poor)


@answer(Person, bool, shown=False)
def insured_through_work(get: Any) -> Any:
    return (get("age") >= 15) & (get("work_status") == Work.wage_with_contract)


@answer(Person, bool, shown=False)
def in_left_list_group(get: Any) -> Any:
    since = get.home("left_difficult_list_on")
    place = get.home("area_difficulty") == Difficulty.left_list
    return get("ethnic_minority") & place & (since <= DAY) & (since >= THREE_YEARS_AGO)


@answer(Person, Group, shown=False)
def health_insurance_group(get: Any) -> Any:
    minority, years, home = get("ethnic_minority"), get("age"), get.home("recognised_class")
    near, place, d = home == Class.near_poor, get.home("area_difficulty"), Difficulty
    elderly = (years >= 75) | ((years >= 70) & near)
    rows = {
        Group.child_under_six: years < 6,
        Group.poor: home == Class.poor,
        Group.minority_near_poor: minority & near
        & among(place, d.extremely_difficult, d.region_ii, d.left_list, d.region_i),
        Group.minority_difficult_area: minority & among(place, *HARD, d.region_ii),
        Group.difficult_area_resident: among(place, *HARD),
        Group.island_resident: place == d.island,
        Group.on_social_allowance: get("receives_monthly_allowance"),
        Group.survivor_elderly: get("receives_survivor_pension") & elderly,
        Group.on_social_pension: (years >= 70) & get("receives_social_pension"),
        Group.near_poor_in_poor_place: near & get.home("poor_district_or_commune"),
        Group.near_poor: near,
        Group.minority_left_list: get("in_left_list_group"),
        Group.student: get("in_school") & among(get("school_level"), *SCHOOL, Level.vocational, Level.higher),
        Group.farm_average: get.home("recognised_farm_average"),
    }  # fmt: skip
    return listed(rows, Group.none)


@answer(Person, bool)
def health_insurance(get: Any) -> Any:
    return ~get("insured_through_work") & (get("health_insurance_group") != Group.none)


@answer(Person, float, shown=False)
def premium_support(get: Any) -> Any:
    group, g = get("health_insurance_group"), Group
    rows = {g.none: 0.0, g.near_poor: 0.7, g.minority_left_list: 0.7, g.student: 0.5, g.farm_average: 0.3}
    return np.select([group == member for member in rows], list(rows.values()), 1.0)


@answer(Person, bool, shown=False)
def in_financial_difficulty(get: Any) -> Any:
    return (get.home("recognised_class") == Class.near_poor) | get("receives_monthly_allowance")


@answer(Person, bool, shown=False)
def legal_aid_other_ground(get: Any) -> Any:
    years = get("age")
    victim = (years < 18) & (get("legal_role") == Role.victim)
    ground = (years >= 60) | get("has_disability") | get("trafficking_victim") | get("legal_aid_listed_person") | victim
    minority = get("ethnic_minority") & among(get.home("area_difficulty"), *HARD)
    return (years < 16) | minority | (get("in_financial_difficulty") & ground)


@answer(Person, Scope, shown=False)
def legal_aid_fields(get: Any) -> Any:
    home = get.home("recognised_class")
    accused = (home == Class.near_poor) & (get("legal_role") == Role.accused)
    every = (home == Class.poor) | get("legal_aid_other_ground")
    return listed({Scope.every_field: every, Scope.when_accused: accused}, Scope.none)


@answer(Person, bool)
def legal_aid(get: Any) -> Any:
    return get("legal_aid_fields") != Scope.none


@answer(Person, float, shown=False)
def hiv_coefficient(get: Any) -> Any:
    years, outside = get("age"), (get.home("recognised_class") != Class.poor) | ~get("has_hiv")
    return np.select([outside, years < 4, years < 16, get("has_regular_income")], [0, 2.5, 2.0, 0], 1.5)


@answer(Person, float, shown=False)
def single_parent_total(get: Any) -> Any:
    return np.where(get.home("recognised_class") == Class.poor, get("children_raised_alone") * 1, 0)


@answer(Person, float, shown=False)
def elderly_coefficient_total(get: Any) -> Any:
    years = get("age")
    alone = (get.home("recognised_class") == Class.poor) & (years >= 60) & get("lacks_supporter")
    return np.where(alone, np.where(years >= 80, 2.0, 1.5), 0)


@answer(Person, float, shown=False)
def small_child_total(get: Any) -> Any:
    low = among(get.home("recognised_class"), Class.poor, Class.near_poor)
    place = get.home("area_difficulty") == Difficulty.extremely_difficult
    return np.where((get("age") < 3) & low & place, 1.5, 0)


@answer(Person, float, shown=False)
def allowance_coefficient(get: Any) -> Any:
    hiv, alone, elderly = get("hiv_coefficient"), get("single_parent_total"), get("elderly_coefficient_total")
    both = np.where(get.home("recognised_class") == Class.poor, alone + np.maximum(elderly, hiv), 0)
    return np.maximum.reduce([hiv, get("small_child_total"), elderly, alone, both])


@answer(Person, bool, shown=False)
def social_allowance_conditions(get: Any) -> Any:
    return get("allowance_coefficient") > 0


@answer(Person, bool, shown=False)
def social_pension_conditions(get: Any) -> Any:
    years, low = get("age"), among(get.home("recognised_class"), Class.poor, Class.near_poor)
    return (get("pension_monthly") < 500_000) & ((years >= 75) | ((years >= 70) & low))


@answer(Person, bool)
def social_allowance(get: Any) -> Any:
    higher = 500_000 * get("allowance_coefficient") >= 500_000
    return get("social_allowance_conditions") & (~get("social_pension_conditions") | higher)


@answer(Person, bool)
def social_pension(get: Any) -> Any:
    higher = 500_000 * get("allowance_coefficient") < 500_000
    return get("social_pension_conditions") & (~get("social_allowance_conditions") | higher)


@answer(Person, bool)
def voluntary_social_insurance(get: Any) -> Any:
    return get("joins_voluntary_insurance") & (get("voluntary_months_supported") < 120)


@answer(Person, float, shown=False)
def voluntary_support_share(get: Any) -> Any:
    home = get.home("recognised_class")
    rows = [home == Class.poor, home == Class.near_poor, get("ethnic_minority")]
    return np.select(rows, [0.5, 0.4, 0.3], 0.2)


@answer(Person, bool)
def vocational_training(get: Any) -> Any:
    group = get("has_disability") | among(get.home("recognised_class"), Class.poor, Class.near_poor)
    group = group | get("ethnic_minority") | get("training_priority_group") | (get("sex") == Sex.female)
    group = group | (get.home("area") == Area.rural)
    return get("seeks_training") & ~get("training_supported_before") & group


def student_term(get: Any) -> Any:
    length = get("course_length")
    return length + 12 + np.where(length <= 12, length * 2, length)


def job_rate(get: Any) -> Any:
    return 0.0624 * np.where(get("has_disability") | get("ethnic_minority"), 0.6, 1.2)


def lunch(get: Any) -> Any:
    return np.select([get("nursery_lunch"), get("age") < 5], [360_000, 360_000], 160_000)


def premium_payable(get: Any) -> Any:
    premium = get("health_insurance__premium_vnd")
    return np.rint(premium - premium * get("health_insurance__premium_support_rate").astype(float))


def benefit_rate(get: Any) -> Any:
    group, g = get("health_insurance_group"), Group
    pension = np.where(get.home("recognised_class") == Class.near_poor, 0.95, 0.8)
    near, part = among(group, g.near_poor, g.near_poor_in_poor_place), among(group, g.student, g.farm_average)
    rows = [group == g.on_social_pension, near, group == g.minority_left_list, part]
    return np.select(rows, [pension, 0.95, 0.95, 0.8], 1.0)


def voluntary_amount(get: Any) -> Any:
    return np.rint(1_500_000 * 0.22 * get("voluntary_support_share").astype(float))


def training_ceiling(get: Any) -> Any:
    home, minority = get.home("recognised_class"), get("ethnic_minority")
    poor, hard = home == Class.poor, among(get.home("area_difficulty"), *HARD)
    rows = [get("has_disability"), poor & (minority | hard), poor | minority | get("training_priority_group")]
    return np.select([*rows, home == Class.near_poor], [6_000_000, 4_000_000, 3_000_000, 2_500_000], 2_000_000)


benefits(Person, "credit_student", monthly_ceiling_vnd=4_000_000, annual_rate=0.0624, term_months=student_term)
benefits(Person, "credit_job", ceiling_vnd=100_000_000, annual_rate=job_rate, term_months=120)
benefits(Person, "tuition", exemption_rate=lambda get: get("tuition_relief"))
benefits(Person, "study_cost_support", monthly_vnd=150_000, months=9)
benefits(Person, "preschool_lunch", monthly_vnd=lunch, months=9)
benefits(Person, "student_minority_support", monthly_vnd=2_340_000 * 6 // 10, months=10)
benefits(
    Person, "health_insurance", group=lambda get: get("health_insurance_group"), premium_vnd=2_340_000 * 45 // 1000,
    premium_support_rate=lambda get: get("premium_support"), premium_payable_vnd=premium_payable,
    benefit_rate=benefit_rate,
)  # fmt: skip
benefits(Person, "legal_aid", scope=lambda get: get("legal_aid_fields"))
benefits(
    Person, "social_allowance", coefficient=lambda get: get("allowance_coefficient"),
    monthly_vnd=lambda get: 500_000 * get("allowance_coefficient"),
)  # fmt: skip
benefits(Person, "social_pension", coefficient=1.0, monthly_vnd=500_000)
benefits(Person, "voluntary_social_insurance", monthly_support_vnd=voluntary_amount)
benefits(Person, "vocational_training", ceiling_vnd=training_ceiling)


# the run -------------------------------------------------------------------------------------------------------------


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """The columns of households and persons."""
    return {
        table: {file.stem: np.load(file) for file in sorted((folder / table).glob("*.npy"))}
        for table in ("household", "person")
    }


def once(system: Any, facts: dict[str, dict[str, Any]]) -> tuple[Any, dict[str, Any]]:
    """Build the simulation and calculate every answer."""
    homes, people = facts["household"], facts["person"]
    count = len(homes["area"])
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(people["household_row"])))
    group = builder.declare_entity("household", np.arange(count))
    builder.join_with_persons(group, people["household_row"], np.full(len(people["household_row"]), "member"))
    simulation = builder.build(system)
    for columns in facts.values():
        for name, column in columns.items():
            if name != "household_row":
                simulation.set_input(name, PERIOD, LISTS[name].encode(column) if name in LISTS else column)
    return simulation, {name: simulation.calculate(name, PERIOD) for name in ANSWERS}


FLAGS: list[str] = []


def main() -> None:
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    facts = read(folder)
    FLAGS.extend(name for name in facts["household"] if name.startswith("deprived_"))
    for entity, columns in ((Household, facts["household"]), (Person, facts["person"])):
        for name, column in columns.items():
            if name != "household_row":
                variable(entity, LISTS.get(name, KINDS[column.dtype.kind]), None, name)
    system = TaxBenefitSystem([Household, Person])
    for made in MADE:
        system.add_variable(made)
    seconds, processor = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        _, found = once(system, facts)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    if "save" in sys.argv:
        np.savez(folder / "answers.npz", **{name: np.asarray(column) for name, column in found.items()})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": peak, "answers": len(ANSWERS)}))


if __name__ == "__main__":
    main()
