"""Tables of Stata and SPSS: labels read as words, user-missing codes as unknown, texts in whatever encoding they are.

Such a file keeps codes (1, 2, -9) beside what they mean. What a code is labelled stands in its place where a fact is
yes or no, one of a list or a text; codes of official lists and ids stay codes, numbers and days stay what they are. A
code that the file declares to be missing says nothing, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from povrules.facts.encodings import ENCODINGS, Encoding, Marked, UnreadableBytes, decoded, misread, reread
from povrules.facts.errors import FileProblem
from povrules.facts.headers import Headers, header_key
from povrules.facts.ids import CODE_WIDTHS, PERSON_IDS
from povrules.facts.mapping import TableMapping
from povrules.facts.parse_number import is_missing
from povrules.facts.raw_table import RawTable, as_text, cell_text, check_columns
from povrules.facts.write_survey import is_short_for
from povrules.language.types import DateType, NumberType

SURVEY_ENDINGS = (".dta", ".sav", ".zsav")
_CODED = {"household_id", *PERSON_IDS, *CODE_WIDTHS}
_NUMBERING = re.compile(r"^\s*[0-9]{1,4}\s*[.):-]\s*")
_SHOWN = 5
Read = Callable[[str], str]


def read_survey(file: Path, headers: Headers, mapping: TableMapping) -> RawTable:
    """One table of Stata (``.dta``) or SPSS (``.sav``, ``.zsav``).

    Args:
        file: the file.
        headers: knows the facts of the table.
        mapping: may name columns, by their names or by their labels, and the encoding.

    Raises:
        FileProblem: it cannot be read, or pyreadstat is not installed.
        MappingProblem: two columns of one name.
    """
    frame, meta = _load(file, user_missing=False)
    coded, _ = _load(file, user_missing=True)
    texts = [*frame.columns, *_labels(meta)]
    for column in frame.iter_columns():
        if column.dtype == pl.String:
            texts += column.drop_nulls().unique().to_list()
    read, encoding, recognised = _reading(file, [text for text in texts if not text.isascii()], mapping)
    names = _names(
        [(read(name), read(label or "")) for name, label in zip(*_named(frame, meta), strict=True)],
        headers,
        mapping,
        file.suffix.lower(),
    )
    check_columns(names, str(file))
    stated = {header_key(column.name): column.fact for column in mapping.columns if column.fact != ""}
    columns, unknown = [], []
    for was, name in zip(frame.columns, names, strict=True):
        column = frame.get_column(was)
        missing = coded.get_column(was).filter(column.is_null()).to_list()
        codes = [cell_text(code) or "" for code in missing if code is not None]
        if codes:
            unknown.append((name, len(codes), ", ".join(sorted(set(codes))[:_SHOWN])))
        meaning = headers.meaning(name)
        fact = stated.get(header_key(name), meaning.target if meaning else None)
        labels = {value: read(text) for value, text in meta.variable_value_labels.get(was, {}).items()}
        columns.append(_with_labels(_decoded(column, read), labels, fact, headers).alias(name))
    rows = pl.int_range(1, frame.height + 1, eager=True, dtype=pl.Int64)
    return RawTable(pl.DataFrame(columns), rows, encoding=encoding, recognised=recognised, unknown_codes=tuple(unknown))


def _load(file: Path, user_missing: bool) -> tuple[pl.DataFrame, Any]:
    """The table with every text as its bytes, each shown as the letter of Latin-1."""
    try:
        import pyreadstat
    except ImportError:
        raise FileProblem(
            f"{file}: reading {file.suffix} needs pyreadstat", expected="pip install 'povrules[survey]'"
        ) from None
    read = pyreadstat.read_dta if file.suffix.lower() == ".dta" else pyreadstat.read_sav
    try:
        frame, meta = read(str(file), user_missing=user_missing, output_format="polars", encoding="LATIN1")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError) as problem:
        kind = "Stata" if file.suffix.lower() == ".dta" else "SPSS"
        raise FileProblem(f"{file}: cannot be read as {kind}: {problem}") from None
    return frame, meta


def _named(frame: pl.DataFrame, meta: Any) -> tuple[list[str], list[str | None]]:
    return frame.columns, [meta.column_names_to_labels.get(name) for name in frame.columns]


def _labels(meta: Any) -> Iterable[str]:
    yield from (label for label in meta.column_labels if label)
    for labels in meta.variable_value_labels.values():
        yield from labels.values()


def _reading(file: Path, texts: list[str], mapping: TableMapping) -> tuple[Read, Encoding | None, bool]:
    """How texts are read, in which encoding that is, and whether it was recognised and not stated."""
    found = mapping.encoding
    marked = Marked()
    for text in texts:
        marked.add(text.encode("latin-1") + b"\n")
    if marked.encoding() == "utf-8":
        # What is UTF-8 by its form may hold texts that somebody read as Latin-1 before.
        wrong = misread([_plain(text) for text in texts]) if found is None else None
        meant = wrong.encoding if wrong else found
        return (_plain if meant in (None, "utf-8") else partial(_again, meant)), meant, wrong is not None
    recognised = found is None
    encoding = found or marked.encoding()
    if encoding is None:
        raise FileProblem(
            f"{file}: its texts are not UTF-8 and too few to show what they are",
            expected=f"encoding: {' or '.join(ENCODINGS[1:])} in a mapping",
        )

    def read(text: str) -> str:
        try:
            return decoded(text.encode("latin-1"), encoding)
        except UnreadableBytes:
            raise FileProblem(f"{file}: {text[:40]!r} is nothing in {encoding}", expected="another encoding") from None

    return read, encoding, recognised


def _plain(text: str) -> str:
    return text.encode("latin-1").decode("utf-8")


def _again(encoding: Encoding, text: str) -> str:
    text = _plain(text)
    return reread(text, encoding) or text


def _names(named: list[tuple[str, str]], headers: Headers, mapping: TableMapping, ending: str) -> list[str]:
    """For each column its name, or its label where only that is understood, where a person states it, or where the name
    is what ``write_survey`` makes of it."""
    stated = {header_key(column.name) for column in mapping.columns}
    labels = [header_key(label) for _, label in named]
    found = []
    for name, label in named:
        once = bool(label) and labels.count(header_key(label)) == 1
        by_label = header_key(label) in stated or (
            header_key(name) not in stated
            and headers.meaning(name) is None
            and (headers.meaning(label) is not None or is_short_for(name, label, ending))
        )
        found.append(label if once and by_label else name)
    return found


def _decoded(column: pl.Series, read: Read) -> pl.Series:
    if column.dtype != pl.String:
        return column
    marked = [text for text in column.drop_nulls().unique().to_list() if not text.isascii()]
    return column.replace(marked, [read(text) for text in marked]) if marked else column


def _with_labels(column: pl.Series, labels: Mapping[Any, str], fact: str | None, headers: Headers) -> pl.Series:
    """The column with labels in the place of codes, where that tells more than the code."""
    spec = headers.specs.get(fact or "")
    if fact in _CODED or (fact is not None and spec is None):
        labels = {}
    elif spec is not None and isinstance(spec.type, (NumberType, DateType)):
        labels = {value: label for value, label in labels.items() if is_missing(label)}
    if not labels or column.dtype.is_temporal():
        return column
    if column.dtype == pl.String:
        return column.replace({str(value): _word(value, label) for value, label in labels.items()})
    words = {float(value): _word(value, label) for value, label in labels.items()}
    here = column.cast(pl.Float64)
    if not here.is_in(list(words)).any():
        return column
    said = here.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)
    return said.zip_with(said.is_not_null(), as_text(column))


def _word(value: Any, label: str) -> str:
    """A label without the code that many put before it: ``1. Có``."""
    number = _NUMBERING.match(label)
    own = number is not None and label.lstrip().startswith(cell_text(value) or "\n")
    return label[number.end() :] if number is not None and own else label
