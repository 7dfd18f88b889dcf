"""What a form is: its number, title, nested headings, units and notes. No number of any review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from povrules.law.model import Words

Kind = Literal["count", "percent", "unit"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of numbers.

    Args:
        name: the column of the frame.
        heads: its headings, from the widest above to its own.
        kind: a count, a percentage, or households or people (the unit of a row).
    """

    name: str
    heads: tuple[Words, ...]
    kind: Kind = "count"


@dataclass(frozen=True, slots=True)
class Description:
    """A form.

    Args:
        number: ``R1`` ... ``R11``.
        title: of the form.
        columns: what stands right of the place.
        unit: what is counted.
        notes: what stands below.
        open: columns of the frame that say of how many something is not known, with their labels; they are told below
            the table, where there are any.
    """

    number: str
    title: Words
    columns: tuple[Column, ...]
    unit: Words
    notes: tuple[Words, ...] = ()
    open: tuple[tuple[str, Words], ...] = ()

    @property
    def depth(self) -> int:
        """How many rows the headings take."""
        return max((len(column.heads) for column in self.columns), default=1)
