"""The composition root: the names people use. It alone imports every room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

import polars as pl

from povrules.decisions.assessment import Assessment
from povrules.decisions.budget import budget as budget
from povrules.decisions.by_place import ByPlace
from povrules.decisions.evaluated import Engine, Evaluated, evaluate
from povrules.decisions.method import Method
from povrules.decisions.streamed import EvaluatedFile, evaluate_stream
from povrules.facts.checking import check_register
from povrules.facts.checking import read_register as _read_register
from povrules.facts.intake import take_household
from povrules.facts.making import fact_schema
from povrules.facts.mapping import ColumnMapping
from povrules.facts.places import PROVINCE, code_of
from povrules.facts.quick_intake import QuickIntake
from povrules.facts.register import CheckedRegister, Counts
from povrules.facts.rejects import Reject
from povrules.facts.schema import FactSchema
from povrules.facts.streaming import CHUNK, stream_register
from povrules.facts.writing import check_kind, scratch_beside, write_tables
from povrules.language.errors import PovrulesError, closest
from povrules.language.symbols import NATION
from povrules.law.evidence import parse_evidence
from povrules.plugins.loading import Choice, installed_plugins, known_facts, local_law, resolved_for
from povrules.plugins.manager import PluginManager
from povrules.policy.resolved import ResolvedPolicy

METHODS = ("income", "score")
ENGINES = ("columnar", "reference")
BY_ROW = "by_row"
Decide = Callable[..., Evaluated]


def load_policy(
    on: str | date,
    place: str = "vn",
    *,
    known_on: str | date | None = None,
    evidence: str = "unverified",
    without: Iterable[str] = (),
    plugins: PluginManager | None = None,
) -> Policy:
    """The law in force on one day in one place.

    Args:
        on: the target date, which selects the standard (ngày áp dụng): a ``date`` or ``"2024-10-01"``.
        place: ``"vn"``, or the official code of a province: ``"60"`` Bình Thuận; ``"by_row"`` decides each household
            by its own province, beside the nation.
        known_on: only instruments issued by then; None is all this version knows.
        evidence: ``unverified`` (default), ``secondary`` or ``official_text``: values with weaker evidence count as
            unknown law.
        without: names of plugins to leave out, or of the distributions they come from.
        plugins: a plugin manager of your own; by default one of the built-in packs and of every plugin installed.

    Returns:
        An immutable policy.

    Raises:
        PovrulesError: a day outside the covered interval, an unknown place, a pack that does not hold together, a
            place whose plugin is broken.

    >>> import povrules as pr
    >>> pr.load_policy(on="2024-10-01").parameter("income_line", "rural")
    1500000
    """
    if isinstance(without, str):
        raise PovrulesError(f"without={without!r} is one text", expected=f"a list of names: [{without!r}]")
    names = tuple(without)
    manager = installed_plugins() if plugins is None else plugins
    if names:
        manager = manager.without(names)
    try:
        weakest = parse_evidence(evidence)
    except ValueError as error:
        raise PovrulesError(str(error)) from None
    chosen = Choice(_day(on, "on"), None if known_on is None else _day(known_on, "known_on"), weakest)
    if place == BY_ROW:
        return PolicyByRow(chosen, manager)
    return Policy(resolved_for(manager, place, chosen), manager)


class Policy:
    """The law of one day in one place, with the verbs people use. A value: it never changes.

    Made by ``load_policy``.

    >>> import povrules as pr
    >>> policy = pr.load_policy(on="2024-10-01")
    >>> policy.assess({"area": "rural", "income_per_capita": "1.600.000"}).poverty_class
    'average'
    """

    def __init__(self, resolved: ResolvedPolicy, plugins: PluginManager | None = None) -> None:
        self._resolved = resolved
        self._plugins = plugins

    @property
    def plugins(self) -> PluginManager:
        """The plugins it was loaded with; after pickling those installed where it is."""
        return installed_plugins() if self._plugins is None else self._plugins

    @property
    def resolved(self) -> ResolvedPolicy:
        """The plain value that engines read."""
        return self._resolved

    @property
    def on(self) -> date:
        """The target date."""
        return self._resolved.on

    @property
    def place(self) -> str:
        """Code of the place."""
        return self._resolved.place

    @property
    def digest(self) -> str:
        """SHA-256 of the law and the choices that made this policy."""
        return self._resolved.digest

    @cached_property
    def facts(self) -> FactSchema:
        """The facts this policy can use, with types, domains and questions."""
        return fact_schema(self._resolved)

    @cached_property
    def _intake(self) -> QuickIntake:
        return QuickIntake(self.facts, self.on)

    def parameter(self, name: str, member: str | None = None) -> Any:
        """A value of law; None when this version does not know it.

        Args:
            name: ``income_line``, or with its namespace ``vn:income_line``.
            member: the enum member, for a parameter given by one.

        Raises:
            PovrulesError: no such parameter or member, with the closest.
        """
        parameters = self._resolved.parameters
        id = name if name in parameters else f"vn:{name}"
        if id not in parameters:
            known = [key.partition(":")[2] for key in parameters]
            raise PovrulesError(f"no parameter {name!r}", closest=closest(name, known))
        cells = dict(parameters[id].cells)
        if member not in cells:
            shown = ", ".join(str(cell) for cell in cells if cell is not None)
            raise PovrulesError(f"{name} has no value for {member!r}", expected=shown or "no member")
        return cells[member]

    def assess(self, household: Mapping[str, Any], method: Method | None = None) -> Assessment:
        """Decide one household.

        Args:
            household: facts by name; ``members`` is a list of mappings. What is absent or None is unknown.
            method: ``income``, ``score``, or None: points where both scores are complete, else income.

        Returns:
            Classes, deprivations, what is still possible and which facts would settle it, and why.

        Raises:
            FactsError: facts that cannot be used, each named.
        """
        self._check_method(method)
        facts = self._intake.take(household) or take_household(self.facts, household, on=self.on)
        return Assessment(self._resolved, facts, method)

    def evaluate(
        self,
        households: Any,
        persons: Any = None,
        *,
        method: Method | None = None,
        outputs: Sequence[str] | None = None,
        progress: Callable[[], object] | None = None,
        engine: str = "columnar",
    ) -> Evaluated:
        """Decide every household of a register and every person in it.

        Args:
            households: a ``Register``, or a frame with one row for each household (polars, pandas, pyarrow).
            persons: beside a frame of households, the frame of their members.
            method: as in ``assess``.
            outputs: names of what is wanted, ``["poverty_class", "deprivation_count"]``; they come beside the ids
                alone, a benefit with its programme. None is the class, the indicators, every decision and every
                programme, beside everything that was given.
            progress: called once for each household.
            engine: ``columnar``, ``reference`` (slower, the meaning of the others), or the name of a plugin's.

        Returns:
            ``households`` and ``persons`` with the results, the same kind of frame that came in; ``rejects``.

        Raises:
            MappingProblem: columns that cannot be understood.

        >>> import polars as pl, povrules as pr
        >>> frame = pl.DataFrame({"household_id": ["H1"], "area": ["rural"], "income_per_capita": [2_000_000]})
        >>> pr.load_policy(on="2024-10-01").evaluate(frame).households["poverty_class"].to_list()
        ['average']
        """
        self._check_method(method)
        register = (
            households if isinstance(households, Register) else Register(households, persons, plugins=self.plugins)
        )
        return self._decided(register.checked, method, progress, outputs=outputs, engine=self._engine(engine))

    @property
    def _decided(self) -> Decide:
        return partial(evaluate, self._resolved)

    def _engine(self, name: str) -> Engine:
        if name in ENGINES:
            return name  # type: ignore[return-value]
        return self.plugins.engine(name).evaluate

    def report(self, name: str, evaluated: Evaluated) -> pl.DataFrame:
        """A table of a plugin made from results.

        Args:
            name: of the report; ``povrules plugins`` lists them.
            evaluated: what ``evaluate`` gave.

        Raises:
            PovrulesError: no such report, with the closest.
        """
        return self.plugins.report(name).make(evaluated)

    def evaluate_file(
        self,
        path: str | Path,
        households: str | Path,
        persons: str | Path,
        rejects: str | Path,
        *,
        method: Method | None = None,
        outputs: Sequence[str] | None = None,
        mapping: Any = None,
        observed_on: str | date | None = None,
        locale: Literal["vi", "en"] | None = None,
        chunk: int = CHUNK,
        progress: Callable[[], object] | None = None,
    ) -> EvaluatedFile:
        """Decide a register that need not fit in memory: from files to files, some households at a time.

        The results are those of ``read_register`` and ``evaluate``, whatever the size of a chunk. The files get their
        names together, when all of them are whole. Beside them, while it works, lies about as much again.

        Args:
            path: as in ``read_register``. Persons may stand in any order; sorted by household they are read faster.
            households, persons, rejects: the files to write (``.parquet``, ``.csv``, ``.xlsx``), in folders that
                exist; ``persons`` only where members are listed, ``rejects`` always.
            method, outputs, progress: as in ``evaluate``.
            mapping, observed_on, locale: as in ``read_register``.
            chunk: households decided at once; memory grows with it.

        Raises:
            FileProblem: a file that cannot be read or written.
            MappingProblem: columns that cannot be understood.
        """
        self._check_method(method)
        day = None if observed_on is None else _day(observed_on, "observed_on")
        to = Path(households)
        for target in (to, Path(persons), Path(rejects)):
            check_kind(target)
        with scratch_beside(to) as folder:
            stream = stream_register(
                known_facts(self.plugins), path, folder, mapping=mapping, observed_on=day, locale=locale, rows=chunk
            )
            result = evaluate_stream(self._decided, stream, folder, method, progress, outputs)
            tables: list[tuple[Any, Path]] = [(result.households, to), (result.summary.rejects, Path(rejects))]
            if result.persons is not None:
                tables.append((result.persons, Path(persons)))
            write_tables(tables)
        return result.summary

    @staticmethod
    def _check_method(method: str | None) -> None:
        if method is not None and method not in METHODS:
            raise PovrulesError(f"no method {method!r}", expected=", ".join(METHODS), closest=closest(method, METHODS))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self._resolved == other._resolved

    def __hash__(self) -> int:
        return hash(self._resolved)

    def __reduce__(self) -> tuple[Any, ...]:
        return Policy, (self._resolved,)

    def __repr__(self) -> str:
        return f"<Policy of {self.place} on {self.on}, {self.digest[:12]}>"


class PolicyByRow(Policy):
    """The law of one day in every place: each household is decided by the nation's and by that of its province.

    Made by ``load_policy(place="by_row")``. Its values of law are the nation's; ``law_of`` gives those of a place.
    """

    def __init__(self, choice: Choice, plugins: PluginManager) -> None:
        super().__init__(resolved_for(plugins, NATION, choice), plugins)
        self._choice = choice
        self._laws: dict[str, ResolvedPolicy | None] = {}

    @property
    def place(self) -> str:
        """``by_row``."""
        return BY_ROW

    def law_of(self, place: str) -> Policy:
        """The policy of one place.

        Args:
            place: code or name of a province.

        Raises:
            PovrulesError: no such place, or one that has no answer.
        """
        code = code_of(place, self.plugins.places, self.on) or place
        law = self._own_law(code)
        return Policy(resolved_for(self.plugins, code, self._choice) if law is None else law, self.plugins)

    def _own_law(self, code: str) -> ResolvedPolicy | None:
        """The law of a place that has its own, resolved once."""
        if code not in self._laws:
            self._laws[code] = local_law(self.plugins, code, self._choice)
        return self._laws[code]

    def assess(self, household: Mapping[str, Any], method: Method | None = None) -> Assessment:
        """Decide one household by the law of its ``province``; without one by the nation's.

        Raises:
            FactsError: facts that cannot be used, each named.
            PovrulesError: a province that there is not, or one that has no answer.
        """
        province = household.get(PROVINCE) if isinstance(household, Mapping) else None
        return (
            super().assess(household, method)
            if province is None
            else self.law_of(str(province)).assess(household, method)
        )

    @property
    def _decided(self) -> Decide:
        return ByPlace(self._resolved, self._own_law, self.plugins.places).evaluate

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PolicyByRow) and (self._resolved, self.plugins.packs()) == (
            other._resolved, other.plugins.packs(),
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash((BY_ROW, self._resolved))

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_row_here, (self._choice,)


def _by_row_here(choice: Choice) -> PolicyByRow:
    """A policy of every place with the plugins installed where it is unpickled."""
    return PolicyByRow(choice, installed_plugins())


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
        day = None if observed_on is None else _day(observed_on, "observed_on")
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
        path: a workbook (XLSX), a CSV or Parquet file with its pair beside it (``x_households.csv`` and
            ``x_persons.csv``), or a folder with ``households.csv`` and ``persons.csv``.
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
    day = None if observed_on is None else _day(observed_on, "observed_on")
    facts = known_facts(manager)
    return Register._of(_read_register(facts, Path(path), mapping=mapping, observed_on=day, locale=locale))


def _day(value: str | date, name: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PovrulesError(f"{name}={value!r} is not a day", expected="a date or text such as '2024-10-01'") from None
