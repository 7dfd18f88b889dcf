"""What a plugin can offer beside packs, and what its hooks are told: immutable values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from povrules.decisions.evaluated import Evaluated
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope
from povrules.law.model import Words
from povrules.policy.resolved import ResolvedPolicy

Answers = tuple[pl.DataFrame, pl.DataFrame | None]
"""The columns of households, and of persons where they are listed."""


@dataclass(frozen=True, slots=True)
class HookContext:
    """What a hook is told. Grows by fields, so that plugins written today keep working.

    Args:
        povrules_version: version of the library that asks.
    """

    povrules_version: str


@dataclass(frozen=True, slots=True)
class Engine:
    """An execution of the rules over a register, asked for by ``policy.evaluate(..., engine=name)``.

    Args:
        name: small letters, digits, underscores.
        evaluate: takes the policy, a register observed on its day, the ids wanted under ``household`` and ``person``,
            and the method or None; returns the answer columns in the order of the rows. It must answer exactly as the
            others do: ``povrules.testing`` has the contract.
    """

    name: str
    evaluate: Callable[[ResolvedPolicy, CheckedRegister, Mapping[Scope, Sequence[str]], str | None], Answers]


@dataclass(frozen=True, slots=True)
class Reader:
    """A way to read registers from a kind of file, used by ``read_register``.

    Args:
        endings: of the file names, with the dot: ``(".dbf",)``.
        read: takes the path; returns the frame of households and that of persons, or None.
    """

    endings: tuple[str, ...]
    read: Callable[[Path], tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """A table made from results over a register, asked for by ``policy.report(name, evaluated)``.

    Args:
        name: small letters, digits, underscores.
        label: its title in both languages.
        make: takes the results; returns the table.
    """

    name: str
    label: Words
    make: Callable[[Evaluated], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class IssuedRecord:
    """A decision record that was issued, told to the observer.

    Args:
        record: its canonical text (JSON).
        digest: SHA-256 of that text.
        place: code of the place.
        povrules_version: version of the library that issued it.
    """

    record: str
    digest: str
    place: str
    povrules_version: str
