"""All that a folder of policy files says: its instruments, the days it covers, and every rule and value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from povrules.language.errors import Span
from povrules.law.evidence import Evidence
from povrules.law.model import (
    Claim,
    Constant,
    Constraint,
    Decision,
    Enum,
    Fact,
    NamedSet,
    Parameter,
    Start,
    Variable,
    Words,
)
from povrules.law.programme_model import Addition, Overlap, Programme


@dataclass(frozen=True, slots=True)
class Instrument:
    """A decree, circular, decision or other act, and the pages it was read from."""

    id: str
    number: str
    kind: str
    title: Words
    issuer: Words
    issued: date
    in_force: Start | None
    amends: tuple[str, ...]
    source: tuple[str, ...]
    evidence: Evidence
    note: Words | None
    span: Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days for which a pack knows all its instruments, both ends included."""

    start: date
    end: date
    span: Span


@dataclass(frozen=True, slots=True)
class LawText:
    """All that one folder says. ``files`` are (name in the folder, SHA-256 of its bytes), sorted by name."""

    instruments: tuple[Instrument, ...]
    enums: tuple[Enum, ...]
    facts: tuple[Fact, ...]
    constants: tuple[Constant, ...]
    parameters: tuple[Parameter, ...]
    variables: tuple[Variable, ...]
    sets: tuple[NamedSet, ...]
    decisions: tuple[Decision, ...]
    constraints: tuple[Constraint, ...]
    coverage: Coverage | None
    files: tuple[tuple[str, str], ...]
    programmes: tuple[Programme, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    additions: tuple[Addition, ...] = ()
    claims: tuple[Claim, ...] = ()
