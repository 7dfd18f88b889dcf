"""Whether durable_rules is there, and how to say that it is not."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from povrules.language.errors import PovrulesError


class DurableMissing(PovrulesError):
    """durable_rules cannot be imported: it is not installed, or this Python is too new for it."""

    code = "durable"


def durable_engine() -> Any:
    """The module ``durable.engine``. Importing it starts no thread.

    Raises:
        DurableMissing: it is not there.
    """
    try:
        return import_module("durable.engine")
    except ImportError as problem:
        raise DurableMissing(
            'durable_rules is missing: pip install "povrules[durable]" (Python 3.11 or 3.12)'
        ) from problem


def installed() -> bool:
    """Whether durable_rules can be used here."""
    try:
        durable_engine()
    except DurableMissing:
        return False
    return True
