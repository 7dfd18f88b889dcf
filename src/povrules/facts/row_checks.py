"""What is checked across rows once every cell is read: ids, rows that stand twice, the area of a commune."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from povrules.facts.ids import PERSON_IDS, IdShape, pad_codes, texts_rise
from povrules.facts.parse_number import canonical
from povrules.facts.parse_scalars import area_of_unit
from povrules.facts.parsed_table import Fault, ParsedTable
from povrules.facts.raw_table import as_text
from povrules.facts.reasons import (
    DUPLICATE_HOUSEHOLD,
    DUPLICATE_PERSON,
    MISSING_ID,
    NEGATIVE_INCOME,
    area_from_unit,
)
from povrules.facts.register import CheckedRegister
from povrules.facts.rejects import Reject
from povrules.facts.scaled import from_scaled
from povrules.facts.schema import FactSchema
from povrules.language.types import EnumType, NumberType


@dataclass(frozen=True, slots=True)
class IdWidths:
    """To how many digits ids are completed; None leaves them."""

    households: int | None
    persons: int | None


def id_widths(households: ParsedTable, persons: ParsedTable | None) -> IdWidths:
    """The widths that the ids of two tables show."""
    shapes = IdShape(), IdShape()
    for table in (households, persons):
        if table is not None:
            shapes[0].add(table.ids(), table.digits.get("household_id"))
    if persons is not None:
        for name in PERSON_IDS:
            if name in persons.frame.columns:
                shapes[1].add(persons.frame.get_column(name), persons.digits.get(name))
    return IdWidths(shapes[0].width(), shapes[1].width())


def restore_ids(households: ParsedTable, persons: ParsedTable | None, widths: IdWidths) -> None:
    """Give ids back the zeros they lost, in both tables alike."""
    for table in (households, persons):
        if table is not None:
            _restore(table, "household_id", widths.households)
    if persons is not None:
        for name in PERSON_IDS:
            if name in persons.frame.columns:
                _restore(persons, name, widths.persons)


def _restore(table: ParsedTable, name: str, width: int | None) -> None:
    if width is not None:
        done, warning = pad_codes(table.frame.get_column(name), width)
        if warning:
            table.frame = table.frame.with_columns(done.alias(name))
            table.digits.pop(name, None)
            table.warn(name, warning)


def check_households(table: ParsedTable) -> None:
    """A household without id, and every later row of an id that stands twice, cannot be used."""
    ids, header = table.ids(), table.headers["household_id"]
    for position in ids.is_null().arg_true().to_list():
        if position not in table.faults:
            table.fault(position, Fault(header, None, MISSING_ID))
    digits = table.digits.get("household_id")
    if digits.all_different() if digits else _all_different(ids.hash()):
        return
    for position in (ids.is_not_null() & ~ids.is_first_distinct()).arg_true().to_list():
        table.fault(position, Fault(header, ids[position], DUPLICATE_HOUSEHOLD))


def check_persons(table: ParsedTable) -> None:
    """The later rows of a person that stands twice in one household cannot be used."""
    if "person_id" not in table.frame.columns:
        return
    digits = table.digits.get("person_id")
    ids = table.frame.get_column("person_id")
    if digits.all_different() if digits else texts_rise(ids):
        return  # whatever households they belong to
    # Multiplied by an odd number, so that swapped ids differ.
    if _all_different(table.ids().hash() * 3 + ids.hash()):
        return
    both = table.frame.select("household_id", "person_id")
    known = both.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    later = known & ~both.select(pl.struct(pl.all()).is_first_distinct()).to_series()
    for position in later.arg_true().to_list():
        table.fault(
            position, Fault(table.headers["person_id"], both.get_column("person_id")[position], DUPLICATE_PERSON)
        )


def _all_different(keys: pl.Series) -> bool:
    """Whether no two rows can be the same; keys that meet by chance only cost a closer look."""
    return keys.n_unique() == keys.len()


def add_area(table: ParsedTable, communes: Iterable[pl.Series], schema: FactSchema, observed_on: date | None) -> None:
    """Without a column for the area, take it from the kind of the commune (xã, phường, thị trấn) where a name says it.

    Args:
        table: the households.
        communes: raw columns with names of communes.
        schema: the facts of the policy.
        observed_on: the day of the facts; the kinds changed on 2025-07-01.
    """
    if "area" not in schema.household or "area" in table.frame.columns:
        return
    area = pl.repeat(None, table.frame.height, dtype=pl.String, eager=True).alias("area")
    for commune in communes:
        text = as_text(commune)
        found = {name: area_of_unit(name, observed_on) for name in text.drop_nulls().unique().to_list()}
        known = {name: kind for name, kind in found.items() if kind}
        if known:
            kinds = text.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
            area = area.zip_with(area.is_not_null(), kinds)
    count = area.is_not_null().sum()
    if count:
        kind = schema.household["area"].type
        assert isinstance(kind, EnumType)
        table.frame = table.frame.with_columns(area.cast(pl.Enum(kind.members)).alias("area"))
        table.warn("area", area_from_unit(int(count)))


def negative_incomes(register: CheckedRegister) -> list[Reject]:
    """A warning for each used household whose income is negative: it is valid, and worth a look."""
    found = []
    scales = register.scales.get("household", {})
    frame, headers = register.households, {c.fact: c.name for c in register.mapping.households.columns}
    for name in register.given()[0]:
        kind = register.schema.household[name].type
        if not isinstance(kind, NumberType) or "VND" not in dict(kind.unit.powers):
            continue
        least = frame.get_column(name).min()
        if not isinstance(least, int) or least >= 0:
            continue
        below = frame.get_column(name) < 0
        for row, household, value in frame.filter(below).select("row", "household_id", name).rows():
            shown = canonical(from_scaled(value, scales.get(name, 0)))
            found.append(Reject("households", row, household, headers.get(name, name), shown, NEGATIVE_INCOME))
    return found
