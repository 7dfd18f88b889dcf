"""Which folders of policy files `check` looks at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from povrules.facts.errors import FileProblem
from povrules.law.reading import OTHER_FILES
from povrules.plugins.manager import PluginManager
from povrules.plugins.manifest import FILE, read_pack
from povrules.plugins.pack import Pack
from povrules.version import __version__

CASES = "cases.yaml"


@dataclass(frozen=True, slots=True)
class Folders:
    """What is to be checked together.

    Args:
        packs: with their folders.
        cases: files of worked households.
    """

    packs: tuple[Pack, ...]
    cases: tuple[Path, ...]


def folders_of(path: str | None) -> Folders:
    """The folders to check.

    Args:
        path: a folder of policy files, with the folders below it and, where these hold policy files too, the folders
            above it, whose instruments and facts it uses; None for the built-in packs.

    Raises:
        FileProblem: no such folder, or no policy file in it.
    """
    if path is None:
        packs = PluginManager(version=__version__).packs()
        shipped = tuple(Pack(p.id, tuple(map(_shown, p.folders)), p.version, p.namespace) for p in packs)
        return Folders(shipped, _cases(folder for pack in shipped for folder in pack.folders))
    top = Path(path)
    if not top.exists():
        raise FileProblem(f"{path}: no such folder")
    if not top.is_dir():
        raise FileProblem(f"{path}: is not a folder", expected="a folder of policy files")
    own = [folder for folder in _below(top) if _has_policies(folder)]
    if not own:
        raise FileProblem(f"{path}: no policy file in this folder", expected="files named *.yaml")
    folders = (*_above(top), *own)
    return Folders((Pack(top.resolve().name, folders),), _cases(own))


def packs_below(path: str | None) -> tuple[Pack, ...]:
    """The packs that describe themselves in a ``pack.yaml`` somewhere below a folder.

    Raises:
        PovrulesError: a description that cannot be read.
    """
    if path is None or not Path(path).is_dir():
        return ()
    return tuple(read_pack(_shown(folder)) for folder in _below(Path(path)) if (folder / FILE).is_file())


def _below(top: Path) -> Iterator[Path]:
    """The folder and every folder below it, sorted; hidden ones are left out."""

    def refuse(problem: OSError) -> None:
        raise FileProblem(f"{problem.filename}: {problem.strerror}")

    for name, folders, _ in os.walk(top, onerror=refuse):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        yield Path(name)


def _above(top: Path) -> tuple[Path, ...]:
    found: list[Path] = []
    folder = top.resolve().parent
    while _has_policies(folder) and folder != folder.parent:
        found.insert(0, _shown(folder))
        folder = folder.parent
    return tuple(found)


def _has_policies(folder: Path) -> bool:
    return any(path.name not in OTHER_FILES for path in folder.glob("*.yaml"))


def _cases(folders: Iterator[Path] | list[Path]) -> tuple[Path, ...]:
    return tuple(path for folder in folders if (path := folder / CASES).is_file())


def _shown(folder: Path) -> Path:
    """The folder as it is shortest to read."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
