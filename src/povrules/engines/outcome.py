"""What an engine answers for one decision or variable: the same words from every engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from povrules.language.nodes import Value
from povrules.language.numbers import Number
from povrules.law.evidence import Evidence

Reason = Literal["fact", "law", "not resolved"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer.

    Args:
        value: the answer when every admissible completion gives it, else None.
        possible: every answer some completion gives, in the order of the type; for an amount that can be anything
            in an interval it is empty and ``low`` and ``high`` say which.
        low, high: bounds of a number, None when unbounded or not a number.
        missing: facts that settle it, the most useful first, at the level the input uses.
        reason: why it is undetermined; None when it is determined.
        law: ids of the unknown values and rules of law it turns on.
        evidence: the weakest evidence of law that was used.
        in_force: whether there is such a decision on the day; when not, there is no value and nothing is undetermined.
    """

    value: Value | None
    possible: tuple[Value, ...] = ()
    low: Number | None = None
    high: Number | None = None
    missing: tuple[str, ...] = ()
    reason: Reason | None = None
    law: tuple[str, ...] = ()
    evidence: Evidence = Evidence.OFFICIAL_TEXT
    in_force: bool = True

    @property
    def determined(self) -> bool:
        """Whether every admissible completion gives one answer."""
        return self.reason is None
