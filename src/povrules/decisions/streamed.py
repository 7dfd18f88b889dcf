"""Deciding a register larger than memory: chunk after chunk, with the results of one piece."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from povrules.decisions.evaluated import Evaluated
from povrules.decisions.joining import Joined
from povrules.decisions.method import Method
from povrules.decisions.pages import file_page
from povrules.facts.chunking import AT_ONCE, in_order
from povrules.facts.mapping import ColumnMapping
from povrules.facts.register import CheckedRegister, Counts
from povrules.facts.rejects import Reject, rejects_frame
from povrules.facts.spool import Parts
from povrules.facts.streaming import RegisterStream, gathered
from povrules.language.amounts import Lang

AT_THE_SAME_TIME = 2
"""Chunks decided at once, and in memory: enough for one to use the cores while another one waits."""


@dataclass(frozen=True, slots=True, eq=False)
class EvaluatedFile:
    """What became of a register that went from files to files.

    Args:
        read: how many rows of each table there were.
        used: how many of them were used.
        rejects: every other row, with the reason.
        warnings: what was noticed about the used ones.
        mapping: which column was read as which fact.
    """

    read: Counts
    used: Counts
    rejects: pl.DataFrame
    warnings: tuple[Reject, ...]
    mapping: ColumnMapping

    def html(self, lang: Lang = "vi") -> str:
        """How many rows were used and which were not, as a piece of HTML."""
        return file_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        persons = f", {self.used.persons} of {self.read.persons} persons" if self.read.persons else ""
        return f"<EvaluatedFile {self.used.households} of {self.read.households} households{persons}>"


@dataclass(frozen=True, slots=True, eq=False)
class Streamed:
    """Results over a register that was read in chunks.

    Args:
        households: as ``Evaluated.households``, lazy and read from disk when it is collected or written; of a register
            in one chunk it is in memory.
        persons: the same for persons; None when members are not listed.
        summary: rows, rejects, warnings.
    """

    households: pl.DataFrame | pl.LazyFrame
    persons: pl.DataFrame | pl.LazyFrame | None
    summary: EvaluatedFile


def evaluate_stream(
    decide: Callable[..., Evaluated],
    stream: RegisterStream,
    folder: Path,
    method: Method | None = None,
    done: Callable[[], object] | None = None,
    outputs: Sequence[str] | None = None,
    *,
    with_persons: bool = True,
) -> Streamed:
    """Decide every household of a stream and every person in it.

    Args:
        decide: ``evaluate`` of a policy, which takes a register.
        stream: the register in chunks.
        folder: an empty one for the results; it must last as long as they are read.
        method: as for one household.
        done: called once for each household.
        outputs: as for a register in memory.
        with_persons: whether the table of persons is wanted.

    Raises:
        FileProblem: there is no room for the results.
    """
    households, persons = Joined(folder / "households decided"), Joined(folder / "persons decided")
    rejects: list[pl.DataFrame] = []
    warnings: list[Reject] = []
    of_households = of_persons = 0
    for result in _side_by_side(stream, lambda chunk: decide(chunk, method, outputs=outputs)):
        households.add(result.households)
        if result.persons is not None and with_persons:
            persons.add(result.persons)
        rejects.append(result.rejects)
        warnings.extend(result.register.warnings)
        used = result.register.used
        of_households, of_persons = of_households + used.households, of_persons + used.persons
        if done is not None:
            for _ in range(used.households):
                done()
    lost = rejects[0] if len(rejects) == 1 else pl.concat([rejects_frame(()), *rejects])
    lost = lost.sort("table", "row", maintain_order=True) if lost.height else lost
    used = Counts(of_households, of_persons)
    _nothing_lost(stream.read, used, lost)
    return Streamed(
        households.table(),
        _by_row(persons, stream, folder) if stream.persons and with_persons else None,
        EvaluatedFile(stream.read, used, lost, gathered([*stream.noticed(), *warnings]), stream.mapping),
    )


def _side_by_side(stream: RegisterStream, decide: Callable[[CheckedRegister], Evaluated]) -> Iterator[Evaluated]:
    """The chunks in order, some decided at the same time: what one does on one core another does on the next."""
    if stream.count < AT_THE_SAME_TIME:
        yield from (decide(stream.chunk(number)) for number in range(stream.count))
        return
    numbers = iter(range(stream.count))
    with ThreadPoolExecutor(AT_THE_SAME_TIME) as pool:
        waiting = deque(pool.submit(lambda n: decide(stream.chunk(n)), n) for n in islice(numbers, AT_THE_SAME_TIME))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(lambda n: decide(stream.chunk(n)), n) for n in islice(numbers, 1))


def _by_row(persons: Joined, stream: RegisterStream, folder: Path) -> pl.DataFrame | pl.LazyFrame:
    """The persons in the order of their file, in which they need not lie household by household."""
    if stream.persons_in_order or not persons.height:
        return persons.table()
    ordered = Parts(folder / "persons in order")
    for frame in in_order(persons.slices(AT_ONCE), "row", AT_ONCE, folder / "persons by row"):
        ordered.add(frame)
    return ordered.scan()


def _nothing_lost(read: Counts, used: Counts, rejects: pl.DataFrame) -> None:
    tables = rejects.get_column("table")
    total = Counts(
        used.households + int((tables == "households").sum()), used.persons + int((tables == "persons").sum())
    )
    if total != read:
        raise AssertionError(f"used and rejected rows ({total}) are not the rows read ({read})")
