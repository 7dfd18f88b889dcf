"""Reading a folder of policy files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from povrules.language.errors import Span
from povrules.law import building, programme_building
from povrules.law.documents import Located, read_document
from povrules.law.errors import LawError
from povrules.law.file_document import FileDoc
from povrules.law.text import Coverage, LawText
from povrules.law.yaml_nodes import compose, read_bytes

# Worked households, exemptions from proofs, lists of places and what a pack says of itself are data of another shape,
# with their own readers.
OTHER_FILES = frozenset({"cases.yaml", "exemptions.yaml", "pack.yaml", "places.yaml"})

D = TypeVar("D", bound=Located)
M = TypeVar("M")


def read_law(folder: Path) -> LawText:
    """Read every policy file of a folder, in the order of their names; not the folders below.

    Args:
        folder: holds ``*.yaml``; what is no law (``cases.yaml``, ``places.yaml`` ...) is left out.

    Returns:
        All definitions, in the order of files and then of each file.

    Raises:
        LawError: no such folder, no policy file in it, or a file that is not law; with file, line and column.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise LawError(f"{str(folder)!r} is not a folder", expected="a folder of policy files")
    paths = sorted((p for p in folder.glob("*.yaml") if p.name not in OTHER_FILES), key=lambda p: p.name)
    if not paths:
        raise LawError(f"the folder {str(folder)!r} holds no policy file", expected="files named *.yaml")
    files: list[FileDoc] = []
    digests: list[tuple[str, str]] = []
    for path in paths:
        data = read_bytes(path)
        digests.append((path.name, hashlib.sha256(data).hexdigest()))
        files.append(read_document(FileDoc, compose(data, str(path))))
    _names_once(files)
    return LawText(
        instruments=_merge((f.instruments for f in files), building.instrument),
        enums=_merge((f.enums for f in files), building.enum),
        facts=_merge((f.facts for f in files), building.fact),
        constants=_merge((f.constants for f in files), building.constant),
        parameters=_merge((f.parameters for f in files), building.parameter),
        variables=_merge((f.variables for f in files), building.variable),
        sets=_merge((f.sets for f in files), building.named_set),
        decisions=_merge((f.decisions for f in files), building.decision),
        constraints=_merge((f.constraints for f in files), building.constraint),
        claims=_merge((f.claims for f in files), building.claim),
        coverage=_coverage(files),
        files=tuple(digests),
        programmes=_merge((f.programmes for f in files), programme_building.programme),
        additions=_merge((f.additions for f in files), programme_building.addition),
        overlaps=_merge((f.overlaps for f in files), programme_building.overlap),
    )


def _merge(sections: Iterable[Mapping[str, D]], build: Callable[[str, D], M]) -> tuple[M, ...]:
    return tuple(build(id, doc) for section in sections for id, doc in section.items())


def _coverage(files: Iterable[FileDoc]) -> Coverage | None:
    found = [building.coverage(f.coverage) for f in files if f.coverage is not None]
    if len(found) > 1:
        raise LawError(f"the coverage stands twice, first at {found[0].span}", span=found[1].span)
    return found[0] if found else None


def _names_once(files: Iterable[FileDoc]) -> None:
    """A name stands for one thing where a rule can read it; a household and a person may each have theirs."""
    seen: dict[tuple[str, str], Span] = {}
    for file in files:
        both = (("household name", "person name"), (file.constants, file.parameters))
        apart = (file.facts, file.variables, file.sets, file.decisions, file.programmes)
        groups: list[tuple[tuple[str, ...], tuple[Mapping[str, Located], ...]]] = [
            (("instrument",), (file.instruments,)),
            (("enum",), (file.enums,)),
            (("constraint",), (file.constraints,)),
            (("claim",), (file.claims,)),
            (("overlap",), (file.overlaps,)),
            (("addition",), (file.additions,)),
            both,
        ]
        for kinds, sections in groups:
            for section in sections:
                for id, doc in section.items():
                    _once(seen, kinds, id, doc)
        for scoped in apart:
            for id, item in scoped.items():
                _once(seen, (f"{item.of} name",), id, item)


def _once(seen: dict[tuple[str, str], Span], kinds: tuple[str, ...], id: str, doc: Located) -> None:
    for kind in kinds:
        if (kind, id) in seen:
            raise LawError(f"the {kind} {id!r} is defined twice, first at {seen[kind, id]}", span=doc.span)
        seen[kind, id] = doc.span
