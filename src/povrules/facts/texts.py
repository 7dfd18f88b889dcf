"""What the texts of a table's columns are, each column looked through once for all who ask."""

from __future__ import annotations

import polars as pl

from povrules.facts.ids import Digits

TEXTS = (pl.String, pl.Categorical, pl.Enum)
FEW = 1000  # texts gone through one by one sooner than handed to polars; rows that show whether many are the same


class Texts:
    """The texts of columns.

    Args:
        frame: with the columns.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._different: dict[str, pl.Series | None] = {}
        self._digits: dict[str, Digits | None] = {}
        self.plain: set[str] = set()
        """Columns in which whoever read them found nothing but the words of the law."""

    def different(self, name: str) -> pl.Series | None:
        """The texts of a column in which they are few, or which has a list of them; None of another."""
        if name not in self._different:
            column = self._frame.get_column(name)
            if isinstance(column.dtype, TEXTS[1:]):
                self._different[name] = categories(column)
            else:
                few = isinstance(column.dtype, pl.String) and few_different(column)
                self._different[name] = column.unique(maintain_order=True) if few else None
        return self._different[name]

    def digits(self, name: str) -> Digits | None:
        """The texts of a column as numbers, where they are all digits; None of another."""
        if name not in self._digits:
            column = self._frame.get_column(name)
            self._digits[name] = Digits.of(column) if isinstance(column.dtype, pl.String) else None
        return self._digits[name]

    def accented(self, name: str) -> list[str]:
        """Those of a column that hold a letter beyond ASCII, each once; none of a plain one."""
        if name in self.plain:
            return []
        cells = self.different(name)
        if cells is not None:
            return beyond_ascii(cells)
        column = self._frame.get_column(name)
        return beyond_ascii(column) if column.dtype == pl.String and not self.digits(name) else []


def categories(column: pl.Series) -> pl.Series:
    """The texts that may stand in a column of categories."""
    if isinstance(column.dtype, pl.Enum):
        return column.dtype.categories
    return column.unique().cast(pl.String)


def beyond_ascii(cells: pl.Series) -> list[str]:
    """The different texts that hold a letter beyond ASCII."""
    if cells.len() <= FEW:
        return [cell for cell in dict.fromkeys(cells.to_list()) if cell and not cell.isascii()]
    accented = cells.str.len_bytes() != cells.str.len_chars()
    if not accented.any():
        return []
    return cells.filter(accented).unique(maintain_order=True).to_list()


def few_different(column: pl.Series) -> bool:
    """Whether the beginning of a column promises that many of its cells are the same."""
    return column.len() > FEW and column.head(FEW).n_unique() <= FEW // 10
