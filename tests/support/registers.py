"""Registers made of drawn households, and what a checked register holds as exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

import povrules as pr
from povrules.facts.register import CheckedRegister
from povrules.language.calendar import PartialDate
from povrules.plugins.manager import PluginManager


def exact(register: CheckedRegister, fact: str) -> list[Any]:
    """One fact of every household: whole numbers and fractions, None where it is unknown."""
    return [household[fact] for household in register.household_facts()]


def register_of(households: Sequence[dict[str, Any]], plugins: PluginManager | None = None) -> pr.Register:
    """Households as ``Policy.assess`` takes them, as the two tables of a register, every cell a text."""
    people = [
        {"household_id": given["household_id"], **member} for given in households for member in given.get("members", ())
    ]
    rows = [{name: value for name, value in given.items() if name != "members"} for given in households]
    return pr.Register(_table(rows), _table(people) if people else None, plugins=plugins)


def _table(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame({name: pl.Series([_cell(row.get(name)) for row in rows], dtype=pl.String) for name in names})


def _cell(value: Any) -> str | None:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, PartialDate):
        return str(value.first.year)
    if isinstance(value, Fraction):  # a cell holds decimals; three are enough to stand beside a boundary
        return f"{round(value * 1000) / 1000:.3f}"
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)
