"""What a decision's logic is made of, and how large formulas are taken apart for rules that bear only so much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from povrules.language import nodes as n
from povrules.language.nodes import Scope, Value

LARGEST, MOST_RULES = 18, 20
"""durable_rules refuses a condition of more than some thirty parts; what is larger becomes several rules."""


@dataclass(frozen=True, slots=True)
class All:
    """All of them hold; nothing to hold is true."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of them holds; none to hold is false."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """An atom is true, or is false."""

    atom: int
    positive: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """At least ``need``-th threshold of some atoms is reached, or is not. ``tally`` says which."""

    tally: int
    positive: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """The class that programmes use is one of these."""

    classes: frozenset[str]


Formula = All | Some | Is | Counted | Recognised
TRUE, FALSE = All(()), Some(())


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of these atoms: ``need`` is a part of a rule, or a number."""

    atoms: tuple[int, ...]
    need: n.Node


@dataclass(frozen=True)
class Decision:
    """One decision, ready for rules.

    Args:
        number: its place among the decisions of the policy.
        id: of the fact.
        atoms: conditions, read for the household or the member.
        outcomes: for each value the formula under which it comes out.
        reads_class: it looks at the class that programmes use.
    """

    number: int
    id: str
    of: Scope
    atoms: tuple[n.Node, ...]
    tallies: tuple[Tally, ...]
    outcomes: tuple[tuple[Value, Formula], ...]
    reads_class: bool
    values: Mapping[Value, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", {value: i for i, (value, _) in enumerate(self.outcomes)})


def every(items: Iterable[Formula]) -> Formula:
    """All of these, with what is certain left out."""
    flat = (part for item in items for part in (item.items if isinstance(item, All) else (item,)))
    kept = tuple(dict.fromkeys(flat))
    if FALSE in kept:
        return FALSE
    return kept[0] if len(kept) == 1 else All(kept)


def either(items: Iterable[Formula]) -> Formula:
    """Some of these, with what is impossible left out."""
    flat = (part for item in items for part in (item.items if isinstance(item, Some) else (item,)))
    kept = tuple(dict.fromkeys(flat))
    if TRUE in kept:
        return TRUE
    return kept[0] if len(kept) == 1 else Some(kept)


def size(formula: Formula) -> int:
    """How much of a rule it takes. Atoms beside each other are added up, and are one test."""
    if not isinstance(formula, (All, Some)):
        return 1
    parts = [item for item in formula.items if isinstance(item, (All, Some))]
    return int(len(parts) < len(formula.items)) + sum(size(item) + 2 for item in parts)


def alternatives(formula: Formula) -> list[Formula]:
    """Formulas small enough for a rule, one of which holds exactly when the formula does; too many of them: none."""
    waiting: list[Formula] = [formula]
    found: list[Formula] = []
    while waiting and len(waiting) + len(found) <= MOST_RULES:
        part = waiting.pop()
        if size(part) <= LARGEST:
            found.append(part)
        else:
            waiting += _halved(part)
    return [] if waiting else found


def _halved(formula: Formula) -> tuple[Formula, Formula]:
    """The formula with the alternatives of its largest part in two."""
    if isinstance(formula, Some):
        items = sorted(formula.items, key=size)
        largest = items.pop()
        return largest, either(items)
    if not isinstance(formula, All):
        raise ValueError("a formula that cannot be taken apart")
    choices = [item for item in formula.items if isinstance(item, Some)]
    largest = max(choices, key=size)
    rest = [item for item in formula.items if item is not largest]
    one, other = _halved(largest)
    return every([*rest, one]), every([*rest, other])
