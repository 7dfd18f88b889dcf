"""The common words of provers: what one finds, and that it can run out of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.questions import Question

Place = tuple[str, str, Any]
"""``("fact", id, member)`` or ``("law", id, cell)``."""


class OutOfTime(Exception):
    """Not settled in the time that was given; neither yes nor no."""


@dataclass(frozen=True, slots=True)
class Found:
    """Values of facts, and of law nobody knows, that meet a question.

    Args:
        values: by place; what is not named does not matter.
        other: for two households that differ in one fact, its value in the second.
    """

    values: Mapping[Place, Any]
    other: Any = None


class Prover(Protocol):
    """Decides one question over all households at once."""

    name: str

    def __init__(self, policy: ResolvedPolicy) -> None: ...

    def found(
        self, question: Question, members: int | None, seconds: float, *, among_facts: bool = False
    ) -> Iterator[Found]:
        """Candidates that meet the question; none is a proof that nobody does.

        Args:
            question: what is looked for.
            members: how many are listed; None stands for every household, with sums and counts over members as free
                values, so that a candidate may be nobody and no candidate is certain.
            seconds: after which it gives up.
            among_facts: only among facts that keep the declared constraints.

        Raises:
            OutOfTime: it gave up.
        """
        ...
