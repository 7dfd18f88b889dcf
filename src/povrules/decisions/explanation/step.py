"""One step of an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal as OneOf

from povrules.decisions.explanation.words import How
from povrules.language.nodes import Value
from povrules.policy.resolved import Basis

Kind = OneOf["fact", "law", "condition", "calculation", "row", "member", "others"]


@dataclass(frozen=True, slots=True)
class Step:
    """What was looked at, what was found, and how.

    Args:
        kind: ``fact`` (a fact, variable or decision), ``law`` (a value of law), ``condition``, ``calculation``,
            ``row`` (of a decision table), ``member``, or ``others`` (several in one line).
        what: its label, or the rule's own words.
        value: what was found, in words; for an undetermined one what is possible.
        found: the value itself; None when it is undetermined, and for ``others``.
        determined: whether the known facts settle it.
        how: where the value comes from; None for conditions, rows and members.
        rule: the rule as a sentence.
        cites: article, instrument, days in force and evidence.
        notes: remarks of the law files.
        steps: what it rests on.
        id: with namespace, of a fact or a value of law.
        member: position of the member, None for the household.
        seen: it stands in full further up.
        basis: what ``cites`` says, for programs.
    """

    kind: Kind
    what: str
    value: str
    found: Value | None = None
    determined: bool = True
    how: How | None = None
    rule: str | None = None
    cites: str | None = None
    notes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    id: str | None = None
    member: int | None = None
    seen: bool = False
    basis: Basis | None = field(default=None, repr=False)

    def walk(self) -> Iterator[Step]:
        """The step and every step below it, in the order they are read."""
        yield self
        for step in self.steps:
            yield from step.walk()
