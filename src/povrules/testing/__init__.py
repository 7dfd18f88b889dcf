"""What the author of a pack imports in tests: worked households and a pytest plugin that runs them, the contract of a
pack, households and persons drawn from any policy.

The library needs it only for `povrules check`, and it knows no more of a policy than its public names tell.
Look next at `povrules.api` for those names, and at the `cases.yaml` beside each folder of rules in `policies/`.
"""

from povrules.testing.case_files import read_cases
from povrules.testing.cases import Case, Expected, Failure, load_for, run_case
from povrules.testing.contract import ContractBroken, Kept, check_pack
from povrules.testing.households import draw_households, households, persons

__all__ = [
    "Case",
    "ContractBroken",
    "Expected",
    "Failure",
    "Kept",
    "check_pack",
    "draw_households",
    "households",
    "load_for",
    "persons",
    "read_cases",
    "run_case",
]
