"""Which column carries which fact: guessed from headers, corrected by who knows the file, kept with the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from povrules.facts.encodings import Encoding
from povrules.facts.errors import MappingProblem
from povrules.facts.folding import clean_text
from povrules.facts.headers import BIRTH_PARTS, FLAG, Polarity, header_key, headers_of
from povrules.facts.parse_number import Locale, canonical
from povrules.facts.schema import FactSchema
from povrules.language.errors import Span, closest
from povrules.language.nodes import Scope
from povrules.language.numbers import Number
from povrules.language.types import BoolType, NumberType

Empty = Literal["unknown", "no"]
TABLES: Mapping[Scope, str] = {"household": "households", "person": "persons"}
TOLD = 10
"""Names of columns that a message shows."""


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is read.

    Args:
        name: its header.
        fact: the fact it carries, or ``birth_year``, ``birth_year_male``, ``birth_year_female``; None carries it along
            unread; the empty text, in what a person states, keeps the fact guessed.
        polarity: what a yes in it says: ``deprived`` (lacks) or ``has``; for truth values only.
        scale: by what its numbers are multiplied (1000 for thousands of đồng).
        empty: what an empty cell says of a truth value: ``unknown``, or ``no`` where only crosses were made.
        span: where a mapping file says so.
    """

    name: str
    fact: str | None
    polarity: Polarity | None = None
    scale: Number = 1
    empty: Empty = "unknown"
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The columns of one table.

    Args:
        columns: how each is read, in the order of the table.
        sheet: the sheet of a workbook; None finds it.
        header_row: its 1-based row; None finds it.
        encoding: of its text (``utf-8``, ``cp1258``, ``tcvn3``); None recognises it.
    """

    columns: tuple[Column, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    encoding: Encoding | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns of a register.

    Args:
        households: columns of the table of households.
        persons: columns of the table of persons.
        locale: how ``1.234`` is read, ``vi`` or ``en``; None refuses it.
    """

    households: TableMapping = TableMapping()
    persons: TableMapping = TableMapping()
    locale: Locale | None = None

    def of(self, scope: Scope) -> TableMapping:
        """The mapping of one of the two tables."""
        return self.households if scope == "household" else self.persons

    def __str__(self) -> str:
        rows = [("table", "column", "fact", "reads as")]
        for scope, title in TABLES.items():
            for column in self.of(scope).columns:
                rows.append((title, column.name, column.fact or "(carried along)", _reads_as(column)))
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines.append(f"locale: {self.locale or 'not declared'}")
        encodings = [f"{title} {found}" for scope, title in TABLES.items() if (found := self.of(scope).encoding)]
        return "\n".join([*lines, f"encoding: {', '.join(encodings)}"] if encodings else lines)


def columns_of(of: Scope) -> str:
    """Where columns of a table are stated, as a person writes it."""
    return f"{TABLES[of]}: columns"


@dataclass(frozen=True, slots=True)
class Guess:
    """What headers say by themselves.

    Args:
        mapping: every column, in order.
        unmatched: headers nobody knows; they are carried along.
        ambiguous: facts that several columns claim, with those columns.
        bare: columns that name an indicator without saying whether a yes means "has" or "lacks".
        either: the bare columns that may also list kinds, with the fact that lists them.
    """

    mapping: TableMapping
    unmatched: tuple[str, ...]
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...]
    bare: tuple[str, ...]
    either: tuple[tuple[str, str], ...] = ()


def guess_mapping(headers: Sequence[str], schema: FactSchema, of: Scope = "household") -> Guess:
    """Read the headers of one table.

    Args:
        headers: in the order of the table.
        schema: the facts of the policy.
        of: whose table it is.
    """
    known = headers_of(schema, of)
    meanings = {header: known.meaning(header) for header in headers}
    strong = {m.target for m in meanings.values() if m and m.target and not m.weak}
    columns, claims = [], dict[str, list[str]]()
    for header in headers:
        meaning = meanings[header]
        if meaning is None or meaning.target is None or (meaning.weak and meaning.target in strong):
            columns.append(Column(header, None))
            continue
        claims.setdefault(meaning.target, []).append(header)
        columns.append(Column(header, meaning.target, meaning.polarity, meaning.scale))
    return Guess(
        TableMapping(tuple(columns)),
        tuple(header for header in headers if meanings[header] is None),
        tuple((fact, tuple(names)) for fact, names in claims.items() if len(names) > 1),
        tuple(header for header in headers if (m := meanings[header]) and m.bare),
        tuple((header, m.either) for header in headers if (m := meanings[header]) and m.either),
    )


def settle(guess: Guess, stated: TableMapping, schema: FactSchema, of: Scope) -> TableMapping:
    """The guess with what a person stated, or a refusal where something is still open.

    Args:
        guess: what the headers say.
        stated: columns as a person states them; what is not named keeps the guess.
        schema: the facts of the policy.
        of: whose table it is.

    Raises:
        MappingProblem: a stated column or fact that does not exist, an indicator without polarity, two columns for
            one fact.
    """
    columns = {column.name: column for column in guess.mapping.columns}
    settled = {}
    for column in stated.columns:
        name = _existing(column, columns, of)
        settled[name] = column
        columns[name] = replace(column, name=name, fact=_fact(column, columns[name], schema, of))
        _refuse_unfit(columns[name], schema, of)
    _refuse_bare([name for name in guess.bare if not _decided(columns[name], name in settled)], columns, of)
    _refuse_twice(columns.values(), of)
    return replace(stated, columns=tuple(columns.values()))


def _decided(column: Column, stated: bool) -> bool:
    return column.fact is None or column.polarity is not None or (stated and not column.fact.startswith(FLAG))


def _existing(column: Column, columns: Mapping[str, Column], of: Scope) -> str:
    wanted = clean_text(column.name)
    exactly = [name for name in columns if clean_text(name) == wanted]
    if exactly:
        return exactly[0]
    alike = [name for name in columns if header_key(name) == header_key(wanted)]
    if len(alike) == 1:
        return alike[0]
    raise MappingProblem(
        f"column {column.name!r} is not in the table of {TABLES[of]}",
        span=column.span,
        closest=closest(wanted, columns),
    )


def _fact(column: Column, guessed: Column, schema: FactSchema, of: Scope) -> str | None:
    """The stated fact. ``""`` (only polarity or scale were stated) keeps the guessed one."""
    if column.fact is None:
        return None
    fact = column.fact or guessed.fact
    specs = schema.household if of == "household" else schema.person
    known = {*specs, "household_id", *(BIRTH_PARTS if "birth_date" in specs else ())}
    if not fact:
        raise MappingProblem(f"the mapping does not say which fact column {column.name!r} carries", span=column.span)
    if fact not in known:
        raise MappingProblem(
            f"{fact!r}, stated for column {column.name!r}, is no fact of a {of}",
            span=column.span,
            closest=closest(fact, known),
        )
    return fact


def _refuse_unfit(column: Column, schema: FactSchema, of: Scope) -> None:
    """Polarity and empty cells are said of truth values, a scale of numbers; said of anything else it is a mistake."""
    spec = (schema.household if of == "household" else schema.person).get(column.fact or "")
    truth = spec is not None and isinstance(spec.type, BoolType)
    number = spec is not None and isinstance(spec.type, NumberType)
    for stated, said, fits, kind in (
        ("polarity", column.polarity is not None, truth, "yes or no"),
        ("empty: no", column.empty == "no", truth, "yes or no"),
        ("scale", column.scale != 1, number, "a number"),
    ):
        if said and not fits:
            raise MappingProblem(
                f"{stated} is stated for column {column.name!r}, but {column.fact or 'what it carries'} is not {kind}",
                span=column.span,
            )


def _refuse_bare(open_columns: Sequence[str], columns: Mapping[str, Column], of: Scope) -> None:
    if not open_columns:
        return
    shown = ", ".join(f"{name!r} ({columns[name].fact})" for name in open_columns)
    raise MappingProblem(
        f"{TABLES[of]}: a bare indicator may say that a household has something or lacks it; undecided: {shown}",
        expected=f"in the mapping, {columns_of(of)}: {{{open_columns[0]}: {{polarity: has}}}}, or deprived",
    )


def _refuse_twice(columns: Iterable[Column], of: Scope) -> None:
    claims: dict[str, list[str]] = {}
    for column in columns:
        if column.fact:
            claims.setdefault(column.fact, []).append(column.name)
    for fact, names in claims.items():
        if len(names) > 1:
            told = ", ".join(map(repr, names[:TOLD])) + (f" and {len(names) - TOLD} more" if len(names) > TOLD else "")
            raise MappingProblem(
                f"{TABLES[of]}: the columns {told} all read as {fact}",
                expected=f"in the mapping, null for all but one: {columns_of(of)}: {{{names[-1]}: null}}",
            )


def _reads_as(column: Column) -> str:
    parts = []
    if column.polarity and column.fact and column.fact.startswith(FLAG):
        parts.append("yes = lacks" if column.polarity == "deprived" else "yes = has")
    elif column.polarity == "deprived":
        parts.append("yes = lacks")
    if column.scale != 1:
        parts.append(f"times {canonical(column.scale)}")
    if column.empty == "no":
        parts.append("empty = no")
    return ", ".join(parts)
