"""And, or, if: what some of their operands settle whatever the others are, so that these need not be gone through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

OPEN = object()
"""The operands that are known settle nothing."""


@dataclass(frozen=True, slots=True)
class Connective:
    """One of them.

    Args:
        of_plain: of plain values, as Python has it.
        early: what it is of operands of which some may be diagrams: one of them, or ``OPEN``. Of truths and gaps
            (None) it says what ``of_plain`` says.
    """

    of_plain: Callable[..., Any]
    early: Callable[..., Any]


def _and(one: Any, other: Any) -> Any:
    if one is False or other is True:
        return one
    return other if one is True else OPEN


def _or(one: Any, other: Any) -> Any:
    if one is True:
        return True
    return other if one is False else OPEN  # not ``one`` where the other is false: it may be a gap


def _if(test: Any, then: Any, otherwise: Any) -> Any:
    if test is True or then is otherwise:
        return then
    return otherwise if test is False else OPEN


AND = Connective(lambda one, other: one and other, _and)
OR = Connective(lambda one, other: one or other, _or)
IF = Connective(lambda test, then, otherwise: then if test else otherwise, _if)
