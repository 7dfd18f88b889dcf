"""povrules: a country's poverty rules as dated, cited, explained data.

``import povrules`` is light: the law, the engines and the frame libraries load when they are first used.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from povrules.language.errors import PovrulesError
from povrules.version import __version__

if TYPE_CHECKING:
    from povrules.api import (
        Policy,
        Register,
        budget,
        compare,
        decompose,
        diff,
        find_value,
        frontier,
        load_policy,
        open_dossier,
        read_register,
        sweep,
        verify,
    )

__all__ = [
    "Policy",
    "PovrulesError",
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
__version__ = __version__

_HOME = "povrules.api"
logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent until the program that uses it says otherwise


if not TYPE_CHECKING:  # seen by a type checker, it would let every misspelt name pass

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module 'povrules' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_HOME), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
