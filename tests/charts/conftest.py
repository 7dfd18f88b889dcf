"""One register, one reform, and what there is to draw of them."""

from __future__ import annotations

import pytest

import povrules as pr
from povrules.measures import alkire_foster
from povrules.measures.alkire_foster import MultidimensionalPoverty
from povrules.whatif.comparing import Comparison
from povrules.whatif.shapley import Decomposition
from povrules.whatif.sweeping import Sweep
from tests.whatif.test_sweeps import DAY, NAMES, register

REFORM = {"income_line.rural": 2_000_000, "income_line.urban": 2_600_000}


@pytest.fixture(scope="session")
def law() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.fixture(scope="session")
def given() -> pr.Register:
    return register(240, 0.03)


@pytest.fixture(scope="session")
def compared(law: pr.Policy, given: pr.Register) -> Comparison:
    return pr.compare(law, law.reform(REFORM), given, weight="weight", by="area")


@pytest.fixture(scope="session")
def curve(law: pr.Policy, given: pr.Register) -> Sweep:
    return pr.sweep(law, "income_line.rural", given, weight="weight")


@pytest.fixture(scope="session")
def poverty(law: pr.Policy, given: pr.Register) -> MultidimensionalPoverty:
    return alkire_foster(law.evaluate(given, outputs=NAMES).households, NAMES, 3)


@pytest.fixture(scope="session")
def open_poverty(law: pr.Policy, given: pr.Register) -> MultidimensionalPoverty:
    return alkire_foster(law.evaluate(given, outputs=NAMES).households, NAMES, 3, missing="bounds")


@pytest.fixture(scope="session")
def divided(law: pr.Policy, given: pr.Register) -> Decomposition:
    def poor(policy: pr.Policy) -> int:
        found = policy.evaluate(given, outputs=["poverty_class"]).households["poverty_class"]
        return int((found == "poor").sum())

    return pr.decompose(law, {"income_line.rural": 2_000_000, "deprived_water": "off"}, poor)
