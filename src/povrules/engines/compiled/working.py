"""What generated functions call: the few things that are longer than an expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from povrules.engines.carrying import SIZE
from povrules.engines.outcome import Outcome
from povrules.facts.household import Given
from povrules.language.numbers import whole
from povrules.law.evidence import Evidence

Member = Mapping[str, Given]
NOBODY: tuple[Member, ...] = ({},)


class Open(Exception):
    """An unknown fact or value of law is needed here: the reference engine says what every completion gives."""


class Unsettled(Exception):
    """Whether a fact that is carried without a value is worked out from others depends on what those others hold."""


def opened() -> NoReturn:
    """Leave the answer open."""
    raise Open


def unsettle() -> NoReturn:
    """Ask for a function that knows where facts without a value come from."""
    raise Unsettled


def at_least(needed: int, items: tuple[bool | None, ...]) -> bool:
    """Whether so many are true, when the known ones settle it."""
    true = items.count(True)
    if true >= needed:
        return True
    if true + items.count(None) < needed:
        return False
    raise Open


def count_true(items: tuple[bool | None, ...]) -> int:
    """How many are true, when all are known."""
    true = items.count(True)
    if true + items.count(False) != len(items):
        raise Open
    return true


def everybody(facts: Member, members: tuple[Member, ...], unlisted: int) -> tuple[Member, ...]:
    """The members with those that are not listed, about whom nothing is known; nobody where nobody is known of."""
    size = facts.get(SIZE)
    if isinstance(size, int) and size - len(members) > unlisted:
        unlisted = size - len(members)
    return members + NOBODY * unlisted if unlisted else members


KEPT = 1024
"""So many outcomes of one kind are kept by a function for the next household."""


class Ready(dict[Any, "Outcome | None"]):
    """Outcomes by their value, made when first met. None, which is open, has none.

    Args:
        make: of a value and its evidence.
        evidence: of all of them.
    """

    def __init__(self, make: Callable[[Any, int], Outcome], evidence: int) -> None:
        super().__init__({None: None})
        self.make = make
        self.evidence = evidence

    def __missing__(self, value: Any) -> Outcome:
        made = self.make(value, self.evidence)
        if len(self) < KEPT:
            self[value] = made
        return made


def plain(value: Any, evidence: int) -> Outcome:
    """The outcome of a determined truth, member of an enum, text or day."""
    return Outcome(value, (value,), evidence=Evidence(evidence))


def amount(value: Any, evidence: int) -> Outcome:
    """The outcome of a determined number."""
    value = whole(value)
    return Outcome(value, (value,), value, value, evidence=Evidence(evidence))
