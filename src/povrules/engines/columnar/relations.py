"""The two relation operations over frames: ``of_household`` and ``over_members``, by row position.

Persons stand sorted by the row of their household, so a household's members are one run of rows: what a household
counts among them is the difference of two running counts, and what a person reads of the household is one gather.
Nothing is joined by key.
"""

from __future__ import annotations

import polars as pl

_ZERO = pl.Series([0], dtype=pl.UInt32)
_YES, _NO, _UNKNOWN = pl.Series([True]), pl.Series([False]), pl.Series([None], dtype=pl.Boolean)


class Members:
    """Which rows of the persons belong to which row of the households.

    Args:
        household_row: for each person the row of the household, in ascending order.
        households: how many households there are.
    """

    def __init__(self, household_row: pl.Series, households: int) -> None:
        self.household_row = household_row
        persons = len(household_row)
        self.ends = _ZERO.new_from_index(0, households)
        if persons:
            last = (household_row.head(persons - 1) != household_row.slice(1)).append(_YES).arg_true()
            self.ends = self.ends.scatter(household_row[last], last + 1).cum_max()
        self.starts = pl.concat([_ZERO, self.ends.head(households - 1)], rechunk=True) if households else self.ends

    def listed(self) -> pl.Series:
        """How many members of each household are listed."""
        return self.ends - self.starts

    def positions(self) -> pl.Series:
        """The place of each person among the members of the household, from zero."""
        rows = pl.int_range(len(self.household_row), dtype=pl.UInt32, eager=True)
        return rows - self.starts[self.household_row]

    def of_household(self, column: pl.Series) -> pl.Series:
        """What each person's household has in a column."""
        return column[self.household_row]

    def count(self, column: pl.Series) -> pl.Series:
        """How many members of each household have true; null counts as false."""
        flags = pl.concat([_NO, column], rechunk=True)
        # How many are not null so far: a fifth of the time of a running sum.
        return self._between(flags.zip_with(flags, _UNKNOWN).cum_count())

    def total(self, column: pl.Series) -> pl.Series:
        """The sum over the members of each household; null where one is unknown."""
        known = pl.concat([pl.Series([0], dtype=column.dtype), column.fill_null(0)], rechunk=True)
        sums = self._between(known.cum_sum())
        if not column.null_count():
            return sums
        unknown = self.count(column.is_null())
        return sums.to_frame("s").select(pl.when(unknown == 0).then("s")).to_series()

    def least(self, column: pl.Series, most: bool) -> pl.Series:
        """The smallest (or largest) of the members; null where one is unknown or nobody is listed."""
        value = pl.col("v").max() if most else pl.col("v").min()
        both = pl.DataFrame({"row": self.household_row, "v": column})
        found = both.group_by("row").agg(pl.when(pl.col("v").is_not_null().all()).then(value).alias("v"))
        empty = pl.repeat(None, len(self.ends), dtype=column.dtype, eager=True)
        return empty.scatter(found.get_column("row"), found.get_column("v")) if found.height else empty

    def _between(self, running: pl.Series) -> pl.Series:
        """How far a running sum that begins with nothing comes from the first member of each household to the last."""
        return running[self.ends] - running[self.starts]
