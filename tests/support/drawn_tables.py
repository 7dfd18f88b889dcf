"""Two tables of drawn households as a careful office keeps them: typed columns, unknown cells, and rows to be rejected.

Among the households are ids that lost their zeros, an id that stands twice, one that is missing, a word that is no
area; among the persons one of no household, one of a rejected household, one that stands twice. One header is written
in decomposed letters; one column is no fact.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import polars as pl

import povrules as pr
from povrules.facts.schema import FactSpec
from povrules.language.calendar import PartialDate
from povrules.language.types import BoolType, NumberType
from povrules.testing.households import draw_households

AREA = unicodedata.normalize("NFD", "Khu vực")
MONEY = pl.Decimal(20, 3)


@cache
def drawn_tables(day: str, count: int, seed: int = 3) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables of households and of persons.

    Args:
        day: of the policy at whose boundaries the households lie.
        count: households, before the bad rows are added.
        seed: of the draw.
    """
    policy = pr.load_policy(on=day)
    drawn = draw_households(policy, count, seed)
    rows, people = [], []
    for at, given in enumerate(drawn):
        id = f"{at * 37 + 11:06d}"
        rows.append({**{name: value for name, value in given.items() if name != "members"}, "household_id": id})
        short = id.lstrip("0") if at % 5 == 0 else id
        people += [{**member, "household_id": short} for member in given.get("members", ())]
    rows[7] = {**rows[7], "area": "biển"}
    rows += [{**rows[3]}, {**rows[5], "household_id": None}]
    people += [{**people[2], "household_id": "999999"}, {**people[4]}]
    people.append({**people[0], "household_id": rows[7]["household_id"], "person_id": "H8-last"})
    facts = policy.facts
    households = _table(rows, facts.household).rename({"area": AREA})
    note = pl.Series("Ghi chú", [None if at % 3 else at for at in range(len(rows))], pl.Int32)
    return households.with_columns(note), _table(people, facts.person)


def _table(rows: Sequence[dict[str, Any]], specs: Any) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame([_column(name, [row.get(name) for row in rows], specs.get(name)) for name in names])


def _column(name: str, values: list[Any], spec: FactSpec | None) -> pl.Series:
    if spec is not None and isinstance(spec.type, BoolType):
        return pl.Series(name, values, pl.Boolean)
    if spec is not None and isinstance(spec.type, NumberType):
        if spec.type.integer:
            return pl.Series(name, [None if value is None else int(value) for value in values], pl.Int64)
        return pl.Series(name, [None if value is None else _money(value) for value in values], MONEY)
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, date) for value in known):
        return pl.Series(name, values, pl.Date)
    return pl.Series(name, [None if value is None else _text(value) for value in values], pl.String)


def _money(value: int | Fraction) -> Decimal:
    """Three decimals are enough to stand beside a boundary."""
    return Decimal(round(Fraction(value) * 1000)) / 1000


def _text(value: Any) -> str:
    return str(value.first.year) if isinstance(value, PartialDate) else str(value)
