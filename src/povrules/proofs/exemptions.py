"""What need not be proved: each with its table, its days and the reason, and none that is no longer needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from povrules.language.errors import Span
from povrules.law import leaves
from povrules.law.documents import Located, read_document
from povrules.law.leaves import Day, Label, Text
from povrules.law.model import Words
from povrules.law.yaml_nodes import SequenceNode, YamlNode, compose, read_bytes
from povrules.proofs.proving import Proof

FILE = "exemptions.yaml"
KINDS = ("gap", "overlap", "shadowed", "reachable", "monotone", "claim", "dates")


def _list(node: YamlNode) -> tuple[YamlNode, ...]:
    """The items of a list that may be empty, as this one should be."""
    return () if isinstance(node, SequenceNode) and not node.items else leaves.nodes(node)


class ExemptionDoc(Located):
    """One exemption, as the file writes it."""

    claim: Annotated[str, BeforeValidator(leaves.word(*KINDS))]
    about: Text
    from_: Day = Field(alias="from")
    to: Day
    reason: Label


class FileDoc(Located):
    """The file: a list under one key."""

    exemptions: Annotated[tuple[ExemptionDoc, ...], BeforeValidator(_list)] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """A claim that is known not to hold, and why that is as it should be.

    Args:
        kind: which claim.
        about: id of the table, programme or claim, with its namespace.
        first, last: the days.
        reason: in both languages.
        span: where it stands.
    """

    kind: str
    about: str
    first: date
    last: date
    reason: Words
    span: Span

    def covers(self, proof: Proof) -> bool:
        """Whether it is about this proof."""
        return (self.kind, self.about) == (proof.kind, proof.about[1]) and self.first <= proof.on <= self.last


def read_exemptions(folders: Iterable[Path]) -> tuple[Exemption, ...]:
    """The exemptions beside the policy files of some folders.

    Raises:
        LawError: not such a file, with file, line and column.
    """
    found = []
    for folder in folders:
        path = folder / FILE
        if path.is_file():
            doc = read_document(FileDoc, compose(read_bytes(path), str(path)))
            for item in doc.exemptions:
                about = item.about if ":" in item.about else f"vn:{item.about}"
                found.append(Exemption(item.claim, about, item.from_, item.to, item.reason, item.span))
    return tuple(found)


def unneeded(exemptions: Sequence[Exemption], failed: Sequence[Proof]) -> Iterator[Exemption]:
    """Exemptions that cover nothing that fails: they have to go."""
    return (each for each in exemptions if not any(each.covers(proof) for proof in failed))
