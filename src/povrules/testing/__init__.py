"""What the author of a pack imports in tests: worked households, and a pytest plugin that runs them.

The library needs it only for `povrules check`, and it knows no more of a policy than its public names tell.
Look next at `povrules.api` for those names, and at the `cases.yaml` beside each folder of rules in `policies/`.
"""

from povrules.testing.case_files import read_cases
from povrules.testing.cases import Case, Expected, Failure, load_for, run_case

__all__ = ["Case", "Expected", "Failure", "load_for", "read_cases", "run_case"]
