"""``pack.yaml``: what a pack says of itself, beside its policy files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from povrules.law import leaves
from povrules.law.documents import Located, read_document
from povrules.law.errors import LawError
from povrules.law.leaves import Day, Id, Label, Text
from povrules.law.territories import Territory
from povrules.law.yaml_nodes import read_yaml
from povrules.plugins.pack import Override, Pack

FILE = "pack.yaml"
_texts = BeforeValidator(leaves.one_or_many(leaves.text))
_nodes = BeforeValidator(leaves.nodes)


class TerritoryDoc(Located):
    """A place in which the pack is law, and the days on which its code means that territory."""

    code: Text
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class OverrideDoc(Located):
    """A definition of the nation that the pack restates."""

    id: Id
    because: Label
    citation: Text


class PackDoc(Located):
    """The whole file."""

    id: Text
    version: Text
    places: Annotated[tuple[TerritoryDoc, ...], _nodes]
    namespace: Text | None = None
    requires: Annotated[tuple[str, ...], _texts] = ()
    overrides: Annotated[tuple[OverrideDoc, ...], _nodes] = ()


class NationDoc(PackDoc):
    """The file of a pack that is law everywhere."""

    places: Annotated[tuple[TerritoryDoc, ...], _nodes] = ()
    namespace: Text


def read_pack(folder: Path) -> Pack:
    """The pack whose ``pack.yaml`` stands in a folder, with the policy files beside it.

    Args:
        folder: as in ``Path(__file__).parent / "policies"``.

    Raises:
        LawError: no such file, or one that is no description of a pack; with file, line and column.
    """
    folder = Path(folder)
    path = folder / FILE
    if not path.is_file():
        raise LawError(f"{str(path)!r} is missing", expected="a file with id, version and places")
    node = read_yaml(path)
    nation = getattr(node, "get", lambda key: None)("namespace")
    everywhere = getattr(nation, "text", None) == "vn"
    found = read_document(NationDoc if everywhere else PackDoc, node)
    places = tuple(Territory(p.code, p.from_, p.to) for p in found.places)
    codes = sorted({place.code for place in places})
    if found.namespace is None and len(codes) > 1:
        raise LawError("a pack for several places needs a namespace of its own", span=found.span,
                       expected=f"namespace: one of {', '.join(codes)}")  # fmt: skip
    space = found.namespace or codes[0]
    if not everywhere and space not in codes:
        raise LawError(f"the namespace {space!r} is none of its places", span=found.span, expected=" or ".join(codes))
    if found.overrides and not everywhere:
        raise LawError("a place overrides nothing of the nation", span=found.overrides[0].span,
                       expected="a definition in its own namespace")  # fmt: skip
    overrides = tuple(Override(o.id, o.because, o.citation) for o in found.overrides)
    return Pack(found.id, (folder,), found.version, space, places, found.requires, overrides)
