"""Where results go: from one name to the files of households, persons, rejects and costs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from povrules.facts.errors import FileProblem
from povrules.facts.writing import ENDINGS, check_kind

_HOUSEHOLDS = "households"


@dataclass(frozen=True, slots=True)
class Targets:
    """The files to write."""

    households: Path
    persons: Path
    rejects: Path
    budget: Path

    @property
    def folder(self) -> Path:
        """The folder they lie in."""
        return self.households.parent

    def all(self) -> tuple[Path, ...]:
        """The four files."""
        return (self.households, self.persons, self.rejects, self.budget)


def targets(out: str) -> Targets:
    """The files for an output name.

    Args:
        out: a table by its ending, for households; persons go beside it. Any other name is a folder of CSV files.

    Raises:
        FileProblem: another ending.

    >>> [path.as_posix() for path in targets("out/2022.xlsx").all()]
    ['out/2022.xlsx', 'out/2022_persons.xlsx', 'out/2022_rejects.xlsx', 'out/2022_budget.xlsx']
    >>> [path.as_posix() for path in targets("out/r_households.parquet").all()]
    ['out/r_households.parquet', 'out/r_persons.parquet', 'out/r_rejects.csv', 'out/r_budget.csv']
    >>> [path.as_posix() for path in targets("out").all()]
    ['out/households.csv', 'out/persons.csv', 'out/rejects.csv', 'out/budget.csv']
    """
    path = Path(out)
    if path.suffix.lower() in ENDINGS and not path.is_dir():
        # What a person will read and correct opens in a spreadsheet.
        ending = ".csv" if _parquet(path) else None
        return Targets(
            path, _beside(path, "persons"), _beside(path, "rejects", ending), _beside(path, "budget", ending)
        )
    if path.suffix and not out.endswith((os.sep, "/")) and not path.is_dir():
        check_kind(path)
    return Targets(*(path / f"{name}.csv" for name in ("households", "persons", "rejects", "budget")))


def check_targets(files: Targets, sources: Iterable[Path]) -> None:
    """Refuse, before any work is done, what could not be written or would destroy what is read.

    Args:
        files: to be written.
        sources: files of the register.

    Raises:
        FileProblem: a file of the register itself, no folder, no permission.
    """
    for target in files.all():
        check_kind(target)
    for source in sources:
        for target in files.all():
            if target.exists() and target.samefile(source):
                raise FileProblem(f"{target}: is read as the register, so it is not written", expected="another -o")
    folder = files.folder
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if folder.exists() and not folder.is_dir():
        raise FileProblem(f"{folder}: is not a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FileProblem(f"{folder}: cannot be written: Permission denied")


def make_folder(files: Targets) -> None:
    """Make the folder of the files.

    Raises:
        FileProblem: it cannot be made.
    """
    try:
        files.folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FileProblem(f"{files.folder}: cannot be made: {problem.strerror}") from None


def _parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _beside(path: Path, what: str, ending: str | None = None) -> Path:
    stem = path.stem
    start = stem[: -len(_HOUSEHOLDS)] if stem.lower().endswith(_HOUSEHOLDS) else f"{stem}_"
    return path.with_name(start + what + (ending or path.suffix))
