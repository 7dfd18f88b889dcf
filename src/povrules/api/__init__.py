"""The composition root: the names people use. It alone imports every room.

It holds no rule and no engine: it loads the law for a day and a place, and hands registers and households to what
decides them. Look next at `policy.py` for the verbs, at `povrules.plugins` for where the law comes from.
"""

from povrules.api.by_row import BY_ROW, PolicyByRow
from povrules.api.dossiers import open_dossier
from povrules.api.evaluating import METHODS
from povrules.api.loading import load_policy
from povrules.api.policy import Policy
from povrules.api.register import Register, read_register
from povrules.api.verifying import verify
from povrules.api.whatif import compare, decompose, diff, find_value, frontier, sweep
from povrules.decisions.budget import budget

__all__ = [
    "BY_ROW",
    "METHODS",
    "Policy",
    "PolicyByRow",
    "Register",
    "budget",
    "compare",
    "decompose",
    "diff",
    "find_value",
    "frontier",
    "load_policy",
    "open_dossier",
    "read_register",
    "sweep",
    "verify",
]
