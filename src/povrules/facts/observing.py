"""The day of the facts: nothing that a register reports can lie after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from povrules.facts.assembling import assemble
from povrules.facts.cells import LAST
from povrules.facts.headers import BIRTH_PARTS
from povrules.facts.intake import FUTURE_ALLOWED
from povrules.facts.mapping import TABLES
from povrules.facts.parsed_table import Fault, ParsedTable
from povrules.facts.reasons import after_observed
from povrules.facts.register import CheckedRegister
from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.nodes import Scope
from povrules.language.types import DateType


def observe(register: CheckedRegister, observed_on: date | None) -> CheckedRegister:
    """The register as seen on a day: rows with a day after it are rejected, a year that is not over ends with it.

    Args:
        register: checked; it is not changed.
        observed_on: the day of the facts, for households that do not carry their own ``observed_on``; None leaves their
            days unchecked.
    """
    if register.observed_on is not None and register.observed_on == observed_on:
        return register
    if not _any_after(register, observed_on):
        return replace(register, observed_on=observed_on)
    scales = {scope: dict(register.scales.get(scope, {})) for scope in TABLES}
    limits = _limits(register.households, observed_on)
    headers = _headers(register, "household")
    households = ParsedTable("household", register.households, register.extra_households, headers, scales["household"])
    _see(households, limits, register.schema)
    persons = None
    if register.persons is not None and register.extra_persons is not None:
        headers = _headers(register, "person")
        persons = ParsedTable("person", register.persons, register.extra_persons, headers, scales["person"])
        _see(persons, limits[register.persons.get_column("household_row")], register.schema)
    if not households.faults and (persons is None or not persons.faults):
        seen_persons = None if persons is None else persons.frame
        return replace(register, households=households.frame, persons=seen_persons, observed_on=observed_on)
    seen = assemble(
        households,
        persons,
        schema=register.schema,
        mapping=register.mapping,
        native=register.native,
        read=register.read,
        earlier=register.rejects,
        warnings=register.warnings,
    )
    return replace(seen, observed_on=observed_on)


def _any_after(register: CheckedRegister, observed_on: date | None) -> bool:
    """Whether any day of the register lies after the earliest of the days after which nothing can lie."""
    limits = [] if observed_on is None else [observed_on]
    if "observed_on" in register.households.columns:
        own = register.households.get_column("observed_on").min()
        limits += [own] if isinstance(own, date) else []
    tables = (register.schema.household, register.households), (register.schema.person, register.persons)
    latest = [
        frame.get_column(name).max()
        for specs, frame in tables
        if frame is not None
        for fact in _days(specs, frame)
        for name in (fact, fact + LAST)
        if name in frame.columns
    ]
    return bool(limits) and any(isinstance(day, date) and day > min(limits) for day in latest)


def _limits(households: pl.DataFrame, observed_on: date | None) -> pl.Series:
    """For each household the day after which nothing can lie."""
    day = pl.repeat(observed_on, households.height, dtype=pl.Date, eager=True)
    if "observed_on" not in households.columns:
        return day
    own = households.get_column("observed_on")
    return own.zip_with(own.is_not_null(), day)


def _headers(register: CheckedRegister, scope: Scope) -> dict[str, str]:
    headers = {column.fact: column.name for column in register.mapping.of(scope).columns if column.fact}
    parts = [headers[part] for part in BIRTH_PARTS if part in headers]
    if parts:
        headers.setdefault("birth_date", parts[0])
    return headers


def _see(table: ParsedTable, limits: pl.Series, schema: FactSchema) -> None:
    specs = schema.household if table.scope == "household" else schema.person
    for fact in _days(specs, table.frame):
        days = table.frame.get_column(fact)
        beyond = days > limits
        for position in beyond.fill_null(False).arg_true().to_list() if beyond.any() else ():
            reason = after_observed(limits[position].isoformat())
            table.fault(position, Fault(table.headers.get(fact, fact), days[position].isoformat(), reason))
        last = fact + LAST
        if last in table.frame.columns:
            limited = pl.when(pl.col(last).is_not_null()).then(pl.min_horizontal(pl.col(last), limits))
            table.frame = table.frame.with_columns(limited.alias(last))


def _days(specs: Mapping[str, FactSpec], frame: pl.DataFrame) -> list[str]:
    days = (name for name in frame.columns if name in specs and isinstance(specs[name].type, DateType))
    return [name for name in days if name != "observed_on" and name not in FUTURE_ALLOWED]
