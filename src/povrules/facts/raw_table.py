"""A table as it was read, before anything is made of it: cells as they stand, and where a person finds each row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import narwhals as nw
import polars as pl

from povrules.facts.encodings import Encoding, Misread, misread, reread
from povrules.facts.errors import MappingProblem
from povrules.facts.texts import TEXTS, Texts, beyond_ascii, categories

# 1.234 from a number cell is no thousands: a fourth decimal says so to whoever reads the text.
_THREE_DECIMALS = r"^(-?[0-9]{1,3}\.[0-9]{3})$"
_FOURTH = "${1}0"
LOOKED_AT = 100_000  # rows that show the encoding
_MOST = 2000  # different texts of a column, among them


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """One table.

    Args:
        frame: its cells, columns named by the header.
        rows: where a person sees each row: 1-based row of the sheet, line of the file, or position in the frame.
        too_wide: positions of rows with more cells than the header has.
        native: the kind of frame it came in as (``polars``, ``pandas``, ``pyarrow`` ...), or ``file``.
        encoding: in which the file is; None where there is no question (workbooks, Parquet, frames).
        recognised: nobody stated the encoding, and it is not UTF-8.
        unknown_codes: columns in which cells hold codes that the file declares to be missing: name, how many, which.
        texts: what the texts of its columns are.
    """

    frame: pl.DataFrame
    rows: pl.Series
    too_wide: tuple[int, ...] = ()
    native: str = "file"
    encoding: Encoding | None = None
    recognised: bool = False
    unknown_codes: tuple[tuple[str, int, str], ...] = ()
    texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", Texts(self.frame))


def from_frame(frame: Any, table: str) -> RawTable:
    """Take a frame of any library that narwhals knows.

    Args:
        frame: polars, pandas, pyarrow ..., eager or lazy.
        table: ``households`` or ``persons``, for messages.

    Raises:
        MappingProblem: it is no frame.
    """
    if isinstance(frame, RawTable):
        return frame
    try:
        taken = nw.from_native(frame)
        names = taken.collect_schema().names()
    except TypeError:
        kind = type(frame).__name__
        raise MappingProblem(
            f"{table}: {kind} is no data frame", expected="a frame of polars, pandas, pyarrow, DuckDB or PySpark"
        ) from None
    except nw.exceptions.NarwhalsError as problem:
        raise MappingProblem(f"{table}: {' '.join(str(problem).split())}") from None
    native = taken.implementation.value if isinstance(taken.implementation.value, str) else str(taken.implementation)
    eager: Any = taken.collect(backend="polars") if isinstance(taken, nw.LazyFrame) else taken
    columns = [_series(eager, name) for name in names]
    polars = pl.DataFrame(columns)
    return RawTable(polars, pl.int_range(1, polars.height + 1, eager=True, dtype=pl.Int64), native=native)


def _series(frame: Any, name: str) -> pl.Series:
    """One column; a pandas column of mixed objects, which has no type, cell by cell as text."""
    column = frame.get_column(name)
    try:
        return pl.Series(str(name), column.to_polars())
    except Exception:  # each library has its own errors for a column of mixed objects
        return pl.Series(str(name), [cell_text(value) for value in column.to_list()], dtype=pl.String)


def check_columns(names: Sequence[str], table: str) -> None:
    """Refuse a table in which two columns have one name.

    Raises:
        MappingProblem: which one.
    """
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        raise MappingProblem(f"{table}: two columns are named {twice!r}")


def cell_text(value: Any) -> str | None:
    """One cell as text, so that a number cell cannot be taken for an ambiguous text.

    >>> cell_text(1.234), cell_text(1200000.0), cell_text(float("nan")), cell_text("1.234")
    ('1.2340', '1200000', None, '1.234')
    """
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != value.time().min else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and math.isnan(value):
        return None
    text = str(value)
    whole, point, decimals = text.partition(".")
    if point and decimals == "0":
        return whole
    return f"{text}0" if point and len(decimals) == 3 else text


def as_text(column: pl.Series) -> pl.Series:
    """A column as text, cell by cell, exactly: whole floats without point, days as ``2008-03-01``.

    Raises:
        MappingProblem: a column of lists, structs or other things no fact is read from.
    """
    dtype = column.dtype
    if dtype == pl.String:
        return column
    if dtype.is_float():
        return column.cast(pl.String).str.replace(r"\.0$", "").str.replace(_THREE_DECIMALS, _FOURTH)
    if dtype.is_decimal():
        return column.cast(pl.String).str.replace(_THREE_DECIMALS, _FOURTH)
    if dtype == pl.Date:
        return column.dt.strftime("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        return column.dt.strftime("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
    if dtype.is_integer() or dtype in (pl.Boolean, pl.Null, pl.Categorical, pl.Enum):
        return column.cast(pl.String)
    raise MappingProblem(f"column {column.name!r} holds {dtype}, from which no fact is read")


def reread_texts(frame: pl.DataFrame, encoding: Encoding | None) -> pl.DataFrame:
    """The frame with the texts that somebody read as Latin-1 read again; what cannot have been that stays."""
    if encoding is None:
        return frame
    done = []
    for column in frame.iter_columns():
        if isinstance(column.dtype, TEXTS):
            texts = column if column.dtype == pl.String else categories(column)
            again = {text: meant for text in beyond_ascii(texts) if (meant := reread(text, encoding)) is not None}
            column = as_text(column).replace(list(again), list(again.values())) if again else column
        done.append(column)
    return pl.DataFrame(done)


def misread_columns(raw: RawTable) -> dict[str, Misread]:
    """The text columns of a table that look as if somebody had read them in the wrong encoding."""
    texts = raw.texts if raw.frame.height <= LOOKED_AT else Texts(raw.frame.head(LOOKED_AT))
    accented = {name: found for name in raw.frame.columns if (found := texts.accented(name))}
    return {name: wrong for name, found in accented.items() if (wrong := misread(found[:_MOST]))}


def number_cells_as_text(column: pl.Series, is_number: pl.Series) -> pl.Series:
    """Text of a sheet's column in which the cells marked ``is_number`` were numbers."""
    marked = pl.DataFrame([column.alias("text"), is_number.alias("number")])
    fixed = pl.when("number").then(pl.col("text").str.replace(_THREE_DECIMALS, _FOURTH)).otherwise("text")
    return marked.select(fixed.alias(column.name)).to_series()


def looks_ambiguous(column: pl.Series) -> bool:
    """Whether a text column holds anything like ``1.234``."""
    return bool(column.str.contains(_THREE_DECIMALS).any())
