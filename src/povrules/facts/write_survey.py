"""Tables written for Stata and SPSS: names that those allow, the name of the column as its label, exact numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from povrules.facts.errors import FileProblem

EXACT = 2**53
"""From here on a number of these files, a double, is not every whole number."""
FLAGS = {0: "no", 1: "yes"}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of file allows.

    Args:
        name: of the program.
        others: what a name may hold beside letters, digits and the low line.
        longest_name: in letters.
        longest_label: in letters.
        longest_text: in bytes.
        words: of its own, which are no names.
    """

    name: str
    others: str
    longest_name: int
    longest_label: int
    longest_text: int
    words: re.Pattern[str]


_STATA = re.compile(
    "_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_pi|_pred|_rc|_skip|str[0-9]*|strl|using|with",
    re.IGNORECASE,
)
_SPSS = re.compile("all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with", re.IGNORECASE)
_OF_SPSS = _Kind("SPSS", ".", 64, 80, 32_767, _SPSS)
KINDS: Mapping[str, _Kind] = {
    ".dta": _Kind("Stata", "", 32, 80, 2045, _STATA),
    ".sav": _OF_SPSS,
    ".zsav": _OF_SPSS,
}


def needs_pyreadstat(path: Path) -> Any:
    """The library.

    Raises:
        FileProblem: it is not installed.
    """
    try:
        import pyreadstat
    except ImportError:
        raise FileProblem(
            f"{path}: writing {path.suffix} needs pyreadstat", expected="pip install 'povrules[survey]'"
        ) from None
    return pyreadstat


SurveyTable = tuple[pl.DataFrame, dict[str, str], dict[str, dict[int, str]]]
"""A table, the labels of its columns, and those of the values of flags."""


def survey_table(frame: pl.DataFrame, path: Path) -> SurveyTable:
    """A table as such a file can hold it, the labels of its columns, and those of the values of flags.

    Yes and no are 1 and 0 with labels. What is no whole number below 2**53, no finite fraction of two and no day is a
    text, as it is written.

    Args:
        frame: lists in it are texts already.
        path: whose ending says which kind.

    Raises:
        FileProblem: a text that is too long, a column of what no such file holds, or none at all.
    """
    kind = KINDS[path.suffix.lower()]
    names = _names(frame.columns, kind)
    if not names:
        raise FileProblem(f"{path}: a table without columns cannot be written for {kind.name}")
    columns = []
    for column, name in zip(frame.iter_columns(), names, strict=True):
        try:
            held = _held(column).alias(name)
        except pl.exceptions.PolarsError:
            raise FileProblem(
                f"{path}: column {column.name!r} holds {column.dtype}, for which {kind.name} has no place",
                expected="a .parquet file, or outputs without this column",
            ) from None
        if held.dtype == pl.String and (held.str.len_bytes().max() or 0) > kind.longest_text:  # type: ignore[operator]
            raise FileProblem(
                f"{path}: column {column.name!r} holds a text of more than {kind.longest_text} bytes, "
                f"the most that {kind.name} has room for",
                expected="a .csv, .parquet or .xlsx file, or outputs without this column",
            )
        columns.append(held)
    flags = [name for column, name in zip(frame.iter_columns(), names, strict=True) if column.dtype == pl.Boolean]
    labels = {name: label[: kind.longest_label] for name, label in zip(names, frame.columns, strict=True)}
    return pl.DataFrame(columns), labels, dict.fromkeys(flags, FLAGS)


def write_survey(made: SurveyTable, path: Path, ending: str) -> None:
    """Write a table.

    Args:
        made: as ``survey_table`` gives it.
        path: where to, for the time being.
        ending: ``.dta``, ``.sav`` or ``.zsav``.

    Raises:
        OSError: it cannot be written.
    """
    library = needs_pyreadstat(path)
    table, labels, flags = made
    said = {"column_labels": labels, "variable_value_labels": flags}
    problems = (library.PyreadstatError, library.ReadstatError)
    try:
        if ending == ".dta":
            library.write_dta(table, str(path), **said)
            written, _ = library.read_dta(str(path), output_format="polars")
        else:
            library.write_sav(table, str(path), compress=ending == ".zsav", **said)
            written, _ = library.read_sav(str(path), output_format="polars")
    except problems:
        raise OSError("the disk may be full") from None
    # A disk that is full when the last of it is written goes unnoticed there.
    if written.height != table.height:
        raise OSError("the disk may be full")


def _names(names: list[str], kind: _Kind) -> list[str]:
    """Names that the kind allows, each once, whatever the case of its letters."""
    found: list[str] = []
    met: set[str] = set()
    for name in names:
        plain = _plain(name, kind)
        short, number = plain[: kind.longest_name], 2
        while short.lower() in met:
            short, number = f"{plain[: kind.longest_name - len(f'_{number}')]}_{number}", number + 1
        met.add(short.lower())
        found.append(short)
    return found


def _plain(name: str, kind: _Kind) -> str:
    """A name of letters that the kind allows, however long."""
    plain = re.sub(rf"[^A-Za-z0-9_{kind.others}]", "_", name)
    plain = plain if plain[:1].isalpha() else f"v{plain}"
    return f"{plain}_" if kind.words.fullmatch(plain) or plain.endswith(".") else plain


def is_short_for(name: str, label: str, ending: str) -> bool:
    """Whether a name is what this library makes of a header for such a file, which then stands in its label.

    >>> is_short_for("d_n_t_c", "dân tộc", ".dta"), is_short_for("d_n_t_c_2", "dân tộc", ".dta")
    (True, True)
    >>> is_short_for("q_1", "quận của hộ", ".dta")
    False
    """
    kind = KINDS[ending]
    plain = _plain(label, kind)
    if name == plain[: kind.longest_name]:
        return True
    number = name.rpartition("_")[2]
    return number.isdigit() and name == f"{plain[: kind.longest_name - len(number) - 1]}_{number}"


def _held(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Boolean:
        return column.cast(pl.Int8)
    if column.dtype.is_integer():
        least, most = column.min(), column.max()
        inside = least is None or (least > -EXACT and most < EXACT)  # type: ignore[operator]
        return column.cast(pl.Int64) if inside else column.cast(pl.String)
    if column.dtype == pl.Duration:
        return column.dt.to_string("iso")
    if column.dtype.is_float():
        return column.cast(pl.String) if column.is_infinite().any() else column
    return column if column.dtype == pl.Date else column.cast(pl.String)
