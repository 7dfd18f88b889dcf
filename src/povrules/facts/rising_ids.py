"""Households whose ids rise from row to row: where a chunk begins says where all belong, without holding an id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from povrules.facts.ids import Digits, rise
from povrules.facts.spool import Spool

AT_ONCE = 500_000  # rows


@dataclass(frozen=True, slots=True, eq=False)
class RisingIds:
    """Ids of one length, digits only, each larger than the one before; so none stands twice.

    Args:
        firsts: the first id of each chunk, as a number.
        digits: how long each is.
        height: how many rows there are.
        rows: households in one chunk.
    """

    firsts: pl.Series
    digits: int
    height: int
    rows: int

    @classmethod
    def of(cls, spool: Spool, column: str, rows: int) -> RisingIds | None:
        """Those of a table of households; None when they do not rise, or some are missing or no digits.

        Args:
            spool: the table.
            column: of the id.
            rows: households in one chunk.
        """
        firsts: list[pl.Series] = []
        last, length, start = -1, 0, 0
        for found in _numbers(spool, column):
            if found is None or found.least != found.most or length not in (0, found.least):
                return None
            numbers = found.numbers
            if numbers[0] <= last or not rise(numbers):
                return None
            firsts.append(numbers.gather_every(rows, -start % rows) if -start % rows < numbers.len() else numbers[:0])
            last, length, start = numbers[-1], found.least, start + numbers.len()
        return cls(pl.concat(firsts), length, spool.height, rows) if firsts else None

    @property
    def ends(self) -> list[int]:
        """Where each chunk of households ends."""
        return [min(start + self.rows, self.height) for start in range(0, self.height, self.rows)]

    def ends_of(self, spool: Spool, column: str) -> list[int] | None:
        """Where each chunk of a table of persons ends; None when they do not lie in the order of their households.

        Args:
            spool: the table.
            column: of the household's id.
        """
        before = [0] * (len(self.firsts) - 1)
        last, start = -1, 0
        for found in _numbers(spool, column):
            if found is None or found.least != self.digits or found.most != self.digits:
                return None
            numbers = found.numbers
            if numbers[0] < last or not rise(numbers, equal=True):
                return None
            for at, place in enumerate(numbers.search_sorted(self.firsts[1:], side="left").to_list()):
                before[at] += place
            last, start = numbers[-1], start + numbers.len()
        return [*before, start]


def _numbers(spool: Spool, column: str) -> Iterator[Digits | None]:
    """The ids as numbers, some rows at a time; None where one is missing or no digits."""
    for some in spool.slices(AT_ONCE, [column]):
        ids = some.get_column(column)
        found = Digits.of(ids) if ids.dtype == pl.String and not ids.null_count() else None
        yield found
        if found is None:
            return
