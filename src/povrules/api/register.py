"""A register: read and checked once, to be evaluated many times."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

from povrules.api.days import day_of
from povrules.facts.checking import check_register
from povrules.facts.checking import read_register as _read_register
from povrules.facts.mapping import ColumnMapping
from povrules.facts.page import register_page
from povrules.facts.register import CheckedRegister, Counts
from povrules.facts.rejects import Reject
from povrules.language.amounts import Lang
from povrules.plugins.loading import installed_plugins, known_facts
from povrules.plugins.manager import PluginManager


class Register:
    """A pair of tables, households and their members, checked once to be evaluated many times.

    Args:
        households: a frame with one row for each household (polars, pandas, pyarrow); columns by fact name, or with
            the headers of review exports.
        persons: a frame with one row for each member, or None when members are not listed.
        mapping: which column carries which fact, where headers do not say: a dictionary, a YAML file, a
            ``ColumnMapping``.
        observed_on: the day the facts hold; default: the target date of the policy.
        locale: how ``1.234`` is read: ``vi`` (1234) or ``en`` (one and a bit).
        plugins: whose facts it may hold; by default those of everything installed.

    Raises:
        MappingProblem: columns that cannot be understood.

    >>> import polars as pl, povrules as pr
    >>> register = pr.Register(pl.DataFrame({"household_id": ["H1", "H1"], "area": ["rural", "urban"]}))
    >>> register.used.households, register.rejects["code"].to_list()
    (1, ['duplicate_household'])
    """

    def __init__(
        self,
        households: Any,
        persons: Any = None,
        *,
        mapping: Any = None,
        observed_on: str | date | None = None,
        locale: Literal["vi", "en"] | None = None,
        plugins: PluginManager | None = None,
    ) -> None:
        day = None if observed_on is None else day_of(observed_on, "observed_on")
        self.checked = check_register(
            known_facts(plugins or installed_plugins()),
            households,
            persons,
            mapping=mapping,
            observed_on=day,
            locale=locale,
        )

    @classmethod
    def _of(cls, checked: CheckedRegister) -> Register:
        register = cls.__new__(cls)
        register.checked = checked
        return register

    @property
    def rejects(self) -> Any:
        """Every row that is not used: table, row, column, value and reason, as a polars frame."""
        return self.checked.rejects_frame()

    @property
    def used(self) -> Counts:
        """How many rows of each table can be used."""
        return self.checked.used

    @property
    def read(self) -> Counts:
        """How many rows of each table were read; used and rejected ones add up to it."""
        return self.checked.read

    @property
    def warnings(self) -> tuple[Reject, ...]:
        """What was noticed about rows that are used all the same."""
        return self.checked.warnings

    @property
    def mapping(self) -> ColumnMapping:
        """Which column was read as which fact; prints as a table."""
        return self.checked.mapping

    def html(self, lang: Lang = "vi") -> str:
        """Rows, columns, rejects and warnings, as a piece of HTML."""
        return register_page(self.checked, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        used, read = self.used, self.read
        return f"<Register {used.households} of {read.households} households, {used.persons} of {read.persons} persons>"


def read_register(
    path: str | Path,
    *,
    mapping: Any = None,
    observed_on: str | date | None = None,
    locale: Literal["vi", "en"] | None = None,
    plugins: PluginManager | None = None,
) -> Register:
    """Read and check a register from files.

    Args:
        path: a workbook (XLSX), a file of CSV, Parquet, Stata or SPSS with its pair beside it
            (``x_households.csv`` and ``x_persons.csv``), or a folder with ``households.csv`` and ``persons.csv``.
        mapping, observed_on, locale, plugins: as in ``Register``. A plugin may read other kinds of files.

    Raises:
        FileProblem: a file that cannot be read.
        MappingProblem: columns that cannot be understood.
    """
    manager = plugins or installed_plugins()
    reader = manager.reader(Path(path).suffix.lower())
    if reader is not None:
        households, persons = reader.read(Path(path))
        return Register(households, persons, mapping=mapping, observed_on=observed_on, locale=locale, plugins=manager)
    day = None if observed_on is None else day_of(observed_on, "observed_on")
    facts = known_facts(manager)
    return Register._of(_read_register(facts, Path(path), mapping=mapping, observed_on=day, locale=locale))
