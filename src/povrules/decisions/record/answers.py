"""The answers of a record: what every admissible completion says, from the reference engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import Evaluation, Place
from povrules.language.canonical import plain
from povrules.policy.ordering import Key


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a record.

    Args:
        place: id, and position of the member (None: the household).
        outcome: what the reference engine says.
    """

    place: Place
    outcome: Outcome

    @property
    def open(self) -> bool:
        """Undetermined, though there is such a decision on the day."""
        return self.outcome.in_force and not self.outcome.determined

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        found = self.outcome
        id, member = self.place
        return {
            "id": id,
            "member": member,
            "value": plain(found.value),
            "possible": [plain(value) for value in found.possible],
            "low": plain(found.low),
            "high": plain(found.high),
            "missing": list(found.missing),
            "reason": found.reason,
            "law": list(found.law),
            "evidence": str(found.evidence),
        }


def answers_of(evaluation: Evaluation, wanted: Iterable[Key]) -> tuple[Answer, ...]:
    """The answers about the household and each listed member, in the order wanted."""
    found = []
    for of, id in wanted:
        places = (None,) if of == "household" else range(evaluation.listed)
        found += [Answer((id, member), outcome(evaluation, id, member)) for member in places]
    return tuple(found)
