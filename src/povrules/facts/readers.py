"""Reading the two tables of a register: a workbook with two sheets, a pair of other files, or a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from povrules.facts.errors import FileProblem
from povrules.facts.headers import headers_of
from povrules.facts.mapping import ColumnMapping, TableMapping
from povrules.facts.raw_table import RawTable, from_frame, reread_texts
from povrules.facts.read_csv import read_csv
from povrules.facts.read_excel import ENDINGS, Workbook
from povrules.facts.read_parquet import reading_parquet
from povrules.facts.read_survey import SURVEY_ENDINGS, read_survey
from povrules.facts.schema import FactSchema
from povrules.language.nodes import Scope

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
_PAIRED = (*TEXT_ENDINGS, ".parquet", *SURVEY_ENDINGS)


@dataclass(frozen=True, slots=True, eq=False)
class RawRegister:
    """Both tables as read.

    Args:
        households: the table of households.
        persons: the table of persons, or None.
        source: what was read, for people.
    """

    households: RawTable
    persons: RawTable | None
    source: str


def read_tables(path: str | Path, schema: FactSchema, mapping: ColumnMapping | None = None) -> RawRegister:
    """Read the tables of a register without checking them.

    Args:
        path: a workbook; a file of CSV, Parquet, Stata or SPSS (``x_households.csv`` finds ``x_persons.csv`` beside
            it); or a folder with ``households`` and ``persons``.
        schema: the facts of the policy; it finds the headers.
        mapping: may say which sheet, and in which row the header is.

    Raises:
        FileProblem: missing, unreadable, not a table, no header.
    """
    mapping = mapping or ColumnMapping()
    file = _households_file(Path(path))
    if file.suffix.lower() in ENDINGS:
        return _workbook(file, schema, mapping)
    persons = _beside(file)
    return RawRegister(
        read_table(file, schema, "household", mapping.households),
        read_table(persons, schema, "person", mapping.persons) if persons else None,
        f"{file}, {persons.name}" if persons else str(file),
    )


def files_of(path: str | Path) -> tuple[Path, ...]:
    """The files that ``read_tables`` reads.

    Raises:
        FileProblem: no such file or folder.
    """
    file = _households_file(Path(path))
    persons = None if file.suffix.lower() in ENDINGS else _beside(file)
    return (file, persons) if persons else (file,)


def read_table(
    path: str | Path, schema: FactSchema, of: Scope = "household", mapping: TableMapping | None = None
) -> RawTable:
    """Read one table: raw cells with the rows in which a person finds them.

    Args:
        path: a ``.csv``, ``.xlsx``, ``.parquet``, ``.dta``, ``.sav`` or ``.zsav`` file.
        schema: the facts of the policy; it finds the header.
        of: whose table it is.
        mapping: may say which sheet, and in which row the header is.

    Raises:
        FileProblem: missing, unreadable, not a table, no header.
    """
    file, mapping = Path(path), mapping or TableMapping()
    headers = headers_of(schema, of)
    ending = file.suffix.lower()
    if ending in ENDINGS:
        found = Workbook(file).table(of, headers, mapping)
        if found is None:
            raise FileProblem(f"{file}: no sheet looks like a table of persons", expected="sheet in a mapping")
        return found[0]
    if not file.is_file():
        raise FileProblem(f"{file}: no such file")
    if ending == ".parquet":
        return _parquet(file, mapping)
    if ending in TEXT_ENDINGS:
        return read_csv(file, headers, mapping)
    if ending in SURVEY_ENDINGS:
        return read_survey(file, headers, mapping)
    known = (".csv", ".xlsx", ".parquet", *SURVEY_ENDINGS)
    raise FileProblem(f"{file}: cannot tell what kind of table this is", expected=", ".join(known))


def _workbook(file: Path, schema: FactSchema, mapping: ColumnMapping) -> RawRegister:
    book = Workbook(file)
    found = book.table("household", headers_of(schema, "household"), mapping.households, mapping.persons.sheet)
    if found is None:
        raise FileProblem(f"{file}: has no sheet")
    households, sheet = found
    persons = book.table("person", headers_of(schema, "person"), mapping.persons, taken=sheet)
    return RawRegister(households, persons[0] if persons else None, str(file))


def _parquet(file: Path, mapping: TableMapping) -> RawTable:
    with reading_parquet(file):
        table = from_frame(pl.read_parquet(file), str(file))
    return RawTable(reread_texts(table.frame, mapping.encoding), table.rows)


def _households_file(path: Path) -> Path:
    if not path.is_dir():
        if not path.exists():
            raise FileProblem(f"{path}: no such file")
        return path
    for ending in _PAIRED:
        file = path / f"households{ending}"
        if file.is_file():
            return file
    raise FileProblem(
        f"{path}: no table of households in this folder", expected="households.csv, and persons.csv beside it"
    )


def _beside(file: Path) -> Path | None:
    """The file of persons that belongs to a file of households, by its name."""
    stem, word = file.stem, "households"
    if not stem.lower().endswith(word):
        return None
    start, written = stem[: -len(word)], stem[-len(word) :]
    persons = "PERSONS" if written.isupper() else "Persons" if written[0].isupper() else "persons"
    beside = file.with_name(f"{start}{persons}{file.suffix}")
    return beside if beside.is_file() else None
