"""What comes back for a register that is no frame in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from povrules.facts.mapping import ColumnMapping
from povrules.policy.resolved import ResolvedPolicy


def _nothing() -> None:
    """Nothing is held."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class EvaluatedElsewhere:
    """Results over Polars lazy frames, DuckDB relations or Spark data frames, each as what came in.

    Args:
        households: the results, with columns and types that do not depend on the data (`docs/frames.md`).
        persons: the same for persons; None when members are not listed.
        rejects: every row that was not used, with the reason.
        warnings: what was noticed about rows that are used, in the form of ``rejects``.
        mapping: which column is read as which fact.
        policy: the law it is evaluated by.
        close: lets go of what the results stand on (files of DuckDB, memory of Spark); they cannot be read afterwards.
            What nobody holds any more is let go of anyway.
    """

    households: Any
    persons: Any
    rejects: Any
    warnings: Any
    mapping: ColumnMapping
    policy: ResolvedPolicy
    close: Callable[[], None] = field(default=_nothing, repr=False)

    def __repr__(self) -> str:
        tables = ", ".join(
            name for name in ("households", "persons", "rejects", "warnings") if getattr(self, name) is not None
        )
        return f"<EvaluatedElsewhere {tables} by {self.policy.place} on {self.policy.on}>"

    def __enter__(self) -> EvaluatedElsewhere:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()
