"""One table with every cell read: facts in columns, and for each row what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from povrules.facts.cells import LAST, BadCell, Cells, read_cells, read_dates, read_texts
from povrules.facts.header_aliases import TOTALS
from povrules.facts.headers import BIRTH_PARTS, header_key, spellings
from povrules.facts.ids import CODE_WIDTHS, PERSON_IDS, Digits, pad_codes
from povrules.facts.mapping import TABLES, Column, TableMapping
from povrules.facts.parse_number import Locale
from povrules.facts.raw_table import RawTable, as_text
from povrules.facts.reasons import BIRTH_CONTRADICTION, SEX_CONTRADICTION, TOO_MANY_CELLS, TOTAL_ROW, Reason
from povrules.facts.rejects import Reject
from povrules.facts.schema import FactSchema
from povrules.facts.texts import TEXTS, Texts
from povrules.facts.typed_cells import typed_cells, typed_days
from povrules.language.nodes import Scope
from povrules.language.types import EnumType, NumberType

_DOUBTFUL = r"(?i)^\W*(?:c\S{1,4}ng|t\S{1,4}ng|total|grand)\b"
_IN_PYTHON = re.compile(_DOUBTFUL)  # for a few texts: half of what one call of Polars takes
_TOTALS = frozenset(spellings(TOTALS))
TOTAL_COLUMNS = 4  # a total is named in one of the first columns


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the header of the cell (None: the row as a whole), what it says, why that is wrong."""

    column: str | None
    value: str | None
    reason: Reason


@dataclass(slots=True, eq=False)
class ParsedTable:
    """One table, read.

    Args:
        scope: whose rows these are.
        frame: ``row``, ``household_id`` and a column for each fact given.
        extras: the columns that carry no fact, as they were.
        headers: for each fact the header it came from.
        scales: decimals of each number; a column holds it times ten to that power.
        faults: by position, what makes a row unusable.
        warnings: what is worth saying about rows that are used.
        digits: by their fact, the ids that are all digits, as numbers.
    """

    scope: Scope
    frame: pl.DataFrame
    extras: pl.DataFrame
    headers: dict[str, str]
    scales: dict[str, int] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    warnings: list[Reject] = field(default_factory=list)
    digits: dict[str, Digits] = field(default_factory=dict)

    def fault(self, position: int, fault: Fault) -> None:
        """Note that a row cannot be used."""
        self.faults.setdefault(position, []).append(fault)

    def warn(self, fact: str, reason: Reason) -> None:
        """Note something about a whole column."""
        self.warnings.append(Reject(TABLES[self.scope], None, None, self.headers.get(fact, fact), None, reason))

    def ids(self) -> pl.Series:
        """The household id of each row."""
        return self.frame.get_column("household_id")


def parse_table(
    raw: RawTable, mapping: TableMapping, schema: FactSchema, of: Scope, locale: Locale | None
) -> ParsedTable:
    """Read every mapped cell of a table.

    Args:
        raw: the table as it came.
        mapping: what each column carries, settled.
        schema: the facts of the policy.
        of: whose rows these are.
        locale: how ``1.234`` is read.

    Raises:
        MappingProblem: a column whose type no fact is read from.
    """
    carried = [column for column in mapping.columns if column.fact]
    cells = {column.name: raw.frame.get_column(column.name) for column in carried}
    digits = {
        column.fact: found
        for column in carried
        if column.fact in ("household_id", *PERSON_IDS) and (found := raw.texts.digits(column.name))
    }
    of_households = next((column.name for column in carried if column.fact == "household_id"), None)
    others = [name for name in raw.frame.columns if "household_id" not in digits or name != of_households]
    totals = total_rows(raw.frame.select(others), raw.texts)
    if totals:
        digits.clear()
        cells = {name: as_text(column).scatter(list(totals), None) for name, column in cells.items()}
    extras = raw.frame.select([column.name for column in mapping.columns if not column.fact])
    names = {column.fact: column.name for column in carried if column.fact}
    table = ParsedTable(of, pl.DataFrame([raw.rows.alias("row")]), extras, names, digits=digits)
    for position, value in totals.items():
        table.fault(position, Fault(None, value, TOTAL_ROW))
    for position in raw.too_wide:
        table.fault(position, Fault(None, None, TOO_MANY_CELLS))
    values = [raw.rows.alias("row")]
    births: dict[str, Cells] = {}
    for column in carried:
        series = cells[column.name]
        if column.fact in digits:
            values.append(series.alias(column.fact))
        elif column.fact == "household_id":
            values.append(read_texts(as_text(series)).alias("household_id"))
        elif column.fact in (*BIRTH_PARTS, "birth_date"):
            spec = schema.person["birth_date"]
            days = typed_days(series, spec, year=True) or read_dates(as_text(series), spec)
            births[column.fact] = _kept(table, column, days)
        elif column.fact:
            values.extend(_columns(table, column, series, schema, locale, raw.texts))
    table.frame = pl.DataFrame(values)
    if births:
        _add_births(table, births, schema)
    return table


def _columns(
    table: ParsedTable,
    column: Column,
    series: pl.Series,
    schema: FactSchema,
    locale: Locale | None,
    texts: Texts,
) -> list[pl.Series]:
    fact = column.fact or ""
    spec = (schema.household if table.scope == "household" else schema.person)[fact]
    cells = typed_cells(series, column, spec)
    if cells is None:
        cells = read_cells(as_text(series), column, spec, locale, texts.different(column.name))
    elif cells.plain:
        texts.plain.add(column.name)
    _kept(table, column, cells)
    if isinstance(spec.type, NumberType):
        table.scales[fact] = cells.scale
    if fact in CODE_WIDTHS:
        codes, warning = pad_codes(cells.values, CODE_WIDTHS[fact])
        if warning:
            table.warn(fact, warning)
        return [codes.alias(fact)]
    return day_columns(fact, cells.values, cells.last)


def day_columns(fact: str, first: pl.Series, last: pl.Series | None) -> list[pl.Series]:
    """The columns of a fact: one, or for days of which some are known in part, the first and the last possible day."""
    if last is None or not (first != last).any():
        return [first.alias(fact)]
    return [first.alias(fact), last.alias(fact + LAST)]


def _kept(table: ParsedTable, column: Column, cells: Cells) -> Cells:
    for bad in cells.bad:
        table.fault(bad.position, _fault(column, bad))
    return cells


def _fault(column: Column, bad: BadCell) -> Fault:
    return Fault(column.name, bad.value, bad.reason)


def total_rows(frame: pl.DataFrame, texts: Texts | None = None) -> dict[int, str]:
    """Rows that add up others, and the word that says so.

    Args:
        frame: the table.
        texts: what is known of the texts of its columns.
    """
    first = [column for column in frame.iter_columns() if isinstance(column.dtype, TEXTS)][:TOTAL_COLUMNS]
    found: dict[int, str] = {}
    for column, doubtful in zip(first, _doubtful(first, texts or Texts(frame)), strict=True):
        named = [cell for cell in doubtful if is_total(cell)]
        if named:
            words = as_text(column)
            found.update((position, words[position]) for position in words.is_in(named).arg_true().to_list())
    return found


def _doubtful(columns: Sequence[pl.Series], texts: Texts) -> list[list[str]]:
    """The cells that may name a total, of each column; a column in which no cell begins as a total does is passed."""
    few = {place: cells for place, column in enumerate(columns) if (cells := texts.different(column.name)) is not None}
    other = [place for place, column in enumerate(columns) if place not in few and not texts.digits(column.name)]
    table = pl.DataFrame([columns[place].alias(str(place)) for place in other])
    many = [pl.col(column.name) for column in table.iter_columns() if any(map(_may_begin, _first_letters(column)))]
    found = table.select(cells.filter(cells.str.contains(_DOUBTFUL)).unique().implode() for cells in many)
    doubtful = {int(name): found.get_column(name)[0].to_list() for name in found.columns}
    for place, cells in few.items():
        doubtful[place] = [cell for cell in cells.to_list() if cell is not None and _IN_PYTHON.match(cell)]
    return [doubtful.get(place, []) for place in range(len(columns))]


def _first_letters(cells: pl.Series) -> list[str]:
    """The letters with which texts begin: one, where it is that of the first and the last in their order."""
    ends = [cell[:1] for cell in (cells.min(), cells.max()) if isinstance(cell, str)]
    if len(set(ends)) < 2:
        return ends[:1]
    return cells.str.head(1).unique().drop_nulls().to_list()


def _may_begin(letter: str) -> bool:
    return not letter.isalnum() or letter.lower() in "ctg"


def _add_births(table: ParsedTable, births: dict[str, Cells], schema: FactSchema) -> None:
    """One birth day from the columns that speak of it; the sex, where the year stands in a column for men or women."""
    male, female = births.get("birth_year_male"), births.get("birth_year_female")
    day, year = births.get("birth_date"), births.get("birth_year")
    first: pl.Series | None = None
    last: pl.Series | None = None
    for cells in (day, year, male, female):
        if cells is None or cells.last is None:
            continue
        if first is None or last is None:
            first, last = cells.values, cells.last
            continue
        apart = (first > cells.last) | (last < cells.values)
        _contradict(table, apart, "birth_date", BIRTH_CONTRADICTION)
        if first.null_count():
            first = first.zip_with(first.is_not_null(), cells.values)
            last = last.zip_with(last.is_not_null(), cells.last)
    if male is not None or female is not None:
        type = schema.person["sex"].type
        assert isinstance(type, EnumType)
        _add_sex(table, male, female, pl.Enum(type.members))
    if first is not None and last is not None:
        header = next(table.headers[part] for part in ("birth_date", *BIRTH_PARTS) if part in table.headers)
        table.headers["birth_date"] = header
        table.frame = table.frame.with_columns(day_columns("birth_date", first, last))


def _add_sex(table: ParsedTable, male: Cells | None, female: Cells | None, kind: pl.Enum) -> None:
    height = table.frame.height
    nothing = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    man = male.values.is_not_null() if male else nothing
    woman = female.values.is_not_null() if female else nothing
    _contradict(table, man & woman, "birth_date", SEX_CONTRADICTION)
    choice = pl.when("man").then(pl.lit("male")).when("woman").then(pl.lit("female")).alias("sex")
    sex = pl.DataFrame({"man": man, "woman": woman}).select(choice.cast(kind)).to_series()
    if "sex" in table.frame.columns:
        given = table.frame.get_column("sex")
        _contradict(table, given != sex, "sex", SEX_CONTRADICTION)
        sex = given.zip_with(given.is_not_null(), sex)
    table.frame = table.frame.with_columns(sex.alias("sex"))


def _contradict(table: ParsedTable, apart: pl.Series, fact: str, reason: Reason) -> None:
    for position in apart.fill_null(False).arg_true().to_list() if apart.any() else ():
        table.fault(position, Fault(table.headers.get(fact), None, reason))


def is_total(text: str) -> bool:
    """Whether a cell names a total.

    >>> is_total("TỔNG CỘNG:"), is_total("Tổng thu nhập")
    (True, False)
    """
    return header_key(text) in _TOTALS
