"""Class and count in OpenFisca-Core: two variables with formulas, the facts are variables without.

A register is a simulation built over columns, one household is built from its mapping, as the web API does it. In
``openfisca`` a household is a group of persons (one each, so that they cost least), which is how its documentation
models households; ``openfisca-alone`` has households and nothing else, which spares it the persons. Identifiers are
numbers, which it sorts faster than texts. The numbers of law
stand in the formulas, which is quicker than parameters. Numbers are whole: as ``float`` they would have 32 bits.
"""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from typing import Any

import numpy as np
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers.telling import Handed, Way, tell

PERIOD = "2024-10"
WANTED = ("poverty_class", "deprivation_count")
CALLS = 500


def variable(entity: Any, name: str, kind: Any, formula: Any = None) -> type[Variable]:
    """A variable of the month."""
    parts: dict[str, Any] = {"entity": entity, "definition_period": DateUnit.MONTH, "label": name, "value_type": kind}
    if issubclass(kind, Enum):
        parts |= {"value_type": Enum, "possible_values": kind, "default_value": next(iter(kind))}
    if formula is not None:
        parts["formula"] = formula
    return type(name, (Variable,), parts)


def system_of(law: dict[str, Any], *, persons: bool) -> tuple[TaxBenefitSystem, type[Enum]]:
    """The law as a system, and its list of areas.

    Args:
        law: its numbers and names.
        persons: whether households are made of them.
    """
    area: Any = Enum("Area", [(name, name) for name in law["areas"]])  # type: ignore[misc]
    member: Any = Enum("Class", [(name, name) for name in law["classes"]])  # type: ignore[misc]
    flags, cutoff = law["flags"], law["cutoff"]
    lines, averages = (np.array([law[name][each] for each in law["areas"]]) for name in ("line", "average"))

    def deprivation_count(household: Any, period: Any) -> Any:
        return sum(household(flag, period).astype(np.int32) for flag in flags)

    def poverty_class(household: Any, period: Any) -> Any:
        income, place = household("income_per_capita", period), np.asarray(household("area", period))
        low, deprived = income <= lines[place], household("deprivation_count", period) >= cutoff
        cases = [low & deprived, low, income <= averages[place]]
        return np.select(cases, [member.poor.index, member.near_poor.index, member.average.index], member.above.index)

    household: Any = Entity("household", "households", "", "")
    entities = [household]
    if persons:
        household = GroupEntity("household", "households", "", "", roles=[{"key": "member", "plural": "members"}])
        entities = [Entity("person", "persons", "", ""), household]
    system = TaxBenefitSystem(entities)
    for made in (
        variable(household, "area", area),
        variable(household, "income_per_capita", int),
        *(variable(household, flag, bool) for flag in flags),
        variable(household, "deprivation_count", int, deprivation_count),
        variable(household, "poverty_class", member, poverty_class),
    ):
        system.add_variable(made)
    return system, area


def read(found: tuple[Any, Any]) -> tuple[Any, Any]:
    return np.asarray(found[0]), found[1]


def calculated(simulation: Any) -> tuple[Any, Any]:
    """Both answers."""
    return tuple(simulation.calculate(name, PERIOD) for name in WANTED)  # type: ignore[return-value]


def way(handed: Handed, *, persons: bool) -> Way:
    system, area = system_of(handed.law, persons=persons)
    columns = {name: column.astype(np.int32) if column.dtype.kind == "i" else column
               for name, column in handed.columns.items()}  # fmt: skip

    def register() -> tuple[Any, Any]:
        builder, numbers = SimulationBuilder(), np.arange(handed.rows)
        builder.create_entities(system)
        if persons:
            builder.declare_person_entity("person", numbers)
            group = builder.declare_entity("household", numbers)
            builder.join_with_persons(group, numbers, np.full(handed.rows, "member"))
        else:
            builder.declare_person_entity("household", numbers)
        simulation = builder.build(system)
        for name, column in columns.items():
            simulation.set_input(name, PERIOD, area.encode(column) if name == "area" else column)
        return calculated(simulation)

    def one(given: dict[str, Any]) -> tuple[Any, Any]:
        return calculated(SimulationBuilder().build_from_entities(system, given))

    people: dict[str, Any] = {"persons": {"somebody": {}}} if persons else {}
    members = {"members": ["somebody"]} if persons else {}
    inputs = [
        {**people, "households": {"one": {**members, **{name: {PERIOD: value} for name, value in given.items()}}}}
        for given in handed.households[:CALLS]
    ]
    return Way(register, read, one, inputs)


if __name__ == "__main__":
    ways = {"openfisca": partial(way, persons=True), "openfisca-alone": partial(way, persons=False)}
    tell(ways, version("openfisca-core"))
