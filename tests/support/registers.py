"""What a checked register holds, as exact numbers."""

from __future__ import annotations

from typing import Any

from povrules.facts.register import CheckedRegister


def exact(register: CheckedRegister, fact: str) -> list[Any]:
    """One fact of every household: whole numbers and fractions, None where it is unknown."""
    return [household[fact] for household in register.household_facts()]
