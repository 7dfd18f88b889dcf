"""The households of a register by the province they say: which they are, and their part of the tables.

A register is read once and evaluated many times, so this is worked out once too. It belongs to the very tables it was
made from and is only used with them: whoever filters or changes a register has other tables, and with them another
division.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from povrules.language.nodes import Scope

Words = tuple[int, ...]
"""Which of the words of a division, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The tables of a register: what is used, and the columns that carry no fact beside it."""

    households: pl.DataFrame
    persons: pl.DataFrame | None
    extra_households: pl.DataFrame
    extra_persons: pl.DataFrame | None


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Some households and their members.

    Args:
        positions: where the households stand in the register, 0-based.
        members: where their members stand among its persons; None when nobody is listed.
        tables: their rows.
    """

    positions: pl.Series
    members: pl.Series | None
    tables: Tables

    def at(self, scope: Scope) -> pl.Series:
        """Where the rows of one table stand in the register's."""
        if scope == "household":
            return self.positions
        assert self.members is not None
        return self.members


def cut(tables: Tables, positions: pl.Series) -> Cut:
    """The rows of some households.

    Args:
        tables: of the register.
        positions: 0-based, in the order wanted for households; their members keep theirs.
    """
    persons, extra, members = tables.persons, tables.extra_persons, None
    if len(positions) == tables.households.height and positions.is_sorted():
        everybody = None if persons is None else pl.int_range(persons.height, dtype=pl.UInt32, eager=True)
        return Cut(positions, everybody, tables)
    if persons is not None and extra is not None:
        moved = pl.repeat(None, tables.households.height, dtype=pl.UInt32, eager=True)
        moved = moved.scatter(positions, pl.int_range(len(positions), dtype=pl.UInt32, eager=True))
        rows = moved.gather(persons.get_column("household_row"))
        members = rows.is_not_null().arg_true()
        persons = persons[members].with_columns(rows.gather(members).alias("household_row"))
        extra = extra[members] if extra.width else extra
    others = tables.extra_households
    return Cut(
        positions,
        members,
        Tables(tables.households[positions], persons, others[positions] if others.width else others, extra),
    )


class Division:
    """The tables of a register by the words of one of its columns of households.

    Args:
        tables: of the register.
        column: the column's name.
    """

    def __init__(self, tables: Tables, column: str) -> None:
        self.tables = tables
        said = tables.households.get_column(column)
        codes = said.cast(pl.Categorical).to_physical()
        firsts = codes.arg_unique()
        numbers = pl.int_range(len(firsts), dtype=pl.UInt32, eager=True)
        self.words: tuple[str | None, ...] = tuple(said.gather(firsts).to_list())
        # Null is a word of its own, behind the last code.
        last: int = pl.select(pl.coalesce(pl.lit(codes.max(), pl.Int64) + 1, 0)).item()
        table = pl.repeat(0, last + 1, dtype=pl.UInt32, eager=True)
        table = table.scatter(codes.gather(firsts).cast(pl.UInt32).fill_null(last), numbers)
        self.at = table.gather(codes.cast(pl.UInt32).fill_null(last))
        self._spelled: dict[tuple[str | None, ...], pl.Series] = {}
        self._cuts: dict[Words, Cut] = {}
        self._orders: dict[tuple[Scope, tuple[Words, ...]], pl.Series | None] = {}

    def spelled(self, by_word: tuple[str | None, ...]) -> pl.Series:
        """What stands for its word, for each household.

        Args:
            by_word: a text for each of the words.
        """
        if by_word not in self._spelled:
            self._spelled[by_word] = pl.Series(by_word, dtype=pl.String).gather(self.at)
        return self._spelled[by_word]

    def cut(self, words: Words) -> Cut:
        """The households that say one of some words, in the order of the register."""
        if words not in self._cuts:
            self._cuts[words] = cut(self.tables, self.at.is_in(list(words)).arg_true())
        return self._cuts[words]

    def order(self, scope: Scope, below: Sequence[Words]) -> pl.Series | None:
        """For each row of a table where it stands when some cuts of it are put one below another.

        Args:
            scope: which table.
            below: the cuts, in that order.

        Returns:
            Rows, null for one that is in no cut; None when the cuts are the table as it stands.
        """
        key = scope, tuple(below)
        if key not in self._orders:
            self._orders[key] = self._order(scope, key[1])
        return self._orders[key]

    def _order(self, scope: Scope, below: tuple[Words, ...]) -> pl.Series | None:
        table = self.tables.households if scope == "household" else self.tables.persons
        height = 0 if table is None else table.height
        positions = pl.concat([self.cut(words).at(scope) for words in below])
        if len(positions) == height and positions.is_sorted():
            return None
        rows = pl.int_range(len(positions), dtype=pl.UInt32, eager=True)
        return pl.repeat(None, height, dtype=pl.UInt32, eager=True).scatter(positions, rows)


@dataclass(slots=True)
class Divisions:
    """What a register keeps of its division; made anew for other tables."""

    _made: Division | None = field(default=None, repr=False)

    def of(self, tables: Tables, column: str) -> Division:
        """The division of these tables.

        Args:
            tables: of the register as it is now.
            column: a column of households.
        """
        made = self._made
        if made is None or made.tables.households is not tables.households or made.tables.persons is not tables.persons:
            made = self._made = Division(tables, column)
        return made

    def __reduce__(self) -> tuple[type[Divisions], tuple[()]]:
        return Divisions, ()
