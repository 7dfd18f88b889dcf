"""Registers decided by a policy: frames in memory, frames that live elsewhere, files larger than memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal, Unpack, overload

import polars as pl

from povrules.api.days import day_of
from povrules.api.elsewhere import Options, Relation, SparkFrame, evaluate_elsewhere, kind_elsewhere
from povrules.api.progress import Progress, stepping
from povrules.api.register import Register
from povrules.decisions.evaluated import Engine, Evaluated, evaluate
from povrules.decisions.frames.plan import Asked
from povrules.decisions.frames.result import EvaluatedElsewhere
from povrules.decisions.method import Method
from povrules.decisions.streamed import EvaluatedFile, evaluate_stream
from povrules.facts.errors import FileProblem
from povrules.facts.streaming import CHUNK, stream_register
from povrules.facts.writing import check_kind, scratch_beside, write_tables
from povrules.language.errors import PovrulesError, closest
from povrules.plugins.loading import known_facts
from povrules.plugins.manager import PluginManager
from povrules.plugins.problem import PluginProblem
from povrules.policy.resolved import ResolvedPolicy

METHODS = ("income", "score")
ENGINES = ("columnar", "reference")
Decide = Callable[..., Evaluated]


class EvaluatesRegisters(ABC):
    """Decides registers, of whatever kind they come in."""

    @property
    @abstractmethod
    def resolved(self) -> ResolvedPolicy:
        """The plain value that engines read."""

    @property
    @abstractmethod
    def plugins(self) -> PluginManager:
        """The plugins the policy was loaded with."""

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
        progress: Progress = None,
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
            progress: called once for each household; True shows a bar on a terminal (tqdm), and nothing elsewhere.
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
        check_method(method)
        check_outputs(outputs)
        check_chunk(chunk)
        decide = partial(self._decided, engine=self._engine(engine))
        kind = kind_elsewhere(households)
        if kind is not None:
            day = None if observed_on is None else day_of(observed_on, "observed_on")
            facts, law, done = known_facts(self.plugins), self.resolved, progress if callable(progress) else None
            asked = Asked(law, facts, decide, method, outputs, mapping, day, locale, done, chunk)
            return self._elsewhere(kind, asked, households, persons)
        if not isinstance(households, Register):
            read = {"mapping": mapping, "observed_on": observed_on, "locale": locale, "plugins": self.plugins}
            households = Register(households, persons, **read)
        elif not (persons is mapping is observed_on is locale is None):
            raise PovrulesError("a Register was read already", expected="what is said of its columns where it is made")
        with stepping(progress, households.used.households) as done:
            return decide(households.checked, method, done, outputs=outputs)

    @property
    def _decided(self) -> Decide:
        return partial(evaluate, self.resolved)

    def _elsewhere(self, kind: str, asked: Asked, households: Any, persons: Any) -> EvaluatedElsewhere:
        return evaluate_elsewhere(kind, asked, households, persons)

    def _engine(self, name: str) -> Engine:
        if name in ENGINES:
            return name  # type: ignore[return-value]
        try:
            return self.plugins.engine(name).evaluate
        except PluginProblem as problem:
            expected, near = problem.expected or ", ".join(ENGINES), problem.closest or closest(name, ENGINES)
            raise PluginProblem(problem.message, expected=expected, closest=near) from None

    def evaluate_file(
        self,
        path: str | Path,
        households: str | Path,
        persons: str | Path | None,
        rejects: str | Path,
        *,
        method: Method | None = None,
        outputs: Sequence[str] | None = None,
        mapping: Any = None,
        observed_on: str | date | None = None,
        locale: Literal["vi", "en"] | None = None,
        chunk: int = CHUNK,
        progress: Progress = None,
    ) -> EvaluatedFile:
        """Decide a register that need not fit in memory: from files to files, some households at a time.

        The results are those of ``read_register`` and ``evaluate``, whatever the size of a chunk. The files get their
        names together, when all of them are whole. Beside them, while it works, lies about as much again.

        Args:
            path: as in ``read_register``. Persons may stand in any order; sorted by household they are read faster.
            households, persons, rejects: the files to write (``.parquet``, ``.csv``, ``.xlsx``, ``.dta``, ``.sav``),
                in folders that exist; ``persons`` only where members are listed, and not when it is None; ``rejects``
                always.
            method, outputs, progress: as in ``evaluate``.
            mapping, observed_on, locale: as in ``read_register``.
            chunk: households decided at once; memory grows with it.

        Raises:
            FileProblem: a file that cannot be read or written.
            MappingProblem: columns that cannot be understood.
        """
        check_method(method)
        check_outputs(outputs)
        check_chunk(chunk)
        check_targets([households, rejects] if persons is None else [households, persons, rejects])
        day = None if observed_on is None else day_of(observed_on, "observed_on")
        to, of_persons = Path(households), None if persons is None else Path(persons)
        for target in (to, of_persons, Path(rejects)):
            if target is not None:
                check_kind(target)
        with scratch_beside(to) as folder:
            stream = stream_register(
                known_facts(self.plugins), path, folder, mapping=mapping, observed_on=day, locale=locale, rows=chunk
            )
            with_persons = of_persons is not None
            with stepping(progress, stream.read.households) as done:
                result = evaluate_stream(
                    self._decided, stream, folder, method, done, outputs, with_persons=with_persons
                )
            tables: list[tuple[Any, Path]] = [(result.households, to), (result.summary.rejects, Path(rejects))]
            if result.persons is not None and of_persons is not None:
                tables.append((result.persons, of_persons))
            write_tables(tables)
        return result.summary


def check_outputs(outputs: object) -> None:
    """Refuse one name where a list of names is asked for: its letters would be taken for names.

    Raises:
        PovrulesError: a text.
    """
    if isinstance(outputs, str):
        raise PovrulesError(f"outputs={outputs!r} is one name", expected=f"a list of names: outputs=[{outputs!r}]")


def check_chunk(chunk: object) -> None:
    """Refuse what is no number of households.

    Raises:
        PovrulesError: less than one, or no whole number.
    """
    if not isinstance(chunk, int) or isinstance(chunk, bool) or chunk < 1:
        raise PovrulesError(f"chunk={chunk!r} is no number of households", expected="a whole number from 1 on")


def check_targets(paths: Sequence[str | Path]) -> None:
    """Refuse to write two tables into one file.

    Raises:
        FileProblem: which file.
    """
    met = set[Path]()
    for path in map(Path, paths):
        real = path.resolve()
        if real in met:
            raise FileProblem(f"{path}: two tables cannot be written to one file", expected="a file for each table")
        met.add(real)


def check_method(method: str | None) -> None:
    """Refuse what is no method of a review.

    Raises:
        PovrulesError: neither ``income`` nor ``score``.
    """
    if method is not None and method not in METHODS:
        raise PovrulesError(f"no method {method!r}", expected=", ".join(METHODS), closest=closest(method, METHODS))
