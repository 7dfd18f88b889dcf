"""A pair of tables becomes a register: checked once, every row that cannot be used named with its reason."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from povrules.facts.assembling import assemble
from povrules.facts.cells import truth_values
from povrules.facts.errors import MappingProblem
from povrules.facts.headers import headers_of
from povrules.facts.mapping import (
    TABLES,
    Column,
    ColumnMapping,
    Guess,
    TableMapping,
    columns_of,
    guess_mapping,
    settle,
)
from povrules.facts.mapping_file import Stated, read_mapping
from povrules.facts.observing import observe
from povrules.facts.parse_number import Locale
from povrules.facts.parsed_table import parse_table
from povrules.facts.raw_table import RawTable, as_text, from_frame, misread_columns, reread_texts
from povrules.facts.readers import read_tables
from povrules.facts.reasons import misread_text, recognised_encoding, user_missing
from povrules.facts.register import CheckedRegister
from povrules.facts.rejects import Reject
from povrules.facts.row_checks import (
    IdWidths,
    add_area,
    check_households,
    check_persons,
    id_widths,
    negative_incomes,
    restore_ids,
)
from povrules.facts.schema import FactSchema
from povrules.facts.unread import unread_columns
from povrules.language.nodes import Scope

LOG = logging.getLogger(__name__)


def read_register(
    schema: FactSchema,
    path: str | Path,
    *,
    mapping: Stated = None,
    observed_on: date | None = None,
    locale: Locale | None = None,
) -> CheckedRegister:
    """Read and check a register from files.

    Args:
        schema: the facts of the policy.
        path: a workbook, a CSV or Parquet file (with its pair beside it), or a folder.
        mapping: which column carries which fact, where headers do not say; a mapping, a dictionary or a YAML file.
        observed_on: the day of the facts; rows with a day after it are rejected. None leaves that to ``observe``.
        locale: how ``1.234`` is read, ``vi`` or ``en``; wins over the mapping's.

    Raises:
        FileProblem: the files cannot be read.
        MappingProblem: the columns cannot be understood.
    """
    stated = stated_mapping(mapping, locale)
    raw = read_tables(path, schema, stated)
    return check_register(schema, raw.households, raw.persons, mapping=stated, observed_on=observed_on)


def check_register(
    schema: FactSchema,
    households: Any,
    persons: Any = None,
    *,
    mapping: Stated = None,
    observed_on: date | None = None,
    locale: Locale | None = None,
) -> CheckedRegister:
    """Check a pair of frames.

    Args:
        schema: the facts of the policy.
        households: a frame with one row for each household (polars, pandas, pyarrow ...).
        persons: a frame with one row for each member, or None when members are not listed.
        mapping: which column carries which fact, where headers do not say.
        observed_on: the day of the facts; rows with a day after it are rejected. None leaves that to ``observe``.
        locale: how ``1.234`` is read, ``vi`` or ``en``; wins over the mapping's.

    Raises:
        MappingProblem: the columns cannot be understood: no household id, an indicator without polarity, a fact twice.
    """
    stated = stated_mapping(mapping, locale)
    raw = taken(households, stated, "household")
    members = None if persons is None else taken(persons, stated, "person")
    settled = ColumnMapping(
        settle_table(raw, stated, schema, "household"),
        stated.persons if members is None else settle_table(members, stated, schema, "person"),
        stated.locale,
    )
    unread = [each for of in TABLES for each in unread_columns(settled.of(of), stated.of(of), schema, of)]
    register = check_settled(schema, raw, members, settled, observed_on)
    warnings = [*about_text(raw, "household"), *(about_text(members, "person") if members else ()), *unread]
    return replace(register, warnings=(*warnings, *register.warnings))


def check_settled(
    schema: FactSchema,
    raw: RawTable,
    members: RawTable | None,
    mapping: ColumnMapping,
    observed_on: date | None,
    widths: IdWidths | None = None,
) -> CheckedRegister:
    """Check two tables whose mapping is settled.

    Args:
        schema: the facts of the policy.
        raw: the households.
        members: the persons, or None.
        mapping: what every column carries, as ``settle_table`` gives it.
        observed_on: the day of the facts, or None.
        widths: of the ids, when these tables are a part of larger ones; None finds them in the tables.
    """
    table = parse_table(raw, mapping.households, schema, "household", mapping.locale)
    listed = None if members is None else parse_table(members, mapping.persons, schema, "person", mapping.locale)
    restore_ids(table, listed, widths or id_widths(table, listed))
    check_households(table)
    if listed is not None:
        check_persons(listed)
    add_area(table, communes(raw, schema), schema, observed_on)
    register = assemble(table, listed, schema=schema, mapping=mapping, native=raw.native)
    if observed_on is not None or "observed_on" in register.households.columns:
        register = observe(register, observed_on)
    LOG.info(
        "register checked: %d of %d households and %d of %d persons used, rejects %s",
        register.used.households, register.read.households, register.used.persons, register.read.persons,
        dict(sorted(Counter(reject.reason.code for reject in register.rejects).items())),
    )  # fmt: skip
    return replace(register, warnings=(*register.warnings, *negative_incomes(register)))


def about_text(raw: RawTable, of: Scope) -> list[Reject]:
    """Warnings about the cells of a table as they came: an encoding recognised and not stated, or wrong before the
    table came here; codes that the file declares to be missing."""
    found = [
        Reject(TABLES[of], None, None, name, None, user_missing(count, codes))
        for name, count, codes in raw.unknown_codes
    ]
    if raw.recognised and raw.encoding:
        found.append(Reject(TABLES[of], None, None, None, None, recognised_encoding(raw.encoding)))
    for name, wrong in misread_columns(raw).items():
        reason = misread_text(wrong.encoding, wrong.word, wrong.meant)
        found.append(Reject(TABLES[of], None, None, name, None, reason))
    return found


def stated_mapping(mapping: Stated, locale: Locale | None) -> ColumnMapping:
    """What a person states, the locale told apart from the mapping winning over the one in it."""
    stated = read_mapping(mapping)
    if locale is None:
        return stated
    if locale not in ("vi", "en"):
        raise MappingProblem(f"{locale!r} is no locale", expected="vi or en")
    return replace(stated, locale=locale)


def taken(frame: Any, stated: ColumnMapping, of: Scope) -> RawTable:
    """A frame of any library as a table, its texts read again where the mapping states an encoding.

    Raises:
        MappingProblem: it is no frame.
    """
    raw = from_frame(frame, TABLES[of])
    return raw if raw.native == "file" else replace(raw, frame=reread_texts(raw.frame, stated.of(of).encoding))


def settle_table(
    raw: RawTable, stated: ColumnMapping, schema: FactSchema, of: Scope, cells: Callable[[str], pl.Series] | None = None
) -> TableMapping:
    """What every column of a table carries.

    Args:
        raw: the table; of a large one its beginning.
        stated: what a person states.
        schema: the facts of the policy.
        of: whose table it is.
        cells: the different cells of a column, where ``raw`` is not the whole table.

    Raises:
        MappingProblem: the columns cannot be understood.
    """
    guess = _by_content(guess_mapping(raw.frame.columns, schema, of), cells or raw.frame.get_column)
    settled = settle(guess, stated.of(of), schema, of)
    if not any(column.fact == "household_id" for column in settled.columns):
        raise MappingProblem(
            f"{TABLES[of]}: no column was recognised as the household id",
            expected=f"a header such as Mã hộ, or in the mapping, {columns_of(of)}: {{X: household_id}}",
        )
    return replace(settled, encoding=raw.encoding or settled.encoding)


def _by_content(guess: Guess, cells: Callable[[str], pl.Series]) -> Guess:
    """A header such as "Nguồn nước sinh hoạt" stands over kinds of sources or over yes and no: its cells tell."""
    kinds = {
        header: fact
        for header, fact in guess.either
        if not truth_values(as_text(cells(header))) and not any(column.fact == fact for column in guess.mapping.columns)
    }
    if not kinds:
        return guess
    columns = tuple(
        Column(column.name, kinds[column.name]) if column.name in kinds else column for column in guess.mapping.columns
    )
    bare = tuple(header for header in guess.bare if header not in kinds)
    return replace(guess, mapping=replace(guess.mapping, columns=columns), bare=bare)


def communes(raw: RawTable, schema: FactSchema) -> Iterator[pl.Series]:
    """The columns in which a commune's name may stand, also those that gave way to its code."""
    headers = headers_of(schema, "household")
    for name in raw.frame.columns:
        meaning = headers.meaning(name)
        if meaning is not None and meaning.target == "commune":
            yield raw.frame.get_column(name)
