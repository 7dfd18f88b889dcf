"""The law of one day in one place, with the verbs people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, Unpack, overload

import polars as pl

from povrules.api.counterfactual import AsksTheLaw
from povrules.api.days import day_of
from povrules.api.elsewhere import Options, Relation, SparkFrame, evaluate_elsewhere, kind_elsewhere
from povrules.api.proved import SaysWhatIsProved
from povrules.api.register import Register
from povrules.decisions.assessment import Assessment
from povrules.decisions.evaluated import Engine, Evaluated, evaluate
from povrules.decisions.frames.plan import Asked
from povrules.decisions.frames.result import EvaluatedElsewhere
from povrules.decisions.method import Method
from povrules.decisions.policy_page import policy_page
from povrules.decisions.record import DecisionRecord
from povrules.decisions.streamed import EvaluatedFile, evaluate_stream
from povrules.facts.intake import take_household
from povrules.facts.making import fact_schema
from povrules.facts.quick_intake import QuickIntake
from povrules.facts.schema import FactSchema
from povrules.facts.streaming import CHUNK, stream_register
from povrules.facts.writing import check_kind, scratch_beside, write_tables
from povrules.language.amounts import Lang
from povrules.language.errors import PovrulesError, closest
from povrules.plugins.loading import installed_plugins, known_facts
from povrules.plugins.manager import PluginManager
from povrules.policy.bundle import Bundle, bundle_of
from povrules.policy.resolved import Reformed, ResolvedPolicy
from povrules.whatif.readers import followers
from povrules.whatif.reforming import reform

METHODS = ("income", "score")
ENGINES = ("columnar", "reference")
Decide = Callable[..., Evaluated]


class Policy(AsksTheLaw, SaysWhatIsProved):
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

    @property
    def bundle(self) -> Bundle:
        """All the law that its answers rest on, content-addressed: the same digest wherever the same law is known."""
        return bundle_of(self._resolved)

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

    def issue(self, record: DecisionRecord) -> tuple[str, ...]:
        """Tell plugins that observe records that one was issued.

        Returns:
            What went wrong with an observer, a line each; the record stands all the same.
        """
        return self.plugins.tell_issued(record.text, self.place)

    def reform(self, changes: Mapping[str, Any]) -> Policy:
        """A policy that differs from this one, for questions of what would be; this one stays as it is.

        Args:
            changes: by path. A value of law: ``"income_line.rural": 2_200_000``, ``"income_line": "+10%"`` for all its
                values, a mapping by member, or by first day (``{"2025-01-01": ...}``: what holds on the day of this
                policy). An indicator: ``"deprived_water": "off"``, or added by its rule,
                ``"deprivations.no_internet": "not internet_used"``. A rule: an expression as text. A programme:
                ``"phone_support": None``, nobody gets it, or an expression, its conditions.

        Raises:
            ReformError: a path that names nothing (with the closest), a value out of its range, the same thing twice,
                or what the law declares to hold between its values broken (with what would mend it).
            RuleError: an expression that is no rule here.

        >>> import povrules as pr
        >>> law = pr.load_policy(on="2024-10-01")
        >>> what_if = law.reform({"income_line.rural": 1_700_000}).reform({"income_line.rural": "+10%"})
        >>> what_if.parameter("income_line", "rural"), law.parameter("income_line", "rural")
        (1870000, 1500000)
        """
        return Policy(reform(self._resolved, changes), self._plugins)

    @property
    def reforms(self) -> tuple[Reformed, ...]:
        """What reforms changed, in order; empty for the law itself."""
        return self._resolved.reforms

    @property
    def follows(self) -> tuple[str, ...]:
        """Names of all rules that read what the reforms changed: they follow it."""
        return followers(self._resolved)

    @overload
    def evaluate(
        self, households: pl.LazyFrame | Relation | SparkFrame, persons: Any = None, **options: Unpack[Options]
    ) -> EvaluatedElsewhere: ...

    @overload
    def evaluate(self, households: Any, persons: Any = None, **options: Unpack[Options]) -> Evaluated: ...

    def evaluate(
        self,
        households: Any,
        persons: Any = None,
        *,
        method: Method | None = None,
        outputs: Sequence[str] | None = None,
        progress: Callable[[], object] | None = None,
        engine: str = "columnar",
        mapping: Any = None,
        observed_on: str | date | None = None,
        locale: Literal["vi", "en"] | None = None,
        chunk: int = CHUNK,
    ) -> Evaluated | EvaluatedElsewhere:
        """Decide every household of a register and every person in it.

        Args:
            households: a ``Register``, or a frame with one row for each household: polars, pandas, pyarrow; a polars
                lazy frame, a DuckDB relation or a PySpark data frame (``docs/frames.md``).
            persons: beside a frame of households, the frame of their members.
            method: as in ``assess``.
            outputs: names of what is wanted, ``["poverty_class", "deprivation_count"]``; they come beside the ids
                alone, a benefit with its programme. None is the class, the indicators, every decision and every
                programme, beside everything that was given.
            progress: called once for each household.
            engine: ``columnar``, ``reference`` (slower, the meaning of the others), or the name of a plugin's.
            mapping, observed_on, locale: beside frames, as in ``Register``.
            chunk: households of a DuckDB relation decided at once; memory grows with it.

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
        decide = partial(self._decided, engine=self._engine(engine))
        kind = kind_elsewhere(households)
        if kind is not None:
            day = None if observed_on is None else day_of(observed_on, "observed_on")
            facts, law = known_facts(self.plugins), self._resolved
            asked = Asked(law, facts, decide, method, outputs, mapping, day, locale, progress, chunk)
            return self._elsewhere(kind, asked, households, persons)
        if not isinstance(households, Register):
            read = {"mapping": mapping, "observed_on": observed_on, "locale": locale, "plugins": self.plugins}
            households = Register(households, persons, **read)
        elif not (persons is mapping is observed_on is locale is None):
            raise PovrulesError("a Register was read already", expected="what is said of its columns where it is made")
        return decide(households.checked, method, progress, outputs=outputs)

    @property
    def _decided(self) -> Decide:
        return partial(evaluate, self._resolved)

    def _elsewhere(self, kind: str, asked: Asked, households: Any, persons: Any) -> EvaluatedElsewhere:
        return evaluate_elsewhere(kind, asked, households, persons)

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
        day = None if observed_on is None else day_of(observed_on, "observed_on")
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

    def html(self, lang: Lang = "vi") -> str:
        """What it is, what reforms changed, the first values of law, as a piece of HTML."""
        return policy_page(self._resolved, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        what = f", reformed in {len(self.reforms)}" if self.reforms else ""
        return f"<Policy of {self.place} on {self.on}{what}, {self.digest[:12]}>"
