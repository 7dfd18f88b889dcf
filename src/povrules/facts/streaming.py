"""A register larger than memory: read, checked and handed on in chunks of whole households, nothing lost between them.

What one row says of another (an id that stands twice, a person without household, ids that lost their zeros, what a
column carries) is found for the whole files first; so the chunks together are what ``read_register`` gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from povrules.facts.checking import about_text, check_settled, settle_table, stated_mapping
from povrules.facts.chunking import Chunked, Households, chunk_households, chunk_persons, shape_of
from povrules.facts.headers import headers_of
from povrules.facts.ids import PERSON_IDS
from povrules.facts.mapping import TABLES, ColumnMapping, TableMapping
from povrules.facts.mapping_file import Stated
from povrules.facts.parse_number import Locale
from povrules.facts.raw_table import LOOKED_AT
from povrules.facts.readers import TEXT_ENDINGS, files_of, read_tables
from povrules.facts.reasons import Reason, added
from povrules.facts.register import CheckedRegister, Counts
from povrules.facts.rejects import Reject
from povrules.facts.rising_ids import RisingIds
from povrules.facts.row_checks import IdWidths
from povrules.facts.schema import FactSchema
from povrules.facts.spool import Spool, spool_csv, spool_parquet, spool_table
from povrules.facts.unread import unread_columns
from povrules.language.nodes import Scope

CHUNK = 100_000
"""Households in a chunk: with four members each some hundred megabytes while they are decided, two chunks at once."""


@dataclass(frozen=True, slots=True, eq=False)
class RegisterStream:
    """A register in chunks.

    Args:
        schema: the facts of the policy.
        mapping: what every column carries.
        read: how many rows there are.
        spools: the tables as they lie on disk.
        unread: warnings about columns that carry nothing.
        households, persons: the tables in chunks.
        widths: to which ids are completed; None where one chunk holds them all and shows it itself.
        observed_on: the day of the facts, or None.
        count: how many chunks.
    """

    schema: FactSchema
    mapping: ColumnMapping
    read: Counts
    spools: Mapping[Scope, Spool]
    unread: tuple[Reject, ...]
    households: Chunked
    persons: Chunked | None
    widths: IdWidths | None
    observed_on: date | None
    count: int

    def noticed(self) -> list[Reject]:
        """Warnings about the files as a whole; the chunks have their own.

        Asked for behind the chunks it takes less: then it is known which columns hold the words of the law.
        """
        texts = [each for of, spool in self.spools.items() for each in about_text(spool.table(0, LOOKED_AT), of)]
        return [*texts, *self.unread]

    @property
    def persons_in_order(self) -> bool:
        """Whether the persons lie in the order of their households."""
        return self.persons is None or self.persons.ends is not None

    def chunk(self, number: int) -> CheckedRegister:
        """A chunk as a register of its own, by its number from 0."""
        households = self.households.table(number)
        persons = self.persons.table(number) if self.persons else None
        return check_settled(self.schema, households, persons, self.mapping, self.observed_on, self.widths)

    def chunks(self) -> Iterator[CheckedRegister]:
        """All of them in order. Together they hold every row that was read, used or rejected."""
        return map(self.chunk, range(self.count))


def stream_register(
    schema: FactSchema,
    path: str | Path,
    folder: Path,
    *,
    mapping: Stated = None,
    observed_on: date | None = None,
    locale: Locale | None = None,
    rows: int = CHUNK,
) -> RegisterStream:
    """Open a register of files to read it in chunks.

    Args:
        schema: the facts of the policy.
        path: as in ``read_register``; a workbook is in memory as a whole, a CSV or Parquet file is not.
        folder: an empty one for what does not fit in memory, about as large as the files; it must last as long as the
            stream.
        mapping, observed_on, locale: as in ``read_register``.
        rows: households in one chunk.

    Raises:
        FileProblem: the files cannot be read, or there is no room in the folder.
        MappingProblem: the columns cannot be understood.
    """
    spools = _spools(path, schema, stated_mapping(mapping, locale), folder)
    return stream_spools(
        schema,
        spools["household"],
        spools.get("person"),
        folder,
        mapping=mapping,
        observed_on=observed_on,
        locale=locale,
        rows=rows,
    )


def stream_spools(
    schema: FactSchema,
    households: Spool,
    persons: Spool | None,
    folder: Path,
    *,
    mapping: Stated = None,
    observed_on: date | None = None,
    locale: Locale | None = None,
    rows: int = CHUNK,
    settled: ColumnMapping | None = None,
) -> RegisterStream:
    """Read two tables on disk in chunks.

    Args:
        schema, folder, mapping, observed_on, locale, rows: as in ``stream_register``.
        households, persons: the tables.
        settled: what every column carries, where that is settled; else it is found.

    Raises:
        FileProblem: there is no room in the folder.
        MappingProblem: the columns cannot be understood.
    """
    stated = stated_mapping(mapping, locale)
    spools: dict[Scope, Spool] = {"household": households}
    if persons is not None:
        spools["person"] = persons
    settled = settled or ColumnMapping(
        _settled(households, stated, schema, "household"),
        _settled(persons, stated, schema, "person") if persons else stated.persons,
        stated.locale,
    )
    unread = [each for of in spools for each in unread_columns(settled.of(of), stated.of(of), schema, of)]
    placed = _placed(households, persons, settled, folder, rows)
    return RegisterStream(
        schema,
        settled,
        Counts(households.height, persons.height if persons else 0),
        spools,
        tuple(unread),
        placed.households,
        placed.persons,
        placed.widths,
        observed_on,
        placed.count,
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """Both tables in chunks, how many chunks, and to which widths ids are completed."""

    households: Chunked
    persons: Chunked | None
    count: int
    widths: IdWidths | None


def _placed(households: Spool, persons: Spool | None, mapping: ColumnMapping, folder: Path, rows: int) -> _Placed:
    """Tables in the order of ids that rise are read where they lie; for others each id is looked for."""
    if households.height <= rows:
        whole = Chunked(persons, [persons.height]) if persons else None
        return _Placed(Chunked(households, [households.height]), whole, 1, None)
    own = [column.name for column in mapping.persons.columns if column.fact in PERSON_IDS]
    persons_width = shape_of([(persons, own)] if persons else []).width()
    column = _header(mapping.households, "household_id")
    of_persons = _header(mapping.persons, "household_id") if persons else None
    rising = RisingIds.of(households, column, rows)
    if rising is not None:
        ends = rising.ends_of(persons, of_persons) if persons and of_persons else []
        if ends is not None:
            members = Chunked(persons, ends) if persons else None
            return _Placed(Chunked(households, rising.ends), members, len(rising.ends), IdWidths(None, persons_width))
    tables = [(households, [column]), *([(persons, [of_persons])] if persons and of_persons else [])]
    width = shape_of(tables).width()
    placed = Households(households, column, width, rows)
    members = chunk_persons(persons, of_persons, width, placed, folder / "persons") if persons and of_persons else None
    in_chunks = chunk_households(households, placed, folder / "households")
    return _Placed(in_chunks, members, placed.count, IdWidths(width, persons_width))


def gathered(warnings: Iterable[Reject]) -> tuple[Reject, ...]:
    """The warnings of several chunks: those that count rows of a column added up, the others by row."""
    alike: dict[tuple[str, str | None, str], list[Reason]] = defaultdict(list)
    single = []
    for warning in warnings:
        if warning.row is None:
            alike[warning.table, warning.column, warning.reason.code].append(warning.reason)
        else:
            single.append(warning)
    whole = [Reject(table, None, None, column, None, added(same)) for (table, column, _), same in alike.items()]
    return (*whole, *sorted(single, key=lambda warning: (warning.table, warning.row or 0)))


def _spools(path: str | Path, schema: FactSchema, stated: ColumnMapping, folder: Path) -> dict[Scope, Spool]:
    files = files_of(path)
    found: dict[Scope, Spool] = {}
    scopes: tuple[Scope, Scope] = ("household", "person")
    if files[0].suffix.lower() not in (*TEXT_ENDINGS, ".parquet"):
        raw = read_tables(path, schema, stated)
        tables = (raw.households, raw.persons)
        return {of: spool_table(table) for of, table in zip(scopes, tables, strict=True) if table is not None}
    for of, file in zip(scopes, files, strict=False):
        mapping: TableMapping = stated.of(of)
        if file.suffix.lower() == ".parquet":
            found[of] = spool_parquet(file, mapping)
        else:
            found[of] = spool_csv(file, headers_of(schema, of), mapping, folder / f"cells of {TABLES[of]}")
    return found


def _settled(spool: Spool, stated: ColumnMapping, schema: FactSchema, of: Scope) -> TableMapping:
    def cells(name: str) -> pl.Series:
        different = [part.get_column(name).unique() for part in spool.slices(CHUNK, [name])]
        return pl.concat(different) if different else spool.rows(0, 0).get_column(name)

    if spool.whole is not None:
        return settle_table(spool.whole, stated, schema, of)
    return settle_table(spool.table(0, 0), stated, schema, of, cells)


def _header(mapping: TableMapping, fact: str) -> str:
    return next(column.name for column in mapping.columns if column.fact == fact)
